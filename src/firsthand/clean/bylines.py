"""Bylines and datelines: who wrote it, and from where."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from firsthand import vocabulary
from firsthand.clean import credits, dates, furniture, publishers, words
from firsthand.model import UNDATED, When

# Words of the longest byline: three names with their places.
_LONGEST = 16
_CAP = r"[^\W\d_a-z][\w'’.-]*"
_NAME_LINE = re.compile(rf"^{_CAP}(?: (?:{_CAP}|al|bin|ibn|de|van|von|der|el)){{1,3}}$")
_PLACE_LINE = re.compile(rf"^{_CAP}(?:[ -]{_CAP}){{0,2}}, {_CAP}(?: {_CAP}){{0,2}}$")
_ARCHIVE = re.compile(
    rf"^(?:.*[|•·:] ?)?(?:(?i:(?:(?:all|more|view all) )?(?:posts|articles|stories|more) (?:by|from)) (?P<by>{_CAP}(?: {_CAP}){{1,2}})"
    rf"|(?P<of>{_CAP}(?: {_CAP}){{1,2}}) (?i:archives?))$"
)
_GLUE = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DATELINE = re.compile(
    rf"^(?P<place>{_CAP}[^()\n—–]{{0,70}}?)??[\s,]*(?:\((?P<agency>[^()]{{2,40}})\)\s*[-–—:]+|(?<=\S)\s+[-–—]{{1,2}})\s+(?=[\"'“‘«A-Z])"
)
_NOT_PLACE = re.compile(r"\b(?:and|the|that|who|is|was|are|were|in|on|by|with|for)\b")


class Dateline(NamedTuple):
    """The opening of a report: its place as written, the agency in brackets, the date; [0, end) of the paragraph."""

    place: str | None
    agency: str | None
    when: When
    end: int


@functools.cache
def _words(job: str) -> tuple[str, ...]:
    return tuple(r["words"].casefold() for r in vocabulary.rows("byline_words.csv") if r["job"] == job)


@functools.cache
def _lead() -> re.Pattern[str]:
    leads = "|".join(re.escape(w) for w in sorted(_words("lead"), key=lambda w: -len(w)))
    return re.compile(rf"^\W*(?:{leads})(?=[\s:])\s*:?\s*(?P<names>\S.*)$", re.I)


def is_role(name: str) -> bool:
    """Whether a name names nobody: "Staff", "Local Editor", "Agencies".

    Example:
        >>> is_role("Local Editor"), is_role("Ana Orlu")
        (True, False)
    """
    flat = furniture.bare(name)
    return flat in _words("role") or not set(_words("title")).isdisjoint(flat.split())


def byline(line: str) -> str | None:
    """What follows the "By" of a byline, or ``None`` where the line is none.

    Example:
        >>> byline("By Ana Orlu in Pellan"), byline("By noon the road was shut, drivers said.")
        ('Ana Orlu in Pellan', None)
    """
    match = _lead().match(line.strip())
    if not match or words.count(line) > _LONGEST:
        return None
    names = re.split(r"\s+[|•·–—-]\s+", match["names"])[0]
    dated = dates.find(names)
    if dated:
        names = names[: dated.start].rstrip(" ,(")
        names = re.sub(r"\s+(?:on|am|le)$", "", names)
    first = names[:1]
    if (
        not first
        or not (first.isupper() or not first.isascii())
        or (words.ends_sentence(names) and words.count(names) > 6)
    ):
        return None
    lower = [
        w
        for w in names.split()
        if w[0].islower()
        and w not in ("and", "in", "for", "at", "de", "van", "von", "der", "al", "bin", "staff", "und", "et", "from")
    ]
    return None if len(lower) > 2 else names


def bare_name(line: str) -> bool:
    """Whether a line is nothing but a person's name (two to four capitalised words, no known outlet, no label).

    Example:
        >>> bare_name("Ana Orlu"), bare_name("Local Editor"), bare_name("Pellan, Kesmeria")
        (True, False, False)
    """
    text = line.strip()
    return (
        bool(_NAME_LINE.match(text))
        and not is_role(text)
        and publishers.find(text) is None
        and furniture.why(text) is None
    )


def place_line(line: str) -> bool:
    """Whether a line is nothing but a place: "Pellan, Kesmeria"."""
    return bool(_PLACE_LINE.match(line.strip()))


def archive_of(line: str) -> str | None:
    """The author whose archive or list of posts a navigation line names.

    Example:
        >>> archive_of("BlogviewAna Orlu Archive"), archive_of("National Archive")
        ('Ana Orlu', None)
    """
    last = _GLUE.split(line.strip())[-1] if _GLUE.search(line) else line.strip()
    match = _ARCHIVE.match(last)
    name = (match["by"] or match["of"]) if match else None
    if name is None or not all(part[0].isupper() for part in name.split()):
        return None
    return None if publishers.find(name) or is_role(name) else name


def dateline(paragraph: str) -> Dateline | None:
    """The dateline that opens a report's first paragraph, or ``None``.

    Example:
        >>> found = dateline("SAROVEL, Kesmeria, March 4, 2024 (Northwire) - A bomb went off.")
        >>> found.place, found.agency, found.when.earliest
        ('SAROVEL, Kesmeria', 'Northwire', '2024-03-04')
        >>> dateline("The army - the largest in the region - withdrew.") is None
        True
    """
    match = _DATELINE.match(paragraph[:160])
    if not match:
        return None
    place, agency = (match["place"] or "").strip(" ,"), match["agency"]
    dated = dates.find(place)
    bare = (
        place[: dated.start]
        if dated
        else re.sub(r",?\s*\b[A-Z][a-z]{2,8}\.? \d{1,2}$|,?\s*\b\d{1,2} [A-Z][a-z]{2,8}$", "", place)
    ).strip(" ,")
    if (
        words.count(bare) > 8
        or _NOT_PLACE.search(bare)
        or any(w[0].islower() for w in bare.split() if w[0].isalpha() and len(w) > 3)
    ):
        return None
    first = re.split(r"[\s,]", bare)[0] if bare else ""
    if agency is None and not (len(first) >= 3 and first.isupper()):
        return None
    if (agency is not None and not (agency[0].isupper() or publishers.find(agency))) or (
        agency and any(c.isdigit() for c in agency)
    ):
        return None
    when = dated.when if dated else UNDATED
    return Dateline(bare or None, credits.agency(agency) if agency else None, when, match.end())


def is_masthead_line(line: str) -> bool:
    """Whether a line belongs above an article: a byline or a date.

    Example:
        >>> is_masthead_line("By Ana Orlu"), is_masthead_line("Monday, March 4, 2024")
        (True, True)
    """
    return dates.is_date_line(line) is not None or byline(line) is not None
