"""A sentence prepared for reading drift: words with what they stand for, clauses, numbers; and what a rule gives back."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from firsthand.collate.reading import Unit, function_words, sense, units_of
from firsthand.model import DriftKind, Severity
from firsthand.vocabulary import rows

# A stop or comma inside a number ("4.6", "15,000") or an abbreviation ends no clause.
_INSIDE = re.compile(r"[.,]")
_BREAK = re.compile(r"[,;:()\[\]\"“”„«»]|[—–]|\s-\s|[.!?](?=\s|$)|\n")


@functools.cache
def grammar(name: str) -> frozenset[str]:
    """A closed set of English words by its name in `drift_grammar.csv`.

    Example:
        >>> "was" in grammar("be")
        True
    """
    return frozenset(w for row in rows("drift_grammar.csv") if row["set"] == name for w in row["words"].split())


# Words of grammar beyond those that weigh little in comparing: light verbs lend their subject to the noun that follows ("make contact").
LIGHT = grammar("light verbs")


class Word(NamedTuple):
    """A word of a sentence: folded, what it stands for (stem, or the name of its synonym group), offsets in the document, clause number."""

    word: str
    sense: str
    start: int
    end: int
    clause: int
    light: bool
    capital: bool


class Side(NamedTuple):
    """One sentence (or two neighbouring ones) of a document: its text, offset, words, and where each folded word stands."""

    text: str
    start: int
    words: tuple[Word, ...]
    places: Mapping[str, Sequence[int]]

    @property
    def end(self) -> int:
        """Where the text ends in the document."""
        return self.start + len(self.text)

    def senses(self) -> frozenset[str]:
        """What the words of content stand for."""
        return frozenset(w.sense for w in self.words if not w.light)


class Change(NamedTuple):
    """One thing changed: kind, severity, why, and the words it is seen at in both sides (positions in `Side.words`).

    `old` and `new` are the figure or name that was replaced and what replaced it, where that is what changed.
    """

    kind: DriftKind
    severity: Severity
    why: str
    original: int
    retold: int
    old: str = ""
    new: str = ""


def side(text: str, start: int, end: int) -> Side:
    """Prepares [start, end) of a document's text."""
    every = units_of(text)
    first, last = bisect_left(every, start, key=_begins), bisect_left(every, end, key=_begins)
    made: list[Word] = []
    places: dict[str, list[int]] = {}
    clause, reach = 0, start
    for n, (word, begin, stop) in enumerate(every[first:last]):
        if n and (begin != reach + 1 or text[reach] != " ") and _breaks(text[reach:begin]):
            clause += 1
        reach = stop
        means, light = _reading(word)
        made.append(Word(word, means, begin, stop, clause, light, text[begin].isupper()))
        places.setdefault(word, []).append(n)
    return Side(text[start:end], start, tuple(made), places)


def _begins(unit: Unit) -> int:
    return unit.start


def _breaks(gap: str) -> bool:
    return not _INSIDE.fullmatch(gap) and bool(_BREAK.search(gap))


@functools.lru_cache(maxsize=100_000)
def _reading(word: str) -> tuple[str, bool]:
    """What a folded word stands for, and whether it carries grammar only."""
    light = word in function_words("en") or word in LIGHT or word.endswith(("n't", "n’t"))
    return sense(irregular().get(word, word)), light


@functools.cache
def irregular() -> Mapping[str, str]:
    """Base forms of irregular verbs by their other forms."""
    return {form: row["base"] for row in rows("drift_irregular.csv") for form in row["forms"].split()}


def clause_span(side: Side, at: int, least: int = 3) -> tuple[int, int]:
    """Offsets of the clause around word `at`, widened over neighbouring clauses while it has fewer than `least` words."""
    clause = side.words[at].clause
    low = high = clause
    last = side.words[-1].clause
    while sum(low <= w.clause <= high for w in side.words) < least and (low > 0 or high < last):
        low, high = max(0, low - 1), min(last, high + 1)
    inside = [w for w in side.words if low <= w.clause <= high]
    return inside[0].start, inside[-1].end


def find(side: Side, phrases: Iterable[str]) -> list[tuple[int, int]]:
    """Where phrases of one to three words stand in a side: (first word, number of words), in order."""
    found: list[tuple[int, int]] = []
    for phrase in phrases:
        parts = _parts(phrase)
        for at in side.places.get(parts[0], ()):
            if all(at in side.places.get(part, ()) for at, part in enumerate(parts[1:], at + 1)):
                found.append((at, len(parts)))
    return sorted(found)


@functools.cache
def _parts(phrase: str) -> tuple[str, ...]:
    return tuple(re.split(r"[ -]", phrase))


def claims_for_itself(side: Side, at: int) -> bool:
    """Whether a word of claiming takes something on itself ("claimed responsibility"): then it neither doubts nor attributes anything."""
    followers = {w.word for w in side.words[at + 1 : at + 4]}
    return side.words[at].word.startswith("claim") and bool(followers & grammar("claimed for oneself"))


def company(side: Side, at: int, reach: int = 5) -> set[str]:
    """What the words of content around word `at` stand for."""
    return {w.sense for w in side.words[max(0, at - reach) : at + reach + 1] if not w.light} - {side.words[at].sense}


def content_after(side: Side, at: int, reach: int) -> list[int]:
    """Positions of up to `reach` words of content after word `at` in its clause."""
    found: list[int] = []
    for position in range(at + 1, len(side.words)):
        if side.words[position].clause != side.words[at].clause or len(found) == reach:
            break
        if not side.words[position].light:
            found.append(position)
    return found
