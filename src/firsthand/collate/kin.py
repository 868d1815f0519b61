"""Whether two documents of one language tell one text: a score of named reasons that add up, and the alignment behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from firsthand.collate.align import align, covered, order
from firsthand.collate.common_source import overlap, shared_quotes, without
from firsthand.collate.credits import Credit, house, outlet_key
from firsthand.collate.mould import mould_reason
from firsthand.collate.reading import Reading
from firsthand.collate.shingles import Pair
from firsthand.model import Aligned, Reason

# Two texts are of one telling from this score on. Decides every edge of one language; the weights below are set against it.
LINK = 0.5
# Jaccard overlap of word 3-grams that is enough alone. 0.05 keeps 95 % of independent human translations of one article (pair F1 0.98);
# of unrelated English pairs in a pool of 1,900 texts 24 reach it too, most of them
# reports of one event; `edges.SUPPORT` takes care of those. Measure both again when moved.
ENOUGH_JACCARD = 0.05
# Containment of the shorter text that is enough alone, for excerpts: at 0.22 two unrelated English pairs of that pool pass, at 0.18 thirteen.
ENOUGH_CONTAINED = 0.22
# Shared grams below which containment says nothing (very short texts).
LEAST_SHARED = 12
# Wording from which it is worth aligning the sentences of a pair that wording alone does not link.
WORTH_ALIGNING = 0.15
# Jaccard overlap from which two texts are clearly one, whatever their other relatives: no false pair of the labelled retellings reaches 0.13.
CLEAR_JACCARD = 0.15
_WORDING, _ALIGNED, _ORDER, _CREDIT, _THROUGH = 0.5, 0.25, 0.05, 0.2, 0.35
# What makes a text told through in other words: the share of both (harmonic mean) that the other retells, if the order is kept or, from the
# second figure on, whatever the order; the share of neighbouring passages that keep it, and how many passages there are at least. On
# `derived_news_wmt` (dev), of pairs with an overlap under 0.05 that retell half of each other, 26 of 28 true ones keep 0.88 or more of the
# order and all eight false ones 0.86 or less; over 0.7 stand 20 true ones and one false one.
THROUGH, THROUGH_LOOSE, IN_ORDER, PASSAGES = 0.5, 0.7, 0.87, 5
# Share of the shorter text's word triples, however common, from which the wording is so near that a name in another's place is another name.
CLOSE_WORDING = 0.5
# Overlap and containment below which no pair can be linked, whatever else speaks for it.
LEAST_JACCARD = WORTH_ALIGNING / _WORDING * ENOUGH_JACCARD
LEAST_CONTAINED = WORTH_ALIGNING / _WORDING * ENOUGH_CONTAINED


class Kin(NamedTuple):
    """Two related documents (positions of their readings), how related, why, and what is aligned (of `left` to `right`; empty: not yet).

    `closeness` is the bare overlap of wording, for choosing among equals; `clear`: it needs no support from common relatives.
    """

    left: int
    right: int
    score: float
    reasons: tuple[Reason, ...]
    aligned: tuple[Aligned, ...]
    closeness: float = 1.0
    clear: bool = True


def credited(reading: Reading, credits: Mapping[str, tuple[Credit, ...]], other: Reading) -> Credit | None:
    """The most trusted credit of `reading` that names the house of `other`; ``None`` too where both are of that house.

    A house that signs its own reports, or an agency that two papers print, says nothing of which report comes from which.
    """
    key = house(other.document)
    if key is None or key == house(reading.document):
        return None
    return next((c for c in credits[reading.document.id] if c.outlet and outlet_key(c.outlet) == key), None)


def weighed(
    left: Reading, right: Reading, pair: Pair, credit: Credit | None, *, least: int, common: Mapping[str, int]
) -> Kin | None:
    """The kinship of two documents of one language, or ``None`` where their words do not make them one text.

    A pair that only the other facts in its lead keep apart is given too, with a score below `LINK`.

    Args:
        left: one document.
        right: the other.
        pair: their positions and the word 3-grams they share.
        credit: a credit by which one names the other's outlet, if any.
        least: shortest run of equal words that counts as shared text.
        common: how many documents of the pile give a name or figure, for telling a mould from a copy.
    """
    whole = pair.contained / ENOUGH_CONTAINED if pair.shared >= LEAST_SHARED else 0.0
    wording = min(1.0, max(pair.jaccard / ENOUGH_JACCARD, whole)) * _WORDING
    words = f"{pair.shared} word triples shared, {pair.contained:.0%} of the shorter text's by weight of rarity"
    reasons = [Reason(name="shared wording", weight=wording, words=words)]
    aligned: tuple[Aligned, ...] = ()
    if wording < LINK:
        if wording < WORTH_ALIGNING or wording + _ALIGNED + _ORDER + _THROUGH < LINK:
            return None
        aligned = align(left, right, least)
        reasons += alignment_reasons(left, right, aligned) + through_reason(left, right, aligned, least)
    if credit:
        reasons.append(Reason(name="credit", weight=_CREDIT, words=f"one names the other's outlet: '{credit.words}'"))
    if sum(r.weight for r in reasons) < LINK:
        return None
    close = pair.shared >= CLOSE_WORDING * min(left.grams.size, right.grams.size)
    against = mould_reason(left, right, close=close, common=common)
    reasons += [against] if against else []
    if not credit and not against:
        reasons += _common_source(left, right, sum(r.weight for r in reasons), least)
    clear = credit is not None or pair.jaccard >= CLEAR_JACCARD
    score = sum(r.weight for r in reasons)
    return Kin(pair.left, pair.right, score, tuple(reasons), aligned, pair.jaccard, clear)


def through(left: Reading, right: Reading, aligned: tuple[Aligned, ...], least: int) -> tuple[float, bool]:
    """How much (0..1) two texts tell of each other, and whether in one order; 0 where there are few passages.

    Args:
        left: one text.
        right: the other.
        aligned: what of `left` tells the same as what of `right`.
        least: shortest run of equal words that counts as shared text.
    """
    mine = covered([(a.start, a.end) for a in aligned], left.document.text)
    if len(aligned) < PASSAGES or mine < THROUGH / 2:
        return 0.0, False
    back = align(right, left, least)
    theirs = covered([(a.start, a.end) for a in back], right.document.text)
    if len(back) < PASSAGES or not mine + theirs:
        return 0.0, False
    return 2 * mine * theirs / (mine + theirs), min(order(aligned), order(back)) >= IN_ORDER


def through_reason(left: Reading, right: Reading, aligned: tuple[Aligned, ...], least: int) -> list[Reason]:
    """What it adds to a score that both texts are told through, however few words they share."""
    share, ordered = through(left, right, aligned, least)
    if share < (THROUGH if ordered else THROUGH_LOOSE):
        return []
    words = f"told through: {share:.0%} of both, {'from beginning to end' if ordered else 'in another order'}"
    return [Reason(name="told through", weight=_THROUGH * share, words=words)]


def _common_source(left: Reading, right: Reading, score: float, least: int) -> list[Reason]:
    """What the words of one speaker, quoted alike by both, have to be taken off the score, where without them nothing makes the texts one."""
    quotes = shared_quotes(left.document.text, right.document.text)
    if not quotes:
        return []
    mine, theirs = without(left, quotes), without(right, quotes)
    shared, jaccard, contained = overlap(mine, theirs)
    whole = contained / ENOUGH_CONTAINED if shared >= LEAST_SHARED else 0.0
    rest = min(1.0, max(jaccard / ENOUGH_JACCARD, whole)) * _WORDING
    if rest < LINK:
        rest += sum(r.weight for r in alignment_reasons(mine, theirs, align(mine, theirs, least)))
    if rest >= LINK:
        return []
    first = min(quotes)
    words = f"common source: both quote '{first[:60]}'; without the quotation they share {shared} word triples"
    return [Reason(name="common source", weight=min(0.0, rest - score), words=words)]


def alignment_reasons(left: Reading, right: Reading, aligned: tuple[Aligned, ...]) -> list[Reason]:
    """What aligned runs add to a score: how much of the lesser-known text they cover, and whether they keep the order."""
    mine = covered([(a.start, a.end) for a in aligned], left.document.text)
    theirs = covered([(a.of_start, a.of_end) for a in aligned], right.document.text)
    share = max(mine, theirs)
    found = []
    if aligned:
        found.append(
            Reason(
                name="aligned passages",
                weight=_ALIGNED * share,
                words=f"{len(aligned)} passages told alike, {share:.0%} of one text",
            )
        )
    if order(aligned) >= 0.5:
        found.append(
            Reason(
                name="same order",
                weight=_ORDER * order(aligned),
                words=f"{order(aligned):.0%} of them in the same order",
            )
        )
    return found
