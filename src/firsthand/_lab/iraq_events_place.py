"""iraq_events, part `place`: a place as the press or a coder wrote it -> its governorate. Runs `extract`'s reading of such phrases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from firsthand._lab import read_lines
from firsthand.config import Config
from firsthand.extract.places.governorate import governorate

COUNTRY = "IQ"


def read_inputs(folder: Path, split: str) -> Iterator[dict[str, Any]]:
    """Place strings: id and text; no governorate among the keys."""
    for row in read_lines(folder, f"{split}.place.jsonl"):
        yield {"id": row["id"], "text": row["text"]}


def predict(inputs: Iterable[dict[str, Any]], config: Config) -> Iterator[dict[str, Any]]:
    """One line per string with its governorate; an empty one where no name in it is known. Coordinates are not given."""
    for row in inputs:
        unit = governorate(row["text"], COUNTRY)
        yield {"id": row["id"], "governorate": unit.name if unit else ""}


def score_args(folder: Path, split: str, predictions: Path) -> list[str]:
    """What the set's scorer is called with."""
    return ["place", split, str(predictions), "--json"]
