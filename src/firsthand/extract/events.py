"""The words of a text that tell of incidents: each with its kind, roles, firmness, date and place, as one mention.

A mention is not yet an incident: `grouping` puts the mentions of one happening together and sets general, planned and denied ones aside.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from firsthand.extract.clauses import Reading
from firsthand.extract.factuality import Verdict, judge
from firsthand.extract.lexicon import EventWord, Weapon, event_words, find_weapon, kinds, word_set
from firsthand.extract.mentions import DateMention, Name, PlaceMention
from firsthand.extract.roles import Role, Scene, find_roles

# Compounds whose first word is no event ("death squad", "bomb threat", "attack helicopter").
_NO_EVENT_BEFORE = word_set("no event before")
_DEFINITE = frozenset(["the", "this", "that", "these", "those", "its", "their", "his", "her", "said"])
_FRESH = word_set("another")
_COUNTED = word_set("counted")
_HAPPEN = word_set("happen")
# Characters that a date beyond "since" or "after" is put farther away: more than any sentence's nearer date.
BEYOND = 150
_PERIOD = re.compile(
    r"\b(?:so far this year|since (?:the )?(?:beginning|start|early|mid|late|january|february|march|april|may|june|july|august"
    r"|september|october|november|december|\d{4})"
    r"|(?:in|over|during|within) the (?:past|last) (?:\w+ )?(?:years?|months?|decades?)"
    r"|between \w+ and \w+ (?:of )?(?:last|this) year|each (?:day|week|month|year)"
    r"|every (?:day|week|month|year)|this year|in \w+ years of)\b"
)
_MANY = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|dozens|hundreds|thousands|many|several|members|people)\b"
)
_MANY_OF = word_set("many of")
# "Took two men hostage": the object stands inside the verb.
_CAPTIVE = frozenset({"hostage", "captive"})
_SPEECH = word_set("explodes only in speech")
_DEAD = word_set("named dead")
_SEIZED = word_set("seized")
_REMAINS = frozenset({"body", "corpse"})
_FOUND = word_set("remains found")
_ABSTRACT = word_set("abstract")


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
        >>> from firsthand.extract.clauses import read
        >>> text = "A car bomb exploded near a market. Police arrested two men."
        >>> [(m.text, m.type) for m in find_mentions(text, read(text), Facts())]
        [('exploded', 'car_bomb'), ('arrested', 'arrest')]
    """
    found: list[Mention] = []
    for reading in readings:
        first = len(found)
        names = [n for n in facts.names if n.start < reading.end and reading.start < n.end]
        scene = Scene(text, names)
        lowers = [t.lower for t in reading.tokens]
        i = 0
        while i < len(lowers):
            hit = _match(reading, lowers, i)
            if hit is None:
                i += 1
                continue
            length, word = hit
            mention = _mention(scene, reading, lowers, (i, length), word, facts)
            if mention is not None:
                found.append(mention)
            i += length
        found[first:] = _with_weapons(reading, lowers, found[first:])
    return found


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


def _match(reading: Reading, lowers: list[str], i: int) -> tuple[int, EventWord] | None:
    entries = event_words().get(lowers[i])
    if not entries:
        return None
    token = reading.tokens[i]
    for parts, word in entries:
        if len(parts) == 2 and parts[1] in _CAPTIVE and token.is_verb and parts[1] in lowers[i + 2 : i + 8]:
            return 1, word
        if len(parts) > 1 and tuple(lowers[i : i + len(parts)]) != parts:
            continue
        last = reading.tokens[i + len(parts) - 1] if len(parts) > 1 else token
        if word.pos == "v" and (
            token.is_verb or (token.tag == "J" and word.force == "result" and not _followed_by_noun(reading, i))
        ):
            return len(parts), word
        if (
            word.pos == "n"
            and last.tag in {"N", "NP", "J"}
            and (last.tag != "J" or word.force == "strong")
            and not _compound(lowers, i + len(parts))
        ):
            return len(parts), word
        if (
            word.pos == "n"
            and last.tag == "VG"
            and len(parts) == 1
            and reading.lower(reading.group_of[i] + 1) in {"of", "in", "on", "at"}
        ):
            return len(parts), word
        if word.pos == "a" and token.tag in {"J", "VN", "VD", "N"}:
            return len(parts), word
    return None


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
    if (word.force == "weak" or word.frame in {"burst", "name"} or word.words in _REMAINS) and not _supported(
        word, roles, reading
    ):
        return None
    if word.pos == "n" and _modifies_event(reading, at + length):
        return None
    start, end = reading.tokens[at].start, reading.tokens[at + length - 1].end
    when = _when(reading, start, facts.dates)
    places = _places(reading, start, facts.places)
    group = reading.groups[reading.group_of[head]]
    before = [t.lower for t in reading.tokens[group.first : at]]
    definite = (word.pos == "n" or head < group.head) and bool(_DEFINITE & set(before[:2])) and group.kind == "noun"
    fresh = word.pos == "n" and (bool(_FRESH & set(before)) or reading.lower(reading.group_of[head] - 1) == "since")
    if word.type == "disrupted_weapons" and verdict.holds and verdict.state == "occurred":
        verdict = verdict._replace(state="thwarted", reasons=(*verdict.reasons, f"thwarted: '{word.words}'"))
    general = _general(reading, head, word, (before, roles, when))
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
    if word.words in _REMAINS:
        return bool(_FOUND & {t.lower for t in reading.tokens})
    if word.frame in {"plant", "burst"}:
        return "weapon" in by
    if word.frame == "harm":
        return any(
            r.role == "victim" and ((r.head and r.head.kind != "thing") or (r.name and r.name.kind == "person"))
            for r in roles
        )
    if word.frame == "strike":
        return ("target" in by or "victim" in by) and (armed or "weapon" in by or word.type == "property_destruction")
    return "perpetrator" in by


def _kind(word: EventWord, roles: Sequence[Role]) -> str:
    """The kind with the highest rank among the word's own and those that the weapons used make of it."""
    table = kinds()
    codes = [word.type] if word.type else []
    if word.type in {"disrupted_weapons", "arrest", "abduction", "protest"}:
        return word.type
    for role in roles:
        if role.role == "weapon" and role.code and (incident := _incident_of(role.code)):
            codes.append(incident)
    return max(codes, key=lambda c: (table[c].rank, c), default="")


def _incident_of(code: str) -> str:
    from firsthand.extract.lexicon import weapon

    row: Weapon | None = weapon(code)
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


def _when(reading: Reading, start: int, dates: Sequence[DateMention]) -> DateMention | None:
    """The date of the event's sentence that lies nearest to it."""
    inside = [
        d
        for d in dates
        if reading.start <= d.start < reading.end
        and d.kind in {"date", "offset"}
        and (d.when.earliest or d.days is not None)
    ]
    inside = [d for d in inside if not _of_other_verb(reading, start, d)]
    return min(inside, key=lambda d: (_distance(reading, start, d), d.start), default=None)


def _distance(reading: Reading, start: int, date: DateMention) -> float:
    """How far a date is from an event: one that follows is nearer than one before, one beyond "since" or "after" is far."""
    low, high = min(start, date.start), max(start, date.start)
    between = {t.lower for t in reading.tokens if low < t.start < high}
    return (high - low) * (1.0 if date.start > start else 2.0) + (
        BEYOND if between & {"since", "after", "before"} else 0
    )


def _of_other_verb(reading: Reading, start: int, date: DateMention) -> bool:
    """Whether a date hangs on a verb beside it that is not the event ("said today", "on Monday denied")."""
    tokens = reading.tokens
    first = next((k for k, t in enumerate(tokens) if t.end > date.start), None)
    last = next((k for k in range(len(tokens) - 1, -1, -1) if tokens[k].start < date.end), None)
    if first is None or last is None:
        return False
    if first and tokens[first - 1].lower in {"on", "in"}:
        first -= 1
    if first and tokens[first - 1].is_verb:
        return _is_report(reading, reading.group_of[first - 1], start)
    if last + 1 < len(tokens) and tokens[last + 1].is_verb and first:
        return _is_report(reading, reading.group_of[last + 1], start)
    return False


def _is_report(reading: Reading, index: int, start: int) -> bool:
    group = reading.groups[index]
    if group.kind != "verb" or reading.span(group)[0] <= start < reading.span(group)[1]:
        return False
    word = reading.tokens[group.head].lower
    return word not in event_words() and word not in _HAPPEN


def _places(reading: Reading, start: int, places: Sequence[PlaceMention]) -> tuple[PlaceMention, ...]:
    """The locations of the event's sentence, nearest first; a place right after the event before one that precedes it."""
    inside = [p for p in places if reading.start <= p.start < reading.end and p.role == "location"]
    return tuple(
        sorted(inside, key=lambda p: (p.start - start if p.start > start else 1.5 * (start - p.start), p.start))
    )


def _general(
    reading: Reading, at: int, word: EventWord, about: tuple[list[str], Sequence[Role], DateMention | None]
) -> bool:
    """Whether the word speaks of such events in general ("attacks have increased", "gunmen often kidnap drivers")."""
    before, roles, when = about
    if _is_series(reading, word, roles):
        return True
    token = reading.tokens[at]
    named = any(r.name is not None and r.role in {"victim", "target"} for r in roles)
    if word.pos == "n":
        return _general_noun(reading, at, word, (before, roles, when, named))
    if word.pos == "v" and token.tag == "VG" and not roles:
        return True
    if word.pos == "v" and token.tag in {"VZ", "VP"} and reading.number > 1:
        return when is None and not named
    return word.pos == "v" and token.tag == "VB" and reading.groups[reading.group_of[at]].first == at


def _general_noun(
    reading: Reading, at: int, word: EventWord, about: tuple[list[str], Sequence[Role], DateMention | None, bool]
) -> bool:
    """Whether a noun speaks of events in general: bare ("murder"), plural without number or article, or one of many ("cases of murder")."""
    before, roles, when, named = about
    if _one_of_many(reading, at):
        return True
    if word.words in _REMAINS:
        return False
    suffered = any(r.role in {"victim", "target"} for r in roles)
    if not before and not suffered and not any(r.role == "perpetrator" for r in roles):
        return True
    if named:
        return False
    if _is_plural(reading.tokens[at].lower, word):
        counted = bool(_COUNTED & set(before)) or any(w[:1].isdigit() for w in before)
        dated = when is not None and when.when.precision in {"time", "day"}
        return not counted and not dated and not (_DEFINITE & set(before) and suffered)
    return not before and reading.tokens[at].lower in _ABSTRACT and not suffered


def _one_of_many(reading: Reading, at: int) -> bool:
    """Whether the noun says what there were many of: "83 cases of kidnap or murder", "a wave of bombings"."""
    where = reading.group_of[at]
    for i in range(where - 1, max(-1, where - 6), -1):
        if reading.lower(i) == "of" and reading.kind(i - 1) == "noun":
            return reading.lower(i - 1) in _MANY_OF
        if reading.kind(i) == "verb" or (reading.kind(i) == "word" and reading.lower(i) not in {",", "and", "or"}):
            return False
    return False


def _is_series(reading: Reading, word: EventWord, roles: Sequence[Role]) -> bool:
    """Whether a count over a period is told ("since 1985, 900 of its members have been murdered"), not one happening."""
    if any(r.role == "weapon" for r in roles) or (word.pos == "n" and word.force != "result"):
        return False
    low = " ".join(t.lower for t in reading.tokens)
    return bool(_PERIOD.search(low)) and any(r.role == "victim" and _MANY.search(r.text.lower()) for r in roles)


def _is_plural(lower: str, word: EventWord) -> bool:
    return lower.endswith("s") and lower != word.words.split(" ")[-1]
