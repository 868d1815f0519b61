"""Incidents as GeoJSON (RFC 7946): a point where the place is known, an area where it is not, nothing where only the country is."""

from __future__ import annotations

import json
import math
from typing import Any

from firsthand.model import Release
from firsthand.promises import IncidentRow
from firsthand.report.columns import incident_rows

# Radius drawn where the ledger gives none, by where_prec, in km: a district, a province, a wider area, a sea (after the radii that
# place-precision practice gives for phrases such as "in D district", "in P province", "in the north-east", "off the coast of").
RADIUS_KM = {3: 25.0, 4: 75.0, 5: 150.0, 7: 100.0}
CORNERS = 64
KM_PER_DEGREE = 111.195
Ring = list[list[float]]


def geojson(released: Release) -> tuple[str, tuple[str, ...]]:
    """A FeatureCollection with one feature for each incident, by date then id.

    Returns:
        The text, and what the format could not carry.

    Example:
        >>> from firsthand.model import Ledger
        >>> json.loads(geojson(Release(ledger=Ledger(), public=False, marking="TLP:AMBER"))[0])["features"]
        []
    """
    _, rows = incident_rows(released)
    features = [feature(row, released.marking) for row in rows]
    nowhere = sum(f["geometry"] is None for f in features)
    collection = {"type": "FeatureCollection", "features": features}
    text = json.dumps(collection, ensure_ascii=False, indent=1) + "\n"
    return text, (
        f"a place for {nowhere} of {len(rows)} incidents (unknown, or known by country only: geometry is null)",
        "statements, quotes, lineage, drift, series and figures",
        "the words for a precision (where_prec gives the code; areas are circles of the radius known)",
    )


def feature(row: IncidentRow, marking: str) -> dict[str, Any]:
    """One incident as a GeoJSON feature; its `id` is the incident's."""
    properties = {
        "incident_id": row.id,
        "event_type": row.types.acled,
        "kind": row.types.names[0] if row.types.names else None,
        "state": row.state,
        "date_start": row.when.earliest,
        "date_end": row.when.latest,
        "date_prec": row.when.precision,
        "place": row.where.name,
        "admin1": row.where.admin1,
        "country": row.where.country,
        "where_prec": row.where.precision,
        "killed_low": row.killed.low,
        "killed_best": row.killed.best,
        "killed_high": row.killed.high,
        "injured_low": row.injured.low,
        "injured_best": row.injured.best,
        "injured_high": row.injured.high,
        "origins": row.origins,
        "outlets": row.outlets,
        "articles": len(row.documents),
        "grade": row.grade,
        "cautions": list(row.cautions),
        "tlp": marking,
    }
    return {"type": "Feature", "id": row.id, "geometry": geometry(row), "properties": properties}


def geometry(row: IncidentRow) -> dict[str, Any] | None:
    """A point for an exact or near place, a circle for an area, ``None`` where the place is unknown or only a country."""
    lat, lon, precision = row.where.lat, row.where.lon, row.where.precision
    if lat is None or lon is None or precision is None or precision == 6:
        return None
    if precision <= 2:
        return {"type": "Point", "coordinates": [round(lon, 4), round(lat, 4)]}
    rings = circle(lat, lon, row.where.radius_km or RADIUS_KM.get(precision, RADIUS_KM[5]))
    if len(rings) == 1:
        return {"type": "Polygon", "coordinates": [rings[0]]}
    return {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]}


def circle(lat: float, lon: float, radius_km: float) -> list[Ring]:
    """A circle on the ground as closed rings of [longitude, latitude], counter-clockwise, cut in two at the antimeridian.

    Example:
        >>> ring = circle(41.0, 44.0, 80.0)[0]
        >>> len(ring), ring[0] == ring[-1]
        (65, True)
        >>> len(circle(0.0, 179.9, 50.0))
        2
    """
    half = radius_km / KM_PER_DEGREE
    stretch = max(math.cos(math.radians(lat)), 0.01)
    ring = []
    for corner in range(CORNERS):
        angle = 2 * math.pi * corner / CORNERS
        north = max(-89.9, min(89.9, lat + half * math.sin(angle)))
        ring.append([lon + half / stretch * math.cos(angle), north])
    east, west = max(p[0] for p in ring), min(p[0] for p in ring)
    if east <= 180 and west >= -180:
        return [_closed(ring)]
    limit, shift = (180.0, -360.0) if east > 180 else (-180.0, 360.0)
    inside = _clipped(ring, limit, keep_west=limit > 0)
    beyond = [[x + shift, y] for x, y in _clipped(ring, limit, keep_west=limit < 0)]
    return [_closed(part) for part in (inside, beyond) if len(part) > 2]


def _closed(ring: Ring) -> Ring:
    rounded = [[round(x, 4), round(y, 4)] for x, y in ring]
    return [*rounded, rounded[0]]


def _clipped(ring: Ring, limit: float, *, keep_west: bool) -> Ring:
    """The part of a ring on one side of a meridian (Sutherland-Hodgman)."""

    def kept(point: list[float]) -> bool:
        return point[0] <= limit if keep_west else point[0] >= limit

    found: Ring = []
    for before, after in zip([ring[-1], *ring[:-1]], ring, strict=True):
        if kept(before) != kept(after):
            share = (limit - before[0]) / (after[0] - before[0])
            found.append([limit, before[1] + share * (after[1] - before[1])])
        if kept(after):
            found.append(after)
    return found
