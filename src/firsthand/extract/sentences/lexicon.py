"""The words of events, weapons, people and things, as looked up in running text. Rows: `event_words.csv`, `weapons.csv`, `targets.csv`."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from firsthand.vocabulary import rows

_VOWELS = "aeiou"
# What the classes of `person_nouns.csv` (the words of counts) are in the terms of `targets.csv`.
_PERSONS = {
    "perpetrator": ("armed", "attacker", "CIVILIAN"),
    "armed": ("armed", "insurgent", "CIVILIAN"),
    "soldier": ("armed", "military", "ACTIVE MILITARY"),
    "police": ("person", "police", "LAW ENFORCEMENT"),
}


class EventWord(NamedTuple):
    """One row of `event_words.csv`."""

    words: str
    pos: str
    type: str
    frame: str
    force: str


class Weapon(NamedTuple):
    """One row of `weapons.csv`."""

    words: str
    code: str
    incident: str
    muc4: str


class Head(NamedTuple):
    """One row of `targets.csv`: what a noun stands for."""

    words: str
    kind: str
    cls: str
    gtd: str
    muc4: str


class Kind(NamedTuple):
    """One row of `incident_types.csv`, as far as reading needs it."""

    code: str
    family: str
    weapon: str
    rank: int


@functools.cache
def word_set(name: str) -> frozenset[str]:
    """One of the lists of `event_lists.csv`.

    Example:
        >>> "squad" in word_set("no event before")
        True
    """
    return frozenset(word for row in rows("event_lists.csv") if row["list"] == name for word in row["words"].split())


def plural(word: str) -> str:
    """The regular plural (or third person) of a word.

    Example:
        >>> plural("bus"), plural("city"), plural("grenade")
        ('buses', 'cities', 'grenades')
    """
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    return word + "s"


def verb_forms(verb: str, irregular: str = "") -> set[str]:
    """The forms of a verb, the first word of several inflected; `irregular` holds past forms ("_" for a blank), "+" doubles the last letter.

    Example:
        >>> sorted(verb_forms("rob", "+"))
        ['rob', 'robbed', 'robbing', 'robs']
    """
    first, _, rest = verb.partition(" ")
    tail = f" {rest}" if rest else ""
    forms = {verb, plural(first) + tail}
    stem = first + first[-1] if irregular == "+" else first
    if first.endswith("e"):
        forms |= {first + "d" + tail, first[:-1] + "ing" + tail}
    elif first.endswith("y") and first[-2:-1] not in _VOWELS:
        forms |= {first[:-1] + "ied" + tail, first + "ing" + tail}
    else:
        forms |= {stem + "ed" + tail, stem + "ing" + tail}
    if first == "die":
        forms.add("dying" + tail)
    if irregular and irregular != "+":
        forms |= {form.replace("_", " ") for form in irregular.split()}
    return forms


@functools.cache
def event_words() -> dict[str, tuple[tuple[tuple[str, ...], EventWord], ...]]:
    """First word -> (words, row), longest first."""
    table: dict[str, dict[tuple[str, ...], list[EventWord]]] = {}
    for row in rows("event_words.csv"):
        entry = EventWord(row["words"], row["pos"], row["type"], row["frame"], row["force"])
        if entry.pos == "v":
            forms = verb_forms(entry.words, row["forms"])
        elif entry.pos == "n":
            head = entry.words.split(" ")
            forms = {entry.words, " ".join([*head[:-1], plural(head[-1])])}
        else:
            forms = {entry.words}
        for form in forms:
            parts = tuple(form.split(" "))
            table.setdefault(parts[0], {}).setdefault(parts, []).append(entry)
    return {
        first: tuple(
            (parts, entry)
            for parts, entries in sorted(by.items(), key=lambda item: (-len(item[0]), item[0]))
            for entry in entries
        )
        for first, by in table.items()
    }


@functools.cache
def past_forms() -> frozenset[str]:
    """One-word past forms of event verbs that are nothing but verbs ("struck", "kidnapped"; not "shot").

    Example:
        >>> "struck" in past_forms(), "shot" in past_forms()
        (True, False)
    """
    nouns = {row["words"] for row in rows("event_words.csv") if row["pos"] != "v"} | word_set("past and noun")
    forms: set[str] = set()
    for row in rows("event_words.csv"):
        if row["pos"] == "v":
            forms |= {
                f
                for f in verb_forms(row["words"], row["forms"])
                if f != row["words"] and not f.endswith(("s", "ing")) and " " not in f
            }
    return frozenset(forms - nouns)


@functools.cache
def _weapons() -> dict[tuple[str, ...], Weapon]:
    table: dict[tuple[str, ...], Weapon] = {}
    for row in rows("weapons.csv"):
        weapon = Weapon(row["words"], row["code"], row["incident"], row["muc4"])
        parts = tuple(row["words"].split(" "))
        table[parts] = weapon
        table.setdefault((*parts[:-1], plural(parts[-1])), weapon)
        if parts[-1].endswith("knife"):
            table[(*parts[:-1], parts[-1][:-2] + "ves")] = weapon
        if parts[0] == "stick":
            table["sticks", *parts[1:]] = weapon
    return table


@functools.cache
def _weapon_starts() -> frozenset[str]:
    return frozenset(parts[0] for parts in _weapons())


@functools.cache
def _heads() -> dict[str, Head]:
    table: dict[str, Head] = {}
    for row in rows("targets.csv"):
        head = Head(row["words"], row["kind"], row["class"], row["gtd"], row["muc4"])
        table[row["words"]] = head
        table.setdefault(plural(row["words"]), head)
    for row in rows("person_nouns.csv"):
        kind, cls, muc4 = _PERSONS.get(row["class"], ("person", "civilian", "CIVILIAN"))
        head = Head(row["noun"], kind, cls, "", muc4)
        table.setdefault(row["noun"], head)
        table.setdefault(row["plural"], head)
    return table


@functools.cache
def kinds() -> dict[str, Kind]:
    """Code -> kind of incident."""
    return {r["code"]: Kind(r["code"], r["family"], r["weapon"], int(r["rank"])) for r in rows("incident_types.csv")}


@functools.cache
def weapon(code: str) -> Weapon | None:
    """The first row of `weapons.csv` with that code."""
    return next((w for w in _weapons().values() if w.code == code), None)


def find_weapon(words: Sequence[str], at: int) -> tuple[int, Weapon] | None:
    """The longest weapon whose words begin at `at`: how many words, and which.

    Example:
        >>> find_weapon(["a", "car", "bomb", "exploded"], 1)[1].code
        'car_bomb'
    """
    if words[at] not in _weapon_starts():
        return None
    table = _weapons()
    for length in range(min(4, len(words) - at), 0, -1):
        if hit := table.get(tuple(words[at : at + length])):
            return length, hit
    return None


def find_head(words: Iterable[str]) -> Head | None:
    """What the last words of a noun group stand for: the longest ending found in `targets.csv`.

    Example:
        >>> find_head(["two", "police", "officers"]).cls
        'police'
    """
    run, table = list(words), _heads()
    for length in (3, 2, 1):
        if len(run) >= length and (hit := table.get(" ".join(run[-length:]))):
            return hit
    return None
