"""How a text uses another: near copy, light revision, heavy revision, or not at all, with the shares that say so."""

from __future__ import annotations

from typing import Literal, NamedTuple

from firsthand.collate.align import align, covered, runs
from firsthand.collate.reading import Reading, words
from firsthand.model import Reason

Level = Literal["near copy", "light revision", "heavy revision", "none"]

# Words in a run that counts as taken over word for word: four in a row are seldom chance, and a light revision leaves few longer ones.
RUN = 4
# Share of a text's words in such runs from which it is a near copy. The same figure parts verbatim copies from edited ones in lineage.
NEAR_COPY = 0.85
# Share in runs, or share told alike in whatever words, from which a text comes from the other at all. Of 18 answers written independently on
# one subject none has more than 0.15 in runs or 0.48 told alike (dev part of the graded answers of Clough and Stevenson 2011); midpoints to the
# nearest derived ones. Lower them and texts on one subject pass for revisions.
TAKEN, TOLD = 0.18, 0.55
# Part of what is told alike that stands in runs, from which the revision is light: most of it is taken as it was.
LIGHT = 0.6


class Reuse(NamedTuple):
    """The level, a score (0..1) that the reasons add up to, and these."""

    level: Level
    score: float
    reasons: tuple[Reason, ...]


def reuse(copy: Reading, original: Reading, *, least: int = 6) -> Reuse:
    """How `copy` uses `original`, both of one language; `least` is the shortest run of equal words that lineage counts as shared text.

    Returns:
        The level of reuse and a score, half of it the share of words in runs of equal words, half the share of the text told alike.

    Example:
        >>> from firsthand.collate.reading import read
        >>> from firsthand.model import Document
        >>> text = "The bridge at Orlen was closed on Monday after a lorry struck its northern pier."
        >>> one, two = (read(Document(id=i, address=i, sha256=i, text=text, language="en")) for i in "ab")
        >>> reuse(one, two).level
        'near copy'
    """
    count = len(words(copy))
    taken = sum(run.length for run in runs(copy, original, RUN)) / count if count else 0.0
    aligned = align(copy, original, least)
    told = max(taken, covered([(a.start, a.end) for a in aligned], copy.document.text))
    reasons = (
        Reason(name="equal words", weight=taken / 2, words=f"{taken:.0%} of its words in runs of {RUN} or more"),
        Reason(name="told alike", weight=told / 2, words=f"{told:.0%} of it told alike, in whatever words"),
    )
    level: Level = "none"
    if taken >= NEAR_COPY:
        level = "near copy"
    elif taken >= TAKEN or told >= TOLD:
        level = "light revision" if taken >= LIGHT * told else "heavy revision"
    return Reuse(level, sum(r.weight for r in reasons), reasons)
