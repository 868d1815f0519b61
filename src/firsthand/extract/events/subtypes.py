"""What a short report is about, as one of ACLED's sub-event types, by weighted cues. The cues are rows of `acled_cues.csv`."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from firsthand import vocabulary
from firsthand.model import Reason
from firsthand.text import plain, sentences

# What a cue counts after the first sentence: a brief opens with what it is about. At 1.0 the background of a report outvotes its news.
LATER = 0.6
# What a further cue of a type counts beside its weightiest one: several ways to say one thing are one thing said.
FURTHER = 0.5
_WORD_PART = r"[\w'’-]*"


class Typed(NamedTuple):
    """A sub-event type with its score and the cues that make it up; `name` is ``None`` where no cue stands in the text."""

    name: str | None
    score: float
    reasons: tuple[Reason, ...]


class _Cue(NamedTuple):
    type: str
    parts: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str] | None
    weight: float
    words: str


def _pattern(words: str) -> re.Pattern[str]:
    """One pattern for alternatives between "|"; "*" stands for any ending."""
    made = [re.escape(w.strip()).replace(r"\*", _WORD_PART).replace(r"\ ", r"\s+") for w in words.split("|")]
    return re.compile(rf"(?<!\w)(?:{'|'.join(made)})(?!\w)", re.IGNORECASE)


@functools.cache
def _cues() -> tuple[_Cue, ...]:
    return tuple(
        _Cue(
            row["type"],
            tuple(_pattern(part) for part in row["cue"].split(" & ")),
            _pattern(row["unless"].replace(" & ", "|")) if row["unless"] else None,
            float(row["weight"]),
            row["cue"].split("|")[0],
        )
        for row in vocabulary.rows("acled_cues.csv")
    )


def sub_event(text: str) -> Typed:
    """The sub-event type that a short report's cues speak for most, and why.

    Args:
        text: a report of one to three sentences; in a longer one the first sentence leads.

    Example:
        >>> sub_event("A hand grenade was thrown at a police post in Orlen, wounding two.").name
        'Grenade'
        >>> sub_event("The orchestra of Orlen played on Monday.")
        Typed(name=None, score=0.0, reasons=())
    """
    clean = plain(text)
    first = next((s.end for s in sentences(clean)), len(clean))
    found: dict[str, list[Reason]] = defaultdict(list)
    for cue in _cues():
        if cue.unless and cue.unless.search(clean):
            continue
        places = [part.search(clean) for part in cue.parts]
        if all(places):
            hits = [p for p in places if p]
            weight = cue.weight * (1.0 if min(p.start() for p in hits) < first else LATER)
            found[cue.type].append(Reason(name=cue.type, weight=weight, words=" ... ".join(p.group() for p in hits)))
    scored = [_scored(name, reasons) for name, reasons in found.items()]
    return max(scored, key=lambda t: (t.score, t.name or ""), default=Typed(None, 0.0, ()))


def _scored(name: str, reasons: Sequence[Reason]) -> Typed:
    ordered = sorted(reasons, key=lambda r: -r.weight)
    kept = (ordered[0], *(Reason(name=r.name, weight=r.weight * FURTHER, words=r.words) for r in ordered[1:]))
    return Typed(name, sum(r.weight for r in kept), kept)
