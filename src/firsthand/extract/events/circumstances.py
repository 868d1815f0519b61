"""When and where an event is told to have been: the date and the places of its sentence that hang on it and on no other verb."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

from firsthand.extract.mentions import DateMention, PlaceMention
from firsthand.extract.sentences.clauses import Reading
from firsthand.extract.sentences.lexicon import event_words, word_set

# Characters that a date beyond "since" or "after" is put farther away: more than any sentence's nearer date.
BEYOND = 150
_HAPPEN = word_set("happen")


class _Span(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


T = TypeVar("T", bound=_Span)


def by_sentence(readings: Sequence[Reading], spans: Sequence[T]) -> Mapping[int, Sequence[T]]:
    """What lies in each sentence, by the sentence's place in `readings`, in the order given; what reaches into two lies in both.

    Example:
        >>> from firsthand.extract.mentions import Name
        >>> from firsthand.extract.sentences.clauses import read
        >>> found = by_sentence(read("Rain fell. Dolen slept."), [Name(11, 16, "Dolen", "person")])
        >>> [n.text for n in found[0]], [n.text for n in found[1]]
        ([], ['Dolen'])
    """
    starts = [r.start for r in readings]
    found: defaultdict[int, list[T]] = defaultdict(list)
    for span in spans:
        i = max(bisect_right(starts, span.start) - 1, 0)
        while i < len(readings) and readings[i].start < span.end:
            if span.start < readings[i].end:
                found[i].append(span)
            i += 1
    return found


def date_of(reading: Reading, start: int, dates: Sequence[DateMention]) -> DateMention | None:
    """The date of the event's sentence that lies nearest to it."""
    inside = [
        d
        for d in dates
        if reading.start <= d.start < reading.end
        and d.kind in {"date", "offset"}
        and (d.when.earliest or d.days is not None)
    ]
    inside = [d for d in inside if not _of_other_verb(reading, start, d)]
    return min(inside, key=lambda d: (_distance(reading, start, d), d.start), default=None)


def _distance(reading: Reading, start: int, date: DateMention) -> float:
    """How far a date is from an event: one that follows is nearer than one before, one beyond "since" or "after" is far."""
    low, high = min(start, date.start), max(start, date.start)
    between = {t.lower for t in reading.tokens if low < t.start < high}
    return (high - low) * (1.0 if date.start > start else 2.0) + (
        BEYOND if between & {"since", "after", "before"} else 0
    )


def _of_other_verb(reading: Reading, start: int, date: DateMention) -> bool:
    """Whether a date hangs on a verb beside it that is not the event ("said today", "on Monday denied")."""
    tokens = reading.tokens
    first = next((k for k, t in enumerate(tokens) if t.end > date.start), None)
    last = next((k for k in range(len(tokens) - 1, -1, -1) if tokens[k].start < date.end), None)
    if first is None or last is None:
        return False
    if first and tokens[first - 1].lower in {"on", "in"}:
        first -= 1
    if first and tokens[first - 1].is_verb:
        return _is_report(reading, reading.group_of[first - 1], start)
    if last + 1 < len(tokens) and tokens[last + 1].is_verb and first:
        return _is_report(reading, reading.group_of[last + 1], start)
    return False


def _is_report(reading: Reading, index: int, start: int) -> bool:
    group = reading.groups[index]
    if group.kind != "verb" or reading.span(group)[0] <= start < reading.span(group)[1]:
        return False
    word = reading.tokens[group.head].lower
    return word not in event_words() and word not in _HAPPEN


def places_of(reading: Reading, start: int, places: Sequence[PlaceMention]) -> tuple[PlaceMention, ...]:
    """The locations of the event's sentence, nearest first; a place right after the event before one that precedes it."""
    inside = [p for p in places if reading.start <= p.start < reading.end and p.role == "location"]
    return tuple(
        sorted(inside, key=lambda p: (p.start - start if p.start > start else 1.5 * (start - p.start), p.start))
    )
