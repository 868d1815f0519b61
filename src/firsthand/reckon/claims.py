"""From what is said of one count to one vote per voice: its latest word, parts not added to wholes, increments added once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from firsthand.model import Estimate, Statement
from firsthand.reckon.origins import Voice
from firsthand.reckon.world import World
from firsthand.text import fold
from firsthand.vocabulary import rows

_MORE = re.compile(r"\b(?:another|a further|further|additional|\w+ more(?! than))\b", re.IGNORECASE)
_TOTAL = re.compile(r"\b(?:so far|total|toll|bringing|rises?|rose|risen|climb\w*|overall|altogether)\b", re.IGNORECASE)
_VAGUE = re.compile(r"\b(?:a number of|several|a few|some|many|handful)\b", re.IGNORECASE)


class Class(NamedTuple):
    """Whom a count counts: the class, its level (``general``, ``role``, ``age or sex``) and whether it bears arms."""

    name: str
    level: str
    combatant: bool


EVERYBODY = Class("people", "general", False)


class Vote(NamedTuple):
    """One voice's word on one count: an interval (`high` ``None`` where open), the day, and what the codebooks need to know of it.

    `part`: it counts only some of those that others count. `vague`: given in a word, not a number. `party`: spoken by a party to the
    conflict. `letter`: the reliability of the speaker. `status`: the classes it names ("civilians", "militants", ...).
    """

    voice: str
    statements: tuple[str, ...]
    low: int
    best: int | None
    high: int | None
    day: str
    part: bool = False
    vague: bool = False
    party: bool = False
    combatant: bool = False
    letter: str = "F"
    status: frozenset[str] = frozenset()
    reasons: tuple[str, ...] = ()

    @property
    def figure(self) -> int:
        """The one number that a codebook with one number takes from it."""
        return self.low if self.best is None else self.best


def counts(statement: Statement) -> bool:
    """Whether a statement gives a number that may set a bound: asserted, not denied, and not empty.

    A plan, a fear, a forecast or a condition gives none, and the denial of another's number gives none; but that nobody was hurt is
    a count, namely zero, which is not the same as unknown.
    """
    estimate = statement.estimate
    return (
        estimate is not None
        and (statement.polarity == "affirmed" or says_none(statement))
        and statement.factuality == "asserted"
        and (estimate.low is not None or estimate.best is not None or estimate.high is not None)
    )


def says_none(statement: Statement) -> bool:
    """Whether a statement says that nobody was killed, injured ...: a count of zero in words."""
    estimate = statement.estimate
    return estimate is not None and estimate.low == estimate.best == estimate.high == 0


@lru_cache(maxsize=4096)
def class_of(who: str | None) -> Class:
    """Whom the description of those counted means; the last word known decides, everybody where none is.

    Example:
        >>> class_of("Iraqi soldiers").name, class_of("six young children").level, class_of(None).level
        ('soldiers', 'age or sex', 'general')
    """
    found = [known for word in fold(who or "").split() if (known := _classes().get(word))]
    return found[-1] if found else EVERYBODY


@cache
def _classes() -> dict[str, Class]:
    return {
        row["word"]: Class(row["class"], row["level"], row["combatant"] == "yes")
        for row in rows("casualty_classes.csv")
    }


def general_told(statements: Iterable[Statement]) -> bool:
    """Whether anybody counts everybody: then counts of one class are parts."""
    return any(class_of(_who(s)).level == "general" for s in statements)


def vote(world: World, voice: Voice, whole_told: bool) -> Vote | None:
    """A voice's word on one count: that of its latest day; ``None`` where it gives no number.

    Args:
        whole_told: somebody counts everybody, so a count of one class alone is a part.
    """
    said = [s for s in voice.own if counts(s)] or [s for s in voice.statements if counts(s)]
    if not said:
        return None
    days = sorted({world.dated(s) for s in said}, reverse=True)
    for day in days:  # the latest day on which it counts everybody; else its latest word
        latest = [s for s in said if world.dated(s) == day]
        if general_told(latest) or day == days[-1]:
            break
    if not general_told(latest):
        latest = [s for s in said if world.dated(s) == days[0]]
    earlier = len(days) > 1
    made = _within(sorted(latest, key=world.order), whole_told)
    reasons = ("its latest word counts; earlier ones are superseded",) if earlier else ()
    return made._replace(voice=voice.key, day=world.dated(latest[0]), reasons=(*made.reasons, *reasons))


def _within(said: Sequence[Statement], whole_told: bool) -> Vote:
    """One vote out of what one voice says on one day."""
    wholes = [s for s in said if class_of(_who(s)).level == "general"]
    if wholes:
        return _whole(wholes)
    return _parts(said, whole_told)


def _whole(said: Sequence[Statement]) -> Vote:
    first = [s for s in said if not is_more(s)]
    more = [s for s in said if is_more(s)]
    running = [s for s in first if is_total(s)]
    told = day_of(running[-1:] or first or more[:1])
    reasons: tuple[str, ...] = ()
    added = [s for s in more if first and not running and s.start > first[-1].start]
    if added:
        extra = _sum(added)
        told = told._replace(
            statements=(*told.statements, *(s.id for s in added)), low=told.low + extra.low,
            best=told.best + extra.best if told.best is not None and extra.best is not None else None,
            high=told.high + extra.high if told.high is not None and extra.high is not None else None,
        )  # fmt: skip
        reasons = ("'more' is added to the count before it",)
    elif more and not first:
        told = told._replace(high=None, best=None, part=True)
        reasons = ("'more' without the count it adds to: a lower bound only",)
    return told._replace(reasons=reasons)


def _parts(said: Sequence[Statement], whole_told: bool) -> Vote:
    """Counts of classes: those that exclude one another are added, those by age or sex only where no role is told."""
    by_class: dict[Class, list[Statement]] = defaultdict(list)
    for s in said:
        by_class[class_of(_who(s))].append(s)
    roles = {c: found for c, found in by_class.items() if c.level == "role"} or by_class
    votes = [day_of(found) for _, found in sorted(roles.items())]
    total = _add(votes)
    reasons = (f"{' and '.join(c.name for c in sorted(roles))} added",) if len(votes) > 1 else ()
    total = total._replace(
        reasons=reasons,
        combatant=all(c.combatant for c in roles),
        status=frozenset(c.name for c in roles),
        part=whole_told,
    )
    return total._replace(best=None, high=None) if whole_told else total


def _sum(said: Sequence[Statement]) -> Vote:
    return _add([day_of([s]) for s in said])


def _add(votes: Sequence[Vote]) -> Vote:
    bests = [v.best for v in votes if v.best is not None]
    highs = [v.high for v in votes if v.high is not None]
    return votes[0]._replace(
        statements=tuple(s for v in votes for s in v.statements),
        low=sum(v.low for v in votes),
        best=sum(bests) if len(bests) == len(votes) else None,
        high=sum(highs) if len(highs) == len(votes) else None,
        vague=any(v.vague for v in votes),
    )


def day_of(said: Sequence[Statement]) -> Vote:
    """What several tellings of one count by one voice have in common; where they contradict, all they span, and no best."""
    intervals = [(s, *bounds(s.estimate)) for s in said if s.estimate is not None]
    low = max(x[1] for x in intervals)
    high = min((x[3] for x in intervals if x[3] is not None), default=None)
    agree = high is None or low <= high
    inside = not agree and len({s.document for s, *_ in intervals}) == 1
    if inside:  # one report does not contradict itself: its smaller counts are of some of those counted by the largest
        intervals = [max(intervals, key=lambda x: (x[1], x[0].id))]
        low, high = intervals[0][1], intervals[0][3]
    if agree or inside:
        bests = [x[2] for x in intervals if x[2] is not None and x[2] >= low and (high is None or x[2] <= high)]
        best = bests[-1] if bests else (low if low == high else None)
    else:
        low, best = min(x[1] for x in intervals), None
        high = max((x[3] if x[3] is not None else x[1]) for x in intervals)
    return Vote(
        voice="", statements=tuple(s.id for s, *_ in intervals), low=low, best=best, high=high, day="",
        vague=all(_VAGUE.search(s.estimate.phrase) is not None for s, *_ in intervals if s.estimate is not None),
        reasons=("smaller counts of the same report are read as parts",) if inside
        else () if agree else ("one voice gives contradictory counts on one day",),
    )  # fmt: skip


def bounds(estimate: Estimate) -> tuple[int, int | None, int | None]:
    """(low, best, high) of an estimate, with a low of 0 only where nothing above it is asserted; `high` ``None`` where open.

    Example:
        >>> bounds(Estimate(measure="killed", low=80, best=None, high=None, bound="at least", phrase="at least 80"))
        (80, None, None)
    """
    low = estimate.low if estimate.low is not None else estimate.best if estimate.best is not None else 0
    return low, estimate.best, estimate.high


def is_more(statement: Statement) -> bool:
    """Whether a count adds to another ("another three", "two more")."""
    estimate = statement.estimate
    return estimate is not None and (
        "addition" in estimate.bound or "increment" in estimate.bound or bool(_MORE.search(estimate.phrase))
    )


def is_total(statement: Statement) -> bool:
    """Whether a count is a running total ("bringing the toll to 15", "15 so far")."""
    estimate = statement.estimate
    return estimate is not None and ("total" in estimate.bound or bool(_TOTAL.search(estimate.phrase)))


def _who(statement: Statement) -> str | None:
    return statement.estimate.who if statement.estimate is not None else None
