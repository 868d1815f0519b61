"""Who is named in a public release and who is not: officials and experts are, private persons, victims and minors are not.

The rules read what the ledger knows of a person (kind, description, role in an incident) and the words beside the name. They err
on the side of masking: a name masked for nothing costs a reader a name, one let through may cost more.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import NamedTuple

from firsthand.model import Ledger, Source
from firsthand.text import WORD
from firsthand.vocabulary import rows

_NAME_WORD = r"(?:[A-ZÀ-ÖØ-Þ][\w’'-]+)"
_LINK_WORD = r"(?:al-|el-|bin|ibn|abu|van|von|de|da|del|di|la|ap)"
_NAME = rf"(?:{_NAME_WORD}(?:[ ](?:{_LINK_WORD}[ ]?)?{_NAME_WORD}){{1,3}})"
_AGED = re.compile(rf"(?P<name>{_NAME}),? (?:\(?\d{{1,3}}\)?(?=[,.;)\s])|aged \d{{1,3}}|a \d{{1,3}}-year-old)")


class Person(NamedTuple):
    """A person who is not named in public: the names met, the class of placeholder, the rule and the reason."""

    names: tuple[str, ...]
    kind: str
    rule: str
    why: str
    source: str | None = None


@functools.cache
def _terms(kind: str) -> tuple[str, ...]:
    return tuple(row["term"] for row in rows("release_words.csv") if row["kind"] == kind)


@functools.cache
def _any(kind: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(t) for t in _terms(kind))})\b", re.IGNORECASE)


def holds_office(source: Source) -> bool:
    """Whether somebody speaks as an official, an expert or for a body: such a name may be printed.

    Example:
        >>> holds_office(Source(id="s", name="Olda Renn", kind="person", description="the mayor"))
        True
        >>> holds_office(Source(id="s", name="Davit Hallam", kind="witness", description="a porter"))
        False
    """
    if source.kind in ("official", "group", "medium", "expert"):
        return True
    if source.kind in ("witness", "protected"):
        return False
    told = " ".join(filter(None, (source.description, *source.names)))
    return bool(_any("office").search(told)) and not _any("kin").search(source.description or "")


def looks_like_person(name: str) -> bool:
    """Whether a string reads as a personal name: two to five capitalised words, none that makes it a body or a place.

    Example:
        >>> looks_like_person("Jonas Kelt"), looks_like_person("Northern Dawn Front"), looks_like_person("two pilgrims")
        (True, False, False)
    """
    words = [m.group() for m in WORD.finditer(name)]
    if not 2 <= len(words) <= 6 or _any("group").search(name):
        return False
    return all(
        w[0].isupper() or w.lower() in ("al", "el", "bin", "ibn", "abu", "van", "von", "de", "da", "del", "di", "la")
        for w in words
    )


def private(ledger: Ledger) -> tuple[Person, ...]:
    """Everybody in a ledger who is not named in public, in the order of the records; a name is listed once, by its first rule."""
    known = frozenset(public_names(ledger))
    found = [*_speakers(ledger), *_victims(ledger), *_beside_words(ledger, known)]
    met: set[str] = set()
    kept = []
    for person in found:
        names = tuple(n for n in dict.fromkeys(person.names) if n not in met)
        if names:
            met.update(names)
            kept.append(person._replace(names=names))
    return tuple(kept)


def public_names(ledger: Ledger) -> tuple[str, ...]:
    """Names that may be printed: officials, experts, bodies, outlets, agencies, authors, places and actors of incidents."""
    names: list[str] = []
    for source in ledger.sources:
        if holds_office(source):
            names += [n for n in (source.name, *source.names, source.stands_for) if n]
    for document in ledger.documents:
        names += [n for n in (document.publisher, document.agency, document.author) if n]
    for incident in ledger.incidents:
        names += [
            a.name for a in incident.actors if a.role in ("perpetrator", "claimant") and not looks_like_person(a.name)
        ]
        if incident.where:
            names += [n for n in (incident.where.name, incident.where.admin1, incident.where.country) if n]
    return tuple(sorted(set(names)))


def _speakers(ledger: Ledger) -> Iterable[Person]:
    for source in ledger.sources:
        if source.name is None or holds_office(source):
            continue
        kin = bool(_any("kin").search(source.description or ""))
        kind = "RELATIVE" if kin else "WITNESS" if source.kind == "witness" else "PERSON"
        why = "a relative" if kin else "a private person who speaks, not an official or expert"
        yield Person((source.name, *source.names), kind, "private person", why, source.id)


def _victims(ledger: Ledger) -> Iterable[Person]:
    for incident in ledger.incidents:
        for actor in incident.actors:
            if actor.role in ("victim", "target") and looks_like_person(actor.name):
                yield Person((actor.name,), "VICTIM", "victim", "a victim is not named without the family's word")
    for statement in ledger.statements:
        if statement.property == "victim" and statement.value:
            for name in re.findall(_NAME, statement.value):
                if looks_like_person(name):
                    yield Person((name,), "VICTIM", "victim", "a victim is not named without the family's word")


def _beside_words(ledger: Ledger, known: frozenset[str]) -> Iterable[Person]:
    """Names that stand beside an age, a word of kinship or a word for a child in the texts that a public release would cite."""
    for text in cited(ledger):
        for name, kind, why in near_words(text):
            if name not in known and looks_like_person(name):
                yield Person((name,), kind, "named beside private words", why)


@functools.cache
def _beside() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    kin, minor = "|".join(_terms("kin")), "|".join(_terms("minor"))
    return (
        (_AGED, "PERSON", "named with an age"),
        (
            re.compile(rf"\b(?:his|her|their|whose|my|our|a|the) (?:{kin}),? (?P<name>{_NAME})"),
            "RELATIVE",
            "named as a relative",
        ),
        (
            re.compile(rf"(?P<name>{_NAME}), (?:a|an|the|his|her|their|whose)? ?(?:\w+ )?(?:{kin})\b"),
            "RELATIVE",
            "named as a relative",
        ),
        (re.compile(rf"\b(?:{kin}) of (?P<name>{_NAME})"), "PERSON", "named through a relative"),
        (re.compile(rf"\b(?:{minor})(?: (?:named|called))?,? (?P<name>{_NAME})"), "MINOR", "named as a child"),
        (
            re.compile(rf"(?P<name>{_NAME}), (?:was |is )?(?:a|the|his|her) (?:\w+[- ])?(?:{minor})\b"),
            "MINOR",
            "named as a child",
        ),
    )


def near_words(text: str) -> list[tuple[str, str, str]]:
    """Names beside words that make them private ones: (name, class of placeholder, reason).

    Example:
        >>> near_words("Jonas Kelt, a boy of nine, was at the market with his sister Mira Kelt.")
        [('Mira Kelt', 'RELATIVE', 'named as a relative'), ('Jonas Kelt', 'MINOR', 'named as a child')]
    """
    found = []
    for pattern, kind, why in _beside():
        found += [(m.group("name"), kind, why) for m in pattern.finditer(text)]
    return found


def cited(ledger: Ledger) -> Iterable[str]:
    """The words of the documents that a release shows: spans of statements, quotes, figures, series and drifts, and headlines."""
    for group in (ledger.statements, ledger.quotes, ledger.figures, ledger.series):
        yield from (record.text for record in group)
    for drift in ledger.collation.drifts:
        yield drift.original
        yield drift.retold
    for document in ledger.documents:
        yield from filter(None, (document.headline, document.standfirst))


@functools.cache
def _unnamed() -> re.Pattern[str]:
    kin, informant = "|".join(_terms("kin")), "|".join(_terms("informant"))
    some = r"(?:(?:the|a|an|our|their|its|his|her|one of the|some|several|important|members of) ){0,3}"
    of_whom = r"(?:leader|commander|militant|fighter|member|official)s?\b(?: of the group)?"
    between = r"(?:[\w’'-]+ ){0,4}"
    return re.compile(
        rf"\b{some}(?:{informant})\b"
        rf"|\b(?:the|a|an) (?:{kin}) of (?:one of )?(?:a|an|the|one) {between}{of_whom}"
        rf"|\bmembers of (?:the )?{between}(?:families|family)\b",
        re.IGNORECASE,
    )


def unnamed_informants(text: str) -> list[str]:
    """Phrases that point to somebody who tells on an armed group without a name: informants, relatives of leaders, members of families.

    Example:
        >>> unnamed_informants("He would meet the wife of a Dawn commander and other informants.")
        ['the wife of a Dawn commander', 'informants']
    """
    return [m.group() for m in _unnamed().finditer(text)]


def widened(description: str) -> str:
    """An unnamed source's description, widened to a sector so that it fits many people.

    Example:
        >>> widened("a nurse at the first-aid post, who asked not to be named"), widened("a trader")
        ('a medical source', 'a source')
    """
    for row in rows("release_words.csv"):
        if row["kind"] == "sector" and re.search(rf"\b{re.escape(row['term'])}s?\b", description, re.IGNORECASE):
            return row["becomes"]
    return "a source"


def is_home(words: str) -> bool:
    """Whether the words of a place tell of somebody's home or shelter.

    Example:
        >>> is_home("his house behind the mill"), is_home("the grain market")
        (True, False)
    """
    return bool(_any("home").search(words))
