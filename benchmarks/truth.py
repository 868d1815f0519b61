"""What a contested number most likely is: `python3 benchmarks/truth.py [--seeds 10] [--data DIR]`.

Makes worlds of incidents with true tolls, tellers of known accuracy, and outlets that copy one of them, passage shown or hidden; errors are in
proportion to the toll. Compares the estimate of `reckon.truth` with the majority of reports, TruthFinder (Yin, Han, Yu: KDD 2007), ACCU and
ACCUCOPY (Dong, Berti-Equille, Srivastava: VLDB 2009), written here from their papers. Printed for each: how often the value given is right, how
far off it is (mean of the absolute logarithm), how often it is right among the incidents on which reports differ, how well the probability
given fits (Brier score; expected calibration error over ten bins), and for this project's estimate how often the truth lies in its interval
and how wide that is. Even seeds chose the constants in `reckon/truth.py`; odd seeds are reported. With --data, the same over the killed and the
injured of gva_incidents (development part), as `extract` reads them out of the reports of each incident of the registry.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import exp, log
from pathlib import Path
from typing import NamedTuple

from firsthand.reckon.estimates import LIKELY_COPY
from firsthand.reckon.truth import Ballot, Learned, learn, likely, pair

INCIDENTS, TELLERS, OUTLETS, COVERS = 60, 8, 6, 0.4
# Of what a copying outlet prints: the share taken over from the teller it copies; the rest it counts itself, badly.
COPIES, OWN = 0.85, 0.5


class Report(NamedTuple):
    """One report: of which incident, by whom, the toll, and the teller whose passage it shows to have copied."""

    incident: str
    teller: str
    toll: int
    shown: bool = False
    day: str = "1"


class World(NamedTuple):
    """The true toll of each incident, and the reports."""

    truth: Mapping[str, int]
    reports: tuple[Report, ...]
    copies: Mapping[tuple[str, str], str] = {}

    def copied(self, incident: str, teller: str) -> bool:
        """Whether a teller's report of an incident was taken from another, shown or not."""
        return (incident, teller) in self.copies


class Given(NamedTuple):
    """What a method gives for one incident: the value, how sure it is, and where it tells one the interval."""

    value: int
    confidence: float
    low: int | None = None
    high: int | None = None


Claims = Mapping[str, Mapping[str, int]]
Method = Callable[[World], Mapping[str, Given]]


# ---------------------------------------------------------------------------------------------------------------- made worlds


def made(seed: int, shown: int) -> World:
    """One world; of a hundred copies so many show their passage. Other draws do not depend on that number."""
    draw = random.Random(seed)
    truth = {f"i{n:03d}": round(exp(draw.uniform(0.7, 4.4))) for n in range(INCIDENTS)}
    accuracy = {f"t{n}": draw.uniform(0.5, 0.95) for n in range(TELLERS)}
    copied = {f"o{n}": min(accuracy, key=lambda t: draw.random() + 0.5 * accuracy[t]) for n in range(OUTLETS)}
    reports: list[Report] = []
    copies: dict[tuple[str, str], str] = {}
    for incident, toll in truth.items():
        told = {t: _told(draw, toll, a) for t, a in accuracy.items() if draw.random() < COVERS}
        reports += [Report(incident, t, x) for t, x in told.items()]
        for outlet, teller in copied.items():
            takes, seen, own = draw.random() < COPIES, draw.randrange(100) < shown, _told(draw, toll, OWN)
            if takes and teller in told:
                reports.append(Report(incident, outlet, told[teller], shown=seen, day="2"))
                copies[incident, outlet] = teller
            elif not takes:
                reports.append(Report(incident, outlet, own, day="2"))
    return World(truth, tuple(reports), copies)


def _told(draw: random.Random, toll: int, accuracy: float) -> int:
    right, far, sign = draw.random() < accuracy, draw.expovariate(1 / 0.3), draw.choice((-1, 1))
    if right:
        return toll
    wrong = max(0, round(toll * exp(sign * far)))
    return wrong if wrong != toll else max(0, toll + sign)


# ------------------------------------------------------------------------------------------------------------------- methods


def claims_of(world: World) -> dict[str, dict[str, int]]:
    """Teller to toll, by incident."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for report in world.reports:
        found[report.incident][report.teller] = report.toll
    return dict(found)


def majority(world: World) -> dict[str, Given]:
    """The number that most reports give, of equals the smaller; as sure as its share is large."""
    given = {}
    for incident, told in claims_of(world).items():
        votes = Counter(told.values())
        value = min(votes, key=lambda x: (-votes[x], x))
        given[incident] = Given(value, votes[value] / len(told))
    return given


def truthfinder(world: World) -> dict[str, Given]:
    """TruthFinder: trust of tellers and confidence of facts make each other; like facts support like (rho 0.5, gamma 0.3, base 0.5)."""
    claims, trust = claims_of(world), dict.fromkeys({r.teller for r in world.reports}, 0.9)
    sure: dict[str, dict[int, float]] = {}
    for _ in range(10):
        score = {t: -log(max(1e-9, 1 - min(x, 0.999999))) for t, x in trust.items()}
        for incident, told in claims.items():
            plain = {v: sum(score[t] for t, x in told.items() if x == v) for v in sorted(set(told.values()))}
            near = {
                v: s + 0.5 * sum(o * (_like(w, v) - 0.5) for w, o in plain.items() if w != v) for v, s in plain.items()
            }
            sure[incident] = {v: 1 / (1 + exp(-0.3 * s)) for v, s in near.items()}
        heard: dict[str, list[float]] = defaultdict(list)
        for incident, told in claims.items():
            for teller, x in told.items():
                heard[teller].append(sure[incident][x])
        trust = {t: sum(x) / len(x) for t, x in heard.items()}
    return {i: Given(v := min(s, key=lambda x: (-s[x], x)), s[v]) for i, s in sure.items()}


def _like(one: int, other: int) -> float:
    return exp(-abs(one - other) / max(1, other))


def accu(world: World, *, copying: bool = False, rounds: int = 8) -> dict[str, Given]:
    """ACCU, and with `copying` ACCUCOPY: Bayes over the values told, n = 10 false values, alpha 0.2, c 0.8, as in the paper's experiments."""
    claims, false = claims_of(world), 10
    accuracy = dict.fromkeys(sorted({r.teller for r in world.reports}), 0.8)
    depends: dict[tuple[str, str], float] = {}
    sure: dict[str, dict[int, float]] = {}
    for _ in range(rounds):
        for incident, told in claims.items():
            score: dict[int, float] = defaultdict(float)
            order = sorted(told, key=lambda t: (-accuracy[t], t))
            for n, teller in enumerate(order):
                free = 1.0
                for other in order[:n]:
                    if told[other] == told[teller]:
                        free *= 1 - 0.8 * depends.get((min(teller, other), max(teller, other)), 0.0)
                a = min(0.99, max(0.01, accuracy[teller]))
                score[told[teller]] += free * log(false * a / (1 - a))
            top = max(score.values())
            rest = max(0, false + 1 - len(score)) * exp(-top)
            total = sum(exp(s - top) for s in score.values()) + rest
            sure[incident] = {v: exp(s - top) / total for v, s in score.items()}
        if copying:
            depends = _depends(claims, sure, accuracy, false)
        heard: dict[str, list[float]] = defaultdict(list)
        for incident, told in claims.items():
            for teller, x in told.items():
                heard[teller].append(sure[incident][x])
        accuracy = {t: sum(x) / len(x) for t, x in heard.items()}
    return {i: Given(v := min(s, key=lambda x: (-s[x], x)), s[v]) for i, s in sure.items()}


def _depends(
    claims: Claims, sure: Mapping[str, Mapping[int, float]], accuracy: Mapping[str, float], false: int
) -> dict[tuple[str, str], float]:
    """P(dependent) of each two sources by the values they share: true, false, or different (section 3 of the paper)."""
    best = {i: min(s, key=lambda v: (-s[v], v)) for i, s in sure.items()}
    odds: dict[tuple[str, str], float] = defaultdict(float)
    for incident, told in claims.items():
        tellers = sorted(told)
        for n, one in enumerate(tellers):
            for other in tellers[n + 1 :]:
                a, b = (min(0.99, max(0.01, accuracy[t])) for t in (one, other))
                true, wrong = a * b, (1 - a) * (1 - b) / false
                if told[one] != told[other]:
                    odds[one, other] += log(0.2)
                elif told[one] == best[incident]:
                    odds[one, other] += log((a * 0.8 + true * 0.2) / true)
                else:
                    odds[one, other] += log(((1 - a) * 0.8 + wrong * 0.2) / wrong)
    return {k: 1 / (1 + exp(-max(-50.0, min(50.0, log(0.2 / 0.8) + x)))) for k, x in odds.items()}


def learned_of(world: World) -> tuple[dict[str, list[Ballot]], Learned]:
    """The ballots of each incident, one for each report that is no shown copy, and what is learned from them and from the shown copies."""
    ballots: dict[str, list[Ballot]] = defaultdict(list)
    for r in world.reports:
        if not r.shown:
            ballots[r.incident].append(Ballot(r.incident, r.teller, r.toll, r.toll, r.toll, r.day))
    seen = Counter(pair(r.teller, world.copies[r.incident, r.teller]) for r in world.reports if r.shown)
    return ballots, learn([b for told in ballots.values() for b in told], seen)


def firsthand(world: World) -> dict[str, Given]:
    """This project's estimate: copies that show their passage have no ballot."""
    ballots, learned = learned_of(world)
    found = {i: likely(told, learned) for i, told in ballots.items()}
    return {i: Given(x.best, x.confidence, x.low, x.high) for i, x in found.items()}


METHODS: Mapping[str, Method] = {
    "majority of reports": majority, "TruthFinder": truthfinder, "ACCU": accu, "ACCUCOPY": lambda w: accu(w, copying=True), "firsthand": firsthand,
}  # fmt: skip
PEERS_WITHOUT_COPIES = ("majority of reports", "ACCU")


# ------------------------------------------------------------------------------------------------------------------- scoring


def rows(worlds: Sequence[World]) -> Iterator[tuple[str, list[tuple[int, Given, bool]]]]:
    """Each method with (truth, given, contested) of all incidents; two peers also over the reports that are no shown copies."""
    for name, method in METHODS.items():
        yield name, [x for w in worlds for x in _pairs(w, method(w))]
    for name in PEERS_WITHOUT_COPIES:
        bare = [w._replace(reports=tuple(r for r in w.reports if not r.shown)) for w in worlds]
        yield (
            f"{name}, copies removed",
            [x for w, b in zip(worlds, bare, strict=True) for x in _pairs(w, METHODS[name](b))],
        )


def _pairs(world: World, given: Mapping[str, Given]) -> Iterator[tuple[int, Given, bool]]:
    told = {i: set(c.values()) for i, c in claims_of(world).items()}
    for incident, found in sorted(given.items()):
        yield world.truth[incident], found, len(told[incident]) > 1


def print_table(worlds: Sequence[World]) -> None:
    """Prints a row for each method."""
    print(
        "method                               right  of contested  log error   Brier     ECE  in interval  mean width"
    )
    for name, found in rows(worlds):
        right = [truth == g.value for truth, g, _ in found]
        disputed = [truth == g.value for truth, g, contested in found if contested]
        error = sum(abs(log((truth + 1) / (g.value + 1))) for truth, g, _ in found) / len(found)
        brier = sum((g.confidence - r) ** 2 for (_, g, _), r in zip(found, right, strict=True)) / len(found)
        spans = [(truth, g) for truth, g, _ in found if g.low is not None and g.high is not None]
        inside = f"{sum(g.low <= t <= g.high for t, g in spans) / len(spans):10.1%}" if spans else "         -"  # type: ignore[operator]
        width = f"{sum(g.high - g.low for _, g in spans) / len(spans):9.1f}" if spans else "        -"  # type: ignore[operator]
        print(
            f"{name:35s} {sum(right) / len(right):6.1%} {sum(disputed) / max(1, len(disputed)):13.1%} {error:10.3f} {brier:7.3f} "
            f"{_ece([g for _, g, _ in found], right):7.3f}  {inside}  {width}"
        )


def _ece(given: Sequence[Given], right: Sequence[bool]) -> float:
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for g, r in zip(given, right, strict=True):
        bins[min(9, int(g.confidence * 10))].append((g.confidence, r))
    return sum(abs(sum(c - r for c, r in held)) for held in bins.values()) / len(given)


def print_origins(worlds: Sequence[World]) -> None:
    """Prints how many origins stand behind the first number told of each incident, counted with and without suspicion of hidden copying."""
    ways: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for world in worlds:
        ballots, learned = learned_of(world)
        suspected = {k for k, p in learned.copying.items() if p >= LIKELY_COPY}
        for told in ballots.values():
            for value in sorted({b.best for b in told if b.best is not None}):
                same = sorted((b for b in told if b.best == value), key=lambda b: (b.day, b.teller))
                true = sum(not world.copied(b.of, b.teller) for b in same)
                doubted = sum(any(pair(a.teller, b.teller) in suspected for a in same[:n]) for n, b in enumerate(same))
                ways["shown copies apart"].append((true, len(same), 0))
                ways["and suspected ones unknown"].append((true, len(same) - doubted, doubted))
    print("\norigins of each number         right  too many  too few  true within known..known + unknown  with unknown")
    for way, found in ways.items():
        n = len(found)
        right, many, few = (sum(f) / n for f in zip(*((k == t, k > t, k < t) for t, k, _ in found), strict=True))
        within, unknown = sum(k <= t <= k + u for t, k, u in found) / n, sum(u > 0 for *_, u in found) / n
        print(f"{way:28s}  {right:6.1%}  {many:8.1%}  {few:7.1%}  {within:34.1%}  {unknown:12.1%}")


# ----------------------------------------------------------------------------------------------------------------- real reports


def gva(data: Path, most: int) -> dict[str, World]:
    """Killed and injured as read out of the reports of each incident that has two or more; tellers are hosts and named speakers."""
    from firsthand._lab import read_lines
    from firsthand._lab.gva_incidents import ledger_of, readings
    from firsthand.config import Config
    from firsthand.model import Incident, Ledger, Statement, When
    from firsthand.reckon.estimates import ballots_of
    from firsthand.reckon.parties import parties
    from firsthand.reckon.ranges import count_of
    from firsthand.reckon.world import lay_out

    folder = data / "gva_incidents"
    home = {row["doc_id"]: row["incident"] for row in read_lines(folder, "dev.links.jsonl")}
    facts = {row["incident"]: row for row in read_lines(folder, "dev.incidents.jsonl")}
    often = Counter(home.values())
    chosen = sorted(i for i, n in often.items() if n > 1 and i in facts)[:most]
    kept = set(chosen)
    docs = [row for row in read_lines(folder, "dev.docs.jsonl") if home.get(row["doc_id"]) in kept]
    ledger: Ledger = ledger_of(docs, readings(docs, Config()))
    world, said = lay_out(ledger), defaultdict(list)
    for document, told in world.in_document.items():
        slots: dict[str, list[Statement]] = defaultdict(list)
        for s in told:
            if s.slot:
                slots[s.slot].append(s)
        if slots:
            said[home[document]] += max(sorted(slots.items()), key=lambda x: len(x[1]))[1]
    found = {}
    for measure in ("killed", "injured"):
        truth, reports = {}, []
        for incident in chosen:
            made_up = Incident(
                id=incident, slots=(), statements=(), types=(), state="occurred", when=When(), where=None
            )
            count = count_of(world, measure, said[incident], parties(world, made_up, {}))  # type: ignore[arg-type]
            told_by = list(ballots_of(world, incident, count)) if count else []
            if len(told_by) > 1:
                truth[incident] = facts[incident][measure]
                reports += [Report(incident, b.teller, b.said, day=b.day) for b in told_by]
        found[measure] = World(truth, tuple(reports))
    return found


def main() -> None:
    """Prints a table for each share of copies that show their passage, and for real reports where --data is given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=10, help="worlds; odd seeds are used, with --choose even ones")
    parser.add_argument("--choose", action="store_true", help="use the even seeds, on which constants are chosen")
    parser.add_argument(
        "--shown", type=int, nargs="+", default=[100, 80, 0], help="percent of copies that show their passage"
    )
    parser.add_argument("--data", type=Path, help="folder of the labelled sets")
    parser.add_argument("--most", type=int, default=900, help="incidents of gva_incidents read")
    chosen = parser.parse_args()
    for shown in chosen.shown:
        print(f"\n{chosen.seeds} worlds of {INCIDENTS} incidents; {shown} % of copies show their passage")
        worlds = [made(2 * n + (not chosen.choose), shown) for n in range(chosen.seeds)]
        print_table(worlds)
        print_origins(worlds)
    if chosen.data:
        for measure, world in gva(chosen.data, chosen.most).items():
            print(f"\ngva_incidents (dev), {measure}: {len(world.truth)} incidents told by two or more origins")
            print_table([world])
    sys.stdout.flush()


if __name__ == "__main__":
    main()
