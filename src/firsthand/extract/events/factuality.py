"""How firmly an event is told: asserted, possible, planned, conditional, habitual, forecast or denied; and whether it was carried out.

Cues stand in the event's own verb group, in the verb that governs it, or before its noun ("no attack", "an attempted bombing").
Scheme after FactBank (values) and PLOVER's auxiliary modes (what never becomes an incident); vocabulary in `factuality_cues.csv`.
"""

from __future__ import annotations

import functools
import itertools
from typing import NamedTuple

from firsthand.extract.sentences.clauses import Reading
from firsthand.model import Factuality, State
from firsthand.vocabulary import rows

# Groups to the left of an event noun in which its governing verb is looked for ("warned of possible new attacks").
GOVERNOR_REACH = 5
_CLAUSE_MARKS = frozenset({";", ":", "--", "—", "–"})


class Verdict(NamedTuple):
    """Factuality of one event for its nearest speaker, its state, the hedging words, and the cues that decided."""

    factuality: Factuality
    state: State
    hedge: str | None
    reasons: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether it is told as something that took place or was tried."""
        return self.factuality == "asserted"


@functools.cache
def _cues() -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = {}
    for row in rows("factuality_cues.csv"):
        table.setdefault(row["place"], {})[row["words"]] = row["says"]
    return table


def _hits(place: str, words: list[str]) -> list[tuple[str, str]]:
    """(cue, what it says) for the cues of one place among some words; cues of two words are matched as neighbours."""
    table = _cues().get(place, {})
    found = [(w, table[w]) for w in words if w in table]
    found += [(f"{a} {b}", table[f"{a} {b}"]) for a, b in itertools.pairwise(words) if f"{a} {b}" in table]
    return found


def judge(reading: Reading, at: int) -> Verdict:
    """Reads the cues for the event word at token `at`.

    Example:
        >>> from firsthand.extract.sentences.clauses import read
        >>> judge(read("The rebels could attack the town.")[0], 3).factuality
        'possible'
        >>> judge(read("Police foiled an attack.")[0], 3).state
        'thwarted'
    """
    where = reading.group_of[at]
    group = reading.groups[where]
    begin = _clause_start(reading, where)
    said: list[tuple[str, str]] = []
    if where and reading.kind(where - 1) == "word":
        said += _hits("noun", [reading.lower(where - 1)])
    if group.kind == "verb":
        said += _hits("verb", [t.lower for t in reading.tokens[group.first : at]])
        said += (
            _hits("noun", reading.words(reading.groups[where - 1]))
            if where and reading.kind(where - 1) == "noun"
            else []
        )
        if reading.tokens[at].tag in {"VB", "VG"}:
            said += _governors(reading, where, at)
    else:
        said += _hits("noun", [t.lower for t in reading.tokens[group.first : at]])
        said += _hits("after", [t.lower for t in reading.tokens[at + 1 : at + 3]])
        said += _governors(reading, where, at)
        said += _own_verb(reading, where)
    said += _hits(
        "clause", [t.lower for t in reading.tokens[reading.groups[begin].first : reading.groups[where].first]]
    )
    said += _hits("sentence", [t.lower for t in reading.tokens[:3]])
    return _decide(reading, at, said)


def _clause_start(reading: Reading, where: int) -> int:
    """The group where the event's clause begins: after the last mark or conjunction that a finite verb follows."""
    for i in range(where - 1, -1, -1):
        word = reading.lower(i)
        if reading.kind(i) != "word":
            continue
        if word in _CLAUSE_MARKS or word in {
            "that",
            "when",
            "while",
            "because",
            "after",
            "since",
            "although",
            "but",
            "who",
            "which",
        }:
            return i
        if word in {"if", "unless", "whether"}:
            return i
        if (
            word == ","
            and any(reading.finite(k) for k in range(i + 1, where))
            and any(reading.finite(k) for k in range(i))
        ):
            return i
    return 0


def _governors(reading: Reading, where: int, at: int) -> list[tuple[str, str]]:
    """Cues in the verb or noun that governs an event ("planned to", "threat of", "prevented", "accused of")."""
    found: list[tuple[str, str]] = []
    for i in range(where - 1, max(-1, where - GOVERNOR_REACH), -1):
        if reading.kind(i) == "verb":
            group = reading.groups[i]
            words = reading.words(group)
            found += _hits("governor", words)
            if found:
                found += _hits("verb", words)
            if reading.tokens[group.first].tag not in {"TO", "VG"} or found:
                break
        if reading.tag(i) == "J":
            found += _hits("governor", [reading.lower(i)])
            continue
        if reading.kind(i) == "noun":
            found += _hits("governor", [reading.lower(i)])
            if reading.tag(i - 1) not in {"I", "TO", "CC"} and reading.lower(i - 1) != ",":
                continue
        if reading.lower(i) in {";", ":", "that", "who", "which"}:
            break
    return found


def _own_verb(reading: Reading, where: int) -> list[tuple[str, str]]:
    """Cues in the verb whose subject is the event noun ("the attack was foiled", "an attack would follow") and its auxiliaries."""
    for i in range(where + 1, min(where + 8, len(reading.groups))):
        if reading.kind(i) == "verb" and (reading.finite(i) or reading.tag(i) == "VN"):
            if reading.tag(where - 1) == "I" and reading.lower(where - 1) != "that":
                return []
            words = reading.words(reading.groups[i])
            return _hits("own", words) + _hits("verb", words[:-1])
        if reading.lower(i) in {",", ";", ".", "and", "who", "which", "that"}:
            break
    for i in range(where - 1, max(-1, where - 3), -1):
        if reading.kind(i) == "verb":
            words = reading.words(reading.groups[i])
            if {"not", "n't", "never", "no"} & set(words) or reading.lower(i - 1) == "there":
                return _hits("verb", words)
            return [hit for hit in _hits("verb", words) if hit[1] in {"possible", "forecast", "denied", "conditional"}]
    return []


_ORDER: tuple[str, ...] = (
    "denied",
    "conditional",
    "thwarted",
    "attempted",
    "planned",
    "possible",
    "forecast",
    "habitual",
)


def _decide(reading: Reading, at: int, said: list[tuple[str, str]]) -> Verdict:
    sayings = {says for _, says in said}
    hedge = next((cue for cue, says in said if says == "hedge"), None)
    reasons = tuple(dict.fromkeys(f"{says}: '{cue}'" for cue, says in said))
    first = next((word for word in _ORDER if word in sayings), None)
    if first == "denied" and sayings & {"thwarted"}:
        first = "asserted"
    if first in {"thwarted", "attempted"} and not sayings & {"planned", "possible", "conditional", "forecast"} - {
        "planned"
    }:
        return Verdict("asserted", "thwarted" if first == "thwarted" else "attempted", hedge, reasons)
    if first in {"thwarted", "attempted"}:
        first = next((w for w in ("conditional", "possible", "forecast", "planned") if w in sayings), "possible")
    if first is None or first == "asserted":
        return Verdict("asserted", "claimed" if "claimed" in sayings else "occurred", hedge, reasons)
    state: State = "planned" if first in {"planned", "forecast", "possible", "conditional"} else "occurred"
    return Verdict(first, state, hedge, reasons)  # type: ignore[arg-type]
