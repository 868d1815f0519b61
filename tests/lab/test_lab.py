"""The lab never shows a system the answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from firsthand._lab import SETS, adapter, eval_set, parse_scores, read_lines, set_folder
from firsthand.config import Config
from firsthand.errors import EvaluationError

ANSWERS = {
    "body",
    "attributions",
    "other_annotators",
    "toponyms",
    "incidents",
    "events",
    "kind",
    "origin",
    "gold",
    "title",
    "date",
}
# Fields of these names that are inputs by the set's own README.
INPUTS = {
    "ecbplus": {"title"},  # always empty: the set has none
    "gva_incidents": {"title"},
    "geo_news": {"title", "date"},
    "quotes_polnear": {"title", "date"},
    "timex": {"title"},
}


@pytest.mark.shared
@pytest.mark.parametrize("name", SETS)
def test_an_adapter_hands_on_inputs_only(name: str, shared: Path) -> None:
    item = next(iter(adapter(name).read_inputs(set_folder(name, shared / "data"), "dev")))
    assert not set(item) & (ANSWERS - INPUTS.get(name, set()))


def test_an_unknown_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="known sets"):
        eval_set("nothing", tmp_path, "dev", tmp_path / "p.jsonl", Config())


def test_a_broken_line_is_named_with_its_number(tmp_path: Path) -> None:
    (tmp_path / "dev.jsonl").write_text('{"a": 1}\n{broken\n', encoding="utf-8")
    with pytest.raises(EvaluationError, match="line 2"):
        list(read_lines(tmp_path, "dev.jsonl"))


def test_scores_are_passed_on_unchanged() -> None:
    assert parse_scores(json.dumps({"f1": 0.123456})) == {"f1": 0.123456}
    assert parse_scores('{"a": 1}\n{"b": 2}') == [{"a": 1}, {"b": 2}]


def test_a_set_is_scored_from_whatever_folder_it_is_named_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "data" / "quotes_polnear"
    folder.mkdir(parents=True)
    item = {"id": "1", "text": "Rain will fall, the mayor said."}
    (folder / "dev.jsonl").write_text(json.dumps(item) + "\n", encoding="utf-8")
    scorer = "import json, sys\nprint(json.dumps({'lines': [sum(1 for _ in open(path)) for path in sys.argv[1:3]]}))\n"
    (folder / "score.py").write_text(scorer, encoding="utf-8")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    found = eval_set("quotes_polnear", Path("../data"), "dev", Path("predictions.jsonl"), Config())
    assert found["scores"] == {"lines": [1, 1]}
