"""What speaks for and against two slots being one incident, feature by feature, each of which explains itself in words.

The weights are log-odds in round figures, set by hand after the rules of the field (place, day and kind of act identify an incident; tolls
change from report to report). A feature that knows nothing on either side is silent: unknown is not a mismatch.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

from firsthand.link.slots import Slot, general
from firsthand.model import Estimate, Place
from firsthand.text import fold as _fold

fold = lru_cache(maxsize=65_536)(_fold)  # place names recur in thousands of pairs
EARTH_KM = 6371.0
# Weight of a day in common where a side tells several days.
SEVERAL_DAYS = 2.5
# Towns nearer than this may be one place under two names; farther than the second cannot. Re-measure with the place resolver.
NEAR_KM, FAR_KM = 15.0, 60.0

Weighed = tuple[float, str]


class Feature(NamedTuple):
    """One row of the table: its name and the function that weighs a pair, giving (weight, words), or ``None`` where it cannot tell."""

    name: str
    weigh: Callable[[Slot, Slot], Weighed | None]


def day(left: Slot, right: Slot) -> Weighed | None:
    """The days told on both sides: a day in common speaks for, differing days against, the more the farther apart.

    Reports tell several days (of the deed, of a death, of an arrest): the best of the first few counts, a little less where it is not the
    exact day of both.
    """
    if not left.dates or not right.dates:
        return None
    found = [_day(a, b) for a in left.dates for b in right.dates]
    weight, words = max(found, key=lambda w: (w[0], w[1]))
    several = len(found) > 1 and weight > SEVERAL_DAYS
    return (SEVERAL_DAYS if several else weight), words


def _day(a: tuple[int, int], b: tuple[int, int]) -> Weighed:
    gap = max(a[0], b[0]) - min(a[1], b[1])
    width = max(a[1] - a[0], b[1] - b[0])
    told = f"{_span(a)} and {_span(b)}"
    if gap > 0:
        weight = -0.5 if gap == 1 else max(-2.0 - gap, -8.0)
        return weight, f"the dates differ by {gap} day{'s' * (gap > 1)} ({told})"
    if width == 0:
        return 3.0, f"the same day ({told})"
    if width <= 7:
        return 2.0, f"the dates overlap within a week ({told})"
    return (0.8 if width <= 31 else 0.2), f"the dates overlap loosely ({told})"


def report(left: Slot, right: Slot) -> Weighed | None:
    """Days between the reports, where one of them tells no date: follow-ups come within days."""
    if (left.earliest is not None and right.earliest is not None) or left.reported is None or right.reported is None:
        return None
    gap = abs(left.reported - right.reported)
    if gap <= 2:
        return 1.5, f"reported within {gap} days of each other"
    if gap <= 7:
        return 0.5, f"reported within a week of each other ({gap} days)"
    return (-0.5 if gap <= 14 else -2.0), f"reported {gap} days apart, and one tells no date"


def place(left: Slot, right: Slot) -> Weighed | None:
    """The closest pair of places told on the two sides: one town, one inside the other, near, or apart."""
    pairs = [_placed(a, b) for a in left.places[:8] for b in right.places[:8]]
    known = [p for p in pairs if p is not None]
    return max(known, key=lambda w: (w[0], w[1])) if known else None


def _placed(a: Place, b: Place) -> Weighed | None:
    exact_a, exact_b = (a.precision or 9) <= 2, (b.precision or 9) <= 2
    names = f"{a.name} and {b.name}"
    if a.country and b.country and fold(a.country) != fold(b.country):
        return -6.0, f"different countries ({a.country} and {b.country})"
    if fold(a.name) == fold(b.name) and (not a.admin1 or not b.admin1 or fold(a.admin1) == fold(b.admin1)):
        finest = min(a.precision or 9, b.precision or 9)
        level = 3.0 if finest <= 3 else 1.5 if finest <= 5 else 0.3 if finest <= 7 else 2.0
        return level, f"the same place ({a.name})"
    kilometres = distance(a, b)
    if exact_a and exact_b:
        if kilometres is not None and kilometres <= NEAR_KM:
            return 1.5, f"places {kilometres:.0f} km apart ({names})"
        if kilometres is not None and kilometres <= FAR_KM:
            return -2.5, f"different towns, {kilometres:.0f} km apart ({names})"
        return (-4.5 if kilometres is not None else -3.0), f"different towns ({names})"
    if (
        min(a.precision or 9, b.precision or 9) <= 3
        and max(a.precision or 9, b.precision or 9) == 3
        and kilometres is not None
    ):
        if kilometres <= FAR_KM:
            return 0.8, f"one may lie in the other, {kilometres:.0f} km apart ({names})"
        return -4.0, f"districts or towns {kilometres:.0f} km apart ({names})"
    if fold(b.name) == fold(a.admin1 or "") or fold(a.name) == fold(b.admin1 or ""):
        return 1.2, f"one lies in the other ({names})"
    if a.admin1 and b.admin1 and fold(a.admin1) != fold(b.admin1):
        return -3.0, f"different provinces ({a.admin1} and {b.admin1})"
    if a.country and b.country:
        return 0.2, f"the same country ({a.country})"
    return None


def kind(left: Slot, right: Slot) -> Weighed | None:
    """What was done: the same type, the same family, a general word that contradicts nothing, or another kind of act."""
    if not left.types or not right.types:
        return None
    shared = left.types & right.types
    if shared:
        code = sorted(shared)[0]
        only_general = all(general(f) for f in left.families & right.families)
        return (1.0 if only_general else 2.0), f"the same kind of act ({code})"
    if left.families & right.families:
        return 1.2, f"the same family of acts ({sorted(left.families & right.families)[0]})"
    if any(general(f) for f in left.families | right.families):
        return 0.3, "one tells the kind of act only in a general word"
    return -2.5, f"different kinds of act ({sorted(left.types)[0]} and {sorted(right.types)[0]})"


def toll(left: Slot, right: Slot) -> Weighed | None:
    """The counts told on both sides: equal counts speak for, the more the rarer; contradictory counts against, yet never alone."""
    found: list[Weighed] = []
    for measure in ("killed", "injured", "abducted", "perpetrators_killed", "arrested", "casualties"):
        ours, theirs = left.tolls.get(measure), right.tolls.get(measure)
        if ours and theirs:
            found.append(max((_tolled(measure, a, b) for a in ours for b in theirs), key=lambda w: (w[0], w[1])))
    if not found:
        return None
    weight = round(max(-2.5, min(2.5, sum(w for w, _ in found))), 2)
    return weight, "; ".join(words for _, words in found)


def _tolled(measure: str, a: Estimate, b: Estimate) -> Weighed:
    low_a, low_b = a.low or 0, b.low or 0
    words = f"{measure} {a.phrase or a.low} and {b.phrase or b.low}"
    if a.best is not None and a.best == b.best:
        return (0.7 if a.best <= 2 else 1.2 if a.best < 10 else 1.8), f"equal counts ({words})"
    if (b.high is None or low_a <= b.high) and (a.high is None or low_b <= a.high):
        return 0.4, f"counts that agree ({words})"
    small, large = sorted((max(low_a, 1), max(low_b, 1)))
    return (-0.7 if large <= small * 1.5 + 2 else -1.7), f"counts that differ ({words})"


def target(left: Slot, right: Slot) -> Weighed | None:
    """Words of what was hit and of whom: shared words speak for; targets that have none in common against, other victims do not."""
    if left.words & right.words:
        return _shared(left.words, right.words, (1.0, 2.0), 0.0, "targets or victims")
    return _shared(left.targets, right.targets, (1.0, 2.0), -1.2, "targets")


def doer(left: Slot, right: Slot) -> Weighed | None:
    """Names of those who did it."""
    return _shared(left.doers, right.doers, (0.6, 1.0), -0.6, "perpetrators")


def weapon(left: Slot, right: Slot) -> Weighed | None:
    """Words of the weapon."""
    return _shared(left.weapons, right.weapons, (0.4, 0.7), -0.6, "weapons")


def _shared(a: frozenset[str], b: frozenset[str], gains: tuple[float, float], loss: float, what: str) -> Weighed | None:
    if not a or not b:
        return None
    shared = sorted(a & b)
    if shared:
        return gains[len(shared) > 1], f"shared words of {what} ({', '.join(shared[:3])})"
    return loss, f"different {what} ({sorted(a)[0]} and {sorted(b)[0]})"


FEATURES: tuple[Feature, ...] = (
    Feature("day", day),
    Feature("report", report),
    Feature("place", place),
    Feature("kind", kind),
    Feature("toll", toll),
    Feature("target", target),
    Feature("doer", doer),
    Feature("weapon", weapon),
)


def distance(a: Place, b: Place) -> float | None:
    """Kilometres between two places along the earth's surface; ``None`` where one has no coordinates.

    Example:
        >>> round(distance(Place(name="a", words="a", lat=0.0, lon=0.0), Place(name="b", words="b", lat=0.0, lon=1.0)))
        111
    """
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    north, south = radians(a.lat), radians(b.lat)
    haversine = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(haversine)))


def _span(days: tuple[int, int]) -> str:
    first, last = date.fromordinal(days[0]), date.fromordinal(days[1])
    return first.isoformat() if first == last else f"{first.isoformat()}..{last.isoformat()}"
