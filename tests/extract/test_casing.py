"""Capitals restored in text that came in capitals throughout."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from firsthand.extract.sentences.casing import is_upper, restore_case

CASES = Path(__file__).resolve().parent.parent / "cases"


def rows(name: str) -> list[dict[str, str]]:
    lines = [
        line
        for line in (CASES / name).read_text(encoding="utf-8").splitlines(keepends=True)
        if not line.startswith("#")
    ]
    return list(csv.DictReader(lines))


@pytest.mark.parametrize("case", rows("casing.csv"), ids=lambda c: c["upper"][:30])
def test_capitals_are_those_of_running_text(case: dict[str, str]) -> None:
    assert restore_case(case["upper"]) == case["restored"]


@pytest.mark.parametrize("text", ["", "A", "İSTANBUL", "STRASSE ß", "ﬁ LIGATURE", "12 + 30", "ΟΔΟΣ", "ǅ"])
def test_length_never_changes(text: str) -> None:
    assert len(restore_case(text)) == len(text)


def test_mixed_text_is_not_taken_for_capitals() -> None:
    assert not is_upper("NATO and the UN met in Geneva.")
    assert not is_upper("12.30")
    assert is_upper("NATO AND THE UN MET IN GENEVA.")
