"""Alignment of two texts of one language: runs of equal words, then sentences that tell the same in other words."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from firsthand.collate.reading import Line, Reading, lines
from firsthand.model import Aligned

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


class Run(NamedTuple):
    """`length` equal words, from word `at` of one text and word `of` of the other."""

    at: int
    of: int
    length: int


def runs(copy: Reading, original: Reading, least: int) -> list[Run]:
    """Runs of at least `least` equal words, left to right, none overlapping another in `copy`; the longest match at each place is taken.

    Example:
        >>> from firsthand.collate.reading import read
        >>> from firsthand.model import Document
        >>> one, two = (read(Document(id=i, address=i, sha256=i, text=t)) for i, t in (("a", "x a b c d e y"), ("b", "a b c d e")))
        >>> runs(one, two, 4)
        [Run(at=1, of=0, length=5)]
    """
    words, others = [u.word for u in copy.units], [u.word for u in original.units]
    index: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for position in range(len(others) - least + 1):
        places = index[tuple(others[position : position + least])]
        if len(places) < 8:
            places.append(position)
    found, position = [], 0
    while position <= len(words) - least:
        best = Run(position, 0, 0)
        for place in index.get(tuple(words[position : position + least]), ()):
            length = least
            while (
                position + length < len(words)
                and place + length < len(others)
                and words[position + length] == others[place + length]
            ):
                length += 1
            if length > best.length:
                best = Run(position, place, length)
        if best.length:
            found.append(best)
            position += best.length
        else:
            position += 1
    return found


def likeness(left: Line, right: Line) -> float:
    """Weight of the stems two sentences share over the geometric mean of their weights, 0..1."""
    shared = sum(w for s, w in left.stems.items() if s in right.stems)
    whole = sum(left.stems.values()) * sum(right.stems.values())
    return float(shared / whole**0.5) if whole else 0.0


def _inside(left: Line, right: Line) -> float:
    """Share of the lighter sentence's weight found in the other, if it is heavy enough to tell anything."""
    light, other = (left, right) if sum(left.stems.values()) <= sum(right.stems.values()) else (right, left)
    weight = sum(light.stems.values())
    return sum(w for s, w in light.stems.items() if s in other.stems) / weight if weight >= INSIDE_WEIGHT else 0.0


def _joined(first: Line, second: Line) -> Line:
    return Line(first.start, second.end, first.first, second.last, {**first.stems, **second.stems})


def _best(line: Line, others: Sequence[Line]) -> tuple[float, Line] | None:
    """The sentence, or the pair of neighbouring sentences, that `line` is most alike, if alike enough."""
    scored = [(likeness(line, other), n) for n, other in enumerate(others)]
    value, n = max(scored, key=lambda s: (s[0], -s[1]), default=(0.0, 0))
    if not scored:
        return None
    chosen = others[n]
    for first in (n - 1, n):
        if first >= 0 and first + 1 < len(others):
            pair = _joined(others[first], others[first + 1])
            joint = likeness(line, pair)
            if joint > value + _JOIN_GAIN:
                value, chosen = joint, pair
    if value >= ALIKE:
        return value, chosen
    inside, m = max(((_inside(line, other), -k) for k, other in enumerate(others)), default=(0.0, 0))
    return (inside * ALIKE / INSIDE, others[-m]) if inside >= INSIDE else None


def matches(mine: Sequence[Line], theirs: Sequence[Line]) -> list[tuple[float, Line] | None]:
    """For each sentence what it retells: by likeness alone, or by less likeness where its neighbours' originals stand around it."""
    found = [_best(line, theirs) for line in mine]
    anchored = [n for n, best in enumerate(found) if best]
    if len(anchored) < 3:
        return found
    for n in range(len(mine)):
        if found[n]:
            continue
        before = max((k for k in anchored if k < n), default=None)
        after = min((k for k in anchored if k > n), default=None)
        low = found[before][1].start if before is not None else 0  # type: ignore[index]
        high = found[after][1].end if after is not None else theirs[-1].end  # type: ignore[index]
        window = [line for line in theirs if low <= line.start and line.end <= high]
        joined = [_joined(a, b) for a, b in itertools.pairwise(window)]
        value, at = max(((likeness(mine[n], line), -k) for k, line in enumerate(window + joined)), default=(0.0, 0))
        if value >= NEAR:
            found[n] = value, (window + joined)[-at]
    return found


def align(copy: Reading, original: Reading, least: int) -> tuple[Aligned, ...]:
    """What of `copy` tells the same as what of `original`: runs of `least` or more equal words, then sentences alike, in order of `copy`.

    Returns:
        Runs that do not overlap in `copy`; a sentence of which a third or more lies in runs is left to the runs.
    """
    found = [_span(copy, original, run) for run in runs(copy, original, least)]
    covered = [(a.start, a.end) for a in found]
    open_lines = [
        n
        for n in lines(copy)
        if sum(max(0, min(end, n.end) - max(start, n.start)) for start, end in covered) * 3 < n.end - n.start
    ]
    for line, best in zip(open_lines, matches(open_lines, lines(original)), strict=True):
        if best:
            found.append(
                Aligned(
                    start=line.start,
                    end=line.end,
                    of_start=best[1].start,
                    of_end=best[1].end,
                    similarity=round(best[0], 3),
                )
            )
    return tuple(sorted(found, key=lambda a: (a.start, a.end, a.of_start)))


def sentence_pairs(
    copy: Reading, original: Reading, aligned: Sequence[Aligned]
) -> Iterator[tuple[int, int, int, int, float]]:
    """Sentences of `copy` that are not wholly equal text, each with what it retells: start, end, of_start, of_end, likeness.

    Sentences that lie inside one run of equal words are passed over: nothing changed there.
    """
    equal = [(a.start, a.end) for a in aligned if a.similarity == 1.0]
    theirs = lines(original)
    mine = [
        n
        for n in lines(copy)
        if not any(start <= copy.units[n.first].start and copy.units[n.last - 1].end <= end for start, end in equal)
    ]
    for line, best in zip(mine, matches(mine, theirs), strict=True):
        if best:
            yield line.start, line.end, best[1].start, best[1].end, best[0]


def _span(copy: Reading, original: Reading, run: Run) -> Aligned:
    mine, theirs = copy.units, original.units
    return Aligned(
        start=mine[run.at].start,
        end=mine[run.at + run.length - 1].end,
        of_start=theirs[run.of].start,
        of_end=theirs[run.of + run.length - 1].end,
        similarity=1.0,
    )


def covered(spans: Sequence[tuple[int, int]], text: str) -> float:
    """Share (0..1) of the code points of `text` that the spans cover, gaps of white space and stops between them included.

    Example:
        >>> covered([(0, 3), (4, 7)], "one two")
        1.0
    """
    total, reach = 0, 0
    for start, end in sorted(spans):
        begin = max(start, reach)
        if begin > reach and not text[reach:begin].strip(" \n\t.,;:!?\"'“”‘’«»()-–—"):
            begin = reach
        total += max(0, end - begin)
        reach = max(reach, end)
    if text[reach:].strip(" \n\t.,;:!?\"'“”‘’«»()-–—") == "":
        total += len(text) - reach
    return min(1.0, total / len(text)) if text else 0.0


def order(aligned: Sequence[Aligned]) -> float:
    """Share (0..1) of neighbouring aligned runs that come in the same order in the original; 0 with fewer than three."""
    if len(aligned) < 3:
        return 0.0
    steps = [b.of_start >= a.of_start for a, b in itertools.pairwise(aligned)]
    return sum(steps) / len(steps)
