"""Reads a table of labelled cases from `tests/cases/`."""

from __future__ import annotations

import csv
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "cases"


def cases(name: str) -> list[dict[str, str]]:
    """The rows of a table, comment lines left out."""
    lines = [
        line
        for line in (FOLDER / name).read_text(encoding="utf-8").splitlines(keepends=True)
        if not line.startswith("#")
    ]
    return list(csv.DictReader(lines))
