"""RSS and Atom feeds: each entry is an item with the columns of a table row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from firsthand.acquire import web
from firsthand.acquire.items import Brought, rejected, row_item
from firsthand.config import Config
from firsthand.model import RawItem

_TAG = re.compile(r"<[^>]+>")


def entries(raw: RawItem, config: Config) -> Iterator[Brought]:
    """The entries of a feed, addressed by their link (else ``feed.xml#id``).

    An entry that holds less than `config.min_words` words is only a pointer: where the feed itself came from the network, its
    link is fetched; in a saved feed the pointer is given as it is.

    Example:
        >>> from firsthand.acquire.items import item
        >>> data = b"<rss version='2.0'><channel><title>Hill Post</title><item><title>Rain</title><guid>7</guid></item></channel></rss>"
        >>> [(e.address, e.fields["publisher"]) for e in entries(item("f.xml", "application/rss+xml", data), Config())]
        [('f.xml#7', 'Hill Post')]
    """
    import feedparser

    parsed = feedparser.parse(raw.data, sanitize_html=False, resolve_relative_uris=False)
    if not parsed.entries:
        yield rejected(
            raw.address, "damaged" if parsed.bozo else "empty", "the feed has no entry", "open it in a browser"
        )
        return
    for number, entry in enumerate(parsed.entries, 1):
        row = _row(entry, parsed.feed)
        link = row.get("url", "")
        if link and raw.url and len(_TAG.sub(" ", row.get("html", "")).split()) < config.min_words:
            yield from web.fetch(link, config=config)
        else:
            address = link or f"{raw.address}#{row.get('id') or number}"
            yield row_item(address, row, retrieved=raw.retrieved)


def _row(entry: Any, feed: Any) -> dict[str, str]:
    contents = [c.get("value", "") for c in entry.get("content", ())]
    html = max([*contents, entry.get("summary", "")], key=len)
    found = {
        "id": entry.get("id", ""),
        "url": entry.get("link", "") if web.is_url(entry.get("link", "")) else "",
        "headline": _TAG.sub("", entry.get("title", "")),
        "html": html,
        "author": entry.get("author", ""),
        "published": entry.get("published", "") or entry.get("updated", ""),
        "publisher": (entry.get("source") or {}).get("title", "") or feed.get("title", ""),
        "language": feed.get("language", ""),
    }
    return {k: " ".join(v.split()) if k != "html" else v for k, v in found.items() if v}
