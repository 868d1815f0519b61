"""The words of harm of a sentence: killed, wounded, taken, missing, and which group of the sentence each belongs to."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from firsthand.extract.sentences.clauses import Reading
from firsthand.vocabulary import rows


class Word(NamedTuple):
    """A word of harm in a sentence: [start, end) in the text, its measure and rule, and its first and last group."""

    start: int
    end: int
    measure: str
    rule: str
    first: int
    last: int


@functools.cache
def _patterns() -> tuple[re.Pattern[str], tuple[tuple[str, str], ...]]:
    table = rows("casualty_words.csv")
    joined = "|".join(f"(?P<w{i}>{r['pattern']})" for i, r in enumerate(table))
    return re.compile(rf"\b(?:{joined})\b", re.IGNORECASE), tuple((r["measure"], r["rule"]) for r in table)


def words_of_harm(text: str, reading: Reading) -> list[Word]:
    """The words of harm of a sentence in order."""
    pattern, meaning = _patterns()
    found = []
    starts = [(t.start, t.end) for t in reading.tokens]
    for match in pattern.finditer(text, reading.start, reading.end):
        measure, rule = meaning[int((match.lastgroup or "w0")[1:])]
        inside = [i for i, (a, b) in enumerate(starts) if a < match.end() and b > match.start()]
        if inside:
            found.append(
                Word(
                    match.start(), match.end(), measure, rule, reading.group_of[inside[0]], reading.group_of[inside[-1]]
                )
            )
    return found
