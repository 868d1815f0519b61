"""Whether two sentences make the same claim (tests/cases/claims.csv): the score is the sum of its reasons, and each rule is seen at work."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from firsthand.collate.claim import same_claim

CASES = Path(__file__).resolve().parent.parent / "cases" / "claims.csv"


def _rows() -> list[dict[str, str]]:
    lines = [line for line in CASES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


@pytest.mark.parametrize("row", _rows(), ids=lambda r: f"{r['expected']}: {r['right'][:40]}")
def test_two_sentences_make_one_claim_or_two(row: dict[str, str]) -> None:
    claim = same_claim(row["left"], row["right"])
    assert claim.same == (row["expected"] == "same"), claim
    assert not row["reason"] or row["reason"] in {r.name for r in claim.reasons}


@pytest.mark.parametrize("row", _rows(), ids=lambda r: r["right"][:40])
def test_the_reasons_of_a_claim_add_up_and_do_not_depend_on_the_order(row: dict[str, str]) -> None:
    claim, turned = same_claim(row["left"], row["right"]), same_claim(row["right"], row["left"])
    assert sum(r.weight for r in claim.reasons) == pytest.approx(claim.score)
    assert turned.score == pytest.approx(claim.score)
    assert 0.0 <= claim.score <= 1.0


def test_each_doubt_lowers_what_is_otherwise_one_claim() -> None:
    told = "Gunmen killed two guards at the Pellan crossing on Monday."
    plain = same_claim(told, told).score
    for other in (
        told.replace("killed", "wounded"),
        told.replace("two", "nine"),
        told.replace("killed", "never killed"),
        told.replace("Monday", "Sunday"),
        told.replace("Pellan", "Hallam"),
    ):
        assert same_claim(told, other).score < plain - 0.05


def test_empty_sentences_make_no_claim() -> None:
    assert same_claim("", "").score == 0.0
    assert same_claim("A mine killed 11 people.", "").same is False
