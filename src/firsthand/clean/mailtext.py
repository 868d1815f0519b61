"""Mails: the readable part of a message, and what its headers declare."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage, MIMEPart
from email.utils import parsedate_to_datetime

from firsthand.clean import html, publishers, textpage
from firsthand.clean.page import Declared, Page
from firsthand.errors import RejectedInput
from firsthand.model import UNDATED, RawItem, When

# Senders that are a body, not a person: a person's name is never taken for a publisher.
_BODY = re.compile(
    r"\b(?:ministry|office|department|agency|command|army|forces|police|government|embassy|council|commission|committee|centre|center|news|press"
    r"|media|network|observatory|organi[sz]ation|institute|union|association|university|foundation|desk|service|newsroom|spokesperson)\b",
    re.I,
)
_OFFICE = re.compile(
    r"^(?:the )?(?:press|media|information|public affairs|communications?|spokesperson'?s?)"
    r"(?: (?:office|service|department|desk|team|centre|center))?"
    r"(?:\s*(?:,|of the|of|at|-|–)\s*)(?=\S)",
    re.I,
)


def read(raw: RawItem) -> Page:
    """The page that a mail holds: its plain part, else its HTML part.

    Raises:
        RejectedInput: reason "damaged" or "empty".

    Example:
        >>> data = b"From: Press Office <press@example.org>\\nDate: Wed, 06 Mar 2024 09:10:00 +0000\\nSubject: Rain\\n\\nIt rained on Monday.\\n"
        >>> page = read(RawItem(id="r", address="m.eml", media_type="", data=data, sha256=""))
        >>> page.body, page.declared.headline, page.declared.published.earliest
        (('It rained on Monday.',), 'Rain', '2024-03-06T09:10:00+00:00')
    """
    message = email.message_from_bytes(raw.data, policy=email.policy.default)
    if not isinstance(message, EmailMessage):
        raise RejectedInput("damaged", "this is not a mail", next_step="save the message again as .eml")
    part = message.get_body(preferencelist=("plain", "html"))
    text = _content(part) if part is not None else ""
    if not text.strip():
        raise RejectedInput("empty", "the mail has no text of its own", next_step="its attachments are read apart")
    if part is not None and part.get_content_type() == "text/html":
        page = html.fragment(text)
    else:
        lines = tuple(" ".join(line.split()) for line in textpage.unwrap(_unquoted(text)) if line.strip())
        page = textpage.split_credits(Page(body=lines))
    return page._replace(declared=_declared(message))


def _content(part: MIMEPart) -> str:
    try:
        return str(part.get_content())
    except (LookupError, UnicodeDecodeError, KeyError):
        data = part.get_payload(decode=True)
        from firsthand.clean.decode import decode

        return decode(data) if isinstance(data, bytes) else ""


def _unquoted(text: str) -> list[str]:
    """The lines without the signature: what follows the line "-- "."""
    lines = text.replace("\r\n", "\n").split("\n")
    return lines[: lines.index("-- ")] if "-- " in lines else lines


def _declared(message: EmailMessage) -> Declared:
    name, address = _sender(str(message["From"] or ""))
    outlet = publishers.find(str(message["Organization"] or "")) or publishers.of_url(
        "https://" + address.rpartition("@")[2]
    )
    house = str(message["Organization"] or "") or (_OFFICE.sub("", name) if _BODY.search(name) else "")
    publisher = outlet.name if outlet else (house.strip(" ,") or None)
    author = name if not publisher and name else None
    when = UNDATED
    try:
        sent = parsedate_to_datetime(str(message["Date"])).isoformat()
        when = When(
            earliest=sent,
            latest=sent,
            precision="time",
            basis="stated",
            words=str(message["Date"]),
            reasons=("date: header of the mail",),
        )
    except (TypeError, ValueError):
        when = UNDATED
    return Declared(
        publisher=publisher,
        author=author,
        headline=" ".join(str(message["Subject"] or "").split()) or None,
        language=str(message["Content-Language"] or "") or None,
        published=when,
        reasons=(f"publisher: sender of the mail '{name or address}'",) if publisher else (),
    )


def _sender(header: str) -> tuple[str, str]:
    """Name and address of a From header, also where the name bears a comma without quotation marks."""
    match = re.match(r"^\s*\"?(.*?)\"?\s*<([^<>]*)>", header)
    return (match[1].replace('"', "").strip(), match[2].strip()) if match else ("", header.strip())
