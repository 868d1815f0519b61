"""The rules of drift over labelled pairs of sentences (tests/cases/drift.csv)."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import get_args

import pytest

from firsthand.collate.drift import all_changes
from firsthand.collate.sides import side
from firsthand.model import DriftKind

CASES = Path(__file__).resolve().parent.parent / "cases" / "drift.csv"


def _rows() -> list[dict[str, str]]:
    lines = [line for line in CASES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


@pytest.mark.parametrize("row", _rows(), ids=lambda r: r["retold"][:50])
def test_drift_row(row: dict[str, str]) -> None:
    original, retold = (side(row[k], 0, len(row[k])) for k in ("original", "retold"))
    found = [(c.kind, c.severity) for c in all_changes(original, retold)]
    if row["kind"] == "none":
        assert found == []
    else:
        assert (row["kind"], row["severity"]) in found


def test_every_kind_of_drift_has_a_row() -> None:
    kinds = {r["kind"] for r in _rows()}
    assert kinds >= set(get_args(DriftKind)) | {"none"}
    assert len(_rows()) >= 60
