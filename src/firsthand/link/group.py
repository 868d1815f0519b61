"""Grouping: slots into incidents, best pairs first, without chaining, under what people decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from firsthand.link.compare import JOIN_AT, by_copy, contradicts
from firsthand.link.judged import Decided
from firsthand.link.slots import Slot
from firsthand.model import Link, Reason

# A pair counts no more than this in the mean across two groups, so that one copy does not carry strangers in.
ENOUGH = 10.0
# Pairs looked at between two groups before they are joined; more is exact, fewer is faster. Groups are compared whole up to 8 by 8.
SAMPLE = 8


class Grouped(NamedTuple):
    """Groups of slots (each sorted by id, groups sorted by their first) and the pairs that were kept apart although they scored enough."""

    groups: tuple[tuple[Slot, ...], ...]
    refused: tuple[Link, ...]


class Comparer(NamedTuple):
    """How two slots are compared, which slots are mere copies of others, and which are what their report is about."""

    compare: Callable[[Slot, Slot], Link]
    copies: frozenset[str]
    leading: frozenset[str] = frozenset()

    def about(self, link: Link) -> bool:
        """Whether two reports are about what the link joins: such links are the surest, and taken before others."""
        return by_copy(link) or (link.left in self.leading and link.right in self.leading)


def group(slots: Sequence[Slot], links: Sequence[Link], decided: Decided, comparer: Comparer) -> Grouped:
    """Groups slots into incidents.

    Pairs are taken best first, those of what reports are about before others (ties by id, so order of arrival does not matter).
    Two groups are joined when the pair scores `JOIN_AT`,
    no pair across them is forbidden (judged different, two slots of one document, or contradictory), and the pairs across them
    agree on the whole; copies have no say in that beside their originals. A copied passage joins without more ado. Last, what people judged
    to be one incident is joined, unless people also judged a pair across it different.
    """
    by_id = {s.id: s for s in slots}
    member: dict[str, list[Slot]] = {s.id: [s] for s in slots}
    scores: dict[tuple[str, str], Link] = {(link.left, link.right): link for link in links}
    refused: list[Link] = []
    for link in sorted(
        (x for x in links if x.score >= JOIN_AT), key=lambda x: (not comparer.about(x), -x.score, x.left, x.right)
    ):
        left, right = member[link.left], member[link.right]
        if left is right:
            continue
        sure = by_copy(link)
        why = _forbidden(left, right, decided, sure) or ("" if sure else _against(left, right, scores, comparer))
        if why:
            refused.append(_kept_apart(link, why))
        else:
            _join(left, right, member)
    for one, other in sorted(decided.same):
        left, right = member[by_id[one].id], member[by_id[other].id]
        if left is not right and not _judged_apart(left, right, decided):
            _join(left, right, member)
    groups = {id(g): tuple(sorted(g, key=lambda s: s.id)) for g in member.values()}
    return Grouped(tuple(sorted(groups.values(), key=lambda g: g[0].id)), tuple(refused))


def _join(left: list[Slot], right: list[Slot], member: dict[str, list[Slot]]) -> None:
    large, small = (left, right) if len(left) >= len(right) else (right, left)
    large.extend(small)
    for slot in small:
        member[slot.id] = large


def _forbidden(left: Sequence[Slot], right: Sequence[Slot], decided: Decided, sure: bool) -> str:
    if _judged_apart(left, right, decided):
        return "judged different"
    if sure:  # what the original tells as one incident is one, though the copy was read in two pieces
        return ""
    shared = {s.document for s in left} & {s.document for s in right}
    for a, b in product(left, right):
        if a.document in shared and a.document == b.document and _pair(a, b) not in decided.same:
            return "one report tells of them as two incidents"
    return ""


def _judged_apart(left: Sequence[Slot], right: Sequence[Slot], decided: Decided) -> bool:
    return bool(decided.different) and any(_pair(a, b) in decided.different for a, b in product(left, right))


def _against(
    left: Sequence[Slot], right: Sequence[Slot], scores: Mapping[tuple[str, str], Link], comparer: Comparer
) -> str:
    """Why two groups cannot be one although one pair across them scores enough; empty where they can."""
    total, pairs = 0.0, list(product(_sample(left, comparer.copies), _sample(right, comparer.copies)))
    for a, b in pairs:
        link = scores.get(_pair(a, b)) or comparer.compare(a, b)
        why = contradicts(link)
        if why:
            return f"another report of the group speaks against it: {why}"
        total += min(link.score, ENOUGH)
    return "" if total / len(pairs) >= JOIN_AT / 2 else "the other reports of the two groups share too little"


def _sample(members: Sequence[Slot], copies: frozenset[str]) -> Sequence[Slot]:
    """Up to `SAMPLE` members that are no copies, those that tell the most first: an exact date and place are what contradict."""

    def vague(slot: Slot) -> tuple[int, int, str]:
        width = slot.latest - slot.earliest if slot.latest is not None and slot.earliest is not None else 9999
        return width, min((p.precision or 9 for p in slot.places), default=9), slot.id

    own = [s for s in members if s.id not in copies] or members
    return own if len(own) <= SAMPLE else sorted(own, key=vague)[:SAMPLE]


def _pair(a: Slot, b: Slot) -> tuple[str, str]:
    return (a.id, b.id) if a.id < b.id else (b.id, a.id)


def _kept_apart(link: Link, why: str) -> Link:
    reason = Reason(name="kept apart", weight=0.0, words=why)
    return Link(left=link.left, right=link.right, score=link.score, joined=False, reasons=(*link.reasons, reason))
