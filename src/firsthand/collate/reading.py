"""A document as this room reads it: hashed word 3-grams at once; words with offsets and sentences with stems only when it is first compared."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from firsthand.collate.grams import grams_of
from firsthand.model import Document
from firsthand.text import plain, sentences
from firsthand.vocabulary import rows

if TYPE_CHECKING:
    from snowballstemmer.basestemmer import BaseStemmer

# One ideograph or kana is one word: those scripts write no spaces.
_UNIT = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+(?:'[^\W\u3040-\u30ff\u3400-\u9fff]+)*"
)
_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
# The same words where there is no ideograph or kana, found in half the time.
_SPACED = re.compile(r"\w+(?:'\w+)*")
# Texts whose words and sentences are kept at hand: a family and its neighbours are compared one after another.
KEPT_READ = 4096
# Languages written without spaces: their sentences are compared by pairs of neighbouring signs.
LOOSE = frozenset({"ja", "zh"})
_STEMMERS = {
    "ar": "arabic",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}
# What a function word weighs against a word of content (1.0): enough to break ties, not enough to align two sentences.
FUNCTION_WEIGHT = 0.1


class Unit(NamedTuple):
    """A folded word and its code points [start, end) in the document's text."""

    word: str
    start: int
    end: int


class Line(NamedTuple):
    """A sentence: [start, end), words [first, last) of the reading, its stems with their weights, and the sum of these."""

    start: int
    end: int
    first: int
    last: int
    stems: Mapping[str, float]
    weight: float


class Reading(NamedTuple):
    """One document read; `grams` are the distinct hashed word 3-grams, ascending."""

    document: Document
    language: str
    grams: NDArray[np.uint64]


@functools.cache
def function_words(language: str) -> frozenset[str]:
    """Words of a language that carry grammar rather than content; empty for a language without a row in `function_words.csv`."""
    return frozenset(
        w for row in rows("function_words.csv") if row["language"] == language for w in row["words"].split()
    )


@functools.cache
def _stemmer(language: str) -> BaseStemmer | None:
    if language not in _STEMMERS:
        return None
    import snowballstemmer

    return snowballstemmer.stemmer(_STEMMERS[language])


@functools.lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The stem of a folded word, or the word where the language has no stemmer.

    Example:
        >>> stem("bombings", "en")
        'bomb'
    """
    maker = _stemmer(language)
    return str(maker.stemWord(word)) if maker else word


@functools.cache
def _groups() -> dict[str, str]:
    return {stem(w, "en"): row["group"] for row in rows("drift_synonyms.csv") for w in row["words"].split()}


@functools.lru_cache(maxsize=200_000)
def sense(word: str, language: str = "en") -> str:
    """What a folded word stands for: the group of its synonyms (English, `drift_synonyms.csv`), else its stem.

    Example:
        >>> sense("militants") == sense("insurgents")
        True
    """
    base = re.sub(r"(?:'s|s')$", "", word)
    if language != "en":
        return stem(base, language)
    base = re.sub(r"is(e[sd]?|ing)$", r"iz\1", base) if len(base) > 6 else base
    root = stem(base, "en")
    return _groups().get(root, root)


def units(text: str) -> tuple[Unit, ...]:
    """Folded words with offsets; an ideograph or kana counts as a word.

    Example:
        >>> [u.word for u in units("Rebels’ “Camp”")]
        ['rebels', 'camp']
    """
    clean = plain(text)
    return tuple(Unit(m.group().casefold(), m.start(), m.end()) for m in _pattern(clean).finditer(clean))


def _pattern(clean: str) -> re.Pattern[str]:
    return _UNIT if not clean.isascii() and _IDEOGRAPH.search(clean) else _SPACED


@functools.lru_cache(maxsize=KEPT_READ)
def units_of(text: str) -> tuple[Unit, ...]:
    """`units` of a whole document, kept for the next comparison."""
    return units(text)


def _weights(words: Sequence[str], language: str) -> dict[str, float]:
    words = pairs_of_signs(words) if language in LOOSE else words
    light = function_words(language)
    return {sense(w, language): FUNCTION_WEIGHT if w in light else 1.5 if w.isdigit() else 1.0 for w in words}


def pairs_of_signs(words: Sequence[str]) -> list[str]:
    """Words where each written sign is joined with its neighbour: a single kana or ideograph stands in every sentence and tells none apart.

    Example:
        >>> pairs_of_signs(["橋", "が", "閉", "2024"])
        ['橋が', 'が閉', '閉', '2024']
    """
    signs = [len(w) == 1 and "\u3040" <= w <= "\u9fff" for w in words]
    return [w + words[n + 1] if signs[n] and n + 1 < len(words) and signs[n + 1] else w for n, w in enumerate(words)]


@functools.lru_cache(maxsize=KEPT_READ)
def lines_of(text: str, language: str) -> tuple[Line, ...]:
    """The sentences of a text with their weighted stems, in order."""
    words, found, first = units_of(text), [], 0
    for piece in sentences(text):
        while first < len(words) and words[first].start < piece.start:
            first += 1
        last = first
        while last < len(words) and words[last].start < piece.end:
            last += 1
        if last > first:
            stems = _weights([u.word for u in words[first:last]], language)
            found.append(Line(piece.start, piece.end, first, last, stems, sum(stems.values())))
        first = last
    return tuple(found)


def read(document: Document) -> Reading:
    """Reads one document for this room; the language is its own, else English is assumed for the choice of a stemmer only."""
    return read_all([document])[0]


def read_all(documents: Sequence[Document]) -> list[Reading]:
    """Reads documents for this room, all in one go: ten times as fast as one by one."""
    languages = [(d.language or "en").split("-")[0].split(" ")[0] for d in documents]
    grams = grams_of([d.text for d in documents])
    return [Reading(d, language, found) for d, language, found in zip(documents, languages, grams, strict=True)]


def words(reading: Reading) -> tuple[Unit, ...]:
    """The words of a reading with their offsets, taken when first asked for: most documents are never compared with another."""
    return units_of(reading.document.text)


def lines(reading: Reading) -> tuple[Line, ...]:
    """The sentences of a reading, cut when first asked for."""
    return lines_of(reading.document.text, reading.language)
