"""Adapter for graded reuse (Clough and Stevenson): near copy, light revision, heavy revision, or written independently."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from firsthand._lab import read_lines
from firsthand.config import Config

_LABELS = {"near copy": "cut", "light revision": "light", "heavy revision": "heavy", "none": "non"}


def read_inputs(folder: Path, split: str) -> Iterator[dict[str, Any]]:
    """Each answer with the source it may have used: id, text, and the source's id and text.

    Raises:
        EvaluationError: a file of the set is not there.
    """
    sources = {line["id"]: line["text"] for line in read_lines(folder, "sources.jsonl")}
    for line in read_lines(folder, f"{split}.jsonl"):
        yield {
            "id": line["id"],
            "text": line["text"],
            "source_id": line["source_id"],
            "source": sources[line["source_id"]],
        }


def predict(inputs: Iterable[dict[str, Any]], config: Config) -> Iterator[dict[str, Any]]:
    """The level at which each text uses its source, as lineage reads it.

    Example:
        >>> item = {"id": "1", "text": "The bridge at Orlen was closed on Monday.", "source_id": "s", "source": "Rain fell in Dolva."}
        >>> next(predict([item], Config()))
        {'id': '1', 'label': 'non', 'score': 0.0}
    """
    from firsthand.collate.reading import read
    from firsthand.collate.reuse import reuse
    from firsthand.model import Document

    for item in inputs:
        copy, source = (
            read(Document(id=i, address=i, sha256=i, text=text, language="en"))
            for i, text in ((item["id"], item["text"]), (item["source_id"], item["source"]))
        )
        found = reuse(copy, source, least=config.min_shared_run)
        yield {"id": item["id"], "label": _LABELS[found.level], "score": round(found.score, 4)}


def score_args(folder: Path, split: str, predictions: Path) -> list[str]:
    """Reference, then predictions."""
    return [str(folder / f"{split}.jsonl"), str(predictions)]
