"""What changed in the telling, over labelled pairs: `python3 benchmarks/drift.py [--errors] [--retellings DIR] [--by-rule DIR]`.

Reads `tests/cases/drift_pairs.csv` and `drift_pairs_more.csv`, runs every rule of drift on each pair as two aligned sentences, and prints
precision and recall per kind and over all, for the open part, the kept part and both. A finding is right when it is of the kind that the row
names; any other finding is false, a second one of another kind on a changed row too. "pairs" counts a pair once: flagged or not, whatever the
kind. "critical/high" is the share of unchanged pairs that are flagged at those severities. `--errors` lists the rows that go wrong in the open
parts only: rules are never written from those of the kept parts.

`--retellings DIR` (derived_news_wmt) links every two English translations of one article that two people wrote, and prints the share of pairs
with a finding, and findings per 100 aligned sentences; by halves of the stories, "A" for writing rules and "B" for checking them.
`--by-rule DIR` (corpus_wikinews_en) changes sentences by rule and prints what is found, per rule; nothing of either set is kept.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import itertools
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple, get_args

from drift_by_rule import by_rule

from firsthand.collate import collate
from firsthand.collate.align import sentence_pairs
from firsthand.collate.drift import all_changes
from firsthand.collate.reading import read
from firsthand.collate.sides import side
from firsthand.config import Config
from firsthand.model import Document, Drift, DriftKind

CASES = Path(__file__).resolve().parent.parent / "tests" / "cases"
TABLES = {"first table": "drift_pairs.csv", "second table": "drift_pairs_more.csv"}
NONE = "none"


class Score(NamedTuple):
    """Right findings, false findings, and rows missed."""

    right: int
    false: int
    missed: int

    @property
    def precision(self) -> float | None:
        """Share of the findings that are right; ``None`` without findings."""
        return self.right / (self.right + self.false) if self.right + self.false else None

    @property
    def recall(self) -> float | None:
        """Share of the changes that are found; ``None`` without changes."""
        return self.right / (self.right + self.missed) if self.right + self.missed else None


class Reading(NamedTuple):
    """A labelled pair and what the rules find in it, as (kind, severity)."""

    row: dict[str, str]
    found: frozenset[tuple[str, str]]

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of drift that were found."""
        return frozenset(kind for kind, _ in self.found)


def readings(table: str) -> list[Reading]:
    """Every labelled pair of a table with what the rules find in it, in order of the table."""
    lines = [line for line in (CASES / table).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [Reading(row, all_kinds(row["original"], row["retold"])) for row in csv.DictReader(lines)]


def all_kinds(original: str, retold: str) -> frozenset[tuple[str, str]]:
    """What every rule finds between two sentences, as (kind, severity)."""
    changes = all_changes(side(original, 0, len(original)), side(retold, 0, len(retold)))
    return frozenset((c.kind, c.severity) for c in changes)


class Pair(NamedTuple):
    """Two translations of one article: what is found, and how many sentences are aligned that are not word for word equal."""

    drifts: tuple[Drift, ...]
    sentences: int


def retellings(folder: Path) -> dict[str, list[Pair]]:
    """Every linked pair of English texts that two people made of one article, by halves of the stories."""
    key = [json.loads(line) for line in (folder / "dev.key.jsonl").read_text(encoding="utf-8").splitlines()]
    with gzip.open(folder / "dev.pool.jsonl.gz", "rt", encoding="utf-8") as pool:
        texts = {row["id"]: row["text"] for row in map(json.loads, pool)}
    stories: dict[str, list[str]] = defaultdict(list)
    for row in sorted(key, key=lambda r: str(r["id"])):
        if row["lang"] == "en" and row["kind"].startswith("human"):
            stories[row["origin"]].append(row["id"])
    found: dict[str, list[Pair]] = {"A": [], "B": []}
    for origin, ids in sorted(stories.items()):
        half = "AB"[hashlib.sha256(origin.encode()).digest()[1] % 2]
        found[half] += [p for p in (_pair(texts, *two) for two in itertools.combinations(ids, 2)) if p]
    return found


def _pair(texts: dict[str, str], one: str, two: str) -> Pair | None:
    documents = [Document(id=i, address=i, sha256=i, text=texts[i], language="en") for i in (one, two)]
    collation = collate(documents, dates={}, config=Config())
    if not collation.derivations:
        return None
    edge, read_ = collation.derivations[0], {d.id: read(d) for d in documents}
    lines = sum(1 for _ in sentence_pairs(read_[edge.document], read_[edge.of], edge.evidence))
    return Pair(collation.drifts, lines)


def by_kind(read: list[Reading]) -> dict[str, Score]:
    """The score of each kind of drift, and of all kinds together ("all kinds")."""
    right, false, missed = Counter[str](), Counter[str](), Counter[str]()
    for reading in read:
        label = reading.row["kind"]
        right.update(reading.kinds & {label})
        false.update(reading.kinds - {label})
        missed.update({label} - reading.kinds - {NONE})
    scores = {k: Score(right[k], false[k], missed[k]) for k in get_args(DriftKind)}
    return scores | {"all kinds": Score(right.total(), false.total(), missed.total())}


def of_pairs(read: list[Reading]) -> Score:
    """How well changed pairs are told from unchanged ones, whatever the kind found."""
    changed = [bool(r.kinds) for r in read if r.row["kind"] != NONE]
    unchanged = [bool(r.kinds) for r in read if r.row["kind"] == NONE]
    return Score(sum(changed), sum(unchanged), len(changed) - sum(changed))


def false_alarms(read: list[Reading]) -> float:
    """Share of the unchanged pairs that are flagged as critical or high."""
    unchanged = [r for r in read if r.row["kind"] == NONE]
    return sum(any(s in {"critical", "high"} for _, s in r.found) for r in unchanged) / len(unchanged)


def _figure(value: float | None) -> str:
    return "    -" if value is None else f"{value:5.3f}"


def _print(part: str, read: list[Reading]) -> None:
    print(f"{part}: {len(read)} pairs, {sum(r.row['kind'] == NONE for r in read)} unchanged")
    for name, score in (by_kind(read) | {"pairs": of_pairs(read)}).items():
        counts = f"{score.right:4d} right {score.false:3d} false {score.missed:3d} missed"
        print(f"  {name:24s} precision {_figure(score.precision)}  recall {_figure(score.recall)}  {counts}")
    print(f"  unchanged pairs flagged critical/high {false_alarms(read):.3f}\n")


def _labelled(name: str, *, errors: bool) -> None:
    read = readings(TABLES[name])
    print(f"== {name}")
    for part in ("open", "kept"):
        _print(part, [r for r in read if r.row["part"] == part])
    _print("whole", read)
    for r in read if errors else ():
        if r.row["part"] == "open" and r.kinds != frozenset({r.row["kind"]} - {NONE}):
            print(f"{r.row['kind']} / {sorted(r.found)}\n  {r.row['original']}\n  {r.row['retold']}")


def _retellings(folder: Path, *, listed: str) -> None:
    for half, found in retellings(folder).items():
        said = [d for pair in found for d in pair.drifts]
        grave = [d for d in said if d.severity in {"critical", "high"}]
        flagged = sum(any(d.severity in {"critical", "high"} for d in pair.drifts) for pair in found)
        lines = sum(pair.sentences for pair in found)
        print(f"== retellings, half {half}: {len(found)} pairs linked, {lines} aligned sentences of other wording")
        print(f"  pairs with a critical or high finding {flagged} ({flagged / max(1, len(found)):.3f})")
        print(f"  pairs with any finding {sum(bool(pair.drifts) for pair in found)}")
        print(
            f"  findings per 100 sentences: critical/high {100 * len(grave) / max(1, lines):.2f}, all {100 * len(said) / max(1, lines):.2f}"
        )
        for kind, number in sorted(Counter((d.kind, d.severity) for d in said).items()):
            print(f"    {kind[0]} {kind[1]}: {number}")
        for d in said if half == listed else ():
            print(f"{d.kind} {d.severity}: {d.why}\n  {d.original}\n  {d.retold}")


def main() -> None:
    """Prints the tables that are asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--errors", action="store_true", help="list the rows of the open parts that go wrong")
    parser.add_argument(
        "--retellings", type=Path, metavar="DIR", help="two translations of one article: folder of derived_news_wmt"
    )
    parser.add_argument("--listed", default="", help="with --retellings: list the findings of this half (A)")
    parser.add_argument(
        "--by-rule", type=Path, metavar="DIR", help="sentences changed by rule: folder of corpus_wikinews_en"
    )
    asked = parser.parse_args()
    if asked.retellings:
        _retellings(asked.retellings, listed=asked.listed)
    if asked.by_rule:
        for line in by_rule(asked.by_rule, all_kinds):
            print(line)
    if not asked.retellings and not asked.by_rule:
        for name in TABLES:
            _labelled(name, errors=asked.errors)


if __name__ == "__main__":
    main()
