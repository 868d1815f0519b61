"""On how little a figure hangs: the fewest voices or reports whose fall would change it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from firsthand.reckon.claims import Vote
from firsthand.reckon.codebooks import CODEBOOKS, Bounds
from firsthand.reckon.origins import Voice
from firsthand.reckon.ranges import Count, in_words
from firsthand.reckon.world import World

# Voices beyond which pairs are not tried: 24 are 276 pairs. A figure on which more voices agree hangs on no two of them.
MANY = 24


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
    for size in (1, 2) if len(count.votes) <= MANY else (1,):
        told = False
        for fallen in combinations(count.votes, size):
            rest = [v for v in count.votes if v not in fallen]
            after = CODEBOOKS[codebook](rest) if rest else None
            if after is None or after[:3] != whole[:3]:
                names = " and ".join(_name(world, by_key[v.voice]) for v in fallen)
                told = True
                yield f"{in_words(count.measure)}: without {names} it would be {_shown(after)} instead of {_shown(whole)}"
        if told:
            return


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
