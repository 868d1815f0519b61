"""Time expressions: the labelled cases, and that no date is made up."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from cases_table import cases
from firsthand.extract.dates import find_dates
from firsthand.extract.dates.calendar_days import easter, hijri
from firsthand.model import UNDATED, When


def published(words: str) -> When:
    first, _, last = words.partition("/")
    return When(earliest=first, latest=last or first, precision="day", basis="stated") if words else UNDATED


@pytest.mark.parametrize("row", cases("dates.csv"), ids=lambda r: f"{r['words'] or r['text']} @{r['published']}")
def test_dates_of_the_table(row: dict[str, str]) -> None:
    found = find_dates(row["text"], published(row["published"]))
    if not row["words"]:
        assert not [d for d in found if d.kind == "date"]
        return
    mention = next(d for d in found if row["words"] in d.text)
    assert (mention.when.earliest or "", mention.when.latest or "", mention.kind) == (
        row["earliest"],
        row["latest"],
        row["kind"],
    )
    assert mention.days == (int(row["days"]) if row["days"] else None)


def test_a_relative_date_without_an_anchor_keeps_its_words_and_says_why() -> None:
    when = find_dates("It happened on Friday.", UNDATED)[0].when
    assert (when.words, when.basis) == ("on Friday", "none")
    assert "does not give" in when.reasons[0]


def test_mentions_are_ordered_and_apart() -> None:
    text = "On Friday, June 17, 2016, and again last month, two days later, ten died in 2014."
    found = find_dates(text, published("2018-07-25"))
    assert all(text[d.start : d.end] == d.text for d in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("parts", "day"),
    [((1, 1, 1), date(622, 7, 19)), ((1445, 9, 1), date(2024, 3, 11)), ((1400, 1, 1), date(1979, 11, 21))],
)
def test_tabular_hijri(parts: tuple[int, int, int], day: date) -> None:
    assert abs((hijri(*parts) - day).days) <= 1


def test_easter() -> None:
    assert [easter(y) for y in (2016, 2018)] == [date(2016, 3, 27), date(2018, 4, 1)]
