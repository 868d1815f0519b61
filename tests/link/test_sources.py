"""One person or body across reports: what is merged, what never is, and how a person overrules it."""

from __future__ import annotations

import csv
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from firsthand.link.sources import merge_sources
from firsthand.model import Judgement, Source

CASES = Path(__file__).resolve().parent.parent / "cases"


def rows(name: str) -> list[dict[str, str]]:
    lines = [
        line
        for line in (CASES / name).read_text(encoding="utf-8").splitlines(keepends=True)
        if not line.startswith("#")
    ]
    return list(csv.DictReader(lines))


def source(number: int, name: str | None, kind: Any = "official", description: str | None = None) -> Source:
    return Source(
        id=f"v-{number}",
        name=name,
        kind=kind,
        description=description,
        names=(name,) if name else (),
        documents=(f"d-{number}",),
    )


def judged(number: int, left: str, right: str | None, verdict: str, kind: Any = "source") -> Judgement:
    return Judgement(
        id=f"j-{number}", kind=kind, left=left, right=right, verdict=verdict, by="reader", at=f"2030-01-0{number}"
    )


@pytest.mark.parametrize("case", rows("source_merge.csv"), ids=lambda c: f"{c['left']}|{c['right']}|{c['verdict']}")
def test_two_sources_are_one_only_where_names_and_offices_say_so(case: dict[str, str]) -> None:
    left = source(1, case["left"] or None, case["left_kind"], case["left_description"] or None)
    right = source(2, case["right"] or None, case["right_kind"], case["right_description"] or None)
    merged, now = merge_sources([left, right])
    assert (now["v-1"] == now["v-2"]) == (case["verdict"] == "same")
    assert all(m.reasons for m in merged if m.merged)


def test_a_merged_source_keeps_every_name_document_and_member() -> None:
    merged, now = merge_sources([source(2, "Omar Qadir"), source(1, "Mohammed Omar al-Qadir"), source(3, "Lena Marsh")])
    assert now == {"v-1": "v-1", "v-2": "v-1", "v-3": "v-3"}
    assert merged[0].names == ("Mohammed Omar al-Qadir", "Omar Qadir")
    assert merged[0].documents == ("d-1", "d-2")
    assert merged[0].merged == ("v-1", "v-2")


def test_order_of_arrival_changes_nothing() -> None:
    given = [
        source(1, "Omar Qadir"),
        source(2, "Mohammed Omar Qadir"),
        source(3, "Ali Omar Qadir"),
        source(4, "Omar Qadir"),
    ]
    assert len({str(merge_sources(order)) for order in permutations(given)}) == 1


def test_a_name_that_fits_two_people_joins_at_most_one() -> None:
    _, now = merge_sources([source(1, "Ali Omar Qadir"), source(2, "Omar Qadir"), source(3, "Mohammed Omar Qadir")])
    assert now["v-1"] != now["v-3"]


def test_a_person_can_part_and_join_and_take_it_back() -> None:
    given = [source(1, "Omar Qadir"), source(2, "Omar Qadir"), source(3, "Abu Samir")]
    parted = [judged(1, "v-1", "v-2", "different")]
    assert merge_sources(given, judgements=parted)[1] == {"v-1": "v-1", "v-2": "v-2", "v-3": "v-3"}
    joined = [*parted, judged(2, "v-2", "v-3", "same")]
    assert merge_sources(given, judgements=joined)[1] == {"v-1": "v-1", "v-2": "v-2", "v-3": "v-2"}
    undone = [*joined, judged(3, "j-1", None, "undo", "undo"), judged(4, "j-2", None, "undo", "undo")]
    assert merge_sources(given, judgements=undone) == merge_sources(given)


def test_a_name_met_in_many_reports_becomes_one_source() -> None:
    merged, now = merge_sources([source(n, "Reuters", "medium") for n in range(2000)])
    assert len(merged) == 1
    assert len(now) == len(merged[0].documents) == 2000
