"""Which sentence of one text retells which of another, in other words: by the weight of shared stems, read from an index of the other text."""

from __future__ import annotations

import functools
import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from firsthand.collate.reading import KEPT_READ, Line, Reading, lines_of

# Likeness (0..1, weighted stems shared over the geometric mean of both) at which two sentences tell the same. Chosen by reading the
# alignments of the seed reports; not yet measured on a labelled set. Lower it and unrelated sentences of one subject are aligned.
ALIKE = 0.42
# A piece of a sentence that lies wholly in one sentence of the other text (share of its weight) is aligned too, if it is this heavy.
INSIDE, INSIDE_WEIGHT = 0.66, 4.0
# Share of the longer list of stems that must be there for a pair of consecutive originals to beat one: joins what a retelling has merged.
_JOIN_GAIN = 0.08
# Likeness at which a sentence is taken to retell what stands between the originals of its aligned neighbours: place in the order makes up
# for wording.
NEAR = 0.28

Match = tuple[float, Line]


class _Index(NamedTuple):
    """The sentences of a text, each joined with the next, and the sentences that hold each stem."""

    lines: tuple[Line, ...]
    joined: tuple[Line, ...]
    holders: Mapping[str, Sequence[int]]


@functools.lru_cache(maxsize=KEPT_READ)
def _index(text: str, language: str) -> _Index:
    lines = lines_of(text, language)
    holders: dict[str, list[int]] = defaultdict(list)
    for n, line in enumerate(lines):
        for stem in line.stems:
            holders[stem].append(n)
    return _Index(lines, tuple(_joined(a, b) for a, b in itertools.pairwise(lines)), dict(holders))


def _joined(first: Line, second: Line) -> Line:
    stems = {**first.stems, **second.stems}
    return Line(first.start, second.end, first.first, second.last, stems, sum(stems.values()))


def likeness(left: Line, right: Line) -> float:
    """Weight of the stems two sentences share over the geometric mean of their weights, 0..1."""
    shared = sum(w for s, w in left.stems.items() if s in right.stems)
    whole = left.weight * right.weight
    return float(shared / whole**0.5) if whole else 0.0


def _shared(line: Line, index: _Index) -> dict[int, float]:
    """Sentences of the index that share a stem with `line`, with the weight they share."""
    found: dict[int, float] = {}
    for stem, weight in line.stems.items():
        for n in index.holders.get(stem, ()):
            found[n] = found.get(n, 0.0) + weight
    return found


def _inside(left: Line, right: Line) -> float:
    """Share of the lighter sentence's weight found in the other, if it is heavy enough to tell anything."""
    light, other = (left, right) if left.weight <= right.weight else (right, left)
    if light.weight < INSIDE_WEIGHT:
        return 0.0
    return sum(w for s, w in light.stems.items() if s in other.stems) / light.weight


def _best(line: Line, shared: Mapping[int, float], index: _Index) -> Match | None:
    """The sentence, or the pair of neighbouring sentences, that `line` is most alike, if alike enough."""
    if not shared:
        return None
    value, low = max((w / (line.weight * index.lines[n].weight) ** 0.5, -n) for n, w in shared.items())
    chosen = index.lines[-low]
    for first in (-low - 1, -low):
        if 0 <= first < len(index.joined):
            joint = likeness(line, index.joined[first])
            if joint > value + _JOIN_GAIN:
                value, chosen = joint, index.joined[first]
    if value >= ALIKE:
        return value, chosen
    inside, low = max((_inside(line, index.lines[n]), -n) for n in shared)
    return (inside * ALIKE / INSIDE, index.lines[-low]) if inside >= INSIDE else None


def matches(mine: Sequence[Line], original: Reading) -> list[Match | None]:
    """For each sentence what it retells: by likeness alone, or by less likeness where its neighbours' originals stand around it."""
    index = _index(original.document.text, original.language)
    shared = [_shared(line, index) for line in mine]
    found = [_best(line, those, index) for line, those in zip(mine, shared, strict=True)]
    anchored = [(n, best[1]) for n, best in enumerate(found) if best]
    if len(anchored) < 3:
        return found
    for n in range(len(mine)):
        if not found[n]:
            low = next((line.start for k, line in reversed(anchored) if k < n), 0)
            high = next((line.end for k, line in anchored if k > n), index.lines[-1].end)
            found[n] = _between(mine[n], shared[n], index, low, high)
    return found


def _between(line: Line, shared: Mapping[int, float], index: _Index, low: int, high: int) -> Match | None:
    """The sentence or pair of neighbours within [low, high) of the original that `line` is most alike, if it reaches `NEAR`."""
    inside = [n for n, other in enumerate(index.lines) if low <= other.start and other.end <= high]
    window = [index.lines[n] for n in inside if n in shared]
    window += [index.joined[n] for n in inside[:-1] if n in shared or n + 1 in shared]
    value, at = max(((likeness(line, other), -k) for k, other in enumerate(window)), default=(0.0, 0))
    return (value, window[-at]) if value >= NEAR else None
