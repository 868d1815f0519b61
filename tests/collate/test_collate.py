"""Lineage over small invented piles: copies, retellings, translations, and what must stay apart."""

from __future__ import annotations

import random

import pytest

from firsthand.collate import collate, passages
from firsthand.config import Config
from firsthand.model import Collation, Document, Judgement, When

CONFIG = Config()
STORY = (
    "The ferry between Pellan and the island of Orm sank on Sunday evening with 63 passengers on board, the harbour office said.\n\n"
    "Divers found the wreck at a depth of forty metres, two kilometres east of the old lighthouse, and brought up 19 bodies before dark.\n\n"
    "“We had asked for a second boat since spring and were told to wait,” said the harbour master, Ilka Brandt.\n\n"
    "The owner of the line, Nordal Shipping, did not answer questions about the age of the vessel, which was built in 1961."
)
OTHER = (
    "Farmers in the Tavesh hills have begun to bring in the barley two weeks early because of the drought, the growers' union reported.\n\n"
    "Prices at the Sarovel exchange rose by seven percent within a week, and bakers expect bread to cost more by autumn.\n\n"
    "The union asked the provincial council to open the reserve granaries, which hold 4,200 tonnes."
)
RETOLD_RUSSIAN = (
    "Паром между Пелланом и островом Орм затонул в воскресенье вечером, на борту находились 63 пассажира, сообщила администрация порта.\n\n"
    "Водолазы нашли судно на глубине 40 метров в двух километрах от старого маяка и подняли 19 тел.\n\n"
    "Начальник порта Илка Брандт сказала, что второй корабль просили с весны. Компания Нордал не ответила на вопросы о возрасте судна 1961 года."
)


def day(date: str) -> When:
    return When(earliest=date, latest=date, precision="day", basis="stated")


def doc(name: str, text: str, **more: object) -> Document:
    fields = {"language": "en", **more}
    return Document(id=f"d-{name}", address=name, sha256=name, text=text, **fields)  # type: ignore[arg-type]


def run(*documents: Document, judgements: tuple[Judgement, ...] = ()) -> Collation:
    return collate(documents, dates={}, judgements=judgements, config=CONFIG)


def edges(found: Collation) -> list[tuple[str, str, str]]:
    return sorted((d.document, d.of, d.kind) for d in found.derivations)


def test_a_later_copy_comes_from_the_earlier_and_has_no_drift() -> None:
    found = run(
        doc("a", STORY, published=day("2024-05-07")),
        doc("b", STORY.replace("“", '"').replace("”", '"'), published=day("2024-05-06")),
    )
    assert edges(found) == [("d-a", "d-b", "verbatim")]
    assert found.drifts == ()
    assert found.derivations[0].coverage == pytest.approx(1.0)
    assert "time" in found.derivations[0].direction[0]


def test_a_declared_credit_outranks_the_dates() -> None:
    copy = doc(
        "a",
        STORY,
        publisher="Hill Post",
        credit="Republished from The Lantern by permission",
        published=day("2024-05-01"),
    )
    found = run(copy, doc("b", STORY, publisher="The Lantern", published=day("2024-05-06")))
    assert edges(found) == [("d-a", "d-b", "verbatim")]
    assert "outranks" in " ".join(found.derivations[0].direction)


def test_unknown_direction_is_said_to_be_unknown() -> None:
    found = run(doc("a", STORY), doc("b", STORY))
    assert "unknown" in found.derivations[0].direction[0]


def test_scores_add_up_from_their_reasons() -> None:
    found = run(doc("a", STORY), doc("b", STORY + "\n\n" + OTHER), doc("c", RETOLD_RUSSIAN, language="ru"))
    assert found.derivations
    for edge in found.derivations:
        assert edge.score == pytest.approx(sum(r.weight for r in edge.reasons), abs=1e-3)


def test_a_change_in_a_copy_is_found_and_the_worst_comes_first() -> None:
    changed = STORY.replace("19 bodies", "91 bodies").replace("Sunday", "Monday")
    found = run(doc("a", STORY, published=day("2024-05-06")), doc("b", changed, published=day("2024-05-07")))
    assert (found.drifts[0].kind, found.drifts[0].severity) == ("number", "critical")
    assert {d.kind for d in found.drifts} == {"number", "date"}
    for drift in found.drifts:
        assert changed[drift.start : drift.end] == drift.retold
        assert STORY[drift.of_start : drift.of_end] == drift.original


def test_a_copy_with_a_part_of_its_own_is_split_into_passages() -> None:
    copy = doc("b", STORY + "\n\n" + OTHER, published=day("2024-05-07"))
    found = run(doc("a", STORY, published=day("2024-05-06")), copy)
    parts = passages(copy, found.derivations)
    assert [p.origin for p in parts] == ["derived", "own"]
    assert "".join(copy.text[p.start : p.end] for p in parts) == copy.text
    assert copy.text[parts[1].start : parts[1].end].strip() == OTHER


def test_two_subjects_are_two_families_of_one() -> None:
    found = run(doc("a", STORY), doc("b", OTHER))
    assert edges(found) == []
    assert [f.documents for f in found.families] == [("d-a",), ("d-b",)]


def test_a_translation_is_found_without_a_translation_service() -> None:
    found = run(
        doc("a", STORY, published=day("2024-05-06")),
        doc("b", RETOLD_RUSSIAN, language="ru", published=day("2024-05-07")),
        doc("c", OTHER),
    )
    assert edges(found) == [("d-b", "d-a", "translated")]
    assert found.derivations[0].evidence


def test_a_named_but_absent_original_is_a_virtual_root() -> None:
    found = run(doc("a", STORY, publisher="Hill Post", agency="Reuters"))
    assert [(v.name, v.documents) for v in found.virtuals] == [("Reuters", ("d-a",))]
    assert found.families[0].root == found.virtuals[0].id
    (edge,) = found.derivations
    assert (edge.document, edge.of, edge.coverage, edge.coverage_of) == ("d-a", found.virtuals[0].id, None, None)
    assert edge.score == sum(r.weight for r in edge.reasons)
    assert "Reuters" in edge.reasons[0].words


def test_two_that_credit_each_other_are_circular() -> None:
    found = run(
        doc("a", STORY, publisher="The Lantern", credit="Source: Hill Post"),
        doc("b", STORY, publisher="Hill Post", credit="Source: The Lantern"),
    )
    assert len(found.derivations) == 1
    assert "circular" in found.derivations[0].direction[-1]


@pytest.mark.parametrize(("verdict", "kept"), [("deny", []), ("confirm", [("d-a", "d-b")])])
def test_a_person_outranks_the_machine(verdict: str, kept: list[tuple[str, str]]) -> None:
    decided = Judgement(
        id="j", kind="derivation", left="d-a", right="d-b", verdict=verdict, by="analyst", at="2024-06-01"
    )
    found = run(
        doc("a", STORY, published=day("2024-05-01")),
        doc("b", STORY, published=day("2024-05-06")),
        judgements=(decided,),
    )
    assert [(d.document, d.of) for d in found.derivations] == kept


def test_order_of_arrival_changes_nothing() -> None:
    pile = [doc("a", STORY), doc("b", STORY + "\n\n" + OTHER), doc("c", RETOLD_RUSSIAN, language="ru"), doc("d", OTHER)]
    first = run(*pile)
    random.Random(1).shuffle(pile)
    assert run(*pile) == first


@pytest.mark.parametrize("text", ["", "word", "!!!", "one sentence. " * 400, "نص عربي קצר mixed текст 混合", "\n\n\n"])
def test_odd_texts_do_no_harm(text: str) -> None:
    found = run(doc("a", text), doc("b", text), doc("c", STORY))
    assert sum(len(f.documents) for f in found.families) == 3


def test_a_story_in_a_hundred_papers_is_one_family() -> None:
    pile = [doc(f"{n:03d}", f"{STORY}\n\nPrinted in town {n}.", published=day("2024-05-07")) for n in range(100)]
    found = run(*pile, doc("z", OTHER))
    assert [len(f.documents) for f in found.families] == [100, 1]
