"""Statements: one property each, tied to an incident of the document, with words that are really in it."""

from __future__ import annotations

from firsthand.config import Config
from firsthand.extract import extract
from firsthand.model import Document, Extraction, Statement, When, make_id

PUBLISHED = When(earliest="2021-07-14", latest="2021-07-14", precision="day", basis="stated")


def told(text: str, published: When = PUBLISHED) -> Extraction:
    return extract(
        Document(id=make_id("d", text), address="a", sha256="", text=text), published=published, config=Config()
    )


def of(made: Extraction, name: str) -> list[Statement]:
    return [s for s in made.statements if s.property == name and s.slot is not None]


def test_spans_are_words_of_the_document() -> None:
    text = "Gunmen killed at least 12 people in Mosul on Monday, a police officer said. Nine others were wounded."
    made = told(text)
    assert made.statements
    assert all(text[s.start : s.end] == s.text for s in made.statements)


def test_spans_of_a_text_in_capitals_keep_its_capitals() -> None:
    text = "GUERRILLAS KILLED TWO PEASANTS NEAR THE RIVER YESTERDAY, THE POLICE SAID. THE PEASANTS WERE BROTHERS AND LIVED IN A HAMLET."
    made = told(text)
    assert of(made, "victim")
    assert all(text[s.start : s.end] == s.text for s in made.statements)


def test_the_same_text_gives_the_same_ids() -> None:
    text = "A car bomb killed four people in Baghdad on Monday."
    assert [s.id for s in told(text).statements] == [s.id for s in told(text).statements]


def test_ids_are_unique() -> None:
    text = "Gunmen killed a judge and a bomber attacked a clinic in Mosul on Monday. On 3 May rebels kidnapped two drivers in Basra."
    ids = [s.id for s in told(text).statements]
    assert len(ids) == len(set(ids))


def test_toll_is_an_interval_of_one_incident() -> None:
    made = told("A truck bomb killed over 90 people in the Adhamiya district of Baghdad last year.")
    killed = of(made, "killed")
    assert [(s.estimate.low, s.estimate.best, s.estimate.high) for s in killed if s.estimate] == [(91, 91, None)]
    assert len({s.slot for s in of(made, "type")}) == 1


def test_relative_date_becomes_an_interval() -> None:
    when = of(told("A bomb exploded in Baghdad last month and killed two people."), "when")
    assert [(s.when.earliest, s.when.latest) for s in when if s.when] == [("2021-06-01", "2021-06-30")]


def test_date_of_saying_is_not_the_date_of_the_event() -> None:
    made = told("The minister said on Tuesday that gunmen had killed a judge in Mosul.")
    assert not of(made, "when")


def test_place_of_another_incident_is_not_borrowed() -> None:
    made = told(
        "Rebels attacked a bank in Kirkuk on 3 May, killing nine people. On 9 June a suicide car bomber hit pilgrims, killing 40."
    )
    slots = {s.slot: s.value for s in of(made, "where")}
    assert list(slots.values()) == ["Kirkuk"]


def test_dead_attackers_are_counted_apart() -> None:
    made = told(
        "Two attempted suicide bombings were reported in Samarra: both bombers were shot dead and nobody else was hurt."
    )
    assert [s.estimate.best for s in of(made, "perpetrators_killed") if s.estimate] == [2]
    assert all(s.estimate.high == 0 for s in of(made, "killed") if s.estimate)
    assert {s.value for s in of(made, "state")} == {"thwarted"}


def test_course_of_one_incident_keeps_both_tolls() -> None:
    made = told(
        "Three men were kidnapped by militants at a checkpoint near Kirkuk on June 17. Ten days later their corpses were found in a field."
    )
    assert len({s.slot for s in of(made, "type")}) == 1
    assert {s.value for s in of(made, "type")} == {"abduction", "killing"}
    assert [s.estimate.best for s in of(made, "abducted") if s.estimate] == [3]
    assert [s.estimate.best for s in of(made, "killed") if s.estimate] == [3]


def test_what_is_only_planned_is_kept_without_an_incident() -> None:
    made = told("The squads would plan attacks on bridges.")
    topics = [(s.topic, s.slot, s.factuality) for s in made.statements]
    assert topics == [("plan", None, "planned")]


def test_speaker_stands_behind_the_statement() -> None:
    made = told("Police chief Omar Salih said that gunmen had killed four people in Mosul on Monday.")
    killed = of(made, "killed")
    names = {s.id: s.name for s in made.sources}
    assert [names[s.chain[-1]] for s in killed] == ["Omar Salih"]


def test_earlier_event_keeps_its_own_toll() -> None:
    made = told(
        "Gunmen killed nine people in Mosul on Monday, the worst attack since a bombing that killed 300 people in Baghdad in 2014."
    )
    tolls = {s.slot: s.estimate.best for s in of(made, "killed") if s.estimate}
    assert 9 in tolls.values()
    assert not any(s.estimate and s.estimate.best == 300 and tolls.get(s.slot) == 9 for s in of(made, "killed"))
