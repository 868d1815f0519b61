"""Reliability A-F of sources and credibility 1-6 of incidents: two axes, reckoned apart, never averaged.

Definitions after STANAG 2511 and FM 2-22.3. A source starts at F (no record), not in the middle. The digit is reckoned from origins and
contradictions alone: no function that makes a digit is given a letter, so that one axis cannot leak into the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from firsthand.model import Grade, Judgement, Origin, Statement, in_force
from firsthand.reckon.claims import Vote
from firsthand.reckon.codebooks import CODEBOOKS
from firsthand.reckon.disagreements import agree
from firsthand.reckon.origins import origins
from firsthand.reckon.ranges import Count
from firsthand.reckon.world import World, group_of
from firsthand.vocabulary import rows

# Claims that could be checked against an independent voice before a letter is earned. 5: fewer says nothing of a record. Chosen, not
# measured; re-measure on made worlds with known accuracy.
RECORD = 5
# Share of checked claims that agreed with an independent voice, from which each letter is earned. A is never earned by machine alone.
EARNED: tuple[tuple[float, str], ...] = ((0.9, "B"), (0.7, "C"), (0.4, "D"), (0.0, "E"))


def letters(world: World) -> dict[str, str]:
    """Letters given to sources and newsrooms: by the vocabulary of publishers, over that by people. Earned letters are not among them."""
    found = {
        group_of(row["name"]): row["reliability"]
        for row in rows("publishers.csv")
        if row.get("reliability", "") in tuple("ABCDE")
    }
    for judgement in _graded(world.ledger.judgements):
        if judgement.verdict in tuple("ABCDEF"):
            found[judgement.left] = found[world.source(judgement.left)] = judgement.verdict
    return found


def _graded(judgements: Sequence[Judgement]) -> list[Judgement]:
    return [j for j in in_force(judgements) if j.kind == "grade"]


def reliability(world: World, found: Iterable[Count]) -> tuple[Grade, ...]:
    """A letter for each source: the one given by a person or the vocabulary, else F; and beside it the one earned by its record."""
    given = letters(world)
    by = {name: j for j in _graded(world.ledger.judgements) for name in (j.left, world.source(j.left))}
    right, wrong = _record(found)
    grades = []
    for source in world.ledger.sources:
        person = by.get(source.id)
        if person is not None and person.verdict in tuple("ABCDEF"):
            reasons = (f"graded by a person: {person.note}" if person.note else "graded by a person",)
            grades.append(
                Grade(
                    of=source.id, axis="reliability", value=person.verdict, reasons=reasons, by=person.by, at=person.at
                )
            )
        else:
            letter = given.get(source.id) or given.get(group_of(source.name or ""), "F")
            reasons = (
                ("nothing held allows a judgement (not used before)",)
                if letter == "F"
                else ("as listed for its publisher",)
            )
            grades.append(Grade(of=source.id, axis="reliability", value=letter, reasons=reasons))
        checked = right[source.id] + wrong[source.id]
        if checked >= RECORD:
            grades.append(_earned(source.id, right[source.id], checked))
    return tuple(grades)


def _earned(source: str, right: int, checked: int) -> Grade:
    letter = next(letter for share, letter in EARNED if right / checked >= share)
    words = f"earned by its record: {right} of {checked} counts agree with an independent voice"
    return Grade(of=source, axis="reliability", value=letter, reasons=(words,), by="firsthand, by record")


def _record(found: Iterable[Count]) -> tuple[dict[str, int], dict[str, int]]:
    """How many counts of each speaker an independent voice bears out, and how many it contradicts; the rest is unresolved."""
    right: dict[str, int] = defaultdict(int)
    wrong: dict[str, int] = defaultdict(int)
    for count in found:
        votes = {v.voice: v for v in count.votes}
        for voice in count.voices:
            if voice.speaker is None or voice.key not in votes:
                continue
            others = [
                votes[o.key]
                for o in count.voices
                if o.key != voice.key and o.key in votes and o.newsrooms - voice.newsrooms
            ]
            if others:
                agreeing = sum(agree(votes[voice.key], other) for other in others)
                (right if agreeing * 2 >= len(others) else wrong)[voice.speaker] += 1
    return right, wrong


def credibility(
    asserting: Sequence[Origin], against: Sequence[Origin], *, of: str, related: bool, parties_only: bool = False
) -> Grade:
    """The digit of an incident or a claim, by the procedure of the field's grading page.

    Args:
        asserting: independent origins that assert it.
        against: independent origins that deny it or assert what cannot be true with it.
        of: id of what is graded.
        related: it agrees in place, day or actor with something else that is told of it.
        parties_only: all origins are parties to the conflict of one side; they cannot confirm themselves.
    """
    sure = [o for o in asserting if o.known]
    if not asserting and not against:
        return _digit(of, "6", "nothing held asserts or denies it")
    if against and len(against) >= len(asserting):
        strong = len(against) > len(asserting)
        words = f"asserted by {_n(len(asserting))}, contradicted by {_n(len(against))}"
        return _digit(of, "5" if strong else "4", words)
    if against:
        return _digit(of, "3", f"contested: asserted by {_n(len(asserting))}, contradicted by {_n(len(against))}")
    if len(sure) >= 2 and not parties_only:
        return _digit(of, "1", f"{_n(len(sure))} independent of one another, none contradicts")
    if len(asserting) >= 2:
        why = "all are parties to the conflict" if parties_only else "their independence is not known"
        return _digit(of, "2", f"{_n(len(asserting))}, but {why}")
    if related:
        return _digit(of, "3", "one origin, not confirmed; told with details that agree")
    return _digit(of, "6", "one origin and nothing to compare it with")


def of_count(world: World, incident: str, count: Count, codebook: str, *, related: bool) -> Grade:
    """The digit of one count of an incident: origins whose word agrees with the one that stands, against those whose word does not.

    The word that stands is that of the voices that set the best value, or the low end where there is no best. The grade is of
    ``incident/measure``.
    """
    bounds = CODEBOOKS[codebook](count.votes)
    standing = bounds.by_best or bounds.by_low
    agreeing = {v.voice for v in count.votes if all(agree(v, s) for s in standing)}
    pro = origins(world, [v for v in count.voices if v.key in agreeing])
    contra = origins(world, [v for v in count.voices if v.key not in agreeing])
    parties_only = bool(agreeing) and all(v.party for v in count.votes if v.voice in agreeing)
    return credibility(pro, contra, of=f"{incident}/{count.measure}", related=related, parties_only=parties_only)


def _n(number: int) -> str:
    return f"{number} origin{'s' * (number != 1)}"


def _digit(of: str, value: str, *reasons: str) -> Grade:
    return Grade(of=of, axis="credibility", value=value, reasons=reasons)


def contested(votes: Sequence[Vote]) -> bool:
    """Whether two votes on a count cannot both be true."""
    return any(not agree(a, b) for i, a in enumerate(votes) for b in votes[i + 1 :])


def given_digits(judgements: Sequence[Judgement]) -> Mapping[str, Judgement]:
    """Digits given to incidents by people, the latest of each that was not undone."""
    return {j.left: j for j in _graded(judgements) if j.verdict in tuple("123456")}


def detailed(said: Sequence[Statement]) -> bool:
    """Whether an incident is told with a day or place and with who or how many: enough to be compared."""
    told = {s.property for s in said if s.polarity == "affirmed"}
    return bool(told & {"when", "where"}) and len(told - {"type", "state"}) >= 2
