"""Proper names: persons, organisations, armed groups, places, nationalities. Offsets are code points of the text.

Two readers are laid over one another. Vocabulary comes first: actors and their aliases, nationalities, well-known places. What it
does not know is read by a small linear-chain model (`_models/names.crfsuite`, see its card). Then titles are moved out of the span
and one word that is told of as a person ("Mr Rahimi") stays a person through the whole text.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib import resources
from typing import Any

from firsthand.extract import gazetteer
from firsthand.extract.mentions import Name, NameKind
from firsthand.extract.names import name_features
from firsthand.extract.names.name_vocabulary import Token, from_vocabulary, title_at, title_before, vocabulary
from firsthand.text import fold, plain, sentences

_KINDS: dict[str, NameKind] = {"PER": "person", "ORG": "organisation", "LOC": "place"}
_PARTICLES = frozenset(
    {
        "al",
        "el",
        "bin",
        "ibn",
        "abu",
        "abdul",
        "abd",
        "van",
        "von",
        "de",
        "da",
        "der",
        "ould",
        "ag",
        "ad",
        "as",
        "ul",
        "ur",
        "e",
    }
)
_NOT_NAMES = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "i",
        "he",
        "she",
        "it",
        "they",
        "we",
        "you",
        "the",
        "a",
        "an",
        "and",
        "but",
        "or",
        "if",
        "in",
        "on",
        "at",
        "of",
        "to",
        "for",
        "from",
        "by",
        "with",
        "as",
        "this",
        "that",
        "these",
        "those",
        "there",
        "his",
        "her",
        "its",
        "their",
        "our",
        "your",
    ]
)
WELL_KNOWN = 1_000_000  # people: first-order units that are taken for places on their name alone


@functools.cache
def _tagger() -> Any:
    import pycrfsuite

    tagger = pycrfsuite.Tagger()
    with resources.as_file(resources.files("firsthand").joinpath("_models", "names.crfsuite")) as path:
        tagger.open(str(path))
    return tagger


def find_names(text: str) -> list[Name]:
    """The proper names of a text in order, none overlapping another.

    1. Cut into sentences and words. 2. Read actors, nationalities and well-known places from the vocabulary. 3. Let the model read the rest.
    4. Keep the surer of two that overlap. 5. Join "al-" and its kind to the name. 6. Move titles out. 7. Agree on one kind per spelling.

    Example:
        >>> [(n.text, n.kind, n.title) for n in find_names("Interior Minister Samir al-Khatib spoke in Mosul.")]
        [('Samir al-Khatib', 'person', 'Interior Minister'), ('Mosul', 'place', None)]
    """
    flat = plain(text)
    found: list[Name] = []
    for sentence in sentences(text):  # 1
        words = [
            Token(sentence.start + m.start(), sentence.start + m.end(), m.group())
            for m in name_features.TOKEN.finditer(flat[sentence.start : sentence.end])
        ]
        if not words:
            continue
        spans = list(from_vocabulary(words, flat))  # 2
        spans += _from_model(words)  # 3
        for first, last, kind in _disjoint(spans, words):  # 4, 5, 6
            if kind != "person" or title_at(words, first, last, vocabulary().titles) < last - first:
                found.append(_named(first, last, kind, words, text))
    return _repeated(text, _agreed(found))  # 7


def _from_model(words: Sequence[Token]) -> Iterator[tuple[int, int, NameKind]]:
    texts = [w.text for w in words]
    marks = name_features.place_marks(texts)
    labels = _tagger().tag(name_features.features(texts, marks))
    start = None
    for index, label in enumerate([*labels, "O"]):
        if start is not None and (label[0] != "I" or label[2:] != labels[start][2:]):
            kind = _KINDS[labels[start][2:]]
            yield from _trimmed(
                words, start, index, "place" if kind != "place" and _stands_as_place(words, start, index) else kind
            )
            start = None
        if label != "O" and start is None:
            start = index
    for index, mark in enumerate(marks):
        if mark and mark[0] == "B" and labels[index] == "O":
            end = index + 1
            while end < len(marks) and marks[end][:1] == "I":
                end += 1
            if _surely_place(words, index, end, mark):
                yield index, end, "place"


def _stands_as_place(words: Sequence[Token], start: int, end: int) -> bool:
    """Whether a town's name stands after a preposition of place, whatever the model took it for."""
    before = words[start - 1].text.lower() if start else ""
    return (
        before in {"in", "near", "outside"} and gazetteer.known(fold(" ".join(w.text for w in words[start:end]))) >= 2
    )


def _trimmed(words: Sequence[Token], start: int, end: int, kind: NameKind) -> Iterator[tuple[int, int, NameKind]]:
    while start < end and (
        not words[start].text[0].isalnum() or words[start].text.lower() in {"the", "a", "an", "and", "in", "of"}
    ):
        start += 1
    while start < end and not (
        words[end - 1].text[0].isalnum() or (words[end - 1].text == "." and len(words[end - 2].text) == 1)
    ):
        end -= 1
    spelled = [w.text for w in words[start:end]]
    if (
        spelled
        and any(w[0].isupper() or w[0].isdigit() for w in spelled)
        and not all(w.lower() in _NOT_NAMES or w.isdigit() for w in spelled)
    ):
        yield start, end, kind


def _surely_place(words: Sequence[Token], start: int, end: int, mark: str) -> bool:
    """A well-known place that the model passed over: a country or region, or a city after a preposition of place."""
    spelled = " ".join(w.text for w in words[start:end])
    if fold(spelled) in _NOT_NAMES or len(spelled) < 4:
        return False
    before = words[start - 1].text.lower() if start else ""
    beside = end < len(words) and words[end].text[0].isupper()
    if spelled.isupper() and start == 0 and end < len(words) and words[end].text in "(-,":
        return True
    wide = {"country", "region", "sea", "mountains"}
    if mark == "B4" and any(
        e.rank < 2 and (e.kind in wide or (e.kind == "province" and e.rank == 0 and e.people > WELL_KNOWN))
        for e in gazetteer.lookup(spelled)
    ):
        return not beside and not (start and words[start - 1].text[0].isupper())
    if words[end - 1].text == "County":
        return True
    sure = (
        {"in", "near", "outside"}
        if mark in {"B1", "B2"}
        else {"in", "near", "from", "at", "to", "of", "outside", "around"}
    )
    return before in sure and not beside and start > 0


def _disjoint(spans: list[tuple[int, int, NameKind]], words: Sequence[Token]) -> list[tuple[int, int, NameKind]]:
    """Vocabulary before model (the order given), except where the model reads a longer name around a nationality ("Iraqi Red Crescent")."""
    kept: list[tuple[int, int, NameKind]] = []
    for span in spans:
        rivals = [k for k in kept if k[0] < span[1] and span[0] < k[1]]
        if span[2] != "person" and all(_wraps(span, rival) for rival in rivals):
            kept = [k for k in kept if k not in rivals] + [span]
        elif not rivals:
            kept.append(span)
        elif (
            span[2] == "person"
            and len(rivals) == 1
            and rivals[0][0] == span[0]
            and rivals[0][1] < span[1]
            and rivals[0][2] in {"nationality", "organisation"}
        ):
            kept.append((rivals[0][1], span[1], "person"))
    return _grown(kept, words)


def _wraps(span: tuple[int, int, NameKind], rival: tuple[int, int, NameKind]) -> bool:
    """Whether a body's or place's name holds a shorter one and goes on."""
    longer = span[1] - span[0] > rival[1] - rival[0]
    return longer and rival[2] in {"nationality", "organisation"} and span[0] <= rival[0] and rival[1] <= span[1]


def _grown(kept: Sequence[tuple[int, int, NameKind]], words: Sequence[Token]) -> list[tuple[int, int, NameKind]]:
    """Joins "al-" before a name and "-Name" or "al-Name" after it; drops what then overlaps."""
    grown: list[tuple[int, int, NameKind]] = []
    for first, last, kind in sorted(kept):
        while (
            first > 1
            and words[first - 1].text in "-'"
            and words[first - 2].text.lower() in _PARTICLES
            and words[first - 2].end == words[first - 1].start
        ):
            first -= 2
        while (
            last + 1 < len(words)
            and kind in {"person", "place"}
            and words[last].text == "-"
            and words[last].start == words[last - 1].end
        ):
            if (
                not (words[last + 1].text[0].isupper() or words[last - 1].text.lower() in _PARTICLES)
                or words[last + 1].start != words[last].end
            ):
                break
            last += 2
        if (
            kind == "person"
            and last + 2 < len(words)
            and words[last].text.lower() in {"al", "el"}
            and words[last + 1].text == "-"
        ):
            last += 3
        if not grown or first >= grown[-1][1]:
            grown.append((first, last, kind))
    return grown


def _named(first: int, last: int, kind: NameKind, words: Sequence[Token], text: str) -> Name:
    title: tuple[int, int] | None = None
    if kind == "person":
        table = vocabulary().titles
        inside = first
        while inside < last - 1 and (size := title_at(words, inside, last - 1, table)):
            inside += size + (words[inside + size].text == ".")
        begin = inside
        while size := title_before(words, begin, table):
            begin -= size
        title, first = ((begin, inside) if begin < inside else None), inside
    start, end = words[first].start, words[last - 1].end
    if text[end : end + 1] == "." and words[last - 1].text == "S" and text[start:end].startswith("U."):
        end += 1
    shown = text[words[title[0]].start : words[title[1] - 1].end] if title else None
    return Name(start, end, text[start:end], kind, shown)


def _agreed(found: list[Name]) -> list[Name]:
    """One kind per spelling: a surname of a person named in full is that person, a country or province is a place, else the more frequent kind."""
    surnames = {
        part
        for n in found
        if n.kind == "person" and " " in n.text
        for part in (fold(n.text.split(" ")[-1]), fold(n.text.split(" ")[-1].split("-")[-1]))
    }
    votes: dict[str, Counter[NameKind]] = {}
    for name in found:
        votes.setdefault(fold(name.text), Counter())[name.kind] += 2 if name.title else 1
    settled = []
    for name in found:
        key = fold(name.text)
        kind = name.kind
        if name.kind in {"person", "organisation", "place"}:
            if name.title is None and key not in surnames and name.kind != "place" and _is_region(name.text):
                kind = "place"
            elif key in surnames and name.kind in {"place", "organisation"} and not _is_region(name.text):
                kind = "person"
            elif name.title is None:
                kind = max(votes[key].items(), key=lambda item: (item[1], item[0] == name.kind, item[0]))[0]
                kind = name.kind if kind in {"group", "nationality"} else kind
        settled.append(name._replace(kind=kind))
    return settled


def _repeated(text: str, found: list[Name]) -> list[Name]:
    """The same spellings again where a reader passed them over: what is a name once is a name throughout."""
    kinds: dict[str, NameKind] = {}
    for name in found:
        if name.kind in {"person", "place", "organisation"} and len(name.text) > 3 and name.text[0].isupper():
            kinds.setdefault(name.text, name.kind)
    if not kinds:
        return found
    taken = bytearray(len(text))
    for name in found:
        taken[name.start : name.end] = b"\x01" * (name.end - name.start)
    added = []
    pattern = re.compile(
        r"(?<![\w-])(?:"
        + "|".join(re.escape(k) for k in sorted(kinds, key=lambda k: (-len(k), k)))
        + r")(?![\w])(?!\s[A-Z])(?<!\s[A-Z]\.)"
    )
    for match in pattern.finditer(text):
        if not any(taken[match.start() : match.end()]):
            added.append(Name(match.start(), match.end(), match.group(), kinds[match.group()]))
    return sorted([*found, *added])


def _is_region(name: str) -> bool:
    return any(
        (e.kind in {"country", "province", "region", "sea"} and e.rank < 2) or (e.people > 300_000 and e.rank == 0)
        for e in gazetteer.lookup(name)
    )
