"""The adapters of the incident sets: what they read in, and how statements become templates and records."""

from __future__ import annotations

import json
from pathlib import Path

from firsthand._lab import muc4, wikievents
from firsthand.config import Config

REPORT = """   LIMA, 3 MAY 90 (EFE) -- [TEXT] GUERRILLAS DYNAMITED A BANK IN LIMA
YESTERDAY AND KILLED TWO GUARDS, THE POLICE REPORTED.

   NO ONE HAS CLAIMED RESPONSIBILITY FOR THE ATTACK."""


def template(text: str) -> list[dict[str, object]]:
    item = {"doc_id": "x", "dateline_place": "LIMA", "pub_date": "1990-05-03", "text": text}
    return next(iter(muc4.predict([item], Config())))["incidents"]


def test_a_report_becomes_one_template() -> None:
    (made,) = template(REPORT)
    slots = made["slots"]
    assert isinstance(slots, dict)
    assert slots["type"] == ["BOMBING"]
    assert slots["date"] == ["02 MAY 90"]
    assert slots["location"] == ["PERU: LIMA"]
    assert slots["perp_ind"] == ["GUERRILLAS"]
    assert slots["phys_id"] == ["BANK"]
    assert slots["victim"] == ["TWO GUARDS"]
    assert made["killed"] == 2


def test_battles_and_old_events_give_no_template() -> None:
    assert template("LIMA, 3 MAY 90 -- [TEXT] TROOPS KILLED SIX GUERRILLAS NEAR AYACUCHO YESTERDAY.") == []
    assert template("LIMA, 3 MAY 90 -- [TEXT] THE MAYOR WAS MURDERED ON 4 JUNE 1987 IN LIMA BY GUERRILLAS.") == []


def test_records_hold_roles_and_spans() -> None:
    text = "A suicide bomber attacked a market in Kabul on Monday, killing six people and wounding nine others."
    line = next(iter(wikievents.predict([{"doc_id": "y", "text": text, "published": "2019-05-07"}], Config())))
    (record,) = line["incidents"]
    assert record["type"] == "bombing"
    assert (record["killed"], record["injured"]) == (6, 9)
    assert "a market" in record["target"]
    assert "Kabul" in record["place"]
    assert text[slice(*record["spans"][0])] == "attacked"


def test_answers_are_no_part_of_the_input(tmp_path: Path) -> None:
    (tmp_path / "dev.docs.jsonl").write_text(
        json.dumps({"doc_id": "a", "text": "T", "pub_date": None, "dateline_place": None, "incidents": [1]}),
        encoding="utf-8",
    )
    assert list(muc4.read_inputs(tmp_path, "dev")) == [
        {"doc_id": "a", "dateline_place": None, "pub_date": None, "text": "T"}
    ]
