"""Declared credits, row by row (tests/cases/credit_lines.csv), and the examples that stand in the vocabulary itself."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from firsthand.collate.credits import declared, outlet_key
from firsthand.collate.revisions import mark
from firsthand.model import Document
from firsthand.vocabulary import rows

CASES = Path(__file__).resolve().parent.parent / "cases" / "credit_lines.csv"
OUTLETS = (
    "The Lantern",
    "Northwire",
    "Hafenpost",
    "Вестник Орлена",
    "The Dolvane Courier",
    "La Lanterne",
    "El Faro",
    "Harbour Post",
    "Вестник",
    "الفانوس",
    "وكالة أورلين",
)


def _rows() -> list[dict[str, str]]:
    return list(
        csv.DictReader(line for line in CASES.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    )


def _document(where: str, line: str) -> Document:
    text = line if where != "line" else "A report of three lines.\n\nIt says little.\n\nAnd ends."
    return Document(id="d", address="d", sha256="d", text=text, credit=line if where == "line" else None)


@pytest.mark.parametrize("row", _rows(), ids=lambda r: r["line"][:50])
def test_credit_row(row: dict[str, str]) -> None:
    if row["where"] in ("headline", "note"):
        given = {"headline": row["line"]} if row["where"] == "headline" else {"standfirst": row["line"]}
        found_mark = mark(Document(id="d", address="d", sha256="d", text="A report of one line.", **given))
        assert found_mark is not None
        assert found_mark.says == row["says"]
        return
    found = [(c.says, outlet_key(c.outlet)) for c in declared(_document(row["where"], row["line"]), OUTLETS)]
    if row["says"] == "none":
        assert found == []
    else:
        assert (row["says"], outlet_key(row["outlet"])) in found


@pytest.mark.parametrize("row", rows("credit_patterns.csv"), ids=lambda r: r["example"][:50])
def test_each_pattern_matches_its_own_example(row: dict[str, str]) -> None:
    found = [(c.says, outlet_key(c.outlet)) for c in declared(_document(row["where"], row["example"]), OUTLETS)]
    assert (row["says"], outlet_key(row["outlet"])) in found
