"""Which of two related documents comes from the other: credit, agency, "told X", then marks of revision and translation, shared errors, time."""

from __future__ import annotations

from typing import NamedTuple

from firsthand.collate.credits import TRUST, Credit, translated
from firsthand.collate.errors import Traces
from firsthand.collate.reading import Reading
from firsthand.collate.revisions import revises
from firsthand.model import When

_SAYS = {
    "copied": "declares that it is taken from",
    "translated": "declares that it is translated from",
    "adapted": "declares that it is adapted from",
    "supplied": "declares as its source",
    "compiled": "is compiled with material from",
    "dateline": "bears the dateline of",
    "told": "says that its speaker talked to",
    "cited": "cites",
}
# Marks of translation count from this certainty on (see translation_traces.csv): two weak marks or one strong one.
TRANSLATED = 0.8


class Direction(NamedTuple):
    """`forward`: left comes from right. `known` is false where nothing tells; `circular` where each credits the other. `words` say why."""

    forward: bool
    known: bool
    words: tuple[str, ...]
    circular: bool = False


def direction(
    left: Reading,
    right: Reading,
    credit: tuple[Credit | None, Credit | None],
    when: tuple[When, When],
    traces: Traces = Traces(),  # noqa: B008 - a tuple, never changed
) -> Direction:
    """Decides direction by the first kind of evidence that tells, in the order of trust.

    Args:
        left: one document.
        right: the other.
        credit: left's best credit that names right's outlet, and right's that names left's.
        when: the dates of both.
        traces: what errors say, shared with a relative or one's own; the latter only where no date tells, since a later report may correct.

    Returns:
        Where nothing tells, the longer text stands as the original (then the smaller id), `known` is false and the words say so.
    """
    mine, theirs = credit
    time = _time(when)
    if mine and theirs and mine.says == theirs.says:
        words = (f"each credits the other: '{mine.words}' and '{theirs.words}'",)
        return Direction(time != "right later", True, words, circular=True)
    if mine or theirs:
        forward = theirs is None or (mine is not None and TRUST.index(mine.says) < TRUST.index(theirs.says))
        best = mine if forward else theirs
        assert best is not None
        words = (f"declared: it {_SAYS[best.says]} the other's outlet ('{best.words}')",)
        return Direction(forward, True, words + _agreeing(forward, time))
    revised = revises(left.document, right.document), revises(right.document, left.document)
    later = next((m for m in revised if m), None)
    if later and not (revised[0] and time == "right later") and not (revised[1] and time == "left later"):
        words = (f"of one house, and it {later.says} an earlier version ('{later.words}')",)
        return Direction(revised[0] is not None, True, words + _agreeing(revised[0] is not None, time))
    marks = translated(left.document), translated(right.document)
    if (marks[0][0] >= TRANSLATED) != (marks[1][0] >= TRANSLATED):
        forward = marks[0][0] >= TRANSLATED
        words = ("marks of translation: " + ", ".join(marks[0 if forward else 1][1]),)
        return Direction(forward, True, words + _agreeing(forward, time))
    if traces.shared is not None:
        words = (f"shared error: {traces.shared_words}, and the other stands nearer to that relative",)
        return Direction(traces.shared, True, words + _agreeing(traces.shared, time))
    if time:
        first, second = (when[1], when[0]) if time == "left later" else when
        return Direction(time == "left later", True, (f"time: {second.earliest} is later than {first.latest}",))
    if traces.own is not None:
        return Direction(traces.own, True, (f"error of its own: {traces.own_words}",))
    longer = (-len(right.document.text), right.document.id) < (-len(left.document.text), left.document.id)
    return Direction(
        longer, False, ("direction unknown: no credit and no dates that tell; the longer text stands as the original",)
    )


def _time(when: tuple[When, When]) -> str:
    left, right = when
    if left.earliest and right.latest and left.earliest[:10] > right.latest[:10]:
        return "left later"
    if right.earliest and left.latest and right.earliest[:10] > left.latest[:10]:
        return "right later"
    return ""


def _agreeing(forward: bool, time: str) -> tuple[str, ...]:
    if not time:
        return ()
    return (
        ("its date agrees",)
        if (time == "left later") == forward
        else ("its date is the earlier one, which the declaration outranks",)
    )
