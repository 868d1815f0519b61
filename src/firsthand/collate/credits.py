"""Declared credits: whose text a report says it is, and which outlets it goes on. Patterns are rows of `credit_patterns.csv`."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from firsthand.model import Document
from firsthand.text import fold
from firsthand.vocabulary import rows

# A name: capitalised words, joined by small words that names have inside. Long enough for "The New Harbour Post", too short for a sentence.
_NAME = (
    r"(?P<outlet>(?:[Tt]he |[Ll]a |[Ll]e |El |Die |Der )?[^\W\d_a-zà-öø-ÿа-я][\w'’&.-]*[\w]"
    r"(?: (?:of |for |du |de |des |und |al-)?[^\W\d_a-zà-öø-ÿа-я][\w'’&-]*){0,4})"
)
# A told-to or cited pattern followed by one of these is no outlet ("told Reporters", "told Parliament on Monday").
_NO_OUTLET = frozenset(
    [
        "reporters",
        "journalists",
        "parliament",
        "congress",
        "lawmakers",
        "police",
        "judges",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "he",
        "she",
        "they",
        "it",
        "we",
        "i",
        "the",
        "officials",
        "witnesses",
        "investigators",
        "residents",
    ]
)
# Credits that speak for the whole text; the others speak for a claim or a passage.
WHOLE = frozenset({"copied", "translated", "adapted", "supplied", "compiled", "dateline"})
# Order of trust for direction, most trusted first (declared credit > dateline agency > told X > cited).
TRUST: tuple[str, ...] = ("copied", "translated", "adapted", "supplied", "dateline", "compiled", "told", "cited")


class Credit(NamedTuple):
    """One declared credit: what it says, the outlet as the vocabulary names it (``None``: an unnamed wire), the words, their offset.

    An offset of -1 stands for the credit line, which is no part of the text.
    """

    says: str
    outlet: str | None
    words: str
    start: int


class _Pattern(NamedTuple):
    where: str
    says: str
    regex: re.Pattern[str]
    cues: tuple[str, ...]


# How far (code points) before and after a cue a pattern of running text is tried: longer than a name of six words and the words around it.
_AROUND = 160


@functools.cache
def _patterns() -> tuple[_Pattern, ...]:
    found = []
    for row in rows("credit_patterns.csv"):
        body = f"(?i:{row['pattern']})".replace("{outlet}", f"(?-i:{_NAME})")
        edge = r"(?<!\w)" if row["pattern"][0] not in "^\\(" else ""
        cues = tuple(row["cue"].split("|")) if row["cue"] else ()
        found.append(_Pattern(row["where"], row["says"], re.compile(edge + body), cues))
    return tuple(found)


@functools.cache
def _aliases() -> Mapping[str, str]:
    """Folded name or alias of an outlet to its name in the vocabulary; empty while there is no such file."""
    try:
        listed = rows("publishers.csv")
    except FileNotFoundError:
        return {}
    table = {}
    for row in listed:
        for name in (row["name"], *row.get("aliases", "").split("|")):
            if name.strip():
                table[_bare(name)] = row["name"]
    return table


def _bare(name: str) -> str:
    return re.sub(r"^(?:the|la|le|el|die|der|das) ", "", fold(name))


def outlet_key(name: str | None) -> str | None:
    """What two spellings of one outlet share: its name in the vocabulary, folded, without an article; ``None`` for ``None``.

    Example:
        >>> outlet_key("the Dolvane courier") == outlet_key("Dolvane Courier")
        True
    """
    if not name:
        return None
    bare = _bare(name)
    return _bare(_aliases().get(bare, bare))


def house(document: Document) -> str | None:
    """Whose text a document is, as a key: its publisher, or the agency of a text that bears no publisher; ``None`` where neither is known.

    Example:
        >>> house(Document(id="d", address="d", sha256="d", text="A text.", publisher="The Lantern", agency="Northwire"))
        'lantern'
    """
    return outlet_key(document.publisher or document.agency)


def _known(name: str) -> str | None:
    """The vocabulary's name for the longest run of leading words that it knows, or ``None``."""
    words = name.split()
    for end in range(len(words), 0, -1):
        known = _aliases().get(_bare(" ".join(words[:end])))
        if known:
            return known
    return None


def declared(document: Document, outlets: Iterable[str] = ()) -> tuple[Credit, ...]:
    """The credits a document declares, most trusted first.

    Args:
        document: credit line, agency, dateline and running text are read.
        outlets: names of outlets met among the documents, beside those of the vocabulary: "told X" counts only for a known outlet.

    Example:
        >>> doc = Document(id="d", address="d", sha256="d", text="A text.", credit="Republished from The Lantern by permission")
        >>> declared(doc)[0][:2]
        ('copied', 'The Lantern')
    """
    local = {_bare(o): o for o in outlets}
    found = [c for line in (document.credit or "").splitlines() for c in _matches(line, ("line",), -1)]
    if document.byline:
        found += _matches(document.byline, ("line",), -1)
    if document.dateline:
        found += _matches(document.dateline + " -", ("head",), -1)
    if document.agency:
        found.append(Credit("supplied", _known(document.agency) or document.agency, f"agency: {document.agency}", -1))
    found += _matches(document.text[:200], ("head",), 0)
    for line, start in _edge_lines(document.text):
        found += _matches(line, ("line",), start)
    found = [c._replace(outlet=_resolve(c.outlet, local)) if c.says == "translated" else c for c in found]
    for credit in _matches(document.text, ("text",), 0):
        name = _resolve(credit.outlet, local)
        if name:
            found.append(credit._replace(outlet=name))
    kept = {(c.says, outlet_key(c.outlet)): c for c in reversed(found)}
    return tuple(sorted(kept.values(), key=lambda c: (TRUST.index(c.says), c.start, c.outlet or "")))


def _resolve(outlet: str | None, local: Mapping[str, str]) -> str | None:
    """The known outlet that a captured name begins with, or ``None``."""
    if not outlet or _bare(outlet).split(" ")[0] in _NO_OUTLET:
        return None
    words = outlet.split()
    for end in range(len(words), 0, -1):
        name = local.get(_bare(" ".join(words[:end])))
        if name:
            return name
    return _known(outlet)


def _edge_lines(text: str) -> Sequence[tuple[str, int]]:
    """The first and the last two lines of a text: where a credit line stands that cleaning left in."""
    pieces, start = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip() and len(line) < 200:
            pieces.append((line.strip(), start))
        start += len(line)
    return pieces if len(pieces) < 4 else [pieces[0], *pieces[-2:]]


def _matches(text: str, where: tuple[str, ...], start: int) -> list[Credit]:
    found: list[Credit] = []
    taken: list[tuple[int, int]] = []
    lower = text.lower()
    for pattern in _patterns():
        if pattern.where not in where:
            continue
        for match in _found(pattern, text, lower):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            taken.append(match.span())
            outlet = match.groupdict().get("outlet")
            if outlet:
                outlet = _known(outlet) or outlet.rstrip(".,;: ")
            found.append(
                Credit(pattern.says, outlet, match.group().strip(), start if start < 0 else start + match.start())
            )
    return found


def _found(pattern: _Pattern, text: str, lower: str) -> Iterator[re.Match[str]]:
    """The matches of a pattern in order; one with cues is tried around these only (in all of a text that changes its length in small letters)."""
    if not pattern.cues or len(lower) != len(text):
        yield from pattern.regex.finditer(text)
        return
    places = sorted({m for cue in pattern.cues for m in _places(cue, lower)})
    reach = 0
    for place in places:
        if place + _AROUND > reach:
            for match in pattern.regex.finditer(text, max(reach, place - _AROUND), place + _AROUND):
                reach = match.end()
                yield match


def _places(cue: str, lower: str) -> Iterator[int]:
    at = lower.find(cue)
    while at >= 0:
        yield at
        at = lower.find(cue, at + 1)


@functools.cache
def _traces() -> tuple[tuple[re.Pattern[str], float, str], ...]:
    return tuple((re.compile(r["pattern"]), float(r["weight"]), r["words"]) for r in rows("translation_traces.csv"))


def translated(document: Document) -> tuple[float, tuple[str, ...]]:
    """How surely (0..1) a text was made from one in another language, by its own marks, and which marks.

    Example:
        >>> doc = Document(id="d", address="d", sha256="d", text="«We left,» — said the baker.", language="en")
        >>> translated(doc)[0] > 0.8
        True
    """
    text = "\n".join(filter(None, (document.credit, document.headline, document.text)))
    weight, words = 0.0, []
    for regex, share, telling in _traces():
        if regex.search(text) and not (share < 1.0 and (document.language or "en") != "en"):
            weight += share
            words.append(telling)
    return min(1.0, weight), tuple(words)
