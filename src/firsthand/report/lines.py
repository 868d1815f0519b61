"""Lineage and drift in the terminal: the family tree with its reasons, and the changes in the telling as a proof-reader lists them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from firsthand import promises
from firsthand.report.wording import compared
from firsthand.report.words import plural, shortened

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text
    from rich.tree import Tree

SEVERITIES = ("critical", "high", "medium", "low")
SEVERITY_STYLE = {"critical": "bold red", "high": "red", "medium": "yellow", "low": "dim"}
# Code points of an outlet's name shown in a branch; a longer one is cut, so that kind and shares stay on the line.
WHO = 40

Edge = promises.Edge


def trees(seen: promises.Lineage, *, why: bool = False, full: bool = True) -> list[Tree]:
    """One tree for each family; each branch says kind and shares.

    Args:
        seen: the lineage as promised.
        why: under each branch, the parts its score adds up from, and what tells the direction.
        full: who printed it and when, and both shares; else only the path, kind and first share.
    """
    return [_tree(family, seen, why=why, full=full) for family in seen.families]


def _tree(family: promises.FamilyRow, seen: promises.Lineage, *, why: bool, full: bool) -> Tree:
    from rich.text import Text
    from rich.tree import Tree

    members = {*family.documents, family.root}
    edges = _by_copy(e for e in seen.edges if e.from_ in members)
    names = dict(zip(family.documents, family.paths, strict=True))
    rows = {r.id: r for r in seen.documents}
    top = family.root if family.root not in names else _top(family, edges)
    if top in names:
        label = _who(Text(names[top], style="bold"), rows.get(top) if full else None)
    else:
        label = Text(family.root_path or top, style="bold italic").append(
            "  not among the documents", style="not bold dim"
        )
    tree, placed = Tree(label, guide_style="dim"), {top}
    if full and top in names:
        _beside(tree, [e for e in edges.get(top, ()) if e.virtual], why)
    branches, waiting = {top: tree}, [d for d in family.documents if d != top]
    while waiting:
        ready = [d for d in waiting if _above(d, edges, members) in placed] or waiting[:1]
        for identity in ready:
            parents = edges.get(identity, [])
            above = _above(identity, edges, members)
            main = next((e for e in parents if e.to == above), None)
            words = _who(Text(names[identity]), rows.get(identity) if full else None)
            words.append("  " + _how(main, full), style="dim")
            branches[identity] = branches.get(above or top, tree).add(words)
            placed.add(identity)
            if full:
                if why and main:
                    _reasons(branches[identity], main)
                _beside(branches[identity], [e for e in parents if e is not main], why)
        waiting = [d for d in waiting if d not in placed]
    return tree


def _by_copy(edges: Iterable[Edge]) -> dict[str, list[Edge]]:
    """The edges of each retelling: what is here before what is absent, the largest share first."""
    found: dict[str, list[Edge]] = {}
    for edge in sorted(edges, key=lambda e: (e.virtual, -(e.coverage or 0.0), e.to_path)):
        found.setdefault(edge.from_, []).append(edge)
    return found


def _above(identity: str, edges: dict[str, list[Edge]], members: set[str]) -> str | None:
    return next((e.to for e in edges.get(identity, ()) if e.to in members), None)


def _top(family: promises.FamilyRow, edges: dict[str, list[Edge]]) -> str:
    tops = [d for d in family.documents if _above(d, edges, {*family.documents}) is None]
    return family.root if family.root in tops or not tops else tops[0]


def _who(label: Text, row: promises.RelativeRow | None) -> Text:
    if row is not None:
        told = ", ".join(x for x in (shortened(row.who, WHO) if row.who else "", row.when) if x)
        label.append(f"  {told}", style="not bold cyan")
    return label


def _how(edge: Edge | None, full: bool) -> str:
    if edge is None:
        return "relative"
    if edge.coverage is None:
        return f"{edge.kind}, share not known"
    share = f"{edge.kind}, {edge.coverage:.0%}"
    if full and edge.coverage_of is not None:
        share += f" of it, {edge.coverage_of:.0%} of the original"
    return share + (" (circular)" if edge.circular else "")


def _beside(branch: Tree, edges: Sequence[Edge], why: bool) -> None:
    """The further originals of one report, as lines below it."""
    from rich.text import Text

    for edge in edges:
        words = Text(f"also from {edge.to_path}", style="dim italic").append(
            f"  {_how(edge, True)}", style="not italic"
        )
        if edge.virtual:
            words.append("  not among the documents", style="not italic")
        added = branch.add(words)
        if why:
            _reasons(added, edge)


def _reasons(branch: Tree, edge: Edge) -> None:
    """The parts of a score, which add up to it, and what tells who came first."""
    from rich.text import Text

    for weight, words in zip(edge.parts.values(), edge.reasons, strict=True):
        branch.add(Text(f"{weight:+.2f}  {words}", style="dim"))
    branch.add(Text(f"={edge.score:.2f}  {'; '.join(edge.direction)}", style="dim"))


def proof(seen: promises.Drifts) -> list[RenderableType]:
    """The changes in the telling, grouped by retelling, the one with the worst change first; both wordings with the changed words marked.

    On a terminal the changed words are coloured; marks that need no colour (`[-was-]`, `{+now+}`) stand there always, so that a pipe
    or a colour-blind reader loses nothing.
    """
    from rich.text import Text

    order = {s: n for n, s in enumerate(SEVERITIES)}
    groups = [
        list(g)
        for _, g in groupby(sorted(seen.drifts, key=lambda d: (d.path, d.of_path)), lambda d: (d.path, d.of_path))
    ]
    for group in groups:
        group.sort(key=lambda d: (order.get(d.severity, len(order)), d.start if d.start is not None else 0, d.id))
    groups.sort(key=lambda g: ([order.get(d.severity, len(order)) for d in g], g[0].path, g[0].of_path))
    parts: list[RenderableType] = []
    for group in groups:
        head = Text(group[0].path, style="bold").append(f"  against {group[0].of_path}", style="not bold")
        counts = ", ".join(plural(n, s, s) for s in SEVERITIES if (n := sum(d.severity == s for d in group)))
        parts.append(head.append(f"  {counts}", style="not bold dim"))
        for number, drift in enumerate(group, 1):
            parts += _entry(number, drift)
        parts.append(Text(""))
    return parts[:-1]


def _entry(number: int, drift: promises.DriftRow) -> list[RenderableType]:
    from rich.padding import Padding
    from rich.text import Text

    style = SEVERITY_STYLE.get(drift.severity, "")
    head = Text(f"{number:>2}. ").append(drift.severity, style=style).append(f", {drift.kind}: {drift.why}")
    before, after = compared(" ".join(drift.original.split()), " ".join(drift.retold.split()), drift.why)
    was, now = Text("was  ", style="dim"), Text("now  ", style="dim")
    for words, runs, (opening, closing), colour in (
        (was, before, ("[-", "-]"), "red"),
        (now, after, ("{+", "+}"), "green"),
    ):
        for text, mark in runs:
            if mark == "key":
                words.append(f"{opening}{text.strip()}{closing}", style=f"not dim bold {colour}")
                words.append(text[len(text.rstrip()) :])
            else:
                words.append(text, style="not dim")
        if not runs:
            words.append("(left out)", style="not dim italic")
    return [
        Padding(head, (0, 0, 0, 1), expand=False),
        Padding(was, (0, 0, 0, 5), expand=False),
        Padding(now, (0, 0, 0, 5), expand=False),
    ]
