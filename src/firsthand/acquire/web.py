"""Addresses: one polite request each, bounded in time and size."""

from __future__ import annotations

import email.utils
import http.client
import urllib.error
import urllib.parse
import urllib.request
import urllib.robotparser
from collections.abc import Iterator
from typing import NamedTuple

from firsthand.acquire.files import too_large
from firsthand.acquire.items import Brought, item, rejected
from firsthand.acquire.sniff import media_type
from firsthand.config import Config

AGENT = "firsthand/0.1 (news archive reader)"
# Seconds a server may stay silent. News sites answer within a few; longer would stall a run over many addresses.
TIMEOUT = 20.0


class Answer(NamedTuple):
    """What a server sent: where it ended up, its headers (lower case), its bytes."""

    url: str
    headers: dict[str, str]
    data: bytes


def is_url(target: str) -> bool:
    """Whether a target is an http(s) address.

    Example:
        >>> is_url("https://example.org/a"), is_url("notes.txt")
        (True, False)
    """
    return target.lower().startswith(("http://", "https://"))


def fetch(url: str, *, config: Config) -> Iterator[Brought]:
    """The page at a URL, or why there is none. `retrieved` is what the server's own Date header says, never a clock of this machine.

    Example:
        >>> [r.reason for r in fetch("http://[broken", config=Config())]
        ['unreadable']
    """
    try:
        if not _allowed(url):
            words = "the site's robots.txt asks not to fetch this page"
            yield rejected(url, "unreadable", words, "save the page by hand and give the file")
            return
        answer = request(url, limit=config.max_bytes)
    except urllib.error.HTTPError as error:
        reason = "missing" if error.code in (404, 410) else "unreadable"
        yield rejected(
            url,
            reason,
            f"the server answered {error.code}",
            "open the address in a browser, or look for an archived copy",
        )
        return
    except (OSError, ValueError, http.client.HTTPException) as error:
        yield rejected(
            url, "unreadable", f"the address cannot be reached: {error}", "check the address and the network"
        )
        return
    if len(answer.data) > config.max_bytes:
        yield too_large(url, len(answer.data), config)
        return
    declared = answer.headers.get("content-type", "")
    kept = ("content-type", "last-modified", "content-language")
    fields: dict[str, str] = {k: v for k, v in answer.headers.items() if k in kept}
    kind = media_type(answer.data, urllib.parse.urlsplit(answer.url).path, declared)
    yield item(url, kind, answer.data, url=answer.url, retrieved=moment(answer.headers.get("date", "")), fields=fields)


def request(url: str, *, limit: int) -> Answer:
    """One GET, at most `limit` + 1 bytes of it.

    Raises:
        OSError: no answer (`urllib.error.HTTPError` for an answer that is an error).
        ValueError: not an address.
    """
    asked = urllib.request.Request(
        url, headers={"User-Agent": AGENT, "Accept": "text/html,application/xml;q=0.9,*/*;q=0.5"}
    )
    with urllib.request.urlopen(asked, timeout=TIMEOUT) as reply:
        headers = {k.lower(): v for k, v in reply.headers.items()}
        return Answer(reply.geturl(), headers, reply.read(limit + 1))


def _allowed(url: str) -> bool:
    """What robots.txt says of this page; a site without one, or whose one cannot be had, forbids nothing."""
    parts = urllib.parse.urlsplit(url)
    rules = urllib.robotparser.RobotFileParser()
    try:
        answer = request(f"{parts.scheme}://{parts.netloc}/robots.txt", limit=500_000)
    except urllib.error.HTTPError as error:
        return error.code not in (401, 403)
    except (OSError, http.client.HTTPException):
        return True
    rules.parse(answer.data.decode("utf-8", "replace").splitlines())
    return rules.can_fetch(AGENT, url)


def moment(header: str) -> str | None:
    """An HTTP or mail date as ISO 8601, or ``None`` where it is none.

    Example:
        >>> moment("Wed, 06 Mar 2024 09:10:00 GMT")
        '2024-03-06T09:10:00+00:00'
    """
    try:
        return email.utils.parsedate_to_datetime(header).isoformat()
    except (TypeError, ValueError):
        return None
