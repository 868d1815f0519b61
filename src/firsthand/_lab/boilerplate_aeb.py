"""Article bodies out of news pages (Article Extraction Benchmark): runs `clean` over each page as if it had been fetched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from firsthand._lab import read_lines
from firsthand.acquire.items import item
from firsthand.clean import clean
from firsthand.config import Config
from firsthand.model import Document, Rejected


def read_inputs(folder: Path, split: str) -> Iterator[dict[str, Any]]:
    """The pages: id, url and markup."""
    for line in read_lines(folder, f"{split}.jsonl"):
        yield {"id": line["id"], "url": line.get("url"), "html": line["html"]}


def cleaned(page: dict[str, Any], config: Config) -> Document | Rejected:
    """One page through the room. The set gives text that it decoded itself, so it is handed on as UTF-8; no page is too short."""
    data = page["html"].encode("utf-8", "replace")
    fields = {"content-type": "text/html; charset=utf-8"}
    raw = item(page["id"], "text/html", data, url=page.get("url"), fields=fields)
    return clean(raw, config=msgspec.structs.replace(config, min_words=1))


def predict(inputs: Iterable[dict[str, Any]], config: Config) -> Iterator[dict[str, Any]]:
    """One line per page: its id and the article's text ("" where the page was set aside)."""
    for page in inputs:
        found = cleaned(page, config)
        yield {"id": page["id"], "body": found.text if isinstance(found, Document) else ""}


def score_args(folder: Path, split: str, predictions: Path) -> list[str]:
    """The arguments of the set's scorer: gold, predictions."""
    gold = next(f for f in (folder / f"{split}.jsonl.gz", folder / f"{split}.jsonl") if f.is_file())
    return [str(gold), str(predictions)]
