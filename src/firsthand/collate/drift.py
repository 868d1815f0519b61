"""Drift: what changed between a passage and its retelling, read by named rules over aligned sentences of one language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from firsthand.collate.align import sentence_pairs
from firsthand.collate.days import dates
from firsthand.collate.figures import numbers
from firsthand.collate.names import renamed
from firsthand.collate.opposites import opposites
from firsthand.collate.reading import Reading, lines
from firsthand.collate.revisions import declared_change
from firsthand.collate.roles import modifiers, person, swaps
from firsthand.collate.sides import Change, Side, clause_span, side
from firsthand.collate.speakers import attribution, places
from firsthand.collate.wording import gained, likelihood, loaded, lost, negation
from firsthand.model import Derivation, Drift, make_id

Rule = Callable[[Side, Side], Iterator[Change]]
# Rules for any aligned pair of sentences, and rules that need the sentences to be close to each other in wording.
RULES: tuple[Rule, ...] = (lost, negation, opposites, person, modifiers, likelihood, loaded, numbers)
CLOSE_RULES: tuple[Rule, ...] = (gained, dates, places, renamed, attribution)
# Rules that also look at the original's neighbouring sentences: a retelling folds "he said that ..." into the sentence before or after.
WIDE_RULES: tuple[Rule, ...] = (swaps,)
# Likeness from which two sentences are close enough that another name or day in the same slot is a change, not another detail.
CLOSE = 0.6
# Languages whose vocabulary of drift there is.
LANGUAGES = frozenset({"en"})
_RANK = {"critical": 0, "high": 1, "medium": 2, "low": 3}


def drifts(derivations: Sequence[Derivation], readings: Mapping[str, Reading]) -> tuple[Drift, ...]:
    """Everything that changed in the telling, worst first; nothing between texts that are equal but for typography.

    What a later version of an outlet's own report declares to have corrected is no error in the telling and is left out.

    Args:
        derivations: edges of one language are read; others are passed over, since their wording cannot be compared.
        readings: by document id.
    """
    found: dict[str, Drift] = {}
    for edge in derivations:
        copy, original = readings[edge.document], readings[edge.of]
        if copy.language == original.language and copy.language in LANGUAGES:
            for drift in _of(edge, copy, original):
                found.setdefault(drift.id, drift)
    return tuple(sorted(found.values(), key=lambda d: (_RANK[d.severity], d.document, d.start, d.id)))


def _of(edge: Derivation, copy: Reading, original: Reading) -> Iterator[Drift]:
    for start, end, of_start, of_end, likeness in sentence_pairs(copy, original, edge.evidence):
        there, here = side(copy.document.text, start, end), side(original.document.text, of_start, of_end)
        for change in changes(here, there, close=likeness >= CLOSE):
            if not (edge.kind == "revision" and declared_change(copy.document, there, change.retold)):
                yield _drift(edge, here, there, change)
        wide = side(original.document.text, *_widened(original, of_start, of_end))
        for rule in WIDE_RULES:
            for change in rule(wide, there):
                yield _drift(edge, wide, there, change)


def _widened(original: Reading, start: int, end: int) -> tuple[int, int]:
    """A span of the original with the sentence before and the sentence after it."""
    inside = [n for n, line in enumerate(lines(original)) if line.start < end and start < line.end]
    every = lines(original)
    return every[max(0, inside[0] - 1)].start, every[min(len(every) - 1, inside[-1] + 1)].end


def changes(original: Side, retold: Side, *, close: bool = True) -> list[Change]:
    """What the rules find between two sentences that tell the same.

    Example:
        >>> old, new = "Nine people were hurt in the blast.", "Nineteen people were hurt in the blast."
        >>> [(c.kind, c.severity) for c in changes(side(old, 0, len(old)), side(new, 0, len(new)))]
        [('number', 'critical')]
    """
    if not original.words or not retold.words or [w.word for w in original.words] == [w.word for w in retold.words]:
        return []
    return [c for rule in (RULES + CLOSE_RULES if close else RULES) for c in rule(original, retold)]


def all_changes(original: Side, retold: Side) -> list[Change]:
    """Every rule over two sentences given by themselves, the wide ones included."""
    return changes(original, retold) + (
        [c for rule in WIDE_RULES for c in rule(original, retold)] if original.words and retold.words else []
    )


def _drift(edge: Derivation, here: Side, there: Side, change: Change) -> Drift:
    of_start, of_end = clause_span(here, change.original)
    start, end = clause_span(there, change.retold)
    return Drift(
        id=make_id("x", edge.id, change.kind, start, end, of_start, of_end, change.why),
        derivation=edge.id,
        document=edge.document,
        of=edge.of,
        start=start,
        end=end,
        of_start=of_start,
        of_end=of_end,
        original=here.text[of_start - here.start : of_end - here.start],
        retold=there.text[start - there.start : end - there.start],
        kind=change.kind,
        severity=change.severity,
        why=change.why,
    )
