"""Candidate pairs of one language: documents that share rare word 3-grams, by an inverted index; near-linear in the words read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from firsthand.collate.index import RATE, sampled
from firsthand.collate.reading import Reading

# A gram in more documents than this is a stock phrase and makes no candidates. Bounds the work: at most CAP / 2 pairs per gram.
# Not tuned: a few times the largest family of the labelled retellings. A higher cap costs time.
CAP = 40
# Shared rare grams below which a pair is not looked at. At 4 no linked pair of the labelled retellings is lost.
LEAST = 4
# Grams of a pile (about 80,000 news stories) up to which all are searched; beyond it one in `index.RATE`, the same ones in every document, and
# pairs must share two of those: copies, edited copies and excerpts are found as before,
# of far retellings a part (the figures are in benchmarks/RESULTS.md). All grams of 20,221 stories take 824 MiB.
WHOLE = 20_000_000
LEAST_SAMPLED = 2
# Bands of least hashes, and hashes a band, by which near-equal texts are lined up: of two that share nine tenths of their grams 999 in 1,000
# meet in a band, of two that share half 68 in 100. They only serve families of more than CAP documents, whose grams are stock phrases by count.
BANDS, ROWS = 4, 2
# Share of all their grams, whatever these weigh, from which two texts are one however many others are the same: what a thousand papers print
# is a stock phrase by count, and the town's name in each would outweigh the story. On `corpus_senate` (dev) it changes nothing.
EQUAL = 0.8
# What sums of weights may differ by when they are added in another order.
_SLACK = 1e-6
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


def candidates(readings: Sequence[Reading], least_jaccard: float = 0.0, least_contained: float = 0.0) -> list[Pair]:
    """Pairs of documents of one language that share at least `LEAST` rare grams, with their overlap over grams of all kinds.

    Args:
        readings: documents read.
        least_jaccard: a pair is wanted from this overlap on ...
        least_contained: ... or from this containment on; pairs that cannot reach either are passed over before their grams are compared.

    Returns:
        Pairs in ascending order of positions.
    """
    gram_sets, rate = _of_each(readings)
    owners, grams, counts = _flat(gram_sets)
    if not grams.size:
        return []
    worth = np.minimum(1.0, RARE / counts)
    ends = np.cumsum([g.size for g in gram_sets])
    mine = np.split(grams, ends[:-1])
    weights = worth[grams]
    totals = np.bincount(owners, weights=weights, minlength=len(readings))
    stock = np.bincount(owners, weights=np.where(counts[grams] > CAP, weights, 0.0), minlength=len(readings))
    languages = np.unique([r.language for r in readings], return_inverse=True)[1]
    left, right, rare = _with_twins(
        _rare_pairs(owners, grams, counts, LEAST if rate == 1 else LEAST_SAMPLED), _twins(gram_sets), len(readings)
    )
    bound = rare + np.minimum(stock[left], stock[right])
    whole, lighter = totals[left] + totals[right] - bound, np.minimum(totals[left], totals[right])
    able = (bound + _SLACK >= least_jaccard * whole) | (bound + _SLACK >= least_contained * lighter)
    able &= languages[left] == languages[right]
    found = []
    for one, two in zip(left[able].tolist(), right[able].tolist(), strict=True):
        at = np.isin(mine[one], mine[two], assume_unique=True)
        shared = float(worth[mine[one][at]].sum())
        union, least = totals[one] + totals[two] - shared, min(totals[one], totals[two])
        number = int(at.sum())
        bare = number / (mine[one].size + mine[two].size - number)
        by_weight = float(shared / union), float(shared / least)
        jaccard, contained = (max(bare, w) for w in by_weight) if bare >= EQUAL else by_weight
        found.append(Pair(one, two, number * rate, jaccard, contained))
    return found


def _of_each(readings: Sequence[Reading]) -> tuple[list[NDArray[np.uint64]], int]:
    """The grams of each reading that are searched, and one in how many these are: all of them, or a sample in a pile of more than `WHOLE`."""
    if sum(r.grams.size for r in readings) <= WHOLE:
        return [r.grams for r in readings], 1
    return [r.grams[sampled(r.grams)[0]] for r in readings], RATE


def _with_twins(
    rare: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]], twins: NDArray[np.int64], number: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """The pairs that share rare grams and the twins beside them, ascending; what twins share is not bounded."""
    codes = rare[0] * number + rare[1]
    fresh = np.setdiff1d(twins, codes)
    every, weights = np.r_[codes, fresh], np.r_[rare[2], np.full(fresh.size, np.inf)]
    order = np.argsort(every, kind="stable")
    return every[order] // number, every[order] % number, weights[order]


def _twins(every: Sequence[NDArray[np.uint64]]) -> NDArray[np.int64]:
    """Neighbours (left * n + right) among documents that are nearly one text, however many these are: one story in a hundred papers.

    Documents that agree in a band of least hashes are lined up in their order, and each is paired with the one before it and with the first.
    """
    held = np.array([n for n, r in enumerate(every) if r.size], dtype=np.int64)
    grams = np.concatenate([every[n] for n in held])
    starts = np.r_[0, np.cumsum([every[n].size for n in held])[:-1]]
    codes = [np.zeros(0, np.int64)]
    for band in range(BANDS):
        key = np.zeros(held.size, np.uint64)
        for row in range(ROWS):
            mixed = (grams ^ np.uint64(band * ROWS + row + 1)) * np.uint64(0x9E3779B97F4A7C15)
            mixed = (mixed ^ (mixed >> np.uint64(31))) * np.uint64(0xBF58476D1CE4E5B9)
            key = key * np.uint64(0x94D049BB133111EB) + np.minimum.reduceat(mixed, starts)
        order = np.argsort(key, kind="stable")
        key, lined = key[order], held[order]
        same = key[1:] == key[:-1]
        begin = np.maximum.accumulate(np.where(np.r_[True, ~same], np.arange(key.size), 0))
        codes.append(lined[:-1][same] * len(every) + lined[1:][same])
        codes.append(lined[begin[1:][same]] * len(every) + lined[1:][same])
    return np.unique(np.concatenate(codes))


def _flat(every: Sequence[NDArray[np.uint64]]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """All grams in a row: whose each is, its number among the distinct grams, and how many documents hold each of these."""
    if not every:
        return (np.zeros(0, np.int64),) * 3
    owners = np.repeat(np.arange(len(every), dtype=np.int64), [g.size for g in every])
    _, numbers, counts = np.unique(np.concatenate(every), return_inverse=True, return_counts=True)
    return owners, numbers.astype(np.int64), counts.astype(np.int64)


def _rare_pairs(
    owners: NDArray[np.int64], grams: NDArray[np.int64], counts: NDArray[np.int64], least: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Pairs (left, right) that share `least` or more grams held by 2 to `CAP` documents, ascending, and the weight of those grams."""
    order = np.argsort(grams, kind="stable")
    owners, starts = owners[order], np.r_[0, np.cumsum(counts)[:-1]]
    number = int(owners.max()) + 1
    codes: list[NDArray[np.int64]] = []
    weights: list[NDArray[np.float64]] = []
    for size in range(2, CAP + 1):
        at = starts[counts == size]
        if at.size:
            group = owners[at[:, None] + np.arange(size)]
            first, second = np.triu_indices(size, 1)
            codes.append((group[:, first] * number + group[:, second]).ravel())
            weights.append(np.full(codes[-1].size, min(1.0, RARE / size)))
    if not codes:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    unique, place, shared = np.unique(np.concatenate(codes), return_inverse=True, return_counts=True)
    weight = np.bincount(place, weights=np.concatenate(weights), minlength=unique.size).astype(np.float64)
    kept = shared >= least
    pairs: NDArray[np.int64] = unique[kept].astype(np.int64)
    return pairs // number, pairs % number, weight[kept]
