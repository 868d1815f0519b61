"""Drift by leaving out: the clause or the sentence that limits a claim is gone, the claim is kept."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from firsthand.collate.reading import Line, Reading, lines
from firsthand.collate.sides import Change, Side, find, grammar, side
from firsthand.model import Derivation, Severity
from firsthand.vocabulary import rows

# Share of the content of a limiting clause that may stand in the retelling and the clause still be left out; share of the rest of the sentence
# that must stand there for the claim to be kept. Between them lie retellings in other words, of which nothing is said.
GONE, KEPT = 0.34, 0.6
# Words of content below which a clause says too little to be missed.
LEAST_CONTENT = 2
# How far (sentences) around the kept claim a retelling may tell the limit elsewhere.
NEARBY = 2


class Omission(NamedTuple):
    """A sentence of the original that limits a claim and is left out: it, the kept claim in the retelling, and what is lost."""

    start: int
    end: int
    of_start: int
    of_end: int
    why: str


def clauses(original: Side, retold: Side) -> Iterator[Change]:
    """A clause after "but", "unless", "although" of which the retelling has next to nothing, while it has the rest of the sentence."""
    for at, word in enumerate(original.words):
        if word.word not in grammar("limiting"):
            continue
        clause = _clause(original, at)
        inside = {original.words[n].sense for n in clause if not original.words[n].light and n != at}
        rest = {w.sense for n, w in enumerate(original.words) if not w.light and n not in clause}
        if len(inside) < LEAST_CONTENT or len(rest) < LEAST_CONTENT:
            continue
        told = retold.senses()
        left_out = len(inside & told) <= GONE * len(inside) and not find(retold, tuple(grammar("limiting")))
        if left_out and len(rest & told) >= KEPT * len(rest):
            severity: Severity = "high" if word.word in grammar("conditions") else "medium"
            anchor = next(n for n, w in enumerate(retold.words) if w.sense in rest)
            why = f"left out: the clause that limits it ('{word.word} ...')"
            yield Change("omission of a qualifier", severity, why, at, anchor)
            return


def _clause(text: Side, at: int) -> range:
    """The words of the clause that begins at word `at`, up to the next break."""
    clause, end = text.words[at].clause, at + 1
    while end < len(text.words) and text.words[end].clause == clause:
        end += 1
    return range(at, end)


@functools.cache
def _limits() -> tuple[tuple[tuple[str, ...], str], ...]:
    return tuple((tuple(row["phrase"].split("|")), row["why"]) for row in rows("drift_limits.csv"))


def _limit(text: Side) -> tuple[tuple[str, ...], str] | None:
    return next(((phrases, why) for phrases, why in _limits() if find(text, phrases)), None)


def sentences(edge: Derivation, copy: Reading, original: Reading) -> Iterator[Omission]:
    """Sentences of the original that limit the one before them and are left out, though that one is told.

    A limit counts as told where the retelling aligns anything with it, or says a like thing within `NEARBY` sentences of the claim.
    """
    told = sorted((a.of_start, a.of_end, a.start, a.end) for a in edge.evidence)
    mine, every = lines(copy), lines(original)
    for before, line in itertools.pairwise(every):
        limit = _limit(side(original.document.text, line.start, line.end))
        if limit is None or _overlaps(told, line) or original.document.text[before.end : line.start].count("\n") > 2:
            continue
        kept = next((t for t in told if t[0] < before.end and before.start < t[1] and _most(t, before)), None)
        if kept is None or _said_near(mine, copy, kept[3], limit[0]):
            continue
        yield Omission(kept[2], kept[3], line.start, line.end, f"left out: the sentence that says {limit[1]}")


def _overlaps(told: Sequence[tuple[int, int, int, int]], line: Line) -> bool:
    return any(start < line.end and line.start < end for start, end, _, _ in told)


def _most(span: tuple[int, int, int, int], line: Line) -> bool:
    """Whether a span holds half of a sentence or more."""
    return (min(span[1], line.end) - max(span[0], line.start)) * 2 >= line.end - line.start


def _said_near(mine: Sequence[Line], copy: Reading, at: int, phrases: tuple[str, ...]) -> bool:
    """Whether the retelling limits its claim in like words near to it."""
    here = next((n for n, line in enumerate(mine) if line.start < at <= line.end), 0)
    near = mine[max(0, here - NEARBY) : here + NEARBY + 1]
    return any(find(side(copy.document.text, line.start, line.end), phrases) for line in near)
