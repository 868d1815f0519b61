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
from firsthand.model import Assessment, Incident, Ledger, Statement, Tally
from firsthand.reckon import figures, weigh
from firsthand.reckon.falling import Fall, fall, names_of
from firsthand.reckon.index import Index, index_of
from firsthand.reckon.world import World


class Range(msgspec.Struct, frozen=True, kw_only=True):
    """A count of people as an interval, with the number of independent origins and outlets, and the statements that set each end."""

    low: int | None = None
    best: int | None = None
    high: int | None = None
    origins: int = 0
    outlets: int = 0
    set_by: dict[str, tuple[str, ...]] = {}


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


class WhatIf(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a what-if. `unchanged` counts the incidents whose figures, origins and grade stay exactly as they were."""

    without: tuple[str, ...]
    distrust: tuple[str, ...]
    keep_copies: bool
    incidents: tuple[Change, ...]
    unchanged: int
    fallen: tuple[Fallen, ...]


def whatif(
    ledger: Ledger,
    *,
    without: Sequence[str] = (),
    distrust: Sequence[str] = (),
    keep_copies: bool = False,
    config: Config,
) -> WhatIf:
    """Before and after, if something fell.

    1. Find what is meant: a document's id or address (or the beginning of it), a publisher or agency, a source's id or one of its names.
    2. What falls: its statements, quotes, figures and series, and in other documents all that was only taken from it (unless `keep_copies`).
    3. Reckon again the incidents that are touched, and only those; an incident of which nothing is left falls.

    Args:
        without: names of what is left out.
        distrust: names of what stays in the ledger but sets no bound and confirms nothing.
        keep_copies: keep passages that others took from what is left out.

    Raises:
        UnknownName: the ledger holds nothing of that name; the message tells what is near.

    Example:
        >>> whatif(Ledger(), config=Config()).unchanged
        0
    """
    return ask(index_of(ledger), without=without, distrust=distrust, keep_copies=keep_copies, config=config)


def ask(
    index: Index,
    *,
    without: Sequence[str] = (),
    distrust: Sequence[str] = (),
    keep_copies: bool = False,
    config: Config,
) -> WhatIf:
    """As `whatif`, over a ledger that is laid out already (`index.index_of`): for asking many times."""
    # 1, 2
    world = index.world
    gone = fall(index, names_of(index, without), keep_copies=keep_copies)
    doubted = fall(index, names_of(index, distrust), keep_copies=keep_copies)
    # 3
    doubting = replace(world, distrusted=doubted.statements, nodes={})
    touched = {place for s in chain(gone.statements, doubted.statements) for place in index.homes.get(s, ())}
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
        without=tuple(without),
        distrust=tuple(distrust),
        keep_copies=keep_copies,
        incidents=tuple(changes),
        unchanged=len(world.ledger.incidents) - len(changes),
        fallen=tuple(_fallen(index, gone, ended)),
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
