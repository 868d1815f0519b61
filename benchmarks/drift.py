"""What changed in the telling, over labelled pairs: `python3 benchmarks/drift.py [--errors]`.

Reads `tests/cases/drift_pairs.csv`, runs every rule of drift on each pair as two aligned sentences, and prints precision and recall per kind
and over all, for the open part, the kept part and both. A finding is right when it is of the kind that the row names; any other finding is
false, a second one of another kind on a changed row too. "pairs" counts a pair once: flagged or not, whatever the kind. "critical/high" is
the share of unchanged pairs that are flagged at those severities. `--errors` lists the rows that go wrong in the open part only: rules are
never written from those of the kept part.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from pathlib import Path
from typing import NamedTuple, get_args

from firsthand.collate.drift import all_changes
from firsthand.collate.sides import side
from firsthand.model import DriftKind

PAIRS = Path(__file__).resolve().parent.parent / "tests" / "cases" / "drift_pairs.csv"
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


def readings() -> list[Reading]:
    """Every labelled pair with what the rules find in it, in order of the table."""
    lines = [line for line in PAIRS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [Reading(row, _found(row["original"], row["retold"])) for row in csv.DictReader(lines)]


def _found(original: str, retold: str) -> frozenset[tuple[str, str]]:
    changes = all_changes(side(original, 0, len(original)), side(retold, 0, len(retold)))
    return frozenset((c.kind, c.severity) for c in changes)


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


def main() -> None:
    """Prints the tables, and with `--errors` the open rows that go wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--errors", action="store_true", help="list the rows of the open part that go wrong")
    asked = parser.parse_args()
    read = readings()
    for part in ("open", "kept"):
        _print(part, [r for r in read if r.row["part"] == part])
    _print("whole", read)
    if asked.errors:
        for r in read:
            if r.row["part"] == "open" and r.kinds != frozenset({r.row["kind"]} - {NONE}):
                print(f"{r.row['kind']} / {sorted(r.found)}\n  {r.row['original']}\n  {r.row['retold']}")


if __name__ == "__main__":
    main()
