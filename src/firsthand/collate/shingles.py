"""Candidate pairs of one language: documents that share rare word 3-grams, by an inverted index; near-linear in the words read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from firsthand.collate.reading import Reading

# A gram in more documents than this is a stock phrase and makes no candidates. Bounds the work: at most CAP / 2 pairs per gram.
# Taken at 40: ten times the largest family in the labelled retellings; a higher cap costs time and adds no pair there.
CAP = 40
# Shared rare grams below which a pair is not looked at. At 4 no linked pair of the labelled retellings is lost.
LEAST = 4


class Pair(NamedTuple):
    """Two readings (positions, left < right) and the number of distinct 3-grams they share."""

    left: int
    right: int
    shared: int


def candidates(readings: Sequence[Reading]) -> list[Pair]:
    """Pairs of documents that share at least `LEAST` rare grams, with the exact number of grams of all kinds they share.

    Returns:
        Pairs in ascending order of positions; pairs of different languages never share enough to appear by accident of the alphabet.
    """
    if not readings:
        return []
    counts = _rare_pairs(readings)
    found = []
    for code, number in counts:
        if number >= LEAST:
            left, right = divmod(code, len(readings))
            shared = np.intersect1d(readings[left].grams, readings[right].grams, assume_unique=True).size
            found.append(Pair(left, right, int(shared)))
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


def overlap(left: Reading, right: Reading, shared: int) -> tuple[float, float]:
    """Jaccard overlap of the two texts' grams and containment of the shorter in the longer, both 0..1."""
    smaller, total = min(left.grams.size, right.grams.size), left.grams.size + right.grams.size - shared
    return (shared / total, shared / smaller) if smaller and total else (0.0, 0.0)
