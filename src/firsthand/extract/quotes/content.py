"""The content of a cue: which words of its frame are what is said. All positions are word numbers of the frame unless they are spans."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand import vocabulary
from firsthand.extract.quotes.frames import (
    CLAUSE_WORDS,
    FINITE,
    NOMINAL,
    TIME_WORDS,
    Frame,
    phrase_after,
    subject_before,
)
from firsthand.extract.quotes.reporting import WIDE_ONLY, Cue, cues, documents
from firsthand.extract.sentences.tagging import Tagged

Span = tuple[int, int]
# How many words may stand between a verb of saying and its "that" ("said in an interview with the agency on Sunday that").
MAX_TO_THAT = 16
# Verbs that say something of a noun phrase only where a text is their subject ("the survey found a fall", not "the boy found a shell").
_SHOWING = frozenset({"show", "find", "reveal", "foresee", "discover", "list"})
# Prepositions after "denied it" that tell how, where or when it was said.
_HOW_SAID = frozenset({"in", "on", "at", "to", "during", "after", "by", "via"})
# Nouns whose "that" tells on what terms somebody spoke ("told the paper on condition that ..."), not what was said.
_NOT_SAYING = frozenset({"condition", "understanding", "grounds"})
_DASHES = frozenset({"—", "–", "--", "-"})
# Tags that, after a comma or dash, end a noun phrase taken as content.
_BREAKING = frozenset({"CC", "VG", "R", "I", "WR", "W", "VD", "VN", "D", "PRP"})
_BREAKS = frozenset({",", ";", "—", "–", "--"})
_CLAUSE_BREAKS = CLAUSE_WORDS - frozenset(vocabulary.tree("grammar.yaml")["clause_words_inside"])
# Tags that, after "..., X said,", begin something said of the speaker rather than more of what he said.
_NEW_PHRASE = frozenset({"D", "NP", "N", "W", "VG", "R", "J"})


def content_right(frame: Frame, cue: Cue) -> tuple[int, int] | None:
    """The words after the cue that are its content, as word numbers; ``None`` if what follows is none."""
    words, n, takes = frame.words, len(frame.words), cue.verb.takes
    i = cue.end
    if i >= n:
        return None
    stop = _clause_end(frame, cue)
    clausal = bool(takes & {"s", "h", "q", "p", "t"})
    if clausal:
        that = _find_that(frame, i, stop)
        if that is not None:
            return that, stop
    at = _skip_asides(frame, i, stop)
    if at >= stop:
        return None
    if frame.mask[at] >= 0 or words[at].text in (":", "“", '"'):
        at += words[at].text == ":" and at + 1 < stop
        return (at, stop) if at < stop and takes - {"c"} else None
    if "q" in takes and (words[at].tag in ("WR", "W") or words[at].lower in ("whether", "if")):
        return at, stop
    if "t" in takes and words[at].lower == "to" and at + 1 < stop:
        return at, stop
    if "p" in takes and cue.form == "passive":
        return (at, stop) if words[at].lower == "to" or _is_clause(frame, at, stop) else None
    if "p" in takes:
        return _after_recipient(frame, at, stop)
    if "s" in takes and _is_clause(frame, at, stop):
        return at, stop
    return _phrase_content(frame, cue, at, stop)


def _phrase_content(frame: Frame, cue: Cue, at: int, stop: int) -> tuple[int, int] | None:
    words, takes = frame.words, cue.verb.takes
    if (cue.verb.base == "put" and not _puts_figure(frame, at, stop)) or (
        cue.verb.base in _SHOWING and not _by_document(frame, cue)
    ):
        return None
    begins = words[at].tag in ("D", "J", "N", "NP", "PRP", "C", "VG") or (
        words[at].tag == "." and words[at].text in "“\"‘'"
    )
    if takes & {"n", "c", "o"} and words[at].tag == "PRP" and at + 1 < stop and words[at + 1].lower in _HOW_SAID:
        return at, at + 1  # "denied it in a message": what follows tells how it was said
    if takes & {"n", "c", "o"} and begins:
        return at, object_end(frame, at, stop)
    if "g" in takes and words[at].tag == "VG":
        return at, stop
    return None


def _by_document(frame: Frame, cue: Cue) -> bool:
    """Whether the subject of "shows signs" is a text or a count, which says something, rather than somebody who does."""
    subject = subject_before(frame, cue.first)
    return subject is not None and any(
        w.lower in documents() or w.lower.removesuffix("s") in documents() for w in frame.words[slice(*subject)]
    )


def _puts_figure(frame: Frame, at: int, stop: int) -> bool:
    """Whether "put" is followed by "the toll at 12": a figure said to be so high."""
    near = frame.words[at : min(stop, at + 14)]
    return any(a.lower == "at" and any(w.tag == "C" for w in near[i + 1 : i + 6]) for i, a in enumerate(near))


def _find_that(frame: Frame, i: int, stop: int) -> int | None:
    words = frame.words
    for k in range(i, min(stop, i + MAX_TO_THAT)):
        if frame.mask[k] >= 0 or words[k].text in (":", ";"):
            return None
        if words[k].lower == "that" and (
            words[k].tag in ("I", "W", "D") and k + 1 < stop and words[k + 1].tag not in ("CC", ".")
        ):
            if words[k - 1].lower in _NOT_SAYING:
                return None
            if words[k].tag == "D" and k + 1 < stop and words[k + 1].tag in ("N", "VZ", "VD") and k == i:
                return None
            return k
        if words[k].tag in FINITE:
            return None
    return None


def _skip_asides(frame: Frame, i: int, stop: int) -> int:
    """Past adverbs, days and "in a statement on Monday," to where the content begins."""
    words = frame.words
    k = i
    while k < stop and frame.mask[k] < 0:
        word = words[k]
        if word.tag in ("R", "RP") or (word.lower in TIME_WORDS and word.tag != "M") or (word.text == "," and k > i):
            k += 1
        elif word.tag == "I" and word.lower in (
            "on",
            "in",
            "at",
            "during",
            "after",
            "to",
            "by",
            "via",
            "through",
            "last",
            "of",
        ):
            phrase = phrase_after(frame, k + 1)
            if phrase is None:
                return k
            k = phrase[1]
        elif word.text == "," and k == i:
            return k + 1 if k + 1 < stop and frame.mask[k + 1] >= 0 else stop
        else:
            return k
    return k


def _after_recipient(frame: Frame, at: int, stop: int) -> tuple[int, int] | None:
    """Content after the person told or urged: "told reporters the road was closed", "urged them to leave"."""
    words = frame.words
    phrase = phrase_after(frame, at)
    if phrase is None:
        return None
    k = _skip_asides(frame, phrase[1], stop)
    if k < stop and words[k].text == "," and k + 1 < stop and frame.mask[k + 1] >= 0:
        k += 1
    if k < stop and words[k].text == ":" and k + 1 < stop:
        return k + 1, stop
    if k < stop and (
        frame.mask[k] >= 0 or words[k].lower in ("to", "whether", "if", "not", "what") or words[k].tag == "WR"
    ):
        return k, stop
    if k < stop and _is_clause(frame, k, stop):
        return k, stop
    if k < stop and words[k].tag in FINITE:
        # The clause began inside what was taken for the recipient: "told AFP gunmen fled".
        for m in range(phrase[1] - 1, phrase[0], -1):
            if words[m].tag in ("N", "PRP", "D") and words[m - 1].tag == "NP":
                return m, stop
    return None


def _is_clause(frame: Frame, at: int, stop: int) -> bool:
    """Whether a subject and its finite verb follow before any comma-bound break."""
    words = frame.words
    nominal, relative = False, False
    for k in range(at, min(stop, at + 40)):
        if words[k].tag in NOMINAL or words[k].tag in ("D", "EX"):
            nominal = True
        bare = (
            words[k].tag == "VB"
            and k > at
            and words[k - 1].tag in ("N", "NP", "R")
            and words[k - 1].lower not in ("not", "n't")
        )
        quoted = frame.mask[k] >= 0 and words[k].tag == "VN"
        if words[k].tag in FINITE or ((bare or quoted) and nominal):
            if not relative:
                return nominal and (k == at or words[k - 1].tag != "CC")
            relative = False
        if words[k].tag == "W" and nominal:
            relative = True
        elif (
            words[k].lower in CLAUSE_WORDS
            and k > at
            and nominal
            and (words[k].lower in _CLAUSE_BREAKS or (k + 1 < stop and words[k + 1].tag == "PRP"))
        ):
            return False
        if words[k].text in (";", ":"):
            return False
    return False


def _clause_end(frame: Frame, cue: Cue) -> int:
    """Where content that follows a cue ends: the end of the frame less its full stop, a participle of saying, or a coordinated verb of saying."""
    words, n = frame.words, len(frame.words)
    end = n
    while end > cue.end and words[end - 1].tag == "." and frame.mask[end - 1] < 0 and words[end - 1].text in ".,;:!?":
        end -= 1
    for other in cues(frame):
        if other.first <= cue.head:
            continue
        k = other.first
        previous = words[k - 1]
        subject = subject_before(frame, k) if other.form == "finite" and other.verb.kind not in WIDE_ONLY else None
        if subject is not None and subject[0] > cue.end + 1 and _new_clause(words, subject[0]):
            return min(end, subject[0] - 1 - (words[subject[0] - 2].text == ","))
        if other.form == "participle" and previous.text == ",":
            return min(end, k - 1)
        coordinated = other.form == "finite" and previous.tag == "CC" and words[other.head].tag == words[cue.head].tag
        if coordinated and other.verb.kind not in ("attitude", "belief"):
            return min(end, k - 1 - (words[k - 2].text == ","))
    relative = cue.first > 0 and words[cue.first - 1].tag == "W"
    for k in range(cue.end, end):
        if relative and words[k].text == "," and k + 1 < n and words[k + 1].tag in FINITE:
            return k
        if words[k].text == "," and frame.mask[k] < 0 and k + 1 < n and words[k + 1].tag == "W":
            if any(w.tag in FINITE for w in words[cue.end : k]):
                return k
            continue  # the relative clause stands inside the subject: "that the vote, which some had put off, was lost"
        if words[k].text in _DASHES and frame.mask[k] < 0 and not any(w.text == words[k].text for w in words[k + 1 :]):
            told = any(w.tag in FINITE for w in words[cue.end : k])
            if told or not any(w.tag in FINITE for w in words[k + 1 : end]):
                return k
        if words[k].lower == "according" and k + 1 < n and words[k + 1].lower == "to":
            return k - (words[k - 1].text == ",")
    return end


def _new_clause(words: Sequence[Tagged], first: int) -> bool:
    """Whether word `first` begins a clause beside the one before: after ", while", ", but" or ";"."""
    before, second = words[first - 1], words[first - 2]
    return before.text == ";" or (before.lower in ("while", "but", "and", "whereas", "though") and second.text == ",")


def object_end(frame: Frame, at: int, stop: int) -> int:
    """The end of a noun phrase taken as content: before a break that begins another clause of the speaker's own doing."""
    words = frame.words
    for k in range(at + 1, stop):
        if frame.mask[k] >= 0:
            continue
        after = words[k + 1] if k + 1 < stop else None
        if after is None:
            break
        late = words[k + 2].tag if k + 2 < stop else ""
        if words[k].tag == "CC" and (after.tag in FINITE or (after.tag == "R" and late in FINITE)):
            return k - (words[k - 1].text == ",")
        if words[k].text in _BREAKS and (after.tag in _BREAKING or after.lower in CLAUSE_WORDS):
            return k
    return stop


def content_left(frame: Frame, cue: Cue, subject: tuple[int, int]) -> list[Span]:
    """The clause before "X said" or "said X", and its continuation after a comma."""
    words, n = frame.words, len(frame.words)
    begin = min(cue.first, subject[0])
    k = begin - 1
    while k >= 0 and words[k].tag == "." and frame.mask[k] < 0 and words[k].text in ",—–-":
        k -= 1
    if k < 0 or (k == begin - 1 and frame.mask[k] < 0 and words[k].text not in "?!”\"''’»"):
        return []
    left = _left_begin(frame, k)
    spans = [(words[left].start, words[k].end)]
    if (
        words[left].tag in ("I", "WR", "VG", "R")
        and frame.mask[k] < 0
        and not any(w.tag in FINITE for w in words[left : k + 1])
    ):
        spans = []
    after = max(cue.end, subject[1])
    for m in range(after, n - 1):
        if frame.mask[m] < 0 and frame.mask[m + 1] >= 0:
            tail = n
            while tail > m and words[tail - 1].tag == "." and frame.mask[tail - 1] < 0:
                tail -= 1
            return [*spans, (words[m + 1].start, words[tail - 1].end)]
    if after + 1 < n and words[after].text == "," and frame.mask[k] < 0:
        tail = n - (words[n - 1].tag == ".")
        complete = any(w.tag in FINITE for w in words[left : k + 1])
        goes_on = words[after + 1].tag not in _NEW_PHRASE and not any(c.first > after for c in cues(frame))
        if tail - after > 2 and (not complete or goes_on):
            spans.append((words[after + 1].start, words[tail - 1].end))
    return spans


def _left_begin(frame: Frame, last: int) -> int:
    """Where the clause that ends in word `last` begins: the frame's start, or after an earlier cue's semicolon."""
    first = last
    while first > 0 and not (frame.words[first - 1].text == ";" and frame.mask[first - 1] < 0):
        first -= 1
    while first < last and frame.words[first].tag == "CC" and frame.mask[first] < 0:
        first += 1
    return first
