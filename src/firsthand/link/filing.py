"""Filing reports: which are about one incident, by the mean over all pairs of two groups, so that one likeness chains no strangers together."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

# Mean score across two groups from which they are one. On the scale of `link.compare.JOIN_AT`; higher splits an incident told in many ways, lower
# joins look-alikes. Chosen on gva_incidents and ecbplus together (dev), weights learned without the incidents and topics scored: 3.5 and 3.75 are
# alike, 3.25 joins 23 instead of 13 of a hundred look-alike pairs of ecbplus, 4 loses 2 points of CoNLL F1 there.
FILE_AT = 3.75
# What a pair counts that was not worth comparing, and the least and the most that any pair counts in a mean: one sure pair shall not carry
# strangers in, nor one odd report keep a group apart.
UNMET, LEAST, MOST = -1.5, -3.5, 10.5


class _Groups(NamedTuple):
    """Groups by the first of their reports: members, and for each pair of groups that met the sum of what its pairs count beyond `UNMET`."""

    members: dict[str, list[str]]
    beyond: dict[str, dict[str, float]]

    def mean(self, one: str, other: str) -> float:
        return UNMET + self.beyond[one][other] / (len(self.members[one]) * len(self.members[other]))


def file_reports(reports: Iterable[str], scores: Mapping[tuple[str, str], float]) -> dict[str, str]:
    """The group of each report, named by its first member; the two groups of the highest mean are joined first, ties by name.

    Example:
        >>> file_reports("abc", {("a", "b"): 8.0, ("b", "c"): 5.0})
        {'a': 'a', 'b': 'a', 'c': 'c'}
    """
    groups = _Groups({name: [name] for name in sorted(reports)}, defaultdict(dict))
    for (one, other), score in sorted(scores.items()):
        groups.beyond[one][other] = groups.beyond[other][one] = min(max(score, LEAST), MOST) - UNMET
    heap: list[tuple[float, str, str, int, int]] = []
    for one, other in scores:
        _offer(heap, groups, one, other)
    while heap:
        _, one, other, size, others = heapq.heappop(heap)
        if len(groups.members.get(one, ())) == size and len(groups.members.get(other, ())) == others:
            _join(groups, one, other)
            for met in sorted(groups.beyond[one]):
                _offer(heap, groups, one, met)
    return {name: first for first, names in sorted(groups.members.items()) for name in names}


def _offer(heap: list[tuple[float, str, str, int, int]], groups: _Groups, left: str, right: str) -> None:
    one, other = sorted((left, right))
    mean = groups.mean(one, other)
    if mean >= FILE_AT:
        heapq.heappush(heap, (-round(mean, 9), one, other, len(groups.members[one]), len(groups.members[other])))


def _join(groups: _Groups, one: str, other: str) -> None:
    """Moves a group into the one that is named first; of a pair of groups both have met, the sums add up."""
    groups.members[one] += groups.members.pop(other)
    for met, beyond in groups.beyond.pop(other).items():
        groups.beyond[met].pop(other, None)
        if met != one:
            groups.beyond[one][met] = groups.beyond[met][one] = groups.beyond[one].get(met, 0.0) + beyond


__all__ = ["FILE_AT", "file_reports"]
