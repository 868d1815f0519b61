"""The field's codebooks as rule sets: each turns the votes on one count into low, best and high.

A vote is one voice's latest word (see `claims`): nobody votes twice, and a copy never votes. Each rule set is one function that reads from top
to bottom like the page of its codebook; `CODEBOOKS` names them. All keep low <= best <= high and say who set each end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from firsthand.reckon.claims import Vote

# Letters from the best record to the worst. F is no record: neither better than a known good one nor worse than a known bad one.
ORDER: Mapping[str, int] = {"A": 0, "B": 1, "C": 2, "F": 3, "D": 4, "E": 5}
# Letters of a bad record: what UCDP would not call a reliable estimate.
UNRELIABLE = ("D", "E")
# ACLED codes "several" and an unstated plural as 3 (FAQ "Fatalities").
ACLED_VAGUE = 3


class Bounds(NamedTuple):
    """A range and the votes that set each end; `words` says by which rule."""

    low: int | None
    best: int | None
    high: int | None
    by_low: tuple[Vote, ...]
    by_best: tuple[Vote, ...]
    by_high: tuple[Vote, ...]
    words: str


NOTHING = Bounds(None, None, None, (), (), (), "nobody gives a number")


def firsthand(votes: Sequence[Vote]) -> Bounds:
    """The project's default: as narrow as undisputed, as wide as disputed.

    low: the largest lower bound that no voice of equal or better record denies. high: the largest upper bound; open where somebody's lower
    bound is larger. best: the word of the best-graded, most recent voice; none where such voices differ.
    """
    wholes = _wholes(votes)
    undenied = [
        v
        for v in wholes
        if not any(_denies(other, v.low) for other in wholes if ORDER[other.letter] <= ORDER[v.letter])
    ]
    low = max(v.low for v in undenied) if undenied else min(v.low for v in wholes)
    highs = [v.high for v in wholes if v.high is not None]
    high = max(highs) if highs else None
    open_above = [v for v in wholes if v.high is None and high is not None and v.low > high]
    if open_above:
        high = None
    top = min(ORDER[v.letter] for v in wholes)
    graded = [v for v in wholes if ORDER[v.letter] == top]
    newest = [v for v in graded if v.day == max(g.day for g in graded)]
    bests = {v.best for v in newest}
    best = bests.pop() if len(bests) == 1 else None
    if best is not None and (best < low or (high is not None and best > high)):
        best = None
    return Bounds(
        low, best, high, tuple(v for v in wholes if v.low == low), tuple(v for v in newest if best is not None and v.best == best),
        tuple(open_above) or tuple(v for v in wholes if high is not None and v.high == high),
        "largest lower bound that nobody of equal record denies, largest upper bound, best of the newest",
    )  # fmt: skip


def acled(votes: Sequence[Vote]) -> Bounds:
    """ACLED: one number, the most conservative of those reported; vague words by its table ("several" 3, "dozens" 12)."""
    wholes = _wholes(votes)
    figure = min(_acled_figure(v) for v in wholes)
    by = tuple(v for v in wholes if _acled_figure(v) == figure)
    return Bounds(figure, figure, figure, by, by, by, "the most conservative reported number (ACLED)")


def _acled_figure(vote: Vote) -> int:
    return max(vote.figure, ACLED_VAGUE) if vote.vague and vote.best is None else vote.figure


def ucdp(votes: Sequence[Vote]) -> Bounds:
    """UCDP: lowest and highest reliable estimate.

    A party's own claim, and the word of a source of bad record (D, E), count only where nobody else speaks. best: the best record, then the
    most exact, then the most recent; of equals the figure that most voices give, then the lower.
    """
    wholes = _wholes(votes)
    apart = [v for v in wholes if not v.party] or wholes
    reliable = [v for v in apart if v.letter not in UNRELIABLE] or apart
    low, high = min(v.low for v in reliable), max(_top(v) for v in reliable)
    backed = Counter(v.figure for v in reliable)
    chosen = max(
        reliable,
        key=lambda v: (-ORDER[v.letter], v.best is not None and v.best == v.high, v.day, backed[v.figure], -v.figure),
    )
    best = min(max(chosen.figure, low), high)
    left_out = "" if len(apart) == len(wholes) else "; a party's own claim is left out"
    left_out += "" if len(reliable) == len(apart) else "; a source of bad record is left out"
    by_best = tuple(v for v in reliable if v.figure == chosen.figure)
    return Bounds(
        low, best, high, tuple(v for v in reliable if v.low == low), by_best, tuple(v for v in reliable if _top(v) == high),
        f"lowest and highest reliable estimate, best the most reliable, exact and recent (UCDP){left_out}",
    )  # fmt: skip


def ibc(votes: Sequence[Vote]) -> Bounds:
    """Iraq Body Count: civilians only, from the smallest to the largest number given; no best."""
    civilian = [v for v in _wholes(votes) if not v.combatant]
    if not civilian:
        return NOTHING._replace(words="only combatants are counted; civilians only (IBC)")
    return _spread(civilian, "smallest and largest number given for civilians (IBC)")


def airwars(votes: Sequence[Vote]) -> Bounds:
    """Airwars: smallest to largest number given; 0 at the low end where it is disputed whether the dead were civilians.

    The dead are presumed civilians: that they were militants counts as a dispute only where somebody who is no party says so; the claim of
    the belligerent alone is context, no proof (Airwars, Patterns of harm, annex 1), and sets no bound where others speak.
    """
    wholes = _wholes(votes)
    wholes = [v for v in wholes if not (v.party and v.combatant)] or wholes
    found = _spread(wholes, "smallest and largest number given (Airwars)")
    armed = [v for v in wholes if v.combatant]
    if armed and any("civilians" in v.status for v in wholes):
        return found._replace(low=0, by_low=tuple(armed), words="status of the dead disputed, so from 0 (Airwars)")
    return found


def _spread(votes: Sequence[Vote], words: str) -> Bounds:
    low, high = min(v.low for v in votes), max(_top(v) for v in votes)
    return Bounds(
        low, None, high, tuple(v for v in votes if v.low == low), (), tuple(v for v in votes if _top(v) == high), words
    )


def _wholes(votes: Sequence[Vote]) -> list[Vote]:
    """Votes that count everybody; where there are none, those that count a part (a lower bound is better than nothing)."""
    return [v for v in votes if not v.part] or list(votes)


def _denies(vote: Vote, low: int) -> bool:
    return vote.high is not None and vote.high < low


def _top(vote: Vote) -> int:
    return vote.high if vote.high is not None else max(vote.figure, vote.low)


CODEBOOKS: Mapping[str, Callable[[Sequence[Vote]], Bounds]] = {
    "firsthand": firsthand, "acled": acled, "ucdp": ucdp, "ibc": ibc, "airwars": airwars,
}  # fmt: skip
