"""Claims that do not agree, and which kind of disagreement it is. Only what is left after all innocent kinds is a real dispute."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from firsthand.model import Disagreement, DisagreementKind, Incident, Statement, When, make_id
from firsthand.reckon.claims import Class, Vote, bounds, class_of, day_of, is_total, says_none
from firsthand.reckon.origins import Voice, origins, voices
from firsthand.reckon.ranges import Count
from firsthand.reckon.world import World
from firsthand.text import fold


class Finding(NamedTuple):
    """A kind of disagreement, the statements that do not agree, and why it is of that kind."""

    kind: DisagreementKind
    claims: tuple[str, ...]
    why: str


def disagreements(world: World, incident: Incident, found: Sequence[Count]) -> tuple[Disagreement, ...]:
    """Every disagreement on an incident's counts, day, place and perpetrator, and every denial; sorted by id."""
    said = world.said(incident)
    rows: list[tuple[str, Finding]] = []
    for count in found:
        rows += [(count.measure, f) for f in _on_count(world, count)]
    rows += [(s.property, f) for s, f in _denials(world, said)]
    rows += [("when", f) for f in _on_value(world, said, "when", _same_day)]
    rows += [("where", f) for f in _on_value(world, said, "where", _same_place)]
    rows += [("perpetrator", f) for f in _on_value(world, said, "perpetrator", _same_name)]
    made = {
        (name := make_id("x", incident.id, prop, f.kind, *sorted(f.claims))): Disagreement(
            id=name, incident=incident.id, property=prop, kind=f.kind, claims=tuple(sorted(f.claims)), why=f.why
        )
        for prop, f in rows
    }
    return tuple(made[name] for name in sorted(made))


# ---------------------------------------------------------------------------------------------------------------- counts


def _on_count(world: World, count: Count) -> Iterator[Finding]:
    for voice in count.voices:
        yield from _within_voice(world, voice)
        yield from _copied_wrong(world, voice)
    yield from _parts_against_wholes(count)
    yield from _across(world, count)


def _across(world: World, count: Count) -> Iterator[Finding]:
    """Disagreements between voices: of several between the same two origins and of one kind, one that names all their claims."""
    origin = {s: o.key for o in origins(world, count.voices) for s in o.statements}
    votes = sorted(count.votes, key=lambda v: (v.day, v.low, v.voice))
    found: dict[tuple[DisagreementKind, str, str], Finding] = {}
    for index, one in enumerate(votes):
        for other in votes[index + 1 :]:
            if agree(one, other):
                continue
            finding = _between(world, one, other, knew=_said_more(world, count, other, one))
            left, right = sorted((origin[one.statements[0]], origin[other.statements[0]]))
            key = (finding.kind, left, right)
            first = found.get(key)
            claims = finding.claims if first is None else tuple(dict.fromkeys((*first.claims, *finding.claims)))
            found[key] = Finding(finding.kind, claims, first.why if first else finding.why)
    yield from found.values()


def agree(one: Vote, other: Vote) -> bool:
    """Whether two votes can both be true: as intervals they meet, or one counts a part of what the other counts.

    Example:
        >>> twelve = Vote("a", ("s1",), 12, 12, 12, "")
        >>> agree(twelve, Vote("b", ("s2",), 10, None, None, "")), agree(twelve, Vote("b", ("s2",), 15, 15, 15, ""))
        (True, False)
    """
    if one.part != other.part:
        part, whole = (one, other) if one.part else (other, one)
        return whole.high is None or part.low <= whole.high
    return (other.high is None or one.low <= other.high) and (one.high is None or other.low <= one.high)


def _said_more(world: World, count: Count, larger: Vote, smaller: Vote) -> bool:
    """Whether the voice of the larger count gave one above the smaller no later than that was given: then growth does not explain it."""
    said = next((v.own for v in count.voices if v.key == larger.voice), ())
    early = (s for s in said if s.estimate is not None and world.dated(s) and world.dated(s) <= smaller.day)
    return smaller.high is not None and any(
        bounds(s.estimate)[0] > smaller.high for s in early if s.estimate is not None
    )


def _between(world: World, one: Vote, other: Vote, *, knew: bool = False) -> Finding:
    """The kind of a disagreement between two voices, `one` the earlier.

    Args:
        knew: the later voice had given more than `one` already when `one` was spoken.
    """
    claims = (*one.statements, *other.statements)
    numbers = f"{_shown(one)} and {_shown(other)}"
    if one.part != other.part:
        return Finding(
            "parts against whole", claims, f"a part counted by one is larger than the whole of another ({numbers})"
        )
    if one.status and other.status and one.status != other.status:
        return Finding(
            "other scope", claims, f"they count different people: {_classes(one)} and {_classes(other)} ({numbers})"
        )
    totals = [
        v for v in (one, other) if any(is_total(world.statements[s]) for s in v.statements if s in world.statements)
    ]
    if 0 in (one.high, other.high):
        return Finding("denial", claims, f"one says that there was none ({numbers})")
    if len(totals) == 1 and totals[0].low >= max(one.low, other.low):
        return Finding("running total", claims, f"one is a running total ({numbers})")
    if one.party != other.party:
        return Finding(
            "belligerent's own claim", claims, f"one of the two is spoken by a party to the conflict ({numbers})"
        )
    if one.day and other.day and one.day < other.day and other.low > one.low and not knew:
        return Finding(
            "older bulletin", claims, f"the smaller count is the older one ({numbers}; {one.day} and {other.day})"
        )
    return Finding("real dispute", claims, f"two independent voices contradict each other ({numbers})")


def _within_voice(world: World, voice: Voice) -> Iterator[Finding]:
    """One voice that changed its word: the older bulletin is superseded."""
    days: dict[tuple[str, Class], list[Statement]] = defaultdict(list)
    for s in voice.own:
        if s.estimate is not None:
            days[world.dated(s), class_of(s.estimate.who)].append(s)
    ordered = sorted(days.items())
    for index, ((day, kind), told) in enumerate(ordered):
        for (later, other_kind), said in ordered[index + 1 :]:
            if kind == other_kind and day < later and not agree(day_of(told), day_of(said)):
                claims = tuple(s.id for s in (*told, *said))
                total = any(is_total(s) for s in said)
                kind_of: DisagreementKind = "running total" if total else "older bulletin"
                yield Finding(
                    kind_of, claims, f"the same voice gave another count on {day or 'an unknown day'} than on {later}"
                )
                break


def _copied_wrong(world: World, voice: Voice) -> Iterator[Finding]:
    """A copy that gives another number than the passage it comes from."""
    own = {s.id for s in voice.own}
    for copy in voice.statements:
        if copy.id in own or copy.estimate is None:
            continue
        for derivation in (d for d in world.taken(copy) if not world.revises(d)):
            met = [s for s in world.met(copy, derivation, voice.statements) if s.estimate is not None]
            if met and not any(s.estimate and bounds(s.estimate) == bounds(copy.estimate) for s in met):
                why = "the copy gives another count than the passage it was taken from"
                yield Finding("copying error", (met[0].id, copy.id), why)


def _parts_against_wholes(count: Count) -> Iterator[Finding]:
    """Counts of exclusive classes that one voice gives and that add up to more than its whole."""
    for voice in count.voices:
        by_document: dict[str, list[Statement]] = defaultdict(list)
        for s in voice.own:
            by_document[s.document].append(s)
        for _, said in sorted(by_document.items()):
            wholes = [
                s
                for s in said
                if s.estimate and class_of(s.estimate.who).level == "general" and s.estimate.high is not None
            ]
            parts = {c: s for s in said if s.estimate and (c := class_of(s.estimate.who)).level == "role"}
            total = sum(bounds(s.estimate)[0] for s in parts.values() if s.estimate)
            if wholes and parts and all(s.estimate and total > (s.estimate.high or 0) for s in wholes):
                claims = (*(s.id for s in wholes), *(s.id for s in parts.values()))
                yield Finding(
                    "parts against whole", claims, f"the parts add up to {total}, more than the whole given beside them"
                )


def _shown(vote: Vote) -> str:
    if vote.high == vote.low:
        return str(vote.low)
    return f"{vote.low} or more" if vote.high is None else f"{vote.low} to {vote.high}"


def _classes(vote: Vote) -> str:
    return ", ".join(sorted(vote.status))


# ------------------------------------------------------------------------------------------- denials, day, place, doer


def _denials(world: World, said: Sequence[Statement]) -> Iterator[tuple[Statement, Finding]]:
    """A denial against what others affirm of the same property; of the deed as a whole where the type is denied."""
    for denial in said:
        if denial.polarity != "denied" and denial.factuality != "denied":
            continue
        affirmed = [s.id for s in said if _denied(world, denial, s)]
        if affirmed:
            why = f"{denial.property} is affirmed by some and denied by others"
            yield denial, Finding("denial", (denial.id, *affirmed), why)


def _denied(world: World, denial: Statement, other: Statement) -> bool:
    """Whether a denial speaks against another's statement: of the same property and the same people, and not by the same voice."""
    if other.property != denial.property or other.polarity != "affirmed" or other.factuality != "asserted":
        return False
    if denial.estimate is not None and other.estimate is not None:
        mine, theirs = class_of(denial.estimate.who), class_of(other.estimate.who)
        everybody = mine.level == "general"
        if (everybody and says_none(denial)) or (
            mine != theirs and not everybody
        ):  # "nobody" is weighed among the counts
            return False
    return len(voices(world, [denial, other])) == 2


def _on_value(
    world: World, said: Sequence[Statement], prop: str, same: Callable[[Statement, Statement], bool]
) -> Iterator[Finding]:
    """Two voices that give values of one property which cannot both be true."""
    told = [s for s in said if s.property == prop and s.polarity == "affirmed" and s.factuality == "asserted"]
    if len(told) < 2:
        return
    whose = voices(world, told)
    for index, one in enumerate(whose):
        for other in whose[index + 1 :]:
            if not any(same(a, b) for a in one.own for b in other.own):
                claims = tuple(s.id for v in (one, other) for s in v.own)
                yield Finding("real dispute", claims, f"independent voices tell another {_NAMES[prop]}")


_NAMES = {"when": "date", "where": "place", "perpetrator": "perpetrator"}


def _same_day(a: Statement, b: Statement) -> bool:
    first, second = a.when or When(), b.when or When()
    if first.earliest is None or first.latest is None or second.earliest is None or second.latest is None:
        return True
    return first.earliest[:10] <= second.latest[:10] and second.earliest[:10] <= first.latest[:10]


def _same_place(a: Statement, b: Statement) -> bool:
    first, second = a.place, b.place
    if first is None or second is None or (first.precision or 9) > 3 or (second.precision or 9) > 3:
        return True
    if first.country and second.country and fold(first.country) != fold(second.country):
        return False
    return (
        fold(first.name) == fold(second.name)
        or fold(first.name) in fold(second.words)
        or fold(second.name) in fold(first.words)
    )


def _same_name(a: Statement, b: Statement) -> bool:
    first, second = set(fold(a.value or "").split()), set(fold(b.value or "").split())
    return not first or not second or bool(first & second)
