"""Tolls: which count is of which incident, what listed counts come to together, and how many a list of names is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from firsthand.extract.events import Mention
from firsthand.extract.events.grouping import Slot
from firsthand.extract.numbers.counts import Count
from firsthand.extract.sentences.clauses import Reading
from firsthand.model import Estimate, Measure
from firsthand.text import fold

_HARM = frozenset(
    {
        "killed",
        "injured",
        "missing",
        "abducted",
        "arrested",
        "displaced",
        "casualties",
        "perpetrators_killed",
        "perpetrators_injured",
    }
)
_SIDES: dict[str, Measure] = {"killed": "perpetrators_killed", "injured": "perpetrators_injured"}
# Kinds whose victims are dead by the very word; the others may have wounded ("shot", "attacked").
_DEADLY = frozenset({"killing", "assassination", "execution", "massacre"})
# What may stand between two counts of one list: few words, a comma or "and", no verb of another clause.
_LISTED = re.compile(r"^[^.;:()]{0,30}?(?:,|\band\b|\bas well as\b|\balong with\b|\bplus\b)\s*(?:[\w'’-]+\s+){0,2}$")


class Toll(NamedTuple):
    """A number of persons of one incident: its span and words, the interval, the event word beside it, and why it is of that incident."""

    start: int
    end: int
    text: str
    estimate: Estimate
    mention: Mention | None
    reasons: tuple[str, ...]


def assign(
    text: str, read: tuple[Sequence[Reading], Sequence[Count]], slots: Sequence[Slot], rest: Sequence[Mention]
) -> dict[int, list[Toll]]:
    """The tolls of each incident, by its place in `slots`.

    1. Gives a count to the incident whose word of harm it counts, else to the nearest word of its sentence, else to the incident told in the
    sentence before. 2. Adds up what one sentence lists ("six priests and two women were killed"). 3. Counts the names where no number is given.
    """
    owner = {m.start: i for i, slot in enumerate(slots) for m in slot.mentions}
    mentions: defaultdict[int, list[Mention]] = defaultdict(list)
    for mention in sorted(
        [m for slot in slots for m in slot.mentions] + [m for m in rest if m.type], key=lambda m: m.start
    ):
        mentions[mention.sentence].append(mention)
    found: dict[int, list[Toll]] = {}
    readings, counts = read
    starts = [r.start for r in readings]
    for count in counts:
        sentence = readings[at] if (at := bisect_right(starts, count.start) - 1) >= 0 else None
        if sentence is None or count.start >= sentence.end or count.estimate.measure not in _HARM:
            continue
        index, beside = _owner_of(count, sentence, mentions, owner)
        if index is not None:
            found.setdefault(index, []).append(_toll(text, count, beside))
    made = {index: _summed(text, tolls) for index, tolls in found.items()}
    for index, slot in enumerate(slots):
        made[index] = [*made.get(index, []), *_by_names(slot, made.get(index, []))]
    return made


def _owner_of(
    count: Count, sentence: Reading, mentions: Mapping[int, Sequence[Mention]], owner: dict[int, int]
) -> tuple[int | None, Mention | None]:
    here = mentions.get(sentence.number, ())
    zero = count.estimate.high == 0
    candidates = [m for m in here if m.start in owner] if zero else here
    nearest = min(candidates, key=lambda m: (_distance(count, m), m.start), default=None)
    if nearest is not None:
        return owner.get(nearest.start), nearest
    if here and not zero:
        return None, None
    before = [m for m in mentions.get(sentence.number - 1, ()) if m.start in owner]
    return (owner[before[-1].start], None) if before else (None, None)


def _distance(count: Count, mention: Mention) -> int:
    if mention.start <= count.trigger_start < mention.end:
        return -1
    if count.start <= mention.start < count.end:
        return 0
    return min(abs(mention.start - count.end), abs(count.start - mention.end))


def _toll(text: str, count: Count, mention: Mention | None) -> Toll:
    reason = f"'{count.text}' beside '{mention.text}'" if mention else "next sentence after the incident's words"
    return Toll(
        count.start, count.end, text[count.start : count.end], _side(count.estimate, mention), mention, (reason,)
    )


def _side(estimate: Estimate, mention: Mention | None) -> Estimate:
    """A toll of attackers is a toll of perpetrators ("both bombers were killed")."""
    if mention is None or estimate.high == 0 or estimate.measure not in _SIDES:
        return estimate
    victims = mention.of("victim")
    if victims and all(r.head is not None and r.head.cls == "attacker" for r in victims):
        return _replaced(estimate, measure=_SIDES[estimate.measure])
    return estimate


def _replaced(estimate: Estimate, **changes: object) -> Estimate:
    from msgspec.structs import replace

    return replace(estimate, **changes)


def _summed(text: str, tolls: Sequence[Toll]) -> list[Toll]:
    """Counts of one measure that a sentence lists side by side, as one."""
    made: list[Toll] = []
    for toll in tolls:
        last = made[-1] if made else None
        if last is None or not _lists(text, last, toll):
            made.append(toll)
            continue
        a, b = last.estimate, toll.estimate
        total = _replaced(
            a,
            low=_plus(a.low, b.low),
            best=_plus(a.best, b.best),
            high=_plus(a.high, b.high),
            phrase=text[last.start : toll.end],
            who=None,
            rule="sum of a list",
        )
        made[-1] = Toll(
            last.start,
            toll.end,
            text[last.start : toll.end],
            total,
            last.mention,
            (*last.reasons, f"added: {toll.text}"),
        )
    return made


def _lists(text: str, left: Toll, right: Toll) -> bool:
    same = (
        left.estimate.measure == right.estimate.measure and left.mention is not None and left.mention == right.mention
    )
    if not same or left.end > right.start or 0 in (left.estimate.high, right.estimate.high):
        return False
    return bool(_LISTED.match(text[left.end : right.start])) and left.estimate.who != right.estimate.who


def _plus(a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else a + b


def _by_names(slot: Slot, tolls: Sequence[Toll]) -> list[Toll]:
    """One toll from the names of those whom a word of killing has as victims, where the report gives no number of dead."""
    if any(t.estimate.measure == "killed" for t in tolls):
        return []
    for mention in slot.mentions:
        if mention.word.type not in _DEADLY or mention.verdict.state != "occurred":
            continue
        named = {fold(r.name.text): r for r in mention.of("victim") if r.name is not None and r.name.kind == "person"}
        if named and len(named) == len(mention.of("victim")):
            roles = sorted(named.values(), key=lambda r: r.start)
            phrase = ", ".join(r.text for r in roles)
            estimate = Estimate(
                measure="killed",
                low=len(named),
                best=len(named),
                high=len(named),
                bound="exact",
                phrase=phrase,
                rule="names counted",
            )
            return [
                Toll(roles[0].start, roles[-1].end, phrase, estimate, mention, ("the names of the dead are counted",))
            ]
    return []
