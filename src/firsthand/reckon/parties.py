"""Who speaks as a party to the conflict, and with what letter: what the codebooks need to know of a speaker."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from firsthand.model import Incident, Source
from firsthand.reckon.origins import Voice
from firsthand.reckon.world import World, group_of
from firsthand.text import fold
from firsthand.vocabulary import rows

# Bodies that fight: an official who speaks for one is a party when the incident is an attack by or on such a body.
_ARMED = re.compile(
    r"\b(?:army|armed forces|military|air force|navy|defen[cs]e|coalition|militia|brigades?|battalion|command|troops|front"
    r"|militants?|rebels?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Parties:
    """The sources that are party to one incident's conflict, and the letters of all sources."""

    world: World
    sides: frozenset[str]
    letters: Mapping[str, str]

    def is_party(self, source: Source) -> bool:
        """Whether a source is an armed group, speaks for armed forces, or stands for one that did it or was its target."""
        if source.kind == "group":
            return True
        names = {fold(n) for n in (source.name, source.stands_for) if n}
        if names & self.sides:
            return True
        return source.kind == "official" and bool(
            _ARMED.search(" ".join(filter(None, (source.stands_for, source.description, source.name))))
        )

    def speaks(self, voice: Voice) -> bool:
        """Whether a voice is a party's: its speaker is, or its outlet is listed as one."""
        source = self.world.sources.get(voice.speaker) if voice.speaker else None
        if source is not None:
            return self.is_party(source)
        return bool(voice.newsrooms) and voice.newsrooms <= party_outlets()

    def letter(self, voice: Voice) -> str:
        """The letter of a voice's speaker, or of its newsroom where the newsroom speaks itself; F where there is none."""
        if voice.speaker:
            return self.letters.get(voice.speaker, "F")
        return min((self.letters[room] for room in sorted(voice.newsrooms) if room in self.letters), default="F")


def parties(world: World, incident: Incident, letters: Mapping[str, str]) -> Parties:
    """The sides of an incident: those named as having done it, claimed it or been its target."""
    sides = frozenset(fold(a.name) for a in incident.actors if a.role in ("perpetrator", "target", "claimant"))
    return Parties(world, sides, letters)


@cache
def party_outlets() -> frozenset[str]:
    """Newsrooms that the vocabulary of publishers lists as a party to a conflict, by group."""
    return frozenset(
        group_of(row["name"])
        for row in rows("publishers.csv")
        if row.get("party_to_conflict", "").casefold() not in ("", "no", "false", "0")
    )
