"""Drift in one slot: where two sentences run alike, one word stands in the place of another. Names, dates, speakers and opposites."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import NamedTuple

from firsthand.collate.sides import Change, Side, Word, find, grammar
from firsthand.collate.speakers import alike
from firsthand.collate.wording import negated
from firsthand.model import Severity
from firsthand.vocabulary import rows

# Words that may stand on either side of a slot: a longer stretch is told anew, and no word in it stands for one of the other's.
MAX_SLOT = 4
# Letters of a name from which it is no abbreviation.
MAX_INITIALS = 5
# Share of the words of content that must run alike around the slots for these to be slots at all.
LEAST_ALIKE = 0.5
_CALENDAR = grammar("weekdays") | grammar("months") | {"may"}
_PLACE_BEFORE = grammar("place prepositions") | {"between", "of", "to", "towards", "toward", "for", "and", "through"}
_TITLES = grammar("titles of persons")
# Words that say what somebody said, and how many words may stand between a speaker and one ("a doctor at the camp said").
_SAYING = grammar("said") - {"according", "reports", "deny", "denied"}
REACH = 4


class Slot(NamedTuple):
    """Words [first, end) of the original and [to, to_end) of the retelling that stand in one place."""

    first: int
    end: int
    to: int
    to_end: int


@functools.lru_cache(maxsize=64)
def _slots(original: tuple[str, ...], retold: tuple[str, ...]) -> tuple[Slot, ...]:
    from rapidfuzz.distance import Levenshtein

    found: list[Slot] = []
    for code in Levenshtein.opcodes(original, retold):
        if code.tag == "equal":
            continue
        slot = Slot(code.src_start, code.src_end, code.dest_start, code.dest_end)
        last = found[-1] if found else None
        if last and last.end == slot.first and last.to_end == slot.to:
            found[-1] = Slot(last.first, slot.end, last.to, slot.to_end)
        else:
            found.append(slot)
    return tuple(s for s in found if 0 < s.end - s.first <= MAX_SLOT and 0 < s.to_end - s.to <= MAX_SLOT)


def slots(original: Side, retold: Side) -> tuple[Slot, ...]:
    """The slots of two sentences; none where less than `LEAST_ALIKE` of their words of content is shared.

    Example:
        >>> from firsthand.collate.sides import side
        >>> old, new = "Rain fell in Korda.", "Rain fell in Vist."
        >>> slots(side(old, 0, len(old)), side(new, 0, len(new)))
        (Slot(first=3, end=4, to=3, to_end=4),)
    """
    mine, theirs = original.senses(), retold.senses()
    if not mine or not theirs or len(mine & theirs) < LEAST_ALIKE * min(len(mine), len(theirs)):
        return ()
    return _slots(tuple(w.sense for w in original.words), tuple(w.sense for w in retold.words))


def names(original: Side, retold: Side) -> Iterator[Change]:
    """Another name in the place of a name, which neither text has elsewhere: a place after words that tell where, else a person or body."""
    for slot in slots(original, retold):
        gone, new = _strange(original, slot.first, slot.end, retold), _strange(retold, slot.to, slot.to_end, original)
        if not gone or not new or _short_for(original, gone, retold, new) or _short_for(retold, new, original, gone):
            continue
        where = _tells_where(original, gone[0]) and _tells_where(retold, new[0])
        old, other = (
            " ".join(s.text[w.start - s.start : w.end - s.start] for w in part)
            for s, part in ((original, [original.words[n] for n in gone]), (retold, [retold.words[n] for n in new]))
        )
        yield Change("place" if where else "person", "high", f"{old} becomes {other}", gone[0], new[0])


@functools.cache
def _common() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("common_words.csv")) - grammar("relative places")


def proper(word: Word) -> bool:
    """Whether a word is a name: capitalised, and no word of the language, as those are that make up the names of offices."""
    return word.capital and not word.light and word.word not in _common()


def _short_for(short: Side, at: list[int], long: Side, of: list[int]) -> bool:
    """Whether one name is made of the first letters of the capitalised words around the other: IMF for International Monetary Fund."""
    letters = {short.words[n].word for n in at if len(short.words[n].word) <= MAX_INITIALS}
    initials = "".join(w.word[0] for w in long.words if w.capital and not w.light)
    return any(word[: max(2, len(word) - 1)] in initials for word in letters if len(word) > 1) and bool(of)


def _strange(side: Side, first: int, end: int, other: Side) -> list[int]:
    """The names among words [first, end) that are nowhere in the other text, in whatever spelling."""
    found = []
    for n in range(first, end):
        word = side.words[n]
        named = proper(word) and word.word not in _CALENDAR | _TITLES and not word.word[0].isdigit()
        if (
            named
            and (n > 0 or _name_goes_on(side, n))
            and not any(alike(word.word, w.word) or word.sense == w.sense for w in other.words)
        ):
            found.append(n)
    return found


def _name_goes_on(side: Side, at: int) -> bool:
    """Whether the first word of a sentence is the first of a name: another capitalised word follows it."""
    return at + 1 < len(side.words) and side.words[at + 1].capital and not side.words[at + 1].light


def _tells_where(side: Side, at: int) -> bool:
    """Whether the name that word `at` is part of stands after a word that tells where, and bears no title."""
    first = at
    while first > 0 and side.words[first - 1].capital and not side.words[first - 1].light:
        first -= 1
    before = side.words[first - 1].word if first else ""
    return before in _PLACE_BEFORE | {"the"} and side.words[first].word not in _TITLES


def times(original: Side, retold: Side) -> Iterator[Change]:
    """Another day of a month, month, part of the day, season or span in the same place."""
    here_day, there_day = _day(original), _day(retold)
    if here_day and there_day and here_day[0] == there_day[0] and here_day[1] != there_day[1]:
        why = f"{here_day[1]} {here_day[0]} becomes {there_day[1]} {there_day[0]}"
        yield Change("date", "high", why, here_day[2], there_day[2])
    severities: tuple[tuple[str, Severity], ...] = (("day parts", "medium"), ("seasons", "medium"), ("spans", "high"))
    for kind, severity in severities:
        words = grammar(kind)
        for slot in slots(original, retold):
            here = [n for n in range(slot.first, slot.end) if _timed(original, n, words, kind)]
            there = [n for n in range(slot.to, slot.to_end) if _timed(retold, n, words, kind)]
            if len(here) == len(there) == 1 and original.words[here[0]].word != retold.words[there[0]].word:
                why = f"'{original.words[here[0]].word}' becomes '{retold.words[there[0]].word}'"
                yield Change("date", severity, why, here[0], there[0])
    yield from _may(original, retold)


def _timed(side: Side, at: int, words: frozenset[str], kind: str) -> bool:
    """Whether a word of time tells when: a span only after "last", "next" and the like, a part of the day anywhere."""
    if side.words[at].word not in words:
        return False
    return kind != "spans" or (at > 0 and side.words[at - 1].word in grammar("nearness"))


def _day(side: Side) -> tuple[str, str, int] | None:
    """Month, day of it and where the day stands, if a sentence has one such date."""
    found = []
    for n, word in enumerate(side.words):
        if word.word in grammar("months") | {"may"} and word.capital:
            for near in (n - 1, n + 1):
                if 0 <= near < len(side.words) and side.words[near].word.isdigit() and int(side.words[near].word) <= 31:
                    found.append((word.word, side.words[near].word, near))
                    break
    return found[0] if len(found) == 1 else None


def _may(original: Side, retold: Side) -> Iterator[Change]:
    """May for another month or the other way round: the word alone is read as a month only after "in", "since", "until" or "last"."""
    for having, lacking, turned in ((original, retold, False), (retold, original, True)):
        here = [
            n for n, w in enumerate(having.words) if w.word == "may" and w.capital and n and _before_month(having, n)
        ]
        there = [n for n, w in enumerate(lacking.words) if w.word in grammar("months") and w.capital]
        if len(here) == len(there) == 1 and not any(w.word in grammar("months") for w in having.words):
            at, to = (there[0], here[0]) if turned else (here[0], there[0])
            yield Change("date", "high", f"{original.words[at].word} becomes {retold.words[to].word}", at, to)


def _before_month(side: Side, at: int) -> bool:
    return side.words[at - 1].word in {"in", "since", "until", "by", "last", "this", "next", "early", "late", "of"}


@functools.cache
def _opposites() -> tuple[tuple[tuple[str, ...], tuple[str, ...], str], ...]:
    return tuple(
        (tuple(r["one"].split("|")), tuple(r["other"].split("|")), r["why"]) for r in rows("drift_opposites.csv")
    )


def opposites(original: Side, retold: Side) -> Iterator[Change]:
    """A word in the place of its opposite, where neither text has both; two such turns in one sentence make the same claim again."""
    turned: dict[str, Change] = {}
    slotted = slots(original, retold)
    for one, other, why in _opposites() if slotted else ():
        for mine, theirs in ((one, other), (other, one)):
            here, there = find(original, mine), find(retold, theirs)
            if here and there and not find(original, theirs) and not find(retold, mine):
                at, to = here[0][0], there[0][0]
                told = f"'{original.words[at].word}' becomes '{retold.words[to].word}': {why}"
                turned.setdefault(why, Change("negation", "critical", told, at, to))
    placed = [
        c
        for c in turned.values()
        if any(s.first <= c.original < s.end and s.to <= c.retold < s.to_end for s in slotted)
    ]
    denied = bool(negated(original)) != bool(negated(retold)) and "some and none" not in turned
    if placed and (len(turned) + denied) % 2:
        yield placed[0]


def voices(original: Side, retold: Side) -> Iterator[Change]:
    """Another speaker by what he is ("a doctor said" told as "the government said"), in the slot before a word of saying or after "according to"."""
    for slot in slots(original, retold):
        here, there = _voice(original, slot.first, slot.end), _voice(retold, slot.to, slot.to_end)
        strange = here and there and not here & retold.senses() and not there & original.senses()
        if strange:
            why = f"told on the word of '{' '.join(_plain(retold, slot.to, slot.to_end))}'"
            yield Change("attribution", "high", why, slot.first, slot.to)
            return


def _voice(side: Side, first: int, end: int) -> frozenset[str]:
    """What the words of content in [first, end) stand for, if they are the speaker of a word of saying beside them; empty otherwise."""
    after = [w.word for w in side.words[end : end + REACH] if w.clause == side.words[end - 1].clause]
    before = [w.word for w in side.words[max(0, first - 3) : first]]
    said = next((n for n, w in enumerate(after) if w in _SAYING), None)
    says = (said is not None and not set(after[:said]) & grammar("be")) or ("according" in before and "to" in before)
    names_one = any(proper(w) for w in side.words[first:end])
    inside = frozenset(w.sense for w in side.words[first:end] if not w.light)
    return (
        inside if says and not names_one and not any(w.word in _SAYING for w in side.words[first:end]) else frozenset()
    )


def _plain(side: Side, first: int, end: int) -> list[str]:
    return [w.word for w in side.words[first:end]]
