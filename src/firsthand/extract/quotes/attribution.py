"""Reported speech: which words are said by whom, by which cue. Offsets are code points of the whole text.

Clauses after a verb of saying ("X said that ..."), before one ("..., X said", "..., said X"), around one, after "according to", and quotations
with the speaker in their sentence, in the one before or in the paragraph before. Vocabulary: `report_verbs.csv`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from firsthand import vocabulary
from firsthand.extract.quotes.content import content_left, content_right, object_end
from firsthand.extract.quotes.frames import FINITE, MASK_WORDS, Frame, frames, phrase_after, phrase_before
from firsthand.extract.quotes.marks import Stretch
from firsthand.extract.quotes.reporting import NOUN_CUES, Cue, cues
from firsthand.extract.quotes.speaking import (
    Words,
    inverted_subject,
    main_subject,
    quotation_before,
    quoted_as,
    read_out,
    speaker_of,
)

Span = tuple[int, int]
# Characters that may lie between two paragraphs of one quotation: line ends and the mark that opens the second.
MAX_PARAGRAPH_GAP = 6
# A sentence with at most so many words before its "according to" ("Earlier in the week, according to ...") has the content after it.
MAX_LEAD_IN = 6


# Verbs whose object is always the one spoken to: what follows "told" is never the speaker, whatever stands between the speaker and the verb.
_ADDRESSING = frozenset(vocabulary.tree("grammar.yaml")["addressing_verbs"])


class Report(NamedTuple):
    """Something said: `content` spans (with quotation marks), the speaker's phrase, the cue, and the verb's kind and effect.

    `via` is the one through whom the speaker is heard ("the agency quoted X as saying", "the minister read from a report").
    `verb` is the base form ("say", "according to", "" where no cue stands: a quotation that goes on).
    """

    content: tuple[Span, ...]
    source: Span | None
    cue: Span | None
    verb: str
    kind: str
    effect: str
    form: str = "finite"
    via: Span | None = None


def find_reports(text: str) -> list[Report]:
    """Every report of a text, in order of its first content; speech, belief, attitude and intention alike (see `Report.kind`).

    Example:
        >>> text = "Rain fell, the mayor said. Officials believe that it will stop."
        >>> [(text[r.source[0]:r.source[1]], text[r.content[0][0]:r.content[0][1]]) for r in find_reports(text)]
        [('the mayor', 'Rain fell'), ('Officials', 'that it will stop')]
    """
    return reports_of(text, frames(text))


def reports_of(text: str, cut: Sequence[Frame]) -> list[Report]:
    """`find_reports` over frames that were cut before."""
    found: list[Report] = []
    last: tuple[int, int] | None = None  # (paragraph, place in `found`) of the last report that holds a quotation
    previous: Frame | None = None
    for frame in cut:
        here = [r for r in (_read(frame, cue) for cue in cues(frame)) if r is not None and not _breaks_out(frame, r)]
        here.extend(_according_to(frame))
        starts = {r.content[0][0] for r in here}
        here.extend(r for r in _noun_cues(frame) if r.content[0][0] not in starts)
        begin = len(found)
        found.extend(here)
        for stretch in _unclaimed(text, frame, here):
            last = _claim(frame, stretch, found, last, previous)
        for place in range(begin, begin + len(here)):
            if any(_holds(found[place], s) for s in frame.stretches):
                last = frame.paragraph, place
        previous = frame
    return sorted(_joined(text, found), key=lambda r: (r.content[0], r.source or (0, 0), r.verb))


def _joined(text: str, found: list[Report]) -> list[Report]:
    """Gives a quotation that runs over paragraphs, and whose speaker is named only at its end, to that speaker."""
    made: list[Report] = []
    for report in reversed(found):
        open_end = report.source is None and not report.verb and text[report.content[-1][1] - 1] not in "”\"»'’"
        follower = next(
            (i for i, r in enumerate(made) if 0 < r.content[0][0] - report.content[-1][1] <= MAX_PARAGRAPH_GAP), None
        )
        if open_end and follower is not None:
            made[follower] = made[follower]._replace(content=(*report.content, *made[follower].content))
        else:
            made.append(report)
    return made


# ------------------------------------------------------------------------------------------- quotations without a cue


def _breaks_out(frame: Frame, report: Report) -> bool:
    """Whether a cue inside marks has content that runs out of them: 'reading "Thank you" moments after'."""
    if report.cue is None:
        return False
    inside = [s for s in frame.stretches if s.outer_start <= report.cue[0] and report.cue[1] <= s.outer_end]
    return any(a < s.outer_end < b for s in inside for a, b in report.content)


def _holds(report: Report, stretch: Stretch) -> bool:
    return any(a <= stretch.start and stretch.end <= b + 1 for a, b in report.content)


def _unclaimed(text: str, frame: Frame, reports: list[Report]) -> list[Stretch]:
    """Quotations of a frame that are sentences of their own or long, and stand in no report's content."""
    found = []
    for index, stretch in enumerate(frame.stretches):
        if any(_holds(r, stretch) for r in reports):
            continue
        words = [w for w, m in zip(frame.words, frame.mask, strict=True) if m == index and w.tag != "."]
        titled = all(w.text[0].isupper() or len(w.text) < 4 for w in words)
        introduced = text[: stretch.outer_start].rstrip()[-1:] == ":"
        if _alone(frame) or introduced or (len(words) >= MASK_WORDS and not titled):
            found.append(stretch)
    return found


def _alone(frame: Frame) -> bool:
    """Whether nothing but quotation stands in the frame."""
    return all(
        m >= 0 or w.tag == "." or _in_stretch(frame, w.start) for m, w in zip(frame.mask, frame.words, strict=True)
    )


def _in_stretch(frame: Frame, position: int) -> bool:
    return any(s.outer_start <= position < s.outer_end for s in frame.stretches)


def _claim(
    frame: Frame, stretch: Stretch, found: list[Report], last: tuple[int, int] | None, previous: Frame | None
) -> tuple[int, int] | None:
    """Gives a quotation without a cue to its speaker: the one quoted just before, or the subject of its own sentence."""
    span = (stretch.outer_start, stretch.outer_end)
    if _alone(frame) and previous is not None and previous.words[-1].text == ":":
        source = main_subject(previous, len(previous.words) - 1) or phrase_before(previous, len(previous.words) - 2)
        found.append(Report((span,), _span(previous, *source) if source else None, None, "", "neutral", "asserted"))
        return frame.paragraph, len(found) - 1
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
    named = index > 1 and frame.words[index - 1].text == ":" and frame.words[index - 2].tag == "NP"
    source = phrase_before(frame, index - 2) if named else main_subject(frame, index)
    if source is None and index > 1 and frame.words[index - 1].text == ":":
        source = phrase_before(frame, index - 2)
    found.append(Report((span,), _span(frame, *source) if source else None, None, "", "neutral", "asserted"))
    return frame.paragraph, len(found) - 1


# ----------------------------------------------------------------------------------------------------------- one cue


def _span(frame: Frame, first: int, end: int) -> Span:
    return frame.words[first].start, frame.words[end - 1].end


def _read(frame: Frame, cue: Cue) -> Report | None:
    """A cue with its content and speaker, or ``None`` where no content can be found."""
    if cue.verb.kind == "seeming":
        right = content_right(frame, cue) if cue.form == "finite" else None
        return _report(frame, cue, [_span(frame, *right)], None, None) if right else None
    quoted = quoted_as(frame, cue)
    if quoted == (None, None):
        return None
    source, via = quoted or read_out(frame, cue) or (speaker_of(frame, cue), None)
    right, inverted = None, None
    if "b" in cue.verb.takes and cue.form == "finite" and cue.verb.base not in _ADDRESSING:
        inverted = inverted_subject(frame, cue)
    if inverted is None or (source is not None and not quotation_before(frame, cue.first)):
        right = content_right(frame, cue)
        inverted = inverted if right is None else None
    spans: list[Span] = []
    if right is not None:
        spans = [_span(frame, *right)]
        if source is None and cue.form in ("finite", "participle", "infinitive"):
            source = main_subject(frame, cue.first)
        if source is not None and _parted(frame, cue, source, right):
            spans = content_left(frame, cue, source) or spans
    elif "b" in cue.verb.takes and cue.form in ("finite", "participle"):
        subject = inverted or via or source
        if subject is not None:
            spans, source = content_left(frame, cue, subject), source if via else subject
    if not spans:
        return None
    return _report(frame, cue, spans, source, via)


def _parted(frame: Frame, cue: Cue, source: Words, right: Words) -> bool:
    """Whether a quotation stands on both sides of speaker and verb ("..., he said in a statement, ..."): both parts are one saying."""
    speaks = cue.form == "finite" and "b" in cue.verb.takes and frame.mask[right[0]] >= 0
    return speaks and source[1] <= cue.first and quotation_before(frame, source[0])


def _report(frame: Frame, cue: Cue, spans: list[Span], source: Words | None, via: Words | None) -> Report:
    words = frame.words
    return Report(
        tuple(spans),
        _span(frame, *source) if source else None,
        (words[cue.first].start, words[cue.end - 1].end),
        cue.verb.base,
        cue.verb.kind,
        cue.verb.effect,
        cue.form,
        _span(frame, *via) if via else None,
    )


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
        comma = next((m for m in range(phrase[1], n) if words[m].text == ","), None)
        follows = comma is not None and any(w.tag in FINITE for w in words[comma + 1 : end])
        if k <= 1 or (k <= MAX_LEAD_IN and follows):
            if comma is None or comma + 1 >= end:
                continue
            content = (comma + 1, end)
        else:
            content = (0, k - (words[k - 1].text == ","))
        if content[1] > content[0]:
            found.append(
                Report(
                    (_span(frame, *content),),
                    _span(frame, *phrase),
                    _span(frame, k, k + 2),
                    "according to",
                    "neutral",
                    "asserted",
                )
            )
    return found


def _noun_cues(frame: Frame) -> list[Report]:
    """Content of nouns of saying and meaning: "his claim that ...", "the ministry's decision to ...", "the allegation that ..."."""
    words, n = frame.words, len(frame.words)
    found = []
    for i in range(n - 2):
        if frame.mask[i] >= 0 or words[i].tag != "N" or words[i].lower.removesuffix("s") not in NOUN_CUES:
            continue
        owner = _owner(frame, i)
        that = words[i + 1].lower == "that" and words[i + 1].tag == "I"
        if not that and not (owner and words[i + 1].lower in ("to", "of", "for", "against", "about")):
            continue
        first = i + 1 if that or words[i + 1].tag == "TO" else i + 2
        end = object_end(frame, first, n - (words[n - 1].tag == "."))
        if owner is None and any(w.tag in FINITE for w in words[max(0, i - 4) : i]):
            owner = main_subject(frame, i)  # "rejected the notion that", "cite concerns that"
        if end > first:
            source = _span(frame, *owner) if owner else None
            found.append(
                Report(
                    (_span(frame, first, end),),
                    source,
                    _span(frame, i, i + 1),
                    words[i].lower,
                    "attitude",
                    "none",
                    "noun",
                )
            )
    return found


def _owner(frame: Frame, noun: int) -> tuple[int, int] | None:
    """Whose the noun is: "his", "the ministry's"; ``None`` where that is not told."""
    words, k = frame.words, noun - 1
    while k > 0 and words[k].tag in ("J", "N", "C", "VG", "VN") and frame.mask[k] < 0:
        k -= 1
    if k >= 0 and words[k].tag == "D" and words[k].lower in ("his", "her", "their", "its"):
        return k, k + 1
    return phrase_before(frame, k - 1) if k > 0 and words[k].tag == "POS" else None
