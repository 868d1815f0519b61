"""Series: counts over a time and an area that a report states ("In May there were 30 such incidents in that area, in March seven").

A series is never an incident and is never added to one. What is left out ("such incidents", "in that area", "it was seven") is taken over from
the series told before.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from firsthand.extract.mentions import Attributed, DateMention, NumberMention, PlaceMention
from firsthand.extract.numbers.counts import Count
from firsthand.extract.numbers.phrases import chain_of, incident_noun, noun_after, sentence_at
from firsthand.model import UNDATED, Document, Estimate, Measure, Place, Series, When, make_id
from firsthand.text import Sentence, sentences

_CLAUSE = re.compile(
    r"[;,]?\s+\b(?:while|whereas|compared (?:with|to)|against|up from|down from|and then)\b|;|,\s+(?:and|but)\b|, (?=(?:in"
    r"|from) (?:January|February|March|April|May|June|July|August|September|October|November|December|(?:19|20)\d\d)\b)"
)
_ELLIPTIC = re.compile(
    r"\b(?:it|they|there|the (?:number|figure|total)|that) (?:was|were|had been|stood at|rose to|fell to|dropped to|reached|is"
    r"|are)\s*(?:only |just |already )?$|\b(?:compared (?:with|to)|against|up from|down from|from|with|and|just|only|in \w+)\s*$",
    re.IGNORECASE,
)
_SUCH = re.compile(
    r"\b(?:such|similar|these|those|the same)\s+(?:incidents|attacks|cases|events|crimes|killings|acts)\b",
    re.IGNORECASE,
)
_THAT_AREA = re.compile(
    r"\b(?:in|across) (?:that|the same|this) (?:area|region|province|district|period|country|city|zone)\b"
    r"|\bthere\b(?! (?:was|were|are|is|have|had|has)\b)",
    re.IGNORECASE,
)
_THE_N_PLACES = re.compile(
    r"\bthe (two|three|four|five|six|both|\d) (?:provinces|regions|districts|cities|states|governorates|towns|areas|countries"
    r"|counties|departments|villages|camps)\b",
    re.IGNORECASE,
)
_HOW_MANY = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_PERIOD_WORDS = re.compile(
    r"\b(?:so far (?:this|in) (?:the )?(?:year|month|week|\d{4})|this (?:year|month|week)|last (?:year|month|week)"
    r"|since [A-Z]\w+(?: \d{4})?|since the [a-z]+ (?:of the )?[a-z]+|in \d{4}"
    r"|(?:in|over|during|within) the (?:past|last|first|previous) (?:\w+ )?(?:days|weeks?|months?|years?|decades?|quarter|half)"
    r"|(?:per|each|every|a) (?:day|week|month|year)|to date|since \d{4}|in recent (?:weeks|months|years))\b",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"\b(?:years?|months?|weeks?|quarter|decades?|half|days|hours|since|so far|spring|summer|autumn|fall|winter|season|century"
    r"|January|February|March|April|May|June|July|August|September|October|November"
    r"|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|(?:19|20)\d\d|Ramadan|annually|to date)\b(?!\.? \d{1,2}\b(?!\d))(?<!\d \w{3})",
    re.IGNORECASE,
)
_STOP_WHAT = re.compile(
    r"\s+(?:in|on|across|at|throughout|around|there|over|during|since|last|this|by|near|within)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
# How much text before "the three provinces" is searched for the three named: a paragraph and a half of news. Re-measure on series.csv when moved.
_NAMED_WITHIN = 700


class _Told(NamedTuple):
    """The series told last: what it counts and where, for those that leave it out; `sentence` is where its sentence starts."""

    what: str
    where: str | None
    place: Place | None
    sentence: int


class _Scene(NamedTuple):
    document: Document
    dates: Sequence[DateMention]
    places: Sequence[PlaceMention]
    attributed: Sequence[Attributed]


def find_series(
    document: Document,
    numbers: Sequence[NumberMention],
    counts: Sequence[Count],
    dates: Sequence[DateMention],
    places: Sequence[PlaceMention],
    attributed: Sequence[Attributed],
) -> tuple[Series, ...]:
    """The counts over a time or an area that a document states, in the order of the text.

    Args:
        document: its `text` is what the offsets are of.
        counts: all of `counts.find_counts`, those of a period among them.
        numbers, dates, places, attributed: what the other readers of the room found in that text.

    Example:
        >>> from firsthand.extract.numbers import find_numbers
        >>> text = "In May there were 30 attacks in Oru."
        >>> document = Document(id="d-1", address="a", sha256="", text=text)
        >>> date = DateMention(3, 6, "May", When(earliest="2018-05-01", latest="2018-05-31", precision="month"))
        >>> [(s.what, s.estimate.best, s.period.earliest) for s in find_series(document, find_numbers(text), [], [date], [], [])]
        [('attacks', 30, '2018-05-01')]
    """
    scene = _Scene(document, dates, places, attributed)
    cut = sentences(document.text)
    totals = {c.number.start: c for c in counts if c.period_total}
    taken = {c.number.start for c in counts if not c.period_total}
    found: list[Series] = []
    told: _Told | None = None
    for number in numbers:
        sentence = sentence_at(cut, number.start)
        if (
            sentence is None
            or number.unit is not None
            or number.low is None
            or number.bound == "none"
            or number.rule == "number:article"
            or number.text.lower() == "one"
        ):
            continue
        if number.start in taken or (number.start in totals and totals[number.start].subset_of is not None):
            continue
        made = _one(scene, number, sentence, told, totals.get(number.start))
        if made is not None:
            found.append(made)
            told = _Told(made.what, made.where, made.place, sentence.start)
    return tuple(found)


def _one(
    scene: _Scene, number: NumberMention, sentence: Sentence, told: _Told | None, total: Count | None
) -> Series | None:
    text = scene.document.text
    left, right = _clause(text, sentence, number)
    period = _period(scene, (left, right), number, sentence)
    what = _what(text, number, (left, right, sentence.end), total)
    inherited = False
    if (
        (what is None or _SUCH.search(text, left, right))
        and told is not None
        and _takes_up(text, number, (left, right), told, sentence)
    ):
        what, inherited = told.what, True
    if what is None or period is None:
        return None
    where, place = _where(scene, (left, number.start if inherited else right), number)
    if where is None and told is not None and (inherited or _THAT_AREA.search(text, left, right)):
        where, place = told.where, told.place
    measure: Measure = total.measure if total else "incidents"
    chain = chain_of(scene.attributed, number.start, number.end, sentence)
    estimate = Estimate(
        measure=measure,
        low=number.low,
        best=number.best,
        high=number.high,
        bound=number.bound,
        phrase=number.text,
        who=total.who if total else what,
        rule=number.rule,
    )
    start, end = left, right
    return Series(
        id=make_id("r2", scene.document.id, number.start, number.end, what),
        document=scene.document.id,
        start=start,
        end=end,
        text=text[start:end],
        what=what,
        estimate=estimate,
        period=period,
        where=where,
        place=place,
        speaker=chain[-1] if chain else None,
        chain=chain,
    )


def _clause(text: str, sentence: Sentence, number: NumberMention) -> tuple[int, int]:
    left, right = sentence.start, sentence.end
    for match in _CLAUSE.finditer(text, sentence.start, sentence.end):
        if match.end() <= number.start:
            left = match.end()
        elif match.start() >= number.end:
            right = match.start()
            break
    while left < right and text[left] in " ,;":
        left += 1
    return left, right


def _what(text: str, number: NumberMention, clause: tuple[int, int, int], total: Count | None) -> str | None:
    """What is counted, by the words: a noun of happenings after the number, or after "the number of" before it; a period's total of persons."""
    left, _, end = clause
    after = noun_after(text, number, end)
    if after is not None:
        noun = incident_noun().search(after)
        if noun is not None and not re.search(r"[,;]|\b(?:in|by|after|from|who|that)\b", after[: noun.start()]):
            return _STOP_WHAT.sub("", _full(text, number, after, end)).strip() or None
    if total is not None:
        return f"{total.who or 'people'} {total.measure}"
    before = text[left : number.start]
    if (
        match := re.search(
            r"\b(?:number|total|tally|count|rate) of (?:such )?((?:[\w'’-]+ ){0,3}?)", before, re.IGNORECASE
        )
    ) and after is None:
        noun = incident_noun().search(before, match.start())
        return before[match.start(1) : noun.end()].strip() if noun else None
    return None


def _full(text: str, number: NumberMention, after: str, end: int) -> str:
    """The noun with its list ("cases of arson, theft or both")."""
    start = text.find(after, number.end)
    match = re.compile(r"(?:, \w+)+,? (?:or|and) \w+").match(text, start + len(after), end)
    return after + (match.group() if match and " of " in after else "")


def _takes_up(text: str, number: NumberMention, clause: tuple[int, int], told: _Told, sentence: Sentence) -> bool:
    left, right = clause
    if _SUCH.search(text, left, right):
        return True
    return (
        told.sentence == sentence.start
        and noun_after(text, number, right) is None
        and (
            bool(_ELLIPTIC.search(text[left : number.start]))
            or (left > sentence.start and not text[left : number.start].strip())
        )
    )


def _period(scene: _Scene, clause: tuple[int, int], number: NumberMention, sentence: Sentence) -> When | None:
    """The time that the clause names nearest to the number; words alone where no date is known; ``None`` where no time is named."""
    left, right = clause
    wide = [
        d
        for d in scene.dates
        if sentence.start <= d.start
        and d.end <= sentence.end
        and d.kind in ("date", "duration")
        and _SPAN.search(d.text)
    ]
    inside = [d for d in wide if left - 1 <= d.start and d.end <= right + 1]
    if inside:
        return min(inside, key=lambda d: (min(abs(d.start - number.end), abs(number.start - d.end)), d.start)).when
    words = _PERIOD_WORDS.search(scene.document.text, left, right)
    if words is not None:
        return When(words=words.group()) if words.group() else UNDATED
    return None


def _where(scene: _Scene, clause: tuple[int, int], number: NumberMention) -> tuple[str | None, Place | None]:
    text = scene.document.text
    left, right = clause
    if match := _THE_N_PLACES.search(text, left, right):
        size = (
            _HOW_MANY.get(match.group(1).lower()) or int(match.group(1))
            if match.group(1).isdigit() or match.group(1).lower() in _HOW_MANY
            else 0
        )
        named = _last_named(scene, match.start(), size)
        if named:
            names = [p.place.name for p in named]
            return f"{', '.join(names[:-1])} and {names[-1]}", None
    if _THAT_AREA.search(text, left, right):
        return None, None
    inside = [p for p in scene.places if left <= p.start < right and p.role != "dateline"]
    if inside:
        nearest = min(inside, key=lambda p: (min(abs(p.start - number.end), abs(number.start - p.end)), p.start))
        return nearest.place.name, nearest.place
    return None, None


def _last_named(scene: _Scene, before: int, size: int) -> list[PlaceMention]:
    """The last run of `size` places named one after another ("Kadin, Oru and Bela") before a position."""
    text = scene.document.text
    near = [p for p in scene.places if before - _NAMED_WITHIN <= p.start < before]
    for end in range(len(near), size - 1, -1):
        run = near[end - size : end]
        if all(
            re.fullmatch(r"\s*(?:,|and|,\s*and|&)\s*(?:in )?", text[a.end : b.start])
            for a, b in itertools.pairwise(run)
        ):
            return run
    return []
