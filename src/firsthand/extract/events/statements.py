"""From incidents as one document tells them to statements: one property each, with its words, its speaker and how firmly it is said."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from msgspec.structs import replace

from firsthand.extract.events import Mention
from firsthand.extract.events.circumstances import by_sentence
from firsthand.extract.events.grouping import Slot
from firsthand.extract.events.roles import Role
from firsthand.extract.events.tolls import Toll, assign
from firsthand.extract.mentions import Attributed, PlaceMention
from firsthand.extract.numbers.counts import Count
from firsthand.extract.sentences.clauses import Reading
from firsthand.extract.sentences.lexicon import word_set
from firsthand.model import Document, Factuality, Place, Polarity, State, Statement, When, make_id

# Sentences between an incident's own words and a place that is still taken for its place when nearer ones are missing.
PLACE_REACH = 2
# Sentences of the lead: only what is told there is placed by the dateline, and only where nothing nearer tells the place.
LEAD = 2
_SPOKEN = re.compile(
    r"\b(?:speaking|spoke|speaks|interview\w*|conference|reporters|journalists)\b[^,.;]*$", re.IGNORECASE
)
_IN = re.compile(r"\b(?:in|across|throughout|inside|within|into|over|on)\s+(?:\w+\s+)?$", re.IGNORECASE)
# What one place farther from the event's words costs, in steps of precision: a town two places on still beats the province beside the word.
STEP = 0.6
# Characters of one piece of the index of voices: about two sentences, so that a look-up meets few stretches and a long one fills few pieces.
# Decides nothing but speed.
PIECE = 400
_DONE = frozenset({"killed", "injured", "abducted", "casualties"})
_ROLES = ("perpetrator", "victim", "target", "weapon")
_NUMBER_ONLY = word_set("number alone")


@dataclass(frozen=True)
class Voices:
    """Who stands behind which stretch of the text."""

    stretches: Sequence[Attributed]

    @cached_property
    def _over(self) -> Mapping[int, Sequence[Attributed]]:
        """The stretches over each piece of `PIECE` characters."""
        found: defaultdict[int, list[Attributed]] = defaultdict(list)
        for stretch in self.stretches:
            for piece in range(stretch.start // PIECE, stretch.end // PIECE + 1):
                found[piece].append(stretch)
        return found

    def chain(self, start: int, end: int) -> tuple[str, ...]:
        """The sources behind a span, nearest to deepest: those of the shortest stretch that covers it."""
        around = [a for a in self._over.get(start // PIECE, ()) if a.start <= start and end <= a.end]
        return min(around, key=lambda a: (a.end - a.start, a.start)).chain if around else ()


@dataclass(frozen=True)
class Ground:
    """What statements are made from besides the incidents: the document, its sentences, voices, counts, places, dates, and when it was published."""

    document: Document
    readings: Sequence[Reading]
    voices: Voices
    counts: Sequence[Count]
    places: Sequence[PlaceMention]
    published: When

    @cached_property
    def sentences(self) -> Mapping[int, tuple[Reading, Sequence[PlaceMention]]]:
        """Each sentence by its number, with the places named in it."""
        places = by_sentence(self.readings, self.places)
        return {r.number: (r, places.get(i, ())) for i, r in enumerate(self.readings)}

    @cached_property
    def dateline(self) -> PlaceMention | None:
        """The place where the report was filed."""
        return next((p for p in self.places if p.role == "dateline"), None)


def state_statements(ground: Ground, slots: Sequence[Slot], rest: Sequence[Mention]) -> list[Statement]:
    """All statements of a document about its incidents, in the order of their spans.

    Counts go to the incident whose word stands nearest in their sentence; what is only planned, possible or general becomes a statement
    without an incident (`topic` "practice", "plan", "possibility" or "denial").
    """
    owners = [make_id("k", ground.document.id, slot.mentions[0].start, slot.type) for slot in slots]
    tolls = assign(ground.document.text, (ground.readings, ground.counts), slots, rest)
    made: list[Statement] = []
    tellers: defaultdict[int, set[str]] = defaultdict(set)
    for owner, slot in zip(owners, slots, strict=True):
        for mention in slot.mentions:
            tellers[mention.sentence].add(owner)
    for index, slot in enumerate(slots):
        teller = _Teller(ground, slot, owners[index], tellers)
        made += teller.tell(tolls.get(index, []))
    made += [_topic(ground, mention) for mention in rest if mention.type and mention.word.force == "strong"]
    unique: dict[str, Statement] = {}
    for statement in made:
        if (known := unique.get(statement.id)) is not None and known.slot != statement.slot:
            statement = replace(statement, id=make_id("s", statement.id, statement.slot))
        unique[statement.id] = statement
    return sorted(unique.values(), key=lambda s: (s.start, s.end, s.property, s.id))


class _Teller(NamedTuple):
    """Tells one incident: every method yields statements of one kind."""

    ground: Ground
    slot: Slot
    owner: str
    tellers: Mapping[int, set[str]]

    def of_another(self, sentence: int) -> bool:
        """Whether a sentence tells of another incident too."""
        return bool(self.tellers.get(sentence, set()) - {self.owner})

    def tell(self, tolls: Sequence[Toll]) -> Iterator[Statement]:
        yield from self.types()
        yield from self.states(tolls)
        yield from self.times()
        yield from self.scene()
        yield from self.parts()
        for toll in tolls:
            yield self.toll(toll)

    def make(self, start: int, end: int, name: str, mention: Mention | None, **content: Any) -> Statement:
        """One statement of this incident; content is `value`, `estimate`, `when` or `place`, with rule and reasons."""
        document = self.ground.document
        shown = content.get("value") or content.get("estimate") or content.get("when") or content.get("place")
        return Statement(
            id=make_id("s", document.id, start, end, name, shown if isinstance(shown, str) else repr(shown)),
            document=document.id,
            start=start,
            end=end,
            text=document.text[start:end],
            property=name,
            slot=self.owner,
            chain=self.ground.voices.chain(start, end),
            hedge=mention.verdict.hedge if mention else None,
            **content,
        )

    def types(self) -> Iterator[Statement]:
        for mention, reasons in zip(self.slot.mentions, self.slot.reasons, strict=True):
            words = tuple(f"{r.name} {r.weight:+.1f} ({r.words})" for r in reasons)
            yield self.make(
                mention.start,
                mention.end,
                "type",
                mention,
                value=self.slot.kind_of(mention),
                rule=f"event:{mention.word.words}",
                reasons=words or ("first word of the incident",),
            )

    def states(self, tolls: Sequence[Toll]) -> Iterator[Statement]:
        marked = [m for m in self.slot.mentions if m.verdict.state != "occurred"]
        harmed = any(t.estimate.measure in _DONE and (t.estimate.low or 0) > 0 for t in tolls)
        if not marked or (
            harmed and all(m.verdict.state == "attempted" for m in marked) and len(marked) < len(self.slot.mentions)
        ):
            first = self.slot.mentions[0]
            yield self.make(first.start, first.end, "state", first, value="occurred", rule="state:told as done")
            return
        spared = any(
            t.estimate.measure == "perpetrators_killed" or (t.estimate.measure == "killed" and t.estimate.high == 0)
            for t in tolls
        )
        for mention in marked:
            state: State = "thwarted" if mention.verdict.state == "attempted" and spared else mention.verdict.state
            yield self.make(
                mention.start,
                mention.end,
                "state",
                mention,
                value=state,
                rule="state:cue",
                reasons=mention.verdict.reasons,
            )

    def times(self) -> Iterator[Statement]:
        seen: set[tuple[str | None, str | None]] = set()
        for mention in sorted(self.slot.mentions, key=lambda m: (m.word.force == "result", m.start)):
            date = mention.when
            if (
                date is None
                or date.kind != "date"
                or not date.when.earliest
                or _ahead(date.when, self.ground.published)
            ):
                continue
            key = (date.when.earliest, date.when.latest)
            if key not in seen:
                seen.add(key)
                yield self.make(
                    date.start,
                    date.end,
                    "when",
                    mention,
                    value=date.text,
                    when=date.when,
                    rule="when:same sentence",
                    reasons=date.when.reasons,
                )

    def scene(self) -> Iterator[Statement]:
        found, rule = self._where()
        if found is None:
            return
        doubt = (
            ("the dateline tells where the report was filed, not where it happened",)
            if rule == "where:dateline"
            else ()
        )
        yield self.make(
            found.start,
            found.end,
            "where",
            None,
            value=found.place.name,
            place=found.place,
            rule=rule,
            reasons=doubt + found.place.reasons,
        )

    def _where(self) -> tuple[PlaceMention | None, str]:
        """The most exact place of the incident's own sentences, nearest first; then of their neighbours."""
        text, first = self.ground.document.text, self.slot.mentions[0]
        core = [m for m in self.slot.mentions if m.word.force in {"strong", "weak"}] or [first]
        told = [p for m in core for p in m.places[:3] if _is_scene(text, p)]
        if told:
            return _finest(told), "where:same sentence"
        near = self._near(first)
        if near is not None:
            return near, "where:neighbouring sentence"
        back = [p for m in self.slot.mentions for p in m.places[:3] if _is_scene(text, p)]
        if back:
            return _finest(back), "where:where it is told again"
        line = self.ground.dateline
        if line is not None and first.sentence <= LEAD and not any(map(self.of_another, range(first.sentence))):
            return line, "where:dateline"
        return None, ""

    def _near(self, first: Mention) -> PlaceMention | None:
        """A place of a sentence beside the incident's: of its paragraph before others, told before rather than after, no country."""
        steps = [s for s in range(-PLACE_REACH, PLACE_REACH + 1) if s]
        near = {m.sentence + step for m in self.slot.mentions for step in steps}
        beside = [
            self.ground.sentences[n]
            for n in sorted(near)
            if n <= first.sentence + PLACE_REACH and n in self.ground.sentences and not self.of_another(n)
        ]
        beside.sort(
            key=lambda pair: (
                pair[0].paragraph != first.paragraph,
                pair[0].number > first.sentence,
                abs(pair[0].number - first.sentence),
            )
        )
        for reading, places in beside:
            told = [
                p
                for p in places
                if p.role == "location"
                and p.place.kind != "country"
                and p.start >= reading.start
                and _is_scene(self.ground.document.text, p)
            ]
            if told:
                return _finest(told)
        return None

    def parts(self) -> Iterator[Statement]:
        done: set[tuple[str, str]] = set()
        suffering = {words for m in self.slot.mentions for r in m.of("victim") for words in _called(r)}
        for mention in self.slot.mentions:
            for role in mention.roles:
                value = _value(role)
                name = (
                    "perpetrator"
                    if role.role == "victim" and role.head is not None and role.head.cls == "attacker"
                    else role.role
                )
                if not any(c.isalpha() for c in value) or value.lower() in _NUMBER_ONLY:
                    continue
                if (name, value.lower()) in done or (
                    name == "perpetrator" == role.role and not suffering.isdisjoint(_called(role))
                ):
                    continue
                done.add((name, value.lower()))
                yield self.make(
                    role.start,
                    role.end,
                    name,
                    mention,
                    value=value,
                    rule=f"role:{mention.word.frame}",
                    factuality=_allegation(mention) if name == "perpetrator" else "asserted",
                    reasons=(f"by the grammar of '{mention.text}'",),
                )

    def toll(self, toll: Toll) -> Statement:
        """A measure of this incident."""
        estimate = toll.estimate
        polarity: Polarity = "denied" if estimate.high == 0 else "affirmed"
        return self.make(
            toll.start,
            toll.end,
            estimate.measure,
            toll.mention,
            estimate=estimate,
            rule=f"count:{estimate.rule}",
            polarity=polarity,
            reasons=toll.reasons,
        )


def _value(role: Role) -> str:
    """What fills a role: a weapon's code, a person's or body's name, else the words."""
    if role.role == "weapon":
        return role.code
    name = role.name
    if name is None or name.kind == "place":
        return role.text
    return name.text if role.head is None or (name.kind == "person" and name.end == role.end) else role.text


def _called(role: Role) -> set[str]:
    """What those who fill a role are called, to tell when one stands in two roles: the words, and a person's name."""
    return {role.text.lower()} | (
        {role.name.text.lower()} if role.name is not None and role.name.kind == "person" else set()
    )


def _allegation(mention: Mention) -> Factuality:
    return (
        "possible"
        if any("suspected" in r or "accused" in r or "alleged" in r for r in mention.verdict.reasons)
        else "asserted"
    )


def _ahead(when: When, published: When) -> bool:
    return bool(when.earliest and published.latest and when.earliest[:10] > published.latest[:10])


def _finest(places: Sequence[PlaceMention]) -> PlaceMention:
    return min(enumerate(places), key=lambda item: (_vagueness(item[1].place) + item[0] * STEP, item[0]))[1]


def _is_scene(text: str, mention: PlaceMention) -> bool:
    """Whether a place can be where something happened: a country only after a word that says so ("in Iraq", not "Iraq's minister")."""
    if _SPOKEN.search(text, max(0, mention.start - 40), mention.start):
        return False
    return mention.place.kind != "country" or bool(_IN.search(text, max(0, mention.start - 20), mention.start))


def _vagueness(place: Place) -> float:
    """How little a place tells: its precision code, and a place that no gazetteer knows counts as a province."""
    vague = float(place.precision) if place.precision is not None else 3.0
    return vague if place.gazetteer is not None else max(vague, 4.0)


def _topic(ground: Ground, mention: Mention) -> Statement:
    """What is said of no incident: a practice, a plan, a possibility, a denial."""
    topic = {
        "denied": "denial",
        "planned": "plan",
        "possible": "possibility",
        "conditional": "possibility",
        "forecast": "forecast",
        "habitual": "practice",
    }.get(mention.verdict.factuality, "practice")
    factuality: Factuality = mention.verdict.factuality if mention.verdict.factuality != "asserted" else "habitual"
    document = ground.document
    return Statement(
        id=make_id("s", document.id, mention.start, mention.end, topic, mention.type),
        document=document.id,
        start=mention.start,
        end=mention.end,
        text=mention.text,
        property="type",
        topic=topic,
        value=mention.type,
        factuality=factuality,
        hedge=mention.verdict.hedge,
        polarity="denied" if factuality == "denied" else "affirmed",
        chain=ground.voices.chain(mention.start, mention.end),
        rule=f"event:{mention.word.words}",
        reasons=mention.verdict.reasons or ("told of such events in general",),
    )
