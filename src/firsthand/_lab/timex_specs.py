"""timex_specs: one short sentence with a reference day -> the calendar days its expressions mean. Runs `extract`'s reading of dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from firsthand._lab import read_lines
from firsthand.config import Config
from firsthand.extract.dates import find_dates
from firsthand.model import When


def read_inputs(folder: Path, split: str) -> Iterator[dict[str, Any]]:
    """Sentences: id, language, text and reference time; no answers."""
    for row in read_lines(folder, f"{split}.jsonl"):
        yield {key: row.get(key) for key in ("id", "lang", "text", "ref")}


def predict(inputs: Iterable[dict[str, Any]], config: Config) -> Iterator[dict[str, Any]]:
    """One line per sentence with the days of each expression that means days, the end day left out of the interval."""
    for item in inputs:
        day = str(item["ref"])[:10]
        anchor = When(earliest=day, latest=day, precision="day", basis="stated")
        found = [(d.start, d.end, days(d.when)) for d in find_dates(str(item["text"]), anchor)]
        yield {"id": item["id"], "results": [{"start": s, "end": e, "days": [told]} for s, e, told in found if told]}


def days(when: When) -> list[str] | None:
    """First day and the day after the last, or ``None`` where an end is unknown.

    Example:
        >>> days(When(earliest="2016-02-01", latest="2016-02-29", precision="month", basis="stated"))
        ['2016-02-01', '2016-03-01']
    """
    if when.earliest is None or when.latest is None:
        return None
    after = date.fromisoformat(when.latest[:10]) + timedelta(days=1)
    return [when.earliest[:10], after.isoformat()]


def score_args(folder: Path, split: str, predictions: Path) -> list[str]:
    """What the set's scorer is called with."""
    return [str(folder / f"{split}.jsonl"), str(predictions)]
