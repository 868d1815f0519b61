"""Drift in names: another person, body or place where the original names one, and another direction of the compass."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from firsthand.collate.sides import Change, Side, grammar
from firsthand.vocabulary import rows

_CALENDAR = grammar("weekdays") | grammar("months") | {"may"}
_PREPOSITIONS = grammar("place prepositions")
_TITLES = grammar("titles")
# Likeness (0..100) of two spellings that begin alike from which they are one name. Karada and Karrada reach 92, Lund and Lang 50; lower it and a
# swapped name passes for another spelling, raise it and spellings of one name are told as two.
ONE_NAME = 70
# Letters that two must have in common from the front to be one, or four of them and that share of the longer one: Orla and Orlan. Names that begin so
# much alike and are two are missed; the price is paid since names are transliterated and inflected in many ways.
_LONG_FRONT, _FRONT = 5, 0.6
# Share of the words of content (names left out) that two sentences must have in common for another name to be a change and not another detail.
SAME_TELLING = 0.5
# Share of capitalised words from which a sentence of that many words of content is a headline in which capitals say nothing.
_HEADLINE, _LONG = 0.6, 7
_SOUNDS = str.maketrans({"q": "k", "c": "k", "w": "v", "y": "i", "j": "i", "z": "s", "h": None})
_LETTERS = str.maketrans({"þ": "th", "ð": "d", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "ı": "i"})
_SHORT = {"st": "saint", "mt": "mount", "ft": "fort", "gen": "general", "col": "colonel"}


class Name(NamedTuple):
    """A run of capitalised words: positions [first, last] in the side, and the folded words that are no title."""

    first: int
    last: int
    words: tuple[str, ...]


def alike(one: str, two: str) -> bool:
    """Whether two folded words are one name, inflected or spelled in another way.

    Example:
        >>> alike("karada", "karrada"), alike("keltia", "keltian"), alike("vale", "hale"), alike("þórsvik", "thorsvik")
        (True, True, False, True)
    """
    return one == two or _alike(*sorted((one, two)))


@functools.lru_cache(maxsize=50_000)
def _alike(one: str, two: str) -> bool:
    from rapidfuzz.fuzz import ratio

    one, two = _plain(one), _plain(two)
    front = next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    if front >= _LONG_FRONT or (front >= 4 and front >= _FRONT * max(len(one), len(two))):
        return True
    left, right = _skeleton(one), _skeleton(two)
    return left == right or (left[:1] == right[:1] and ratio(one, two) >= ONE_NAME)


def _plain(word: str) -> str:
    """A folded word without accents, possessive ending and, in Slavic names, the ending of an adjective; "Ye" is "E"."""
    word = "".join(c for c in unicodedata.normalize("NFKD", word.translate(_LETTERS)) if not unicodedata.combining(c))
    word = re.sub(r"(?:'s|s')$", "", _SHORT.get(word, word))
    return re.sub(
        r"(?<=[a-z]{3})sk(?:y|i|iy|ii|aya|oye|oe|a)$", "", word.removeprefix("y") if word.startswith("ye") else word
    )


def _skeleton(word: str) -> str:
    """The consonants of a word, those that transliterations mix up made one, none doubled."""
    bare = word.replace("ph", "f").replace("x", "ks").translate(_SOUNDS)
    return re.sub(r"(.)\1+", r"\1", bare[:1] + re.sub("[aeiou]", "", bare[1:]))


def names(side: Side) -> list[Name]:
    """The names of a side, in order; none where most words are capitalised."""
    content = [w for w in side.words if not w.light and w.word not in _CALENDAR]
    if len(content) >= _LONG and sum(w.capital for w in content) > _HEADLINE * len(content):
        return []
    found: list[Name] = []
    n = 0
    while n < len(side.words):
        last = n
        if _part(side, n):
            while last + 1 < len(side.words) and _part(side, last + 1) and _joined(side, last):
                last += 1
            words = tuple(w.word for w in side.words[n : last + 1] if w.word not in _TITLES)
            if words and not (last == n and _opens(side, n)):
                found.append(Name(n, last, words))
        n = last + 1
    return found


def _part(side: Side, at: int) -> bool:
    word = side.words[at]
    return word.capital and not word.light and word.word not in _CALENDAR and len(word.word) > 1


def _joined(side: Side, at: int) -> bool:
    gap = side.text[side.words[at].end - side.start : side.words[at + 1].start - side.start]
    return gap in {" ", "-", ". ", "\u00a0"}


def _opens(side: Side, at: int) -> bool:
    """Whether a word opens a sentence, where any word is capitalised."""
    if at == 0:
        return True
    gap = side.text[side.words[at - 1].end - side.start : side.words[at].start - side.start]
    return bool(re.search(r"[.!?:\"“«]|\n", gap))


def renamed(original: Side, retold: Side) -> Iterator[Change]:
    """One name of the original, and only one, gives way to one of the retelling, in a sentence that otherwise tells much the same."""
    gone, new = _missing(names(original), retold), _missing(names(retold), original)
    if len(gone) != 1 or len(new) != 1:
        return
    (old, lost), (name, put) = gone[0], new[0]
    if _spelled_out(original, retold, old, name) or not _same_telling(original, retold, old, name):
        return
    if not _slot(original, old) & _slot(retold, name) or common_words() & {lost[-1], put[-1]}:
        return
    was, now = " ".join(lost).title(), " ".join(put).title()
    if _is_place(original, old) or _is_place(retold, name):
        yield Change("place", "high", f"{was} becomes {now}", old.last, name.last, lost[-1], put[-1])
    elif _is_person(original, old) and _is_person(retold, name):
        kept = alike(old.words[-1], name.words[-1])
        yield _put(False, f"{was} becomes {now}", old.last, name.last, kept=kept)._replace(old=lost[-1], new=put[-1])


# Shares of the words of two sentences, of each, that must stand in equal runs for a name put into the place of another to be one without further
# proof; and how many words may be replaced at one place.
_WORD_BY_WORD, _AT_ONCE = 0.75, 4


def substituted(original: Side, retold: Side) -> Iterator[Change]:
    """A name, weekday or month put where another stood in a sentence that is otherwise told word by word, wherever else either may stand."""
    mine, theirs = [w.word for w in original.words], [w.word for w in retold.words]
    if abs(len(mine) - len(theirs)) > _AT_ONCE or len(set(mine) & set(theirs)) < _WORD_BY_WORD * max(
        len(set(mine)), len(set(theirs))
    ):
        return
    for tag, a, b, c, d in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        if (
            tag != "replace"
            or b - a > _AT_ONCE
            or d - c > _AT_ONCE
            or not (_proper(original, a, b) and _proper(retold, c, d))
        ):
            continue
        old, new = mine[a:b], theirs[c:d]
        if any(alike(o, n) for o in old for n in new) or _spelled_out(
            original, retold, Name(a, b - 1, ()), Name(c, d - 1, ())
        ):
            continue
        was, now = " ".join(old).title(), " ".join(new).title()
        if set(old) <= _CALENDAR and set(new) <= _CALENDAR:
            yield Change("date", "high", f"{was} becomes {now}", a, c)
        elif not set(old) & _CALENDAR and not set(new) & _CALENDAR:
            kept = b < len(mine) and d < len(theirs) and mine[b] == theirs[d] and _proper(original, b, b + 1)
            place = _is_place(original, Name(a, b - 1, tuple(old))) or _is_place(retold, Name(c, d - 1, tuple(new)))
            yield _put(place, f"{was} becomes {now}", a, c, kept=kept and not place)


def _put(place: bool, why: str, at: int, to: int, *, kept: bool) -> Change:
    """The change of a name; a person's of whom the last name is kept may be the same person, under another first name."""
    if kept:
        return Change("person", "medium", f"{why}: the last name is kept, so it may be the same person", at, to)
    return Change("place" if place else "person", "high", why, at, to)


def _proper(side: Side, first: int, last: int) -> bool:
    """Whether a run of words is a name: all capitalised, none a word that is written small elsewhere."""
    return all(
        w.capital and not w.light and w.word.removesuffix("'s") not in common_words() for w in side.words[first:last]
    )


def _spelled_out(original: Side, retold: Side, old: Name, new: Name) -> bool:
    return _initials(original, old) or _initials(retold, new)


def _missing(found: Sequence[Name], other: Side) -> list[tuple[Name, list[str]]]:
    """Names with the words of theirs that the other side lacks in any spelling; none of a name whose last word it has."""
    missing = []
    for name in found:
        lacking = [w for w in name.words if w not in other.places and not any(alike(w, o) for o in other.places)]
        if lacking:
            missing.append((name, lacking))
    return missing


def _initials(side: Side, name: Name) -> bool:
    """Whether a word of a name is written in capitals throughout: initials of a body, which the other text may spell out."""
    return any(
        side.text[w.start - side.start : w.end - side.start].isupper() for w in side.words[name.first : name.last + 1]
    )


def _same_telling(original: Side, retold: Side, old: Name, new: Name) -> bool:
    mine = {w.sense for n, w in enumerate(original.words) if not w.light and not old.first <= n <= old.last}
    theirs = {w.sense for n, w in enumerate(retold.words) if not w.light and not new.first <= n <= new.last}
    return bool(mine and theirs) and len(mine & theirs) >= SAME_TELLING * max(len(mine), len(theirs))


def _slot(side: Side, name: Name) -> set[str]:
    """What stands next to a name: the two words of content on either side, the titles within it, and its other words."""
    before = [w for w in side.words[: name.first] if not w.light][-2:]
    after = [w for w in side.words[name.last + 1 :] if not w.light][:2]
    return {w.sense for w in (*before, *after, *side.words[name.first : name.last + 1])}


@functools.cache
def common_words() -> frozenset[str]:
    """English words that are written small: a capitalised one is a title or part of an institution's name, not a name by itself."""
    return frozenset(row["word"] for row in rows("common_words.csv"))


def _is_person(side: Side, name: Name) -> bool:
    """Whether a name may be a person's: it bears a title or is of two to four words, and no "the" or "of" stands before it, as before a body's."""
    before = side.words[name.first - 1].word if name.first else ""
    titled = len(name.words) < name.last - name.first + 1 or before in _TITLES
    if common_words() & set(name.words):
        return False
    whole = side.words[name.first : name.last + 1]
    if any(w.word in grammar("body nouns") or w.word.endswith("'s") for w in whole):
        return False
    if before in {"the", "of"}:
        return False
    if len(name.words) > 1:
        return titled or len(name.words) <= 4
    after = side.words[name.last + 1].word if name.last + 1 < len(side.words) else ""
    return titled or before == "by" or after in grammar("be") | grammar("said") | grammar("own plans") | {"has", "who"}


def _is_place(side: Side, name: Name) -> bool:
    before = [w.word for w in side.words[max(0, name.first - 3) : name.first]]
    if len(before) == 3 and before[1:] in (["of", "the"], ["to", "the"]):
        before.pop()
    before = before[-2:]
    after = side.words[name.last + 1].word if name.last + 1 < len(side.words) else ""
    nouns = grammar("place nouns")
    whole = side.words[name.first : name.last + 1]
    if any(w.word in _TITLES or w.word in grammar("body nouns") for w in whole):
        return False
    last = before[-1] if before else ""
    placed = last in _PREPOSITIONS | grammar("place verbs") or (last == "the" and before[0] in _PREPOSITIONS)
    beside = after in nouns or side.words[name.last].word in nouns or (last in {"of", "to"} and before[0] in nouns)
    placed = placed or (last == "to" and "from" in side.places)
    return placed or beside or ("between" in side.places and last in {"and", "between"})
