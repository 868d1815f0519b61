"""Two tellings of one event that brush against each other: a weak likeness between groups that are each far nearer among themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from firsthand.collate.align import align, covered
from firsthand.collate.kin import CLEAR_JACCARD, LINK, Kin, through
from firsthand.collate.reading import Reading
from firsthand.model import Reason

# How many times nearer than each other both ends must have another relative for a pair to be doubted. Outlets that report one event on their
# own share its names and a statement or two (overlap 0.05 to 0.13 on the labelled retellings), while each outlet's own versions share three
# times that. Chosen on the development part of `derived_news_wmt` with all of it in view: F1 within a language rises from 0.961 to 0.994, the
# same from 2.5 to 3.0. At 4 four outlets on one parade are one family again; below 2 true retellings are lost.
NEARER = 2.5
# Share of both texts (harmonic mean) that the other must retell, sentence by sentence, for a doubted pair to stand; or share of either text
# in runs of equal words, so that an excerpt stands. The same figures from 0.6 to 0.8; at 0.45 two outlets on one interview are one family.
TOLD = 0.6


def told_apart(readings: Sequence[Reading], kin: Iterable[Kin], least: int) -> list[Kin]:
    """The kinships, those lowered below `LINK` that are weak, whose ends both have far nearer relatives, and that retell little of each other.

    Args:
        readings: all documents.
        kin: related pairs; those already below `LINK` are passed on and lend no support.
        least: shortest run of equal words that counts as shared text.
    """
    kin = list(kin)
    near = _nearest(k for k in kin if k.score >= LINK)
    return [_doubted(readings, k, least) if _brushing(k, near) else k for k in kin]


def _nearest(kin: Iterable[Kin]) -> Mapping[int, list[tuple[float, int]]]:
    """The two nearest relatives of each document: closeness and position, nearest first."""
    found: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for pair in kin:
        for mine, other in ((pair.left, pair.right), (pair.right, pair.left)):
            found[mine] = sorted([*found[mine], (pair.closeness, other)], key=lambda c: (-c[0], c[1]))[:2]
    return found


def _brushing(pair: Kin, near: Mapping[int, list[tuple[float, int]]]) -> bool:
    if pair.score < LINK or pair.clear or pair.closeness >= CLEAR_JACCARD:
        return False
    others = [
        max((c for c, o in near.get(mine, ()) if o != other), default=0.0)
        for mine, other in ((pair.left, pair.right), (pair.right, pair.left))
    ]
    return min(others) >= NEARER * pair.closeness


def _doubted(readings: Sequence[Reading], pair: Kin, least: int) -> Kin:
    left, right = readings[pair.left], readings[pair.right]
    share = retold(left, right, least)
    if share >= TOLD:
        return pair
    score = LINK * share / TOLD
    words = f"both have far nearer relatives, and {share:.0%} of the two is told alike: two tellings of one event"
    reason = Reason(name="told apart", weight=score - pair.score, words=words)
    return pair._replace(score=score, reasons=(*pair.reasons, reason))


def retold(left: Reading, right: Reading, least: int) -> float:
    """How much (0..1) of two texts tells the same: in one order from beginning to end, or the larger share in runs of equal words."""
    there = align(left, right, least)
    equal = [a for a in there if a.similarity == 1.0]
    mine = covered([(a.start, a.end) for a in equal], left.document.text)
    theirs = covered([(a.of_start, a.of_end) for a in equal], right.document.text)
    share, ordered = through(left, right, there, least)
    return max(share if ordered else 0.0, mine, theirs)
