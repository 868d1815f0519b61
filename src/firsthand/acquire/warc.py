"""Web archives (WARC 1.x, plain or gzipped): each archived page is an item, addressed by its URL, dated by the archive."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from http.client import parse_headers

from firsthand.acquire.items import Brought, item, rejected
from firsthand.acquire.sniff import media_type
from firsthand.config import Config
from firsthand.model import RawItem

_PAGES = ("text/html", "text/plain", "application/pdf", "application/json", "application/rss+xml")


def records(raw: RawItem, config: Config) -> Iterator[Brought]:
    """The pages that an archive holds; requests, images and scripts are left out.

    Example:
        >>> http = b"HTTP/1.1 200 OK\\r\\nContent-Type: text/plain\\r\\n\\r\\nRain fell."
        >>> head = b"WARC/1.0\\r\\nWARC-Type: response\\r\\nWARC-Target-URI: http://example.org/a\\r\\nContent-Length: %d\\r\\n\\r\\n"
        >>> data = head % len(http) + http + b"\\r\\n\\r\\n"
        >>> [(i.address, i.data) for i in records(item("a.warc", "application/warc", data), Config())]
        [('http://example.org/a', b'Rain fell.')]
    """
    packed = raw.data.startswith(b"\x1f\x8b")
    stream = gzip.GzipFile(fileobj=io.BytesIO(raw.data)) if packed else io.BytesIO(raw.data)
    found = False
    try:
        for headers, block in _blocks(stream, config.max_bytes):
            if headers.get("warc-type") not in ("response", "resource"):
                continue
            page = _page(headers, block, config)
            if page is not None:
                found = True
                yield page
    except (OSError, EOFError, zlib.error, ValueError) as error:
        what = f"the archive breaks off: {error}"
        yield rejected(f"{raw.address}#end", "damaged", what, "fetch the archive again; the pages before are kept")
        return
    if not found:
        yield rejected(raw.address, "empty", "the archive holds no page of text", "give an archive with responses")


def _blocks(stream: io.BytesIO | gzip.GzipFile, limit: int) -> Iterator[tuple[dict[str, str], bytes]]:
    while True:
        line = stream.readline()
        while line in (b"\r\n", b"\n"):
            line = stream.readline()
        if not line:
            return
        if not line.startswith(b"WARC/"):
            raise ValueError("a record does not begin with WARC/")
        headers: dict[str, str] = {}
        for raw in iter(stream.readline, b""):
            if raw in (b"\r\n", b"\n"):
                break
            name, _, value = raw.decode("utf-8", "replace").partition(":")
            headers[name.strip().lower()] = value.strip().strip("<>")
        length = int(headers.get("content-length", "0"))
        block = stream.read(min(length, limit + 1))
        if length > limit + 1:
            stream.read(length - limit - 1)
        if len(block) < min(length, limit + 1):
            raise ValueError("the last record is cut off")
        yield headers, block


def _page(headers: dict[str, str], block: bytes, config: Config) -> Brought | None:
    url = headers.get("warc-target-uri", "")
    declared, charset = headers.get("content-type", ""), ""
    if headers.get("warc-type") == "response":
        status, _, rest = block.partition(b"\r\n")
        if b" 200" not in status:
            return None
        stream = io.BytesIO(rest)
        fields = parse_headers(stream)
        block = stream.read()
        if "chunked" in fields.get("Transfer-Encoding", "").lower():
            block = _unchunked(block)
        if fields.get("Content-Encoding", "").lower() in ("gzip", "deflate"):
            block = zlib.decompressobj(47).decompress(block, config.max_bytes)
        declared = charset = fields.get("Content-Type", "")
    kind = media_type(block, url.split("?")[0], declared)
    if not url or kind not in _PAGES:
        return None
    more = {"content-type": charset} if charset else {}
    return item(url, kind, block, url=url, retrieved=headers.get("warc-date"), fields=more)


def _unchunked(block: bytes) -> bytes:
    """The body of a chunked transfer; a body that is not chunked after all is given back as it is."""
    parts: list[bytes] = []
    position = 0
    while True:
        end = block.find(b"\r\n", position)
        size = block[position:end].split(b";")[0].strip() if end >= 0 else b""
        if not size or any(c not in b"0123456789abcdefABCDEF" for c in size):
            return b"".join(parts) or block
        length = int(size, 16)
        if not length:
            return b"".join(parts)
        parts.append(block[end + 2 : end + 2 + length])
        position = end + 2 + length + 2
