"""Across languages: families of one language paired with families of another by anchors that survive translation, best with best."""

from __future__ import annotations

import functools
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from firsthand.collate.align import order
from firsthand.collate.anchors import keys
from firsthand.collate.encoders import added, installed, vectors
from firsthand.collate.kin import LINK, Kin
from firsthand.collate.reading import Reading, lines
from firsthand.model import Aligned, Reason

# Cosine of weighted anchors from which two families in two languages tell one text, if each is the other's best. On the dev part of
# `derived_news_wmt`: at 0.29 precision 0.950, recall 0.869 (F1 0.908); at 0.26 0.933 and 0.871 (0.901). Measure there again when moved.
SAME_STORY = 0.29
# Distinct anchors that must be shared, and how many of them names or figures: a pair of short texts on one subject shares words of news alone.
LEAST_SHARED, LEAST_FIRM = 6, 3
# A pile that stands behind every pile, so that words common in news weigh little among five documents too: its size, and in how many of its
# documents a word of news (or a small number or year), a name or a figure stands.
BACKGROUND, COMMON, RARE = 100, 10, 1
# Anchors in more families than this, of one language, are not looked up when candidates are searched: they tell no two stories apart.
CAP = 60
# Weight of shared anchors (cosine over one sentence) from which two sentences in two languages are aligned.
ALIGNED = 0.3


class _Family(NamedTuple):
    language: str
    members: tuple[int, ...]
    weights: Mapping[str, float]


@functools.lru_cache(maxsize=4096)
def _keys(text: str, language: str) -> dict[str, float]:
    return keys(text, language)


def _prior(key: str) -> int:
    if key[0] == "=":
        return COMMON
    if key[0] == "#" and (key[1:].isdigit() and (int(key[1:]) <= 12 or (key[1:3] in {"19", "20"} and len(key) == 5))):
        return COMMON
    return RARE


def _families(readings: Sequence[Reading], groups: Sequence[Sequence[int]]) -> list[_Family]:
    """Each group of documents of one language with its anchors, weighted by rarity in that language, of length one."""
    raw = []
    for group in groups:
        counts: dict[str, float] = defaultdict(float)
        for member in group:
            for key, number in _keys(_whole(readings[member]), readings[member].language).items():
                counts[key] += number if number < 1 else 1 + math.log(number)
        raw.append((readings[group[0]].language, tuple(group), counts))
    met: dict[str, Counter[str]] = defaultdict(Counter)
    size: Counter[str] = Counter()
    for language, _, counts in raw:
        met[language].update(counts.keys())
        size[language] += 1
    found = []
    for language, members, counts in raw:
        whole = size[language] + BACKGROUND
        weights = {k: n * math.log(whole / (met[language][k] + _prior(k))) for k, n in counts.items()}
        length = math.sqrt(sum(w * w for w in weights.values())) or 1.0
        found.append(_Family(language, members, {k: w / length for k, w in weights.items()}))
    return found


def _whole(reading: Reading) -> str:
    document = reading.document
    return (
        f"{document.headline}\n{document.text}"
        if document.headline and document.headline not in document.text
        else document.text
    )


def across(readings: Sequence[Reading], groups: Sequence[Sequence[int]]) -> list[Kin]:
    """Kinships between documents of different languages.

    Args:
        readings: all documents.
        groups: positions of documents of one language that are one text; each document in exactly one.

    Returns:
        A kinship for every pair of documents of two paired groups; the score's parts are the kinds of anchors that carried it.
    """
    if len({r.language for r in readings}) < 2:
        return []
    families = _families(readings, groups)
    best: dict[tuple[int, str], tuple[float, int]] = {}
    anchored = _likenesses(families)
    encoded = _encoded(readings, families, anchored)
    for (one, two), anchors in anchored.items():
        value = anchors + encoded.get((one, two), 0.0)
        for mine, other in ((one, two), (two, one)):
            slot = (mine, families[other].language)
            if slot not in best or (-value, other) < (-best[slot][0], best[slot][1]):
                best[slot] = (value, other)
    mutual = []
    for (mine, _), (value, other) in sorted(best.items()):
        back = best.get((other, families[mine].language))
        if mine < other and back and back[1] == mine and value >= SAME_STORY and _firm(families[mine], families[other]):
            mutual.append((value, mine, other))
    return [
        kin
        for value, mine, other in _consistent(families, mutual)
        for kin in _pairs(families[mine], families[other], value, encoded.get((mine, other), 0.0))
    ]


def _encoded(
    readings: Sequence[Reading], families: Sequence[_Family], pairs: Iterable[tuple[int, int]]
) -> dict[tuple[int, int], float]:
    """What an installed encoder adds to each pair of families, by the first document of each; nothing where none is installed."""
    encode, pairs = installed(), sorted(pairs)
    if encode is None or not pairs:
        return {}
    numbers = sorted({n for pair in pairs for n in pair})
    made = vectors(encode, [_whole(readings[families[n].members[0]]) for n in numbers])
    row = {n: made[k] for k, n in enumerate(numbers)}
    return {(one, two): added(float(row[one] @ row[two])) for one, two in pairs}


def _consistent(families: Sequence[_Family], mutual: Sequence[tuple[float, int, int]]) -> list[tuple[float, int, int]]:
    """The pairs, likest first, without those that would bring two families of one language together.

    Families of one language were found to be two texts by their own wording, which says more than anchors through a third language.
    """
    story = {n: n for n in range(len(families))}
    members = {n: {n} for n in range(len(families))}
    kept = []
    for value, mine, other in sorted(mutual, key=lambda m: (-m[0], m[1], m[2])):
        one, two = story[mine], story[other]
        if one != two:
            if {families[n].language for n in members[one]} & {families[n].language for n in members[two]}:
                continue
            members[one] |= members.pop(two)
            story.update(dict.fromkeys(members[one], one))
        kept.append((value, mine, other))
    return kept


def _likenesses(families: Sequence[_Family]) -> dict[tuple[int, int], float]:
    """Cosines of the pairs of families in two languages that share an anchor which is not everywhere."""
    holders: dict[str, list[int]] = defaultdict(list)
    for n, family in enumerate(families):
        for key in family.weights:
            holders[key].append(n)
    candidates: Counter[tuple[int, int]] = Counter()
    for key, held in holders.items():
        if len(held) <= CAP and key[0] != "=":
            for at, one in enumerate(held):
                for two in held[at + 1 :]:
                    if families[one].language != families[two].language:
                        candidates[one, two] += 1
    found = {}
    for (one, two), number in candidates.items():
        if number >= 2:
            mine, theirs = families[one].weights, families[two].weights
            small, large = (mine, theirs) if len(mine) <= len(theirs) else (theirs, mine)
            found[one, two] = sum(w * large[k] for k, w in small.items() if k in large)
    return found


def _firm(one: _Family, two: _Family) -> bool:
    common = one.weights.keys() & two.weights.keys()
    return len(common) >= LEAST_SHARED and sum(k[0] in "#@" for k in common) >= LEAST_FIRM


def _pairs(one: _Family, two: _Family, value: float, encoded: float) -> list[Kin]:
    kinds = {"#": "shared figures", "@": "shared names", "=": "shared words of news"}
    parts = {
        k: sum(one.weights[a] * two.weights[a] for a in sorted(one.weights.keys() & two.weights.keys()) if a[0] == k)
        for k in kinds
    }
    score = min(1.0, LINK * value / SAME_STORY)
    reasons = []
    for kind, name in kinds.items():
        common = sorted(
            (a for a in one.weights.keys() & two.weights.keys() if a[0] == kind),
            key=lambda a: (-one.weights[a] * two.weights[a], a),
        )
        if common:
            words = f"{len(common)} across languages, weightiest: {', '.join(a[1:] for a in common[:4])}"
            reasons.append(Reason(name=name, weight=score * parts[kind] / value, words=words))
    if encoded:
        words = "an installed sentence encoder finds both alike"
        reasons.append(Reason(name="sentence encoder", weight=score * encoded / value, words=words))
    return [
        Kin(min(a, b), max(a, b), score, tuple(reasons), (), value, False) for a in one.members for b in two.members
    ]


def align_across(copy: Reading, original: Reading) -> tuple[Aligned, ...]:
    """Sentences of two languages that share enough anchors, in order of `copy`."""
    theirs = [
        (line, _keys(original.document.text[line.start : line.end], original.language)) for line in lines(original)
    ]
    found = []
    for line in lines(copy):
        mine = _keys(copy.document.text[line.start : line.end], copy.language)
        scored = [(_cosine(mine, other), -n) for n, (_, other) in enumerate(theirs)]
        value, at = max(scored, default=(0.0, 0))
        if value >= ALIGNED:
            of = theirs[-at][0]
            found.append(
                Aligned(
                    start=line.start,
                    end=line.end,
                    of_start=of.start,
                    of_end=of.end,
                    similarity=round(min(value, 0.99), 3),
                )
            )
    return tuple(found)


def _cosine(mine: Mapping[str, float], theirs: Mapping[str, float]) -> float:
    def weight(key: str) -> float:
        return 1.0 if key[0] == "=" else 2.0

    common = sum(weight(k) for k in mine.keys() & theirs.keys())
    whole = sum(map(weight, mine)) * sum(map(weight, theirs))
    return common / math.sqrt(whole) if whole and len(mine.keys() & theirs.keys()) >= 2 else 0.0


def order_reason(aligned: Sequence[Aligned]) -> list[Reason]:
    """What the order of aligned sentences adds to a score."""
    value = order(aligned)
    words = f"{value:.0%} of {len(aligned)} aligned sentences in the same order"
    return [Reason(name="same order", weight=0.05 * value, words=words)] if value >= 0.5 else []
