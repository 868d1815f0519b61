"""Coarser values that still hold: a place as a district, a day as a week, a number as a range. Each contains what it stands for."""

from __future__ import annotations

import math
from calendar import monthrange
from datetime import date, timedelta

import msgspec

from firsthand.model import Place, When

KM_PER_DEGREE = 111.2
# A district is drawn no smaller than this: OCHA asks for the district or 5 km and more; a grid of 0.1 degrees is about 11 km.
DISTRICT_KM = 11.0
# How far rounding to 0.1 degrees can move a point: half the diagonal of a cell at the equator is 7.9 km.
ROUNDED_KM = 7.9
# Ends of the ranges in which a number is given. The first keep the small counts apart that matter most (nobody, one or two, several);
# from ten on each range is up to five times its lower end, so that a range tells the size of a toll and not the toll.
BANDS = (0, 1, 3, 10, 50, 100, 500, 1_000, 5_000, 10_000, 50_000, 100_000, 1_000_000)

Bounds = tuple[int | None, int | None]


def places(place: Place) -> tuple[Place, ...]:
    """A place as it stands, then as its district, its province and its country, as far as they are known.

    Example:
        >>> town = Place(name="Sarovel", words="in Sarovel", lat=41.26, lon=44.5, precision=1, admin1="Tavesh", country="Kesmeria")
        >>> [(p.name, p.precision) for p in places(town)]
        [('Sarovel', 1), ('Tavesh', 3), ('Tavesh', 4), ('Kesmeria', 6)]
    """
    found = [place]
    fine = place.precision is None or place.precision < 3
    if place.admin1 and fine and place.lat is not None and place.lon is not None:
        reach = max(DISTRICT_KM, (place.radius_km or 0.0) + ROUNDED_KM)
        found.append(
            _named(place, place.admin1, 3, lat=round(place.lat, 1), lon=round(place.lon, 1), radius_km=math.ceil(reach))
        )
    if place.admin1 and (place.precision is None or place.precision < 4):
        found.append(_named(place, place.admin1, 4, lat=None, lon=None, radius_km=None))
    if place.country and place.precision != 6:
        found.append(_named(place, place.country, 6, lat=None, lon=None, radius_km=None, admin1=None))
    return tuple(found)


def _named(place: Place, name: str, precision: int, **more: object) -> Place:
    return msgspec.structs.replace(place, name=name, words=name, precision=precision, kind=None, reasons=(), **more)


def within(inner: Place, outer: Place) -> bool:
    """Whether one place lies in another: by name, by its circle, by its province or by its country.

    Example:
        >>> a = Place(name="Sarovel", words="", precision=1, admin1="Tavesh", country="Kesmeria")
        >>> within(a, places(a)[-1]), within(places(a)[-1], a)
        (True, False)
    """
    fine, coarse = inner.precision or 5, outer.precision or 5
    if coarse == 6:
        return inner.country is not None and inner.country == (outer.country or outer.name)
    if fine > max(coarse, 2):
        return False
    if coarse == 4:
        return inner.admin1 is not None and inner.admin1 == outer.admin1
    if None not in (inner.lat, inner.lon, outer.lat, outer.lon):
        away = distance_km(inner, outer)
        return away + (inner.radius_km or 0.0) <= max(outer.radius_km or 0.0, 0.001) or (away == 0.0 and coarse <= 2)
    return inner.name == outer.name


def distance_km(left: Place, right: Place) -> float:
    """Kilometres between two places with coordinates, on a sphere (0.3 % off at most)."""
    assert left.lat is not None
    assert left.lon is not None
    assert right.lat is not None
    assert right.lon is not None
    a, b = math.radians(left.lat), math.radians(right.lat)
    turn = math.radians(right.lon - left.lon)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(turn / 2) ** 2
    return 2 * math.degrees(math.asin(min(1.0, math.sqrt(half)))) * KM_PER_DEGREE


def times(when: When) -> tuple[When, ...]:
    """A time as it stands, then in whole weeks (Monday to Sunday), months and years.

    Example:
        >>> [(w.earliest, w.latest) for w in times(When(earliest="2024-03-06", latest="2024-03-06", precision="day"))][1:]
        [('2024-03-04', '2024-03-10'), ('2024-03-01', '2024-03-31'), ('2024-01-01', '2024-12-31')]
    """
    span = days(when)
    if span is None:
        return (when,)
    first, last = span
    weeks = (first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday()))
    months = (first.replace(day=1), last.replace(day=monthrange(last.year, last.month)[1]))
    years = (date(first.year, 1, 1), date(last.year, 12, 31))
    found = [when]
    for (start, end), one, most in ((weeks, "week", 7), (months, "month", 31), (years, "year", 366)):
        precision = one if (end - start).days < most else "range"
        step = {"earliest": start.isoformat(), "latest": end.isoformat(), "precision": precision, "basis": when.basis}
        before = days(found[-1])
        if before is None or (end - start) >= (before[1] - before[0]):
            found.append(msgspec.convert(step, When))
    return tuple(found)


def days(when: When) -> tuple[date, date] | None:
    """First and last day of an interval; `None` where an end is unknown or no date."""
    try:
        return date.fromisoformat((when.earliest or "")[:10]), date.fromisoformat((when.latest or "")[:10])
    except ValueError:  # an open or undated interval has no days to round; the caller withholds it
        return None


def during(inner: When, outer: When) -> bool:
    """Whether one interval lies in another; false where either is unknown."""
    a, b = days(inner), days(outer)
    if a is None or b is None:
        return False
    if "T" in (outer.earliest or "") and (inner.earliest, inner.latest) != (outer.earliest, outer.latest):
        return False
    return b[0] <= a[0] and a[1] <= b[1]


def band(low: int | None, high: int | None) -> Bounds:
    """The range of `BANDS` around a number or range; an end that is not known stays unknown.

    Example:
        >>> band(14, 14), band(9, 14), band(2, None)
        ((10, 49), (3, 49), (1, None))
    """
    lower = None if low is None else max(b for b in BANDS if b <= max(low, 0))
    upper = None if high is None else next((b - 1 for b in BANDS if b > high), None)
    return lower, upper


def holds(outer: Bounds, inner: Bounds) -> bool:
    """Whether a range contains another; an unknown end of the outer one is no bound, one of the inner one is endless.

    Example:
        >>> holds((10, 49), (14, 20)), holds((10, 49), (14, None)), holds((10, None), (14, None))
        (True, False, True)
    """
    low = outer[0] is None or (inner[0] is not None and outer[0] <= inner[0])
    high = outer[1] is None or (inner[1] is not None and inner[1] <= outer[1])
    return low and high
