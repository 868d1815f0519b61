"""Proper names: the labelled cases, and what holds of every answer."""

from __future__ import annotations

import itertools

import pytest

from cases_table import cases
from firsthand.extract.names import find_names


@pytest.mark.parametrize("row", cases("names.csv"), ids=lambda r: r["text"][:50])
def test_names_of_the_table(row: dict[str, str]) -> None:
    found = find_names(row["text"])
    told = {f"{n.text}/{n.kind}" + (f"[{n.title}]" if n.title else "") for n in found}
    for expected in filter(None, row["expected"].split("|")):
        assert expected in told
    assert not {n.text for n in found} & set(filter(None, row["absent"].split("|")))


def test_names_are_ordered_apart_and_as_written() -> None:
    text = "Colonel Ahmed Saleh of the Iraqi Army met Kurdish leaders in Erbil.\n\nSaleh left Erbil on Monday for Baghdad, Iraq."
    found = find_names(text)
    assert all(text[n.start : n.end] == n.text for n in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


def test_a_surname_alone_is_the_person_named_before() -> None:
    found = find_names("Bassam Khoury lives in Tyre.\n\nKhoury said he was afraid.")
    assert [n.kind for n in found if n.text == "Khoury"] == ["person"]


def test_a_name_once_read_is_read_throughout() -> None:
    text = "Police in Qarrabul, near Mosul, Iraq, were attacked. The mayor of Qarrabul fled."
    found = [n for n in find_names(text) if n.text == "Qarrabul"]
    assert len(found) in {0, 2}


def test_nothing_has_no_names() -> None:
    assert find_names("") == []
    assert find_names("\n \n") == []
