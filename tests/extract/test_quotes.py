"""Who says what: quotations, speakers, and the stretches they stand behind."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from firsthand.extract.mentions import Name
from firsthand.extract.names import find_names
from firsthand.extract.quotes import find_quotes
from firsthand.extract.quotes.marks import stretches
from firsthand.model import Document, Quote, Source

CASES = Path(__file__).resolve().parent.parent / "cases"


def rows(name: str) -> list[dict[str, str]]:
    lines = [
        line
        for line in (CASES / name).read_text(encoding="utf-8").splitlines(keepends=True)
        if not line.startswith("#")
    ]
    return list(csv.DictReader(lines))


def read(text: str, names: Sequence[Name] | None = None) -> tuple[tuple[Quote, ...], dict[str, Source]]:
    names = find_names(text) if names is None else names
    quotes, sources, _ = find_quotes(Document(id="d-1", address="a", sha256="", text=text), names)
    return quotes, {s.id: s for s in sources}


def label(source: Source) -> str:
    return source.name or source.description or ""


@pytest.mark.parametrize("case", rows("quotes.csv"), ids=lambda c: f"{c['text'][:40]}|{c['quote'][:20]}")
def test_a_quotation_has_its_words_its_marks_and_its_speaker(case: dict[str, str]) -> None:
    quotes, sources = read(case["text"])
    if case["direct"] == "absent":
        assert case["quote"] not in [q.text for q in quotes]
        return
    found = [q for q in quotes if q.text == case["quote"] and q.direct == (case["direct"] == "yes")]
    assert found, [(q.text, q.direct) for q in quotes]
    speaker = found[0].speaker
    assert (label(sources[speaker]) if speaker else "") == case["speaker"]
    assert case["text"][found[0].start : found[0].end] == case["quote"]


@pytest.mark.parametrize("case", rows("scare_quotes.csv"), ids=lambda c: c["phrase"])
def test_words_held_at_arms_length_are_no_quotation(case: dict[str, str]) -> None:
    quotes, _ = read(case["text"])
    assert [q.text for q in quotes if q.direct and case["phrase"] in q.text] == []


@pytest.mark.parametrize("case", rows("speakers.csv"), ids=lambda c: c["text"][:40])
def test_a_speaker_is_told_by_name_kind_and_number(case: dict[str, str]) -> None:
    _, sources = read(case["text"])
    wanted = case["name"] or case["description"]
    found = [s for s in sources.values() if wanted == (s.name if case["name"] else s.description)]
    assert len(found) == 1, [label(s) for s in sources.values()]
    assert found[0].kind == case["kind"]
    assert found[0].head_count == (int(case["head_count"]) if case["head_count"] else None)


def test_offsets_are_code_points_and_lie_inside_the_marks() -> None:
    text = "Über 👋 the wall: “We all stay here,” said Eva Lind."
    quotes, _ = read(text)
    quotes = tuple(q for q in quotes if q.direct)
    assert [text[q.start : q.end] for q in quotes] == ["We all stay here,"]
    assert text[quotes[0].start - 1] == "“"
    assert text[quotes[0].end] == "”"


def test_ids_depend_on_nothing_but_content() -> None:
    text = '"The road is closed," said Omar Qadir. He said it was mined.'
    assert read(text)[0] == read(text)[0]
    assert len({q.id for q in read(text)[0]}) == 2


def test_spelling_variants_and_titles_are_one_source() -> None:
    quotes, sources = read(
        'Minister Omar al-Qadir said he would go. Mr Qadir said it was late. "I am tired," said al-Qadira.'
    )
    assert len({q.speaker for q in quotes}) == 1
    assert {"Omar al-Qadir", "al-Qadira"} <= set(next(iter(sources.values())).names)


def test_two_people_of_one_last_name_stay_two() -> None:
    quotes, sources = read("Omar Qadir said the road was open. Ali Qadir said the road was shut.")
    assert sorted(label(sources[q.speaker]) for q in quotes if q.speaker) == ["Ali Qadir", "Omar Qadir"]


def test_he_and_she_go_back_to_different_people() -> None:
    text = 'Eva Lind said it rained. "It never stopped," she said. Omar Qadir said it snowed. "It was cold," he said. "It was," she said.'
    quotes, sources = read(text)
    said = {q.text: label(sources[q.speaker]) for q in quotes if q.speaker and q.direct}
    assert said == {"It never stopped,": "Eva Lind", "It was cold,": "Omar Qadir", "It was,": "Eva Lind"}


def test_a_report_within_a_report_comes_through_both() -> None:
    text = "The mayor said police had told him the road was mined."
    quotes, _, said = find_quotes(Document(id="d-1", address="a", sha256="", text=text), ())
    deepest = next(q for q in quotes if q.text == "the road was mined")
    assert len(deepest.chain) == 2
    assert any(a.chain == deepest.chain and text[a.start : a.end] == "the road was mined" for a in said)


def test_what_a_minister_reads_from_a_dossier_comes_through_both() -> None:
    text = "The minister reads from a dossier prepared for the cabinet, showing that there had been two attacks."
    quotes, sources = read(text)
    chain = next(q.chain for q in quotes if q.text.startswith("that there had been"))
    assert [label(sources[i]) for i in chain] == ["The minister", "a dossier prepared for the cabinet"]


def test_a_sentence_between_two_of_one_speaker_is_his_too() -> None:
    text = "Omar Qadir said the road was open. It was mined last year. He said it was safe now."
    _, _, said = find_quotes(Document(id="d-1", address="a", sha256="", text=text), ())
    assert any(text[a.start : a.end] == "It was mined last year." and a.cue is None for a in said)


def test_every_style_of_marks_is_paired() -> None:
    text = "“one” \"two\" «three» „four“ 'five' ‘six’ ''seven'' “eight\""
    assert [text[s.start : s.end] for s in stretches(text)] == [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
    ]


def test_a_quotation_over_paragraphs_is_one_part_a_paragraph() -> None:
    text = "“First part.\n\n“Second part.\n\n“Third part,” said Eva Lind."
    quotes, sources = read(text)
    assert [q.text for q in quotes if q.direct] == ["First part.", "Second part.", "Third part,"]
    assert {label(sources[q.speaker]) for q in quotes if q.speaker} == {"Eva Lind"}


def test_names_found_elsewhere_tell_people_from_bodies() -> None:
    text = "Northern Alliance said the pass was open."
    names = (Name(0, 17, "Northern Alliance", "group"),)
    _, sources = read(text, names)
    assert [(s.name, s.kind) for s in sources.values()] == [("Northern Alliance", "group")]


def test_an_empty_text_has_no_voices() -> None:
    assert find_quotes(Document(id="d-1", address="a", sha256="", text=""), ()) == ((), (), ())


def test_an_office_told_before_the_name_is_the_same_person_and_says_why() -> None:
    quotes, sources = read(
        "A bomb killed two people, the provincial police chief said.\n"
        '"It stood there all night," Colonel Bram Okell, the police chief of Morven province, told the Herald.'
    )
    assert {label(sources[q.speaker]) for q in quotes if q.speaker} == {"Bram Okell"}
    assert ["the provincial police chief" in reason for source in sources.values() for reason in source.reasons] == [
        True
    ]


def test_offices_of_other_places_or_of_two_people_stay_apart() -> None:
    _, sources = read(
        "Two people died, the police chief of Tolbury said.\n"
        "Bram Okell, the police chief of Morven, said three people died. Eva Lind, the director of the port, said it was shut."
    )
    assert {label(s) for s in sources.values()} == {"the police chief of Tolbury", "Bram Okell", "Eva Lind"}
