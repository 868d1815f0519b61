"""Texts that speak for somebody: who sent the message, letter or statement that "said" something. Offsets are code points of the whole text."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand import vocabulary
from firsthand.extract.quotes.frames import Frame, phrase_after
from firsthand.extract.quotes.speaking import main_subject

Span = tuple[int, int]
_GRAMMAR = vocabulary.tree("grammar.yaml")
_TEXTS = frozenset(_GRAMMAR["sent_texts"])
_SENT_IN = frozenset({"in", "via", "by", "through", "with"})
_OWNERS = frozenset({"his", "her", "its", "their"})
_KNOWN = frozenset({"the", "this", "that"})
# How many sentences back the text that "said" something may have been told of first: the one before, or the one that opened the paragraph.
MAX_BACK = 4
# How many words may stand between the article and the noun of a text ("a short video message").
MAX_BETWEEN = 3


def _forms(verb: str) -> set[str]:
    stem = verb[:-1] if verb.endswith("e") else verb
    return {verb, verb + "s", verb + "es", stem + "ed", stem + "ing"}


_SENDING = frozenset(form for verb in _GRAMMAR["sending_verbs"] for form in _forms(verb)) | {"sent", "wrote", "written"}


def sender_of(cut: Sequence[Frame], source: Span, text: str) -> Span | None:
    """The phrase for who sent the text that `source` ("the message") names, or ``None`` where that is not told.

    Told by "in a message to X, the group denied ...", "the ministry issued a statement", "a letter from the mayor".

    Example:
        >>> from firsthand.extract.quotes.frames import frames
        >>> text = "The group denied it in a message. The message said so."
        >>> text[slice(*sender_of(frames(text), (34, 45), text))]
        'The group'
    """
    words = text[slice(*source)].lower().split()
    if len(words) < 2 or words[0] not in _KNOWN or words[-1] not in _TEXTS:
        return None
    noun = words[-1]
    here = next((k for k, frame in enumerate(cut) if frame.start <= source[0] < frame.end), None)
    if here is None:
        return None
    for frame in reversed(cut[max(0, here - MAX_BACK) : here + 1]):
        for i in range(len(frame.words) - 1, 0, -1):
            if frame.words[i].lower == noun and frame.words[i].end < source[0] and frame.mask[i] < 0:
                return _sender(frame, i)
    return None


def _sender(frame: Frame, noun: int) -> Span | None:
    words = frame.words
    article = next((k for k in range(noun - 1, max(-1, noun - 2 - MAX_BETWEEN), -1) if words[k].tag == "D"), None)
    if article is None or words[article].lower in _KNOWN:
        return None
    phrase = None
    if noun + 1 < len(words) and words[noun + 1].lower in ("from", "by"):
        phrase = phrase_after(frame, noun + 2)
    elif article > 0 and words[article - 1].lower in _SENT_IN:
        phrase = main_subject(frame, article - 1)
    elif any(w.lower in _SENDING for w in words[max(0, article - 3) : article]) or words[article].lower in _OWNERS:
        phrase = main_subject(frame, article)
    return (words[phrase[0]].start, words[phrase[1] - 1].end) if phrase else None
