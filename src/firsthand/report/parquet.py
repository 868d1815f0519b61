"""Incidents as one Parquet table: the columns of the CSV with their types, and nested tables of counts, claims, disagreements and lineage.

Needs pyarrow (the extra ``firsthand[parquet]``). The same release and the same pyarrow give the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from firsthand.errors import MissingExtra
from firsthand.model import Incident, Release
from firsthand.report.columns import csv_row, incident_rows
from firsthand.report.incidents import value_of
from firsthand.report.index import Index
from firsthand.vocabulary import rows

if TYPE_CHECKING:
    import pyarrow as pa

# Nested tables: column, then the fields of its rows with their types.
NESTED: dict[str, dict[str, str]] = {
    "counts": {
        **dict.fromkeys(("measure", "codebook"), "text"),
        **dict.fromkeys(("low", "best", "high", "origins", "outlets"), "whole number"),
    },
    "claims": {
        **dict.fromkeys(("statement", "document", "path", "text", "property", "value", "polarity"), "text"),
        **dict.fromkeys(("factuality", "hedge", "speaker"), "text"),
        **dict.fromkeys(("start", "end", "low", "best", "high"), "whole number"),
    },
    "disputes": dict.fromkeys(("property", "kind", "why"), "text"),
    "lineage": {
        **dict.fromkeys(("document", "of", "kind"), "text"),
        **dict.fromkeys(("coverage", "score"), "decimal number"),
    },
}


def column_types() -> dict[str, str]:
    """The columns of the incident table and their types ("text", "whole number", "decimal number"), from `incident_columns.csv`.

    Example:
        >>> column_types()["killed_low"]
        'whole number'
    """
    return {row["column"]: row["type"] for row in rows("incident_columns.csv")}


def parquet(released: Release) -> tuple[bytes, tuple[str, ...]]:
    """One row for each incident, by date then id; unknown is null.

    Returns:
        The bytes of the file, and what the format could not carry.

    Raises:
        MissingExtra: pyarrow is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet as writer
    except ImportError as error:
        raise MissingExtra("Parquet files need pyarrow", next_step="pip install 'firsthand[parquet]'") from error
    index, found = incident_rows(released)
    lines = [
        {**_typed(csv_row(index, row, released.marking)), **_nested(index, index.incidents[row.id])} for row in found
    ]
    schema = _schema(pyarrow, released)
    table = pyarrow.Table.from_pylist(lines, schema=schema)
    sink = pyarrow.BufferOutputStream()
    writer.write_table(table, sink, compression="snappy", version="2.6")
    return sink.getvalue().to_pybytes(), (
        "statements that belong to no incident, quotes, drift, figures and series",
        "documents without an incident; full texts; sources as records (claims name the deepest speaker)",
        "reasons of lineage and grades; who set each bound; judgements",
    )


def _schema(pyarrow: Any, released: Release) -> pa.Schema:
    kinds = {"text": pyarrow.string(), "whole number": pyarrow.int64(), "decimal number": pyarrow.float64()}
    fields = [(name, kinds[kind]) for name, kind in column_types().items()]
    for name, parts in NESTED.items():
        fields.append((name, pyarrow.list_(pyarrow.struct([(part, kinds[kind]) for part, kind in parts.items()]))))
    told = {"marking": released.marking, "public": str(released.public).lower(), "made_by": "firsthand"}
    return pyarrow.schema(fields, metadata=told)


def _typed(cells: dict[str, object]) -> dict[str, object]:
    """The cells of a row of the CSV, where an empty text means that nothing is known."""
    return {name: None if cells.get(name) == "" else cells.get(name) for name in column_types()}


def _nested(index: Index, incident: Incident) -> dict[str, list[dict[str, object]]]:
    assessment = index.assessments.get(incident.id)
    return {
        "counts": [
            {
                **{k: getattr(t, k) for k in ("measure", "codebook", "low", "best", "high")},
                "origins": len(t.origins),
                "outlets": len(t.outlets),
            }
            for t in (assessment.tallies if assessment else ())
        ],
        "claims": [_claim(index, s) for s in incident.statements if s in index.statements],
        "disputes": [
            {"property": d.property, "kind": d.kind, "why": d.why} for d in index.disagreements_of.get(incident.id, ())
        ],
        "lineage": [
            {k: getattr(d, k) for k in NESTED["lineage"]}
            for document in sorted(set(incident.documents))
            for d in index.derived_from.get(document, ())
        ],
    }


def _claim(index: Index, statement: str) -> dict[str, object]:
    s = index.statements[statement]
    numbers = {k: getattr(s.estimate, k) if s.estimate else None for k in ("low", "best", "high")}
    return {
        "statement": s.id,
        "path": index.path(s.document),
        "value": value_of(s),
        "speaker": index.name(s.chain[-1]) if s.chain else index.outlet(s.document),
        **{
            k: getattr(s, k)
            for k in ("document", "text", "property", "polarity", "factuality", "hedge", "start", "end")
        },
        **numbers,
    }
