"""What every reading room needs of a text: sentences, words, folding. Offsets are code points."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

WORD = re.compile(r"\w+(?:['’]\w+)*", re.UNICODE)
_PARAGRAPH = re.compile(r"[^\n]+")
# Abbreviations after which a full stop ends no sentence, and words that begin a sentence only as part of a time ("5 a.m. Monday").
_NO_STOP = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Capt|Sgt|Brig|Cmdr|Adm|Sen|Rep|Gov|Pres|Prof|St|No|Nos|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
    r"|approx|vs|al|Inc|Ltd|Co|Corp|Rev|Hon|Jr|Sr|[A-Z]|a\.m|p\.m|U\.S|U\.N|U\.K|E\.U))\.\s*$"
)
_CONTINUES = re.compile(r"\s*(?:[a-z0-9,;]|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|[A-Z]\.)")
_TITLE_STOP = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Capt|Sgt|Brig|Cmdr|Adm|Sen|Rep|Gov|Pres|Prof|St|No|Nos|Rev|Hon|[A-Z])\.\s*$"
)
_QUOTES = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "`": "'", "–": "-", "—": "-", "\u00a0": " "}
)


_JOINTS = re.compile(r"[-_/.,'’‘`ʿʾʼ]+")


class Sentence(NamedTuple):
    """A sentence: [start, end) in the text it was cut from, and its words as written."""

    start: int
    end: int
    text: str


class Token(NamedTuple):
    """A word: [start, end) and the word as written."""

    start: int
    end: int
    text: str


def paragraphs(text: str) -> list[Sentence]:
    """The non-empty lines of a text, with offsets.

    Example:
        >>> [p.text for p in paragraphs("One.\\n\\nTwo.")]
        ['One.', 'Two.']
    """
    found = []
    for match in _PARAGRAPH.finditer(text):
        body = match.group().strip()
        if body:
            start = match.start() + match.group().index(body)
            found.append(Sentence(start, start + len(body), body))
    return found


def sentences(text: str) -> list[Sentence]:
    """Sentences of a text in order; none crosses a line break.

    Cut by `sentencex`, then joined again after titles, initials, months and "a.m. Monday", where it cuts too eagerly.

    Example:
        >>> [s.text for s in sentences("Lt. Col. Ray spoke at 5 a.m. Monday. No one was hurt.")]
        ['Lt. Col. Ray spoke at 5 a.m. Monday.', 'No one was hurt.']
    """
    found: list[Sentence] = []
    for para in paragraphs(text):
        start = para.start
        pieces = list(_pieces(para.text))
        for index, end in enumerate(pieces):
            stop = para.start + end
            if index + 1 < len(pieces) and _joins(text[start:stop], text[stop : para.end]):
                continue
            body = text[start:stop].strip()
            if body:
                begin = text.index(body, start)
                found.append(Sentence(begin, begin + len(body), body))
            start = stop
    return found


def _pieces(line: str) -> Iterator[int]:
    import sentencex

    position = 0
    for piece in sentencex.segment("en", line):
        at = line.find(piece, position)
        position = (at if at >= 0 else position) + len(piece)
        yield min(position, len(line))
    if position < len(line):
        yield len(line)


def _joins(left: str, right: str) -> bool:
    if _TITLE_STOP.search(left):
        return True
    return bool(_NO_STOP.search(left) and _CONTINUES.match(right))


def tokens(text: str, start: int = 0) -> list[Token]:
    """Words (letters, digits, inner apostrophes) with offsets, moved by `start`.

    Example:
        >>> tokens("No, 12.")[1]
        Token(start=4, end=6, text='12')
    """
    return [Token(start + m.start(), start + m.end(), m.group()) for m in WORD.finditer(text)]


def plain(text: str) -> str:
    """The same text with curly quotes, guillemets, long dashes and hard spaces made plain, one code point for one: offsets hold.

    Example:
        >>> plain("«Oui» – “no”")
        '"Oui" - "no"'
    """
    return text.translate(_QUOTES)


def fold(name: str) -> str:
    """A name without case, accents, hyphens, apostrophes or doubled spaces: for comparing, never for showing.

    Example:
        >>> fold("Al-Ḥawījah")
        'al hawijah'
    """
    if name.isascii():
        bare = name.lower()
    else:
        bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    return " ".join(_JOINTS.sub(" ", bare).split())
