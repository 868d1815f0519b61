"""The texts of the documents, cut where passages, statements and changes begin and end, so that a page can colour and point at them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from firsthand.model import Document
from firsthand.report.index import Index

# How much of the text stands around a noted place when it is shown out of its document: enough for a clause on either side.
NEAR = 70


class Note(NamedTuple):
    """A place in a document that something in the dossier rests on: its number ("3.12"), where it stands, its words and those around."""

    id: str
    number: str
    document: str
    start: int
    end: int
    text: str
    around: str


class Mark(NamedTuple):
    """The beginning of a noted passage inside a text."""

    id: str
    number: str


class Piece(NamedTuple):
    """A run of a text that is the same all through: own or derived (from what), noted or not, changed in the telling or not."""

    text: str
    origin: str
    of: str | None
    noted: bool
    drift: str | None
    marks: tuple[Mark, ...]


class Appended(NamedTuple):
    """One document as the appendix shows it."""

    number: int
    document: Document
    path: str
    when: str
    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]


def notes(index: Index) -> dict[str, Note]:
    """A note for every statement, quote, figure and series by its id: numbered by document (in order of path) and by place in it.

    Records over the very same words share one number.
    """
    spans: dict[str, list[tuple[int, int, str, str]]] = defaultdict(list)
    ledger = index.ledger
    for group in (ledger.statements, ledger.quotes, ledger.figures, ledger.series):
        for record in group:
            spans[record.document].append((record.start, record.end, record.id, record.text))
    found = {}
    for order, document in enumerate(sorted(index.documents, key=lambda d: (index.path(d), d)), 1):
        numbers: dict[tuple[int, int], int] = {}
        for start, end, identity, text in sorted(spans.get(document, ())):
            place = numbers.setdefault((start, end), len(numbers) + 1)
            near = around(index.documents[document].text, start, end) or text
            found[identity] = Note(identity, f"{order}.{place}", document, start, end, text, near)
    return found


def around(text: str, start: int, end: int) -> str:
    """The words at a place with up to `NEAR` code points on either side, cut between words and not beyond the line; "" without a text.

    Example:
        >>> around("One. He said nine people were killed in Sarovel on Monday.", 13, 24)
        'One. He said nine people were killed in Sarovel on Monday.'
    """
    if not text:
        return ""
    left = max(text.rfind("\n", 0, start) + 1, start - NEAR)
    line_end = text.find("\n", end)
    right = min(len(text) if line_end < 0 else line_end, end + NEAR)
    before, after = text[left:start], text[end:right]
    if left > 0 and text[left - 1] != "\n":
        before = "…" + before[before.find(" ") + 1 :] if " " in before else "…"
    if right < len(text) and text[right] != "\n":
        after = (after.rsplit(" ", 1)[0] if " " in after else "") + "…"
    return " ".join(f"{before}{text[start:end]}{after}".split())


def appendix(index: Index, noted: Mapping[str, Note], dates: Mapping[str, str]) -> list[Appended]:
    """Every document with its text in pieces, in order of path. A release without texts gives the noted words alone."""
    by_document: dict[str, list[Note]] = defaultdict(list)
    for note in noted.values():
        by_document[note.document].append(note)
    found = []
    for order, identity in enumerate(sorted(index.documents, key=lambda d: (index.path(d), d)), 1):
        document, mine = index.documents[identity], by_document.get(identity, [])
        ordered = tuple(sorted(mine, key=lambda n: (n.start, n.end, n.id)))
        cut = _pieces(index, document, ordered) if document.text else ()
        found.append(Appended(order, document, index.path(identity), dates.get(identity, ""), cut, ordered))
    return found


def _pieces(index: Index, document: Document, mine: tuple[Note, ...]) -> tuple[Piece, ...]:
    derived = [(a.start, a.end, index.path(d.of)) for d in index.derived_from.get(document.id, ()) for a in d.evidence]
    changes = [(d.start, d.end, f"{d.severity}: {d.why}") for d in index.drifts_of.get(document.id, ())]
    starts: dict[int, dict[str, str]] = defaultdict(dict)
    length = len(document.text)
    for note in mine:
        starts[min(note.start, length)][note.id] = note.number
    edges = {0, length, *starts}
    for start, end, _ in (*derived, *changes, *((n.start, n.end, "") for n in mine)):
        edges |= {max(0, min(start, length)), max(0, min(end, length))}
    points = sorted(edges)
    covers = [
        _cover(points, [(s, e, w) for s, e, w in spans])
        for spans in (derived, changes, [(n.start, n.end, n.id) for n in mine])
    ]
    pieces = []
    for position, (start, end) in enumerate(pairwise(points)):
        of, change, note_id = (cover[position] for cover in covers)
        marks = tuple(Mark(i, n) for i, n in starts.get(start, {}).items())
        origin = "derived" if of is not None else "own"
        pieces.append(Piece(document.text[start:end], origin, of, note_id is not None, change, marks))
    return tuple(pieces)


def _cover(points: list[int], spans: list[tuple[int, int, str]]) -> list[str | None]:
    """For each run between two neighbouring points, the first span that covers it, if any."""
    place = {point: number for number, point in enumerate(points)}
    found: list[str | None] = [None] * max(0, len(points) - 1)
    last = points[-1] if points else 0
    for start, end, words in spans:
        for number in range(place[max(0, min(start, last))], place[max(0, min(end, last))]):
            if found[number] is None:
                found[number] = words
    return found
