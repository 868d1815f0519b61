"""Taking records out of a ledger so that nothing left points to them: no id, no count, no bound that rested on them alone."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from firsthand.model import Assessment, Collation, Grade, Incident, Ledger, Origin, Source, Statement, Tally

_ENDS = ("low", "best", "high")


def without(ledger: Ledger, documents: frozenset[str], sources: frozenset[str]) -> Ledger:
    """The ledger without these documents and sources and without all that stands in them or was said by them.

    1. Records of the documents, and records in whose chain one of the sources stands, go.
    2. Lineage goes where either side went; families keep who is left.
    3. Incidents keep the statements that are left; one with none left goes.
    4. A bound that only withheld statements set becomes unknown; an origin with no statement left goes, and with it the grade.
    """
    if not documents and not sources:
        return ledger

    def stays(record: object) -> bool:
        chain: tuple[str, ...] = getattr(record, "chain", ())
        speaker = getattr(record, "speaker", None)
        return getattr(record, "document", None) not in documents and not sources & {
            *chain,
            *((speaker,) if speaker else ()),
        }

    gone = {d.publisher for d in ledger.documents if d.id in documents}
    silent = gone - {d.publisher for d in ledger.documents if d.id not in documents}
    lost = _Lost(documents, frozenset(name for name in silent if name))
    # 1
    statements = tuple(s for s in ledger.statements if stays(s))
    left = {s.id for s in statements}
    # 3
    incidents = tuple(i for i in (_incident(i, statements, documents, left) for i in ledger.incidents) if i)
    kept = {i.id for i in incidents}
    kept_sources = tuple(_source(s, documents) for s in ledger.sources if s.id not in sources)
    return msgspec.structs.replace(
        ledger,
        documents=tuple(d for d in ledger.documents if d.id not in documents),
        dates={k: v for k, v in ledger.dates.items() if k not in documents},
        collation=_collation(ledger.collation, documents),
        sources=tuple(s for s in kept_sources if s.documents or not documents),
        source_of={k: v for k, v in ledger.source_of.items() if k not in sources and v not in sources},
        quotes=tuple(q for q in ledger.quotes if stays(q)),
        statements=statements,
        figures=tuple(f for f in ledger.figures if stays(f)),
        series=tuple(s for s in ledger.series if stays(s)),
        incidents=incidents,
        assessments=tuple(_assessment(a, left, lost) for a in ledger.assessments if a.incident in kept),
        disagreements=tuple(
            msgspec.structs.replace(d, claims=claims)
            for d in ledger.disagreements
            if d.incident in kept and len(claims := _of(d.claims, left)) > 1
        ),
        grades=tuple(g for g in ledger.grades if g.of not in sources and g.of not in documents),
        source_cautions={k: v for k, v in ledger.source_cautions.items() if k not in sources},
    )


class _Lost(NamedTuple):
    """What is withheld: documents, and outlets of which no document is left."""

    documents: frozenset[str]
    outlets: frozenset[str]


def _heard(outlets: tuple[str, ...], lost: _Lost) -> tuple[str, ...]:
    return tuple(o for o in outlets if o not in lost.outlets)


def _of(ids: tuple[str, ...], left: set[str]) -> tuple[str, ...]:
    return tuple(i for i in ids if i in left)


def _source(source: Source, documents: frozenset[str]) -> Source:
    return msgspec.structs.replace(source, documents=tuple(d for d in source.documents if d not in documents))


def _collation(collation: Collation, documents: frozenset[str]) -> Collation:
    def both(record: object) -> bool:
        return not documents & {getattr(record, "document", ""), getattr(record, "of", "")}

    families = []
    for family in collation.families:
        members = tuple(d for d in family.documents if d not in documents)
        if members:
            root = family.root if family.root not in documents else members[0]
            families.append(msgspec.structs.replace(family, root=root, documents=members))
    virtuals = []
    for virtual in collation.virtuals:
        members = tuple(d for d in virtual.documents if d not in documents)
        if members:
            virtuals.append(msgspec.structs.replace(virtual, documents=members))
    return Collation(
        derivations=tuple(d for d in collation.derivations if both(d)),
        drifts=tuple(
            msgspec.structs.replace(d, inherited_by=tuple(i for i in d.inherited_by if i not in documents))
            for d in collation.drifts
            if both(d)
        ),
        virtuals=tuple(virtuals),
        families=tuple(families),
    )


def _incident(
    incident: Incident, statements: tuple[Statement, ...], documents: frozenset[str], left: set[str]
) -> Incident | None:
    ids = _of(incident.statements, left)
    if not ids and incident.statements:
        return None
    slots = {s.slot for s in statements if s.id in set(ids)}
    return msgspec.structs.replace(
        incident,
        statements=ids,
        slots=tuple(s for s in incident.slots if s in slots) if incident.statements else incident.slots,
        documents=tuple(d for d in incident.documents if d not in documents),
        actors=tuple(
            msgspec.structs.replace(a, statements=_of(a.statements, left))
            for a in incident.actors
            if not a.statements or _of(a.statements, left)
        ),
        links=(),
    )


def _assessment(assessment: Assessment, left: set[str], lost: _Lost) -> Assessment:
    origins = _origins(assessment.origins, left, lost.documents)
    tallies = tuple(t for t in (_tally(t, left, lost) for t in assessment.tallies) if t.origins or t.documents)
    if origins == assessment.origins and tallies == assessment.tallies:
        return assessment
    # What is left may support less than the grade says; and a grade that moved would tell of what is withheld.
    grade = Grade(of=assessment.incident, axis="credibility", value="6", reasons=("not graded in this release",))
    outlets = _heard(assessment.outlets, lost)
    return msgspec.structs.replace(
        assessment, tallies=tallies, origins=origins, outlets=outlets, grade=grade, sensitivity=()
    )


def _origins(origins: tuple[Origin, ...], left: set[str], documents: frozenset[str]) -> tuple[Origin, ...]:
    return tuple(
        msgspec.structs.replace(
            o, statements=_of(o.statements, left), documents=tuple(d for d in o.documents if d not in documents)
        )
        for o in origins
        if _of(o.statements, left)
    )


def _tally(tally: Tally, left: set[str], lost: _Lost) -> Tally:
    set_by = {end: _of(ids, left) for end, ids in tally.set_by.items() if _of(ids, left)}
    open_ends = {end for end in _ENDS if tally.set_by.get(end) and end not in set_by}
    values = {end: None if end in open_ends else getattr(tally, end) for end in _ENDS}
    kept = tuple(d for d in tally.documents if d not in lost.documents)
    return msgspec.structs.replace(
        tally,
        **values,
        set_by=set_by,
        origins=_origins(tally.origins, left, lost.documents),
        outlets=_heard(tally.outlets, lost),
        documents=kept,
        words="" if open_ends else tally.words,
    )
