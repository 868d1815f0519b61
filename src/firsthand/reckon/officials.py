"""Officials: who speaks for a body, and for which body and country."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache

from firsthand.model import Document, Source
from firsthand.reckon.world import World
from firsthand.text import fold
from firsthand.vocabulary import rows

# Characters before an office in which a country may be told ("Iraq's new Interior Minister"): two or three words.
_BEFORE = 30


def is_official(source: Source) -> bool:
    """Whether a source speaks for a public body: it is of that kind, or it is told only as one ("military officials").

    Example:
        >>> is_official(Source(id="v", name=None, kind="unnamed", description="two security officials"))
        True
    """
    if source.kind == "official":
        return True
    words = fold(source.description or "").split() if source.kind == "unnamed" else []
    return any(word in _offices() or word.removesuffix("s") in _offices() for word in words)


@cache
def _offices() -> frozenset[str]:
    return frozenset(row["noun"] for row in rows("speaker_nouns.csv") if row["kind"] == "official")


def bodies_of(world: World, source: Source) -> frozenset[str]:
    """The bodies and countries that a source speaks for, folded.

    What it stands for; the country told in its name or description; else the one most often told right before its name or office in the
    reports it speaks in ("Iraq's Interior Minister" in a headline, "Interior Minister" below).
    """
    words = " ".join(w for w in (source.stands_for, source.description, source.name, *source.names) if w)
    named = frozenset({fold(source.stands_for)} if source.stands_for else ())
    told = frozenset(_countries_in(words))
    return named | (told or _told_before(world, source))


def _told_before(world: World, source: Source) -> frozenset[str]:
    office = re.sub(r"^(?:the|an?)\s+", "", source.description or "", flags=re.IGNORECASE)
    phrases = [re.escape(p) for p in dict.fromkeys((office, source.name or "")) if len(p) > 3]
    if not phrases:
        return frozenset()
    pattern = re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE)
    found: Counter[str] = Counter()
    for document in (world.documents[d] for d in sorted(source.documents) if d in world.documents):
        for text in _texts(document):
            for match in pattern.finditer(text):
                found.update(_countries_in(text[max(0, match.start() - _BEFORE) : match.start()]))
    return frozenset({min(found, key=lambda c: (-found[c], c))}) if found else frozenset()


def _texts(document: Document) -> Iterator[str]:
    yield from (part for part in (document.headline, document.standfirst, document.text) if part)


def _countries_in(words: str) -> Iterator[str]:
    folded = f" {fold(words)} "
    return (country for form, country in _forms().items() if f" {form} " in folded)


@cache
def countries() -> frozenset[str]:
    """The names of all countries known, folded."""
    return frozenset(_forms().values())


@cache
def _forms() -> Mapping[str, str]:
    """Names of countries and the adjectives of their people, folded, with the country's name (see `_vocabulary/countries.csv`)."""
    return {
        fold(form): fold(row["name"])
        for row in rows("countries.csv")
        for column in ("name", "aliases", "demonyms")
        for form in row[column].split("|")
        if len(form) > 3
    }
