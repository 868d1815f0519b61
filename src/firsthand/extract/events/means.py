"""The means of harm that a report or a table names, in the groups that incident tables use. The words are rows of `weapon_means.csv`."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from firsthand import vocabulary
from firsthand.text import plain

_ENDING = r"[\w'’-]*"
# What may follow a term and belongs to it: "roadside" takes its "bomb explosion" along, "mortar" its "fire".
_TAIL = r"(?:[\s-]+(?:bomb\w*|explosi\w+|device\w*|blast\w*|vests?|attacks?|fire))*"
# Words before a term that leave it open whether it was that: "roadside bomb or mortar", "car bomb, possibly suicide".
_POSSIBLY = re.compile(r"(?:(?<!and/)\bor|\bpossibly|\bmaybe|\bperhaps)\s+(?:a |an |by )?$", re.IGNORECASE)


class Means(NamedTuple):
    """One group of means and the words that tell it, with their code points [start, end).

    `possible`: told as another possibility ("... or mortar fire"), not as what it was.
    """

    group: str
    words: str
    start: int
    end: int
    possible: bool = False


class _Row(NamedTuple):
    group: str
    pattern: re.Pattern[str]
    keeps: bool


@functools.cache
def _rows() -> tuple[_Row, ...]:
    found = []
    for row in vocabulary.rows("weapon_means.csv"):
        words = sorted(row["words"].split("|"), key=len, reverse=True)
        made = "|".join(re.escape(w).replace(r"\*", _ENDING).replace(r"\ ", r"[\s-]+") for w in words)
        found.append(
            _Row(row["class"], re.compile(rf"(?<![\w-])(?:{made})(?![\w]){_TAIL}", re.IGNORECASE), bool(row["keeps"]))
        )
    return tuple(found)


def means_of(text: str) -> tuple[Means, ...]:
    """Every means of harm named in a text, in order of the text; words taken by a closer term are not read again.

    Example:
        >>> [m.group for m in means_of("suicide car bomb, gunfire")]
        ['suicide_vehicle_bomb', 'shooting']
    """
    left = plain(text)
    found = []
    for row in _rows():
        for match in row.pattern.finditer(left):
            possible = bool(_POSSIBLY.search(text[: match.start()]))
            found.append(Means(row.group, text[match.start() : match.end()], match.start(), match.end(), possible))
        if not row.keeps:
            left = row.pattern.sub(lambda m: "." * len(m.group()), left)
    return tuple(sorted(found, key=lambda m: (m.start, m.group)))
