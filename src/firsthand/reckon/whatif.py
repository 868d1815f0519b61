"""What falls when a source, a document or a publisher falls: before and after, and everything that rested on it alone.

Nothing is written: a what-if is a named question, never a state of the ledger. Only incidents that the fall touches are reckoned again, and
their grouping stays as it was; the ledger is laid out once (`index.index_of`) and may be asked often, each answer at a cost in proportion to
what it touches.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

import msgspec

from firsthand.config import Config
from firsthand.model import Assessment, Collation, Incident, Ledger, Statement, Tally
from firsthand.reckon import figures, reckon_over, weigh
from firsthand.reckon.falling import Fall, Named, fall, indexed, names_of
from firsthand.reckon.index import Index
from firsthand.reckon.world import World


class Range(msgspec.Struct, frozen=True, kw_only=True):
    """A count of people as an interval, with the number of independent origins and outlets, and the statements that set each end."""

    low: int | None = None
    best: int | None = None
    high: int | None = None
    origins: int = 0
    outlets: int = 0
    set_by: dict[str, tuple[str, ...]] = {}
    unknown: int = 0


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What stands for one incident."""

    killed: Range
    perpetrators_killed: Range
    injured: Range
    abducted: Range
    origins: int
    outlets: int
    grade: str


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One incident that the fall changes; `after` is ``None`` where nothing of it is left, `after_id` its id where that would be another."""

    id: str
    before: Standing
    after: Standing | None
    after_id: str | None = None


class Fallen(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that falls: its kind (document, incident, statement, figure, series, quote, source), where it stands, and its words."""

    kind: str
    id: str
    path: str | None
    text: str


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the last report that no longer holds: its file, its number from 1, and its words."""

    file: str
    line: int
    text: str


class WhatIf(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a what-if. `unchanged` counts the incidents whose figures, origins and grade stay exactly as they were.

    `undated` counts the named reports of which no day is known: with `since` they stay.
    """

    without: tuple[str, ...]
    distrust: tuple[str, ...]
    keep_copies: bool
    incidents: tuple[Change, ...]
    unchanged: int
    fallen: tuple[Fallen, ...]
    since: str | None = None
    undated: int = 0
    published: tuple[Published, ...] = ()


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked: the names left out and distrusted, whether copies stay, and from which day on it falls."""

    without: tuple[str, ...] = ()
    distrust: tuple[str, ...] = ()
    keep_copies: bool = False
    since: str | None = None


def whatif(
    ledger: Ledger,
    *,
    without: Sequence[str] = (),
    distrust: Sequence[str] = (),
    keep_copies: bool = False,
    since: str | None = None,
    config: Config,
) -> WhatIf:
    """Before and after, if something fell.

    1. Find what is meant: a document's id or address (or the beginning of it), a publisher or agency, a source's id or one of its names,
       a passage (see `falling.names_of`).
    2. What falls: its statements, quotes, figures and series, and in other documents all that was only taken from it (unless `keep_copies`).
    3. Reckon again the incidents that are touched, and only those; an incident of which nothing is left falls.

    Args:
        without: names of what is left out.
        distrust: names of what stays in the ledger but sets no bound and confirms nothing.
        keep_copies: keep passages that others took from what is left out.
        since: only what was said on this day (ISO 8601) or later falls.

    Raises:
        UnknownName: the ledger holds nothing of that name; the message tells what is near.

    Example:
        >>> whatif(Ledger(), config=Config()).unchanged
        0
    """
    question = Question(without=tuple(without), distrust=tuple(distrust), keep_copies=keep_copies, since=since)
    return answer(indexed(ledger), question, config=config)


def ask(
    index: Index,
    *,
    without: Sequence[str] = (),
    distrust: Sequence[str] = (),
    keep_copies: bool = False,
    since: str | None = None,
    config: Config,
) -> WhatIf:
    """As `whatif`, over a ledger that is laid out already (`falling.indexed`): for asking many times."""
    question = Question(without=tuple(without), distrust=tuple(distrust), keep_copies=keep_copies, since=since)
    return answer(index, question, config=config)


def answer(index: Index, question: Question, *, config: Config) -> WhatIf:
    """As `ask`; the steps are numbered at `whatif`."""
    # 1, 2
    world = index.world
    named, gone, doubted = _falling(index, question)
    # 3
    doubting = replace(world, distrusted=doubted | world.distrusted, nodes={})
    touched = {place for s in chain(gone.statements, doubted) for place in index.homes.get(s, ())}
    changes, ended = [], []
    for incident in (world.ledger.incidents[place] for place in sorted(touched)):
        before = _standing(index, incident, config)
        rest = _rest(world, incident, gone.statements)
        after = _assessed(doubting, rest, index.letters, config) if rest else None
        if rest is None:
            ended.append(incident)
        if after is None or _differs(before, after):
            changes.append(Change(id=incident.id, before=summary(before), after=summary(after) if after else None))
    return WhatIf(
        without=question.without,
        distrust=question.distrust,
        keep_copies=question.keep_copies,
        incidents=tuple(changes),
        unchanged=len(world.ledger.incidents) - len(changes),
        fallen=tuple(_fallen(index, gone, ended)),
        since=question.since,
        undated=named.undated,
    )


def _falling(index: Index, question: Question) -> tuple[Named, Fall, frozenset[str]]:
    """What the names left out mean, what falls with them, and the statements that are only distrusted."""
    named = names_of(index, question.without, since=question.since)
    doubted = names_of(index, question.distrust, since=question.since)
    keep = question.keep_copies
    return named, fall(index, named, keep_copies=keep), fall(index, doubted, keep_copies=keep).statements


def counterfactual(ledger: Ledger, question: Question, *, config: Config) -> Ledger:
    """The ledger as it would be: without what falls, reckoned again, grouped as before. For comparing what was published with it."""
    index = indexed(ledger)
    _, gone, doubted = _falling(index, question)
    rest = [kept for i in ledger.incidents if (kept := _rest(index.world, i, gone.statements)) is not None]
    stripped = msgspec.structs.replace(
        ledger,
        documents=tuple(d for d in ledger.documents if d.id not in gone.documents),
        collation=_collation(ledger.collation, gone.documents),
        sources=tuple(s for s in ledger.sources if s.id not in gone.sources),
        statements=tuple(s for s in ledger.statements if s.id not in gone.statements),
        quotes=tuple(q for q in ledger.quotes if q.id not in gone.quotes),
        figures=tuple(f for f in ledger.figures if f.id not in gone.figures),
        series=tuple(s for s in ledger.series if s.id not in gone.series),
        incidents=tuple(_without(i, gone) for i in rest),
    )
    world = indexed(stripped).world
    found = reckon_over(replace(world, distrusted=world.distrusted | doubted), config=config)
    return msgspec.structs.replace(
        stripped,
        assessments=found.assessments,
        disagreements=found.disagreements,
        grades=found.grades,
        source_cautions=found.source_cautions,
    )


def _without(incident: Incident, gone: Fall) -> Incident:
    """An incident without the reports that fall and the actors whom only they name."""
    actors = [
        msgspec.structs.replace(a, statements=tuple(s for s in a.statements if s not in gone.statements))
        for a in incident.actors
    ]
    return msgspec.structs.replace(
        incident,
        documents=tuple(d for d in incident.documents if d not in gone.documents),
        actors=tuple(a for a, was in zip(actors, incident.actors, strict=True) if a.statements or not was.statements),
    )


def _collation(collation: Collation, gone: frozenset[str]) -> Collation:
    kept = tuple(d for d in collation.derivations if not {d.document, d.of} & gone)
    ids = {d.id for d in kept}
    families = [
        msgspec.structs.replace(f, documents=tuple(d for d in f.documents if d not in gone))
        for f in collation.families
        if f.root not in gone
    ]
    return msgspec.structs.replace(
        collation,
        derivations=kept,
        drifts=tuple(d for d in collation.drifts if d.derivation in ids),
        families=tuple(families),
    )


def _standing(index: Index, incident: Incident, config: Config) -> Assessment:
    """What the ledger holds of an incident, if it was reckoned under the codebook asked for; else reckoned now."""
    found = index.standing.get(incident.id)
    if found is not None and all(t.codebook == config.codebook for t in found.tallies):
        return found
    return _assessed(index.world, incident, index.letters, config)


def _assessed(world: World, incident: Incident, given: Mapping[str, str], config: Config) -> Assessment:
    return figures(world, weigh(world, incident, given), config.codebook)


def _rest(world: World, incident: Incident, fallen: frozenset[str]) -> Incident | None:
    """What is left of an incident; ``None`` where nobody is left who asserts the deed itself."""
    kept = tuple(s for s in incident.statements if s not in fallen)
    told = any(_asserts(world.statements[s]) for s in kept if s in world.statements)
    return msgspec.structs.replace(incident, statements=kept) if told else None


def _asserts(statement: Statement) -> bool:
    return statement.property == "type" and statement.polarity == "affirmed" and statement.factuality == "asserted"


def summary(assessment: Assessment) -> Standing:
    """An assessment in short, for comparing before with after."""
    ranges = {t.measure: _range(t) for t in assessment.tallies}
    return Standing(
        killed=ranges.get("killed", Range()),
        perpetrators_killed=ranges.get("perpetrators_killed", Range()),
        injured=ranges.get("injured", Range()),
        abducted=ranges.get("abducted", Range()),
        origins=len(assessment.origins),
        outlets=len(assessment.outlets),
        grade=assessment.grade.value,
    )


def _range(tally: Tally) -> Range:
    return Range(
        low=tally.low,
        best=tally.best,
        high=tally.high,
        origins=len(tally.origins),
        outlets=len(tally.outlets),
        set_by=tally.set_by,
        unknown=sum(not o.known for o in tally.origins),
    )


def _differs(before: Assessment, after: Assessment) -> bool:
    """Whether figures, origins or grade differ. The number of reports and outlets alone is no change: a copy adds and takes nothing."""

    def essence(a: Assessment) -> tuple[object, ...]:
        tallies = tuple((t.measure, t.low, t.best, t.high, len(t.origins)) for t in a.tallies)
        return tallies, len(a.origins), a.grade.value

    return essence(before) != essence(after)


def _fallen(index: Index, gone: Fall, ended: Iterable[Incident]) -> Iterator[Fallen]:
    """What falls, by kind and then by id; statements are told of by their incidents."""
    world = index.world

    def path(document: str) -> str | None:
        return world.documents[document].address if document in world.documents else None

    for document in (world.documents[d] for d in sorted(gone.documents)):
        words = document.headline or document.address
        yield Fallen(kind="document", id=document.id, path=document.address, text=words)
    for incident in ended:
        told = next((world.statements[s] for s in incident.statements if world.statements[s].property == "type"), None)
        words = told.text if told else ", ".join(incident.types)
        where = path(incident.documents[0]) if incident.documents else None
        yield Fallen(kind="incident", id=incident.id, path=where, text=words)
    for kind, fallen in (("figure", gone.figures), ("series", gone.series), ("quote", gone.quotes)):
        for item in (index.items[name] for name in sorted(fallen)):
            yield Fallen(kind=kind, id=item.id, path=path(item.document), text=item.text)
    for source in (world.sources[s] for s in sorted(gone.sources)):
        yield Fallen(kind="source", id=source.id, path=None, text=source.name or source.description or source.id)
