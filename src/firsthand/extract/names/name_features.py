"""What the names model sees of a sentence: words, shapes, endings, known places, titles, nouns of organisations, word clusters.

Shared by training and reading, so that both see the same. A feature is a short string; a token is a run of letters and digits or one mark.
"""

from __future__ import annotations

import functools
import gzip
import re
from importlib import resources

from firsthand.extract import gazetteer
from firsthand.text import fold
from firsthand.vocabulary import rows

TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
LONGEST_PLACE = 4  # words of the longest place name that is marked; longer ones are rare and cost a lookup per word


@functools.cache
def clusters() -> dict[str, str]:
    """Brown clusters: bit strings by word; words that occur in like contexts share a prefix."""
    raw = resources.files("firsthand").joinpath("_models", "clusters.tsv.gz").read_bytes()
    table: dict[str, str] = {}
    for line in gzip.decompress(raw).decode("utf-8").splitlines():
        bits, _, words = line.partition("\t")
        table.update(dict.fromkeys(words.split(" "), bits))
    return table


@functools.cache
def marked_words() -> dict[str, str]:
    """Titles and nouns of organisations by folded last word."""
    table = {fold(row["title"]).rsplit(" ", 1)[-1]: "T" for row in rows("titles.csv")}
    table.update({fold(row["noun"]): "O" for row in rows("organisation_nouns.csv")})
    return table


def shape(word: str) -> str:
    """A word's outline: ``Xx`` capitalised, ``XX`` capitals, ``x`` small, ``d`` digits, ``xX`` mixed, ``.`` a mark."""
    if word.isdigit():
        return "d4" if len(word) == 4 else "d"
    if not word[0].isalnum():
        return word
    if word.isupper():
        return "X" if len(word) == 1 else "XX"
    if word[0].isupper():
        return "Xx" if word[1:].islower() else "XxX"
    return "x" if word.islower() else "xX"


def place_marks(words: list[str]) -> list[str]:
    """Per word: "" or B/I and how well known the place name is that it begins or goes on."""
    marks = [""] * len(words)
    index = 0
    while index < len(words):
        if not words[index][0].isupper():
            index += 1
            continue
        for size in range(min(LONGEST_PLACE, len(words) - index), 0, -1):
            if size > 1 and not words[index + size - 1][0].isupper():
                continue
            level = gazetteer.known(fold(" ".join(words[index : index + size])))
            if level:
                marks[index] = f"B{level}"
                marks[index + 1 : index + size] = [f"I{level}"] * (size - 1)
                index += size - 1
                break
        index += 1
    return marks


def features(words: list[str], places: list[str] | None = None) -> list[list[str]]:
    """The features of every word of a sentence; `places` are its `place_marks`, where they are known already."""
    table, marked, places = clusters(), marked_words(), place_marks(words) if places is None else places
    small = [w.lower() for w in words]
    shapes = [shape(w) for w in words]
    bits = [table.get(w) or table.get(s, "") for w, s in zip(words, small, strict=True)]
    signs = [marked.get(s, "") for s in small]
    upper = sum(s in {"Xx", "XX"} for s in shapes) > 0.6 * sum(w[0].isalpha() for w in words)
    found = []
    for i, word in enumerate(words):
        row = [
            "b",
            f"w={small[i]}",
            f"s={shapes[i]}",
            f"p2={small[i][:2]}",
            f"p3={small[i][:3]}",
            f"e2={small[i][-2:]}",
            f"e3={small[i][-3:]}",
        ]
        row += [f"g={places[i]}", f"m={signs[i]}", f"first={i == 0}", f"upper={upper}"]
        if len(word) > 4:
            row.append(f"e4={small[i][-4:]}")
        row += _cluster("c", bits[i])
        for step in (-2, -1, 1, 2):
            j = i + step
            if 0 <= j < len(words):
                row += [
                    f"{step}w={small[j]}",
                    f"{step}s={shapes[j]}",
                    f"{step}m={signs[j]}",
                    *_cluster(f"{step}c", bits[j]),
                ]
                if abs(step) == 1:
                    row += [f"{step}g={places[j]}", f"{step}ss={shapes[j]}{shapes[i]}"]
            else:
                row.append(f"{step}edge")
        found.append(row)
    return found


@functools.cache
def _cluster(name: str, bits: str) -> tuple[str, ...]:
    return tuple(f"{name}{size}={bits[:size]}" for size in (4, 6, 10, 20)) if bits else ()
