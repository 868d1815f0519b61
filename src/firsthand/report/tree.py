"""The family tree of a story's reports as a picture: who, when, which kind of retelling, how much."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

from firsthand.promises import Span
from firsthand.report.index import Index
from firsthand.report.svg import fit, number, picture, text
from firsthand.report.wording import gist
from firsthand.report.words import dated, plural

BOX, GAP_X, GAP_Y, HIGH, NOTE = 232.0, 118.0, 18.0, 62.0, 38.0
# More leaves than this under one report are drawn as "and n more": a tree of hundreds of copies is read as a count, not as boxes.
LEAVES = 10


class Node(NamedTuple):
    """One report in a tree. `kind`, `coverage` and `coverage_of` tell how it comes from its parent.

    `drift` is the worst change in its telling: severity, original, retold, why.
    """

    id: str
    who: str
    when: str
    what: str
    kind: str | None
    coverage: float | None
    drift: tuple[str, str, str, str] | None
    absent: bool
    children: tuple[Node, ...]
    coverage_of: float | None = None


def forest(index: Index) -> tuple[Node, ...]:
    """Every family as a tree, largest first: each report under the one it takes most from.

    A report that takes from several stands under the largest; the other edges are in `show lineage`.
    """
    parent = {d: found[0].of for d, found in index.derived_from.items() if d in index.documents}
    below: dict[str, list[str]] = {}
    for child, above in parent.items():
        below.setdefault(above, []).append(child)
    absent = [v for v in index.virtuals if v in below]
    roots = [d for d in index.documents if d not in parent] + absent
    seen: set[str] = set()
    nodes = [_node(index, root, below, seen) for root in sorted(roots, key=index.path)]
    left = [d for d in index.documents if d not in seen]
    nodes += [_node(index, d, below, seen) for d in sorted(left, key=index.path) if d not in seen]
    return tuple(sorted(nodes, key=lambda n: (-size(n), n.who, n.id)))


def _node(index: Index, identity: str, below: dict[str, list[str]], seen: set[str]) -> Node:
    seen.add(identity)
    found = index.documents.get(identity)
    derivation = next(iter(index.derived_from.get(identity, ())), None)
    drift = next(iter(index.drifts_of.get(identity, ())), None)
    when = index.date(identity) if found else None
    children = sorted(
        (c for c in below.get(identity, ()) if c not in seen),
        key=lambda c: (index.date(c).earliest or "9999", index.path(c)),
    )
    return Node(
        id=identity,
        who=index.label(identity),
        when=_when(when.earliest, when.latest, when.precision) if when else "not among the documents",
        what=(found.headline or index.path(identity).rsplit("/", 1)[-1]) if found else "",
        kind=derivation.kind if derivation else None,
        coverage=derivation.coverage if derivation else None,
        drift=(drift.severity, drift.original, drift.retold, drift.why) if drift else None,
        absent=found is None,
        children=tuple(_node(index, c, below, seen) for c in children if c not in seen),
        coverage_of=derivation.coverage_of if derivation else None,
    )


def _when(earliest: str | None, latest: str | None, precision: str) -> str:
    """A date for a box: as in the text, but an interval in the short form."""
    words = dated(Span(earliest=earliest, latest=latest, precision=precision))
    return words.removeprefix("between ").replace(" and ", " to ")


def size(node: Node) -> int:
    """How many reports a tree holds; an absent original does not count."""
    return (not node.absent) + sum(size(child) for child in node.children)


# --------------------------------------------------------------------------------------------------------------- picture


class _Placed(NamedTuple):
    node: Node
    x: float
    y: float
    height: float
    above: tuple[float, float] | None


def tree_svg(node: Node, *, links: bool = False) -> str:
    """One family as a picture, root at the left. `links`: each box points to the document's place in the dossier.

    Boxes of originals that are not among the documents are dashed; a change in the telling is written under its box.
    """
    placed: list[_Placed] = []
    bottom = _place(_thinned(node), 0, 12.0, None, placed)
    depth = max(round(p.x / (BOX + GAP_X)) for p in placed)
    width = 24 + (depth + 1) * BOX + depth * GAP_X + (60 if any(p.node.drift for p in placed) else 0)
    body = [_edge(p) for p in placed if p.above] + [_box(p, links) for p in placed]
    label = f"Family tree: {node.who} and {plural(max(0, size(node) - (not node.absent)), 'report')} that come from it"
    return picture(width, bottom + 4, body, label=label)


def _thinned(node: Node) -> Node:
    leaves = [c for c in node.children if not c.children and not c.drift]
    if len(leaves) > LEAVES:
        hidden = leaves[LEAVES - 1 :]
        more = Node(
            "",
            f"and {len(hidden)} more",
            "",
            "copies and retellings without a change found",
            None,
            None,
            None,
            True,
            (),
        )
        kept = [c for c in node.children if c not in hidden]
        return node._replace(children=(*(_thinned(c) for c in kept), more))
    return node._replace(children=tuple(_thinned(c) for c in node.children))


def _place(node: Node, column: int, top: float, above: tuple[float, float] | None, placed: list[_Placed]) -> float:
    """Places a node and all below it, from `top` down; returns the lowest edge reached."""
    height = HIGH + (NOTE if node.drift else 0)
    x = 12 + column * (BOX + GAP_X)
    placed.append(_Placed(node, x, top, height, above))
    reached, start = top + height + GAP_Y, top
    for child in node.children:
        start = _place(child, column + 1, start, (x + BOX, top + HIGH / 2), placed)
    return max(reached, start)


def _edge(p: _Placed) -> str:
    if p.above is None:
        return ""
    (x1, y1), (x2, y2) = p.above, (p.x, p.y + HIGH / 2)
    # A curve down from the parent's side, then straight into the child's, so that the words above the line stay clear of it.
    points = (x1, y1, x1 + 26, y1, x1 + 6, y2, x1 + 34, y2, x2, y2)
    path = "M{} {} C{} {} {} {} {} {} L{} {}".format(*(number(v) for v in points))
    line = (
        f'<path d="{path}" fill="none" stroke="var(--line)" stroke-width="{number(1.2 + 3 * (p.node.coverage or 0))}"/>'
    )
    if p.node.kind is None:
        return line
    return (
        line
        + text(x2 - 8, y2 - 7, p.node.kind, size=11.5, kind="soft end")
        + "".join(
            text(x2 - 8, y2 + 16 + 13 * n, share, size=11.5, kind="soft end") for n, share in enumerate(_shares(p.node))
        )
    )


def _shares(node: Node) -> list[str]:
    """How much of the retelling comes from its parent, and how much of the parent it carries over, as the words beside a line."""
    if node.coverage is None:
        return ["share not known"]
    return [f"{node.coverage:.0%} of it"] + (
        [f"{node.coverage_of:.0%} of that"] if node.coverage_of is not None else []
    )


def _box(p: _Placed, links: bool) -> str:
    node, inner = p.node, BOX - 24
    dash = ' stroke-dasharray="5 4"' if node.absent else ""
    edge = "var(--bad)" if node.drift and node.drift[0] == "critical" else "var(--line)"
    own = 1 - (node.coverage or 0)
    parts = [
        f'<rect x="{number(p.x)}" y="{number(p.y)}" width="{number(BOX)}" height="{number(HIGH)}" rx="7" fill="var(--panel)" stroke="{edge}"{dash}/>',
        text(p.x + 14, p.y + 20, fit(node.who, inner, size=14), size=14, kind="bold"),
        text(p.x + 14, p.y + 37, fit(node.when, inner, size=12), size=12, kind="soft"),
        text(p.x + 14, p.y + 53, fit(node.what, inner, size=12), size=12, kind="soft"),
    ]
    if not node.absent:
        full = HIGH - 14
        parts.append(
            f'<rect x="{number(p.x)}" y="{number(p.y + 7)}" width="4" height="{number(full)}" fill="var(--derived)"/>'
            f'<rect x="{number(p.x)}" y="{number(p.y + 7)}" width="4" height="{number(full * own)}" fill="var(--own)"/>'
        )
    if node.drift:
        before, after = gist(*node.drift[1:])
        room = BOX + 60
        parts.append(text(p.x + 4, p.y + HIGH + 15, fit(f"was “{before}”", room, size=11.5), size=11.5, kind="bad"))
        parts.append(text(p.x + 4, p.y + HIGH + 30, fit(f"now “{after}”", room, size=11.5), size=11.5, kind="bad"))
    drawn = f"<g><title>{escape(f'{node.who}, {node.when}: {node.what}')}</title>{''.join(parts)}</g>"
    return f'<a href="#{escape(node.id)}">{drawn}</a>' if links and node.id and not node.absent else drawn


def forest_svg(trees: tuple[Node, ...]) -> str:
    """All families with more than one report, one below the other; where there is none, a picture that says so."""
    told = [t for t in trees if t.children]
    if not told:
        return picture(420, 48, [text(14, 29, "No report here comes from another.", kind="soft")], label="No family")
    body, top, width = [], 0.0, 0.0
    for tree in told:
        placed: list[_Placed] = []
        bottom = _place(_thinned(tree), 0, top + 12, None, placed)
        body += [_edge(p) for p in placed if p.above] + [_box(p, False) for p in placed]
        width = max(width, max(p.x + (60 if p.node.drift else 0) for p in placed) + BOX + 12)
        top = bottom + 16
    return picture(width, top, body, label=f"{plural(len(told), 'family', 'families')} of reports")
