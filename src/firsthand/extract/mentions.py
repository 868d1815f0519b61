"""What the readers of this room hand to one another: mentions with offsets into `Document.text` (code points)."""

from __future__ import annotations

from typing import Literal, NamedTuple

from firsthand.model import Place, When

NameKind = Literal["person", "organisation", "group", "place", "nationality"]


class Name(NamedTuple):
    """A proper name: [start, end), as written, its kind, and for a person the title or office before or after it."""

    start: int
    end: int
    text: str
    kind: NameKind
    title: str | None = None


class PlaceMention(NamedTuple):
    """A place named in the text and what it was resolved to. `role` tells a dateline or a government's metonym from a location."""

    start: int
    end: int
    place: Place
    role: Literal["location", "metonym", "modifier", "dateline"] = "location"


class DateMention(NamedTuple):
    """A time expression: [start, end), as written, and the interval it stands for (unknown ends are ``None``).

    `kind`: ``date`` a point or interval on the calendar; ``duration``; ``recurring`` ("every Friday"); ``offset`` counted from something the
    text tells ("ten days later": `days` after the last event told).
    """

    start: int
    end: int
    text: str
    when: When
    kind: Literal["date", "duration", "recurring", "offset"] = "date"
    days: int | None = None


class NumberMention(NamedTuple):
    """A number as an interval, with the words that bound it; `rule` names the rule that read it."""

    start: int
    end: int
    text: str
    low: int | None
    best: int | None
    high: int | None
    bound: str
    rule: str
    unit: str | None = None


class Attributed(NamedTuple):
    """A stretch of text said by a source: `chain` are Source ids from the nearest to the deepest; `cue` the word of saying."""

    start: int
    end: int
    chain: tuple[str, ...]
    cue: str | None
    direct: bool
