"""Number phrases as intervals, and what they count."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from firsthand.extract.mentions import Attributed, DateMention, NumberMention, PlaceMention
from firsthand.extract.numbers import find_numbers
from firsthand.extract.numbers.counts import find_counts, is_incident_count
from firsthand.extract.numbers.figures import Known, find_figures
from firsthand.extract.numbers.series import find_series
from firsthand.model import Document, Place, Series, When

CASES = Path(__file__).resolve().parent.parent / "cases"


def rows(name: str) -> list[dict[str, str]]:
    lines = [
        line
        for line in (CASES / name).read_text(encoding="utf-8").splitlines(keepends=True)
        if not line.startswith("#")
    ]
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


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "killed",
        "½ killed",
        "1,2,3,4 dead",
        "9" * 400 + " died",
        "999999999 trillion died",
        "of and and killed 3",
    ],
)
def test_odd_texts_are_read_without_a_fault(text: str) -> None:
    numbers = find_numbers(text)
    assert all((n.low or 0) < 2**63 and (n.high or 0) < 2**63 for n in numbers)
    assert all(c.number.low is not None for c in find_counts(text, numbers))


def _by_text(name: str) -> list[tuple[str, list[dict[str, str]]]]:
    grouped: dict[str, list[dict[str, str]]] = {}
    for row in rows(name):
        grouped.setdefault(row["text"], []).append(row)
    return list(grouped.items())


@pytest.mark.parametrize(("text", "wanted"), _by_text("counts.csv"), ids=lambda v: v[:50] if isinstance(v, str) else "")
def test_a_count_has_its_measure_its_persons_and_its_place_in_the_whole(
    text: str, wanted: list[dict[str, str]]
) -> None:
    told = set()
    for c in find_counts(text, find_numbers(text)):
        assert text[c.start : c.end] == c.text
        flags = ["part"] * (c.subset_of is not None) + [
            k for k in ("additive", "cumulative", "period_total", "historical") if getattr(c, k)
        ]
        n = c.number
        told.add(
            (
                c.measure,
                c.who or "",
                cell(n.low),
                cell(n.best),
                cell(n.high),
                "yes" if c.perpetrator else "no",
                " ".join(flags),
            )
        )
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


def document(text: str) -> Document:
    return Document(id="d-1", address="a", sha256="", text=text)


@pytest.mark.parametrize(
    ("text", "wanted"), _by_text("figures.csv"), ids=lambda v: v[:50] if isinstance(v, str) else ""
)
def test_a_figure_has_what_it_counts_its_parts_and_how_firmly_it_is_said(
    text: str, wanted: list[dict[str, str]]
) -> None:
    numbers = find_numbers(text)
    told = set()
    for f in find_figures(document(text), numbers, find_counts(text, numbers), []):
        assert text[f.start : f.end] == f.text
        parts = "; ".join(f"{p.who} {p.value}" for p in f.parts)
        holds = {True: "yes", False: "no", None: ""}[f.sum_holds]
        e = f.estimate
        told.add(
            (f.what, cell(e.low), cell(e.best), cell(e.high), f.unit or "", f.factuality, parts, holds, f.where or "")
        )
    columns = ("what", "low", "best", "high", "unit", "factuality", "parts", "sum_holds", "where")
    assert told == {tuple(row[k] for k in columns) for row in wanted if row["what"]}


def dated(text: str, words: str) -> list[DateMention]:
    return [
        DateMention(at, at + len(w), w, When(words=w)) for w in words.split(";") if w and (at := text.index(w)) >= 0
    ]


def placed(text: str, words: str) -> list[PlaceMention]:
    return [
        PlaceMention(at, at + len(w), Place(name=w, words=w))
        for w in words.split(";")
        if w and (at := text.index(w)) >= 0
    ]


def series_of(row: dict[str, str], attributed: list[Attributed] | None = None) -> tuple[Series, ...]:
    text = row["text"]
    numbers: list[NumberMention] = find_numbers(text)
    return find_series(
        document(text),
        numbers,
        find_counts(text, numbers),
        dated(text, row["dates"]),
        placed(text, row["places"]),
        attributed or [],
    )


@pytest.mark.parametrize(("text", "wanted"), _by_text("series.csv"), ids=lambda v: v[:50] if isinstance(v, str) else "")
def test_a_series_has_its_time_and_takes_over_what_it_leaves_out(text: str, wanted: list[dict[str, str]]) -> None:
    told = set()
    for s in series_of(wanted[0]):
        e = s.estimate
        told.add((s.what, cell(e.low), cell(e.best), cell(e.high), s.period.words or "", s.where or ""))
    columns = ("what", "low", "best", "high", "period", "where")
    assert told == {tuple(row[k] for k in columns) for row in wanted if row["what"]}


def test_the_number_of_a_series_is_no_figure() -> None:
    row = rows("series.csv")[0]
    numbers = find_numbers(row["text"])
    assert find_figures(document(row["text"]), numbers, [], [], Known(series_of(row))) == ()


def test_a_figure_is_on_the_word_of_who_is_told_to_say_it() -> None:
    text = "There are 60 rebels in the hills, the colonel said."
    said = [Attributed(0, 32, ("v-1", "v-2"), "said", False)]
    (figure,) = find_figures(document(text), find_numbers(text), [], said)
    assert (figure.speaker, figure.chain) == ("v-2", ("v-1", "v-2"))
