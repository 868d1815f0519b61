from __future__ import annotations

import csv
import io
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest

from firsthand.errors import InputError
from firsthand.model import Ledger, Release
from firsthand.report import EXPORTERS, export
from firsthand.report.columns import ACLED_COLUMNS, UCDP_COLUMNS, neutral
from firsthand.report.exchange import parse_jsonl, read_jsonl
from firsthand.report.geo import circle
from ledger_by_hand import ledger


def released(given: Ledger | None = None) -> Release:
    return Release(ledger=ledger() if given is None else given, public=False, marking="TLP:AMBER")


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("given", [ledger(), Ledger()], ids=["full", "empty"])
def test_jsonl_comes_back_exactly(given: Ledger, tmp_path: Path) -> None:
    text, _ = export("jsonl", released(given))
    file = tmp_path / "ledger.jsonl"
    file.write_text(text, encoding="utf-8", newline="")
    back = read_jsonl(file)
    assert back == given
    assert export("jsonl", released(back))[0] == text


def test_every_line_names_its_kind() -> None:
    kinds = [json.loads(line)["kind"] for line in export("jsonl", released())[0].splitlines()]
    assert kinds[0] == "ledger"
    assert {"document", "statement", "incident", "derivation", "drift", "date", "source_caution"} <= set(kinds)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"not json",
        b'{"kind":"ledger","record":{"format":"firsthand-ledger","version":99,"marking":"","public":false}}',
    ],
)
def test_a_damaged_export_is_refused_by_name(raw: bytes) -> None:
    with pytest.raises(InputError):
        parse_jsonl(raw)


def test_a_missing_export_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read_jsonl(tmp_path / "none.jsonl")


@pytest.mark.parametrize("name", sorted(EXPORTERS))
@pytest.mark.parametrize("given", [ledger(), Ledger()], ids=["full", "empty"])
def test_every_exporter_says_what_it_could_not_carry(name: str, given: Ledger) -> None:
    content, loss = export(name, released(given))
    assert isinstance(content, bytes) or content == "" or content.endswith("\n")
    assert loss
    assert export(name, released(given)) == (content, loss)


def test_csv_holds_the_range_and_leaves_the_unknown_empty() -> None:
    rows = {r["incident_id"]: r for r in table(export("csv", released())[0])}
    assert (rows["i-1"]["killed_low"], rows["i-1"]["killed_best"], rows["i-1"]["killed_high"]) == ("9", "11", "14")
    assert rows["i-1"]["independent_origins"] == "3"
    assert rows["i-2"]["killed_low"] == ""
    assert rows["i-2"]["independent_origins"] == ""


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "\r=1"])
def test_no_text_is_a_formula(cell: str) -> None:
    assert str(neutral(cell)).startswith("'")


def test_formulas_in_names_are_neutral_in_the_file() -> None:
    given = ledger()
    where = msgspec.structs.replace(given.incidents[0].where, name="=HYPERLINK(1)", lon=-44.5)
    incident = msgspec.structs.replace(given.incidents[0], where=where)
    row = table(export("csv", released(msgspec.structs.replace(given, incidents=(incident,))))[0])[0]
    assert row["place"] == "'=HYPERLINK(1)"
    assert row["longitude"] == "-44.5"


def test_acled_and_ucdp_have_their_columns_in_order() -> None:
    acled, ucdp = export("acled", released())[0], export("ucdp", released())[0]
    assert tuple(acled.splitlines()[0].split(",")) == ACLED_COLUMNS
    assert tuple(ucdp.splitlines()[0].split(",")) == UCDP_COLUMNS
    assert (len(ACLED_COLUMNS), len(UCDP_COLUMNS)) == (31, 49)
    assert [r["fatalities"] for r in table(acled)] == ["9"]
    row = table(ucdp)[0]
    assert (row["low"], row["best"], row["high"], row["number_of_sources"]) == ("9", "11", "14", "3")


def area(ring: list[list[float]]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def check_geometry(geometry: dict[str, Any] | None) -> None:
    """What RFC 7946 asks of the geometries we write."""
    if geometry is None:
        return
    if geometry["type"] == "Point":
        rings = [[geometry["coordinates"]]]
    else:
        polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
        rings = [ring for polygon in polygons for ring in polygon]
        for ring in rings:
            assert ring[0] == ring[-1]
            assert len(ring) >= 4
            assert area(ring) > 0, "outer rings run counter-clockwise"
    for ring in rings:
        for lon, lat in ring:
            assert -180 <= lon <= 180
            assert -90 <= lat <= 90


def test_geojson_draws_a_point_only_where_the_place_is_known() -> None:
    collection = json.loads(export("geojson", released())[0])
    assert collection["type"] == "FeatureCollection"
    assert "crs" not in collection
    features = {f["id"]: f for f in collection["features"]}
    assert features["i-1"]["geometry"] == {"type": "Point", "coordinates": [44.5, 41.25]}
    assert features["i-2"]["geometry"]["type"] == "Polygon"
    for feature in features.values():
        check_geometry(feature["geometry"])


@pytest.mark.parametrize(("lat", "lon"), [(0, 179.9), (0, -179.9), (70, 180), (-89, 10), (41, 44)])
def test_circles_are_valid_everywhere(lat: float, lon: float) -> None:
    rings = circle(lat, lon, 150.0)
    check_geometry({"type": "MultiPolygon", "coordinates": [[r] for r in rings]})
    assert len(rings) == (2 if abs(lon) > 170 else 1)


def test_an_unknown_place_and_a_country_have_no_geometry() -> None:
    given = ledger()
    nowhere = msgspec.structs.replace(given.incidents[0], where=None)
    country = msgspec.structs.replace(
        given.incidents[1], where=msgspec.structs.replace(given.incidents[1].where, precision=6)
    )
    found = json.loads(export("geojson", released(msgspec.structs.replace(given, incidents=(nowhere, country))))[0])
    assert [f["geometry"] for f in found["features"]] == [None, None]
