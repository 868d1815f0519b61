"""Quotation marks: which belong together, in every style that news uses. Offsets are code points.

Curly, straight, low, guillemets, doubled apostrophes, single marks outside and inside double ones, pairs of unlike marks (“ with "), and
quotations that run over paragraphs (each paragraph opens, only the last one closes). Apostrophes are not marks.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from firsthand.text import Sentence, paragraphs

# A doubled apostrophe or backtick counts as one double mark of two characters.
_MARK = re.compile(r"''|``|’’|‘‘|[“”\"„«»‟]|[‘’'‹›]")
_OPENERS = frozenset("“„«‟") | {"``", "‘‘"}
_CLOSERS = frozenset("”»") | {"’’"}
_SINGLE = frozenset("‘’'‹›")
_OMITTED = re.compile(r"'?\d0s\b|['’](?:tis|twas|em|til|cause|n)\b", re.IGNORECASE)
# The longest stretch in single marks that is believed without a closing mark that follows punctuation: a possessive looks like a closing mark.
MAX_SINGLE = 600


class Stretch(NamedTuple):
    """Text in quotation marks: [start, end) inside the marks, [outer_start, outer_end) with them.

    `single`: in single marks. `runs_on`: the paragraph ends inside the quotation and the next one goes on. `continued`: it began in an
    earlier paragraph. `level`: 0 for a quotation of the text, 1 for one inside another.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    single: bool = False
    runs_on: bool = False
    continued: bool = False
    level: int = 0


def _side(text: str, start: int, end: int) -> str:
    """``(`` an opening place, ``)`` a closing place, ``?`` both or neither, by what stands left and right of the mark."""
    left = text[start - 1] if start else " "
    right = text[end] if end < len(text) else " "
    if left == "=":
        return ")"  # the value of an attribute in left-over markup is nobody's words
    opens = (left.isspace() or left in "([{—–-/“\"‘'«*„") and not right.isspace()
    closes = (not left.isspace() and left not in "([{—–") and (right.isspace() or not right.isalnum())
    if opens and not closes:
        return "("
    if closes and not opens:
        return ")"
    return "?"


def _double_stretches(text: str, para: Sentence, opened: bool) -> tuple[list[Stretch], bool]:
    """The stretches in double marks of one paragraph, and whether one is still open at its end."""
    found: list[Stretch] = []
    begin: tuple[int, int] | None = None
    continued = False
    for match in _MARK.finditer(text, para.start, para.end):
        mark, place = match.group(), _side(text, match.start(), match.end())
        if mark in _SINGLE:
            continue
        if begin is None:
            if mark in _CLOSERS or (mark not in _OPENERS and place == ")"):
                if opened and not found and mark in _CLOSERS | {'"', "''"}:
                    found.append(Stretch(para.start, match.start(), para.start, match.end(), continued=True))
                continue
            begin, continued = match.span(), opened and match.start() == para.start
        elif mark in _CLOSERS or (mark not in _OPENERS and place != "(") or (mark == "“" and text[begin[0]] == "„"):
            found.append(Stretch(begin[1], match.start(), begin[0], match.end(), continued=continued))
            begin, continued = None, False
        elif mark in _OPENERS and text[begin[0] : begin[1]] != mark and mark != "“":
            continue
        else:
            begin, continued = match.span(), False
    if begin is None:
        return found, False
    found.append(Stretch(begin[1], para.end, begin[0], para.end, continued=continued, runs_on=True))
    return found, True


def _single_stretches(text: str, para: Sentence) -> list[Stretch]:
    found: list[Stretch] = []
    marks = [m for m in _MARK.finditer(text, para.start, para.end) if m.group() in _SINGLE]
    begin: int | None = None
    for index, match in enumerate(marks):
        at = match.start()
        left = text[at - 1] if at > para.start else " "
        right = text[at + 1] if at + 1 < para.end else " "
        if begin is None:
            opens = (
                (left.isspace() or left in '([“"—–«')
                and (right.isalnum() or right in "$£€[….")
                and match.group() != "’"
            )
            if opens and not _OMITTED.match(text, at):
                begin = at
            continue
        if match.group() == "‘" and left.isspace():
            begin = at
            continue
        closes = not left.isspace() and not right.isalnum()
        if closes and left == "s" and right == " " and _later_close(text, marks[index + 1 :], para.end):
            continue
        if closes and at - begin <= MAX_SINGLE:
            found.append(Stretch(begin + 1, at, begin, at + 1, single=True))
            begin = None
    return found


def _later_close(text: str, marks: list[re.Match[str]], end: int) -> bool:
    """Whether a mark that closes beyond doubt (after punctuation) comes before the next one that opens."""
    for match in marks:
        at = match.start()
        right = text[at + 1] if at + 1 < end else " "
        if text[at - 1].isspace() and right.isalnum():
            return False
        if text[at - 1] in ",.!?" and not right.isalnum():
            return True
    return False


def stretches(text: str) -> list[Stretch]:
    """All stretches in quotation marks, in order of their start; those inside others have level 1.

    Example:
        >>> [(t.level, "He said “no, 'never', I won't\\"."[t.start : t.end]) for t in stretches("He said “no, 'never', I won't\\".")]
        [(0, "no, 'never', I won't"), (1, 'never')]
    """
    found: list[Stretch] = []
    paras, opened = paragraphs(text), False
    for index, para in enumerate(paras):
        doubles, still_open = _double_stretches(text, para, opened)
        if still_open and not _goes_on(text, paras, index):
            last, still_open = doubles.pop(), False
            if last.outer_start == para.start or text[: last.outer_start].rstrip()[-1:] in (",", ":"):
                doubles.append(last._replace(runs_on=False))
        opened = still_open
        for single in _single_stretches(text, para):
            outer = [d for d in doubles if d.start <= single.start and single.end <= d.end]
            if outer or not any(d.start < single.end and single.start < d.end for d in doubles):
                found.append(single._replace(level=1 if outer else 0))
        found.extend(doubles)
    inner = [s for s in found if s.single and s.level == 0]
    found = [
        d._replace(level=1) if any(s.start <= d.start and d.end <= s.end for s in inner) and not d.single else d
        for d in found
    ]
    return sorted((s for s in found if s.end > s.start), key=lambda s: (s.start, -s.end))


def _goes_on(text: str, paras: list[Sentence], index: int) -> bool:
    """Whether the next paragraph opens with a mark, as the next part of a quotation left open does."""
    if index + 1 >= len(paras):
        return False
    first = text[paras[index + 1].start : paras[index + 1].start + 2]
    return first[:1] in '“"«„' or first in ("''", "``", "‘‘")
