"""What a source is while its document is read, and when two names within one document name one person."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from firsthand import vocabulary
from firsthand.model import Source, SourceKind, make_id
from firsthand.text import fold

_GRAMMAR = vocabulary.tree("grammar.yaml")
TITLES = re.compile(rf"^(?:(?:{'|'.join(_GRAMMAR['titles'])})\.?\s+)+")
_PARTICLES = frozenset(_GRAMMAR["name_particles"])
# A spelling variant ("-i" for "-a" at the end of a transcribed name) is believed within one document from this many letters on.
MIN_VARIANT_LETTERS = 5


class Noun(NamedTuple):
    """What a speaker noun stands for."""

    kind: str
    one: bool


@dataclass
class Draft:
    """A source while its document is read: the mentions found so far. Becomes a frozen `model.Source` at the end."""

    name: str | None
    kind: SourceKind
    description: str | None = None
    names: list[str] = field(default_factory=list)
    heads: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    told: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    stands_for: str | None = None
    head_count: int | None = None
    plural: bool = False
    human: bool = True
    gender: str | None = None
    last: int = 0

    def freeze(self, document: str, same: int = 0) -> Source:
        """The finished record; `same` tells how many sources with the same name or description came before it in the document."""
        label = self.name or self.description or ""
        return Source(
            id=make_id("v", document, f"{label} #{same + 1}" if same else label),
            name=self.name,
            kind=self.kind,
            description=self.description,
            names=tuple(dict.fromkeys(self.names)),
            stands_for=self.stands_for,
            head_count=self.head_count,
            documents=(document,),
            reasons=tuple(dict.fromkeys(self.reasons)),
        )


@functools.cache
def nouns() -> dict[str, Noun]:
    """The vocabulary of speaker nouns, singular."""
    return {row["noun"]: Noun(row["kind"], row["one"] == "yes") for row in vocabulary.rows("speaker_nouns.csv")}


def singular(word: str) -> str:
    """The singular of an English noun, by its ending.

    Example:
        >>> [singular(w) for w in ("officials", "spokesmen", "authorities", "witnesses", "police")]
        ['official', 'spokesman', 'authority', 'witness', 'police']
    """
    if word.endswith("men"):
        return word[:-3] + "man"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def name_parts(name: str) -> list[str]:
    """The words of a name that tell it from another: titles and particles left out, folded.

    Example:
        >>> name_parts("Mr al-Qadir") == name_parts("Al Qadir") == ["qadir"]
        True
    """
    return [p for p in fold(TITLES.sub("", name)).split() if p not in _PARTICLES and p != "s"]


def same_person(left: str, right: str) -> bool:
    """Whether two names within one document may name one person: one holds the words of the other, and their last words agree.

    A last word of five letters or more may differ in one letter (transcription).

    Example:
        >>> same_person("Omar Qadir", "Qadir"), same_person("Omar Qadir", "Ali Qadir"), same_person("Omar al-Qadir", "al-Qadira")
        (True, False, True)
    """
    a, b = name_parts(left), name_parts(right)
    if not a or not b:
        return False
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if not _alike(short[-1], long[-1]):
        return len(short) == 1 and len(long) <= 2 and short[0] == long[0]
    rest = iter(long[:-1])
    return all(any(_initial_or_same(p, q) for q in rest) for p in short[:-1])


def _alike(a: str, b: str) -> bool:
    if a == b:
        return True
    plural = {a[-1], b[-1]} != {"s", a[-1]}
    return min(len(a), len(b)) >= MIN_VARIANT_LETTERS and a[0] == b[0] and plural and Levenshtein.distance(a, b) <= 1


def _initial_or_same(a: str, b: str) -> bool:
    return a == b or (len(a) == 1 and b.startswith(a)) or (len(b) == 1 and a.startswith(b))


def freeze_all(drafts: Sequence[Draft], document: str) -> list[Source]:
    """The finished records of a document's sources, in the same order; ids differ even where descriptions do not ("a resident", twice)."""
    seen: dict[str, int] = {}
    found = []
    for draft in drafts:
        label = draft.name or draft.description or ""
        found.append(draft.freeze(document, seen.get(label, 0)))
        seen[label] = seen.get(label, 0) + 1
    return found
