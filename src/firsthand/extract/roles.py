"""Who did it, to whom, to what and with what: roles read from the groups around the word that tells of an event.

The grammar is that of the word's frame (`event_words.csv`): the subject of an active verb, the object of a passive one, "by", "of", "against" and "on"
after a noun, "'s" and names before it. A role is filled with words of the text or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from firsthand.extract.clauses import BE, Group, Reading
from firsthand.extract.lexicon import EventWord, Head, find_head, find_weapon
from firsthand.extract.mentions import Name

RoleName = Literal["perpetrator", "victim", "target", "weapon"]
# How many groups to the right of a noun ("the attack on X in Y by Z") or a passive verb are searched for its prepositions.
REACH = 12
_SUPPORT = frozenset(
    "carry carries carried carrying stage staged staging launch launched launching conduct conducted commit committed committing perpetrate perpetrated"
    " perpetrating mount mounted execute executed claim claimed claiming undertake undertook order ordered lead led make made plan planned attempt attempted".split()
)
_BLAME = frozenset("accuse accused accuses accusing blame blamed blames blaming suspect suspected suspects charge charged implicate implicated".split())
_AGAINST = frozenset("on against at upon".split())
# Endings of nouns for persons ("catechists", "bookseller"): a noun outside `targets.csv` is taken for a victim only with one of them.
_PERSON_ENDING = re.compile(r"(?:ers?|ors?|ists?|ians?|ees?|m[ae]n|women|woman|ants?|ents|cides?|mates?|folk|kids?)$")
_CALLED = frozenset("terrorist criminal armed".split())
_NOBODY = frozenset(
    "time times day days week weeks month months year years hour hours night morning afternoon evening way case cases number fact part end place total amount"
    " result hope peace attention responsibility life lives death deaths attack attacks incident incidents percent toll damage losses minutes moment period"
    " it they we he she him her them us you i who which that this these those none one something everything nothing nobody nobody there".split()
)
TIME_WORDS = frozenset(
    "today yesterday tonight monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october"
    " november december week month year weekend morning afternoon evening night noon midnight hours days weeks months years ago dawn".split()
)
# Words that stand for the people or body named after "of" ("a group of armed men", "members of the Red Front").
_COLLECTIVE = frozenset(
    "group groups member members number band gang gangs column unit units cell leader leaders commander head chief president squad faction team crowd dozens"
    " hundreds scores thousands majority most some part mayor governor minister director".split()
)
_PRONOUNS = frozenset("he him they them she it we us who i".split())


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
        >>> from firsthand.extract.clauses import read
        >>> from firsthand.extract.lexicon import event_words
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


def is_passive(reading: Reading, where: int, at: int) -> bool:
    """Whether the verb at token `at` of verb group `where` is passive, with or without its auxiliary."""
    group = reading.groups[where]
    before = [t.lower for t in reading.tokens[group.first : at]]
    if reading.tokens[at].tag not in {"VN", "VD"}:
        return False
    if any(w in BE for w in before):
        return True
    if any(w in {"have", "has", "had", "having", "'ve"} for w in before):
        return False
    nxt = where + 1
    if reading.kind(nxt) == "word" and reading.lower(nxt) == "by":
        return True
    return reading.tokens[at].tag == "VN" and reading.kind(nxt) != "noun" and reading.kind(where - 1) == "noun"


def _of_verb(scene: Scene, reading: Reading, where: int, at: int, word: EventWord) -> Iterator[Role]:
    passive = word.frame not in {"suffer", "burst", "meet", "deed"} and is_passive(reading, where, at)
    subjects = _with_list_before(reading, _subject(reading, where))
    objects = _objects(reading, where, at)
    agents = list(_after(reading, where, {"by"})) if passive else []
    if passive:
        subjects, objects = agents, subjects or objects
    if word.frame == "suffer":
        yield from _roles(scene, reading, subjects, "victim", loose=True)
    elif word.frame in {"meet", "deed"}:
        yield from _roles(scene, reading, subjects, "perpetrator")
        yield from _roles(scene, reading, list(_after(reading, where, {"with", "at", "on", "against"})), "target")
    elif word.frame == "burst":
        yield from _roles(scene, reading, subjects, "perpetrator")
        yield from _roles(scene, reading, list(_after(reading, where, {"in", "at", "near", "outside", "inside", "under", "beside", "by"})), "target", things_only=True)
    elif word.frame == "plant":
        yield from _roles(scene, reading, subjects, "perpetrator")
        yield from _roles(scene, reading, objects, "weapon")
        yield from _roles(scene, reading, list(_after(reading, where, {"at", "on", "against", "in", "into", "near", "outside", "inside", "under"})), "target")
    else:
        yield from _roles(scene, reading, subjects, "perpetrator")
        yield from _roles(scene, reading, objects, "victim" if word.frame == "harm" else "target", loose=word.force != "weak")
    yield from _roles(scene, reading, list(_after(reading, where, {"with", "using"})), "weapon")


def _subject(reading: Reading, where: int, depth: int = 0) -> int | None:
    """The group that does what verb group `where` says: the nearest noun group on the left that hangs on nothing else."""
    i = where - 1
    if reading.tag(i) == "W" or (reading.lower(i) == "that" and reading.kind(i - 1) == "noun"):
        return _antecedent(reading, i)
    if reading.lower(i) in {"of", "for"} and reading.tag(i) == "I":
        return _accused(reading, i)
    if reading.tag(i) == "I" and reading.tokens[reading.groups[where].first].tag == "VG" and reading.lower(i) in {"by", "after", "before", "in", "while"}:
        return _subject(reading, i, depth + 1) if depth < 4 else None
    while i >= 0:
        kind, tag = reading.kind(i), reading.tag(i)
        if kind == "noun":
            if is_time(reading, i):
                i -= 1
                continue
            if reading.tag(i - 1) in {"I", "TO"} and reading.lower(i - 1) not in {"that", "because", "after", "when", "while", "as", "if", "since", "although", "before"}:
                if reading.lower(i - 1) == "of" and reading.kind(i - 2) == "noun":
                    i -= 2
                    continue
                i -= 2
                continue
            if _is_relative_object(reading, i):
                i = _relative_start(reading, i)
                continue
            if reading.lower(i) in {"they", "who"} or tag != "EX":
                return i
        elif kind == "verb" and reading.finite(i) and not _joined(reading, i, where) and not _participle(reading, where):
            return None
        elif kind == "verb":
            return _subject(reading, i, depth + 1) if depth < 4 and (reading.finite(i) or reading.tag(i) == "VG") else _skip(reading, i, where, depth)
        i -= 1
    return None


def _antecedent(reading: Reading, i: int) -> int | None:
    """The noun group that "who", "which" or "that" at group `i` stands for."""
    nearest = next((k for k in range(i - 1, max(-1, i - 4), -1) if reading.kind(k) == "noun" and not is_time(reading, k)), None)
    if reading.lower(i) != "who" or nearest is None or _is_human(reading, nearest):
        return nearest
    return next((k for k in range(nearest - 1, max(-1, i - REACH), -1) if reading.kind(k) == "noun" and _is_human(reading, k)), nearest)


def _is_human(reading: Reading, index: int) -> bool:
    """Whether a noun group holds a word for a person, or a run of names with a title or without a place's preposition."""
    group = reading.groups[index]
    if title_head(reading.words(group)) is not None:
        return True
    names = sum(t.tag == "NP" for t in reading.tokens[group.first : group.last])
    return names >= 2 and reading.tag(index - 1) not in {"I", "TO"}


def is_time(reading: Reading, index: int) -> bool:
    """Whether a noun group is a time ("today", "5 January", "last week")."""
    group = reading.groups[index]
    words = reading.words(group)
    return words[-1] in TIME_WORDS or words[0] in TIME_WORDS and len(words) <= 2


def title_head(words: Sequence[str]) -> Head | None:
    """The word for a person or thing that a noun group is about: its ending, or a title inside it ("senator ernesto samper")."""
    found = find_head(words)
    if found is not None:
        return found
    titles = (find_head([w]) for w in reversed(words[:-1]))
    return next((h for h in titles if h is not None and h.kind in {"person", "armed"} and h.words not in _COLLECTIVE), None)


def _skip(reading: Reading, i: int, where: int, depth: int) -> int | None:
    return _subject(reading, i, depth + 1) if depth < 4 else None


def _participle(reading: Reading, where: int) -> bool:
    return reading.tokens[reading.groups[where].first].tag in {"VG", "TO"}


def _joined(reading: Reading, earlier: int, later: int) -> bool:
    """Whether two verb groups share a subject ("kidnapped and killed", "left, then fired")."""
    return any(reading.tag(k) in {"CC"} or reading.lower(k) == "," for k in range(earlier + 1, later)) and reading.kind(later - 1) != "noun"


def _is_relative_object(reading: Reading, i: int) -> bool:
    return reading.kind(i - 1) == "verb" and reading.tag(i - 2) == "W"


def _relative_start(reading: Reading, i: int) -> int:
    return i - 3


def _accused(reading: Reading, i: int) -> int | None:
    """For "X accused Y of killing": Y."""
    if reading.kind(i - 1) == "noun" and reading.kind(i - 2) == "verb" and reading.lower(i - 2) in _BLAME:
        return i - 1
    if reading.kind(i - 1) == "verb" and reading.lower(i - 1) in _BLAME:
        return _subject(reading, i - 1, 3)
    return None


def _objects(reading: Reading, where: int, at: int) -> list[int]:
    """The noun group after a verb and those listed with it."""
    if at + 1 < reading.groups[where].last and any(t.is_verb for t in reading.tokens[at + 1 : reading.groups[where].last]):
        return []
    i = where + 1
    while (reading.kind(i) == "word" and reading.tag(i) in {"R", "RP"}) or (reading.kind(i) == "noun" and is_time(reading, i)):
        i += 1
    if reading.kind(i) != "noun":
        return []
    return list(_listed(reading, i))


def _listed(reading: Reading, i: int) -> Iterator[int]:
    """A noun group and those that follow it as a list; a group with a verb of its own is none of the list."""
    yield i
    j = i + 1
    while j < len(reading.groups):
        if reading.lower(j) == "of" and reading.kind(j + 1) == "noun":
            j += 2
        elif reading.lower(j) in {",", "and", "or", "&"} and reading.kind(j) == "word":
            k = j + 1
            while reading.kind(k) == "word" and reading.lower(k) in {"and", "or", ","}:
                k += 1
            if reading.kind(k) != "noun" or (reading.kind(k + 1) == "verb" and reading.finite(k + 1)):
                return
            yield k
            j = k + 1
        else:
            return


def _with_list_before(reading: Reading, i: int | None) -> list[int]:
    """A subject with the groups listed before it ("a judge and two guards were killed")."""
    if i is None:
        return []
    found, j = [i], i - 1
    while j > 0 and reading.kind(j) == "word" and reading.lower(j) in {"and", ",", "or"}:
        k = j - 1
        while reading.kind(k) == "word" and reading.lower(k) in {"and", ","}:
            k -= 1
        while reading.kind(k) == "noun" and reading.lower(k - 1) == "of" and reading.kind(k - 2) == "noun":
            k -= 2
        if reading.kind(k) != "noun" or reading.tag(k - 1) in {"I", "TO"} or reading.kind(k - 1) == "verb":
            break
        found.append(k)
        j = k - 1
    return found[::-1]


def _after(reading: Reading, where: int, prepositions: Iterable[str]) -> Iterator[int]:
    """The noun groups that one of the prepositions ties to a group, as far as the clause goes."""
    wanted = frozenset(prepositions)
    for i in range(where + 1, min(where + 1 + REACH, len(reading.groups) - 1)):
        if reading.kind(i) == "verb" and reading.lower(i) not in {"using", "including"} and not (reading.tag(i) == "VN" and not reading.finite(i)):
            return
        if reading.tag(i) in {"W"} or reading.lower(i) in {";", ":"}:
            return
        if reading.lower(i) in wanted and reading.kind(i) in {"word", "verb"} and reading.kind(i + 1) == "noun":
            yield from _listed(reading, i + 1)
            return


# ------------------------------------------------------------------------------------------------------- nouns, adjectives


def _of_noun(scene: Scene, reading: Reading, where: int, at: int, word: EventWord) -> Iterator[Role]:
    group = reading.groups[where]
    sufferer: RoleName = "target" if word.frame == "strike" else "victim"
    yield from _before_noun(scene, reading, group, at, word)
    if word.frame in {"meet", "deed"}:
        yield from _roles(scene, reading, list(_after(reading, where, {"between", "by"})), "perpetrator")
        yield from _roles(scene, reading, list(_after(reading, where, {"with", "against"})), "target")
    else:
        yield from _roles(scene, reading, list(_after(reading, where, {"by"})), "perpetrator")
        if word.frame == "burst":
            yield from _roles(scene, reading, _of(reading, where), "weapon")
            yield from _roles(scene, reading, list(_after(reading, where, {"in", "at", "near", "outside", "inside"})), "target", things_only=True)
        else:
            yield from _roles(scene, reading, _of(reading, where), sufferer, loose=word.frame != "strike")
            yield from _roles(scene, reading, list(_after(reading, where, _AGAINST)), "target" if word.frame == "strike" else "victim", loose=word.force != "weak")
    yield from _roles(scene, reading, list(_after(reading, where, {"with", "using"})), "weapon")
    yield from _roles(scene, reading, _supporters(reading, where), "perpetrator")


def _of(reading: Reading, where: int) -> list[int]:
    """The groups after "of" that stands right behind a noun, or behind the noun listed with it ("the kidnapping and killing of X")."""
    i = where + 1
    while reading.lower(i) in {",", "and", "or"} and reading.kind(i + 1) == "noun":
        i += 2
    return list(_listed(reading, i + 1)) if reading.lower(i) == "of" and reading.kind(i + 1) == "noun" else []


def _before_noun(scene: Scene, reading: Reading, group: Group, at: int, word: EventWord) -> Iterator[Role]:
    """Names and possessors inside the noun's own group: "the Red Front attack", "the mayor's murder"."""
    tokens = reading.tokens
    owner = next((k for k in range(at - 1, group.first - 1, -1) if tokens[k].tag == "POS"), None)
    if owner is not None and owner > group.first:
        role: RoleName = "perpetrator" if word.frame in {"strike", "deed", "meet"} else "victim"
        yield from _role(scene, reading, Group("noun", group.first, owner, owner - 1), role, loose=role == "victim")
    first = owner + 1 if owner is not None else group.first
    for name in scene.names:
        if name.kind in {"group", "organisation"} and tokens[first].start <= name.start and name.end <= tokens[at].start and first < at:
            yield Role("perpetrator", name.start, name.end, scene.text[name.start : name.end], None, name)
            return
    if first < at:
        head = find_head([tokens[at - 1].lower])
        if head and head.words not in _CALLED and head.kind == "armed" and head.cls in {"insurgent", "criminal", "attacker", "military"} and owner is None:
            yield Role("perpetrator", tokens[at - 1].start, tokens[at - 1].end, tokens[at - 1].text, head, None)


def _supporters(reading: Reading, where: int) -> list[int]:
    """The doer of "X carried out an attack", "an attack was staged by X", "X claimed responsibility for the attack"."""
    for i in range(where - 1, max(-1, where - 6), -1):
        if reading.kind(i) == "verb" and any(w in _SUPPORT for w in reading.words(reading.groups[i])):
            if is_passive(reading, i, reading.groups[i].head):
                return []
            subject = _subject(reading, i)
            return [] if subject is None else _with_list_before(reading, subject)
        if reading.kind(i) == "verb":
            return []
    for i in range(where + 1, min(where + 8, len(reading.groups))):
        if reading.kind(i) == "verb":
            words = reading.words(reading.groups[i])
            return list(_after(reading, i, {"by"})) if any(w in _SUPPORT for w in words) else []
    return []


def _of_adjective(scene: Scene, reading: Reading, where: int, at: int, word: EventWord) -> Iterator[Role]:
    """Victims of "two dead", "was found dead", "the wounded guard", "left five people dead"."""
    group = reading.groups[where]
    if group.kind == "noun" and at < group.head:
        yield from _role(scene, reading, Group("noun", at + 1, group.last, group.head), "victim", loose=True)
        return
    if reading.kind(where - 1) == "noun" and group.kind in {"word", "noun"}:
        yield from _roles(scene, reading, _with_list_before(reading, where - 1), "victim", loose=True)
        return
    if reading.kind(where - 1) == "verb":
        subject = _subject(reading, where - 1)
        yield from _roles(scene, reading, _with_list_before(reading, subject), "victim", loose=True)


# ------------------------------------------------------------------------------------------------------------- filling


def _roles(scene: Scene, reading: Reading, groups: Sequence[int], role: RoleName, loose: bool = False, things_only: bool = False) -> Iterator[Role]:
    for index in _no_apposition(scene, reading, groups):
        for found in _role(scene, reading, _extended(reading, index), role, loose):
            if not (things_only and (found.role != "target" or found.head is None or found.head.kind != "thing")) or found.role == "weapon":
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
    named = [g for g in groups if (name := scene.name_in(*reading.span(reading.groups[g]))) is not None and name.kind == "person"]
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
    if reading.tokens[group.head].lower in _COLLECTIVE and reading.lower(index + 1) == "of" and reading.kind(index + 2) == "noun":
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
    head = title_head(core)
    if words[-1] in TIME_WORDS or (core[-1] in TIME_WORDS and name is None):
        return
    if weapon and not (head and head.kind == "armed"):
        yield Role("weapon", start, end, scene.text[start:end], None, None, weapon[1].code)
        if name is not None and name.kind in {"group", "organisation"} and name.end < end:
            yield Role("perpetrator", name.start, name.end, scene.text[name.start : name.end], None, name)
        return
    if role == "weapon":
        return
    if words[-1] in _PRONOUNS or core[-1] in _NOBODY or (head is None and name is None and not loose):
        return
    if role == "victim" and head is None and name is None and reading.tokens[group.head].tag == "N" and not _PERSON_ENDING.search(core[-1]):
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
    elif role == "victim" and head is not None and head.kind == "thing":
        role = "target"
    elif role == "victim" and name is not None and name.kind == "place" and head is None:
        role = "target"
    yield Role(role, start, end, scene.text[start:end], head, name)


def _body_before(scene: Scene, reading: Reading, group: Group) -> Role | None:
    """The body named before a word for its people ("Red Path guerrillas"), though no list and no model knows it."""
    last = group.head
    first = last
    while first > group.first and reading.tokens[first - 1].tag == "NP":
        first -= 1
    while first < last and any(n.kind in {"nationality", "place"} and n.start <= reading.tokens[first].start < n.end for n in scene.names):
        first += 1
    if first == last or not reading.tokens[first].text[:1].isupper() or find_head([reading.tokens[last - 1].lower]) is not None:
        return None
    start, end = reading.tokens[first].start, reading.tokens[last - 1].end
    return Role("perpetrator", start, end, scene.text[start:end], None, Name(start, end, scene.text[start:end], "group"))


def _can_do(head: Head | None, name: Name | None) -> bool:
    if name is not None and name.kind in {"person", "group", "organisation"}:
        return True
    return head is not None and head.kind in {"person", "armed"}
