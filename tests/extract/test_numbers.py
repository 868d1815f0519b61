"""Number phrases as intervals, and what they count."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from firsthand.extract.counts import find_counts, is_incident_count
from firsthand.extract.figures import Known, find_figures
from firsthand.extract.mentions import Attributed, DateMention, NumberMention, PlaceMention
from firsthand.extract.numbers import find_numbers
from firsthand.extract.series import find_series
from firsthand.model import Document, Place, Series, When

CASES = Path(__file__).resolve().parent.parent / "cases"


def rows(name: str) -> list[dict[str, str]]:
    lines = [line for line in (CASES / name).read_text(encoding="utf-8").splitlines(keepends=True) if not line.startswith("#")]
    return list(csv.DictReader(lines))


def cell(value: int | None) -> str:
    return "" if value is None else str(value)


@pytest.mark.parametrize("case", rows("numbers.csv"), ids=lambda c: c["text"][:50])
def test_a_number_phrase_is_an_interval(case: dict[str, str]) -> None:
    found = find_numbers(case["text"])
    assert all(case["text"][n.start : n.end] == n.text for n in found)
    if not case["phrase"]:
        assert not found
        return
    told = {n.text: (cell(n.low), cell(n.best), cell(n.high), n.unit or "") for n in found}
    assert told.get(case["phrase"]) == (case["low"], case["best"], case["high"], case["unit"]), told
