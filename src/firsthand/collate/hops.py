"""At which hop of a chain of retellings something changed, and which later documents took the change over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from firsthand.model import Derivation, Drift

# Share of a changed passage that an aligned stretch of a later document must cover for the change to be taken over with it.
_COVERS = 0.5


def at_hops(drifts: Sequence[Drift], derivations: Sequence[Derivation]) -> Iterator[Drift]:
    """Each change once, at the hop where it happened, with the documents that inherited it.

    1. count each document's hops from the first one of its chain;
    2. follow each changed passage into the documents that come from its retelling;
    3. leave out what such a document would be told to have changed itself against the first original.
    """
    depth = _depths(derivations)
    later: dict[str, list[Derivation]] = defaultdict(list)
    for edge in sorted(derivations, key=lambda d: d.id):
        later[edge.of].append(edge)
    at: dict[str, list[Drift]] = defaultdict(list)
    for drift in drifts:
        at[drift.derivation].append(drift)
    heirs = {d.id: tuple(sorted(_heirs(d.document, d.start, d.end, d.kind, later, at))) for d in drifts}
    passed = {(heir, d.kind, d.of, d.of_start, d.of_end) for d in drifts for heir in heirs[d.id]}
    for drift in drifts:
        if (drift.document, drift.kind, drift.of, drift.of_start, drift.of_end) not in passed:
            yield msgspec.structs.replace(drift, hop=depth.get(drift.document), inherited_by=heirs[drift.id])


def _depths(derivations: Sequence[Derivation]) -> dict[str, int]:
    """How many retellings lie between each document and the first of its chain, the shortest way; edges make no cycle."""
    above: dict[str, list[str]] = defaultdict(list)
    for edge in derivations:
        above[edge.document].append(edge.of)
    depth: dict[str, int] = {}
    pending = sorted(above)
    while pending:
        rest = []
        for document in pending:
            known = [depth.get(of, 0 if of not in above else None) for of in above[document]]
            if None in known:
                rest.append(document)
            else:
                depth[document] = 1 + min(k for k in known if k is not None)
        if len(rest) == len(pending):
            return depth
        pending = rest
    return depth


def _heirs(
    document: str,
    start: int,
    end: int,
    kind: str,
    later: Mapping[str, Sequence[Derivation]],
    at: Mapping[str, Sequence[Drift]],
) -> set[str]:
    """Documents that come from `document` and tell [start, end) of it without changing it in the same respect again, and those that come from them."""
    found: set[str] = set()
    for edge in later.get(document, ()):
        if any(d.kind == kind and d.of_start < end and start < d.of_end for d in at.get(edge.id, ())):
            continue
        for run in edge.evidence:
            if min(run.of_end, end) - max(run.of_start, start) >= _COVERS * (end - start):
                low, high = _carried(run.start, run.end, run.of_start, run.of_end, start, end)
                found |= {edge.document} | _heirs(edge.document, low, high, kind, later, at)
    return found


def _carried(start: int, end: int, of_start: int, of_end: int, low: int, high: int) -> tuple[int, int]:
    """Where [low, high) of the original lies in the later document: shifted inside a run of equal length, else the whole aligned stretch."""
    if end - start != of_end - of_start:
        return start, end
    return start + max(low, of_start) - of_start, start + min(high, of_end) - of_start
