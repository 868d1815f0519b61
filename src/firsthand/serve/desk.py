"""What the pages and the API look things up in: the ledger as it stands, its promised shapes, and the way to add a judgement."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from firsthand import pipeline
from firsthand.config import Config
from firsthand.errors import UnknownName
from firsthand.judging import judgement_of
from firsthand.model import Judgement, Ledger
from firsthand.promises import SHOWS
from firsthand.report import views
from firsthand.store import Hit, Workspace


def now() -> str:
    """The time at which a judgement is signed, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Desk:
    """Reads the ledger again only when the workspace has changed."""

    def __init__(self, store: Workspace, config: Config, *, clock: Callable[[], str] = now) -> None:
        self.store, self.config, self._clock = store, config, clock
        self._key: tuple[object, ...] | None = None
        self._ledger = Ledger()
        self._shown: dict[str, Any] = {}

    def ledger(self) -> Ledger:
        """The ledger as it stands now."""
        key = (
            *(self.store.stage(s) for s in ("collate", "link", "reckon")),
            len(self.store.judgements()),
            len(self.store.readings()),
        )
        if key != self._key:
            self._ledger, self._shown, self._key = self.store.ledger(), {}, key
        return self._ledger

    def show(self, what: str) -> Any:
        """One promised shape of the ledger (see `promises`), made once per state of the workspace.

        Raises:
            UnknownName: no such side of the ledger.
        """
        if what not in SHOWS:
            raise UnknownName(f"there is no '{what}'", next_step=f"one of {', '.join(SHOWS)}")
        ledger = self.ledger()
        if what not in self._shown:
            self._shown[what] = getattr(views, what)(ledger)
        return self._shown[what]

    def row(self, what: str, identity: str) -> Any:
        """One row of a promised shape by its id.

        Raises:
            UnknownName: the ledger holds none of that id.
        """
        for row in getattr(self.show(what), what):
            if row.id == identity:
                return row
        raise UnknownName(f"the ledger holds no {what[:-1]} '{identity}'", next_step="go back to the list")

    def search(self, words: str) -> list[tuple[Hit, str]]:
        """Finds of the full-text search with the name of the document."""
        names = {d.id: d.headline or d.address for d in self.ledger().documents}
        return [(hit, names[hit.id]) for hit in self.store.search(words) if hit.id in names] if words.strip() else []

    def judge(self, verdict: str, left: str, right: str | None, note: str) -> Judgement:
        """Signs a judgement, appends it, and links and reckons again.

        Raises:
            UnknownName: the ledger holds no such id.
        """
        made = judgement_of(self.ledger(), verdict, (left, right), by=self.config.user, at=self._clock(), note=note)
        self.store.add_judgement(made)
        self.store.audit(at=made.at, by=made.by, what="judgement", body=made)
        for step in (pipeline.collate_step, pipeline.extract_step, pipeline.link_step, pipeline.reckon_step):
            step(self.store, config=self.config)
        return made

    def whatif(self, without: tuple[str, ...], distrust: tuple[str, ...]) -> Any:
        """Before and after, if these fell.

        Raises:
            UnknownName: nobody bears one of the names.
        """
        from firsthand.reckon.whatif import whatif

        return whatif(self.ledger(), without=without, distrust=distrust, config=self.config)
