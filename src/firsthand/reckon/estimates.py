"""From the counts of a ledger to ballots, and from what they make likely to an estimate beside each contested range."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from firsthand.model import Assessment, Likely, Reason
from firsthand.reckon.grades import contested
from firsthand.reckon.origins import Voice, origins
from firsthand.reckon.ranges import Count
from firsthand.reckon.truth import CREDIBLE, Ballot, Part, learn, likely
from firsthand.reckon.world import World

# Digits after the point of what is printed: more would claim more than is known.
DIGITS = 3


def estimates(world: World, found: Iterable[tuple[str, Count]]) -> Mapping[tuple[str, str], Likely]:
    """The likeliest value of each count on which two or more origins disagree, by incident and measure.

    All counts with two or more origins teach how accurate who is; only contested ones get an estimate.
    """
    told: dict[str, list[Ballot]] = {}
    disputed: dict[str, tuple[str, str]] = {}
    for incident, count in found:
        ballots = list(ballots_of(world, f"{incident}/{count.measure}", count))
        if len(ballots) > 1:
            key = ballots[0].of
            told[key] = ballots
            if contested(count.votes):
                disputed[key] = (incident, count.measure)
    if not disputed:
        return {}
    learned = learn([b for ballots in told.values() for b in ballots])
    names = _names(world)
    made = {}
    for key, where in disputed.items():
        best = likely(told[key], learned)
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
            key, _teller(voices[vote.voice]), vote.low, vote.best, None if vote.part else vote.high, vote.day, vote.letter, vote.party,
            vote.statements,
        )  # fmt: skip
        by_origin[home[vote.statements[0]]].append((not vote.part, ballot))
    for _, same in sorted(by_origin.items()):
        yield max(same, key=lambda x: (x[0], x[1].day, x[1].low, x[1].teller))[1]


def _teller(voice: Voice) -> str:
    """Whose accuracy a voice's word rests on: its speaker's, else its office's or newsroom's."""
    return voice.speaker or voice.office or min(voice.newsrooms, default=voice.key)


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
