"""Candidate pairs: which slots are worth comparing. Near-linear in the number of slots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from firsthand.link.slots import Slot, general
from firsthand.text import fold

# Days between two dates within which two reports may still tell of one incident (a wrong "yesterday", a time zone, a weekend).
# 3 keeps look-alikes of the next week out; re-measure links on a labelled set when moved.
NEAR_DAYS = 3
# Days after an incident within which an undated telling of it may be printed.
LATE_DAYS = 31
# An interval longer than this is filed by its months instead of its days, so that "in 2016" does not fill a year of buckets.
LONG_DAYS = 10
# Slots in one bucket beyond which only those equal in more (family and place) are paired: keeps a war's busiest town from growing
# with the square of its reports. 60 slots are 1,770 pairs.
CROWD = 60


def candidates(slots: Sequence[Slot]) -> Iterator[tuple[Slot, Slot]]:
    """Pairs of slots of different documents that share a time window and a place or a family, each pair once, in a fixed order."""
    seen: set[tuple[str, str]] = set()
    for left, right in _bucketed(slots):
        if left.document == right.document:
            continue
        pair = (left.id, right.id) if left.id < right.id else (right.id, left.id)
        if pair not in seen and near_in_time(left, right):
            seen.add(pair)
            yield (left, right) if left.id < right.id else (right, left)


def _bucketed(slots: Sequence[Slot]) -> Iterator[tuple[Slot, Slot]]:
    buckets: dict[tuple[object, ...], list[Slot]] = defaultdict(list)
    for slot in slots:
        for key in set(_keys(slot)):
            buckets[key].append(slot)
    for key in sorted(buckets, key=repr):
        crowd = buckets[key]
        if len(crowd) <= CROWD:
            yield from _pairs(crowd)
            continue
        finer: dict[tuple[object, ...], list[Slot]] = defaultdict(list)
        for slot in crowd:
            for family in slot.families:
                finer[family, *(sorted(_tolls(slot))[:2])].append(slot)
        for inner in sorted(finer, key=repr):
            yield from _windowed(sorted(finer[inner], key=lambda s: (s.earliest or s.reported or 0, s.id)))


def _pairs(crowd: Sequence[Slot]) -> Iterator[tuple[Slot, Slot]]:
    for index, left in enumerate(crowd):
        for right in crowd[index + 1 :]:
            yield left, right


def _windowed(ordered: Sequence[Slot]) -> Iterator[tuple[Slot, Slot]]:
    """Each slot with the `CROWD` that follow it in time."""
    for index, left in enumerate(ordered):
        for right in ordered[index + 1 : index + 1 + CROWD]:
            yield left, right


def _tolls(slot: Slot) -> Iterator[str]:
    for measure in ("killed", "injured", "abducted"):
        for estimate in slot.tolls.get(measure, ()):
            yield f"{measure}={estimate.low}"


def _keys(slot: Slot) -> Iterator[tuple[object, ...]]:
    """(window, cell) for each window the slot may lie in, and each cell: its place, or where it names none, its family."""
    cells = set(_cells(slot))
    for window in _windows(slot):
        for cell in cells:
            yield window, cell


def _cells(slot: Slot) -> Iterator[str]:
    """Names that bring slots together: each place told; else the country; and the family where the place is vague or not told."""
    exact = False
    for place in slot.places:
        if (place.precision or 9) <= 5:
            exact = True
            yield "place:" + fold(place.name)
            if place.admin1:
                yield "admin:" + fold(place.admin1)
    if not exact:
        for family in slot.families:
            yield "family:" + family
    for family in slot.families:
        if not general(family):
            yield "family:" + family


def _windows(slot: Slot) -> Iterable[tuple[str, int]]:
    """Weeks (or months) in which the slot may lie; where it tells no date, those before its report; each week also by its neighbours."""
    first, last = slot.earliest, slot.latest
    if first is None or last is None:
        if slot.reported is None:
            return [("any", 0)]
        first, last = slot.reported - NEAR_DAYS * 2, slot.reported
    if last - first > LONG_DAYS:
        return [("month", month) for month in range(first // 30, min(last, first + 400) // 30 + 1)]
    weeks = range((first - NEAR_DAYS) // 7, (last + NEAR_DAYS) // 7 + 1)
    return [*(("week", week) for week in weeks), ("month", first // 30), ("month", last // 30)]


def near_in_time(left: Slot, right: Slot) -> bool:
    """Whether the dates told, or the days of report where none is told, leave room for one incident."""
    if (
        left.earliest is not None
        and right.earliest is not None
        and left.latest is not None
        and right.latest is not None
    ):
        return left.earliest - NEAR_DAYS <= right.latest and right.earliest - NEAR_DAYS <= left.latest
    for dated, undated in ((left, right), (right, left)):
        if (
            dated.earliest is not None
            and dated.latest is not None
            and undated.earliest is None
            and undated.reported is not None
        ):
            return dated.earliest - NEAR_DAYS <= undated.reported <= dated.latest + LATE_DAYS
    if left.reported is None or right.reported is None:
        return True
    return abs(left.reported - right.reported) <= LATE_DAYS
