"""Frames: sentences that keep a quotation whole, their tagged words, and the noun phrases beside a verb. Offsets are code points.

A frame is a sentence as a reader of quotations sees it: a full stop inside quotation marks ends no frame, the mark that closes after it does.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from firsthand import vocabulary
from firsthand.extract.quotes.marks import Stretch, stretches
from firsthand.extract.sentences.tagging import Tagged, tag
from firsthand.text import paragraphs, sentences

FINITE = frozenset({"VD", "VZ", "VP", "M"})
NOMINAL = frozenset({"N", "NP", "PRP", "C"})
_IN_PHRASE = frozenset({"N", "NP", "D", "J", "C", "POS", "PRP", "X"})
_GRAMMAR = vocabulary.tree("grammar.yaml")
BE, HAVE, DO = frozenset(_GRAMMAR["be"]), frozenset(_GRAMMAR["have"]), frozenset(_GRAMMAR["do"])
CLAUSE_WORDS, TIME_WORDS = frozenset(_GRAMMAR["clause_words"]), frozenset(_GRAMMAR["time_words"])
_INNER = frozenset(_GRAMMAR["inside_names"])
# A stretch with this many words or more is taken as a whole: no word inside it is read as a cue of the text around it.
MASK_WORDS = 4
# Words after "in", "at", "for" that show that what follows says how or when it was said, not who the speaker is.
_NO_OFFICE = frozenset({"a", "an", "his", "her", "their", "response", "reference"})
_SAYS_AFTER = re.compile(
    r"\s*[—–-]?\s*(?:(?:the|a|an|one|mr|mrs|ms|dr)\.?\s+)?(?:[A-Z][\w.'’-]+\s+|he\s+|she\s+|they\s+|[a-z]+\s+){0,4}?"
    r"(?:said|says|asked|asks|wrote|added|told|replied|shouted|continued|tweeted|wondered|warned|explained)\b",
    re.IGNORECASE,
)


# A full stop and then an opening mark: a cut between sentences, however the marks of the text are paired.
_BETWEEN = re.compile(r"(?<=[a-z])[.!?](?=\s+[\"“«])")


# A dateline ("TOLBURY, Morvenia, May 3 (Northwire) - "): capitals, then perhaps a country, a day and an agency, then a dash. It is nobody's words.
_DATELINE = re.compile(
    r"[A-Z]{2}[A-Z.'’ -]+(?:,\s+[A-Z][\w.'’ ]{0,30}){0,3}(?:,\s+(?:19|20)\d\d)?\s*(?:\([^()\n]{2,40}\)\s*)?\s(?:--|[-–—])\s+(?=[\"“A-Z\d])"
    r"(?![^\n]{0,60}\s(?:--|[-–—])\s)"
)


class Frame(NamedTuple):
    """One sentence with its quotations whole: [start, end), paragraph number, tagged words, stretches; `mask[i]` is the stretch of word i or -1."""

    start: int
    end: int
    paragraph: int
    words: tuple[Tagged, ...]
    stretches: tuple[Stretch, ...]
    mask: tuple[int, ...]


def frames(text: str) -> list[Frame]:
    """The frames of a text, in order.

    Example:
        >>> [text[f.start:f.end] for text in ['"We go. We stay," he said. Rain fell.'] for f in frames(text)]
        ['"We go. We stay," he said.', 'Rain fell.']
    """
    marked = [s for s in stretches(text) if s.level == 0]
    ends = [s.end for s in sentences(text)]
    found: list[Frame] = []
    for number, para in enumerate(paragraphs(text)):
        inside = [s for s in marked if para.start <= s.outer_start < para.end]
        cuts = [e for e in ends[bisect_left(ends, para.start) : bisect_left(ends, para.end)] if not _within(e, inside)]
        cuts += [s.outer_end for s in inside if text[s.end - 1] == "." and s.outer_end < para.end]
        cuts += [m.end() for m in _BETWEEN.finditer(text, para.start, para.end) if not _within(m.end(), inside)]
        cuts = [c for c in cuts if not _reporting_follows(text, c, para.end)]
        dateline = _DATELINE.match(text, para.start, para.end)
        start = dateline.end() if dateline else para.start
        for cut in [*sorted(set(cuts)), para.end]:
            if text[start:cut].strip():
                begin = start + len(text[start:cut]) - len(text[start:cut].lstrip())
                found.append(_frame(text, begin, cut, number, inside))
                start = cut
    return found


def _within(position: int, marked: list[Stretch]) -> bool:
    return any(s.outer_start < position < s.outer_end for s in marked)


def _reporting_follows(text: str, cut: int, end: int) -> bool:
    """Whether a cut after a question or shout in quotation marks would part it from its "he asked"."""
    left, right = text[:cut].rstrip()[-4:], text[cut:end].lstrip()
    if not right:
        return False
    if right[0].islower() and left[-1:] in "\"”'’»":
        return True
    return left[-1:] in "\"”'’»" and left.rstrip("\"”'’»")[-1:] in ("?", "!") and bool(_SAYS_AFTER.match(text, cut))


def _frame(text: str, start: int, end: int, number: int, marked: list[Stretch]) -> Frame:
    words = _mended(tag(text, start, end))
    own = tuple(s for s in marked if start <= s.outer_start < end)
    mask = [-1] * len(words)
    for index, stretch in enumerate(own):
        covered = [i for i, w in enumerate(words) if stretch.outer_start <= w.start < stretch.outer_end]
        if sum(words[i].tag != "." for i in covered) >= MASK_WORDS or text[stretch.end - 1] in ",.!?":
            for i in covered:
                mask[i] = index
    return Frame(start, end, number, words, own, tuple(mask))


def _mended(words: list[Tagged]) -> tuple[Tagged, ...]:
    """Mends the tagger's commonest slip here: a speaker in the plural at the start of a sentence ("Witnesses said") read as a verb."""
    if (
        len(words) > 1
        and words[0].tag in ("VZ", "VP", "VB")
        and words[1].tag in ("VD", "VN", "VP")
        and words[0].lower.endswith("s")
    ):
        words[0] = words[0]._replace(tag="N")
    for i, word in enumerate(words):
        if word.tag == "VN" and _is_lone_verb(words, i):
            words[i] = word._replace(tag="VD")
    return tuple(words)


def _is_lone_verb(words: list[Tagged], i: int) -> bool:
    """Whether a word read as a participle is the only verb its clause can have: "The mayor called for calm."."""
    before = i - 1
    while before >= 0 and words[before].tag == "R":
        before -= 1
    if (
        before < 0
        or words[before].tag not in ("N", "NP", "PRP", "W")
        or (i + 1 < len(words) and words[i + 1].lower == "by")
    ):
        return False
    for step in (-1, 1):
        k = i + step
        while 0 <= k < len(words) and words[k].text not in (",", ";", ":", "—", "–", "--"):
            if words[k].tag in FINITE:
                return False
            if words[k].lower in CLAUSE_WORDS or words[k].tag in ("W", "WR"):
                break
            k += step
    return True


# ------------------------------------------------------------------------------------------------------- noun phrases


def phrase_before(frame: Frame, last: int) -> tuple[int, int] | None:
    """The noun phrase whose last word is `last`, as word numbers [first, last + 1); ``None`` if no noun phrase ends there."""
    words = frame.words
    if last < 0 or frame.mask[last] >= 0:
        return None
    if words[last].tag == "PRP":
        return last, last + 1
    if words[last].tag == "." and words[last].text == ")":
        opening = next((i for i in range(last, -1, -1) if words[i].text == "("), 0)
        return phrase_before(frame, opening - 1)
    if words[last].tag not in NOMINAL | {"D", "POS", "J", "X"}:
        return None
    first = last
    while first > 0 and frame.mask[first - 1] < 0 and _may_extend(words, first - 1):
        first -= 1
    return _trim(words, first, last + 1)


def noun_group(frame: Frame, last: int) -> tuple[int, int] | None:
    """The words of one noun phrase without any preposition, that end in word `last`."""
    first = last + 1
    while first > 0 and frame.mask[first - 1] < 0 and frame.words[first - 1].tag in ("D", "J", "N", "NP", "POS", "C"):
        first -= 1
    return (first, last + 1) if any(w.tag in NOMINAL for w in frame.words[first : last + 1]) else None


def _may_extend(words: tuple[Tagged, ...], i: int) -> bool:
    word, after = words[i], words[i + 1]
    if word.tag in _IN_PHRASE:
        return not (word.tag == "PRP" and after.tag in _IN_PHRASE)
    if word.lower in CLAUSE_WORDS:
        return False
    if word.tag == "I":
        return word.lower in _INNER
    if word.tag == "CC":
        return word.lower in ("and", "or", "&") and not _verb_in_segment(words, i)
    if word.tag in ("VN", "VG"):
        return i > 0 and (words[i - 1].tag in ("D", "J", "N", "POS") and after.tag != "PRP")
    return word.text in "\"“”’‘'()" and word.text != ""


def _verb_in_segment(words: tuple[Tagged, ...], i: int) -> bool:
    for j in range(i - 1, -1, -1):
        if words[j].text in ",;:":
            return False
        if words[j].tag in FINITE:
            return True
    return False


def _trim(words: tuple[Tagged, ...], first: int, end: int) -> tuple[int, int] | None:
    """Drops a leading preposition with its own phrase, leading conjunctions and adverbs of time: "On Monday the ministry" -> "the ministry"."""
    while first < end and words[first].tag in ("CC", "R", ".", "RP"):
        first += 1
    if first < end and words[first].tag == "I":
        for i in range(first + 2, end):
            after_time = words[i - 1].lower in TIME_WORDS and words[i].lower not in TIME_WORDS
            starts = words[i].tag == "D" or (words[i].tag in ("NP", "N", "J") and after_time)
            if starts and words[i - 1].tag in NOMINAL:
                first = i
                break
        else:
            return None
    for i in range(end - 1, first, -1):
        if words[i].tag == "D" and words[i - 1].tag in NOMINAL and words[i].lower not in ("that", "both", "all"):
            first = i
            break
    while first < end - 1 and words[first].lower in TIME_WORDS and words[first].tag != "D":
        first += 1
    return (
        (first, end) if first < end and any(words[i].tag in NOMINAL | {"D", "J"} for i in range(first, end)) else None
    )


def subject_before(frame: Frame, first: int) -> tuple[int, int] | None:
    """The subject of the verb group that begins at word `first`: left of it, past appositions, brackets and "who" clauses.

    Coordinated verbs ("X praised A and said B") take the subject of the verb before them.
    """
    words, j = frame.words, first - 1
    while j >= 0 and words[j].tag in ("R", "RP") and frame.mask[j] < 0:
        j -= 1
    if j < 0 or frame.mask[j] >= 0:
        return None
    if words[j].tag == "W" or (words[j].lower == "that" and j > 0 and words[j - 1].tag in NOMINAL):
        last = j - 1 - (words[j - 1].text == ",")
        antecedent = phrase_before(frame, last) or noun_group(frame, last)
        return (antecedent[0], j + 1) if antecedent else None
    if words[j].tag == "CC":
        return _shared_subject(frame, j)
    if words[j].text in (",", "–", "—", "--", "-"):
        return _past_apposition(frame, j)
    return phrase_before(frame, j)


def _shared_subject(frame: Frame, j: int) -> tuple[int, int] | None:
    for i in range(j - 1, -1, -1):
        if frame.mask[i] < 0 and frame.words[i].tag in FINITE:
            return subject_before(frame, group_start(frame, i))
    return None


def _past_apposition(frame: Frame, comma: int) -> tuple[int, int] | None:
    """The phrase before one or more verbless or "who" segments set off by commas or dashes."""
    words, best = frame.words, None
    end = comma
    for _ in range(6):
        begin = next(
            (
                i
                for i in range(end - 1, -1, -1)
                if words[i].text in (",", "–", "—", "--", "-", ";", ":") or frame.mask[i] >= 0
            ),
            -1,
        )
        segment = range(begin + 1, end)
        if not len(segment) or frame.mask[end - 1] >= 0:
            break
        relative = words[begin + 1].tag == "W" or words[begin + 1].lower in ("whose", "including")
        has_verb = any(words[i].tag in FINITE for i in segment)
        if has_verb and not relative:
            # "X said officials, ..." : the segment is a clause whose last phrase may still be the subject.
            break
        if not relative and words[begin + 1].tag not in ("I", "R", "WR", "VG", "VN", "TO"):
            best = phrase_before(frame, end - 1) or best
        if begin < 0 or words[begin].text in ";:" or frame.mask[begin] >= 0:
            break
        end = begin
    return best


def group_start(frame: Frame, verb: int) -> int:
    """The first word of the verb group that ends in `verb`: its auxiliaries, "not" and adverbs between them.

    Example:
        >>> frame = frames("The mayor has not yet said so.")[0]
        >>> frame.words[group_start(frame, 5)].text
        'has'
    """
    i = first = verb
    while i > 0 and frame.mask[i - 1] < 0:
        word = frame.words[i - 1]
        if word.tag == "M" or word.lower in BE | HAVE | DO:
            first = i - 1
        elif not (word.tag == "R" or word.lower in ("n't", "not", "to")) or word.lower == "to":
            break
        i -= 1
    return first


def phrase_after(frame: Frame, first: int) -> tuple[int, int] | None:
    """The noun phrase that begins at word `first`; ``None`` if none does."""
    words, n = frame.words, len(frame.words)
    i = first
    while i < n and frame.mask[i] < 0:
        word = words[i]
        if word.tag == "PRP":
            i = i + 1 if i == first else i
            break
        if word.tag in ("D", "J", "C", "N", "NP", "POS", "X") or (
            word.tag in ("VN", "VG") and i + 1 < n and words[i + 1].tag in ("N", "NP", "J")
        ):
            if i > first and word.tag == "D" and words[i - 1].tag in NOMINAL:
                break
            if i > first and word.lower in TIME_WORDS and word.tag != "D":
                break
            i += 1
        elif word.tag == "CC" and i + 1 < n and words[i + 1].tag in ("NP", "D", "N", "J") and i > first:
            i += 1
        elif word.tag == "I" and word.lower in ("of", "for", "from", "at", "with", "in") and i > first and i + 1 < n:
            after = words[i + 1]
            if after.lower in _NO_OFFICE or after.lower in TIME_WORDS or after.tag not in ("NP", "D", "N", "J"):
                break
            i += 1
        elif word.text == "," and i > first and _is_list(words, i):
            i += 1
        else:
            break
    while i > first and (words[i - 1].tag in ("I", "CC", "D", "POS") or words[i - 1].text == ",") and i - first != 1:
        i -= 1
    named = any(words[k].tag in NOMINAL or (words[k].tag == "J" and k > first) for k in range(first, i))
    return (first, i) if i > first and named else None


def _is_list(words: tuple[Tagged, ...], comma: int) -> bool:
    """Whether a comma stands in a list that "and" or "or" ends: "military, intelligence and government officials"."""
    for i in range(comma + 1, min(len(words) - 1, comma + 9)):
        if words[i].tag == "CC":
            started = i > comma + 1 or any(w.text == "," for w in words[max(0, comma - 4) : comma])
            return started and words[i + 1].tag in ("N", "NP", "J")
        if words[i].tag not in ("N", "J") and words[i].text != ",":
            return False
    return False
