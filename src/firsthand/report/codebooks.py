"""The same ledger under several codebooks, as the promised shape and as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from firsthand import promises
from firsthand.model import Ledger, Tally
from firsthand.report.console import out
from firsthand.report.incidents import claim_of, incident_row
from firsthand.report.index import Index
from firsthand.report.words import interval, titled


def codebooks(ledger: Ledger, names: Sequence[str], found: Mapping[str, Sequence[Tally]]) -> promises.Codebooks:
    """Incidents by date, each count under each codebook, each bound with the claims that set it.

    Args:
        found: the tallies of each incident under all the codebooks, as `reckon.compare` gives them.

    Example:
        >>> codebooks(Ledger(), ("ucdp",), {}).incidents
        ()
    """
    index = Index(ledger)
    rows = [incident_row(index, i) for i in ledger.incidents]
    rows.sort(key=lambda r: (r.when.earliest is None, r.when.earliest or "", r.id))
    return promises.Codebooks(
        codebooks=tuple(names),
        incidents=tuple(
            promises.CodebooksRow(id=r.id, title=titled(r), counts=tuple(_compared(index, found.get(r.id, ()))))
            for r in rows
        ),
    )


def _compared(index: Index, tallies: Sequence[Tally]) -> list[promises.Compared]:
    by_measure: dict[str, list[Tally]] = {}
    for tally in tallies:
        by_measure.setdefault(tally.measure, []).append(tally)
    return [
        promises.Compared(
            measure=measure,
            origins=len(same[0].origins),
            outlets=len(same[0].outlets),
            rulings=tuple(_ruling(index, t) for t in same),
        )
        for measure, same in by_measure.items()
    ]


def _ruling(index: Index, tally: Tally) -> promises.Ruling:
    def bound(end: str, value: int | None) -> promises.Bound:
        return promises.Bound(value=value, claims=tuple(claim_of(index, s) for s in tally.set_by.get(end, ())))

    return promises.Ruling(
        codebook=tally.codebook,
        low=bound("low", tally.low),
        best=bound("best", tally.best),
        high=bound("high", tally.high),
        rule=tally.words,
    )


def print_codebooks(seen: promises.Codebooks) -> None:
    """A table of counts by codebooks, and below it who set each bound that the codebooks do not share."""
    from rich.table import Table
    from rich.text import Text

    console = out()
    shown = [(row, count) for row in seen.incidents for count in row.counts]
    if not shown:
        console.print("No counts in this ledger.")
        return
    for row in seen.incidents:
        if not row.counts:
            continue
        console.print(f"{row.title} ({row.id})", style="bold", markup=False)
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        for column in ("count", "origins", *seen.codebooks):
            table.add_column(column, no_wrap=True)
        for count in row.counts:
            cells = [interval(r.low.value, r.best.value, r.high.value) for r in count.rulings]
            table.add_row(*(Text(c) for c in (count.measure.replace("_", " "), str(count.origins), *cells)))
        console.print(table)
        for count in row.counts:
            for line in setters(count):
                console.print(f"  {line}", markup=False)
        console.print()


def setters(count: promises.Compared) -> list[str]:
    """Who set the bounds of a count, codebooks that agree taken together, in words."""
    told: dict[str, list[str]] = {}
    for ruling in count.rulings:
        ends = []
        for end, bound in (("low", ruling.low), ("best", ruling.best), ("high", ruling.high)):
            if bound.claims:
                who = dict.fromkeys(f"{c.speaker or 'no one named'} ({c.path})" for c in bound.claims)
                ends.append(f"{end} {bound.value if bound.value is not None else 'open'} by {', '.join(who)}")
        told.setdefault("; ".join(ends) or "no bound is set", []).append(ruling.codebook)
    return [f"{count.measure.replace('_', ' ')}, {', '.join(names)}: {words}" for words, names in told.items()]
