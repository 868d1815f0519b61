"""The pages of the workbench. Each is a plain document that can be bookmarked, printed and read without scripts."""

from __future__ import annotations

import functools
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qs

from firsthand.errors import FirsthandError, UnknownName, UsageError
from firsthand.serve.desk import Desk

if TYPE_CHECKING:
    from jinja2 import Environment
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from firsthand.model import Document, Ledger
    from firsthand.report.dossier import Claims

MENU = (
    ("/", "Overview"), ("/incidents", "Incidents"), ("/documents", "Documents"), ("/lineage", "Lineage"), ("/drift", "Drift"),
    ("/sources", "Sources"), ("/disagreements", "Disagreements"), ("/figures", "Figures"), ("/review", "Review"), ("/search", "Search"),
    ("/audit", "Audit"),
)  # fmt: skip


class Run(NamedTuple):
    """A run of a document's text between two borders, with what covers it."""

    text: str
    derived: str | None
    drift: str | None
    statements: tuple[str, ...]
    begins: tuple[str, ...] = ()


@functools.cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("firsthand.serve"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _page(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    from starlette.responses import HTMLResponse

    html = _templates().get_template(template).render(menu=MENU, here=request.url.path, **values)
    return HTMLResponse(html, status_code=status)


async def named_error(request: Request, error: Exception) -> Response:
    """A named error as a page, or as JSON under `/api/`: what, where, next step."""
    from starlette.responses import JSONResponse

    status = 404 if isinstance(error, UnknownName) else 400
    named = error if isinstance(error, FirsthandError) else FirsthandError(str(error))
    if request.url.path.startswith("/api/"):
        return JSONResponse(
            {"error": named.what, "where": named.where, "next_step": named.next_step}, status_code=status
        )
    return _page(request, "error.html", status, title="Not so", error=named)


async def not_found(request: Request, error: Exception) -> Response:
    """No such page."""
    return await named_error(
        request, UnknownName("there is no such page", where=request.url.path, next_step="choose one from the menu")
    )


def routes(desk: Desk) -> list[BaseRoute]:
    """The routes of the pages."""
    from starlette.routing import Route

    return [
        Route("/", functools.partial(_overview, desk)),
        Route("/incidents", functools.partial(_list, desk, "incidents")),
        Route("/incidents/{id}", functools.partial(_incident, desk)),
        Route("/documents", functools.partial(_list, desk, "documents")),
        Route("/documents/{id}", functools.partial(_document, desk)),
        Route("/lineage", functools.partial(_lineage, desk)),
        Route("/drift", functools.partial(_list, desk, "drift")),
        Route("/sources", functools.partial(_list, desk, "sources")),
        Route("/sources/{id}", functools.partial(_source, desk)),
        Route("/disagreements", functools.partial(_list, desk, "disagreements")),
        Route("/figures", functools.partial(_figures, desk)),
        Route("/review", functools.partial(_review, desk), methods=["GET", "POST"]),
        Route("/search", functools.partial(_search, desk)),
        Route("/audit", functools.partial(_audit, desk)),
    ]


async def _overview(desk: Desk, request: Request) -> Response:
    ledger = desk.ledger()
    outlets = {d.publisher for d in ledger.documents if d.publisher}
    counts = [
        ("documents", len(ledger.documents)), ("outlets named", len(outlets)), ("families of reports", len(ledger.collation.families)),
        ("statements", len(ledger.statements)), ("incidents", len(ledger.incidents)), ("rejected inputs", len(ledger.rejected)),
    ]  # fmt: skip
    return _page(
        request, "overview.html", title="Overview", counts=counts, incidents=desk.show("incidents").incidents,
        drifts=[d for d in desk.show("drift").drifts if d.severity in ("critical", "high")][:5], rejected=desk.show("documents").rejected,
        doubtful=len(ledger.doubtful),
    )  # fmt: skip


async def _list(desk: Desk, what: str, request: Request) -> Response:
    shown = desk.show(what)
    return _page(request, f"{what}.html", title=what.capitalize(), shown=shown, names=_names(desk.ledger()))


async def _incident(desk: Desk, request: Request) -> Response:
    row = desk.row("incidents", request.path_params["id"])
    statements = [s for s in desk.show("statements").statements if s.id in set(row.statements)]
    ledger = desk.ledger()
    tables, spoken = side_by_side(ledger, row.id)
    by_document: dict[str, list[Any]] = {}
    for statement in statements:
        if statement.id not in spoken:
            by_document.setdefault(statement.document, []).append(statement)
    incident = next(i for i in desk.ledger().incidents if i.id == row.id)
    assessed = [a for a in desk.ledger().assessments if a.incident == row.id]
    disagreements = [d for d in desk.show("disagreements").disagreements if d.incident == row.id]
    return _page(
        request, "incident.html", title=", ".join(row.types.names) or "Incident", row=row, tables=tables, by_document=by_document,
        links=incident.links,
        assessed=assessed, disagreements=disagreements, names=_names(desk.ledger()),
    )  # fmt: skip


async def _document(desk: Desk, request: Request) -> Response:
    ledger, identity = desk.ledger(), request.path_params["id"]
    row = desk.row("documents", identity)
    document = next(d for d in ledger.documents if d.id == identity)
    statements = [s for s in desk.show("statements").statements if s.document == identity]
    drifts = [d for d in desk.show("drift").drifts if d.document == identity]
    return _page(
        request, "document.html", title=document.headline or document.address, row=row, document=document, statements=statements, drifts=drifts,
        edges=[e for e in desk.show("lineage").edges if identity in (e.from_, e.to)], runs=runs(ledger, document), names=_names(ledger),
    )  # fmt: skip


async def _lineage(desk: Desk, request: Request) -> Response:
    from firsthand.report.index import Index
    from firsthand.report.tree import forest, forest_svg

    shown = desk.show("lineage")
    return _page(
        request,
        "lineage.html",
        title="Lineage",
        shown=shown,
        svg=forest_svg(forest(Index(desk.ledger()))),
        names=_names(desk.ledger()),
    )


async def _source(desk: Desk, request: Request) -> Response:
    row = desk.row("sources", request.path_params["id"])
    said = [q for q in desk.show("quotes").quotes if q.speaker.id == row.id]
    fall = desk.whatif((row.id,), ()) if request.query_params.get("whatif") else None
    return _page(
        request,
        "source.html",
        title=row.name or row.description or "Unnamed source",
        row=row,
        said=said,
        fall=fall,
        names=_names(desk.ledger()),
    )


async def _figures(desk: Desk, request: Request) -> Response:
    return _page(
        request,
        "figures.html",
        title="Figures and series",
        figures=desk.show("figures").figures,
        series=desk.show("series").series,
    )


async def _review(desk: Desk, request: Request) -> Response:
    from starlette.responses import RedirectResponse

    if request.method == "POST":
        form = {key: values[0] for key, values in parse_qs((await request.body()).decode("utf-8", "replace")).items()}
        missing = [key for key in ("verdict", "left") if not form.get(key)]
        if missing:
            raise UsageError(f"the form lacks {', '.join(missing)}", next_step="go back and choose")
        desk.judge(form["verdict"], form["left"], form.get("right"), form.get("note", ""))
        return RedirectResponse("/review", status_code=303)
    ledger = desk.ledger()
    slots = {s.slot: s for s in ledger.statements if s.slot and s.property == "type"}
    return _page(
        request,
        "review.html",
        title="Review",
        doubtful=ledger.doubtful,
        judgements=ledger.judgements,
        slots=slots,
        names=_names(ledger),
    )


async def _search(desk: Desk, request: Request) -> Response:
    words = request.query_params.get("q", "")
    return _page(request, "search.html", title="Search", words=words, hits=desk.search(words))


async def _audit(desk: Desk, request: Request) -> Response:
    return _page(request, "audit.html", title="Audit", lines=desk.store.audit_lines())


def _names(ledger: Ledger) -> dict[str, str]:
    """Id of a document or named original -> how people call it."""
    names = {d.id: " · ".join(x for x in (d.publisher, d.headline or d.address) if x) for d in ledger.documents}
    return {**names, **{v.id: v.name for v in ledger.collation.virtuals}}


def side_by_side(ledger: Ledger, incident: str) -> tuple[tuple[Claims, ...], set[str]]:
    """What the independent origins of an incident say, a column each, and the ids of the statements that are told there."""
    from firsthand.report.dossier import claims_of
    from firsthand.report.index import Index
    from firsthand.report.passages import notes

    index = Index(ledger)
    return claims_of(index, incident, notes(index))


def runs(ledger: Ledger, document: Document) -> list[Run]:
    """The text of a document cut at every border of a derived passage, drift or statement, in order; the pieces joined are the text."""
    derived = [
        (a.start, a.end, d.of) for d in ledger.collation.derivations if d.document == document.id for a in d.evidence
    ]
    drifts = [(d.start, d.end, d.id) for d in ledger.collation.drifts if d.document == document.id]
    statements = [(s.start, s.end, s.id) for s in ledger.statements if s.document == document.id]
    borders = sorted(
        {0, len(document.text), *(b for spans in (derived, drifts, statements) for span in spans for b in span[:2])}
    )

    def covering(spans: list[tuple[int, int, str]], at: int) -> list[str]:
        return [name for start, end, name in spans if start <= at < end]

    return [
        Run(
            document.text[start:end],
            next(iter(covering(derived, start)), None),
            next(iter(covering(drifts, start)), None),
            tuple(covering(statements, start)),
            tuple(dict.fromkeys(name for first, _, name in statements if first == start < end)),
        )
        for start, end in pairwise(borders)
    ]
