"""At which telling a change happened, and which later tellings carry it on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from firsthand.model import Derivation, Drift

Span = tuple[str, int, int]


def placed(drifts: Sequence[Drift], derivations: Sequence[Derivation]) -> tuple[Drift, ...]:
    """The drifts with the telling at which each happened (`hop`) and the documents that carry the changed words on (`inherited_by`).

    A document inherits a change if it tells the changed passage after the one that changed it, without a change of that kind of its own there.

    Args:
        drifts: of any documents.
        derivations: the edges between these.
    """
    below: dict[str, list[Derivation]] = defaultdict(list)
    for edge in derivations:
        below[edge.of].append(edge)
    depth = _depths(derivations)
    anew: dict[tuple[str, str], list[Drift]] = defaultdict(list)
    for drift in drifts:
        anew[drift.derivation, drift.kind].append(drift)
    return tuple(msgspec.structs.replace(d, hop=depth[d.of] + 1, inherited_by=_heirs(d, below, anew)) for d in drifts)


def _depths(derivations: Sequence[Derivation]) -> Mapping[str, int]:
    """How many tellings lie between each document and the farthest original it comes from."""
    above: dict[str, list[str]] = defaultdict(list)
    for edge in derivations:
        above[edge.document].append(edge.of)
    found: dict[str, int] = {}

    def depth(document: str, path: frozenset[str]) -> int:
        if document not in found:
            parents = [p for p in above.get(document, ()) if p not in path]
            found[document] = max((depth(p, path | {document}) + 1 for p in parents), default=0)
        return found[document]

    return {d: depth(d, frozenset()) for e in derivations for d in (e.of, e.document)}


def _heirs(
    drift: Drift, below: Mapping[str, Sequence[Derivation]], anew: Mapping[tuple[str, str], Sequence[Drift]]
) -> tuple[str, ...]:
    heirs: set[str] = set()
    stack: list[Span] = [(drift.document, drift.start, drift.end)]
    while stack:
        document, start, end = stack.pop()
        for edge in below.get(document, ()):
            changed = any(d.of_start < end and start < d.of_end for d in anew.get((edge.id, drift.kind), ()))
            if edge.document in heirs or edge.document in (drift.document, drift.of) or changed:
                continue
            spans = [(a.start, a.end) for a in edge.evidence if a.of_start < end and start < a.of_end]
            if spans:
                heirs.add(edge.document)
                stack.append((edge.document, min(s for s, _ in spans), max(e for _, e in spans)))
    return tuple(sorted(heirs))
