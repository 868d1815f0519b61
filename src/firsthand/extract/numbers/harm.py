"""Words of harm and the persons that stand to them: who was killed, hurt, taken, by the order of the groups in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from firsthand.extract.numbers.harm_words import Word
from firsthand.extract.numbers.people import Numbers, Party, party
from firsthand.extract.sentences.clauses import Reading

_BE = frozenset(["was", "were", "been", "being", "be", "is", "are", "am", "get", "gets", "got", "getting", "'s"])
_SUBSET = frozenset({"including", "among", "includes", "included", "mostly", "mainly", "counting"})
_PLACES = frozenset(
    {"in", "at", "near", "from", "on", "outside", "inside", "under", "during", "after", "before", "when"}
) | frozenset(
    {"while", "as", "by", "for", "with", "to", "into", "across", "along", "around", "over", "between", "through"}
)
_AFTER_REDUCED = frozenset(
    {"by", "in", "after", "during", "at", "near", "when", "outside", "as", "while", "on", "from", "amid"}
)
_SELVES = frozenset({"himself", "herself", "themselves", "itself"})
_CONJUNCTIONS = frozenset({"when", "after", "before", "while", "as"})
_RIGHT_SKIP = frozenset(
    {"at", "least", "more", "than", "up", "to", "about", "some", "as", "many", "a", "total", "of", "the", "lives"}
) | frozenset(
    {
        "and",
        "nearly",
        "over",
        "around",
        "between",
        "further",
        '"',
        "“",
        "(",
        "only",
        "also",
        "just",
        "almost",
        "another",
        "fewer",
        "no",
        "close",
    }
)
# How far a subject or object may stand from its word, in groups: long enough for "N people from A, B and C were", short of the
# next clause. Re-measure on the cases of counts.csv when moved.
_REACH = 14


class Harmed(NamedTuple):
    """A party and the word that tells what became of it. `subset` is the start of the whole that it is a part of."""

    party: Party
    word: Word
    subset: int | None


def harmed(reading: Reading, words: list[Word], numbers: Numbers) -> Iterator[Harmed]:
    """Every party that a word of harm is said of, with what it is a part of. Each number is used for one word only; nearer words first."""
    used: set[int] = set()
    busy = {g for w in words for g in range(w.first, w.last + 1)}
    for word in sorted(words, key=lambda w: (_ORDER[w.rule], w.start)):
        sides = _sides(reading, word, numbers, busy)
        for found in sides:
            key = found.party.start
            if key in used and found.word.rule != "body":
                continue
            used.add(key)
            yield found


_ORDER = {"object": 0, "self": 0, "state": 1, "subject": 1, "verb": 2, "noun": 3, "toll": 3, "body": 3}


def _sides(reading: Reading, word: Word, numbers: Numbers, busy: set[int]) -> list[Harmed]:
    match word.rule:
        case "object":
            return _right(reading, word, numbers, busy)
        case "subject" | "state" | "self":
            return _left(reading, word, numbers) or (
                _right(reading, word, numbers, busy) if word.rule == "state" and word.last == 0 else []
            )
        case "toll":
            return _toll(reading, word, numbers)
        case "noun" | "body":
            return _noun(reading, word, numbers)
        case _:
            return _verb(reading, word, numbers, busy)


def _verb(reading: Reading, word: Word, numbers: Numbers, busy: set[int]) -> list[Harmed]:
    group = reading.groups[word.first]
    before = [t.lower for t in reading.tokens[max(0, group.first - 3) : group.last] if t.start < word.start]
    inner = [t.lower for t in reading.tokens[group.first : group.last] if t.start < word.start]
    if (
        set(inner) & _BE
        or (not inner and before[-1:] and before[-1] in _BE)
        or (len(before) > 1 and before[-1] in ("also", "both", "all", "then", "later") and before[-2] in _BE)
    ):
        return _left(reading, word, numbers)
    right = _right(reading, word, numbers, busy)
    if right and (right[0].party.group <= word.last + 3):
        return right
    if (
        group.kind == "noun"
    ):  # "three wounded soldiers", "12 killed": the word stands inside the group of its own persons
        own = party(reading, word.first, numbers)
        if own is not None and own.number is not None:
            return [Harmed(own, word, None)]
    if reading.lower(word.last + 1) in _SELVES:
        return []
    left = _left(reading, word, numbers)
    near = left and left[0].party.group >= word.first - 3
    return (
        left
        if near and (left[0].party.number is not None or _elliptic(reading, word) or _reduced_passive(reading, word))
        else []
    )


def _reduced_passive(reading: Reading, word: Word) -> bool:
    """ "Suspect killed by deputy", "the blast left a boy wounded": no form of "be", and no object follows."""
    before = [t.lower for t in reading.tokens[: reading.groups[word.first].first]][-8:]
    return reading.lower(word.last + 1) in _AFTER_REDUCED or bool({"left", "leaving", "leaves", "leave"} & set(before))


def _elliptic(reading: Reading, word: Word) -> bool:
    """ "A shepherd was killed and his son wounded": the form of "be" stands before the first of two."""
    return any(t.lower in ("was", "were") for t in reading.tokens[: reading.groups[word.first].first])


def _left(reading: Reading, word: Word, numbers: Numbers) -> list[Harmed]:
    """Persons before a word, nearest clause first: the subject with what is joined to it by "and", and the parts of it that are told."""
    found: list[Harmed] = []
    parts: list[Party] = []
    index = word.first - 1 if reading.groups[word.first].kind == "verb" or word.rule != "verb" else word.first
    if reading.groups[word.first].kind == "noun" and word.rule in ("state", "verb"):
        own = party(reading, word.first, numbers)
        if (
            own is not None
            and own.number is not None
            and reading.tokens[reading.groups[word.first].first].start < word.start
        ):
            return [Harmed(own._replace(who=_without(own.who, reading, word)), word, None)]
    stop = max(-1, index - _REACH)
    shared = _shares_subject(reading, word)
    while index > stop:
        if not shared and _ends_clause(reading, index, word, bool(parts)):
            break
        one = party(reading, index, numbers)
        front = index if one is None else min(index, reading.group_of[_token_at(reading, one.start)])
        before = "" if one is not None and _noun_before_number(reading, index, one) else reading.lower(front - 1)
        if (
            one is not None
            and before == "of"
            and one.number is not None
            and one.who is None
            and party(reading, front - 2, numbers) is not None
        ):
            index = front - 2
        elif one is None or (before in _PLACES and reading.kind(front - 1) == "word" and one.shape != "number"):
            index = front - 1
        elif (
            before in _SUBSET and (before != "among" or reading.lower(front - 2) in (",", "-", "–", "—", "("))
        ) or before in ("them", "whom"):
            parts.append(one)
            index = front - 2
        elif before in _PLACES and not _counting_place(reading, front) and not (before in _CONJUNCTIONS and not found):
            index -= 1
        elif before == "of" and one.number is None and party(reading, front - 2, numbers) is not None:
            index = front - 2
        else:
            found.append(Harmed(one, word, None))
            first = front
            index = _joined(reading, front, one, numbers)
            if index < 0:
                whole = _whole(reading, first, numbers, found)
                if whole is not None:
                    parts += [h.party for h in found]
                    found = [Harmed(whole, word, None)]
                break
    start = found[0].party.start if found else None
    return found + [Harmed(p, word, start) for p in parts if start is not None]


def _token_at(reading: Reading, position: int) -> int:
    """The index of the word that holds a position of the text."""
    return next((i for i, t in enumerate(reading.tokens) if t.end > position), len(reading.tokens) - 1)


def _noun_before_number(reading: Reading, index: int, one: Party) -> bool:
    """ "In the raid 19 rebels ...": two noun groups that stand together."""
    group = reading.groups[index]
    return one.number is not None and any(
        t.tag in ("N", "NP", "J") and t.end <= one.number.start for t in reading.tokens[group.first : group.last]
    )


def _shares_subject(reading: Reading, word: Word) -> bool:
    """ "He was shot twice and later died": a second verb after "and" has the first one's subject."""
    at = reading.groups[word.first].first - 1
    while at >= 0 and (
        reading.tokens[at].tag == "R" or reading.tokens[at].lower in ("was", "were", "then", "has", "had", "have")
    ):
        at -= 1
    return (
        at >= 0 and reading.tokens[at].lower in ("and", "but", "before") and word.rule in ("subject", "verb", "state")
    )


def _whole(reading: Reading, index: int, numbers: Numbers, found: list[Harmed]) -> Party | None:
    """The whole of parts: "five people - three soldiers and two civilians -", where the sum holds or a dash says so."""
    mark = reading.lower(index - 1)
    if mark not in (",", "-", "–", "—", "(", ":") or index < 2:
        return None
    whole = party(reading, index - 2, numbers)
    if whole is None or whole.number is None or whole.number.best is None:
        return None
    parts = [h.party.number.best if h.party.number else 1 for h in found]
    holds = sum(p or 0 for p in parts) == whole.number.best and len(parts) > 1
    return whole if holds or (mark != "," and sum(p or 0 for p in parts) < whole.number.best) else None


def _without(who: str | None, reading: Reading, word: Word) -> str | None:
    if who is None:
        return None
    tokens = [t.lower for t in reading.tokens if word.start <= t.start < word.end]
    kept = [w for w in who.split() if w.lower() not in tokens]
    return " ".join(kept) or None


def _counting_place(reading: Reading, index: int) -> bool:
    """ "At least", "up to", "between": a preposition that bounds the number and rules no place."""
    tokens = reading.tokens
    group = reading.groups[index]
    word = tokens[group.first - 1].lower if group.first else ""
    two = " ".join(t.lower for t in tokens[max(0, group.first - 2) : group.first])
    return (
        two in ("up to", "as many", "as many as", "close to")
        or (word in ("over", "around", "between", "under") and True)
        or word == "as"
    )


def _ends_clause(reading: Reading, index: int, word: Word, inside: bool) -> bool:
    group = reading.groups[index]
    if group.kind == "verb":
        words = reading.words(group)
        if index == word.first or words[-1] in _SUBSET or words[0] in _SUBSET:
            return False
        if any(w in ("was", "were", "had", "have", "has", "been", "being", "are", "is") for w in words):
            return not (
                index >= word.first - 2
                and set(words)
                <= _BE
                | {
                    "had",
                    "have",
                    "has",
                    "left",
                    "found",
                    "not",
                    "also",
                    "believed",
                    "feared",
                    "reported",
                    "confirmed",
                    "still",
                }
            )
        if (
            words[-1]
            in (
                "left",
                "leaving",
                "leaves",
                "found",
                "reported",
                "confirmed",
                "feared",
                "believed",
                "declared",
                "pronounced",
            )
            and index >= word.first - 5
        ):
            return False
        return not (
            reading.lower(index - 1) in ("who", "that", "which")
            or words[-1].endswith("ing")
            or _reduced(reading, index)
        )
    low = reading.lower(index)
    return low in (";", "but", "because", "although", "where") or (
        low in ("when", "after", "as", "while", "before", "if")
        and index < word.first - 1
        and not inside
        and group.kind == "word"
    )


def _reduced(reading: Reading, index: int) -> bool:
    """ "Three men accused of spying were": a participle that only describes."""
    return (
        reading.tag(index) == "VN"
        and reading.lower(index + 1) in ("of", "by", "in", "at", "from", "for", "with", "to", "on", "as")
        and not reading.finite(index)
    )


def _joined(reading: Reading, index: int, this: Party, numbers: Numbers) -> int:
    """The group joined to the one at `index` from the left by "and" or a comma, where it names persons too; -1 where none is."""
    at = index - 1
    steps = 0
    while (
        at >= 0
        and steps < 3
        and reading.lower(at) in (",", "and", "or", "as", "well", "least", "at", "plus", "more", "than")
    ):
        at -= 1
        steps += 1
    if not steps or at < 0:
        return -1
    if reading.lower(index - 1) not in ("and", ",", "or", "as", "plus", "than", "least"):
        return -1
    neighbour = party(reading, at, numbers)
    if neighbour is None or neighbour.shape not in ("number", "singular", "age") or reading.lower(at - 1) in _PLACES:
        return -1
    if this.shape not in ("number", "singular", "age", "definite"):
        return -1
    return at


def _right(reading: Reading, word: Word, numbers: Numbers, busy: set[int]) -> list[Harmed]:
    """Persons after a word: its object with what is joined to it, and the parts of it that are told ("including two children")."""
    index, stop = word.last + 1, min(len(reading.groups), word.last + 1 + _REACH)
    found: list[Harmed] = []
    subset = False
    own = party(reading, word.last, numbers) if reading.groups[word.last].kind == "noun" else None
    if own is not None and own.number is not None and own.number.start >= word.end:
        found.append(Harmed(own._replace(start=own.number.start), word, None))
    while index < stop:
        low = reading.lower(index)
        one = party(reading, index, numbers)
        if index in busy and index > word.last and reading.groups[index].kind == "verb":
            break
        if one is not None and one.shape != "pronoun":
            if found and not subset and _own_verb(reading, index, busy):
                break
            if (
                reading.lower(index + 1) in ("of",)
                and one.number is not None
                and reading.lower(index + 2) in ("them", "whom")
            ):
                subset = True
            found.append(Harmed(one, word, found[0].party.start if subset and found else None))
        elif low in _SUBSET:
            subset = bool(found)
        elif low in _SELVES and not found:
            found += [h._replace(word=word._replace(rule="self")) for h in _left(reading, word, numbers)[:1]]
        elif low == "of" and found and found[-1].party.number is not None and found[-1].party.group == index - 1:
            index += 1
        elif (
            found and low in ("in", "at", "from", "near", "on", "of") and (at := _list_goes_on(reading, index, numbers))
        ):
            index = at - 1
        elif (low in (",", "and", "or") and found) or low in ("of", "whom", "them", "as", "well") or low in _RIGHT_SKIP:
            pass
        elif found and low in ("-", "–", "—", "("):
            subset = True
        else:
            break
        index += 1
    return found


def _list_goes_on(reading: Reading, index: int, numbers: Numbers) -> int:
    """Where the list goes on after "three soldiers in the town": at ", two civilians", "as well as two civilians"; 0 where it does not."""
    at = index + 2
    while reading.lower(at) in ("of", "in") and at < index + 6:
        at += 2
    if reading.lower(at) in _SUBSET:
        return at
    follow = at
    while reading.lower(follow) in (",", "and", "as", "well", "also", "along", "together", "with") and follow < at + 5:
        follow += 1
    if reading.lower(follow) in _SUBSET:
        return follow
    one = party(reading, follow, numbers) if at < follow < len(reading.groups) else None
    return follow if one is not None and one.number is not None and not _own_verb(reading, follow, set()) else 0


def _own_verb(reading: Reading, index: int, busy: set[int]) -> bool:
    """Whether the persons of a group are the subject of the words that follow ("... and 20 others were injured", "... and 20 injured")."""
    at = index + 1
    while at < len(reading.groups) and reading.lower(at) in ("more", "of", "them", "people", "others"):
        at += 1
    if at in busy or index in busy:
        return True
    return at < len(reading.groups) and reading.groups[at].kind == "verb" and reading.finite(at)


def _toll(reading: Reading, word: Word, numbers: Numbers) -> list[Harmed]:
    """ "The death toll rose from 5 to 12", "put the toll at 30": the last number of the phrase that follows, else one that stands before."""
    limit = word.last + 9
    best: Party | None = None
    for index in range(word.last + 1, min(len(reading.groups), limit)):
        low = reading.lower(index)
        if low in (";", ".", "but", "after", "when", "with", "while") or (best and low in (",", "and", "in", "from")):
            break
        start, end = reading.span(reading.groups[index])
        number = numbers.within(start, end)
        if number is not None and number.unit is None:
            one = party(reading, index, numbers)
            best = one or Party(
                min(start, number.start), max(end, number.end), None, "civilian", "number", number, index
            )
    return [Harmed(best, word, None)] if best else []


def text_of(reading: Reading, start: int, end: int) -> str:
    """The words of a sentence between two positions, joined by blanks, in lower case."""
    return " ".join(t.lower for t in reading.tokens if start <= t.start and t.end <= end)


def _noun(reading: Reading, word: Word, numbers: Numbers) -> list[Harmed]:
    """The counted noun itself: "12 deaths", "bodies of three men", "no casualties"."""
    start, _ = reading.span(reading.groups[word.first])
    number = numbers.within(start, word.end) or numbers.within(max(start - 12, reading.start), word.end)
    if number is not None and number.unit is None and number.end <= word.start + 1:
        if re.search(r"\bof (?:the|its|his|their|those)\b", text_of(reading, number.end, word.start)):
            return []
        return [Harmed(Party(number.start, word.end, None, "civilian", "number", number, word.first), word, None)]
    if reading.lower(word.last + 1) == "of":
        one = party(reading, word.last + 2, numbers) if word.last + 2 < len(reading.groups) else None
        if one is not None:
            return [Harmed(one, word, None)]
    return []
