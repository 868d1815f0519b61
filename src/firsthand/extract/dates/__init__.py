"""Time expressions and the interval each stands for: relative ones hang on the document's own date, never on another.

Where the document's date is unknown, a relative expression keeps its words and has no ends. Where it is an interval, so is the result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from firsthand.extract.dates.date_readings import Reading
from firsthand.extract.dates.date_rules import Rule, rules_for
from firsthand.extract.mentions import DateMention
from firsthand.model import When
from firsthand.text import plain


def find_dates(text: str, published: When) -> list[DateMention]:
    """The time expressions of a text, in order, none overlapping another.

    1. Every rule offers its readings. 2. The earliest, then the longest stays. 3. A day or month without its year
    takes the year named before it in the same sentence. 4. All else is counted from both ends of the document's date.

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
        (m.start(), -m.end(), index, rule, m)
        for line in _LINE.finditer(flat)
        for index, rule in rules_for(line.group())
        for m in rule.pattern.finditer(flat, *line.span())
    ]  # 1
    offers.sort(key=lambda o: o[:3])
    ends = _ends(published)
    found: list[DateMention] = []
    last = 0
    told: tuple[int, int] | None = None  # where a year was named last, and which
    for start, _, _, rule, match in offers:  # 2
        if start < last:
            continue
        year = told[1] if told and rule.name in YEARLESS and _goes_on(flat[told[0] : start], match) else None
        mention = _mention(rule, match, text, (date(year, 12, 31),) if year else ends)  # 3, 4
        if mention is not None and year and mention.when.reasons:
            mention = mention._replace(
                when=msgspec.structs.replace(mention.when, reasons=(f"{rule.name}: of {year}, named before it",))
            )
        if mention is not None:
            found.append(mention)
            last = match.end()
            if rule.name in WITH_YEAR and mention.when.earliest:
                told = (match.end(), int(mention.when.earliest[:4]))
    return found


_LINE = re.compile(r"[^\n]+")
# Rules whose words lack a year, and rules whose words name one.
YEARLESS, WITH_YEAR = frozenset({"day", "month"}), frozenset({"year", "month of year", "full"})
# How far a year named before it reaches, in code points, and what ends its reach: in war histories nearly all such months follow within it.
REACH = 80
_ENDS_REACH = re.compile(r"\n|;|\bbut\b|\b(?:now|currently|recently)\b|[.!?][\"'”’)]*\s+[A-Z]")


def _goes_on(between: str, match: re.Match[str]) -> bool:
    """Whether a month or day still belongs to the year named before it."""
    own = match.groupdict().get("r")
    return not own and len(between) <= REACH and not _ENDS_REACH.search(between)


def _ends(published: When) -> tuple[date, ...]:
    return tuple(dict.fromkeys(date.fromisoformat(e[:10]) for e in (published.earliest, published.latest) if e))


def _mention(rule: Rule, match: re.Match[str], text: str, ends: Sequence[date]) -> DateMention | None:
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


def _readings(rule: Rule, match: re.Match[str], ends: Sequence[date]) -> Iterator[Reading]:
    for anchor in ends or (None,):
        reading = rule.read(match, anchor)
        if reading is not None:
            yield reading
            if not reading.leans:
                return
