"""Places named in a text, resolved: which place of that name is meant, how exactly it is told, and whether it is a place here at all.

Precision follows UCDP's where_prec; the phrase around the name decides it ("near", "N km north of", "province").
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Literal

from firsthand.extract import gazetteer
from firsthand.extract.gazetteer import Entry
from firsthand.extract.mentions import Name, PlaceMention
from firsthand.extract.places.place_choice import (
    Mention,
    Pick,
    candidates,
    chosen_places,
    context_of,
    km_apart,
    mention_of,
)
from firsthand.model import Place
from firsthand.text import fold, plain

Role = Literal["location", "metonym", "modifier", "dateline"]
BETWEEN_KM = 500.0  # ends farther apart are a journey, not a road on which something happened
EXACT_OFFSET_KM = 25.0  # UCDP: within about 25 km of a known point is precision 2, farther is 3
_NEAR = re.compile(
    r"\b(?:near|outside|around|close to|not far from|(?:on )?the (?:outskirts|edge|edges) of|"
    r"in the vicinity of|just (?:north|south|east|west) of|towards)\s+(?:the (?:city|town|village) of )?$",
    re.I,
)
_BEARING = re.compile(
    r"\b(?P<n>\d+(?:[.,]\d+)?)\s*-?(?P<u>km|kilomet(?:er|re)s?|miles?|"
    r"mi)\b[^.;]{0,40}?(?P<b>north[- ]?east|north[- ]?west|south[- ]?east|south[- ]?west|north|south|east|"
    r"west)?"
    r"(?:ern)?\s*(?:of|from|outside|away from|off)\s+(?:the (?:\w+ )?(?:city|town|village|capital)(?: of)? )?$",
    re.I,
)
_BETWEEN = re.compile(r"\b(?:between|connecting|linking|road from|highway from)\s+(?:the (?:city|town)s? of )?$", re.I)
_JOIN = re.compile(r"^\s*(?:and|to|with|-)\s*(?:the (?:city|town) of )?$", re.I)
_COAST = re.compile(r"\boff (?:the )?(?:\w+ )?(?:coast of )?$", re.I)
_SPEAKS = re.compile(
    r"^(?:['’]s)?\s+(?:has |have |had |is |was |will |would |also |officially |again |later |"
    r"repeatedly )*(?:said|says|denied|denies|announced|announces|declared|accused|accuses|claimed|claims|"
    r"condemned|warned|insists?|insisted|demanded|agreed|refused|rejected|vowed|wants?|wanted|backed|"
    r"supports?|supported|pledged|called on|called for|ordered|approved|threatened|"
    r"blamed|blames|imposed|sent|signed|urged|offered|hopes|believes|argues|confirmed|decided|proposed|"
    r"recogni[sz]ed|negotiat\w+|considers?)\b"
)
_LOCATIVE = re.compile(
    r"\b(?:in|at|near|from|to|into|outside|inside|across|around|through|over|towards?|leaving|reach(?:ed|"
    r"ing)?|entered|city of|town of|village of|north of|south of|east of|west of)\s+(?:the\s+|central\s+|"
    r"northern\s+|southern\s+|eastern\s+|western\s+|downtown\s+|north\s+|south\s+|east\s+|west\s+|"
    r"nearby\s+|neighbou?ring\s+)*$",
    re.I,
)
_MODIFIES = re.compile(
    r"^\s+(?:government|police|officials?|authorit(?:y|ies)|forces|army|military|troops|soldiers|"
    r"president|minister|parliament|court|ministry|embassy|airport|residents?|mayor|university|"
    r"governor|council|lawmakers?|delegation|team|hospital|school|leader|spokes\w+|intelligence|navy|airstrikes?)\b"
)
_DATELINE = re.compile(
    r"^\s*(?:,\s*[A-Z][\w. ]+)?\s*(?:\([^)\n]{2,40}\)|,\s*(?:[A-Z][a-z]+\.? \d{1,2}))?\s*(?:--|-|:)\s"
)
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
    mentions = [mention_of(flat, name) for name in candidates(names)]  # 1
    context = context_of(mentions, names, home_country.upper())  # 2
    chosen = chosen_places(mentions, context)  # 3
    inner = {(n.start, n.end) for n in names if n.kind == "place"}
    found = [  # 4
        _placed(flat, m, pick, mentions, chosen)
        for m, pick in zip(mentions, chosen, strict=True)
        if pick or (m.start, m.end) in inner
    ]
    found = [p if (p.start, p.end) in inner else p._replace(role="modifier") for p in found]
    found += _peoples(names)  # 5
    return sorted(found, key=lambda p: (p.start, p.end))


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
    flat: str, mention: Mention, pick: Pick | None, mentions: Sequence[Mention], chosen: Sequence[Pick | None]
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
            radius = max(1.0, km_apart(entry, other) / 2)
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
    flat: str, mention: Mention, entry: Entry, mentions: Sequence[Mention], chosen: Sequence[Pick | None]
) -> Entry | None:
    """The other end, where the phrase is "between A and B", "connecting A to B", and this is either."""
    for index, other in enumerate(mentions):
        pick = chosen[index]
        if (
            pick is None
            or other is mention
            or pick[0].kind == "country"
            or km_apart(pick[0], entry) > BETWEEN_KM
            or abs(other.start - mention.start) > 80
        ):
            continue
        left, right = sorted((mention, other), key=lambda m: m.start)
        if _BETWEEN.search(flat[max(0, left.start - 40) : left.start]) and _JOIN.match(flat[left.end : right.start]):
            return pick[0]
    return None


def _role(flat: str, mention: Mention, entry: Entry | None) -> Role:
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
