"""What a contested number most likely is: a probability for each value, from independent origins and the accuracy of who speaks.

A ballot is one origin's word on one count, so a copy never votes. Who has been right before counts for more, and how often somebody was
right is learned from all counts at once (after Dong, Berti-Equille, Srivastava: Integrating conflicting data, VLDB 2009; there for named values,
here for numbers, where a near miss is likelier than a far one). Copying that no passage shows is suspected where two give the same odd values
again and again; what is suspected weighs less. The estimate stands beside low, best and high and never sets them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from math import exp, log, log1p
from typing import NamedTuple

# Share of tellers' counts taken to be right before anything is known, by letter. F (no record) lies between C and D. Chosen by eye, not
# measured; `RECORD_WEIGHT` counts of a teller's own outweigh it.
ACCURACY: Mapping[str, float] = {"A": 0.9, "B": 0.8, "C": 0.7, "F": 0.65, "D": 0.5, "E": 0.35}
# No teller is ever held to be surely right or surely wrong: a certain one would outweigh any number of others.
SUREST = 0.99
# A party to the conflict is right about its own kills and losses less often than others; by how much is a guess on the careful side.
PARTY = 0.8
# How many counts the letter is worth against the teller's own record. More: slower to learn, steadier on few counts.
RECORD_WEIGHT = 4.0
# How far an erring teller strays, as the scale of a two-sided exponential in the logarithm of the count: 0.25 puts half of all errors within
# 19 %. And how far "at least N" lies below the truth. Chosen on worlds of even numbers in benchmarks/truth.py, reported on odd ones.
STRAYS, UNDERSTATES = 0.25, 0.4
# Who says "at least" errs less often by this factor, for more can turn out to be true. A guess; the made worlds hold exact numbers only.
HEDGED = 0.5
# Rounds of learning. The accuracies move by less than 0.01 after five on all made worlds.
ROUNDS = 6
# Most values weighed for one count: all whole numbers where they are this few, else the numbers told and even steps between.
VALUES = 160
# Mass of the interval given.
CREDIBLE = 0.9
# Copying that no passage shows: its probability for any two tellers before they are compared, and the share of counts a copier takes over.
# 0.05 lets one shared odd value raise a doubt and three settle it. Fewer counts in common than `COMMON` are not compared.
SUSPECT, TAKES, COMMON = 0.05, 0.8, 3
# What is left of the doubt that one copies another after each copy seen elsewhere, where a passage shows it: 0.6 makes copying likelier than
# not from the second one on. A differing number speaks against copying that was never seen, but not against what was.
SEEN = 0.6


class Ballot(NamedTuple):
    """One origin's word on one count (`of`). `teller` is whose accuracy it rests on; `high` is ``None`` where open."""

    of: str
    teller: str
    low: int
    best: int | None
    high: int | None
    day: str = ""
    letter: str = "F"
    party: bool = False
    statements: tuple[str, ...] = ()

    @property
    def said(self) -> int:
        """The number by which it is compared with others."""
        return self.low if self.best is None else self.best


class Part(NamedTuple):
    """What one ballot adds to the logarithm of the odds of the best value against the next likely one."""

    ballot: Ballot
    weight: float
    accuracy: float
    share: float


class Likely(NamedTuple):
    """What a number most likely is. `rival` is the next likely value, `prior` what smallness alone adds; `prior` and the weights of `parts` add
    up to `odds`, the logarithm of the odds of `best` against it.
    """

    best: int
    low: int
    high: int
    confidence: float
    rival: int | None
    odds: float
    prior: float
    parts: tuple[Part, ...]


class Learned(NamedTuple):
    """What all counts together tell: each value's probability by count, each teller's accuracy, and who may copy whom."""

    values: Mapping[str, Mapping[int, float]]
    accuracy: Mapping[str, float]
    copying: Mapping[tuple[str, str], float]


def learn(ballots: Sequence[Ballot], seen: Mapping[tuple[str, str], int] | None = None) -> Learned:
    """Weighs all counts and all tellers against each other.

    1. Begin with the accuracy that each teller's letter gives.
    2. For each count, the probability of each value.
    3. For each two tellers with enough in common, the probability that one copies the other.
    4. From the probable values, each teller's accuracy anew; `ROUNDS` times over.

    Args:
        seen: how often one of two tellers was seen to copy the other (see `pair`).

    Example:
        >>> told = [Ballot("c", t, n, n, n) for t, n in (("one", 12), ("two", 12), ("three", 15))]
        >>> max(learn(told).values["c"].items(), key=lambda x: x[1])[0]
        12
    """
    by_count = _by_count(ballots)
    # 1
    start = {
        b.teller: _given(b) for b in sorted(ballots, key=lambda b: (_turn(b), b.of, b.letter, b.party), reverse=True)
    }
    accuracy: dict[str, float] = dict(start)
    copying: dict[tuple[str, str], float] = {}
    values: dict[str, Mapping[int, float]] = {}
    for _ in range(ROUNDS):
        # 2
        values = {count: _probable(told, accuracy, copying) for count, told in by_count.items()}
        # 3
        copying = _suspected(by_count, values, accuracy, seen or {})
        # 4
        right: dict[str, float] = defaultdict(float)
        heard: dict[str, int] = defaultdict(int)
        for count, told in by_count.items():
            for ballot in told:
                right[ballot.teller] += sum(p for v, p in values[count].items() if _fits(ballot, v))
                heard[ballot.teller] += 1
        accuracy = {t: _learned(a, right[t], heard[t]) for t, a in start.items()}
    return Learned(values, accuracy, copying)


def likely(told: Sequence[Ballot], learned: Learned) -> Likely:
    """The most likely value of one count, an interval that holds the truth with probability `CREDIBLE`, and what each origin adds to it."""
    values = learned.values[told[0].of]
    best = max(values, key=lambda v: (values[v], -v))
    rival = max((v for v in values if v != best), key=lambda v: (values[v], -v), default=None)
    low, high = _interval(values)
    low, high = min(low, best), max(high, best)
    shares = _shares(sorted(told, key=_turn), learned.copying)
    parts, prior = [], 0.0
    if rival is not None:
        prior = _prior(best) - _prior(rival)
        for ballot, share in shares:
            accuracy = learned.accuracy[ballot.teller]
            weight = share * (log(_says(ballot, best, accuracy)) - log(_says(ballot, rival, accuracy)))
            parts.append(Part(ballot, weight, accuracy, share))
    odds = prior + sum(p.weight for p in parts)
    return Likely(best, low, high, values[best], rival, odds, prior, tuple(parts))


def _by_count(ballots: Sequence[Ballot]) -> dict[str, list[Ballot]]:
    found: dict[str, list[Ballot]] = defaultdict(list)
    for ballot in sorted(ballots, key=_turn):
        found[ballot.of].append(ballot)
    return dict(sorted(found.items()))


def _turn(ballot: Ballot) -> tuple[str, str, int, int]:
    return ballot.day or "9999", ballot.teller, ballot.low, ballot.high if ballot.high is not None else -1


def _learned(start: float, right: float, heard: int) -> float:
    """Accuracy from a record: rounded, so that sums in another order give the same, and never certain, since nobody's word is."""
    return min(SUREST, max(1 - SUREST, round((RECORD_WEIGHT * start + right) / (RECORD_WEIGHT + heard), 2)))


def _given(ballot: Ballot) -> float:
    return ACCURACY[ballot.letter] * (PARTY if ballot.party else 1.0)


# ------------------------------------------------------------------------------------------------------ what a value makes likely


def _probable(
    told: Sequence[Ballot], accuracy: Mapping[str, float], copying: Mapping[tuple[str, str], float]
) -> Mapping[int, float]:
    """The probability of each value of one count."""
    return _weighed(tuple((b.low, b.best, b.high, accuracy[b.teller], share) for b, share in _shares(told, copying)))


@lru_cache(maxsize=65_536)
def _weighed(told: tuple[tuple[int, int | None, int | None, float, float], ...]) -> Mapping[int, float]:
    """As `_probable`, of (low, best, high, accuracy, share) alone: many counts of a large ledger look alike."""
    ballots = [(Ballot("", "", low, best, high), accuracy, share) for low, best, high, accuracy, share in told]
    logs = {
        v: _prior(v) + sum(share * log(_says(b, v, accuracy)) for b, accuracy, share in ballots)
        for v in _values([b for b, *_ in ballots])
    }
    top = max(logs.values())
    weights = {v: exp(x - top) for v, x in logs.items()}
    total = sum(weights.values())
    return {v: w / total for v, w in weights.items()}


def _values(told: Sequence[Ballot]) -> list[int]:
    """The values weighed: what is told and what lies around it, since all may be wrong."""
    ends = [x for b in told for x in (b.low, b.best, b.high) if x is not None]
    first, last = int(min(ends) * 0.7), int(max(ends) * 1.4) + 2
    step = max(1, (last - first) // VALUES)
    return sorted({*range(first, last + 1, step), *ends})


def _prior(value: int) -> float:
    """Small tolls are commoner than large ones: as many between 5 and 10 as between 50 and 100."""
    return -log1p(value)


def _says(ballot: Ballot, value: int, accuracy: float) -> float:
    """How likely it is that a teller of such accuracy gives this ballot where `value` is the truth."""
    if ballot.high is None:  # "at least N"
        inside = exp(-log((value + 1) / (ballot.low + 1)) / UNDERSTATES) / UNDERSTATES if value >= ballot.low else 0.0
        wrong = HEDGED * (1 - accuracy)
        return (1 - wrong) * inside / (value + 1) + wrong * _errs(ballot.low, value)
    width = ballot.high - ballot.low + 1
    if ballot.low <= value <= ballot.high:
        return accuracy / width + (1 - accuracy) * _errs(ballot.said, value)
    near = ballot.low if value < ballot.low else ballot.high
    return (1 - accuracy) * _errs(near, value)


def _fits(ballot: Ballot, value: int) -> bool:
    return ballot.low <= value and (ballot.high is None or value <= ballot.high)


@lru_cache(maxsize=65_536)
def _errs(said: int, value: int) -> float:
    """How likely an erring teller says just this number: the nearer the likelier, in proportion."""
    far = abs(log((said + 1) / (value + 1)))
    return exp(-far / STRAYS) / _mass(value)


@lru_cache(maxsize=4096)
def _mass(value: int) -> float:
    """What `_errs` is divided by to make one: summed for small values, in closed form for large ones."""
    power = 1 / STRAYS
    if value > VALUES:
        return (value + 1) * (1 / (power - 1) + 1 / (power + 1))
    top = value + 1
    return float(sum((min(x, top) / max(x, top)) ** power for x in range(1, 8 * top + 1)))


def _interval(values: Mapping[int, float]) -> tuple[int, int]:
    """The ends between which `CREDIBLE` of the probability lies, as much cut off below as above."""
    tail, low, high, sum_ = (1 - CREDIBLE) / 2, None, max(values), 0.0
    for value in sorted(values):
        sum_ += values[value]
        if low is None and sum_ > tail:
            low = value
        if sum_ >= 1 - tail:
            high = value
            break
    return low if low is not None else min(values), high


# --------------------------------------------------------------------------------------------------------- copying that is not shown


def _shares(told: Sequence[Ballot], copying: Mapping[tuple[str, str], float]) -> list[tuple[Ballot, float]]:
    """How much each ballot of one count weighs: less by the probability that it was taken from an earlier one with the same number."""
    found: list[tuple[Ballot, float]] = []
    for n, ballot in enumerate(told):
        share = 1.0
        for other in told[:n]:
            if other.said == ballot.said and other.teller != ballot.teller:
                share *= 1 - TAKES * copying.get(pair(ballot.teller, other.teller), 0.0)
        found.append((ballot, round(share, 2)))
    return found


def pair(one: str, other: str) -> tuple[str, str]:
    """Two tellers as one key, in whatever order.

    Example:
        >>> pair("b", "a")
        ('a', 'b')
    """
    return (one, other) if one <= other else (other, one)


def _suspected(
    by_count: Mapping[str, Sequence[Ballot]],
    values: Mapping[str, Mapping[int, float]],
    accuracy: Mapping[str, float],
    seen: Mapping[tuple[str, str], int],
) -> dict[tuple[str, str], float]:
    """For each two tellers who share enough counts: how probable it is that one takes its numbers from the other.

    That both give the truth says little. That both give the same odd number, or differ, says much; and so does that one was seen
    copying the other elsewhere.
    """
    odds: dict[tuple[str, str], float] = defaultdict(float)
    common: dict[tuple[str, str], int] = defaultdict(int)
    for count, told in by_count.items():
        chance = {b: sum(p * _says(b, v, accuracy[b.teller]) for v, p in values[count].items()) for b in told}
        for one, other in _pairs(told):
            key = pair(one.teller, other.teller)
            common[key] += 1
            same = (one.low, one.best, one.high) == (other.low, other.best, other.high)
            odds[key] += log(1 - TAKES + (TAKES / max(chance[other], 1e-9) if same else 0.0))
    start = log(SUSPECT / (1 - SUSPECT))
    return {
        k: max(_share(start + x), 1 - SEEN ** seen.get(k, 0))
        for k, x in sorted(odds.items())
        if common[k] >= COMMON or seen.get(k, 0)
    }


def _pairs(told: Sequence[Ballot]) -> Iterator[tuple[Ballot, Ballot]]:
    for n, one in enumerate(told):
        yield from ((one, other) for other in told[n + 1 :] if other.teller != one.teller)


def _share(odds: float) -> float:
    return 1 / (1 + exp(-max(-50.0, min(50.0, odds))))
