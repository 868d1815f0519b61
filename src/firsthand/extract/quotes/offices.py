"""One person told of twice within a report: by an office first ("the provincial police chief") and by name and office later."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from firsthand import vocabulary
from firsthand.extract.quotes.drafts import Draft
from firsthand.text import fold

_GRAMMAR = vocabulary.tree("grammar.yaml")
_EMPTY = frozenset(_GRAMMAR["empty_office_words"])
# Adjectives that stand for the kind of place that a fuller title names.
_LEVELS: dict[str, str] = _GRAMMAR["office_levels"]
_OF = re.compile(r"\s+(?:of|for|in|at|from)\s+")
_LITTLE = frozenset({"the", "a", "an", "s", "of", "for", "in", "at", "and", "from"})
# Fewest words that an office and its place have together before they tell one person from another: "the chief" tells nobody, "the police chief" does.
MIN_WORDS = 2


class _Office(NamedTuple):
    """An office: the words for what it is, and the words for what or where it is held."""

    what: frozenset[str]
    where: frozenset[str]


def one_person(drafts: Sequence[Draft]) -> list[int]:
    """For each source the one it is the same person as: itself, or the only named source with the same office and no other place.

    The named draft takes the reason along.

    Example:
        >>> chief = Draft(None, "unnamed", "the provincial police chief", heads={"chief"})
        >>> ray = Draft("Omar Ray", "official", told=["Colonel", "the police chief of Harn province"])
        >>> one_person([chief, ray]), ray.reasons
        ([1, 1], ['"the provincial police chief" is Omar Ray: office and place agree with "the police chief of Harn province"'])
    """
    same = list(range(len(drafts)))
    for i, draft in enumerate(drafts):
        words = draft.description or ""
        if draft.name is not None or not draft.human or draft.plural or not words.lower().startswith("the "):
            continue
        office = _office(words)
        fits = [
            (k, told) for k, d in enumerate(drafts) if d.name and d.human and (told := _holds(d, office)) is not None
        ]
        if len(fits) == 1:
            same[i], told = fits[0]
            drafts[same[i]].reasons.append(f'"{words}" is {drafts[same[i]].name}: office and place agree with "{told}"')
    return same


def _holds(draft: Draft, office: _Office) -> str | None:
    """The words in which a named source is told to hold an office; ``None`` where it is not."""
    if len(office.what | office.where) < MIN_WORDS or not (office.what - _EMPTY or office.where):
        return None
    for told in draft.told:
        held = _office(told)
        if held.what == office.what and office.where <= held.where:
            return told
    return None


def _office(words: str) -> _Office:
    what, *where = _OF.split(fold(words), maxsplit=1)
    kinds = [w for w in what.split() if w not in _LITTLE]
    levels = {_LEVELS[w] for w in kinds if w in _LEVELS}
    rest = {w for part in where for w in part.split() if w not in _LITTLE}
    return _Office(frozenset(w for w in kinds if w not in _LEVELS), frozenset(rest | levels))
