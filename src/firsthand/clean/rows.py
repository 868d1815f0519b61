"""Rows of tables, feed entries and ninjs items: the columns that have a meaning, and the text or HTML they hold."""

from __future__ import annotations

import functools
import re

from firsthand import vocabulary
from firsthand.clean import dates, html, textpage
from firsthand.clean.page import Declared, Page
from firsthand.errors import RejectedInput
from firsthand.model import RawItem

_TAGS = re.compile(r"</?(?:p|div|br|a|span|h[1-6]|ul|li|article|table)\b[^>]*>", re.I)


@functools.cache
def _columns() -> dict[str, str]:
    return {row["column"].casefold(): row["means"] for row in vocabulary.rows("columns.csv")}


def read(raw: RawItem) -> Page:
    """The page that a row holds.

    Raises:
        RejectedInput: reason "empty", where no column holds a text.

    Example:
        >>> fields = {"Text": "Rain fell.", "publisher": "Hill Post", "published": "2024-03-04"}
        >>> page = read(RawItem(id="r", address="t.csv#1", media_type="", data=b"", sha256="", fields=fields))
        >>> page.body, page.declared.publisher, page.declared.published.earliest
        (('Rain fell.',), 'Hill Post', '2024-03-04')
    """
    values: dict[str, str] = {}
    for column, value in raw.fields.items():
        means = _columns().get(column.strip().casefold())
        if means and value.strip():
            values.setdefault(means, value.strip())
    declared = Declared(
        publisher=values.get("publisher"),
        author=values.get("author"),
        agency=values.get("agency"),
        headline=values.get("headline"),
        dateline=values.get("dateline"),
        language=values.get("language"),
        url=values.get("url"),
        published=dates.declared(values.get("published", ""), "column of the table"),
        by_hand=True,
        reasons=tuple(f"{name}: column of the table" for name in ("publisher", "author", "agency") if name in values),
    )
    text, marked = values.get("text", ""), values.get("html", "")
    if not text and not marked:
        columns = ", ".join(sorted(raw.fields)) or "none"
        raise RejectedInput(
            "empty",
            f"the row has no text or html (its columns: {columns})",
            next_step="name the column with the article 'text' or 'html'",
        )
    if not text or _TAGS.search(text):
        return html.fragment(marked or text)._replace(declared=declared)
    lines = tuple(" ".join(line.split()) for line in textpage.unwrap(text.splitlines()) if line.strip())
    return textpage.split_credits(Page(body=lines))._replace(declared=declared)
