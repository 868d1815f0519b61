"""Would a fact that goes out point to a source that does not? What an incident says must rest on open origins, and on enough of them.

An incident of which a protected source told keeps its marks: the exact place only that source gave, a day nobody else knew, a range
that is narrower for it. Each fact of such an incident is looked at: how many independent *open* origins tell it as finely as it would
be printed. Told by `k_open_origins` or more it goes out as it is; told by fewer, one step coarser; told by none, as coarse as an open
one tells it, and where none does, not at all. A value is never replaced by another one: what goes out contains what the ledger holds.
"""

from __future__ import annotations

from typing import NamedTuple, TypeVar

import msgspec

from firsthand.model import Assessment, Cut, Incident, Ledger, Place, Statement, Tally, When, make_id
from firsthand.release import coarse

WITHHELD = "[words withheld]"
V = TypeVar("V")
# Properties of statements that carry a fact which is looked at; the measures come on top of them.
_PLACE, _TIME = "where", "when"


class Fact(NamedTuple):
    """What was done to one fact: which, and the rule in words; `None` for the rule where it goes out as it is."""

    name: str
    rule: str | None
    why: str = ""


class Known(NamedTuple):
    """What open origins tell of one incident: its statements left, and the origin of each."""

    statements: tuple[Statement, ...]
    origin: dict[str, str]
    k: int

    def origins(self, holding: list[str]) -> int:
        """How many independent origins stand behind these statements."""
        return len({self.origin[s] for s in holding})


def checked(full: Ledger, kept: Ledger, earlier: tuple[Ledger, ...], k: int, cuts: list[Cut]) -> Ledger:
    """The ledger in which no incident tells more than its open origins do.

    1. The incidents of which something was withheld, and what open origins tell of each.
    2. Place, time and counts of each: as they are, coarser, or not at all; kinds that no open origin tells go.
    3. Statements follow: none is finer than its incident. Words of grounds that were written with the withheld in view go.
    4. An id that was made from a withheld statement is made anew: it could be tried out against a guess.
    5. Against earlier releases: what is new since then and told by too few waits; what differs is given wide enough to hold both.

    Args:
        full: before anything was withheld.
        kept: without the protected sources and all that rests on them.
        earlier: earlier public releases.
        k: how many open origins are enough.
    """
    # 1
    before = {i.id: i for i in full.incidents}
    touched = {i.id for i in kept.incidents if set(i.statements) != set(before[i.id].statements)}
    if not touched:
        return kept
    left = {s.id: s for s in kept.statements}
    counted = {a.incident: a for a in full.assessments}
    found: dict[str, _Done] = {}
    for incident in kept.incidents:
        if incident.id in touched:
            assessed = next((a for a in kept.assessments if a.incident == incident.id), None)
            known = _known(incident, assessed, left, k)
            # 2
            done = _incident(incident, assessed, counted.get(incident.id), known)
            found[incident.id] = _against(done, earlier, known)
    # 3
    result = _put(kept, found)
    for done in found.values():
        cuts += [Cut(what=f.name, where="an incident", rule=f.rule, why=f.why) for f in done.facts if f.rule]
    # 4
    return _renamed(full, result, set(found))


class _Done(NamedTuple):
    incident: Incident | None
    assessment: Assessment | None
    facts: tuple[Fact, ...]


def _known(incident: Incident, assessed: Assessment | None, left: dict[str, Statement], k: int) -> Known:
    statements = tuple(left[s] for s in incident.statements if s in left and left[s].polarity == "affirmed")
    origin = {s.id: s.document for s in statements}
    for group in assessed.origins if assessed else ():
        told = set(group.documents)
        origin |= {s.id: group.key for s in statements if s.document in told}
        origin |= {s: group.key for s in group.statements if s in origin}
    return Known(statements, origin, k)


def _chosen(steps: tuple[V, ...], support: list[int], k: int) -> tuple[V | None, int | None]:
    """Which step goes out: the finest that an open origin tells, one coarser where fewer than `k` do. `None`: no open origin tells any."""
    first = next((n for n, count in enumerate(support) if count), None)
    if first is None:
        return None, None
    at = first if support[first] >= k else first + 1
    return (steps[at], at) if at < len(steps) else (None, None)


def _fact(name: str, at: int | None, support: list[int], k: int) -> Fact:
    if at == 0:
        return Fact(name, None)
    told = max(support, default=0)
    why = f"told by fewer than {k} open origins as finely as the ledger has it" if told else "no open origin tells it"
    return Fact(name, "withheld: too few open origins" if at is None else "coarsened: too few open origins", why)


def _incident(incident: Incident, assessed: Assessment | None, counted: Assessment | None, known: Known) -> _Done:
    facts: list[Fact] = []
    where, when = incident.where, incident.when
    if where is not None:
        steps = coarse.places(where)
        told = [(s.id, s.place) for s in known.statements if s.property == _PLACE and s.place]
        support = [known.origins([i for i, p in told if coarse.within(p, step)]) for step in steps]
        where, at = _chosen(steps, support, known.k)
        facts.append(_fact("place", at, support, known.k))
    if coarse.days(when) is not None:
        spans = coarse.times(when)
        dated = [(s.id, s.when) for s in known.statements if s.property == _TIME and s.when]
        support = [known.origins([i for i, w in dated if coarse.during(w, span)]) for span in spans]
        chosen, at = _chosen(spans, support, known.k)
        when = chosen or When()
        facts.append(_fact("time", at, support, known.k))
    kinds = {s.value for s in known.statements if s.property == "type"}
    types = tuple(t for t in incident.types if t in kinds)
    if types != incident.types:
        facts.append(Fact("kind", "withheld: too few open origins", "no open origin tells it"))
    if assessed is not None:
        assessed, more = _assessment(assessed, counted, known)
        facts += more
    changed = msgspec.structs.replace(incident, where=where, when=when, types=types, redirects=(), links=())
    return _Done(changed, assessed, tuple(facts))


def _assessment(assessed: Assessment, counted: Assessment | None, known: Known) -> tuple[Assessment, list[Fact]]:
    before = {t.measure: t for t in counted.tallies} if counted else {}
    tallies, facts = [], []
    for tally in assessed.tallies:
        kept, fact = _tally(tally, before.get(tally.measure), known)
        tallies += [kept] if kept else []
        facts.append(fact)
    origins = tuple(msgspec.structs.replace(o, reasons=()) for o in assessed.origins)
    changed = msgspec.structs.replace(assessed, tallies=tuple(tallies), origins=origins, cautions=(), sensitivity=())
    return changed, facts


def _tally(tally: Tally, before: Tally | None, known: Known) -> tuple[Tally | None, Fact]:
    """A count as it is where enough open origins tell it and the withheld set none of its ends; else as a range, or not at all."""
    name, values = f"number of {tally.measure.replace('_', ' ')}", (tally.low, tally.high)
    told = [s.id for s in known.statements if s.property == tally.measure and s.estimate is not None]
    same = before is None or (before.low, before.best, before.high) == (tally.low, tally.best, tally.high)
    if same and known.origins(told) >= known.k:
        return msgspec.structs.replace(tally, origins=_bare(tally)), Fact(name, None)
    ends = [
        n
        for s in known.statements
        if s.id in set(told) and s.estimate
        for n in (s.estimate.low, s.estimate.best, s.estimate.high)
        if n is not None
    ]
    low, high = coarse.band(min(ends), max(ends)) if ends else (None, None)
    low, high = (low if tally.low is not None else None), (high if tally.high is not None else None)
    whole = (before.low, before.high) if before else values
    if (low, high) == (None, None) or not coarse.holds((low, high), whole):
        return None, Fact(name, "withheld: too few open origins", "a range from the open origins alone would not hold")
    why = f"told by fewer than {known.k} open origins as exactly as the ledger has it"
    wide = msgspec.structs.replace(tally, low=low, best=None, high=high, set_by={}, words="", origins=_bare(tally))
    return wide, Fact(name, "coarsened: too few open origins", why)


def _bare(tally: Tally) -> tuple[object, ...]:
    return tuple(msgspec.structs.replace(o, reasons=()) for o in tally.origins)


# ------------------------------------------------------------------------------------------------ against earlier releases


def _against(done: _Done, earlier: tuple[Ledger, ...], known: Known) -> _Done:
    """Holds back what is new since the last release and told by too few; widens what differs from what was said earlier."""
    if not earlier or done.incident is None:
        return done
    said = [(i, a) for ledger in earlier for i, a in _told(ledger, done.incident)]
    if not said:
        if known.origins([s.id for s in known.statements]) >= known.k:
            return done
        why = "new since the last release, and a protected source told of it in that time: it waits until more do"
        return _Done(None, None, (Fact("incident", "held back: timing", why),))
    facts, incident, assessment = list(done.facts), done.incident, done.assessment
    for old, counted in said:
        if old.where and incident.where and old.where != incident.where:
            hit = next((p for p in coarse.places(incident.where) if coarse.within(old.where, p)), None)
            incident = msgspec.structs.replace(incident, where=hit)
            facts.append(_differs("place", hit))
        if old.when != incident.when and coarse.days(incident.when) and coarse.days(old.when):
            span = next((w for w in coarse.times(incident.when) if coarse.during(old.when, w)), None)
            incident = msgspec.structs.replace(incident, when=span or When())
            facts.append(_differs("time", span))
        if assessment and counted:
            assessment, more = _recounted(assessment, counted)
            facts += more
    return _Done(incident, assessment, tuple(facts))


def _told(ledger: Ledger, incident: Incident) -> list[tuple[Incident, Assessment | None]]:
    """What an earlier release says of this incident: known by its id, or by a statement of it."""
    ids, counted = set(incident.statements), {a.incident: a for a in ledger.assessments}
    found = [i for i in ledger.incidents if i.id == incident.id or ids & set(i.statements)]
    return [(i, counted.get(i.id)) for i in found]


def _recounted(assessment: Assessment, old: Assessment) -> tuple[Assessment, list[Fact]]:
    was, tallies, facts = {t.measure: t for t in old.tallies}, [], []
    for tally in assessment.tallies:
        earlier = was.get(tally.measure)
        if earlier is None or (earlier.low, earlier.best, earlier.high) == (tally.low, tally.best, tally.high):
            tallies.append(tally)
            continue
        low, high = coarse.band(_least(tally.low, earlier.low), _most(tally.high, earlier.high))
        name = f"number of {tally.measure.replace('_', ' ')}"
        if low is None and high is None:
            facts.append(_differs(name, None))
            continue
        tallies.append(msgspec.structs.replace(tally, low=low, best=None, high=high, set_by={}, words=""))
        facts.append(_differs(name, tally))
    return msgspec.structs.replace(assessment, tallies=tuple(tallies)), facts


def _least(left: int | None, right: int | None) -> int | None:
    return None if left is None or right is None else min(left, right)


def _most(left: int | None, right: int | None) -> int | None:
    return None if left is None or right is None else max(left, right)


def _differs(name: str, kept: object) -> Fact:
    why = "an earlier release said otherwise; the difference would be what a protected source told"
    return Fact(name, "coarsened: differencing" if kept else "withheld: differencing", why)


# ----------------------------------------------------------------------------------------------------- back into the ledger


def _put(kept: Ledger, found: dict[str, _Done]) -> Ledger:
    of = {s: i.id for i in kept.incidents if i.id in found for s in i.statements}
    held = {s for s, i in of.items() if found[i].incident is None}
    statements = []
    for statement in kept.statements:
        if statement.id in held:
            continue
        done = found.get(of.get(statement.id, ""))
        statements.append(_follows(statement, done) if done else statement)
    incidents = [found[i.id].incident if i.id in found else i for i in kept.incidents]
    gone = {i for i, done in found.items() if done.incident is None}
    assessments = [found[a.incident].assessment if a.incident in found else a for a in kept.assessments]
    coarser = {i for i, done in found.items() if any(f.rule for f in done.facts)}
    return msgspec.structs.replace(
        kept,
        statements=tuple(statements),
        incidents=tuple(i for i in incidents if i),
        assessments=tuple(a for a in assessments if a and a.incident not in gone),
        disagreements=tuple(d for d in kept.disagreements if d.incident not in coarser | gone),
    )


def _follows(statement: Statement, done: _Done) -> Statement:
    """A statement no finer than its incident: where that was coarsened, its words are withheld and its value is the coarse one."""
    incident, assessment = done.incident, done.assessment
    ruled = {f.name for f in done.facts if f.rule}
    if not ruled or incident is None:
        return statement
    place, when, estimate, value = statement.place, statement.when, statement.estimate, statement.value
    if "place" in ruled and place is not None:
        place, value = _inside(place, incident.where), None
    if "time" in ruled and when is not None:
        when, value = (incident.when if coarse.during(when, incident.when) else None), None
    if estimate is not None and f"number of {estimate.measure.replace('_', ' ')}" in ruled:
        tally = next((t for t in assessment.tallies if t.measure == estimate.measure), None) if assessment else None
        bounds = (tally.low, tally.high) if tally else (None, None)
        if tally and coarse.holds(bounds, (estimate.low, estimate.high)):
            estimate = msgspec.structs.replace(
                estimate, low=bounds[0], best=None, high=bounds[1], bound="range", phrase=WITHHELD
            )
        else:
            estimate = None
    # The words of any statement of this incident may hold its place, day or number.
    return msgspec.structs.replace(
        statement, text=WITHHELD, start=0, end=0, place=place, when=when, estimate=estimate, value=value, reasons=(), as_of=None
    )  # fmt: skip


def _inside(place: Place, outer: Place | None) -> Place | None:
    return outer if outer and coarse.within(place, outer) else None


def _renamed(full: Ledger, kept: Ledger, touched: set[str]) -> Ledger:
    left = {s.id for s in kept.statements}
    guessable = {make_id("i", s.id) for s in full.statements if s.id not in left}
    names = {i.id: make_id("i", *sorted(i.statements)) for i in kept.incidents if i.id in touched and i.id in guessable}
    if not names:
        return kept

    def renamed(records: tuple[V, ...], field: str) -> tuple[V, ...]:
        return tuple(
            msgspec.structs.replace(r, **{field: names[getattr(r, field)]}) if getattr(r, field) in names else r  # type: ignore[type-var]
            for r in records
        )

    assessments = tuple(
        msgspec.structs.replace(a, grade=msgspec.structs.replace(a.grade, of=names[a.incident])) if a.incident in names else a
        for a in kept.assessments
    )  # fmt: skip
    return msgspec.structs.replace(
        kept,
        incidents=renamed(kept.incidents, "id"),
        assessments=renamed(assessments, "incident"),
        disagreements=renamed(kept.disagreements, "incident"),
    )
