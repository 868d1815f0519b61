"""Drift in names: on whose word it is told, and where it happened."""

from __future__ import annotations

import re
from collections.abc import Iterator

from firsthand.collate.anchors import KEPT, skeleton
from firsthand.collate.sides import Change, Side, claims_for_itself, grammar

_SAID = grammar("said")
_CALENDAR = grammar("weekdays") | grammar("months") | {"may"}
_PLACE = grammar("place prepositions")
_BE = grammar("be")
# Likeness (0..100) of two spellings from which they are one name: Karada and Karrada reach 92, Dowden and Dauden 67, Lund and Lang 50. At 70 one
# more name of fifty pairs of human translations is taken for another.
ONE_NAME = 65


def alike(one: str, two: str) -> bool:
    """Whether two folded words are spellings of one name.

    Example:
        >>> alike("karada", "karrada"), alike("korda", "vist")
        (True, False)
    """
    from anyascii import anyascii
    from rapidfuzz.fuzz import ratio

    one, two = anyascii(one).lower(), anyascii(two).lower()
    if one[:4] == two[:4] or ratio(one, two) >= ONE_NAME:
        return True
    bones = skeleton(one)
    return bones is not None and len(bones) >= KEPT and bones == skeleton(two)


def _speaker(side: Side) -> tuple[list[str], int] | None:
    """The capitalised words beside the first word of saying, and its position; ``None`` where nothing is attributed."""
    for n, word in enumerate(side.words):
        passive = word.word == "told" and n and side.words[n - 1].word in _BE
        if word.word in _SAID and not claims_for_itself(side, n) and not passive:
            around = side.words[max(0, n - 4) : n + 7]
            return [w.word for w in around if w.capital and not w.light], n
    return None


def attribution(original: Side, retold: Side) -> Iterator[Change]:
    """A claim given to another speaker, or told flat where the original gives a speaker."""
    here, there = _speaker(original), _speaker(retold)
    if here and there and here[0] and there[0]:
        if not any(alike(a, b) for a in here[0] for b in [w.word for w in retold.words if w.capital]) and not any(
            alike(a, b) for b in there[0] for a in [w.word for w in original.words if w.capital]
        ):
            yield Change(
                "attribution",
                "high",
                f"told on the word of {' '.join(there[0])}, not of {' '.join(here[0])}",
                here[1],
                there[1],
            )
    elif here and not there and not re.search(r"[\"“”«»]", retold.text) and not _still_told(original, here[1], retold):
        anchor = next((n for n, w in enumerate(retold.words) if not w.light), 0)
        yield Change("attribution", "medium", "told flat: on whose word is lost", here[1], anchor)


def _still_told(original: Side, said: int, retold: Side) -> bool:
    """Whether the retelling keeps on whose word it is without a word of saying: the speaker acts in it, or it says that it is hearsay."""
    told = original.words[said].word == "according"
    near = original.words[said + 1 : said + 6] if told else original.words[max(0, said - 4) : said]
    who = {w.sense for w in near if not w.light}
    hearsay = {w.word for w in retold.words} & grammar("hearsay")
    return bool(hearsay) or bool(who and who <= retold.senses())


def places(original: Side, retold: Side) -> Iterator[Change]:
    """Another place name in the same slot, where neither text has the other's name."""
    here, there = _placed(original), _placed(retold)
    gone = [(n, w) for n, w in here if not _named(retold, original, n)]
    new = [(n, w) for n, w in there if not _named(original, retold, n)]
    if len(gone) == len(new) == 1:
        yield Change("place", "high", f"{gone[0][1].title()} becomes {new[0][1].title()}", gone[0][0], new[0][0])


def _named(side: Side, other: Side, at: int) -> bool:
    """Whether a text has the name that stands at word `at` of the other, in this or another spelling."""
    word = other.words[at]
    return any(alike(word.word, w.word) or word.sense == w.sense for w in side.words)


def _placed(side: Side) -> list[tuple[int, str]]:
    found = []
    for n, word in enumerate(side.words[:-1]):
        follower = side.words[n + 1]
        if word.word in _PLACE and follower.capital and not follower.light and follower.word not in _CALENDAR:
            found.append((n + 1, follower.word))
    return found
