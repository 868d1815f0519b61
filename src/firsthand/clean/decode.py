"""Bytes -> text: byte order mark, declared charset, UTF-8, then charset detection, in this order."""

from __future__ import annotations

import codecs
import re
import unicodedata

from firsthand.errors import RejectedInput
from firsthand.model import RawItem

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(
    rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)|<\?xml[^>]{0,80}encoding\s*=\s*[\"']([A-Za-z0-9_.:-]+)", re.I
)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x80-\x84\x86-\x9f\ufffd\uffff]")
# Soft hyphens, zero-width spaces and stray byte order marks: seen by nobody, and in the way of whoever compares words.
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
# Share of control characters from which a decoding is wrong or the bytes are no text. A right decoding of a page has none; a stray
# Windows-1252 quotation mark read as Latin-1 is one in a thousand. 1 % stands well between (random bytes have 23 %).
_CONTROL_SHARE = 0.01
# Charsets that pages declare and that are in truth read, by every browser, as their Windows superset.
_SUPERSETS = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}
# Bytes shown to the charset detector: enough for its statistics; more only costs time.
_SAMPLE = 100_000
# Bytes beyond ASCII below which the detector guesses at random; any text in Cyrillic, Greek or Arabic letters has more in one line.
_FEW = 10


def decoded(raw: RawItem) -> str:
    """The text of an item's bytes, composed (NFC) and without invisible characters, so that equal words are equal strings.

    Raises:
        RejectedInput: reason "undecodable".

    Example:
        >>> decoded(RawItem(id="r", address="a", media_type="text/plain", data="naïve".encode("cp1252"), sha256=""))
        'naïve'
    """
    declared = _charset(raw.fields.get("content-type", "").encode()) or _charset(raw.data[:4096])
    return unicodedata.normalize("NFC", _UNSEEN.sub("", decode(raw.data, declared=declared)))


def decode(data: bytes, *, declared: str | None = None) -> str:
    """The text of bytes, given the charset that a header or the page declares of them.

    Raises:
        RejectedInput: reason "undecodable".
    """
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return _checked(data.decode(codec, "replace"))
    # A page that is well-formed UTF-8 with letters beyond ASCII is UTF-8, whatever it declares.
    for codec in filter(None, ("utf-8", _known(declared))):
        try:
            text = data.decode(codec)
        except (UnicodeDecodeError, LookupError):
            continue
        # Replacement characters in well-formed text were there before it came here: they do not speak against the encoding.
        if _share(text.replace("\ufffd", "")) <= _CONTROL_SHARE:
            return text
    return _detected(data, _known(declared))


def _detected(data: bytes, declared: str | None) -> str:
    from charset_normalizer import from_bytes

    # A page with a few broken bytes in its declared or obvious encoding is still that page.
    for codec in filter(None, (declared, "utf-8")):
        text = data.decode(codec, "replace")
        if text.count("\ufffd") <= _CONTROL_SHARE * len(text) / 10:
            return _checked(text)
    # Too little to go by: Western European, as browsers assume.
    if (
        sum(byte > 127 for byte in data) < _FEW
        and _share(western := data.decode("cp1252", "replace")) <= _CONTROL_SHARE
    ):
        return western
    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise _undecodable()
    return _checked(data.decode(best.encoding, "replace"))


def _checked(text: str) -> str:
    if _share(text) > _CONTROL_SHARE:
        raise _undecodable()
    return text


def _share(text: str) -> float:
    return len(_CONTROLS.findall(text)) / len(text) if text else 0.0


def _undecodable() -> RejectedInput:
    return RejectedInput(
        "undecodable",
        "no encoding turns these bytes into text",
        next_step="open it where it was made and save it as UTF-8",
    )


def _charset(head: bytes) -> str | None:
    match = _CHARSET.search(head)
    return (match[1] or match[2]).decode("ascii") if match else None


def _known(name: str | None) -> str | None:
    """The codec of a declared charset, its superset where browsers take that, ``None`` for an unknown name."""
    try:
        codec = codecs.lookup(name or "").name if name else None
    except LookupError:
        return None
    return _SUPERSETS.get(codec or "", codec)
