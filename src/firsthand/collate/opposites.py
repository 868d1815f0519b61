"""Drift by opposites: a word told as one that stands against it, such as confirmed for denied, woman for man, dawn for dusk."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import NamedTuple, cast

from firsthand.collate.sides import Change, Side, company
from firsthand.collate.wording import denials
from firsthand.model import DriftKind, Severity
from firsthand.vocabulary import rows


class _Row(NamedTuple):
    kind: DriftKind
    severity: Severity
    why: str


@functools.cache
def _opposites() -> tuple[tuple[_Row, ...], Mapping[str, tuple[tuple[int, int], ...]]]:
    """The rows, and for each word the (row, group) it stands in."""
    read: list[_Row] = []
    found: dict[str, tuple[tuple[int, int], ...]] = {}
    for n, row in enumerate(rows("drift_opposites.csv")):
        read.append(_Row(cast(DriftKind, row["kind"]), cast(Severity, row["severity"]), row["why"]))
        for g, group in enumerate(row["groups"].split("|")):
            for word in group.split():
                found[word] = (*found.get(word, ()), (n, g))
    return tuple(read), found


def opposites(original: Side, retold: Side) -> Iterator[Change]:
    """A word told as its opposite in like company, where neither text has both and neither denies more than the other."""
    read, _ = _opposites()
    here, there = _stands(original), _stands(retold)
    for n in sorted(here.keys() & there.keys()):
        if len(here[n]) != 1 or len(there[n]) != 1:
            continue
        (group, at), (other, opposite) = *here[n].items(), *there[n].items()
        row = read[n]
        if group == other or not company(original, at) & company(retold, opposite):
            continue
        if row.kind == "negation" and len(denials(original)) != len(denials(retold)):
            continue
        if row.kind == "place" and original.words[at].capital != retold.words[opposite].capital:
            continue
        old, new = original.words[at].word, retold.words[opposite].word
        yield Change(row.kind, row.severity, f"{row.why}: '{old}' becomes '{new}'", at, opposite, old, new)


_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non")
# Letters a word must have for its opposite to be one made of it: "form" and "inform" are none.
_LEAST = 5
# Degrees of likelihood are compared by their own rule.
_DEGREES = frozenset({"unlikely", "improbable", "uncertain", "impossible"})


def unmade(original: Side, retold: Side) -> Iterator[Change]:
    """A word told with "un-", "in-", "dis-" or without it: armed for unarmed, approve for disapprove."""
    if len(denials(original)) != len(denials(retold)):
        return
    for one, other in ((original, retold), (retold, original)):
        for made in sorted(
            w for w in one.places if w.startswith(_PREFIXES) and w not in other.places and w not in _DEGREES
        ):
            word = next(
                (made[len(p) :] for p in _PREFIXES if made.startswith(p) and made[len(p) :] in other.places), ""
            )
            if (
                len(word) < _LEAST
                or word in one.places
                or not company(one, one.places[made][0]) & company(other, other.places[word][0])
            ):
                continue
            at, to = (made, word) if one is original else (word, made)
            why = f"what is denied in one is told in the other: '{at}' becomes '{to}'"
            yield Change("negation", "critical", why, original.places[at][0], retold.places[to][0], at, to)
            return


def _stands(side: Side) -> dict[int, dict[int, int]]:
    """Row -> group -> the first word of the side that stands in it."""
    found: dict[int, dict[int, int]] = {}
    _, places = _opposites()
    for word, at in side.places.items():
        for row, group in places.get(word, ()):
            groups = found.setdefault(row, {})
            groups[group] = min(groups.get(group, at[0]), at[0])
    return found
