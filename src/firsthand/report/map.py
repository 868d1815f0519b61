"""Maps as SVG over simplified country outlines that ship with the package: precision is drawn as an area, never as a false point."""

from __future__ import annotations

import functools
import gzip
import json
import math
from html import escape
from importlib import resources
from typing import NamedTuple

from firsthand.promises import IncidentRow
from firsthand.report.geo import KM_PER_DEGREE, RADIUS_KM
from firsthand.report.svg import LETTER, number, picture, text
from firsthand.report.words import placed, precision, titled
from firsthand.vocabulary import rows

Points = list[tuple[float, float]]
# Kilometres around a single place that its small map shows at least: enough to see the next border or coast in most countries.
AROUND_KM = 220.0
COUNTRY_SIZE, PLACE_SIZE = 10, 11.5
# The strip at the foot that belongs to the scale.
SCALE_HEIGHT = 34
# Names written on one map at most: with more, the picture is lettering and no map.
MOST_NAMES = 24


class Window(NamedTuple):
    """The part of the world that is drawn: degrees, and the picture's size in user units."""

    west: float
    south: float
    east: float
    north: float
    width: float
    height: float

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a place lies in the picture."""
        x = (lon - self.west) / (self.east - self.west) * self.width
        return x, (self.north - lat) / (self.north - self.south) * self.height

    def per_km(self) -> float:
        """User units in a kilometre north to south."""
        return self.height / ((self.north - self.south) * KM_PER_DEGREE)


@functools.cache
def _outlines() -> tuple[tuple[Points, tuple[float, float, float, float]], ...]:
    """Every outer ring of the base map with its bounds; none where the base map is not installed."""
    file = resources.files("firsthand").joinpath("_vocabulary", "world.geojson.gz")
    if not file.is_file():
        return ()
    found = []
    for feature in json.loads(gzip.decompress(file.read_bytes()))["features"]:
        shape = feature["geometry"]
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        for polygon in polygons:
            ring = [(float(x), float(y)) for x, y in polygon[0]]
            xs, ys = [p[0] for p in ring], [p[1] for p in ring]
            found.append((ring, (min(xs), min(ys), max(xs), max(ys))))
    return tuple(found)


def radius_km(row: IncidentRow) -> float:
    """The radius that is drawn around a place: what the ledger gives, else what its precision stands for; 0 for an exact place."""
    if row.where.precision is not None and row.where.precision <= 2:
        return row.where.radius_km or 0.0
    return row.where.radius_km or RADIUS_KM.get(row.where.precision or 5, RADIUS_KM[5])


def drawable(row: IncidentRow) -> bool:
    """Whether a place can be drawn: coordinates known, and better known than by its country alone."""
    return row.where.lat is not None and row.where.lon is not None and row.where.precision != 6


def window(places: list[IncidentRow], width: float, height: float, around_km: float = AROUND_KM) -> Window:
    """The window around these places with room for their areas."""
    lats = [(r.where.lat or 0.0, radius_km(r)) for r in places]
    middle = sum(lat for lat, _ in lats) / len(lats)
    stretch = max(math.cos(math.radians(middle)), 0.2)
    pad = around_km / KM_PER_DEGREE
    south = min(lat - km / KM_PER_DEGREE for lat, km in lats) - pad
    north = max(lat + km / KM_PER_DEGREE for lat, km in lats) + pad
    west = min((r.where.lon or 0.0) - radius_km(r) / KM_PER_DEGREE / stretch for r in places) - pad / stretch
    east = max((r.where.lon or 0.0) + radius_km(r) / KM_PER_DEGREE / stretch for r in places) + pad / stretch
    tall, wide = north - south, (east - west) * stretch
    if wide / tall < width / height:
        grow = (tall * width / height - wide) / stretch / 2
        west, east = west - grow, east + grow
    else:
        grow = (wide * height / width - tall) / 2
        south, north = south - grow, north + grow
    return Window(west, south, east, north, width, height)


def map_svg(incidents: list[IncidentRow], *, width: float = 720.0, height: float = 400.0, links: bool = True) -> str:
    """The incidents on a map; empty where none has a place that can be drawn."""
    shown = [r for r in incidents if drawable(r)]
    if not shown:
        return ""
    seen = window(shown, width, height)
    body = [
        f'<rect width="{number(width)}" height="{number(height)}" fill="var(--sea)"/>',
        _land(seen),
        _countries(seen),
    ]
    for row in sorted(shown, key=lambda r: -radius_km(r)):
        body.append(_mark(seen, row, links))
    body += [_names(seen, shown), _scale(seen)]
    label = "; ".join(f"{placed(r.where)}: {precision(r.where)}" for r in shown[:8])
    return picture(width, height, body, label=f"Map: {label}")


def _land(seen: Window) -> str:
    paths = []
    for ring, (west, south, east, north) in _outlines():
        if east < seen.west or west > seen.east or north < seen.south or south > seen.north:
            continue
        points = _cut(ring, seen)
        drawn: Points = []
        for lon, lat in points:
            point = seen.at(lon, lat)
            # Points closer than 0.7 units add bytes and no shape.
            if not drawn or abs(point[0] - drawn[-1][0]) + abs(point[1] - drawn[-1][1]) > 0.7:
                drawn.append(point)
        if len(drawn) > 2:
            paths.append("M" + "L".join(f"{number(x)} {number(y)}" for x, y in drawn) + "Z")
    return f'<path d="{"".join(paths)}" fill="var(--land)" stroke="var(--line)" stroke-width="0.8"/>' if paths else ""


def _countries(seen: Window) -> str:
    """Names of the countries whose middle lies in the window, in spaced capitals as on printed maps."""
    words = []
    for row in rows("countries.csv"):
        x, y = seen.at(float(row["lon"]), float(row["lat"])) if row["lon"] and row["lat"] else (-1.0, -1.0)
        wide = len(row["name"]) * COUNTRY_SIZE * 0.78
        if wide / 2 < x < seen.width - wide / 2 and COUNTRY_SIZE * 2 < y < seen.height - SCALE_HEIGHT:
            style = f'font-size="{COUNTRY_SIZE}" letter-spacing="1.2" class="soft mid" opacity="0.75"'
            words.append(f'<text x="{number(x)}" y="{number(y)}" {style}>{escape(row["name"].upper())}</text>')
    return "".join(words)


def _names(seen: Window, shown: list[IncidentRow]) -> str:
    """Names of the places beside their marks, each once, left out where they would run into one already written."""
    written: list[tuple[float, float, float]] = []
    words = []
    for row in shown:
        name = row.where.name or ""
        x, y = seen.at(row.where.lon or 0.0, row.where.lat or 0.0)
        wide = len(name) * PLACE_SIZE * LETTER
        left = x + 9 if x + 9 + wide < seen.width else x - 9 - wide
        near = any(abs(b - y) < PLACE_SIZE + 3 and left < a + w and a < left + wide for a, b, w in written)
        if name and not near and len(written) < MOST_NAMES:
            written.append((left, y, wide))
            words.append(text(left, y + 4, name, size=PLACE_SIZE))
    return "".join(words)


def _cut(ring: Points, seen: Window) -> Points:
    """A ring cut to a little more than the window (Sutherland-Hodgman, side by side), so that cut edges lie outside the picture."""
    edge = (seen.east - seen.west) * 0.02
    for axis, limit, keep_less in (
        (0, seen.west - edge, False),
        (0, seen.east + edge, True),
        (1, seen.south - edge, False),
        (1, seen.north + edge, True),
    ):
        if not ring:
            return []
        found: Points = []
        before = ring[-1]
        for after in ring:
            inside, was = (after[axis] <= limit) == keep_less, (before[axis] <= limit) == keep_less
            if inside != was:
                share = (limit - before[axis]) / (after[axis] - before[axis])
                found.append((before[0] + share * (after[0] - before[0]), before[1] + share * (after[1] - before[1])))
            if inside:
                found.append(after)
            before = after
        ring = found
    return ring


def _mark(seen: Window, row: IncidentRow, links: bool) -> str:
    x, y = seen.at(row.where.lon or 0.0, row.where.lat or 0.0)
    km = radius_km(row)
    area = km * seen.per_km()
    title = f"<title>{escape(titled(row))}: {escape(precision(row.where))}</title>"
    exact = row.where.precision is not None and row.where.precision <= 2
    parts = [title]
    if area > 5 or not exact:
        dashes = "" if exact else ' stroke-dasharray="4 3"'
        spot = f'cx="{number(x)}" cy="{number(y)}" r="{number(max(area, 6))}"'
        parts.append(f'<circle {spot} fill="var(--bad)" fill-opacity="0.16" stroke="var(--bad)"{dashes}/>')
    if exact:
        parts.append(
            f'<circle cx="{number(x)}" cy="{number(y)}" r="4.5" fill="var(--bad)" stroke="var(--paper)" stroke-width="1.2"/>'
        )
    drawn = f"<g>{''.join(parts)}</g>"
    return f'<a href="#{escape(row.id)}">{drawn}</a>' if links else drawn


def _scale(seen: Window) -> str:
    unit = seen.per_km()
    km = next((k for k in (1000, 500, 200, 100, 50, 20, 10) if k * unit <= seen.width * 0.3), 10)
    y, long = seen.height - 12, km * unit
    line = f'<path d="M12 {number(y - 4)} V{number(y)} H{number(12 + long)} V{number(y - 4)}" fill="none" stroke="var(--soft)"/>'
    return line + text(16, y - 5, f"{km} km", size=10.5, kind="soft")
