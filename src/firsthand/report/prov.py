"""Where everything in the ledger comes from, as W3C PROV in JSON-LD: documents, claims, incidents and tallies as entities, with what made them.

Entities hang together by prov:wasDerivedFrom and its kinds; how sure a derivation is stands in its qualified form. What PROV has no word for
has one under `fh:`. The context is inside the file: no reader needs the network. Passages carry a W3C Web Annotation position selector,
counted in code points of the cleaned text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from firsthand.model import Derivation, Document, Estimate, Ledger, Release, Source, Tally, When
from firsthand.report.index import UNNAMED, Index
from firsthand.report.naming import (
    chain_keys,
    date_prefix,
    instant,
    is_masked,
    key_of,
    line,
    lines_of,
    pruned,
    uri,
    urn,
)

_LINKS = (
    *("wasDerivedFrom", "wasRevisionOf", "wasQuotedFrom", "wasAttributedTo", "wasGeneratedBy", "wasAssociatedWith"),
    *("actedOnBehalfOf", "used", "qualifiedDerivation", "entity", "hadActivity", "wasInformedBy"),
)
CONTEXT: dict[str, Any] = {
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "fh": "urn:firsthand:terms:",
    **{f"prov:{name}": {"@type": "@id"} for name in _LINKS},
    "fh:reaches": {"@type": "@id", "@container": "@list"},
    "fh:about": {"@type": "@id"},
    **{f"fh:{end}SetBy": {"@type": "@id"} for end in ("low", "best", "high")},
}
# The steps of the path, in their order; each uses what the one before it made.
STEPS = ("clean", "collate", "extract", "link", "reckon", "release")
PROGRAM = urn("program")
# Kinds of derivation for which PROV has a narrower word than "derived".
NARROWER = {"revision": "prov:wasRevisionOf", "cited": "prov:wasQuotedFrom"}
AGENTS = {"witness": "prov:Person", "expert": "prov:Person", "person": "prov:Person", "medium": "prov:Organization"}
Node = dict[str, Any]


def prov(released: Release) -> tuple[str, tuple[str, ...]]:
    """The ledger's provenance as one JSON-LD document, nodes by id.

    Returns:
        The text, and what the format could not carry.

    Example:
        >>> text, _ = prov(Release(ledger=Ledger(), public=True, marking="TLP:CLEAR"))
        >>> import json
        >>> sum(node["@type"] == ["prov:Activity"] for node in json.loads(text)["@graph"])
        6
    """
    ledger = released.ledger
    index = Index(ledger)
    made = (
        *_steps(),
        _export(released),
        *(_agent(index, s) for s in ledger.sources),
        *_outlets(ledger),
        *(_document(index, d) for d in ledger.documents),
        *(_absent(index, v.id) for v in ledger.collation.virtuals),
        *_claims(index),
        *_incidents(index),
        *_disagreements(index),
        *_judgements(ledger),
    )
    nodes = [node for _, node in sorted({node["@id"]: node for node in map(pruned, made)}.items())]
    return f'{{"@context":{line(CONTEXT)},"@graph":{lines_of(nodes)}}}\n', (
        "when each step was run (the ledger keeps no clock, so that the same input gives the same bytes)",
        f"dates of documents known by week or range as dates ({_undatable(index)} of {len(ledger.documents)}; they stand in words)",
        "actors, coordinates and the precision of places",
        "full texts, readers' comments, quotes, aligned passages, doubtful links, families, and inputs set aside",
        "the meaning of fh: terms to a tool that knows PROV alone (counts, grades, factuality)",
    )


def _undatable(index: Index) -> int:
    found = (index.date(d.id) for d in index.ledger.documents)
    return sum(bool(when.earliest or when.latest) and date_prefix(when) is None for when in found)


def _step(name: str) -> str:
    return urn(f"step {name}")


def _steps() -> Iterator[Node]:
    yield {"@id": PROGRAM, "@type": ["prov:SoftwareAgent"], "foaf:name": "firsthand"}
    for before, name in zip(("", *STEPS), STEPS, strict=False):
        yield {
            "@id": _step(name),
            "@type": ["prov:Activity"],
            "dcterms:title": name,
            "prov:wasAssociatedWith": PROGRAM,
            "prov:wasInformedBy": _step(before) if before else None,
        }


def _export(released: Release) -> Node:
    """The ledger as it leaves the house, with its marking."""
    return {
        "@id": urn("ledger"),
        "@type": ["prov:Entity", "prov:Collection", "fh:Release"],
        "dcterms:accessRights": released.marking,
        "fh:public": released.public,
        "prov:wasAttributedTo": PROGRAM,
        "prov:wasGeneratedBy": _step("release"),
    }


def _speaker(source: Source) -> str:
    return urn(key_of(source))


def _named(kind: str, name: str) -> str:
    return urn(f"{kind} {name}")


def _agent(index: Index, s: Source) -> Node:
    grades = index.grades.get((s.id, "reliability"), [])
    return {
        "@id": _speaker(s),
        "@type": ["prov:Agent", *([AGENTS[s.kind]] if s.kind in AGENTS else [])],
        "foaf:name": s.name,
        "dcterms:description": s.description or (None if s.name else UNNAMED),
        "prov:actedOnBehalfOf": _named("body", s.stands_for) if s.stands_for and not is_masked(s.stands_for) else None,
        "fh:kind": s.kind,
        "fh:reliability": grades[-1].value if grades else None,
        "fh:headCount": s.head_count,
    }


def _outlets(ledger: Ledger) -> Iterator[Node]:
    for name in sorted({d.publisher for d in ledger.documents if d.publisher and not is_masked(d.publisher)}):
        yield {"@id": _named("outlet", name), "@type": ["prov:Agent", "prov:Organization"], "foaf:name": name}
    for name in sorted({d.author for d in ledger.documents if d.author and not is_masked(d.author)}):
        yield {"@id": _named("author", name), "@type": ["prov:Agent"], "foaf:name": name}
    for name in sorted({s.stands_for for s in ledger.sources if s.stands_for and not is_masked(s.stands_for)}):
        yield {"@id": _named("body", name), "@type": ["prov:Agent"], "foaf:name": name}


def _typed_date(when: When) -> Node | None:
    """A date with the type that says how finely it is known: a moment, a day, a month, a year."""
    moment = instant(when.earliest) if when.earliest and when.precision == "time" else None
    known = moment or date_prefix(when)
    if known is None:
        return None
    kind = "dateTime" if moment else {4: "gYear", 7: "gYearMonth"}.get(len(known), "date")
    return {"@value": known, "@type": f"xsd:{kind}"}


def _document(index: Index, d: Document) -> Node:
    when = index.date(d.id)
    derivations = [e for e in index.derived_from.get(d.id, ()) if e.of in index.documents or e.of in index.virtuals]
    node: Node = {
        "@id": urn(d.id),
        "@type": ["prov:Entity", "fh:Document"],
        "dcterms:title": d.headline,
        "dcterms:identifier": d.address,
        "dcterms:source": {"@id": uri(d.url)} if d.url else None,
        "dcterms:language": d.language,
        "dcterms:issued": None if when.basis == "inferred" else _typed_date(when),
        "fh:dateInferred": _typed_date(when) if when.basis == "inferred" else None,
        "fh:dateWords": f"{when.earliest or '…'}/{when.latest or '…'}" if when.earliest or when.latest else None,
        "fh:sha256": d.sha256,
        "fh:agency": d.agency,
        "prov:wasAttributedTo": [
            _named(kind, name)
            for kind, name in (("outlet", d.publisher), ("author", d.author))
            if name and not is_masked(name)
        ],
        "prov:wasGeneratedBy": _step("clean"),
        "prov:wasDerivedFrom": [urn(e.of) for e in derivations],
        "prov:qualifiedDerivation": [_qualified(index, e) for e in derivations],
    }
    for kind, word in NARROWER.items():
        node[word] = [urn(e.of) for e in derivations if e.kind == kind]
    return node


def _qualified(index: Index, e: Derivation) -> Node:
    """How a document comes from another: kind, shares, score, reasons, and what changed in the telling."""
    return {
        "@id": urn(e.id),
        "@type": ["prov:Derivation"],
        "prov:entity": urn(e.of),
        "prov:hadActivity": _step("collate"),
        "fh:kind": e.kind,
        "fh:coverage": e.coverage,
        "fh:coverageOf": e.coverage_of,
        "fh:score": e.score,
        "fh:reason": [r.words for r in e.reasons],
        "fh:direction": list(e.direction),
        "fh:drift": [
            {
                "@id": urn(x.id),
                "@type": ["fh:Drift"],
                "fh:kind": x.kind,
                "fh:severity": x.severity,
                "fh:original": x.original,
                "fh:retold": x.retold,
                "fh:why": x.why,
            }
            for x in index.drifts_of.get(e.document, ())
            if x.derivation == e.id
        ],
    }


def _absent(index: Index, id_: str) -> Node:
    return {"@id": urn(id_), "@type": ["prov:Entity", "fh:AbsentOriginal"], "dcterms:title": index.path(id_)}


def _numbers(estimate: Estimate | None) -> Node:
    if estimate is None:
        return {}
    found = {k: getattr(estimate, k) for k in ("measure", "low", "best", "high", "phrase", "unit")}
    return {f"fh:{k}": v for k, v in found.items()}


def _passage(index: Index, said: Any) -> Node:
    """Where a claim stands and who is spoken for: `said` is a record with document, start, end, text and chain."""
    # `fh:reaches` runs from the nearest to the author to the deepest source.
    chain = [urn(key) for key in chain_keys(index, said.chain)]
    return {
        "@id": urn(said.id),
        "prov:value": said.text,
        "prov:wasQuotedFrom": urn(said.document),
        "prov:wasDerivedFrom": urn(said.document),
        "prov:wasGeneratedBy": _step("extract"),
        "prov:wasAttributedTo": chain[-1:],
        "fh:reaches": chain,
        "oa:hasSelector": {"@type": "oa:TextPositionSelector", "oa:start": said.start, "oa:end": said.end},
    }


def _claims(index: Index) -> Iterator[Node]:
    for s in index.ledger.statements:
        incident = index.incident_of.get(s.id)
        yield {
            **_passage(index, s),
            "@type": ["prov:Entity", "fh:Statement"],
            "fh:property": s.property,
            "fh:claims": s.value,
            **_numbers(s.estimate),
            "fh:polarity": s.polarity,
            "fh:factuality": s.factuality,
            "fh:hedge": s.hedge,
            "fh:about": urn(incident) if incident else None,
        }
    for f in index.ledger.figures:
        yield {**_passage(index, f), "@type": ["prov:Entity", "fh:Figure"], "fh:what": f.what, **_numbers(f.estimate)}
    for n in index.ledger.series:
        yield {**_passage(index, n), "@type": ["prov:Entity", "fh:Series"], "fh:what": n.what, **_numbers(n.estimate)}


def _held(index: Index, ids: Iterable[str]) -> list[str]:
    return [urn(i) for i in ids if i in index.statements]


def _incidents(index: Index) -> Iterator[Node]:
    for i in index.ledger.incidents:
        yield {
            "@id": urn(i.id),
            "@type": ["prov:Entity", "fh:Incident"],
            "fh:type": list(i.types),
            "fh:state": i.state,
            "fh:earliest": i.when.earliest,
            "fh:latest": i.when.latest,
            "fh:place": i.where.name if i.where else None,
            "prov:wasDerivedFrom": _held(index, i.statements),
            "prov:wasGeneratedBy": _step("link"),
        }
    for a in index.ledger.assessments:
        yield {
            "@id": urn(f"{a.incident} assessment"),
            "@type": ["prov:Entity", "fh:Assessment"],
            "fh:about": urn(a.incident),
            "fh:credibility": a.grade.value,
            "fh:origins": len(a.origins),
            "fh:caution": list(a.cautions),
            "prov:wasDerivedFrom": urn(a.incident),
            "prov:wasGeneratedBy": _step("reckon"),
        }
        for tally in a.tallies:
            yield _tally(index, a.incident, tally)


def _tally(index: Index, incident: str, t: Tally) -> Node:
    return {
        "@id": urn(f"{incident}/{t.measure}"),
        "@type": ["prov:Entity", "fh:Tally"],
        "fh:about": urn(incident),
        "fh:measure": t.measure,
        "fh:low": t.low,
        "fh:best": t.best,
        "fh:high": t.high,
        "fh:origins": len(t.origins),
        "fh:codebook": t.codebook,
        **{f"fh:{end}SetBy": _held(index, t.set_by.get(end, ())) for end in ("low", "best", "high")},
        "prov:wasDerivedFrom": _held(index, dict.fromkeys(s for o in t.origins for s in o.statements)),
        "prov:wasGeneratedBy": _step("reckon"),
    }


def _disagreements(index: Index) -> Iterator[Node]:
    for d in index.ledger.disagreements:
        yield {
            "@id": urn(d.id),
            "@type": ["prov:Entity", "fh:Disagreement"],
            "fh:about": urn(d.incident),
            "fh:property": d.property,
            "fh:kind": d.kind,
            "fh:why": d.why,
            "prov:wasDerivedFrom": _held(index, d.claims),
            "prov:wasGeneratedBy": _step("reckon"),
        }


def _judgements(ledger: Ledger) -> Iterator[Node]:
    """What persons decided: activities of their own, with their day."""
    for by in sorted({j.by for j in ledger.judgements}):
        yield {"@id": _named("analyst", by), "@type": ["prov:Agent", "prov:Person"], "foaf:name": by}
    for j in ledger.judgements:
        moment = instant(j.at)
        yield {
            "@id": urn(j.id),
            "@type": ["prov:Activity", "fh:Judgement"],
            "prov:wasAssociatedWith": _named("analyst", j.by),
            "prov:endedAtTime": {"@value": moment, "@type": "xsd:dateTime"} if moment else None,
            "fh:kind": j.kind,
            "fh:left": j.left,
            "fh:right": j.right,
            "fh:verdict": j.verdict,
            "fh:note": j.note,
        }
