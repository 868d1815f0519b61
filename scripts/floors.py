"""Measures every labelled set and records the floors: `python3 scripts/floors.py --data ../shared/data [--lower] [SET ...]`.

A floor rises by itself when the score has risen by more than SLACK; it is lowered only with --lower, in a commit that says why.
`floors.json` binds each floor to the hash of the data it was measured on.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

from firsthand._lab import data_hash, eval_set
from firsthand.config import Config

FILE = Path(__file__).resolve().parent.parent / "floors.json"
# Scores are rounded down to this share of their scale (1 or 100) before they become a floor, so that a tie broken otherwise on another
# machine does not fail the build.
STEP = 0.005
# The figures of each set's scorer that are held: a path of keys into its JSON.
HELD: dict[str, tuple[tuple[str, ...], ...]] = {
    "boilerplate_aeb": (("f1",),),
    "boilerplate_traf": (("f1",),),
    "case2021_types": (("all", "weighted_F1"), ("acled_25", "weighted_F1")),
    "quotes_polnear": (("joint_f1",), ("content_f1",)),
    "gva_incidents": (("CoNLL_F1",), ("pairwise", "F")),
    "iraq_events_place": (("ibc", "right"), ("ibc", "right_by_rows")),
    "iraq_events_weapon": (("micro", "F"), ("exact",)),
    "ecbplus": (("CoNLL_F1",),),
    "iraq_events_links": (("pairs", "F"),),
    "geo_news": (("all", "e2e_f1"), ("all", "recog_f1")),
    "muc4": (("ALL", "F"), ("incident_detection", "F")),
    "timex_specs": (("en", "date_f1"),),
    "timex": (("all", "value_f1"), ("all", "day_f1"), ("all", "relaxed_f1")),
    "wikievents": (("incidents", "F"), ("roles_document", "ALL", "F")),
    "corpus_senate": (("judge_auc",),),
    "derived_news_wmt": (("pair", "f1"), ("same_language", "f1"), ("cross_language", "f1")),
    "reuse_levels": (("binary_f1",), ("acc4",)),
    "sentence_pairs": (("msrp", "auc"), ("headlines", "pearson")),
}


def pick(scores: Any, path: tuple[str, ...]) -> float:
    """One figure out of a scorer's JSON; of precision, recall and F1 together it is the F1."""
    for key in path:
        scores = scores[key]
    return float(scores["f1"] if isinstance(scores, dict) else scores)


def measure(name: str, data: Path) -> dict[str, float]:
    """The held figures of one set on its dev part."""
    with tempfile.TemporaryDirectory() as folder:
        result = eval_set(name, data, "dev", Path(folder) / "predictions.jsonl", Config())
    print(json.dumps(result)[:1500])
    return {"/".join(path): pick(result["scores"], path) for path in HELD[name]}


def main() -> None:
    """Measures and records."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", default=[])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--lower", action="store_true")
    chosen = parser.parse_args()
    floors = json.loads(FILE.read_text(encoding="utf-8")) if FILE.is_file() else {}
    for name in chosen.sets or sorted(HELD):
        old = floors.get(name, {}).get("floors", {})
        new = {}
        for key, value in measure(name, chosen.data.resolve()).items():
            step = STEP if value <= 1 else 100 * STEP
            floor = round(value // step * step, 4)
            new[key] = floor if chosen.lower else max(floor, old.get(key, 0.0))
            print(f"{name} {key}: measured {value:.4f}, floor {old.get(key)} -> {new[key]}")
        floors[name] = {"data": data_hash(name, chosen.data.resolve(), "dev"), "floors": new}
        FILE.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
