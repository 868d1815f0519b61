"""Competing hypotheses as the promised shape and as a table: evidence down, hypotheses across."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from firsthand import promises
from firsthand.model import Ledger
from firsthand.report.console import out
from firsthand.report.incidents import claim_of
from firsthand.report.index import Index


def hypotheses(ledger: Ledger, incident: str, tables: Sequence[Any]) -> promises.Hypotheses:
    """The tables of one incident as `reckon.hypotheses` gives them, each statement with its words and its document.

    Example:
        >>> hypotheses(Ledger(), "i-1", ()).tables
        ()
    """
    index = Index(ledger)
    return promises.Hypotheses(incident=incident, tables=tuple(_table(index, t) for t in tables))


def _table(index: Index, table: Any) -> promises.Matrix:
    return promises.Matrix(
        property=table.property,
        hypotheses=tuple(
            promises.Hypothesis(value=h, against=table.against(n), weighted=table.against(n, weighted=True))
            for n, h in enumerate(table.hypotheses)
        ),
        evidence=tuple(
            promises.EvidenceRow(
                who=e.who,
                marks=e.cells,
                credibility=e.credibility,
                known=e.known,
                diagnosticity=e.diagnosticity,
                claims=tuple(claim_of(index, s) for s in e.statements),
            )
            for e in table.evidence
        ),
        silent=table.silent,
    )


def print_hypotheses(seen: promises.Hypotheses) -> None:
    """A table for each property: the least contradicted hypothesis first; rows that tell nothing apart are dim."""
    from rich.table import Table
    from rich.text import Text

    console = out()
    if not seen.tables:
        console.print("Nobody gives more than one value: there are no hypotheses to weigh.")
    for matrix in seen.tables:
        console.print(f"{matrix.property.replace('_', ' ')} of {seen.incident}", style="bold", markup=False)
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        for column in ("origin", "weight", *(h.value for h in matrix.hypotheses), "tells apart"):
            table.add_column(Text(column))
        for row in matrix.evidence:
            who = row.who if row.known else f"{row.who} (lineage not known)"
            style = "dim" if row.diagnosticity == 0 else ""
            table.add_row(*(Text(c, style=style) for c in (who, row.credibility, *row.marks, str(row.diagnosticity))))
        table.add_row("against", "", *(Text(str(h.against)) for h in matrix.hypotheses), "")
        table.add_row("against, weighted", "", *(Text(str(h.weighted)) for h in matrix.hypotheses), "")
        console.print(table)
        if matrix.silent:
            console.print(f"{matrix.silent} of the incident's origins say nothing of it")
        console.print()
