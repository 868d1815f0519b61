"""Admissions: a source who speaks for a body says that figures or statements of that body are false."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from firsthand.reckon.officials import bodies_of, is_official
from firsthand.reckon.world import World
from firsthand.text import plain
from firsthand.vocabulary import tree


class Admission(NamedTuple):
    """A source who speaks for a body said that figures or statements of that body are false."""

    source: str
    name: str
    bodies: frozenset[str]
    document: str
    words: str


# Characters of the admission shown in the caution: enough to recognise it, the rest is one click away.
_SHOWN = 90


def admissions(world: World) -> tuple[Admission, ...]:
    """Every admission in the ledger: a quote of, or a statement by, an official who says that figures or statements are false.

    Only what an official says with the own side as its author counts; the same words of anybody else are a charge, not an admission.
    """
    found: dict[tuple[str, str], Admission] = {}
    for document, speaker, text in _spoken(world):
        source = world.sources.get(world.source(speaker))
        if source is None or not is_official(source) or not tells_of_falsehood(text):
            continue
        bodies = bodies_of(world, source)
        words = " ".join(text.split())
        shown = words if len(words) <= _SHOWN else words[:_SHOWN].rsplit(" ", 1)[0] + " ..."
        found.setdefault(
            (source.id, shown),
            Admission(source.id, source.name or source.description or "an official", bodies, document, shown),
        )
    return tuple(found[key] for key in sorted(found))


def _spoken(world: World) -> Iterator[tuple[str, str, str]]:
    """(document, speaker, words) of all that is said by a source, in a fixed order; the author's own words are nobody's admission."""
    for quote in world.ledger.quotes:
        if quote.speaker:
            yield quote.document, quote.speaker, quote.text
    for s in world.ledger.statements:
        if s.chain:
            yield s.document, s.chain[-1], s.text


def tells_of_falsehood(text: str) -> bool:
    """Whether a text speaks of false figures or statements in the first person or of the own side, and does not take it back.

    Example:
        >>> tells_of_falsehood("we gave out a false number of dead"), tells_of_falsehood("reports of a false toll are not true")
        (True, False)
    """
    match = _pattern().search(plain(text))
    if match is None:
        return False
    before = plain(text)[: match.start()].casefold().split()[-4:]
    if set(before) & set(tree("deception.yaml")["not_if"]):
        return False
    return bool(_OWN.search(plain(text)))


_OWN = re.compile(
    r"\b(?:we|our|us|I|my|the (?:government|ministry|army|authorities|police|forces)|officials?|security forces)\b",
    re.IGNORECASE,
)


@cache
def _pattern() -> re.Pattern[str]:
    words = tree("deception.yaml")
    false, what = (("|".join(re.escape(w).replace(r"\*", r"\w*") for w in words[key])) for key in ("untrue", "what"))
    gap = rf"(?:\W+\w+){{0,{words['near']}}}?\W+"
    return re.compile(rf"\b(?:{false})\b{gap}(?:{what})\b|\b(?:{what})\b{gap}(?:{false})\b", re.IGNORECASE)
