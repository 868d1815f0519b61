"""Drift in figures: another number, another unit, killed for wounded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from firsthand.collate.sides import Change, Side, grammar
from firsthand.text import plain

_ONES = dict(
    zip(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ],
        range(20),
        strict=True,
    )
)
_TENS = {
    w: 10 * n for n, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "dozen": 12, "mln": 10**6, "bn": 10**9}
# Thousands stand apart by a space in many translations: "200 625".
_DIGITS = re.compile(r"\d{1,3}(?: \d{3})+(?![\d.,]*\d)|\d+(?:[.,]\d{3})*(?:\.\d+)?")
_CLOCK = re.compile(r"\d{1,2}[:h]\d\d\b")
_AFTER_COLON = re.compile(r"\d[:]$")
_DEAD = frozenset({"kill", "martyr", "slain", "murder", "casualti"})
_HURT = frozenset({"wound"})
_UNITS = grammar("units")
_UNIT_SENSE = {
    "ton": "tonne",
    "tons": "tonne",
    "tonnes": "tonne",
    "kgs": "kilogram",
    "kg": "kilogram",
    "metres": "metre",
    "meters": "metre",
    "meter": "metre",
    "kilometre": "km",
    "kilometers": "km",
    "kilometres": "km",
    "kilometer": "km",
    "km": "km",
    "miles": "mile",
    "mile": "mile",
}
_MONTHS = grammar("months")
# Share by which a figure that one text calls approximate may differ from the other's without being another figure.
_ROUNDING = 0.1
_APPROXIMATE = grammar("approximate")


class Figure(NamedTuple):
    """A number: its value, the words it begins and ends at, what the words after it stand for (in its order), and those around it."""

    value: float
    at: int
    last: int
    after: tuple[str, ...]
    around: frozenset[str]


def is_number(word: str) -> bool:
    """Whether a folded word is a number or part of one, in digits or letters.

    Example:
        >>> is_number("forty"), is_number("fort")
        (True, False)
    """
    return (
        word[:1].isdigit()
        or word in _ONES
        or word in _TENS
        or word in SCALES
        or word in {"dozens", "hundreds", "thousands"}
    )


_PARTS = {
    "half": 0.5,
    "third": 1 / 3,
    "thirds": 1 / 3,
    "quarter": 0.25,
    "quarters": 0.25,
    "fifth": 0.2,
    "fifths": 0.2,
    "tenth": 0.1,
}
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4}


def fractions(original: Side, retold: Side) -> Iterator[Change]:
    """A share in words told as another share, where each text gives one: "a third of" told as "two thirds of", or "one in five" as "one in three"."""
    here, there = _fractions(original), _fractions(retold)
    percents = [f.value / 100 for s in (original, retold) for f in cardinals(s)]
    if len(here) == len(there) == 1:
        (share, at), (other, to) = here[0], there[0]
        if abs(share - other) > _EXACT and not any(abs(p - v) < _EXACT for p in percents for v in (share, other)):
            yield Change("number", "critical", f"a share of {share:.2g} becomes one of {other:.2g}", at, to)


# Two shares closer than this are one: a third is 0.33 in one text and 33 percent in the other.
_EXACT = 0.02


def _fractions(side: Side) -> list[tuple[float, int]]:
    words = [w.word for w in side.words]
    found = []
    for n, word in enumerate(words):
        before, after = words[n - 1] if n else "", words[n + 1] if n + 1 < len(words) else ""
        if word in _PARTS and (
            (word == "half" and before not in {"first", "second", "a"})
            or (before in _COUNTS and after in {"of", "the"})
        ):
            found.append((_COUNTS.get(before, 1) * _PARTS[word], n))
        elif (
            word == "one"
            and after == "in"
            and words[n + 2 : n + 3]
            and words[n + 2] in _ONES
            and _ONES[words[n + 2]] > 1
        ):
            found.append((1 / _ONES[words[n + 2]], n))
    return found


def numbers(original: Side, retold: Side) -> Iterator[Change]:
    """A number told as another number of the same thing; the same number told of the killed and of the wounded, or in another unit."""
    here, there = cardinals(original), cardinals(retold)
    gone = [f for f in here if not any(_same(f, g, original, retold) for g in there)]
    new = [g for g in there if not any(_same(f, g, original, retold) for f in here)]
    for figure in gone:
        match = next((g for g in new if set(figure.after[:2]) & set(g.after[:2])), None)
        if (
            match is None
            and len(gone) == len(new) == 1
            and figure.around & new[0].around
            and _like_units(figure, new[0], original, retold)
        ):
            match = new[0]
        if match:
            new.remove(match)
            old, now = f"{figure.value:.10g}", f"{match.value:.10g}"
            yield Change("number", "critical", f"{old} becomes {now}", figure.at, match.at, old, now)
    for figure in here:
        twins = [g for g in there if g.value == figure.value]
        if len(twins) == 1 and sum(f.value == figure.value for f in here) == 1:
            yield from _kinds(figure, twins[0], original, retold)


def _kinds(figure: Figure, twin: Figure, original: Side, retold: Side) -> Iterator[Change]:
    mine, theirs = _fate(original, figure), _fate(retold, twin)
    if mine and theirs and mine != theirs:
        yield Change(
            "number", "critical", f"{figure.value:g} counts the {mine} here and the {theirs} there", figure.at, twin.at
        )
    unit, other = _unit(original, figure), _unit(retold, twin)
    if unit and other and unit != other:
        yield Change(
            "unit", "critical", f"{figure.value:g} {unit} becomes {figure.value:g} {other}", figure.at, twin.at
        )


def _like_units(one: Figure, two: Figure, original: Side, retold: Side) -> bool:
    unit, other = _unit(original, one), _unit(retold, two)
    return unit == other or unit is None or other is None


def _same(one: Figure, two: Figure, original: Side, retold: Side) -> bool:
    if one.value == two.value or _rounded(one.value, two.value):
        return True
    vague = any(
        w.word in _APPROXIMATE for s, f in ((original, one), (retold, two)) for w in s.words[max(0, f.at - 2) : f.at]
    )
    return vague and abs(one.value - two.value) <= _ROUNDING * max(one.value, two.value)


def _rounded(one: float, two: float) -> bool:
    """Whether the less exact of two large figures is the other one rounded: 4.1 million for 4,123,000; both of at least two digits that count."""
    first, second = sorted((f"{v:.0f}".rstrip("0") for v in (one, two)), key=len)
    if min(one, two) < 1000 or len(first) < 2 or len(first) == len(second):
        return False
    low, high = (one, two) if f"{one:.0f}".rstrip("0") == first else (two, one)
    step = 10.0 ** (len(f"{low:.0f}") - len(first))
    return bool(abs(low - high) < step)


def _fate(side: Side, figure: Figure) -> str | None:
    """Whether a figure counts the killed or the wounded: by the nearest such word of its clause, the one after it first."""
    clause = side.words[figure.at].clause
    best: tuple[int, str] | None = None
    for n, word in enumerate(side.words):
        if word.clause == clause and (word.sense in _DEAD or word.sense in _HURT):
            distance = (figure.at - n) * 2 + 1 if n < figure.at else (n - figure.last) * 2
            if distance <= 13 and (best is None or distance < best[0]):
                best = (distance, "killed" if word.sense in _DEAD else "wounded")
    return best[1] if best else None


_CURRENCY = {"$": "dollar", "€": "euro", "£": "pound"}


def _unit(side: Side, figure: Figure) -> str | None:
    """The unit a figure counts: the currency sign before it, else the first such word of the two after it, none after "per" or "of"."""
    begin = side.words[figure.at].start - side.start
    sign = side.text[max(0, begin - 2) : begin].strip()[-1:]
    if sign in _CURRENCY:
        return _CURRENCY[sign]
    for word in side.words[figure.last + 1 : figure.last + 3]:
        if word.word in {"per", "of", "a", "and", "to", "in"} or word.word[0].isdigit():
            return None
        if word.word.rstrip("s") in _UNITS or word.word in _UNITS:
            return _UNIT_SENSE.get(word.word, word.word.rstrip("s"))
    return None


def cardinals(side: Side) -> list[Figure]:
    """The cardinal numbers of a side, in digits or words; days of a month, years and "one" are left out."""
    found, n, words = [], 0, side.words
    text = plain(side.text)
    while n < len(words):
        word = words[n]
        if word.word[0].isdigit():
            match = _DIGITS.match(text, word.start - side.start)
            end = word.start + (match.end() - match.start() if match else 0)
            last = n
            while last + 1 < len(words) and words[last + 1].start < end:
                last += 1
            scaled = last + 1 < len(words) and words[last + 1].word in SCALES
            # "33.720 billion" is a decimal: nobody counts thousands of billions.
            separators = "[, ]" if scaled else "[., ]"
            value = float(re.sub(separators + r"(?=\d{3}(?:\D|$))", "", match.group())) if match else 0.0
            if scaled:
                last += 1
                value *= SCALES[words[last].word]
            if word.word.isdigit() and not _calendar(side, n, value):
                found.append(_figure(side, value, n, last))
            n = last + 1
        else:
            number, last = spelled(side, n)
            if number is not None and number > 1:
                found.append(_figure(side, number, n, last))
            n = last + 1
    return found


def _figure(side: Side, value: float, first: int, last: int) -> Figure:
    after = tuple(w.sense for w in side.words[last + 1 : last + 5] if not w.light)
    around = frozenset(
        w.sense for w in side.words[max(0, first - 5) : last + 6] if not w.light and not w.word.isdigit()
    )
    return Figure(value, first, last, after, around)


def spelled(side: Side, at: int) -> tuple[float | None, int]:
    """Value and last word of a number in words that begins at word `at`; (None, at) where there is none.

    Example:
        >>> from firsthand.collate.sides import side
        >>> spelled(side("Twenty five men left.", 0, 21), 0)
        (25.0, 1)
    """
    total, n, seen = 0.0, at, False
    for n in range(at, min(len(side.words), at + 5)):
        word = side.words[n].word
        if word in _ONES or word in _TENS:
            total += _ONES.get(word, 0) + _TENS.get(word, 0)
        elif word in SCALES and seen:
            total = total * SCALES[word]
        elif not (
            word == "and"
            and seen
            and n + 1 < len(side.words)
            and side.words[n + 1].word in _ONES
            and side.words[n - 1].word in SCALES
        ):
            return (total if seen else None), max(at, n - 1)
        seen = True
    return total, n


def _calendar(side: Side, at: int, value: float) -> bool:
    offset = side.words[at].start - side.start
    after = side.words[at + 1].word if at + 1 < len(side.words) else ""
    if after in {"am", "pm", "o'clock", "a.m", "p.m"} or (
        side.text[offset - 1 : offset] == "-" and side.text[offset - 2 : offset - 1].isalpha()
    ):
        return True
    if _CLOCK.match(side.text, offset) or _AFTER_COLON.search(side.text[max(0, offset - 3) : offset]):
        return True
    near = [w.word for w in side.words[max(0, at - 1) : at + 2]]
    return any(w in _MONTHS or w == "may" for w in near) or (1900 <= value <= 2100 and len(side.words[at].word) == 4)
