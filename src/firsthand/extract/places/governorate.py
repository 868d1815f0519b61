"""The first-order unit of a place told in a few words, as tables of incidents write it: "Shura, south of Mosul", "market in Hilla"."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from firsthand.extract import gazetteer
from firsthand.text import fold
from firsthand.vocabulary import rows

_ARTICLES = re.compile(r"\b(?:al|el|as|ash|ad|adh|an|ar|at|az|the)\b ?")
_SPELT = (
    ("kh", "h"),
    ("gh", "g"),
    ("dh", "d"),
    ("th", "t"),
    ("sh", "s"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("q", "k"),
    ("c", "k"),
    ("z", "d"),
)
_VOWELS = re.compile(r"[aeiouyhw' ]")
_TWICE = re.compile(r"(.)\1+")
_WORD = re.compile(r"[^\W_]+")
_CUT = re.compile(r"[,;()/]|\b(?:near|between|outside|towards?)\b")
_OFFSET = re.compile(r"\b(?:km|kilomet\w+|miles?|north\w*|south\w*|east\w*|west\w*) (?:\w+ )?(?:of|from)\b")
LONGEST_NAME = 4  # words; no name of the file or of the country's towns has more
# Consonants that a key must have before names that differ only in vowels are held to be the same: fewer matches against fewer false ones.
# Chosen by hand, so that words of two consonants match no town.
SOUND_LENGTH = 3


class Unit(NamedTuple):
    """A first-order unit with the words that named it and how (name, sound, gazetteer)."""

    name: str
    words: str
    how: str


def sound_key(name: str) -> str:
    """A name reduced to its consonants, as transliterations of Arabic and Kurdish agree on them: articles, vowels and doubled letters fall.

    Example:
        >>> sound_key("al-Musayyib") == sound_key("Mussayab")
        True
    """
    bare = _ARTICLES.sub("", fold(name))
    for written, read in _SPELT:
        bare = bare.replace(written, read)
    return _TWICE.sub(r"\1", bare[:1] + _VOWELS.sub("", bare[1:]))


@functools.cache
def _tables(country: str) -> tuple[dict[str, tuple[str, int]], dict[str, tuple[str, int]]]:
    """Units by folded name and by sound, with rank 0 for towns and 1 for quarters with common names; a sound of two units is dropped."""
    names: dict[str, tuple[str, int]] = {}
    sounds: dict[str, set[tuple[str, int]]] = {}
    for row in rows("governorates.csv"):
        if row["country"] != country:
            continue
        for rank, column in enumerate(("names", "lesser")):
            for name in filter(None, row[column].split("|")):
                key = _ARTICLES.sub("", fold(name)).strip()
                names.setdefault(key, (row["unit"], rank))
                sounds.setdefault(sound_key(name), set()).add((row["unit"], rank))
    clear = {
        key: min(found, key=lambda f: f[1])
        for key, found in sounds.items()
        if len({unit for unit, _ in found}) == 1 and len(key) >= SOUND_LENGTH
    }
    return names, clear


@functools.lru_cache(maxsize=4_000)
def governorate(phrase: str, country: str) -> Unit | None:
    """The first-order unit in which a place told in a few words lies, or ``None`` where no name in it is known.

    1. Cut the phrase at commas and at "near", "between". 2. Look for known names from the last part to the first, for the place told last is the
    widest ("Shula, Baghdad"); one told by distance and bearing ("north of Baghdad") yields to any other. 3. By written name, then by sound,
    then in the compiled gazetteer. 4. Quarters with common names yield to towns.

    Args:
        phrase: place as a table has it.
        country: ISO 3166 alpha-2 of the country it lies in.

    Example:
        >>> governorate("Imaginary village, south of Mussayab", "IQ").name
        'Babylon'
    """
    found: list[tuple[int, int, Unit]] = []
    parts = [part for part in _CUT.split(phrase.replace("-", " ")) if part.strip()]  # 1
    for place, part in enumerate(reversed(parts)):  # 2
        shifted = 1 if _OFFSET.search(fold(part)) else 0
        for rank, unit in _known(part, country):
            found.append((rank + shifted, place, unit))
    return min(found, key=lambda f: f[:2])[2] if found else None  # 4


def _known(part: str, country: str) -> list[tuple[int, Unit]]:
    """The names known in one part of a phrase, longest first, with their rank."""
    names, sounds = _tables(country)
    words = _WORD.findall(_ARTICLES.sub("", fold(part)))
    found: list[tuple[int, Unit]] = []
    for size in range(min(LONGEST_NAME, len(words)), 0, -1):
        for at in range(len(words) - size, -1, -1):
            name = " ".join(words[at : at + size])
            if name in names:
                found.append((names[name][1] * 2, Unit(names[name][0], name, "name")))
            elif size == len(words) or len(name) > 4:
                if (near := sounds.get(sound_key(name))) is not None:
                    found.append((near[1] * 2 + 3, Unit(near[0], name, "sound")))
                elif unit := _in_gazetteer(name, country):
                    found.append((4, Unit(unit, name, "gazetteer")))
    return sorted(found, key=lambda f: f[0])


def _in_gazetteer(name: str, country: str) -> str | None:
    for entry in gazetteer.lookup(name):
        if entry.country == country and entry.unit:
            return gazetteer.unit_name(country, entry.unit)
    return None
