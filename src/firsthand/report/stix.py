"""The ledger as a STIX 2.1 bundle (OASIS standard of 2021), with ids that stay the same from export to export.

STIX has no field for a count of people, a range, a date known by month or an independent origin. These stand in one property extension
that the bundle itself defines (`stix_object.EXTENSION`). A property that is unknown is absent: STIX knows no null.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from firsthand.model import (
    Derivation,
    Disagreement,
    Document,
    Estimate,
    Incident,
    Ledger,
    Place,
    Release,
    Source,
    Statement,
)
from firsthand.report.geo import RADIUS_KM
from firsthand.report.incidents import incident_row, value_of
from firsthand.report.index import UNNAMED, Index
from firsthand.report.naming import instant, is_masked, iso_country, key_of, lines_of, span_words, uri, uuid_of
from firsthand.report.stix_object import NO_DATE, SYSTEM, TLP, House, Thing, definitions, id_of, published
from firsthand.report.words import standing, titled

# STIX 2.1, appendix A: Admiralty credibility to confidence. 6 (cannot be judged) has none.
CONFIDENCE = {"1": 90, "2": 70, "3": 50, "4": 30, "5": 10}
CLASSES = {
    "witness": "individual",
    "expert": "individual",
    "person": "individual",
    "group": "group",
    "medium": "organization",
}


def stix(released: Release) -> tuple[str, tuple[str, ...]]:
    """A STIX 2.1 bundle: documents, outlets and speakers, incidents, claims, lineage, disagreements.

    Returns:
        The text, and what the format could not carry.

    Example:
        >>> text, _ = stix(Release(ledger=Ledger(), public=True, marking="TLP:CLEAR"))
        >>> import json
        >>> [o["type"] for o in json.loads(text)["objects"]]
        ['extension-definition', 'identity', 'marking-definition']
    """
    ledger = released.ledger
    index = Index(ledger)
    house = House(index, TLP[released.marking][0], _as_of(ledger))
    made = (
        *definitions(released.marking),
        *_identities(house),
        *(_location(house, i.where) for i in ledger.incidents if i.where and _on_the_map(i.where)),
        *(_document(house, d) for d in ledger.documents),
        *(_absent(house, v.id, v.name, v.documents) for v in ledger.collation.virtuals),
        *(_incident(house, i) for i in ledger.incidents),
        *(_located(house, i) for i in ledger.incidents if i.where and _on_the_map(i.where)),
        *_notes(house),
        *(_derivation(house, d) for d in ledger.collation.derivations if house.document(d.of)),
        *(_opinion(house, d) for d in ledger.disagreements),
    )
    objects = [thing for _, thing in sorted({thing["id"]: thing for thing in made}.items())]
    body = lines_of(objects)
    id_ = f"bundle--{uuid_of('bundle', body)}"
    return f'{{"type":"bundle","id":"{id_}","objects":{body}}}\n', _loss(index)


def _loss(index: Index) -> tuple[str, ...]:
    ledger = index.ledger
    undated = sum(not published(index, d.id) for d in ledger.documents)
    nowhere = sum(not (i.where and _on_the_map(i.where)) for i in ledger.incidents)
    return (
        "the time of export (created and modified hold the latest date that the ledger knows, so that the same ledger gives the same bytes)",
        f"the day of publication of {undated} of {len(ledger.documents)} documents, for which nobody states it: "
        "a report object must name one, so they are grouping objects",
        f"a location object for {nowhere} of {len(ledger.incidents)} incidents (no country code and no coordinates; the words are in the extension)",
        "dates, ranges, counts and origins as STIX properties: they are in the extension, which another tool may not show",
        "actors as threat-actor objects (a role in a report is a claim: kept as names in the extension)",
        "full texts, readers' comments, aligned passages, doubtful links, judgements, and inputs set aside",
    )


def _as_of(ledger: Ledger) -> str:
    """The latest date that the ledger knows of its own making: of a document, its retrieval, or a person's judgement."""
    index = Index(ledger)
    told = [d.retrieved for d in ledger.documents if d.retrieved] + [j.at for j in ledger.judgements]
    moments = [f"{moment[:-1]}.000Z" for moment in map(instant, told) if moment]
    moments += [found for found in (published(index, d.id) for d in ledger.documents) if found]
    return max(moments, default=NO_DATE)


def _identities(house: House) -> Iterator[Thing]:
    ledger = house.index.ledger
    for outlet in sorted({d.publisher for d in ledger.documents if d.publisher and not is_masked(d.publisher)}):
        yield house.thing(
            "identity", f"outlet {outlet}", name=outlet, identity_class="organization", roles=["publisher"]
        )
    for source in ledger.sources:
        yield _speaker(house, source)


def _speaker(house: House, source: Source) -> Thing:
    grades = house.index.grades.get((source.id, "reliability"), [])
    return house.thing(
        "identity",
        key_of(source),
        source.id,
        name=source.name or source.description or UNNAMED,
        description=source.description,
        identity_class=CLASSES.get(source.kind, "unknown"),
        roles=[source.kind],
        labels=[f'admiralty-scale:source-reliability="{grades[-1].value.lower()}"'] if grades else None,
        more={
            "named": source.name is not None,
            "other_names": [n for n in source.names if n != source.name],
            "stands_for": source.stands_for,
            "head_count": source.head_count,
            "cautions": house.index.ledger.source_cautions.get(source.id),
        },
    )


def _document(house: House, document: Document) -> Thing:
    index = house.index
    day = published(index, document.id)
    mentioned = [id_of("incident", i.id) for i in index.incidents_of.get(document.id, ())]
    said = [id_of("note", s.id) for s in index.statements_of.get(document.id, ())]
    outlet = (
        [id_of("identity", f"outlet {document.publisher}")]
        if document.publisher and not is_masked(document.publisher)
        else []
    )
    hashes = {"SHA-256": document.sha256} if len(document.sha256) == 64 else None
    reference = {
        "source_name": document.publisher or "address",
        "url": uri(document.url),
        "hashes": hashes if document.url else None,
    }
    fields = {"published": day} if day else {"context": "unspecified"}
    return house.thing(
        "report" if day else "grouping",
        document.id,
        document.id,
        name=document.headline or index.path(document.id),
        lang=document.language,
        external_references=[{**reference, "description": document.address}],
        object_refs=[*outlet, *mentioned, *said] or [SYSTEM],
        **fields,
        more={
            "address": document.address,
            "sha256": document.sha256,
            "author": document.author,
            "agency": document.agency,
            "credit": document.credit,
            "dateline": document.dateline,
            "published": span_words(index.date(document.id)),
            "publisher_ref": next(iter(outlet), None),
        },
    )


def _absent(house: House, id_: str, name: str, documents: tuple[str, ...]) -> Thing:
    return house.thing(
        "grouping",
        id_,
        id_,
        name=name,
        context="unspecified",
        description="An original that is named and is not among the documents.",
        object_refs=house.documents(documents) or [SYSTEM],
    )


def _on_the_map(place: Place) -> bool:
    return iso_country(place.country_code) is not None or (
        place.lat is not None and place.lon is not None and place.precision != 6
    )


def _location_id(place: Place) -> str:
    return f"{place.name}|{place.admin1}|{place.country_code}|{place.lat}|{place.lon}|{place.precision}"


def _location(house: House, place: Place) -> Thing:
    """A place with the radius in which it lies; coordinates of a country's middle are left out, for nothing happened there."""
    known = place.lat is not None and place.lon is not None and place.precision != 6
    radius = place.radius_km or RADIUS_KM.get(place.precision or 0)
    return house.thing(
        "location",
        _location_id(place),
        name=place.name,
        country=iso_country(place.country_code),
        administrative_area=place.admin1,
        latitude=place.lat if known else None,
        longitude=place.lon if known else None,
        precision=round(radius * 1000, 1) if known and radius else None,
    )


def _located(house: House, incident: Incident) -> Thing:
    assert incident.where is not None
    return house.thing(
        "relationship",
        f"{incident.id} located-at",
        relationship_type="located-at",
        source_ref=id_of("incident", incident.id),
        target_ref=id_of("location", _location_id(incident.where)),
    )


def _incident(house: House, incident: Incident) -> Thing:
    index = house.index
    row = incident_row(index, incident)
    assessment = index.assessments.get(incident.id)
    counts = [
        {
            "measure": tally.measure,
            **{"low": tally.low, "best": tally.best, "high": tally.high, "origins": len(tally.origins)},
            "codebook": tally.codebook,
            **{f"{end}_refs": house.claims(tally.set_by.get(end, ())) for end in ("low", "best", "high")},
        }
        for tally in (assessment.tallies if assessment else ())
    ]
    place = incident.where
    return house.thing(
        "incident",
        incident.id,
        incident.id,
        name=titled(row),
        description=f"{standing(row)}.",
        confidence=CONFIDENCE.get(row.grade or ""),
        labels=list(row.types.codes),
        more={
            "state": incident.state,
            "when": span_words(incident.when),
            "where": {k: getattr(place, k) for k in ("name", "admin1", "country", "precision")} if place else None,
            "actors": [
                {"name": a.name, "role": a.role, "claim_refs": house.claims(a.statements)} for a in incident.actors
            ],
            "counts": counts,
            "origins": row.origins,
            "outlets": row.outlets,
            "credibility": row.grade,
            "cautions": list(row.cautions),
            "document_refs": house.documents(row.documents),
        },
    )


def _numbers(estimate: Estimate | None) -> Thing | None:
    if estimate is None:
        return None
    return {k: getattr(estimate, k) for k in ("measure", "low", "best", "high", "bound", "phrase", "who", "unit")}


def _notes(house: House) -> Iterator[Thing]:
    ledger, incident_of = house.index.ledger, house.index.incident_of
    for s in ledger.statements:
        yield _claim(house, s, incident_of.get(s.id))
    for q in ledger.quotes:
        fields: Thing = {"direct": q.direct, "cue": q.cue}
        yield _note(house, q, "quote", chain=q.chain or ((q.speaker,) if q.speaker else ()), fields=fields)
    for f in ledger.figures:
        parts = [{"who": p.who, "value": p.value} for p in f.parts]
        fields = {
            "what": f.what,
            "where": f.where,
            "numbers": _numbers(f.estimate),
            "parts": parts,
            "sum_holds": f.sum_holds,
        }
        yield _note(house, f, "figure", chain=f.chain, fields=fields)
    for n in ledger.series:
        fields = {"what": n.what, "where": n.where, "numbers": _numbers(n.estimate), "period": span_words(n.period)}
        yield _note(house, n, "series", chain=n.chain, fields=fields)
    for d in ledger.collation.drifts:
        yield house.thing(
            "note",
            d.id,
            d.id,
            abstract=f"{d.kind} drift, {d.severity}",
            content=f"“{d.original}” was retold as “{d.retold}”: {d.why}",
            labels=["drift"],
            object_refs=house.documents((d.document, d.of)) or [SYSTEM],
            more={"start": d.start, "end": d.end, "of_start": d.of_start, "of_end": d.of_end},
        )


def _claim(house: House, s: Statement, incident: str | None) -> Thing:
    fields = {
        "property": s.property,
        "value": value_of(s),
        "topic": s.topic,
        "numbers": _numbers(s.estimate),
        "when": span_words(s.when) if s.when else None,
        "polarity": s.polarity,
        "factuality": s.factuality,
        "hedge": s.hedge,
        "as_of": s.as_of,
        "rule": s.rule,
    }
    about = (id_of("incident", incident),) if incident else ()
    return _note(house, s, "statement", chain=s.chain, about=about, fields=fields)


def _note(
    house: House, said: Any, label: str, *, chain: tuple[str, ...], about: tuple[str, ...] = (), fields: Thing
) -> Thing:
    """A passage as a note: `said` is a record with id, document, start, end and text."""
    speaker = house.index.name(chain[-1]) if chain else house.index.outlet(said.document)
    return house.thing(
        "note",
        said.id,
        said.id,
        abstract=": ".join(str(p) for p in (fields.get("property", label), fields.get("value")) if p),
        content=said.text or "[words withheld]",
        authors=[speaker] if speaker else None,
        labels=[label],
        object_refs=[*about, *house.documents((said.document,))] or [SYSTEM],
        more={"start": said.start, "end": said.end, "speaker_refs": house.speakers(chain), **fields},
    )


def _derivation(house: House, d: Derivation) -> Thing:
    return house.thing(
        "relationship",
        d.id,
        d.id,
        relationship_type="derived-from",
        source_ref=house.document(d.document),
        target_ref=house.document(d.of),
        description="; ".join((*(r.words for r in d.reasons), *d.direction)),
        more={
            "kind": d.kind,
            **{"coverage": d.coverage, "coverage_of": d.coverage_of, "score": d.score},
            "reasons": [{"name": r.name, "weight": r.weight, "words": r.words} for r in d.reasons],
        },
    )


def _opinion(house: House, d: Disagreement) -> Thing:
    """The claims of a disagreement: the opinion is neutral, for the ledger takes no side; the explanation says which kind it is."""
    return house.thing(
        "opinion",
        d.id,
        d.id,
        opinion="neutral",
        explanation=f"The claims about {d.property} do not agree ({d.kind}): {d.why}",
        labels=[d.kind],
        object_refs=house.claims(d.claims) or [id_of("incident", d.incident)],
        more={"property": d.property, "kind": d.kind, "incident_ref": id_of("incident", d.incident)},
    )
