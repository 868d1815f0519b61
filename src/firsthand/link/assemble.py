"""An incident out of its slots: what happened, when, where, by whom, how far it got; each with its evidence."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import pairwise

from firsthand.link.judged import incident_id
from firsthand.link.slots import Slot, happened, ordinal
from firsthand.model import Incident, Link, Participant, Place, Precision, State, Statement, When
from firsthand.text import fold
from firsthand.vocabulary import rows

# The course of an incident, from the least to the most: of equally well told states the furthest counts.
COURSE: tuple[State, ...] = ("planned", "claimed", "attempted", "thwarted", "occurred")
_NOBODY = re.compile(r"(?:no|none|nobody|no one|anyone|anybody)\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"(?:at least|at most|more than|over|up to|about|around|some|nearly|almost|several|dozens|scores|hundreds|many|another|both|\d+"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty)\b"
)
_ROLES: Mapping[str, str] = {
    "perpetrator": "perpetrator",
    "target": "target",
    "victim": "victim",
    "claimant": "claimant",
}


def assemble(
    slots: Sequence[Slot], settled: Sequence[Statement], links: Sequence[Link], *, copied: Collection[str] = ()
) -> Incident:
    """One incident from the slots grouped for it and the statements settled in it.

    Statements whose ids are in `copied` stand in copied passages: they belong to the incident, but say nothing of it beside their originals
    ("yesterday" in an undated reprint is still the original's yesterday).

    Its id is that of its earliest member statement (by the day of its report, then by id). The ids that its other slots would have
    borne alone are kept as redirects, so an incident that was ever known under one of them is still found.
    """
    statements = sorted(settled, key=lambda s: s.id)
    own = [s for s in statements if s.id not in copied]
    heard = own if any(happened(s) for s in own) else statements
    affirmed = [s for s in heard if s.polarity == "affirmed" and s.factuality != "denied"]
    reported = {slot.document: slot.reported if slot.reported is not None else 10**9 for slot in slots}
    founder = min((reported.get(s.document, 10**9), s.id) for s in statements)[1]
    name = incident_id(founder)
    return Incident(
        id=name,
        slots=tuple(slot.id for slot in slots),
        statements=tuple(s.id for s in statements),
        types=_types(heard),
        state=_state(affirmed),
        when=_when(slots, affirmed),
        where=_where(affirmed),
        actors=_actors(affirmed),
        documents=tuple(sorted({s.document for s in statements})),
        links=tuple(links),
        redirects=tuple(sorted({incident_id(slot.founding) for slot in slots} - {name})),
    )


def _types(statements: Sequence[Statement]) -> tuple[str, ...]:
    """Types by how many reports tell them, then by code."""
    told = Counter(code for _, code in {(s.document, s.value) for s in statements if happened(s) and s.value})
    return tuple(sorted(told, key=lambda code: (-told[code], code)))


def _state(statements: Sequence[Statement]) -> State:
    """The state told by most reports; of equals the furthest on the course; ``occurred`` where none is told."""
    told: dict[State, set[str]] = defaultdict(set)
    for s in statements:
        if s.property == "state" and s.value in COURSE:
            told[s.value].add(s.document)
    if not told:
        return "occurred"
    failed = told.get("thwarted")
    if (
        failed and "attempted" in told
    ):  # a thwarted attack is told as an attempt too: one course, of which thwarting is the end
        told["thwarted"] = failed | told["attempted"]
    return max(told, key=lambda state: (len(told[state]), COURSE.index(state)))


def _when(slots: Sequence[Slot], statements: Sequence[Statement]) -> When:
    """What all dates told have in common; where they contradict, the day told by most reports, and that they contradict.

    Where no report tells a date, only that it was not after the first report.
    """
    told = [
        s
        for s in statements
        if s.property == "when" and s.when is not None and ordinal(s.when.earliest or s.when.latest)
    ]
    if not told:
        reported = min((slot.reported for slot in slots if slot.reported is not None), default=None)
        if reported is None:
            return When()
        day = date.fromordinal(reported).isoformat()
        return When(
            latest=day, precision="range", basis="inferred", reasons=("no date is told; not after the first report",)
        )
    if len(told) == 1 and told[0].when is not None:
        return told[0].when
    spans = [(ordinal(s.when.earliest), ordinal(s.when.latest), s) for s in told if s.when is not None]
    starts, ends = [a for a, _, _ in spans if a is not None], [b for _, b, _ in spans if b is not None]
    first, last = max(starts, default=None), min(ends, default=None)
    if first is None or last is None or first <= last:
        words = (
            "what all reports have in common"
            if len({s.document for s in told}) > 1
            else "what the report tells in several places"
        )
        narrowest = min(spans, key=lambda x: ((x[1] or 10**7) - (x[0] or 0), x[2].id))[2].when
        if narrowest is not None and (ordinal(narrowest.earliest), ordinal(narrowest.latest)) == (first, last):
            return When(
                earliest=narrowest.earliest, latest=narrowest.latest, precision=narrowest.precision, basis=narrowest.basis,
                words=narrowest.words, reasons=(*narrowest.reasons, words),
            )  # fmt: skip
        return _interval(first, last, words)
    return _contested(spans)


def _contested(spans: Sequence[tuple[int | None, int | None, Statement]]) -> When:
    votes: dict[tuple[int | None, int | None], set[str]] = defaultdict(set)
    for first, last, statement in spans:
        votes[first, last].add(statement.document)
    ranked: list[tuple[int | None, int | None]] = sorted(
        votes, key=lambda k: (-len(votes[k]), (k[1] or 10**7) - (k[0] or 0), k[0] or 0)
    )
    best = ranked[0]
    if len(ranked) > 1 and len(votes[ranked[1]]) == len(votes[best]):
        edges = [e for key in ranked if len(votes[key]) == len(votes[best]) for e in key if e is not None]
        return _interval(
            min(edges), max(edges), "the reports contradict each other; no date is told by more of them than another"
        )
    return _interval(*best, f"told by {len(votes[best])} reports; others tell another date")


def _interval(first: int | None, last: int | None, words: str) -> When:
    precision: Precision = "day" if first is not None and first == last else "range"
    return When(
        earliest=date.fromordinal(first).isoformat() if first else None,
        latest=date.fromordinal(last).isoformat() if last else None,
        precision=precision,
        basis="stated",
        reasons=(words,),
    )


def _where(statements: Sequence[Statement]) -> Place | None:
    """The most exact place that no larger number of reports contradicts."""
    told: dict[tuple[str, str], set[str]] = defaultdict(set)
    places: dict[tuple[str, str], Place] = {}
    for s in statements:
        if s.property == "where" and s.place is not None:
            key = (fold(s.place.name), fold(s.place.country or ""))
            told[key].add(s.document)
            if key not in places or (s.place.precision or 9, s.place.words) < (
                places[key].precision or 9,
                places[key].words,
            ):
                places[key] = s.place
    if not places:
        return None

    def rank(key: tuple[str, str]) -> tuple[bool, int, int, tuple[str, str]]:
        exact = (places[key].precision or 9) <= 3
        return not exact, -len(told[key]), places[key].precision or 9, key

    return places[min(places, key=rank)]


def _actors(statements: Iterable[Statement]) -> tuple[Participant, ...]:
    """Who took part and in which role; names that differ only in case, accents or hyphens are one, and so are a name and the same name with a
    word like "militants" after it. A bare count ("at least 12 people") is nobody's name.
    """
    found: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for s in statements:
        role = _ROLES.get(s.property)
        if role and s.value and s.factuality in ("asserted", "possible") and not _NOBODY.match(s.value):
            name = _bare_name(s.value)
            if name:
                found[role, name].append(s)
    shorter = {key: full for key in found if (full := _fuller(key, found))}
    for key in sorted(shorter, key=lambda k: (k[1].count(" "), k)):
        found[shorter[key]] += found.pop(key)
    return tuple(
        Participant(
            name=min((len(s.value or ""), s.value or "") for s in said if _bare_name(s.value or "") == name)[1],
            role=role,
            statements=tuple(sorted(s.id for s in said)),
        )
        for (role, name), said in sorted(found.items())
    )


def _fuller(key: tuple[str, str], known: Collection[tuple[str, str]]) -> tuple[str, str] | None:
    """The one fuller name that a name shortens ("the market" beside "the grain market"); ``None`` where there is none, or more than one."""
    role, name = key
    fuller = [(r, other) for r, other in known if r == role and other.endswith(" " + name)]
    return max(fuller, key=lambda k: (len(k[1]), k[1])) if fuller and all(_chained(fuller)) else None


def _chained(names: Sequence[tuple[str, str]]) -> Iterator[bool]:
    ordered = sorted(names, key=lambda k: len(k[1]))
    return (longer.endswith(" " + shorter) for (_, shorter), (_, longer) in pairwise(ordered))


def _bare_name(value: str) -> str:
    """A participant's name, folded, without article, count and words that only say how many or what sort of people.

    Example:
        >>> _bare_name("the Northern Dawn militants"), _bare_name("at least 12 people"), _bare_name("gunmen")
        ('northern dawn', '', 'gunmen')
    """
    words = [w for w in fold(value).split() if w not in ("the", "a", "an")]
    if words and (_COUNTED.match(" ".join(words)) or words == ["others"]):
        return ""
    while len(words) > 1 and words[-1] in _sorts_of_people():
        words.pop()
    return " ".join(words)


@cache
def _sorts_of_people() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("casualty_classes.csv"))
