"""Adapter for `corpus_senate`: press releases, of which the near-duplicates are to be found and copies told from texts of one mould.

The office of a release is no input: the labels were made from it. Nor is the date; an id only says which of a pair stands first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from firsthand._lab import read_lines
from firsthand.config import Config


def read_inputs(folder: Path, split: str) -> Iterator[dict[str, Any]]:
    """Releases: id and text, nothing else."""
    for line in read_lines(folder, f"{split}.jsonl"):
        yield {key: line[key] for key in ("id", "text")}


def predict(inputs: Iterable[dict[str, Any]], config: Config) -> Iterator[dict[str, Any]]:
    """Every pair that shares wording enough for one text, with the score that `collate` gives it, moulds included."""
    from firsthand.collate import likenesses
    from firsthand.model import Document

    documents = [Document(id=i["id"], address=i["id"], sha256=i["id"], text=i["text"], language="en") for i in inputs]
    for left, right, score in likenesses(documents, config=config):
        yield {"a": left, "b": right, "score": round(score, 4)}


def score_args(folder: Path, split: str, predictions: Path) -> list[str]:
    """Reference pairs, then predictions."""
    return [str(folder / f"{split}.neardup.jsonl.gz"), str(predictions)]
