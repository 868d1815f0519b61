"""An index of a pile by a sample of its word grams: a document is placed among a million, or forgotten, without comparing it with each.

The sample is the grams whose hash falls in one of `RATE` parts, the same part for every document. So what two samples share estimates what
the texts share, an excerpt's share of its source included, and a document's sample depends on nothing but its text. The answers do not depend
on the order in which documents came or on those that were forgotten.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from firsthand.collate.grams import chunks, flat_grams

# One gram in so many is kept. An excerpt of 60 words keeps seven, of which two must be met; a lower rate finds shorter ones and takes more room.
RATE = 8
# Sampled grams that two documents must share ...
LEAST = 2
# ... and the share of the smaller sample that they must be. A sample of seven grams estimates 0.6 to within 0.2.
CONTAINED = 0.3
# A gram met in more documents than this makes no pairs but with one of them: the work stays in proportion to the words read, and one story in
# five thousand copies still hangs together, all by the same one.
CAP = 24
# Bits for a document's number within a posting; the other 40 are its gram's.
_BITS = np.uint64(24)
_NUMBER = np.uint64((1 << 24) - 1)
_SPREAD = np.uint64(0xD6E8FEB86659FD93)
# Fresh postings are sorted in when they are more than this and more than a sixteenth of the sorted ones.
_FRESH = 200_000
# Documents added at once that are kept in a table until then; more are sorted in before the next question, which costs a second among a million.
FEW = 64


class Near(NamedTuple):
    """A document that shares text: its name, sampled grams shared, share of the smaller sample (`contained`) and of both (`jaccard`)."""

    name: str
    shared: int
    contained: float
    jaccard: float


class Pairs(NamedTuple):
    """Documents that share text, by number, `left` < `right`, with the sampled grams they share and the shares these are."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    shared: NDArray[np.int64]
    contained: NDArray[np.float64]
    jaccard: NDArray[np.float64]


def sampled(grams: NDArray[np.uint64]) -> tuple[NDArray[np.bool_], NDArray[np.uint64]]:
    """Which grams are in the sample, and the keys of those."""
    mixed = grams * _SPREAD
    held = mixed < np.uint64((1 << 64) // RATE)
    return held, (mixed[held] >> np.uint64(21)) & np.uint64((1 << 40) - 1)


def _postings(texts: Sequence[str], first: int) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Distinct (key, number) of the texts, numbered from `first`, and how many each text has."""
    found = [np.zeros(0, np.uint64)]
    for group in chunks(texts):
        flat = flat_grams([texts[n] for n in group])
        held, keys = sampled(flat.grams)
        numbers = np.asarray(group, dtype=np.uint64)[flat.owners()[held]] + np.uint64(first)
        found.append(np.unique((keys << _BITS) | numbers))
    postings = np.concatenate(found)
    return postings, np.bincount((postings & _NUMBER).astype(np.int64) - first, minlength=len(texts))


class Index:
    """The index. Documents go by name; a name that is added again is another version, and the old one is forgotten.

    Example:
        >>> index = Index()
        >>> text = "The ferry sank on Sunday evening with 63 people on board, the harbour office said, two miles east of the lighthouse." * 2
        >>> index.add({"a": text, "b": "Farmers in the hills have begun to bring in the barley two weeks early because of the drought."})
        >>> [(n.name, n.contained) for n in index.near(text)]
        [('a', 1.0)]
        >>> index.forget("a")
        >>> index.near(text)
        []
    """

    def __init__(self) -> None:
        self._sorted = np.zeros(0, np.uint64)
        self._fresh: list[NDArray[np.uint64]] = []
        self._held: dict[int, list[int]] = {}
        self._loose = False
        self._names: list[str] = []
        self._numbers: dict[str, int] = {}
        self._sizes = np.zeros(0, np.int32)
        self._ranks = np.zeros(0, np.uint64)
        self._alive = np.zeros(0, bool)

    def __len__(self) -> int:
        """Documents that are in the index and not forgotten."""
        return len(self._numbers)

    def add(self, texts: Mapping[str, str]) -> None:
        """Takes in documents, by name."""
        for name in texts:
            self.forget(name)
        first = len(self._names)
        postings, sizes = _postings(list(texts.values()), first)
        self._names += texts
        self._numbers.update((name, first + n) for n, name in enumerate(texts))
        self._room(len(self._names))
        self._sizes[first : len(self._names)] = sizes
        self._ranks[first : len(self._names)] = [_rank(name) for name in texts]
        self._alive[first : len(self._names)] = True
        self._fresh.append(postings)
        if len(texts) <= FEW and not self._loose:
            self._hold(postings)
        else:
            self._loose = True

    def _room(self, number: int) -> None:
        if number > self._sizes.size:
            more = max(number, self._sizes.size * 5 // 4) - self._sizes.size
            self._sizes = np.r_[self._sizes, np.zeros(more, np.int32)]
            self._ranks = np.r_[self._ranks, np.zeros(more, np.uint64)]
            self._alive = np.r_[self._alive, np.zeros(more, bool)]

    def _hold(self, postings: NDArray[np.uint64]) -> None:
        """Keeps a few postings at hand in a table; they are sorted in with many others later."""
        for posting in postings.tolist():
            self._held.setdefault(posting >> 24, []).append(posting & 0xFFFFFF)
        if sum(p.size for p in self._fresh) > max(_FRESH, self._sorted.size // 16):
            self._settle()

    def _settle(self) -> None:
        if not self._fresh:
            return
        self._sorted = np.concatenate([self._sorted, *self._fresh])
        self._sorted.sort()
        self._fresh, self._held, self._loose = [], {}, False

    def forget(self, name: str) -> None:
        """Drops a document; nothing happens where the name is unknown."""
        number = self._numbers.pop(name, None)
        if number is not None:
            self._alive[number] = False

    def near(self, text: str) -> list[Near]:
        """The documents that share text with this one, likest first; a document that was added itself is among them."""
        if self._loose:
            self._settle()
        keys = np.unique(sampled(flat_grams([text]).grams)[1])
        if not keys.size:
            return []
        lows = np.searchsorted(self._sorted, keys << _BITS)
        highs = np.searchsorted(self._sorted, (keys << _BITS) | _NUMBER, side="right")
        found = []
        for key, low, high in zip(keys.tolist(), lows.tolist(), highs.tolist(), strict=True):
            met = (self._sorted[low:high] & _NUMBER).astype(np.int64)
            if self._held:
                met = np.r_[met, np.asarray(self._held.get(key, ()), dtype=np.int64)]
            met = met[self._alive[met]]
            found.append(met if met.size < CAP else met[[np.argmin(self._ranks[met])]])
        numbers, shared = np.unique(np.concatenate(found), return_counts=True)
        least = np.minimum(keys.size, self._sizes[numbers])
        kept = (shared >= LEAST) & (shared >= CONTAINED * least)
        made = [
            Near(self._names[n], s, s / min(keys.size, size), s / (keys.size + size - s))
            for n, s, size in zip(
                numbers[kept].tolist(), shared[kept].tolist(), self._sizes[numbers[kept]].tolist(), strict=True
            )
        ]
        return sorted(made, key=lambda m: (-m.jaccard, -m.contained, m.name))

    def names(self, numbers: Iterable[int]) -> list[str]:
        """The names of documents by number."""
        return [self._names[n] for n in numbers]

    def pairs(self) -> Pairs:
        """Every pair of documents that share text, ascending by number. Time and room grow with the postings, whatever the families' sizes."""
        self._settle()
        postings = self._sorted
        if not self._alive[: len(self._names)].all():
            postings = postings[self._alive[(postings & _NUMBER).astype(np.int64)]]
        codes = _codes(postings, self._ranks)
        if not codes.size:
            return Pairs(*(np.zeros(0, np.int64),) * 3, *(np.zeros(0),) * 2)
        codes.sort()
        begins = np.flatnonzero(np.r_[True, codes[1:] != codes[:-1]])
        shared = np.diff(np.r_[begins, codes.size])
        codes = codes[begins[shared >= LEAST]]
        shared = shared[shared >= LEAST]
        left, right = (codes >> _BITS).astype(np.int64), (codes & _NUMBER).astype(np.int64)
        mine, theirs = self._sizes[left], self._sizes[right]
        contained = shared / np.minimum(mine, theirs)
        kept = contained >= CONTAINED
        jaccard = shared / (mine + theirs - shared)
        return Pairs(left[kept], right[kept], shared[kept], contained[kept], jaccard[kept])

    def save(self, folder: Path) -> None:
        """Writes the index into a folder, without what was forgotten."""
        self._settle()
        folder.mkdir(parents=True, exist_ok=True)
        number = len(self._names)
        alive = self._alive[:number]
        at = np.cumsum(alive).astype(np.uint64) - np.uint64(1)
        owners = (self._sorted & _NUMBER).astype(np.int64)
        kept = alive[owners]
        postings = (self._sorted[kept] & ~_NUMBER) | at[owners[kept]]
        np.save(folder / "postings.npy", postings)
        np.save(folder / "sizes.npy", self._sizes[:number][alive])
        names = [name for name, held in zip(self._names, alive.tolist(), strict=True) if held]
        (folder / "names.json").write_bytes(msgspec.json.encode(names))

    @classmethod
    def load(cls, folder: Path) -> Index:
        """The index that was saved into a folder; its postings are read as they are needed."""
        index = cls()
        index._sorted = np.load(folder / "postings.npy", mmap_mode="r")
        index._names = msgspec.json.decode((folder / "names.json").read_bytes(), type=list[str])
        index._numbers = {name: n for n, name in enumerate(index._names)}
        index._sizes = np.load(folder / "sizes.npy")
        index._ranks = np.array([_rank(name) for name in index._names], dtype=np.uint64)
        index._alive = np.ones(len(index._names), dtype=bool)
        return index


def _rank(name: str) -> int:
    """A number by which one of many documents is chosen, whatever came first."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")


def _codes(postings: NDArray[np.uint64], ranks: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """For each gram the pairs of its documents (lower number above the higher in one code): all of up to `CAP`, beyond it those with one."""
    keys = postings >> _BITS
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if keys.size else np.zeros(0, np.int64)
    sizes = np.diff(np.r_[starts, keys.size])
    del keys
    found = [np.zeros(0, np.uint64)]
    for size in range(2, CAP + 1):
        at = starts[sizes == size]
        if at.size:
            first, second = np.triu_indices(size, 1)
            for low in range(0, at.size, _FRESH):
                group = postings[at[low : low + _FRESH, None] + np.arange(size)] & _NUMBER
                found.append(((group[:, first] << _BITS) | group[:, second]).ravel())
    for start, size in zip(starts[sizes > CAP].tolist(), sizes[sizes > CAP].tolist(), strict=True):
        group = postings[start : start + size] & _NUMBER
        one = group[np.argmin(ranks[group.astype(np.int64)])]
        rest = group[group != one]
        found.append((np.minimum(rest, one) << _BITS) | np.maximum(rest, one))
    return np.concatenate(found)
