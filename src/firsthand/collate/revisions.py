"""Later versions of an outlet's own report: what says so, and which changes it declares itself."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from firsthand.collate.credits import house
from firsthand.collate.figures import cardinals
from firsthand.collate.sides import Side, side
from firsthand.model import Document
from firsthand.vocabulary import rows


class Mark(NamedTuple):
    """How a text declares itself a later version: ``corrects`` or ``updates``, the words that say so, and all of the note."""

    says: str
    words: str
    note: str


@functools.cache
def _marks() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple((r["where"], r["says"], re.compile(r["pattern"], re.I)) for r in rows("revision_marks.csv"))


def mark(document: Document) -> Mark | None:
    """The mark by which a document declares itself a later version (a correction before an update), or ``None``.

    Example:
        >>> mark(Document(id="d", address="d", sha256="d", text="A text.", headline="CORRECTED: Ferry sinks")).says
        'corrects'
    """
    return _mark(document.headline or "", document.standfirst or "", document.text)


@functools.lru_cache(maxsize=4096)
def _mark(headline: str, standfirst: str, text: str) -> Mark | None:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    edges = [line for line in (lines if len(lines) < 4 else [*lines[:2], *lines[-2:]]) if len(line) < 400]
    notes = [*standfirst.splitlines(), *edges]
    found = []
    for where, says, pattern in _marks():
        if where == "headline":
            match = pattern.match(headline) or (pattern.match(lines[0]) if lines and len(lines[0]) < 200 else None)
            found += [(says, match.group().strip(), "")] if match else []
        elif where == "note":
            found += [(says, m.group().strip(), line) for line in notes for m in [pattern.search(line)] if m]
        else:
            match = pattern.search(text)
            end = text.find("\n", match.end()) if match else -1
            found += [(says, match.group(), text[match.start() : end if end >= 0 else None])] if match else []
    if not found:
        return None
    says, words, _ = min(found, key=lambda f: f[0] != "corrects")
    return Mark(says, words, "\n".join(dict.fromkeys(note for _, _, note in found if note)))


def same_report(left: Document, right: Document) -> bool:
    """Whether one names the other as its version, or both stand at one address."""
    if left.version_of == right.id or right.version_of == left.id:
        return True
    return left.id != right.id and left.url is not None and left.url == right.url


def revises(left: Document, right: Document) -> Mark | None:
    """The mark of `left` as a later version of `right`: both of one house, and `right` not so marked; else ``None``."""
    if house(left) is None or house(left) != house(right):
        return None
    return mark(left) if mark(right) is None else None


def declared_change(document: Document, retold: Side, at: int) -> bool:
    """Whether the word at a place of a revision's sentence is one that its own note names, or a figure that moved on in a declared update."""
    made = mark(document)
    if made is None:
        return False
    figures = {f.at: f.value for f in cardinals(retold)}
    if made.says == "updates" and at in figures:
        return True
    note = side(made.note, 0, len(made.note))
    if at in figures:
        return figures[at] in {f.value for f in cardinals(note)}
    return retold.words[at].word in note.places
