"""Adapter for `reuse_levels`: answers of students against the page they may have used; near copy, light or heavy revision, or none.

Each answer is collated with its page alone, the page dated the day before, so that the kinds which `collate` gives any two reports decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from firsthand._lab import read_lines
from firsthand.config import Config

# The set's levels, by the kind of derivation; a text that comes from no other is "non".
LEVELS = {"verbatim": "cut", "edited": "light", "rewritten": "heavy", "cited": "heavy"}
_RANK = {"non": 0, "heavy": 1, "light": 2, "cut": 3}


def read_inputs(folder: Path, split: str) -> Iterator[dict[str, Any]]:
    """Answers with their page: id, text, source."""
    pages = {line["id"]: line["text"] for line in read_lines(folder, "sources.jsonl")}
    for line in read_lines(folder, f"{split}.jsonl"):
        yield {"id": line["id"], "text": line["text"], "source": pages[line["source_id"]]}


def predict(inputs: Iterable[dict[str, Any]], config: Config) -> Iterator[dict[str, Any]]:
    """The level of each answer; the score is its rank among the levels and what of the answer the page covers."""
    from firsthand.collate import collate
    from firsthand.model import Document, When

    dates = {
        name: When(earliest=day, latest=day, precision="day", basis="stated")
        for name, day in (("page", "2000-01-01"), ("answer", "2000-01-02"))
    }
    for item in inputs:
        pair = [
            Document(id=name, address=name, sha256=name, text=item[field], language="en")
            for name, field in (("page", "source"), ("answer", "text"))
        ]
        found = collate(pair, dates=dates, config=config).derivations
        level = LEVELS[found[0].kind] if found else "non"
        covered = (found[0].coverage or 0.0) if found else 0.0
        yield {"id": item["id"], "label": level, "score": round((_RANK[level] + covered) / 4, 4)}


def score_args(folder: Path, split: str, predictions: Path) -> list[str]:
    """Gold, then predictions."""
    return [str(folder / f"{split}.jsonl"), str(predictions)]
