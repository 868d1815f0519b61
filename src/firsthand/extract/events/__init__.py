"""The words of a text that tell of incidents: each with its kind, roles, firmness, date and place, as one mention.

A mention is not yet an incident: `grouping` puts the mentions of one happening together and sets general, planned and denied ones aside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from firsthand.extract.events.circumstances import by_sentence, date_of, places_of
from firsthand.extract.events.factuality import Verdict, judge
from firsthand.extract.events.generality import DEFINITE, REMAINS, is_bare_death, is_general, tells_violence
from firsthand.extract.events.roles import Role, Scene, find_roles
from firsthand.extract.mentions import DateMention, Name, PlaceMention
from firsthand.extract.sentences.clauses import Reading
from firsthand.extract.sentences.lexicon import EventWord, event_words, find_weapon, kinds, weapon, word_set

# Compounds that are no event ("heart attack", "death squad", "attack helicopter").
_NO_EVENT_AFTER = word_set("no event after")
_NO_EVENT_BEFORE = word_set("no event before")
_FRESH = word_set("another")
# "Took two men hostage": the object stands inside the verb.
_CAPTIVE = frozenset({"hostage", "captive"})
_TERRITORY = frozenset({"territory_gained", "territory_lost"})
# Families of incidents beside which a death is one of violence.
_HARMFUL = frozenset({"violence", "abduction"})
_SPEECH = word_set("explodes only in speech")
_DEAD = word_set("named dead")
_SEIZED = word_set("seized")
_FOUND = word_set("remains found")


class Mention(NamedTuple):
    """One event word in the text: [start, end), the sentence it stands in, its row, kind and verdict, and what was read around it."""

    start: int
    end: int
    text: str
    sentence: int
    paragraph: int
    token: int
    word: EventWord
    type: str
    verdict: Verdict
    roles: tuple[Role, ...]
    when: DateMention | None
    places: tuple[PlaceMention, ...]
    definite: bool
    fresh: bool
    general: bool
    bare_death: bool = False

    def of(self, role: str) -> tuple[Role, ...]:
        """The fillers of one role."""
        return tuple(r for r in self.roles if r.role == role)


class Facts(NamedTuple):
    """What other readers found in the text: names, places, dates (sorted by start)."""

    names: Sequence[Name] = ()
    places: Sequence[PlaceMention] = ()
    dates: Sequence[DateMention] = ()


def find_mentions(text: str, readings: Sequence[Reading], facts: Facts) -> list[Mention]:
    """All event words of a text that can tell of an incident, in order.

    Example:
        >>> from firsthand.extract.sentences.clauses import read
        >>> text = "A car bomb exploded near a market. Police arrested two men."
        >>> [(m.text, m.type) for m in find_mentions(text, read(text), Facts())]
        [('exploded', 'car_bomb'), ('arrested', 'arrest')]
    """
    found: list[Mention] = []
    names = by_sentence(readings, facts.names)
    places, dates = by_sentence(readings, facts.places), by_sentence(readings, facts.dates)
    for number, reading in enumerate(readings):
        first = len(found)
        here = Facts(names[number], places[number], dates[number])
        scene = Scene(text, here.names)
        lowers = [t.lower for t in reading.tokens]
        i = 0
        while i < len(lowers):
            step = 1
            for length, word in _matches(reading, lowers, i):
                step = max(step, length)
                mention = _mention(scene, reading, lowers, (i, length), word, here)
                if mention is not None:
                    found.append(mention)
                    break
            i += step
        found[first:] = _with_weapons(reading, lowers, found[first:])
    return _bare_deaths(readings, found)


def _bare_deaths(readings: Sequence[Reading], mentions: Sequence[Mention]) -> list[Mention]:
    """Marks the deaths beside which neither their own sentence nor a neighbour tells of violence: those begin no incident."""
    table = kinds()
    violent = {r.number for r in readings if tells_violence(r)} | {
        m.sentence
        for m in mentions
        if m.type and table[m.type].family in _HARMFUL and not is_bare_death(m.word) and not m.general
    }
    return [
        m._replace(bare_death=True)
        if is_bare_death(m.word) and violent.isdisjoint(range(m.sentence - 1, m.sentence + 2))
        else m
        for m in mentions
    ]


def _with_weapons(reading: Reading, lowers: list[str], mentions: list[Mention]) -> list[Mention]:
    """Gives a weapon that no event word took to the violent event nearest to it ("toxic gas was used in the attack"), but none that was seized."""
    violent = [
        k
        for k, m in enumerate(mentions)
        if m.type and kinds()[m.type].family == "violence" and m.word.frame != "suffer"
    ]
    if not violent or _SEIZED & set(lowers):
        return mentions
    made, k = list(mentions), 0
    while k < len(lowers):
        hit = find_weapon(lowers, k)
        if hit is None or reading.tokens[k].tag not in {"N", "NP", "J"}:
            k += 1
            continue
        start, end = reading.tokens[k].start, reading.tokens[k + hit[0] - 1].end
        k += hit[0]
        if any(
            (r.role == "weapon" and r.start <= start < r.end) or (r.start <= start and end <= r.end)
            for m in mentions
            for r in m.roles
        ):
            continue
        if any(m.start <= start < m.end for m in mentions):
            continue
        nearest = min(violent, key=lambda n: abs(mentions[n].start - start))
        words = " ".join(t.text for t in reading.tokens[k - hit[0] : k])
        role = Role("weapon", start, end, words, None, None, hit[1].code)
        made[nearest] = made[nearest]._replace(
            roles=(*made[nearest].roles, role), type=_kind(made[nearest].word, (*made[nearest].roles, role))
        )
    return made


def _matches(reading: Reading, lowers: list[str], i: int) -> Iterator[tuple[int, EventWord]]:
    """The rows of `event_words.csv` that fit at token `i`, longest first: how many words, and which."""
    token = reading.tokens[i]
    for parts, word in event_words().get(lowers[i], ()):
        if len(parts) == 2 and parts[1] in _CAPTIVE and token.is_verb and parts[1] in lowers[i + 2 : i + 8]:
            yield 1, word
        if len(parts) > 1 and tuple(lowers[i : i + len(parts)]) != parts:
            continue
        if _fits(reading, lowers, (i, len(parts)), word):
            yield len(parts), word


def _fits(reading: Reading, lowers: list[str], span: tuple[int, int], word: EventWord) -> bool:
    """Whether the tags of the words agree with the row's part of speech."""
    i, length = span
    token, last = reading.tokens[i], reading.tokens[i + length - 1]
    if word.pos == "v":
        return (
            token.is_verb
            or (length > 1 and last.is_verb)
            or (token.tag == "J" and word.force == "result" and not _followed_by_noun(reading, i))
        )
    if word.pos == "a":
        return token.tag in {"J", "VN", "VD", "N"}
    if (i and lowers[i - 1] in _NO_EVENT_AFTER) or token.text == "March":
        return False
    if (
        last.tag in {"N", "NP", "J"}
        and (last.tag != "J" or word.force == "strong")
        and not _compound(lowers, i + length)
    ):
        return True
    return last.tag == "VG" and length == 1 and reading.lower(reading.group_of[i] + 1) in {"of", "in", "on", "at"}


def _followed_by_noun(reading: Reading, i: int) -> bool:
    return i + 1 < len(reading.tokens) and reading.tokens[i + 1].tag in {"N", "NP"}


def _compound(lowers: list[str], after: int) -> bool:
    return after < len(lowers) and lowers[after] in _NO_EVENT_BEFORE


def _mention(
    scene: Scene, reading: Reading, lowers: list[str], span: tuple[int, int], word: EventWord, facts: Facts
) -> Mention | None:
    at, length = span
    head = at + length - 1 if word.pos == "n" else at
    verdict = judge(reading, head)
    roles = tuple(
        dict.fromkeys([*find_roles(scene, reading, head, word), *_compound_weapons(reading, lowers, at, word)])
    )
    if (word.force == "weak" or word.frame in {"burst", "name"} or word.words in REMAINS) and not _supported(
        word, roles, reading
    ):
        return None
    if word.pos == "n" and _modifies_event(reading, at + length):
        return None
    start, end = reading.tokens[at].start, reading.tokens[at + length - 1].end
    when = date_of(reading, start, facts.dates)
    places = places_of(reading, start, facts.places)
    group = reading.groups[reading.group_of[head]]
    before = [t.lower for t in reading.tokens[group.first : at]]
    definite = (word.pos == "n" or head < group.head) and bool(DEFINITE & set(before[:2])) and group.kind == "noun"
    fresh = word.pos == "n" and (bool(_FRESH & set(before)) or reading.lower(reading.group_of[head] - 1) == "since")
    if word.type == "disrupted_weapons" and verdict.holds and verdict.state == "occurred":
        verdict = verdict._replace(state="thwarted", reasons=(*verdict.reasons, f"thwarted: '{word.words}'"))
    general = is_general(reading, head, word, (before, roles, when))
    return Mention(
        start,
        end,
        scene.text[start:end],
        reading.number,
        reading.paragraph,
        head,
        word,
        _kind(word, roles),
        _infinitive(reading, head, word, verdict),
        roles,
        when,
        places,
        definite,
        fresh,
        general,
    )


def _compound_weapons(reading: Reading, lowers: list[str], at: int, word: EventWord) -> list[Role]:
    """The weapon named before an event noun in its own group ("a dynamite attack", "the car bomb explosion")."""
    group = reading.groups[reading.group_of[at]]
    if word.pos != "n" or group.kind != "noun":
        return []
    for k in range(group.first, at):
        hit = find_weapon(lowers, k)
        if hit and k + hit[0] <= at:
            first, last = reading.tokens[k], reading.tokens[k + hit[0] - 1]
            words = " ".join(t.text for t in reading.tokens[k : k + hit[0]])
            return [Role("weapon", first.start, last.end, words, None, None, hit[1].code)]
    return []


def _modifies_event(reading: Reading, after: int) -> bool:
    """Whether the next word of the same noun group is itself an event noun ("bombing attacks"): then that one tells of the event."""
    if after >= len(reading.tokens) or reading.group_of[after] != reading.group_of[after - 1]:
        return False
    return any(
        word.pos == "n" and word.force == "strong" for _, word in event_words().get(reading.tokens[after].lower, ())
    )


def _supported(word: EventWord, roles: Sequence[Role], reading: Reading) -> bool:
    """Whether a weak word has beside it what makes it tell of violence."""
    by = {r.role: r for r in roles}
    armed = any(
        r.role == "perpetrator" and ((r.head and r.head.kind == "armed") or (r.name and r.name.kind in {"group"}))
        for r in roles
    )
    if word.frame == "name":
        return bool(_DEAD & {t.lower for t in reading.tokens}) and any(
            r.role == "victim" and r.name is not None for r in roles
        )
    if word.frame == "burst" and word.force == "strong":
        return not _SPEECH & {t.lower for t in reading.tokens}
    if word.words in REMAINS:
        return bool(_FOUND & {t.lower for t in reading.tokens})
    if word.frame in {"plant", "burst"}:
        return "weapon" in by
    if word.frame == "harm":
        return any(
            r.role == "victim" and ((r.head and r.head.kind != "thing") or (r.name and r.name.kind == "person"))
            for r in roles
        )
    if word.type in _TERRITORY:
        return armed and any(r.role == "target" and _is_ground(r) for r in roles)
    if word.frame == "strike":
        return ("target" in by or "victim" in by) and (armed or "weapon" in by or word.type == "property_destruction")
    return "perpetrator" in by


def _is_ground(role: Role) -> bool:
    """Whether a target is ground that can be taken: a place by name, a town, a base."""
    return (role.name is not None and role.name.kind == "place") or (
        role.head is not None and role.head.cls in {"other", "military_facility", "transport"}
    )


def _kind(word: EventWord, roles: Sequence[Role]) -> str:
    """The kind with the highest rank among the word's own and those that the weapons used make of it."""
    table = kinds()
    if word.type in _TERRITORY:
        return _taker(word.type, roles)
    codes = [word.type] if word.type else []
    if word.type in {"disrupted_weapons", "weapons_seized", "arrest", "abduction", "protest"}:
        return word.type
    for role in roles:
        if role.role == "weapon" and role.code and (incident := _incident_of(role.code)):
            codes.append(incident)
    return max(codes, key=lambda c: (table[c].rank, c), default="")


def _taker(code: str, roles: Sequence[Role]) -> str:
    """Whether ground went to a government's forces or to others, by who took it."""
    doers = [r for r in roles if r.role == "perpetrator"]
    if any(
        (r.name is not None and r.name.kind == "group")
        or (r.head is not None and r.head.cls in {"insurgent", "criminal"})
        for r in doers
    ):
        return "territory_lost"
    return "territory_gained" if any(r.head is not None and r.head.cls == "military" for r in doers) else code


def _incident_of(code: str) -> str:
    row = weapon(code)
    return row.incident if row else ""


def _infinitive(reading: Reading, at: int, word: EventWord, verdict: Verdict) -> Verdict:
    """An infinitive without an auxiliary ("to kill anyone who came") tells an aim, not a deed."""
    if word.pos != "v" or verdict.factuality != "asserted" or verdict.state != "occurred":
        return verdict
    group = reading.groups[reading.group_of[at]]
    if group.kind != "verb" or reading.tokens[at].tag != "VB":
        return verdict
    before = {t.lower for t in reading.tokens[group.first : at]}
    if before & {"did", "do", "does"}:
        return verdict
    return verdict._replace(factuality="planned", state="planned", reasons=(*verdict.reasons, "planned: an infinitive"))
