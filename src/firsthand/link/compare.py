"""Why two slots are one incident, or are not: a table of weighed features that add up to a score.

A pair is joined from `JOIN_AT` on. Two tables hold the weights. The features of a slot (`features.FEATURES`) carry their own, set by hand. Where
the ledger is large enough to tell which words are rare, `_vocabulary/link_weights.csv` says how much each of them counts beside the wording
of the reports; it is made by `training/link_weights.py` from labelled reports, with the hand-set weights as what it starts from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from math import log
from typing import NamedTuple

from firsthand.link.copies import Copied
from firsthand.link.features import FEATURES, Weighed, fold
from firsthand.link.slots import Slot
from firsthand.link.wording import ENOUGH_REPORTS, Report, Telling, cosine, found_in, likeness
from firsthand.model import Link, Reason
from firsthand.vocabulary import rows

# Score from which two slots are one incident. Same day and town (3 + 3) suffice; same town and kind without a day (3 + 2) only if nothing
# speaks against. Lower joins look-alikes, higher loses late follow-ups; re-measure on the labelled linking sets when moved.
JOIN_AT = 4.0
# A pair that scores `VETO_AT` or lower, with a feature at or below `HARD`, forbids any group in which both would stand: two exact days apart,
# two towns. Higher loses follow-ups with a wrong date, lower lets a vague report bridge two look-alikes.
VETO_AT, HARD = 0.0, -2.0
# What a copied passage weighs, by how the one comes from the other. A verbatim, edited or translated passage outweighs all else together (a
# copy with a changed figure is still the same incident); a rewritten one does not, nor one that an outlet takes from its own earlier text:
# desks reuse whole sentences for the next attack on the same market, and then the day told speaks against.
COPIED: Mapping[str, float] = {
    "verbatim": 20.0, "translated": 20.0, "edited": 16.0, "cited": 8.0, "rewritten": 4.0, "revision": 4.0,
}  # fmt: skip
DECISIVE = 16.0
PASSAGE = "copied passage"
# Likeness of wording at which it speaks neither for nor against, what it weighs per unit beyond, and the least and most it may weigh.
# Chosen on 436 reports of shootings read by annotators: a slope of 40 finds 4 points more of the right pairs than 25 at equal precision, and
# an even point of 0.08 loses 4 points of precision. Re-measure there and on the look-alikes when moved.
WORDING_EVEN, WORDING_SLOPE, WORDING_LOW, WORDING_HIGH = 0.1, 40.0, -0.5, 7.0
# Share of slots from which agreeing on a kind or place tells less, because so many do by chance (the weight falls with the logarithm of the
# share, as log-odds do). Below 0.05 it tells in full; where nine in ten are shootings, that both are is worth next to nothing.
COMMON = 0.05
# A place in common keeps at least this share of its weight: a war's busiest town is still one town, and independent tellings share few words.
PLACE_FLOOR = 0.5
# Ceilings of what is measured of reports: a likeness beyond chance, the rarity and number of names in common, the days between two reports. Beyond
# them more of the same tells nothing new; the learned weights belong to these, so train again when one is moved.
SOME, MOST_RARITY, MOST_NAMES, MOST_DAYS = 0.3, 60.0, 6, 31


def contradicts(link: Link) -> str:
    """What in a pair cannot be true of one incident: another day, place or kind of act, with too little else for it; empty if nothing.

    Contradictory tolls are no such thing: they change from report to report.
    """
    hard = [r for r in link.reasons if r.name in ("day", "place", "kind") and r.weight <= HARD]
    return min(hard, key=lambda r: (r.weight, r.name)).words if hard and link.score <= VETO_AT else ""


def by_copy(link: Link) -> bool:
    """Whether a link rests on a copied passage that decides by itself."""
    return any(r.name == PASSAGE and r.weight >= DECISIVE for r in link.reasons)


class Evidence(NamedTuple):
    """What is known of slots beyond what they tell: which come from which, how each is told, and what is common.

    `shares` gives the share of slots that are of a kind (``kind:shooting``) or lie in a place (``place:sarovel``); empty in a small ledger,
    as is `told`.
    """

    copied: Mapping[tuple[str, str], Copied]
    told: Mapping[str, Telling]
    shares: Mapping[str, float]


NO_EVIDENCE = Evidence({}, {}, {})


class Measured(NamedTuple):
    """One feature of a pair: its name (a row of the table of weights), what it measures, and that in words."""

    name: str
    value: float
    words: str


def compare(left: Slot, right: Slot, known: Evidence = NO_EVIDENCE) -> Link:
    """All that speaks for and against two slots being one incident; the weights add up to the score.

    Args:
        known: pairs of slot ids (in order) whose passages are a copy and its original; and the words in which each slot is told.
    """
    first, second = (left, right) if left.id <= right.id else (right, left)
    reasons = tuple(_reasons(first, second, known))
    score = round(sum(r.weight for r in reasons), 3)
    return Link(left=first.id, right=second.id, score=score, joined=score >= JOIN_AT, reasons=reasons)


def _reasons(left: Slot, right: Slot, known: Evidence) -> Iterator[Reason]:
    how = known.copied.get((left.id, right.id))
    if how is not None:
        yield Reason(name=PASSAGE, weight=COPIED[how.kind], words=f"one passage comes from the other ({how.kind})")
    ours, theirs = known.told.get(left.id), known.told.get(right.id)
    if ours and theirs and ours.leading and theirs.leading:
        weights = learned()
        for found in measured(left, right, known):
            yield Reason(name=found.name, weight=round(weights[found.name] * found.value, 2), words=found.words)
        return
    for found in by_hand(left, right, known):
        yield Reason(name=found.name, weight=found.value, words=found.words)
    if ours and theirs:
        weight, words = wording(ours, theirs)
        yield Reason(name="wording", weight=weight, words=words)


def by_hand(left: Slot, right: Slot, known: Evidence) -> Iterator[Measured]:
    """The features of two slots with their hand-set weights, less where they agree on what is common in the ledger."""
    for feature in FEATURES:
        weighed = feature.weigh(left, right)
        if weighed is not None:
            weight, words = weighed
            share = _share(feature.name, left, right, known.shares) if weight > 0 else None
            if share is not None and share > COMMON:
                damped = max(log(share) / log(COMMON), PLACE_FLOOR if feature.name == "place" else 0.0)
                weight, words = round(weight * damped, 2), f"{words}, as in {share:.0%} of all"
            yield Measured(feature.name, weight, words)


def measured(left: Slot, right: Slot, known: Evidence) -> Iterator[Measured]:
    """What the table of learned weights weighs, for the incidents that two reports are about: the hand-set features, and the reports' words.

    ``likeness`` is the cosine of the reports' words, ``some likeness`` the same up to `SOME`; ``names`` the rarity of the names in common, in
    tens of nats; ``rare names`` how many are used by hardly any other report; ``apart`` weeks between the reports; ``even`` is always 1.
    """
    ours, theirs = known.told[left.id], known.told[right.id]
    yield from (found for found in by_hand(ours.whole, theirs.whole, known) if found.name != "report")
    alike = likeness(ours.words, theirs.words)
    shared = sorted((w for w in ours.words if w in theirs.words), key=lambda w: (-ours.words[w] * theirs.words[w], w))
    yield Measured("likeness", alike, f"words in common: {', '.join(shared[:4]) or 'none'} (likeness {alike:.2f})")
    yield Measured("some likeness", min(alike, SOME), f"a likeness up to {SOME}, beyond which chance is ruled out")
    names = sorted((n for n in ours.names if n in theirs.names), key=lambda n: (-ours.names[n], n))
    if names:
        rarity = min(sum(ours.names[n] for n in names), MOST_RARITY) / 10
        yield Measured("names", rarity, f"names in common: {', '.join(names[:4])}")
        rare = [n for n in names if n in ours.rare]
        yield Measured("rare names", min(len(rare), MOST_NAMES), f"{len(rare)} of them in hardly any other report")
    if ours.report is not None and theirs.report is not None:
        yield from _reports((ours, ours.report), (theirs, theirs.report))
    if left.reported is not None and right.reported is not None:
        gap = abs(left.reported - right.reported)
        yield Measured("apart", min(gap, MOST_DAYS) / 7, f"reported {gap} days apart")
    yield Measured("even", 1.0, "how few pairs of reports are of one incident")


def _reports(ours: tuple[Telling, Report], theirs: tuple[Telling, Report]) -> Iterator[Measured]:
    """Names, numbers and leads of two reports: two events of one kind share the words of the kind, and differ in these."""
    one, other = ours[1], theirs[1]
    yield Measured("names alike", cosine(one.named, other.named), "how alike all their names are")
    yield Measured("numbers alike", cosine(one.numbers, other.numbers), "how alike their numbers are")
    yield Measured("leads alike", cosine(one.lead, other.lead), "how alike their first sentences are")
    least, most = sorted((found_in(one.lead_names, theirs[0].words), found_in(other.lead_names, ours[0].words)))
    yield Measured("lead found", least, f"at least {least:.0%} of the names of each lead stand in the other report")
    yield Measured("lead found once", most, f"{most:.0%} of the names of one lead stand in the other report")


@cache
def learned() -> Mapping[str, float]:
    """The learned weights by feature, a number to multiply what is measured (see `measured`)."""
    return {row["feature"]: float(row["weight"]) for row in rows("link_weights.csv")}


def _share(feature: str, left: Slot, right: Slot, shares: Mapping[str, float]) -> float | None:
    """How common the rarest thing is that two slots agree on in a feature; ``None`` where that is not known."""
    if feature == "kind":
        keys = {f"kind:{code}" for code in left.types & right.types}
    elif feature == "place":
        keys = {f"place:{fold(p.name)}" for p in left.places} & {f"place:{fold(p.name)}" for p in right.places}
    else:
        return None
    return min((shares[key] for key in keys if key in shares), default=None)


def shares_of(slots: Sequence[Slot]) -> dict[str, float]:
    """The share of slots of each kind and in each place; empty where there are fewer than `ENOUGH_REPORTS`."""
    if len(slots) < ENOUGH_REPORTS:
        return {}
    told = Counter(f"kind:{code}" for s in slots for code in s.types)
    told.update(f"place:{name}" for s in slots for name in {fold(p.name) for p in s.places})
    return {key: count / len(slots) for key, count in told.items()}


def wording(ours: Telling, theirs: Telling) -> Weighed:
    """Rare words in common: names, streets, schools; little in common speaks against."""
    alike = likeness(ours.words, theirs.words)
    weight = round(max(WORDING_LOW, min(WORDING_HIGH, (alike - WORDING_EVEN) * WORDING_SLOPE)), 2)
    shared = sorted((w for w in ours.words if w in theirs.words), key=lambda w: (-ours.words[w] * theirs.words[w], w))[
        :4
    ]
    return weight, f"rare words in common: {', '.join(shared) or 'none'} (likeness {alike:.2f})"
