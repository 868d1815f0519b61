"""Dates that a page prints or declares, as intervals. "7 years ago" is none."""

from __future__ import annotations

import functools
import re
from datetime import date
from typing import NamedTuple

from firsthand import vocabulary
from firsthand.model import UNDATED, Basis, When
from firsthand.text import fold

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
# Hours from UTC of the zone names that mean one thing only; the others (IST, CST, AST ...) are left unread.
_ZONES = {
    "UTC": 0,
    "GMT": 0,
    "Z": 0,
    "BST": 1,
    "CET": 1,
    "CEST": 2,
    "EET": 2,
    "EEST": 3,
    "MSK": 3,
    "EST": -5,
    "EDT": -4,
    "PST": -8,
    "PDT": -7,
    "ET": -5,
}
_TIME = re.compile(
    r"(?P<h>\d{1,2})[:.h](?P<m>\d{2})(?::(?P<s>\d{2})(?:\.\d+)?)?\s*(?P<half>[ap]\.?m\.?\b)?\s*(?P<zone>Z\b|[A-Z]{2,4}\b|[+-]\d{2}:?\d{2}\b)?",
    re.I,
)
# Years that a report can bear: before 1900 a four-digit number is rather a count; after 2100 it is a slip.
_YEARS = (1900, 2100)
_YEAR = re.compile(r"\d{4}")
# Characters of the longest line that is still only a date: two dates with labels and times have about 120.
_LONGEST = 160
# Words left in a line when its date and labels are taken out, up to which the line is still only a date.
_LEFT_OVER = 2


class Dated(NamedTuple):
    """A date in a line: [start, end) in the line and the interval it stands for."""

    start: int
    end: int
    when: When


@functools.cache
def _months() -> dict[str, int]:
    return {fold(row["name"]): int(row["number"]) for row in vocabulary.rows("months.csv")}


@functools.cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    names = sorted({r["name"] for r in vocabulary.rows("months.csv")}, key=lambda n: (-len(n), n))
    month = "(?P<month>" + "|".join(re.escape(n) for n in names) + r")\b\.?"
    return (
        re.compile(r"(?<!\d)(?P<y>\d{4})-(?P<mo>\d{1,2})-(?P<d>\d{1,2})(?!\d)"),
        re.compile(r"(?<!\d)(?P<y>\d{4})[/.](?P<mo>\d{1,2})[/.](?P<d>\d{1,2})(?!\d)"),
        re.compile(r"(?<!\d)(?P<y>\d{4})年(?P<mo>\d{1,2})月(?P<d>\d{1,2})日"),
        re.compile(
            rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.|er|º)?\s*(?:of |de |den )?[-\s]?{month},?\s*[-\s]?(?:de |del )?(?P<y>\d{{4}})(?!\d)",
            re.I,
        ),
        re.compile(rf"\b{month}\s*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})(?!\d)", re.I),
        re.compile(r"(?<!\d)(?P<a>\d{1,2})[/.-](?P<b>\d{1,2})[/.-](?P<y>\d{4})(?!\d)"),
    )


def find(line: str, *, basis: Basis = "page", reason: str = "") -> Dated | None:
    """The first full date (day, month, year) of a line, with the time beside it if there is one.

    A date such as 04/05/2018, which two conventions read differently, becomes the interval between both readings.

    Example:
        >>> find("Monday, 9 April, 2018 - 05:00").when.earliest
        '2018-04-09T05:00:00'
        >>> find("access_time 7 years ago") is None
        True
    """
    text = line.translate(_DIGITS)
    if not _YEAR.search(text):
        return None
    hits = [m for p in _patterns() for m in p.finditer(text)]
    for match in sorted(hits, key=lambda m: (m.start(), -m.end())):
        days = _days(match)
        if days is None:
            continue
        words = line[match.start() : match.end()]
        reasons = (reason,) if reason else ()
        if len(days) == 2:
            note = f"'{words}' may be day/month or month/day"
            when = When(
                earliest=min(days),
                latest=max(days),
                precision="range",
                basis=basis,
                words=words,
                reasons=(*reasons, note),
            )
            return Dated(match.start(), match.end(), when)
        clock = _clock(text, match.end())
        stamp = days[0] + (clock[0] if clock else "")
        end = clock[1] if clock else match.end()
        when = When(
            earliest=stamp,
            latest=stamp,
            precision="time" if clock else "day",
            basis=basis,
            words=line[match.start() : end],
            reasons=reasons,
        )
        return Dated(match.start(), end, when)
    return None


def _days(match: re.Match[str]) -> tuple[str, ...] | None:
    groups = match.groupdict()
    year = int(groups["y"])
    if not _YEARS[0] <= year <= _YEARS[1]:
        return None
    if "a" in groups:
        a, b = int(groups["a"]), int(groups["b"])
        found = {_iso(year, b, a), _iso(year, a, b)} - {None}
        # A full stop between the parts is the continental convention: day first.
        if "." in match.group():
            found = {_iso(year, b, a)} - {None}
        return tuple(sorted(d for d in found if d)) or None
    month = int(groups["mo"]) if groups.get("mo") else _months().get(fold(groups.get("month") or ""), 0)
    day = _iso(year, month, int(groups["d"]))
    return (day,) if day else None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _clock(text: str, start: int) -> tuple[str, int] | None:
    gap = re.compile(r"[\s,T|•·–-]{0,4}(?:at|um|à|a las|في)?\s*", re.I).match(text, start)
    match = _TIME.match(text, gap.end() if gap else start)
    if not match:
        return None
    hour, minute, second = int(match["h"]), int(match["m"]), int(match["s"] or 0)
    half = (match["half"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    zone, offset = match["zone"] or "", ""
    if zone.upper() in _ZONES:
        hours = _ZONES[zone.upper()]
        offset = f"{'+' if hours >= 0 else '-'}{abs(hours):02d}:00"
    elif zone[:1] in "+-" and zone:
        offset = f"{zone[:3]}:{zone[-2:]}"
    end = match.end() if offset or not zone else match.start("zone")
    return f"T{hour:02d}:{minute:02d}:{second:02d}{offset}", end


def declared(value: str, reason: str) -> When:
    """A date from metadata, a header or a column: basis "stated"; `UNDATED` where it is none.

    Example:
        >>> declared("2024-03-04T15:20:00+00:00", "page metadata").precision
        'time'
    """
    found = find(value, basis="stated", reason=reason)
    return found.when if found else UNDATED


@functools.cache
def _labels() -> re.Pattern[str]:
    words = sorted(
        (r["words"] for r in vocabulary.rows("byline_words.csv") if r["job"] == "date"), key=lambda w: -len(w)
    )
    days = r"(?:mon|tues?|wednes|wed|thurs?|thu|fri|satur|sat|sun)(?:day)?\b"
    return re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b|\b" + days, re.I)


def is_date_line(line: str) -> Dated | None:
    """The date of a line that holds little else: labels, a weekday, a time.

    Example:
        >>> is_date_line("Published: Monday, March 4, 2024 at 3:20 pm").when.earliest
        '2024-03-04T15:20:00'
        >>> is_date_line("The bridge was hit on March 4, 2024 by a mortar shell, police said.") is None
        True
    """
    found = find(line) if len(line) <= _LONGEST else None
    if found is None:
        return None
    rest = _labels().sub(" ", line[: found.start] + " " + line[found.end :])
    rest = _TIME.sub(" ", rest)
    left = re.findall(r"\w+", rest)
    return found if len(left) <= _LEFT_OVER else None
