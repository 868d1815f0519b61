"""A place as a coder or a press report writes it in one string ("Dali Abbas village, NE of Baghdad"), to the first-order unit it lies in."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from firsthand import vocabulary
from firsthand.extract.gazetteer import names_in, unit_names
from firsthand.text import fold

# Words that stand round a name and are none: kinds of place, and words that tell where from there.
_KIND = re.compile(
    r"\b(?:town|city|village|villages|area|district|neighbou?rhood|quarter|region|governorate|province|center|centre|downtown|outskirts|suburbs?|"
    r"hay|hai|nahia|qada|sub-?district|subdistrict|found|in|at|the|of|on|road|highway|street|st|bridge|square|main|near|outside|around|between|towards?|"
    r"from|to|and|desert|mosque|market|hospital|station|checkpoint|base|camp|border|airport|university|central|old|\d+\s*(?:km|kms|miles|kilomet\w+)?)\b"
)
_FROM_THERE = re.compile(
    r"\b(?:\d+\s*(?:km|kms|miles|kilomet\w+)|north|south|east|west|northern|southern|northeast\w*|northwest\w*|southeast\w*|southwest\w*|ne|nw|se|sw|outside|near)\b"
)
_OF = re.compile(r"\b(?:of|from)\b")
_ARTICLES = re.compile(r"\b(?:al|el|ar|as|at|ad|an|az|ash|abu l|ul)\b")
_SOUNDS = tuple(
    (re.compile(pattern), letter)
    for pattern, letter in (
        (r"[^a-z ]", ""), (r"ph", "f"), (r"kh|gh|q|g", "k"), (r"sh|ch|j", "s"), (r"dh|th|z", "d"), (r"ou|w|v", "u"),
        (r"(.)\1+", r"\1"), (r"[aeiouyh]", ""), (r"\s+", " "),
    )
)  # fmt: skip
# Letters that must be left of a name for its sound to stand for it: below, too many names sound alike.
LEAST_SOUND = 3
# People from which a place is known well enough to stand for itself beside the place that it is said to lie near.
LEAST_TOWN = 10_000


class Province(NamedTuple):
    """The unit a place string lies in, how it was found, and the name that carried it; `unit` is ``None`` where no name of it is known."""

    unit: str | None
    how: str
    name: str


def sound(name: str) -> str:
    """What is left of a transliterated name when articles, vowels and the letters that spellings confuse are taken out.

    Example:
        >>> sound("al-Muqdadiyah") == sound("Miqdadiya"), sound("Dhuluiya") == sound("Duluiyah")
        (True, True)
    """
    left = _ARTICLES.sub(" ", fold(name))
    for pattern, letter in _SOUNDS:
        left = pattern.sub(letter, left)
    return left.strip()


@functools.cache
def _index(country: str) -> tuple[Mapping[str, dict[str, int]], Mapping[str, dict[str, int]]]:
    """Folded names and sounds of a country's places, each with the units it may stand for and how well known it is there."""
    exact: dict[str, dict[str, int]] = defaultdict(dict)
    alike: dict[str, dict[str, int]] = defaultdict(dict)
    known = [(key, unit, people) for key, unit, people in names_in(country)]
    for row in vocabulary.rows(f"places_{country.lower()}.csv") if country in COVERED else ():
        people = 100_000 if row["kind"] == "town" else 1_000
        known += [(fold(name), row["province"], people) for name in row["names"].split("|")]
    for key, unit, people in known:
        bare = _ARTICLES.sub(" ", key).strip()
        for form in {key, bare, bare.replace(" ", "")} - {""}:
            exact[form][unit] = max(people, exact[form].get(unit, 0))
        sounded = sound(key)
        if len(sounded) >= LEAST_SOUND:
            alike[sounded][unit] = max(people, alike[sounded].get(unit, 0))
    return dict(exact), dict(alike)


# Countries with a table of their own (`places_iq.csv`).
COVERED = frozenset({"IQ"})


def province_of(text: str, country: str) -> Province:
    """The first-order unit in which a place string of one country lies.

    1. cuts the string at commas, dashes and brackets;
    2. looks each part up, by name and else by sound, without the words for kinds of place and directions;
    3. lets the last part in which the place lies ("east Mosul", "Diyala") decide among the units of the first, or in its stead;
    4. where the rest only tells a direction ("NE of Baghdad"), takes the unit of the first part if that is a town of its own.

    Example:
        >>> province_of("Dali Abbas village, NE of Baghdad", "IQ").unit, province_of("Karrada, Baghdad", "IQ").unit
        ('Diyala', 'Baghdad')
        >>> province_of("a house", "IQ").unit is None
        True
    """
    # 1. parts
    parts = [p for p in re.split(r"[,;()/]|\s[-–]\s", text) if p.strip()]
    # 2. what each part may stand for
    read: list[tuple[dict[str, int], bool, str]] = []
    for part in parts:
        folded = fold(part)
        for piece, away in _pieces(folded):
            found, name = _units(piece, country)
            if found:
                read.append((found, away, name))
    if not read:
        return Province(None, "no name of it is known", "")
    # 3. the last part that lies in the place itself is the frame of the others
    frame = next((units for units, away, _ in reversed(read) if not away), None)
    units, away, name = read[0]
    if len(read) == 1:
        return Province(_best(units), "lies near it" if away else "named", name)
    if frame is not None and frame is not units:
        agreed = {u: n for u, n in units.items() if u in frame}
        return Province(_best(agreed or frame), "the frame of the string", name)
    # 4. a name of its own, near to another place: its own unit where it is a town, else that of the place it lies near
    near = read[1][0]
    agreed = {u: n for u, n in units.items() if u in near}
    if agreed or max(units.values()) < LEAST_TOWN:
        return Province(_best(agreed or near), "the place it lies near", name)
    return Province(_best(units), "named", name)


def _best(units: Mapping[str, int]) -> str:
    return max(units, key=lambda u: (units[u], u))


def _pieces(folded: str) -> list[tuple[str, bool]]:
    """The names of one part, each with whether the part only tells that the place lies some way from it ("40 km north of", not "north Basra")."""
    of = _OF.search(folded)
    if of and _FROM_THERE.search(folded[: of.start()]):
        return [(folded[: of.start()], False), (folded[of.end() :], True)]
    return [(folded, False)]


def _units(piece: str, country: str) -> tuple[dict[str, int], str]:
    """The units a piece may stand for and the name that was found: the longest run of its words that is known, by name before by sound."""
    exact, alike = _index(country)
    whole = piece.strip()
    if whole in exact:
        return exact[whole], whole
    words = _KIND.sub(" ", _FROM_THERE.sub(" ", piece)).split()
    for table, key in ((exact, str), (alike, sound)):
        for length in range(len(words), 0, -1):
            for start in range(len(words) - length + 1):
                name = " ".join(words[start : start + length])
                found = table.get(key(name)) or table.get(key(name.replace(" ", "")))
                if found and len(name) > LEAST_SOUND - 1:
                    return found, name
    units = unit_names(country)
    return ({units[whole]: 1_000_000}, whole) if whole in units else ({}, "")
