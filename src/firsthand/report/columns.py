"""Incidents as rows of a table: our own columns, and the columns of ACLED and of UCDP GED, as far as a ledger can fill them.

Column names and order: ACLED's event export of 2025 (31 columns) and UCDP GED 23.1 (49 columns). An unknown value is an empty cell.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

from firsthand.model import Release
from firsthand.promises import IncidentRow, Range
from firsthand.report.incidents import incident_row
from firsthand.report.index import Index
from firsthand.report.naming import date_prefix
from firsthand.report.words import counted, standing

CSV_COLUMNS: tuple[str, ...] = (
    *(
        "incident_id",
        "type",
        "type_names",
        "acled_event_type",
        "acled_sub_event_type",
        "ucdp_type_of_violence",
        "state",
    ),
    *(
        "date_earliest",
        "date_latest",
        "date_precision",
        "place",
        "admin1",
        "country",
        "latitude",
        "longitude",
        "where_prec",
        "radius_km",
    ),
    *("perpetrators", "victims_or_targets", "killed_low", "killed_best", "killed_high", "perpetrators_killed_low"),
    *("perpetrators_killed_best", "perpetrators_killed_high", "injured_low", "injured_best", "injured_high"),
    *("abducted_low", "abducted_best", "abducted_high", "articles", "outlets", "independent_origins", "credibility"),
    *("cautions", "disagreements", "documents", "codebook", "marking"),
)
ACLED_COLUMNS: tuple[str, ...] = (
    *(
        "event_id_cnty",
        "event_date",
        "year",
        "time_precision",
        "disorder_type",
        "event_type",
        "sub_event_type",
        "actor1",
    ),
    *(
        "assoc_actor_1",
        "inter1",
        "actor2",
        "assoc_actor_2",
        "inter2",
        "interaction",
        "civilian_targeting",
        "iso",
        "region",
    ),
    *(
        "country",
        "admin1",
        "admin2",
        "admin3",
        "location",
        "latitude",
        "longitude",
        "geo_precision",
        "source",
        "source_scale",
    ),
    *("notes", "fatalities", "tags", "timestamp"),
)
UCDP_COLUMNS: tuple[str, ...] = (
    *("id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id"),
    *("conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a"),
    *(
        "side_b_dset_id",
        "side_b_new_id",
        "side_b",
        "number_of_sources",
        "source_article",
        "source_office",
        "source_date",
    ),
    *("source_headline", "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2"),
    *(
        "latitude",
        "longitude",
        "geom_wkt",
        "priogrid_gid",
        "country",
        "country_id",
        "region",
        "event_clarity",
        "date_prec",
    ),
    *(
        "date_start",
        "date_end",
        "deaths_a",
        "deaths_b",
        "deaths_civilians",
        "deaths_unknown",
        "best",
        "high",
        "low",
        "gwnoa",
        "gwnob",
    ),
)
_DISORDER = {
    "Protests": "Demonstrations",
    "Riots": "Demonstrations",
    "Strategic developments": "Strategic developments",
}
_ACLED_TIME = {"time": 1, "day": 1, "week": 2, "range": 2, "month": 3}
_UCDP_TIME = {"time": 1, "day": 1, "range": 2, "week": 3, "month": 4, "year": 5}
# UCDP's where_prec to ACLED's geo_precision; a place known only by country (6) has none and is not exported there.
_ACLED_PLACE = {1: 1, 2: 2, 3: 2, 4: 3, 5: 3, 7: 3}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def neutral(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula: a text that begins with = + - @ or a tab gets an apostrophe before it.

    Example:
        >>> neutral("=cmd()"), neutral(-3.5), neutral("plain"), neutral(None)
        ("'=cmd()", -3.5, 'plain', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA):
        return f"'{cell}"
    return cell


def table(columns: tuple[str, ...], rows: Iterable[Mapping[str, object]]) -> str:
    """Rows as comma-separated text with a header line; absent cells are empty, formulas neutralised."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([neutral(row.get(column)) for column in columns])
    return text.getvalue()


def incident_rows(released: Release) -> tuple[Index, tuple[IncidentRow, ...]]:
    """The index of a release and its incidents, by date then id."""
    index = Index(released.ledger)
    rows = [incident_row(index, i) for i in released.ledger.incidents]
    return index, tuple(sorted(rows, key=lambda r: (r.when.earliest is None, r.when.earliest or "", r.id)))


def incidents_csv(released: Release) -> tuple[str, tuple[str, ...]]:
    """One row for each incident, with ranges, origins, cautions and disagreements."""
    index, rows = incident_rows(released)
    text = table(CSV_COLUMNS, (csv_row(index, row, released.marking) for row in rows))
    return text, (
        "statements, quotes and the words they rest on (only document names are given)",
        "lineage, drift, series and figures",
        "who set each bound",
    )


def _named(row: IncidentRow, *roles: str) -> str:
    return "; ".join(dict.fromkeys(a.name for a in row.actors if a.role in roles))


def _disputes(index: Index, incident: str) -> list[str]:
    return [f"{d.property}: {d.kind}" for d in index.disagreements_of.get(incident, ())]


def csv_row(index: Index, row: IncidentRow, marking: str) -> dict[str, object]:
    """One incident under the names of `CSV_COLUMNS`; unknown is ``None``, several values are one text with semicolons."""
    killed = index.tally(row.id, "killed")
    cells: dict[str, object] = {
        "incident_id": row.id,
        "type": "; ".join(row.types.codes),
        "type_names": "; ".join(row.types.names),
        "acled_event_type": row.types.acled_event,
        "acled_sub_event_type": row.types.acled_sub_event,
        "ucdp_type_of_violence": row.types.ucdp,
        "state": row.state,
        "date_earliest": row.when.earliest,
        "date_latest": row.when.latest,
        "date_precision": row.when.precision,
        "place": row.where.name,
        "admin1": row.where.admin1,
        "country": row.where.country,
        "latitude": row.where.lat,
        "longitude": row.where.lon,
        "where_prec": row.where.precision,
        "radius_km": row.where.radius_km,
        "perpetrators": _named(row, "perpetrator", "claimant"),
        "victims_or_targets": _named(row, "victim", "target"),
        "articles": len(row.documents),
        "outlets": row.outlets,
        "independent_origins": row.origins,
        "credibility": row.grade,
        "cautions": "; ".join(row.cautions),
        "disagreements": "; ".join(_disputes(index, row.id)),
        "documents": "; ".join(row.paths),
        "codebook": killed.codebook if killed else None,
        "marking": marking,
    }
    for measure in ("killed", "perpetrators_killed", "injured", "abducted"):
        found: Range = getattr(row, measure)
        cells |= {f"{measure}_low": found.low, f"{measure}_best": found.best, f"{measure}_high": found.high}
    return cells


def acled_csv(released: Release) -> tuple[str, tuple[str, ...]]:
    """Incidents in ACLED's columns. Fatalities are the smallest supported figure; range, dispute and origins go to the notes."""
    index, rows = incident_rows(released)
    fitting = [r for r in rows if _fits_acled(r)]
    loss = [
        f"{len(rows) - len(fitting)} of {len(rows)} incidents (no ACLED type, no place within a country, no month, or not carried out)",
        "ranges, injured and abducted (put in notes as words)",
        "who said what; ACLED's own ids, regions, interaction codes and assessment of actors (empty cells)",
    ]
    return table(ACLED_COLUMNS, (_acled_row(index, r) for r in fitting)), tuple(loss)


def _fits_acled(row: IncidentRow) -> bool:
    return bool(
        row.state in ("occurred", "attempted", "thwarted")
        and row.types.acled_event
        and row.when.earliest
        and row.when.precision in _ACLED_TIME
        and row.where.country
        and row.where.precision in _ACLED_PLACE
    )


def _acled_row(index: Index, row: IncidentRow) -> dict[str, object]:
    first, last = (row.when.earliest or "")[:10], (row.when.latest or row.when.earliest or "")[:10]
    day = f"{first[:7]}-15" if row.when.precision == "month" else first
    civilians = any(a.role == "victim" and "civilian" in a.name.lower() for a in row.actors)
    notes = [
        f"Between {first} and {last}" if first != last else f"On {first}",
        f"in {row.where.name or row.where.admin1} ({row.where.admin1 or row.where.country}):",
        f"{row.types.names[0] if row.types.names else 'incident'}.",
        f"Killed {counted(row.killed)}, injured {counted(row.injured)}; {standing(row)}.",
        *(f"Disputed: {words}." for words in _disputes(index, row.id)),
    ]
    event = row.types.acled_event or ""
    fatal = row.killed
    return {
        "event_id_cnty": row.id,
        "event_date": day,
        "year": day[:4],
        "time_precision": _ACLED_TIME[row.when.precision],
        "disorder_type": _DISORDER.get(event, "Political violence"),
        "event_type": event,
        "sub_event_type": row.types.acled_sub_event,
        "actor1": _named(row, "perpetrator", "claimant") or f"Unidentified Armed Group ({row.where.country})",
        "actor2": _named(row, "victim", "target"),
        "civilian_targeting": "Civilian targeting" if civilians else "",
        "country": row.where.country,
        "admin1": row.where.admin1,
        "location": row.where.name,
        "latitude": row.where.lat,
        "longitude": row.where.lon,
        "geo_precision": _ACLED_PLACE.get(row.where.precision or 0),
        "source": "; ".join(index.outlets(row.documents)),
        "notes": " ".join(notes),
        "fatalities": _lowest(fatal),
    }


def _lowest(found: Range) -> int | None:
    return next((n for n in (found.low, found.best) if n is not None), None)


def ucdp_csv(released: Release) -> tuple[str, tuple[str, ...]]:
    """Fatal incidents in the columns of UCDP GED. `number_of_sources` is the number of independent origins, not of reports."""
    index, rows = incident_rows(released)
    fatal = [r for r in rows if r.when.earliest and any(n for n in (r.killed.low, r.killed.best, r.killed.high))]
    loss = (
        f"{len(rows) - len(fatal)} of {len(rows)} incidents (no death reported, or no date)",
        "conflict, dyad and side ids, priogrid cells, Gleditsch-Ward numbers (empty cells: they are UCDP's to give)",
        "number_of_sources holds independent origins; UCDP counts reports consulted",
        "deaths by side (only the whole is kept); injured and abducted",
    )
    return table(UCDP_COLUMNS, (_ucdp_row(index, r) for r in fatal)), loss


def _day_of_issue(index: Index, document: str) -> str:
    when = index.date(document)
    return "" if when.basis == "inferred" else date_prefix(when) or ""


def _ucdp_row(index: Index, row: IncidentRow) -> dict[str, object]:
    documents = [index.documents[d] for d in row.documents if d in index.documents]
    assessment = index.assessments.get(row.id)
    speakers = [index.name(o.speaker) or "" for o in assessment.origins] if assessment else []
    point = f"POINT ({row.where.lon} {row.where.lat})" if row.where.lat is not None else None
    return {
        "id": row.id,
        "year": (row.when.earliest or "")[:4],
        "code_status": "Not vetted",
        "type_of_violence": row.types.ucdp,
        "side_a": _named(row, "perpetrator", "claimant"),
        "side_b": "Civilians" if row.types.ucdp == "3" else _named(row, "victim", "target"),
        "number_of_sources": row.origins if row.origins is not None else -1,
        "source_article": "; ".join(f"{d.publisher or d.address}, {d.headline or 'no headline'}" for d in documents),
        "source_office": ";".join(d.publisher or "" for d in documents),
        "source_date": ";".join(_day_of_issue(index, d.id) for d in documents),
        "source_headline": ";".join(d.headline or "" for d in documents),
        "source_original": ";".join(dict.fromkeys(s for s in speakers if s)),
        "where_prec": row.where.precision,
        "where_coordinates": row.where.name,
        "where_description": row.where.words,
        "adm_1": row.where.admin1,
        "latitude": row.where.lat,
        "longitude": row.where.lon,
        "geom_wkt": point,
        "country": row.where.country,
        "event_clarity": 1,
        "date_prec": _UCDP_TIME.get(row.when.precision),
        "date_start": f"{(row.when.earliest or '')[:10]} 00:00:00.000",
        "date_end": f"{(row.when.latest or row.when.earliest or '')[:10]} 00:00:00.000",
        "best": row.killed.best,
        "high": row.killed.high,
        "low": row.killed.low,
        "deaths_unknown": row.killed.best,
    }
