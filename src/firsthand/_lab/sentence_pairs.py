"""Adapter for `sentence_pairs`: pairs of sentences of newspapers and agencies, and whether they make one claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from firsthand._lab import read_lines
from firsthand.config import Config


def read_inputs(folder: Path, split: str) -> Iterator[dict[str, Any]]:
    """Pairs of sentences: id, s1, s2; neither the set they come from nor what its makers found in their numbers."""
    for line in read_lines(folder, f"{split}.jsonl"):
        yield {key: line[key] for key in ("id", "s1", "s2")}


def predict(inputs: Iterable[dict[str, Any]], config: Config) -> Iterator[dict[str, Any]]:
    """The score of each pair by `same_claim`."""
    from firsthand.collate.claim import same_claim

    for item in inputs:
        yield {"id": item["id"], "score": round(same_claim(item["s1"], item["s2"]).score, 4)}


def score_args(folder: Path, split: str, predictions: Path) -> list[str]:
    """Gold, predictions, and the score from which `same_claim` calls two claims the same."""
    from firsthand.collate.claim import SAME

    return [str(folder / f"{split}.jsonl"), str(predictions), "--threshold", str(SAME)]
