"""The ledger as FollowTheMoney entities, one JSON object a line: what Aleph and its kin read.

Every property is a list of texts, nothing is typed beyond that, and there is no property for a count of people: numbers stand in `summary`
and `description` as words. Names of schemata and properties: the FollowTheMoney model (schema files of version 3.8).
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from typing import Any

from firsthand.model import Document, Incident, Release, Source, When, make_id
from firsthand.promises import Span
from firsthand.report.incidents import incident_row, value_of
from firsthand.report.index import Index
from firsthand.report.naming import date_prefix, instant, is_masked, iso_country, line, uri
from firsthand.report.words import counted, dated, percent, placed, standing, titled
from firsthand.vocabulary import rows

# Kind of source to schema: a person is one only where the ledger says so.
SCHEMATA = {
    "witness": "Person",
    "expert": "Person",
    "person": "Person",
    "group": "Organization",
    "medium": "Organization",
}
Entity = dict[str, Any]


def ftm(released: Release) -> tuple[str, tuple[str, ...]]:
    """Event, Article, Mention, Documentation, Note and UnknownLink entities, and those whom they name; by id.

    Returns:
        The text, and what the format could not carry.

    Example:
        >>> from firsthand.model import Ledger
        >>> ftm(Release(ledger=Ledger(), public=True, marking="TLP:CLEAR"))[0]
        ''
    """
    index = Index(released.ledger)
    made = (
        *(_article(index, d, released.marking) for d in released.ledger.documents),
        *_bodies(index),
        *_mentions(index),
        *(_event(index, i, released.marking) for i in released.ledger.incidents),
        *_documentation(index),
        *_notes(index),
        *_links(index),
    )
    found = [entity for _, entity in sorted({e["id"]: e for e in made}.items())]
    return "".join(f"{line(entity)}\n" for entity in found), _loss(index)


def _loss(index: Index) -> tuple[str, ...]:
    nameless = sum(s.name is None or is_masked(s.name) for s in index.ledger.sources)
    vague = sum(date_prefix(i.when) is None for i in index.ledger.incidents)
    return (
        "counts of people as numbers: ranges, independent origins and who set each bound are words in summaries and notes",
        f"entities for {nameless} of {len(index.ledger.sources)} sources (unnamed or masked; an entity is there to be matched by its name)",
        f"the date of {vague} of {len(index.ledger.incidents)} incidents as one date (weeks and ranges are given by their two ends, if known)",
        "coordinates and the precision of places; spans, hedges and factuality of statements (words in notes)",
        "shares and scores of lineage, drift, quotes, figures, series, grades of sources, judgements",
        "hashes (FollowTheMoney wants SHA-1, the ledger has SHA-256)",
    )


def _id(id_: str) -> str:
    return f"firsthand-{id_}"


def _entity(id_: str, schema: str, **values: str | Iterable[str | None] | None) -> Entity:
    """One entity; absent values leave no trace, each value stands once."""
    properties: dict[str, list[str]] = {}
    for name, value in values.items():
        given = (value,) if value is None or isinstance(value, str) else value
        kept = list(dict.fromkeys(v for v in given if v))
        if kept:
            properties[name] = kept
    return {"id": id_, "schema": schema, "properties": properties}


@functools.cache
def _languages() -> dict[str, str]:
    return {row["alpha2"]: row["alpha3"] for row in rows("language_codes.csv")}


def _moment(when: When) -> str | None:
    exact = instant(when.earliest) if when.earliest and when.precision == "time" else None
    return exact[:-1] if exact else date_prefix(when)


def _article(index: Index, d: Document, marking: str) -> Entity:
    when = index.date(d.id)
    inferred = when.basis == "inferred"
    span = Span(earliest=when.earliest, latest=when.latest, precision=when.precision)
    absent = [index.path(e.of) for e in index.derived_from.get(d.id, ()) if e.of in index.virtuals]
    return _entity(
        _id(d.id),
        "Article",
        fileName=d.address,
        title=d.headline,
        author=d.author,
        publisher=d.publisher,
        publishedAt=None if inferred else _moment(when),
        language=_languages().get(d.language or ""),  # the model knows three-letter codes only
        mimeType=d.media_type,
        sourceUrl=uri(d.url),
        retrievedAt=(instant(d.retrieved) or d.retrieved[:10]).rstrip("Z") if d.retrieved else None,
        bodyText=d.text,
        notes=[
            f"Marking: {marking}",
            f"Date inferred: {dated(span)}" if inferred else None,
            f"Agency: {d.agency}" if d.agency else None,
            f"Credit: {d.credit}" if d.credit else None,
            *(f"Comes from {name}, which is not among the documents" for name in absent),
        ],
    )


def _bodies(index: Index) -> Iterator[Entity]:
    """Whom the ledger names: sources that have a name, and actors."""
    for source in index.ledger.sources:
        if _named(source):
            yield _entity(
                _id(source.id),
                SCHEMATA.get(source.kind, "LegalEntity"),
                name=source.name,
                alias=[n for n in source.names if n != source.name and not is_masked(n)],
                summary=source.description,
                notes=[
                    f"Speaks for {source.stands_for}" if source.stands_for else None,
                    *index.ledger.source_cautions.get(source.id, ()),
                ],
            )
    for incident in index.ledger.incidents:
        for actor in incident.actors:
            if not is_masked(actor.name):
                yield _entity(_actor(actor.name), "LegalEntity", name=actor.name)


def _named(source: Source) -> bool:
    return source.name is not None and not is_masked(source.name)


def _actor(name: str) -> str:
    return _id(make_id("actor", name))


def _mentions(index: Index) -> Iterator[Entity]:
    for source in index.ledger.sources:
        for document in source.documents if _named(source) else ():
            if document in index.documents:
                yield _entity(
                    _id(make_id("mention", source.id, document)),
                    "Mention",
                    document=_id(document),
                    name=(source.name, *(n for n in source.names if not is_masked(n))),
                    resolved=_id(source.id),
                    detectedSchema=SCHEMATA.get(source.kind, "LegalEntity"),
                )


def _event(index: Index, incident: Incident, marking: str) -> Entity:
    row = incident_row(index, incident)
    one = date_prefix(incident.when)
    counts = {"killed": row.killed, "injured": row.injured, "abducted": row.abducted, **row.counts}
    told = [
        f"{measure.replace('_', ' ')}: {counted(found)}"
        for measure, found in counts.items()
        if found.origins or found.set_by
    ]
    code = iso_country(incident.where.country_code if incident.where else None)
    return _entity(
        _id(incident.id),
        "Event",
        name=titled(row),
        recordId=incident.id,
        date=one,
        startDate=None if one or not incident.when.earliest else incident.when.earliest[:10],
        endDate=None if one or not incident.when.latest else incident.when.latest[:10],
        location=placed(row.where) if incident.where else None,
        country=code.lower() if code else None,
        summary="; ".join((*told, standing(row))),
        description=f"State: {incident.state}. Date: {dated(row.when)}.",
        keywords=row.types.names,
        involved=[_actor(a.name) for a in incident.actors if not is_masked(a.name)],
        proof=[_id(d) for d in row.documents if d in index.documents],
        notes=[*row.cautions, f"Credibility: {row.grade}" if row.grade else None, f"Marking: {marking}"],
    )


def _documentation(index: Index) -> Iterator[Entity]:
    for incident in index.ledger.incidents:
        for document in incident.documents:
            if document in index.documents:
                yield _entity(
                    _id(make_id("documentation", document, incident.id)),
                    "Documentation",
                    document=_id(document),
                    entity=_id(incident.id),
                    role="reports",
                )


def _notes(index: Index) -> Iterator[Entity]:
    for s in index.ledger.statements:
        incident = index.incident_of.get(s.id)
        said = value_of(s)
        words = [
            " > ".join(index.chain(s.chain)),
            index.path(s.document),
            f"{s.start}–{s.end}",
            s.factuality,
            s.polarity,
            s.hedge,
        ]
        yield _entity(
            _id(s.id),
            "Note",
            name=f"{s.property}: {said}" if said else s.property,
            description=s.text,
            summary="; ".join(w for w in words if w),
            entity=[_id(incident) if incident else None, _id(s.document) if s.document in index.documents else None],
            proof=_id(s.document) if s.document in index.documents else None,
        )
    for d in index.ledger.disagreements:
        yield _entity(
            _id(d.id),
            "Note",
            name=f"Disagreement about {d.property}: {d.kind}",
            description=d.why,
            entity=[_id(d.incident), *(_id(c) for c in d.claims if c in index.statements)],
        )


def _links(index: Index) -> Iterator[Entity]:
    for d in index.ledger.collation.derivations:
        if d.of in index.documents and d.document in index.documents:
            yield _entity(
                _id(d.id),
                "UnknownLink",
                subject=_id(d.document),
                object=_id(d.of),
                role=f"comes from ({d.kind})",
                summary=f"{percent(d.coverage)} of it, carrying over {percent(d.coverage_of)} of the original",
                description="; ".join((*(r.words for r in d.reasons), *d.direction)),
            )
