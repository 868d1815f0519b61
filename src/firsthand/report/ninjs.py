"""The documents as news items: IPTC ninjs 3.1, one item a document, in one JSON list.

ninjs knows who supplied a text (`infoSources`) and what it is associated with (`associations`): lineage stands there. It has no place
for a claim, a count or a grade.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from firsthand.model import Derivation, Document, Release
from firsthand.report.incidents import incident_row
from firsthand.report.index import Index
from firsthand.report.naming import date_prefix, instant, is_masked, lines_of, pruned, uri, urn
from firsthand.report.words import percent, titled

STANDARD = {"name": "ninjs", "version": "3.1", "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"}
# Kinds of source that are one person; of the others the ledger does not say whether they are a person or a body.
PEOPLE = ("witness", "expert", "person")
BODIES = ("group", "medium")
Item = dict[str, Any]


def ninjs(released: Release) -> tuple[str, tuple[str, ...]]:
    """A list of items, one a line, in the order of the ledger's documents.

    Returns:
        The text, and what the format could not carry.

    Example:
        >>> from firsthand.model import Ledger
        >>> ninjs(Release(ledger=Ledger(), public=True, marking="TLP:CLEAR"))[0]
        '[]\\n'
    """
    index = Index(released.ledger)
    items = [_item(index, d, released.marking) for d in released.ledger.documents]
    timeless = sum(_moment(index, d) is None for d in released.ledger.documents)
    return lines_of(items) + "\n", (
        "statements, counts, origins, grades, disagreements, drift, figures and series; incidents are names of events",
        f"the date of {timeless} of {len(items)} documents as a field (ninjs wants a time of day and its zone; what is known is in edNote)",
        "who is quoted without a name; officials and others of whom the ledger does not say whether they are a person or a body",
        "scores and aligned passages of lineage",
        "readers' comments, credit lines, and inputs set aside",
    )


def _moment(index: Index, document: Document) -> str | None:
    when = index.date(document.id)
    return instant(when.earliest) if when.earliest and when.precision == "time" and when.basis != "inferred" else None


def _item(index: Index, d: Document, marking: str) -> Item:
    made: Item = pruned(
        {
            "uri": urn(d.id),
            "standard": STANDARD,
            "type": "text",
            "representationType": "full" if d.text else "partial",
            "versionCreated": _moment(index, d),
            "language": d.language,
            "headlines": [{"role": "main", "value": d.headline}] if d.headline else [],
            "descriptions": [{"role": "standfirst", "value": d.standfirst}] if d.standfirst else [],
            "bodies": _bodies(d),
            "by": d.byline or d.author,
            "located": d.dateline,
            "usageTerms": marking,
            "edNote": _note(index, d),
            "altIds": [
                {"role": role, "value": value}
                for role, value in (("address", d.address), ("url", uri(d.url)), ("sha256", d.sha256))
                if value
            ],
            "infoSources": list(_suppliers(index, d)),
            "associations": [
                {"name": index.label(e.of), "rel": f"derivedFrom ({e.kind})", "uri": urn(e.of)}
                for e in index.derived_from.get(d.id, ())
            ],
            "organisations": [*_publisher(d), *_quoted(index, d, BODIES)],
            "people": list(_quoted(index, d, PEOPLE)),
            "places": list(_places(index, d)),
            "events": [
                {"name": titled(incident_row(index, i)), "rel": "reports", "uri": urn(i.id)}
                for i in index.incidents_of.get(d.id, ())
            ],
        }
    )
    return made


def _bodies(d: Document) -> list[Item]:
    if not d.text:
        return []
    counted = {"charCount": len(d.text), "wordCount": len(d.text.split())}
    return [{"role": "main", "contentType": "text/plain", **counted, "value": d.text}]


def _note(index: Index, d: Document) -> str | None:
    when = index.date(d.id)
    known = date_prefix(when)
    basis = " (inferred)" if when.basis == "inferred" else ""
    if known:
        return f"Published {known}{basis}."
    if when.earliest or when.latest:
        return f"Published between {when.earliest or 'an unknown day'} and {when.latest or 'an unknown day'}{basis}."
    return None


def _suppliers(index: Index, d: Document) -> Iterator[Item]:
    """The agency that the page names, then whom the text comes from, the largest share first."""
    if d.agency:
        yield {"name": d.agency, "role": "agency"}
    for e in index.derived_from.get(d.id, ()):
        yield {
            "name": _outlet(index, e),
            "role": f"origin ({e.kind}, {percent(e.coverage)} of the text)",
            "uri": urn(e.of),
        }


def _outlet(index: Index, e: Derivation) -> str:
    return index.outlet(e.of) or index.path(e.of)


def _publisher(d: Document) -> list[Item]:
    return [{"name": d.publisher, "rel": "publisher"}] if d.publisher else []


def _quoted(index: Index, d: Document, kinds: tuple[str, ...]) -> Iterator[Item]:
    for s in index.sources_of.get(d.id, ()):
        if s.kind in kinds and s.name and not is_masked(s.name):
            yield {"name": s.name, "rel": "quoted", "uri": urn(s.id)}


def _places(index: Index, d: Document) -> Iterator[Item]:
    """Where the incidents took place that a document tells of, each name once."""
    names = [i.where.name for i in index.incidents_of.get(d.id, ()) if i.where]
    for name in dict.fromkeys(names):
        yield {"name": name, "rel": "mentions"}
