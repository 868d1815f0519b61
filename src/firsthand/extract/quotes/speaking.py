"""The one who speaks: where in its frame the phrase stands that names the speaker of a cue. All positions are word numbers of the frame."""

from __future__ import annotations

from firsthand import vocabulary
from firsthand.extract.quotes.frames import FINITE, Frame, group_start, noun_group, phrase_after, subject_before
from firsthand.extract.quotes.reporting import WIDE_ONLY, Cue, cues, documents

Words = tuple[int, int]  # word numbers of a frame, the last one excluded
_READING = frozenset(vocabulary.tree("grammar.yaml")["reading_verbs"])
_DOCUMENT_VERBS = frozenset(
    {"show", "indicate", "reveal", "say", "suggest", "prove", "state", "detail", "list", "report"}
)
# Only a participle this near to the start of its frame ("In telling ...", "Speaking of ...,") has its subject after it.
MAX_OPENING = 3
# How many words a document may stand before the "showing that" which tells what is in it.
MAX_TO_DOCUMENT = 25


def quoted_as(frame: Frame, cue: Cue) -> tuple[Words | None, Words | None] | None:
    """Speaker and relayer of "the agency quoted X as saying"; (None, None) for the "quoted" itself, ``None`` elsewhere."""
    words = frame.words
    if cue.verb.base in ("quote", "cite"):
        near = range(cue.end, min(len(words) - 1, cue.end + 14))
        return (
            (None, None)
            if any(words[k].lower == "as" and words[k + 1].lower in ("saying", "stating") for k in near)
            else None
        )
    if cue.form != "participle" or words[cue.first - 1].lower != "as":
        return None
    quoting = [c for c in cues(frame) if c.verb.base in ("quote", "cite") and c.end < cue.first]
    if not quoting:
        return None
    relay = subject_before(frame, quoting[-1].first) if quoting[-1].form == "finite" else None
    speaker = phrase_after(frame, quoting[-1].end) if relay else subject_before(frame, quoting[-1].first)
    return (speaker, relay) if speaker else None


def read_out(frame: Frame, cue: Cue) -> tuple[Words, Words | None] | None:
    """The document of "reads from a report ..., showing that", and who reads it."""
    words = frame.words
    if cue.form != "participle" or cue.verb.base not in _DOCUMENT_VERBS:
        return None
    for k in range(cue.first - 1, max(-1, cue.first - MAX_TO_DOCUMENT), -1):
        if frame.mask[k] >= 0 or words[k].tag in FINITE:
            return None
        if words[k].tag == "N" and (words[k].lower in documents() or words[k].lower.removesuffix("s") in documents()):
            group = noun_group(frame, k) or (k, k + 1)
            end = next((m for m in range(k + 1, cue.first) if words[m].text == ","), cue.first)
            reader = next(
                (m for m in range(k - 1, -1, -1) if words[m].tag in FINITE and words[m].lower in _READING), None
            )
            return (group[0], end), subject_before(frame, group_start(frame, reader)) if reader is not None else None
    return None


def speaker_of(frame: Frame, cue: Cue) -> Words | None:
    """The speaker of a cue by its form: the subject before it, the "by" of a passive, the main subject of a participle."""
    if cue.form == "passive":
        for i in range(cue.end, min(len(frame.words), cue.end + 12)):
            if frame.words[i].lower == "by" and frame.mask[i] < 0:
                return phrase_after(frame, i + 1)
        return None
    if cue.form == "finite":
        before = cue.first - 1
        while before > 0 and frame.words[before].tag == "R":
            before -= 1
        if before > 0 and frame.words[before].tag == "CC":
            # "X agreed that it did happen and said ...": the verb of saying before it, not the nearest verb, has the subject.
            same = [c for c in cues(frame) if c.form == "finite" and c.end <= before and c.verb.kind not in WIDE_ONLY]
            if same:
                return subject_before(frame, same[-1].first) or subject_before(frame, cue.first)
        return subject_before(frame, cue.first)
    if cue.form == "participle" and cue.first and frame.words[cue.first - 1].tag in ("N", "NP"):
        return noun_group(frame, cue.first - 1)  # "a group demanding ...", "data showing ..."
    return main_subject(frame, cue.first)


def main_subject(frame: Frame, first: int) -> Words | None:
    """The subject of the nearest verb of saying or finite verb before word `first`, or of the first after it."""
    said = [c for c in cues(frame) if c.form == "finite" and c.end <= first - 1 and c.verb.kind not in WIDE_ONLY]
    if said and frame.words[first - 1].text == ",":
        found = subject_before(frame, said[-1].first)
        if found:
            return found
    for i in range(first - 1, -1, -1):
        if frame.mask[i] < 0 and frame.words[i].tag in FINITE:
            found = subject_before(frame, group_start(frame, i))
            if found or frame.words[i].text == ";":
                return found
    for i in range(first, len(frame.words) if first <= MAX_OPENING else 0):
        if frame.mask[i] < 0 and frame.words[i].tag in FINITE:
            return subject_before(frame, group_start(frame, i))
    return None


def inverted_subject(frame: Frame, cue: Cue) -> Words | None:
    """The speaker after the verb ("..., said the mayor."): the verb follows a comma or a closing mark, and no clause follows the phrase."""
    words = frame.words
    before = cue.first - 1
    while before >= 0 and words[before].text in ("—", "–", "-", "--"):
        before -= 1
    if before < 0 or not (
        frame.mask[before] >= 0 or words[before].text in (",", "”", '"', "''", "’", "'", "»", "?", "!")
    ):
        return None
    phrase = phrase_after(frame, cue.end) or _interviewed(frame, cue.end)
    if phrase is None:
        return None
    end = phrase[1]
    if end < len(words) and (words[end].tag in FINITE or words[end].tag in ("VB", "TO") or words[end].lower == "that"):
        return None
    return phrase


def quotation_before(frame: Frame, first: int) -> bool:
    """Whether a closing mark, or one and a dash, stands right before word `first`."""
    k = first - 1
    while k > 0 and frame.mask[k] < 0 and frame.words[k].text in ",—–-":
        k -= 1
    return k >= 0 and frame.mask[k] >= 0


def _interviewed(frame: Frame, first: int) -> Words | None:
    """The person in "..., said in an interview with X": the speaker where no other is named."""
    words = frame.words
    near = range(first, min(first + 5, len(words) - 1))
    if (
        not any(words[k].lower in ("interview", "conversation") for k in near)
        or subject_before(frame, first - 1) is not None
    ):
        return None
    at = next((k for k in range(first, min(first + 6, len(words) - 1)) if words[k].lower == "with"), None)
    return phrase_after(frame, at + 1) if at is not None else None
