"""Parts of speech: which words of a sentence are verbs, nouns, names. Offsets are code points of the whole text.

The tagger is a small linear-chain model (`_models/tagger.crfsuite`) trained by `training/tagger.py` on openly licensed treebanks.
Tags are coarse: ``N`` noun, ``NP`` name, ``PRP`` pronoun, ``D`` determiner or possessive, ``J`` adjective, ``R`` adverb, ``I`` preposition or
conjunction, ``TO``, ``M`` modal, verbs by form (``VD`` past, ``VZ``/``VP`` present, ``VB`` bare, ``VG`` -ing, ``VN`` participle), ``W`` who or
which, ``WR`` when or how, ``C`` number, ``CC`` and/or, ``POS`` 's, ``EX`` there, ``RP`` particle, ``X`` other, ``.`` punctuation.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from importlib import resources
from typing import Any, NamedTuple

PIECE = re.compile(
    r"(?:[A-Za-z]\.){2,}|[A-Z]\.(?=\s[A-Z])|(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Capt|Sgt|Brig|Cmdr|Adm|Sen|Rep|Gov|Prof|St|Jan|Feb|Aug|Sept|Oct|Nov|Dec|No)\.(?=\s)"
    r"|\w+?(?=n['’]t\b)|n['’]t\b|['’](?:s|re|ve|ll|d|m|S|RE|VE|LL|D|M)\b|\d+(?:[.,:]\d+)*(?:st|nd|rd|th|s)?\b(?![-‐‑][A-Za-z])"
    r"|\w+(?:(?:[-‐‑]|['’](?!(?:s|re|ve|ll|d|m|t|S)\b))\w+)*|\.{2,}|-{2,}|['`]{2}|\S"
)
# How many sentences are remembered with their tags: those of one long report, read first for voices, then for events.
REMEMBERED = 1024
_VERBS = frozenset({"VD", "VZ", "VP", "VB", "VG", "VN"})


class Tagged(NamedTuple):
    """A word or mark: [start, end), as written, in lower case with plain apostrophes, and its tag."""

    start: int
    end: int
    text: str
    lower: str
    tag: str

    @property
    def is_verb(self) -> bool:
        """Whether it was read as any form of a verb (modals apart)."""
        return self.tag in _VERBS


def pieces(text: str) -> list[tuple[int, int]]:
    """The words and marks of a text as spans; clitics ("n't", "'s") apart, hyphenated words together.

    Example:
        >>> [s for a, b in pieces("Ali's men didn't go.") for s in ["Ali's men didn't go."[a:b]]]
        ['Ali', "'s", 'men', 'did', "n't", 'go', '.']
    """
    return [m.span() for m in PIECE.finditer(text)]


def _shape(word: str) -> str:
    if word.isdigit():
        return "9"
    if word.isupper():
        return "A" if len(word) == 1 else "AA"
    if word[:1].isupper():
        return "Aa"
    if word.islower():
        return "a"
    return "-" if not any(c.isalnum() for c in word) else "m"


def features(words: Sequence[str]) -> list[list[str]]:
    """What the model sees of each word of a sentence; used in the same form by the training script."""
    lowers = [w.lower().replace("’", "'") for w in words]
    shapes = [_shape(w) for w in words]
    found = []
    for i, low in enumerate(lowers):
        before = lowers[i - 1] if i else "<"
        after = lowers[i + 1] if i + 1 < len(lowers) else ">"
        found.append(
            [
                "w=" + low,
                "s=" + shapes[i] + ("^" if i == 0 else ""),
                "3=" + low[-3:],
                "2=" + low[-2:],
                "4=" + low[-4:],
                "p=" + low[:3],
                "-=" + ("1" if "-" in low else "0"),
                "b=" + before,
                "a=" + after,
                "bw=" + before + "|" + low,
                "wa=" + low + "|" + after,
                "b3=" + before[-3:],
                "a3=" + after[-3:],
                "bb=" + (lowers[i - 2] if i > 1 else "<"),
                "aa=" + (lowers[i + 2] if i + 2 < len(lowers) else ">"),
                "bs=" + (shapes[i - 1] if i else "<") + shapes[i],
            ]
        )
    return found


@functools.cache
def _model() -> tuple[Any, bytes]:
    """The tagger and the bytes it reads from: they must live as long as it does."""
    import pycrfsuite

    content = resources.files("firsthand").joinpath("_models", "tagger.crfsuite").read_bytes()
    tagger = pycrfsuite.Tagger()
    tagger.open_inmemory(content)
    return tagger, content


def tag(text: str, start: int = 0, end: int | None = None) -> list[Tagged]:
    """Tags the words of ``text[start:end]``, taken as one sentence.

    Raises:
        FileNotFoundError: the model is not in the package.

    Example:
        >>> [t.tag for t in tag("Officials said the report was false.")]
        ['N', 'VD', 'D', 'N', 'VD', 'J', '.']
    """
    found = _tagged(text[start:end])
    return (
        list(found)
        if start == 0
        else [Tagged(start + a, start + b, word, lower, label) for a, b, word, lower, label in found]
    )


@functools.lru_cache(maxsize=REMEMBERED)
def _tagged(body: str) -> tuple[Tagged, ...]:
    """The words of one sentence, counted from its own start: voices and events read the same sentences."""
    spans = pieces(body)
    words = [body[a:b] for a, b in spans]
    tags = _model()[0].tag(features(words)) if words else []
    return tuple(
        Tagged(a, b, word, word.lower().replace("’", "'"), label)
        for (a, b), word, label in zip(spans, words, tags, strict=True)
    )
