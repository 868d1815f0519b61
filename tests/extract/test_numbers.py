"""Number phrases as intervals, and what they count."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from firsthand.extract.counts import find_counts, is_incident_count
from firsthand.extract.figures import Known, find_figures
from firsthand.extract.mentions import Attributed, DateMention, NumberMention, PlaceMention
from firsthand.extract.numbers import find_numbers
from firsthand.extract.series import find_series
from firsthand.model import Document, Place, Series, When

CASES = Path(__file__).resolve().parent.parent / "cases"


def rows(name: str) -> list[dict[str, str]]:
    lines = [line for line in (CASES / name).read_text(encoding="utf-8").splitlines(keepends=True) if not line.startswith("#")]
    return list(csv.DictReader(lines))


def cell(value: int | None) -> str:
    return "" if value is None else str(value)


@pytest.mark.parametrize("case", rows("numbers.csv"), ids=lambda c: c["text"][:50])
def test_a_number_phrase_is_an_interval(case: dict[str, str]) -> None:
    found = find_numbers(case["text"])
    assert all(case["text"][n.start : n.end] == n.text for n in found)
    if not case["phrase"]:
        assert not found
        return
    told = {n.text: (cell(n.low), cell(n.best), cell(n.high), n.unit or "") for n in found}
    assert told.get(case["phrase"]) == (case["low"], case["best"], case["high"], case["unit"]), told


def _by_text(name: str) -> list[tuple[str, list[dict[str, str]]]]:
    grouped: dict[str, list[dict[str, str]]] = {}
    for row in rows(name):
        grouped.setdefault(row["text"], []).append(row)
    return list(grouped.items())


@pytest.mark.parametrize(("text", "wanted"), _by_text("counts.csv"), ids=lambda v: v[:50] if isinstance(v, str) else "")
def test_a_count_has_its_measure_its_persons_and_its_place_in_the_whole(text: str, wanted: list[dict[str, str]]) -> None:
    told = set()
    for c in find_counts(text, find_numbers(text)):
        assert text[c.start : c.end] == c.text
        flags = ["part"] * (c.subset_of is not None) + [k for k in ("additive", "cumulative", "period_total", "historical") if getattr(c, k)]
        n = c.number
        told.add((c.measure, c.who or "", cell(n.low), cell(n.best), cell(n.high), "yes" if c.perpetrator else "no", " ".join(flags)))
    columns = ("measure", "who", "low", "best", "high", "perpetrator", "flags")
    assert told == {tuple(row[k] for k in columns) for row in wanted if row["measure"]}


def test_the_bodies_of_those_taken_are_as_many_as_were_taken() -> None:
    text = "Four traders were abducted on the road to Oru. Two weeks later their burned bodies were found."
    taken, dead = find_counts(text, find_numbers(text))
    assert (taken.measure, dead.measure, dead.number.best, dead.who) == ("abducted", "killed", 4, "traders")


def test_only_whole_present_tolls_are_an_incidents_own() -> None:
    text = "Five guards, including two women, were killed, taking the force's losses this year to 90."
    own = [c.number.best for c in find_counts(text, find_numbers(text)) if is_incident_count(c)]
    assert own == [5]


def test_bare_nouns_count_only_where_the_setting_says_so() -> None:
    text = "The driver was killed. Villagers were wounded."
    assert len(find_counts(text, find_numbers(text))) == 2
    assert find_counts(text, find_numbers(text), one_word_numbers=False) == []


def test_attackers_are_counted_under_their_own_measure() -> None:
    text = "Two gunmen were shot dead by the guards."
    (count,) = find_counts(text, find_numbers(text))
    assert count.estimate.measure == "perpetrators_killed"
