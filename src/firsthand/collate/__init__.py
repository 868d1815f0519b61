"""Collate: documents to derivations and drifts. Who copied, edited, translated or retold whom, by passage, and what changed in the telling."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

from firsthand.collate.absent import absent
from firsthand.collate.apart import told_apart
from firsthand.collate.credits import Credit, declared
from firsthand.collate.crossing import across
from firsthand.collate.direction import Direction
from firsthand.collate.drift import along, told
from firsthand.collate.edges import Edge, choose, derivation, directed
from firsthand.collate.families import components, families
from firsthand.collate.judged import Verdicts, verdicts
from firsthand.collate.kin import LEAST_CONTAINED, LEAST_JACCARD, LINK, Kin, credited, weighed
from firsthand.collate.memory import Memory, current, recalled, remembering
from firsthand.collate.mould import commonness
from firsthand.collate.passages import passages
from firsthand.collate.reading import Reading, read_all
from firsthand.collate.shingles import candidates
from firsthand.config import Config
from firsthand.model import Collation, Derivation, Document, Drift, Judgement, Reason, When

__all__ = ["Memory", "collate", "likenesses", "passages", "remembering"]


def collate(
    documents: Sequence[Document], *, dates: Mapping[str, When], judgements: Sequence[Judgement] = (), config: Config
) -> Collation:
    """Finds who comes from whom and what changed.

    1. read every document once: folded words, word 3-grams, declared credits;
    2. pair documents of one language that share wording, and judge each pair by named reasons;
    3. pair what is told in two languages by what survives translation;
    4. give each pair a direction, let a person's decisions outrank it, and keep each document's likeliest parents;
    5. align each kept pair by passage;
    6. read what changed between aligned passages, worst first;
    7. group families, name the originals that are absent, and say who goes back to them.

    Args:
        documents: in any order; the result does not depend on it.
        dates: each document's date as far as known, by id; a missing one is taken from `Document.published`.
        judgements: a person's decisions; those of kind ``derivation`` count here.
        config: `min_shared_run` is the shortest run of equal words that counts as shared text.

    Example:
        >>> text = "The bridge at Orlen was closed on Monday after a lorry struck its northern pier, the harbour office said in a note."
        >>> pair = [Document(id=i, address=i, sha256=i, text=text, language="en") for i in ("d1", "d2")]
        >>> [(d.document, d.of, d.kind) for d in collate(pair, dates={}, config=Config()).derivations]
        [('d2', 'd1', 'verbatim')]
    """
    # 1. read, 2. pair within a language
    ordered = tuple(sorted({d.id: d for d in documents}.values(), key=lambda d: d.id))
    readings, credits, within = _related(ordered, config.min_shared_run, current())
    # 3. pair across languages
    kin = [k for k in within if k.score >= LINK]
    chosen = choose(directed(readings, kin, credits, dates))
    ids = [r.document.id for r in readings]
    groups = components(ids, ((ids[e.copy], ids[e.original]) for e in chosen))
    at = {name: n for n, name in enumerate(ids)}
    kin += across(readings, [[at[i] for i in group] for group in groups])
    # 4. direction, decisions, choice
    decided = verdicts(judgements, [r.document for r in readings])
    edges = choose(_judged(readings, directed(readings, kin, credits, dates), decided))
    # 5. passages
    derivations = tuple(sorted((derivation(readings, e, config.min_shared_run) for e in edges), key=lambda d: d.id))
    # 6. drift
    changed = _changes(derivations, {r.document.id: r for r in readings}, dates)
    # 7. families, absent originals
    linked = components(ids, ((d.document, d.of) for d in derivations))
    derived = {d.document for d in derivations}
    by_id = {r.document.id: r.document for r in readings}
    virtuals, declared_only = absent(linked, by_id, credits, decided=decided, derived=derived)
    grouped = families(linked, derivations, declared_only)
    every = tuple(sorted((*derivations, *declared_only), key=lambda d: d.id))
    return Collation(derivations=every, drifts=changed, virtuals=virtuals, families=grouped)


def _changes(
    derivations: Sequence[Derivation], readings: Mapping[str, Reading], dates: Mapping[str, When]
) -> tuple[Drift, ...]:
    """What changed along each edge, worst first; each edge is read by itself, so that one read before is not read again."""
    found: list[Drift] = []
    for edge in derivations:
        copy, original = readings[edge.document], readings[edge.of]
        of, also = (copy.document, original.document), (edge.id, edge.kind, edge.evidence)
        found += recalled("drifts", of, also, tuple[Drift, ...], functools.partial(along, edge, copy, original))
    return told(found, derivations, readings, dates)


@functools.lru_cache(maxsize=1)
def _related(
    documents: tuple[Document, ...], least_run: int, memory: Memory | None
) -> tuple[tuple[Reading, ...], Mapping[str, tuple[Credit, ...]], tuple[Kin, ...]]:
    """Readings, credits and kinships within each language: nothing here rests on dates or decisions, so a second call with others is cheap.

    `memory` is the one in force: another one is asked, and told, anew.
    """
    readings = tuple(read_all(documents))
    outlets = sorted({d.publisher for d in documents if d.publisher})
    credits = {d.id: declared(d, outlets) for d in documents}
    return readings, credits, tuple(_same_language(readings, credits, least_run))


def _same_language(readings: Sequence[Reading], credits: Mapping[str, tuple[Credit, ...]], least_run: int) -> list[Kin]:
    """The related pairs of one language, and those that share wording but tell of other things: their score is below `LINK`."""
    found = []
    common = commonness(r.document.text for r in readings)
    for pair in candidates(readings, LEAST_JACCARD, LEAST_CONTAINED):
        left, right = readings[pair.left], readings[pair.right]
        credit = credited(left, credits, right) or credited(right, credits, left)
        kin = weighed(left, right, pair, credit, least=least_run, common=common)
        if kin:
            found.append(kin)
    return told_apart(readings, found, least_run)


def likenesses(documents: Sequence[Document], *, config: Config) -> list[tuple[str, str, float]]:
    """Pairs of documents of one language that share the wording of one text, by id, with their scores; from 0.5 on they are held to be one.

    A pair below is two events told to one pattern. `collate` links the others, and chooses among them.
    """
    ordered = tuple(sorted({d.id: d for d in documents}.values(), key=lambda d: d.id))
    return [
        (ordered[k.left].id, ordered[k.right].id, k.score)
        for k in _related(ordered, config.min_shared_run, current())[2]
    ]


def _judged(readings: Sequence[Reading], edges: Sequence[Edge], decided: Verdicts) -> list[Edge]:
    """The edges after a person's decisions: denied pairs are gone, confirmed ones stand in the confirmed direction."""
    at = {r.document.id: n for n, r in enumerate(readings)}
    kept = []
    for edge in edges:
        ids = readings[edge.copy].document.id, readings[edge.original].document.id
        if frozenset(ids) not in decided.denied and ids not in decided.confirmed and ids[::-1] not in decided.confirmed:
            kept.append(edge)
    for (copy, original), judgement in sorted(decided.confirmed.items()):
        if copy in at and original in at:
            reason = Reason(name="decided", weight=1.0, words=f"confirmed by {judgement.by}")
            kin = Kin(at[copy], at[original], 2.0, (reason,), ())
            kept.append(
                Edge(
                    at[copy],
                    at[original],
                    kin,
                    Direction(True, True, (f"decided by {judgement.by} on {judgement.at}",)),
                )
            )
    return kept
