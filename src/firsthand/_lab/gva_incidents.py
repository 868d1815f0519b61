"""gva_incidents: reports of shootings -> which of them tell of one incident, and its facts. Runs `extract`, `link` and `reckon`.

The set labels whole reports, the ledger links what a report tells: a report is filed with the others of every incident that takes a fair
share of what it tells (a shooting and the arrest for it are two incidents of the ledger and one of the set).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from firsthand._lab import read_lines
from firsthand.config import Config
from firsthand.extract import extract
from firsthand.link import link
from firsthand.model import Assessment, Document, Extraction, Incident, Ledger, When
from firsthand.reckon import reckon

# Share of a report's statements that an incident has to take for the report to be filed with it. 0.15: the arrest in the last paragraph
# still counts, an old case in half a sentence does not (dev, read by annotators: CoNLL F1 86.9 at 0.15, 79.0 at 0.35).
SHARE = 0.15


def read_inputs(folder: Path, split: str) -> Iterator[dict[str, Any]]:
    """Reports: id, host, title, date of publication and text; no answers among the keys."""
    for row in read_lines(folder, f"{split}.docs.jsonl"):
        yield {key: row.get(key) for key in ("doc_id", "host", "title", "pub_date", "text")}


def predict(inputs: Iterable[dict[str, Any]], config: Config) -> Iterator[dict[str, Any]]:
    """One line per report with its group, then one per group with its facts."""
    documents, readings = [], []
    for row in inputs:
        day = (
            When(earliest=row["pub_date"], latest=row["pub_date"], precision="day", basis="stated")
            if row["pub_date"]
            else When()
        )
        document = Document(
            id=row["doc_id"], address=row["doc_id"], sha256="", text=row["text"], headline=row["title"], publisher=row["host"],
            published=day, language="en",
        )  # fmt: skip
        documents.append(document)
        readings.append(extract(document, published=day, config=config))
    ledger = _ledger(documents, readings, config)
    group = filed(ledger)
    for document in documents:
        yield {"doc_id": document.id, "incident": group[document.id]}
    yield from _facts(ledger, group, config)


def _ledger(documents: Sequence[Document], readings: Sequence[Extraction], config: Config) -> Ledger:
    ledger = Ledger(
        documents=tuple(documents),
        dates={d.id: d.published for d in documents},
        sources=tuple(s for r in readings for s in r.sources),
        statements=tuple(s for r in readings for s in r.statements),
    )
    found = link(ledger, config=config)
    return replace(ledger, incidents=found.incidents, sources=found.sources, source_of=found.source_of)


def filed(ledger: Ledger) -> dict[str, str]:
    """The group of each report, named by its first member."""
    document_of = {s.id: s.document for s in ledger.statements}
    parts = {i.id: Counter(document_of[s] for s in i.statements) for i in ledger.incidents}
    told: Counter[str] = Counter()
    for counted in parts.values():
        told.update(counted)
    root = {d.id: d.id for d in ledger.documents}

    def find(name: str) -> str:
        while root[name] != name:
            name = root[name]
        return name

    for _, counted in sorted(parts.items()):
        members = sorted(d for d, n in counted.items() if n >= SHARE * told[d])
        for member in members[1:]:
            one, other = sorted((find(members[0]), find(member)))
            root[other] = one
    return {d: find(d) for d in root}


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
    return [split, str(predictions)]
