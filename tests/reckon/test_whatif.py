"""What falls when something falls, and what does not."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from firsthand import promises
from firsthand.errors import UnknownName
from firsthand.model import Estimate, Figure, Ledger, Quote
from firsthand.reckon import reckon
from firsthand.reckon.index import index_of
from firsthand.reckon.whatif import WhatIf, whatif
from firsthand.reckon.whatif import ask as asking
from ledgers import CONFIG, Book


def world() -> Ledger:
    """An interview, its reprint, a free translation with a line of its own, and an unrelated report of another incident."""
    book = Book()
    minister = book.source("Harn Brol")
    book.report("root", publisher="The Root")
    book.report("reprint", publisher="The Reprint", day="2024-03-06")
    book.report("retold", publisher=None, day="2024-03-07")
    book.report("other", publisher="The Other")
    for name in ("root", "reprint", "retold"):
        book.bomb(name, killed=300, chain=(minister,))
    book.bomb("retold", slot="own", at=7, town="Pellan", day="2024-02-01", killed=4)
    book.bomb("other", town="Pellan", day="2024-02-20", killed=9)
    book.copy("reprint", "root")
    book.copy("retold", "root", 0, 1, kind="translated")
    for name, at in (("root", 3), ("reprint", 3), ("retold", 5)):
        book.quotes.append(
            Quote(
                id=f"q-{name}",
                document=name,
                start=100 * at,
                end=100 * at + 30,
                text="Said",
                direct=True,
                speaker=minister,
            )
        )
    ledger = book.linked()
    four = Estimate(measure="other", low=4, best=4, high=4, bound="exact", phrase="four")
    figures = (
        Figure(
            id="f-root", document="root", start=400, end=410, text="four crossings", estimate=four, what="crossings"
        ),
    )
    ledger = msgspec.structs.replace(ledger, figures=figures)
    found = reckon(ledger, config=CONFIG)
    return msgspec.structs.replace(ledger, assessments=found.assessments, source_cautions=found.source_cautions)


def ask(*without: str, **more: Any) -> WhatIf:
    return whatif(world(), without=without, config=CONFIG, **more)


def test_without_the_reprint_nothing_changes() -> None:
    for name in ("The Reprint", "Reprint", "reprint.txt", "reprint"):
        found = ask(name)
        assert found.incidents == ()
        assert found.unchanged == len(world().incidents) == 3


def test_without_the_root_its_incident_its_quotes_and_its_figures_fall_in_every_copy() -> None:
    found = ask("The Root")
    assert [c.after for c in found.incidents] == [None]
    assert found.unchanged == 2
    fallen = {f.id for f in found.fallen}
    assert {"q-root", "q-reprint", "q-retold", "f-root"} <= fallen
    assert found.incidents[0].id in fallen


def test_copies_can_be_kept() -> None:
    found = ask("The Root", keep_copies=True)
    (change,) = found.incidents or (None,)
    assert change is None or change.after is not None
    assert "q-reprint" not in {f.id for f in found.fallen}


def test_a_speaker_falls_in_every_report() -> None:
    found = ask("Harn Brol")
    (change,) = found.incidents
    assert (change.before.killed.best, change.after and change.after.killed.best) == (300, None)
    assert {"q-root", "q-reprint", "q-retold"} <= {f.id for f in found.fallen}


def test_a_distrusted_source_is_kept_but_sets_no_bound_and_confirms_nothing() -> None:
    found = ask(distrust=("The Other",))
    (change,) = found.incidents
    assert change.before.killed.best == 9
    assert change.after is not None
    assert (change.after.killed.best, change.after.origins, change.after.grade) == (None, 0, "6")
    assert found.fallen == ()


def test_an_unknown_name_is_answered_with_near_ones() -> None:
    with pytest.raises(UnknownName, match="Harn Brol"):
        ask("Harn Broll")


def test_nothing_is_written() -> None:
    ledger = world()
    before = msgspec.json.encode(ledger)
    whatif(ledger, without=["The Root"], config=CONFIG)
    assert msgspec.json.encode(ledger) == before


def test_the_answer_has_the_promised_shape() -> None:
    promised = msgspec.convert(msgspec.to_builtins(ask("The Root")), promises.WhatIf)
    assert promised.unchanged == 2
    assert promised.incidents[0].before.killed.best == 300


def test_a_document_is_named_by_the_beginning_of_its_address() -> None:
    assert {f.id for f in ask("retol").fallen if f.kind == "document"} == {"retold"}


def test_an_index_may_be_asked_again_and_again() -> None:
    index = index_of(world())
    asked = [asking(index, without=(name,), config=CONFIG) for name in ("The Root", "The Reprint", "The Root")]
    assert asked[0] == asked[2] == ask("The Root") != asked[1]
