"""A document split into runs that are its own and runs that come from another document."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.model import Aligned, Derivation, Document, Passage

# Stops, quotation marks and white space between two runs belong to the run before them.
_STOPS = " \n\t.,;:!?\"'“”‘’«»()-–—"


def passages(document: Document, derivations: Sequence[Derivation]) -> tuple[Passage, ...]:
    """The runs of a document in order, without gap or overlap, each its own or derived.

    Args:
        document: the document to split.
        derivations: derivations of any documents; those of `document` are used. Where two cover a run, the higher similarity wins.

    Returns:
        Passages with offsets in code points of `Document.text`; a derived one names its derivation and the run it comes from.

    Example:
        >>> doc = Document(id="d", address="d", sha256="d", text="Own words. Taken words.")
        >>> part = Aligned(start=11, end=23, of_start=0, of_end=12, similarity=1.0)
        >>> edge = Derivation(id="e", document="d", of="o", kind="edited", coverage=0.5, coverage_of=1.0, score=1.0, reasons=(),
        ...                   direction=(), evidence=(part,))
        >>> [(p.start, p.end, p.origin) for p in passages(doc, [edge])]
        [(0, 11, 'own'), (11, 23, 'derived')]
    """
    spans = [(a, d) for d in derivations if d.document == document.id for a in d.evidence]
    spans.sort(key=lambda s: (-s[0].similarity, s[0].start - s[0].end, s[0].start, s[1].id))
    taken: list[tuple[Aligned, Derivation]] = []
    for span, derivation in spans:
        if not any(t.start < span.end and span.start < t.end for t, _ in taken):
            taken.append((span, derivation))
    found: list[Passage] = []
    reach = 0
    for span, derivation in sorted(taken, key=lambda s: s[0].start):
        if span.start > reach and document.text[reach : span.start].strip(_STOPS):
            found.append(Passage(document=document.id, start=reach, end=span.start, origin="own"))
            reach = span.start
        end = span.end + len(document.text[span.end :]) - len(document.text[span.end :].lstrip(_STOPS))
        found.append(
            Passage(
                document=document.id,
                start=reach,
                end=end,
                origin="derived",
                derivation=derivation.id,
                of=derivation.of,
                of_start=span.of_start,
                of_end=span.of_end,
            )
        )
        reach = end
    if reach < len(document.text):
        found.append(Passage(document=document.id, start=reach, end=len(document.text), origin="own"))
    return tuple(found)
