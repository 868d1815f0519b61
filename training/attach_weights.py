"""Learns what each feature of `link.attach` weighs: `python training/attach_weights.py ../shared/data/iraq_events [--out FILE]`.

Pairs of headlines and incidents near their day (iraq_events, dev), logistic regression. Printed: precision, recall and F of the attached pairs, each
fifth of the months by weights of the others. Deterministic.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from firsthand._lab.iraq_events_links import by_day, read_inputs, told
from firsthand.link.attach import AFTER, BEFORE, FIRST_AT, FURTHER_AT, measured

Matrix = NDArray[np.float64]
FEATURES = (
    "even", "rivals", "stated day", "same day", "day before", "earlier", "later", "long", "town named", "region named", "no town", "town",
    "other town", "no region", "region", "number", "number near", "number above", "number below", "dead", "party", "other party", "no party",
)  # fmt: skip
FIFTHS = 5
HEADER = """\
# What each feature weighs when a headline is asked to tell of an incident of a table; log-odds, multiplied by what is measured (link/attach.py).
# Made by training/attach_weights.py from 2,769 headlines (iraq_events, dev); not to be edited by hand. {figures}
feature,weight
"""


def fit(measures: Matrix, right: Matrix) -> Matrix:
    """Logistic regression by Newton's method, each weight held to 0 as by one pair."""
    weights = np.zeros(measures.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(measures @ weights, -30, 30)))
        bend = (measures * (chance * (1 - chance))[:, None]).T @ measures + np.eye(len(weights))
        weights = weights - np.clip(np.linalg.solve(bend, measures.T @ (chance - right) + weights), -2, 2)
    return weights


def main() -> None:
    """Learns, checks and writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    inputs = list(read_inputs(chosen.folder, "dev"))
    table = by_day(inputs[0]["table"])
    lines = (chosen.folder / "dev.headlines.jsonl").read_text(encoding="utf-8").splitlines()
    gold = {row["headline_id"]: set(row["events"]) for row in map(json.loads, lines)}
    rows, right, fifth, of = [], [], [], []
    for row in inputs[1:]:
        telling = told(row)
        day = telling.reported if telling.stated is None else telling.stated
        near = {t.id: t for n in range(day - BEFORE, day + AFTER + 1) for t in table.get(n, ())}
        for tabled in near.values():
            values = {name: value for name, value, _ in measured(telling, tabled, near.values())}
            rows.append([values.get(name, 0.0) for name in FEATURES])
            right.append(float(tabled.id in gold[row["headline_id"]]))
            fifth.append(int(hashlib.sha1(row["date"][:7].encode()).hexdigest(), 16) % FIFTHS)
            of.append(row["headline_id"])
    measures, yes, parts = np.array(rows), np.array(right), np.array(fifth)
    scores = np.zeros(len(yes))
    for part in range(FIFTHS):
        scores[parts == part] = measures[parts == part] @ fit(measures[parts != part], yes[parts != part])
    figures = checked(scores, yes, of, sum(len(g) for g in gold.values()))
    text = HEADER.format(figures=figures) + "".join(
        f"{n},{w:.2f}\n" for n, w in zip(FEATURES, fit(measures, yes), strict=True)
    )
    if chosen.out:
        chosen.out.write_text(text, encoding="utf-8")
    print(text)


def checked(scores: Matrix, yes: Matrix, of: list[str], there: int) -> str:
    """Precision, recall and F of what would be attached."""
    best: dict[str, int] = {}
    for n, name in enumerate(of):
        if name not in best or scores[n] > scores[best[name]]:
            best[name] = n
    kept = [n for n, name in enumerate(of) if scores[n] >= (FIRST_AT if best[name] == n else FURTHER_AT)]
    hits = float(yes[kept].sum())
    precision, recall = hits / len(kept), hits / there
    return f"Out of fold by months: P {precision:.1%} R {recall:.1%} F {2 * hits / (len(kept) + there):.1%}."


if __name__ == "__main__":
    main()
