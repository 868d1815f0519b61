"""A person's decisions on lineage: confirmed and denied derivations outrank the machine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from firsthand.model import Judgement


class Verdicts(NamedTuple):
    """Pairs of document ids (copy, original) that a person confirmed, and unordered pairs that a person denied."""

    confirmed: dict[tuple[str, str], Judgement]
    denied: frozenset[frozenset[str]]


def verdicts(judgements: Sequence[Judgement]) -> Verdicts:
    """The standing decisions on derivations: later ones replace earlier ones on the same pair, undone ones are left out.

    Example:
        >>> one = Judgement(id="j1", kind="derivation", left="a", right="b", verdict="deny", by="x", at="2024-01-01")
        >>> verdicts([one]).denied == frozenset({frozenset({"a", "b"})})
        True
    """
    undone = {j.left for j in judgements if j.kind == "undo"}
    latest: dict[frozenset[str], Judgement] = {}
    for judgement in sorted(judgements, key=lambda j: (j.at, j.id)):
        if judgement.kind == "derivation" and judgement.right and judgement.id not in undone:
            latest[frozenset((judgement.left, judgement.right))] = judgement
    confirmed = {(j.left, j.right): j for j in latest.values() if j.verdict == "confirm" and j.right}
    return Verdicts(confirmed, frozenset(pair for pair, j in latest.items() if j.verdict == "deny"))
