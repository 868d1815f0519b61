"""Places named in a text, resolved: which place of that name is meant, how exactly it is told, and whether it is a place here at all.

Two passes. The first takes every candidate of every name; the second scores them by what the rest of the text names: countries, provinces
and people of countries, a container written after the name ("Paris, Texas"), nearness to what is already sure, and population. The score's
parts are the reasons. Precision follows UCDP's where_prec; the phrase around the name decides it ("near", "N km north of", "province").
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from firsthand.extract import gazetteer
from firsthand.extract.gazetteer import Entry
from firsthand.extract.mentions import Name, PlaceMention
from firsthand.extract.name_features import marked_words
from firsthand.model import Place
from firsthand.text import fold, plain

Role = Literal["location", "metonym", "modifier", "dateline"]
_Pick = tuple[Entry, list[tuple[str, float]]]
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
BETWEEN_KM = 500.0  # ends farther apart are a journey, not a road on which something happened
EXACT_OFFSET_KM = 25.0  # UCDP: within about 25 km of a known point is precision 2, farther is 3

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
    r"^(?:(?:the )?republic of|(?:the )?city of|central|downtown|northern|southern|eastern|western|north|south|east|west|northeastern|northwestern|southeastern|southwestern|greater|the|mount|lake)\s+",
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
_NEAR = re.compile(
    r"\b(?:near|outside|around|close to|not far from|(?:on )?the (?:outskirts|edge|edges) of|in the vicinity of|just (?:north|south|east|west) of|towards)\s+(?:the (?:city|town|village) of )?$",
    re.I,
)
_BEARING = re.compile(
    r"\b(?P<n>\d+(?:[.,]\d+)?)\s*-?(?P<u>km|kilomet(?:er|re)s?|miles?|mi)\b[^.;]{0,40}?(?P<b>north[- ]?east|north[- ]?west|south[- ]?east|south[- ]?west|north|south|east|west)?"
    r"(?:ern)?\s*(?:of|from|outside|away from|off)\s+(?:the (?:\w+ )?(?:city|town|village|capital)(?: of)? )?$",
    re.I,
)
_BETWEEN = re.compile(r"\b(?:between|connecting|linking|road from|highway from)\s+(?:the (?:city|town)s? of )?$", re.I)
_JOIN = re.compile(r"^\s*(?:and|to|with|-)\s*(?:the (?:city|town) of )?$", re.I)
_COAST = re.compile(r"\boff (?:the )?(?:\w+ )?(?:coast of )?$", re.I)
_SPEAKS = re.compile(
    r"^(?:['’]s)?\s+(?:has |have |had |is |was |will |would |also |officially |again |later |repeatedly )*(?:said|says|denied|denies|announced|announces|declared|accused|accuses|claimed|claims|"
    r"condemned|warned|insists?|insisted|demanded|agreed|refused|rejected|vowed|wants?|wanted|backed|supports?|supported|pledged|called on|called for|ordered|approved|threatened|"
    r"blamed|blames|imposed|sent|signed|urged|offered|hopes|believes|argues|confirmed|decided|proposed|recogni[sz]ed|negotiat\w+|considers?)\b"
)
_LOCATIVE = re.compile(
    r"\b(?:in|at|near|from|to|into|outside|inside|across|around|through|over|towards?|leaving|reach(?:ed|ing)?|entered|city of|town of|village of|north of|south of|east of|west of)\s+(?:the\s+|central\s+|northern\s+|southern\s+|eastern\s+|western\s+|downtown\s+|north\s+|south\s+|east\s+|west\s+|nearby\s+|neighbou?ring\s+)*$",
    re.I,
)
_MODIFIES = re.compile(
    r"^\s+(?:government|police|officials?|authorit(?:y|ies)|forces|army|military|troops|soldiers|president|minister|parliament|court|ministry|embassy|airport|residents?|mayor|university|"
    r"governor|council|lawmakers?|delegation|team|hospital|school|leader|spokes\w+|intelligence|navy|airstrikes?)\b"
)
_DATELINE = re.compile(
    r"^\s*(?:,\s*[A-Z][\w. ]+)?\s*(?:\([^)\n]{2,40}\)|,\s*(?:[A-Z][a-z]+\.? \d{1,2}))?\s*(?:--|-|:)\s"
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
_ANGLES = {
    "north": 0,
    "northeast": 45,
    "east": 90,
    "southeast": 135,
    "south": 180,
    "southwest": 225,
    "west": 270,
    "northwest": 315,
}


class _Mention(NamedTuple):
    """A name that may be a place, with its candidates and what the phrase around it says."""

    start: int
    end: int
    text: str
    entries: tuple[Entry, ...]
    wanted: str | None
    container: str | None


class _Context(NamedTuple):
    """What the whole text names: countries and first-order units, by which words; where candidates crowd; the country preferred otherwise."""

    countries: dict[str, set[str]]
    units: dict[tuple[str, str], set[str]]
    crowd: dict[tuple[int, int], dict[str, float]]
    home: str


def find_places(text: str, names: Sequence[Name], *, home_country: str = "") -> list[PlaceMention]:
    """The places among the names of a text, each resolved to the likeliest entry of the gazetteer.

    1. Look up every name. 2. Gather the countries, provinces and neighbourhoods that are named at all. 3. Take the best candidate of each,
    one place per spelling. 4. Read precision and role from the phrase around each. 5. Nationalities and the places inside the names of
    bodies ("Mosul University") become modifiers.

    Args:
        text: the document's text; offsets of the mentions are its code points.
        names: what `find_names` gave for it.
        home_country: ISO 3166 alpha-2 code preferred when the text names no country.

    Example:
        >>> from firsthand.extract.names import find_names
        >>> text = "A bomb exploded near Mosul, Iraq."
        >>> [(p.place.country_code, p.place.precision) for p in find_places(text, find_names(text))]
        [('IQ', 2), ('IQ', 6)]
    """
    flat = plain(text)
    mentions = [_mention(flat, name) for name in _candidates(names)]  # 1
    context = _context(mentions, names, home_country.upper())  # 2
    chosen = _chosen(mentions, context)  # 3
    inner = {(n.start, n.end) for n in names if n.kind == "place"}
    found = [  # 4
        _placed(flat, m, pick, mentions, chosen)
        for m, pick in zip(mentions, chosen, strict=True)
        if pick or (m.start, m.end) in inner
    ]
    found = [p if (p.start, p.end) in inner else p._replace(role="modifier") for p in found]
    found += _peoples(names)  # 5
    return sorted(found, key=lambda p: (p.start, p.end))


def _candidates(names: Sequence[Name]) -> list[Name]:
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


def _mention(flat: str, name: Name) -> _Mention:
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
    return _Mention(name.start, name.end, name.text, entries, wanted, held[1].rstrip(".") if held else None)


def _context(mentions: Sequence[_Mention], names: Sequence[Name], home: str) -> _Context:
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
    return _Context(countries, units, crowd, home)


def _cells(entry: Entry) -> list[tuple[int, int]]:
    """The square degree that an entry lies in and the eight around it."""
    lat, lon = math.floor(entry.lat), math.floor(entry.lon)
    return [(lat + i, lon + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]


def _parts(entry: Entry, mention: _Mention, context: _Context) -> list[tuple[str, float]]:
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
            and ((area.unit == entry.unit and area.unit != "") or _km(area, entry) <= area.radius_km * 1.1)
        ):
            return True
        if (
            area.kind in {"city", "district"}
            and area.people > 1000
            and entry.kind in {"quarter", "facility", "city"}
            and area.id != entry.id
            and _km(area, entry) <= 25
        ):
            return True
    return False


def _containers(container: str) -> tuple[Entry, ...]:
    short = gazetteer.abbreviations().get(container)
    found = gazetteer.lookup(short or container)
    return found or gazetteer.lookup(_UNIT_WORD.sub("", container)) or gazetteer.lookup(container.split(" ")[0])


def _km(a: Entry, b: Entry) -> float:
    return distance_km(a.lat, a.lon, b.lat, b.lon)


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in km between two points in degrees.

    Example:
        >>> round(distance_km(33.34, 44.40, 36.34, 43.12))
        354
    """
    a, b = math.radians(lat1), math.radians(lat2)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(h)))


def _chosen(mentions: Sequence[_Mention], context: _Context) -> list[_Pick | None]:
    """The best candidate of each mention; the same spelling means the same place, at its best-supported."""
    picks: list[_Pick | None] = []
    strongest: dict[str, _Pick] = {}
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


_PRECISION = {
    "city": 1,
    "quarter": 1,
    "facility": 1,
    "district": 3,
    "province": 4,
    "region": 5,
    "mountains": 5,
    "island": 5,
    "country": 6,
    "sea": 7,
}


def _placed(
    flat: str, mention: _Mention, pick: _Pick | None, mentions: Sequence[_Mention], chosen: Sequence[_Pick | None]
) -> PlaceMention:
    if pick is None:
        place = Place(name=mention.text, words=mention.text, reasons=("not in the gazetteer",))
        return PlaceMention(mention.start, mention.end, place, _role(flat, mention, None))
    entry, parts = pick
    reasons = [f"{words}: {weight:+.2f}" for words, weight in parts]
    lat, lon, radius, precision = entry.lat, entry.lon, float(entry.radius_km), _PRECISION[entry.kind]
    before = flat[max(0, mention.start - 80) : mention.start]
    if (
        entry.kind == "city"
        and mention.wanted is None
        and fold(entry.name) not in gazetteer.seats()
        and any(e.kind == "province" and e.country == entry.country for e in mention.entries)
    ):
        precision = 2
        reasons.append("a province bears the same name")
    if entry.kind in {"city", "quarter", "facility", "district"}:
        if shifted := _shifted(before, entry):
            lat, lon, radius, precision = shifted
            reasons.append("told by distance and bearing")
        elif other := _between(flat, mention, entry, mentions, chosen):
            lat, lon = (entry.lat + other.lat) / 2, (entry.lon + other.lon) / 2
            radius = max(1.0, _km(entry, other) / 2)
            precision = 2 if 2 * radius <= EXACT_OFFSET_KM else 5
            reasons.append(f"on the way between it and {other.name}: the midpoint")
        elif _NEAR.search(before):
            precision, radius = max(precision, 2), max(radius, 10.0)
            reasons.append("told as near it")
    if _COAST.search(before):
        precision, radius = 7, max(radius, 100.0)
        reasons.append("told as off its coast")
    if any(e.country != entry.country for e in mention.entries) and entry.kind in {"city", "district"}:
        reasons.append(f"{len({e.id for e in mention.entries})} places bear the name")
    place = Place(
        name=entry.name,
        words=mention.text,
        lat=round(lat, 4),
        lon=round(lon, 4),
        radius_km=round(radius, 1),
        precision=precision,
        kind=entry.kind,
        admin1=entry.name
        if entry.kind == "province"
        else gazetteer.unit_name(entry.country, entry.unit)
        if entry.unit
        else None,
        country=gazetteer.country_names().get(entry.country),
        country_code=entry.country or None,
        gazetteer=entry.source,
        reasons=tuple(reasons),
    )
    return PlaceMention(mention.start, mention.end, place, _role(flat, mention, entry))


def _shifted(before: str, entry: Entry) -> tuple[float, float, float, int] | None:
    """The point N km in a bearing from the entry, its radius and precision; without a bearing the entry itself with N km around."""
    told = _BEARING.search(before)
    if told is None:
        return None
    far = float(told["n"].replace(",", "")) * (1.609 if told["u"].lower().startswith("mi") else 1.0)
    precision = 2 if far <= EXACT_OFFSET_KM else 3
    if not told["b"]:
        return entry.lat, entry.lon, max(far, 2.0), precision
    angle = math.radians(_ANGLES[re.sub(r"[- ]", "", told["b"].lower())])
    lat = entry.lat + far * math.cos(angle) / 111.2
    lon = entry.lon + far * math.sin(angle) / (111.2 * max(0.1, math.cos(math.radians(entry.lat))))
    return lat, lon, max(far * 0.2, 2.0), precision


def _between(
    flat: str, mention: _Mention, entry: Entry, mentions: Sequence[_Mention], chosen: Sequence[_Pick | None]
) -> Entry | None:
    """The other end, where the phrase is "between A and B", "connecting A to B", and this is either."""
    for index, other in enumerate(mentions):
        pick = chosen[index]
        if (
            pick is None
            or other is mention
            or pick[0].kind == "country"
            or _km(pick[0], entry) > BETWEEN_KM
            or abs(other.start - mention.start) > 80
        ):
            continue
        left, right = sorted((mention, other), key=lambda m: m.start)
        if _BETWEEN.search(flat[max(0, left.start - 40) : left.start]) and _JOIN.match(flat[left.end : right.start]):
            return pick[0]
    return None


def _role(flat: str, mention: _Mention, entry: Entry | None) -> Role:
    before, after = flat[max(0, mention.start - 60) : mention.start], flat[mention.end : mention.end + 60]
    line_start = flat.rfind("\n", 0, mention.start) + 1
    if (
        mention.start - line_start <= 2
        and (mention.text.isupper() or (entry is not None and entry.kind in {"city", "quarter"}))
        and _DATELINE.match(after)
    ):
        return "dateline"
    if _LOCATIVE.search(before):
        return "location"
    seat = entry is not None and (entry.kind == "country" or fold(mention.text) in gazetteer.seats())
    if seat and _SPEAKS.match(after):
        return "metonym"
    return "modifier" if _MODIFIES.match(after) else "location"


def _peoples(names: Sequence[Name]) -> list[PlaceMention]:
    table = gazetteer.peoples()
    found = []
    for name in names:
        if name.kind == "nationality" and (entry := table.get(fold(name.text))):
            place = Place(
                name=entry.name,
                words=name.text,
                lat=entry.lat,
                lon=entry.lon,
                radius_km=float(entry.radius_km),
                precision=_PRECISION[entry.kind],
                kind=entry.kind,
                country=gazetteer.country_names().get(entry.country),
                country_code=entry.country or None,
                gazetteer=entry.source,
                reasons=("a word for its people or things",),
            )
            found.append(PlaceMention(name.start, name.end, place, "modifier"))
    return found
