"""What reports are about, and the learned weights by which they are compared."""

from __future__ import annotations

import pytest

from firsthand.link.compare import compare, learned, measured
from firsthand.link.reports import pairs, subjects
from firsthand.link.wording import ENOUGH_REPORTS
from ledgers import Book


def reports(count: int) -> Book:
    """As many reports of bombings on different days, of which the last two tell of one and share the names of street and mill."""
    book = Book()
    for n in range(count):
        name = book.report(f"r{n:02d}", day=f"2024-{1 + n // 28:02d}-{1 + n % 28:02d}")
        book.bomb(name, town=None, day=None)
    return book


def test_a_report_is_about_what_it_tells_most_of_and_an_unread_one_has_a_bare_slot() -> None:
    book = reports(2)
    book.say("r00", "type", "arrest", slot="late", at=8)
    book.report("unread")
    about, _ = subjects(book.ledger())
    assert {s.document: s.id for s in about} == {"r00": "r00:1", "r01": "r01:1", "unread": "unread"}


def test_every_measured_feature_has_a_learned_weight_and_the_reasons_add_up() -> None:
    about, known = subjects(reports(ENOUGH_REPORTS + 4).ledger())
    met = pairs(about, known)
    assert met
    for left, right in met:
        found = compare(left, right, known)
        assert found.score == pytest.approx(sum(r.weight for r in found.reasons))
        assert {m.name for m in measured(left, right, known)} <= set(learned())


def test_days_between_reports_speak_against() -> None:
    about, known = subjects(reports(ENOUGH_REPORTS + 4).ledger())
    by = {s.document: s for s in about}
    near, far = compare(by["r00"], by["r01"], known), compare(by["r00"], by["r30"], known)
    weight = {name: {r.name: r.weight for r in link.reasons}["apart"] for name, link in (("near", near), ("far", far))}
    assert weight["far"] < weight["near"] < 0
