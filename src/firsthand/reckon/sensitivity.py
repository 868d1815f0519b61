"""On how little a figure hangs: the fewest voices or reports whose fall would change it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import comb
from typing import NamedTuple

from firsthand.reckon.claims import Vote
from firsthand.reckon.codebooks import CODEBOOKS, Bounds
from firsthand.reckon.origins import Voice
from firsthand.reckon.ranges import Count, in_words
from firsthand.reckon.world import World

# Sets told one by one; beyond this only how many there are: a longer list is not read.
SHOWN = 12
# Sets of voices tried for one count before the search ends with a bound: all sets of up to 12 voices, pairs of up to 90. A figure on which
# more voices agree hangs on no few of them; trying on would take time out of all proportion to what is learned.
TRIED = 4096


class Hanging(NamedTuple):
    """What a count hangs on: the smallest sets of voices whose fall changes it, or, where the search was ended, that none smaller than
    `size` does (`sets` empty).
    """

    size: int
    sets: tuple[tuple[Vote, ...], ...]


def hangs_on(votes: Sequence[Vote], codebook: str) -> Hanging:
    """The fewest voices whose fall changes a range: exact within `TRIED` sets, else a lower bound.

    Example:
        >>> same = [Vote(v, (v,), 12, 12, 12, "") for v in "abc"]
        >>> hangs_on(same, "firsthand").size, hangs_on(same[:1], "firsthand").size
        (3, 1)
    """
    rule = CODEBOOKS[codebook]
    whole, tried = rule(votes)[:3], 0
    for size in range(1, len(votes) + 1):
        tried += comb(len(votes), size)
        if tried > TRIED:
            return Hanging(size, ())
        found = []
        for fallen in combinations(range(len(votes)), size):
            rest = [v for n, v in enumerate(votes) if n not in fallen]
            if not rest or rule(rest)[:3] != whole:
                found.append(tuple(votes[n] for n in fallen))
        if found:
            return Hanging(size, tuple(found))
    return Hanging(len(votes) + 1, ())


def sensitivity(world: World, counts: Sequence[Count], codebook: str) -> tuple[str, ...]:
    """For each count, in words: the voices without which its range would be another, the fewest that suffice; most telling first."""
    return tuple(words for count in counts for words in _of_count(world, count, codebook))


def _of_count(world: World, count: Count, codebook: str) -> Iterator[str]:
    by_key = {v.key: v for v in count.voices}
    if len(count.votes) == 1:
        voice = by_key[count.votes[0].voice]
        yield f"{in_words(count.measure)}: rests on {_name(world, voice)} alone; without it no count is left"
        return
    whole = CODEBOOKS[codebook](count.votes)
    hanging = hangs_on(count.votes, codebook)
    if not hanging.sets:
        few = f"fewer than {hanging.size} of its {len(count.votes)} voices"
        yield f"{in_words(count.measure)}: the fall of {few} would not change it; larger sets were not tried"
    elif len(hanging.sets) > SHOWN:
        any_of = f"{len(hanging.sets)} sets of {hanging.size} of its {len(count.votes)} voices"
        yield f"{in_words(count.measure)}: would change without any of {any_of}, and without no fewer"
    else:
        for fallen in hanging.sets:
            rest = [v for v in count.votes if v not in fallen]
            names = " and ".join(_name(world, by_key[v.voice]) for v in fallen)
            after = _shown(CODEBOOKS[codebook](rest) if rest else None)
            yield f"{in_words(count.measure)}: without {names} it would be {after} instead of {_shown(whole)}"


def _name(world: World, voice: Voice) -> str:
    source = world.sources.get(voice.speaker) if voice.speaker else None
    if source is not None and source.name:
        return source.name
    if voice.office:
        return voice.office
    documents = sorted({s.document for s in voice.own})
    found = world.documents.get(documents[0])
    return (found.publisher or found.agency or found.address) if found else documents[0]


def _shown(bounds: Bounds | Vote | None) -> str:
    if bounds is None:
        return "nothing"
    low, best, high = bounds.low, bounds.best, bounds.high
    if low is None and high is None:
        return "not known"
    ends = f"{low} or more" if high is None else f"{low}" if low == high else f"{low} to {high}"
    return ends if best is None or best == low == high else f"{ends} (best {best})"
