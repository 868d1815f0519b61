"""Adapter to the set `geo_news`: find and place toponyms in news.

Words for a country's people stand for the country, as most of its corpora mark them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from firsthand._lab import read_lines
from firsthand.config import Config
from firsthand.extract.names import find_names
from firsthand.extract.places import find_places

_INPUTS = ("id", "title", "text", "url", "domain", "date")


def read_inputs(folder: Path, split: str) -> Iterator[dict[str, Any]]:
    """Identity, text, title and address of each article; no answers."""
    for row in read_lines(folder, f"{split}.jsonl"):
        yield {key: row.get(key) for key in _INPUTS}


def predict(inputs: Iterable[dict[str, Any]], config: Config) -> Iterator[dict[str, Any]]:
    """One line per article: its toponyms with degrees, or null where the gazetteer has none."""
    for item in inputs:
        text = str(item["text"])
        names = find_names(text)
        yield {
            "id": item["id"],
            "toponyms": [
                {"start": p.start, "end": p.end, "lat": p.place.lat, "lon": p.place.lon}
                for p in find_places(text, names, home_country=config.home_country)
            ],
        }


def score_args(folder: Path, split: str, predictions: Path) -> list[str]:
    """Arguments for the set's own scorer."""
    gold = next(f for f in (folder / f"{split}.jsonl.gz", folder / f"{split}.jsonl") if f.is_file())
    return [str(gold), str(predictions)]
