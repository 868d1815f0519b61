"""Adapter for the fine-grained event types of CASE 2021: 25 of ACLED's sub-events and five other kinds of news."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from firsthand._lab import read_lines
from firsthand.config import Config

# ACLED's names and those of the other kinds, to the codes of the set.
CODES = {
    "Abduction/forced disappearance": "ABDUCT_DISSAP",
    "Agreement": "AGREEMENT",
    "Air/drone strike": "AIR_STRIKE",
    "Armed clash": "ARMED_CLASH",
    "Arrests": "ARREST",
    "Attack": "ATTACK",
    "Attribution": "ATTRIB",
    "Change to group/activity": "CHANGE_TO_GROUP_ACT",
    "Chemical weapon": "CHEM_WEAP",
    "Diplomacy": "DIPLO",
    "Disrupted weapons use": "DISR_WEAP",
    "Excessive force against protesters": "FORCE_AGAINST_PROTEST",
    "Government regains territory": "GOV_REGAINS_TERIT",
    "Grenade": "GRENADE",
    "Headquarters or base established": "HQ_ESTABLISHED",
    "Looting/property destruction": "PROPERTY_DISTRUCT",
    "Man-made disaster": "MAN_MADE_DISASTER",
    "Mob violence": "MOB_VIOL",
    "Natural disaster": "NATURAL_DISASTER",
    "Non-state actor overtakes territory": "NON_STATE_ACTOR_OVERTAKES_TER",
    "Non-violent transfer of territory": "NON_VIOL_TERRIT_TRANSFER",
    "Organised crime": "ORG_CRIME",
    "Other": "OTHER",
    "Peaceful protest": "PEACE_PROTEST",
    "Protest with intervention": "PROTEST_WITH_INTER",
    "Remote explosive/landmine/IED": "REM_EXPLOS",
    "Sexual violence": "SEX_VIOL",
    "Shelling/artillery/missile attack": "ART_MISS_ATTACK",
    "Suicide bomb": "SUIC_BOMB",
    "Violent demonstration": "VIOL_DEMONSTR",
}


def read_inputs(folder: Path, split: str) -> Iterator[dict[str, Any]]:
    """The snippets: id and text.

    Raises:
        EvaluationError: the split's file is not there.
    """
    for line in read_lines(folder, f"{split}.docs.jsonl"):
        yield {key: line[key] for key in ("id", "text")}


def predict(inputs: Iterable[dict[str, Any]], config: Config) -> Iterator[dict[str, Any]]:
    """One type a snippet; where no cue stands in it, the set's kind for what ACLED has no other name for.

    Example:
        >>> next(predict([{"id": "1", "text": "A hand grenade was thrown at a police post."}], Config()))
        {'id': '1', 'type': 'GRENADE'}
    """
    from firsthand.extract.events.subtypes import sub_event

    for item in inputs:
        yield {"id": item["id"], "type": CODES[sub_event(item["text"]).name or "Other"]}


def score_args(folder: Path, split: str, predictions: Path) -> list[str]:
    """Split, predictions, and figures as JSON."""
    return [split, str(predictions), "--json"]
