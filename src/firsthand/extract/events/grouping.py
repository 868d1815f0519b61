"""From mentions to incidents as one document tells them: which words speak of one happening, and which of none.

Mentions are read in order; each joins the happening that it fits best, or begins a new one. What speaks for and against is a table of weights whose
sum decides, so that every join can be explained. Results ("killed", "wounded") look for a cause; "the attack" looks back; "another attack" does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from firsthand.extract.events import Mention
from firsthand.extract.mentions import DateMention, PlaceMention
from firsthand.extract.sentences.lexicon import kinds
from firsthand.model import Reason, When
from firsthand.text import fold

# A mention joins a happening when its reasons add up to this; lower lumps different happenings together, higher splits one happening into several.
# Chosen on the development parts of the labelled sets (`tests/extract/test_events.py` holds what it must tell apart); re-measure both when moved.
JOIN = 2.0
# Sentences after which a happening is no longer near: "the blast" may still mean it, a bare "killed" does not.
NEAR = 3
# Incidents begun last among which a mention looks for its own, besides the report's main story: bounds the work on lists of thousands of incidents;
# no report of the development sets tells of so many, so it decides nothing there. Re-count the incidents of the longest reports when moved.
WINDOW = 40
# What a mention gets where no date, place, victim, kind or word speaks against it, and where it tells no victim, target or date of its own: reports
# come back to one happening far more often than they begin another in passing.
UNOPPOSED = 0.6
BARE = 0.5
_BACK = ("the ", "these ", "those ", "all the ", "both the ")
# Kinds that say nothing of the sides: between armed parties they are a clash (ACLED's battles), else an attack.
_PLAIN_FORCE = frozenset({"killing", "wounding", "armed_attack", "shooting"})
_ARMED = frozenset({"military", "insurgent", "police", "criminal"})
_PROTESTERS = frozenset({"protester", "demonstrator", "rioter", "protestor"})
_PLAIN = frozenset({"bombing", "explosion", "shelling"})
_WITH_RESULTS = frozenset({"abduction", "robbery", "protest", "arrest"})
_EXPLOSIVE = frozenset(
    {
        "suicide_car_bomb",
        "suicide_bomb",
        "car_bomb",
        "ied",
        "landmine",
        "grenade",
        "bombing",
        "explosion",
        "missile",
        "shelling",
        "air_strike",
        "drone_strike",
    }
)


@dataclass(frozen=True)
class Slot:
    """One incident as the document tells it: its mentions in order and why each joined."""

    mentions: tuple[Mention, ...]
    reasons: tuple[tuple[Reason, ...], ...]

    @cached_property
    def type(self) -> str:
        """The kind with the highest rank among its mentions; a clash where both sides are armed, a riot where one side protests."""
        table = kinds()
        code = max((m.type for m in self.mentions if m.type), key=lambda c: (table[c].rank, c), default="armed_attack")
        if (
            code in _PLAIN_FORCE
            and self._sides("perpetrator") & _ARMED
            and self._sides("victim")
            and self._sides("victim") <= _ARMED
        ):
            return "clash"
        parties = {r.head.words for m in self.mentions for r in m.roles if r.head is not None}
        return "riot" if code == "clash" and parties & _PROTESTERS else code

    def kind_of(self, mention: Mention) -> str:
        """The kind that one mention gives: the incident's, or its own where it belongs to another family (the killing after an abduction)."""
        table = kinds()
        other = bool(mention.type) and table[mention.type].family != table[self._top].family
        return mention.type if other else self.type

    @cached_property
    def _top(self) -> str:
        table = kinds()
        return max((m.type for m in self.mentions if m.type), key=lambda c: (table[c].rank, c), default="armed_attack")

    def _sides(self, role: str) -> set[str]:
        """The classes of those who fill a role; "named" for a name alone."""
        return {
            r.head.cls if r.head is not None else "named"
            for m in self.mentions
            for r in m.of(role)
            if r.head is not None or r.name is not None
        }


@dataclass
class _Happening:
    """An incident while its mentions are gathered: what they say together, kept so that no mention is read again for each later one."""

    mentions: list[Mention] = field(default_factory=list)
    reasons: list[tuple[Reason, ...]] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    heads: set[str] = field(default_factory=set)
    dates: dict[tuple[str, When], DateMention] = field(default_factory=dict)
    areas: set[str] = field(default_factory=set)
    around: set[str] = field(default_factory=set)
    place: str | None = None
    result: bool = False
    strong: bool = False

    def add(self, mention: Mention, reasons: tuple[Reason, ...]) -> None:
        self.mentions.append(mention)
        self.reasons.append(reasons)
        names, heads = _keys(mention)
        self.names |= names
        self.heads |= heads
        if mention.type:
            self.codes.add(mention.type)
        if mention.when is not None and mention.when.kind == "date":
            self.dates.setdefault((mention.when.text.lower(), mention.when.when), mention.when)
        for told in filter(_is_local, mention.places):
            self.place = self.place or told.place.name
            self.areas.add(fold(told.place.name))
            self.around.add(fold(told.place.admin1 or "--"))
        self.result |= mention.word.force == "result"
        self.strong |= mention.word.force == "strong"

    def slot(self) -> Slot:
        return Slot(tuple(self.mentions), tuple(self.reasons))


def _near_enough(slots: Sequence[_Happening]) -> list[int]:
    """The main story and the incidents begun last."""
    recent = max(len(slots) - WINDOW, 0)
    return [*([0] if recent else []), *range(recent, len(slots))]


def group(mentions: Sequence[Mention]) -> tuple[list[Slot], list[Mention]]:
    """Puts mentions of one happening together.

    Returns:
        The incidents in the order in which they are first told, and the mentions that tell of none (general, planned, possible, denied).
    """
    slots: list[_Happening] = []
    rest: list[Mention] = []
    for mention in mentions:
        if not mention.verdict.holds or mention.general or (not mention.type and mention.word.force != "echo"):
            rest.append(mention)
            continue
        best, score = -1, 0.0
        reasons: tuple[Reason, ...] = ()
        for index in _near_enough(slots):
            parts = _reasons(mention, slots[index], index == 0, len(slots) - 1 - index)
            total = sum(p.weight for p in parts)
            if best < 0 or total >= score:
                best, score, reasons = index, total, parts
        if best >= 0 and score >= JOIN:
            slots[best].add(mention, reasons)
        elif _begins(mention) and not (mention.bare_death and not _after_violence(slots)):
            slots.append(_Happening())
            slots[-1].add(mention, ())
        else:
            rest.append(mention)
    return [slot.slot() for slot in slots], rest


def _after_violence(slots: Sequence[_Happening]) -> bool:
    """Whether an incident of violence was told before: deaths told after it are seldom others' natural ones."""
    table = kinds()
    return any(table[code].family == "violence" for at in _near_enough(slots) for code in slots[at].codes)


def _begins(mention: Mention) -> bool:
    """Whether a mention can begin an incident of its own: not an echo, and a result only with a victim of its own."""
    if mention.word.force == "echo" or not mention.type:
        return False
    if mention.word.force == "result":
        if mention.definite or mention.word.frame == "name":
            return False
        return bool(mention.of("victim")) and (
            mention.word.frame == "harm" or bool(mention.of("weapon")) or mention.word.pos != "n"
        )
    if not mention.roles and mention.when is None and (mention.definite or mention.word.pos == "v"):
        return False
    if mention.word.type == "property_destruction":
        return bool(mention.of("target")) and bool(mention.of("weapon") or mention.of("perpetrator"))
    return True


def _reasons(mention: Mention, slot: _Happening, first: bool, behind: int) -> tuple[Reason, ...]:
    """What speaks for (positive) and against (negative) a mention belonging to a happening."""
    last = slot.mentions[-1]
    gap = mention.sentence - last.sentence
    result = mention.word.force == "result" or mention.word.type == "property_destruction"
    found = [_nearness(gap, mention, last)]
    if behind:
        found.append(
            Reason(name="another incident lies between", weight=-0.5 * min(behind, 2), words=f"{behind} told later")
        )
    elif first and gap > NEAR:
        found.append(Reason(name="the report's main story", weight=0.5, words="first incident told, no other since"))
    if mention.definite or mention.word.force == "echo":
        found.append(Reason(name="refers back", weight=1.6, words=mention.text))
    if mention.fresh:
        found.append(Reason(name="said to be another", weight=-3.0, words=mention.text))
    if result and gap <= NEAR:
        found.append(Reason(name="a result looks for its cause", weight=1.2, words=mention.text))
    if slot.result and not slot.strong and not result and gap <= 1:
        found.append(Reason(name="a cause for a result told before", weight=1.2, words=mention.text))
    found += [
        _kind_reason(mention, slot),
        _victim_reason(mention, slot),
        _date_reason(mention, slot, gap),
        _place_reason(mention, slot, gap),
    ]
    if all(r.weight >= 0 or r.name == "another incident lies between" for r in found):
        found.append(Reason(name="nothing speaks against it", weight=UNOPPOSED, words=""))
        if not mention.of("victim") and not mention.of("target") and mention.when is None:
            found.append(Reason(name="tells nothing of its own", weight=BARE, words=""))
    return tuple(r for r in found if r.weight)


def _nearness(gap: int, mention: Mention, last: Mention) -> Reason:
    if gap == 0:
        return Reason(name="same sentence", weight=1.8, words=f"'{last.text}'")
    if gap == 1:
        return Reason(name="next sentence", weight=1.1, words=f"'{last.text}'")
    if gap <= NEAR:
        return Reason(name="near", weight=0.7, words=f"{gap} sentences")
    return Reason(name="far", weight=0.3, words=f"{gap} sentences")


def _kind_reason(mention: Mention, slot: _Happening) -> Reason:
    table = kinds()
    own = table[mention.type].family if mention.type else ""
    codes = slot.codes
    families = {table[code].family for code in codes}
    if not own:
        return Reason(name="kind", weight=0.2, words="the word fits any kind")
    if own not in families:
        result = mention.word.force == "result" and bool(families & _WITH_RESULTS)
        return Reason(
            name="other kind",
            weight=-0.3 if result else -2.2,
            words=f"{mention.type} beside {', '.join(sorted(codes))}",
        )
    if mention.type in codes:
        return Reason(name="same kind", weight=0.8, words=mention.type)
    exact = codes & _EXPLOSIVE - _PLAIN
    if mention.type in _EXPLOSIVE - _PLAIN and exact:
        return Reason(
            name="another kind of explosive", weight=-0.4, words=f"{mention.type} beside {', '.join(sorted(codes))}"
        )
    if mention.type in _EXPLOSIVE and codes & _EXPLOSIVE:
        return Reason(name="like kind", weight=0.7, words=f"{mention.type} beside {', '.join(sorted(codes))}")
    if mention.type in _EXPLOSIVE and codes & {"shooting", "stabbing", "abduction"}:
        return Reason(name="other means", weight=-0.6, words=f"{mention.type} beside {', '.join(sorted(codes))}")
    return Reason(name="kinds that go together", weight=0.4, words=f"{mention.type} beside {', '.join(sorted(codes))}")


def _keys(mention: Mention) -> tuple[set[str], set[str]]:
    """Names and heads of those who suffered, in comparable form."""
    names, heads = set(), set()
    for role in mention.roles:
        if role.role not in {"victim", "target"}:
            continue
        if role.name is not None and role.name.kind in {"person", "organisation"}:
            names.add(fold(role.name.text).split(" ")[-1])
        elif role.head is not None and not role.text.split()[-1][:1].isupper():
            heads.add(role.head.words)
        elif len(last := fold(role.text).split(" ")[-1]) > 3:
            names.add(last)
    return names, heads


def _victim_reason(mention: Mention, slot: _Happening) -> Reason:
    names, heads = _keys(mention)
    known, known_heads = slot.names, slot.heads
    if names & known:
        return Reason(name="same victim", weight=3.0, words=", ".join(sorted(names & known)))
    if names and known and mention.word.frame != "suffer":
        return Reason(
            name="other victims named",
            weight=-1.4,
            words=f"{', '.join(sorted(names))} beside {', '.join(sorted(known))}",
        )
    if heads & known_heads and any(r.role == "victim" and r.text.lower().startswith(_BACK) for r in mention.roles):
        return Reason(name="the people told of before", weight=2.0, words=", ".join(sorted(heads & known_heads)))
    if heads & known_heads - {"people", "person"}:
        return Reason(name="same sort of victim or target", weight=1.0, words=", ".join(sorted(heads & known_heads)))
    return Reason(name="victims", weight=0.0, words="")


def _date_reason(mention: Mention, slot: _Happening, gap: int) -> Reason:
    mine = mention.when
    theirs = list(slot.dates.values())
    if mine is None or mine.kind != "date" or not theirs:
        return Reason(name="dates", weight=0.0, words="")
    if any(
        mine.text.lower() == other.text.lower() or (overlaps(mine, other) and _sharp(mine) and _sharp(other))
        for other in theirs
    ):
        return Reason(name="same time", weight=0.8, words=mine.text)
    if any(overlaps(mine, other) for other in theirs):
        own = mention.word.force != "result" and not mention.definite
        return Reason(
            name="a time of its own", weight=-1.2 if own else 0.0, words=f"{mine.text} beside {theirs[0].text}"
        )
    return Reason(name="other date", weight=-2.5, words=f"{mine.text} beside {theirs[0].text}")


def _sharp(mention: DateMention) -> bool:
    """Whether a date is fine enough for an overlap to say that two are one: a day, a part of it, or a week."""
    return mention.when.precision in {"time", "day", "week"}


def overlaps(left: DateMention, right: DateMention) -> bool:
    """Whether two dates can be one; a date of unknown ends overlaps every other."""
    a, b = left.when, right.when
    if None in (a.earliest, a.latest, b.earliest, b.latest):
        return True
    return bool(a.earliest <= b.latest and b.earliest <= a.latest)  # type: ignore[operator]


def _place_reason(mention: Mention, slot: _Happening, gap: int) -> Reason:
    """Two places go together where they are one, or one lies in the other's province."""
    mine = [p for p in mention.places if _is_local(p)]
    if not mine or slot.place is None:
        return Reason(name="places", weight=0.0, words="")
    if any(
        fold(p.place.name) in slot.areas
        or fold(p.place.admin1 or "-") in slot.areas
        or fold(p.place.name) in slot.around
        for p in mine
    ):
        return Reason(name="same place", weight=0.8, words=mine[0].place.name)
    if gap == 0:
        return Reason(name="places", weight=0.0, words="")
    return Reason(name="other place", weight=-1.6, words=f"{mine[0].place.name} beside {slot.place}")


def _is_local(mention: PlaceMention) -> bool:
    return mention.place.kind != "country" and (mention.place.precision is None or mention.place.precision <= 4)
