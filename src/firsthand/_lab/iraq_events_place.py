"""Adapter for `iraq_events`, task place: strings for a place in Iraq to the governorate it lies in."""

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
    for line in read_lines(folder, f"{split}.place.jsonl"):
        yield {key: line[key] for key in ("id", "text")}


def predict(inputs: Iterable[dict[str, Any]], config: Config) -> Iterator[dict[str, Any]]:
    """The governorate of each string, or ``None`` where no name in it is known.

    Example:
        >>> next(predict([{"id": "1", "text": "Karrada, Baghdad"}], Config()))
        {'id': '1', 'governorate': 'Baghdad'}
    """
    from firsthand.extract.places.strings import province_of

    for item in inputs:
        yield {"id": item["id"], "governorate": province_of(item["text"], "IQ").unit}


def score_args(folder: Path, split: str, predictions: Path) -> list[str]:
    """Task, split, predictions, and figures as JSON."""
    return ["place", split, str(predictions), "--json"]
