"""The ledger laid out for reckoning: by id, by incident, by document; built once and only read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, NamedTuple

from firsthand.model import Derivation, Document, Drift, Incident, Ledger, Source, Statement
from firsthand.text import fold
from firsthand.vocabulary import rows

# Kinds of derivation in which a whole text is another's, so that a mere credit line (no aligned run) makes all of it derived.
WHOLE: frozenset[str] = frozenset({"verbatim", "edited", "translated", "revision"})
# Share of a statement's sentence that has to lie in an aligned run for the statement to count as taken over. Half: a figure that was
# changed in the copy breaks the run at the figure itself, and an own sentence shares only stray words. Re-measure on made worlds.
INSIDE = 0.5
# Characters by which a carried span may miss the statement it copies: in retellings a place is only known in proportion. About a sentence.
REACH = 160
_STOP = re.compile(r"[.!?…]['\")\]”’»]*\s|\n")
# Characters looked back and ahead for the sentence's ends.
_REACH = 400


class Told(NamedTuple):
    """What a chain of sources says of who speaks: a speaker who can be told from others, else a body, an office, or a medium."""

    speaker: str | None
    body: str | None
    office: Source | None
    medium: str | None
    unnamed: bool


@dataclass(frozen=True, slots=True)
class World:
    """Indexes over one ledger. `newsroom` names, for each document, whose reporting it is: agency before publisher group.

    `chains` remembers what was read of each chain of sources (see `origins.told_by`): few chains carry most statements.
    `nodes`, where there is one, remembers for the length of one question what a statement is tied to.
    `suspected` holds, by two tellers, why one is thought to take its numbers from the other though no passage shows it.
    """

    ledger: Ledger
    documents: Mapping[str, Document]
    dates: Mapping[str, str]
    sources: Mapping[str, Source]
    statements: Mapping[str, Statement]
    derivations: Mapping[str, tuple[Derivation, ...]]
    newsroom: Mapping[str, str]
    outlet: Mapping[str, str]
    in_document: Mapping[str, tuple[Statement, ...]]
    virtual_names: Mapping[str, str]
    newsrooms: frozenset[str]
    drifts: Mapping[str, tuple[Drift, ...]]
    circular: frozenset[str] = field(default_factory=frozenset)
    distrusted: frozenset[str] = field(default_factory=frozenset)
    chains: dict[tuple[str, ...], Told] = field(default_factory=dict)
    nodes: dict[str, Any] | None = None
    suspected: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def source(self, identity: str) -> str:
        """The id of the source across documents."""
        return self.ledger.source_of.get(identity, identity)

    def said(self, incident: Incident) -> tuple[Statement, ...]:
        """The statements of an incident, in the order of their documents' dates, then of their place in the text."""
        found = (self.statements[s] for s in incident.statements if s in self.statements)
        return tuple(sorted(found, key=self.order))

    def order(self, statement: Statement) -> tuple[str, str, int, str]:
        """Earliest report first; within one report by place in the text. Undated reports come last."""
        return self.dates.get(statement.document, "9999"), statement.document, statement.start, statement.id

    def dated(self, statement: Statement) -> str:
        """The day as of which a statement speaks: its own, else its report's; "" where neither is known."""
        return (statement.as_of or self.dates.get(statement.document, ""))[:10]

    def taken(self, statement: Statement) -> tuple[Derivation, ...]:
        """The derivations by which a statement's passage was taken from elsewhere; empty where it is the document's own."""
        return self.taken_span(statement.document, statement.start, statement.end)

    def taken_span(self, document: str, start: int, end: int) -> tuple[Derivation, ...]:
        """The derivations that cover most of the sentence around [start, end)."""
        known = self.derivations.get(document, ())
        if not known:
            return ()
        first, last = self.sentence(document, start, end)
        return tuple(d for d in known if covers(d, first, last) or (not d.evidence and d.kind in WHOLE))

    def drifts_in(self, statements: Iterable[Statement]) -> Iterator[Drift]:
        """The drifts found in the documents of these statements."""
        for document in sorted({s.document for s in statements}):
            yield from self.drifts.get(document, ())

    def revises(self, derivation: Derivation) -> bool:
        """Whether a derivation is an outlet's later word on its own earlier text: an update or correction, not a copy."""
        mine, theirs = self.outlet.get(derivation.document), self.outlet.get(derivation.of)
        return derivation.kind == "revision" or bool(mine and theirs and group_of(mine) == group_of(theirs))

    def carried(self, derivation: Derivation, start: int, end: int) -> tuple[int, int] | None:
        """Where [start, end) of the retelling stands in what it comes from, by proportion within the run that holds it."""
        best = max(derivation.evidence, key=lambda r: min(end, r.end) - max(start, r.start), default=None)
        if best is None:
            return None
        scale = (best.of_end - best.of_start) / max(best.end - best.start, 1)
        return round(best.of_start + (start - best.start) * scale), round(best.of_start + (end - best.start) * scale)

    def met(self, copy: Statement, derivation: Derivation, among: Iterable[Statement]) -> list[Statement]:
        """The statements of the original that a copied statement meets when carried over: of the same property, the nearest first."""
        carried = self.carried(derivation, copy.start, copy.end)
        if carried is None:
            return []
        start, end = carried
        near = [
            (gap, s.id, s)
            for s in among
            if s.document == derivation.of
            and s.property == copy.property
            and (gap := max(0, s.start - end, start - s.end)) <= REACH
        ]
        return [s for _, _, s in sorted(near, key=lambda x: x[:2])]

    def sentence(self, document: str, start: int, end: int) -> tuple[int, int]:
        """Where the sentence around [start, end) of a document begins and ends."""
        text = self.documents[document].text if document in self.documents else ""
        begin = max(0, start - _REACH)
        stops = [m.end() for m in _STOP.finditer(text, begin, start)]
        after = _STOP.search(text, end, min(len(text), end + _REACH))
        return (stops[-1] if stops else begin), (after.start() + 1 if after else min(len(text), end + _REACH) or end)


def covers(derivation: Derivation, start: int, end: int) -> bool:
    """Whether most of [start, end) lies in aligned runs of the derivation."""
    shared = sum(max(0, min(end, run.end) - max(start, run.start)) for run in derivation.evidence)
    return shared > 0 and shared >= INSIDE * max(end - start, 1)


def lay_out(ledger: Ledger) -> World:
    """Indexes a ledger. Linear in what it holds."""
    derivations: dict[str, list[Derivation]] = defaultdict(list)
    for derivation in ledger.collation.derivations:
        derivations[derivation.document].append(derivation)
    in_document: dict[str, list[Statement]] = defaultdict(list)
    for statement in ledger.statements:
        in_document[statement.document].append(statement)
    drifts: dict[str, list[Drift]] = defaultdict(list)
    for drift in ledger.collation.drifts:
        drifts[drift.document].append(drift)
    names = {v.id: v.name for v in ledger.collation.virtuals}
    return World(
        ledger=ledger,
        documents={d.id: d for d in ledger.documents},
        dates={d.id: day for d in ledger.documents if (day := _day(ledger, d))},
        sources={s.id: s for s in ledger.sources},
        statements={s.id: s for s in ledger.statements},
        derivations={d: tuple(found) for d, found in derivations.items()},
        newsroom={d.id: _newsroom(d) for d in ledger.documents},
        outlet={d.id: (d.publisher or d.agency or "") for d in ledger.documents},
        in_document={d: tuple(found) for d, found in in_document.items()},
        virtual_names=names,
        drifts={d: tuple(found) for d, found in drifts.items()},
        circular=frozenset(
            end
            for d in ledger.collation.derivations
            if any(words.startswith("circular") for words in d.direction)
            for end in (d.document, d.of)
        ),
        newsrooms=frozenset(_newsroom(d) for d in ledger.documents if d.agency or d.publisher),
    )


def _day(ledger: Ledger, document: Document) -> str:
    when = ledger.dates.get(document.id, document.published)
    return when.latest or when.earliest or ""


def _newsroom(document: Document) -> str:
    """Whose reporting a document is: the agency it is credited to, else the publisher's group; its own id where neither is known."""
    name = document.agency or document.publisher
    return group_of(name) if name else document.id


@lru_cache(maxsize=65_536)
def group_of(name: str) -> str:
    """The owner of a publisher or agency (see `_vocabulary/publishers.csv`), folded; the name itself, folded, where none is known.

    Example:
        >>> group_of("The Valley Post")
        'valley post'
    """
    bare = _bare(name)
    return _groups().get(bare, bare)


def _bare(name: str) -> str:
    folded = fold(name)
    return folded[4:] if folded.startswith("the ") else folded


@cache
def _groups() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows("publishers.csv"):
        owner = _bare(row.get("owner") or row.get("group") or row.get("name", ""))
        for alias in (row.get("name", ""), *re.split(r"[|;]", row.get("aliases", ""))):
            if alias.strip():
                found.setdefault(_bare(alias.strip()), owner)
    return found
