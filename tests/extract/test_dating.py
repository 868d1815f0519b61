"""Inferring when a report was printed."""

from __future__ import annotations

from firsthand.extract.dates.dating import infer_dates
from firsthand.model import UNDATED, Derivation, Document, When
from firsthand.vocabulary import rows


def document(name: str, text: str, published: str | None = None) -> Document:
    when = When(earliest=published, latest=published, precision="day", basis="stated") if published else UNDATED
    return Document(id=name, address=name, sha256="0", text=text, published=when)


def retells(copy: str, original: str) -> Derivation:
    return Derivation(
        id=copy + original,
        document=copy,
        of=original,
        kind="rewritten",
        coverage=0.5,
        coverage_of=0.5,
        score=0.5,
        reasons=(),
        direction=(),
    )


def test_a_stated_date_is_kept() -> None:
    told = document("a", "In 2019 it rained.", "2018-07-25")
    assert infer_dates([told], [])["a"] is told.published


def test_nothing_told_is_undated() -> None:
    assert infer_dates([document("a", "It rained on Friday.")], [])["a"] is UNDATED


def test_a_report_is_not_older_than_what_it_tells_of() -> None:
    when = infer_dates([document("a", "The town has been quiet since the fall of Mubarak.")], [])["a"]
    assert (when.earliest, when.latest, when.basis) == ("2011-02-11", None, "inferred")
    assert "fall of Mubarak" in when.reasons[0]


def test_an_office_and_a_day_without_its_year_bound_it_on_both_sides() -> None:
    text = "Defense Secretary Leon Panetta spoke weeks after the Benghazi consulate attack. He had met the envoys on Nov. 9."
    when = infer_dates([document("a", text)], [])["a"]
    assert (when.earliest, when.latest) == ("2012-11-09", "2013-02-27")


def test_a_former_office_holder_is_no_bound() -> None:
    assert infer_dates([document("a", "The former Defense Secretary Leon Panetta spoke.")], [])["a"] is UNDATED


def test_what_lies_ahead_is_no_bound() -> None:
    assert infer_dates([document("a", "The bridge will be opened by 2030.")], [])["a"] is UNDATED


def test_a_weekday_of_a_dated_event_gives_the_week() -> None:
    when = infer_dates([document("a", "Flight MH17 was lost on Thursday, officials said.")], [])["a"]
    assert (when.earliest, when.latest) == ("2014-07-17", "2014-07-23")


def test_a_retelling_is_not_older_than_its_original() -> None:
    documents = [document("a", "Text.", "2017-11-16"), document("b", "Told again."), document("c", "Told once more.")]
    dates = infer_dates(documents, [retells("b", "a"), retells("c", "b"), retells("b", "v-absent")])
    assert [dates[i].earliest for i in "bc"] == ["2017-11-16", "2017-11-16"]
    assert dates["c"].latest is None


def test_order_of_arrival_does_not_matter() -> None:
    documents = [
        document("a", "Since the fall of Gaddafi."),
        document("b", "Told again."),
        document("c", "Told once more."),
    ]
    edges = [retells("c", "b"), retells("b", "a")]
    assert infer_dates(documents, edges) == infer_dates(documents[::-1], edges[::-1])


def test_the_vocabulary_of_events_is_in_order() -> None:
    table = rows("dated_events.csv")
    assert len(table) >= 120
    assert all(
        row["earliest"] <= row["latest"] and row["implies"] in {"not_before", "tenure"} and row["patterns"]
        for row in table
    )
