from __future__ import annotations

import msgspec
import pytest

from firsthand import promises
from firsthand.model import Ledger
from firsthand.promises import SHOWS
from firsthand.report import tables, views
from ledger_by_hand import ledger


@pytest.mark.parametrize("name", SHOWS)
@pytest.mark.parametrize("given", [ledger(), Ledger()], ids=["full", "empty"])
def test_every_view_has_its_promised_shape(name: str, given: Ledger) -> None:
    seen = getattr(views, name)(given)
    plain = msgspec.json.decode(msgspec.json.encode(seen))
    assert msgspec.convert(plain, promises.DOCUMENTS[name]) == seen


def test_a_document_row_tells_what_is_derived_and_what_is_dated() -> None:
    rows = {d.path: d for d in views.documents(ledger()).documents}
    assert rows["02-copy.html"].coverage_derived == 1.0
    assert 0.6 < rows["03-retold.txt"].coverage_derived < 1.0
    assert rows["01-wire.txt"].coverage_derived == 0.0
    assert rows["02-copy.html"].comments == 1
    assert rows["03-retold.txt"].published.basis == "inferred"
    assert views.documents(ledger()).rejected[0].reason == "image"


def test_lineage_points_from_the_retelling_and_keeps_loners() -> None:
    seen = msgspec.to_builtins(views.lineage(ledger()))
    assert {(e["from_path"], e["to_path"], e["kind"]) for e in seen["edges"]} == {
        ("02-copy.html", "01-wire.txt", "verbatim"),
        ("03-retold.txt", "01-wire.txt", "translated"),
    }
    assert sorted(list(f["paths"]) for f in seen["families"]) == [
        ["01-wire.txt", "02-copy.html", "03-retold.txt"],
        ["04-hospital.html"],
        ["05-ministry.eml"],
    ]


def test_an_incident_keeps_range_origins_and_bound_setters() -> None:
    rows = {i.id: i for i in views.incidents(ledger()).incidents}
    row = rows["i-1"]
    assert (row.killed.low, row.killed.best, row.killed.high) == (9, 11, 14)
    assert (row.killed.origins, row.killed.outlets) == (3, 3)
    assert row.killed.set_by["low"] == ("s-m-killed",)
    assert row.perpetrators_killed == promises.NO_RANGE
    assert row.origins == 3
    assert row.types.acled_event == "Explosions/Remote violence"
    assert rows["i-2"].origins is None


def test_chains_are_names_and_nobody_is_null() -> None:
    rows = {s.id: s for s in views.statements(ledger()).statements}
    assert rows["s-w-killed"].chain == ("Idran Vesk",)
    assert rows["s-w-type"].chain == ()
    assert rows["s-w-where"].value == "Sarovel"
    assert rows["s-h-killed"].incident == "i-1"
    for row in rows.values():
        text = next(d.text for d in ledger().documents if d.id == row.document)
        assert text[row.start : row.end] == row.text


@pytest.mark.parametrize("name", SHOWS)
@pytest.mark.parametrize("given", [ledger(), Ledger()], ids=["full", "empty"])
def test_every_view_prints_as_a_table(name: str, given: Ledger, capsys: pytest.CaptureFixture[str]) -> None:
    tables.print_view(name, getattr(views, name)(given))
    printed = capsys.readouterr()
    assert printed.out.strip()
    assert not printed.err
    assert max(len(line) for line in printed.out.splitlines()) <= 140


def test_the_demo_story_shows_the_copies_and_the_changed_figure(capsys: pytest.CaptureFixture[str]) -> None:
    tables.demo_story(ledger())
    printed = capsys.readouterr().out
    assert "verbatim, 100%" in printed
    assert "killed 41 people" in printed
    assert "3 independent origins" in printed


def test_a_source_shows_both_grades_and_that_it_is_a_party() -> None:
    rows = {s.id: s for s in views.sources(ledger()).sources}
    assert (rows["src-brol"].reliability, rows["src-brol"].reliability_earned) == ("C", "D")
    assert rows["src-brol"].party_to_conflict is True
    assert rows["src-orlu"].party_to_conflict is None
    assert rows["src-vesk"].names == ("Idran Vesk", "Colonel Idran Vesk")
