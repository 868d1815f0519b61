"""The rules of drift over labelled pairs of sentences (tests/cases/drift.csv)."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import get_args

import pytest

from firsthand import collate
from firsthand.collate.drift import all_changes
from firsthand.collate.sides import side
from firsthand.model import DriftKind
from firsthand.vocabulary import rows

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


def test_every_set_that_a_rule_asks_for_is_in_the_table_and_every_set_of_the_table_is_asked_for() -> None:
    room = Path(collate.__file__).parent
    asked = {
        name for file in room.glob("*.py") for name in re.findall(r'grammar\(\s*"([^"]+)"', file.read_text("utf-8"))
    }
    listed = {row["set"] for row in rows("drift_grammar.csv")}
    assert asked == listed
