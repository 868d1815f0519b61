"""low, best, high of each count of an incident under a codebook, and who set each end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from firsthand.model import MEASURES, Incident, Measure, Statement, Tally
from firsthand.reckon.claims import Vote, counts, general_told, vote
from firsthand.reckon.codebooks import CODEBOOKS, Bounds
from firsthand.reckon.origins import Voice, origins, voices
from firsthand.reckon.parties import Parties
from firsthand.reckon.world import World


class Count(NamedTuple):
    """All that is said of one count of one incident: the statements, whose they are, and each voice's vote."""

    measure: Measure
    statements: tuple[Statement, ...]
    voices: tuple[Voice, ...]
    votes: tuple[Vote, ...]


def in_words(measure: str) -> str:
    """A measure as a reader is told of it.

    Example:
        >>> in_words("perpetrators_killed")
        'perpetrators killed'
    """
    return measure.replace("_", " ")


def count_of(world: World, measure: Measure, said: Sequence[Statement], parties: Parties) -> Count | None:
    """Reads one count out of an incident's statements; ``None`` where nobody gives a number for it.

    Statements that rest on a distrusted source stay in the ledger and are left out here: they set no bound and confirm nothing.
    """
    trusted = [s for s in said if s.property == measure and counts(s) and s.id not in world.distrusted]
    told = tuple(s for s in trusted if not _filed_elsewhere(world, s, trusted))
    if not told:
        return None
    found = voices(world, told)
    whole = general_told(told)
    votes = []
    for voice in found:
        made = vote(world, voice, whole)
        if made is not None:
            votes.append(made._replace(party=parties.speaks(voice), letter=parties.letter(voice)))
    return Count(measure, told, found, tuple(votes)) if votes else None


def counts_of(world: World, incident: Incident, parties: Parties) -> Iterator[Count]:
    """Every count of an incident for which somebody gives a number."""
    return counts_in(world, world.said(incident), parties)


def counts_in(world: World, said: Sequence[Statement], parties: Parties) -> Iterator[Count]:
    """Every count for which some of the statements of an incident give a number."""
    told = {s.property for s in said}
    for measure in MEASURES:
        if measure in told:
            found = count_of(world, measure, said, parties)
            if found is not None:
                yield found


def tally(world: World, count: Count, codebook: str) -> Tally:
    """The range of a count under a codebook (a key of `CODEBOOKS`), with its origins, outlets and documents."""
    bounds = CODEBOOKS[codebook](count.votes)
    low, best, high = _ordered(bounds)
    return Tally(
        measure=count.measure,
        low=low,
        best=best,
        high=high,
        set_by=set_by(bounds),
        origins=origins(world, count.voices),
        outlets=outlets(world, count.statements),
        documents=tuple(sorted({s.document for s in count.statements})),
        codebook=codebook,
        words=_words(bounds, count.votes),
    )


def set_by(bounds: Bounds) -> dict[str, tuple[str, ...]]:
    """The statements that set each end; an end that nobody sets is left out."""
    ends = {"low": bounds.by_low, "best": bounds.by_best, "high": bounds.by_high}
    found = {end: tuple(sorted({s for v in votes for s in v.statements})) for end, votes in ends.items() if votes}
    return {end: ids for end, ids in found.items() if ids}


def outlets(world: World, statements: Sequence[Statement]) -> tuple[str, ...]:
    """Who printed the statements: publishers by name, else agencies; documents of unknown publisher by their own id."""
    return tuple(sorted({world.outlet.get(s.document) or s.document for s in statements}))


def _ordered(bounds: Bounds) -> tuple[int | None, int | None, int | None]:
    low, best, high = bounds.low, bounds.best, bounds.high
    if low is not None and high is not None and low > high:
        low, high = high, low
    if best is not None and ((low is not None and best < low) or (high is not None and best > high)):
        best = None
    return low, best, high


def _words(bounds: Bounds, votes: Sequence[Vote]) -> str:
    reasons = dict.fromkeys(reason for v in votes for reason in v.reasons)
    return "; ".join((bounds.words, *reasons))


def _filed_elsewhere(world: World, copy: Statement, told: Sequence[Statement]) -> bool:
    """Whether a copied count is read in its original too, but not of this incident: then the original's reading stands."""
    for derivation in world.taken(copy):
        if derivation.of in world.documents and not world.revises(derivation):
            read = world.met(copy, derivation, world.in_document.get(derivation.of, ()))
            if read and not world.met(copy, derivation, told):
                return True
    return False
