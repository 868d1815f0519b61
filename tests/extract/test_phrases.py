"""Short phrases of tables: means of violence and governorates. Each row of the tables in tests/cases is one case."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from firsthand._lab import eval_set, iraq_events_place, iraq_events_weapon, set_folder, timex_specs
from firsthand.config import Config
from firsthand.extract.events.weapon_phrases import weapon_classes
from firsthand.extract.places.governorate import governorate, sound_key
from firsthand.model import When

CASES = Path(__file__).parent.parent / "cases"


def table(name: str) -> list[tuple[str, ...]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return [tuple(row.values()) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("phrase", "classes"), table("weapon_phrases.csv"))
def test_means_of_violence(phrase: str, classes: str) -> None:
    assert weapon_classes(phrase) == tuple(c for c in classes.split("|") if c)


@pytest.mark.parametrize(("phrase", "unit"), table("governorates.csv"))
def test_governorates(phrase: str, unit: str) -> None:
    found = governorate(phrase, "IQ")
    assert (found.name if found else "") == unit


def test_spellings_of_one_name_sound_alike() -> None:
    assert len({sound_key(n) for n in ("al-Fallujah", "Falluja", "Faloojah")}) == 1
    assert sound_key("Mosul") != sound_key("Hilla")


def test_adapters_answer_one_line_an_item() -> None:
    row = [{"id": "a", "text": "a car bomb in Hilla"}]
    assert list(iraq_events_weapon.predict(row, Config())) == [{"id": "a", "classes": ["vehicle_bomb"]}]
    assert list(iraq_events_place.predict(row, Config())) == [{"id": "a", "governorate": "Babylon"}]


def test_parts_of_a_set_share_its_folder(tmp_path: Path) -> None:
    (tmp_path / "iraq_events").mkdir()
    (tmp_path / "iraq_events" / "score.py").write_text("", encoding="utf-8")
    assert set_folder("iraq_events_place", tmp_path) == tmp_path / "iraq_events"
    assert set_folder("iraq_events_weapon", tmp_path / "iraq_events") == tmp_path / "iraq_events"


def test_a_set_is_scored_from_a_relative_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "data" / "iraq_events"
    folder.mkdir(parents=True)
    (folder / "dev.weapon.jsonl").write_text('{"id": "a", "text": "a car bomb"}\n', encoding="utf-8")
    (folder / "score.py").write_text("import sys\nprint(open(sys.argv[3]).read())\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    result = eval_set("iraq_events_weapon", Path("data"), "dev", Path("p.jsonl"), Config())
    assert result["scores"] == {"id": "a", "classes": ["vehicle_bomb"]}


def test_days_of_an_open_interval_are_unknown() -> None:
    assert timex_specs.days(When(earliest="2016-02-01", latest=None, precision="month", basis="stated")) is None
    assert timex_specs.days(When(earliest="2016-12-31", latest="2016-12-31", precision="day", basis="stated")) == [
        "2016-12-31",
        "2017-01-01",
    ]
