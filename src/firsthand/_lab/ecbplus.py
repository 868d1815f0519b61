"""ecbplus: news stories -> which of them tell of one event, where every topic holds two events of one kind. Runs `extract` and `link`.

The same machinery and weights as for gva_incidents: what each report is about, and which reports are about the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from firsthand._lab import read_lines
from firsthand._lab.gva_incidents import filed, ledger_of, readings
from firsthand.config import Config
from firsthand.link import link


def read_inputs(folder: Path, split: str) -> Iterator[dict[str, Any]]:
    """Stories: id, address and text; the set gives no title and no day of publication."""
    for row in read_lines(folder, f"{split}.docs.jsonl"):
        yield {"doc_id": row["doc_id"], "host": None, "title": None, "pub_date": None, "text": row["text"]}


def predict(inputs: Iterable[dict[str, Any]], config: Config) -> Iterator[dict[str, Any]]:
    """One line per story with the label of its group."""
    rows = list(inputs)
    ledger = ledger_of(rows, readings(rows, config))
    found = link(ledger, config=config)
    ledger = replace(ledger, incidents=found.incidents, sources=found.sources, source_of=found.source_of)
    group = filed(ledger)
    for document in ledger.documents:
        yield {"doc_id": document.id, "cluster": group[document.id]}


def score_args(folder: Path, split: str, predictions: Path) -> list[str]:
    """What the set's scorer is called with."""
    return [split, str(predictions), "--json"]
