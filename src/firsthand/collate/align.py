"""Alignment of two texts of one language: runs of equal words, then sentences that tell the same in other words."""

from __future__ import annotations

import functools
import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from firsthand.collate.matching import matches
from firsthand.collate.memory import recalled
from firsthand.collate.reading import Reading, lines, units_of, words
from firsthand.model import Aligned


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
    mine, others = [u.word for u in words(copy)], [u.word for u in words(original)]
    index = _places(original.document.text, least)
    found, position = [], 0
    while position <= len(mine) - least:
        best = Run(position, 0, 0)
        for place in index.get(tuple(mine[position : position + least]), ()):
            length = least
            while (
                position + length < len(mine)
                and place + length < len(others)
                and mine[position + length] == others[place + length]
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


@functools.lru_cache(maxsize=256)
def _places(text: str, least: int) -> Mapping[tuple[str, ...], list[int]]:
    """Where each run of `least` words of a text begins, the first eight places of each."""
    others = [u.word for u in units_of(text)]
    index: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for position in range(len(others) - least + 1):
        places = index[tuple(others[position : position + least])]
        if len(places) < 8:
            places.append(position)
    return dict(index)


def align(copy: Reading, original: Reading, least: int) -> tuple[Aligned, ...]:
    """What of `copy` tells the same as what of `original`: runs of `least` or more equal words, then sentences alike, in order of `copy`.

    Returns:
        Runs that do not overlap in `copy`; a sentence of which a third or more lies in runs is left to the runs.
    """
    of = (copy.document, original.document)
    return recalled("align", of, (least,), tuple[Aligned, ...], lambda: _aligned(copy, original, least))


def _aligned(copy: Reading, original: Reading, least: int) -> tuple[Aligned, ...]:
    found = [_span(copy, original, run) for run in runs(copy, original, least)]
    covered = [(a.start, a.end) for a in found]
    open_lines = [
        n
        for n in lines(copy)
        if sum(max(0, min(end, n.end) - max(start, n.start)) for start, end in covered) * 3 < n.end - n.start
    ]
    for line, best in zip(open_lines, matches(open_lines, original), strict=True):
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
    units = words(copy)
    mine = [
        n
        for n in lines(copy)
        if not any(start <= units[n.first].start and units[n.last - 1].end <= end for start, end in equal)
    ]
    for line, best in zip(mine, matches(mine, original), strict=True):
        if best:
            yield line.start, line.end, best[1].start, best[1].end, best[0]


def _span(copy: Reading, original: Reading, run: Run) -> Aligned:
    mine, theirs = words(copy), words(original)
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
