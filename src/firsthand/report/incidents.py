"""What happened and what does not agree, as the promised shapes; see `views` for the rest of the ledger."""

from __future__ import annotations

from firsthand import promises
from firsthand.model import Incident, Ledger, Likely, Statement, Tally
from firsthand.report.codes import types_of
from firsthand.report.index import Index

_SHOWN_APART = ("killed", "perpetrators_killed", "injured", "abducted")


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
        unknown=sum(not o.known for o in tally.origins),
        estimate=_estimated(tally.likely),
    )


def _estimated(found: Likely | None) -> promises.Estimated | None:
    if found is None:
        return None
    return promises.Estimated(
        best=found.best,
        low=found.low,
        high=found.high,
        confidence=found.confidence,
        credible=found.credible,
        rival=found.rival,
        odds=found.odds,
        why=tuple(promises.Because(weight=r.weight, words=r.words) for r in found.why),
    )


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
