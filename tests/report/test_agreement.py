from __future__ import annotations

from typing import Any

import pytest

from firsthand.model import Judgement
from firsthand.report.agreement import agreement, alpha

# The worked example of Krippendorff's own paper on computing the measure: four observers, twelve units, nominal alpha 0.743.
A = ["1", "2", "3", "3", "2", "1", "4", "1", "2", ".", ".", "."]
B = ["1", "2", "3", "3", "2", "2", "4", "1", "2", "5", ".", "3"]
C = [".", "3", "3", "3", "2", "3", "4", "2", "2", "5", "1", "."]
D = ["1", "2", "3", "3", "2", "4", "4", "1", "2", "5", "1", "."]


def said(by: str, verdict: str, left: str = "a", right: str | None = "b", **more: Any) -> Judgement:
    fields = {"kind": "incident", "at": "2024-01-01"} | more
    return Judgement(id=f"j-{by}-{left}-{right}-{verdict}", left=left, right=right, verdict=verdict, by=by, **fields)


def test_alpha_of_the_published_example() -> None:
    units = [[v for v in unit if v != "."] for unit in zip(A, B, C, D, strict=True)]
    assert alpha(units) == pytest.approx(0.743, abs=0.0005)


@pytest.mark.parametrize("units", [[], [("x",)], [("x", "x"), ("x", "x")]])
def test_alpha_is_unknown_where_there_is_nothing_to_compare(units: list[tuple[str, ...]]) -> None:
    assert alpha(units) is None


def test_two_coders_with_an_undo_a_change_of_mind_and_a_turned_pair() -> None:
    undone = said("ben", "different", "e", "f")
    found = agreement(
        (
            said("ana", "same"),
            said("ben", "same", "b", "a"),
            said("ana", "different", "c", "d", at="2024-01-01"),
            said("ana", "same", "c", "d", at="2024-01-02"),
            said("ben", "different", "c", "d"),
            said("ana", "same", "e", "f"),
            undone,
            Judgement(id="j-u", kind="undo", left=undone.id, right=None, verdict="undo", by="ben", at="2024-01-03"),
        )
    )
    assert [(a.kind, a.things, a.coders, a.equal) for a in found] == [("incident", 2, ("ana", "ben"), 0.5)]
    assert [(d.about, d.verdicts) for d in found[0].differing] == [(("c", "d"), {"ana": "same", "ben": "different"})]


def test_a_derivation_has_a_direction_and_a_mark_is_no_reading() -> None:
    assert (
        agreement((said("ana", "confirm", kind="derivation"), said("ben", "deny", "b", "a", kind="derivation"))) == ()
    )
    assert agreement((said("ana", "TLP:RED", kind="marking"), said("ben", "TLP:CLEAR", kind="marking"))) == ()
