"""Reports filed together by the incidents they tell of."""

from __future__ import annotations

from typing import Any

from firsthand._lab.gva_incidents import filed, predict
from firsthand.config import Config
from ledgers import Book


def test_reports_of_one_incident_are_filed_together_and_others_apart() -> None:
    book = Book()
    for name in "abc":
        book.report(name)
    book.bomb("a", killed=3)
    book.bomb("b", killed=3)
    book.bomb("c", killed=3, town="Pellan", day="2024-01-09")
    assert filed(book.linked()) == {"a": "a", "b": "a", "c": "c"}


def test_a_passing_mention_files_nothing() -> None:
    book = Book()
    for name in "ab":
        book.report(name)
    book.bomb("a", killed=3)
    for number in range(6):
        book.bomb("b", slot=f"own{number}", at=number, town="Pellan", day=f"2023-0{number + 1}-09", killed=number + 1)
    book.say("b", "type", "car_bomb", slot="old", at=9)
    book.say("b", "where", "Sarovel", slot="old", at=9)
    book.say("b", "when", "2024-03-04", slot="old", at=9)
    assert filed(book.linked()) == {"a": "a", "b": "b"}


def test_every_report_gets_a_group_and_every_group_its_facts() -> None:
    row: dict[str, Any] = {
        "doc_id": "r1", "host": "a.example", "title": "Two shot in Springfield", "pub_date": "2016-05-02",
        "text": "Police said two men were shot dead on Sunday in Springfield, Illinois.",
    }  # fmt: skip
    lines = list(predict(iter([row]), Config()))
    assert lines[0] == {"doc_id": "r1", "incident": "r1"}
    assert [(line["incident"], line["killed"], line["date"]) for line in lines[1:]] == [("r1", 2, "2016-05-01")]
