"""Looking things up in a ledger: one pass that every table, view and page of this room shares."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from firsthand.model import (
    Assessment,
    Derivation,
    Disagreement,
    Document,
    Drift,
    Grade,
    Incident,
    Ledger,
    Quote,
    Source,
    Statement,
    Tally,
    Virtual,
    When,
)

UNNAMED = "unnamed source"


class Index:
    """The records of one ledger by id. Holds no state of its own: two indexes of one ledger answer alike.

    Example:
        >>> Index(Ledger()).path("d-1")
        'd-1'
    """

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.documents: dict[str, Document] = {d.id: d for d in ledger.documents}
        self.virtuals: dict[str, Virtual] = {v.id: v for v in ledger.collation.virtuals}
        self.sources: dict[str, Source] = {s.id: s for s in ledger.sources}
        self.statements: dict[str, Statement] = {s.id: s for s in ledger.statements}
        self.incidents: dict[str, Incident] = {i.id: i for i in ledger.incidents}
        self.assessments: dict[str, Assessment] = {a.incident: a for a in ledger.assessments}

    # ------------------------------------------------------------------------------------------------ documents

    def path(self, document: str) -> str:
        """What names a document (or an absent original) to a person: its address or its name; the id where neither is known."""
        if document in self.documents:
            return self.documents[document].address
        if document in self.virtuals:
            return self.virtuals[document].name
        return document

    def outlet(self, document: str) -> str | None:
        """Who prints a document, or ``None`` where the page does not say."""
        found = self.documents.get(document)
        return found.publisher if found else None

    def label(self, document: str) -> str:
        """A short name of a document for a picture: outlet, else headline, else file name."""
        found = self.documents.get(document)
        if found is None:
            return self.path(document)
        return found.publisher or found.headline or found.address.rsplit("/", 1)[-1]

    def date(self, document: str) -> When:
        """The date of a document as far as known: inferred where the page states none."""
        return self.ledger.dates.get(document, self.documents[document].published)

    @cached_property
    def derived_from(self) -> dict[str, list[Derivation]]:
        """The derivations of each document, the largest coverage first; absent originals stand after those that are here."""
        found: dict[str, list[Derivation]] = defaultdict(list)
        for derivation in sorted(
            self.ledger.collation.derivations, key=lambda d: (d.of in self.virtuals, -(d.coverage or 0.0), d.id)
        ):
            found[derivation.document].append(derivation)
        return found

    @cached_property
    def drifts_of(self) -> dict[str, list[Drift]]:
        """The drifts found in each retelling, worst first."""
        found: dict[str, list[Drift]] = defaultdict(list)
        for drift in self.ledger.collation.drifts:
            found[drift.document].append(drift)
        return found

    def coverage(self, document: str) -> float:
        """Share (0..1) of a document's code points that come from other documents; overlapping runs count once."""
        text, derivations = self.documents[document].text, self.derived_from.get(document, [])
        if not text:  # a public release carries no full text
            return round(max((d.coverage or 0.0 for d in derivations), default=0.0), 4)
        runs = sorted((a.start, a.end) for d in derivations for a in d.evidence)
        covered, reached = 0, 0
        for start, end in runs:
            covered += max(0, end - max(start, reached))
            reached = max(reached, end)
        # A credit line alone tells of derivation without runs: then the derivation's own figure is all there is.
        told = max((d.coverage or 0.0 for d in derivations if not d.evidence), default=0.0)
        return round(min(1.0, max(covered / len(text), told)), 4)

    # -------------------------------------------------------------------------------------------------- sources

    def source(self, source: str | None) -> Source | None:
        """A source by its own id or by that of one merged into it."""
        if source is None:
            return None
        merged = self.ledger.source_of.get(source, source)
        return self.sources.get(merged) or self.sources.get(source)

    def name(self, source: str | None) -> str | None:
        """A source's name, else what is told of it; ``None`` for nobody."""
        found = self.source(source)
        if found is None:
            return source
        return found.name or found.description or UNNAMED

    def chain(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        """The names along a chain of attribution, from the nearest to the author to the deepest."""
        return tuple(self.name(one) or UNNAMED for one in ids)

    @cached_property
    def statements_by_source(self) -> dict[str, list[Statement]]:
        """The statements in whose chain a (merged) source stands."""
        found: dict[str, list[Statement]] = defaultdict(list)
        for statement in self.ledger.statements:
            for source in dict.fromkeys(self.ledger.source_of.get(s, s) for s in statement.chain):
                found[source].append(statement)
        return found

    @cached_property
    def quotes_by_source(self) -> dict[str, list[Quote]]:
        """The quotes of each (merged) source."""
        found: dict[str, list[Quote]] = defaultdict(list)
        for quote in self.ledger.quotes:
            if quote.speaker is not None:
                found[self.ledger.source_of.get(quote.speaker, quote.speaker)].append(quote)
        return found

    @cached_property
    def grades(self) -> dict[tuple[str, str], list[Grade]]:
        """Grades by what is graded and axis: a person's after the machine's, so that the last one stands."""
        found: dict[tuple[str, str], list[Grade]] = defaultdict(list)
        for grade in sorted(self.ledger.grades, key=lambda g: (not g.by.startswith("firsthand"), g.at or "")):
            found[grade.of, grade.axis].append(grade)
        return found

    # ------------------------------------------------------------------------------------------------ incidents

    @cached_property
    def incidents_of(self) -> dict[str, list[Incident]]:
        """The incidents that each document tells of."""
        found: dict[str, list[Incident]] = defaultdict(list)
        for incident in self.ledger.incidents:
            for document in dict.fromkeys(incident.documents):
                found[document].append(incident)
        return found

    @cached_property
    def statements_of(self) -> dict[str, list[Statement]]:
        """The statements of each document."""
        found: dict[str, list[Statement]] = defaultdict(list)
        for statement in self.ledger.statements:
            found[statement.document].append(statement)
        return found

    @cached_property
    def sources_of(self) -> dict[str, list[Source]]:
        """The (merged) sources that speak in each document."""
        found: dict[str, list[Source]] = defaultdict(list)
        for source in self.ledger.sources:
            for document in dict.fromkeys(source.documents):
                found[document].append(source)
        return found

    @cached_property
    def disagreements_of(self) -> dict[str, list[Disagreement]]:
        """The disagreements about each incident."""
        found: dict[str, list[Disagreement]] = defaultdict(list)
        for disagreement in self.ledger.disagreements:
            found[disagreement.incident].append(disagreement)
        return found

    @cached_property
    def incident_of(self) -> dict[str, str]:
        """The incident of each statement that belongs to one."""
        return {s: i.id for i in self.ledger.incidents for s in i.statements}

    def tally(self, incident: str, measure: str) -> Tally | None:
        """What stands for one measure of an incident, if anything does."""
        assessment = self.assessments.get(incident)
        if assessment is None:
            return None
        return next((t for t in assessment.tallies if t.measure == measure), None)

    def outlets(self, documents: tuple[str, ...]) -> tuple[str, ...]:
        """The different outlets that print these documents, by name; a document whose outlet is unknown is one by itself."""
        return tuple(sorted({self.outlet(d) or self.path(d) for d in documents}))
