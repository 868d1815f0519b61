"""Mails: the message is one item with its headers as fields; each attachment is an item of its own."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage, Message

from firsthand.acquire.items import Brought, item, rejected
from firsthand.acquire.sniff import media_type
from firsthand.config import Config
from firsthand.model import RawItem

_HEADERS = ("From", "To", "Date", "Subject", "Message-ID", "Sender", "Reply-To", "Organization", "Content-Language")


def parts(raw: RawItem, config: Config) -> Iterator[Brought]:
    """The message itself, then its attachments, addressed ``mail.eml#name``.

    Example:
        >>> data = b"From: a@example.org\\nSubject: Rain\\n\\nIt rained.\\n"
        >>> [i.fields["Subject"] for i in parts(item("m.eml", "message/rfc822", data), Config())]
        ['Rain']
    """
    message = email.message_from_bytes(raw.data, policy=email.policy.default)
    if not isinstance(message, EmailMessage):
        yield raw
        return
    fields = {name: " ".join(str(message[name]).split()) for name in _HEADERS if message[name]}
    yield item(raw.address, raw.media_type, raw.data, url=raw.url, retrieved=raw.retrieved, fields=fields)
    names: dict[str, int] = {}
    for number, part in enumerate(message.iter_attachments(), 1):
        name = part.get_filename() or f"attachment-{number}"
        names[name] = names.get(name, 0) + 1
        address = f"{raw.address}#{name}" + (f"-{names[name]}" if names[name] > 1 else "")
        data = _content(part)
        if not data:
            yield rejected(address, "empty", "the attachment is empty", "ask for it to be sent again")
        else:
            kind = media_type(data, name, part.get_content_type())
            yield item(address, kind, data, retrieved=raw.retrieved, fields={"attached_to": raw.address})


def _content(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        return inner[0].as_bytes() if isinstance(inner, list) and inner and isinstance(inner[0], Message) else b""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""
