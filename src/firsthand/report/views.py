"""The ledger as the promised shapes: one pure function for each `firsthand show`, and for `whatif`.

Each takes a ledger and returns one document of `firsthand.promises`. Rows stand in the ledger's own order (by id; drifts worst
first), documents by path, so that the same ledger always prints the same bytes.
"""

from __future__ import annotations

from firsthand import promises
from firsthand.model import Figure, Grade, Ledger, When
from firsthand.report.incidents import disagreements, incidents, value_of
from firsthand.report.index import Index
from firsthand.report.words import published

__all__ = [
    "disagreements",
    "documents",
    "drift",
    "figures",
    "incidents",
    "lineage",
    "quotes",
    "series",
    "sources",
    "statements",
]


def documents(ledger: Ledger) -> promises.Documents:
    """Every document with its masthead, date and share of derived text, and every rejected input with its reason.

    Example:
        >>> documents(Ledger()).documents
        ()
    """
    index = Index(ledger)
    rows = [
        promises.DocumentRow(
            id=d.id,
            path=d.address,
            url=d.url,
            publisher=d.publisher,
            author=d.author,
            agency=d.agency,
            headline=d.headline,
            published=_published(index.date(d.id)),
            language=d.language,
            comments=len(d.comments),
            coverage_derived=index.coverage(d.id),
            dateline=d.dateline,
            credit=d.credit,
            words=len(d.text.split()),
            version_of=d.version_of,
        )
        for d in ledger.documents
    ]
    rejected = [
        promises.RejectedRow(path=r.address, reason=r.reason, what=r.what, next_step=r.next_step)
        for r in ledger.rejected
    ]
    return promises.Documents(
        documents=tuple(sorted(rows, key=lambda r: (r.path, r.id))),
        rejected=tuple(sorted(rejected, key=lambda r: (r.path, r.reason))),
    )


def _published(when: When) -> promises.Published:
    return promises.Published(
        earliest=when.earliest, latest=when.latest, precision=when.precision, basis=when.basis, reasons=when.reasons
    )


def lineage(ledger: Ledger) -> promises.Lineage:
    """Who comes from whom, the families, and the named originals that are not among the documents.

    Example:
        >>> lineage(Ledger()).families
        ()
    """
    index = Index(ledger)
    edges = [
        promises.Edge(
            from_=d.document,
            to=d.of,
            from_path=index.path(d.document),
            to_path=index.path(d.of),
            kind=d.kind,
            coverage=_share(d.coverage),
            score=round(d.score, 4),
            reasons=tuple(r.words for r in d.reasons),
            coverage_of=_share(d.coverage_of),
            parts={r.name: round(r.weight, 4) for r in d.reasons},
            direction=d.direction,
            virtual=d.of in index.virtuals,
            circular=any(words.startswith("circular") for words in d.direction),
        )
        for d in ledger.collation.derivations
    ]
    virtual = [
        promises.VirtualRow(
            id=v.id, name=v.name, words=v.words, documents=v.documents, paths=tuple(index.path(d) for d in v.documents)
        )
        for v in ledger.collation.virtuals
    ]
    return promises.Lineage(
        edges=tuple(sorted(edges, key=lambda e: (e.from_path, e.virtual, -(e.coverage or 0.0), e.to_path))),
        families=_families(index),
        virtual=tuple(virtual),
        documents=tuple(
            promises.RelativeRow(
                id=d.id, path=d.address, who=d.publisher or d.agency, when=published(_published(index.date(d.id)))
            )
            for d in sorted(ledger.documents, key=lambda d: (d.address, d.id))
        ),
    )


def _share(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _families(index: Index) -> tuple[promises.FamilyRow, ...]:
    """The families as collated; a document that stands in none is a family of one."""
    found = [(f.root, tuple(d for d in f.documents if d in index.documents)) for f in index.ledger.collation.families]
    met = {d for _, members in found for d in members}
    found += [(d.id, (d.id,)) for d in index.ledger.documents if d.id not in met]
    rows = [
        promises.FamilyRow(
            root=root,
            documents=tuple(sorted(members, key=index.path)),
            paths=tuple(sorted(index.path(d) for d in members)),
            root_path=index.path(root),
        )
        for root, members in found
    ]
    return tuple(sorted(rows, key=lambda f: (-len(f.documents), f.paths)))


def drift(ledger: Ledger) -> promises.Drifts:
    """What changed in the telling, worst first.

    Example:
        >>> drift(Ledger()).drifts
        ()
    """
    index = Index(ledger)
    return promises.Drifts(
        drifts=tuple(
            promises.DriftRow(
                document=d.document,
                of=d.of,
                path=index.path(d.document),
                of_path=index.path(d.of),
                original=d.original,
                retold=d.retold,
                kind=d.kind,
                severity=d.severity,
                why=d.why,
                id=d.id,
                start=d.start,
                end=d.end,
                of_start=d.of_start,
                of_end=d.of_end,
                hop=d.hop,
                inherited_by=d.inherited_by,
            )
            for d in ledger.collation.drifts
        )
    )


def quotes(ledger: Ledger) -> promises.Quotes:
    """Words given as somebody's own, or reported, with who is said to have said them.

    Example:
        >>> quotes(Ledger()).quotes
        ()
    """
    index = Index(ledger)
    rows = []
    for q in ledger.quotes:
        source = index.source(q.speaker)
        speaker = promises.Speaker(
            id=source.id if source else q.speaker,
            name=source.name if source else None,
            description=source.description if source else None,
        )
        rows.append(
            promises.QuoteRow(
                document=q.document,
                path=index.path(q.document),
                start=q.start,
                end=q.end,
                text=q.text,
                speaker=speaker,
                direct=q.direct,
                chain=index.chain(q.chain),
                id=q.id,
                cue=q.cue,
            )
        )
    return promises.Quotes(quotes=tuple(sorted(rows, key=lambda r: (r.path, r.start, r.id))))


def statements(ledger: Ledger) -> promises.Statements:
    """Every proposition with its exact words, its content and the chain of who is said to have said it.

    Example:
        >>> statements(Ledger()).statements
        ()
    """
    index = Index(ledger)
    rows = []
    for s in ledger.statements:
        estimate = s.estimate
        rows.append(
            promises.StatementRow(
                id=s.id,
                document=s.document,
                path=index.path(s.document),
                start=s.start,
                end=s.end,
                text=s.text,
                property=s.property,
                value=value_of(s),
                low=estimate.low if estimate else None,
                best=estimate.best if estimate else None,
                high=estimate.high if estimate else None,
                polarity=s.polarity,
                factuality=s.factuality,
                hedge=s.hedge,
                chain=index.chain(s.chain),
                incident=index.incident_of.get(s.id),
                topic=s.topic,
                as_of=s.as_of,
                rule=s.rule,
                reasons=s.reasons,
            )
        )
    return promises.Statements(statements=tuple(sorted(rows, key=lambda r: (r.path, r.start, r.property, r.id))))


def series(ledger: Ledger) -> promises.SeriesList:
    """Counts over a period and an area, by place and time.

    Example:
        >>> series(Ledger()).series
        ()
    """
    index = Index(ledger)
    rows = [
        promises.SeriesRow(
            measure=s.estimate.measure if s.estimate.measure != "other" else s.what,
            where=s.where or (s.place.name if s.place else None),
            earliest=s.period.earliest,
            latest=s.period.latest,
            low=s.estimate.low,
            best=s.estimate.best,
            high=s.estimate.high,
            speaker=index.name(s.speaker),
            path=index.path(s.document),
            text=s.text,
            what=s.what,
            id=s.id,
            document=s.document,
            start=s.start,
            end=s.end,
            precision=s.period.precision,
            chain=index.chain(s.chain),
        )
        for s in ledger.series
    ]
    return promises.SeriesList(series=tuple(sorted(rows, key=lambda r: (r.where or "", r.earliest or "", r.id))))


def figures(ledger: Ledger) -> promises.Figures:
    """Every number that is not an incident's, with its parts and whether they add up.

    Example:
        >>> figures(Ledger()).figures
        ()
    """
    index = Index(ledger)
    rows = [_figure(index, f) for f in ledger.figures]
    return promises.Figures(figures=tuple(sorted(rows, key=lambda r: (r.path, r.start or 0, r.id))))


def _figure(index: Index, figure: Figure) -> promises.FigureRow:
    estimate = figure.estimate
    return promises.FigureRow(
        measure=estimate.measure if estimate.measure != "other" else figure.what,
        who=estimate.who,
        where=figure.where,
        low=estimate.low,
        best=estimate.best,
        high=estimate.high,
        unit=figure.unit or estimate.unit,
        factuality=figure.factuality,
        parts=tuple(promises.PartRow(who=p.who, value=p.value) for p in figure.parts),
        sum_holds=figure.sum_holds,
        speaker=index.name(figure.speaker),
        path=index.path(figure.document),
        text=figure.text,
        what=figure.what,
        id=figure.id,
        document=figure.document,
        start=figure.start,
        end=figure.end,
        chain=index.chain(figure.chain),
    )


def sources(ledger: Ledger) -> promises.Sources:
    """Who is spoken for: every variant of the name met, grades, cautions, and how many statements rest on them.

    Example:
        >>> sources(Ledger()).sources
        ()
    """
    index = Index(ledger)
    rows = []
    for s in ledger.sources:
        graded = index.grades.get((s.id, "reliability"), [])
        given = [g for g in graded if not _earned(g)]
        earned = [g for g in graded if _earned(g)]
        cautions = ledger.source_cautions.get(s.id, ())
        rows.append(
            promises.SourceRow(
                id=s.id,
                name=s.name,
                names=tuple(dict.fromkeys((*((s.name,) if s.name else ()), *s.names))),
                kind=s.kind,
                description=s.description,
                reliability=given[-1].value if given else None,
                reliability_earned=earned[-1].value if earned else None,
                party_to_conflict=True if any("party to the conflict" in c for c in cautions) else None,
                head_count=s.head_count,
                cautions=cautions,
                statements=len(index.statements_by_source.get(s.id, ())),
                stands_for=s.stands_for,
                quotes=len(index.quotes_by_source.get(s.id, ())),
                documents=tuple(sorted(index.path(d) for d in s.documents)),
                reasons=s.reasons,
            )
        )
    return promises.Sources(
        sources=tuple(
            sorted(rows, key=lambda r: (-(r.statements + r.quotes), r.name or "~", r.description or "", r.id))
        )
    )


def _earned(grade: Grade) -> bool:
    """Whether a grade was earned by a source's record; such grades are signed so."""
    return grade.by == "firsthand, by record"
