"""Who prints: outlets and agencies by name, by alias, by domain."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple
from urllib.parse import urlsplit

from firsthand import vocabulary
from firsthand.text import fold, plain

# Aliases this short are only taken as names when written exactly so: "AA", "Time" and "Dawn" are words of their own.
SHORT = 5
_THE = re.compile(r"^the\s+", re.I)


class Outlet(NamedTuple):
    """A row of the table of publishers that the masthead needs: the name to show, what it is, its names and domains."""

    name: str
    kind: str
    names: tuple[str, ...]
    domains: tuple[str, ...]


@functools.cache
def outlets() -> tuple[Outlet, ...]:
    """All known outlets, in file order."""
    return tuple(
        Outlet(
            row["name"],
            row["kind"],
            (row["name"], *filter(None, row["aliases"].split("|"))),
            tuple(filter(None, row["domains"].split("|"))),
        )
        for row in vocabulary.rows("publishers.csv")
    )


@functools.cache
def _by_name() -> tuple[dict[str, Outlet], dict[str, Outlet]]:
    exact: dict[str, Outlet] = {}
    folded: dict[str, Outlet] = {}
    for outlet in outlets():
        for name in outlet.names:
            exact.setdefault(name, outlet)
            if len(key(name)) > SHORT:
                folded.setdefault(key(name), outlet)
    return exact, folded


def key(name: str) -> str:
    """A name without article, case and accents.

    Example:
        >>> key("The Hill Post") == key("HILL POST")
        True
    """
    return _THE.sub("", fold(plain(name)).strip(" \"'.,:;-"))


def find(name: str) -> Outlet | None:
    """The outlet of that name or alias, or ``None``.

    Example:
        >>> find("associated press").name, find("time") is None
        ('The Associated Press', True)
    """
    exact, folded = _by_name()
    bare = name.strip(" \"'“”.,:;-–—()[]")
    hit = exact.get(bare) or exact.get(re.sub(r"^[Tt]he ", "", bare)) or folded.get(key(bare))
    if hit is None and re.fullmatch(r"[\w-]+(?:\.[\w-]+)+", bare):
        return of_url(f"https://{bare}/")
    return hit


def canonical(name: str) -> str:
    """The known outlet's name as the table shows it, else the name as given, trimmed.

    Example:
        >>> canonical("AFP"), canonical(" Hill Post ")
        ('Agence France-Presse', 'Hill Post')
    """
    outlet = find(name)
    return outlet.name if outlet else " ".join(name.split()).strip(" \"'“”.,:;-–—")


@functools.cache
def _by_domain() -> dict[str, Outlet]:
    found: dict[str, Outlet] = {}
    for outlet in outlets():
        for domain in outlet.domains:
            found.setdefault(domain, outlet)
    return found


def of_url(url: str | None) -> Outlet | None:
    """The outlet whose domain a URL belongs to, or ``None``.

    Example:
        >>> of_url("https://www.reuters.com/world/x").name
        'Reuters'
    """
    try:
        host = (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return None
    while host.count("."):
        if host in _by_domain():
            return _by_domain()[host]
        host = host.split(".", 1)[1]
    return None


@functools.cache
def wires() -> re.Pattern[str]:
    """The names of news agencies as they stand in running text, written exactly so; ambiguous short ones left out."""
    names = {
        n for o in outlets() if o.kind == "wire" for n in o.names if len(n) > SHORT or (n.isupper() and n in _SAFE)
    }
    return re.compile(
        r"(?<!\w)(?:" + "|".join(re.escape(n) for n in sorted(names, key=lambda n: (-len(n), n))) + r")(?!\w)"
    )


# Initials of agencies that mean nothing else in running text.
_SAFE = frozenset(
    {
        "AP",
        "AFP",
        "UPI",
        "EFE",
        "TASS",
        "KCNA",
        "ANSA",
        "IRNA",
        "SANA",
        "WAFA",
        "KUNA",
        "INA",
        "PTI",
        "ANI",
        "IANS",
        "DPA",
        "ISNA",
    }
)


@functools.cache
def leading() -> re.Pattern[str]:
    """A known outlet's name at the start of a line, in any case, followed by a separator, a platform or a tagline."""
    names = {n for o in outlets() for n in o.names if len(key(n)) > SHORT}
    return re.compile(
        r"^\W*(?P<name>(?:the )?(?:"
        + "|".join(re.escape(n) for n in sorted(names, key=lambda n: (-len(n), n)))
        + r"))(?!\w)",
        re.I,
    )
