"""The index: what is near a text does not depend on who came first, on who left, or on whether the index was written down between."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from firsthand.collate import shingles
from firsthand.collate.families import components
from firsthand.collate.grams import GRAM, LOOSE_GRAM, STUMP, flat_grams, grams_of
from firsthand.collate.index import CAP, Index
from firsthand.collate.reading import read_all, units
from firsthand.model import Document

PLACES = [f"{a}{b}{c}" for a in ("Bra", "Kel", "Mor", "Tav") for b in ("do", "li", "se") for c in ("na", "rim", "th")]
THINGS = ["ferry", "bridge", "depot", "school", "market", "tower", "mill", "station", "well", "road", "barn", "quay"]
DEEDS = ["burned", "collapsed", "reopened", "flooded", "was sold", "was searched", "was shelled", "lost power"]


def story(seed: int, sentences: int = 25) -> str:
    chance = random.Random(seed)

    def sentence() -> str:
        place, thing, deed = (chance.choice(words) for words in (PLACES, THINGS, DEEDS))
        return f"The {thing} at {place} {deed} on day {chance.randint(1, 400)} near {chance.choice(PLACES)}, officials said."

    return " ".join(sentence() for _ in range(sentences))


def pile() -> dict[str, str]:
    texts = {f"s{n}": story(n) for n in range(30)}
    for n in range(0, 30, 3):
        texts[f"c{n}"] = "Reprinted. " + texts[f"s{n}"]
        texts[f"x{n}"] = texts[f"s{n}"][: len(texts[f"s{n}"]) // 2]
    texts |= {f"f{n}": f"Town {n} paper. " + story(999) for n in range(CAP * 2)}
    return texts


def linked(index: Index) -> set[frozenset[str]]:
    found = index.pairs()
    return {frozenset(p) for p in zip(index.names(found.left.tolist()), index.names(found.right.tolist()), strict=True)}


def test_copies_and_excerpts_are_met_and_strangers_are_not() -> None:
    index = Index()
    index.add(pile())
    met = linked(index)
    for n in range(0, 30, 3):
        assert {frozenset((f"s{n}", f"c{n}")), frozenset((f"s{n}", f"x{n}"))} <= met
    assert not any(len({name[1:] for name in pair}) > 1 and "f" not in {n[0] for n in pair} for pair in met)


@pytest.mark.parametrize("seed", range(6))
def test_neither_order_nor_what_was_forgotten_changes_an_answer(seed: int, tmp_path: Path) -> None:
    chance, texts = random.Random(seed), pile()
    names = sorted(texts)
    fresh = Index()
    fresh.add({n: texts[n] for n in names})
    other = Index()
    chance.shuffle(names)
    other.add({f"gone{n}": story(n) for n in range(10)} | {n: "an older version " + story(5) for n in names[:7]})
    for name in names:
        other.add({name: texts[name]})
        if chance.random() < 0.1:
            other.add({"passing": story(chance.randint(0, 40))})
    for name in ["passing", *(f"gone{n}" for n in range(10))]:
        other.forget(name)
    other.save(tmp_path / "index")
    again = Index.load(tmp_path / "index")
    for index in (other, again):
        assert len(index) == len(fresh)
        for text in (texts["s0"], texts["x3"], texts["f1"], story(12345), "", "word"):
            assert index.near(text) == fresh.near(text)
        assert linked(index) == linked(fresh)


def test_a_loaded_index_goes_on(tmp_path: Path) -> None:
    first = Index()
    first.add({"a": story(1)})
    first.save(tmp_path)
    again = Index.load(tmp_path)
    again.add({"b": story(1)})
    assert [n.name for n in again.near(story(1))] == ["a", "b"]
    again.forget("a")
    assert [n.name for n in again.near(story(1))] == ["b"]


@pytest.mark.parametrize(
    "text",
    [
        "Two men’s bags, the men's bags; l'été à Orlen: 12 morts!",
        "Боевики обстреляли деревню, сообщил глава района; погибли двое мирных жителей, сообщил он.",
        "قال المسؤول إن القصف أصاب السوق صباح الأحد في المدينة القديمة",
        "部队昨天夜里炮击了村庄，两名平民死亡。",
        "軍は昨夜、村を砲撃した。市民2人が死亡した。",
        "Straße İzmir ǅ 𝔘𝔫𝔦 🙂 mixed 文字 text",
        "'quoted' 'twas o'clock'",
        "a_b c__d 12,000 3.5",
    ],
)
def test_grams_are_those_of_the_words(text: str) -> None:
    words = [u.word[:STUMP] for u in units(text)]
    loose = sum("\u3040" <= w <= "\u9fff" for w in words) * 2 > len(words)
    size = LOOSE_GRAM if loose else GRAM
    assert grams_of([text])[0].size == len({tuple(words[n : n + size]) for n in range(len(words) - size + 1)})


def test_a_text_has_the_same_grams_in_any_company() -> None:
    texts = ["Two men were killed", "Zwei Männer wurden getötet", "", "部队昨天夜里炮击了村庄", "Two men were killed’"]
    together = grams_of(texts)
    assert all(np.array_equal(grams_of([t])[0], g) for t, g in zip(texts, together, strict=True))
    assert np.array_equal(together[0], together[4])
    assert flat_grams(texts).starts.tolist()[0] == 0


@pytest.mark.parametrize("whole", [0, 10**9])
def test_a_pile_too_large_for_all_grams_is_searched_by_a_sample(whole: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shingles, "WHOLE", whole)
    texts = {n: t for n, t in pile().items() if n[0] != "f"}
    read = read_all([Document(id=n, address=n, sha256=n, text=t, language="en") for n, t in texts.items()])
    met = {
        frozenset((read[p.left].document.id, read[p.right].document.id)) for p in shingles.candidates(read, 0.05, 0.3)
    }
    for n in range(0, 30, 3):
        assert {frozenset((f"s{n}", f"c{n}")), frozenset((f"s{n}", f"x{n}"))} <= met


def test_five_thousand_copies_make_few_pairs_and_one_group() -> None:
    index = Index()
    index.add({f"{n:04d}": f"Town {n} paper. " + story(7) for n in range(5000)})
    found = index.pairs()
    assert found.left.size < 5000 * 4
    names = [f"{n:04d}" for n in range(5000)]
    links = zip(index.names(found.left.tolist()), index.names(found.right.tolist()), strict=True)
    assert len(components(names, links)) == 1
