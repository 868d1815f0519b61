"""Who did it, to whom, to what and with what: roles read around the word that tells of an event.

The grammar is that of the word's frame (`event_words.csv`): the subject of an active verb, the object of a passive one,
"by", "of", "against" and "on" after a noun, "'s" and names before it. A role is filled with words of the text or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from firsthand.extract.mentions import Name
from firsthand.extract.sentences.clauses import Group, Reading
from firsthand.extract.sentences.grammar import (
    BLAME,
    COLLECTIVE,
    TIME_WORDS,
    after,
    is_passive,
    listed,
    objects_of,
    subject_of,
    title_head,
    with_list,
)
from firsthand.extract.sentences.lexicon import EventWord, Head, find_head, find_weapon, word_set

RoleName = Literal["perpetrator", "victim", "target", "weapon"]
_SUPPORT = word_set("support verb")
_AGAINST = frozenset(["on", "against", "at", "upon"])
# Endings of nouns for persons ("catechists", "bookseller"): a noun outside `targets.csv` is taken for a victim only with one of them.
_PERSON_ENDING = re.compile(r"(?:ers?|ors?|ists?|ians?|ees?|m[ae]n|women|woman|ants?|ents|cides?|mates?|folk|kids?)$")
_CALLED = frozenset(["terrorist", "criminal", "armed"])
_NOBODY = word_set("no victim")
_NO_PERSON = word_set("thing in -er")
_NAMING = frozenset(["named", "called", "nicknamed", "dubbed"])
_LEFT = frozenset(["leave", "leaves", "left", "leaving"])
_FUNCTION_WORDS = word_set("determiner") | {"a", "an", "and", "of"}
_LAID = word_set("laid on")
_ANSWERABLE = word_set("answerable")
_PRONOUNS = frozenset(["he", "him", "they", "them", "she", "it", "we", "us", "who", "i"])


class Role(NamedTuple):
    """One filled role: [start, end) in the text, the words, what the head stands for, and whether a name was read there."""

    role: RoleName
    start: int
    end: int
    text: str
    head: Head | None
    name: Name | None
    code: str = ""


class Scene(NamedTuple):
    """What is known of a document's words besides its grammar: the text and its names, by where they start."""

    text: str
    names: Sequence[Name]

    def name_in(self, start: int, end: int) -> Name | None:
        """The last name of a person, body or place that lies in a span (a title before it is no name)."""
        found = [n for n in self.names if n.start < end and start < n.end and n.kind != "nationality"]
        return max(found, key=lambda n: (n.kind in {"person", "group", "organisation"}, n.end), default=None)


def find_roles(scene: Scene, reading: Reading, at: int, word: EventWord) -> list[Role]:
    """The roles that the groups around the word at token `at` fill.

    Example:
        >>> from firsthand.extract.sentences.clauses import read
        >>> from firsthand.extract.sentences.lexicon import event_words
        >>> r = read("Gunmen killed two farmers.")[0]
        >>> entry = next(e for w, e in event_words()["killed"] if e.pos == "v")
        >>> [(role.role, role.text) for role in find_roles(Scene("Gunmen killed two farmers.", ()), r, 1, entry)]
        [('perpetrator', 'Gunmen'), ('victim', 'two farmers')]
    """
    where = reading.group_of[at]
    if word.pos == "v" and reading.groups[where].kind == "verb":
        return list(_of_verb(scene, reading, where, at, word))
    if word.pos == "a" or (word.pos == "v" and word.frame in {"harm", "suffer"}):
        return list(_of_adjective(scene, reading, where, at, word))
    return list(_of_noun(scene, reading, where, at, word))


# ------------------------------------------------------------------------------------------------------------- verbs


def _of_verb(scene: Scene, reading: Reading, where: int, at: int, word: EventWord) -> Iterator[Role]:
    passive = word.frame not in {"suffer", "burst", "meet", "deed"} and is_passive(reading, where, at)
    subjects = with_list(reading, _doer(reading, where))
    objects = objects_of(reading, where, at)
    agents = list(after(reading, where, {"by"})) if passive else []
    if passive:
        subjects, objects = agents, subjects or objects
    if word.frame == "suffer":
        yield from _roles(scene, reading, subjects, "victim", loose=True)
    elif word.frame == "name":
        yield from _roles(scene, reading, list(after(reading, where, {"as"})), "victim", loose=True)
    elif word.frame in {"meet", "deed"}:
        yield from _roles(scene, reading, subjects, "perpetrator")
        yield from _roles(scene, reading, list(after(reading, where, {"with", "at", "on", "against"})), "target")
    elif word.frame == "burst":
        yield from _roles(scene, reading, subjects, "perpetrator")
        yield from _roles(
            scene,
            reading,
            list(after(reading, where, {"in", "at", "near", "outside", "inside", "under", "beside", "by"})),
            "target",
            things_only=True,
        )
    elif word.frame == "plant":
        yield from _roles(scene, reading, subjects, "perpetrator")
        yield from _roles(scene, reading, objects, "weapon")
        yield from _roles(
            scene,
            reading,
            list(after(reading, where, {"at", "on", "against", "in", "into", "near", "outside", "inside", "under"})),
            "target",
        )
    else:
        yield from _roles(scene, reading, subjects, "perpetrator")
        yield from _roles(
            scene, reading, objects, "victim" if word.frame == "harm" else "target", loose=word.force != "weak"
        )
    yield from _roles(scene, reading, list(after(reading, where, {"with", "using"})), "weapon")


def _doer(reading: Reading, where: int) -> int | None:
    """The subject of a verb; in "killed a man named X and injured two" that of the verb before, and not X."""
    subject = subject_of(reading, where)
    if subject is None or reading.lower(subject - 1) not in _NAMING or reading.tag(where - 1) != "CC":
        return subject
    verb = next((i for i in range(subject - 2, -1, -1) if reading.kind(i) == "verb"), None)
    return subject if verb is None else subject_of(reading, verb)


# ------------------------------------------------------------------------------------------------------- nouns, adjectives


def _of_noun(scene: Scene, reading: Reading, where: int, at: int, word: EventWord) -> Iterator[Role]:
    group = reading.groups[where]
    sufferer: RoleName = "target" if word.frame == "strike" else "victim"
    yield from _before_noun(scene, reading, group, at, word)
    if word.frame in {"meet", "deed"}:
        yield from _roles(scene, reading, list(after(reading, where, {"between", "by"})), "perpetrator")
        yield from _roles(scene, reading, list(after(reading, where, {"with", "against"})), "target")
    else:
        yield from _roles(scene, reading, list(after(reading, where, {"by"})), "perpetrator")
        if word.frame == "burst":
            yield from _roles(scene, reading, _of(reading, where), "weapon")
            yield from _roles(
                scene,
                reading,
                list(after(reading, where, {"in", "at", "near", "outside", "inside"})),
                "target",
                things_only=True,
            )
        else:
            yield from _roles(scene, reading, _of(reading, where), sufferer, loose=word.frame != "strike")
            yield from _roles(
                scene,
                reading,
                list(after(reading, where, _AGAINST if word.frame == "strike" else _AGAINST - {"at"})),
                "target" if word.frame == "strike" else "victim",
                loose=word.force != "weak",
            )
    yield from _roles(scene, reading, list(after(reading, where, {"with", "using"})), "weapon")
    yield from _roles(scene, reading, _supporters(reading, where), "perpetrator")


def _of(reading: Reading, where: int) -> list[int]:
    """The groups after "of" that stands right behind a noun, or behind the noun listed with it ("the kidnapping and killing of X")."""
    i = where + 1
    while reading.lower(i) in {",", "and", "or"} and reading.kind(i + 1) == "noun":
        i += 2
    return list(listed(reading, i + 1)) if reading.lower(i) == "of" and reading.kind(i + 1) == "noun" else []


def _before_noun(scene: Scene, reading: Reading, group: Group, at: int, word: EventWord) -> Iterator[Role]:
    """Names and possessors inside the noun's own group: "the Red Front attack", "the mayor's murder"."""
    tokens = reading.tokens
    owner = next((k for k in range(at - 1, group.first - 1, -1) if tokens[k].tag == "POS"), None)
    if owner is not None and owner > group.first:
        role: RoleName = "perpetrator" if word.frame in {"strike", "deed", "meet"} else "victim"
        yield from _role(scene, reading, Group("noun", group.first, owner, owner - 1), role, loose=role == "victim")
    first = owner + 1 if owner is not None else group.first
    for name in scene.names:
        if (
            name.kind in {"group", "organisation"}
            and tokens[first].start <= name.start
            and name.end <= tokens[at].start
            and first < at
        ):
            yield Role("perpetrator", name.start, name.end, scene.text[name.start : name.end], None, name)
            return
    if first < at:
        head = find_head([tokens[at - 1].lower])
        if (
            head
            and head.words not in _CALLED
            and head.kind == "armed"
            and head.cls in {"insurgent", "criminal", "attacker", "military"}
            and owner is None
        ):
            yield Role("perpetrator", tokens[at - 1].start, tokens[at - 1].end, tokens[at - 1].text, head, None)


def _supporters(reading: Reading, where: int) -> list[int]:
    """The doer told by a verb beside an event noun: "X carried out an attack", "the attack was staged by X", "blamed X for the attack"."""
    blamed = _blamed_before(reading, where)
    if blamed:
        return blamed
    for i in range(where - 1, max(-1, where - 6), -1):
        if reading.kind(i) == "verb" and any(w in _SUPPORT for w in reading.words(reading.groups[i])):
            if is_passive(reading, i, reading.groups[i].head):
                return []
            subject = subject_of(reading, i)
            return [] if subject is None else with_list(reading, subject)
        if reading.kind(i) == "verb":
            return []
    for i in range(where + 1, min(where + 8, len(reading.groups))):
        if reading.kind(i) == "verb":
            words = set(reading.words(reading.groups[i]))
            if words & _LAID:
                return list(after(reading, i, {"on", "to"}))
            return list(after(reading, i, {"by"})) if words & _SUPPORT else []
    return []


def _blamed_before(reading: Reading, where: int) -> list[int]:
    """The doer in "accused X of", "X is charged with", "X is responsible for", "blamed the attack on X", before or around an event noun."""
    if reading.kind(where - 1) == "verb" and reading.lower(where - 1) in _LAID:
        return list(after(reading, where, {"on", "to"}))
    if reading.tag(where - 1) != "I" or reading.lower(where - 1) not in {"of", "for", "in", "with", "behind"}:
        return []
    k = where - 2
    if reading.kind(k) == "verb" and reading.lower(k) in BLAME:
        subject = subject_of(reading, k)
        return [] if subject is None else with_list(reading, subject)
    if reading.kind(k) == "noun" and reading.lower(k) in _ANSWERABLE and reading.kind(k - 1) == "verb":
        subject = subject_of(reading, k - 1)
        return [] if subject is None else with_list(reading, subject)
    if reading.kind(k) == "noun" and reading.kind(k - 1) == "verb" and reading.lower(k - 1) in BLAME:
        return [k]
    return []


def _of_adjective(scene: Scene, reading: Reading, where: int, at: int, word: EventWord) -> Iterator[Role]:
    """Victims of "two dead", "was found dead", "the wounded guard", "left five people dead"."""
    group = reading.groups[where]
    if group.kind == "noun" and at < group.head:
        yield from _role(scene, reading, Group("noun", at + 1, group.last, group.head), "victim", loose=True)
        return
    if reading.kind(where - 1) == "noun" and group.kind in {"word", "noun"}:
        yield from _roles(scene, reading, with_list(reading, where - 1), "victim", loose=True)
        return
    if reading.kind(where - 1) == "verb" and reading.lower(where - 1) not in _LEFT:
        subject = subject_of(reading, where - 1)
        yield from _roles(scene, reading, with_list(reading, subject), "victim", loose=True)


# ------------------------------------------------------------------------------------------------------------- filling


def _roles(
    scene: Scene,
    reading: Reading,
    groups: Sequence[int],
    role: RoleName,
    loose: bool = False,
    things_only: bool = False,
) -> Iterator[Role]:
    for index in _no_apposition(scene, reading, groups):
        for found in _role(scene, reading, _extended(reading, index), role, loose):
            if (
                not (things_only and (found.role != "target" or found.head is None or found.head.kind != "thing"))
                or found.role == "weapon"
            ):
                yield found
        if role in {"perpetrator", "weapon"} and reading.lower(index + 1) == "of" and reading.kind(index + 2) == "noun":
            tail = reading.groups[index + 2]
            name = scene.name_in(*reading.span(tail))
            if name and name.kind in {"group", "organisation"} and role == "perpetrator":
                yield Role("perpetrator", name.start, name.end, scene.text[name.start : name.end], None, name)


def _no_apposition(scene: Scene, reading: Reading, groups: Sequence[int]) -> Sequence[int]:
    """Two groups with nothing but a comma between are one person twice ("Ali Omar, a teacher, ..."): the one with the name stays."""
    if len(groups) != 2 or reading.lower(groups[1] - 1) != ",":
        return groups
    named = [
        g
        for g in groups
        if (name := scene.name_in(*reading.span(reading.groups[g]))) is not None and name.kind == "person"
    ]
    return named if len(named) == 1 else groups


def _without_time(reading: Reading, group: Group) -> Group:
    """A noun group without the time that the sentence puts before it ("early Sunday gunmen")."""
    first = group.first
    while first < group.head and reading.tokens[first].lower in TIME_WORDS | {"early", "late", "last", "next"}:
        first += 1
    return Group("noun", first, group.last, group.head) if first != group.first else group


def _extended(reading: Reading, index: int) -> Group:
    """A noun group with the "of" group that says of whom it consists; its head stays."""
    group = reading.groups[index]
    if (
        reading.tokens[group.head].lower in COLLECTIVE
        and reading.lower(index + 1) == "of"
        and reading.kind(index + 2) == "noun"
    ):
        return Group("noun", group.first, reading.groups[index + 2].last, group.head)
    return group


def _role(scene: Scene, reading: Reading, group: Group, role: RoleName, loose: bool = False) -> Iterator[Role]:
    """What one noun group is for a verb: the role asked for, or the weapon or thing that it names instead."""
    group = _without_time(reading, group)
    start, end = reading.span(group)
    words = reading.words(group)
    core = words[: group.head - group.first + 1]
    weapon = next((w for k in range(len(core)) if (w := find_weapon(core, k)) and k + w[0] == len(core)), None)
    name = scene.name_in(start, end)
    head = title_head(core) or (title_head(words) if core[-1] in COLLECTIVE else None)
    if words[-1] in TIME_WORDS or (core[-1] in TIME_WORDS and name is None):
        return
    if weapon and not (head and head.kind == "armed"):
        yield Role("weapon", start, end, scene.text[start:end], None, None, weapon[1].code)
        if name is not None and name.kind in {"group", "organisation"} and name.end < end:
            yield Role("perpetrator", name.start, name.end, scene.text[name.start : name.end], None, name)
        return
    if role == "weapon":
        return
    if (
        _FUNCTION_WORDS.issuperset(words)
        or words[-1] in _PRONOUNS
        or core[-1] in _NOBODY
        or (head is None and name is None and not loose)
    ):
        return
    if (
        role == "victim"
        and head is None
        and name is None
        and (reading.tokens[group.head].is_verb or (reading.tokens[group.head].tag == "N" and not _is_person(core[-1])))
    ):
        return
    if role == "perpetrator":
        if not _can_do(head, name):
            return
        if name and name.kind in {"group", "organisation"} and head is not None:
            yield Role("perpetrator", name.start, name.end, scene.text[name.start : name.end], None, name)
        elif head is not None and head.kind == "armed" and (body := _body_before(scene, reading, group)) is not None:
            yield body
        yield Role("perpetrator", start, end, scene.text[start:end], head, name)
        if weapon and weapon[1].code in {"suicide_bomb", "suicide_car_bomb"}:
            yield Role("weapon", start, end, scene.text[start:end], None, None, weapon[1].code)
        return
    human = (name is not None and name.kind == "person") or (head is not None and head.kind in {"person", "armed"})
    if role == "target" and human:
        role = "victim"
    elif (role == "victim" and head is not None and head.kind == "thing") or (
        role == "victim" and name is not None and name.kind == "place" and head is None
    ):
        role = "target"
    yield Role(role, start, end, scene.text[start:end], head, name)


def _is_person(word: str) -> bool:
    """Whether a noun outside `targets.csv` has the ending of persons and is none of the things that have it too."""
    return bool(_PERSON_ENDING.search(word)) and word not in _NO_PERSON and word.removesuffix("s") not in _NO_PERSON


def _body_before(scene: Scene, reading: Reading, group: Group) -> Role | None:
    """The body named before a word for its people ("Red Path guerrillas"), though no list and no model knows it."""
    last = group.head
    first = last
    while first > group.first and reading.tokens[first - 1].tag == "NP":
        first -= 1
    while first < last and any(
        n.kind in {"nationality", "place"} and n.start <= reading.tokens[first].start < n.end for n in scene.names
    ):
        first += 1
    if (
        first == last
        or not reading.tokens[first].text[:1].isupper()
        or find_head([reading.tokens[last - 1].lower]) is not None
    ):
        return None
    start, end = reading.tokens[first].start, reading.tokens[last - 1].end
    return Role(
        "perpetrator", start, end, scene.text[start:end], None, Name(start, end, scene.text[start:end], "group")
    )


def _can_do(head: Head | None, name: Name | None) -> bool:
    if name is not None and name.kind in {"person", "group", "organisation"}:
        return True
    return head is not None and head.kind in {"person", "armed"}
