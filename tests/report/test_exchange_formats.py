"""The formats that leave the house, each read by its own validator or reader, over a ledger built by hand and over the example reports."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner

from cases_table import cases
from firsthand.cli import FORMATS, app
from firsthand.config import Config
from firsthand.errors import MissingExtra
from firsthand.model import Ledger, Release
from firsthand.release import release
from firsthand.report import EXPORTERS, as_bytes, export
from firsthand.report.columns import CSV_COLUMNS
from firsthand.report.exchange import parse_jsonl
from firsthand.report.naming import key_of, urn, uuid_of
from firsthand.report.parquet import NESTED, column_types
from firsthand.report.stix_object import EXTENSION, TLP
from firsthand.store import Workspace
from ledger_by_hand import ledger

PRIVATE = ("Hallam", "Jonas Kelt")
RELEASES = ("by hand", "by hand, public", "empty", "demo", "demo, public")


@pytest.fixture(scope="module")
def releases(demo: Workspace) -> dict[str, Release]:
    config, examples = Config(), demo.ledger()
    return {
        "by hand": Release(ledger=ledger(), public=False, marking="TLP:AMBER"),
        "by hand, public": release(ledger(), public=True, config=config),
        "empty": Release(ledger=Ledger(), public=False, marking="TLP:RED"),
        "demo": release(examples, public=False, config=config),
        "demo, public": release(examples, public=True, config=config),
    }


@pytest.fixture(params=RELEASES)
def one(request: pytest.FixtureRequest, releases: dict[str, Release]) -> Release:
    return releases[request.param]


def exported(name: str, released: Release) -> str:
    return as_bytes(export(name, released)[0]).decode("utf-8")


def stix_objects(released: Release) -> dict[str, dict[str, Any]]:
    return {o["id"]: o for o in json.loads(exported("stix", released))["objects"]}


def entities(released: Release) -> list[dict[str, Any]]:
    return [json.loads(line) for line in exported("ftm", released).splitlines()]


# ------------------------------------------------------------------------------------------------------- every format


@pytest.mark.parametrize("name", sorted(EXPORTERS))
def test_no_private_name_is_in_a_public_export(name: str, releases: dict[str, Release]) -> None:
    content = as_bytes(export(name, releases["by hand, public"])[0])
    if name == "parquet":
        pyarrow_parquet = pytest.importorskip("pyarrow.parquet")
        content = json.dumps(pyarrow_parquet.read_table(io.BytesIO(content)).to_pylist()).encode()
    assert not [private for private in PRIVATE if private.encode() in content]


@pytest.mark.parametrize("name", ["stix", "ftm", "prov", "ninjs"])
def test_the_formats_of_text_hold_no_null(name: str, one: Release) -> None:
    text = exported(name, one)
    assert ": null" not in text
    assert ":null" not in text


def test_jsonl_of_a_release_comes_back_exactly(one: Release) -> None:
    assert parse_jsonl(as_bytes(export("jsonl", one)[0])) == one.ledger


def test_a_masked_person_has_another_id_in_another_set_of_documents(releases: dict[str, Release]) -> None:
    masked = next(s for s in releases["by hand, public"].ledger.sources if (s.name or "").startswith("["))
    elsewhere = msgspec.structs.replace(masked, documents=("d-elsewhere",))
    assert masked.id == elsewhere.id
    assert key_of(masked) != key_of(elsewhere)


# ---------------------------------------------------------------------------------------------------------------- stix


def test_stix_passes_the_validator_and_every_reference_resolves(one: Release) -> None:
    validator = pytest.importorskip("stix2validator")
    options = validator.ValidationOptions(version="2.1", enforce_refs=True)
    found = validator.validate_string(exported("stix", one), options)
    results = found if isinstance(found, list) else [found]
    assert [str(error) for result in results for error in result.errors or ()] == []
    assert all(result.is_valid for result in results)


def test_stix_is_read_by_the_library_of_the_standard(releases: dict[str, Release]) -> None:
    stix2 = pytest.importorskip("stix2")
    text = exported("stix", releases["by hand"])
    bundle = stix2.parse(text, allow_custom=False)
    assert len(bundle.objects) == len(json.loads(text)["objects"])


def test_stix_keeps_the_range_and_says_nothing_of_what_is_unknown(releases: dict[str, Release]) -> None:
    incidents = {
        o["extensions"][EXTENSION]["ledger_id"]: o
        for o in stix_objects(releases["by hand"]).values()
        if o["type"] == "incident"
    }
    killed = next(c for c in incidents["i-1"]["extensions"][EXTENSION]["counts"] if c["measure"] == "killed")
    assert (killed["low"], killed["best"], killed["high"], killed["origins"]) == (9, 11, 14, 3)
    assert killed["low_refs"] == [f"note--{uuid_of('note', 's-m-killed')}"]
    assert incidents["i-1"]["confidence"] == 70
    assert "counts" not in incidents["i-2"]["extensions"][EXTENSION]
    assert "confidence" not in incidents["i-2"]


def test_stix_gives_lineage_disagreement_and_the_undated(releases: dict[str, Release]) -> None:
    objects = stix_objects(releases["by hand"])
    derived = [o for o in objects.values() if o.get("relationship_type") == "derived-from"]
    assert {(objects[o["source_ref"]]["name"], objects[o["target_ref"]]["name"]) for o in derived} == {
        ("Fourteen dead in blast at Sarovel market", "Car bomb kills at least 14 at <grain> market"),
        ("A mined car was blown up", "Car bomb kills at least 14 at <grain> market"),
    }
    (opinion,) = (o for o in objects.values() if o["type"] == "opinion")
    assert opinion["opinion"] == "neutral"
    assert {objects[ref]["content"] for ref in opinion["object_refs"]} == {
        "Eleven people died",
        "nine people were killed",
        "killing at least 14 people",
    }
    # The day of one retelling is inferred only: no report object, which would have to name a day.
    assert sorted(o["name"] for o in objects.values() if o["type"] == "grouping") == [
        "A mined car was blown up",
        "Ministry bulletin",
    ]


@pytest.mark.parametrize("label", sorted(TLP))
def test_stix_marks_every_object_with_the_official_marking(label: str) -> None:
    objects = stix_objects(Release(ledger=ledger(), public=False, marking=label))
    marking = TLP[label][0]
    assert objects[marking]["name"] == label
    unmarked = ("marking-definition", "extension-definition")
    marked = [o for o in objects.values() if o["type"] not in unmarked and o.get("name") != "firsthand"]
    assert marked
    assert all(o["object_marking_refs"] == [marking] for o in marked)


def test_stix_ids_stay_when_the_ledger_grows() -> None:
    whole = Release(ledger=ledger(), public=False, marking="TLP:AMBER")
    grown = msgspec.structs.replace(whole.ledger, judgements=(), doubtful=(), statements=whole.ledger.statements[:-1])
    less = set(stix_objects(msgspec.structs.replace(whole, ledger=grown)))
    assert less < set(stix_objects(whole))


# ----------------------------------------------------------------------------------------------------------------- ftm


def test_ftm_writes_only_properties_of_the_model(one: Release) -> None:
    table: dict[str, dict[str, dict[str, str]]] = {}
    for row in cases("ftm_properties.csv"):
        table.setdefault(row["schema"], {})[row["property"]] = row
    found = entities(one)
    ids = {e["id"] for e in found}
    assert len(ids) == len(found)
    for entity in found:
        known = table[entity["schema"]]
        assert set(entity["properties"]) <= set(known)
        assert {p for p, row in known.items() if row["required"] == "yes"} <= set(entity["properties"])
        for name, values in entity["properties"].items():
            assert values
            assert all(isinstance(value, str) and value for value in values)
            assert known[name]["type"] != "entity" or set(values) <= ids


def test_ftm_is_read_by_the_library_without_loss(one: Release) -> None:
    # Not among the development tools: it brings type stubs that clash with this project's. CI may install it beside them.
    followthemoney = pytest.importorskip("followthemoney", reason="followthemoney is not installed")
    for entity in entities(one):
        proxy = followthemoney.model.get_proxy(entity, cleaned=False)
        proxy.schema.validate(entity)
        read = {prop.name: sorted(proxy.get(prop)) for prop in proxy.iterprops()}
        assert read == {name: sorted(values) for name, values in entity["properties"].items()}


def test_ftm_tells_the_story(releases: dict[str, Release]) -> None:
    found = {e["id"]: e for e in entities(releases["by hand"])}
    event = found["firsthand-i-1"]["properties"]
    assert event["date"] == ["2024-03-04"]
    assert "killed: 9–14 (best 11)" in event["summary"][0]
    month = found["firsthand-i-2"]["properties"]
    assert month["date"] == ["2024-02"]
    assert "killed" not in month["summary"][0]
    link = found["firsthand-e-copy"]["properties"]
    assert (link["subject"], link["object"]) == (["firsthand-d-copy"], ["firsthand-d-wire"])
    assert "publishedAt" not in found["firsthand-d-retold"]["properties"]
    assert Counter(e["schema"] for e in found.values())["Documentation"] == 6


# ---------------------------------------------------------------------------------------------------------------- prov


def test_prov_is_read_as_linked_data_and_every_source_is_described(one: Release) -> None:
    rdflib = pytest.importorskip("rdflib")
    graph = rdflib.Graph().parse(data=exported("prov", one), format="json-ld")
    prov = rdflib.Namespace("http://www.w3.org/ns/prov#")
    rdf_type = rdflib.RDF.type
    typed = set(graph.subjects(rdf_type, None))
    for link in ("wasDerivedFrom", "wasAttributedTo", "wasGeneratedBy", "wasQuotedFrom", "wasAssociatedWith", "entity"):
        assert set(graph.objects(None, prov[link])) <= typed, link
    made = set(graph.subjects(prov.wasGeneratedBy, None))
    assert made <= set(graph.subjects(rdf_type, prov.Entity))
    assert len(set(graph.subjects(rdf_type, rdflib.URIRef("urn:firsthand:terms:Statement")))) == len(
        one.ledger.statements
    )


def test_prov_leads_from_a_range_to_the_words_and_their_document(releases: dict[str, Release]) -> None:
    rdflib = pytest.importorskip("rdflib")
    graph = rdflib.Graph().parse(data=exported("prov", releases["by hand"]), format="json-ld")
    rows = graph.query(
        """
        PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX fh: <urn:firsthand:terms:>
        SELECT ?high ?words ?document ?copy WHERE {
          ?tally fh:measure "killed" ; fh:high ?high ; fh:highSetBy ?claim .
          ?claim prov:value ?words ; prov:wasQuotedFrom ?document .
          ?copy prov:qualifiedDerivation [ prov:entity ?document ; fh:kind "verbatim" ] .
        }"""
    )
    assert [tuple(value.toPython() for value in row) for row in rows] == [
        (14, "killing at least 14 people", urn("d-wire"), urn("d-copy"))
    ]


# --------------------------------------------------------------------------------------------------------------- ninjs


def test_ninjs_has_only_keys_of_the_schema(one: Release) -> None:
    table: dict[str, dict[str, dict[str, str]]] = {}
    for row in cases("ninjs_keys.csv"):
        table.setdefault(row["in"], {})[row["key"]] = row
    kinds = {"string": str, "array": list, "object": dict, "integer": int}
    items = json.loads(exported("ninjs", one))
    assert [item["uri"] for item in items] == [urn(d.id) for d in one.ledger.documents]
    for item in items:
        nested = [
            (key, part) for key, value in item.items() for part in (value if isinstance(value, list) else [value])
        ]
        for where, part in [("item", item), *((key, part) for key, part in nested if isinstance(part, dict))]:
            for key, value in part.items():
                row = table[where][key]
                assert isinstance(value, kinds[row["type"]])
                assert not row["values"] or value in row["values"].split("|")


def test_ninjs_names_where_a_text_comes_from(releases: dict[str, Release]) -> None:
    items = {item["uri"]: item for item in json.loads(exported("ninjs", releases["by hand"]))}
    copy = items[urn("d-copy")]
    assert [(s["name"], s.get("uri")) for s in copy["infoSources"]] == [
        ("Northwire", None),
        ("Northwire", urn("d-wire")),
    ]
    assert [a["uri"] for a in copy["associations"]] == [urn("d-wire")]
    # A day is no time of day: it goes into words, and no hour is made up.
    assert "versionCreated" not in copy
    assert copy["edNote"] == "Published 2024-03-04."
    assert items[urn("d-retold")]["edNote"] == "Published 2024-03-04 (inferred)."


def test_ninjs_is_read_back_by_the_house() -> None:
    from firsthand.acquire.items import item
    from firsthand.acquire.tables import rows_of_json
    from firsthand.model import RawItem

    text = exported("ninjs", Release(ledger=ledger(), public=False, marking="TLP:AMBER"))
    rows = list(rows_of_json(item("items.json", "application/json", text.encode()), Config()))
    assert [r.fields["text"] for r in rows if isinstance(r, RawItem)] == [d.text for d in ledger().documents]


# -------------------------------------------------------------------------------------------------------- csv, parquet


def test_the_codebook_names_the_columns_of_the_csv() -> None:
    assert tuple(column_types()) == CSV_COLUMNS


def test_csv_loads_into_a_data_frame_with_the_types_of_the_codebook(one: Release) -> None:
    pandas = pytest.importorskip("pandas")
    kinds = {"text": "string", "whole number": "Int64", "decimal number": "Float64"}
    types = {column: kinds[kind] for column, kind in column_types().items()}
    frame = pandas.read_csv(io.StringIO(exported("csv", one)), dtype=types, keep_default_na=False, na_values=[""])
    assert len(frame) == len(one.ledger.incidents)
    assert {column: str(dtype) for column, dtype in frame.dtypes.items()} == {
        column: str(pandas.api.types.pandas_dtype(dtype)) for column, dtype in types.items()
    }
    unknown = {i.id for i in one.ledger.incidents} - {a.incident for a in one.ledger.assessments}
    for column in ("killed_low", "killed_best", "independent_origins"):
        assert frame[frame["incident_id"].isin(unknown)][column].isna().all()


def test_parquet_reads_back_with_types_nulls_and_nested_claims(releases: dict[str, Release]) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(io.BytesIO(as_bytes(export("parquet", releases["by hand"])[0])))
    assert table.column_names == [*CSV_COLUMNS, *NESTED]
    assert str(table.schema.field("killed_low").type) == "int64"
    assert table.schema.metadata[b"marking"] == b"TLP:AMBER"
    rows = {row["incident_id"]: row for row in table.to_pylist()}
    assert (rows["i-1"]["killed_low"], rows["i-1"]["killed_best"], rows["i-1"]["killed_high"]) == (9, 11, 14)
    assert (rows["i-2"]["killed_low"], rows["i-2"]["independent_origins"]) == (None, None)
    claims = {c["statement"]: c for c in rows["i-1"]["claims"]}
    assert (claims["s-w-killed"]["low"], claims["s-w-killed"]["high"]) == (14, None)
    assert [line["kind"] for line in rows["i-1"]["lineage"]] == ["verbatim", "translated"]


def test_parquet_of_any_release_has_one_row_an_incident(one: Release) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    content, _ = export("parquet", one)
    assert content[:4] == b"PAR1"
    assert parquet.read_table(io.BytesIO(as_bytes(content))).num_rows == len(one.ledger.incidents)


def test_parquet_without_its_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r"pip install 'firsthand\[parquet\]'"):
        export("parquet", Release(ledger=Ledger(), public=False, marking="TLP:AMBER"))


def test_ucdp_gives_no_inferred_date_for_a_day_of_issue(releases: dict[str, Release]) -> None:
    (row,) = csv.DictReader(io.StringIO(exported("ucdp", releases["by hand"])))
    days = dict(zip(row["source_headline"].split(";"), row["source_date"].split(";"), strict=True))
    assert days["A mined car was blown up"] == ""
    assert days["Statement on the explosion"] == "2024-03-06"


# ------------------------------------------------------------------------------------------------------------- geojson


def test_geojson_has_the_structure_of_the_standard(one: Release) -> None:
    collection = json.loads(exported("geojson", one))
    assert collection["type"] == "FeatureCollection"
    assert "crs" not in collection
    for feature in collection["features"]:
        shape = feature["geometry"]
        if shape is None:
            continue
        rings = {"Point": [], "Polygon": [shape["coordinates"]], "MultiPolygon": shape["coordinates"]}[shape["type"]]
        for ring in (ring for polygon in rings for ring in polygon):
            assert ring[0] == ring[-1]
            area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
            assert area > 0, "the outer ring runs counter-clockwise"
            assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in ring)


# -------------------------------------------------------------------------------------------------------- command line


@pytest.mark.parametrize("name", ["prov", "parquet"])
def test_the_command_line_writes_text_and_bytes_alike(name: str, demo: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "out"
    run = CliRunner().invoke(app, ["export", name, "--workspace", str(demo.folder), "--out", str(file)])
    shown = CliRunner().invoke(app, ["export", name, "--workspace", str(demo.folder)])
    assert (run.exit_code, shown.exit_code) == (0, 0)
    assert file.read_bytes() == shown.stdout_bytes
    assert f"{name} does not carry: " in run.stderr


def test_every_exporter_is_offered_by_the_command_line() -> None:
    assert tuple(EXPORTERS) == FORMATS
