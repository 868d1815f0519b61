"""Drift in names: on whose word it is told, and where it happened."""

from __future__ import annotations

import re
from collections.abc import Iterator

from firsthand.collate.sides import Change, Side, claims_for_itself, grammar

_SAID = grammar("said")
_CALENDAR = grammar("weekdays") | grammar("months") | {"may"}
_PLACE = grammar("place prepositions")
# Likeness (0..100) of two spellings from which they are one name: Karada and Karrada reach 92. Not yet measured on a labelled set.
ONE_NAME = 70


def _alike(one: str, two: str) -> bool:
    from rapidfuzz.fuzz import ratio

    return one[:4] == two[:4] or ratio(one, two) >= ONE_NAME


def _speaker(side: Side) -> tuple[list[str], int] | None:
    """The capitalised words beside the first word of saying, and its position; ``None`` where nothing is attributed."""
    for n, word in enumerate(side.words):
        if word.word in _SAID and not claims_for_itself(side, n):
            around = side.words[max(0, n - 4) : n + 7]
            return [w.word for w in around if w.capital and not w.light], n
    return None


def attribution(original: Side, retold: Side) -> Iterator[Change]:
    """A claim given to another speaker, or told flat where the original gives a speaker."""
    here, there = _speaker(original), _speaker(retold)
    if here and there and here[0] and there[0]:
        if not any(_alike(a, b) for a in here[0] for b in [w.word for w in retold.words if w.capital]) and not any(
            _alike(a, b) for b in there[0] for a in [w.word for w in original.words if w.capital]
        ):
            yield Change(
                "attribution",
                "high",
                f"told on the word of {' '.join(there[0])}, not of {' '.join(here[0])}",
                here[1],
                there[1],
            )
    elif here and not there and not re.search(r"[\"“”«»]", retold.text):
        anchor = next((n for n, w in enumerate(retold.words) if not w.light), 0)
        yield Change("attribution", "medium", "told flat: on whose word is lost", here[1], anchor)


def places(original: Side, retold: Side) -> Iterator[Change]:
    """Another place name in the same slot, where neither text has the other's name."""
    here, there = _placed(original), _placed(retold)
    gone = [(n, w) for n, w in here if not any(_alike(w, x.word) for x in retold.words)]
    new = [(n, w) for n, w in there if not any(_alike(w, x.word) for x in original.words)]
    if len(gone) == len(new) == 1:
        yield Change("place", "high", f"{gone[0][1].title()} becomes {new[0][1].title()}", gone[0][0], new[0][0])


def _placed(side: Side) -> list[tuple[int, str]]:
    found = []
    for n, word in enumerate(side.words[:-1]):
        follower = side.words[n + 1]
        if word.word in _PLACE and follower.capital and not follower.light and follower.word not in _CALENDAR:
            found.append((n + 1, follower.word))
    return found
