"""Time expressions and the interval each stands for. Rules of `docs` on dates: relative ones hang on the document's own date, never on another.

Where the document's date is unknown, a relative expression keeps its words and has no ends. Where it is an interval, so is the result.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from firsthand.extract import calendar_days as cal
from firsthand.extract.mentions import DateMention
from firsthand.model import Precision, When
from firsthand.text import plain
from firsthand.vocabulary import rows

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

M = r"(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
D = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
Y = r"(?:1[89]\d\d|20\d\d)"
W = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
N = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|several|many|some|(?:a )?few|(?:a )?couple(?: of)?)"
U = r"(?:hour|day|night|week|fortnight|month|year|decade)s?"


class _Reading(NamedTuple):
    """What a rule makes of its words: an interval or none, how fine, and whether it leant on the document's date."""

    interval: cal.Interval | None
    precision: Precision
    leans: bool = False
    days: int | None = None


_Read = Callable[[re.Match[str], "date | None"], "_Reading | None"]


class _Rule(NamedTuple):
    name: str
    pattern: re.Pattern[str]
    read: _Read
    kind: Kind = "date"


def _month(word: str) -> int:
    return next(i for i, name in enumerate(_MONTHS, 1) if name.startswith(word.lower().rstrip(".")[:3]))


def _number(word: str) -> int:
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


def _full(m: re.Match[str], _: date | None) -> _Reading | None:
    found = _day(int(m["y"]), _month(m["m"]), m["d"])
    return _Reading((found, found), "day") if found else None


def _iso(m: re.Match[str], _: date | None) -> _Reading | None:
    found = _day(int(m["y"]), int(m["m"]), m["d"]) if 1 <= int(m["m"]) <= 12 else None
    return _Reading((found, found), "day") if found else None


def _slashed(m: re.Match[str], _: date | None) -> _Reading | None:
    """Day and month in either order: both days where both are possible."""
    a, b, year = int(m["a"]), int(m["b"]), int(m["y"])
    days = sorted({d for month, day in ((a, b), (b, a)) if 1 <= month <= 12 and (d := _day(year, month, str(day)))})
    return _Reading((days[0], days[-1]), "day" if len(days) == 1 else "range") if days else None


def _yearless(m: re.Match[str], anchor: date | None) -> _Reading | None:
    if anchor is None:
        return _Reading(None, "none", True) if _day(2000, _month(m["m"]), m["d"]) else None
    # A day named without its year is the last one before the report, or a few days ahead of it ("will open on June 20").
    found = [
        d
        for year in (anchor.year + 1, anchor.year, anchor.year - 1)
        if (d := _day(year, _month(m["m"]), m["d"])) and d <= anchor + timedelta(days=14)
    ]
    return _Reading((found[0], found[0]), "day", True) if found else None


def _days_range(m: re.Match[str], anchor: date | None) -> _Reading | None:
    groups = m.groupdict()
    first_month = _month(groups.get("m1") or m["m"])
    last_month = _month(m["m"])
    years = [int(m["y"])] if groups.get("y") else [anchor.year + 1, anchor.year, anchor.year - 1] if anchor else []
    if not years:
        return _Reading(None, "none", True)
    for year in years:
        start, end = _day(year - (first_month > last_month), first_month, m["d1"]), _day(year, last_month, m["d2"])
        if (
            start
            and end
            and start <= end
            and (len(years) == 1 or anchor is None or start <= anchor + timedelta(days=14))
        ):
            return _Reading((start, end), "range", len(years) > 1)
    return None


def _month_year(m: re.Match[str], _: date | None) -> _Reading:
    whole = cal.month_of(int(m["y"]), _month(m["m"]))
    return _Reading(cal.part(whole, m["p"].lower().rstrip("- ")), "range") if m["p"] else _Reading(whole, "month")


def _month_alone(m: re.Match[str], anchor: date | None) -> _Reading:
    if anchor is None:
        return _Reading(None, "none", True)
    month, word = _month(m["m"]), (m["r"] or "").lower().strip()
    year = anchor.year if month <= anchor.month else anchor.year - 1
    if word == "next" or word == "coming":
        year = anchor.year if month > anchor.month else anchor.year + 1
    elif word == "this":
        year = anchor.year
    elif word == "last" and month == anchor.month:
        year = anchor.year - 1
    whole = cal.month_of(year, month)
    part = (m["p"] or "").lower().rstrip("- ")
    if part:
        return _Reading(cal.part(whole, part), "range", True)
    return _Reading(
        (whole[0], max(whole[0], min(whole[1], anchor)) if word == "" and whole[0] <= anchor else whole[1]),
        "month",
        True,
    )


_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}


def _season(m: re.Match[str], anchor: date | None) -> _Reading:
    first, last = _SEASONS[m["s"].lower()]
    groups = m.groupdict()
    if groups.get("y"):
        year = int(m["y"])
    elif anchor is None:
        return _Reading(None, "none", True)
    else:
        year = anchor.year - (
            date(anchor.year, first, 1) > anchor
            or (m["r"].lower() == "last" and anchor.month >= first and anchor.month <= last)
        )
    end = cal.month_of(year + (last < first), last)[1]
    return _Reading((date(year, first, 1), end), "range", not groups.get("y"))


def _year(m: re.Match[str], _: date | None) -> _Reading:
    year = int(m["y"])
    whole = (date(year, 1, 1), date(year, 12, 31))
    part = (m.groupdict().get("p") or "").lower().rstrip("- ")
    return _Reading(cal.part(whole, part), "range") if part else _Reading(whole, "year")


def _years(m: re.Match[str], _: date | None) -> _Reading | None:
    first, last = int(m["y1"]), int(m["y2"])
    last = last if last > 99 else first // 100 * 100 + last
    return _Reading((date(first, 1, 1), date(last, 12, 31)), "range") if first < last < 2100 else None


def _decade(m: re.Match[str], _: date | None) -> _Reading:
    first = int(m["y"])
    whole = (date(first, 1, 1), date(first + (99 if first % 100 == 0 and first < 2000 else 9), 12, 31))
    part = (m["p"] or "").lower().rstrip("- ")
    return _Reading(cal.part(whole, part) if part else whole, "range")


_RELATIVE_DAYS = {
    "today": (0, 0),
    "tonight": (0, 0),
    "yesterday": (-1, -1),
    "tomorrow": (1, 1),
    "overnight": (-1, 0),
    "last night": (-1, 0),
}


def _relative_day(m: re.Match[str], anchor: date | None) -> _Reading:
    word = re.sub(r"\s+", " ", m.group().lower())
    first, last = next((v for k, v in _RELATIVE_DAYS.items() if k in word), (0, 0))
    shift = 2 if "after tomorrow" in word else -2 if "before yesterday" in word else 0
    if anchor is None:
        return _Reading(None, "none", True)
    if shift:
        first = last = shift
    return _Reading(
        (anchor + timedelta(days=first), anchor + timedelta(days=last)), "day" if first == last else "range", True
    )


def _weekday(m: re.Match[str], anchor: date | None) -> _Reading:
    if anchor is None:
        return _Reading(None, "none", True)
    target = _DAYS.index(m["w"].lower())
    back = (anchor.weekday() - target) % 7
    word = (m["r"] or "").lower().strip()
    if word in {"next", "coming", "this coming"}:
        found = anchor + timedelta(days=7 - back if back else 7)
    elif word in {"last", "previous"}:
        found = anchor - timedelta(days=back or 7)
    else:
        found = anchor - timedelta(days=back)
    return _Reading((found, found), "day", True)


def _period(m: re.Match[str], anchor: date | None) -> _Reading:
    """last, this, next + week, month, year, weekend."""
    if anchor is None:
        return _Reading(None, "none", True)
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
    return _Reading((first, last), precision.get(unit, "range"), True)


def _back(anchor: date, count: int, unit: str) -> date:
    unit = unit.lower().rstrip("s")
    if unit in {"month", "year", "decade"}:
        return cal.months_before(anchor, count * {"month": 1, "year": 12, "decade": 120}[unit])
    return anchor - timedelta(days=count * _UNITS[unit] if unit != "hour" else -(-count // 24))


def _ago(m: re.Match[str], anchor: date | None) -> _Reading:
    if anchor is None:
        return _Reading(None, "none", True)
    count, unit = _number(m["n"]), m["u"].lower().rstrip("s")
    if _vague(m["n"]):
        return _Reading((_back(anchor, VAGUE_HIGH, unit), _back(anchor, 2, unit)), "range", True)
    found = _back(anchor, count, unit)
    if unit in {"day", "night", "hour"}:
        return _Reading((found, found), "day", True)
    if unit in {"week", "fortnight"}:
        return _Reading((found - timedelta(days=3), min(anchor, found + timedelta(days=3))), "week", True)
    if unit == "month":
        return _Reading(cal.month_of(found.year, found.month), "month", True)
    return _Reading((date(found.year, 1, 1), date(found.year, 12, 31)), "year", True)


def _past_span(m: re.Match[str], anchor: date | None) -> _Reading:
    """the past 24 hours, the last three weeks, recent months."""
    if anchor is None:
        return _Reading(None, "none", True)
    groups = m.groupdict()
    count = _number(groups["n"]) if groups.get("n") else 2
    if (groups.get("n") and _vague(groups["n"])) or not groups.get("n"):
        count = VAGUE_HIGH if "recent" in m.group().lower() or groups.get("n") else 1
    return _Reading((_back(anchor, count, m["u"]), anchor), "range", True)


def _offset(m: re.Match[str], _: date | None) -> _Reading:
    groups = m.groupdict()
    sign = -1 if re.search(r"earlier|before|previous|prior", m.group(), re.IGNORECASE) else 1
    if re.search(r"same", m.group(), re.IGNORECASE):
        return _Reading(None, "none", False, 0)
    unit = (groups.get("u") or "day").lower().rstrip("s")
    count = _number(groups["n"]) if groups.get("n") else 1
    return _Reading(None, "none", False, sign * count * _UNITS[unit])


def _nothing(m: re.Match[str], _: date | None) -> _Reading:
    return _Reading(None, "none", False)


def _feast(m: re.Match[str], anchor: date | None) -> _Reading | None:
    groups = m.groupdict()
    name = plain(m["f"])
    if groups.get("y"):
        found = cal.feast(name, int(m["y"]))
        return _Reading(found[0], "range" if found[0][0] != found[0][1] else "day") if found else None
    if anchor is None:
        return _Reading(None, "none", True)
    # The feast nearest to the report that has begun by then, or begins within the fortnight.
    near = [
        i
        for year in (anchor.year - 1, anchor.year, anchor.year + 1)
        for i in cal.feast(name, year)
        if i[0] <= anchor + timedelta(days=14)
    ]
    return _Reading(max(near), "range" if near[-1][0] != near[-1][1] else "day", True) if near else None


def _c(pattern: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(pattern, flags)


_FEASTS = "|".join(
    re.escape(n)
    for n in sorted({n for r in rows("feasts.csv") for n in r["names"].split("|")}, key=lambda n: (-len(n), n))
)
_P = r"(?P<p>(?:early|late|mid)[- ])?"


def _behind(words: str) -> str:
    """A look-behind for each of the words, small or capitalised."""
    return "|".join(rf"(?<=\b{w} )" for word in words.split() for w in (word, word.capitalize()))


# "March" and "May" are months only after these; a bare year is one after a word of time, or after other words where nothing is counted.
_AS_MONTH = f"(?:{_behind('in since until by of from during between and to through before after')})"
_AFTER_IN = _behind("in since until during")
_AFTER_OTHER = _behind("by of from the and to after before a") + r"|(?<=\()|(?<='s )|(?<=, )"
_COUNTED = "people|men|women|civilians|soldiers|troops|police|fighters|militants|km|miles|dollars|tons|feet|others|cases|families|homes|houses"
# Order settles ties of equal start and length; longer readings win in any case.
_RULES: tuple[_Rule, ...] = (
    _Rule("iso", _c(rf"\b(?P<y>{Y})-(?P<m>\d\d)-(?P<d>\d\d)\b"), _iso),
    _Rule("slashed", _c(rf"\b(?P<a>\d\d?)[/.](?P<b>\d\d?)[/.](?P<y>{Y})\b"), _slashed),
    _Rule("full", _c(rf"\b(?:{W},? (?:the )?)?(?P<d>{D})(?: of)?[- ](?P<m>{M})[-,]? ?,? ?(?P<y>{Y})\b"), _full),
    _Rule("full", _c(rf"\b(?:{W},? )?(?P<m>{M}) (?P<d>{D})(?:,| of)? ?(?P<y>{Y})\b"), _full),
    _Rule(
        "days",
        _c(
            rf"\b(?:from |between )?(?P<m1>{M}) (?P<d1>{D}) ?(?:-|to|and|until|through) ?(?P<m>{M}) (?P<d2>{D})(?:,? (?P<y>{Y}))?\b"
        ),
        _days_range,
    ),
    _Rule(
        "days",
        _c(
            rf"\b(?:from |between )?(?P<m>{M}) (?P<d1>{D}) ?(?:-|to|and|until|through) ?(?P<d2>{D})(?:,? (?P<y>{Y}))?\b"
        ),
        _days_range,
    ),
    _Rule(
        "days",
        _c(
            rf"\b(?:from |between )?(?P<d1>{D})(?: (?P<m1>{M}))? ?(?:-|to|and|until|through) ?(?P<d2>{D}) (?P<m>{M})(?:,? (?P<y>{Y}))?\b"
        ),
        _days_range,
    ),
    _Rule("day", _c(rf"\b(?:{W},? (?:the )?)?(?P<m>{M}) (?P<d>{D})\b(?!\s?%|,\d|\.\d)"), _yearless),
    _Rule("day", _c(rf"\b(?:{W},? (?:the )?)?(?P<d>{D})(?: of)? (?P<m>{M})\b"), _yearless),
    _Rule("month of year", _c(rf"\b{_P}(?P<m>{M})(?: of|,)? (?P<y>{Y})\b"), _month_year),
    _Rule(
        "month",
        _c(
            rf"\b(?P<r>last |this |next |coming )?{_P}(?P<m>(?-i:January|February|April|June|July|August|September|October|November|December))\b(?! \d)"
        ),
        _month_alone,
    ),
    _Rule(
        "month",
        _c(r"(?P<r>\b(?:last|this|next|coming) )(?P<p>(?:early|late|mid)[- ])?(?P<m>(?-i:March|May))\b"),
        _month_alone,
    ),
    _Rule(
        "month", _c(rf"(?P<r>){_AS_MONTH}(?P<p>(?:early|late|mid)[- ])?(?P<m>(?-i:March|May))\b(?! \d)"), _month_alone
    ),
    _Rule("month", _c(r"(?P<r>)\b(?P<p>(?:early|late|mid)[- ])(?P<m>(?-i:March|May))\b(?! \d)"), _month_alone),
    _Rule("season", _c(rf"\b(?:the )?(?P<s>spring|summer|autumn|fall|winter)(?: of)? (?P<y>{Y})\b"), _season),
    _Rule("season", _c(r"\b(?P<r>last|this) (?P<s>spring|summer|autumn|fall|winter)\b"), _season),
    _Rule(
        "years",
        _c(rf"\b(?:from |between )?(?P<y1>{Y}) ?(?:-|to|and|until|through) ?(?P<y2>{Y}|\d\d)\b(?![-\d%])"),
        _years,
    ),
    _Rule("decade", _c(r"\b(?:the )?(?P<p>(?:early|late|mid)[- ])?(?P<y>(?:1[89]|20)\d0)'?s\b"), _decade),
    _Rule("year", _c(rf"(?:{_AFTER_IN})(?P<p>(?:early|late|mid)[- ])?(?P<y>{Y})\b(?!,\d|\.\d)", 0), _year),
    _Rule("year", _c(rf"(?:{_AFTER_OTHER})(?P<y>{Y})\b(?!,\d|\.\d|-?\s?(?:{_COUNTED})\b)", 0), _year),
    _Rule(
        "relative day",
        _c(
            r"\b(?:the day (?:before yesterday|after tomorrow)|(?:late |early )?(?:yesterday|tomorrow)(?: (?:morning|afternoon|evening|night))?|today|tonight|last night|overnight|this (?:morning|afternoon|evening))\b"
        ),
        _relative_day,
    ),
    _Rule(
        "weekday",
        _c(
            rf"\b(?:(?P<r>last|next|this coming|coming|this|previous) |(?:early|late|overnight|on) )?(?P<w>(?-i:{W}))(?:'s)?(?: (?:morning|afternoon|evening|night|noon))?\b(?!s)"
        ),
        _weekday,
    ),
    _Rule(
        "period",
        _c(
            r"\b(?:(?:earlier|later) |so far |over |late |early )?(?P<r>last|this|next|past|the past|previous|the previous|the coming) (?P<u>week|month|year|weekend|decade)\b(?!-)"
        ),
        _period,
    ),
    _Rule("period", _c(r"\b(?P<r>(?:over|at|during) the) (?P<u>weekend)\b"), _period),
    _Rule(
        "ago",
        _c(rf"\b(?:(?:about|around|nearly|almost|some|more than|over|just|only) )?(?P<n>{N}) (?P<u>{U}) ago\b"),
        _ago,
    ),
    _Rule("past span", _c(rf"\b(?:the )?(?:past|last|previous) (?P<n>{N}) (?P<u>{U})\b"), _past_span),
    _Rule("past span", _c(r"\b(?:the )?(?:recent|past) (?P<u>hours|days|weeks|months|years)\b"), _past_span),
    _Rule("offset", _c(rf"\b(?P<n>{N}) (?P<u>{U}) (?:later|earlier|before|after|afterwards)\b"), _offset, "offset"),
    _Rule(
        "offset",
        _c(r"\b(?:the )(?:next|following|previous|preceding|same) (?P<u>day|night|week|month|year)\b"),
        _offset,
        "offset",
    ),
    _Rule("offset", _c(r"\bthe (?P<u>day|night|week) (?:before|after|earlier)\b"), _offset, "offset"),
    _Rule("duration", _c(rf"\b(?P<n>{N})[- ](?P<u>{U})\b(?: [- ]?long)?"), _nothing, "duration"),
    _Rule(
        "recurring",
        _c(rf"\b(?:every|each) (?:{N} |other )?(?:{U}|{W}|morning|evening|night)\b|\bon {W}s\b|\b{W}s\b"),
        _nothing,
        "recurring",
    ),
    _Rule("feast", _c(rf"\b(?P<f>{_FEASTS})\b(?:,? (?P<y>{Y})\b)?", 0), _feast),
)


def find_dates(text: str, published: When) -> list[DateMention]:
    """The time expressions of a text, in order, none overlapping another.

    1. Every rule offers its readings. 2. The earliest, then the longest stays. 3. Each is counted from both ends of the document's date.

    Args:
        text: the document's text (English).
        published: its date, as far as known; an interval gives intervals, `UNDATED` leaves relative expressions without ends.

    Example:
        >>> day = When(earliest="2018-07-25", latest="2018-07-25", precision="day", basis="stated")
        >>> [(d.text, d.when.earliest) for d in find_dates("On June 17 three men were taken.", day)]
        [('June 17', '2018-06-17')]
    """
    flat = plain(text)
    offers = [
        (m.start(), -m.end(), index, rule, m) for index, rule in enumerate(_RULES) for m in rule.pattern.finditer(flat)
    ]  # 1
    offers.sort(key=lambda o: o[:3])
    ends = _ends(published)
    found: list[DateMention] = []
    last = 0
    for start, _, _, rule, match in offers:  # 2
        if start < last:
            continue
        mention = _mention(rule, match, text, ends)  # 3
        if mention is not None:
            found.append(mention)
            last = match.end()
    return found


def _ends(published: When) -> tuple[date, ...]:
    return tuple(dict.fromkeys(date.fromisoformat(e[:10]) for e in (published.earliest, published.latest) if e))


def _mention(rule: _Rule, match: re.Match[str], text: str, ends: Sequence[date]) -> DateMention | None:
    readings = list(_readings(rule, match, ends))
    if not readings:
        return None
    words = text[match.start() : match.end()]
    days = readings[0].days
    known = [r.interval for r in readings if r.interval]
    if not known:
        reasons = ("counted from a date that the document does not give",) if readings[0].leans else ()
        return DateMention(match.start(), match.end(), words, When(words=words, reasons=reasons), rule.kind, days)
    first, last = min(i[0] for i in known), max(i[1] for i in known)
    same = all(i == known[0] for i in known)
    leans = readings[0].leans
    when = When(
        earliest=first.isoformat(),
        latest=last.isoformat(),
        precision=readings[0].precision if same else "range",
        basis="inferred" if leans else "stated",
        words=words,
        reasons=(f"{rule.name}: counted from the document's date {' to '.join(e.isoformat() for e in ends)}",)
        if leans
        else (f"{rule.name}: as written",),
    )
    return DateMention(match.start(), match.end(), words, when, rule.kind, days)


def _readings(rule: _Rule, match: re.Match[str], ends: Sequence[date]) -> Iterator[_Reading]:
    for anchor in ends or (None,):
        reading = rule.read(match, anchor)
        if reading is not None:
            yield reading
            if not reading.leans:
                return
