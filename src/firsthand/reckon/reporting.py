"""On what a report's own word rests: what its newsroom saw or checked, what it could not check, what it has from media it does not name.

Patterns are rows of `reporting_marks.csv`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from firsthand.model import Statement
from firsthand.reckon.world import World
from firsthand.vocabulary import rows

# A line longer than this is a paragraph, not a headline, note or sign-off.
_LINE = 300


class Remark(NamedTuple):
    """One mark: what it says (see the vocabulary), the words, their offsets in the text."""

    says: str
    words: str
    start: int
    end: int


@functools.cache
def _patterns() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple((r["where"], r["says"], re.compile(r["pattern"], re.I)) for r in rows("reporting_marks.csv"))


@functools.lru_cache(maxsize=4096)
def remarks(text: str) -> tuple[Remark, ...]:
    """What a text says of its own reporting, in order of place; where two patterns meet, the earlier row of the vocabulary counts.

    Example:
        >>> [r.says for r in remarks("Local media reported nine dead. Northwire could not independently verify the figure.")]
        ['hearsay', 'unverified']
    """
    found: list[Remark] = []
    for where, says, pattern in _patterns():
        for start, piece in [(0, text)] if where == "text" else _lines(text):
            for m in pattern.finditer(piece):
                if not any(r.start < start + m.end() and start + m.start() < r.end for r in found):
                    found.append(Remark(says, m.group().strip(), start + m.start(), start + m.end()))
    return tuple(sorted(found, key=lambda r: (r.start, r.end)))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip() and len(line) <= _LINE:
            yield start, line
        start += len(line)


def said_of(world: World, statement: Statement) -> frozenset[str]:
    """What the sentence of a statement says of its own reporting."""
    document = world.documents.get(statement.document)
    if document is None:
        return frozenset()
    start, end = world.sentence(statement.document, statement.start, statement.end)
    return frozenset(r.says for r in remarks(document.text) if r.start < end and start < r.end)


def reporting_cautions(world: World, statements: Sequence[Statement]) -> Iterable[str]:
    """What the reports behind these statements say against themselves: that they could not check, or that they were taken back."""
    for identity in sorted({s.document for s in statements}):
        document = world.documents.get(identity)
        if document is None:
            continue
        name = document.publisher or document.agency or document.address
        told = remarks(document.text) + remarks(document.headline or "")
        unchecked = next((r.words for r in told if r.says == "unverified"), None)
        if unchecked:
            yield (
                f"{name}: says that it {unchecked}"
                if unchecked.lower().startswith(("could", "was"))
                else f"{name}: '{unchecked}'"
            )
        withdrawn = next((r.words for r in told if r.says == "withdrawn"), None)
        if withdrawn:
            yield f"{name}: the report was taken back ('{withdrawn}')"
