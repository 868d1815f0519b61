"""Letters, digits, and what a reader has to be warned of."""

from __future__ import annotations

import csv
from pathlib import Path

import msgspec
import pytest

from firsthand.model import Assessment, Origin, Quote, Reckoning
from firsthand.reckon import reckon
from firsthand.reckon.admissions import tells_of_falsehood
from firsthand.reckon.grades import credibility
from ledgers import CONFIG, Book

CASES = Path(__file__).resolve().parents[1] / "cases"


def rows(name: str) -> list[dict[str, str]]:
    lines = [line for line in (CASES / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


def origin(number: int, known: bool = True) -> Origin:
    return Origin(key=str(number), statements=(f"s{number}",), documents=(f"d{number}",), speaker=None, known=known)


@pytest.mark.parametrize(
    ("known", "unknown", "against", "related", "digit"),
    [
        (0, 0, 0, True, "6"),
        (1, 0, 0, True, "3"),
        (1, 0, 0, False, "6"),
        (2, 0, 0, True, "1"),
        (1, 1, 0, True, "2"),
        (0, 3, 0, True, "2"),
        (2, 0, 1, True, "3"),
        (1, 0, 1, True, "4"),
        (1, 0, 2, True, "5"),
    ],
)
def test_the_digit_follows_the_procedure(known: int, unknown: int, against: int, related: bool, digit: str) -> None:
    asserting = [origin(n) for n in range(known)] + [origin(10 + n, known=False) for n in range(unknown)]
    found = credibility(asserting, [origin(20 + n) for n in range(against)], of="i", related=related)
    assert (found.value, found.axis) == (digit, "credibility")
    assert found.reasons


def test_parties_cannot_confirm_themselves() -> None:
    assert credibility([origin(1), origin(2)], [], of="i", related=True, parties_only=True).value == "2"


def country(book: Book) -> str:
    """Two reports of one toll by officials of one country, and a third by a hospital; returns the minister."""
    minister = book.source("Harn Brol", description="the Iraqi interior minister", stands_for="Interior Ministry")
    police = book.source("Idran Vesk", description="police chief of an Iraqi province", stands_for="provincial police")
    nurse = book.source("Mira Sol", "witness", description="a nurse")
    for name, speaker in (("a", police), ("b", nurse)):
        book.report(name)
        book.bomb(name, killed=12, chain=(speaker,), day="2024-03-04" if name == "a" else "2024-03-20")
    book.report("c", day="2024-06-01")
    return minister


def reckoned(book: Book) -> tuple[dict[str, Assessment], Reckoning]:
    ledger = book.linked()
    found = reckon(ledger, config=CONFIG)
    documents = {i.id: i.documents[0] for i in ledger.incidents}
    return {documents[a.incident]: a for a in found.assessments}, found


def test_an_admission_is_tied_to_every_figure_of_that_governments_officials_and_to_no_other() -> None:
    book = Book()
    minister = country(book)
    book.quotes.append(
        Quote(
            id="q1",
            document="c",
            start=0,
            end=40,
            text="We give out a false number of casualties",
            direct=True,
            speaker=minister,
        )
    )
    by_report, found = reckoned(book)
    assert any("false casualty figures" in c for c in by_report["a"].cautions)
    assert not any("false casualty figures" in c for c in by_report["b"].cautions)
    names = {s.name for s in book.sources.values() if s.id in found.source_cautions}
    assert names == {"Harn Brol", "Idran Vesk"}


def test_the_same_words_by_a_witness_are_no_admission() -> None:
    book = Book()
    country(book)
    witness = book.source("Ona Reed", "witness")
    book.quotes.append(
        Quote(
            id="q1",
            document="c",
            start=0,
            end=40,
            text="We give out a false number of casualties",
            direct=True,
            speaker=witness,
        )
    )
    assert reckoned(book)[1].source_cautions == {}


@pytest.mark.parametrize("row", rows("falsehood.csv"), ids=lambda r: r["words"])
def test_words_that_admit_false_figures(row: dict[str, str]) -> None:
    assert tells_of_falsehood(row["words"]) is (row["admits"] == "yes")


def test_one_origin_an_unnamed_source_and_no_date_are_told() -> None:
    book = Book()
    book.report("a")
    book.bomb("a", day=None, killed=3, chain=(book.source(None, "unnamed", description="a resident"),))
    by_report, _ = reckoned(book)
    words = " ".join(by_report["a"].cautions)
    assert "one origin only" in words
    assert "not named" in words
    assert "date" in words
    assert by_report["a"].sensitivity == ("killed: rests on The a Post alone; without it no count is left",)


def test_a_source_starts_without_a_letter_and_a_person_can_give_one() -> None:
    book = Book()
    minister = country(book)
    assert {g.value for g in reckoned(book)[1].grades if g.axis == "reliability"} == {"F"}
    book.judge(minister, None, "D", kind="grade")
    given = [g for g in reckoned(book)[1].grades if g.of == minister]
    assert [(g.value, g.by) for g in given] == [("D", "reader")]


def test_a_letter_is_earned_by_a_record_and_kept_beside_the_given_one() -> None:
    book = Book()
    chief = book.source("Idran Vesk")
    for number in range(6):
        for house in ("Alpha", "Beta"):
            name = f"{house}{number}"
            book.report(name, publisher=house, day=f"2024-0{number + 1}-05")
            book.bomb(
                name, day=f"2024-0{number + 1}-04", killed=10 + number, chain=(chief,) if house == "Alpha" else ()
            )
    grades = [g for g in reckoned(book)[1].grades if g.of == chief]
    assert [(g.value, "record" in g.reasons[0]) for g in grades] == [("F", False), ("B", True)]


def test_letters_never_change_a_digit() -> None:
    book = Book()
    country(book)
    before = sorted(a.grade.value for a in reckoned(book)[0].values())
    for source in list(book.sources):
        book.judge(source, None, "A", kind="grade")
    assert sorted(a.grade.value for a in reckoned(book)[0].values()) == before


def test_what_stands_is_json() -> None:
    book = Book()
    country(book)
    _, found = reckoned(book)
    assert msgspec.json.decode(msgspec.json.encode(found), type=Reckoning) == found
