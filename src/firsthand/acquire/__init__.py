"""Outside world -> `RawItem`: bytes and their hash, never decoded text.

The first room. It walks folders, opens tables, mails, feeds and web archives into their parts, and fetches addresses; what it
cannot bring in becomes a named `Rejected`. What the bytes say is for `clean` to find out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from firsthand.acquire import feeds, files, mail, tables, warc, web
from firsthand.acquire.items import Brought, rejected
from firsthand.config import Config
from firsthand.model import RawItem, Rejected

Opener = Callable[[RawItem, Config], Iterator[Brought]]

# Containers and who opens them into their parts; every other media type passes as it is. A new container is one row.
OPENERS: dict[str, Opener] = {
    "text/csv": tables.rows_of_csv,
    "application/jsonl": tables.rows_of_jsonl,
    "application/json": tables.rows_of_json,
    "message/rfc822": mail.parts,
    "application/warc": warc.records,
    "application/rss+xml": feeds.entries,
}


def acquire(targets: Sequence[str], *, config: Config) -> Iterator[RawItem | Rejected]:
    """Everything at the targets, as items or named rejections, sorted by address within each target.

    1. list: a folder gives its files (recursively, hidden ones skipped), a file itself, an http(s) URL one page or feed;
    2. read: bytes, their SHA-256 and their media type by content and name; what is missing, unreadable or too large is named;
    3. open: rows of tables, a mail and its attachments, entries of feeds, pages of a web archive become items of their own;
    4. keep apart: a target given twice is brought in once, two different files of one address are named.

    Args:
        targets: paths or URLs. The address of a file is its path below the given folder (posix), or its name when it was given itself.
        config: `max_bytes` bounds every single input.

    Yields:
        One `RawItem` or `Rejected` (missing, unreadable, too large, damaged, duplicate) each.

    Example:
        >>> [(r.address, r.reason) for r in acquire(["no/such/file.txt"], config=Config())]
        [('file.txt', 'missing')]
    """
    seen: dict[str, str] = {}
    for target in targets:
        # 1, 2
        found = web.fetch(target, config=config) if web.is_url(target) else files.read(Path(target), config=config)
        for item in found:
            # 3
            for part in _opened(item, config):
                # 4
                if seen.get(part.address) == part.id:
                    continue
                if part.address in seen and isinstance(part, RawItem):
                    yield rejected(
                        part.address,
                        "duplicate",
                        "another input with the same address but other bytes was already brought in",
                        "give the folder that holds both, so that their addresses differ",
                        sha256=part.sha256,
                    )
                    continue
                seen[part.address] = part.id
                yield part


def _opened(item: Brought, config: Config) -> Iterator[Brought]:
    opener = OPENERS.get(item.media_type) if isinstance(item, RawItem) else None
    if opener is None or isinstance(item, Rejected):
        yield item
    else:
        yield from opener(item, config)
