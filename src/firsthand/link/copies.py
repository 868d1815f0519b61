"""Which slots stand in passages that one report took from another: found by carrying spans through the aligned runs of a derivation."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from firsthand.link.slots import Slot
from firsthand.model import Aligned, Ledger, Statement
from firsthand.text import fold

# How far, in characters, a carried span may miss the one it should meet: runs are aligned by sentence in retellings, so a word's place
# in the run is only known in proportion. About half a sentence; wider joins two attacks told in neighbouring sentences.
SLACK = 80


class Copied(NamedTuple):
    """How one slot of a pair comes from the other: the kind of derivation, and the id of the slot that is the copy."""

    kind: str
    copy: str


def copied_pairs(slots: Sequence[Slot], ledger: Ledger) -> dict[tuple[str, str], Copied]:
    """Pairs of slot ids (in order) that are one passage and its copy, each with the derivation that shows it.

    Every statement of the copy that meets a statement of the same property in the original, when carried over, is one vote for the
    slot it meets; the slot with most votes is the original of the copy's slot, if at least one vote is for the word of the event itself.
    A passage that an outlet takes from its own earlier text counts as ``revision``, whatever the kind of derivation.
    """
    by_document: dict[str, list[Slot]] = defaultdict(list)
    for slot in slots:
        by_document[slot.document].append(slot)
    houses = {d.id: fold(d.publisher) for d in ledger.documents if d.publisher}
    found: dict[tuple[str, str], Copied] = {}
    for derivation in sorted(ledger.collation.derivations, key=lambda d: d.id):
        there = by_document.get(derivation.of)
        if not there or not derivation.evidence:
            continue
        mine, theirs = houses.get(derivation.document), houses.get(derivation.of)
        how = "revision" if mine is not None and mine == theirs else derivation.kind
        for slot in by_document.get(derivation.document, ()):
            match = _original(slot, there, derivation.evidence)
            if match is not None:
                left, right = sorted((slot.id, match))
                found.setdefault((left, right), Copied(how, slot.id))
    return found


def _original(slot: Slot, there: Sequence[Slot], runs: Sequence[Aligned]) -> str | None:
    """The slot of the original that most statements of a copy's slot meet; of equals the one of more types in common, then by id."""
    votes: Counter[str] = Counter()
    deeds: set[str] = set()
    for statement in slot.statements:
        carried = _carried(statement, runs)
        if carried is None:
            continue
        near = {
            other.id: min(abs(s.start - carried) for s in same)
            for other in there
            if (same := [s for s in other.statements if s.property == statement.property])
        }
        best = min(near, key=lambda name: (near[name], name), default=None)
        if best is not None and near[best] <= SLACK:
            votes[best] += 1
            if statement.property == "type":
                deeds.add(best)
    shared = {other.id: len(slot.types & other.types) for other in there}
    return max(deeds, key=lambda name: (votes[name], shared[name], name), default=None)


def _carried(statement: Statement, runs: Sequence[Aligned]) -> float | None:
    """Where a statement of the copy stands in the original, by proportion within the run that holds it; ``None`` where none does."""
    middle = (statement.start + statement.end) / 2
    for run in runs:
        if run.start <= middle <= run.end:
            share = (statement.start - run.start) / max(run.end - run.start, 1)
            return run.of_start + share * (run.of_end - run.of_start)
    return None
