"""A copy is read as its original: what stands in a copied passage goes where the original's own reading put it.

The words are the same, but the reading of a copy may differ (it may be undated, cut, or set in another order), and then a mere reprint would
split an incident, move a figure or make a second row. So slots that stand wholly in copied passages take no part in grouping: each of their
statements follows the statement of the original at the same place.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from firsthand.link.slots import Slot, happened
from firsthand.model import Aligned, Derivation, Ledger, Statement
from firsthand.text import fold

# Kinds of derivation in which the words are the original's, so that a place in a run is known almost exactly.
SAME_WORDS = frozenset({"verbatim", "edited"})
# Characters by which a carried place may miss: typography and an edited word or two shift a run a little. Larger would confuse two counts of
# one sentence; re-measure on reprints when moved.
SHIFT = 25
# Originals of originals are sought this deep; a ring of copies ends here.
DEPTH = 8


class Followers(NamedTuple):
    """Which statements of copies follow which of originals, the slots left to be grouped, and the slots that only follow."""

    original: Mapping[str, str]
    grouped: tuple[Slot, ...]
    following: tuple[Slot, ...]


def followers(slots: Sequence[Slot], ledger: Ledger, judged: Iterable[str]) -> Followers:
    """Tells slots that only follow an original from those to be grouped.

    Args:
        judged: ids of slots on which people have decided; these are always grouped, so that the decision holds.
    """
    original, taken = _originals(slots, ledger)
    kept = frozenset(judged)
    following = tuple(s for s in slots if s.id not in kept and _follows(s, original, taken))
    gone = {s.id for s in following}
    return Followers(original, tuple(s for s in slots if s.id not in gone), following)


def _follows(slot: Slot, original: Mapping[str, str], taken: frozenset[str]) -> bool:
    """Whether every word of the deed stands in a copied passage and is read in the original too, or, in a verbatim copy, is not read there."""
    deeds = [s.id for s in slot.statements if happened(s)]
    return all(deed in original or deed in taken for deed in deeds)


def _originals(slots: Sequence[Slot], ledger: Ledger) -> tuple[dict[str, str], frozenset[str]]:
    """Each copied statement with its original (through copies of copies), and the statements of verbatim passages without one."""
    statements: dict[str, list[Statement]] = defaultdict(list)
    for slot in slots:
        statements[slot.document].extend(slot.statements)
    houses = {d.id: fold(d.publisher) if d.publisher else d.id for d in ledger.documents}
    step: dict[str, str] = {}
    verbatim: set[str] = set()
    for derivation in sorted(ledger.collation.derivations, key=lambda d: (-(d.coverage or 0.0), d.id)):
        mine, theirs = houses.get(derivation.document), houses.get(derivation.of)
        if derivation.kind not in SAME_WORDS or theirs is None or mine == theirs:
            continue
        found, missed = _carried(statements[derivation.document], statements.get(derivation.of, []), derivation)
        for copy, source in found.items():
            step.setdefault(copy, source)
        if derivation.kind == "verbatim":
            verbatim |= missed
    return {copy: _deepest(copy, step) for copy in step}, frozenset(verbatim - step.keys())


def _carried(
    copies: Sequence[Statement], originals: Sequence[Statement], derivation: Derivation
) -> tuple[dict[str, str], set[str]]:
    """Copied statements with the statements they meet in the original, and those that meet none."""
    there: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for s in originals:
        there[s.property].append((s.start, s.id))
    for known in there.values():
        known.sort()
    runs = sorted(derivation.evidence, key=lambda r: r.start)
    starts = [r.start for r in runs]
    found: dict[str, str] = {}
    missed: set[str] = set()
    for copy in copies:
        index = bisect_left(starts, copy.start + 1) - 1
        if index < 0 or copy.start >= runs[index].end:
            continue
        nearest = _nearest(there.get(copy.property, []), _place(copy.start, runs[index]))
        if nearest is None:
            missed.add(copy.id)
        else:
            found[copy.id] = nearest
    return found, missed


def _place(start: int, run: Aligned) -> int:
    scale = (run.of_end - run.of_start) / max(run.end - run.start, 1)
    return round(run.of_start + (start - run.start) * scale)


def _nearest(known: Sequence[tuple[int, str]], place: int) -> str | None:
    index = bisect_left(known, (place, ""))
    near = [(abs(start - place), name) for start, name in known[max(0, index - 2) : index + 2]]
    best = min(near, default=None)
    return best[1] if best is not None and best[0] <= SHIFT else None


def _deepest(copy: str, step: Mapping[str, str]) -> str:
    for _ in range(DEPTH):
        if copy not in step:
            break
        copy = step[copy]
    return copy


def settle(found: Followers, home: Mapping[str, int]) -> tuple[dict[int, list[Statement]], dict[int, list[Slot]]]:
    """The statements of each group, and the slots that follow into it.

    A statement of a copy goes to the group of its original; one that follows none goes with most others of its slot, and a slot none of
    whose statements has an original goes nowhere: the original's reading stands.

    Args:
        home: the group's number by slot id, for the slots that were grouped.
    """
    slot_of = {s.id: slot.id for slot in found.grouped for s in slot.statements}
    statements: dict[int, list[Statement]] = defaultdict(list)
    slots: dict[int, list[Slot]] = defaultdict(list)
    for slot in (*found.grouped, *found.following):
        own = home.get(slot.id)
        goes = {s.id: home[slot_of[o]] for s in slot.statements if (o := found.original.get(s.id)) in slot_of}
        if own is None:
            most = Counter(goes.values())
            own = min(most, key=lambda group: (-most[group], group), default=None)
            if own is None:
                continue
            slots[own].append(slot)
        for s in slot.statements:
            statements[goes.get(s.id, own)].append(s)
    return statements, slots
