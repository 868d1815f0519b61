"""The adapters to the sets of places and times: what they read, and that answers are never among it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from firsthand._lab import geo_news, timex
from firsthand.config import Config


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    row = {
        "id": "a",
        "title": "T",
        "text": "Shells fell on Mosul on Friday.",
        "url": None,
        "domain": None,
        "date": None,
        "dct": "2018-07-25",
        "toponyms": [1],
        "timexes": [1],
    }
    (tmp_path / "dev.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("adapter", "answer"), [(geo_news, "toponyms"), (timex, "timexes")])
def test_inputs_hold_no_answers(folder: Path, adapter: object, answer: str) -> None:
    assert all(answer not in row for row in adapter.read_inputs(folder, "dev"))  # type: ignore[attr-defined]


def test_a_place_is_predicted_with_its_degrees(folder: Path) -> None:
    line = next(geo_news.predict(geo_news.read_inputs(folder, "dev"), Config()))
    assert [(t["start"], t["end"], round(t["lat"]), round(t["lon"])) for t in line["toponyms"]] == [(15, 20, 36, 43)]


def test_a_time_is_predicted_with_its_value(folder: Path) -> None:
    line = next(timex.predict(timex.read_inputs(folder, "dev"), Config()))
    assert [(t["type"], t["value"]) for t in line["timexes"]] == [("DATE", "2018-07-20")]


def test_the_scorer_gets_gold_and_predictions(folder: Path) -> None:
    assert geo_news.score_args(folder, "dev", Path("p")) == [str(folder / "dev.jsonl"), "p"]
