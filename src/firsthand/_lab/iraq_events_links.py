"""iraq_events, task `links`: headlines -> the incidents of a table of which they tell. Runs `extract` (names, places) and `link.attach`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from firsthand._lab import read_lines
from firsthand.config import Config
from firsthand.extract.names import find_names
from firsthand.extract.places import find_places
from firsthand.link.attach import Tabled, Told, attach, names_in, stems
from firsthand.link.slots import ordinal
from firsthand.model import Place
from firsthand.text import fold

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_DAY = re.compile(rf"\b({'|'.join(_MONTHS)})\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)", re.IGNORECASE)
_NUMBER = re.compile(r"\b\d[\d,]*\b|\b[a-z]+\b")
_SPELT = {
    w: n
    for n, w in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
        ],
        1,
    )
}
# A number from which on it is no toll of one incident but a year, a sum or a distance.
MOST = 2000
# Days of an incident of the table that are entered: a longer one is a series, found by its first days.
DAYS = 40


def read_inputs(folder: Path, split: str) -> Iterator[dict[str, Any]]:
    """The table once (under the key ``table``), then headlines: id, outlet, day and words; no answers among the keys."""
    yield {"table": list(read_lines(folder, f"{split}.ged_table.jsonl"))}
    for row in read_lines(folder, f"{split}.headlines.jsonl"):
        yield {key: row[key] for key in ("headline_id", "outlet", "date", "headline")}


def predict(inputs: Iterable[dict[str, Any]], config: Config) -> Iterator[dict[str, Any]]:
    """One line per headline with the incidents it tells of, best first."""
    table: Mapping[int, Sequence[Tabled]] = {}
    for row in inputs:
        if "table" in row:
            table = by_day(row["table"])
            continue
        found = attach(told(row), table)
        yield {"headline_id": row["headline_id"], "events": [tabled.id for _, tabled, _ in found]}


def by_day(table: Iterable[Mapping[str, Any]]) -> dict[int, list[Tabled]]:
    """The incidents of a table by each of their days."""
    days: dict[int, list[Tabled]] = defaultdict(list)
    for row in table:
        first, last = ordinal(row["date_start"]), ordinal(row["date_end"])
        if first is None or last is None:
            continue
        place = Place(name=row["place"], words=row["place"], lat=row["lat"], lon=row["lon"])
        tabled = Tabled(
            row["id"], first, last, place, names_in(row["place"]), names_in(row["adm_1"] or ""),
            stems(f"{row['side_a']} {row['side_b']}") - stems("Iraq"), row["low"], row["best"], row["high"],
        )  # fmt: skip
        for day in range(first, min(last, first + DAYS) + 1):
            days[day].append(tabled)
    return days


def told(row: Mapping[str, Any]) -> Told:
    """What a headline tells; the set is of one country, which its readers know."""
    text = row["headline"]
    stated = _DAY.search(text)
    body = _DAY.sub(" ", text)
    day = None
    if stated:
        day = ordinal(f"{stated[3]}-{_MONTHS.index(stated[1].casefold()) + 1:02d}-{int(stated[2]):02d}")
    numbers = [_number(w) for w in _NUMBER.findall(fold(body))]
    return Told(
        words=names_in(body),
        stems=stems(body),
        places=tuple(p.place for p in find_places(text, find_names(text), home_country="Iraq")),
        numbers=tuple(n for n in numbers if n is not None and n < MOST),
        reported=ordinal(row["date"]) or 0,
        stated=day,
    )


def _number(word: str) -> int | None:
    digits = word.replace(",", "")
    return int(digits) if digits.isdigit() else _SPELT.get(word)


def score_args(folder: Path, split: str, predictions: Path) -> list[str]:
    """What the set's scorer is called with."""
    return ["links", split, str(predictions), "--json"]
