"""Drift in attribution and in places after a preposition: on whose word it is told, and where it happened."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from firsthand.collate.names import alike, common_words
from firsthand.collate.sides import Change, Side, claims_for_itself, grammar
from firsthand.vocabulary import rows

_SAID = grammar("said")
_CALENDAR = grammar("weekdays") | grammar("months") | {"may"}
_PLACE = grammar("place prepositions")
_HE = frozenset({"he", "she", "they", "it", "we", "i"})


class _Speaker(NamedTuple):
    """Who speaks: names beside the word of saying, kinds of speakers beside it, and where the word of saying stands."""

    names: tuple[str, ...]
    kinds: frozenset[str]
    at: int
    of_itself: bool


@functools.cache
def _kinds() -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for row in rows("drift_speakers.csv"):
        for word in row["words"].split():
            found[word] = found.get(word, frozenset()) | {row["group"]}
    return found


def speaker(side: Side) -> _Speaker | None:
    """Who is beside the first word of saying; ``None`` where nothing is attributed."""
    for n in range(len(side.words)):
        if _says(side, n) and not claims_for_itself(side, n) and not _no_saying(side, n):
            beside = [*range(max(0, n - 5), n), *range(n + 1, min(len(side.words), n + 7))]
            around = [side.words[k] for k in beside if n - 4 <= k]
            names = tuple(
                w.word for w in around if w.capital and not w.light and w.word.removesuffix("'s") not in common_words()
            )
            heads = [side.words[k].word for k in _subject(side, n)]
            kinds = frozenset(kind for w in heads for kind in _kinds().get(w, ()))
            return _Speaker(names, kinds, n, _of_itself(side, n))
    return None


def _says(side: Side, at: int) -> bool:
    """Whether the word at `at` attributes: a word of saying, "in the view of", or an accusation in the active voice."""
    word = side.words[at].word
    before = [w.word for w in side.words[max(0, at - 2) : at]]
    if word in {"view", "opinion", "words"}:
        return before == ["in", "the"]
    if word in {"accused", "accuses", "accuse"}:
        return bool(before) and not grammar("be") & set(before) and before[-1] not in grammar("determiners")
    return word in _SAID


def _no_saying(side: Side, at: int) -> bool:
    """Whether the word says that nothing was said, or that somebody was told to do something."""
    before = [w.word for w in side.words[max(0, at - 2) : at]]
    after = [w.word for w in side.words[at + 1 : at + 3]]
    if side.words[at].word == "told" and before[-1:] and before[-1] in grammar("be"):
        return True
    if after[:1] == ["yes"] or (after[:1] == ["to"] and side.words[at].word == "told"):
        return True
    return "not" in before or any(w.endswith("n't") for w in before)


def _of_itself(side: Side, at: int) -> bool:
    """Whether somebody says what he himself will do or wants: then to tell that he does it loses no attribution."""
    after = [w.word for w in side.words[at + 1 : at + 4]]
    return bool(after) and any(w in _HE for w in after[:2]) and any(w in grammar("own plans") for w in after)


def _subject(side: Side, at: int) -> list[int]:
    """The words that may name who speaks: those before the word of saying in its clause, or after "according to" and "said" at its end."""
    clause = side.words[at].clause
    before = [n for n in range(max(0, at - 7), at) if side.words[n].clause == clause]
    after = [n for n in range(at + 1, min(len(side.words), at + 7)) if side.words[n].clause == clause]
    if side.words[at].word == "according" or not any(not side.words[n].light for n in before):
        return after
    return before


def attribution(original: Side, retold: Side) -> Iterator[Change]:
    """A claim given to another speaker, or told flat where the original gives a speaker."""
    here, there = speaker(original), speaker(retold)
    if "according" in original.places and _only_of(original, retold):
        anchor = next((n for n, w in enumerate(retold.words) if not w.light), 0)
        yield Change(
            "attribution", "medium", "told flat: on whose word is lost", original.places["according"][0], anchor
        )
    elif here and there:
        yield from _moved(here, there, original, retold)
    elif here and not there and not here.of_itself and not _attributed(original, retold):
        anchor = next((n for n, w in enumerate(retold.words) if not w.light), 0)
        yield Change("attribution", "medium", "told flat: on whose word is lost", here.at, anchor)


def _moved(here: _Speaker, there: _Speaker, original: Side, retold: Side) -> Iterator[Change]:
    if here.names and there.names:
        capitals = [{w.word for w in s.words if w.capital} for s in (original, retold)]
        if not any(alike(a, b) for a in here.names for b in capitals[1]) and not any(
            alike(a, b) for b in there.names for a in capitals[0]
        ):
            why = f"told on the word of {' '.join(there.names)}, not of {' '.join(here.names)}"
            yield Change("attribution", "high", why, here.at, there.at, here.names[-1], there.names[-1])
    # Either kind of speaker told of anywhere in the other text: then it is another clause that is compared.
    elif (
        here.kinds
        and there.kinds
        and not here.kinds & there.kinds
        and not _speaks_of(retold, here.kinds)
        and not _speaks_of(original, there.kinds)
    ):
        who, instead = "/".join(sorted(there.kinds)), "/".join(sorted(here.kinds))
        why = f"told on the word of another kind of speaker ({who}, not {instead})"
        yield Change("attribution", "high", why, here.at, there.at)


def _speaks_of(side: Side, kinds: frozenset[str]) -> bool:
    return any(_kinds().get(word, frozenset()) & kinds for word in side.places)


def _attributed(original: Side, retold: Side) -> bool:
    """Whether the retelling gives a speaker in another way: by quotation marks, an accusation, a hedge of hearsay that the original lacks."""
    if re.search(r"[\"“”«»]", retold.text):
        return True
    return any(w in retold.places and w not in original.places for w in grammar("others said"))


def _only_of(original: Side, retold: Side) -> bool:
    """Whether "according to" is gone and no word of saying has come, while those that both have say something else."""
    said = {w for w in retold.places if w in _SAID}
    return (
        "according" not in said and said <= original.places.keys() and bool(said) and not _attributed(original, retold)
    )


def places(original: Side, retold: Side) -> Iterator[Change]:
    """Another place name in the same slot, where neither text has the other's name."""
    here, there = _placed(original), _placed(retold)
    gone = [(n, w) for n, w in here if not any(alike(w, x) for x in retold.places)]
    new = [(n, w) for n, w in there if not any(alike(w, x) for x in original.places)]
    if len(gone) == len(new) == 1:
        (n, old), (m, name) = gone[0], new[0]
        yield Change("place", "high", f"{old.title()} becomes {name.title()}", n, m, old, name)


def _placed(side: Side) -> list[tuple[int, str]]:
    found = []
    for n, word in enumerate(side.words[:-1]):
        follower = side.words[n + 1]
        if word.word not in _PLACE or not follower.capital or follower.light or follower.word in _CALENDAR:
            continue
        if follower.word not in common_words() and not _of_body(side, n + 1):
            found.append((n + 1, follower.word))
    return found


def _of_body(side: Side, at: int) -> bool:
    """Whether a name goes on into that of an institution: "Orlen General Hospital"."""
    for word in side.words[at : at + 4]:
        if not word.capital:
            return False
        if word.word.removesuffix("'s") in grammar("body nouns"):
            return True
    return False
