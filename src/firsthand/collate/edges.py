"""From related pairs to derivations: each document keeps the parent it most likely comes from; a second one only if it shares clear wording."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from firsthand.collate.align import align, covered
from firsthand.collate.credits import Credit
from firsthand.collate.crossing import align_across, order_reason
from firsthand.collate.direction import Direction, direction
from firsthand.collate.errors import Traces, traces, with_errors
from firsthand.collate.kin import Kin, alignment_reasons, credited
from firsthand.collate.kinds import kind_of
from firsthand.collate.reading import Reading
from firsthand.model import Derivation, Reason, When, make_id

# A parent is tied with the best from this much less score; among the tied the one that comes from no other document is taken.
TIED = 0.1
# Share of the other relatives of one end that must be relatives of the other end too. Below it a pair of large groups is told apart: two
# stories on one
# event brush against each other in one pair of versions, one story in many. Clearly equal text or a declared credit needs no such support.
SUPPORT = 0.34


class Edge(NamedTuple):
    """A possible derivation: `copy` from `original` (positions), with the kinship and the direction behind it."""

    copy: int
    original: int
    kin: Kin
    direction: Direction


def directed(
    readings: Sequence[Reading],
    kin: Sequence[Kin],
    credits: Mapping[str, tuple[Credit, ...]],
    dates: Mapping[str, When],
) -> list[Edge]:
    """Every related pair with its direction: once by credits, marks and dates, then with what errors say in the light of these."""
    first = [_edge(readings, pair, credits, dates, Traces()) for pair in kin]
    known = {(e.copy, e.original) for e in first if e.direction.known}
    found = traces(readings, kin, known)
    pairs = [with_errors(pair, errors) for pair, errors in zip(kin, found, strict=True)]
    return [_edge(readings, pair, credits, dates, errors) for pair, errors in zip(pairs, found, strict=True)]


def _edge(
    readings: Sequence[Reading],
    pair: Kin,
    credits: Mapping[str, tuple[Credit, ...]],
    dates: Mapping[str, When],
    errors: Traces,
) -> Edge:
    left, right = readings[pair.left], readings[pair.right]
    ids = left.document.id, right.document.id
    both = credited(left, credits, right), credited(right, credits, left)
    when = dates.get(ids[0], left.document.published), dates.get(ids[1], right.document.published)
    way = direction(left, right, both, when, errors)
    return Edge(pair.left, pair.right, pair, way) if way.forward else Edge(pair.right, pair.left, pair, way)


def choose(edges: Sequence[Edge]) -> list[Edge]:
    """For each document its likeliest parent, and further ones only where it shares clear wording with a stranger to the first; no cycle remains."""
    related: dict[int, set[int]] = defaultdict(set)
    for edge in edges:
        related[edge.copy].add(edge.original)
        related[edge.original].add(edge.copy)
    by_copy: dict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        if edge.kin.clear or _supported(related, edge):
            by_copy[edge.copy].append(edge)
    kept: list[Edge] = []
    for copy in sorted(by_copy):
        rest = sorted(by_copy[copy], key=lambda e: (-e.kin.score, -e.kin.closeness, e.original))
        while rest:
            tied = [e for e in rest if e.kin.score >= rest[0].kin.score - TIED]
            best = min(
                tied,
                key=lambda e: (
                    not e.direction.known,
                    e.original in by_copy,
                    -e.kin.score,
                    -e.kin.closeness,
                    e.original,
                ),
            )
            kept.append(best)
            rest = [
                e
                for e in rest
                if e.original != best.original and e.original not in related[best.original] and e.kin.clear
            ]
    return _acyclic(kept)


def _supported(related: Mapping[int, set[int]], edge: Edge) -> bool:
    """Whether enough other relatives of one end are relatives of the other end; true where neither has two others."""
    mine, theirs = related[edge.copy] - {edge.original}, related[edge.original] - {edge.copy}
    if max(len(mine), len(theirs)) < 2:
        return True
    return any(len(mine & theirs) >= SUPPORT * len(group) for group in (mine, theirs) if group)


def _acyclic(edges: Sequence[Edge]) -> list[Edge]:
    """The edges without the weakest of any cycle; firmest evidence first, so that what is declared is never dropped for what is guessed."""
    above: dict[int, set[int]] = defaultdict(set)
    kept = []
    for edge in sorted(edges, key=lambda e: (not e.direction.known, -e.kin.score, e.copy, e.original)):
        seen, stack = set(), [edge.original]
        while stack:
            node = stack.pop()
            if node not in seen:
                seen.add(node)
                stack.extend(above[node])
        if edge.copy not in seen:
            above[edge.copy].add(edge.original)
            kept.append(edge)
        elif edge.direction.known:
            round_ = {n for n in seen if edge.copy in _reached(n, above)} | {edge.copy}
            kept = [_circular(e) if {e.copy, e.original} <= round_ else e for e in kept]
    return sorted(kept, key=lambda e: (e.copy, e.original))


def _reached(node: int, above: Mapping[int, set[int]]) -> set[int]:
    """All that a document comes from in some number of steps."""
    seen: set[int] = set()
    stack = [node]
    while stack:
        for parent in above.get(stack.pop(), ()):
            if parent not in seen:
                seen.add(parent)
                stack.append(parent)
    return seen


def _circular(edge: Edge) -> Edge:
    """The edge marked as part of a round in which each goes on the next."""
    return edge._replace(direction=edge.direction._replace(circular=True))


def derivation(readings: Sequence[Reading], edge: Edge, least: int) -> Derivation:
    """The derivation an edge stands for, with its aligned passages, coverage on both sides and a score that its reasons add up to."""
    copy, original = readings[edge.copy], readings[edge.original]
    same_way = edge.copy == edge.kin.left
    aligned, reasons = edge.kin.aligned, list(edge.kin.reasons)
    if copy.language == original.language:
        if not (aligned and same_way):
            aligned = align(copy, original, least)
        if not edge.kin.aligned:
            reasons += alignment_reasons(copy, original, aligned)
    else:
        aligned = align_across(copy, original)
        reasons += order_reason(aligned)
    reasons = [Reason(name=r.name, weight=round(r.weight, 4), words=r.words) for r in reasons]
    return Derivation(
        id=make_id("e", copy.document.id, original.document.id),
        document=copy.document.id,
        of=original.document.id,
        kind=kind_of(copy, original, aligned),
        coverage=round(covered([(a.start, a.end) for a in aligned], copy.document.text), 4),
        coverage_of=round(covered([(a.of_start, a.of_end) for a in aligned], original.document.text), 4),
        score=round(sum(r.weight for r in reasons), 4),
        reasons=tuple(reasons),
        direction=edge.direction.words + (("circular: counts as no confirmation",) if edge.direction.circular else ()),
        evidence=aligned,
    )
