"""Candidate pairs of one language: documents that share rare word 3-grams, by an inverted index; near-linear in the words read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from firsthand.collate.reading import Reading

# A gram in more documents than this is a stock phrase and makes no candidates. Bounds the work: at most CAP / 2 pairs per gram.
# Not tuned: a few times the largest family of the labelled retellings. A higher cap costs time.
CAP = 40
# Shared rare grams below which a pair is not looked at. At 4 no linked pair of the labelled retellings is lost.
LEAST = 4


# A gram met in more documents than this weighs less, in proportion: eight is a usual family, beyond it lies the stock phrase.
RARE = 8


class Pair(NamedTuple):
    """Two readings (positions, left < right), the number of distinct grams they share, and overlap by weight of rarity.

    `jaccard`: weight shared over the weight of both; `contained`: over the weight of the lighter; both 0..1.
    """

    left: int
    right: int
    shared: int
    jaccard: float
    contained: float


def candidates(readings: Sequence[Reading]) -> list[Pair]:
    """Pairs of documents of one language that share at least `LEAST` rare grams, with their overlap over grams of all kinds.

    Returns:
        Pairs in ascending order of positions.
    """
    if not readings:
        return []
    grams, counts = np.unique(np.concatenate([r.grams for r in readings]), return_counts=True)
    worth = np.minimum(1.0, RARE / counts)
    weights = [worth[np.searchsorted(grams, r.grams)] for r in readings]
    totals = [float(w.sum()) for w in weights]
    found = []
    for code, number in _rare_pairs(readings):
        left, right = divmod(code, len(readings))
        if number >= LEAST and readings[left].language == readings[right].language:
            at = np.isin(readings[left].grams, readings[right].grams, assume_unique=True)
            shared = float(weights[left][at].sum())
            whole, least = totals[left] + totals[right] - shared, min(totals[left], totals[right])
            found.append(Pair(left, right, int(at.sum()), shared / whole, shared / least))
    return found


def _rare_pairs(readings: Sequence[Reading]) -> list[tuple[int, int]]:
    """(left * n + right, shared rare grams) of every pair that shares one, ascending."""
    grams = np.concatenate([r.grams for r in readings])
    owners = np.repeat(np.arange(len(readings), dtype=np.int64), [r.grams.size for r in readings])
    order = np.argsort(grams, kind="stable")
    grams, owners = grams[order], owners[order]
    if not grams.size:
        return []
    starts = np.flatnonzero(np.r_[True, grams[1:] != grams[:-1]])
    sizes = np.diff(np.r_[starts, grams.size])
    codes: list[NDArray[np.int64]] = []
    for size in range(2, CAP + 1):
        at = starts[sizes == size]
        if not at.size:
            continue
        group = owners[at[:, None] + np.arange(size)]
        first, second = np.triu_indices(size, 1)
        codes.append((group[:, first] * len(readings) + group[:, second]).ravel())
    if not codes:
        return []
    unique, counts = np.unique(np.concatenate(codes), return_counts=True)
    return [(int(c), int(n)) for c, n in zip(unique, counts, strict=True)]
