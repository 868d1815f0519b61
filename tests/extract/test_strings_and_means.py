"""Strings of incident tables: a place to its province, a weapon to its group."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from firsthand import vocabulary
from firsthand.extract.events.means import means_of
from firsthand.extract.gazetteer import unit_names
from firsthand.extract.places.strings import province_of

CASES = Path(__file__).resolve().parents[1] / "cases"


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(x for x in (CASES / name).read_text("utf-8").splitlines() if not x.startswith("#")))


@pytest.mark.parametrize("case", rows("place_strings.csv"), ids=lambda c: c["text"])
def test_a_place_string_has_its_province(case: dict[str, str]) -> None:
    assert (province_of(case["text"], "IQ").unit or "") == case["unit"]


def test_every_province_of_the_table_is_one_of_the_gazetteer() -> None:
    assert {row["province"] for row in vocabulary.rows("places_iq.csv")} <= set(unit_names("IQ").values())


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("suicide car bomb explosion", ["suicide_vehicle_bomb"]),
        ("roadside bomb, followed by gunfire", ["roadside_bomb", "shooting"]),
        (
            "found handcuffed, tortured, shot in head",
            ["killing_of_captive", "killing_of_captive", "shooting", "torture"],
        ),
        ("rocket-propelled grenades and mortar fire", ["mortar", "rocket"]),
        ("a quarrel", []),
    ],
)
def test_means_are_read_from_the_closest_term(text: str, groups: list[str]) -> None:
    assert sorted(m.group for m in means_of(text)) == groups


def test_another_possibility_is_told_as_one() -> None:
    assert [(m.group, m.possible) for m in means_of("roadside bomb or mortar round")] == [
        ("roadside_bomb", False),
        ("mortar", True),
    ]
