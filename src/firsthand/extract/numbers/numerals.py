"""Numerals and number words: where in a text a bare number stands and what it is worth. Bounds and contexts are `numbers`' work.

Digits are grouped as the language groups them ("1,200"; "1.200" in Spanish and German; "1 200" in French and Russian; "2,00,000" in India);
digits of any script count. Number words come from `_vocabulary/number_words.csv`.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from typing import NamedTuple

from firsthand.vocabulary import rows

_SPACE = " \u00a0\u202f\u2009"
_NUMERAL = re.compile(
    rf"(?<![\w.,])(?:\d{{1,3}}(?:,\d{{2,3}})+(?!\d)(?:\.\d+)?|\d{{1,3}}(?:[{_SPACE}]\d{{3}})+(?!\d)"
    rf"|\d{{1,3}}(?:\.\d{{3}})+(?![.,]?\d)|\d+(?:[.,٫]\d+)?)"
)
# Longer runs of digits are codes, and larger values count nothing on earth; both stay inside what a database holds as a whole number.
_DIGITS = 20
_LARGEST = 10**15
_JOIN = re.compile(r"\s*-\s*|\s+(?:(?:and|y|et|und)\s+)?|-(?:et|and)-")
# Languages that write the thousands with a full stop, and the decimals with a comma.
_STOP_GROUPS = frozenset({"es", "de", "it", "pt", "nl", "tr", "id", "da", "el", "ro"})
_COMMA_DECIMALS = _STOP_GROUPS | {"fr", "ru", "uk", "pl", "sv", "no", "fi", "cs"}


_SMALL = {
    "en": "the of and in was were that to by said with for from at is has had not people an on after as been killed it",
    "es": "el los las del que por una con fueron murieron al menos personas y muertos heridos fue según su han",
    "fr": "le les des une dans est ont été au moins et du sont tués personnes blessés qui selon par sur",
    "de": "der die das und wurden von mit bei sind mindestens nicht ein eine im getötet menschen verletzt nach den dem",
}
_STOPWORDS = {language: frozenset(words.split()) for language, words in _SMALL.items()}


class Bare(NamedTuple):
    """A number without its bounds: [start, end), its value, the step it is rounded to, and whether it stood in digits."""

    start: int
    end: int
    value: float
    step: int
    digits: bool


class _Atom(NamedTuple):
    start: int
    end: int
    value: float
    kind: str


@functools.cache
def _words(language: str) -> tuple[dict[str, tuple[int, str]], re.Pattern[str]]:
    table = {r["word"]: (int(r["value"]), r["kind"]) for r in rows("number_words.csv") if r["language"] == language}
    names = "|".join(sorted(map(re.escape, table), key=len, reverse=True))
    return table, re.compile(rf"(?<![\w'’])و?(?:{names})(?!\w)" if names else r"(?!)", re.IGNORECASE)


def guess_language(text: str) -> str:
    """The language whose commonest small words the text uses most; by script for Russian and Arabic. English in doubt.

    Example:
        >>> guess_language("Al menos 12 personas murieron en el ataque")
        'es'
    """
    head = text[:2000]
    scripts = Counter(
        "ar" if "\u0600" <= c <= "\u06ff" else "ru" if "\u0400" <= c <= "\u04ff" else "latin"
        for c in head
        if c.isalpha()
    )
    if scripts and (script := scripts.most_common(1)[0][0]) != "latin":
        return script
    words = Counter(head.lower().split())
    return max(_STOPWORDS, key=lambda language: sum(words[w] for w in _STOPWORDS[language]))


def step_of(value: float) -> int:
    """The rounding step of a number: ten to the power of its last non-zero digit, at least 2.

    Example:
        >>> step_of(1200), step_of(45), step_of(20)
        (100, 2, 10)
    """
    whole = int(value)
    step = 1
    while whole and whole % (step * 10) == 0:
        step *= 10
    return max(step, 2)


def bare_numbers(text: str, language: str) -> list[Bare]:
    """Every numeral and every run of number words, in order.

    Args:
        text: any text.
        language: ISO 639-1 code; decides how digits are grouped and which number words count. An unknown code reads digits alone.

    Example:
        >>> [(n.value, text) for n in bare_numbers("twenty-three of 1,200", "en") for text in ["twenty-three of 1,200"[n.start:n.end]]]
        [(23, 'twenty-three'), (1200, '1,200')]
    """
    atoms = sorted([*_numerals(text, language), *_word_atoms(text, language)])
    found: list[Bare] = []
    run: list[_Atom] = []
    for atom in atoms:
        if run and not _JOIN.fullmatch(text, run[-1].end, atom.start):
            found += _parse(text, run)
            run = []
        run.append(atom)
    return found + _parse(text, run)


def _numerals(text: str, language: str) -> list[_Atom]:
    return [
        _Atom(m.start(), m.end(), _numeral_value(m.group(), language), "digits")
        for m in _NUMERAL.finditer(text)
        if len(m.group()) <= _DIGITS
    ]


def _numeral_value(raw: str, language: str) -> float:
    bare = re.sub(rf"[{_SPACE}]", "", raw).replace("٫", ".")
    if (re.fullmatch(r"\d{1,3}(?:\.\d{3})+", bare) and language in _STOP_GROUPS) or re.fullmatch(
        r"\d{1,3}(?:\.\d{3}){2,}", bare
    ):
        bare = bare.replace(".", "")
    if re.fullmatch(r"\d+,\d+", bare) and (language in _COMMA_DECIMALS or len(bare.split(",")[1]) not in (2, 3)):
        bare = bare.replace(",", ".")
    bare = bare.replace(",", "")
    value = float(bare)
    return int(value) if value == int(value) else value


def _word_atoms(text: str, language: str) -> list[_Atom]:
    table, pattern = _words(language)
    found = []
    for match in pattern.finditer(text):
        word = match.group().lower()
        entry = table.get(word) or table.get(word.removeprefix("و"))
        if entry:
            found.append(_Atom(match.start(), match.end(), entry[0], entry[1]))
    return found


def _parse(text: str, run: list[_Atom]) -> list[Bare]:
    """Numbers of one run of neighbouring atoms: as many as the grammar needs ("two hundred and five" is one, "five, ten" two)."""
    found: list[Bare] = []
    at = 0
    while at < len(run):
        end, total, open_ = at, 0.0, None  # type: int, float, float | None
        while end < len(run):
            joiner = text[run[end - 1].end : run[end].start] if end > at else ""
            if end > at and run[end - 1].kind == "digits" and run[end].kind not in ("scale", "hundred", "dozen"):
                break
            grown = _grow(total, open_, run[end], joiner)
            if grown is None:
                break
            total, open_ = grown
            end += 1
        if end == at:
            at += 1
            continue
        value = total + (open_ or 0)
        value = int(value) if value == int(value) else value
        digits = run[at].kind == "digits"
        if value <= _LARGEST:
            found.append(Bare(run[at].start, run[end - 1].end, value, step_of(value), digits))
        at = end
    return found


_AND = re.compile(r"\b(?:and|y|et|und)\b")


def _grow(total: float, open_: float | None, atom: _Atom, joiner: str) -> tuple[float, float | None] | None:
    """The sums after one more atom, or ``None`` where the number ends before it. `open_` is the part below the next thousand."""
    kind, value = atom.kind, atom.value
    first = not joiner
    joined = bool(_AND.search(joiner))
    if first:
        return (value, None) if kind == "scale" else (total, value)
    if kind == "digits":
        return None
    if kind == "dozen":
        return None if open_ is None or joined else (total, open_ * value)
    if kind == "scale":
        return None if open_ is None or joined or (total and value >= total) else (total + open_ * value, None)
    if open_ is None:
        return (total, value) if total >= 1000 and value < 1000 else None
    if kind == "hundred":
        return None if joined or open_ >= 100 else (total, open_ * value)
    if open_ >= 100 and open_ % 100 == 0 and value < 100 and open_ < 1000:
        return total, open_ + value
    return _below_hundred(total, open_, value, joiner)


def _below_hundred(total: float, open_: float, value: float, joiner: str) -> tuple[float, float | None] | None:
    rest, joined, english = open_ % 100, bool(_AND.search(joiner)), "and" in joiner
    if rest >= 20 and rest % 10 == 0 and 0 < value < 10 and not english:
        return total, open_ + value
    if rest in (60, 80) and 10 <= value < 20:  # soixante-dix, quatre-vingt-dix
        return total, open_ + value
    if rest in (70, 90) and open_ % 10 == 0 and 0 < value < 10:
        return total, open_ + value
    if rest == 10 and open_ > 60 and 7 <= value < 10:
        return total, open_ + value
    if 0 < rest < 10 and value >= 20 and value % 10 == 0 and value < 100 and not joined:  # Arabic: five-and-thirty
        return total, open_ + value
    return None
