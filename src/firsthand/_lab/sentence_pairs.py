"""Adapter for pairs of sentences that do or do not make the same claim (MSRP, headlines and news of SemEval STS)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from firsthand._lab import read_lines
from firsthand.config import Config


def read_inputs(folder: Path, split: str) -> Iterator[dict[str, Any]]:
    """The two sentences of each pair, and nothing of its labels.

    Raises:
        EvaluationError: the split's file is not there.
    """
    for line in read_lines(folder, f"{split}.jsonl"):
        yield {key: line[key] for key in ("id", "s1", "s2")}


def predict(inputs: Iterable[dict[str, Any]], config: Config) -> Iterator[dict[str, Any]]:
    """How surely the two make the same claim.

    Example:
        >>> next(predict([{"id": "1", "s1": "Rain fell.", "s2": "Rain fell."}], Config()))
        {'id': '1', 'score': 1.0}
    """
    from firsthand.collate.sameness import same_claim

    for item in inputs:
        yield {"id": item["id"], "score": round(same_claim(item["s1"], item["s2"]).score, 4)}


def score_args(folder: Path, split: str, predictions: Path) -> list[str]:
    """Reference, then predictions."""
    return [str(folder / f"{split}.jsonl"), str(predictions)]
