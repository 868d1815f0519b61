from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from firsthand import promises
from firsthand.report import views
from ledger_by_hand import ledger

ROOT = Path(__file__).resolve().parents[2]
TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}
# The table of promised keys, typed in once more from the architecture so that a renamed field cannot pass unseen.
KEYS = {
    "DocumentRow": "id path publisher author agency headline published language comments coverage_derived",
    "Published": "earliest latest precision basis",
    "RejectedRow": "path reason",
    "Edge": "from to from_path to_path kind coverage score reasons",
    "FamilyRow": "root documents paths",
    "DriftRow": "document of path of_path original retold kind severity why",
    "QuoteRow": "document path start end text speaker direct chain",
    "Speaker": "id name description",
    "StatementRow": "id document path start end text property value low best high polarity factuality hedge chain incident",
    "IncidentRow": "id types state when where actors killed perpetrators_killed injured abducted cautions documents paths outlets origins statements",
    "Range": "low best high origins outlets set_by",
    "Where": "name admin1 country lat lon precision",
    "SeriesRow": "measure where earliest latest low best high speaker path text",
    "SourceRow": "id name names kind description reliability reliability_earned party_to_conflict head_count cautions statements",
    "FigureRow": "measure who where low best high unit factuality parts sum_holds speaker path text",
    "DisagreementRow": "incident property kind claims why",
    "WhatIf": "without incidents unchanged fallen",
    "Eval": "set split documents seconds scores",
}


def check(value: Any, schema: dict[str, Any], defs: dict[str, Any], where: str) -> None:
    """As much of JSON Schema as the generated files use."""
    if "$ref" in schema:
        schema = defs[schema["$ref"].rsplit("/", 1)[-1]]
    if "anyOf" in schema:
        plain = [s for s in schema["anyOf"] if "$ref" not in s and isinstance(value, TYPES[s["type"]])]
        fitting = plain or [s for s in schema["anyOf"] if "$ref" in s]
        assert fitting, where
        schema = defs[fitting[0]["$ref"].rsplit("/", 1)[-1]] if "$ref" in fitting[0] else fitting[0]
    if "type" in schema:
        assert isinstance(value, TYPES[schema["type"]]), f"{where}: {value!r}"
    for key in schema.get("required", ()):
        assert key in value, f"{where}.{key} is missing"
    for key, part in schema.get("properties", {}).items():
        check(value[key], part, defs, f"{where}.{key}")
    if isinstance(value, list) and isinstance(schema.get("items"), dict):
        for number, item in enumerate(value):
            check(item, schema["items"], defs, f"{where}[{number}]")


@pytest.mark.parametrize("name", [n for n in promises.DOCUMENTS if n not in promises.ANSWERS])
def test_what_is_printed_fits_the_published_schema(name: str) -> None:
    schema = json.loads((ROOT / "docs" / "schema" / f"{name}.json").read_text(encoding="utf-8"))
    check(json.loads(msgspec.json.encode(getattr(views, name)(ledger()))), schema, schema["$defs"], name)


def test_the_published_schemas_are_up_to_date() -> None:
    ran = subprocess.run(
        [sys.executable, ROOT / "scripts" / "schemas.py", "--check"], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, f"run scripts/schemas.py: {ran.stdout}{ran.stderr}"


@pytest.mark.parametrize("name", KEYS)
def test_no_promised_key_is_renamed(name: str) -> None:
    fields = {f.encode_name for f in msgspec.structs.fields(getattr(promises, name))}
    assert set(KEYS[name].split()) <= fields
