"""Do two sentences make the same claim: a score (0..1) of named reasons that add up."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from firsthand.collate.figures import Figure, cardinals
from firsthand.collate.reading import sense
from firsthand.collate.sides import Side, Word, find, grammar, side
from firsthand.model import Reason
from firsthand.vocabulary import rows

# Two sentences make one claim from this score on: it keeps 85 % of the true paraphrases of newspapers in `sentence_pairs` (dev), on the half
# on which it was chosen and on the other. There 3 of 176 pairs of headlines with other figures reach it. Lower it and reports of other events
# of one kind are called the same.
SAME = 0.535
# What the shares add up to at most: words of content in common, pairs of neighbouring words in common, and the lighter sentence's words found.
_WORDS, _NEIGHBOURS, _CONTAINED = 0.45, 0.1, 0.45
# What stands against a common claim. Figures that cannot both be true outweigh any wording: of headlines with other figures people call one in
# ninety the same. A figure in the place of none says little, another name a little, a denial or another fate much.
_FIGURES, _LONE_FIGURE, _DATES, _WEEKDAYS, _FATES, _DENIAL, _NAMES = 0.65, 0.03, 0.5, 0.1, 0.3, 0.15, 0.1
# What a word counts beside a plain word (1.0): a word of grammar, a name, a figure. With grammar at 0.1 to 0.5 or names at 1.6 the AUC on
# paraphrases moves by less than a point.
_LIGHT, _NAME, _FIGURE = 0.3, 1.2, 1.0
# How far a figure may lie from one that is called a bound or approximate, as a share of it.
_BEYOND, _ABOUT = 0.2, 0.1
_STUMP = 5


class Claim(NamedTuple):
    """How surely (0..1) two sentences make the same claim, and why; the reasons add up to the score."""

    score: float
    reasons: tuple[Reason, ...]

    @property
    def same(self) -> bool:
        """Whether they are held to make one claim."""
        return self.score >= SAME


class _Doubt(NamedTuple):
    """What takes away a share (0..1) of the score that the wording earned."""

    name: str
    share: float
    words: str


class _Interval(NamedTuple):
    low: float
    high: float
    bound: str
    figure: Figure


def same_claim(left: str, right: str) -> Claim:
    """Compares two English sentences.

    Example:
        >>> told = same_claim("A mine killed 11 people near Pellan.", "Eleven people died when a mine went off near Pellan.")
        >>> other = same_claim("A mine killed 11 people near Pellan.", "A mine killed 18 people near Pellan.")
        >>> told.same, other.same, other.reasons[-1].words
        (True, False, '11 against 18')
    """
    one, two = side(left, 0, len(left)), side(right, 0, len(right))
    reasons = [r for rule in _FOR if (r := rule(one, two))]
    score = sum(r.weight for r in reasons)
    for rule in _AGAINST:
        doubt = rule(one, two)
        if doubt:
            reasons.append(Reason(name=doubt.name, weight=-score * doubt.share, words=doubt.words))
            score *= 1 - doubt.share
    return Claim(score, tuple(reasons))


def _shared_words(one: Side, two: Side) -> Reason | None:
    mine, theirs = _weights(one), _weights(two)
    both = sum(max(w, theirs[s]) for s, w in mine.items() if s in theirs)
    whole = (sum(mine.values()) * sum(theirs.values())) ** 0.5
    share = min(1.0, both / whole) if whole else 0.0
    words = f"{share:.0%} of the weight of their words in common"
    return Reason(name="shared words", weight=_WORDS * share, words=words) if share else None


def _contained(one: Side, two: Side) -> Reason | None:
    mine, theirs = _weights(one), _weights(two)
    light, other = (mine, theirs) if sum(mine.values()) <= sum(theirs.values()) else (theirs, mine)
    share = sum(w for s, w in light.items() if s in other) / sum(light.values()) if light else 0.0
    words = f"{share:.0%} of the lighter one stands in the other"
    return Reason(name="contained", weight=_CONTAINED * share, words=words) if share else None


def _neighbours(one: Side, two: Side) -> Reason | None:
    mine, theirs = ({(a, b) for a, b in itertools.pairwise(_content(s))} for s in (one, two))
    if not mine or not theirs:
        return None
    share = len(mine & theirs) / (len(mine) * len(theirs)) ** 0.5
    words = f"{len(mine & theirs)} pairs of neighbouring words in common"
    return Reason(name="same order", weight=_NEIGHBOURS * share, words=words) if share else None


def _names(one: Side, two: Side) -> _Doubt | None:
    mine, theirs = _named(one), _named(two)
    gone, new = _missing(mine, two), _missing(theirs, one)
    if not gone or not new:
        return None
    share = min(len(gone), len(new)) / max(1, min(len(mine), len(theirs)))
    return _Doubt("other names", _NAMES * share, f"{', '.join(gone[:3])} against {', '.join(new[:3])}")


def _denial(one: Side, two: Side) -> _Doubt | None:
    said = [bool(find(s, _negators())) or any(w.word.endswith(("n't", "n’t")) for w in s.words) for s in (one, two)]
    return _Doubt("denial", _DENIAL, "denied in one of the two only") if said[0] != said[1] else None


def _fates(one: Side, two: Side) -> _Doubt | None:
    mine, theirs = ({w.sense for w in s.words} & {sense("kill"), sense("wound")} for s in (one, two))
    if not mine or not theirs or mine & theirs:
        return None
    return _Doubt("other fate", _FATES, "killed in one, wounded in the other")


def _days(one: Side, two: Side) -> _Doubt | None:
    for dated, share in ((_calendar_days, _DATES), (_weekdays, _WEEKDAYS)):
        mine, theirs = dated(one), dated(two)
        if mine and theirs and not mine & theirs:
            return _Doubt("other day", share, f"{'/'.join(sorted(mine))} against {'/'.join(sorted(theirs))}")
    return None


def _weekdays(piece: Side) -> set[str]:
    return {w.word for w in piece.words if w.word in grammar("weekdays")}


def _calendar_days(piece: Side) -> set[str]:
    """The months that a sentence gives with a day beside them."""
    months = {m[:3] for m in grammar("months")} | {"may"}
    found = set()
    for n, word in enumerate(piece.words):
        if word.capital and word.word[:3] in months and (len(word.word) < 5 or word.word in grammar("months")):
            near = [w.word for w in piece.words[max(0, n - 1) : n + 2] if w.word[0].isdigit() and len(w.word) < 5]
            found |= {f"{word.word[:3]} {re.sub('[a-z]', '', near[-1])}"} if near else set()
    return found


def _figures(one: Side, two: Side) -> _Doubt | None:
    mine, theirs = _intervals(one), _intervals(two)
    gone = [a for a in mine if not any(_agree(a, b) for b in theirs)]
    new = [b for b in theirs if not any(_agree(a, b) for a in mine)]
    if gone and new:
        other = min(len(gone), len(new))
        share = _FIGURES * other / (other + len(mine) - len(gone))
        return _Doubt("other figures", share, f"{_told(gone)} against {_told(new)}")
    if gone or new:
        return _Doubt("lone figure", _LONE_FIGURE, f"{_told(gone or new)} in one of the two only")
    return None


def _intervals(piece: Side) -> list[_Interval]:
    return [_interval(piece, f) for f in cardinals(piece)]


def _interval(piece: Side, figure: Figure) -> _Interval:
    before = " " + " ".join(w.word for w in piece.words[max(0, figure.at - 4) : figure.at])
    value = figure.value
    kind = next((k for words, k in _bounds() if before.endswith(" " + words)), "")
    low = {"most": 1 - _BEYOND, "about": 1 - _ABOUT}.get(kind, 1.0)
    high = {"least": 1 + _BEYOND, "about": 1 + _ABOUT}.get(kind, 1.0)
    return _Interval(value * low, value * high, kind, figure)


@functools.cache
def _bounds() -> tuple[tuple[str, str], ...]:
    """The English words before a number that bound it, longest first, each with the way it bounds."""
    ways = {"at least": "least", "more than": "least", "about": "about"}
    found = [
        (r["words"], ways.get(r["bound"], "most"))
        for r in rows("number_bounds.csv")
        if r["language"] == "en" and r["side"] == "before"
    ]
    return tuple(sorted(found, key=lambda f: (-len(f[0]), f)))


def _agree(one: _Interval, two: _Interval) -> bool:
    """Whether both can be true of one thing; two bounds of one kind must be the same bound."""
    if one.bound == two.bound != "about":
        return one.figure.value == two.figure.value
    return one.low <= two.high and two.low <= one.high


def _told(intervals: Iterable[_Interval]) -> str:
    return ", ".join(f"{i.bound} {i.figure.value:g}".strip() for i in list(intervals)[:3])


def _content(piece: Side) -> list[str]:
    return [w.sense for w in piece.words if not w.light]


def _weights(piece: Side) -> dict[str, float]:
    names = {id(w) for w in _capitals(piece)}
    return {w.sense: _weight(w, id(w) in names) for w in piece.words}


def _weight(word: Word, name: bool) -> float:
    if word.light:
        return _LIGHT
    if word.word[0].isdigit():
        return _FIGURE
    return _NAME if name else 1.0


def _capitals(piece: Side) -> Sequence[Word]:
    """The words written with a capital for what they are: none in a headline that writes all words so."""
    content = [w for w in piece.words if not w.light and not w.word[0].isdigit()]
    capital = [w for w in content if w.capital]
    return [w for w in capital if w is not piece.words[0]] if len(capital) * 4 <= 3 * len(content) else []


def _named(piece: Side) -> list[str]:
    calendar = grammar("weekdays") | grammar("months")
    return sorted({w.word for w in _capitals(piece) if w.word not in calendar})


def _missing(names: Iterable[str], piece: Side) -> list[str]:
    stumps = {w.word[:_STUMP] for w in piece.words}
    return [n for n in names if n[:_STUMP] not in stumps]


@functools.cache
def _negators() -> tuple[str, ...]:
    return tuple(w for row in rows("drift_negators.csv") if row["strong"] == "yes" for w in row["words"].split())


_FOR: tuple[Callable[[Side, Side], Reason | None], ...] = (_shared_words, _contained, _neighbours)
_AGAINST: tuple[Callable[[Side, Side], _Doubt | None], ...] = (_figures, _days, _fates, _denial, _names)
