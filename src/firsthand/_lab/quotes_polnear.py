"""Adapter for PolNeAR: who said what in English political news.

The set counts statements, beliefs and intentions as attributed; so this adapter asks for every
kind of report, where the ledger keeps to what is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from firsthand._lab import read_lines
from firsthand.config import Config
from firsthand.extract.quotes.attribution import Report, find_reports

# What a reader may see of an item; the labels are not among it.
FIELDS = ("id", "publisher", "date", "title", "author", "credit", "wire", "text")
# Verbs that the set's readers seldom mark as attributing anything (fewer than three in ten of their finds, on the 840 documents of its train
# part): they tell of a deed or a stance as the author sees it. Left out here they gain 0.2 points of joint F1 over all kinds, 1.4 over quotations.
_SELDOM = frozenset(
    {
        *("back", "consider", "discuss", "expect", "favor", "feel", "focus on", "intend", "plan", "pledge", "prefer"),
        *("request", "support", "want", "welcome"),
    }
)


def read_inputs(folder: Path, split: str) -> Iterator[dict[str, Any]]:
    """The items of a split without their labels.

    Raises:
        EvaluationError: the split's file is not there.
    """
    for item in read_lines(folder, f"{split}.jsonl"):
        yield {key: item.get(key) for key in FIELDS}


def predict(inputs: Iterable[dict[str, Any]], config: Config) -> Iterator[dict[str, Any]]:
    """One line per item: the attributed stretches and the phrase of the source of each.

    Example:
        >>> item = {"id": "1", "text": "Rain will fall, the mayor said."}
        >>> next(predict([item], Config()))
        {'id': '1', 'attributions': [{'content': [[0, 14]], 'source': [[16, 25]]}]}
    """
    for item in inputs:
        found = [
            {
                "content": [list(span) for span in report.content],
                "source": [list(span) for span in (report.via, report.source) if span],
            }
            for report in find_reports(item["text"])
            if _attributes(report)
        ]
        yield {"id": item["id"], "attributions": found}


def _attributes(report: Report) -> bool:
    """Whether a report says on whose word something is told: a source, or a form that has none by its nature ("it seems", "was told")."""
    sourced = report.source is not None or report.kind == "seeming" or report.form == "passive"
    return sourced and report.form != "noun" and report.verb not in _SELDOM


def score_args(folder: Path, split: str, predictions: Path) -> list[str]:
    """What the set's own scorer is given."""
    gold = next(file for file in (folder / f"{split}.jsonl", folder / f"{split}.jsonl.gz") if file.is_file())
    return [str(gold), str(predictions)]
