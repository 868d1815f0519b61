"""A person's decisions on lineage: confirmed and denied derivations outrank the machine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

from firsthand.model import Document, Judgement, in_force


class Verdicts(NamedTuple):
    """Pairs of document ids (copy, original) that a person confirmed, and unordered pairs that a person denied.

    An original that no document holds is named "absent:" and the outlet.
    """

    confirmed: dict[tuple[str, str], Judgement]
    denied: frozenset[frozenset[str]]


def verdicts(judgements: Sequence[Judgement], documents: Sequence[Document] = ()) -> Verdicts:
    """The standing decisions on derivations: later ones replace earlier ones on the same pair, undone ones are left out.

    Args:
        judgements: all that were signed; undoing an undo restores what it undid.
        documents: those of today. A decision that names a document by its address holds for every text that stands there.

    Example:
        >>> one = Judgement(id="j1", kind="derivation", left="a", right="b", verdict="deny", by="x", at="2024-01-01")
        >>> verdicts([one]).denied == frozenset({frozenset({"a", "b"})})
        True
    """
    now: dict[str, list[str]] = defaultdict(list)
    for document in documents:
        now[document.id] = [document.id]
        now[document.address].append(document.id)
    latest: dict[frozenset[str], tuple[str, str, Judgement]] = {}
    for judgement in in_force(judgements):
        if judgement.kind == "derivation" and judgement.right:
            ends = (now.get(name, [name]) for name in (judgement.left, judgement.right))
            for left, right in product(*ends):
                latest[frozenset((left, right))] = left, right, judgement
    confirmed = {(left, right): j for left, right, j in latest.values() if j.verdict == "confirm"}
    return Verdicts(confirmed, frozenset(pair for pair, (_, _, j) in latest.items() if j.verdict == "deny"))
