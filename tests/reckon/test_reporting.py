"""What a report says of its own reporting, row by row, and what follows for origins and cautions."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from firsthand.reckon.reporting import remarks
from firsthand.vocabulary import rows

CASES = Path(__file__).resolve().parents[1] / "cases" / "reporting_marks.csv"


def _rows() -> list[dict[str, str]]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


@pytest.mark.parametrize("row", _rows(), ids=lambda r: r["line"][:50])
def test_reporting_row(row: dict[str, str]) -> None:
    found = {r.says for r in remarks(row["line"])}
    assert found == (set() if row["says"] == "none" else {row["says"]})


@pytest.mark.parametrize("row", rows("reporting_marks.csv"), ids=lambda r: r["example"][:50])
def test_each_mark_matches_its_own_example(row: dict[str, str]) -> None:
    assert row["says"] in {r.says for r in remarks(row["example"])}
