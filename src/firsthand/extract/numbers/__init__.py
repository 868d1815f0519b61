"""Every number phrase of a text as an interval, with the words that bound it.

The readings follow the published codebooks of casualty recording (ACLED, UCDP, Airwars): "at least N" is N and no upper end, "more than N"
begins at N + 1, "N to M" has no midpoint, "dozens" is 12 or more. Ages, years, dates, hours, calibres, codes and addresses are no numbers
here; distances, money, weights and spans of time are kept with their unit so that nobody counts them as persons.
"""

from __future__ import annotations

import functools
import math
import re
from typing import NamedTuple

from firsthand.extract.mentions import NumberMention
from firsthand.extract.numbers.ages_and_years import COUNTED_AFTER, MONTH, is_age, is_plain_year
from firsthand.extract.numbers.numerals import Bare, bare_numbers, guess_language, step_of
from firsthand.vocabulary import rows

_BEFORE_DATE = re.compile(rf"\b{MONTH}\.?\s+(?:\d{{1,2}}(?:\s*(?:,|-|–|and|to)\s*))?$")
_AFTER_DATE = re.compile(rf"(?:st|nd|rd|th)?\s*(?:(?:-|–|and|to)\s*\d{{1,2}}\s+)?(?:of\s+)?{MONTH}\b")
_CODE_BEFORE = re.compile(r"(?:[\w#/@:&+*=][-./:#]?|[-–][A-Za-z]?|\d[.,:/])$")
_CODE_AFTER = re.compile(r"(?:[:/]\d|(?:st|nd|rd|th|s)\b|-?[A-Z]{1,4}\d|[.,]\d|\s*(?:[ap]\.?m\b\.?)|['’]s\b)")
# Runs of digits and marks that are dates, telephone numbers, results of matches ("2015-07-17", "555-1234", "3-1").
_RUN = re.compile(r"\d+(?:[-–/.:]\d+){2,}|\d{3}-\d{4}|\d+[-–/]\d+")
_NO_WORD = re.compile(r"\b(?:[Nn]o|[Ww]ar|[Ee]very|[Aa]ny|[Ss]ome|[Tt]he other)[ -]$")
_COMPOUND = re.compile(r"[-–](?!(?:to|or|and|plus|odd|some|strong)\b)[A-Za-z]")
_LETTERS = re.compile(r"[A-Za-zА-я]+")
_HURT = re.compile(
    r"\b(?:hurt|harm(?:ed)?|killed|killing|injur\w*|wounded|dead|died|deaths?|casualt\w*|fatalit\w*|victims|missing|abducted"
    r"|kidnapped|arrested|detained)\b",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\b(?:no[- ]?one(?: else)?|nobody(?: else)?|none(?: of (?:the|them|those|us|its|his|their)(?: \w+)?)?"
    r"|not (?:one|a single)(?= \w)|no(?= ))\b",
    re.IGNORECASE,
)
_HURT_BEFORE = re.compile(
    r"\b(?:hurt|harmed|killed|injured|wounded|killing|hurting|injuring|wounding) $", re.IGNORECASE
)
_NO_NOUN = re.compile(
    r"\s+(?:(?:further|other|immediate|major|serious|civilian|human|reported|confirmed|additional|reports? of|word of|word on"
    r"|information on)\s+)*(\w+)"
)
_WITHOUT = re.compile(
    r"\bwithout\s+(?:(?:any|causing|inflicting|further|other|civilian|human|loss of)\s+)*(?=casualt|injur|fatalit|deaths?\b|victims"
    r"|life\b|hurting|harming|killing|wounding)",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"\b(?:(?:nearly|almost|about|more than|over|less than|at least) )?(?:half|(?:a|one|two|three)[ -](?:thirds?|quarters?"
    r"|fifths?)) (?:of )?(?=(?:the|its|his|her|their|all|those|of|a|an)\b)",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"\bboth(?= (?:(?:of )?(?:the|them|their|his|her|whom)\b|were\b|was\b|are\b|had\b|have\b|died\b|\w*(?:men|women|ers|ors|people"
    r"|children|ists|ants|ians)\b))",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s*(?:-|–|—)\s*|\s+(?:to|or|and|a|o|à|ou|bis|oder|до|или)\s+")
_BETWEEN = re.compile(r"\b(?:between|entre|zwischen|between about|between an estimated)\s+$", re.IGNORECASE)
_CHANGE = re.compile(
    r"\b(?:rose|risen|rise|rising|fell|fallen|fall|dropped?|grew|grown|increased?|went|up|down|climbed|jumped|revised|lowered"
    r"|raised|reduced|decreased?|declined?|surged)\b[^.]{0,40}\bfrom\s+$",
    re.IGNORECASE,
)
_AND_UP_TO = re.compile(r"[,;]?\s*(?:(?:and|but|or)\s+)?(?:(?:possibly|perhaps|maybe)\s+)?", re.IGNORECASE)
_ARTICLE = re.compile(r"\ban?\s+$", re.IGNORECASE)
_MODIFIER = (
    r"(?!(?:a|an|the|of|in|on|at|by|to|and|or|with|for|from|that|who|which|was|were|is|are|had|has|have|killed|killing|wounding"
    r"|injuring|wounded|injured|by|when|after|as|into|near|whose|where|than|says?|said)\b)"
)


class _Vocabulary(NamedTuple):
    phrases: re.Pattern[str]
    phrase_values: dict[str, tuple[int, int | None, int | None]]
    before: re.Pattern[str]
    after: re.Pattern[str]
    bound_of: dict[tuple[str, str], str]


def _alternatives(words: list[str]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True)) or r"(?!)"


@functools.cache
def _vocabulary(language: str) -> _Vocabulary:
    phrases = [r for r in rows("number_phrases.csv") if r["language"] == language]
    bounds = [r for r in rows("number_bounds.csv") if r["language"] == language]
    before = _alternatives([r["words"] for r in bounds if r["side"] == "before"])
    after = _alternatives([r["words"] for r in bounds if r["side"] == "after"])
    return _Vocabulary(
        re.compile(rf"(?<![\w-])(?:{_alternatives([r['phrase'] for r in phrases])})(?![\w-])", re.IGNORECASE),
        {r["phrase"]: (int(r["low"]), _int(r["best"]), _int(r["high"])) for r in phrases},
        re.compile(rf"(?<![\w-])({before})\s*(?:a\s+|an\s+|the\s+|another\s+|de\s+)?$", re.IGNORECASE),
        re.compile(rf"\s*({after})(?!\w)", re.IGNORECASE),
        {(r["side"], r["words"]): r["bound"] for r in bounds},
    )


def _int(cell: str) -> int | None:
    return int(cell) if cell else None


@functools.cache
def _contexts() -> tuple[re.Pattern[str], re.Pattern[str], dict[tuple[str, str], tuple[str, str]]]:
    table = rows("number_contexts.csv")
    before = _alternatives([r["words"] for r in table if r["side"] == "before"])
    after = _alternatives([r["words"] for r in table if r["side"] == "after"])
    return (
        re.compile(rf"(?<![\w])({before})\s*$", re.IGNORECASE),
        re.compile(rf"[\s-]*({after})(?![\w])", re.IGNORECASE),
        {(r["side"], r["words"]): (r["effect"], r["unit"]) for r in table},
    )


@functools.cache
def _person_after_article() -> re.Pattern[str]:
    nouns = _alternatives(
        [
            r["noun"]
            for r in rows("person_nouns.csv")
            if r["noun"] not in ("dead", "wounded", "injured", "police", "other", "body")
        ]
    )
    return re.compile(rf"\b(an?)\s+(?:{_MODIFIER}[\w'’-]+,?\s+){{0,4}}?(?:{nouns})(?![\w-])", re.IGNORECASE)


@functools.cache
def _person_after_no() -> re.Pattern[str]:
    """What "no" may deny: persons in the singular or the plural, with at most one word between."""
    table = [r for r in rows("person_nouns.csv") if r["noun"] not in ("dead", "wounded", "injured", "other", "body")]
    nouns = _alternatives(
        sorted({w for r in table for w in (r["noun"], r["plural"]) if w} | {"people", "one", "members", "member"})
    )
    return re.compile(rf"\s+(?:\w+\s+)?(?:{nouns})(?![\w-])", re.IGNORECASE)


def find_numbers(text: str, language: str | None = None) -> list[NumberMention]:
    """Every number phrase of a text, in order, none overlapping.

    Args:
        text: any text; offsets of the mentions are code points of it.
        language: ISO 639-1 code; guessed from the text where ``None``.

    Returns:
        Mentions whose span covers the bounding words ("at least 80"). `unit` is set for what counts no persons (``percent``, ``km``,
        ``money``, ``time``, ``weight``, ``times``, ``share``). A share ("half the village") has neither low nor high.

    Example:
        >>> [(n.text, n.low, n.best, n.high) for n in find_numbers("At least 80 people died, more than 20 of them children.")]
        [('At least 80', 80, 80, None), ('more than 20', 21, 21, None)]
        >>> find_numbers("In 2014 the 47th brigade fired a 155mm gun at 5 p.m.")
        []
    """
    language = language or guess_language(text)
    words = _vocabulary(language)
    found: list[NumberMention] = list(_phrases(text, words))
    taken = [(m.start, m.end) for m in found]
    bares = [b for b in bare_numbers(text, language) if not _inside(b.start, taken)]
    skip = -1
    for index, bare in enumerate(bares):
        if index <= skip:
            continue
        following = bares[index + 1] if index + 1 < len(bares) else None
        mention, used_next = _read(text, bare, following, words)
        skip = index + 1 if used_next else skip
        if mention:
            found.append(mention)
    if language == "en":
        found += _english_only(text)
    return _two_sided(text, _disjoint(found))


def _two_sided(text: str, found: list[NumberMention]) -> list[NumberMention]:
    """ "At least 10 and as many as 20" is one number with two ends."""
    kept: list[NumberMention] = []
    for mention in found:
        left = kept[-1] if kept else None
        joined = (
            left
            and (left.bound, mention.bound) == ("at least", "up to")
            and _AND_UP_TO.fullmatch(text, left.end, mention.start)
        )
        if left and joined and (left.low or 0) < (mention.high or 0):
            kept[-1] = _mention(
                text, (left.start, mention.end), (left.low, None, mention.high), ("between", "two bounds"), left.unit
            )
            continue
        kept.append(mention)
    return kept


def _inside(position: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in spans)


def _disjoint(found: list[NumberMention]) -> list[NumberMention]:
    """Left to right; of two that overlap the longer, and of equals the first found."""
    kept: list[NumberMention] = []
    for mention in sorted(found, key=lambda m: (m.start, m.start - m.end)):
        if kept and mention.start < kept[-1].end:
            if mention.end - mention.start > kept[-1].end - kept[-1].start:
                kept[-1] = mention
            continue
        kept.append(mention)
    return kept


# ------------------------------------------------------------------------------------------------------------ readings


def _read(text: str, bare: Bare, following: Bare | None, words: _Vocabulary) -> tuple[NumberMention | None, bool]:
    """The mention that a bare number begins, and whether the next number was used up by a range."""
    if _is_code(text, bare):
        return None, bool(following and _dropped_range(text, bare, following))
    second = following if following and _is_range(text, bare, following) and not _is_code(text, following) else None
    last = second or bare
    unit, stop = _unit(text, bare.start, last.end)
    if unit == "drop":
        return None, second is not None
    if second is None and is_plain_year(text, bare):
        return None, False
    start = bare.start
    if article := _ARTICLE.search(text, max(0, start - 4), start):
        start = article.start()
    if second is not None:
        between = _BETWEEN.search(text, max(0, start - 24), start)
        start = between.start() if between else start
        low, high = math.floor(bare.value), math.floor(second.value)
        return _mention(text, (start, max(stop, last.end)), (low, None, high), ("between", "range"), unit), True
    return _bounded(text, bare, (start, max(stop, bare.end)), unit, words), False


def _bounded(text: str, bare: Bare, span: tuple[int, int], unit: str | None, words: _Vocabulary) -> NumberMention:
    start, end = span
    bound = "exact"
    if before := words.before.search(text, max(0, start - 40), start):
        bound = words.bound_of[("before", _squeeze(before.group(1)))]
        start = before.start()
    elif after := words.after.match(text, end):
        bound = words.bound_of[("after", _squeeze(after.group(1)))]
        end = after.end()
    values = interval(bare.value, bound, bare.step)
    if (
        before
        and bound == "at least"
        and (after := words.after.match(text, end))
        and words.bound_of[("after", _squeeze(after.group(1)))] == bound
    ):
        end = after.end()
    return _mention(text, (start, end), values, (bound, bound), unit)


def _squeeze(words: str) -> str:
    return re.sub(r"\s+", " ", words.lower())


def interval(value: float, bound: str, step: int | None = None) -> tuple[int | None, int | None, int | None]:
    """Low, best and high of a number under a bound.

    Args:
        value: the number; a fraction is widened to the whole numbers around it.
        bound: ``exact``, ``at least``, ``more than``, ``up to``, ``fewer than``, ``nearly`` or ``about``.
        step: the step that the number is rounded to; found from the number where ``None``.

    Example:
        >>> interval(300, "more than"), interval(50, "up to"), interval(40, "nearly"), interval(200, "about")
        ((301, 301, None), (0, None, 50), (30, 39, 39), (150, 200, 250))
    """
    low, high = math.floor(value), math.ceil(value)
    best = low if low == high else None
    step = step_of(value) if step is None else step
    match bound:
        case "at least":
            return low, best, None
        case "more than":
            return low + 1, best and best + 1, None
        case "up to":
            return 0, None, high
        case "fewer than":
            return 0, None, max(high - 1, 0)
        case "nearly":
            return max(low - step, 0), max(low - 1, 0), max(low - 1, 0)
        case "about":
            return max(low - step // 2, 0), best, high + step // 2
        case _:
            return low, best, high


def _mention(
    text: str,
    span: tuple[int, int],
    values: tuple[int | None, int | None, int | None],
    named: tuple[str, str],
    unit: str | None = None,
) -> NumberMention:
    start, end = span
    return NumberMention(
        start, end, text[start:end], values[0], values[1], values[2], named[0], f"number:{named[1]}", unit
    )


def _phrases(text: str, words: _Vocabulary) -> list[NumberMention]:
    found = []
    for match in words.phrases.finditer(text):
        low, best, high = words.phrase_values[_squeeze(match.group())]
        start, end, bound = match.start(), match.end(), "vague" if best is None else "exact"
        if unit_match := _unit(text, start, end)[0]:
            if unit_match == "drop":
                continue
            found.append(_mention(text, (start, end), (low, best, high), (bound, "phrase"), unit_match))
            continue
        if before := words.before.search(text, max(0, start - 40), start):
            bound = words.bound_of[("before", _squeeze(before.group(1)))]
            start = before.start()
            if best is not None:
                low_, best, high = interval(best, bound)
                low = low_ or 0
            elif bound == "up to":
                low = 0
        found.append(_mention(text, (start, end), (low, best, high), (bound, "phrase")))
    return found


# ------------------------------------------------------------------------------------------------- what is no number


def _is_code(text: str, bare: Bare) -> bool:
    """An age, a date, an hour, an ordinal, a calibre, a code: nothing that counts."""
    start, end = bare.start, bare.end
    before, digits = text[max(0, start - 32) : start], bare.digits
    if _in_run(text, start, end) if digits else bare.value < 3 and _NO_WORD.search(before):
        return True
    if _BEFORE_DATE.search(before) and digits and bare.value <= 31 and not COUNTED_AFTER.match(text, end):
        return True
    if (digits and _AFTER_DATE.match(text, end) and bare.value <= 31) or _CODE_AFTER.match(text, end):
        return True
    if (
        _CODE_BEFORE.search(before)
        and not re.search(r"[$€£¥₹]$|\w[-–—]{2}$|\s[-–—]$", before)
        and not re.search(r"\d\s*[-–—]$", before)
    ):
        return True
    if (suffix := _LETTERS.match(text, end)) and not re.fullmatch(r"km|kg|m|bn|mn|k|pc|ft", suffix.group()):
        return True
    if _COMPOUND.match(text, end) and _unit(text, start, end)[0] in (None, "drop"):
        return True
    if is_age(text, bare, before):
        return True
    context_before, _, effects = _contexts()
    context = context_before.search(before)
    if context is None or not digits or COUNTED_AFTER.match(text, end):
        return False
    return effects[("before", _squeeze(context.group(1)))][0] == "drop"


def _in_run(text: str, start: int, end: int) -> bool:
    """Whether digits stand in a date, a telephone number or a result; a rising pair ("20-25") is a range."""
    for match in _RUN.finditer(text, max(0, start - 12), end + 12):
        if match.start() <= start and end <= match.end():
            parts = [int(p) for p in re.findall(r"\d+", match.group())]
            return (
                len(parts) > 2
                or parts[0] >= parts[1]
                or "/" in match.group()
                or (len(match.group()) == 8 and parts[1] > 999)
            )
    return False


def _is_range(text: str, left: Bare, right: Bare) -> bool:
    gap = text[left.end : right.start]
    if left.value >= right.value or not _RANGE.fullmatch(gap):
        return False
    before = text[max(0, left.start - 60) : left.start]
    if re.fullmatch(r"\s+(?:and)\s+", gap):
        return bool(_BETWEEN.search(before))
    if gap.strip() in ("a", "o", "to") and _CHANGE.search(before):
        return False
    return left.value < right.value


def _dropped_range(text: str, left: Bare, right: Bare) -> bool:
    """The right half of a range whose left half is an age or a date ("aged 12 to 15")."""
    return bool(_RANGE.fullmatch(text[left.end : right.start])) and bool(
        re.search(r"\b(?:aged|ages?)\s", text[max(0, left.start - 8) : left.start])
    )


def _unit(text: str, start: int, end: int) -> tuple[str | None, int]:
    """The unit beside a number (``"drop"``: no number at all) and where the unit's word ends; 0 where none stands there."""
    before, after, effects = _contexts()
    if (match := before.search(text, max(0, start - 14), start)) and effects[("before", _squeeze(match.group(1)))][
        0
    ] == "unit":
        return effects[("before", _squeeze(match.group(1)))][1], 0
    if match := after.match(text, end):
        effect, unit = effects[("after", _squeeze(match.group(1)))]
        return ("drop", 0) if effect == "drop" else (unit, match.end() if unit == "percent" else 0)
    return None, 0


# ------------------------------------------------------------------------------------------------- English small words


def _english_only(text: str) -> list[NumberMention]:
    found = [_mention(text, m.span(1), (1, 1, 1), ("exact", "article")) for m in _person_after_article().finditer(text)]
    found += [_mention(text, m.span(), (2, 2, 2), ("exact", "both")) for m in _BOTH.finditer(text)]
    found += [
        _mention(
            text, (m.start(), m.start() + len(m.group().rstrip())), (None, None, None), ("share", "share"), "share"
        )
        for m in _SHARE.finditer(text)
    ]
    found += [_mention(text, (m.start(), m.start() + 7), (0, 0, 0), ("none", "none")) for m in _WITHOUT.finditer(text)]
    for match in _NONE.finditer(text):
        stop = re.search(r"[.;\n]|, (?:but|and|while)\b", text[match.end() : match.end() + 90])
        clause = text[match.end() : match.end() + (stop.start() if stop else 90)]
        if match.group().lower() in ("no", "not one", "not a single"):
            noun = _NO_NOUN.match(clause)
            people = _person_after_no().match(clause)
            if not ((noun and _HURT.fullmatch(noun.group(1))) or (people and _HURT.search(clause))):
                continue
        elif not _HURT.search(clause) and not _HURT_BEFORE.search(text[max(0, match.start() - 20) : match.start()]):
            continue
        found.append(_mention(text, match.span(), (0, 0, 0), ("none", "none")))
    return found
