"""A second run reads only what is new, and ends with what a run from scratch would: whatever came, went or was corrected, in any order."""

from __future__ import annotations

import random

import msgspec
import pytest
from test_collate import OTHER, RETOLD_RUSSIAN, STORY, day, doc

from firsthand.collate import Memory, collate, remembering
from firsthand.config import Config
from firsthand.model import Document


def variants() -> list[Document]:
    """Documents of four families, and other versions of some of them under the same names."""
    return [
        doc("a", STORY, published=day("2024-05-06"), publisher="The Lantern"),
        doc("b", STORY.replace("19 bodies", "91 bodies"), published=day("2024-05-07")),
        doc("b", STORY.replace("Sunday", "Monday"), published=day("2024-05-08")),
        doc("c", STORY + "\n\n" + OTHER, published=day("2024-05-09"), credit="Source: The Lantern"),
        doc("d", RETOLD_RUSSIAN, language="ru", published=day("2024-05-09")),
        doc("e", OTHER, published=day("2024-05-02")),
        doc("e", OTHER.replace("seven percent", "nine percent"), published=day("2024-05-02")),
        doc("f", OTHER.replace("two weeks early", "late"), published=day("2024-05-03"), publisher="Hill Post"),
        doc("g", "A mine at Dalen was closed by its owner in March, and 40 people lost their work, the union said."),
        doc("h", STORY.split("\n\n")[1] + "\n\n" + OTHER.split("\n\n")[1]),
    ]


def scratch(documents: list[Document]) -> bytes:
    return msgspec.json.encode(collate(documents, dates={}, config=Config()), order="deterministic")


@pytest.mark.parametrize("seed", range(12))
def test_any_history_ends_where_a_run_from_scratch_ends(seed: int) -> None:
    chance = random.Random(seed)
    held: dict[str, Document] = {}
    kept: dict[str, bytes] = {}
    for _ in range(8):
        if held and chance.random() < 0.3:
            held.pop(chance.choice(sorted(held)))
        else:
            for arrived in chance.sample(variants(), chance.randint(1, 3)):
                held[arrived.id] = arrived
        documents = list(held.values())
        chance.shuffle(documents)
        memory = Memory(kept)
        with remembering(memory):
            found = msgspec.json.encode(collate(documents, dates={}, config=Config()), order="deterministic")
        assert found == scratch(documents)
        kept = memory.kept


def test_only_the_family_of_what_changed_is_read_again() -> None:
    every = {d.id: d for d in variants() if d.id not in {"d-h", "d-d"}}
    memory = Memory()
    with remembering(memory):
        collate(list(every.values()), dates={}, config=Config())
    every["d-f"] = doc("f", OTHER.replace("two weeks early", "a month late"), publisher="Hill Post")
    later = Memory(memory.kept)
    with remembering(later):
        collate(list(every.values()), dates={}, config=Config())
    assert "d-f" in later.anew
    assert later.anew <= {"d-c", "d-e", "d-f"}, "c holds the whole of e, so it is of that family too"
    third = Memory(later.kept)
    with remembering(third):
        collate(list(every.values()), dates={}, config=Config())
    assert third.anew == set()
    assert third.kept == later.kept
