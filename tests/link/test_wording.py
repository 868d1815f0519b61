"""Rare words that reports have in common."""

from __future__ import annotations

import msgspec

from firsthand.link.slots import slots
from firsthand.link.wording import ENOUGH_REPORTS, by_rare_words, likeness, tellings
from firsthand.model import Ledger
from ledgers import Book


def town(count: int) -> Ledger:
    """Reports of as many attacks, every two of which name the same street and mill."""
    book = Book()
    for number in range(count):
        book.report(f"r{number}")
        book.bomb(f"r{number}")
    ledger = book.ledger()
    told = [
        msgspec.structs.replace(d, text=f"The police said that shots were heard in Lane{'abcdefghij'[n // 2 % 10] * (n // 20 + 3)} "
                                        f"by the {'klmnopqrst'[n // 2 % 10] * (n // 20 + 3)} mill, near {'uvwxyzabcd'[n // 2 % 10] * (n // 20 + 4)}.")
        for n, d in enumerate(ledger.documents)
    ]  # fmt: skip
    return msgspec.structs.replace(ledger, documents=tuple(told))


def test_words_that_few_reports_use_weigh_most() -> None:
    ledger = town(ENOUGH_REPORTS + 10)
    found = slots(ledger)
    known = tellings(found, ledger)
    by_report = {s.document: known[s.id] for s in found}
    assert likeness(by_report["r0"].words, by_report["r1"].words) > 0.3
    assert likeness(by_report["r0"].words, by_report["r2"].words) < 0.1


def test_a_small_ledger_cannot_tell_which_words_are_rare() -> None:
    ledger = town(ENOUGH_REPORTS - 2)
    assert tellings(slots(ledger), ledger) == {}


def test_reports_that_share_rare_words_become_candidates() -> None:
    ledger = town(ENOUGH_REPORTS + 10)
    found = slots(ledger)
    pairs = {(a.document, b.document) for a, b in by_rare_words(found, tellings(found, ledger))}
    assert ("r0", "r1") in pairs or ("r1", "r0") in pairs
    assert len(pairs) == (ENOUGH_REPORTS + 10) // 2
