"""How this room makes its two kinds of result, so that ids and hashes are made in one place."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from firsthand.model import RawItem, Rejected, make_id

Brought = RawItem | Rejected
ROW = "application/x-firsthand-row+json"


def item(
    address: str,
    media_type: str,
    data: bytes,
    *,
    url: str | None = None,
    retrieved: str | None = None,
    fields: Mapping[str, str] | None = None,
) -> RawItem:
    """An item with its hash and the id that follows from address and hash.

    Example:
        >>> item("a.txt", "text/plain", b"x").id == item("a.txt", "text/plain", b"x").id
        True
    """
    sha256 = hashlib.sha256(data).hexdigest()
    address, url = storable(address), None if url is None else storable(url)
    return RawItem(
        id=make_id("r", address, sha256),
        address=address,
        media_type=media_type,
        data=data,
        sha256=sha256,
        url=url,
        retrieved=retrieved,
        fields={storable(k): storable(v) for k, v in (fields or {}).items()},
    )


def row_item(
    address: str, row: Mapping[str, object], *, url: str | None = None, retrieved: str | None = None
) -> RawItem:
    """One row of a table: its data is the row as canonical JSON, its fields the columns that hold a plain value.

    Example:
        >>> row_item("t.csv#1", {"text": "Rain.", "n": 2}).data
        b'{"n":2,"text":"Rain."}'
    """
    data = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "surrogatepass")
    fields = {str(k): str(v) for k, v in row.items() if isinstance(v, str | int | float) and str(v).strip()}
    return item(address, ROW, data, url=url or _address_of(fields), retrieved=retrieved, fields=fields)


def _address_of(fields: Mapping[str, str]) -> str | None:
    url = fields.get("url", "").strip()
    return url if url.startswith(("http://", "https://")) else None


def rejected(address: str, reason: str, what: str, next_step: str, *, sha256: str | None = None) -> Rejected:
    """A named rejection; its id follows from where and why.

    Example:
        >>> rejected("a.txt", "missing", "there is no such file", "check the path").reason
        'missing'
    """
    address, what = storable(address), storable(what)
    return Rejected(
        id=make_id("x", address, reason, sha256), address=address, reason=reason, what=what, next_step=next_step
    )


def storable(text: str) -> str:
    """A text that every file and database can hold: halves of characters, as in file names of old code pages, are spelled out.

    Two different names stay different.

    Example:
        >>> print(storable("caf" + chr(0xDCE9) + ".txt"))
        caf\\udce9.txt
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
