"""Which slots stand in passages that one report took from another: found by carrying spans through the aligned runs of a derivation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from firsthand.link.slots import Slot
from firsthand.model import Aligned, Derivation, Statement

# How far, in characters, a carried span may miss the one it should meet: runs are aligned by sentence in retellings, so a word's place
# in the run is only known in proportion. About half a sentence; wider joins two attacks told in neighbouring sentences.
SLACK = 80


def copied_pairs(slots: Sequence[Slot], derivations: Sequence[Derivation]) -> dict[tuple[str, str], str]:
    """Pairs of slot ids (in order) that are one passage and its copy, each with the kind of derivation that shows it.

    Slots are matched by the word that tells of the event: carried over from the copy, it has to meet the word of just one slot of the
    original; where two are near, the nearer of the same type counts.
    """
    by_document: dict[str, list[Slot]] = defaultdict(list)
    for slot in slots:
        by_document[slot.document].append(slot)
    found: dict[tuple[str, str], str] = {}
    for derivation in sorted(derivations, key=lambda d: d.id):
        there = by_document.get(derivation.of)
        if not there or not derivation.evidence:
            continue
        for slot in by_document.get(derivation.document, ()):
            match = _match(slot, there, derivation.evidence)
            if match is not None:
                left, right = sorted((slot.id, match.id))
                found.setdefault((left, right), derivation.kind)
    return found


def _match(slot: Slot, there: Sequence[Slot], runs: Sequence[Aligned]) -> Slot | None:
    best: tuple[tuple[float, str], Slot] | None = None
    for carried in _carried(slot, runs):
        for other in there:
            gap = min((abs(s.start - carried) for s in _anchors(other)), default=SLACK + 1)
            if gap <= SLACK:
                rank = (gap + (0.0 if slot.types & other.types else SLACK / 2), other.id)
                if best is None or rank < best[0]:
                    best = (rank, other)
    return best[1] if best else None


def _carried(slot: Slot, runs: Sequence[Aligned]) -> Iterator[float]:
    """Where the slot's own words stand in the original, by proportion within each run."""
    for statement in _anchors(slot):
        middle = (statement.start + statement.end) / 2
        for run in runs:
            if run.start <= middle <= run.end:
                share = (statement.start - run.start) / max(run.end - run.start, 1)
                yield run.of_start + share * (run.of_end - run.of_start)


def _anchors(slot: Slot) -> list[Statement]:
    return [s for s in slot.statements if s.property == "type"]
