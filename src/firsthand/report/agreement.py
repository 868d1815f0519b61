"""How far people who judge the same things agree: share of equal pairs, and Krippendorff's alpha, which takes chance off."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import msgspec

from firsthand.model import Judgement, in_force

# Kinds of judgement in which two people may answer one question differently; a marking or protection is a decision, not a reading.
READINGS = ("incident", "derivation", "source", "grade")


class Differing(msgspec.Struct, frozen=True):
    """One thing that people judged differently: what it is, and who said what."""

    kind: str
    about: tuple[str, ...]
    verdicts: dict[str, str]


class Agreement(msgspec.Struct, frozen=True):
    """Agreement over one kind of judgement. `alpha` is `None` where fewer than two things were judged twice, or only one verdict was used."""

    kind: str
    things: int
    coders: tuple[str, ...]
    equal: float | None
    alpha: float | None
    differing: tuple[Differing, ...]


def alpha(units: Iterable[Iterable[str]]) -> float | None:
    """Krippendorff's alpha for names (nominal scale): 1 full agreement, 0 as by chance, below 0 systematic disagreement.

    Args:
        units: for each thing the verdicts it got; things with fewer than two are left out, as the measure asks.

    Returns:
        `None` where nothing was judged twice or all verdicts are one: there is no chance to take off.

    Source: K. Krippendorff, Content Analysis, 2004, chapter 11.

    Example:
        >>> alpha([("same", "same"), ("different", "different"), ("same", "different")])
        0.4444444444444444
    """
    counted = [c for c in (Counter(u) for u in units) if c.total() > 1]
    totals: Counter[str] = sum(counted, Counter())
    n = totals.total()
    expected = n * n - sum(v * v for v in totals.values())
    if not expected:
        return None
    observed = sum((c.total() ** 2 - sum(v * v for v in c.values())) / (c.total() - 1) for c in counted)
    return 1 - (n - 1) * observed / expected


def agreement(judgements: tuple[Judgement, ...]) -> tuple[Agreement, ...]:
    """Agreement for each kind of reading that two people or more gave a verdict on.

    1. Judgements that were taken back do not count; of one person's several on one thing the last does.
    2. Two things joined in one judgement are one thing whichever stands first, save in a derivation, which has a direction.

    Example:
        >>> agreement(())
        ()
    """
    # 1, 2
    said: dict[str, dict[tuple[str, ...], dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for judgement in in_force(judgements):
        if judgement.kind in READINGS:
            both = (judgement.left, judgement.right) if judgement.right else (judgement.left,)
            about = both if judgement.kind == "derivation" else tuple(sorted(both))
            said[judgement.kind][about][judgement.by] = judgement.verdict
    return tuple(_kind(kind, said[kind]) for kind in READINGS if any(len(v) > 1 for v in said[kind].values()))


def _kind(kind: str, said: dict[tuple[str, ...], dict[str, str]]) -> Agreement:
    twice = {about: verdicts for about, verdicts in said.items() if len(verdicts) > 1}
    equal = sum(len(set(v.values())) == 1 for v in twice.values())
    return Agreement(
        kind=kind,
        things=len(twice),
        coders=tuple(sorted({by for v in twice.values() for by in v})),
        equal=equal / len(twice) if twice else None,
        alpha=alpha(v.values() for v in twice.values()) if len(twice) > 1 else None,
        differing=tuple(
            Differing(kind, about, dict(sorted(v.items())))
            for about, v in sorted(twice.items())
            if len(set(v.values())) > 1
        ),
    )
