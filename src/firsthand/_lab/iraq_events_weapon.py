"""Adapter for `iraq_events`, task weapon: strings for a weapon to the groups that incident tables use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from firsthand._lab import read_lines
from firsthand.config import Config


def read_inputs(folder: Path, split: str) -> Iterator[dict[str, Any]]:
    """The strings: id and text.

    Raises:
        EvaluationError: the split's file is not there.
    """
    for line in read_lines(folder, f"{split}.weapon.jsonl"):
        yield {key: line[key] for key in ("id", "text")}


def predict(inputs: Iterable[dict[str, Any]], config: Config) -> Iterator[dict[str, Any]]:
    """The groups of means that each string names as what it was; what is told as another possibility is left out.

    Anything else than a group of its own ("other") counts only where nothing closer is named.

    Example:
        >>> next(predict([{"id": "1", "text": "roadside bomb, gunfire"}], Config()))
        {'id': '1', 'classes': ['roadside_bomb', 'shooting']}
    """
    from firsthand.extract.events.means import means_of

    for item in inputs:
        found = means_of(item["text"])
        told = {m.group for m in found if not m.possible} or {m.group for m in found[:1]}
        yield {"id": item["id"], "classes": sorted(told - {"other"} or told)}


def score_args(folder: Path, split: str, predictions: Path) -> list[str]:
    """Task, split, predictions, and figures as JSON."""
    return ["weapon", split, str(predictions), "--json"]
