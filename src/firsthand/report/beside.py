"""A retelling beside what it comes from, as one HTML page without script: aligned passages lead to each other, changes are marked in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from importlib import resources
from itertools import groupby, pairwise
from typing import NamedTuple

from firsthand.errors import UnknownName
from firsthand.model import Aligned, Derivation, Document, Drift
from firsthand.promises import Span
from firsthand.report.index import Index
from firsthand.report.words import dated, percent, plural

# Colours there are for originals; a further one takes the first again (its heading still says which it is).
COLOURS = 6
# Pairs of passages that light up together under the pointer; each costs a rule of style, and the links work for all.
LIT = 300


class Pair(NamedTuple):
    """One aligned passage: its number on the page, which original (by order), and the runs on both sides."""

    number: int
    original: int
    run: Aligned


class _Mark(NamedTuple):
    number: int
    drift: Drift


def page(index: Index, retelling: str, originals: Sequence[str] = ()) -> str:
    """The page for one retelling and the originals named, or all that it comes from.

    Every passage of the retelling that comes from elsewhere is coloured by the document it comes from and leads to its counterpart, and
    back. A change in the telling is marked in both texts, and told with its reason under the paragraph in which it stands.

    Args:
        index: the ledger.
        retelling: id, path or end of a path of the document that retells.
        originals: the same of those to show; empty: all that stand in the ledger.

    Raises:
        UnknownName: no such document, or it does not come from the one named, or from none.
    """
    copy = _document(index, retelling)
    edges = [e for e in index.derived_from.get(copy.id, ()) if e.of in index.documents]
    if originals:
        wanted = [_document(index, name).id for name in originals]
        edges = [e for i in wanted for e in edges if e.of == i]
        missing = [i for i in wanted if i not in {e.of for e in edges}]
        if missing:
            raise UnknownName(
                f"{index.path(copy.id)} does not come from {index.path(missing[0])}",
                next_step="'firsthand show lineage' tells what comes from what",
            )
    if not edges:
        raise UnknownName(
            f"{index.path(copy.id)} comes from no document of the ledger",
            next_step="'firsthand show lineage' tells what comes from what",
        )
    pairs = paired(edges)
    changes = sorted(
        (d for d in index.drifts_of.get(copy.id, ()) if d.of in {e.of for e in edges}),
        key=lambda d: (d.start, d.end, d.id),
    )
    marks = [_Mark(n, d) for n, d in enumerate(changes, 1)]
    body = [_head(index, copy, edges, pairs, len(marks)), '<main class="pair">', _copy(index, copy, pairs, marks)]
    body.append('<div class="originals">')
    body += [_original(index, e, n, pairs, marks) for n, e in enumerate(edges)]
    body.append("</div></main>")
    style = resources.files("firsthand.report").joinpath("templates", "beside.css").read_text(encoding="utf-8")
    title = f"{index.label(copy.id)} beside {', '.join(index.label(e.of) for e in edges)}"
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{style}{_lit(pairs)}</style></head><body>\n"
        + "\n".join(body)
        + "\n</body></html>\n"
    )


def _document(index: Index, name: str) -> Document:
    found = [d for d in index.ledger.documents if name in (d.id, d.address)]
    found = found or [d for d in index.ledger.documents if d.address.endswith("/" + name)]
    if len(found) != 1:
        told = f"{len(found)} documents bear the name" if found else "the ledger holds no document"
        raise UnknownName(f"{told} '{name}'", next_step="copy a path or id from 'firsthand show documents'")
    return found[0]


def paired(edges: Sequence[Derivation]) -> list[Pair]:
    """The aligned passages in the order of the retelling. Where two originals claim the same words, the nearer wording has them.

    Example:
        >>> run = Aligned(start=0, end=9, of_start=4, of_end=13, similarity=1.0)
        >>> edge = Derivation(id="e", document="d", of="o", kind="edited", coverage=0.5, coverage_of=1.0, score=1.0, reasons=(),
        ...                   direction=(), evidence=(run,))
        >>> [(p.number, p.original, p.run.start) for p in paired([edge])]
        [(1, 0, 0)]
    """
    runs = [(a, n) for n, e in enumerate(edges) for a in e.evidence if a.end > a.start]
    runs.sort(key=lambda r: (-r[0].similarity, r[0].start - r[0].end, r[0].start, r[1]))
    taken: list[tuple[Aligned, int]] = []
    for run, original in runs:
        if not any(t.start < run.end and run.start < t.end for t, _ in taken):
            taken.append((run, original))
    return [Pair(n, o, run) for n, (run, o) in enumerate(sorted(taken, key=lambda t: t[0].start), 1)]


# ----------------------------------------------------------------------------------------------------------------- parts


def _head(index: Index, copy: Document, edges: Sequence[Derivation], pairs: Sequence[Pair], changes: int) -> str:
    length = max(len(copy.text), 1)
    rows = []
    for n, edge in enumerate(edges):
        here = sum(p.run.end - p.run.start for p in pairs if p.original == n) / length
        share = f"{edge.kind}, {percent(edge.coverage)} of the retelling, {percent(edge.coverage_of)} of the original"
        note = f"; {here:.0%} shown here in its colour" if len(edges) > 1 else ""
        why = "; ".join((*(r.words for r in edge.reasons), *edge.direction))
        rows.append(
            f'<li><span class="key k{n % COLOURS}">{_named(index, edge.of)}</span> {escape(share + note)}. '
            f'<span class="soft">{escape(why)}</span></li>'
        )
    for edge in index.derived_from.get(copy.id, ()):
        if edge.of in index.virtuals:
            why = "; ".join(r.words for r in edge.reasons)
            rows.append(
                f'<li><span class="key absent">{escape(index.path(edge.of))}</span>, not among the documents: {edge.kind}. '
                f'<span class="soft">{escape(why)}</span></li>'
            )
    own = 1 - sum(p.run.end - p.run.start for p in pairs) / length
    rows.append(f'<li><span class="key own">its own words</span> {max(0.0, own):.0%} of the retelling</li>')
    legend = "Solid line: the same words. Dotted line: other words. Each passage leads to its counterpart."
    return (
        f"<header><h1>{_named(index, copy.id)}</h1><p>{plural(len(pairs), 'passage')} from elsewhere, "
        f'{plural(changes, "change")} in the telling.</p><ul>{"".join(rows)}</ul><p class="soft">{legend}</p></header>'
    )


def _named(index: Index, identity: str) -> str:
    when = index.date(identity)
    told = dated(Span(earliest=when.earliest, latest=when.latest, precision=when.precision))
    return f"<bdi>{escape(index.label(identity))}</bdi>, {escape(told)} <small><bdi>{escape(index.path(identity))}</bdi></small>"


def _copy(index: Index, copy: Document, pairs: Sequence[Pair], marks: Sequence[_Mark]) -> str:
    spans = [(p.run.start, p.run.end, p) for p in pairs]
    noted = [(m.drift.start, m.drift.end, m) for m in marks]
    body = _text(copy.text, spans, noted, _Side("c", "o", True))
    return f'<section class="text"{_language(copy)}><h2>{_named(index, copy.id)}</h2>{_headline(copy)}{body}</section>'


def _original(index: Index, edge: Derivation, number: int, pairs: Sequence[Pair], marks: Sequence[_Mark]) -> str:
    document = index.documents[edge.of]
    spans = [(p.run.of_start, p.run.of_end, p) for p in pairs if p.original == number]
    noted = [(m.drift.of_start, m.drift.of_end, m) for m in marks if m.drift.of == edge.of]
    body = _text(document.text, spans, noted, _Side("o", "c", False))
    return (
        f'<section class="text"{_language(document)}><h2 class="k{number % COLOURS}">{_named(index, edge.of)}</h2>'
        f"{_headline(document)}{body}</section>"
    )


def _language(document: Document) -> str:
    return f' lang="{escape(document.language)}"' if document.language else ""


def _headline(document: Document) -> str:
    return f'<h3 dir="auto">{escape(document.headline)}</h3>' if document.headline else ""


class _Side(NamedTuple):
    """Which side a text stands on: the letter of its anchors, that of the other side, and whether changes are explained here."""

    mine: str
    other: str
    explains: bool


def _text(
    text: str, spans: Sequence[tuple[int, int, Pair]], noted: Sequence[tuple[int, int, _Mark]], side: _Side
) -> str:
    """The paragraphs of a text with links and marks; under a paragraph, what changed in it."""
    points = sorted({0, len(text), *(min(max(p, 0), len(text)) for s in (*spans, *noted) for p in s[:2])})
    seen: set[str] = set()
    out, start = [], 0
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        if line.strip():
            inner = sorted({start, end, *(p for p in points if start < p < end)})
            pieces = [(a, b, _at(spans, a, b), _all(noted, a, b)) for a, b in pairwise(inner)]
            words = "".join(
                _linked(list(group), pair, text, side, seen) for pair, group in groupby(pieces, key=lambda p: p[2])
            )
            out.append(f'<p dir="auto">{words}</p>')
            if side.explains:
                out += [_why(m) for s, _, m in noted if start <= s < end]
        start = end
    return "".join(out)


def _at(spans: Iterable[tuple[int, int, Pair]], start: int, end: int) -> Pair | None:
    return next((p for a, b, p in spans if a < end and start < b), None)


def _all(noted: Iterable[tuple[int, int, _Mark]], start: int, end: int) -> tuple[_Mark, ...]:
    return tuple(m for a, b, m in noted if a < end and start < b)


def _linked(
    pieces: list[tuple[int, int, Pair | None, tuple[_Mark, ...]]],
    pair: Pair | None,
    text: str,
    side: _Side,
    seen: set[str],
) -> str:
    inner = "".join(_marked(text[a:b], marks, side, seen) for a, b, _, marks in pieces)
    if pair is None:
        return inner
    own = f"{side.mine}{pair.number}"
    anchor = "" if own in seen else f' id="{own}"'
    seen.add(own)
    same = "same" if pair.run.similarity == 1.0 else "other"
    label = f"passage {pair.number}: to its {'original' if side.mine == 'c' else 'retelling'}"
    return (
        f'<a class="k{pair.original % COLOURS} {same}"{anchor} href="#{side.other}{pair.number}" '
        f'data-n="{pair.number}" title="{label}">{inner}</a>'
    )


def _marked(words: str, marks: tuple[_Mark, ...], side: _Side, seen: set[str]) -> str:
    if not marks or not words.strip():
        return escape(words)
    order = ("critical", "high", "medium", "low")
    worst = min(marks, key=lambda m: order.index(m.drift.severity))
    title = "; ".join(f"{m.number}: {m.drift.severity}, {m.drift.kind}: {m.drift.why}" for m in marks)
    fresh = [m for m in marks if f"{side.mine}d{m.number}" not in seen]
    seen |= {f"{side.mine}d{m.number}" for m in fresh}
    notes = "".join(f'<sup id="{side.mine}d{m.number}">{m.number}</sup>' for m in fresh)
    return f'<mark class="{worst.drift.severity}" title="{escape(title)}">{notes}{escape(words)}</mark>'


def _why(mark: _Mark) -> str:
    d = mark.drift
    return (
        f'<p class="why {d.severity}" lang="en" dir="ltr"><a href="#od{mark.number}">{mark.number}</a> <b>{d.severity}</b>, {escape(d.kind)}: '
        f'{escape(d.why)}. Was <q dir="auto">{escape(d.original)}</q></p>'
    )


def _lit(pairs: Sequence[Pair]) -> str:
    """Rules by which both ends of a pair light up when the pointer or the keyboard is on one of them."""
    rules: list[str] = []
    selector: Callable[[int], str] = lambda n: f'body:has([data-n="{n}"]:is(:hover,:focus-visible)) [data-n="{n}"]'  # noqa: E731
    rules += [selector(p.number) for p in pairs[:LIT]]
    return ",".join(rules) + "{outline:2px solid var(--ink);outline-offset:1px}" if rules else ""
