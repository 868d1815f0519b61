"""The adapter for PolNeAR: it never sees an answer, and writes what the set's scorer reads."""

from __future__ import annotations

import json
from pathlib import Path

from firsthand._lab import quotes_polnear
from firsthand.config import Config

ITEM = {"id": "n1", "text": "Rain will fall, the mayor said.", "title": None, "attributions": [{"content": [[0, 14]]}]}


def test_inputs_hold_no_answer(tmp_path: Path) -> None:
    (tmp_path / "dev.jsonl").write_text(json.dumps(ITEM) + "\n", encoding="utf-8")
    items = list(quotes_polnear.read_inputs(tmp_path, "dev"))
    assert [item["id"] for item in items] == ["n1"]
    assert "attributions" not in items[0]


def test_a_prediction_has_content_and_source_by_offsets() -> None:
    line = next(quotes_polnear.predict([ITEM], Config()))
    assert line == {"id": "n1", "attributions": [{"content": [[0, 14]], "source": [[16, 25]]}]}


def test_the_scorer_is_given_gold_and_predictions(tmp_path: Path) -> None:
    (tmp_path / "dev.jsonl.gz").write_bytes(b"")
    assert quotes_polnear.score_args(tmp_path, "dev", tmp_path / "p.jsonl") == [
        str(tmp_path / "dev.jsonl.gz"),
        str(tmp_path / "p.jsonl"),
    ]
