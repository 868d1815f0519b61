"""No score falls: each labelled set against its floor, on the very data that the floor was measured on."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from floors import HELD, pick  # noqa: E402

from firsthand._lab import SETS, data_hash, eval_set  # noqa: E402
from firsthand.config import Config  # noqa: E402

FLOORS = json.loads((ROOT / "floors.json").read_text(encoding="utf-8"))


def test_every_set_with_an_adapter_has_a_floor() -> None:
    assert sorted(FLOORS) == sorted(SETS) == sorted(HELD)
    assert all(0 < floor <= 100 for row in FLOORS.values() for floor in row["floors"].values())


@pytest.mark.shared
@pytest.mark.parametrize("name", sorted(FLOORS))
def test_no_score_falls(name: str, shared: Path, tmp_path: Path) -> None:
    assert data_hash(name, shared / "data", "dev") == FLOORS[name]["data"], "the data changed: measure the floor again"
    result = eval_set(name, shared / "data", "dev", tmp_path / "predictions.jsonl", Config())
    scores = {key: pick(result["scores"], tuple(key.split("/"))) for key in FLOORS[name]["floors"]}
    fallen = {key: (scores[key], floor) for key, floor in FLOORS[name]["floors"].items() if scores[key] < floor}
    assert not fallen
