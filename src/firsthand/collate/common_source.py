"""Common source against copy: two reports that give one speaker's words, and share nothing else, are no copies of each other."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

import msgspec
import numpy as np

from firsthand.collate.reading import Reading, read
from firsthand.text import plain, sentences

# Words from which a quotation is a statement that can be recognised; shorter ones are turns of phrase. The practice of lineage asks for
# a shared quotation of eight words before it is evidence of anything.
LEAST_QUOTE = 8
_QUOTE = re.compile(r'"([^"]{20,2000})"')
_WORD = re.compile(r"\w+")


def shared_quotes(left: str, right: str) -> frozenset[str]:
    """The direct quotations of `LEAST_QUOTE` words or more that stand word for word in both texts, folded to their words.

    Example:
        >>> said = '"We will open the bridge as soon as the water falls," she said.'
        >>> [len(q.split()) for q in shared_quotes(said, "The mayor spoke. " + said)]
        [11]
    """
    return frozenset(_quotes(left)) & frozenset(_quotes(right))


@functools.lru_cache(maxsize=4096)
def _quotes(text: str) -> dict[str, tuple[int, int]]:
    found = {}
    for match in _QUOTE.finditer(plain(text)):
        words = _WORD.findall(match[1].casefold())
        if len(words) >= LEAST_QUOTE:
            found[" ".join(words)] = match.span()
    return found


def without(reading: Reading, quotes: frozenset[str]) -> Reading:
    """The reading without the sentences that give these quotations; offsets hold."""
    text = reading.document.text
    spans = [span for words, span in _quotes(text).items() if words in quotes]
    kept = list(text)
    for start, end in _around(text, spans):
        kept[start:end] = " " * (end - start)
    return read(msgspec.structs.replace(reading.document, text="".join(kept)))


def _around(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans widened to the sentences they touch: who says it, and where, comes with the words."""
    wide = []
    for start, end in spans:
        touched = [s for s in sentences(text) if s[0] < end and start < s[1]]
        wide.append((min([start, *(s[0] for s in touched)]), max([end, *(s[1] for s in touched)])))
    return wide


def overlap(left: Reading, right: Reading) -> tuple[int, float, float]:
    """Word 3-grams that two readings share: how many, their Jaccard overlap, and the share of the shorter text's."""
    shared = int(np.intersect1d(left.grams, right.grams, assume_unique=True).size)
    union, shorter = left.grams.size + right.grams.size - shared, min(left.grams.size, right.grams.size)
    return shared, shared / max(union, 1), shared / max(shorter, 1)
