"""The offline gazetteer: one read-only SQLite file that ships with the package. Names are looked up by their folded form.

Its rows are GeoNames' towns of 500 people and more, districts and first-order units (CC BY 4.0), Natural Earth's units (public domain)
and our own small tables of countries, quarters, regions and seas; `_vocabulary/NOTICE.md` says which is which.
"""

from __future__ import annotations

import functools
import re
import sqlite3
from importlib import resources
from typing import NamedTuple

from firsthand.text import fold
from firsthand.vocabulary import rows

VERSION = "2026-11"
_ADMIN1, _ADMIN2, OWN, _COUNTRY = 900_000_000, 910_000_000, 920_000_000, 930_000_000
_ARTICLE = re.compile(r"^(?:al|as|ash|ad|an|ar|at|az|el|the) ")


class Entry(NamedTuple):
    """One place of the gazetteer. Degrees (WGS 84), km, people; `rank` 0 where the name asked for is its own, 1 another spelling, 2 a short form."""

    id: int
    name: str
    kind: str
    lat: float
    lon: float
    country: str
    unit: str
    people: int
    radius_km: int
    rank: int

    @property
    def source(self) -> str:
        """Which gazetteer it comes from and under which number there: ``geonames@99072``."""
        for floor, label in (
            (_COUNTRY, "firsthand-country"),
            (OWN, "firsthand-region"),
            (_ADMIN2, "geonames-district"),
            (_ADMIN1, "naturalearth"),
        ):
            if self.id >= floor:
                return f"{label}@{self.id - floor if label != 'firsthand-country' else self.country}"
        return f"geonames@{self.id}"


@functools.cache
def _base() -> sqlite3.Connection:
    path = resources.files("firsthand").joinpath("_vocabulary", "gazetteer.sqlite")
    return sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)


@functools.lru_cache(maxsize=20_000)
def lookup(name: str) -> tuple[Entry, ...]:
    """Every place of that name, in any spelling the gazetteer knows, most populous first.

    Args:
        name: as written; case, accents, hyphens and a leading "al-" or "the" do not matter.

    Example:
        >>> [e.country for e in lookup("Mosul")][0]
        'IQ'
    """
    found = _exact(fold(name))
    if not found and (bare := _ARTICLE.sub("", fold(name))) != fold(name):
        found = tuple(e._replace(rank=max(1, e.rank)) for e in _exact(bare))
    return found


def _exact(key: str) -> tuple[Entry, ...]:
    if not key:
        return ()
    query = (
        "select p.id, p.name, p.kind, p.lat / 1000.0, p.lon / 1000.0, p.country, p.unit, p.people, p.radius, c.rank "
        "from called c join place p on p.id = c.id where c.key = ? order by p.people desc, p.id"
    )
    return tuple(Entry(*row) for row in _base().execute(query, (key,)))


@functools.lru_cache(maxsize=20_000)
def known(key: str) -> int:
    """How well known a folded name is as a place: 0 not at all, 1 a village, 2 a town, 3 a city, 4 a province, region or country.

    Example:
        >>> known("baghdad"), known("iraq"), known("xqzt")
        (4, 4, 0)
    """
    best = 0
    for kind, people, rank in _base().execute(
        "select p.kind, p.people, c.rank from called c join place p on p.id = c.id where c.key = ?", (key,)
    ):
        if kind in {"country", "province", "region", "quarter", "sea", "mountains", "island"} and rank < 2:
            level = 4
        elif rank == 0:
            level = 3 if people >= 100_000 else 2 if people >= 10_000 else 1
        else:
            level = 2 if people >= 50_000 else 1
        best = max(best, level)
    return best


@functools.lru_cache(maxsize=4_000)
def unit_name(country: str, code: str) -> str | None:
    """The name of a first-order unit (province, state), or ``None``."""
    row = _base().execute("select name from unit where country = ? and code = ?", (country, code)).fetchone()
    return str(row[0]) if row else None


@functools.cache
def country_names() -> dict[str, str]:
    """Everyday names of countries by ISO 3166 alpha-2 code."""
    return {row["code"]: row["name"] for row in rows("countries.csv")}


@functools.cache
def demonyms() -> dict[str, str]:
    """Country codes by folded word for a country's people or things ("iraqi" -> "IQ")."""
    return {fold(word): row["code"] for row in rows("countries.csv") for word in row["demonyms"].split("|") if word}


@functools.cache
def seats() -> dict[str, str]:
    """Country codes by folded name of a city or house that stands for a government ("baghdad" -> "IQ")."""
    return {fold(word): row["code"] for row in rows("countries.csv") for word in row["seats"].split("|") if word}


@functools.cache
def abbreviations() -> dict[str, str]:
    """Names of first-order units by abbreviation without its last full stop ("Calif" -> "California")."""
    return {row["abbreviation"]: row["name"] for row in rows("state_abbreviations.csv")}


@functools.cache
def peoples() -> dict[str, Entry]:
    """The country or region by folded word for its people or things ("iraqi" -> Iraq, "chechen" -> Chechnya)."""
    countries = {e.country: e for name in country_names().values() for e in lookup(name) if e.kind == "country"}
    found = {word: countries[code] for word, code in demonyms().items() if code in countries}
    for row in rows("demonyms.csv"):
        entry = next((e for e in lookup(row["place"]) if e.id >= OWN), None) if row["place"] else None
        if entry is not None:
            found.update({fold(word): entry for word in row["word"].split("|")})
    return found
