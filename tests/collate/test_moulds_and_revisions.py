"""Copies against texts of one mould (tests/cases/moulds.csv), and later versions of an outlet's own report."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from firsthand.collate import collate, likenesses
from firsthand.collate.revisions import mark
from firsthand.config import Config
from firsthand.model import Collation, Document, When
from firsthand.vocabulary import rows

CASES = Path(__file__).resolve().parent.parent / "cases" / "moulds.csv"
FERRY = (
    "A ferry with 63 passengers sank off Orm on Sunday, killing at least 19 people, the harbour office said.\n\n"
    "Divers searched the wreck until dark and will go down again, said the harbour master, Ilka Brandt. "
    "The owner, Nordal Shipping, did not answer questions about the age of the vessel."
)


def _rows() -> list[dict[str, str]]:
    lines = [line for line in CASES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


def doc(name: str, text: str, date: str = "2024-05-06", **more: str | None) -> Document:
    when = When(earliest=date, latest=date, precision="day", basis="stated")
    return Document(id=f"d-{name}", address=name, sha256=name, text=text, language="en", published=when, **more)  # type: ignore[arg-type]


def run(*documents: Document) -> Collation:
    return collate(documents, dates={}, config=Config())


@pytest.mark.parametrize("row", _rows(), ids=lambda r: f"{r['expected']}: {r['right'][:40]}")
def test_one_mould_is_not_one_text(row: dict[str, str]) -> None:
    pair = [doc(n, row[n], agency="Northwire", credit="Source: Northwire") for n in ("left", "right")]
    found = run(*pair)
    absent = {v.id for v in found.virtuals}
    assert any(d.of not in absent for d in found.derivations) == (row["expected"] == "copy")


def test_a_mould_is_named_with_the_facts_that_stand_against_each_other() -> None:
    row = next(r for r in _rows() if r["expected"] == "mould")
    pairs = likenesses([doc(n, row[n]) for n in ("left", "right")], config=Config())
    assert [(a, b) for a, b, _ in pairs] == [("d-left", "d-right")]
    assert pairs[0][2] < 0.5


def test_a_house_that_signs_its_own_reports_credits_nobody() -> None:
    later = doc("b", FERRY, "2024-05-09", publisher="Northwire", credit="Source: Northwire")
    found = run(doc("a", FERRY, publisher="Northwire"), later)
    assert [(d.document, d.of) for d in found.derivations] == [("d-b", "d-a")]
    assert "credit" not in {r.name for r in found.derivations[0].reasons}
    assert found.derivations[0].direction[0].startswith("time")


def test_two_papers_that_print_one_agency_do_not_credit_each_other() -> None:
    papers = [
        doc(n, FERRY, f"2024-05-0{k}", publisher=p, agency="Northwire")
        for k, (n, p) in enumerate((("a", "Hill Post"), ("b", "Harbour Post")), 6)
    ]
    found = run(*papers)
    (between,) = (d for d in found.derivations if d.of == "d-a")
    assert between.direction[0].startswith("time")
    assert [v.name for v in found.virtuals] == ["Northwire"]


def test_an_outlets_own_correction_is_a_revision_and_its_declared_changes_are_no_drift() -> None:
    corrected = doc(
        "b",
        FERRY.replace("19 people", "16 people"),
        "2024-05-07",
        publisher="Northwire",
        headline="CORRECTED: Ferry sinks off Orm",
        standfirst="(Corrects the number of dead in the first paragraph to 16, not 19)",
    )
    found = run(doc("a", FERRY, publisher="Northwire"), corrected)
    assert [(d.document, d.of, d.kind) for d in found.derivations] == [("d-b", "d-a", "revision")]
    assert "corrects" in found.derivations[0].direction[0]
    assert found.drifts == ()


def test_a_change_that_the_correction_does_not_declare_is_still_found() -> None:
    silent = FERRY.replace("19 people", "16 people").replace("63 passengers", "36 passengers")
    note = "(Corrects the number of dead in the first paragraph to 16, not 19)"
    found = run(doc("a", FERRY, publisher="Northwire"), doc("b", silent, publisher="Northwire", standfirst=note))
    assert [(d.kind, d.why) for d in found.drifts] == [("number", "63 becomes 36")]


def test_another_outlets_correction_is_no_revision() -> None:
    other = doc("b", FERRY, "2024-05-07", publisher="Hill Post", headline="CORRECTED: Ferry sinks off Orm")
    assert [d.kind for d in run(doc("a", FERRY, publisher="Northwire"), other).derivations] == ["verbatim"]


@pytest.mark.parametrize("row", rows("revision_marks.csv"), ids=lambda r: r["example"][:50])
def test_each_mark_of_revision_is_read_in_its_example(row: dict[str, str]) -> None:
    fields = {"headline": {"headline": row["example"]}, "note": {"standfirst": row["example"]}, "text": {}}[
        row["where"]
    ]
    text = f"A report. {row['example']} It ends here." if row["where"] == "text" else "A report."
    found = mark(doc("a", text, **fields))
    assert found is not None
    assert found.says == row["says"]


@pytest.mark.parametrize(
    "headline", ["Correctional officers strike in Orlen", "Leading banker held", "Updates on the ferry", "Led by song"]
)
def test_headlines_that_only_look_like_marks_are_none(headline: str) -> None:
    assert mark(doc("a", FERRY, headline=headline)) is None
