"""Reported speech: which words are said by whom, by which cue. Offsets are code points of the whole text.

Clauses after a verb of saying ("X said that ..."), before one ("..., X said", "..., said X"), around one, after "according to", and quotations
with the speaker in their sentence, in the one before or in the paragraph before. Vocabulary: `report_verbs.csv`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from firsthand import vocabulary
from firsthand.extract.frames import (
    CLAUSE_WORDS,
    FINITE,
    NOMINAL,
    TIME_WORDS,
    Frame,
    frames,
    group_start,
    phrase_after,
    subject_before,
)
from firsthand.extract.marks import Stretch
from firsthand.extract.reporting import WIDE_ONLY, Cue, cues
from firsthand.extract.tagging import Tagged

Span = tuple[int, int]
# How many words may stand between a verb of saying and its "that" ("said in an interview with the agency on Sunday that").
MAX_TO_THAT = 16
_BREAKS = frozenset({",", ";", "—", "–", "--"})
_CLAUSE_BREAKS = CLAUSE_WORDS - frozenset(vocabulary.tree("grammar.yaml")["clause_words_inside"])
# Tags that, after "..., X said,", begin something said of the speaker rather than more of what he said.
_NEW_PHRASE = frozenset({"D", "NP", "N", "W", "VG", "R", "J"})


class Report(NamedTuple):
    """Something said: `content` spans (with quotation marks), the speaker's phrase, the cue, and the verb's kind and effect.

    `verb` is the base form ("say", "according to", "" where no cue stands: a quotation that goes on).
    """

    content: tuple[Span, ...]
    source: Span | None
    cue: Span | None
    verb: str
    kind: str
    effect: str
    form: str = "finite"


def find_reports(text: str) -> list[Report]:
    """Every report of a text, in order of its first content; speech, belief, attitude and intention alike (see `Report.kind`).

    Example:
        >>> text = "Rain fell, the mayor said. Officials believe that it will stop."
        >>> [(text[r.source[0]:r.source[1]], text[r.content[0][0]:r.content[0][1]]) for r in find_reports(text)]
        [('the mayor', 'Rain fell'), ('Officials', 'that it will stop')]
    """
    found: list[Report] = []
    last: tuple[int, int] | None = None  # (paragraph, place in `found`) of the last report that holds a quotation
    for frame in frames(text):
        here = [r for r in (_read(frame, cue) for cue in cues(frame)) if r is not None]
        here.extend(_according_to(frame))
        begin = len(found)
        found.extend(here)
        for stretch in _unclaimed(text, frame, here):
            last = _claim(frame, stretch, found, begin, last)
        for place in range(begin, begin + len(here)):
            if any(_holds(found[place], s) for s in frame.stretches):
                last = frame.paragraph, place
    return sorted(found, key=lambda r: (r.content[0], r.source or (0, 0), r.verb))


# ------------------------------------------------------------------------------------------- quotations without a cue


def _holds(report: Report, stretch: Stretch) -> bool:
    return any(a <= stretch.start and stretch.end <= b + 1 for a, b in report.content)


def _unclaimed(text: str, frame: Frame, reports: list[Report]) -> list[Stretch]:
    """Quotations of a frame that are sentences of their own or long, and stand in no report's content."""
    masked = {m for m in frame.mask if m >= 0}
    found = []
    for index, stretch in enumerate(frame.stretches):
        if any(_holds(r, stretch) for r in reports):
            continue
        if index in masked or text[stretch.end - 1] in ".,!?" or _alone(frame):
            found.append(stretch)
    return found


def _alone(frame: Frame) -> bool:
    """Whether nothing but quotation stands in the frame."""
    return all(m >= 0 or w.tag == "." or _in_stretch(frame, w.start) for m, w in zip(frame.mask, frame.words, strict=True))


def _in_stretch(frame: Frame, position: int) -> bool:
    return any(s.outer_start <= position < s.outer_end for s in frame.stretches)


def _claim(frame: Frame, stretch: Stretch, found: list[Report], begin: int, last: tuple[int, int] | None) -> tuple[int, int] | None:
    """Gives a quotation without a cue to its speaker: the one quoted just before, or the subject of its own sentence."""
    span = (stretch.outer_start, stretch.outer_end)
    if _alone(frame) and last is not None and frame.paragraph - last[0] <= 1:
        before = found[last[1]]
        if last[0] == frame.paragraph or stretch.continued:
            found[last[1]] = before._replace(content=(*before.content, span))
            return frame.paragraph, last[1]
        found.append(Report((span,), before.source, None, "", before.kind, before.effect))
        return frame.paragraph, len(found) - 1
    if _alone(frame):
        found.append(Report((span,), None, None, "", "neutral", "asserted"))
        return frame.paragraph, len(found) - 1
    index = next((i for i, w in enumerate(frame.words) if w.start >= stretch.outer_start), len(frame.words))
    source = _main_subject(frame, index)
    found.append(Report((span,), _span(frame, *source) if source else None, None, "", "neutral", "asserted"))
    return frame.paragraph, len(found) - 1


# ----------------------------------------------------------------------------------------------------------- one cue


def _span(frame: Frame, first: int, end: int) -> Span:
    return frame.words[first].start, frame.words[end - 1].end


def _read(frame: Frame, cue: Cue) -> Report | None:
    """A cue with its content and speaker, or ``None`` where no content can be found."""
    source = _speaker(frame, cue)
    right, inverted = None, None
    if "b" in cue.verb.takes and cue.form == "finite":
        inverted = _inverted(frame, cue)
    if inverted is None or (source is not None and not _quotation_before(frame, cue.first)):
        right = _content_right(frame, cue)
        inverted = inverted if right is None else None
    spans: list[Span] = []
    if right is not None:
        spans = [_span(frame, *right)]
        if source is None and cue.form in ("finite", "participle", "infinitive"):
            source = _main_subject(frame, cue.first)
    elif "b" in cue.verb.takes and cue.form in ("finite", "participle"):
        subject = inverted or source
        if subject is not None:
            spans, source = _content_left(frame, cue, subject), subject
    if not spans:
        return None
    words = frame.words
    return Report(
        tuple(spans), _span(frame, *source) if source else None, (words[cue.first].start, words[cue.end - 1].end),
        cue.verb.base, cue.verb.kind, cue.verb.effect, cue.form,
    )


def _speaker(frame: Frame, cue: Cue) -> tuple[int, int] | None:
    if cue.form == "passive":
        for i in range(cue.end, min(len(frame.words), cue.end + 12)):
            if frame.words[i].lower == "by" and frame.mask[i] < 0:
                return phrase_after(frame, i + 1)
        return None
    if cue.form == "finite":
        return subject_before(frame, cue.first)
    return _main_subject(frame, cue.first)


def _main_subject(frame: Frame, first: int) -> tuple[int, int] | None:
    """The subject of the nearest finite verb before word `first`, or of the first after it."""
    for i in range(first - 1, -1, -1):
        if frame.mask[i] < 0 and frame.words[i].tag in FINITE:
            found = subject_before(frame, group_start(frame, i))
            if found or frame.words[i].text == ";":
                return found
    for i in range(first, len(frame.words)):
        if frame.mask[i] < 0 and frame.words[i].tag in FINITE:
            return subject_before(frame, group_start(frame, i))
    return None


def _inverted(frame: Frame, cue: Cue) -> tuple[int, int] | None:
    """The speaker after the verb ("..., said the mayor."): the verb follows a comma or a closing mark, and no clause follows the phrase."""
    words = frame.words
    before = cue.first - 1
    while before >= 0 and words[before].text in ("—", "–", "-", "--"):
        before -= 1
    if before < 0 or not (frame.mask[before] >= 0 or words[before].text in (",", "”", '"', "''", "’", "'", "»", "?", "!")):
        return None
    phrase = phrase_after(frame, cue.end) or _interviewed(frame, cue.end)
    if phrase is None:
        return None
    end = phrase[1]
    if end < len(words) and (words[end].tag in FINITE or words[end].tag in ("VB", "TO") or words[end].lower == "that"):
        return None
    return phrase


def _quotation_before(frame: Frame, first: int) -> bool:
    """Whether a closing mark, or one and a dash, stands right before word `first`."""
    k = first - 1
    while k > 0 and frame.mask[k] < 0 and frame.words[k].text in ",—–-":
        k -= 1
    return k >= 0 and frame.mask[k] >= 0


def _interviewed(frame: Frame, first: int) -> tuple[int, int] | None:
    """The person in "..., said in an interview with X": the speaker where no other is named."""
    words = frame.words
    near = range(first, min(first + 5, len(words) - 1))
    if not any(words[k].lower in ("interview", "conversation") for k in near) or subject_before(frame, first - 1) is not None:
        return None
    at = next((k for k in range(first, min(first + 6, len(words) - 1)) if words[k].lower == "with"), None)
    return phrase_after(frame, at + 1) if at is not None else None


def _content_right(frame: Frame, cue: Cue) -> tuple[int, int] | None:
    """The words after the cue that are its content, as word numbers; ``None`` if what follows is none."""
    words, n, takes = frame.words, len(frame.words), cue.verb.takes
    i = cue.end
    if i >= n:
        return None
    stop = _clause_end(frame, cue)
    clausal = bool(takes & {"s", "q", "p", "t"})
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
    if "p" in takes:
        return _after_recipient(frame, at, stop)
    if "s" in takes and _is_clause(frame, at, stop):
        return at, stop
    return _phrase_content(frame, cue, at, stop)


def _phrase_content(frame: Frame, cue: Cue, at: int, stop: int) -> tuple[int, int] | None:
    words, takes = frame.words, cue.verb.takes
    if cue.verb.base == "put" and not _puts_figure(frame, at, stop):
        return None
    begins = words[at].tag in ("D", "J", "N", "NP", "PRP", "C", "VG") or (words[at].tag == "." and words[at].text in "“\"‘'")
    if takes & {"n", "c", "o"} and begins:
        return at, _object_end(frame, at, stop)
    if "g" in takes and words[at].tag == "VG":
        return at, stop
    return None


def _puts_figure(frame: Frame, at: int, stop: int) -> bool:
    """Whether "put" is followed by "the toll at 12": a figure said to be so high."""
    near = frame.words[at : min(stop, at + 14)]
    return any(a.lower == "at" and any(w.tag == "C" for w in near[i + 1 : i + 6]) for i, a in enumerate(near))


def _find_that(frame: Frame, i: int, stop: int) -> int | None:
    words = frame.words
    for k in range(i, min(stop, i + MAX_TO_THAT)):
        if frame.mask[k] >= 0 or words[k].text in (":", ";"):
            return None
        if words[k].lower == "that" and (words[k].tag in ("I", "W", "D") and k + 1 < stop and words[k + 1].tag not in ("CC", ".")):
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
        elif word.tag == "I" and word.lower in ("on", "in", "at", "during", "after", "to", "by", "via", "through", "last", "of"):
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
    if k < stop and (frame.mask[k] >= 0 or words[k].lower in ("to", "whether", "if", "not") or words[k].tag in ("WR", "W")):
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
        bare = words[k].tag == "VB" and k > at and words[k - 1].tag in ("N", "NP", "R") and words[k - 1].lower not in ("not", "n't")
        if words[k].tag in FINITE or (bare and nominal):
            if not relative:
                return nominal
            relative = False
        if words[k].tag == "W" and nominal:
            relative = True
        elif words[k].lower in _CLAUSE_BREAKS and k > at and nominal:
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
        if words[k].lower == "according" and k + 1 < n and words[k + 1].lower == "to":
            return k - (words[k - 1].text == ",")
    return end


def _new_clause(words: Sequence[Tagged], first: int) -> bool:
    """Whether word `first` begins a clause beside the one before: after ", while", ", but" or ";"."""
    before, second = words[first - 1], words[first - 2]
    return before.text == ";" or (before.lower in ("while", "but", "and", "whereas", "though") and second.text == ",")


def _object_end(frame: Frame, at: int, stop: int) -> int:
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
        if words[k].text in _BREAKS and (after.tag in ("CC", "VG", "R", "I", "WR") or after.lower in CLAUSE_WORDS):
            return k
    return stop


def _content_left(frame: Frame, cue: Cue, subject: tuple[int, int]) -> list[Span]:
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
    if words[left].tag in ("I", "WR", "VG", "R") and frame.mask[k] < 0 and not any(w.tag in FINITE for w in words[left : k + 1]):
        spans = []
    after = max(cue.end, subject[1])
    for m in range(after, n - 1):
        if frame.mask[m] < 0 and frame.mask[m + 1] >= 0:
            tail = n
            while tail > m and words[tail - 1].tag == "." and frame.mask[tail - 1] < 0:
                tail -= 1
            return [*spans, (words[m + 1].start, words[tail - 1].end)]
    if after < n and words[after].text == "," and frame.mask[k] < 0:
        tail = n - (words[n - 1].tag == ".")
        complete = any(w.tag in FINITE for w in words[left : k + 1])
        goes_on = words[after + 1].tag not in _NEW_PHRASE and not any(c.first > after for c in cues(frame))
        if tail - after > 3 and (not complete or goes_on):
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


def _according_to(frame: Frame) -> list[Report]:
    words, n = frame.words, len(frame.words)
    found = []
    for k in range(n - 2):
        if frame.mask[k] >= 0 or words[k].lower != "according" or words[k + 1].lower != "to":
            continue
        phrase = phrase_after(frame, k + 2)
        if phrase is None:
            continue
        end = n - (words[n - 1].tag == "." and frame.mask[n - 1] < 0)
        if k <= 1:
            comma = next((m for m in range(phrase[1], n) if words[m].text == ","), None)
            if comma is None or comma + 1 >= end:
                continue
            content = (comma + 1, end)
        else:
            content = (0, k - (words[k - 1].text == ","))
        if content[1] > content[0]:
            found.append(Report((_span(frame, *content),), _span(frame, *phrase), _span(frame, k, k + 2), "according to", "neutral", "asserted"))
    return found
