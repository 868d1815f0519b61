"""gva_incidents: reports of shootings -> which of them tell of one incident, and its facts. Runs `extract`, `link` and `reckon`.

The set labels whole reports, the ledger links what a report tells: reports are filed by what each is about, every
pair by the weights that link incidents, groups by the mean over their pairs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from firsthand._lab import read_lines
from firsthand.config import Config
from firsthand.extract import extract
from firsthand.link import link
from firsthand.link.compare import compare
from firsthand.link.filing import file_reports
from firsthand.link.reports import pairs, subjects
from firsthand.model import Assessment, Document, Extraction, Incident, Ledger, When
from firsthand.reckon import reckon

# Reports handed to a process at a time: enough that handing over costs nothing beside reading.
CHUNK = 16


def read_inputs(folder: Path, split: str) -> Iterator[dict[str, Any]]:
    """Reports: id, host, title, date of publication and text; no answers among the keys."""
    for row in read_lines(folder, f"{split}.docs.jsonl"):
        yield {key: row.get(key) for key in ("doc_id", "host", "title", "pub_date", "text")}


def predict(inputs: Iterable[dict[str, Any]], config: Config) -> Iterator[dict[str, Any]]:
    """One line per report with its group, then one per group with its facts."""
    rows = list(inputs)
    ledger = ledger_of(rows, readings(rows, config))
    found = link(ledger, config=config)
    ledger = replace(ledger, incidents=found.incidents, sources=found.sources, source_of=found.source_of)
    group = filed(ledger)
    for document in ledger.documents:
        yield {"doc_id": document.id, "incident": group[document.id]}
    yield from _facts(ledger, group, config)


def readings(rows: Sequence[Mapping[str, Any]], config: Config) -> list[Extraction]:
    """What is read out of each report; on `config.workers` processes where there are several, in the order of the reports."""
    documents = [_document(row) for row in rows]
    read = partial(_read, config=config)
    if config.workers < 2 or len(documents) < CHUNK:
        return [read(d) for d in documents]
    with ProcessPoolExecutor(config.workers) as pool:
        return list(pool.map(read, documents, chunksize=CHUNK))


def _read(document: Document, config: Config) -> Extraction:
    return extract(document, published=document.published, config=config)


def _document(row: Mapping[str, Any]) -> Document:
    day = row["pub_date"]
    published = When(earliest=day, latest=day, precision="day", basis="stated") if day else When()
    return Document(
        id=row["doc_id"], address=row["doc_id"], sha256="", text=row["text"], headline=row["title"], publisher=row["host"],
        published=published, language="en",
    )  # fmt: skip


def ledger_of(rows: Sequence[Mapping[str, Any]], read: Sequence[Extraction]) -> Ledger:
    """The reports and what was read out of them, as a ledger."""
    documents = tuple(_document(row) for row in rows)
    return Ledger(
        documents=documents,
        dates={d.id: d.published for d in documents},
        sources=tuple(s for r in read for s in r.sources),
        statements=tuple(s for r in read for s in r.statements),
    )


def filed(ledger: Ledger) -> dict[str, str]:
    """The group of each report, named by its first member: the reports that are about one incident."""
    about, known = subjects(ledger)
    scores = {}
    for left, right in pairs(about, known):
        one, other = sorted((left.document, right.document))
        scores[one, other] = compare(left, right, known).score
    return file_reports((s.document for s in about), scores)


def _facts(ledger: Ledger, group: Mapping[str, str], config: Config) -> Iterator[dict[str, Any]]:
    """Date, state, town, killed and injured of each group: those of the incident that most of its statements tell of."""
    assessed = {a.incident: a for a in reckon(ledger, config=config).assessments}
    main: dict[str, list[Incident]] = defaultdict(list)
    for incident in ledger.incidents:
        for label in {group[d] for d in incident.documents}:
            main[label].append(incident)
    for label, incidents in sorted(main.items()):
        best = max(incidents, key=lambda i: (len(i.documents), len(i.statements), i.id))
        day = best.when.earliest if best.when.precision == "day" else best.when.latest
        line: dict[str, Any] = {"incident": label, "date": (day or "")[:10]}
        if best.where is not None:
            line |= {"state": best.where.admin1, "city": best.where.name}
        yield {**line, **_counts(assessed[best.id])}


def _counts(assessment: Assessment) -> dict[str, int]:
    """The set counts perpetrators among the killed and the injured, and knows no unknown: what nobody tells is zero."""
    best: dict[str, int] = {t.measure: t.best if t.best is not None else t.low or 0 for t in assessment.tallies}
    return {what: best.get(what, 0) + best.get(f"perpetrators_{what}", 0) for what in ("killed", "injured")}


def score_args(folder: Path, split: str, predictions: Path) -> list[str]:
    """What the set's scorer is called with."""
    return [split, str(predictions), "--json"]
