"""What hangs on what in a sentence of groups: subjects, objects, lists, and the groups behind prepositions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from firsthand.extract.sentences.clauses import BE, Reading
from firsthand.extract.sentences.lexicon import Head, find_head, word_set

# How many groups to the right of a noun ("the attack on X in Y by Z") or a passive verb are searched for its prepositions.
REACH = 12
BLAME = word_set("verb of blame")
TIME_WORDS = word_set("time")
# Words that stand for the people or body named after "of" ("a group of armed men", "members of the Red Front").
COLLECTIVE = word_set("collective")
_CONJUNCTIONS = frozenset(["that", "because", "after", "when", "while", "as", "if", "since", "although", "before"])


def is_passive(reading: Reading, where: int, at: int) -> bool:
    """Whether the verb at token `at` of verb group `where` is passive, with or without its auxiliary."""
    group = reading.groups[where]
    before = [t.lower for t in reading.tokens[group.first : at]]
    if reading.tokens[at].tag not in {"VN", "VD"}:
        return False
    if any(w in BE for w in before):
        return True
    if any(w in {"have", "has", "had", "having", "'ve"} for w in before):
        return False
    nxt = where + 1
    if reading.kind(nxt) == "word" and reading.lower(nxt) == "by":
        return True
    return reading.tokens[at].tag == "VN" and reading.kind(nxt) != "noun" and reading.kind(where - 1) == "noun"


def subject_of(reading: Reading, where: int, depth: int = 0) -> int | None:
    """The group that does what verb group `where` says: the nearest noun group on the left that hangs on nothing else."""
    i = where - 1
    if reading.tag(i) == "W" or (reading.lower(i) == "that" and reading.kind(i - 1) == "noun"):
        return _antecedent(reading, i)
    if reading.lower(i) in {"of", "for"} and reading.tag(i) == "I":
        return _accused(reading, i)
    if (
        reading.tag(i) == "I"
        and reading.tokens[reading.groups[where].first].tag == "VG"
        and reading.lower(i) in {"by", "after", "before", "in", "while"}
    ):
        return subject_of(reading, i, depth + 1) if depth < 4 else None
    while i >= 0:
        kind, tag = reading.kind(i), reading.tag(i)
        if kind == "noun":
            if is_time(reading, i):
                i -= 1
                continue
            if reading.tag(i - 1) in {"I", "TO"} and reading.lower(i - 1) not in _CONJUNCTIONS:
                if reading.lower(i - 1) == "of" and reading.kind(i - 2) == "noun":
                    i -= 2
                    continue
                i -= 2
                continue
            if _is_relative_object(reading, i):
                i = _relative_start(reading, i)
                continue
            if reading.lower(i) in {"they", "who"} or tag != "EX":
                return i
        elif (
            kind == "verb" and reading.finite(i) and not _joined(reading, i, where) and not _participle(reading, where)
        ):
            return None
        elif kind == "verb":
            return (
                subject_of(reading, i, depth + 1)
                if depth < 4 and (reading.finite(i) or reading.tag(i) == "VG")
                else _skip(reading, i, where, depth)
            )
        i -= 1
    return None


def _antecedent(reading: Reading, i: int) -> int | None:
    """The noun group that "who", "which" or "that" at group `i` stands for."""
    nearest = next(
        (k for k in range(i - 1, max(-1, i - 4), -1) if reading.kind(k) == "noun" and not is_time(reading, k)), None
    )
    if reading.lower(i) != "who" or nearest is None or _is_human(reading, nearest):
        return nearest
    return next(
        (k for k in range(nearest - 1, max(-1, i - REACH), -1) if reading.kind(k) == "noun" and _is_human(reading, k)),
        nearest,
    )


def _is_human(reading: Reading, index: int) -> bool:
    """Whether a noun group holds a word for a person, or a run of names with a title or without a place's preposition."""
    group = reading.groups[index]
    if title_head(reading.words(group)) is not None:
        return True
    names = sum(t.tag == "NP" for t in reading.tokens[group.first : group.last])
    return names >= 2 and reading.tag(index - 1) not in {"I", "TO"}


def is_time(reading: Reading, index: int) -> bool:
    """Whether a noun group is a time ("today", "5 January", "last week")."""
    group = reading.groups[index]
    words = reading.words(group)
    return words[-1] in TIME_WORDS or (words[0] in TIME_WORDS and len(words) <= 2)


def title_head(words: Sequence[str]) -> Head | None:
    """The word for a person or thing that a noun group is about: its ending, or a title inside it ("senator ernesto samper")."""
    found = find_head(words)
    if found is not None:
        return found
    titles = (find_head([w]) for w in reversed(words[:-1]))
    return next(
        (h for h in titles if h is not None and h.kind in {"person", "armed"} and h.words not in COLLECTIVE), None
    )


def _skip(reading: Reading, i: int, where: int, depth: int) -> int | None:
    return subject_of(reading, i, depth + 1) if depth < 4 else None


def _participle(reading: Reading, where: int) -> bool:
    return reading.tokens[reading.groups[where].first].tag in {"VG", "TO"}


def _joined(reading: Reading, earlier: int, later: int) -> bool:
    """Whether two verb groups share a subject ("kidnapped and killed", "left, then fired")."""
    return (
        any(reading.tag(k) in {"CC"} or reading.lower(k) == "," for k in range(earlier + 1, later))
        and reading.kind(later - 1) != "noun"
    )


def _is_relative_object(reading: Reading, i: int) -> bool:
    return reading.kind(i - 1) == "verb" and reading.tag(i - 2) == "W"


def _relative_start(reading: Reading, i: int) -> int:
    return i - 3


def _accused(reading: Reading, i: int) -> int | None:
    """For "X accused Y of killing": Y."""
    if reading.kind(i - 1) == "noun" and reading.kind(i - 2) == "verb" and reading.lower(i - 2) in BLAME:
        return i - 1
    if reading.kind(i - 1) == "verb" and reading.lower(i - 1) in BLAME:
        return subject_of(reading, i - 1, 3)
    return None


def objects_of(reading: Reading, where: int, at: int) -> list[int]:
    """The noun group after a verb and those listed with it."""
    if at + 1 < reading.groups[where].last and any(
        t.is_verb for t in reading.tokens[at + 1 : reading.groups[where].last]
    ):
        return []
    i = where + 1
    while (reading.kind(i) == "word" and reading.tag(i) in {"R", "RP"}) or (
        reading.kind(i) == "noun" and is_time(reading, i)
    ):
        i += 1
    if reading.kind(i) != "noun":
        return []
    return list(listed(reading, i))


def listed(reading: Reading, i: int) -> Iterator[int]:
    """A noun group and those that follow it as a list; a group with a verb of its own is none of the list."""
    yield i
    j = i + 1
    while j < len(reading.groups):
        if reading.lower(j) == "of" and reading.kind(j + 1) == "noun":
            j += 2
        elif reading.lower(j) in {",", "and", "or", "&"} and reading.kind(j) == "word":
            k = j + 1
            while reading.kind(k) == "word" and reading.lower(k) in {"and", "or", ","}:
                k += 1
            if reading.kind(k) != "noun" or (reading.kind(k + 1) == "verb" and reading.finite(k + 1)):
                return
            yield k
            j = k + 1
        else:
            return


def with_list(reading: Reading, i: int | None) -> list[int]:
    """A subject with the groups listed before it ("a judge and two guards were killed")."""
    if i is None:
        return []
    found, j = [i], i - 1
    while j > 0 and reading.kind(j) == "word" and reading.lower(j) in {"and", ",", "or"}:
        k = j - 1
        while reading.kind(k) == "word" and reading.lower(k) in {"and", ","}:
            k -= 1
        while reading.kind(k) == "noun" and reading.lower(k - 1) == "of" and reading.kind(k - 2) == "noun":
            k -= 2
        if reading.kind(k) != "noun" or reading.tag(k - 1) in {"I", "TO"} or reading.kind(k - 1) == "verb":
            break
        found.append(k)
        j = k - 1
    return found[::-1]


def after(reading: Reading, where: int, prepositions: Iterable[str]) -> Iterator[int]:
    """The noun groups that one of the prepositions ties to a group, as far as the clause goes."""
    wanted = frozenset(prepositions)
    for i in range(where + 1, min(where + 1 + REACH, len(reading.groups) - 1)):
        if (
            reading.kind(i) == "verb"
            and reading.lower(i) not in {"using", "including"}
            and not (reading.tag(i) == "VN" and not reading.finite(i))
        ):
            return
        if reading.tag(i) in {"W"} or reading.lower(i) in {";", ":"}:
            return
        if reading.lower(i) in wanted and reading.kind(i) in {"word", "verb"} and reading.kind(i + 1) == "noun":
            yield from listed(reading, i + 1)
            return
