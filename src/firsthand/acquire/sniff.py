"""What kind of bytes these are: by their first bytes, and by the name where the bytes leave it open."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

# First bytes that settle the matter, whatever the name says. (offset, bytes, media type)
MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"BM", "image/bmp"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"BZh", "application/x-bzip2"),
    (0, b"\xfd7zXZ\x00", "application/x-xz"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"\x28\xb5\x2f\xfd", "application/zstd"),
    (257, b"ustar", "application/x-tar"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (0, b"WARC/", "application/warc"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
    (0, b"{\\rtf", "application/rtf"),
)
_IMAGES_OF_TWO_BYTES = ("image/bmp",)
# Names that decide among kinds of text, once the bytes are known to be text.
TEXT_NAMES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".csv": "text/csv",
    ".tsv": "text/csv",
    ".jsonl": "application/jsonl",
    ".ndjson": "application/jsonl",
    ".json": "application/json",
    ".eml": "message/rfc822",
    ".svg": "image/svg+xml",
}
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|div|p|h1|meta)\b", re.I)
_FEED = re.compile(rb"<(?:rss|rdf:RDF|feed)\b")
_MAIL = re.compile(rb"\A(?:[A-Za-z][A-Za-z0-9-]*:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){2,}\r?\n")
_MAIL_NAMES = re.compile(rb"^(?:From|Message-ID|Received|MIME-Version):", re.I | re.M)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# How much of an input is looked at: enough for a page's head, little enough to cost nothing.
_LOOK = 4096
# Share of control bytes above which bytes are no text. Text has none but tabs and line ends; 1 % forgives a stray one.
_CONTROL_SHARE = 0.01


def media_type(data: bytes, name: str = "", declared: str = "") -> str:
    """The media type of bytes: their own first bytes first, then what was declared of them, then the ending of their name.

    Args:
        data: the whole input, or at least its first kilobytes.
        name: file name or address.
        declared: a Content-Type header, if any; believed only where the bytes do not contradict it.

    Example:
        >>> media_type(b"<!DOCTYPE html><title>x</title>", "saved.txt"), media_type(b"PK\\x03\\x04....", "a.txt")
        ('text/html', 'application/zip')
    """
    head = data[:_LOOK]
    suffix = PurePosixPath(name.split("?")[0].split("#")[0].lower()).suffix
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _office(data)
    for offset, magic, kind in MAGIC:
        if head.startswith(magic, offset) and not (kind in _IMAGES_OF_TWO_BYTES and not _binary(head)):
            return _gzip(data, name) if kind == "application/gzip" else kind
    if head.startswith(_BOMS):
        return TEXT_NAMES.get(suffix, "text/html" if _HTML.search(head.replace(b"\x00", b"")) else "text/plain")
    if _binary(head):
        return "application/octet-stream"
    return _text_type(head, suffix, declared.split(";")[0].strip().lower())


def _text_type(head: bytes, suffix: str, declared: str) -> str:
    start = head.lstrip()
    if _FEED.search(start[:600]) and start.startswith(b"<") and suffix not in (".html", ".htm"):
        return "application/rss+xml"
    if suffix in TEXT_NAMES:
        return TEXT_NAMES[suffix]
    if start.startswith(b"<") and _HTML.search(start):
        return "text/html"
    if declared in ("text/html", "application/xhtml+xml"):
        return "text/html"
    if declared in ("application/json", "application/ld+json", "application/vnd.iptc.g2.newsitem+json"):
        return "application/json"
    if declared == "text/csv":
        return "text/csv"
    if _MAIL.match(head) and _MAIL_NAMES.search(head):
        return "message/rfc822"
    return "text/plain"


def _office(data: bytes) -> str:
    """A zip is a Word document when its directory lists one; else it is an archive."""
    if b"word/document.xml" in data:
        return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return "application/zip"


def _gzip(data: bytes, name: str) -> str:
    return "application/warc" if ".warc" in name.lower() else "application/gzip"


def _binary(head: bytes) -> bool:
    if not head:
        return False
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in head)
    return b"\x00" in head or controls > _CONTROL_SHARE * len(head)
