"""How things are named outside: URNs, UUIDs and dates that are the same on every machine, for the exchange formats."""

from __future__ import annotations

import functools
import re
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import msgspec

from firsthand.model import Source, When
from firsthand.report.index import Index
from firsthand.vocabulary import rows

# The namespace of every UUID that leaves the house: uuid5 of the URL namespace and "urn:firsthand". It must never change.
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:firsthand")
# What `release` writes where a name stood.
_MASK = re.compile(r"^\[[A-Z]+(?:-\d+)?\]$")


def urn(id_: str) -> str:
    """The URN of a thing of the ledger.

    Example:
        >>> urn("d-12"), urn("i-1/killed")
        ('urn:firsthand:d-12', 'urn:firsthand:i-1%2Fkilled')
    """
    return f"urn:firsthand:{quote(id_, safe='')}"


def uri(url: str | None) -> str | None:
    """An address as a URI: what a URI may not hold is percent-encoded, what is encoded already stays.

    Example:
        >>> uri("https://x.example/a b?q=<1>&r=%20"), uri(None)
        ('https://x.example/a%20b?q=%3C1%3E&r=%20', None)
    """
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~") if url else None


def uuid_of(*parts: str) -> str:
    """A version 5 UUID of the given words, in this order.

    Example:
        >>> uuid_of("incident", "i-1") == uuid_of("incident", "i-1") != uuid_of("incidenti", "-1")
        True
    """
    return str(uuid.uuid5(NAMESPACE, "\x1f".join(parts)))


def is_masked(name: str | None) -> bool:
    """Whether a name is a placeholder that the rules of release put there.

    Example:
        >>> is_masked("[WITNESS-2]"), is_masked("Northwire"), is_masked(None)
        (True, False, False)
    """
    return bool(name and _MASK.match(name))


def key_of(source: Source) -> str:
    """What a source's outside id is made of.

    A masked person's id is counted anew in each release ("the second witness"), so the documents in which it speaks are added:
    two releases of two ledgers must not make one person of two.

    Example:
        >>> key_of(Source(id="src-1", name="Ana", kind="person", documents=("d-1",)))
        'src-1'
        >>> key_of(Source(id="src-person-1", name="[PERSON-1]", kind="person", documents=("d-1",)))
        'src-person-1 in d-1'
    """
    if not is_masked(source.name):
        return source.id
    return f"{source.id} in {' '.join(sorted(source.documents))}"


def chain_keys(index: Index, chain: tuple[str, ...]) -> tuple[str, ...]:
    """`key_of` each source along a chain of attribution; sources that the ledger does not hold are left out."""
    found = (index.source(one) for one in chain)
    return tuple(dict.fromkeys(key_of(source) for source in found if source is not None))


def pruned(value: Any) -> Any:
    """The value without what is unknown or empty, all the way down. 0 and ``False`` are known and stay.

    Example:
        >>> pruned({"low": 0, "best": None, "why": [], "who": {"name": ""}, "parts": [{"n": 1}, None]})
        {'low': 0, 'parts': [{'n': 1}]}
    """
    if isinstance(value, dict):
        kept = {k: pruned(v) for k, v in value.items()}
        return {k: v for k, v in kept.items() if v is not None and v not in ("", [], {})}
    if isinstance(value, list | tuple):
        return [v for v in map(pruned, value) if v is not None and v not in ("", [], {})]
    return value


def iso_country(code: str | None) -> str | None:
    """A country's two-letter code (ISO 3166-1) in capitals, where it is one; ``None`` for a code that is not in use.

    Example:
        >>> iso_country("AF"), iso_country("af"), iso_country("??"), iso_country(None)
        ('AF', 'AF', None, None)
    """
    known = code.upper() if code else None
    return known if known in _countries() else None


@functools.cache
def _countries() -> frozenset[str]:
    return frozenset(row["code"] for row in rows("countries.csv"))


def line(value: Any) -> str:
    """A value as one line of JSON, letters of every script as they are.

    Example:
        >>> line({"name": "Ōra", "low": 0})
        '{"name":"Ōra","low":0}'
    """
    return msgspec.json.encode(value).decode("utf-8")


def lines_of(values: Iterable[Any]) -> str:
    """A JSON list with one value a line, so that two exports can be compared line by line.

    Example:
        >>> lines_of([{"a": 1}, {"a": 2}]), lines_of([])
        ('[\\n{"a":1},\\n{"a":2}\\n]', '[]')
    """
    found = ",\n".join(map(line, values))
    return f"[\n{found}\n]" if found else "[]"


def instant(words: str) -> str | None:
    """An ISO date-time as UTC to the second; ``None`` where it names no time or no zone.

    Example:
        >>> instant("2024-03-05T06:30:00+02:00"), instant("2024-03-05"), instant("2024-03-05T06:30:00")
        ('2024-03-05T04:30:00Z', None, None)
    """
    try:
        found = datetime.fromisoformat(words)
    except ValueError:
        return None
    if found.tzinfo is None or "T" not in words:
        return None
    return found.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def date_prefix(when: When) -> str | None:
    """As much of an ISO date as is known: the day, the month or the year; ``None`` for a week, a range or nothing.

    A time of day is left out: see `instant`.

    Example:
        >>> date_prefix(When(earliest="2024-02-01", latest="2024-02-29", precision="month"))
        '2024-02'
        >>> date_prefix(When(earliest="2024-02-01", latest="2024-02-29", precision="range")) is None
        True
    """
    length = {"time": 10, "day": 10, "month": 7, "year": 4}.get(when.precision)
    return when.earliest[:length] if when.earliest and length else None


def span_words(when: When) -> dict[str, str | None]:
    """A date as its two ends, how finely it is known and on what that rests."""
    return {"earliest": when.earliest, "latest": when.latest, "precision": when.precision, "basis": when.basis}
