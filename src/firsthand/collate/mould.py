"""Copy against mould: two reports with one wording but other facts in their leads are two events told to one pattern, not one text copied."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from firsthand.collate import anchors
from firsthand.collate.figures import cardinals
from firsthand.collate.memory import recalled
from firsthand.collate.reading import Reading
from firsthand.collate.sides import Side, grammar, side
from firsthand.model import Reason
from firsthand.text import plain, sentences

# Sentences that make up a lead. AUC of copy against template on `corpus_senate` (dev): 0.930 at three, 0.962 at four, 0.961 at five.
LEAD = 4
# What a fact counts: names stand for the setting as often as for the event, and are spelt in several ways.
WORTH: Mapping[str, float] = {"figure": 1.0, "day": 1.0, "name": 0.5}
# Added to what is compared, so that one or two facts decide nothing by themselves.
_DOUBT = 2.0
# Facts (by worth) that must stand against each other: one changed figure or day alone is a drift, not another event.
LEAST_OTHER = 1.5
# Share of the compared facts from which two leads tell of other things. On `corpus_senate` (dev) 9 % of the templates and 99 % of the
# republished releases stay linked; on `derived_news_wmt` (dev) F1 within a language is 0.961 with it and without. Lower it and a copy with
# a changed figure and day leaves its family; raise it and briefs of one house are merged. Measure on both when moved.
OTHER = 0.4
# A name or figure that more documents of the pile give weighs less where it is shared, in proportion: it is the setting of a house's reports.
# At 40 nine tenths of the `template` pairs are told apart and 1 % of the republished ones too; without it six tenths and none.
SETTING = 40
_STUMP = 5
_WORD = re.compile(r"\w+")
_MARKED = re.compile(r"\b[^\W\d_a-z]\w+|\d(?:[\d,]*\d)?")
# The place and day of issue before the first dash: the day a report was sent is no fact of the event.
_DATELINE = re.compile(r"\W*[^\W\d_a-z]{3}[^\n]{0,110}?\s[-–—]{1,2}\s")


class Facts(NamedTuple):
    """What a document's headline and lead give (keys with their kind), all its figures with what stands around them, and all its words.

    A name is shared where the other text has a word with the same beginning; a figure where the other's lead has it, or any passage of the
    other has it in like company: seven checkpoints are no seven wounded.
    """

    lead: Mapping[str, str]
    figures: Mapping[str, frozenset[str]]
    words: frozenset[str]

    def lacks(self, key: str, kind: str, company: frozenset[str]) -> bool:
        """Whether a fact of another text, met there in that company, stands nowhere in this one."""
        if kind == "figure":
            return key not in self.lead and not self.figures.get(key, frozenset()) & company
        return not all(word in self.words for word in key.split())


def facts(reading: Reading) -> Facts:
    """The figures, days and names of a document's lead. Names and days are read in English only; figures in digits in any language.

    Example:
        >>> from firsthand.collate.reading import read
        >>> from firsthand.model import Document
        >>> text = "ORLEN, May 3 (Northwire) - A mine killed four men near Pellan on Friday."
        >>> sorted(facts(read(Document(id="d", address="d", sha256="d", text=text))).lead.items())
        [('4', 'figure'), ('@pella', 'name'), ('friday', 'day')]
    """
    document = reading.document
    parts = (document.text, document.headline or "", document.standfirst or "", reading.language)
    return recalled("facts", (document,), (), Facts, lambda: _facts(*parts))


@functools.lru_cache(maxsize=4096)
def _facts(text: str, headline: str, note: str, language: str) -> Facts:
    lead: dict[str, str] = {}
    figures: dict[str, frozenset[str]] = {}
    for part in (headline, text, note):
        for n, sentence in enumerate(sentences(part)):
            issued = _DATELINE.match(sentence.text) if n < 2 else None
            piece = side(part, sentence.start + (issued.end() if issued else 0), sentence.end)
            counted = _figures(piece, language)
            for key, company in counted.items():
                figures[key] = figures.get(key, frozenset()) | company
            if n < LEAD:
                lead.update(dict.fromkeys(counted, "figure"))
                lead.update(_names(piece) if language == "en" else {})
    words = set(_WORD.findall(plain(f"{headline}\n{text}\n{note}").casefold()))
    return Facts(lead, figures, frozenset(words | {"@" + w[:_STUMP] for w in words}))


def _figures(piece: Side, language: str) -> dict[str, frozenset[str]]:
    if language == "en":
        return {f"{f.value:g}": f.around for f in cardinals(piece)}
    return dict.fromkeys(anchors.numbers(piece.text), frozenset({"#"}))


def _names(piece: Side) -> dict[str, str]:
    """The days and names of one English sentence: key to kind."""
    found: dict[str, str] = {}
    names: list[int] = []
    shouted = piece.text == piece.text.upper()
    for n, word in enumerate(piece.words):
        if word.word in grammar("weekdays"):
            found[word.word] = "day"
        elif word.word in grammar("months"):
            for near in piece.words[max(0, n - 1) : n + 2]:
                if near.word.isdigit() and len(near.word) < 3:
                    found[f"{word.word} {near.word}"] = "day"
        elif n and word.capital and not word.light and not shouted:
            names.append(n)
    for first, last in _runs(names):
        found[" ".join("@" + w.word[:_STUMP] for w in piece.words[first : last + 1])] = "name"
    return found


def _runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of each run of neighbouring places: the words of one name."""
    made: list[tuple[int, int]] = []
    for place in places:
        if made and made[-1][1] == place - 1:
            made[-1] = (made[-1][0], place)
        else:
            made.append((place, place))
    return made


def commonness(texts: Iterable[str]) -> Mapping[str, int]:
    """In how many texts each capitalised word (by its beginning) and each figure stands; those of two or fewer texts are left out.

    Example:
        >>> commonness(["Orlen has 12.", "In Orlen", "Orlen"])
        {'@orlen': 3}
    """
    counts: Counter[str] = Counter()
    for text in texts:
        found = set(_MARKED.findall(text))
        counts.update({w.replace(",", "") if w[0].isdigit() else "@" + w.casefold()[:_STUMP] for w in found})
    return {key: number for key, number in counts.items() if number > 2}


def _weight(key: str, common: Mapping[str, int]) -> float:
    """What a shared fact counts (0..1): the rarest word of a name tells."""
    return min(1.0, SETTING / max(1, min(common.get(word, 1) for word in key.split())))


def otherness(
    left: Facts, right: Facts, *, close: bool = True, common: Mapping[str, int] = MappingProxyType({})
) -> tuple[float, tuple[str, ...]]:
    """How far (0..1) two leads give other facts, each lacking the other's, and these facts; facts that only one gives say nothing.

    Args:
        left: facts of one.
        right: facts of the other.
        close: whether the wording is so near that a name in the place of another is another name; a retelling only spells it otherwise.
        common: how many documents of the pile give a name or figure (`commonness`).

    Example:
        >>> one = Facts({"4": "figure", "friday": "day"}, {}, frozenset({"friday"}))
        >>> two = Facts({"9": "figure", "sunday": "day"}, {}, frozenset({"sunday"}))
        >>> round(otherness(one, two)[0], 2), round(otherness(one, one)[0], 2)
        (0.67, 0.0)
    """
    other, same, words = 0.0, 0.0, []
    for kind, worth in WORTH.items():
        mine, theirs = ([k for k, v in f.lead.items() if v == kind] for f in (left, right))
        gone = [k for k in mine if right.lacks(k, kind, left.figures.get(k, frozenset()))]
        new = [k for k in theirs if left.lacks(k, kind, right.figures.get(k, frozenset()))]
        kept = (set(mine) - set(gone)) | (set(theirs) - set(new))
        same += worth * (len(kept) if kind == "day" else sum(_weight(k, common) for k in sorted(kept)))
        if kind == "name" and not close:
            continue
        other += worth * min(len(gone), len(new))
        if gone and new:
            words.append(f"{'/'.join(gone[:3])} against {'/'.join(new[:3])}".replace("@", ""))
    return (2 * other / (2 * other + same + _DOUBT) if other >= LEAST_OTHER else 0.0), tuple(words)


def mould_reason(left: Reading, right: Reading, *, close: bool, common: Mapping[str, int]) -> Reason | None:
    """The reason against a pair whose leads tell of other things, or ``None`` where they do not; its weight is below zero."""
    value, words = otherness(facts(left), facts(right), close=close, common=common)
    if value < OTHER:
        return None
    return Reason(name="other facts", weight=-value, words=f"one mould, other facts in the lead: {'; '.join(words)}")
