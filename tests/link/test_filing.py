"""Reports filed by the mean over two groups, and headlines attached to a table's incidents."""

from __future__ import annotations

from itertools import permutations

import pytest

from firsthand.link.attach import Tabled, Told, attach, names_in, stems
from firsthand.link.filing import FILE_AT, file_reports
from firsthand.model import Place

SURE = FILE_AT + 4


@pytest.mark.parametrize("order", list(permutations("abcd")))
def test_order_of_arrival_files_the_same(order: tuple[str, ...]) -> None:
    scores = {("a", "b"): SURE, ("c", "d"): SURE, ("b", "c"): FILE_AT + 1}
    arrived = {pair: scores[pair] for pair in sorted(scores, key=lambda p: order.index(p[0]))}
    assert file_reports(order, arrived) == {"a": "a", "b": "a", "c": "c", "d": "c"}


def test_a_report_like_all_of_a_group_is_filed_with_it_and_one_like_a_single_member_is_not() -> None:
    group = {("a", "b"): SURE, ("a", "c"): SURE, ("b", "c"): SURE}
    assert file_reports("abcd", {**group, ("a", "d"): FILE_AT, ("b", "d"): FILE_AT, ("c", "d"): FILE_AT})["d"] == "a"
    assert file_reports("abcd", {**group, ("c", "d"): FILE_AT + 1})["d"] == "d"


def tabled(name: str, day: int, town: str, dead: int) -> Tabled:
    place = Place(name=town, words=town)
    return Tabled(name, day, day, place, names_in(town), frozenset(), stems("Northern Front"), dead, dead, dead)


def test_a_headline_is_attached_to_the_incident_of_its_town_with_reasons_that_add_up() -> None:
    table = {100: [tabled("x", 100, "Sarovel", 12), tabled("y", 100, "Pellanik", 3)]}
    text = "Car bomb kills 12 in Sarovel"
    found = attach(Told(names_in(text), stems(text), (), (12,), reported=100), table)
    assert found[0][1].id == "x"
    for score, _, reasons in found:
        assert score == pytest.approx(sum(r.weight for r in reasons), abs=0.011)


def test_a_headline_is_not_attached_to_incidents_of_another_week() -> None:
    table = {100: [tabled("x", 100, "Sarovel", 12)]}
    assert attach(Told(names_in("Sarovel"), frozenset(), (), (12,), reported=110), table) == []
