"""At which hop of a chain of retellings something changed, and which later documents took the change over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from firsthand.model import Derivation, Drift, When
from firsthand.text import plain

# Share of a changed passage that an aligned stretch of a later document must cover for the change to be taken over with it.
_COVERS = 0.5


def at_hops(drifts: Sequence[Drift], derivations: Sequence[Derivation], when: Mapping[str, When]) -> Iterator[Drift]:
    """Each change once, at the hop where it happened, with the documents that inherited it.

    1. take retellings of one original with one and the same change for a chain, from the one that is dated first: a shared error;
    2. follow each changed passage into the documents that come from its retelling;
    3. count each document's hops from the first one of its chain;
    4. leave out what a document only took over.

    Example:
        >>> list(at_hops([], [], {}))
        []
    """
    shared = _shared(drifts, when)
    later: dict[str, list[Derivation]] = defaultdict(list)
    for edge in sorted(derivations, key=lambda d: d.id):
        later[edge.of].append(edge)
    at: dict[str, list[Drift]] = defaultdict(list)
    for drift in drifts:
        at[drift.derivation].append(drift)
    heirs = {
        d.id: _heirs(d, d.document, (d.start, d.end), later, at) | {s.document for s in shared.get(d.id, ())}
        for d in drifts
    }
    taken = {s.id for group in shared.values() for s in group}
    passed = {(heir, d.kind, d.of, d.of_start, d.of_end) for d in drifts for heir in heirs[d.id]}
    depth = _depths(derivations, {(s.document, d.document) for d in drifts for s in shared.get(d.id, ())})
    for drift in drifts:
        if drift.id not in taken and (drift.document, drift.kind, drift.of, drift.of_start, drift.of_end) not in passed:
            inherited = tuple(sorted(heirs[drift.id] - {drift.document}))
            yield msgspec.structs.replace(drift, hop=depth.get(drift.document), inherited_by=inherited)


def _shared(drifts: Sequence[Drift], when: Mapping[str, When]) -> dict[str, list[Drift]]:
    """By the change that came first: the same changes of the same passage in the same words. None where the dates do not say which is first."""
    groups: dict[tuple[str, str, int, int, str, str], list[Drift]] = defaultdict(list)
    for d in drifts:
        words = " ".join(plain(d.retold).casefold().split())
        groups[(d.of, d.kind, d.of_start, d.of_end, d.why, words)].append(d)
    found = {}
    for group in groups.values():
        dated = sorted(
            ((_date(when, d.document), d.document, d) for d in group if _date(when, d.document)),
            key=lambda found: (found[0], found[1], found[2].start, found[2].id),
        )
        if len(dated) == len(group) > 1 and dated[0][0] < dated[1][0]:
            found[dated[0][2].id] = [d for _, _, d in dated[1:]]
    return found


def _date(when: Mapping[str, When], document: str) -> str:
    known = when.get(document)
    return (known.earliest if known else None) or ""


def _depths(derivations: Sequence[Derivation], shared: set[tuple[str, str]]) -> dict[str, int]:
    """How many retellings lie between each document and the first of its chain, over the document with whose change it came where that is known."""
    above: dict[str, set[str]] = defaultdict(set)
    for edge in derivations:
        above[edge.document].add(edge.of)
    for document, first in shared:
        above[document].add(first)
    depth: dict[str, int] = {}
    pending = sorted(above)
    while pending:
        rest = []
        for document in pending:
            over = [first for later, first in shared if later == document] or sorted(above[document])
            known = [depth.get(of, None if of in above else 0) for of in over]
            if None in known:
                rest.append(document)
            else:
                counted = [k for k in known if k is not None]
                depth[document] = 1 + (max(counted) if any(later == document for later, _ in shared) else min(counted))
        if len(rest) == len(pending):
            return depth
        pending = rest
    return depth


def _heirs(
    drift: Drift,
    document: str,
    span: tuple[int, int],
    later: Mapping[str, Sequence[Derivation]],
    at: Mapping[str, Sequence[Drift]],
) -> set[str]:
    """Documents that come from `document` and tell `span` of it without changing it in the same respect again, and those that come from them."""
    found: set[str] = set()
    stack, seen = [(document, span)], set[tuple[str, tuple[int, int]]]()
    while stack:
        of, (start, end) = stack.pop()
        for edge in later.get(of, ()):
            if any(d.kind == drift.kind and d.of_start < end and start < d.of_end for d in at.get(edge.id, ())):
                continue
            for run in edge.evidence:
                if min(run.of_end, end) - max(run.of_start, start) >= _COVERS * (end - start):
                    carried = _carried((run.start, run.end), (run.of_start, run.of_end), (start, end))
                    found.add(edge.document)
                    if (edge.document, carried) not in seen:
                        seen.add((edge.document, carried))
                        stack.append((edge.document, carried))
    return found


def _carried(run: tuple[int, int], of: tuple[int, int], span: tuple[int, int]) -> tuple[int, int]:
    """Where a span of the original lies in the later document: shifted inside a run of equal length, else the whole aligned stretch."""
    if run[1] - run[0] != of[1] - of[0]:
        return run
    return run[0] + max(span[0], of[0]) - of[0], run[0] + min(span[1], of[1]) - of[0]
