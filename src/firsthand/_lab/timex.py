"""Adapter to the set `timex`: time expressions in news and war histories, with their values in the manner of TIMEX3."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from firsthand._lab import read_lines
from firsthand.config import Config
from firsthand.extract.dates import find_dates
from firsthand.extract.dates.date_readings import number_of
from firsthand.extract.mentions import DateMention
from firsthand.model import UNDATED, When

_INPUTS = ("id", "title", "text", "dct")
_TYPES = {"date": "DATE", "offset": "DATE", "duration": "DURATION", "recurring": "SET"}
_SPAN = re.compile(r"^(?P<n>.+?)[- ](?P<u>hour|day|night|week|month|year|decade)s?", re.IGNORECASE)


def read_inputs(folder: Path, split: str) -> Iterator[dict[str, Any]]:
    """Identity, title, text and date of each document; no answers."""
    for row in read_lines(folder, f"{split}.jsonl"):
        yield {key: row.get(key) for key in _INPUTS}


def predict(inputs: Iterable[dict[str, Any]], config: Config) -> Iterator[dict[str, Any]]:
    """One line per document: its time expressions with type and value."""
    for item in inputs:
        day = str(item["dct"] or "")[:10]
        anchor = When(earliest=day, latest=day, precision="day", basis="stated") if len(day) == 10 else UNDATED
        yield {
            "id": item["id"],
            "timexes": [
                {"start": d.start, "end": d.end, "type": _TYPES[d.kind], "value": _value(d)}
                for d in find_dates(str(item["text"]), anchor)
            ],
        }


def _value(mention: DateMention) -> str | None:
    """A TIMEX value: as many parts of the date as its precision bears, or the length of a duration."""
    when = mention.when
    if mention.kind == "duration" and (told := _SPAN.match(mention.text)):
        unit = told["u"].lower()
        return f"P{'T' if unit == 'hour' else ''}{number_of(told['n'])}{'D' if unit == 'night' else 'E' if unit == 'decade' else unit[0].upper()}"
    if when.earliest is None:
        return None
    return {"day": when.earliest[:10], "month": when.earliest[:7], "year": when.earliest[:4]}.get(when.precision)


def score_args(folder: Path, split: str, predictions: Path) -> list[str]:
    """Arguments for the set's own scorer."""
    gold = next(f for f in (folder / f"{split}.jsonl.gz", folder / f"{split}.jsonl") if f.is_file())
    return [str(gold), str(predictions)]
