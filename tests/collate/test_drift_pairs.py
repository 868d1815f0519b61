"""The labelled pairs of retellings: neither precision nor recall may fall.

Two tables, each written before the rules were changed for it; a third of each is kept apart (`part` is "kept"): no rule is written from its
errors. The floors stand a little below what was measured when they were set: 0.961 and 0.942 on the kept part of the first table, 0.880 and
0.880 on that of the second, which is the one to quote.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "drift.py"
FLOORS = {
    ("first table", "kept"): (0.95, 0.93),
    ("first table", "whole"): (0.98, 0.95),
    ("second table", "kept"): (0.87, 0.87),
    ("second table", "whole"): (0.95, 0.90),
}


@pytest.mark.parametrize(("table", "part"), sorted(FLOORS))
def test_drift_is_found_as_well_as_before(table: str, part: str, printed: str) -> None:
    section = printed[printed.index(f"== {table}") :]
    section = section[section.index(f"{part}:") :]
    row = next(line for line in section.splitlines() if line.strip().startswith("all kinds")).split()
    precision, recall = float(row[row.index("precision") + 1]), float(row[row.index("recall") + 1])
    least = FLOORS[table, part]
    assert (precision >= least[0], recall >= least[1]) == (True, True)


@pytest.fixture(scope="module")
def printed() -> str:
    return subprocess.run([sys.executable, str(BENCHMARK)], capture_output=True, text=True, check=True).stdout
