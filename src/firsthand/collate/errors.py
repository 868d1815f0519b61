"""Shared errors: a misspelling or another figure that two texts have where their relative has the right one shows that one comes from the other."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from firsthand.collate.kin import Kin
from firsthand.collate.names import common_words
from firsthand.collate.reading import Reading, stem, units_of
from firsthand.model import Reason

# What a shared error adds to a kinship: more than `edges.TIED`, so that of two possible parents the one with the same error is taken.
WEIGHT = 0.15
# Letters of a word that can be misspelt tellingly, and letters by which it differs: Sarovel and Sarovol, not "made" and "male".
LETTERS, OFF = 5, 2
# Share by which one of two texts with a shared error must be nearer to the text without it, to be taken for the one that passed it on.
NEARER = 1.1
# Relatives that are asked for the right reading, in order of their ids; bounds the work in large families.
ASKED = 8

# A place in a text, by the two words before it and the two after.
Place = tuple[str, str, str, str]


class Traces(NamedTuple):
    """What errors say of a pair: of a shared one whether left comes from right (``None``: not told) and the words; of one's own the same."""

    shared: bool | None = None
    shared_words: str = ""
    own: bool | None = None
    own_words: str = ""


def traces(readings: Sequence[Reading], kin: Sequence[Kin], known: Collection[tuple[int, int]]) -> list[Traces]:
    """What errors say of each pair.

    Args:
        readings: all documents.
        kin: related pairs.
        known: (copy, original) of the pairs whose direction is declared or dated.
    """
    near = {(k.left, k.right): k.closeness for k in kin}
    differ: dict[int, dict[int, Mapping[Place, tuple[str, str]]]] = defaultdict(dict)
    for pair in kin:
        left, right = readings[pair.left], readings[pair.right]
        if left.language == right.language:
            found = variants(left.document.text, right.document.text, left.language)
            if found:
                differ[pair.left][pair.right] = found
                differ[pair.right][pair.left] = {place: (b, a) for place, (a, b) in found.items()}
    return [_traces(readings, k, differ, (near, known)) for k in kin]


def _traces(
    readings: Sequence[Reading],
    pair: Kin,
    differ: Mapping[int, Mapping[int, Mapping[Place, tuple[str, str]]]],
    about: tuple[Mapping[tuple[int, int], float], Collection[tuple[int, int]]],
) -> Traces:
    near, known = about
    left, right = pair.left, pair.right
    own = _own(readings[left], readings[right], differ.get(left, {}).get(right, {}))
    for third in sorted(differ.get(left, {}).keys() & differ.get(right, {}).keys())[:ASKED]:
        mine, theirs = differ[left][third], differ[right][third]
        older = (left, third) in known or (right, third) in known
        for place in sorted(mine.keys() & theirs.keys()):
            wrong, right_word = mine[place]
            if theirs[place][0] == wrong and (older or misspelt(wrong, right_word, readings[third])):
                words = f"both have '{wrong}' where a relative has '{right_word}'"
                one, two = (near[min(n, third), max(n, third)] for n in (left, right))
                forward = two >= NEARER * one if max(one, two) >= NEARER * min(one, two) else None
                return Traces(forward, words, *own)
    return Traces(None, "", *own)


def _own(left: Reading, right: Reading, differ: Mapping[Place, tuple[str, str]]) -> tuple[bool | None, str]:
    """Whether left alone misspells what right has right (it comes from right), or right alone; ``None`` where both do or neither."""
    mine = [(a, b) for a, b in differ.values() if misspelt(a, b, right)]
    theirs = [(b, a) for a, b in differ.values() if misspelt(b, a, left)]
    if bool(mine) == bool(theirs):
        return None, ""
    wrong, right_word = min(mine or theirs)
    return bool(mine), f"it alone has '{wrong}' where the other has '{right_word}'"


def misspelt(wrong: str, right: str, reading: Reading) -> bool:
    """Whether a word is an unknown one in the place of a known one: of English, or of a name that the other text has more than once."""
    if wrong[0].isdigit() or wrong in common_words():
        return False
    if reading.language == "en" and right in common_words():
        return True
    return sum(u.word == right for u in units_of(reading.document.text)) > 1


@functools.lru_cache(maxsize=4096)
def _places(text: str) -> Mapping[Place, str]:
    """Each word by its neighbours; places that come twice are left out."""
    words = [u.word for u in units_of(text)]
    found: dict[Place, str] = {}
    twice = set()
    for n in range(2, len(words) - 2):
        place = (words[n - 2], words[n - 1], words[n + 1], words[n + 2])
        if place in found:
            twice.add(place)
        found[place] = words[n]
    return {place: word for place, word in found.items() if place not in twice}


def variants(left: str, right: str, language: str) -> dict[Place, tuple[str, str]]:
    """The places at which two texts have another figure or another spelling, with both.

    Example:
        >>> list(variants("The bomb in Sarovel went off.", "The bomb in Sarovol went off.", "en").values())
        [('sarovel', 'sarovol')]
    """
    mine, theirs = _places(left), _places(right)
    found = {}
    for place in mine.keys() & theirs.keys():
        one, two = mine[place], theirs[place]
        if one != two and _telling(one, two, language):
            found[place] = (one, two)
    return found


def _telling(one: str, two: str, language: str) -> bool:
    if one[0].isdigit() and two[0].isdigit():
        return True
    if min(len(one), len(two)) < LETTERS or one[0].isdigit() or two[0].isdigit():
        return False
    from rapidfuzz.distance import OSA

    return OSA.distance(one, two, score_cutoff=OFF) <= OFF and stem(one, language) != stem(two, language)


def with_errors(pair: Kin, found: Traces) -> Kin:
    """The kinship with a shared error among its reasons."""
    if not found.shared_words:
        return pair
    reason = Reason(name="shared error", weight=WEIGHT, words=found.shared_words)
    return pair._replace(score=pair.score + WEIGHT, reasons=(*pair.reasons, reason))
