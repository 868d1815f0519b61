"""Ledgers made by hand, a few lines each: reports, what they tell, and who told it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import msgspec

from firsthand.config import Config
from firsthand.link import link
from firsthand.model import (
    MEASURES,
    Aligned,
    Collation,
    Derivation,
    Document,
    Drift,
    Estimate,
    Judgement,
    Ledger,
    Place,
    Quote,
    Reason,
    Source,
    Statement,
    Virtual,
    When,
    make_id,
)

CONFIG = Config()
TOWNS = {
    "Sarovel": Place(
        name="Sarovel", words="Sarovel", lat=40.0, lon=50.0, precision=1, admin1="Tavesh", country="Kesmeria"
    ),
    "Pellan": Place(name="Pellan", words="Pellan", lat=41.5, lon=52.0, precision=1, admin1="Orlen", country="Kesmeria"),
    "Kesmeria": Place(name="Kesmeria", words="Kesmeria", precision=6, country="Kesmeria"),
}


@dataclass
class Book:
    """A ledger in the making. Spans are given by sentence number: sentence n of a report spans [100 n, 100 n + 90)."""

    documents: list[Document] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    derivations: list[Derivation] = field(default_factory=list)
    virtuals: list[Virtual] = field(default_factory=list)
    drifts: list[Drift] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    judgements: list[Judgement] = field(default_factory=list)

    def report(
        self, name: str, *, day: str | None = "2024-03-05", publisher: str | None = "", agency: str | None = None
    ) -> str:
        """A report of ten sentences; `publisher` "" is a house named after the report."""
        text = "".join(f"Sentence {n} of {name}".ljust(88, "x") + ". " + "y" * 9 + "\n" for n in range(10))
        when = When(earliest=day, latest=day, precision="day", basis="stated") if day else When()
        house = f"The {name} Post" if publisher == "" else publisher
        self.documents.append(Document(
            id=name, address=f"{name}.txt", sha256=name, text=text, publisher=house, agency=agency, published=when, headline=f"{name} reports",
        ))  # fmt: skip
        return name

    def source(self, name: str | None, kind: Any = "official", **more: Any) -> str:
        """A source, the same one for the same name and description."""
        identity = make_id("v", name, kind, more.get("description"), more.get("stands_for"))
        self.sources[identity] = Source(id=identity, name=name, kind=kind, names=(name,) if name else (), **more)
        return identity

    def say(self, report: str, prop: str, value: Any = None, *, slot: str = "1", at: int = 0, **more: Any) -> str:
        """A statement in sentence `at`; a measure takes a number or (low, best, high), ``when`` a day, ``where`` a town."""
        carried: dict[str, Any] = {}
        shown = str(value)
        if prop in MEASURES:
            low, best, high = value if isinstance(value, tuple) else (value, value, value)
            shown = more.pop("phrase", str(value))
            carried["estimate"] = Estimate(
                measure=prop,
                low=low,
                best=best,
                high=high,
                bound=more.pop("bound", "exact"),
                phrase=shown,
                who=more.pop("who", None),
            )
        elif prop == "when":
            first, last = value if isinstance(value, tuple) else (value, value)
            carried["when"] = When(
                earliest=first, latest=last, precision="day" if first == last else "range", basis="stated"
            )
        elif prop == "where":
            carried["place"] = TOWNS[value]
        start = 100 * at + more.pop("shift", 0)
        identity = make_id("s", report, start, prop, shown, more.get("slot"), slot)
        self.statements.append(Statement(
            id=identity, document=report, start=start, end=start + 20, text=more.pop("text", shown), property=prop, slot=f"{report}:{slot}",
            value=None if prop in MEASURES else str(value), **carried, **more,
        ))  # fmt: skip
        return identity

    def bomb(
        self,
        report: str,
        *,
        slot: str = "1",
        at: int = 0,
        town: str | None = "Sarovel",
        day: Any = "2024-03-04",
        **more: Any,
    ) -> str:
        """A bombing with its day and town, and the tolls given by measure; returns the id of the statement of its type."""
        chain = more.pop("chain", ())
        kind = more.pop("kind", "car_bomb")
        told = self.say(report, "type", kind, slot=slot, at=at, shift=1)
        if day:
            self.say(report, "when", day, slot=slot, at=at, shift=2)
        if town:
            self.say(report, "where", town, slot=slot, at=at, shift=3)
        for prop, value in more.items():
            self.say(report, prop, value, slot=slot, at=at, shift=4, chain=chain)
        return told

    def copy(self, document: str, of: str, *sentences: int, kind: Any = "verbatim") -> str:
        """`document` takes these sentences from `of` (all ten if none is given), each to the same place."""
        taken = sentences or tuple(range(10))
        runs = tuple(
            Aligned(start=100 * n, end=100 * n + 95, of_start=100 * n, of_end=100 * n + 95, similarity=1.0)
            for n in taken
        )
        identity = make_id("e", document, of)
        self.derivations.append(Derivation(
            id=identity, document=document, of=of, kind=kind, coverage=len(taken) / 10, coverage_of=len(taken) / 10, score=1.0,
            reasons=(Reason(name="shared text", weight=1.0, words="shared text"),), direction=("later",), evidence=runs,
        ))  # fmt: skip
        return identity

    def wire(self, name: str, *documents: str) -> str:
        """An absent original to which documents are credited."""
        identity = make_id("n", name)
        self.virtuals.append(Virtual(id=identity, name=name, words=name, documents=documents))
        for document in documents:
            self.derivations.append(Derivation(
                id=make_id("e", document, identity), document=document, of=identity, kind="verbatim", coverage=1.0, coverage_of=1.0, score=1.0,
                reasons=(Reason(name="credit", weight=1.0, words="credit line"),), direction=("credit",),
            ))  # fmt: skip
        return identity

    def judge(
        self, left: str, right: str | None, verdict: str, *, kind: Any = "incident", at: str = "2024-04-01"
    ) -> str:
        """A person's decision."""
        identity = make_id("j", left, right, verdict, at)
        self.judgements.append(
            Judgement(id=identity, kind=kind, left=left, right=right, verdict=verdict, by="reader", at=at)
        )
        return identity

    def ledger(self) -> Ledger:
        """What has been told so far, unlinked, in the order of telling."""
        return Ledger(
            documents=tuple(self.documents),
            dates={d.id: d.published for d in self.documents},
            collation=Collation(
                derivations=tuple(self.derivations), virtuals=tuple(self.virtuals), drifts=tuple(self.drifts)
            ),
            sources=tuple(sorted(self.sources.values(), key=lambda s: s.id)),
            quotes=tuple(self.quotes),
            statements=tuple(self.statements),
            judgements=tuple(self.judgements),
        )

    def linked(self) -> Ledger:
        """The ledger with its incidents."""
        ledger = self.ledger()
        found = link(ledger, config=CONFIG)
        return msgspec.structs.replace(
            ledger, incidents=found.incidents, sources=found.sources, source_of=found.source_of, doubtful=found.doubtful
        )
