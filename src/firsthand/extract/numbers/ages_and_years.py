"""Numbers that tell an age or a year: they count nobody."""

from __future__ import annotations

import re

from firsthand.extract.numbers.numerals import Bare

MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
_AGE_BEFORE = re.compile(
    r"(?:[A-Z][\w'’.-]+,\s+|[A-Z][\w'’.-]+\s+\(|\bages?\s+(?:of\s+|between\s+)?|\baged\s+(?:between\s+)?|\b(?:turned|turning)\s+)$"
)
# An age told with a death without the word "age": "died at 95", "dead at 84", and "the mayor, 101, died".
_DIED_AT = re.compile(r"\b(?:died|dies|dead|death|dying)\s+(?:(?:on\s+)?\w+day\s+|peacefully\s+)?at\s+$", re.IGNORECASE)
_AFTER_DIED_AT = re.compile(
    r"\s*(?:[,;:.)]|$|(?:on|in|of|after|from|following|and|was|has|this|last|yesterday|today)\b)"
)
_BESIDE = re.compile(r"[A-Za-z]{3,},\s+$")
_AFTER_BESIDE = re.compile(r"\s*,\s+(?:who|died|dies|was|has|had|passed)\b")
# Years that nobody lives beyond: a larger number is no age.
_OLDEST = 120
_AGE_AFTER = re.compile(r"\s*(?:[,;.)]|and\b|or\b|$)")
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|of|by|from|until|till|before|after|early|late|mid|during|between|the|this|that|to|and|year|spring|summer|autumn|fall|winter"
    rf"|around|circa|back|through|{MONTH}\.?)\s+|[,(–-]\s*|^)$",
    re.IGNORECASE,
)
COUNTED_AFTER = re.compile(
    r"\s+(?:(?:other|more|armed|civilian|Palestinian|Iraqi|Syrian)\s+)?(?:people|persons|troops|men|women|children|personnel"
    r"|[a-z]{3,}(?:ers|ors|ees|ians|ists|ans|ents|ilies|ants))\b"
)


def is_age(text: str, bare: Bare, before: str) -> bool:
    """Whether a bare number is somebody's age; `before` are the characters before it."""
    if bare.value <= _OLDEST and _DIED_AT.search(before) and _AFTER_DIED_AT.match(text, bare.end):
        return True
    if bare.digits and bare.value <= _OLDEST and _BESIDE.search(before) and _AFTER_BESIDE.match(text, bare.end):
        return True
    if bare.value > 110 or not bare.digits:
        return bool(re.search(r"\b(?:aged|ages?)\s+(?:of\s+)?$", before))
    if re.search(r"\b(?:aged|ages?)\s+(?:of\s+|between\s+)?(?:[\d, ]+(?:and|to|or|-)\s*)?$", before):
        return True
    return bool(_AGE_BEFORE.search(before) and _AGE_AFTER.match(text, bare.end))


def is_plain_year(text: str, bare: Bare) -> bool:
    """Whether four digits are a year of the calendar and not a count."""
    if not bare.digits or not 1800 <= bare.value <= 2100 or bare.end - bare.start != 4:
        return False
    if COUNTED_AFTER.match(text, bare.end) and not re.search(
        r"\b(?:in|since|by|the|of|" + MONTH + r"\.?)\s+(?:\d{1,2},?\s+)?$", text[max(0, bare.start - 20) : bare.start]
    ):
        return False
    return bool(_YEAR_BEFORE.search(text[max(0, bare.start - 14) : bare.start])) or not re.match(
        r"\s+[a-z]{3,}s\b|\s+people\b", text[bare.end : bare.end + 24]
    )
