"""What a contested number most likely is, and who is suspected of copying."""

from __future__ import annotations

from itertools import permutations
from math import log

import pytest

from firsthand.reckon import reckon
from firsthand.reckon.truth import CREDIBLE, Ballot, learn, likely, pair
from ledgers import CONFIG, Book


def ballot(of: str, teller: str, number: int, **more: object) -> Ballot:
    return Ballot(of, teller, number, number, number, **more)  # type: ignore[arg-type]


def test_reasons_add_up_to_the_odds_of_the_best_against_its_rival() -> None:
    told = [ballot("c", "a", 12), ballot("c", "b", 12), ballot("c", "d", 15)]
    learned = learn(told)
    found = likely(told, learned)
    assert found.best == 12
    assert found.rival is not None
    values = learned.values["c"]
    assert found.odds == pytest.approx(log(values[found.best] / values[found.rival]), abs=0.05)
    assert found.odds == pytest.approx(found.prior + sum(p.weight for p in found.parts))
    assert found.low <= found.best <= found.high
    assert sum(p for v, p in values.items() if found.low <= v <= found.high) >= CREDIBLE - 1e-9


def test_the_order_of_ballots_changes_nothing() -> None:
    told = [ballot("c", "a", 12, day="2"), ballot("c", "b", 20, day="1"), ballot("c", "d", 15), ballot("e", "a", 3)]
    found = {repr(learn(list(order))) for order in permutations(told)}
    assert len(found) == 1


def test_a_teller_who_was_right_elsewhere_counts_for_more() -> None:
    record = [ballot(f"c{n}", t, x) for n in range(8) for t, x in (("good", 10 + n), ("also", 10 + n), ("bad", 30 + n))]
    learned = learn([*record, ballot("open", "good", 5), ballot("open", "bad", 9)])
    assert learned.accuracy["good"] > learned.accuracy["bad"] + 0.3
    assert max(learned.values["open"].items(), key=lambda x: x[1])[0] == 5


def test_a_letter_speaks_where_there_is_no_record() -> None:
    told = [ballot("c", "one", 5, letter="E"), ballot("c", "two", 9, letter="B")]
    assert likely(told, learn(told)).best == 9


def test_at_least_is_no_word_against_more_but_against_less() -> None:
    told = [Ballot("c", "a", 10, 10, None), ballot("c", "b", 14)]
    assert likely(told, learn(told)).best == 14
    tie = [ballot("c", "b", 8), ballot("c", "d", 14)]
    assert likely(tie, learn(tie)).best == 8
    assert likely([*told[:1], *tie], learn([*told[:1], *tie])).best == 14


def test_shared_odd_numbers_raise_suspicion_and_shared_true_ones_do_not() -> None:
    others = ("x", "y", "z")
    told = [ballot(f"c{n}", t, 20 + n) for n in range(6) for t in others]
    told += [ballot(f"c{n}", t, 31 + 2 * n, day="2") for n in range(6) for t in ("parrot", "wrong")]
    copying = learn(told).copying
    assert copying[pair("parrot", "wrong")] > 0.9
    assert all(copying[pair(a, b)] < 0.5 for a, b in (("x", "y"), ("y", "z"), ("x", "z")))


def test_who_was_seen_copying_is_suspected_where_nothing_shows_it() -> None:
    told = [ballot("c", "agency", 12, day="1"), ballot("c", "paper", 12, day="2"), ballot("c", "clinic", 15, day="1")]
    assert learn(told).copying.get(pair("agency", "paper"), 0.0) < 0.5
    learned = learn(told, {pair("agency", "paper"): 3})
    assert learned.copying[pair("agency", "paper")] > 0.5
    shares = {p.ballot.teller: p.share for p in likely(told, learned).parts}
    assert shares["agency"] == shares["clinic"] == 1.0
    assert shares["paper"] < 0.5


def test_an_estimate_stands_beside_a_contested_range_only_and_leaves_it_as_it_is() -> None:
    book = Book()
    for name, toll in (("a", 12), ("b", 12), ("d", 15)):
        book.report(name)
        book.bomb(name, killed=toll, injured=7)
    (assessment,) = reckon(book.linked(), config=CONFIG).assessments
    tallies = {t.measure: t for t in assessment.tallies}
    assert tallies["injured"].likely is None
    found = tallies["killed"].likely
    assert found is not None
    assert found.best == 12
    assert (tallies["killed"].low, tallies["killed"].high) == (12, 15)
    assert sum(r.weight for r in found.why) == pytest.approx(found.odds)


def test_suspected_copies_are_origins_of_unknown_lineage_and_confirm_nothing() -> None:
    book = Book()
    for name, house in (("a", "The Wire"), ("b", "The Paper")):
        book.report(name, publisher=house, day="2024-03-05" if name == "a" else "2024-03-06")
        book.bomb(name, killed=12)
    (alone,) = reckon(book.linked(), config=CONFIG).assessments
    assert alone.grade.value == "1"
    for n in range(3):
        book.report(f"w{n}", publisher="The Wire", day=f"2024-01-{n + 1:02d}")
        book.report(f"p{n}", publisher="The Paper", day=f"2024-01-{n + 2:02d}")
        book.copy(f"p{n}", f"w{n}")
    ledger = book.linked()
    (doubted,) = (a for a in reckon(ledger, config=CONFIG).assessments if a.tallies)
    (tally,) = doubted.tallies
    assert [o.known for o in tally.origins].count(False) == 1
    assert doubted.grade.value == "2"


def test_nobody_is_held_to_be_certain_however_long_his_record() -> None:
    told = [Ballot(f"c{n}", teller, 12, 12, 12) for n in range(400) for teller in ("one", "two")]
    found = learn(told)
    assert all(0 < a < 1 for a in found.accuracy.values())
    assert max(found.values["c0"], key=lambda v: found.values["c0"][v]) == 12


def test_an_open_bound_beside_a_number_of_one_teller_is_weighed_too() -> None:
    told = [Ballot("c", "one", 12, None, None), Ballot("c", "one", 12, 12, 12), Ballot("c", "two", 15, 15, 15)]
    assert set(learn(told).values) == {"c"}
