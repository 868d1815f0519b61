"""Each sub-event type by its cues; the score is what its reasons add up to."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from firsthand import vocabulary
from firsthand._lab.case2021_types import CODES
from firsthand.extract.events.subtypes import sub_event

ROWS = [
    line
    for line in (Path(__file__).resolve().parents[1] / "cases" / "sub_events.csv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize("case", csv.DictReader(ROWS), ids=lambda c: c["type"] or "none")
def test_a_short_report_has_the_type_of_its_cues(case: dict[str, str]) -> None:
    found = sub_event(case["text"])
    assert (found.name or "") == case["type"], found
    assert found.score == pytest.approx(sum(r.weight for r in found.reasons))


def test_every_row_of_cues_names_a_type_that_there_is() -> None:
    acled = {row["acled_sub_event"] for row in vocabulary.rows("incident_types.csv")}
    named = {row["type"] for row in vocabulary.rows("acled_cues.csv")}
    assert named <= set(CODES)
    assert {n for n in named & acled if n} >= {"Grenade", "Suicide bomb", "Armed clash"}
