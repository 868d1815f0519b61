"""Whether a word tells of one happening or of such happenings in general: plurals, bare nouns, counts over a period, present habits."""

from __future__ import annotations

import re
from collections.abc import Sequence

from firsthand.extract.events.roles import Role
from firsthand.extract.mentions import DateMention
from firsthand.extract.sentences.clauses import Reading
from firsthand.extract.sentences.lexicon import EventWord, find_head, find_weapon, word_set

# So many events of one sort, told without a day, are a count over a time and no incident: a report of one day's wave seldom has ten.
A_SERIES = 10
_COUNTED = word_set("counted")
DEFINITE = frozenset(["the", "this", "that", "these", "those", "its", "their", "his", "her", "said"])
REMAINS = frozenset({"body", "corpse"})
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
_ACCIDENT = word_set("accident")
_ILLNESS = re.compile(
    r"\b(?:heart (?:attack|failure|disease)|cardiac arrest|natural causes|old age|a stroke|pneumonia"
    r"|(?:an|long|short|brief|sudden|lengthy|unknown) illness|(?:died|dies|passed away|death) (?:peacefully|in (?:his|her|their) sleep))\b"
)
# An age told with a death ("died aged 92", "her death at 88"): an obituary's way, unless the sentence tells of violence.
_AT_AGE = re.compile(
    r"\b(?:died?|dies|dying|dead|death|passed away)\b(?: (?!and\b|but\b)[\w'’-]+){0,6}?(?: ,)?"
    r" (?:aged|(?:at|at the) ages?(?: of)?|age|at) (?:\d{1,3}|(?:\w+ty|\w+teen)(?:-\w+)?)\b(?! (?:people|persons|hospitals?)\b)"
)
_VIOLENT = word_set("violent cause")
_MANY_OF = word_set("many of")
_ABSTRACT = word_set("abstract")


def is_general(
    reading: Reading, at: int, word: EventWord, about: tuple[list[str], Sequence[Role], DateMention | None]
) -> bool:
    """Whether the word speaks of such events in general ("attacks have increased", "gunmen often kidnap drivers")."""
    before, roles, when = about
    if _is_series(reading, word, roles) or _is_accident(reading, word, roles) or _is_natural(reading, word):
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
    suffered = any(r.role in {"victim", "target"} for r in roles)
    dated = when is not None and when.when.precision in {"time", "day"}
    if _one_of_many(reading, at) and not (suffered and dated):
        return True
    if word.words in REMAINS:
        return False
    if not before and not suffered and not any(r.role == "perpetrator" for r in roles):
        return True
    if named:
        return False
    if _is_plural(reading.tokens[at].lower, word):
        counted = bool(_COUNTED & set(before)) or any(w[:1].isdigit() for w in before)
        if any(w.isdigit() and int(w) >= A_SERIES for w in before) and not dated:
            return True
        return not counted and not dated and not (DEFINITE & set(before) and suffered)
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


def _is_accident(reading: Reading, word: EventWord, roles: Sequence[Role]) -> bool:
    """Whether people were killed or hurt by chance or nature ("died in a crash"): no violence, unless a doer or a weapon is told."""
    if word.force != "result" or any(r.role in {"weapon", "perpetrator"} for r in roles):
        return False
    words = [t.lower for t in reading.tokens]
    return bool(_ACCIDENT & set(words)) or bool(_ILLNESS.search(" ".join(words)))


def tells_violence(reading: Reading) -> bool:
    """Whether a sentence names a cause, a means or a doer of violence beside which a bare death is one of violence.

    Example:
        >>> from firsthand.extract.sentences.clauses import read
        >>> [tells_violence(r) for r in read("The singer died on Monday. The guard died of gunshot wounds.")]
        [False, True]
    """
    lowers = [t.lower for t in reading.tokens]
    for at, lower in enumerate(lowers):
        if lower in _VIOLENT or find_weapon(lowers, at) is not None:
            return True
        head = find_head([lower])
        if head is not None and head.kind == "armed" and head.cls in {"insurgent", "attacker", "criminal"}:
            return True
    return False


def is_bare_death(word: EventWord) -> bool:
    """Whether a word tells that someone died and nothing of how ("died", "dead", "the death of")."""
    return word.type == "killing" and word.frame == "suffer" and word.words not in REMAINS | {"slain"}


def _is_natural(reading: Reading, word: EventWord) -> bool:
    """Whether a death is told as obituaries tell it, with the age, and nothing of violence."""
    if not is_bare_death(word):
        return False
    low = " ".join(t.lower for t in reading.tokens)
    return bool(_AT_AGE.search(low)) and not tells_violence(reading)


def _is_series(reading: Reading, word: EventWord, roles: Sequence[Role]) -> bool:
    """Whether a count over a period is told ("since 1985, 900 of its members have been murdered"), not one happening."""
    if any(r.role == "weapon" for r in roles) or (word.pos == "n" and word.force != "result"):
        return False
    low = " ".join(t.lower for t in reading.tokens)
    return bool(_PERIOD.search(low)) and any(r.role == "victim" and _MANY.search(r.text.lower()) for r in roles)


def _is_plural(lower: str, word: EventWord) -> bool:
    return lower.endswith("s") and lower != word.words.split(" ")[-1]
