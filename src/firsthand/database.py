"""The database of a workspace: opening it, bringing it up to today's schema, and writing in whole transactions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from firsthand.errors import NotAWorkspace, SchemaTooNew, StoreError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

SCHEMA = "0002"
FILE = "ledger.sqlite"


class Transaction:
    """One write transaction; a database error leaves as a StoreError and nothing of it is kept."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine, self._folder = engine, folder

    def __enter__(self) -> Connection:
        self._context = self._engine.execution_options(write=True).begin()
        return self._context.__enter__()

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        from sqlalchemy import exc

        self._context.__exit__(kind, error, trace)
        if isinstance(error, exc.DatabaseError):
            raise StoreError(
                f"the ledger cannot be written: {error.orig}",
                where=str(self._folder / FILE),
                next_step="free disk space or close other writers, then run again",
            ) from error


def execute(connection: Connection, query: str, values: Any) -> None:
    """Runs one statement of SQL with named values (a mapping, or a list of mappings for many rows)."""
    from sqlalchemy import text

    connection.execute(text(query), values)


def open_engine(folder: Path, *, create: bool = False) -> Engine:
    """Opens the database of the workspace in `folder`, bringing an older ledger up to today's schema.

    Args:
        create: make the folder and an empty ledger if there is none.

    Raises:
        NotAWorkspace: no ledger lies there and `create` is false.
        SchemaTooNew: it was written by a newer firsthand.
        StoreError: the folder cannot be written or the file is no ledger.
    """
    from sqlalchemy import create_engine, event, exc

    file = folder / FILE
    if not file.is_file() and not create:
        raise NotAWorkspace(
            "no ledger lies here",
            where=str(folder),
            next_step="give --workspace the folder of an earlier run, or run 'firsthand run PATH --workspace DIR'",
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"the workspace cannot be made: {error.strerror}",
            where=str(folder),
            next_step="choose a folder you may write to",
        ) from error
    engine = create_engine(f"sqlite:///{file}", connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def _settle(connection: Any, _record: Any) -> None:
        connection.isolation_level = (
            None  # else the driver commits before each table it makes, and a kill leaves half a schema
        )
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("write") else "BEGIN")

    try:
        _migrate(engine, file)
    except exc.DatabaseError as error:
        raise StoreError(
            f"this is no ledger that can be opened: {error.orig}",
            where=str(file),
            next_step="restore it from a copy, or choose another folder",
        ) from error
    return engine


def _migrate(engine: Engine, file: Path) -> None:
    """Brings the schema to `SCHEMA`; alembic is loaded only when there is something to do."""
    with engine.connect() as connection:
        have = list(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE name = 'alembic_version'"))
        version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() if have else None
    if version == SCHEMA:
        return
    if version is not None and str(version) > SCHEMA:
        raise SchemaTooNew(
            f"the ledger has schema {version}, this firsthand knows {SCHEMA}",
            where=str(file),
            next_step="upgrade firsthand",
        )
    from alembic import command
    from alembic.config import Config as AlembicConfig

    settings = AlembicConfig()
    settings.set_main_option("script_location", str(Path(__file__).parent / "_migrations"))
    with engine.execution_options(write=True).begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
