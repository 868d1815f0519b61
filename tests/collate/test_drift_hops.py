"""Drift along a chain of retellings, in its surroundings, and by leaving out."""

from __future__ import annotations

import pytest

from firsthand.collate import collate
from firsthand.config import Config
from firsthand.model import Collation, Document, Drift, When

FIRST = (
    "A bomb killed 14 people at the grain market in Varnek on Monday, the mayor said. "
    "The blast tore through the fish hall shortly before noon and set two lorries on fire. "
    "Rescuers searched the rubble until late at night and brought eleven wounded to the hospital of Saint Odra. "
    "The militia claimed that the army had fired the rocket. The claim could not be independently verified. "
    "The market will stay closed until the end of the month, the council announced after a meeting in the town hall. "
    "Traders from the upper valley have asked for help with the loss of their goods. "
    "Schools in the quarter open again on Thursday."
)
SECOND = FIRST.replace("14 people", "41 people")
THIRD = SECOND.replace("two lorries on fire", "fire to two lorries").replace("on Thursday", "on Friday")
FOURTH = THIRD.replace("late at night", "midnight")
CHAIN = {"a": FIRST, "b": SECOND, "c": THIRD, "d": FOURTH}


def _collated(texts: dict[str, str], *, dated: bool = True) -> Collation:
    days = {i: When(f"2024-03-0{n}", f"2024-03-0{n}", "day", "page") for n, i in enumerate(texts, 4)}
    documents = [Document(id=i, address=i, sha256=i, text=t, language="en") for i, t in texts.items()]
    return collate(documents, dates=days if dated else {}, config=Config())


def _one(found: Collation, kind: str) -> Drift:
    (drift,) = [d for d in found.drifts if d.kind == kind]
    return drift


def test_a_change_is_told_once_at_the_hop_where_it_happened() -> None:
    number = _one(_collated(CHAIN), "number")
    assert (number.document, number.of, number.hop, number.inherited_by) == ("b", "a", 1, ("c", "d"))


def test_a_later_change_stands_at_its_own_hop() -> None:
    date = _one(_collated(CHAIN), "date")
    assert (date.document, date.hop, date.inherited_by) == ("c", 2, ("d",))


def test_the_hops_do_not_depend_on_the_order_of_arrival() -> None:
    assert _collated(dict(reversed(CHAIN.items())), dated=False).drifts == _collated(CHAIN, dated=False).drifts


def test_without_dates_nobody_is_said_to_have_inherited_a_shared_change() -> None:
    found = [d for d in _collated({"a": FIRST, "b": SECOND, "c": SECOND}, dated=False).drifts if d.kind == "number"]
    shared = [d for d in found if d.of == "a"]
    assert len(shared) < 2 or all(d.inherited_by == () for d in shared)


def test_the_sentence_that_limits_a_claim_is_missed() -> None:
    found = _one(
        _collated({"a": FIRST, "b": FIRST.replace("The claim could not be independently verified. ", "")}),
        "omission of a qualifier",
    )
    assert (found.original, found.severity) == ("The claim could not be independently verified.", "high")
    assert found.retold == "The militia claimed that the army had fired the rocket."


@pytest.mark.parametrize(
    "told",
    [
        "Nobody could confirm this: there was no independent confirmation of the claim.",
        "The army denied that it had fired.",
    ],
)
def test_a_limit_told_in_other_words_is_none_that_is_missed(told: str) -> None:
    found = _collated({"a": FIRST, "b": FIRST.replace("The claim could not be independently verified.", told)})
    assert [d for d in found.drifts if d.kind == "omission of a qualifier"] == []


def test_a_limit_goes_with_the_claim_it_limits() -> None:
    shorter = FIRST.replace(
        "The militia claimed that the army had fired the rocket. The claim could not be independently verified. ", ""
    )
    assert _collated({"a": FIRST, "b": shorter}).drifts == ()


def test_a_figure_told_in_the_next_sentence_is_no_other_figure() -> None:
    moved = FIRST.replace(
        "A bomb killed 14 people at the grain market in Varnek on Monday, the mayor said.",
        "A bomb killed people at the grain market in Varnek on Monday and hurt 11, the mayor said. The dead were 14 in all.",
    )
    assert [d for d in _collated({"a": FIRST, "b": moved}).drifts if d.kind == "number"] == []


def test_the_day_of_a_dateline_is_no_day_that_was_changed() -> None:
    filed = [f"VARNEK, Kesmeria, March {day} (Northwire) - {FIRST}" for day in (4, 7)]
    assert _collated({"a": filed[0], "b": filed[1]}).drifts == ()


def test_a_chain_of_many_retellings_is_followed_to_its_end() -> None:
    from firsthand.collate.hops import at_hops
    from firsthand.model import Aligned, Derivation

    def edge(n: int) -> Derivation:
        whole = (Aligned(start=0, end=50, of_start=0, of_end=50, similarity=1.0),)
        return Derivation(
            id=f"e{n}", document=f"d{n}", of=f"d{n - 1}", kind="verbatim", coverage=1.0, coverage_of=1.0, score=1.0, reasons=(),
            direction=(), evidence=whole,
        )  # fmt: skip

    first = Drift(
        id="x", derivation="e1", document="d1", of="d0", start=5, end=15, of_start=5, of_end=15, original="14 people",
        retold="41 people", kind="number", severity="critical", why="14 becomes 41",
    )  # fmt: skip
    (found,) = at_hops([first], [edge(n) for n in range(1, 1501)], {})
    assert (found.hop, len(found.inherited_by)) == (1, 1499)


@pytest.mark.parametrize(
    ("was", "now", "kind"),
    [
        ("The mayor did not open the gate.", "The mayor did open the gate.", "negation"),
        ("The prisoner was allegedly shot by the guard.", "The prisoner was shot by the guard.", "hedge"),
    ],
)
def test_what_is_lost_in_a_near_copy_is_told_whatever_its_neighbours_say(was: str, now: str, kind: str) -> None:
    around = "The council did not meet, officials said. {} Traders were not allowed in, a reported {} stalls stayed shut, police said."
    first, second = (FIRST + " " + around.format(told, "forty") for told in (was, now))
    assert kind in {d.kind for d in _collated({"a": first, "b": second}).drifts}


def test_one_change_told_twice_in_one_text_does_not_stop_the_run() -> None:
    twice = FIRST + " Two guards stood at the gate. " + FIRST.split(". ")[5] + ". Two guards stood at the gate."
    assert (
        len(
            [
                d
                for d in _collated({"a": twice, "b": twice.replace("Two guards", "Three guards")}).drifts
                if d.kind == "number"
            ]
        )
        >= 1
    )
