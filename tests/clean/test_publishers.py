"""The table of publishers, and how a name is found in it."""

from __future__ import annotations

from collections import Counter

import pytest

from firsthand import vocabulary
from firsthand.clean import publishers

KINDS = {"wire", "paper", "broadcaster", "ministry", "ngo", "site", "magazine"}


def test_the_table_is_whole() -> None:
    rows = vocabulary.rows("publishers.csv")
    assert len(rows) >= 150
    assert {r["kind"] for r in rows} == KINDS
    assert all(len(r["country"]) == 2 or r["name"] == "Amaq News Agency" for r in rows)
    domains = Counter(d for r in rows for d in r["domains"].split("|") if d)
    assert not [d for d, n in domains.items() if n > 1]
    names = Counter(
        a
        for r in rows
        for a in {publishers.key(x) for x in (r["name"], *r["aliases"].split("|"))}
        if len(a) > publishers.SHORT
    )
    assert not [a for a, n in names.items() if n > 1]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("AP", "The Associated Press"),
        ("the associated press", "The Associated Press"),
        ("ASHARQ AL-AWSAT", "Asharq Al-Awsat"),
        ("Al-Jazeera", "Al Jazeera"),
        ("the Independent", "The Independent"),
        ("independent.co.uk", "The Independent"),
        ("Le Monde", "Le Monde"),
    ],
)
def test_names_in_their_variants(given: str, name: str) -> None:
    found = publishers.find(given)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("word", ["time", "aa", "dawn", "star", "the hill people", "", "ap."])
def test_words_that_are_no_outlets(word: str) -> None:
    assert publishers.find(word) is None


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.bbc.co.uk/news/1", "BBC News"),
        ("https://english.alahednews.com.lb/1/2", "Al-Ahed"),
        ("https://notreuters.com/", None),
        ("no url", None),
        ("http://[broken", None),
    ],
)
def test_the_domain(url: str, name: str | None) -> None:
    found = publishers.of_url(url)
    assert (found.name if found else None) == name
