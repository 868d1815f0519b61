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
from typing import Any, NamedTuple

from firsthand.extract import gazetteer, name_features
from firsthand.extract.mentions import Name, NameKind
from firsthand.text import fold, plain, sentences
from firsthand.vocabulary import rows

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
# Initials and words that name an actor only in such company; anywhere else they are other words or other bodies.
_ARMED = re.compile(
    r"^\W*(?:militants?|fighters?|group|jihadis?t?s?|terrorists?|insurgents?|rebels?|forces?|commanders?|cells?|attacks?|affiliates?|leaders?|gunmen)\b"
)
_DOUBTFUL = frozenset(
    [
        "IS",
        "IG",
        "AA",
        "AU",
        "TIP",
        "PDF",
        "CPC",
        "SLA",
        "ISI",
        "TAK",
        "GAM",
        "ICC",
        "JAM",
        "JAS",
        "ADF",
        "RSF",
        "STC",
        "SNA",
        "ETA",
        "Fano",
        "Amal",
        "Wagner",
        "Shene",
        "Hasm",
        "MEND",
    ]
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


class _Token(NamedTuple):
    start: int
    end: int
    text: str


class _Vocabulary(NamedTuple):
    """Aliases, nationalities and titles by their first (titles: last) word, longest first."""

    actors: dict[str, list[tuple[tuple[str, ...], NameKind]]]
    nations: dict[str, list[tuple[str, ...]]]
    titles: dict[str, list[tuple[str, ...]]]
    long_names: dict[str, tuple[str, ...]]


@functools.cache
def _vocabulary() -> _Vocabulary:
    actors: dict[str, list[tuple[tuple[str, ...], NameKind]]] = {}
    long_names: dict[str, tuple[str, ...]] = {}
    for row in rows("actors.csv"):
        kind: NameKind = "group" if row["kind"] == "group" else "organisation"
        spellings = [row["name"], *filter(None, row["aliases"].split("|"))]
        for spelling in spellings:
            words = tuple(name_features.TOKEN.findall(plain(spelling)))
            actors.setdefault(words[0].lower(), []).append((words, kind))
            if spelling in _DOUBTFUL:
                long_names[spelling] = tuple(plain(s) for s in spellings if s not in _DOUBTFUL)
    nations: dict[str, list[tuple[str, ...]]] = {}
    for table, column in (("countries.csv", "demonyms"), ("demonyms.csv", "word")):
        for row in rows(table):
            for word in filter(None, row[column].split("|")):
                split = tuple(name_features.TOKEN.findall(word))
                nations.setdefault(split[0], []).append(split)
    titles: dict[str, list[tuple[str, ...]]] = {}
    for row in rows("titles.csv"):
        split = tuple(w.lower() for w in name_features.TOKEN.findall(row["title"]))
        titles.setdefault(split[-1], []).append(split)
    for spelled in actors.values():
        spelled.sort(key=lambda item: -len(item[0]))
    for plain_words in (*nations.values(), *titles.values()):
        plain_words.sort(key=len, reverse=True)
    return _Vocabulary(actors, nations, titles, long_names)


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
            _Token(sentence.start + m.start(), sentence.start + m.end(), m.group())
            for m in name_features.TOKEN.finditer(flat[sentence.start : sentence.end])
        ]
        if not words:
            continue
        spans = list(_from_vocabulary(words, flat))  # 2
        spans += _from_model(words)  # 3
        for first, last, kind in _disjoint(spans, words):  # 4, 5, 6
            found.append(_named(first, last, kind, words, text))
    return _repeated(text, _agreed(found))  # 7


def _from_vocabulary(words: Sequence[_Token], flat: str) -> Iterator[tuple[int, int, NameKind]]:
    known = _vocabulary()
    index = 0
    if size := _dateline(words):
        yield 0, size, "place"
        index = size
    while index < len(words):
        if size := _abbreviation(words, index):
            yield index, index + size, "place"
            index += size
            continue
        size, kind = _actor(words, index, flat, known)
        if not size and words[index].text[0].isupper():
            for split in known.nations.get(words[index].text, ()):
                if [w.text for w in words[index : index + len(split)]] == list(split):
                    size, kind = len(split), "nationality"
                    break
        if size:
            yield index, index + size, kind
        index += size or 1


def _actor(words: Sequence[_Token], index: int, flat: str, known: _Vocabulary) -> tuple[int, NameKind]:
    for split, kind in known.actors.get(words[index].text.lower(), ()):
        here = words[index : index + len(split)]
        if len(here) < len(split) or not _spelled_alike([w.text for w in here], split):
            continue
        spelling = flat[here[0].start : here[-1].end]
        if spelling in _DOUBTFUL:
            company = _ARMED.match(flat[here[-1].end : here[-1].end + 30])
            if not company and not any(n in flat for n in known.long_names.get(spelling, ())):
                continue
        return len(split), kind
    return 0, "group"


def _spelled_alike(words: Sequence[str], alias: Sequence[str]) -> bool:
    """The same words; of an alias of several words the first may be written small or with a capital."""
    if len(alias) > 1 and words[0].lower() == alias[0].lower():
        return list(words[1:]) == list(alias[1:])
    return list(words) == list(alias)


def _dateline(words: Sequence[_Token]) -> int:
    """How many words of capitals open the sentence as the place of a dateline ("KABUL (Agency) -"); 0 for none."""
    size = 0
    while size < min(4, len(words)) and words[size].text.isupper() and len(words[size].text) > 2:
        size += 1
    if not size or size == len(words) or words[size].text not in {"(", "-", ","}:
        return 0
    if not any(w.text == "-" and w.start > words[i - 1].end for i, w in enumerate(words[size : size + 12], size)):
        return 0
    return size if gazetteer.known(fold(" ".join(w.text for w in words[:size]))) else 0


def _abbreviation(words: Sequence[_Token], index: int) -> int:
    """How many words a unit's abbreviation takes after a comma ("Athens, Ga."), its full stop included; 0 for none."""
    if index < 2 or words[index - 1].text != "," or not words[index - 2].text[0].isupper():
        return 0
    table = gazetteer.abbreviations()
    for size in (4, 3, 2, 1):
        here = words[index : index + size]
        if len(here) < size:
            continue
        spelled = "".join(
            w.text + (" " if a.start > w.end else "") for w, a in zip(here, [*here[1:], here[-1]], strict=True)
        ).rstrip()
        if (spelled.endswith(".") and spelled[:-1] in table) or (
            spelled in table and len(spelled) == 2 and spelled.isupper()
        ):
            return size
    return 0


def _from_model(words: Sequence[_Token]) -> Iterator[tuple[int, int, NameKind]]:
    labels = _tagger().tag(name_features.features([w.text for w in words]))
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
    marks = name_features.place_marks([w.text for w in words])
    for index, mark in enumerate(marks):
        if mark and mark[0] == "B" and labels[index] == "O":
            end = index + 1
            while end < len(marks) and marks[end][:1] == "I":
                end += 1
            if _surely_place(words, index, end, mark):
                yield index, end, "place"


def _stands_as_place(words: Sequence[_Token], start: int, end: int) -> bool:
    """Whether a town's name stands after a preposition of place, whatever the model took it for."""
    before = words[start - 1].text.lower() if start else ""
    return (
        before in {"in", "near", "outside"} and gazetteer.known(fold(" ".join(w.text for w in words[start:end]))) >= 2
    )


def _trimmed(words: Sequence[_Token], start: int, end: int, kind: NameKind) -> Iterator[tuple[int, int, NameKind]]:
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


def _surely_place(words: Sequence[_Token], start: int, end: int, mark: str) -> bool:
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


def _disjoint(spans: list[tuple[int, int, NameKind]], words: Sequence[_Token]) -> list[tuple[int, int, NameKind]]:
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


def _grown(kept: Sequence[tuple[int, int, NameKind]], words: Sequence[_Token]) -> list[tuple[int, int, NameKind]]:
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


def _named(first: int, last: int, kind: NameKind, words: Sequence[_Token], text: str) -> Name:
    title: tuple[int, int] | None = None
    if kind == "person":
        table = _vocabulary().titles
        inside = first
        while inside < last - 1 and (size := _title_at(words, inside, last - 1, table)):
            inside += size + (words[inside + size].text == ".")
        begin = inside
        while size := _title_before(words, begin, table):
            begin -= size
        title, first = ((begin, inside) if begin < inside else None), inside
    start, end = words[first].start, words[last - 1].end
    if text[end : end + 1] == "." and words[last - 1].text == "S" and text[start:end].startswith("U."):
        end += 1
    shown = text[words[title[0]].start : words[title[1] - 1].end] if title else None
    return Name(start, end, text[start:end], kind, shown)


def _title_at(words: Sequence[_Token], start: int, limit: int, table: dict[str, list[tuple[str, ...]]]) -> int:
    """How many words a title takes that begins at `start` and ends before `limit`; 0 for none."""
    for size in range(min(4, limit - start), 0, -1):
        here = tuple(w.text.lower() for w in words[start : start + size])
        if any(split in (here, (*here, ".")) for key in (here[-1], ".") for split in table.get(key, ())):
            return size
    return 0


def _title_before(words: Sequence[_Token], begin: int, table: dict[str, list[tuple[str, ...]]]) -> int:
    if begin == 0:
        return 0
    for split in table.get(words[begin - 1].text.lower(), ()):
        size = len(split)
        if size <= begin and tuple(w.text.lower() for w in words[begin - size : begin]) == split:
            return size
    return 0


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
