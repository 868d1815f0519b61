"""muc4: reports of 1988-90 in capitals -> incident templates. Runs the stage `extract` and maps its statements to the template's slots.

What the set wants and the ledger does not say is decided here: only violence against civilians, officials and property, told as recent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from firsthand._lab import read_lines, toll
from firsthand.config import Config
from firsthand.extract import extract
from firsthand.extract.sentences.lexicon import find_head, kinds, weapon
from firsthand.model import Document, Statement, When, make_id
from firsthand.text import fold
from firsthand.vocabulary import rows

# Incidents dated further back than this from the report are background, not news (the set's own guideline says about two months).
RECENT_DAYS = 75
# Points of evidence (see `_evidence`) below which an incident is taken for an allusion: the share of right ones falls under a third there (dev).
ENOUGH = 3
# Characters of the lead, where reports tell their news.
LEAD_CHARS = 400
_HEADER = re.compile(r"\A.{0,200}?\s--\s", re.DOTALL)
_MARKER = re.compile(
    r"\[(?:TEXT|EXCERPTS?|BEGIN RECORDING|END RECORDING|PASSAGE [A-Z ]+|WORDS? INDISTINCT|COMMENTARY|EDITORIAL|REPORT|[^\]]{0,40} RECORDING)\]"
)
_LEADING = re.compile(r"^(?:THE|A|AN|HIS|HER|THEIR|ITS|THIS|THAT|THESE|THOSE)\s+")
_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
_AREA = re.compile(
    r"\b(?:TOWNS?|CITY|CITIES|VILLAGES?|AREAS?|NEIGHBORHOODS?|DISTRICTS?|PROVINCE|DEPARTMENT|COUNTRY|SITES?|POSITIONS?|ZONES?|KM|REGION|CAPITAL|POPULATION)$"
)
_MEMBERS = re.compile(r"\b(?:GUERRILLAS?|REBELS?|TERRORISTS?|SUBVERSIVES|INSURGENTS|EXTREMISTS)\b")
_FIGHTING = re.compile(r"\b(?:FRONT|MOVEMENT|PATH|CARTEL|EXTRADITABLES|LIBERATION)\b|^[A-Z0-9-]{2,6}$")
_STAGE = {
    "occurred": "ACCOMPLISHED",
    "claimed": "ACCOMPLISHED",
    "attempted": "ATTEMPTED",
    "thwarted": "ATTEMPTED",
    "planned": "THREATENED",
}
_BODY = re.compile(
    r"\b(?:FRONT|MOVEMENT|ARMY|CARTEL|FORCES?|PARTY|UNION|MAFIAS?|SQUADS?|GOVERNMENT|POLICE|PATH|MILITARY|EXTRADITABLES|ORGANIZATION|COMMAND|BRIGADE|BATTALION|GUARD)\b|^[A-Z0-9-]{2,6}$"
)
_BODIES = frozenset(
    [
        "front",
        "movement",
        "army",
        "cartel",
        "mafia",
        "squad",
        "police",
        "military",
        "extraditables",
        "organization",
        "coalition",
    ]
) | {
    "air force",
    "armed forces",
    "national guard",
    "death squad",
    "treasury police",
    "national police",
    "security forces",
}


def read_inputs(folder: Path, split: str) -> Iterator[dict[str, Any]]:
    """The reports, one at a time: id, dateline, date and text."""
    for line in read_lines(folder, f"{split}.docs.jsonl"):
        yield {key: line.get(key) for key in ("doc_id", "dateline_place", "pub_date", "text")}


def score_args(folder: Path, split: str, predictions: Path) -> list[str]:
    """Arguments of the set's `score.py`: answers, predictions, the core slots, as JSON."""
    gold = next(iter(sorted(folder.glob(f"{split}.gold.jsonl*"))), folder / f"{split}.gold.jsonl")
    return [str(gold), str(predictions), "--slots", "core", "--json"]


def predict(inputs: Iterable[dict[str, Any]], config: Config) -> Iterator[dict[str, Any]]:
    """One line per report with its templates."""
    for item in inputs:
        published = _published(item.get("pub_date"))
        line = item.get("dateline_place")
        text = (f"{line} -- " if line else "") + unwrap(item["text"])
        document = Document(
            id=make_id("d", item["doc_id"]),
            address=item["doc_id"],
            sha256="",
            text=text,
            dateline=line,
            published=published,
            language="en",
        )
        made = extract(document, published=published, config=config)
        yield {"doc_id": item["doc_id"], "incidents": templates(made.statements, published)}


def _published(day: str | None) -> When:
    return When(earliest=day, latest=day, precision="day", basis="stated") if day else When()


def unwrap(text: str) -> str:
    """The running text of a report: without its header line and transcriber's marks, each paragraph on one line.

    Example:
        >>> unwrap("LIMA, 3 MAY 90 (EFE) -- [TEXT] A BOMB\\nEXPLODED.\\n\\n   NO ONE DIED.")
        'A BOMB EXPLODED.\\nNO ONE DIED.'
    """
    body = _MARKER.sub(" ", _HEADER.sub("", text.strip(), count=1))
    paragraphs = re.split(r"\n\s*\n|\n {2,}", body)
    return "\n".join(line for p in paragraphs if (line := re.sub(r"\s+", " ", p).strip()))


def templates(statements: Sequence[Statement], published: When) -> list[dict[str, Any]]:
    """The templates that the statements of one report fill."""
    slots: dict[str, list[Statement]] = {}
    for statement in statements:
        if statement.slot is not None:
            slots.setdefault(statement.slot, []).append(statement)
    countries = [s.place.country for s in statements if s.property == "where" and s.place and s.place.country]
    home = max(countries, key=lambda c: (countries.count(c), c), default="")
    made = [_template(group, published, home, statements) for group in slots.values() if _wanted(group, published)]
    bodies = list(
        dict.fromkeys(
            _clean(s.value) for s in statements if s.property == "perpetrator" and s.value and _is_body(_clean(s.value))
        )
    )
    for template in made:
        _with_only_body(template["slots"], [b for b in bodies if _FIGHTING.search(b)])
    return made


def _with_only_body(slots: dict[str, list[Any]], bodies: Sequence[str]) -> None:
    """Gives "the guerrillas" their organisation where the report names but one armed body as a doer."""
    if len(bodies) == 1 and "perp_org" not in slots and any(_MEMBERS.search(p) for p in slots.get("perp_ind", [])):
        slots["perp_org"] = [bodies[0]]


def _texts(group: Sequence[Statement], name: str) -> list[str]:
    found = list(
        dict.fromkeys(
            t for s in group if s.property == name and (t := _clean(s.text if name == "weapon" else s.value or s.text))
        )
    )
    return [t for t in found if not any(t != other and set(t.split()) < set(other.split()) for other in found)]


def _clean(words: str) -> str:
    return _LEADING.sub("", re.sub(r"\s+", " ", words.upper()).strip())


def _muc_type(group: Sequence[Statement]) -> str:
    names = {r["code"]: r["muc4"] for r in rows("incident_types.csv")}
    codes = [s.value for s in group if s.property == "type" and s.value]
    best = max(codes, key=lambda c: (kinds()[c].rank, c))
    return names.get(best, "")


def _wanted(group: Sequence[Statement], published: When) -> bool:
    """Violence against civilians, officials or property, by anyone but in open battle, and recent."""
    if not _muc_type(group):
        return False
    victims, targets, weapons = _texts(group, "victim"), _texts(group, "target"), _texts(group, "weapon")
    heads = [find_head(v.lower().split()) for v in victims]
    things = [t for t in targets if (h := find_head(t.lower().split())) is None or h.cls != "military_facility"]
    if targets and not things and not victims:
        return False
    spared = [h for h in heads if h is None or h.kind == "person" or h.cls in {"police", "guard"}]
    if not spared and not targets and not weapons:
        return False
    if victims and not spared and not targets:
        return False
    if _evidence(group, spared, things) < ENOUGH:
        return False
    days = [s.when.latest for s in group if s.property == "when" and s.when and s.when.latest]
    if days and published.latest:
        return max(date.fromisoformat(d[:10]) for d in days) >= date.fromisoformat(published.latest[:10]) - timedelta(
            days=RECENT_DAYS
        )
    return True


def _spared(words: str) -> bool:
    """Whether a victim is one that the templates hold: anybody but nameless soldiers and fighters."""
    head = find_head(words.lower().split())
    return head is None or head.cls not in {"military", "insurgent", "criminal", "attacker"}


def _evidence(group: Sequence[Statement], spared: Sequence[Any], things: Sequence[str]) -> int:
    """How much tells that a particular incident is reported, not alluded to: a date, a place, a doer, a person, several mentions, the lead."""
    have = {s.property for s in group}
    types = [s for s in group if s.property == "type"]
    points = (
        2 * ("when" in have)
        + ("where" in have)
        + ("perpetrator" in have)
        + (len(types) > 1)
        + 2 * (types[0].start < LEAD_CHARS)
    )
    return (
        points
        + bool(spared)
        + any((h := find_head(t.lower().split())) is not None and h.cls not in {"other", "vehicle"} for t in things)
    )


def _template(group: Sequence[Statement], published: When, home: str, told: Sequence[Statement]) -> dict[str, Any]:
    kind = _muc_type(group)
    state = next((s.value for s in group if s.property == "state"), "occurred")
    slots: dict[str, list[Any]] = {"type": [kind], "stage": [_STAGE[state or "occurred"]]}
    slots["date"] = _date(group, published)
    slots["location"] = _location(group, home, told)
    if kind != "KIDNAPPING":
        slots["instr_id"] = _texts(group, "weapon")
        slots["instr_type"] = sorted(
            {w.muc4 for s in group if s.property == "weapon" and s.value and (w := weapon(s.value)) and w.muc4}
        )
    doers = _texts(group, "perpetrator")
    slots["perp_org"] = [d for d in doers if _is_body(d)]
    slots["perp_ind"] = [d for d in doers if not _is_body(d)]
    slots["phys_id"] = [t for t in _texts(group, "target") if not _AREA.search(t)]
    slots["victim"] = [v for v in _texts(group, "victim") if _spared(v)]
    return {
        "slots": {k: v for k, v in slots.items() if v},
        "killed": toll(group, "killed"),
        "injured": toll(group, "injured"),
    }


def _is_body(words: str) -> bool:
    head = find_head(words.lower().split())
    if head is not None and head.words not in _BODIES:
        return False
    return bool(_BODY.search(words))


def _day(iso: str) -> str:
    year, month, day = iso[:10].split("-")
    return f"{day} {_MONTHS[int(month) - 1]} {year[2:]}"


def _date(group: Sequence[Statement], published: When) -> list[str]:
    for statement in group:
        when = statement.when
        if statement.property == "when" and when and when.earliest and when.latest:
            days = (date.fromisoformat(when.latest[:10]) - date.fromisoformat(when.earliest[:10])).days
            return [_day(when.earliest)] if days <= 1 else [f"{_day(when.earliest)} - {_day(when.latest)}"]
    return [f"- {_day(published.latest)}"] if published.latest else []


def _location(group: Sequence[Statement], home: str, told: Sequence[Statement]) -> list[str]:
    place = next((s.place for s in group if s.property == "where" and s.place), None)
    if place is None:
        return [home.upper()] if home else []
    country = place.country or home
    if (
        home
        and fold(country) != fold(home)
        and not any(s.place and s.place.kind == "country" and s.place.country == country for s in told)
    ):
        country = home
    if place.kind == "country" or place.name == country:
        return [fold(place.name).upper()]
    name = fold(place.words or place.name).upper()
    return [f"{fold(country).upper()}: {name}" if country else name]
