"""Terminal tables: one for each `firsthand show`, for the summary of a run, for a release, a what-if and the settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from firsthand import promises
from firsthand.config import SETTINGS, Config
from firsthand.model import Ledger, Release
from firsthand.report import views
from firsthand.report.console import out
from firsthand.report.words import counted, dated, grouped_cuts, interval, placed, plural, shortened, standing, titled

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

# A folding column is never narrower than this, and a plain one never wider: a path cut into two-letter pieces cannot be read.
NARROWEST, WIDEST_CELL = 20, 24
# Changes that the demo tells of, one for each retelling: enough to see the point, few enough to stay on one screen.
STORIES = 4


class Timed(Protocol):
    """One step of a run: its name, items done now, items already done, seconds."""

    @property
    def name(self) -> str:
        """The room."""

    @property
    def done(self) -> int:
        """Items done now."""

    @property
    def kept(self) -> int:
        """Items that were already done."""

    @property
    def seconds(self) -> float:
        """Wall-clock seconds."""


class Ran(Protocol):
    """What a run ends with: the ledger, its steps, the files written."""

    @property
    def ledger(self) -> Ledger:
        """The ledger."""

    @property
    def steps(self) -> Sequence[Timed]:
        """The steps."""

    @property
    def files(self) -> tuple[Any, ...]:
        """Paths of the files written."""


def _table(*columns: str, title: str | None = None) -> Table:
    """A quiet table. A column name ending in ``#`` is right-aligned, in ``*`` takes the remaining width and folds."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left", pad_edge=False, header_style="bold")
    for column in columns:
        wide = column.endswith("*")
        table.add_column(
            column.rstrip("#*"),
            justify="right" if column.endswith("#") else "left",
            ratio=1 if wide else None,
            min_width=NARROWEST if wide else None,
            max_width=None if wide else WIDEST_CELL,
            overflow="fold",
            no_wrap=column.endswith("#"),
        )
    table.expand = any(c.endswith("*") for c in columns)
    return table


def _rows(table: Table, rows: Iterable[tuple[Any, ...]]) -> Table:
    from rich.text import Text

    for row in rows:
        table.add_row(*(cell if isinstance(cell, Text) else Text("" if cell is None else str(cell)) for cell in row))
    return table


# ------------------------------------------------------------------------------------------------------------------ show


def print_view(what: str, seen: Any, *, why: bool = False) -> None:
    """Prints one `show` document on standard output; says so where there is nothing to show. `why`: lineage with its reasons.

    Raises:
        KeyError: no table of that name (the command line offers only those there are).
    """
    if not any(getattr(seen, field) for field in seen.__struct_fields__):
        out().print(f"No {what} in this ledger.")
        return
    for part in _lineage(seen, why=why) if what == "lineage" else VIEWS[what](seen):
        out().print(part)


def _documents(seen: promises.Documents) -> list[RenderableType]:
    table = _table(
        "document*", "publisher*", "author / agency*", "published", "basis", "words#", "derived#", "comments#"
    )
    for d in seen.documents:
        by = " / ".join(x for x in (d.author, d.agency) if x)
        when = dated(
            promises.Span(earliest=d.published.earliest, latest=d.published.latest, precision=d.published.precision)
        )
        share = f"{d.coverage_derived:.0%}" if d.coverage_derived else "own"
        _rows(
            table,
            [
                (
                    d.path,
                    d.publisher,
                    by,
                    when.replace("date not known", "not known"),
                    d.published.basis,
                    d.words,
                    share,
                    d.comments or "",
                )
            ],
        )
    parts: list[RenderableType] = [table]
    if seen.rejected:
        rejected = _table("rejected*", "reason", "what*")
        parts.append(_rows(rejected, ((r.path, r.reason, r.what) for r in seen.rejected)))
    return parts


def _lineage(seen: promises.Lineage, *, why: bool = False) -> list[RenderableType]:
    from firsthand.report.lines import trees

    return [*trees(seen, why=why)]


def _drift(seen: promises.Drifts) -> list[RenderableType]:
    from firsthand.report.lines import proof

    return proof(seen)


def _quotes(seen: promises.Quotes) -> list[RenderableType]:
    table = _table("document*", "speaker", "quote*", "kind")
    rows = (
        (
            q.path,
            q.speaker.name or q.speaker.description or "nobody named",
            q.text,
            "direct" if q.direct else "reported",
        )
        for q in seen.quotes
    )
    return [_rows(table, rows)]


def _statements(seen: promises.Statements) -> list[RenderableType]:
    table = _table("document*", "property", "value", "firmness", "on whose word", "words*")
    rows = (
        (
            s.path,
            s.property,
            _value(s),
            _firmness(s),
            " → ".join(s.chain) or "the report itself",
            shortened(s.text, 160),
        )
        for s in seen.statements
    )
    return [_rows(table, rows)]


def _value(row: promises.StatementRow) -> str:
    if row.low is None and row.best is None and row.high is None:
        return row.value or ""
    return interval(row.low, row.best, row.high)


def _firmness(row: promises.StatementRow) -> str:
    words = [] if row.factuality == "asserted" else [row.factuality]
    if row.polarity == "denied" and "denied" not in words:
        words.append("denied")
    if row.hedge:
        words.append(f"“{row.hedge}”")
    return ", ".join(words) or "asserted"


def _incidents(seen: promises.Incidents) -> list[RenderableType]:
    table = _table("incident*", "where*", "killed", "injured", "abducted", "rests on*", "grade")
    for i in seen.incidents:
        shown = [counted(r) if r != promises.NO_RANGE else "" for r in (i.killed, i.injured, i.abducted)]
        _rows(table, [(titled(i), placed(i.where), *shown, standing(i), i.grade or "")])
    cautions = [(shortened(titled(i), 50), c) for i in seen.incidents for c in i.cautions]
    parts: list[RenderableType] = [table]
    if cautions:
        parts.append(_rows(_table("incident", "caution*"), cautions))
    return parts


def _series(seen: promises.SeriesList) -> list[RenderableType]:
    table = _table("what*", "where*", "from", "to", "count", "speaker*", "document*")
    rows = (
        (s.what or s.measure, s.where, s.earliest, s.latest, interval(s.low, s.best, s.high), s.speaker, s.path)
        for s in seen.series
    )
    return [_rows(table, rows)]


def _figures(seen: promises.Figures) -> list[RenderableType]:
    table = _table("what*", "where", "figure", "parts*", "speaker*", "document*")
    rows = (
        (
            f.what or f.measure,
            f.where,
            interval(f.low, f.best, f.high) + (f" {f.unit}" if f.unit else ""),
            _parts(f),
            f.speaker,
            f.path,
        )
        for f in seen.figures
    )
    return [_rows(table, rows)]


def _parts(row: promises.FigureRow) -> str:
    holds = {True: " (adds up)", False: " (does not add up)", None: ""}[row.sum_holds]
    return ", ".join(f"{p.who} {p.value:,}" for p in row.parts) + (holds if row.parts else "")


def _sources(seen: promises.Sources) -> list[RenderableType]:
    table = _table("source*", "kind", "grade", "statements#", "quotes#", "also called*", "cautions*")
    rows = (
        (
            s.name or s.description or "unnamed",
            s.kind,
            "/".join(g for g in (s.reliability, s.reliability_earned) if g),
            s.statements,
            s.quotes,
            ", ".join(n for n in s.names if n != s.name),
            "; ".join(s.cautions),
        )
        for s in seen.sources
    )
    return [_rows(table, rows)]


def _disagreements(seen: promises.Disagreements) -> list[RenderableType]:
    table = _table("property", "kind", "claims*", "why*")
    rows = ((d.property, d.kind, "\n".join(_claim(c) for c in d.claims), d.why) for d in seen.disagreements)
    return [_rows(table, rows)]


def _claim(claim: promises.Claim) -> str:
    figure = interval(claim.low, claim.best, claim.high)
    said = claim.value or "" if figure == "not known" else figure
    return f"{said} ({claim.speaker or 'the report itself'}, {claim.path})"


VIEWS: dict[str, Callable[[Any], list[Any]]] = {
    "documents": _documents,
    "lineage": _lineage,
    "drift": _drift,
    "quotes": _quotes,
    "statements": _statements,
    "incidents": _incidents,
    "series": _series,
    "figures": _figures,
    "sources": _sources,
    "disagreements": _disagreements,
}


# -------------------------------------------------------------------------------------------------------- run and others


def print_summary(summary: Ran) -> None:
    """What a run found and how long each room took, and where the dossier lies."""
    ledger, console = summary.ledger, out()
    console.print(_summary_table(ledger))
    steps = _table("room", "done now#", "already done#", "seconds#")
    console.print(_rows(steps, ((s.name, f"{s.done:,}", f"{s.kept:,}", f"{s.seconds:.2f}") for s in summary.steps)))
    rejected = views.documents(ledger).rejected
    if rejected:
        table = _table("rejected*", "reason", "next step*")
        console.print(_rows(table, ((r.path, r.reason, r.next_step or r.what) for r in rejected)))
    for file in summary.files:
        if str(file).endswith(("dossier.html", "dossier.md")):
            console.print(f"dossier: {file}", soft_wrap=True, markup=False)


def _summary_table(ledger: Ledger) -> Table:
    seen, tree = views.documents(ledger), views.lineage(ledger)
    outlets = {d.publisher for d in seen.documents if d.publisher}
    unknown = sum(d.publisher is None for d in seen.documents)
    origins = {o.key for a in ledger.assessments for o in a.origins}
    critical = sum(d.severity == "critical" for d in ledger.collation.drifts)
    table = _table("in this ledger", "n#", "*")
    return _rows(
        table,
        [
            ("documents", len(seen.documents), f"{plural(len(tree.families), 'family', 'families')} of reports"),
            ("outlets", len(outlets), f"and {plural(unknown, 'document')} whose outlet is not told" if unknown else ""),
            ("independent origins", len(origins), "behind the incidents; only these support a grade"),
            (
                "retellings",
                sum(not e.virtual for e in tree.edges),
                f"{plural(len(ledger.collation.drifts), 'change')} in the telling, {critical} critical",
            ),
            (
                "statements",
                len(ledger.statements),
                f"{plural(len(ledger.quotes), 'quote')}, {plural(len(ledger.sources), 'source')}",
            ),
            ("incidents", len(ledger.incidents), plural(len(ledger.disagreements), "disagreement")),
            ("figures and series", len(ledger.figures) + len(ledger.series), ""),
            ("rejected inputs", len(ledger.rejected), "each named with its reason" if ledger.rejected else ""),
        ],
    )


def print_release(released: Release) -> None:
    """What was withheld or coarsened and why, never the value; and the marking."""
    console = out()
    audience = "public" if released.public else "internal"
    console.print(f"{audience} release, marked {released.marking}; {plural(len(released.cuts), 'cut')}")
    if released.cuts:
        table = _table("n#", "what", "where*", "rule", "why*")
        console.print(_rows(table, grouped_cuts(released.cuts)))
    for note in released.notes:
        console.print(f"note: {note}", markup=False)


def print_news(ledger: Ledger, before: set[str]) -> None:
    """Documents that were not there before and those that are gone."""
    index = {d.id: d for d in ledger.documents}
    new = [d for d in ledger.documents if d.id not in before]
    gone = before - set(index)
    console = out()
    for document in sorted(new, key=lambda d: d.address):
        console.print(f"new: {document.address} {document.headline or ''}", markup=False)
    for identity in sorted(gone):
        console.print(f"gone: {identity}", markup=False)
    if not new and not gone:
        console.print("nothing new")


def print_whatif(result: Any) -> None:
    """Before and after, side by side, for every incident that changes, and what falls with it."""
    seen = result if isinstance(result, promises.WhatIf) else _converted(result)
    console = out()
    asked = [f"without {', '.join(seen.without)}"] if seen.without or not seen.distrust else []
    asked += [f"distrusting {', '.join(seen.distrust)}"] if seen.distrust else []
    asked += [f"from {seen.since} on"] if seen.since else []
    console.print(
        f"{', '.join(asked) or 'without nothing'}: {plural(seen.unchanged, 'incident')} unchanged", markup=False
    )
    if seen.incidents:
        table = _table("incident", "killed before", "after", "origins before#", "after#")
        for i in seen.incidents:
            after = (counted(i.after.killed), i.after.origins) if i.after else ("nothing is left", "")
            _rows(table, [(i.id, counted(i.before.killed), after[0], i.before.origins, after[1])])
        console.print(table)
    if seen.fallen:
        table = _table("falls with it", "what*", "document*")
        console.print(_rows(table, ((f.kind, shortened(f.text, 120), f.path) for f in seen.fallen)))
    if seen.undated:
        console.print(f"{plural(seen.undated, 'named report')} of unknown day stay")
    if seen.published:
        table = _table("no longer holds in", "line#", "published*")
        console.print(_rows(table, ((p.file, p.line, shortened(p.text, 160)) for p in seen.published)))


def _converted(result: Any) -> promises.WhatIf:
    import msgspec

    return msgspec.convert(msgspec.to_builtins(result), promises.WhatIf)


def demo_story(ledger: Ledger) -> None:
    """What there is to see in a ledger, in a few lines: one story and its copies, the figure that changed, who disagrees."""
    console, tree, seen = out(), views.lineage(ledger), views.incidents(ledger)
    from firsthand.report.lines import trees

    if tree.families and len(tree.families[0].documents) > 1:
        console.print("\nOne story and its copies:", style="bold")
        console.print(trees(tree, full=False)[0])
    changes = views.drift(ledger).drifts
    worst = {d.path: d.id for d in reversed(changes)}
    for change in [d for d in changes if worst[d.path] == d.id][:STORIES]:
        console.print(
            f"\nChanged in the telling ({change.severity}, {change.kind}), {change.path}:", style="bold", markup=False
        )
        console.print(f"  was  {change.original}\n  now  {change.retold}", markup=False)
    if seen.incidents:
        row = max(seen.incidents, key=lambda i: (len(i.documents), i.id))
        console.print(f"\n{titled(row)}: killed {counted(row.killed)}", style="bold", markup=False)
        console.print(f"  {standing(row)}: only the origins count as confirmation", markup=False)
        disputes = [d for d in views.disagreements(ledger).disagreements if d.incident == row.id]
        for item in {(d.property, d.kind): d for d in reversed(disputes)}.values():
            claims = "; ".join(_claim(c) for c in item.claims)
            console.print(f"  {item.property}, {item.kind}: {claims}", markup=False)


def print_judgements(found: Sequence[tuple[str, ...]]) -> None:
    """What persons decided: id, when, by whom, what, why, and whether it still stands."""
    if not found:
        out().print("No judgement in this ledger.")
        return
    for identity, at, by, words, note, state in found:
        told = f"{identity}  {state}  {words}  ({by}, {at[:19]})" + (f"  {note}" if note else "")
        out().print(told, soft_wrap=True, markup=False)


def print_settings() -> None:
    """The table of settings: key, default, unit, help."""
    table, config = _table("setting", "default", "unit", "help*"), Config()
    out().print(_rows(table, ((s.key, getattr(config, s.key), s.unit, s.help) for s in SETTINGS)))
