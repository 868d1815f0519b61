"""What a reader has to be warned of: admitted falsehood, single origins, parties to the conflict, unnamed sources, unknown dates, drifted copies."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from firsthand.model import Incident, Source, Statement
from firsthand.reckon.parties import Parties
from firsthand.reckon.ranges import Count
from firsthand.reckon.world import World
from firsthand.text import fold, plain
from firsthand.vocabulary import rows, tree


class Admission(NamedTuple):
    """A source who speaks for a body said that figures or statements of that body are false."""

    source: str
    name: str
    bodies: frozenset[str]
    document: str
    words: str


# Characters of the admission shown in the caution: enough to recognise it, the rest is one click away.
_SHOWN = 90


def admissions(world: World) -> tuple[Admission, ...]:
    """Every admission in the ledger: a quote of, or a statement by, an official who says that figures or statements are false.

    Only what an official says with the own side as its author counts; the same words of anybody else are a charge, not an admission.
    """
    found: dict[tuple[str, str], Admission] = {}
    for document, speaker, text in _spoken(world):
        source = world.sources.get(world.source(speaker))
        if source is None or source.kind != "official" or not tells_of_falsehood(text):
            continue
        bodies = bodies_of(source)
        words = " ".join(text.split())
        shown = words if len(words) <= _SHOWN else words[:_SHOWN].rsplit(" ", 1)[0] + " ..."
        found.setdefault(
            (source.id, shown),
            Admission(source.id, source.name or source.description or "an official", bodies, document, shown),
        )
    return tuple(found[key] for key in sorted(found))


def _spoken(world: World) -> Iterator[tuple[str, str, str]]:
    """(document, speaker, words) of all that is said by a source, in a fixed order; the author's own words are nobody's admission."""
    for quote in world.ledger.quotes:
        if quote.speaker:
            yield quote.document, quote.speaker, quote.text
    for s in world.ledger.statements:
        if s.chain:
            yield s.document, s.chain[-1], s.text


def tells_of_falsehood(text: str) -> bool:
    """Whether a text speaks of false figures or statements in the first person or of the own side, and does not take it back.

    Example:
        >>> tells_of_falsehood("we gave out a false number of dead"), tells_of_falsehood("reports of a false toll are not true")
        (True, False)
    """
    match = _pattern().search(plain(text))
    if match is None:
        return False
    before = plain(text)[: match.start()].casefold().split()[-4:]
    if set(before) & set(tree("deception.yaml")["not_if"]):
        return False
    return bool(_OWN.search(plain(text)))


_OWN = re.compile(
    r"\b(?:we|our|us|I|my|the (?:government|ministry|army|authorities|police|forces)|officials?|security forces)\b",
    re.IGNORECASE,
)


@cache
def _pattern() -> re.Pattern[str]:
    words = tree("deception.yaml")
    false, what = (("|".join(re.escape(w).replace(r"\*", r"\w*") for w in words[key])) for key in ("untrue", "what"))
    gap = rf"(?:\W+\w+){{0,{words['near']}}}?\W+"
    return re.compile(rf"\b(?:{false})\b{gap}(?:{what})\b|\b(?:{what})\b{gap}(?:{false})\b", re.IGNORECASE)


def bodies_of(source: Source) -> frozenset[str]:
    """The bodies and countries that a source speaks for, folded: what it stands for, and the country told in its description."""
    words = fold(" ".join(w for w in (source.stands_for, source.description, source.name, *source.names) if w))
    named = {fold(source.stands_for)} if source.stands_for else set()
    countries = {
        country for country, forms in _countries().items() if any(f" {form} " in f" {words} " for form in forms)
    }
    return frozenset(named | countries)


@cache
def _countries() -> Mapping[str, tuple[str, ...]]:
    """Country names and the adjectives of their people, folded (see `_vocabulary/countries.csv`)."""
    found: dict[str, tuple[str, ...]] = {}
    for row in rows("countries.csv"):
        forms = [form for column in ("name", "aliases", "demonyms") for form in row[column].split("|") if len(form) > 3]
        found[fold(row["name"])] = tuple(fold(f) for f in forms)
    return found


def source_cautions(world: World, found: Sequence[Admission], parties: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """What a reader has to know of each source: its body's admissions, that it is a party, that it is not named."""
    party = set(parties)
    cautions: dict[str, list[str]] = defaultdict(list)
    for source in world.ledger.sources:
        if source.kind == "official":
            mine = bodies_of(source)
            for admission in found:
                if source.id == admission.source or mine & admission.bodies:
                    cautions[source.id].append(_admitted(admission))
        if source.id in party:
            cautions[source.id].append("party to the conflict: its own claims need confirmation by others")
        if source.kind == "unnamed":
            cautions[source.id].append("not named: its independence of others cannot be known")
    return {source: tuple(dict.fromkeys(words)) for source, words in sorted(cautions.items())}


def _admitted(admission: Admission) -> str:
    return f'{admission.name}, who speaks for the same body, said that false casualty figures or statements are given out: "{admission.words}"'


def incident_cautions(
    world: World,
    incident: Incident,
    counts: Sequence[Count],
    of_sources: Mapping[str, tuple[str, ...]],
    parties: Parties,
) -> tuple[str, ...]:
    """What a reader has to know before using an incident's figures."""
    said = world.said(incident)
    found: list[str] = []
    for source, cautions in _behind(world, said, of_sources):
        found += [
            f"{source}: {c}" if not c.startswith(source) else c for c in cautions if "false casualty figures" in c
        ]
    for count in counts:
        if len(count.voices) == 1:
            found.append(f"{count.measure}: one origin only")
        speakers = [parties.speaks(v) for v in count.voices]
        if all(speakers):
            found.append(f"{count.measure}: only parties to the conflict give a count")
        if any(_nameless(world, v.statements) for v in count.voices):
            found.append(f"{count.measure}: rests in part on a source that is not named")
        if _drifted(world, count.statements):
            found.append(f"{count.measure}: a copy gives another count than its original")
    if incident.when.earliest is None:
        found.append("no report tells its date")
    return tuple(dict.fromkeys(found))


def _behind(
    world: World, said: Sequence[Statement], cautions: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The cautioned sources on whose word an incident's statements rest, by name."""
    for identity in sorted({world.source(i) for s in said for i in s.chain}):
        if identity in cautions:
            source = world.sources.get(identity)
            yield (source.name or source.description or "an official") if source else identity, cautions[identity]


def _nameless(world: World, statements: Sequence[Statement]) -> bool:
    for s in statements:
        deepest = world.sources.get(world.source(s.chain[-1])) if s.chain else None
        if deepest is not None and deepest.kind == "unnamed":
            return True
    return False


def _drifted(world: World, statements: Sequence[Statement]) -> bool:
    spans = {(s.document, s.start, s.end) for s in statements}
    documents = {d for d, _, _ in spans}
    return any(
        drift.kind == "number"
        and any(drift.start < end and start < drift.end for d, start, end in spans if d == drift.document)
        for drift in world.ledger.collation.drifts
        if drift.document in documents
    )
