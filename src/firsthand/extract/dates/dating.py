"""When a report was printed, where its page does not say: an interval from what it tells and from its relatives, with the words that say so.

Only what the words bear is used. A report that tells of a dated event was not printed before it; a report that gives somebody an office
was printed while the office was held (afterwards it would say "former"); a day named without a year lies before the report and less than a
year back; "on Friday" lies less than a week back; a retelling is not older than what it retells. Nothing else is guessed.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from firsthand.extract.dates import find_dates
from firsthand.model import UNDATED, Derivation, Document, When
from firsthand.text import Sentence, fold, plain, sentences
from firsthand.vocabulary import rows

# A yearless day lies less than a year back; a bare weekday less than a week.
YEAR, WEEK = timedelta(days=365), timedelta(days=6)
_AHEAD = re.compile(
    r"\b(?:will|would|by|until|plans?|planned|expected|scheduled|due|next|coming|target|before)\b[^.]{0,40}$", re.I
)
_FORMER = re.compile(r"\b(?:former|ex-|then|late|late-|erstwhile)[\s-]*(?:\w+\s+){0,2}$", re.I)
_MONTH = re.compile(
    r"\b(January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|"
    r"Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b"
)
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class _Event(NamedTuple):
    """A dated event or tenure of the vocabulary; `patterns` are alternatives, each a set of phrases that must stand in one sentence."""

    name: str
    patterns: tuple[tuple[str, ...], ...]
    earliest: date
    latest: date
    tenure: bool


class _Bound(NamedTuple):
    """A day that the report is not older (`lower`) or not younger than, and the words that say so."""

    day: date
    lower: bool
    why: str


@functools.cache
def _events() -> tuple[_Event, ...]:
    return tuple(
        _Event(
            row["name"],
            tuple(tuple(plain(p).casefold().split("+")) for p in row["patterns"].split("|")),
            date.fromisoformat(row["earliest"]),
            date.fromisoformat(row["latest"]),
            row["implies"] == "tenure",
        )
        for row in rows("dated_events.csv")
    )


def infer_dates(documents: Sequence[Document], derivations: Sequence[Derivation]) -> dict[str, When]:
    """The date of every document: as its page states it, else as an interval inferred with reasons, else `UNDATED`.

    1. Keep stated dates. 2. Gather bounds from the text of each of the others. 3. Hand lower bounds down from originals to their retellings.
    4. Narrow by days named without a year. 5. Say the interval with its reasons.

    Args:
        documents: in any order; the result does not depend on it.
        derivations: who retells whom, as `collate` found; ids that name no document here are left out.

    Example:
        >>> told = Document(id="d-1", address="a", sha256="0", text="Years after the fall of Gaddafi, Tripoli is calm.")
        >>> infer_dates([told], [])["d-1"].earliest
        '2011-08-23'
    """
    known = {d.id: d.published for d in documents if d.published.earliest or d.published.latest}  # 1
    bounds = {d.id: list(_bounds(d)) for d in documents if d.id not in known}  # 2
    origins: dict[str, set[str]] = {}
    for derivation in derivations:
        origins.setdefault(derivation.document, set()).add(derivation.of)
    addresses = {d.id: d.headline or d.address for d in documents}
    for _ in range(len(bounds)):  # 3
        if not _handed_down(bounds, known, origins, addresses):
            break
    texts = {d.id: d.text for d in documents}
    return {d.id: known.get(d.id) or _interval(texts[d.id], bounds[d.id]) for d in documents}  # 4, 5


def _bounds(document: Document) -> Iterator[_Bound]:
    flat = plain(document.text)
    small = flat.casefold()
    cut: list[Sentence] = []
    for event in _events():
        if not any(all(p in small for p in pattern) for pattern in event.patterns):
            continue
        cut = cut or sentences(flat)
        yield from _from_event(event, cut)
    for mention in find_dates(document.text, UNDATED):
        if (
            mention.kind == "date"
            and mention.when.earliest
            and not _AHEAD.search(flat[max(0, mention.start - 60) : mention.start])
        ):
            yield _Bound(date.fromisoformat(mention.when.earliest), True, f"it tells of “{mention.text}”")


def _from_event(event: _Event, cut: Sequence[Sentence]) -> Iterator[_Bound]:
    for sentence in cut:
        small = sentence.text.casefold()
        pattern = next(
            (p for p in event.patterns if all(re.search(rf"(?<!\w){re.escape(w)}(?!\w)", small) for w in p)), None
        )
        if pattern is None:
            continue
        at = small.index(pattern[0])
        words = sentence.text[at : at + len(pattern[0])] if len(pattern) == 1 else " … ".join(pattern)
        if event.tenure:
            if not _FORMER.search(sentence.text[:at]):
                yield _Bound(event.earliest, True, f"“{words}” held that office from {event.earliest}")
                yield _Bound(event.latest, False, f"“{words}” held that office until {event.latest}")
            return
        if _AHEAD.search(sentence.text[:at]):
            continue
        yield _Bound(event.earliest, True, f"it tells of {event.name} (“{words}”), which began on {event.earliest}")
        weekday = _DAYS[event.earliest.weekday()]
        if (
            event.earliest == event.latest
            and re.search(rf"\bon {weekday}\b", small)
            and not _MONTH.search(sentence.text)
        ):
            yield _Bound(
                event.earliest + WEEK,
                False,
                f"it says “on {weekday.title()}” of {event.name}, so less than a week later",
            )
        return


def _handed_down(
    bounds: dict[str, list[_Bound]],
    known: Mapping[str, When],
    origins: Mapping[str, set[str]],
    names: Mapping[str, str],
) -> bool:
    """Gives each retelling the lower bound of what it retells; tells whether anything moved."""
    moved = False
    for document in sorted(bounds):
        for origin in sorted(origins.get(document, ())):
            if origin in known and known[origin].earliest:
                low = date.fromisoformat(str(known[origin].earliest)[:10])
            else:
                low = max((b.day for b in bounds.get(origin, ()) if b.lower), default=date.min)
            mine = max((b.day for b in bounds[document] if b.lower), default=date.min)
            if origin != document and low > mine:
                bounds[document].append(
                    _Bound(low, True, f"it retells “{names.get(origin, origin)}”, which is not older than {low}")
                )
                moved = True
    return moved


def _interval(text: str, bounds: Sequence[_Bound]) -> When:
    lower = max((b for b in bounds if b.lower), key=lambda b: (b.day, b.why), default=None)
    upper = min((b for b in bounds if not b.lower), key=lambda b: (b.day, b.why), default=None)
    if lower is None:
        return UNDATED
    reasons = [lower.why]
    if upper is not None and upper.day < lower.day:
        reasons.append(f"left aside, as it does not agree: {upper.why}")
        upper = None
    if upper is not None:
        reasons.append(upper.why)
        narrowed = _yearless(text, lower.day, upper.day)
        if narrowed is not None:
            lower = narrowed
            reasons.append(narrowed.why)
    return When(
        earliest=lower.day.isoformat(),
        latest=upper.day.isoformat() if upper else None,
        basis="inferred",
        reasons=tuple(dict.fromkeys(reasons)),
        precision="day" if upper and upper.day == lower.day else "range",
    )


def _yearless(text: str, low: date, high: date) -> _Bound | None:
    """The latest lower bound that a day or month without its year sets inside an interval shorter than a year."""
    if high - low >= YEAR:
        return None
    anchor = When(earliest=high.isoformat(), latest=high.isoformat(), precision="day")
    flat, found = plain(text), []
    for mention in find_dates(text, anchor):
        told = mention.when
        named = _MONTH.search(mention.text) and not re.search(r"\d{4}", mention.text)
        if (
            mention.kind == "date"
            and named
            and told.earliest
            and not _AHEAD.search(flat[max(0, mention.start - 60) : mention.start])
        ):
            day = date.fromisoformat(told.earliest)
            if low < day <= high:
                found.append(
                    _Bound(
                        day,
                        True,
                        f"it tells of “{mention.text}”, which between {low} and {high} is {fold(day.strftime('%d %b %Y')).title()}",
                    )
                )
    return max(found, key=lambda b: (b.day, b.why), default=None)
