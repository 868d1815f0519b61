"""A person's decisions on lineage by the names people use: paths, outlets, absent originals; and the list of all decisions with their state."""

from __future__ import annotations

from typing import NamedTuple

from firsthand.errors import UnknownName, UsageError
from firsthand.model import ABSENT, Judgement, Ledger


class Standing(NamedTuple):
    """One judgement as a list shows it; `state` is "stands", "undone" or "replaced" (by a later one on the same pair)."""

    id: str
    at: str
    by: str
    words: str
    note: str
    state: str


def lasting(ledger: Ledger, name: str | None, *, original: bool = False) -> str:
    """The name under which a derivation's end is kept: a document's address, which outlives a change of its text; "absent:" and an outlet.

    Args:
        ledger: the ledger that holds the document or absent original.
        name: an id, an address, the end of one that no other document shares, or "absent:" and the name of an outlet.
        original: whether an absent original may stand here.

    Raises:
        UnknownName: nothing bears the name.
        UsageError: no name, or several documents bear it.

    Example:
        >>> lasting(Ledger(), "absent:Northwire", original=True)
        'absent:Northwire'
    """
    if name is None:
        raise UsageError("a derivation has two ends", next_step="give the retelling, then what it comes from")
    if original and name.startswith(ABSENT) and name != ABSENT:
        return name
    virtual = next((v for v in ledger.collation.virtuals if original and name in (v.id, v.name)), None)
    if virtual is not None:
        return ABSENT + virtual.name
    found = [d for d in ledger.documents if name in (d.id, d.address)]
    found = found or [d for d in ledger.documents if d.address.endswith("/" + name)]
    if not found:
        raise UnknownName(
            f"the ledger holds no document '{name}'", next_step="copy a path or id from 'firsthand show lineage'"
        )
    addresses = sorted({d.address for d in found})
    if len(addresses) > 1:
        raise UsageError(f"{len(addresses)} documents bear the name '{name}'", next_step="give the whole path of one")
    return addresses[0]


def standing(ledger: Ledger) -> tuple[Standing, ...]:
    """Every judgement in the order it was made, with its state: none is ever erased.

    Example:
        >>> standing(Ledger())
        ()
    """
    made = sorted(ledger.judgements, key=lambda j: (j.at, j.id))
    undone: set[str] = set()
    for judgement in reversed(made):
        if judgement.kind == "undo" and judgement.id not in undone:
            undone.add(judgement.left)
    latest = {_about(j): j.id for j in made if j.id not in undone}
    names = {d.id: d.address for d in ledger.documents}
    rows = []
    for j in made:
        left, right = names.get(j.left, j.left), names.get(j.right or "", j.right)
        words = f"{j.verdict} {j.kind}: {left}" + (
            f" from {right}" if j.kind == "derivation" else f" {right or ''}".rstrip()
        )
        state = "undone" if j.id in undone else "stands" if latest[_about(j)] == j.id else "replaced"
        rows.append(Standing(j.id, j.at, j.by, words if j.kind != "undo" else f"undo {j.left}", j.note, state))
    return tuple(rows)


def _about(judgement: Judgement) -> tuple[str, frozenset[str | None]]:
    return judgement.kind, frozenset((judgement.left, judgement.right))
