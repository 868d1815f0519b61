"""iraq_events, part `weapon`: a few words that name a weapon -> coarse classes. Runs `extract`'s reading of such phrases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from firsthand._lab import read_lines
from firsthand.config import Config
from firsthand.extract.events.weapon_phrases import weapon_classes


def read_inputs(folder: Path, split: str) -> Iterator[dict[str, Any]]:
    """Phrases: id and text; no classes among the keys."""
    for row in read_lines(folder, f"{split}.weapon.jsonl"):
        yield {"id": row["id"], "text": row["text"]}


def predict(inputs: Iterable[dict[str, Any]], config: Config) -> Iterator[dict[str, Any]]:
    """One line per phrase with its classes."""
    for row in inputs:
        yield {"id": row["id"], "classes": list(weapon_classes(row["text"]))}


def score_args(folder: Path, split: str, predictions: Path) -> list[str]:
    """What the set's scorer is called with."""
    return ["weapon", split, str(predictions), "--json"]
