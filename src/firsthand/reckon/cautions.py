"""What a reader has to be warned of: admitted falsehood, single origins, parties to the conflict, unnamed sources, unknown dates, drifted copies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from firsthand.model import Incident, Statement
from firsthand.reckon.admissions import Admission
from firsthand.reckon.officials import bodies_of, countries, is_official
from firsthand.reckon.parties import Parties
from firsthand.reckon.ranges import Count, in_words
from firsthand.reckon.reporting import reporting_cautions
from firsthand.reckon.world import World
from firsthand.text import fold

# The words by which a caution that rests on an admission is known.
FALSE_FIGURES = "false casualty figures"


class Cautions(NamedTuple):
    """The cautions by source, and of those that rest on an admission the bodies and countries that they touch."""

    of_sources: Mapping[str, tuple[str, ...]]
    admitted: Mapping[str, frozenset[str]]


def cautions_known(world: World, of_sources: Mapping[str, tuple[str, ...]]) -> Cautions:
    """Looks up once for all incidents whom the admissions touch."""
    admitted = {
        caution: bodies_of(world, world.sources[source])
        for source, told in of_sources.items()
        for caution in told
        if FALSE_FIGURES in caution and source in world.sources
    }
    return Cautions(of_sources, admitted)


def source_cautions(world: World, found: Sequence[Admission], parties: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """What a reader has to know of each source: its body's admissions, that it is a party, that it is not named."""
    party = set(parties)
    cautions: dict[str, list[str]] = defaultdict(list)
    for source in world.ledger.sources:
        for admission in found:
            if source.id == admission.source or (is_official(source) and bodies_of(world, source) & admission.bodies):
                cautions[source.id].append(_admitted(admission, own=source.id == admission.source))
        if source.id in party:
            cautions[source.id].append("party to the conflict: its own claims need confirmation by others")
        if source.kind == "unnamed":
            cautions[source.id].append("not named: its independence of others cannot be known")
    return {source: tuple(dict.fromkeys(words)) for source, words in sorted(cautions.items())}


def _admitted(admission: Admission, *, own: bool) -> str:
    """The caution in words, with what was admitted as it was said."""
    who = admission.name if own else f"{admission.name}, who speaks for the same body,"
    return f'{who} said that {FALSE_FIGURES} or statements are given out: "{admission.words.rstrip(" ,;:")}"'


def incident_cautions(
    world: World, incident: Incident, counts: Sequence[Count], cautions: Cautions, parties: Parties
) -> tuple[str, ...]:
    """What a reader has to know before using an incident's figures."""
    said = world.said(incident)
    found = list(_of_officials(world, incident, said, cautions))
    for count in counts:
        what = in_words(count.measure)
        if len(count.voices) == 1:
            found.append(f"{what}: one origin only")
        speakers = [parties.speaks(v) for v in count.voices]
        if all(speakers):
            found.append(f"{what}: only parties to the conflict give a count")
        if any(_nameless(world, v.statements) for v in count.voices):
            found.append(f"{what}: rests in part on a source that is not named")
        if _drifted(world, count.statements):
            found.append(f"{what}: a copy gives another count than its original")
    found.extend(reporting_cautions(world, said))
    if incident.when.earliest is None:
        found.append("no report tells its date")
    return tuple(dict.fromkeys(found))


def _of_officials(world: World, incident: Incident, said: Sequence[Statement], cautions: Cautions) -> Iterator[str]:
    """Admissions that touch the officials on whose word an incident rests.

    An official of whom no country is told is taken for one of the country in which the incident lies.
    """
    if not cautions.admitted:
        return
    here = frozenset({fold(incident.where.country)} if incident.where and incident.where.country else ())
    for identity in sorted({world.source(i) for s in said for i in s.chain}):
        source = world.sources.get(identity)
        if source is None or not is_official(source):
            continue
        own = [c for c in cautions.of_sources.get(identity, ()) if FALSE_FIGURES in c]
        if not own and not bodies_of(world, source) & countries():
            own = [caution for caution, bodies in cautions.admitted.items() if here & bodies]
        name = source.name or source.description or "an official"
        yield from (caution if caution.startswith(name) else f"{name}: {caution}" for caution in own)


def _nameless(world: World, statements: Sequence[Statement]) -> bool:
    for s in statements:
        deepest = world.sources.get(world.source(s.chain[-1])) if s.chain else None
        if deepest is not None and deepest.kind == "unnamed":
            return True
    return False


def _drifted(world: World, statements: Sequence[Statement]) -> bool:
    """Whether a count stands in words that a copy changed; an outlet's correction of its own text is no such change."""
    spans = {(s.document, s.start, s.end) for s in statements}
    own_word = {d.id for s in statements for d in world.derivations.get(s.document, ()) if world.revises(d)}
    return any(
        drift.kind == "number"
        and drift.derivation not in own_word
        and any(drift.start < end and start < drift.end for d, start, end in spans if d == drift.document)
        for drift in world.drifts_in(statements)
    )
