"""Incident -> Assessment: independent origins, grades, low / best / high under a named codebook, disagreements, what-if."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import msgspec

from firsthand.config import Config
from firsthand.model import Assessment, Grade, Incident, Ledger, Reckoning, Statement
from firsthand.reckon.admissions import admissions
from firsthand.reckon.cautions import Cautions, cautions_known, incident_cautions, source_cautions
from firsthand.reckon.disagreements import disagreements
from firsthand.reckon.estimates import estimates, learned_from, suspects, with_estimates
from firsthand.reckon.falling import distrusted
from firsthand.reckon.grades import contested, credibility, detailed, given_digits, letters, of_count, reliability
from firsthand.reckon.origins import origins, voices
from firsthand.reckon.parties import Parties, parties
from firsthand.reckon.ranges import Count, counts_in, in_words, outlets, tally
from firsthand.reckon.sensitivity import sensitivity
from firsthand.reckon.world import World


class Weighed(NamedTuple):
    """An incident with its counts and sides, read once and used for everything that is reckoned of it."""

    incident: Incident
    counts: tuple[Count, ...]
    parties: Parties
    said: tuple[Statement, ...]


def reckon(ledger: Ledger, *, config: Config) -> Reckoning:
    """What stands for each incident, and what does not agree.

    1. Lay out the ledger by id, incident and document, apart what people distrust; letters given by people and vocabulary.
    2. Counts: for each incident and measure, the independent voices and each voice's latest word.
    3. Cautions on sources: admitted falsehood, party to the conflict, not named.
    4. Assess each incident: ranges under the codebook, origins, digit, cautions, what its figures hang on; beside them what contested
       numbers most likely are. Who is suspected of copying is of unknown lineage.
    5. Disagreements, each with its kind.
    6. Letters of sources, given and earned; digits of counts.

    Example:
        >>> reckon(Ledger(), config=Config()).assessments
        ()
    """
    # 1
    return reckon_over(distrusted(ledger), config=config)


def reckon_over(world: World, *, config: Config) -> Reckoning:
    """As `reckon`, over a ledger that is laid out already; the steps are numbered there."""
    given = letters(world)
    # 2
    weighed = [weigh(world, incident, given) for incident in world.ledger.incidents]
    # 3
    fighting = {v.speaker for w in weighed for c in w.counts for v in c.voices if v.speaker and w.parties.speaks(v)}
    of_sources = source_cautions(world, admissions(world), fighting)
    known = cautions_known(world, of_sources)
    # 4
    told = learned_from(world, ((w.incident.id, c) for w in weighed for c in w.counts))
    world = replace(world, suspected=suspects(world, told))
    likeliest = estimates(world, told)
    assessments = tuple(with_estimates(assess(world, w, known, config.codebook), likeliest) for w in weighed)
    # 5
    found = [d for w in weighed for d in disagreements(world, w.incident, w.counts)]
    # 6
    digits = [
        of_count(world, w.incident.id, c, config.codebook, related=detailed(w.said)) for w in weighed for c in w.counts
    ]
    graded = reliability(world, [c for w in weighed for c in w.counts])
    return Reckoning(
        assessments=assessments,
        disagreements=tuple(sorted(found, key=lambda d: d.id)),
        grades=(*graded, *(a.grade for a in assessments), *digits),
        source_cautions=of_sources,
    )


def weigh(world: World, incident: Incident, given: Mapping[str, str]) -> Weighed:
    """Reads an incident's counts: whose they are and what each voice last said."""
    sides = parties(world, incident, given)
    said = world.said(incident)
    return Weighed(incident, tuple(counts_in(world, said, sides)), sides, said)


def assess(world: World, weighed: Weighed, cautions: Cautions, codebook: str) -> Assessment:
    """What stands for one incident under a codebook, with what a reader has to know of it and on how little it hangs."""
    incident, counts, sides, _ = weighed
    return msgspec.structs.replace(
        figures(world, weighed, codebook),
        cautions=incident_cautions(world, incident, counts, cautions, sides),
        sensitivity=sensitivity(world, counts, codebook),
    )


def figures(world: World, weighed: Weighed, codebook: str) -> Assessment:
    """What stands for one incident under a codebook: ranges, origins, outlets and digit alone."""
    incident, counts, _, everything = weighed
    said = [s for s in everything if s.id not in world.distrusted]
    heard = voices(world, said)
    return Assessment(
        incident=incident.id,
        tallies=tuple(tally(world, c, codebook) for c in counts),
        origins=origins(world, [v for v in heard if any(s.polarity == "affirmed" for s in v.own)]),
        outlets=outlets(world, said),
        grade=_grade(world, weighed, said),
    )


def _grade(world: World, weighed: Weighed, said: Sequence[Statement]) -> Grade:
    """The digit: a person's where there is one, else by origins of the deed itself and of what contradicts it."""
    incident = weighed.incident
    person = given_digits(world.ledger.judgements).get(incident.id)
    if person is not None:
        why = (f"graded by a person: {person.note}" if person.note else "graded by a person",)
        return Grade(of=incident.id, axis="credibility", value=person.verdict, reasons=why, by=person.by, at=person.at)
    deed = [s for s in said if s.property == "type"]
    told = voices(world, [s for s in deed if s.polarity == "affirmed" and s.factuality == "asserted"])
    denied = voices(world, [s for s in deed if s.polarity == "denied" or s.factuality == "denied"])
    fighting = bool(told) and all(weighed.parties.speaks(v) for v in told)
    found = credibility(
        origins(world, told), origins(world, denied), of=incident.id, related=detailed(said), parties_only=fighting
    )
    disputed = [in_words(c.measure) for c in weighed.counts if contested(c.votes)]
    if not disputed:
        return found
    words = f"this is of the deed alone; contested, and graded apart: {', '.join(disputed)}"
    return Grade(of=found.of, axis=found.axis, value=found.value, reasons=(*found.reasons, words))


__all__ = ["reckon", "reckon_over"]
