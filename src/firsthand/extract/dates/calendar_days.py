"""Calendar arithmetic: Hijri to Gregorian, movable and fixed feasts, month and week intervals. All intervals include both ends."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from firsthand.vocabulary import rows

Interval = tuple[date, date]
# The tabular Islamic calendar may differ by a day from the sighting of the moon: a feast is given with a day on either side.
SIGHTING = timedelta(days=1)


def hijri(year: int, month: int, day: int) -> date:
    """The Gregorian day of an Islamic date in the tabular civil calendar (thirty-year cycle, leap years 2, 5, 7, 10, 13, 16 ...).

    Example:
        >>> hijri(1439, 1, 1).isoformat()
        '2017-09-22'
    """
    days = day + -(-59 * (month - 1) // 2) + (year - 1) * 354 + (3 + 11 * year) // 30
    return date.fromordinal(days + 227014)


def easter(year: int) -> date:
    """Western Easter Sunday (Butcher's rule).

    Example:
        >>> easter(2019).isoformat()
        '2019-04-21'
    """
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    shift = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * shift) // 451
    month, day = divmod(h + shift - 7 * m + 114, 31)
    return date(year, month, day + 1)


def feast(name: str, year: int) -> list[Interval]:
    """The days of a feast that begin in a Gregorian year (a lunar one may fall twice, or never); `name` as in `feasts.csv`."""
    row = next(r for r in rows("feasts.csv") if name.lower() in r["names"].lower().split("|"))
    month, day, length = int(row["month"]), int(row["day"]), int(row["days"])
    if row["calendar"] == "hijri":
        guess = int((year - 622) * 33 / 32)
        starts = [hijri(h, month, day) for h in (guess, guess + 1, guess + 2)]
        return [(s - SIGHTING, s + timedelta(days=length - 1) + SIGHTING) for s in starts if s.year == year]
    start = easter(year) + timedelta(days=day) if row["calendar"] == "easter" else date(year, month, day)
    return [(start, start + timedelta(days=length - 1))]


def month_of(year: int, month: int) -> Interval:
    """All days of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def week_of(day: date) -> Interval:
    """Monday to Sunday around a day."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def months_before(day: date, count: int) -> date:
    """The same day `count` months before (after, where negative), or the last of that month."""
    index = day.year * 12 + day.month - 1 - count
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def part(interval: Interval, which: str) -> Interval:
    """The early, middle or late third of an interval."""
    start, end = interval
    third = timedelta(days=(end - start).days // 3)
    if which == "early":
        return start, start + third
    if which == "late":
        return end - third, end
    return start + third, end - third
