"""One ledger under several codebooks: what each makes of the same votes, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from firsthand.errors import UnknownName
from firsthand.model import Ledger, Tally
from firsthand.reckon.codebooks import CODEBOOKS
from firsthand.reckon.falling import distrusted
from firsthand.reckon.grades import letters
from firsthand.reckon.parties import parties
from firsthand.reckon.ranges import counts_of, tally

# The word that means every codebook.
ALL = "all"


def codebooks_named(words: str) -> tuple[str, ...]:
    """The codebooks that a list of names (or "all") means, in the order of `CODEBOOKS`.

    Raises:
        UnknownName: there is no codebook of that name.

    Example:
        >>> codebooks_named("ibc,ucdp"), codebooks_named("all")[0]
        (('ucdp', 'ibc'), 'firsthand')
    """
    named = {w.strip().casefold() for w in words.split(",") if w.strip()}
    unknown = sorted(named - {*CODEBOOKS, ALL})
    if unknown or not named:
        raise UnknownName(f"there is no codebook '{', '.join(unknown)}'", next_step=f"all, or {', '.join(CODEBOOKS)}")
    return tuple(name for name in CODEBOOKS if ALL in named or name in named)


def compare(ledger: Ledger, codebooks: Sequence[str]) -> Mapping[str, tuple[Tally, ...]]:
    """For each incident, by id: its counts under each of the codebooks, measure by measure.

    The counts are read once and each codebook is given the same votes, so what differs is the codebook alone.

    Example:
        >>> compare(Ledger(), ("ucdp", "acled"))
        {}
    """
    world = distrusted(ledger)
    given = letters(world)
    return {
        incident.id: tuple(
            tally(world, count, codebook)
            for count in counts_of(world, incident, parties(world, incident, given))
            for codebook in codebooks
        )
        for incident in ledger.incidents
    }
