"""Attaching one short telling, such as a headline, to incidents of a table: by day, place, numbers and parties, in weights that add up."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from math import log
from typing import NamedTuple

from firsthand.link.features import NEAR_KM, distance
from firsthand.model import Place, Reason
from firsthand.text import fold
from firsthand.vocabulary import rows

# Days before a headline's day in which its incident may lie, and after (time zones, a table's day of report).
BEFORE, AFTER = 3, 1
# Score from which the best incident of a telling is attached, and from which further ones are: log-odds. A telling mostly tells of one at least;
# chosen out of fold by months (iraq_events, dev) on a trial table with more features, among -2.5..-1 and -1..0; not measured again for this one.
FIRST_AT, FURTHER_AT = -2.0, -0.5
# Towns farther apart than this are two; a precision up to this names a town or district.
FAR_KM, TOWN = 40.0, 3
# Consonants of a name from which its skeleton tells it from others: transliterations differ in vowels.
SKELETON = 3
# Letters by which a party is known.
STEM = 4
_WORD = re.compile(r"[a-z]{3,}")
_SOFT = re.compile(r"[aeiouyw]")
_TWICE = re.compile(r"(.)\1")
_IDLE = frozenset(
    [
        "town",
        "city",
        "village",
        "province",
        "qada",
        "district",
        "governorate",
        "government",
        "the",
        "north",
        "south",
        "east",
        "west",
        "area",
        "near",
    ]
)


class Told(NamedTuple):
    """A short telling: its names and stems of words (see `names_in`, `stems`), places and numbers, the day of its report, and the day it states.

    Days are proleptic ordinals.
    """

    words: frozenset[str]
    stems: frozenset[str]
    places: tuple[Place, ...]
    numbers: tuple[int, ...]
    reported: int
    stated: int | None = None


class Tabled(NamedTuple):
    """An incident of a table: days (numbers, both included), place, the words of town, region and parties, and the dead."""

    id: str
    first: int
    last: int
    place: Place
    town: frozenset[str]
    region: frozenset[str]
    parties: frozenset[str]
    low: int
    best: int
    high: int


def names_in(text: str) -> frozenset[str]:
    """The words of a text by their consonants, so that two transliterations of one name meet.

    Example:
        >>> names_in("Fallujah town") == names_in("Al Fallūjah")
        True
    """
    return frozenset(s for w in _WORD.findall(fold(text)) if w not in _IDLE and len(s := _skeleton(w)) >= SKELETON)


def stems(text: str) -> frozenset[str]:
    """The beginnings of the words of a text, so that a party meets its adjective.

    Example:
        >>> stems("Government of Turkey") & stems("Turkish jets")
        frozenset({'turk'})
    """
    return frozenset(w[:STEM] for w in _WORD.findall(fold(text)) if w not in _IDLE)


@lru_cache(maxsize=65_536)
def _skeleton(word: str) -> str:
    plain = word.replace("ph", "f").replace("kh", "k").replace("gh", "g").replace("q", "k").replace("j", "g")
    return _TWICE.sub(r"\1", _SOFT.sub("", plain))


def attach(told: Told, table: Mapping[int, Sequence[Tabled]]) -> list[tuple[float, Tabled, tuple[Reason, ...]]]:
    """The incidents of which a telling tells, best first, each with its score and the reasons that add up to it.

    Args:
        table: the incidents of each day.

    Example:
        >>> attach(Told(frozenset(), frozenset(), (), (), reported=100), {})
        []
    """
    day = told.reported if told.stated is None else told.stated
    near = {t.id: t for n in range(day - BEFORE, day + AFTER + 1) for t in table.get(n, ())}
    weights, found = learned(), []
    for tabled in near.values():
        reasons = tuple(
            Reason(name=name, weight=round(weights[name] * value, 2), words=words)
            for name, value, words in measured(told, tabled, near.values())
        )
        found.append((round(sum(r.weight for r in reasons), 2), tabled, reasons))
    found.sort(key=lambda f: (-f[0], f[1].id))
    return [f for n, f in enumerate(found) if f[0] >= (FURTHER_AT if n else FIRST_AT)]


def measured(told: Told, tabled: Tabled, rivals: Collection[Tabled]) -> Iterator[tuple[str, float, str]]:
    """Feature, value and words of a telling and an incident; what cannot be told is left out."""
    yield "even", 1.0, "how few incidents near its day a telling tells of"
    yield "rivals", log(1 + len(rivals)), f"{len(rivals)} incidents near the day"
    yield from _day(told, tabled)
    yield from _where(told, tabled)
    yield from _dead(told, tabled)
    if told.stems & tabled.parties:
        yield "party", 1.0, "a party is named"
    elif any(told.stems & r.parties for r in rivals):
        yield "other party", 1.0, "the party of another incident is named"
    else:
        yield "no party", 1.0, "no party is named"


def _day(told: Told, tabled: Tabled) -> Iterator[tuple[str, float, str]]:
    if told.stated is not None:
        if tabled.first <= told.stated <= tabled.last:
            yield "stated day", 1.0, "the day stated"
        return
    gap = told.reported - tabled.last
    if tabled.first > told.reported:
        yield "later", 1.0, "it happened after the report"
    else:
        name = "same day" if gap <= 0 else "day before" if gap == 1 else "earlier"
        yield name, 1.0, f"{max(gap, 0)} days before the report"
    if tabled.last - tabled.first > BEFORE - 1:
        yield "long", 1.0, "the table gives several days"


def _where(told: Told, tabled: Tabled) -> Iterator[tuple[str, float, str]]:
    if told.words & tabled.town:
        yield "town named", 1.0, "its town is named"
    if told.words & tabled.region:
        yield "region named", 1.0, "its region is named"
    towns = [p for p in told.places if (p.precision or 9) <= TOWN]
    away = min((km for p in towns if (km := distance(p, tabled.place)) is not None), default=None)
    if away is None:
        yield "no town", 1.0, "no town is told"
    elif away < NEAR_KM or away >= FAR_KM:
        yield ("town" if away < NEAR_KM else "other town"), 1.0, f"{away:.0f} km from a town told"
    regions = frozenset(n for p in told.places if p.admin1 for n in names_in(p.admin1))
    if not regions:
        yield "no region", 1.0, "no region is told"
    elif regions & tabled.region:
        yield "region", 1.0, "in a region told"


def _dead(told: Told, tabled: Tabled) -> Iterator[tuple[str, float, str]]:
    yield "dead", log(1 + tabled.best), f"{tabled.best} dead, and greater tolls are told more"
    if not told.numbers:
        return
    best, most = tabled.best, max(told.numbers)
    if {n for n in told.numbers if n} & {tabled.low, best, tabled.high}:
        yield "number", 2.0 if most > 3 else 1.0, "a number told is that of the dead"
    elif any(abs(n - best) <= max(1, best / 4) for n in told.numbers):
        yield "number near", 1.0, "a number told is near that of the dead"
    else:
        yield ("number above" if most > best else "number below"), 1.0, f"numbers up to {most}, dead {best}"


@cache
def learned() -> Mapping[str, float]:
    """The weights by feature (`_vocabulary/attach_weights.csv`, made by ``training/attach_weights.py``)."""
    return {row["feature"]: float(row["weight"]) for row in rows("attach_weights.csv")}
