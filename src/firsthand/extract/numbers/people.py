"""Groups of persons in a sentence: who they are, and how many the words say they are."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal, NamedTuple

from firsthand.extract.mentions import NumberMention
from firsthand.extract.sentences.clauses import Group, Reading
from firsthand.vocabulary import rows

Shape = Literal["number", "singular", "plural", "definite", "name", "pronoun", "age", "nobody"]
_INDEFINITE = frozenset({"a", "an", "one", "another"})
_AUXILIARIES = frozenset(["was", "were", "is", "are", "been", "be", "had", "has", "have"])
_DEFINITE = frozenset({"the", "these", "those", "their", "his", "her", "its", "both", "all"})
_NOMINAL = frozenset({"others", "more", "people", "dead", "wounded", "injured", "each", "others'", "victims"})
_ANYBODY = re.compile(r"\b(?:anyone|anybody|any(?: other)? (?:people|civilians|casualties)|any)\b", re.IGNORECASE)
_OLD = re.compile(r"(?:year|month|week|day)s?-old")
# Below this age a person is counted among children, as the Convention on the Rights of the Child does.
_OF_AGE = 18
_AGE = re.compile(r"\b\d{1,3}[- ](?:year|month|week|day)s?[- ]old", re.IGNORECASE)
# Endings of nouns for persons that no list holds, and nouns with those endings that are things.
_PERSONAL = re.compile(r"(?:ers|ors|men|women|ists|ians|ees|ants|ots)$")
_THINGS = re.compile(
    r"(?:centers|centres|quarters|numbers|containers|helicopters|launchers|members? states|tractors|rockets|papers|orders|borders"
    r"|offers|letters|towers|bunkers"
    r"|shelters|trailers|sectors|motors|factors|doors|floors|errors|plants|restaurants|grants|warrants|trees|committees|bees|knees"
    r"|degrees|rivers|cars|computers"
    r"|tankers|carriers|freighters|bombers aircraft|meters|liters|drivers' seats|corridors|reactors|chambers|shoppers' bags|cancers"
    r"|murders|shooters' nests"
    r"|disorders|rulers' houses|bulldozers|explosives|answers|matters|winners' medals|powers|dinners|summers|winters|hours"
    r"|offenders' registers|shots|ballots|plots|robots|slots|spots|pilots' seats|boots|riots)$"
)
_UNCOUNTED = frozenset({"more", "other", "further", "additional", "-", "the", "of"})


class Party(NamedTuple):
    """Persons named in one noun group: [start, end) with the number, the words for who they are, their class, and how they are told."""

    start: int
    end: int
    who: str | None
    cls: str
    shape: Shape
    number: NumberMention | None
    group: int


@functools.cache
def _nouns() -> tuple[dict[str, str], dict[str, str]]:
    table = rows("person_nouns.csv")
    return {r["noun"].lower(): r["class"] for r in table}, {r["plural"].lower(): r["class"] for r in table}


def noun_class(words: Sequence[str]) -> tuple[str, bool] | None:
    """Class of the longest listed noun that ends a run of words, and whether it is plural; ``None`` for no person.

    Example:
        >>> noun_class(["two", "police", "officers"]), noun_class(["car", "bomb"])
        (('police', True), None)
    """
    singular, plural = _nouns()
    for size in (3, 2, 1):
        name = " ".join(words[-size:])
        if (
            len(words) >= size
            and name in plural
            and not (
                size == 1
                and name in singular
                and name not in ("police", "personnel", "troops", "dead", "wounded", "injured")
            )
        ):
            return plural[name], True
        if len(words) >= size and name in singular:
            return singular[name], False
    return None


class Numbers:
    """The numbers of a text, found by place."""

    def __init__(self, numbers: Sequence[NumberMention]) -> None:
        self._all = sorted(numbers, key=lambda n: n.start)
        self._ends = [n.end for n in self._all]

    def within(self, start: int, end: int) -> NumberMention | None:
        """The first number that shares characters with [start, end)."""
        at = bisect_left(self._ends, start + 1)
        return self._all[at] if at < len(self._all) and self._all[at].start < end else None


def party(reading: Reading, index: int, numbers: Numbers) -> Party | None:
    """The persons of one noun group, or ``None`` where it names none.

    Args:
        reading: the sentence.
        index: the group's place in `reading.groups`.
        numbers: the numbers of the text.
    """
    group = reading.groups[index]
    if group.kind == "word" and reading.lower(index) in ("dozens", "scores", "several", "many", "others", "hundreds"):
        group = Group("noun", group.first, group.last, group.head)
    if (aged := _aged(reading, index)) is not None:
        return aged
    if group.kind != "noun":
        return None
    tokens = reading.tokens[group.first : group.last]
    words = [t.lower for t in tokens]
    start, end = reading.span(group)
    number = numbers.within(start, end)
    if number is None and reading.lower(index - 1) == "of" and reading.kind(index - 1) == "word":
        number = _of_number(reading, index, numbers, start)
    if number is None and reading.lower(index - 1) == "both":
        number = numbers.within(start - 5, start)
    head_at = group.head - group.first
    while head_at > 0 and words[head_at] in _AUXILIARIES:
        head_at -= 1
    found = noun_class(words[: head_at + 1])
    if words[head_at] != words[-1] and words[-1] in _AUXILIARIES:
        end = reading.tokens[group.first + head_at].end
        reading = reading._replace(
            groups=(
                *reading.groups[:index],
                group._replace(last=group.first + head_at + 1),
                *reading.groups[index + 1 :],
            )
        )
        words = words[: head_at + 1]
    if number is not None and number.rule == "number:article" and _AGE.search(" ".join(words)):
        number = None  # "a 12-year-old girl": told by age, the article counts her anyway
    if number is not None and number.unit is None:
        return _counted(reading, index, number, (words, found))
    if number is not None:
        return None
    return _told(reading, index, words, found)


def _aged(reading: Reading, index: int) -> Party | None:
    """ "A 12-year-old", "a 34-year-old teacher": one person, told with an age."""
    group = reading.groups[index]
    at = next((i for i in range(group.first, group.last) if _OLD.fullmatch(reading.tokens[i].lower)), -1)
    if at < 1:
        return None
    back = at - 2 if reading.tokens[at - 1].text in ("-", "‐", "‑") else at - 1
    if back < 0 or not reading.tokens[back].text.isdigit():
        return None
    first = back
    while first > 0 and reading.tokens[first - 1].tag in ("D", "J") and first > back - 3:
        first -= 1
    words = [t.lower for t in reading.tokens[first : group.last]]
    found = noun_class([t.lower for t in reading.tokens[at : group.last]])
    minor = int(reading.tokens[back].text) < _OF_AGE or not words[at - first].startswith("year")
    cls = "child" if minor else found[0] if found else "civilian"
    run = enumerate(reading.tokens[first : group.last], first)
    who = "".join((" " if i > first and t.start > reading.tokens[i - 1].end else "") + t.text for i, t in run)
    shape: Shape = "definite" if words[0] in _DEFINITE else "age"
    return Party(reading.tokens[first].start, reading.tokens[group.last - 1].end, who, cls, shape, None, index)


def _of_number(reading: Reading, index: int, numbers: Numbers, start: int) -> NumberMention | None:
    """ "Dozens of villagers": the number stands before "of"."""
    place = reading.tokens[reading.groups[index - 1].first]
    number = numbers.within(place.start - 1, place.end)
    return number if number and number.end in (place.end, place.start - 1) and number.end <= start else None


def _counted(
    reading: Reading, index: int, number: NumberMention, read: tuple[list[str], tuple[str, bool] | None]
) -> Party | None:
    found = read[1]
    start, end = reading.span(reading.groups[index])
    after = [
        t.lower
        for t in reading.tokens[reading.groups[index].first : reading.groups[index].last]
        if t.start >= number.end
    ]
    if found is None and after:
        last = after[-1]
        proper = reading.tokens[reading.groups[index].last - 1].text[:1].isupper()
        if (
            last not in _NOMINAL
            and not (_PERSONAL.search(last) and not _THINGS.search(last))
            and not (proper and last.endswith(("s", "i", "ese")))
        ):
            return None
    kept = [
        t for t in reading.tokens[reading.groups[index].first : reading.groups[index].last] if t.start >= number.end
    ]
    while len(kept) > 1 and kept[0].lower in _UNCOUNTED:
        kept = kept[1:]
    who = " ".join(t.text for t in kept) or None
    cls = found[0] if found else "civilian"
    if (
        who is None
        and reading.lower(index + 1) == "of"
        and index + 2 < len(reading.groups)
        and reading.kind(index + 2) == "noun"
    ):
        rest = reading.tokens[reading.groups[index + 2].first : reading.groups[index + 2].last]
        named = noun_class([t.lower for t in rest])
        if named is not None and rest[0].lower in _DEFINITE:
            who, cls = " ".join(t.text for t in rest[1:]) or None, named[0]
    return Party(min(start, number.start), max(end, number.end), who, cls, "number", number, index)


def _told(reading: Reading, index: int, words: list[str], found: tuple[str, bool] | None) -> Party | None:
    """Persons without a number: "a shepherd", "villagers", "the driver", a name, "he"."""
    group = reading.groups[index]
    start, end = reading.span(group)
    who = " ".join(t.text for t in reading.tokens[group.first : group.last])
    if len(words) == 1 and words[0] in ("he", "she"):
        return Party(start, end, who, "civilian", "pronoun", None, index)
    if words[0] in ("no", "neither") or reading.lower(index - 1) in ("no", "neither") or _ANYBODY.search(who):
        return Party(start, end, who, "civilian", "nobody", None, index)
    if _AGE.search(who):
        minor = int(re.findall(r"\d+", who)[0]) < 18 or "month" in who or "week" in who
        return Party(
            start,
            end,
            who,
            "child" if minor else "civilian",
            "age" if words[0] not in _DEFINITE else "definite",
            None,
            index,
        )
    if found is None:
        named = [t for t in reading.tokens[group.first : group.last] if t.tag == "NP" and t.text[:1].isupper()]
        return (
            Party(start, end, who, "civilian", "name", None, index)
            if len(named) >= 2 and words[0] not in _DEFINITE
            else None
        )
    cls, plural = found
    if words[0] in _DEFINITE:
        return Party(start, end, who, cls, "definite", None, index)
    if plural:
        return Party(start, end, who, cls, "plural", None, index)
    shape: Shape = "singular" if words[0] in _INDEFINITE else "name"
    return Party(start, end, who, cls, shape, None, index)
