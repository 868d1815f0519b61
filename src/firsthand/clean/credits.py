"""Lines that say whose text it is, and what each gives: another outlet's name, an agency, an author, the publisher."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from firsthand import vocabulary
from firsthand.clean import publishers, words

# Longest credit line in words; a longer line that opens like one is a sentence of the article.
_LONGEST = 40
# Names that stand where an agency's would and name none.
_GENERIC = re.compile(
    r"^(?:the )?(?:news |wire |international |local |foreign |our )*(?:agenc(?:y|ies)|wires?|websites?|media|reports?|sources?"
    r"|correspondents?|staff|agenturen|agences|agencias|الوكالات|وكالات)(?: reports?| services?| \+.*)?$",
    re.I,
)
_NOTE = re.compile(r"\s*(?:[,;(–-]\s*)?(?:edited|translated|adapted|compiled|with edits|abridged)\b.*$", re.I)
_PERSON = re.compile(r"^[^\W\d_][\w'’.-]*(?: (?:[^\W\d_][\w'’.-]*|al|bin|de|van|von|der)){1,4}$")
_WIRE_TALK = (
    r"\b(?:told|(?:an? )?(?:exclusive )?interview(?:s|ed)? (?:with|by|to|for|given to)|spoke (?:to|with)|speaking (?:to|with)|talked to"
    r"|(?:seen|obtained|reviewed|viewed) by|shared (?:exclusively )?with|a tally by|given to)\s+(?:the )?(?P<name>WIRES)"
)


class Credit(NamedTuple):
    """What one line gives: `gives` is a column value of credits.csv, `name` the outlet, agency or person as written."""

    line: str
    gives: str
    name: str | None
    words: str


@functools.cache
def _patterns() -> tuple[tuple[re.Pattern[str], str, str, str], ...]:
    rows = vocabulary.rows("credits.csv")
    return tuple((re.compile(r["pattern"], re.I), r["gives"], r["where"], r["words"]) for r in rows)


def read(line: str, *, tail: bool = False) -> Credit | None:
    """What a line credits, or ``None`` where it credits nothing.

    Args:
        tail: the line stands after the article, where copyright and subscription lines name the publisher.

    Example:
        >>> read("(Republished from The Hill Post by permission of the author)").name
        'The Hill Post'
        >>> read("He said the source was safe.") is None
        True
    """
    text = line.strip()
    if len(text) > 12 * _LONGEST or words.count(text) > _LONGEST:
        return None
    for pattern, gives, where, told in _patterns():
        if where == "tail" and not tail:
            continue
        match = pattern.match(text)
        if match:
            groups = match.groupdict()
            name = groups.get("name") or groups.get("author")
            if gives == "source":
                gives, name = _source(name or "")
                if gives == "":
                    return None
            return Credit(text, gives, _trim(name) if name else None, told)
    return None


def _source(name: str) -> tuple[str, str | None]:
    """A source line names an agency, another outlet, or nobody ("News Agencies"); "" where it is a sentence about sources."""
    bare = _NOTE.sub("", name).strip(" .)(")
    if _GENERIC.match(bare) or not bare or words.count(bare) > 7:
        return ("credit", None) if _GENERIC.match(bare) else ("", None)
    outlet = publishers.find(bare)
    if outlet is not None:
        return ("agency" if outlet.kind == "wire" else "original"), bare
    return ("agency" if bare[0].isupper() or not bare[0].isascii() else ""), bare


def _trim(name: str) -> str:
    return " ".join(name.split()).strip(" \"'“”.,:;()–—-")


def agency(name: str | None) -> str | None:
    """The agency that a credit names, as results show it; ``None`` for "Agencies" and for outlets that are none.

    Example:
        >>> agency("AFP"), agency("News Agencies"), agency("The Guardian")
        ('Agence France-Presse', None, None)
    """
    if not name or _GENERIC.match(name.strip()):
        return None
    outlet = publishers.find(name)
    if outlet is not None:
        return outlet.name if outlet.kind == "wire" else None
    return publishers.canonical(name) or None


def people(names: str) -> tuple[str, ...]:
    """The persons of a credit or byline, in order.

    Example:
        >>> people("Ana Orlu in Pellan and Davit Hallam")
        ('Ana Orlu', 'Davit Hallam')
    """
    found = []
    for part in re.split(r"\s*(?:,|;|\||/|&|\band\b|\bund\b|\bet\b|\by\b(?= [A-Z]))\s*", names):
        person = re.sub(r"\s+(?:in|from|at) [A-Z].*$", "", _trim(part))
        if (_PERSON.match(person) and person[0].isupper()) or re.fullmatch(
            r"[\u0600-\u06ff]+(?: [\u0600-\u06ff]+){1,4}", person
        ):
            found.append(person)
    return tuple(found)


@functools.cache
def _talk() -> re.Pattern[str]:
    return re.compile(_WIRE_TALK.replace("WIRES", publishers.wires().pattern))


def spoken_to(body: str) -> dict[str, str]:
    """Agencies to which the text's own speakers talked ("told Reuters"), each with the words that say so.

    Example:
        >>> spoken_to("The mayor told Reuters that it rained.")
        {'Reuters': 'told Reuters'}
    """
    found: dict[str, str] = {}
    for match in _talk().finditer(body):
        outlet = publishers.find(match["name"])
        if outlet is not None:
            found.setdefault(outlet.name, match.group())
    return found
