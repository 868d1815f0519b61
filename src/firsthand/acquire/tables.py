"""Tables of reports: CSV, JSON lines and ninjs news items. Each row becomes one item; what its columns mean is for `clean`.

Columns with a meaning (see `_vocabulary/columns.csv`): text, html, headline, url, publisher, author, agency, published, language, id.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from firsthand.acquire.items import Brought, rejected, row_item
from firsthand.config import Config
from firsthand.errors import RejectedInput
from firsthand.model import RawItem

_DELIMITERS = ",;\t|"
_SAVE_AS_UTF8 = "save the table again as UTF-8"


def rows_of_csv(raw: RawItem, config: Config) -> Iterator[Brought]:
    """The rows of a table with a header line, addressed ``name.csv#1`` onwards (the header is not counted).

    Example:
        >>> from firsthand.acquire.items import item
        >>> [r.fields for r in rows_of_csv(item("t.csv", "text/csv", b"text;id\\nRain fell.;7"), Config())]
        [{'text': 'Rain fell.', 'id': '7'}]
    """
    try:
        text = decoded(raw.data)
    except RejectedInput as error:
        yield rejected(raw.address, error.reason, error.what, error.next_step, sha256=raw.sha256)
        return
    header = text.lstrip("\n").split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=lambda d: (header.count(d), -_DELIMITERS.index(d)))
    csv.field_size_limit(config.max_bytes)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number, columns = 0, list[str]()
    try:
        for values in reader:
            if not any(v.strip() for v in values):
                continue
            if not columns:
                columns = [c.strip() for c in values]
                continue
            number += 1
            row = {column: value for column, value in zip(columns, values, strict=False) if column}
            yield row_item(f"{raw.address}#{number}", row, retrieved=raw.retrieved)
    except csv.Error as error:
        what = f"the table breaks off after row {number}: {error}"
        yield rejected(f"{raw.address}#{number + 1}", "damaged", what, "mend the quotation marks of that row")
        return
    if not number:
        what = "the table has no row below its header" if columns else "the table is empty"
        yield rejected(raw.address, "empty", what, "give a table with a header line and at least one row")


def rows_of_jsonl(raw: RawItem, config: Config) -> Iterator[Brought]:
    """The objects of a file with one JSON object a line, addressed ``name.jsonl#1`` onwards by line number.

    Example:
        >>> from firsthand.acquire.items import item
        >>> [r.address for r in rows_of_jsonl(item("t.jsonl", "", b'{"text":"a"}\\n\\n{"text":"b"}'), Config())]
        ['t.jsonl#1', 't.jsonl#3']
    """
    try:
        text = decoded(raw.data)
    except RejectedInput as error:
        yield rejected(raw.address, error.reason, error.what, error.next_step, sha256=raw.sha256)
        return
    found = False
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        found = True
        address = f"{raw.address}#{number}"
        try:
            yield _row(address, json.loads(line), raw)
        except (json.JSONDecodeError, RecursionError) as error:
            what = f"line {number} is not JSON: {getattr(error, 'msg', 'nested too deeply')}"
            yield rejected(address, "damaged", what, "mend or remove that line")
    if not found:
        yield rejected(raw.address, "empty", "the file has no line", "give one JSON object a line")


def rows_of_json(raw: RawItem, config: Config) -> Iterator[Brought]:
    """A ninjs news item, or a JSON list of items or rows, or an object whose one list holds them.

    Example:
        >>> from firsthand.acquire.items import item
        >>> data = b'{"uri":"urn:x:1","headlines":[{"value":"Rain"}],"bodies":[{"value":"Rain fell."}]}'
        >>> [r.fields["headline"] for r in rows_of_json(item("n.json", "application/json", data), Config())]
        ['Rain']
    """
    try:
        value = json.loads(decoded(raw.data))
    except RejectedInput as error:
        yield rejected(raw.address, error.reason, error.what, error.next_step, sha256=raw.sha256)
        return
    except json.JSONDecodeError as error:
        # JSON lines under a .json name are common.
        if error.msg == "Extra data":
            yield from rows_of_jsonl(raw, config)
        else:
            what = f"this is not JSON: {error.msg} in line {error.lineno}"
            yield rejected(raw.address, "damaged", what, "mend the file", sha256=raw.sha256)
        return
    except RecursionError:
        yield rejected(raw.address, "damaged", "the JSON is nested too deeply", "mend the file", sha256=raw.sha256)
        return
    if isinstance(value, dict):
        lists = [v for v in value.values() if isinstance(v, list) and v and all(isinstance(x, dict) for x in v)]
        if not _is_news(value) and len(lists) == 1:
            value = lists[0]
    if isinstance(value, list):
        for number, entry in enumerate(value, 1):
            yield _row(f"{raw.address}#{number}", entry, raw)
        if not value:
            yield rejected(raw.address, "empty", "the list is empty", "give at least one item")
    else:
        yield _row(raw.address, value, raw)


def _row(address: str, value: object, raw: RawItem) -> Brought:
    if not isinstance(value, dict):
        return rejected(address, "damaged", "this is not a JSON object", "give objects with columns such as text")
    row = ninjs(value) if _is_news(value) else value
    return row_item(address, row, retrieved=raw.retrieved)


def _is_news(value: Mapping[str, Any]) -> bool:
    return "uri" in value and any(k in value for k in ("bodies", "body_text", "body_xhtml", "headlines", "headline"))


def ninjs(value: Mapping[str, Any]) -> dict[str, str]:
    """The columns of a ninjs item (version 3 lists, or the singular names of version 1).

    `infoSources` give the agency, `located` the dateline, `copyrightHolder` the publisher; `pubStatus` "canceled" is kept as
    ``status`` for whoever withdraws. Source of the names: IPTC ninjs 3.1 and 1.x schemas.

    Example:
        >>> ninjs({"uri": "u:1", "body_text": "Rain.", "pubstatus": "canceled"})
        {'id': 'u:1', 'text': 'Rain.', 'status': 'canceled'}
    """
    lowered = {k.casefold().replace("_", ""): v for k, v in value.items()}
    uri = str(value.get("uri", ""))
    found = {
        "id": uri,
        "url": uri if uri.startswith("http") else "",
        "headline": _literal(lowered.get("headlines") or lowered.get("headline")),
        "text": _body(lowered, html=False),
        "html": _body(lowered, html=True),
        "author": _literal(lowered.get("by") or lowered.get("byline")),
        "agency": _literal(lowered.get("infosources") or lowered.get("infosource")),
        "publisher": _literal(lowered.get("copyrightholder")),
        "dateline": _literal(lowered.get("located")),
        "published": _literal(
            lowered.get("firstcreated") or lowered.get("contentcreated") or lowered.get("versioncreated")
        ),
        "modified": _literal(lowered.get("versioncreated")),
        "language": _literal(lowered.get("language")),
        "status": _literal(lowered.get("pubstatus")),
    }
    return {k: v for k, v in found.items() if v}


def _literal(value: object) -> str:
    if isinstance(value, list):
        return next((text for text in map(_literal, value) if text), "")
    if isinstance(value, Mapping):
        return next((str(value[k]) for k in ("value", "name", "literal") if value.get(k)), "")
    return str(value) if isinstance(value, str | int | float) else ""


def _body(lowered: Mapping[str, Any], *, html: bool) -> str:
    single = lowered.get("bodyxhtml") or lowered.get("bodyhtml") if html else lowered.get("bodytext")
    if isinstance(single, str) and single:
        return single
    for body in lowered.get("bodies") or ():
        if isinstance(body, Mapping) and isinstance(body.get("value"), str):
            text = body["value"]
            marked = "html" in str(body.get("contentType", body.get("contenttype", ""))) or "</p>" in text
            if marked == html:
                return str(text)
    return ""


def decoded(data: bytes) -> str:
    """The text of a table: by its byte order mark, as UTF-8, else in the likeliest old code page.

    Raises:
        RejectedInput: reason "undecodable".

    Example:
        >>> decoded(b"\\xef\\xbb\\xbftext")
        'text'
    """
    for bom, codec in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(bom):
            try:
                return data.decode(codec)
            except UnicodeDecodeError as error:
                raise RejectedInput("undecodable", "the byte order mark lies", next_step=_SAVE_AS_UTF8) from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(data).best()
        if best is None:
            raise RejectedInput("undecodable", "no encoding fits these bytes", next_step=_SAVE_AS_UTF8) from None
        return str(best)
