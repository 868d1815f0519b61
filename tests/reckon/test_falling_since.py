"""What falls from a day on, with a passage, under a distrust that lasts, and on how few voices a figure hangs."""

from __future__ import annotations

import msgspec
import pytest

from firsthand.errors import UnknownName
from firsthand.model import Ledger
from firsthand.reckon import reckon
from firsthand.reckon.claims import Vote
from firsthand.reckon.codebooks import CODEBOOKS
from firsthand.reckon.compare import codebooks_named, compare
from firsthand.reckon.sensitivity import TRIED, hangs_on
from firsthand.reckon.whatif import Question, WhatIf, counterfactual, whatif
from firsthand.report.published import lost
from ledgers import CONFIG, Book


def spoken() -> Book:
    """A minister on three days, the last report a copy of the first; a doctor who gives another number."""
    book = Book()
    minister, doctor = book.source("Harn Brol"), book.source("Ilse Tamm", "witness")
    for name, day in (("early", "2024-03-05"), ("late", "2024-03-09"), ("echo", "2024-03-10")):
        book.report(name, day=day)
    book.report("clinic", day="2024-03-06")
    book.report("undated", day=None)
    book.bomb("early", killed=12, chain=(minister,))
    book.bomb("late", killed=15, chain=(minister,))
    book.bomb("echo", killed=12, chain=(minister,))
    book.bomb("clinic", killed=11, chain=(doctor,))
    book.copy("echo", "early")
    return book


def settled(book: Book) -> Ledger:
    ledger = book.linked()
    found = reckon(ledger, config=CONFIG)
    return msgspec.structs.replace(
        ledger, assessments=found.assessments, grades=found.grades, disagreements=found.disagreements
    )


def killed(found: WhatIf) -> list[tuple[int | None, int | None]]:
    return [(c.after.killed.low, c.after.killed.high) if c.after else (None, None) for c in found.incidents]


def test_only_what_was_said_from_the_day_on_falls() -> None:
    ledger = settled(spoken())
    assert killed(whatif(ledger, without=("Harn Brol",), since="2024-03-07", config=CONFIG)) == [(11, 12)]
    assert killed(whatif(ledger, without=("Harn Brol",), config=CONFIG)) == [(11, 11)]
    assert whatif(ledger, without=("Harn Brol",), since="2024-03-11", config=CONFIG).incidents == ()


def test_what_a_copy_repeats_was_said_when_its_original_was() -> None:
    found = whatif(settled(spoken()), without=("Harn Brol",), since="2024-03-10", config=CONFIG)
    assert found.incidents == ()
    assert found.fallen == ()


def test_a_report_of_unknown_day_stays_and_is_counted() -> None:
    found = whatif(settled(spoken()), without=("undated", "late"), since="2024-03-01", config=CONFIG)
    assert found.undated == 1
    assert [f.id for f in found.fallen if f.kind == "document"] == ["late"]


def test_a_passage_falls_with_its_copies_and_leaves_the_rest() -> None:
    ledger = settled(spoken())
    found = whatif(ledger, without=("early:0-95",), config=CONFIG)
    assert not any(f.kind == "document" for f in found.fallen)
    after = counterfactual(ledger, Question(without=("early:0-95",)), config=CONFIG)
    assert {s.document for s in after.statements} == {"late", "clinic"}
    statement = next(s for s in ledger.statements if s.document == "late" and s.property == "killed")
    assert killed(whatif(ledger, without=(statement.id,), config=CONFIG)) == [(11, 12)]
    with pytest.raises(UnknownName):
        whatif(ledger, without=("early:95-0",), config=CONFIG)


def test_a_prefix_tells_a_speaker_from_an_outlet_of_the_same_name() -> None:
    book = spoken()
    book.report("house", publisher="Harn Brol")
    book.bomb("house", town="Pellan", day="2024-02-01", killed=4)
    ledger = settled(book)
    assert [
        f.id for f in whatif(ledger, without=("outlet:Harn Brol",), config=CONFIG).fallen if f.kind == "document"
    ] == ["house"]
    fallen = whatif(ledger, without=("speaker:Harn Brol",), config=CONFIG).fallen
    assert not any(f.kind == "document" for f in fallen)
    with pytest.raises(UnknownName):
        whatif(ledger, without=("speaker:The late Post",), config=CONFIG)


def test_a_lasting_distrust_sets_no_bound_and_can_be_undone() -> None:
    book = spoken()
    minister = next(i for i, s in book.sources.items() if s.name == "Harn Brol")

    def range_of(book: Book) -> tuple[int | None, int | None]:
        (assessment,) = settled(book).assessments
        (tally,) = (t for t in assessment.tallies if t.measure == "killed")
        return tally.low, tally.high

    before = range_of(book)
    made = book.judge(minister, None, "distrust", kind="distrust")
    assert range_of(book) == (11, 11) != before
    book.judge(made, None, "undo", kind="undo", at="2024-04-02")
    assert range_of(book) == before


def test_the_ledger_as_it_would_be_agrees_with_the_answer() -> None:
    ledger = settled(spoken())
    for question in (
        Question(without=("Harn Brol",)),
        Question(distrust=("The early Post",)),
        Question(without=("clinic",)),
    ):
        found = whatif(ledger, without=question.without, distrust=question.distrust, config=CONFIG)
        after = {a.incident: a for a in counterfactual(ledger, question, config=CONFIG).assessments}
        for change in found.incidents:
            assert change.after is not None
            (tally,) = (t for t in after[change.id].tallies if t.measure == "killed")
            assert (tally.low, tally.best, tally.high) == (
                change.after.killed.low, change.after.killed.best, change.after.killed.high,
            )  # fmt: skip


def test_published_lines_that_are_lost_are_named_and_renumbered_ones_are_not() -> None:
    published = "Killed: 12 [2.1]\n\nOrigin 2, The Post:\nInjured: 4 [3.2]\nold line"
    today, then = "Killed: 12 [2.1]\nOrigin 2, The Post:\nInjured: 4 [3.2]", "Origin 1, The Post:\nInjured: 4 [2.2]"
    assert list(lost(published, today, then)) == [(1, "Killed: 12 [2.1]")]


def vote(number: int, n: int) -> Vote:
    return Vote(f"v{n}", (f"s{n}",), number, number, number, "2024-03-04")


@pytest.mark.parametrize(
    ("numbers", "codebook", "size", "sets"),
    [
        ((12,), "firsthand", 1, 1),
        ((12, 12), "firsthand", 2, 1),
        ((9, 12, 12), "firsthand", 1, 1),
        ((9, 9, 12, 12), "ibc", 2, 2),
        ((12, 12, 12, 12, 12), "ucdp", 5, 1),
    ],
)
def test_the_fewest_voices_are_found(numbers: tuple[int, ...], codebook: str, size: int, sets: int) -> None:
    found = hangs_on([vote(x, n) for n, x in enumerate(numbers)], codebook)
    assert (found.size, len(found.sets)) == (size, sets)


def test_many_voices_that_agree_get_a_bound_instead_of_a_search() -> None:
    many = [vote(12, n) for n in range(100)]
    found = hangs_on(many, "firsthand")
    assert found.sets == ()
    assert found.size == 2
    assert TRIED < 100 * 99 / 2


def test_one_ledger_under_every_codebook_gives_each_the_same_votes() -> None:
    ledger = settled(spoken())
    names = codebooks_named("all")
    assert names == tuple(CODEBOOKS)
    (tallies,) = compare(ledger, names).values()
    rows = {t.codebook: t for t in tallies if t.measure == "killed"}
    assert {name: (t.low, t.best, t.high) for name, t in rows.items()} == {
        "firsthand": (11, 15, 15), "acled": (11, 11, 11), "ucdp": (11, 15, 15), "ibc": (11, None, 15), "airwars": (11, None, 15),
    }  # fmt: skip
    assert len({t.origins for t in rows.values()}) == 1
    with pytest.raises(UnknownName):
        codebooks_named("nobody")
