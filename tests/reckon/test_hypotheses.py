"""Competing hypotheses: what speaks against each, once for each origin."""

from __future__ import annotations

import msgspec
import pytest

from firsthand.errors import UnknownName, UsageError
from firsthand.model import Ledger
from firsthand.reckon.hypotheses import Matrix, hypotheses
from ledgers import Book


def disputed() -> Ledger:
    """Three counts, one of them copied twice; two name the doers, one denies it; one report tells the deed alone."""
    book = Book()
    for name, toll in (("a", 12), ("b", 12), ("d", 15)):
        book.report(name)
        book.bomb(name, killed=toll, injured=7)
    for name in ("c1", "c2"):
        book.report(name, day="2024-03-06")
        book.bomb(name, killed=15, injured=7)
        book.copy(name, "d")
    book.report("e")
    book.bomb("e")
    book.say("a", "perpetrator", "Northern Front", at=2)
    book.say("b", "perpetrator", "Northern Front", at=2, polarity="denied", factuality="denied")
    book.say("d", "perpetrator", "The Brigade", at=2)
    return book.linked()


def tables(ledger: Ledger, *also: str) -> dict[str, Matrix]:
    return {t.property: t for t in hypotheses(ledger, ledger.incidents[0].id, also)}


def test_copies_speak_once_and_the_least_contradicted_comes_first() -> None:
    killed = tables(disputed())["killed"]
    assert killed.hypotheses == ("12", "15")
    assert [killed.against(n) for n in range(2)] == [1, 2]
    assert len(killed.evidence) == 3
    assert killed.silent == 1


def test_what_all_agree_on_gets_no_table_unless_it_is_asked_for() -> None:
    assert "injured" not in tables(disputed())
    injured = tables(disputed(), "injured=9")["injured"]
    assert injured.hypotheses == ("7", "9")
    assert [injured.against(n) for n in range(2)] == [0, 3]


def test_a_row_that_speaks_alike_of_all_tells_nothing_apart() -> None:
    ledger = disputed()
    book = Book()
    book.report("x")
    book.bomb("x", killed=(5, None, None))
    book.report("y")
    book.bomb("y", killed=12)
    book.report("z")
    book.bomb("z", killed=15)
    killed = tables(book.linked())["killed"]
    assert killed.hypotheses[0] in ("12", "15")
    rows = {e.who: dict(zip(killed.hypotheses, e.cells, strict=True)) for e in killed.evidence}
    (at_least,) = (cells for cells in rows.values() if "CC" not in cells.values())
    assert (at_least["12"], at_least["15"]) == ("C", "C")
    assert [e.diagnosticity for e in killed.evidence] == sorted(
        (e.diagnosticity for e in killed.evidence), reverse=True
    )
    assert ledger.incidents


def test_doers_that_are_named_and_denied() -> None:
    doers = tables(disputed())["perpetrator"]
    assert set(doers.hypotheses) == {"Northern Front", "The Brigade"}
    against = {h: doers.against(n) for n, h in enumerate(doers.hypotheses)}
    assert against == {"Northern Front": 3, "The Brigade": 1}


def test_a_wrong_question_is_answered_in_words() -> None:
    ledger = disputed()
    with pytest.raises(UnknownName):
        hypotheses(ledger, "i-nothing")
    for words in ("killed", "killed=many", "weather=rain"):
        with pytest.raises(UsageError):
            hypotheses(ledger, ledger.incidents[0].id, (words,))
    assert hypotheses(msgspec.structs.replace(ledger), ledger.incidents[0].id[:8])
