"""The rules of dates: patterns of English time expressions, each with the reading it gets. Order settles ties of equal start and length."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from firsthand.extract.dates import date_readings as read
from firsthand.vocabulary import rows

# Months, days, years, weekdays, counts and units as alternatives, for use inside the patterns below.
M = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
D = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
Y = r"(?:1[789]\d\d|20\d\d)"
W = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
N = (
    r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|"
    r"several|many|some|(?:a )?few|(?:a )?couple(?: of)?)"
)
U = r"(?:hour|day|night|week|fortnight|month|year|decade)s?"
_Read = Callable[[re.Match[str], "date | None"], "read.Reading | None"]


class Rule(NamedTuple):
    """A named pattern, what reads its match, and the kind of mention that it makes."""

    name: str
    pattern: re.Pattern[str]
    read: _Read
    kind: read.Kind = "date"


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
_AFTER_OTHER = (
    _behind("by of from the and to after before a between through around about late early mid")
    + r"|(?<=\()|(?<='s )|(?<=, )"
)
_COUNTED = "people|men|women|civilians|soldiers|troops|police|fighters|militants|km|miles|dollars|tons|feet|others|cases|families|homes|houses"
# What a line (in small letters) must show before a rule is tried on it: cheap tests, true of every line that the rule can match.
SIGNS: dict[str, re.Pattern[str]] = {
    "month": re.compile(
        r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december"
        r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b)"
    ),
    "year": re.compile(r"(?:1[789]|20)\d"),
    "digit": re.compile(r"\d"),
    "season": re.compile(r"spring|summer|autumn|fall|winter"),
    "unit": re.compile(r"hour|day|night|week|month|year|decade"),
    "count": re.compile(r"[- ](?:hour|day|night|week|fortnight|month|year|decade)"),
    "relative day": re.compile(r"day|tomorrow|tonight|overnight|night|this (?:morning|afternoon|evening)"),
    "weekday": re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"),
    "ago": re.compile(r" ago\b"),
    "past": re.compile(r"past|last|previous|recent"),
    "recurring": re.compile(r"every|each|days"),
    "feast": re.compile(
        "|".join(
            sorted(
                {re.escape(max(n.lower().split(), key=len)) for r in rows("feasts.csv") for n in r["names"].split("|")}
            )
        )
    ),
}
NEEDS: dict[str, tuple[str, ...]] = {
    "iso": ("year",),
    "slashed": ("year",),
    "full": ("month", "year"),
    "days": ("month", "digit"),
    "day": ("month", "digit"),
    "month of year": ("month", "year"),
    "month": ("month",),
    "season": ("season",),
    "years": ("year",),
    "decade": ("year",),
    "year": ("year",),
    "relative day": ("relative day",),
    "weekday": ("weekday",),
    "period": ("unit",),
    "ago": ("ago", "unit"),
    "past span": ("past", "unit"),
    "offset": ("unit",),
    "duration": ("count",),
    "recurring": ("recurring",),
    "feast": ("feast",),
}
# Order settles ties of equal start and length; longer readings win in any case.
RULES: tuple[Rule, ...] = (
    Rule("iso", _c(rf"\b(?P<y>{Y})-(?P<m>\d\d)-(?P<d>\d\d)\b"), read.iso),
    Rule("slashed", _c(rf"\b(?P<a>\d\d?)[/.](?P<b>\d\d?)[/.](?P<y>{Y})\b"), read.slashed),
    Rule("full", _c(rf"\b(?:{W},? (?:the )?)?(?P<d>{D})(?: of)?[- ](?P<m>{M})[-,]? ?,? ?(?P<y>{Y})\b"), read.full),
    Rule("full", _c(rf"\b(?:{W},? )?(?P<m>{M}) (?P<d>{D})(?:,| of)? ?(?P<y>{Y})\b"), read.full),
    Rule(
        "days",
        _c(
            rf"\b(?:from |between )?(?P<m1>{M}) (?P<d1>{D}) ?(?:-|to|and|until|through) ?(?P<m>{M}) (?P<d2>{D})(?:,? (?P<y>{Y}))?\b"
        ),
        read.days_range,
    ),
    Rule(
        "days",
        _c(
            rf"\b(?:from |between )?(?P<m>{M}) (?P<d1>{D}) ?(?:-|to|and|until|through) ?(?P<d2>{D})(?:,? (?P<y>{Y}))?\b"
        ),
        read.days_range,
    ),
    Rule(
        "days",
        _c(
            rf"\b(?:from |between )?(?P<d1>{D})(?: (?P<m1>{M}))? ?(?:-|to|and|until|through) ?(?P<d2>{D}) (?P<m>{M})(?:,? (?P<y>{Y}))?\b"
        ),
        read.days_range,
    ),
    Rule("day", _c(rf"\b(?:{W},? (?:the )?)?(?P<m>{M}) (?P<d>{D})\b(?!\s?%|,\d|\.\d)"), read.yearless),
    Rule("day", _c(rf"\b(?:{W},? (?:the )?)?(?P<d>{D})(?: of)? (?P<m>{M})\b"), read.yearless),
    Rule("month of year", _c(rf"\b{_P}(?P<m>{M})(?: of|,)? (?P<y>{Y})\b"), read.month_year),
    Rule(
        "month",
        _c(
            rf"\b(?P<r>last |this |next |coming )?{_P}(?P<m>(?-i:January|February|April|June|July|August|September|"
            rf"October|November|December))\b(?! \d)"
        ),
        read.month_alone,
    ),
    Rule(
        "month",
        _c(r"(?P<r>\b(?:last|this|next|coming) )(?P<p>(?:early|late|mid)[- ])?(?P<m>(?-i:March|May))\b"),
        read.month_alone,
    ),
    Rule(
        "month",
        _c(rf"(?P<r>){_AS_MONTH}(?P<p>(?:early|late|mid)[- ])?(?P<m>(?-i:March|May))\b(?! \d)"),
        read.month_alone,
    ),
    Rule("month", _c(r"(?P<r>)\b(?P<p>(?:early|late|mid)[- ])(?P<m>(?-i:March|May))\b(?! \d)"), read.month_alone),
    Rule("season", _c(rf"\b(?:the )?(?P<s>spring|summer|autumn|fall|winter)(?: of)? (?P<y>{Y})\b"), read.season),
    Rule("season", _c(r"\b(?P<r>last|this) (?P<s>spring|summer|autumn|fall|winter)\b"), read.season),
    Rule(
        "years",
        _c(rf"\b(?:from |between )?(?P<y1>{Y}) ?(?:-|to|and|until|through) ?(?P<y2>{Y}|\d\d)\b(?![-\d%])"),
        read.years,
    ),
    Rule("decade", _c(r"\b(?:the )?(?P<p>(?:early|late|mid)[- ])?(?P<y>(?:1[89]|20)\d0)'?s\b"), read.decade),
    Rule("year", _c(rf"(?:{_AFTER_IN})(?P<p>(?:early|late|mid)[- ])?(?P<y>{Y})\b(?!,\d|\.\d)", 0), read.year),
    Rule("year", _c(rf"(?:{_AFTER_OTHER})(?P<y>{Y})\b(?!,\d|\.\d|-?\s?(?:{_COUNTED})\b)", 0), read.year),
    Rule(
        "relative day",
        _c(
            r"\b(?:the day (?:before yesterday|after tomorrow)|(?:late |early )?(?:yesterday|"
            r"tomorrow)(?: (?:morning|afternoon|evening|night))?|today|tonight|last night|overnight|"
            r"this (?:morning|afternoon|evening))\b"
        ),
        read.relative_day,
    ),
    Rule(
        "weekday",
        _c(
            rf"\b(?:(?P<r>last|next|this coming|coming|this|previous) |(?:early|late|overnight|on) )?"
            rf"(?P<w>(?-i:{W}))(?:'s)?(?: (?:morning|afternoon|evening|night|noon))?\b(?!s)"
        ),
        read.weekday,
    ),
    Rule(
        "period",
        _c(
            r"\b(?:(?:earlier|later) |so far |over |late |early )?(?P<r>last|this|next|past|the past|previous|"
            r"the previous|the coming) (?P<u>week|month|year|weekend|decade)\b(?!-)"
        ),
        read.period,
    ),
    Rule("period", _c(r"\b(?P<r>(?:over|at|during) the) (?P<u>weekend)\b"), read.period),
    Rule(
        "ago",
        _c(rf"\b(?:(?:about|around|nearly|almost|some|more than|over|just|only) )?(?P<n>{N}) (?P<u>{U}) ago\b"),
        read.ago,
    ),
    Rule("past span", _c(rf"\b(?:the )?(?:past|last|previous) (?P<n>{N}) (?P<u>{U})\b"), read.past_span),
    Rule("past span", _c(r"\b(?:the )?(?:recent|past) (?P<u>hours|days|weeks|months|years)\b"), read.past_span),
    Rule("offset", _c(rf"\b(?P<n>{N}) (?P<u>{U}) (?:later|earlier|before|after|afterwards)\b"), read.offset, "offset"),
    Rule(
        "offset",
        _c(r"\b(?:the )(?:next|following|previous|preceding|same) (?P<u>day|night|week|month|year)\b"),
        read.offset,
        "offset",
    ),
    Rule("offset", _c(r"\bthe (?P<u>day|night|week) (?:before|after|earlier)\b"), read.offset, "offset"),
    Rule("duration", _c(rf"\b(?P<n>{N})[- ](?P<u>{U})\b(?![- ]olds?\b)(?: [- ]?long)?"), read.nothing, "duration"),
    Rule(
        "recurring",
        _c(rf"\b(?:every|each) (?:{N} |other )?(?:{U}|{W}|morning|evening|night)\b|\bon {W}s\b|\b{W}s\b"),
        read.nothing,
        "recurring",
    ),
    Rule("feast", _c(rf"\b(?P<f>{_FEASTS})\b(?:,? (?P<y>{Y})\b)?", 0), read.feast),
)


def rules_for(line: str) -> list[tuple[int, Rule]]:
    """The rules, with their places in `RULES`, that can match anything in a line: those all of whose signs it shows.

    Example:
        >>> [rule.name for _, rule in rules_for("They left two weeks ago.")]
        ['period', 'period', 'ago', 'offset', 'offset', 'offset', 'duration']
    """
    small = line.lower()
    shown = {name for name, sign in SIGNS.items() if sign.search(small)}
    return [(index, rule) for index, rule in enumerate(RULES) if all(sign in shown for sign in NEEDS[rule.name])]
