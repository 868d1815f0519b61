"""The dossier: everything a page says, gathered and put in order; the templates only lay it out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from importlib import resources
from typing import Any, NamedTuple

from firsthand import promises
from firsthand.config import Config
from firsthand.model import Ledger, Release, Statement
from firsthand.report import incidents, passages, views, words
from firsthand.report.charts import range_svg, series_svg, timeline_svg
from firsthand.report.codes import name_of
from firsthand.report.index import Index
from firsthand.report.map import drawable, map_svg
from firsthand.report.passages import Note
from firsthand.report.svg import PALETTE
from firsthand.report.tree import forest, size, tree_svg
from firsthand.report.wording import Runs, compared

# Statements about one incident that a claims table lists one by one; beyond it, the rest is counted (they all stand in the appendix).
LISTED = 60
# Origins that stand side by side in one table of claims: more columns are too narrow to read on a page of A4.
ABREAST = 3
# Places listed for one claim, and reasons listed for one grouping; the rest is counted or left to the incident's page.
PLACES, REASONS = 6, 10
MEASURES = ("killed", "perpetrators_killed", "injured", "abducted")
MEASURE_NAMES = {
    "killed": "Killed",
    "perpetrators_killed": "Attackers killed",
    "perpetrators_injured": "Attackers injured",
    "injured": "Injured",
    "abducted": "Abducted",
    "missing": "Missing",
    "arrested": "Arrested",
    "displaced": "Displaced",
    "casualties": "Casualties (killed and injured not told apart)",
}


class Bound(NamedTuple):
    """Who set which ends of a range."""

    ends: str
    value: str
    by: str
    notes: tuple[Note, ...]


class Counted(NamedTuple):
    """One measure of an incident with its picture and its bound setters."""

    name: str
    range: promises.Range
    words: str
    svg: str
    bounds: tuple[Bound, ...]
    said: str


class Said(NamedTuple):
    """One thing told of an incident: the same content on the same word is one row, with a note for each place that tells it."""

    property: str
    value: str
    firmness: str
    words: str
    chain: str
    notes: tuple[Note, ...]
    more: int


class Voice(NamedTuple):
    """One independent origin."""

    number: int
    name: str
    known: bool
    outlets: str
    reasons: tuple[str, ...]


class Claims(NamedTuple):
    """What some origins say, side by side: one row for each property, one cell for each origin."""

    voices: tuple[Voice, ...]
    rows: tuple[tuple[str, tuple[tuple[Said, ...], ...]], ...]


class Dispute(NamedTuple):
    """The disagreements of one property that are of one kind, taken together."""

    property: str
    kind: str
    claims: tuple[promises.Claim, ...]
    why: tuple[str, ...]


class Chapter(NamedTuple):
    """One incident as the dossier tells it."""

    row: promises.IncidentRow
    title: str
    standing: str
    counts: tuple[Counted, ...]
    actors: tuple[tuple[str, str], ...]
    claims: tuple[Claims, ...]
    course: tuple[Said, ...]
    unlisted: int
    disagreements: tuple[Dispute, ...]
    place: str
    precision: str
    map: str
    together: tuple[str, ...]


class Changed(NamedTuple):
    """A change in the telling: both wordings as runs of (text, mark); the mark is same, other (worded otherwise) or key (what matters)."""

    row: promises.DriftRow
    before: Runs
    after: Runs


def contents(released: Release, *, config: Config, made: str | None = None) -> dict[str, Any]:
    """Everything the templates need, for one release.

    1. Views, notes and the appendix of texts.
    2. Incidents as chapters, the most reported first, then by deaths, then by date.
    3. Lineage, drift, series, figures, sources, quotes.
    4. The summary, the method and the marking.

    Args:
        made: when the dossier is made, as words; left out where the same ledger must give the same bytes.
    """
    # 1
    ledger = released.ledger
    index = Index(ledger)
    documents = views.documents(ledger)
    dates = {d.id: words.published(d.published) for d in documents.documents}
    noted = passages.notes(index)
    # 2
    disputes = views.disagreements(ledger).disagreements
    rows = views.incidents(ledger).incidents
    chapters = [_chapter(index, row, noted, disputes) for row in rows]
    chapters.sort(key=lambda c: (-len(c.row.documents), -_weight(c.row), c.row.when.earliest or "9999", c.row.id))
    # 3
    drifts = [Changed(d, *compared(d.original, d.retold, d.why)) for d in views.drift(ledger).drifts]
    trees = forest(index)
    speakers = views.sources(ledger).sources
    families = [t for t in trees if size(t) > 1 or t.children]
    # 4
    return {
        "marking": released.marking,
        "public": released.public,
        "made": made,
        "cuts": released.cuts,
        "release_notes": released.notes,
        "summary": _summary(ledger, documents, trees),
        "chapters": chapters,
        "map": map_svg([c.row for c in chapters]),
        "timeline": timeline_svg([c.row for c in chapters]),
        "drifts": drifts,
        "critical": [d for d in drifts if d.row.severity == "critical"],
        "families": [(t, tree_svg(t, links=True)) for t in families],
        "loners": [t for t in trees if size(t) == 1 and not t.children],
        "edges": views.lineage(ledger).edges,
        "series": _series(ledger),
        "figures": _once(
            views.figures(ledger).figures, noted, ("what", "where", "low", "best", "high", "speaker", "factuality")
        ),
        "sources": [s for s in speakers if s.statements or s.quotes],
        "silent_sources": sum(not (s.statements or s.quotes) for s in speakers),
        "quotes": _once([q for q in views.quotes(ledger).quotes if q.direct], noted, ("text", "speaker")),
        "documents": documents.documents,
        "rejected": documents.rejected,
        "appendix": passages.appendix(index, noted, dates),
        "dates": dates,
        "notes": noted,
        "config": config,
        "words": words,
        "grade_words": words.GRADE_WORDS,
    }


def _weight(row: promises.IncidentRow) -> int:
    return max((n for n in (row.killed.low, row.killed.best, row.killed.high) if n is not None), default=-1)


def _summary(ledger: Ledger, documents: promises.Documents, trees: Iterable[Any]) -> dict[str, Any]:
    outlets = {d.publisher for d in documents.documents if d.publisher}
    unknown = sum(1 for d in documents.documents if not d.publisher)
    origins = {o.key for a in ledger.assessments for o in a.origins}
    return {
        "articles": words.plural(len(documents.documents), "article"),
        "outlets": words.plural(len(outlets), "outlet"),
        "unknown_outlets": unknown,
        "origins": words.plural(len(origins), "independent origin"),
        "families": words.plural(sum(1 for _ in trees), "family", "families"),
        "copies": sum(1 for d in documents.documents if d.coverage_derived >= 0.5),
        "drifts": len(ledger.collation.drifts),
        "statements": len(ledger.statements),
    }


def _chapter(
    index: Index, row: promises.IncidentRow, noted: dict[str, Note], disputes: tuple[promises.DisagreementRow, ...]
) -> Chapter:
    incident = index.incidents[row.id]
    counts = [_counted(index, noted, m, getattr(row, m)) for m in MEASURES if getattr(row, m) != promises.NO_RANGE]
    counts += [_counted(index, noted, m, found) for m, found in row.counts.items()]
    claims, spoken = claims_of(index, row.id, noted)
    actors: dict[str, list[str]] = defaultdict(list)
    for actor in row.actors:
        actors[actor.role].append(actor.name)
    reasons = dict.fromkeys(r.words for link in incident.links if link.joined for r in link.reasons)
    told = [index.statements[s] for s in row.statements if s in index.statements and s not in spoken]
    course = _said(index, told, noted)
    listed = course[:LISTED]
    return Chapter(
        row=row,
        title=words.titled(row),
        standing=words.standing(row),
        counts=tuple(counts),
        actors=tuple((role, "; ".join(dict.fromkeys(names))) for role, names in actors.items()),
        claims=claims,
        course=listed,
        unlisted=len(course) - len(listed),
        disagreements=_disputes([d for d in disputes if d.incident == row.id]),
        place=words.placed(row.where),
        precision=words.precision(row.where),
        map=map_svg([row], width=300, height=210, links=False) if drawable(row) else "",
        together=tuple(reasons)[:REASONS],
    )


def _counted(index: Index, noted: dict[str, Note], measure: str, found: promises.Range) -> Counted:
    ends: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for end in ("low", "best", "high"):
        setters = tuple(s for s in found.set_by.get(end, ()) if s in index.statements)
        if setters:
            ends[setters].append(end)
    bounds = []
    for ids, named in ends.items():
        by = ", ".join(dict.fromkeys(_speaker(index, index.statements[s]) for s in ids))
        marks = tuple(noted[s] for s in ids[:PLACES] if s in noted)
        values = sorted({getattr(found, end) for end in named if getattr(found, end) is not None})
        bounds.append(Bound(" and ".join(named), " and ".join(f"{v:,}" for v in values), by, marks))
    name = MEASURE_NAMES.get(measure, measure.replace("_", " ").capitalize())
    said = f"{words.plural(found.origins, 'origin')}, {words.plural(found.outlets, 'outlet')}"
    return Counted(name, found, words.counted(found), range_svg(found, name), tuple(bounds), said)


def _speaker(index: Index, statement: Statement) -> str:
    name = index.name(statement.chain[-1]) if statement.chain else None
    return name or index.outlet(statement.document) or index.path(statement.document)


def claims_of(index: Index, incident: str, noted: dict[str, Note]) -> tuple[tuple[Claims, ...], set[str]]:
    """What the origins say side by side, a few of them in each table, and the statements that are told there."""
    assessment = index.assessments.get(incident)
    voices, told, spoken = [], [], set()
    for number, origin in enumerate(assessment.origins if assessment else (), 1):
        statements = [index.statements[s] for s in origin.statements if s in index.statements]
        spoken |= {s.id for s in statements}
        outlets = ", ".join(index.outlets(origin.documents))
        name = index.name(origin.speaker) or outlets or "unknown"
        voices.append(Voice(number, name, origin.known, outlets if outlets != name else "", origin.reasons))
        told.append(_said(index, statements, noted))
    tables = []
    for first in range(0, len(voices), ABREAST):
        part = told[first : first + ABREAST]
        names = sorted({s.property for cell in part for s in cell}, key=lambda n: (_place(n), n))
        rows = tuple((name, tuple(tuple(s for s in cell if s.property == name) for cell in part)) for name in names)
        tables.append(Claims(tuple(voices[first : first + ABREAST]), rows))
    return tuple(tables), spoken


def _disputes(found: list[promises.DisagreementRow]) -> tuple[Dispute, ...]:
    grouped: dict[tuple[str, str], list[promises.DisagreementRow]] = defaultdict(list)
    for row in found:
        grouped[row.property, row.kind].append(row)
    disputes = []
    for (name, kind), rows in grouped.items():
        claims = {c.statement: c for row in rows for c in row.claims}
        ordered = sorted(claims.values(), key=lambda c: (c.low is None, c.low or 0, c.path or "", c.statement))
        disputes.append(Dispute(name, kind, tuple(ordered), tuple(dict.fromkeys(r.why for r in rows))))
    return tuple(disputes)


def _said(index: Index, statements: list[Statement], noted: dict[str, Note]) -> tuple[Said, ...]:
    """Statements as cells in the order of property and place; what says the same on the same word is one."""
    grouped: dict[tuple[str, str, str, str], list[Statement]] = defaultdict(list)
    for statement in sorted(
        statements, key=lambda s: (_place(s.property), s.property, index.path(s.document), s.start)
    ):
        chain = " → ".join(index.chain(statement.chain))
        name = statement.property.replace("_", " ")
        grouped[name, _valued(statement), _firmness(statement), chain].append(statement)
    # That an incident took place is what every claim of it says; only another state is worth a row.
    rows = []
    for (name, value, firmness, chain), members in grouped.items():
        if (name, value, firmness) == ("state", "occurred", ""):
            continue
        marks = list({noted[s.id].number: noted[s.id] for s in members if s.id in noted}.values())
        counted = members[0].estimate is not None
        said = marks[0].around if marks and counted else " · ".join(dict.fromkeys(s.text for s in members))
        rows.append(
            Said(
                name,
                value,
                firmness,
                words.shortened(said, 200),
                chain,
                tuple(marks[:PLACES]),
                max(0, len(marks) - PLACES),
            )
        )
    return tuple(rows)


# The order in which the properties of an incident are told: people first, then when and where, who and with what, kind and state last.
_TOLD = (*MEASURES, "missing", "when", "where", "perpetrator", "target", "victim", "weapon", "type", "state")
_ORDER = {name.replace("_", " "): place for place, name in enumerate(_TOLD)}


def _place(name: str) -> int:
    return _ORDER.get(name.replace("_", " "), len(_ORDER))


def _valued(statement: Statement) -> str:
    estimate = statement.estimate
    if estimate is not None:
        figure = words.interval(estimate.low, estimate.best, estimate.high)
        return f"{figure} {estimate.who}" if estimate.who else figure
    said = incidents.value_of(statement) or ""
    return name_of(said) if statement.property == "type" else said.replace("_", " ")


def _firmness(statement: Statement) -> str:
    parts: list[str] = [] if statement.factuality == "asserted" else [statement.factuality]
    if statement.polarity == "denied" and "denied" not in parts:
        parts.append("denied")
    if statement.hedge:
        parts.append(f"“{statement.hedge}”")
    return ", ".join(parts)


def _once(rows: Iterable[Any], noted: dict[str, Note], fields: tuple[str, ...]) -> list[tuple[Any, tuple[Note, ...]]]:
    """Rows that agree in these fields as one, the first in order, with the notes of all: what copies repeat is shown once."""
    grouped: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in rows:
        grouped[tuple(getattr(row, field) for field in fields)].append(row)
    return [(found[0], tuple(noted[r.id] for r in found[:PLACES] if r.id in noted)) for found in grouped.values()]


def _series(ledger: Ledger) -> list[tuple[str, list[promises.SeriesRow], str]]:
    grouped: dict[tuple[str, str], list[promises.SeriesRow]] = defaultdict(list)
    for row in views.series(ledger).series:
        grouped[row.what or row.measure, row.where or ""].append(row)
    found = []
    for (what, where), rows in sorted(grouped.items()):
        ordered = sorted(rows, key=lambda r: (r.earliest or "9999", r.path, r.id))
        title = f"{what[:1].upper()}{what[1:]}" + (f", {where}" if where else "")
        found.append((title, ordered, series_svg(ordered)))
    return found


def html(released: Release, *, config: Config, made: str | None = None) -> str:
    """The dossier as one self-contained HTML page: no script, no request to anywhere."""
    style = resources.files("firsthand.report").joinpath("templates", "dossier.css").read_text(encoding="utf-8")
    return _render("dossier.html.j2", contents(released, config=config, made=made) | {"style": PALETTE + style})


def markdown(released: Release, *, config: Config, made: str | None = None) -> str:
    """The dossier as Markdown, without pictures."""
    text = _render("dossier.md.j2", contents(released, config=config, made=made))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _render(name: str, values: dict[str, Any]) -> str:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("firsthand.report", "templates"),
        autoescape=name.endswith(".html.j2"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # The palette of the pictures stands once in the page's own style; inside each picture it would only add weight.
    environment.filters["svg"] = lambda drawn: Markup(drawn.replace(f"<style>{PALETTE}</style>", ""))
    environment.filters["md"] = _escaped
    return environment.get_template(name).render(values)


def _escaped(text: object) -> str:
    """Text for Markdown: on one line, and no character of it taken for markup."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", " ".join(str(text).split()))
