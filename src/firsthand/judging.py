"""A person's decisions on lineage by the names people use: paths, outlets, absent originals; and the list of all decisions with their state."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from firsthand.errors import UnknownName, UsageError
from firsthand.model import ABSENT, Judgement, Ledger, make_id


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


_KIND_OF_VERDICT: dict[str, str] = {
    "confirm": "derivation", "deny": "derivation", "grade": "grade", "mark": "marking", "protect": "protect", "undo": "undo",
    "distrust": "distrust",
}  # fmt: skip


def judgement_of(
    ledger: Ledger, verdict: str, pair: tuple[str, str | None], *, by: str, at: str, note: str = ""
) -> Judgement:
    """A person's decision as a record, after checking that the ledger holds what it speaks of.

    Args:
        verdict: same, different, confirm, deny, grade, mark, protect, distrust or undo.
        pair: what it is about: two ids (of a derivation also paths), or one id or path and a grade or marking, or one alone.

    Raises:
        UnknownName: the ledger holds no such id.
        UsageError: the verdict needs a second argument that was not given, or the grade or marking is none.
    """
    left, right = pair
    if verdict in ("confirm", "deny"):
        left, right = lasting(ledger, left), lasting(ledger, right, original=True)
    sources = {s.id for s in ledger.sources} | set(ledger.source_of)
    if verdict in ("grade", "mark", "protect", "distrust"):
        left = {d.address: d.id for d in ledger.documents}.get(left, left)  # what reads these knows ids alone
    incidents = {i.id for i in ledger.incidents} | {s for i in ledger.incidents for s in i.slots}
    documents = {name for d in ledger.documents for name in (d.id, d.address)}
    kind = _KIND_OF_VERDICT.get(verdict) or ("source" if left in sources else "incident")
    known = sources | incidents | documents | {j.id for j in ledger.judgements}
    two_ids = verdict in ("same", "different", "confirm", "deny")
    for name in (left, right) if two_ids else (left,):
        if name is None:
            raise UsageError(f"'{verdict}' needs two ids", next_step="see 'firsthand judge --help'")
        if name not in known and not (kind == "derivation" and name.startswith(ABSENT)):
            raise UnknownName(f"the ledger holds no '{name}'", next_step="copy an id from 'firsthand show ... --json'")
    if verdict == "grade" and left not in sources | incidents:
        raise UsageError(
            f"'{left}' is no source and no incident", next_step="grade the source of a report, or an incident"
        )
    if two_ids and left == right:
        raise UsageError(f"'{left}' is named twice", next_step="give two different ones")
    if verdict == "undo" and left not in {j.id for j in ledger.judgements}:
        raise UsageError(f"'{left}' is no judgement", next_step="give the id that 'firsthand judge' printed")
    allowed = ("ABCDEF" if left not in incidents else "") + ("123456" if left not in sources else "")
    said = _value(verdict, right, allowed) if verdict in ("grade", "mark") else verdict
    other = right if two_ids else None
    identity = make_id("j", kind, left, other, said, by, at)
    return msgspec.convert(
        {"id": identity, "kind": kind, "left": left, "right": other, "verdict": said, "by": by, "at": at, "note": note},
        Judgement,
    )


def _value(verdict: str, right: str | None, allowed: str) -> str:
    """The grade (one of `allowed`) or marking as it is kept; a wrong one is refused here, for a judgement that was kept cannot be mended."""
    if right is None:
        raise UsageError(
            f"'{verdict}' needs a value", next_step="a letter A-F or digit 1-6 for grade, a TLP label for mark"
        )
    if verdict == "mark":
        from firsthand.release.markings import label

        return label(right)
    grade = right.strip().upper()
    if len(grade) != 1 or grade not in allowed:
        raise UsageError(f"'{right}' is no grade of this", next_step=f"choose one of {', '.join(allowed)}")
    return grade
