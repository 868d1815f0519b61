"""wikievents: articles -> violent incidents, arrests and protests with their roles. Runs the stage `extract` and maps its statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from firsthand._lab import read_lines, toll
from firsthand.config import Config
from firsthand.extract import extract
from firsthand.extract.sentences.lexicon import kinds
from firsthand.model import Document, Statement, When, make_id

_BOMBING = frozenset(
    {
        "suicide_car_bomb",
        "suicide_bomb",
        "car_bomb",
        "ied",
        "landmine",
        "grenade",
        "bombing",
        "explosion",
        "disrupted_weapons",
    }
)
_OTHER = {
    "killing": "killing",
    "wounding": "injury",
    "arrest": "arrest",
    "protest": "protest",
    "riot": "protest",
    "excessive_force": "protest",
}
_FAMILIES = frozenset({"violence", "abduction", "arrest", "protest"})
_ROLES = {"attacker": "perpetrator", "target": "target", "victim": "victim", "instrument": "weapon", "place": "where"}


def read_inputs(folder: Path, split: str) -> Iterator[dict[str, Any]]:
    """The articles, one at a time: id, text, date of publication where known."""
    for line in read_lines(folder, f"{split}.docs.jsonl"):
        yield {key: line.get(key) for key in ("doc_id", "text", "published")}


def score_args(folder: Path, split: str, predictions: Path) -> list[str]:
    """Arguments of the set's `score.py`: the answers' file (it finds them by the split's name), predictions, as JSON."""
    return [split, str(predictions), "--json"]


def predict(inputs: Iterable[dict[str, Any]], config: Config) -> Iterator[dict[str, Any]]:
    """One line per article with its incidents."""
    for item in inputs:
        day = item.get("published")
        published = When(earliest=day, latest=day, precision="day", basis="stated") if day else When()
        document = Document(
            id=make_id("d", item["doc_id"]),
            address=item["doc_id"],
            sha256="",
            text=item["text"],
            published=published,
            language="en",
        )
        made = extract(document, published=published, config=config)
        yield {"doc_id": item["doc_id"], "incidents": incidents(made.statements)}


def incidents(statements: Sequence[Statement]) -> list[dict[str, Any]]:
    """One record per incident that the statements of an article tell of, in the set's kinds."""
    slots: dict[str, list[Statement]] = {}
    for statement in statements:
        if statement.slot is not None:
            slots.setdefault(statement.slot, []).append(statement)
    return [record for group in slots.values() if (record := _record(group)) is not None]


def _record(group: Sequence[Statement]) -> dict[str, Any] | None:
    codes = [s.value for s in group if s.property == "type" and s.value]
    table = kinds()
    code = max(codes, key=lambda c: (table[c].rank, c))
    if table[code].family not in _FAMILIES:
        return None
    record: dict[str, Any] = {
        "type": "bombing" if code in _BOMBING else _OTHER.get(code, "attack"),
        "spans": [[s.start, s.end] for s in group if s.property == "type"],
        "killed": toll(group, "killed"),
        "injured": toll(group, "injured"),
    }
    for role, name in _ROLES.items():
        record[role] = list(
            dict.fromkeys(
                s.text if name in {"weapon", "where"} else s.value or s.text for s in group if s.property == name
            )
        )
    return record
