"""What kind of retelling a text is: by how much of it stands in equal runs of words, and what else it retells."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.collate.align import covered, runs
from firsthand.collate.credits import translated
from firsthand.collate.direction import TRANSLATED
from firsthand.collate.reading import Reading, words
from firsthand.collate.revisions import revises, same_report
from firsthand.model import Aligned, DerivationKind

# Shortest run of words, between two texts already known to be one, that counts as taken over. Shorter than the run that shows two texts to be
# related: a light edit leaves runs of five to ten words, and runs of three stand in any two texts on one subject.
TAKEN_RUN = 4
# Share in equal runs from which a copy is verbatim, and from which it is an edited copy rather than a retelling: one word changed in each
# sentence is an edit. On `reuse_levels` (dev) 37 of 45 levels are right so, 36 with 0.85; with thresholds chosen anew for each writer left out
# 35, so differences of this size are noise. 0.25 is chosen every time; at 0.3 three light revisions count as retold.
VERBATIM, EDITED = 0.93, 0.25


def kind_of(copy: Reading, original: Reading, aligned: Sequence[Aligned]) -> DerivationKind:
    """The kind of derivation of `copy` from `original`.

    Args:
        copy: the text that comes from the other.
        original: the other.
        aligned: what of `copy` tells the same as what of `original`.

    Example:
        >>> from firsthand.collate.reading import read
        >>> from firsthand.model import Document
        >>> text = "The bridge at Orlen was closed on Monday after a lorry struck its northern pier."
        >>> one, two = (read(Document(id=i, address=i, sha256=i, text=text, language="en")) for i in "ab")
        >>> kind_of(one, two, [])
        'verbatim'
    """
    if copy.language != original.language:
        return "translated"
    if same_report(copy.document, original.document) or revises(copy.document, original.document):
        return "revision"
    equal = taken(copy, original)
    if equal >= VERBATIM:
        return "verbatim"
    if equal >= EDITED:
        return "edited"
    if translated(copy.document)[0] >= TRANSLATED and translated(original.document)[0] < TRANSLATED:
        return "translated"
    whole = covered([(a.start, a.end) for a in aligned], copy.document.text)
    return "rewritten" if whole >= EDITED else "cited"


def taken(copy: Reading, original: Reading) -> float:
    """Share (0..1) of `copy` that lies in runs of `TAKEN_RUN` or more words equal in `original`."""
    units = words(copy)
    spans = [(units[r.at].start, units[r.at + r.length - 1].end) for r in runs(copy, original, TAKEN_RUN)]
    return covered(spans, copy.document.text)
