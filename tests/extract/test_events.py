"""What the text tells of: incidents and what is none, who did what to whom, and how firmly it is said."""

from __future__ import annotations

import cProfile
import csv
import pstats
from pathlib import Path

import pytest

from firsthand.config import Config
from firsthand.extract import extract
from firsthand.extract.events import Facts, find_mentions
from firsthand.extract.events.factuality import judge
from firsthand.extract.events.grouping import group
from firsthand.extract.sentences.clauses import read
from firsthand.extract.sentences.lexicon import event_words, kinds, weapon
from firsthand.model import Document, Extraction, Statement, When, make_id
from firsthand.vocabulary import rows

CASES = Path(__file__).resolve().parent.parent / "cases"
PUBLISHED = When(earliest="2021-07-14", latest="2021-07-14", precision="day", basis="stated")


def cases(name: str) -> list[dict[str, str]]:
    lines = [line for line in (CASES / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


def told(text: str) -> Extraction:
    return extract(
        Document(id=make_id("d", text), address="a", sha256="", text=text), published=PUBLISHED, config=Config()
    )


def by_slot(made: Extraction) -> dict[str, list[Statement]]:
    slots: dict[str, list[Statement]] = {}
    for statement in made.statements:
        if statement.slot is not None:
            slots.setdefault(statement.slot, []).append(statement)
    return slots


def main_type(group_: list[Statement]) -> str:
    codes = [s.value for s in group_ if s.property == "type" and s.value]
    return max(codes, key=lambda code: kinds()[code].rank)


@pytest.mark.parametrize("case", cases("events.csv"), ids=lambda c: c["text"][:60])
def test_incidents_told(case: dict[str, str]) -> None:
    slots = by_slot(told(case["text"]))
    assert len(slots) == int(case["slots"])
    if case["type"] == "none":
        return
    first = min(slots.values(), key=lambda g: min(s.start for s in g if s.property == "type"))
    assert main_type(first) == case["type"]
    assert case["state"] in {s.value for s in first if s.property == "state"}


@pytest.mark.parametrize("case", cases("roles.csv"), ids=lambda c: f"{c['role']}: {c['text'][:50]}")
def test_roles(case: dict[str, str]) -> None:
    values = {s.value for s in told(case["text"]).statements if s.property == case["role"]}
    if case["value"] == "-":
        assert not values
    else:
        assert case["value"] in values


@pytest.mark.parametrize("case", cases("factuality.csv"), ids=lambda c: c["text"])
def test_factuality(case: dict[str, str]) -> None:
    made = find_mentions(case["text"], read(case["text"]), Facts())
    mention = next(m for m in made if m.text == case["word"])
    assert (mention.verdict.factuality, mention.verdict.state) == (case["factuality"], case["state"])


def test_hedge_changes_nothing_but_is_kept() -> None:
    reading = read("The rebels allegedly attacked the town.")[0]
    verdict = judge(reading, 3)
    assert verdict.factuality == "asserted"
    assert verdict.hedge == "allegedly"


def test_reasons_of_a_join_add_up_to_more_than_the_threshold() -> None:
    from firsthand.extract.events.grouping import JOIN

    text = "A bomb exploded in the market. Six people were killed in the blast."
    slots, _ = group(find_mentions(text, read(text), Facts()))
    assert len(slots) == 1
    assert all(sum(r.weight for r in reasons) >= JOIN for reasons in slots[0].reasons[1:])


def test_vocabulary_names_only_known_kinds() -> None:
    assert all(e.type in kinds() or not e.type for entries in event_words().values() for _, e in entries)
    assert all(w["incident"] in kinds() or not w["incident"] for w in rows("weapons.csv"))
    assert all(
        weapon(k.weapon) is not None
        for k in kinds().values()
        if k.weapon and k.weapon not in {"arson", "vehicle_ramming", "beating"}
    )


ACLED = {
    "Battles": {"Armed clash", "Government regains territory", "Non-state actor overtakes territory"},
    "Explosions/Remote violence": {
        "Chemical weapon",
        "Air/drone strike",
        "Suicide bomb",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
        "Grenade",
    },
    "Violence against civilians": {"Sexual violence", "Attack", "Abduction/forced disappearance"},
    "Protests": {"Peaceful protest", "Protest with intervention", "Excessive force against protesters"},
    "Riots": {"Violent demonstration", "Mob violence"},
    "Strategic developments": {
        "Agreement",
        "Arrests",
        "Change to group/activity",
        "Disrupted weapons use",
        "Headquarters or base established",
        "Looting/property destruction",
        "Non-violent transfer of territory",
        "Other",
    },
}


def test_every_kind_has_acled_names() -> None:
    assert all(row["acled_sub_event"] in ACLED[row["acled_event"]] for row in rows("incident_types.csv"))


def test_the_work_grows_with_the_length_of_a_report() -> None:
    """Counted in calls, not in seconds: four times the text takes about four times the calls."""

    def calls(times: int) -> int:
        text = "The gunmen killed five people in Velmar on Monday and the mayor said so. " * times
        profile = cProfile.Profile()
        profile.runcall(told, text)
        return sum(row[0] for row in pstats.Stats(profile).stats.values())

    calls(10)
    assert calls(200) < 5 * calls(50)
