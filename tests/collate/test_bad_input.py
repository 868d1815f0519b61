"""Piles that no editor would make: they take no long time and end in families like any other."""

from __future__ import annotations

import time

import pytest
from test_collate import OTHER, STORY, day, doc

from firsthand.collate import collate
from firsthand.config import Config
from firsthand.model import Collation, Document, When

SENTENCE = "The harbour office at Pellan said that nothing had been seen on the water that night. "
ARABIC = "قال مسؤول الميناء إن العبارة غرقت مساء الأحد وعلى متنها ثلاثة وستون راكبا بين المدينة والجزيرة. "
HEBREW = "משרד הנמל מסר כי המעבורת טבעה ביום ראשון בערב ועליה שישים ושלושה נוסעים. "


def run(*documents: Document, dates: dict[str, When] | None = None) -> Collation:
    found = collate(documents, dates=dates or {}, config=Config())
    assert sorted(i for f in found.families for i in f.documents) == sorted(d.id for d in documents)
    return found


def test_nothing_at_all() -> None:
    assert collate((), dates={}, config=Config()) == Collation(derivations=(), drifts=(), virtuals=(), families=())


def test_texts_of_one_word_are_nobodys_copies() -> None:
    assert run(*(doc(str(n), "Explosion") for n in range(50))).derivations == ()


def test_ten_megabytes_beside_a_story() -> None:
    words = " ".join(f"w{n % 70_001}x{n % 31}" for n in range(1_100_000))
    assert len(words) > 9_000_000
    found = run(doc("big", words), doc("a", STORY), doc("b", STORY))
    assert [(d.document, d.of) for d in found.derivations] == [("d-b", "d-a")]


def test_one_sentence_ten_thousand_times() -> None:
    found = run(doc("a", SENTENCE * 10_000), doc("b", SENTENCE), doc("c", STORY))
    assert not any("d-c" in (d.document, d.of) for d in found.derivations)


@pytest.mark.parametrize(
    ("text", "language"), [(ARABIC * 6, "ar"), (HEBREW * 6, "he"), (f"{STORY} {ARABIC} {HEBREW} 部队炮击", "en")]
)
def test_other_and_mixed_scripts_are_copied_like_any(text: str, language: str) -> None:
    extra = {"ar": ARABIC, "he": HEBREW}.get(language, STORY)
    found = run(doc("a", text + extra[:60], language=language), doc("b", text, language=language), doc("c", OTHER))
    assert [{d.document, d.of} for d in found.derivations] == [{"d-a", "d-b"}]


@pytest.mark.parametrize("date", [None, "2024-05-06"])
def test_without_dates_or_with_all_equal_the_direction_is_unknown(date: str | None) -> None:
    more = {"published": day(date)} if date else {}
    found = run(*(doc(n, STORY, **more) for n in "abcd"))
    assert len(found.derivations) == 3
    assert all("unknown" in " ".join(d.direction) for d in found.derivations)


def test_two_that_cite_each_other_make_no_circle() -> None:
    found = run(
        doc("a", STORY, publisher="The Lantern", credit="Source: Hill Post"),
        doc("b", STORY + "\n\n" + OTHER, publisher="Hill Post", credit="Source: The Lantern"),
    )
    assert len(found.derivations) == 1
    assert "circular" in found.derivations[0].direction[-1]


def test_one_story_in_many_copies_takes_time_in_proportion() -> None:
    def seconds(number: int) -> float:
        pile = [doc(f"{n:05d}", f"Printed in town {n}.\n\n{STORY}", published=day("2024-05-07")) for n in range(number)]
        began = time.process_time()
        found = run(*pile)
        assert [len(f.documents) for f in found.families] == [number]
        return time.process_time() - began

    seconds(50)
    few, many = seconds(300), seconds(1200)
    assert many < few * 4 * 3
