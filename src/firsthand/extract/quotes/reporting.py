"""Cues: the words of saying, asking, believing and wanting in a frame, with their inflections. The vocabulary is `report_verbs.csv`."""

from __future__ import annotations

import functools
from typing import NamedTuple

from firsthand import vocabulary
from firsthand.extract.quotes.frames import BE, Frame, group_start, phrase_before
from firsthand.extract.sentences.tagging import Tagged

# Kinds of verbs that tell what somebody said; the others tell of an attitude or an intention.
WIDE_ONLY = frozenset({"attitude", "intend", "seeming", "topic"})
# Kinds that tell of a mind, not of words: believed only of a finite verb, or of a participle set off by a comma.
_OWN_MIND = frozenset({"attitude", "belief", "intend", "announce"})
NOUN_CUES = frozenset(vocabulary.tree("grammar.yaml")["noun_cues"])


class Verb(NamedTuple):
    """A row of the vocabulary: base form, kind, effect on factuality, and what may follow it."""

    base: str
    kind: str
    effect: str
    takes: frozenset[str]


class Cue(NamedTuple):
    """A word of saying in a frame: `verb` row, word numbers [first, end) of its group, `head` its verb, and how it stands.

    `form` is ``finite``, ``participle`` (", adding ..."), ``infinitive`` ("declined to say"), ``passive`` ("was told") or ``noun``.
    """

    verb: Verb
    first: int
    head: int
    end: int
    form: str


def _inflect(base: str) -> tuple[str, ...]:
    third = base + ("es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
    past, ing = base + "ed", base + "ing"
    if base.endswith("e"):
        past, ing = base + "d", base[:-1] + "ing"
    elif base.endswith("y") and base[-2] not in "aeou":
        third, past = base[:-1] + "ies", base[:-1] + "ied"
    return base, third, past, ing


@functools.cache
def verbs() -> dict[str, tuple[tuple[str, Verb], ...]]:
    """Every inflected form -> (particle that must follow or "", row); rows with a particle first."""
    table: dict[str, list[tuple[str, Verb]]] = {}
    for row in vocabulary.rows("report_verbs.csv"):
        base, _, particle = row["verb"].partition(" ")
        entry = Verb(row["verb"], row["kind"], row["effect"], frozenset(row["takes"].replace("-", "").split()))
        for form in {*_inflect(base), *row["forms"].split()}:
            table.setdefault(form, []).append((particle, entry))
    return {form: tuple(sorted(found, key=lambda pair: pair[0] == "")) for form, found in table.items()}


@functools.cache
def documents() -> frozenset[str]:
    """Nouns for texts that say something: report, dossier, statement."""
    return frozenset(row["noun"] for row in vocabulary.rows("speaker_nouns.csv") if row["kind"] == "document")


def cues(frame: Frame) -> list[Cue]:
    """The cues of a frame, outside its long quotations, in order.

    Example:
        >>> from firsthand.extract.quotes.frames import frames
        >>> [(c.verb.base, c.form) for c in cues(frames("Police said he was hurt, adding that he called for help.")[0])]
        [('say', 'finite'), ('add', 'participle'), ('call for', 'finite')]
    """
    found = []
    for i, word in enumerate(frame.words):
        if frame.mask[i] >= 0:
            continue
        after_quotation = _ends_quotation(frame, i)
        if word.is_verb or after_quotation or (word.lower in ("says", "said") and word.tag != "NP"):
            cue = _verb_cue(frame, i)
            if cue and after_quotation and "b" in cue.verb.takes:
                cue = cue._replace(form="finite")
            if cue:
                found.append(cue)
    return found


def _ends_quotation(frame: Frame, i: int) -> bool:
    """Whether word `i` stands as "notes" in "..., X notes.": after a quotation and a noun phrase, before a break, whatever it was tagged as."""
    if not i or frame.words[i].lower not in verbs() or frame.mask[i - 1] >= 0:
        return False
    phrase = phrase_before(frame, i - 1)
    after = frame.words[i + 1].tag if i + 1 < len(frame.words) else "."
    return phrase is not None and phrase[0] > 0 and frame.mask[phrase[0] - 1] >= 0 and after in (".", "I", "R")


def _verb_cue(frame: Frame, i: int) -> Cue | None:
    words = frame.words
    for particle, verb in verbs().get(words[i].lower, ()):
        end = i + 1
        if particle:
            while end < len(words) and words[end].tag == "R" and words[end].lower != particle and end - i < 2:
                end += 1
            if end >= len(words) or words[end].lower != particle:
                continue
            end += 1
        return _placed(frame, verb, i, end)
    return None


def _placed(frame: Frame, verb: Verb, i: int, end: int) -> Cue | None:
    words = frame.words
    first = group_start(frame, i)
    helpers = {w.lower for w in words[first:i]}
    tag = words[i].tag
    before = words[i - 1].lower if i else ""
    if tag == "VN" and helpers & BE:
        told = (
            verb.kind == "predict"
            or "p" in verb.takes
            or any(w.lower == "by" for w in words[end : end + 3])
            or words[first - 1].lower == "it"
        )
        return Cue(verb, first, i, end, "passive") if told else None
    if tag == "VB" and (before == "to" or (i > 1 and words[i - 2].lower == "to" and words[i - 1].tag == "R")):
        to = i - 1 if before == "to" else i - 2
        governed = to > 0 and (
            words[to - 1].is_verb or words[to - 1].tag in ("J", "RP") or words[to - 1].lower in ("on", "able")
        )
        return Cue(verb, first, i, end, "infinitive") if governed and verb.kind not in _OWN_MIND else None
    if tag == "VG" and not helpers & BE:
        if i and (words[i - 1].tag in ("D", "J", "POS") or (verb.kind in _OWN_MIND and words[i - 1].text != ",")):
            return None
        return Cue(verb, first, i, end, "participle")
    after_quotation = i > 0 and frame.mask[i - 1] >= 0 and "b" in verb.takes
    if tag == "VN" and first == i and not after_quotation and not _finite_anyway(words, i):
        return None
    return Cue(verb, first, i, end, "finite")


def _finite_anyway(words: tuple[Tagged, ...], i: int) -> bool:
    """Whether a word read as a participle stands where only a finite verb can: after a pronoun or name, or before "that"."""
    before = words[i - 1] if i else None
    after = words[i + 1].lower if i + 1 < len(words) else ""
    if words[i].lower == "said":
        return True
    return after in ("that", "he", "she", "they") or (
        before is not None and before.tag in ("PRP", "NP") and after != "by"
    )
