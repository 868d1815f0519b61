"""What people decided about incidents, made ready for grouping: pairs of slots that are one incident, and pairs that are not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from firsthand.link.slots import Slot
from firsthand.model import Judgement, in_force, make_id


class Decided(NamedTuple):
    """Pairs of slot ids, each pair in order."""

    same: frozenset[tuple[str, str]]
    different: frozenset[tuple[str, str]]


def incident_id(statement: str) -> str:
    """The id of the incident whose earliest statement has this id.

    Example:
        >>> incident_id("s-1") == incident_id("s-1") != incident_id("s-2")
        True
    """
    return make_id("i", statement)


def decided(judgements: Sequence[Judgement], slots: Sequence[Slot]) -> Decided:
    """The judgements on incidents that stand: undone ones left out, of several on one pair the latest.

    An incident is named by its earliest statement, so an incident's id stands for the slot that this statement belongs to: the judgement
    holds on whatever grouping the incident has later.
    """
    names = {s.id: s.id for s in slots}
    for slot in slots:
        for statement in slot.statements:
            names.setdefault(incident_id(statement.id), slot.id)
    latest: dict[tuple[str, str], str] = {}
    for judgement in in_force(judgements):
        if judgement.kind != "incident" or judgement.right is None:
            continue
        left, right = names.get(judgement.left), names.get(judgement.right)
        if left is not None and right is not None and left != right:
            latest[(left, right) if left < right else (right, left)] = judgement.verdict
    return Decided(
        same=frozenset(pair for pair, verdict in latest.items() if verdict == "same"),
        different=frozenset(pair for pair, verdict in latest.items() if verdict == "different"),
    )
