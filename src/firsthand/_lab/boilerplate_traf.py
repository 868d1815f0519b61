"""Wanted and unwanted snippets, dates and titles of mixed web pages: runs `clean` over each page as if it had been fetched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from firsthand._lab import read_lines
from firsthand._lab.boilerplate_aeb import cleaned, score_args
from firsthand.config import Config
from firsthand.model import Document

__all__ = ["predict", "read_inputs", "score_args"]


def read_inputs(folder: Path, split: str) -> Iterator[dict[str, Any]]:
    """The pages: id (which is the URL) and markup."""
    for line in read_lines(folder, f"{split}.jsonl"):
        yield {"id": line["id"], "url": line["id"], "html": line["html"]}


def predict(inputs: Iterable[dict[str, Any]], config: Config) -> Iterator[dict[str, Any]]:
    """One line per page: its id, the article's text, the day of publication and the headline."""
    for page in inputs:
        found = cleaned(page, config)
        if isinstance(found, Document):
            day = (found.published.earliest or "")[:10]
            yield {"id": page["id"], "body": found.text, "date": day, "title": found.headline or ""}
        else:
            yield {"id": page["id"], "body": "", "date": "", "title": ""}
