"""Which place of a name is meant: every candidate is scored by what the rest of the text names, in parts that add up and are told as reasons.

The parts: population, the kind of place, a container written after the name ("Paris, Texas"), countries, provinces and peoples that the
text names, and other names whose candidates crowd around it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

from firsthand.extract import gazetteer
from firsthand.extract.gazetteer import Entry
from firsthand.extract.mentions import Name
from firsthand.extract.names.name_features import marked_words
from firsthand.text import fold, plain

Pick = tuple[Entry, list[tuple[str, float]]]
CANDIDATES = 40  # most populous places of one name that are weighed; the rest are hamlets
# Weights of the parts of a candidate's score. Population is in decades (log10); the others say how many decades of people it takes to
# outweigh them. Chosen by trial on half of a labelled news set; when moved, measure disambiguation on local and on world news alike.
PEOPLE, OWN_NAME, CONTAINER, COUNTRY_NAMED, UNIT_NAMED, HOME, NEAR = 0.55, 0.5, 4.0, 1.2, 1.6, 1.0, 1.2
# What a kind of place counts for before anything else is known; a row of our own small table of well-known regions counts more.
KINDS = {
    "country": 7.0,
    "province": 2.0,
    "sea": 4.0,
    "region": 3.0,
    "mountains": 3.0,
    "island": 2.0,
    "quarter": 2.0,
    "facility": 2.0,
    "district": -1.5,
}
WELL_KNOWN = 2.5
SAME_NAMED_CITY = (
    -3.0
)  # a province whose chief town bears its name: the bare name is the town, and precision says that it is doubtful
_DIRECTIONS = frozenset(
    {
        "West",
        "East",
        "North",
        "South",
        "Northeast",
        "Northwest",
        "Southeast",
        "Southwest",
        "Western",
        "Eastern",
        "Northern",
        "Southern",
        "Valley",
        "City",
        "State",
        "Street",
        "Union",
        "District",
        "Republic",
        "Center",
        "Centre",
        "Park",
        "Hospital",
        "Museum",
        "Church",
        "Mission",
        "Press",
        "Post",
        "Times",
    }
)
_LEADING = re.compile(
    r"^(?:(?:the )?republic of|(?:the )?city of|central|downtown|northern|southern|eastern|western|north|"
    r"south|east|west|northeastern|northwestern|southeastern|southwestern|greater|the|mount|lake)\s+",
    re.I,
)
_UNIT_WORD = re.compile(
    r"\s+(province|governorate|state|oblast|region|district|county|prefecture|department|department|valley|camp|city|town|village|area)$",
    re.I,
)
_AFTER_UNIT = re.compile(
    r"[ ](province|governorate|state|oblast|region|district|county|prefecture|neighbou?rhood|quarter|suburb|area|valley|camp)\b",
    re.I,
)
_BEFORE_UNIT = re.compile(
    r"\b(province|governorate|state|oblast|region|district|county|neighbou?rhood|quarter|suburb|city|town|village|capital) of (?:the )?$",
    re.I,
)
_KIND_WORDS = {
    "province": "province",
    "governorate": "province",
    "state": "province",
    "oblast": "province",
    "prefecture": "province",
    "region": "province",
    "district": "district",
    "county": "district",
}


class Mention(NamedTuple):
    """A name that may be a place, with its candidates and what the phrase around it says."""

    start: int
    end: int
    text: str
    entries: tuple[Entry, ...]
    wanted: str | None
    container: str | None


class Context(NamedTuple):
    """What the whole text names: countries and first-order units, by which words; where candidates crowd; the country preferred otherwise."""

    countries: dict[str, set[str]]
    units: dict[tuple[str, str], set[str]]
    crowd: dict[tuple[int, int], dict[str, float]]
    home: str


def candidates(names: Sequence[Name]) -> list[Name]:
    """Names of places, and places inside the names of bodies and of places that the gazetteer does not hold as a whole."""
    told = frozenset(fold(n.text) for n in names if n.kind == "place")
    found = []
    for name in names:
        whole = name.kind == "place" and (bool(_entries(plain(name.text))) or name.text in _DIRECTIONS)
        if whole:
            found.append(name)
        elif name.kind in {"place", "organisation"} and " " in name.text:
            if inner := _inner(name, told):
                found.append(inner)
            elif name.kind == "place":
                found.append(name)
        elif name.kind == "place":
            found.append(name)
    return found


def _inner(name: Name, told: frozenset[str]) -> Name | None:
    """The place inside a body's name: a city, or a smaller place that the text names elsewhere; no noun of organisations."""
    words = list(re.finditer(r"[\w'’-]+\.?", name.text))
    for size in range(min(3, len(words) - 1), 0, -1):
        for first in range(len(words) - size + 1):
            start, end = words[first].start(), words[first + size - 1].end()
            piece = name.text[start:end]
            key = fold(piece)
            if not piece[0].isupper() or piece in _DIRECTIONS or len(piece) < 4 or marked_words().get(key):
                continue
            if key in told or gazetteer.known(key) >= 3:
                return Name(name.start + start, name.start + end, piece, name.kind)
    return None


def _entries(spelled: str) -> tuple[Entry, ...]:
    if spelled in _DIRECTIONS:
        return ()
    short = gazetteer.abbreviations().get(spelled.rstrip("."))
    entries = gazetteer.lookup(short) if short else gazetteer.lookup(spelled)
    if tail := _UNIT_WORD.search(spelled):
        bare = gazetteer.lookup(spelled[: tail.start()])
        if not entries or tail[1].lower() not in {"city", "town", "village", "camp", "valley"}:
            entries = tuple(dict.fromkeys((*entries, *bare)))
    return entries or gazetteer.lookup(_LEADING.sub("", spelled))


def mention_of(flat: str, name: Name) -> Mention:
    """The candidates of a name, the word for its kind beside it, and the container written after it."""
    spelled = plain(name.text)
    entries = _entries(spelled)
    tail = _UNIT_WORD.search(spelled)
    wanted = tail[1].lower() if tail else None
    if after := _AFTER_UNIT.match(flat, name.end):
        wanted = after[1].lower()
    elif before := _BEFORE_UNIT.search(flat[max(0, name.start - 30) : name.start]):
        wanted = before[1].lower()
    container = re.match(
        r",\s+(?:in )?(?:the )?((?:[A-Z][\w.'-]*)(?:\s(?:of the |of )?[A-Z][\w.'-]*){0,2})",
        flat[name.end : name.end + 50],
    )
    inside = re.match(
        r"\s+(?:in|of)\s+(?:the )?(?:\w+ )?([A-Z][\w'-]+(?:\s[A-Z][\w'-]+){0,2})", flat[name.end : name.end + 50]
    )
    held = container or inside
    return Mention(name.start, name.end, name.text, entries, wanted, held[1].rstrip(".") if held else None)


def context_of(mentions: Sequence[Mention], names: Sequence[Name], home: str) -> Context:
    """What all mentions and nationalities of a text name together."""
    countries: dict[str, set[str]] = {}
    units: dict[tuple[str, str], set[str]] = {}
    crowd: dict[tuple[int, int], dict[str, float]] = {}
    for key, entries in {fold(m.text): m.entries for m in mentions if m.entries}.items():
        wide = [e for e in entries if e.kind == "country"] or [
            e for e in entries if e.kind == "province" and e.rank < 2 and e.people > 200_000
        ][:3]
        for entry in wide or [e for e in entries[:1] if e.people > 500_000 and e.rank == 0]:
            countries.setdefault(entry.country, set()).add(key)
            if entry.kind == "province":
                units.setdefault((entry.country, entry.unit), set()).add(key)
        local = [e for e in entries if e.kind in {"city", "district", "quarter"}][:CANDIDATES]
        for entry in local:
            for cell in _cells(entry):
                crowd.setdefault(cell, {})[key] = 1 / math.sqrt(len(local))
    table = gazetteer.demonyms()
    for name in names:
        if name.kind == "nationality" and (code := table.get(fold(name.text))):
            countries.setdefault(code, set()).add(fold(name.text))
    return Context(countries, units, crowd, home)


def _cells(entry: Entry) -> list[tuple[int, int]]:
    """The square degree that an entry lies in and the eight around it."""
    lat, lon = math.floor(entry.lat), math.floor(entry.lon)
    return [(lat + i, lon + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]


def _parts(entry: Entry, mention: Mention, context: Context) -> list[tuple[str, float]]:
    """The named parts of a candidate's score."""
    key = fold(mention.text)
    parts = [(f"{entry.people:,} people", PEOPLE * math.log10(entry.people + 10))] if entry.people else []
    if entry.kind in KINDS and entry.rank < 2:
        parts.append((f"a {entry.kind}", KINDS[entry.kind]))
    if entry.id >= gazetteer.OWN and entry.kind != "country":
        parts.append(("well known", WELL_KNOWN))
    parts.append(("its own name" if entry.rank == 0 else "another spelling", OWN_NAME * (1 - entry.rank)))
    if (said := _called(entry, mention.wanted)) is not None:
        parts.append((f"called a {mention.wanted}", said))
    elif entry.kind == "province" and any(
        e.kind == "city" and e.country == entry.country and e.rank == 0 and e.people > 20_000 for e in mention.entries
    ):
        parts.append(("a city bears the same name", SAME_NAMED_CITY))
    if mention.container and _holds(mention.container, entry, any(e.kind == "country" for e in mention.entries)):
        parts.append((f"written as in {mention.container}", CONTAINER))
    if named := len(context.countries.get(entry.country, set()) - {key}):
        parts.append(
            (
                f"{gazetteer.country_names().get(entry.country, entry.country)} is named",
                COUNTRY_NAMED * math.log2(1 + min(named, 4)),
            )
        )
    if entry.kind in {"city", "district"} and context.units.get((entry.country, entry.unit), set()) - {key}:
        parts.append((f"{gazetteer.unit_name(entry.country, entry.unit)} is named", UNIT_NAMED))
    if context.home and entry.country == context.home:
        parts.append(("the country preferred", HOME * (1.0 if not context.countries else 0.5)))
    if entry.kind in {"city", "district", "quarter"}:
        close = sum(
            w for k, w in context.crowd.get((math.floor(entry.lat), math.floor(entry.lon)), {}).items() if k != key
        )
        if close > 0.1:
            parts.append(("other names of the text lie near", NEAR * math.log2(1 + min(close, 7.0))))
    return parts


def _called(entry: Entry, wanted: str | None) -> float | None:
    """What a word such as "district" or "city" beside the name counts for or against a candidate; ``None`` where there is none."""
    if wanted in {"city", "town", "village", "capital"}:
        return 2.0 if entry.kind == "city" else -1.0
    kind = _KIND_WORDS.get(wanted or "")
    if kind is None or (wanted == "region" and entry.kind != kind):
        return None
    return 3.0 if entry.kind == kind else -0.5


def _holds(container: str, entry: Entry, listed: bool) -> bool:
    """Whether a written container ("Texas", "Nineveh province", "Iraq") holds the entry; a country after a country's name is the next of a list."""
    for area in _containers(container):
        if area.kind == "country" and area.country == entry.country and entry.kind != "country" and not listed:
            return True
        if (
            area.kind in {"province", "region"}
            and area.country == entry.country
            and area.id != entry.id
            and ((area.unit == entry.unit and area.unit != "") or km_apart(area, entry) <= area.radius_km * 1.1)
        ):
            return True
        if (
            area.kind in {"city", "district"}
            and area.people > 1000
            and entry.kind in {"quarter", "facility", "city"}
            and area.id != entry.id
            and km_apart(area, entry) <= 25
        ):
            return True
    return False


def _containers(container: str) -> tuple[Entry, ...]:
    short = gazetteer.abbreviations().get(container)
    found = gazetteer.lookup(short or container)
    return found or gazetteer.lookup(_UNIT_WORD.sub("", container)) or gazetteer.lookup(container.split(" ")[0])


def km_apart(a: Entry, b: Entry) -> float:
    """Kilometres between two entries."""
    return distance_km(a.lat, a.lon, b.lat, b.lon)


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in km between two points in degrees.

    Example:
        >>> round(distance_km(33.34, 44.40, 36.34, 43.12))
        353
    """
    a, b = math.radians(lat1), math.radians(lat2)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(h)))


def chosen_places(mentions: Sequence[Mention], context: Context) -> list[Pick | None]:
    """The best candidate of each mention; the same spelling means the same place, at its best-supported."""
    picks: list[Pick | None] = []
    strongest: dict[str, Pick] = {}
    for mention in mentions:
        scored = [(entry, _parts(entry, mention, context)) for entry in mention.entries[:CANDIDATES]]
        best = max(scored, key=lambda item: (round(_total(item[1]), 6), item[0].people, -item[0].id), default=None)
        picks.append(best)
        key = fold(mention.text)
        if best and mention.wanted is None and (key not in strongest or _total(best[1]) > _total(strongest[key][1])):
            strongest[key] = best
    return [
        strongest.get(fold(m.text), pick) if pick and m.wanted is None else pick
        for m, pick in zip(mentions, picks, strict=True)
    ]


def _total(parts: Sequence[tuple[str, float]]) -> float:
    return sum(weight for _, weight in parts)
