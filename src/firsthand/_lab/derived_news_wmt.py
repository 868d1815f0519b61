"""Adapter for `derived_news_wmt`: versions of one news article, translated or retold, to be put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from firsthand._lab import read_lines
from firsthand.config import Config


def read_inputs(folder: Path, split: str) -> Iterator[dict[str, Any]]:
    """Documents of the pool: id, lang, text."""
    for line in read_lines(folder, f"{split}.pool.jsonl"):
        yield {key: line[key] for key in ("id", "lang", "text")}


def predict(inputs: Iterable[dict[str, Any]], config: Config) -> Iterator[dict[str, Any]]:
    """Each document with its family as the cluster and, where the direction is known, what it comes from; the real `collate` over the pool."""
    from firsthand.collate import collate
    from firsthand.model import Document

    documents = [
        Document(id=i["id"], address=i["id"], sha256=i["id"], text=i["text"], language=i["lang"]) for i in inputs
    ]
    found = collate(documents, dates={}, config=config)
    absent = {v.id for v in found.virtuals}
    parent = {d.document: d for d in sorted(found.derivations, key=lambda d: d.score) if d.of not in absent}
    for family in found.families:
        for member in family.documents:
            edge = parent.get(member)
            known = edge is not None and not edge.direction[0].startswith("direction unknown")
            yield {"id": member, "cluster": family.documents[0], "derived_from": edge.of if edge and known else None}


def score_args(folder: Path, split: str, predictions: Path) -> list[str]:
    """Key, then predictions."""
    return [str(folder / f"{split}.key.jsonl"), str(predictions)]
