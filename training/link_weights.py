"""Learns how much each feature counts when two reports are asked to be about one incident (`src/firsthand/_vocabulary/link_weights.csv`).

    python training/link_weights.py ../shared/data [--readings FOLDER] [--out FILE]

Reads the reports of the dev parts of gva_incidents and ecbplus and which of them belong together, runs `extract` (kept in FOLDER, if one is
given), and measures every pair of reports that `link` would compare. The weights are those of a logistic regression
that starts from the hand-set weights (a factor of 1 for each feature of `link.features`) and is pulled towards them as
`PULL` more
pairs would pull it: reports of shootings in one country
shall not unlearn what day and place mean elsewhere. Checked by halves of the
incidents (of ecbplus: of the topics): trained on one half of both sets, scored on the other, both ways.
Deterministic: same reports, same table.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from firsthand._lab import adapter
from firsthand._lab.gva_incidents import ledger_of, readings
from firsthand.config import Config
from firsthand.link.compare import JOIN_AT, measured
from firsthand.link.reports import pairs, subjects
from firsthand.model import Extraction, Ledger

# The sets learned from, and the file of each that says which reports belong together.
SETS = {"gva_incidents": "dev.links.jsonl", "ecbplus": "dev.clusters.jsonl"}
Matrix = NDArray[np.float64]
BY_HAND = ("day", "place", "kind", "toll", "target", "doer", "weapon")
WHOLE = ("names alike", "numbers alike", "leads alike", "lead found", "lead found once")
FEATURES = (*BY_HAND, "likeness", "some likeness", "names", "rare names", *WHOLE, "apart", "even")
# How strongly a feature is held to where it starts: hand-set ones to 1 as by so many pairs, those of the wording hardly to 0, the constant not.
PULL, LOOSE, FREE = 300.0, 1.0, 1e-6
# Measured with the earlier table, of gva_incidents alone, and kept.
# Added to the constant: grouping asks more than one pair before it joins, so a pair alone may be joined a little below even chances. 0.5 gives a
# CoNLL F1 of 93.6 instead of 93.2 (look-alikes 86.7 instead of 86.2) on dev, 0.8 gives 93.7 but loses look-alikes; measure there when moved.
LEAN = 0.5
WORDS = {
    "day": "factor on the hand-set weight of the days told", "place": "factor on the hand-set weight of the places told",
    "kind": "factor on the hand-set weight of the kinds of act", "toll": "factor on the hand-set weight of the counts",
    "target": "factor on the hand-set weight of targets and victims", "doer": "factor on the hand-set weight of perpetrators",
    "weapon": "factor on the hand-set weight of weapons", "likeness": "for a cosine of 1 between the words of two reports",
    "some likeness": "the same again, up to the likeness that chance can give", "names": "for ten nats of rarity of the names in common",
    "names alike": "for a cosine of 1 between all names of two reports", "numbers alike": "the same of their numbers",
    "leads alike": "the same of the words of their leads", "lead found": "for all names of each lead standing in the other report",
    "lead found once": "for all names of one lead standing in the other report",
    "rare names": "for each name in common that hardly any other report uses", "apart": "for each week between the two reports",
    "even": "how few pairs of reports are of one incident, on the scale of link.compare.JOIN_AT",
}  # fmt: skip
HEADER = """\
# What each feature weighs when two reports of a large ledger are asked to be about one incident; log-odds, multiplied by what is measured
# (see link/compare.py, measured). Made by training/link_weights.py from 3,494 reports of shootings (gva_incidents, dev) and 772 news stories
# (ecbplus, dev), starting from the hand-set weights; not to be edited by hand. {figures}
feature,weight,words
"""


def table(data: Path, kept: Path | None) -> tuple[Matrix, NDArray[np.bool_], NDArray[np.int_]]:
    """What is measured of each pair, whether it is of one incident, and the halves in which its two reports lie; of both sets."""
    rows, same, halves = [], [], []
    for name, file in SETS.items():
        about, known = subjects(_ledger(data / name, kept))
        lines = [json.loads(line) for line in (data / name / file).read_text(encoding="utf-8").splitlines()]
        incident = {row["doc_id"]: row["incident" if "incident" in row else "event"] for row in lines}
        left_out = {row["doc_id"]: row.get("topic", incident[row["doc_id"]]) for row in lines}
        for left, right in pairs(about, known):
            values = {m.name: m.value for m in measured(left, right, known)}
            rows.append([values.get(feature, 0.0) for feature in FEATURES])
            same.append(incident[left.document] == incident[right.document])
            halves.append([_half(left_out[left.document]), _half(left_out[right.document])])
    return np.array(rows), np.array(same), np.array(halves)


def _ledger(folder: Path, kept: Path | None) -> Ledger:
    inputs = list(adapter(folder.name).read_inputs(folder, "dev"))
    file = kept / f"{folder.name}.msgpack" if kept is not None else None
    if file is not None and file.is_file():
        return ledger_of(inputs, msgspec.msgpack.decode(file.read_bytes(), type=list[Extraction]))
    found = readings(inputs, Config())
    if file is not None:
        file.write_bytes(msgspec.msgpack.encode(found))
    return ledger_of(inputs, found)


def _half(incident: str) -> int:
    return int(hashlib.sha1(incident.encode()).hexdigest(), 16) % 2


def fit(measured_of: Matrix, same: NDArray[np.bool_]) -> Matrix:
    """The weights of most posterior probability, by Newton's method."""
    start = np.array([1.0 if name in BY_HAND else 0.0 for name in FEATURES])
    pull = np.array([PULL if name in BY_HAND else FREE if name == "even" else LOOSE for name in FEATURES])
    weights = start.copy()
    for _ in range(50):
        chance = 1 / (1 + np.exp(-np.clip(measured_of @ weights, -30, 30)))
        slope = measured_of.T @ (chance - same) + pull * (weights - start)
        bend = (measured_of * (chance * (1 - chance))[:, None]).T @ measured_of + np.diag(pull)
        weights = weights - np.clip(np.linalg.solve(bend, slope), -2, 2)
    return weights


def checked(measured_of: Matrix, same: NDArray[np.bool_], halves: NDArray[np.int_]) -> tuple[float, float]:
    """Precision and recall of the pairs joined, each half scored by weights of the other."""
    right = joined = there = 0
    for half in (0, 1):
        train, test = (halves != half).all(axis=1), (halves == half).all(axis=1)
        yes = measured_of[test] @ fit(measured_of[train], same[train]) >= 0
        right, joined, there = (
            right + int((yes & same[test]).sum()),
            joined + int(yes.sum()),
            there + int(same[test].sum()),
        )
    return right / joined, right / there


def written(weights: Sequence[float], figures: str) -> str:
    """The table as it is kept."""
    scaled = [w + JOIN_AT + LEAN if name == "even" else w for name, w in zip(FEATURES, weights, strict=True)]
    rows = "".join(
        f"{name},{w:.2f},{WORDS[name].replace(',', ';')}\n" for name, w in zip(FEATURES, scaled, strict=True)
    )
    return HEADER.format(figures=figures) + rows


def main() -> None:
    """Learns, checks and writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--readings", type=Path, help="folder where what was extracted is kept between runs")
    parser.add_argument("--out", type=Path, help="the table to write; without it, it is printed")
    chosen = parser.parse_args()
    measured_of, same, halves = table(chosen.folder, chosen.readings)
    precision, recall = checked(measured_of, same, halves)
    figures = f"Pairs, each half by weights of the other: precision {precision:.1%}; recall {recall:.1%}."
    text = written(fit(measured_of, same).tolist(), figures)
    if chosen.out:
        chosen.out.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
