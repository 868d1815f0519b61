"""From the counts of a ledger to ballots, and from what they make likely to an estimate beside each contested range."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from firsthand.model import Assessment, Likely, Reason
from firsthand.reckon.grades import contested
from firsthand.reckon.origins import origins, teller_of
from firsthand.reckon.ranges import Count
from firsthand.reckon.truth import CREDIBLE, Ballot, Learned, Part, learn, likely, pair
from firsthand.reckon.world import World

# Probability of copying from which independence is held unknown. Half: likelier than not. Higher lets more hidden copies confirm, lower takes
# the known lineage from more honest tellers; both shares are printed by benchmarks/truth.py.
LIKELY_COPY = 0.5
# Digits after the point of what is printed: more would claim more than is known.
DIGITS = 3


class Told(NamedTuple):
    """The ballots of each count that two or more origins tell, the contested ones by incident and measure, and what all together teach."""

    ballots: Mapping[str, Sequence[Ballot]]
    disputed: Mapping[tuple[str, str], str]
    learned: Learned


def learned_from(world: World, found: Iterable[tuple[str, Count]]) -> Told:
    """Reads every count with two or more origins, and learns who is how accurate and who may copy whom.

    Args:
        found: ids of incidents, each with one of its counts.
    """
    told: dict[str, list[Ballot]] = {}
    disputed: dict[tuple[str, str], str] = {}
    for incident, count in found:
        ballots = list(ballots_of(world, f"{incident}/{count.measure}", count))
        if len(ballots) > 1:
            told[ballots[0].of] = ballots
            if contested(count.votes):
                disputed[incident, count.measure] = ballots[0].of
    return Told(told, disputed, learn([b for ballots in told.values() for b in ballots], _seen(world)))


def _seen(world: World) -> dict[tuple[str, str], int]:
    """How often one of two newsrooms was seen to copy the other, by reports."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for derivation in world.ledger.collation.derivations:
        one, other = (world.newsroom.get(d, "") for d in (derivation.document, derivation.of))
        if one and other and one != other and not world.revises(derivation):
            found[pair(one, other)] += 1
    return found


def suspects(world: World, told: Told) -> dict[tuple[str, str], str]:
    """Why one of two tellers is thought to take its numbers from the other, for all of whom this is likelier than not."""
    names = _names(world)
    return {
        (
            one,
            other,
        ): f"{names.get(one, one)} and {names.get(other, other)} share numbers or passages so often that one probably copies the other "
        f"({probability:.0%}): independence not known"
        for (one, other), probability in told.learned.copying.items()
        if probability >= LIKELY_COPY
    }


def estimates(world: World, told: Told) -> Mapping[tuple[str, str], Likely]:
    """The likeliest value of each count on which two or more origins disagree, by incident and measure."""
    names = _names(world) if told.disputed else {}
    made = {}
    for where, key in told.disputed.items():
        best = likely(told.ballots[key], told.learned)
        small = Reason(name="prior", weight=round(best.prior, DIGITS), words="smaller numbers are commoner")
        why = (*(_reason(p, best.best, best.rival, names) for p in best.parts), small)
        made[where] = Likely(
            best=best.best, low=best.low, high=best.high, confidence=round(best.confidence, DIGITS), credible=CREDIBLE,
            rival=best.rival, odds=round(sum(r.weight for r in why), DIGITS), why=why,
        )  # fmt: skip
    return made


def ballots_of(world: World, key: str, count: Count) -> Iterator[Ballot]:
    """One ballot for each independent origin of a count: of several voices of one newsroom that of the whole, and of these the latest."""
    home = {s: o.key for o in origins(world, count.voices) for s in o.statements}
    voices = {v.key: v for v in count.voices}
    by_origin: dict[str, list[tuple[bool, Ballot]]] = defaultdict(list)
    for vote in count.votes:
        ballot = Ballot(
            key, teller_of(voices[vote.voice]), vote.low, vote.best, None if vote.part else vote.high, vote.day, vote.letter, vote.party,
            vote.statements,
        )  # fmt: skip
        by_origin[home[vote.statements[0]]].append((not vote.part, ballot))
    for _, same in sorted(by_origin.items()):
        yield max(same, key=lambda x: (x[0], x[1].day, x[1].low, x[1].teller))[1]


def _names(world: World) -> Mapping[str, str]:
    return {s.id: s.name or s.description or "a source that is not named" for s in world.ledger.sources}


def _reason(part: Part, best: int, rival: int | None, names: Mapping[str, str]) -> Reason:
    ballot = part.ballot
    who = names.get(ballot.teller, ballot.teller)
    said = f"{ballot.low} or more" if ballot.high is None else f"{ballot.low}"
    said += f" to {ballot.high}" if ballot.high not in (None, ballot.low) else ""
    words = f"{who} says {said} (right in about {part.accuracy:.0%} of counts): {best} rather than {rival}"
    if part.share < 1:
        words += f"; weighs {part.share:.0%}, for it may be taken from an earlier one"
    return Reason(name=ballot.teller, weight=round(part.weight, DIGITS), words=words)


def with_estimates(assessment: Assessment, found: Mapping[tuple[str, str], Likely]) -> Assessment:
    """An assessment with the estimates of its contested counts beside their ranges."""
    if not any((assessment.incident, t.measure) in found for t in assessment.tallies):
        return assessment
    tallies = [
        msgspec.structs.replace(t, likely=found.get((assessment.incident, t.measure))) for t in assessment.tallies
    ]
    return msgspec.structs.replace(assessment, tallies=tuple(tallies))
