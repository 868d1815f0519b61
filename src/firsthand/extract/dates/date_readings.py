"""What each rule of dates makes of its words: an interval, how fine it is, and whether it leant on the document's date (the anchor)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal, NamedTuple

from firsthand.extract.dates import calendar_days as cal
from firsthand.model import Precision
from firsthand.text import plain

Kind = Literal["date", "duration", "recurring", "offset"]
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_UNITS = {"hour": 0, "day": 1, "night": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365, "decade": 3652}
_NUMBERS = {
    w: i
    for i, w in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
} | {
    "a": 1,
    "an": 1,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "a couple of": 2,
    "several": 3,
    "a few": 3,
    "few": 3,
    "couple": 2,
    "many": 5,
    "some": 3,
}
# A vague count ("a few", "several") is read as anything between two and this many, so that no figure is made up.
VAGUE_HIGH = 9
# A day without its year is the last one before the report, or up to so many days ahead of it; told as still to come, up to half a year ahead.
GRACE, AHEAD = timedelta(days=14), timedelta(days=183)
_AHEAD = re.compile(
    r"\b(?:will|shall|is to|are to|to be held|scheduled|expected|due|plans? to|planned for|set for|upcoming|slated)\b[^.;]{0,60}$",
    re.IGNORECASE,
)


class Reading(NamedTuple):
    """What a rule makes of its words: an interval or none, how fine, and whether it leant on the document's date."""

    interval: cal.Interval | None
    precision: Precision
    leans: bool = False
    days: int | None = None


def _month(word: str) -> int:
    return next(i for i, name in enumerate(_MONTHS, 1) if name.startswith(word.lower().rstrip(".")[:3]))


def number_of(word: str) -> int:
    """The count that a word or figure stands for; a vague one ("several") gives its usual middle."""
    return (
        int(word)
        if word.isdigit()
        else _NUMBERS.get(
            word.lower(), _NUMBERS.get(word.lower().split(" ")[0 if not word.lower().startswith("a ") else 1], 1)
        )
    )


def _vague(word: str) -> bool:
    return bool(re.search(r"few|couple|several|many|some", word, re.IGNORECASE))


def _day(year: int, month: int, day: str) -> date | None:
    try:
        return date(year, month, int(re.sub(r"\D", "", day)))
    except ValueError:
        return None


def full(m: re.Match[str], _: date | None) -> Reading | None:
    """A day with month and year."""
    found = _day(int(m["y"]), _month(m["m"]), m["d"])
    return Reading((found, found), "day") if found else None


def iso(m: re.Match[str], _: date | None) -> Reading | None:
    """An ISO date."""
    found = _day(int(m["y"]), int(m["m"]), m["d"]) if 1 <= int(m["m"]) <= 12 else None
    return Reading((found, found), "day") if found else None


def slashed(m: re.Match[str], _: date | None) -> Reading | None:
    """Day and month in either order: both days where both are possible."""
    a, b, year = int(m["a"]), int(m["b"]), int(m["y"])
    days = sorted({d for month, day in ((a, b), (b, a)) if 1 <= month <= 12 and (d := _day(year, month, str(day)))})
    return Reading((days[0], days[-1]), "day" if len(days) == 1 else "range") if days else None


def lies_ahead(m: re.Match[str]) -> bool:
    """Whether the words before say that it is still to come ("will meet on Friday")."""
    return bool(_AHEAD.search(m.string[max(0, m.start() - 80) : m.start()]))


def yearless(m: re.Match[str], anchor: date | None) -> Reading | None:
    """A day and month without a year: the last one up to the anchor or a few days ahead; the next one where the words look ahead."""
    month = _month(m["m"])
    if anchor is None:
        return Reading(None, "none", True) if _day(2000, month, m["d"]) else None
    days = [d for year in (anchor.year + 1, anchor.year, anchor.year - 1) if (d := _day(year, month, m["d"]))]
    coming = [d for d in days if anchor < d <= anchor + AHEAD] if lies_ahead(m) else []
    found = coming or [d for d in days if d <= anchor + GRACE]
    return Reading((found[0], found[0]), "day", True) if found else None


def days_range(m: re.Match[str], anchor: date | None) -> Reading | None:
    """A run of days."""
    groups = m.groupdict()
    first_month = _month(groups.get("m1") or m["m"])
    last_month = _month(m["m"])
    years = [int(m["y"])] if groups.get("y") else [anchor.year + 1, anchor.year, anchor.year - 1] if anchor else []
    if not years:
        return Reading(None, "none", True)
    for year in years:
        start, end = _day(year - (first_month > last_month), first_month, m["d1"]), _day(year, last_month, m["d2"])
        if (
            start
            and end
            and start <= end
            and (len(years) == 1 or anchor is None or start <= anchor + timedelta(days=14))
        ):
            return Reading((start, end), "range", len(years) > 1)
    return None


def month_year(m: re.Match[str], _: date | None) -> Reading:
    """A month of a year, or its early, middle or late third."""
    whole = cal.month_of(int(m["y"]), _month(m["m"]))
    return Reading(cal.part(whole, m["p"].lower().rstrip("- ")), "range") if m["p"] else Reading(whole, "month")


def month_alone(m: re.Match[str], anchor: date | None) -> Reading:
    """A month without a year: the last one begun."""
    if anchor is None:
        return Reading(None, "none", True)
    month, word = _month(m["m"]), (m["r"] or "").lower().strip()
    year = anchor.year if month <= anchor.month else anchor.year - 1
    if word == "next" or word == "coming":
        year = anchor.year if month > anchor.month else anchor.year + 1
    elif word == "this":
        year = anchor.year
    elif word == "" and lies_ahead(m) and month != anchor.month:
        year = anchor.year if month > anchor.month else anchor.year + 1
    elif word == "last" and month == anchor.month:
        year = anchor.year - 1
    whole = cal.month_of(year, month)
    part = (m["p"] or "").lower().rstrip("- ")
    if part:
        return Reading(cal.part(whole, part), "range", True)
    return Reading(
        (whole[0], max(whole[0], min(whole[1], anchor)) if word == "" and whole[0] <= anchor else whole[1]),
        "month",
        True,
    )


_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}


def season(m: re.Match[str], anchor: date | None) -> Reading:
    """A season of a year, or the last one."""
    first, last = _SEASONS[m["s"].lower()]
    groups = m.groupdict()
    if groups.get("y"):
        year = int(m["y"])
    elif anchor is None:
        return Reading(None, "none", True)
    else:
        year = anchor.year - (
            date(anchor.year, first, 1) > anchor
            or (m["r"].lower() == "last" and anchor.month >= first and anchor.month <= last)
        )
    end = cal.month_of(year + (last < first), last)[1]
    return Reading((date(year, first, 1), end), "range", not groups.get("y"))


def year(m: re.Match[str], _: date | None) -> Reading:
    """A year."""
    year = int(m["y"])
    whole = (date(year, 1, 1), date(year, 12, 31))
    part = (m.groupdict().get("p") or "").lower().rstrip("- ")
    return Reading(cal.part(whole, part), "range") if part else Reading(whole, "year")


def years(m: re.Match[str], _: date | None) -> Reading | None:
    """A run of years."""
    first, last = int(m["y1"]), int(m["y2"])
    last = last if last > 99 else first // 100 * 100 + last
    return Reading((date(first, 1, 1), date(last, 12, 31)), "range") if first < last < 2100 else None


def decade(m: re.Match[str], _: date | None) -> Reading:
    """A decade or century of years."""
    first = int(m["y"])
    whole = (date(first, 1, 1), date(first + (99 if first % 100 == 0 and first < 2000 else 9), 12, 31))
    part = (m["p"] or "").lower().rstrip("- ")
    return Reading(cal.part(whole, part) if part else whole, "range")


_RELATIVE_DAYS = {
    "today": (0, 0),
    "tonight": (0, 0),
    "yesterday": (-1, -1),
    "tomorrow": (1, 1),
    "overnight": (-1, 0),
    "last night": (-1, 0),
}


def relative_day(m: re.Match[str], anchor: date | None) -> Reading:
    """Today, yesterday, overnight and the like."""
    word = re.sub(r"\s+", " ", m.group().lower())
    first, last = next((v for k, v in _RELATIVE_DAYS.items() if k in word), (0, 0))
    shift = 2 if "after tomorrow" in word else -2 if "before yesterday" in word else 0
    if anchor is None:
        return Reading(None, "none", True)
    if shift:
        first = last = shift
    return Reading(
        (anchor + timedelta(days=first), anchor + timedelta(days=last)), "day" if first == last else "range", True
    )


def weekday(m: re.Match[str], anchor: date | None) -> Reading:
    """A weekday: the last one up to the anchor, unless the words say next."""
    if anchor is None:
        return Reading(None, "none", True)
    target = _DAYS.index(m["w"].lower())
    back = (anchor.weekday() - target) % 7
    word = (m["r"] or "").lower().strip()
    if word in {"next", "coming", "this coming"} or (not word and back and lies_ahead(m)):
        found = anchor + timedelta(days=7 - back if back else 7)
    elif word in {"last", "previous"}:
        found = anchor - timedelta(days=back or 7)
    else:
        found = anchor - timedelta(days=back)
    return Reading((found, found), "day", True)


def period(m: re.Match[str], anchor: date | None) -> Reading:
    """last, this, next + week, month, year, weekend."""
    if anchor is None:
        return Reading(None, "none", True)
    word, unit = m["r"].lower().split()[-1], m["u"].lower()
    step = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}.get(word, 0)
    if unit == "week":
        first, last = cal.week_of(anchor + timedelta(days=7 * step))
    elif unit == "weekend":
        monday = cal.week_of(anchor)[0]
        back = -2 if anchor.weekday() < 5 or step < 0 else 5
        first = monday + timedelta(days=back if step <= 0 else 5)
        last = first + timedelta(days=1)
    elif unit == "month":
        base = cal.months_before(anchor.replace(day=1), -step)
        first, last = cal.month_of(base.year, base.month)
    elif unit == "year":
        first, last = date(anchor.year + step, 1, 1), date(anchor.year + step, 12, 31)
    else:
        start = anchor.year // 10 * 10 + 10 * step
        first, last = date(start, 1, 1), date(start + 9, 12, 31)
    if step == 0 and first <= anchor:
        last = anchor if m.group().lower().startswith(("earlier", "so far")) or unit != "weekend" else last
    if m.group().lower().startswith("later"):
        first, last = (
            anchor,
            {"week": cal.week_of(anchor)[1], "month": cal.month_of(anchor.year, anchor.month)[1]}.get(
                unit, date(anchor.year, 12, 31)
            ),
        )
    precision: dict[str, Precision] = {"week": "week", "month": "month", "year": "year"}
    return Reading((first, last), precision.get(unit, "range"), True)


def _back(anchor: date, count: int, unit: str) -> date:
    unit = unit.lower().rstrip("s")
    if unit in {"month", "year", "decade"}:
        return cal.months_before(anchor, count * {"month": 1, "year": 12, "decade": 120}[unit])
    return anchor - timedelta(days=count * _UNITS[unit] if unit != "hour" else -(-count // 24))


def ago(m: re.Match[str], anchor: date | None) -> Reading:
    """So many units before the anchor."""
    if anchor is None:
        return Reading(None, "none", True)
    count, unit = number_of(m["n"]), m["u"].lower().rstrip("s")
    if _vague(m["n"]):
        return Reading((_back(anchor, VAGUE_HIGH, unit), _back(anchor, 2, unit)), "range", True)
    found = _back(anchor, count, unit)
    if unit in {"day", "night", "hour"}:
        return Reading((found, found), "day", True)
    if unit in {"week", "fortnight"}:
        return Reading((found - timedelta(days=3), min(anchor, found + timedelta(days=3))), "week", True)
    if unit == "month":
        return Reading(cal.month_of(found.year, found.month), "month", True)
    return Reading((date(found.year, 1, 1), date(found.year, 12, 31)), "year", True)


def past_span(m: re.Match[str], anchor: date | None) -> Reading:
    """the past 24 hours, the last three weeks, recent months."""
    if anchor is None:
        return Reading(None, "none", True)
    groups = m.groupdict()
    count = number_of(groups["n"]) if groups.get("n") else 2
    if (groups.get("n") and _vague(groups["n"])) or not groups.get("n"):
        count = VAGUE_HIGH if "recent" in m.group().lower() or groups.get("n") else 1
    return Reading((_back(anchor, count, m["u"]), anchor), "range", True)


def offset(m: re.Match[str], _: date | None) -> Reading:
    """So many days after or before what the text told last."""
    groups = m.groupdict()
    sign = -1 if re.search(r"earlier|before|previous|prior", m.group(), re.IGNORECASE) else 1
    if re.search(r"same", m.group(), re.IGNORECASE):
        return Reading(None, "none", False, 0)
    unit = (groups.get("u") or "day").lower().rstrip("s")
    count = number_of(groups["n"]) if groups.get("n") else 1
    return Reading(None, "none", False, sign * count * _UNITS[unit])


def nothing(m: re.Match[str], _: date | None) -> Reading:
    """Words that stand for no interval: durations, recurring times."""
    return Reading(None, "none", False)


def feast(m: re.Match[str], anchor: date | None) -> Reading | None:
    """A religious or national day."""
    groups = m.groupdict()
    name = plain(m["f"])
    if groups.get("y"):
        found = cal.feast(name, int(m["y"]))
        return Reading(found[0], "range" if found[0][0] != found[0][1] else "day") if found else None
    if anchor is None:
        return Reading(None, "none", True)
    # The feast nearest to the report that has begun by then, or begins within the fortnight.
    near = [
        i
        for year in (anchor.year - 1, anchor.year, anchor.year + 1)
        for i in cal.feast(name, year)
        if i[0] <= anchor + timedelta(days=14)
    ]
    return Reading(max(near), "range" if near[-1][0] != near[-1][1] else "day", True) if near else None
