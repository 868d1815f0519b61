"""The ledger as the promised shapes: one pure function for each `firsthand show`, and for `whatif`.

Each takes a ledger and returns one document of `firsthand.promises`. Rows stand in the ledger's own order (by id; drifts worst
first), documents by path, so that the same ledger always prints the same bytes.
"""

from __future__ import annotations

from firsthand import promises
from firsthand.model import Figure, Grade, Incident, Ledger, Statement, Tally, When
from firsthand.report.codes import types_of
from firsthand.report.index import Index

_SHOWN_APART = ("killed", "perpetrators_killed", "injured", "abducted")


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
        earliest=when.earliest,
        latest=when.latest,
        precision=when.precision,
        basis=when.basis,
        reasons=when.reasons,
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
            coverage=round(d.coverage, 4),
            score=round(d.score, 4),
            reasons=tuple(r.words for r in d.reasons),
            coverage_of=round(d.coverage_of, 4),
            parts={r.name: round(r.weight, 4) for r in d.reasons},
            direction=d.direction,
            virtual=d.of in index.virtuals,
        )
        for d in ledger.collation.derivations
    ]
    virtual = [
        promises.VirtualRow(
            id=v.id,
            name=v.name,
            words=v.words,
            documents=v.documents,
            paths=tuple(index.path(d) for d in v.documents),
        )
        for v in ledger.collation.virtuals
    ]
    return promises.Lineage(
        edges=tuple(sorted(edges, key=lambda e: (e.from_path, -e.coverage, e.to_path))),
        families=_families(index),
        virtual=tuple(virtual),
    )


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


def value_of(statement: Statement) -> str | None:
    """What a statement says, as text: its value, the phrase of its number, its date or its place.

    Example:
        >>> value_of(Statement(id="s", document="d", start=0, end=4, text="bomb", property="weapon", value="bomb"))
        'bomb'
    """
    if statement.value is not None:
        return statement.value
    if statement.estimate is not None:
        return statement.estimate.phrase
    if statement.place is not None:
        return statement.place.name
    if statement.when is not None:
        return statement.when.words or statement.when.earliest
    return None


def incidents(ledger: Ledger) -> promises.Incidents:
    """What happened, as far as the reports tell: ranges, origins and outlets, who set each bound, cautions.

    Example:
        >>> incidents(Ledger()).incidents
        ()
    """
    index = Index(ledger)
    rows = [incident_row(index, i) for i in ledger.incidents]
    return promises.Incidents(
        incidents=tuple(sorted(rows, key=lambda r: (r.when.earliest is None, r.when.earliest or "", r.id)))
    )


def incident_row(index: Index, incident: Incident) -> promises.IncidentRow:
    """One incident in the promised shape."""
    assessment = index.assessments.get(incident.id)
    members = tuple(sorted(incident.documents, key=index.path))
    tallies = {t.measure: range_of(t) for t in (assessment.tallies if assessment else ())}
    return promises.IncidentRow(
        id=incident.id,
        types=types_of(incident.types),
        state=incident.state,
        when=promises.Span(
            earliest=incident.when.earliest,
            latest=incident.when.latest,
            precision=incident.when.precision,
            words=incident.when.words,
        ),
        where=_where(incident),
        actors=tuple(promises.ActorRow(name=a.name, role=a.role) for a in incident.actors),
        killed=tallies.get("killed", promises.NO_RANGE),
        perpetrators_killed=tallies.get("perpetrators_killed", promises.NO_RANGE),
        injured=tallies.get("injured", promises.NO_RANGE),
        abducted=tallies.get("abducted", promises.NO_RANGE),
        cautions=assessment.cautions if assessment else (),
        documents=members,
        paths=tuple(index.path(d) for d in members),
        outlets=len(assessment.outlets) if assessment else len(index.outlets(members)),
        origins=len(assessment.origins) if assessment else None,
        statements=incident.statements,
        counts={str(k): v for k, v in tallies.items() if k not in _SHOWN_APART},
        grade=assessment.grade.value if assessment else None,
        grade_reasons=assessment.grade.reasons if assessment else (),
        sensitivity=assessment.sensitivity if assessment else (),
        redirects=incident.redirects,
    )


def _where(incident: Incident) -> promises.Where:
    place = incident.where
    return promises.Where(
        name=place.name if place else None,
        admin1=place.admin1 if place else None,
        country=place.country if place else None,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        precision=place.precision if place else None,
        radius_km=place.radius_km if place else None,
        words=place.words if place else None,
    )


def range_of(tally: Tally | None) -> promises.Range:
    """A tally in the promised shape; nulls and zero origins where nobody gives a figure.

    Example:
        >>> range_of(None).best is None
        True
    """
    if tally is None:
        return promises.NO_RANGE
    return promises.Range(
        low=tally.low,
        best=tally.best,
        high=tally.high,
        origins=len(tally.origins),
        outlets=len(tally.outlets),
        set_by=tally.set_by,
    )


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
    return any("record" in reason or "earned" in reason for reason in grade.reasons)


def disagreements(ledger: Ledger) -> promises.Disagreements:
    """Claims that do not agree, and which kind of disagreement it is.

    Example:
        >>> disagreements(Ledger()).disagreements
        ()
    """
    index = Index(ledger)
    return promises.Disagreements(
        disagreements=tuple(
            promises.DisagreementRow(
                incident=d.incident,
                property=d.property,
                kind=d.kind,
                claims=tuple(claim_of(index, c) for c in d.claims),
                why=d.why,
                id=d.id,
            )
            for d in ledger.disagreements
        )
    )


def claim_of(index: Index, statement: str) -> promises.Claim:
    """One claim of a disagreement: what it says, on whose word, where it stands."""
    s = index.statements.get(statement)
    if s is None:
        return promises.Claim(
            statement=statement, value=None, low=None, best=None, high=None, speaker=None, path=None, text=None
        )
    return promises.Claim(
        statement=s.id,
        value=value_of(s),
        low=s.estimate.low if s.estimate else None,
        best=s.estimate.best if s.estimate else None,
        high=s.estimate.high if s.estimate else None,
        speaker=index.name(s.chain[-1]) if s.chain else index.outlet(s.document),
        path=index.path(s.document),
        text=s.text,
    )
