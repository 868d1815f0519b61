"""The workspace: `ledger.sqlite` and the raw bytes by hash. One writer, many readers; a kill at any moment loses nothing.

Every public method is one transaction. Statements, judgements and the audit are append-only (the database refuses anything else);
derived tables are replaced as a whole together with the fingerprint of what they were made from, so a stage that has nothing new
to do is skipped and one that was cut short is done again from the start.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from firsthand.database import FILE, Transaction, execute, open_engine
from firsthand.errors import StoreError
from firsthand.model import (
    Assessment,
    Collation,
    Derivation,
    Disagreement,
    Document,
    Drift,
    Extraction,
    Family,
    Grade,
    Incident,
    Judgement,
    Ledger,
    Link,
    RawItem,
    Rejected,
    Source,
    Statement,
    Virtual,
    When,
    make_id,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_DERIVED: dict[str, Any] = {
    "derivations": Derivation, "drifts": Drift, "virtuals": Virtual, "families": Family, "dates": When, "incidents": Incident,
    "sources": Source, "source_of": str, "doubtful": Link, "assessments": Assessment, "disagreements": Disagreement, "grades": Grade,
    "source_cautions": tuple[str, ...],
}  # fmt: skip


class Hit(NamedTuple):
    """One find of the full-text search: what kind of record, its id, and the words around the find."""

    kind: str
    id: str
    snippet: str


def _json(value: object) -> str:
    return msgspec.json.encode(value, order="deterministic").decode()


def _read(body: str, kind: Any) -> Any:
    return msgspec.json.decode(body, type=kind)


class Workspace:
    """An open workspace. Make one with `open_workspace`.

    Raises (all methods):
        StoreError: the database cannot be read or written (disk full, damaged, locked for longer than 30 s).
    """

    def __init__(self, folder: Path, engine: Engine) -> None:
        self.folder = folder
        self._engine = engine
        # What every input passes before a byte of it is kept (see `upkeep.Screener`); `None` keeps it as it came.
        self.screen: Callable[[RawItem | Rejected], RawItem | Rejected] | None = None

    def close(self) -> None:
        """Closes every connection; the files may then be moved or copied."""
        self._engine.dispose()

    def copy_to(self, file: Path) -> None:
        """Writes one consistent copy of the database into a new file, whoever reads or writes meanwhile."""
        with self._engine.connect() as connection:
            # A connection that was just opened has its driver's; only a detached one has none.
            connection.connection.driver_connection.execute("VACUUM INTO ?", (str(file),))  # type: ignore[union-attr]

    # ------------------------------------------------------------------------------------------------------- raw items

    def known_inputs(self) -> dict[str, str | None]:
        """Address -> id of the raw item last seen there (``None`` where it was rejected before it could be read)."""
        return dict(self._rows("SELECT address, raw FROM inputs"))

    def put_inputs(self, items: Sequence[RawItem | Rejected]) -> None:
        """Keeps bytes and hash of each item; a rejected one keeps its reason. Bytes reach the disk before the row that names them."""
        if self.screen:
            items = [self.screen(item) for item in items]
        for item in items:
            if isinstance(item, RawItem):
                self._keep_bytes(item)
        with self._write() as connection:
            for item in items:
                if isinstance(item, RawItem):
                    values = {
                        "id": item.id, "address": item.address, "sha256": item.sha256, "size": len(item.data),
                        "body": _json(msgspec.structs.replace(item, data=b"")),
                    }  # fmt: skip
                    execute(
                        connection,
                        "INSERT OR IGNORE INTO raw_items (id, address, sha256, size, body) VALUES (:id, :address, :sha256, :size, :body)",
                        values,
                    )
                    execute(
                        connection,
                        "INSERT OR REPLACE INTO inputs (address, raw, rejected) VALUES (:address, :id, NULL)",
                        values,
                    )
                else:
                    execute(
                        connection,
                        "INSERT OR REPLACE INTO inputs (address, raw, rejected) VALUES (:address, NULL, :body)",
                        {"address": item.address, "body": _json(item)},
                    )

    def raw_count(self) -> int:
        """How many raw items the workspace keeps, cleaned or not."""
        return int(self._rows("SELECT count(*) FROM raw_items")[0][0])

    def to_clean(self, fingerprint: str) -> list[str]:
        """Ids of raw items that were not yet cleaned by the rules named by `fingerprint`, sorted."""
        found = self._rows(
            "SELECT id FROM raw_items WHERE fingerprint IS NULL OR fingerprint != :f ORDER BY id", f=fingerprint
        )
        return [row[0] for row in found]

    def raw(self, raw_id: str) -> RawItem:
        """One raw item with its bytes.

        Raises:
            StoreError: its bytes are gone or no longer match their hash.
        """
        import hashlib

        rows = self._rows("SELECT body FROM raw_items WHERE id = :id", id=raw_id)
        if not rows:
            raise StoreError(f"no raw item {raw_id}", where=str(self.folder))
        item: RawItem = _read(rows[0][0], RawItem)
        path = self._raw_path(item.sha256)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise StoreError(
                "the bytes of an input are gone", where=item.address, next_step="run again over the original file"
            ) from error
        if hashlib.sha256(data).hexdigest() != item.sha256:
            raise StoreError(
                "the bytes of an input were changed after they were kept",
                where=str(path),
                next_step="restore the workspace from a copy",
            )
        return msgspec.structs.replace(item, data=data)

    def put_cleaned(self, cleaned: Sequence[tuple[str, Document | Rejected]], fingerprint: str) -> None:
        """Keeps what came of raw items: (raw id, document or rejection)."""
        with self._write() as connection:
            for raw_id, result in cleaned:
                document = result.id if isinstance(result, Document) else None
                rejected = _json(result) if isinstance(result, Rejected) else None
                execute(
                    connection,
                    "UPDATE raw_items SET fingerprint = :f, document = :document, rejected = :rejected WHERE id = :id",
                    {"f": fingerprint, "document": document, "rejected": rejected, "id": raw_id},
                )
                if isinstance(result, Document):
                    _put_document(connection, result)

    # ------------------------------------------------------------------------------------------------------- documents

    def documents(self) -> tuple[Document, ...]:
        """Every document in force, sorted by id."""
        query = "SELECT body FROM documents WHERE id IN (SELECT document FROM raw_items WHERE document IS NOT NULL) ORDER BY id"
        return tuple(_read(row[0], Document) for row in self._rows(query))

    def rejected(self) -> tuple[Rejected, ...]:
        """Every input set aside, sorted by address."""
        query = (
            "SELECT address, rejected FROM inputs WHERE rejected IS NOT NULL UNION ALL "
            "SELECT i.address, r.rejected FROM inputs i JOIN raw_items r ON r.id = i.raw WHERE r.rejected IS NOT NULL ORDER BY 1"
        )
        return tuple(_read(row[1], Rejected) for row in self._rows(query))

    def readings(self) -> dict[str, str]:
        """Document id -> fingerprint of the rules and date it was read with."""
        return dict(self._rows("SELECT document, fingerprint FROM readings"))

    def put_readings(self, extractions: Sequence[tuple[Extraction, str]]) -> None:
        """Keeps what was read out of documents; statements are only ever added."""
        with self._write() as connection:
            for extraction, fingerprint in extractions:
                for statement in extraction.statements:
                    _put_statement(connection, statement)
                execute(
                    connection,
                    "INSERT OR REPLACE INTO readings (document, fingerprint, statements, body) VALUES (:document, :f, :statements, :body)",
                    {
                        "document": extraction.document, "f": fingerprint,
                        "statements": _json([_key(s) for s in extraction.statements]),
                        "body": _json(msgspec.structs.replace(extraction, statements=())),
                    },
                )  # fmt: skip

    # --------------------------------------------------------------------------------------------------------- derived

    def stage(self, name: str) -> str | None:
        """Fingerprint of what a stage's tables were made from, or ``None`` if it never ran to its end."""
        rows = self._rows("SELECT fingerprint FROM stages WHERE stage = :s", s=name)
        return rows[0][0] if rows else None

    def put_stage(self, name: str, fingerprint: str, tables: Mapping[str, Iterable[tuple[str, object]]]) -> None:
        """Replaces derived tables by (id, record) rows, in order, and notes the fingerprint, in one transaction."""
        with self._write() as connection:
            for table, records in tables.items():
                if table not in _DERIVED:
                    raise StoreError(f"'{table}' is no derived table")
                execute(connection, f"DELETE FROM {table}", {})
                rows = [{"id": key, "position": n, "body": _json(record)} for n, (key, record) in enumerate(records)]
                if rows:
                    execute(
                        connection, f"INSERT INTO {table} (id, position, body) VALUES (:id, :position, :body)", rows
                    )
            execute(
                connection,
                "INSERT OR REPLACE INTO stages (stage, fingerprint) VALUES (:s, :f)",
                {"s": name, "f": fingerprint},
            )

    def compared(self, rules: str) -> dict[str, bytes]:
        """What an earlier run of collate by these rules read of documents, by digest; empty where the rules were others."""
        return dict(self._rows("SELECT digest, body FROM compared")) if self.stage("compared") == rules else {}

    def put_compared(self, rules: str, kept: Mapping[str, bytes]) -> None:
        """Keeps what a run of collate read, and drops what it did not need any more."""
        have = (
            {row[0] for row in self._rows("SELECT digest FROM compared")} if self.stage("compared") == rules else set()
        )
        fresh = [{"digest": key, "body": body} for key, body in sorted(kept.items()) if key not in have]
        with self._write() as connection:
            if not have:
                execute(connection, "DELETE FROM compared", {})
            elif gone := [{"digest": key} for key in sorted(have - kept.keys())]:
                execute(connection, "DELETE FROM compared WHERE digest = :digest", gone)
            if fresh:
                execute(connection, "INSERT INTO compared (digest, body) VALUES (:digest, :body)", fresh)
            execute(
                connection,
                "INSERT OR REPLACE INTO stages (stage, fingerprint) VALUES ('compared', :f)",
                {"f": rules},
            )

    def judgements(self) -> tuple[Judgement, ...]:
        """Every judgement, in the order in which they were made."""
        return tuple(_read(row[0], Judgement) for row in self._rows("SELECT body FROM judgements ORDER BY position"))

    def add_judgement(self, judgement: Judgement) -> None:
        """Appends a person's decision. It can be undone by another judgement, never removed."""
        with self._write() as connection:
            execute(
                connection,
                "INSERT OR IGNORE INTO judgements (id, position, body) VALUES (:id, (SELECT count(*) FROM judgements), :body)",
                {"id": judgement.id, "body": _json(judgement)},
            )

    def audit(self, *, at: str, by: str, what: str, body: object) -> None:
        """Appends a line to the audit: when, who, what."""
        with self._write() as connection:
            execute(
                connection,
                "INSERT INTO audit (at, by, what, body) VALUES (:at, :by, :what, :body)",
                {"at": at, "by": by, "what": what, "body": _json(body)},
            )

    def audit_lines(self) -> list[tuple[str, str, str, str]]:
        """The audit in order: (at, by, what, JSON)."""
        return [tuple(row) for row in self._rows("SELECT at, by, what, body FROM audit ORDER BY seq")]

    def ledger(self) -> Ledger:
        """Everything the workspace holds, as one frozen record."""
        documents = self.documents()
        readings = {d: (s, b) for d, s, b in self._rows("SELECT document, statements, body FROM readings")}
        statements = dict(self._rows("SELECT key, body FROM statements"))
        extractions = [
            (_read(readings[d.id][0], list[str]), _read(readings[d.id][1], Extraction))
            for d in documents
            if d.id in readings
        ]
        wanted = [_read(statements[key], Statement) for key in sorted({k for keys, _ in extractions for k in keys})]
        table = {name: self._derived(name) for name in _DERIVED}
        return Ledger(
            documents=documents,
            rejected=self.rejected(),
            dates=dict(table["dates"]),
            collation=Collation(
                **{n: tuple(v for _, v in table[n]) for n in ("derivations", "drifts", "virtuals", "families")}
            ),
            source_of=dict(table["source_of"]),
            source_cautions=dict(table["source_cautions"]),
            quotes=tuple(sorted((q for _, e in extractions for q in e.quotes), key=lambda q: q.id)),
            statements=tuple(sorted(wanted, key=lambda s: s.id)),
            figures=tuple(sorted((f for _, e in extractions for f in e.figures), key=lambda f: f.id)),
            series=tuple(sorted((s for _, e in extractions for s in e.series), key=lambda s: s.id)),
            judgements=self.judgements(),
            **{
                n: tuple(v for _, v in table[n])
                for n in ("sources", "incidents", "doubtful", "assessments", "disagreements", "grades")
            },
        )

    def sources_as_read(self) -> tuple[Source, ...]:
        """The sources of each document before they were merged across documents, sorted by id."""
        found = [s for (body,) in self._rows("SELECT body FROM readings") for s in _read(body, Extraction).sources]
        return tuple(sorted(found, key=lambda s: s.id))

    def families(self) -> tuple[Family, ...]:
        """The families of the last run of collate."""
        return tuple(family for _, family in self._derived("families"))

    def ledger_dates(self) -> dict[str, When]:
        """Document id -> its date as far as known."""
        return dict(self._derived("dates"))

    def count(self, table: str) -> int:
        """How many records a derived table holds."""
        if table not in _DERIVED:
            raise StoreError(f"'{table}' is no derived table")
        return int(self._rows(f"SELECT count(*) FROM {table}")[0][0])

    def search(self, words: str, *, limit: int = 50) -> list[Hit]:
        """Documents and statements that hold all the words, best first. Words are taken literally; no query language.

        Raises:
            StoreError: nothing to search for.
        """
        terms = " ".join('"' + w.replace('"', '""') + '"' for w in words.split())
        if not terms:
            raise StoreError("nothing to search for", next_step="give one or more words")
        query = "SELECT kind, id, snippet(search, 2, '[', ']', ' … ', 12) FROM search WHERE search MATCH :q ORDER BY rank LIMIT :n"
        return [Hit(*row) for row in self._rows(query, q=terms, n=limit)]

    # --------------------------------------------------------------------------------------------------------- private

    def _derived(self, table: str) -> list[tuple[str, Any]]:
        return [
            (i, _read(body, _DERIVED[table]))
            for i, body in self._rows(f"SELECT id, body FROM {table} ORDER BY position")
        ]

    def _raw_path(self, sha256: str) -> Path:
        return self.folder / "raw" / sha256[:2] / sha256

    def _keep_bytes(self, item: RawItem) -> None:
        path = self._raw_path(item.sha256)
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(item.data)
        os.replace(part, path)

    def _rows(self, query: str, **values: object) -> list[Any]:
        from sqlalchemy import exc, text

        try:
            with self._engine.connect() as connection:
                return list(connection.execute(text(query), values))
        except exc.DatabaseError as error:
            raise StoreError(
                f"the ledger cannot be read: {error.orig}",
                where=str(self.folder / FILE),
                next_step="restore it from a copy",
            ) from error

    def _write(self) -> Transaction:
        return Transaction(self._engine, self.folder)


def _key(statement: Statement) -> str:
    """What names one reading of a statement: its id stays when only its reasons or its firmness are read otherwise, its key does not."""
    return make_id("sk", _json(statement))


def _put_document(connection: Connection, document: Document) -> None:
    old = list(connection.exec_driver_sql("SELECT body FROM documents WHERE id = ?", (document.id,)))
    if old and _read(old[0][0], Document).sha256 < document.sha256:
        return  # one text under one address in two files: the smaller hash stands, whichever came first
    values = {
        "id": document.id, "address": document.address, "publisher": document.publisher, "headline": document.headline,
        "language": document.language, "body": _json(document),
    }  # fmt: skip
    execute(
        connection,
        "INSERT OR REPLACE INTO documents (id, address, publisher, headline, language, body) "
        "VALUES (:id, :address, :publisher, :headline, :language, :body)",
        values,
    )
    if not old:
        execute(
            connection,
            "INSERT INTO search (kind, id, words) VALUES ('document', :id, :w)",
            {"id": document.id, "w": f"{document.headline or ''}\n{document.text}"},
        )


def _put_statement(connection: Connection, statement: Statement) -> None:
    estimate = statement.estimate
    values = {
        "key": _key(statement),
        "id": statement.id, "document": statement.document, "slot": statement.slot, "property": statement.property,
        "start": statement.start, "end": statement.end,
        "low": estimate.low if estimate else None, "best": estimate.best if estimate else None, "high": estimate.high if estimate else None,
        "polarity": statement.polarity, "factuality": statement.factuality, "body": _json(statement),
    }  # fmt: skip
    columns = ", ".join(f'"{c}"' for c in values)
    execute(
        connection,
        f"INSERT OR IGNORE INTO statements ({columns}) VALUES ({', '.join(':' + c for c in values)})",
        values,
    )


def open_workspace(folder: Path, *, create: bool = False) -> Workspace:
    """Opens the workspace in `folder`, bringing an older ledger up to today's schema.

    Args:
        create: make the folder and an empty ledger if there is none.

    Raises:
        NotAWorkspace: no ledger lies there and `create` is false.
        SchemaTooNew: it was written by a newer firsthand.
        StoreError: the folder cannot be written or the file is no ledger.
    """
    return Workspace(folder, open_engine(folder, create=create))
