"""Sentences as noun and verb groups: enough grammar to tell who did what to whom, with offsets of the whole text.

A group is a run of words: a noun group ends in its head, a verb group holds its auxiliaries and adverbs. Everything between (prepositions,
relative words, marks) stands alone. Nothing is nested; what hangs on what is read from the order of the groups (see `roles`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from firsthand.extract.sentences.lexicon import past_forms, word_set
from firsthand.extract.sentences.tagging import Tagged, tag
from firsthand.text import Sentence, sentences

BE = frozenset(
    ["be", "am", "is", "are", "was", "were", "been", "being", "get", "gets", "got", "getting", "gotten", "'s", "'re"]
)
_NOUN = frozenset({"D", "J", "C", "N", "NP", "POS"})
_NAMES = frozenset({"N", "NP"})
_PAST_AND_NOUN = word_set("past and noun")
_OBJECT = frozenset({"D", "NP", "C", "PRP", "J"})
_VERB = frozenset({"M", "TO", "RP", "VD", "VZ", "VP", "VB", "VG", "VN"})
_BEFORE_NUMBER = word_set("before number")
_FINITE = frozenset({"VD", "VZ", "VP", "M"})
_DETERMINERS = word_set("determiner")


_TIME = word_set("time opener")
# Letters up to which a word between number and noun keeps its tag ("two in boats"); longer ones name what is counted ("three lorry drivers").
_SHORT = 4
_MARKS = frozenset("\"“”'‘’")
_QUALIFIERS = word_set("qualifier")


class Group(NamedTuple):
    """A run of tokens [first, last) of a sentence; `head` is the index of its main word."""

    kind: Literal["noun", "verb", "word"]
    first: int
    last: int
    head: int


class Reading(NamedTuple):
    """One sentence: its number in the text, its span, its tagged words, its groups, and for each word the index of its group."""

    number: int
    start: int
    end: int
    paragraph: int
    tokens: tuple[Tagged, ...]
    groups: tuple[Group, ...]
    group_of: tuple[int, ...]

    def span(self, group: Group) -> tuple[int, int]:
        """Start and end of a group in the text."""
        return self.tokens[group.first].start, self.tokens[group.last - 1].end

    def words(self, group: Group) -> list[str]:
        """The words of a group in lower case."""
        return [t.lower for t in self.tokens[group.first : group.last]]

    def lower(self, index: int) -> str:
        """The word of a group that stands alone, or the head's word; "" outside the sentence."""
        return self.tokens[self.groups[index].head].lower if 0 <= index < len(self.groups) else ""

    def tag(self, index: int) -> str:
        """The tag of a group's head; "" outside the sentence."""
        return self.tokens[self.groups[index].head].tag if 0 <= index < len(self.groups) else ""

    def kind(self, index: int) -> str:
        """The kind of a group; "" outside the sentence."""
        return self.groups[index].kind if 0 <= index < len(self.groups) else ""

    def finite(self, index: int) -> bool:
        """Whether a verb group has a tensed verb or a modal."""
        group = self.groups[index]
        return group.kind == "verb" and any(t.tag in _FINITE for t in self.tokens[group.first : group.last])


def read(text: str) -> list[Reading]:
    """Reads a text sentence by sentence.

    Example:
        >>> [r.kind(0) for r in read("Two guards were wounded.")]
        ['noun']
    """
    return [reading(text, s, i, text.count("\n", 0, s.start)) for i, s in enumerate(sentences(text))]


def reading(text: str, sentence: Sentence, index: int = 0, paragraph: int = 0) -> Reading:
    """Reads one sentence of a text."""
    tokens = tuple(_mended(tag(text, sentence.start, sentence.end)))
    groups = tuple(_groups(tokens))
    owner = [0] * len(tokens)
    for position, group in enumerate(groups):
        owner[group.first : group.last] = [position] * (group.last - group.first)
    return Reading(index, sentence.start, sentence.end, paragraph, tokens, groups, tuple(owner))


def _mended(tokens: list[Tagged]) -> list[Tagged]:
    """Past forms of event verbs that the tagger took for nouns between a noun and an object ("a bomber struck a checkpoint").

    Forms that are nouns too ("shot") count only in a sentence that has no other verb.
    """
    verbless = not any(t.tag in _FINITE for t in tokens)
    for i in range(1, len(tokens) - 1):
        if tokens[i].tag != "N" or tokens[i - 1].tag not in _NAMES or tokens[i + 1].tag not in _OBJECT:
            continue
        if tokens[i].lower in past_forms() or (verbless and tokens[i].lower in _PAST_AND_NOUN):
            tokens[i] = tokens[i]._replace(tag="VD")
    return tokens


def _groups(tokens: Sequence[Tagged]) -> list[Group]:
    found: list[Group] = []
    i = 0
    while i < len(tokens):
        end = _noun_end(tokens, i)
        if end > i:
            found.append(Group("noun", i, end, _head(tokens, i, end)))
        elif (end := _verb_end(tokens, i)) > i:
            found.append(Group("verb", i, end, _main_verb(tokens, i, end)))
        else:
            end = i + 1
            found.append(Group("word", i, end, i))
        i = end
    return found


def _noun_end(tokens: Sequence[Tagged], i: int) -> int:
    if tokens[i].tag in {"PRP", "EX"}:
        return i + 1
    j = i
    if _begins_with_modifier(tokens, i):
        j = i + 1 + (tokens[i].tag == "R")
    elif tokens[i].lower in _BEFORE_NUMBER:
        while j < len(tokens) and j < i + 4 and tokens[j].lower in _BEFORE_NUMBER:
            j += 1
        if j >= len(tokens) or tokens[j].tag != "C" or (tokens[i].lower in {"to", "as", "between"} and j == i + 1):
            return i
    begun = j > i
    while j < len(tokens):
        tag_, low = tokens[j].tag, tokens[j].lower
        if tag_ in _NOUN:
            if begun and tag_ == "D" and tokens[j - 1].tag in _NAMES | {"C"} and low in _DETERMINERS:
                break
            if begun and low in _TIME and tokens[j - 1].tag in _NAMES:
                break
            if begun and tag_ == "C" and tokens[j - 1].tag == "N" and not low.isdigit():
                break
        elif not (_quoted_inside(tokens, i, j) or _inside_noun(tokens, i, j)):
            break
        begun, j = True, j + 1
    while j > i and tokens[j - 1].tag in {"R", "VG", "VN", "POS"}:
        j -= 1
    if not any(t.tag in {"N", "NP", "C", "D", "J"} for t in tokens[i:j]):
        return i
    return j


def _begins_with_modifier(tokens: Sequence[Tagged], i: int) -> bool:
    """Whether a noun group begins with a participle or adverb: "armed men", "heavily armed men"."""
    if i and tokens[i - 1].tag not in {"I", "CC", ".", "W"}:
        return False
    tags = [t.tag for t in tokens[i : i + 3]]
    return tags[:2] == ["VN", "N"] or tags in (["R", "VN", "N"], ["R", "J", "N"])


def _quoted_inside(tokens: Sequence[Tagged], i: int, j: int) -> bool:
    """A quotation mark around a name inside a noun group (the "San Juan" garrison)."""
    if tokens[j].text not in _MARKS or j == i or j + 1 >= len(tokens):
        return False
    return (
        tokens[j - 1].tag in _NOUN
        and tokens[j + 1].tag in {"N", "NP"}
        and tokens[j - 1].lower not in {"said", "the times"}
    )


def _inside_noun(tokens: Sequence[Tagged], i: int, j: int) -> bool:
    """A participle or adverb that stands between a determiner or adjective and a noun ("an armed group", "two heavily armed men")."""
    tag_ = tokens[j].tag
    after = tokens[j + 1].tag if j + 1 < len(tokens) else "."
    if tokens[j].lower in _QUALIFIERS and j > i and after in {"N", "NP", "J"}:
        return True
    if (
        j > i
        and tokens[j - 1].tag == "C"
        and after == "N"
        and tag_ in {"VB", "VP", "R", "X", "I"}
        and tokens[j].lower.isalpha()
    ):
        return len(tokens[j].lower) > _SHORT
    if tag_ in {"VN", "VG"}:
        return j > i and tokens[j - 1].tag in {"D", "J", "C", "POS", "R"} and after in {"N", "NP", "J", "VN"}
    if tag_ == "R":
        return j > i and tokens[j - 1].tag in {"D", "C"} and after in {"J", "VN", "N"}
    return False


def _head(tokens: Sequence[Tagged], i: int, j: int) -> int:
    return next((k for k in range(j - 1, i - 1, -1) if tokens[k].tag in _NAMES), j - 1)


def _verb_end(tokens: Sequence[Tagged], i: int) -> int:
    j, verbs = i, 0
    while j < len(tokens):
        tag_ = tokens[j].tag
        if tag_ == "R" or tag_ in _VERB:
            if tag_ == "TO" and (j + 1 >= len(tokens) or tokens[j + 1].tag not in {"VB", "VP", "R"}):
                break
            verbs += tag_ in _VERB and tag_ not in {"TO", "RP"}
        else:
            break
        j += 1
    while j > i and tokens[j - 1].tag in {"R", "TO"}:
        j -= 1
    return j if verbs else i


def _main_verb(tokens: Sequence[Tagged], i: int, j: int) -> int:
    return next((k for k in range(j - 1, i - 1, -1) if tokens[k].is_verb), j - 1)
