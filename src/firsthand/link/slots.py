"""A slot: one incident as one report tells it, gathered from the statements that share it, ready for comparing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from firsthand.model import MEASURES, Estimate, Ledger, Place, Statement, When
from firsthand.text import fold
from firsthand.vocabulary import rows

_PARTS = re.compile(r"[a-z]+")
# Dates of a slot that are compared: the day itself, a later step, the report's own day. More only brings in background.
DATES = 3
# Words too common to tell one target or victim from another.
_IDLE = frozenset(
    re.findall(
        r"\w+",
        "a an the of in on at to and or by from with for their his her its this that some several many people person persons victims "
        "men man civilians civilian group others other area near local old year years himself herself themselves myself one two three four five "
        "six seven eight nine ten child children girl girls boy boys teen teens teenager toddler baby woman women male female young dead "
        "victim who was were she her him they them least most all both family couple juvenile infant wife husband son daughter",
    )
)


class Slot(NamedTuple):
    """One incident as one document tells it. Days are proleptic ordinals, both ends included; ``None`` where nothing is told.

    `earliest`..`latest` is the narrowest date told, `dates` the first few in the order of the text;
    `reported` the day of the report; `places` runs from the most exact to the vaguest;
    `tolls` holds the estimates by measure; `words` the folded words of targets and victims, `weapons` and `doers` those of weapons and
    perpetrators.
    """

    id: str
    document: str
    statements: tuple[Statement, ...]
    types: frozenset[str]
    families: frozenset[str]
    earliest: int | None
    latest: int | None
    dates: tuple[tuple[int, int], ...]
    reported: int | None
    places: tuple[Place, ...]
    tolls: Mapping[str, tuple[Estimate, ...]]
    words: frozenset[str]
    targets: frozenset[str]
    weapons: frozenset[str]
    doers: frozenset[str]

    @property
    def founding(self) -> str:
        """The id of the statement that names the slot wherever it is: the least of its statements' ids."""
        return min(s.id for s in self.statements)


def slots(ledger: Ledger) -> list[Slot]:
    """Every slot that tells of something that happened, was tried or was claimed, sorted by id.

    A slot needs a ``type`` statement that is asserted and not denied: a forecast, a possibility, a habit or a condition never makes one.
    """
    gathered: dict[str, list[Statement]] = defaultdict(list)
    for statement in ledger.statements:
        if statement.slot is not None:
            gathered[statement.slot].append(statement)
    published = {d.id: ledger.dates.get(d.id, d.published) for d in ledger.documents}
    return [
        _slot(name, statements, published.get(statements[0].document))
        for name, statements in sorted(gathered.items())
        if any(happened(s) for s in statements)
    ]


def happened(statement: Statement) -> bool:
    """Whether a statement asserts that something took place: a ``type`` that is neither denied nor merely possible, planned or foreseen."""
    return statement.property == "type" and statement.factuality == "asserted" and statement.polarity == "affirmed"


def _slot(name: str, statements: list[Statement], published: When | None) -> Slot:
    ordered = tuple(sorted(statements, key=lambda s: (s.start, s.end, s.id)))
    told = [s for s in ordered if s.polarity == "affirmed"]
    types = frozenset(s.value for s in told if s.property == "type" and s.value)
    tolls: dict[str, list[Estimate]] = defaultdict(list)
    for s in told:
        if s.property in MEASURES and s.estimate is not None:
            tolls[s.property].append(s.estimate)
    dates = _intervals([s.when for s in told if s.property == "when" and s.when is not None])
    span = min(dates, key=lambda d: (d[1] - d[0], d[0]), default=None)
    return Slot(
        id=name,
        document=ordered[0].document,
        statements=ordered,
        types=types,
        families=frozenset(family(t) for t in types),
        earliest=span[0] if span else None,
        latest=span[1] if span else None,
        dates=tuple(dict.fromkeys(dates))[:DATES],
        reported=ordinal((published.latest or published.earliest) if published else None),
        places=_by_exactness([s.place for s in told if s.property == "where" and s.place is not None]),
        tolls={measure: tuple(found) for measure, found in tolls.items()},
        words=_words(told, "target", "victim"),
        targets=_words(told, "target"),
        weapons=_words(told, "weapon"),
        doers=_words(told, "perpetrator"),
    )


def _intervals(whens: list[When]) -> list[tuple[int, int]]:
    """The intervals told that have both ends, as day numbers, in the order of the text."""
    spans = []
    for when in whens:
        first, last = ordinal(when.earliest), ordinal(when.latest)
        if first is not None and last is not None and first <= last:
            spans.append((first, last))
    return spans


def _by_exactness(places: list[Place]) -> tuple[Place, ...]:
    seen = {(fold(p.name), p.admin1, p.country): p for p in places}
    return tuple(sorted(seen.values(), key=lambda p: (p.precision or 9, fold(p.name))))


def _words(statements: list[Statement], *properties: str) -> frozenset[str]:
    found: set[str] = set()
    for s in statements:
        if s.property in properties:
            found.update(w for w in fold(s.value or s.text).split() if w not in _IDLE and len(w) > 2)
    return frozenset(found)


@lru_cache(maxsize=65_536)
def ordinal(day: str | None) -> int | None:
    """The day number of an ISO date or date-time; ``None`` for none or for one that is not on the calendar.

    Example:
        >>> ordinal("2024-03-05T10:00") - ordinal("2024-03-04")
        1
    """
    if not day:
        return None
    text = day[:10] + ("-01-01", "-01", "")[min(day[:10].count("-"), 2)]
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        return None


@cache
def family(code: str) -> str:
    """The family of an incident type (see `_vocabulary/incident_families.csv`); "attack", the most general, for an unknown code.

    Example:
        >>> family("suicide_car_bomb"), family("kidnapping"), family("unheard_of")
        ('bombing', 'abduction', 'attack')
    """
    parts = frozenset(_PARTS.findall(code.casefold()))
    return next((row["family"] for row in rows("incident_families.csv") if row["word"] in parts), "attack")


@cache
def general(name: str) -> bool:
    """Whether a family says so little that it contradicts no other."""
    return any(row["family"] == name and row["general"] == "yes" for row in rows("incident_families.csv"))
