"""Names that the vocabulary knows: actors by any alias, nationalities, datelines, abbreviated states, and titles before a person's name."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from firsthand.extract import gazetteer
from firsthand.extract.mentions import NameKind
from firsthand.extract.names import name_features
from firsthand.text import fold, plain
from firsthand.vocabulary import rows

# Initials and words that name an actor only in such company; anywhere else they are other words or other bodies.
_ARMED = re.compile(
    r"^\W*(?:militants?|fighters?|group|jihadis?t?s?|terrorists?|insurgents?|rebels?|forces?|commanders?|"
    r"cells?|attacks?|affiliates?|leaders?|gunmen)\b"
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

Titles = dict[str, list[tuple[str, ...]]]


class Token(NamedTuple):
    """A word or mark: [start, end) in the text, and as written."""

    start: int
    end: int
    text: str


class Vocabulary(NamedTuple):
    """Aliases, nationalities and titles by their first (titles: last) word, longest first."""

    actors: dict[str, list[tuple[tuple[str, ...], NameKind]]]
    nations: dict[str, list[tuple[str, ...]]]
    titles: dict[str, list[tuple[str, ...]]]
    long_names: dict[str, tuple[str, ...]]


@functools.cache
def vocabulary() -> Vocabulary:
    """The tables, read once."""
    actors: dict[str, list[tuple[tuple[str, ...], NameKind]]] = {}
    long_names: dict[str, tuple[str, ...]] = {}
    for row in rows("actors.csv"):
        kind: NameKind = "group" if row["kind"] == "group" else "organisation"
        spellings = [row["name"], *filter(None, row["aliases"].split("|"))]
        # British papers write long initials like a word: "Isis", "Nato".
        spellings += [
            s.capitalize() for s in spellings if s.isupper() and s.isalpha() and len(s) > 3 and s not in _DOUBTFUL
        ]
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
    return Vocabulary(actors, nations, titles, long_names)


def from_vocabulary(words: Sequence[Token], flat: str) -> Iterator[tuple[int, int, NameKind]]:
    """The names of a sentence that the vocabulary knows: first word, last word excluded, kind."""
    known = vocabulary()
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


def _actor(words: Sequence[Token], index: int, flat: str, known: Vocabulary) -> tuple[int, NameKind]:
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


def _dateline(words: Sequence[Token]) -> int:
    """How many words of capitals open the sentence as the place of a dateline ("KABUL (Agency) -"); 0 for none."""
    size = 0
    while size < min(4, len(words)) and words[size].text.isupper() and len(words[size].text) > 2:
        size += 1
    if not size or size == len(words) or words[size].text not in {"(", "-", ","}:
        return 0
    if not any(w.text == "-" and w.start > words[i - 1].end for i, w in enumerate(words[size : size + 12], size)):
        return 0
    return size if gazetteer.known(fold(" ".join(w.text for w in words[:size]))) else 0


def _abbreviation(words: Sequence[Token], index: int) -> int:
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


def title_at(words: Sequence[Token], start: int, limit: int, table: Titles) -> int:
    """How many words a title takes that begins at `start` and ends before `limit`; 0 for none."""
    for size in range(min(4, limit - start), 0, -1):
        here = tuple(w.text.lower() for w in words[start : start + size])
        if any(split in (here, (*here, ".")) for key in (here[-1], ".") for split in table.get(key, ())):
            return size
    return 0


def title_before(words: Sequence[Token], begin: int, table: Titles) -> int:
    """How many words a title takes that ends before word `begin`; 0 for none."""
    if begin == 0:
        return 0
    for split in table.get(words[begin - 1].text.lower(), ()):
        size = len(split)
        if size <= begin and tuple(w.text.lower() for w in words[begin - size : begin]) == split:
            return size
    return 0
