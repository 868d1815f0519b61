"""The ledger as lines of JSON, exact both ways: what is written is read back as the same ledger, byte for byte the same next time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from firsthand import model
from firsthand.errors import InputError
from firsthand.model import Collation, Ledger, Release

FORMAT = "firsthand-ledger"
VERSION = 1
# The lines of a ledger, in the order in which they are written: kind of line, record, and where it stands in the ledger.
_TUPLES: dict[str, tuple[str, type[model.Noun]]] = {
    "document": ("documents", model.Document),
    "rejected": ("rejected", model.Rejected),
    "source": ("sources", model.Source),
    "quote": ("quotes", model.Quote),
    "statement": ("statements", model.Statement),
    "figure": ("figures", model.Figure),
    "series": ("series", model.Series),
    "incident": ("incidents", model.Incident),
    "doubtful": ("doubtful", model.Link),
    "assessment": ("assessments", model.Assessment),
    "disagreement": ("disagreements", model.Disagreement),
    "grade": ("grades", model.Grade),
    "judgement": ("judgements", model.Judgement),
}
_COLLATED: dict[str, tuple[str, type[model.Noun]]] = {
    "derivation": ("derivations", model.Derivation),
    "drift": ("drifts", model.Drift),
    "virtual": ("virtuals", model.Virtual),
    "family": ("families", model.Family),
}
_MAPS: dict[str, tuple[str, Any]] = {
    "date": ("dates", model.When),
    "source_of": ("source_of", str),
    "source_caution": ("source_cautions", tuple[str, ...]),
}


def lines(ledger: Ledger, *, marking: str = "TLP:AMBER", public: bool = False) -> Iterator[bytes]:
    """Every record as one line ``{"kind": ..., "record": ...}``; the first line names format, version and marking.

    Records stand in the ledger's own order, maps by key, so the same ledger always gives the same bytes. No line holds a time of writing.
    """
    encode = msgspec.json.Encoder(order="deterministic").encode
    yield encode(
        {"kind": "ledger", "record": {"format": FORMAT, "version": VERSION, "marking": marking, "public": public}}
    )
    for kind, (field, _) in _TUPLES.items():
        for record in getattr(ledger, field):
            yield encode({"kind": kind, "record": record})
    for kind, (field, _) in _COLLATED.items():
        for record in getattr(ledger.collation, field):
            yield encode({"kind": kind, "record": record})
    for kind, (field, _) in _MAPS.items():
        for key, value in sorted(getattr(ledger, field).items()):
            yield encode({"kind": kind, "record": {"key": key, "value": value}})


def jsonl(released: Release) -> tuple[str, tuple[str, ...]]:
    """The whole ledger, one record a line.

    Returns:
        The text, and what the format could not carry: nothing of the ledger; the workspace's raw bytes stay in the workspace.

    Example:
        >>> jsonl(Release(ledger=Ledger(), public=False, marking="TLP:AMBER"))[0].count("\\n")
        1
    """
    body = b"\n".join(lines(released.ledger, marking=released.marking, public=released.public)) + b"\n"
    return body.decode("utf-8"), ("the original files as bytes (they stay in the workspace)",)


class _Line(msgspec.Struct, frozen=True):
    kind: str
    record: msgspec.Raw


class _Entry(msgspec.Struct, frozen=True):
    key: str
    value: msgspec.Raw


class _Head(msgspec.Struct, frozen=True):
    format: str
    version: int
    marking: str
    public: bool


def read_jsonl(path: Path) -> Ledger:
    """Reads back what `jsonl` wrote.

    Raises:
        InputError: the file is missing, no such export, of a newer version, or damaged; the message names the line.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError("the export cannot be read", where=str(path), next_step="check the path") from error
    return parse_jsonl(raw, where=str(path))


def parse_jsonl(raw: bytes, *, where: str = "jsonl") -> Ledger:
    """The ledger that these bytes hold; see `read_jsonl`.

    Raises:
        InputError: no such export, of a newer version, or damaged.
    """
    found: dict[str, list[Any]] = {}
    for number, line in enumerate(raw.splitlines(), 1):
        if not line.strip():
            continue
        try:
            _read_line(msgspec.json.decode(line, type=_Line), number, found)
        except (msgspec.DecodeError, msgspec.ValidationError) as error:
            raise InputError(f"line {number} cannot be read: {error}", where=where, next_step="export again") from error
        except KeyError as error:
            raise InputError(
                f"line {number}: unknown kind {error}", where=where, next_step="read it with the version that wrote it"
            ) from error
    if "ledger" not in found:
        raise InputError(
            "this is no export of a ledger", where=where, next_step="give a file made by 'firsthand export jsonl'"
        )
    given: dict[str, Any] = {field: tuple(found.get(kind, ())) for kind, (field, _) in _TUPLES.items()}
    collated: dict[str, Any] = {field: tuple(found.get(kind, ())) for kind, (field, _) in _COLLATED.items()}
    maps: dict[str, Any] = {field: dict(found.get(kind, ())) for kind, (field, _) in _MAPS.items()}
    return Ledger(**given, **maps, collation=Collation(**collated))


def _read_line(line: _Line, number: int, found: dict[str, list[Any]]) -> None:
    value: Any
    if line.kind == "ledger":
        head = msgspec.json.decode(line.record, type=_Head)
        if head.format != FORMAT or head.version > VERSION or number != 1:
            raise msgspec.ValidationError(f"{head.format} version {head.version} is not what this version reads")
        value = head
    elif line.kind in _MAPS:
        entry = msgspec.json.decode(line.record, type=_Entry)
        value = (entry.key, msgspec.json.decode(entry.value, type=_MAPS[line.kind][1]))
    else:
        _, noun = _TUPLES[line.kind] if line.kind in _TUPLES else _COLLATED[line.kind]
        value = msgspec.json.decode(line.record, type=noun)
    found.setdefault(line.kind, []).append(value)
