"""The coarse class of a means of violence that a table or a report names in a few words ("gunfire, executed")."""

from __future__ import annotations

import functools
import re

from firsthand.text import plain
from firsthand.vocabulary import rows

_FOUND_SHOT = re.compile(r"\bshot in (?:the |his |their )?heads?\b")


@functools.cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(row["pattern"]), row["class"]) for row in rows("weapon_phrases.csv"))


@functools.lru_cache(maxsize=4_000)
def weapon_classes(phrase: str) -> tuple[str, ...]:
    """The coarse classes of the means that a short phrase names, each once, sorted; empty where it names none.

    1. Go through the patterns of `weapon_phrases.csv` in their order. 2. Words that a pattern matched are spent, so that the "bomb" of a
    "car bomb" is not a bomb besides. 3. "Bombs" beside a named kind of bomb say no second kind ("roadside bomb, bombs" says one).
    4. Of two alternatives ("A or B") the first named stands, as the coders of such tables take it. 5. Shot in the head is the killing of a captive.

    Args:
        phrase: a few words, any case; not a whole report.

    Example:
        >>> weapon_classes("Gunfire and roadside bomb")
        ('roadside_bomb', 'shooting')
    """
    flat = plain(phrase).lower()
    found = _named(flat)  # 1, 2
    sides = flat.split(" or ")
    if len(sides) == 2 and "," not in flat and " and " not in flat:  # 4
        first, second = (_named(side) for side in sides)
        if first and second:
            found = first
    if _FOUND_SHOT.search(flat):  # 5
        found = found | {"shooting", "killing_of_captive"}
    if any(f.endswith("_bomb") for f in found):  # 3
        found = found - {"bomb_other"}
    return tuple(sorted(found))


def _named(flat: str) -> frozenset[str]:
    """Every class that a phrase names, with the words that a pattern matched spent for those after it."""
    found = set()
    for pattern, label in _patterns():
        flat, hits = pattern.subn(" ; ", flat)
        if hits and label:
            found.add(label)
    return frozenset(found)
