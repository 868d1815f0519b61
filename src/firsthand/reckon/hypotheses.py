"""Competing hypotheses: which of the values told of an incident the evidence speaks against least (Heuer, Psychology of Intelligence Analysis, 8).

A hypothesis is a value that somebody gives, or that a person asks for; a row of evidence is one independent origin, so that ten copies speak once.
Only what speaks against a hypothesis counts: what agrees with it usually agrees with others too. The score is no probability.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from firsthand.errors import UnknownName, UsageError
from firsthand.model import MEASURES, Incident, Ledger, Statement
from firsthand.reckon.estimates import ballots_of
from firsthand.reckon.falling import distrusted
from firsthand.reckon.grades import letters
from firsthand.reckon.origins import origins, teller_of, voices
from firsthand.reckon.parties import Parties, parties
from firsthand.reckon.ranges import counts_of
from firsthand.reckon.truth import Ballot
from firsthand.reckon.world import World
from firsthand.text import fold

# Marks of a cell, from what speaks most for a hypothesis to what speaks most against it, on the scale of -2 to 2.
MARKS: Mapping[str, int] = {"CC": 2, "C": 1, "N": 0, "I": -1, "II": -2}
# Weight of a row by the reliability of who speaks (A, B high; C, F medium; D, E low; a party one lower).
CREDIBILITY: Mapping[str, str] = {"A": "high", "B": "high", "C": "medium", "F": "medium", "D": "low", "E": "low"}
WEIGHTS: Mapping[str, int] = {"high": 3, "medium": 2, "low": 1}


class Evidence(NamedTuple):
    """One origin's word: who speaks, the statements, a mark for each hypothesis, and how much the row tells them apart (0: nothing)."""

    who: str
    statements: tuple[str, ...]
    cells: tuple[str, ...]
    credibility: str
    known: bool

    @property
    def diagnosticity(self) -> int:
        """The largest mark less the smallest; a row that speaks alike of all hypotheses helps to decide between none."""
        marks = [MARKS[c] for c in self.cells]
        return max(marks) - min(marks)


class Matrix(NamedTuple):
    """The hypotheses on one property of one incident against its evidence, the least contradicted first. `silent`: origins that say nothing."""

    property: str
    hypotheses: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    silent: int

    def against(self, column: int, *, weighted: bool = False) -> int:
        """What speaks against one hypothesis: 1 for each I, 2 for each II, times the weight of the row if `weighted`."""
        return sum(-min(0, MARKS[e.cells[column]]) * (WEIGHTS[e.credibility] if weighted else 1) for e in self.evidence)


def hypotheses(ledger: Ledger, incident: str, also: Sequence[str] = ()) -> tuple[Matrix, ...]:
    """The tables of one incident, one for each property on which there is more than one hypothesis.

    Args:
        incident: its id, or the beginning of it.
        also: hypotheses that nobody of the ledger gives, as ``property=value`` ("killed=20").

    Raises:
        UnknownName: there is no such incident, or several begin so.
        UsageError: a hypothesis of `also` is no ``property=value``.
    """
    found = incident_named(ledger, incident)
    world = distrusted(ledger)
    sides = parties(world, found, letters(world))
    added = _added(also)
    tables = [*_of_counts(world, found, sides, added), *_of_perpetrator(world, found, sides, added)]
    return tuple(_sorted(t) for t in tables if len(t.hypotheses) > 1)


def incident_named(ledger: Ledger, name: str) -> Incident:
    """The incident of an id, of an earlier id, or of the beginning of one.

    Raises:
        UnknownName: there is none, or several begin so.
    """
    found = [i for i in ledger.incidents if i.id == name or name in i.redirects]
    found = found or [i for i in ledger.incidents if i.id.startswith(name)]
    if len(found) != 1:
        raise UnknownName(f"{len(found)} incidents are called '{name}'", next_step="see 'firsthand show incidents'")
    return found[0]


def _added(also: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for words in also:
        prop, mark, value = (part.strip() for part in words.partition("="))
        if not (prop and mark and value) or (prop in MEASURES and not value.isdecimal()):
            raise UsageError(f"'{words}' is no hypothesis", next_step="write property=value, as killed=20")
        if prop not in (*MEASURES, "perpetrator"):
            raise UsageError(f"no hypotheses on '{prop}'", next_step=f"one of {', '.join((*MEASURES, 'perpetrator'))}")
        found.setdefault(prop, []).append(value)
    return found


def _of_counts(
    world: World, incident: Incident, sides: Parties, added: Mapping[str, Sequence[str]]
) -> Iterator[Matrix]:
    everybody = len(origins(world, voices(world, world.said(incident))))
    for count in counts_of(world, incident, sides):
        ballots = list(ballots_of(world, count.measure, count))
        values = sorted({b.said for b in ballots} | {int(x) for x in added.get(count.measure, ())})
        known = {s: o.known for o in origins(world, count.voices) for s in o.statements}
        rows = [
            Evidence(
                _name(world, b.teller), b.statements, tuple(_mark(b, v) for v in values), _weight(b.letter, b.party),
                any(known.get(s, False) for s in b.statements),
            )
            for b in ballots
        ]  # fmt: skip
        yield Matrix(count.measure, tuple(str(v) for v in values), tuple(rows), max(0, everybody - len(rows)))


def _mark(ballot: Ballot, value: int) -> str:
    """How one ballot speaks of a number; that a number is far from what is told exactly speaks no more against it than a near miss."""
    if ballot.low == value == ballot.high:
        return "CC"
    inside = ballot.low <= value and (ballot.high is None or value <= ballot.high)
    return "C" if inside else "I"


def _of_perpetrator(
    world: World, incident: Incident, sides: Parties, added: Mapping[str, Sequence[str]]
) -> Iterator[Matrix]:
    said = [s for s in world.said(incident) if s.property == "perpetrator" and s.value and s.id not in world.distrusted]
    names = {fold(s.value or ""): s.value or "" for s in reversed(said)}
    names |= {fold(x): x for x in added.get("perpetrator", ()) if fold(x) not in names}
    if not said:
        return
    found = voices(world, said)
    home = {s: n for n, o in enumerate(origins(world, found)) for s in o.statements}
    rows: dict[int, Evidence] = {}
    for voice in found:
        cells = tuple(_named(voice.own, key) for key in sorted(names))
        row = Evidence(
            _name(world, teller_of(voice)), tuple(s.id for s in voice.statements), cells,
            _weight(sides.letter(voice), sides.speaks(voice)), voice.known,
        )  # fmt: skip
        rows.setdefault(home[voice.statements[0].id], row)
    everybody = len(origins(world, voices(world, world.said(incident))))
    yield Matrix(
        "perpetrator", tuple(names[k] for k in sorted(names)), tuple(rows[n] for n in sorted(rows)), max(0, everybody - len(rows))
    )  # fmt: skip


def _named(said: Sequence[Statement], key: str) -> str:
    """How one voice speaks of one name: it names it, denies it, names another, or only denies another."""
    mine = [s for s in said if fold(s.value or "") == key]
    if any(s.polarity == "denied" or s.factuality == "denied" for s in mine):
        return "II"
    if mine:
        return "CC" if any(s.factuality == "asserted" and not s.hedge for s in mine) else "C"
    return "I" if any(s.polarity == "affirmed" and s.factuality != "denied" for s in said) else "N"


def _weight(letter: str, party: bool) -> str:
    return _LOWER[CREDIBILITY[letter]] if party else CREDIBILITY[letter]


_LOWER: Mapping[str, str] = {"high": "medium", "medium": "low", "low": "low"}


def _name(world: World, teller: str) -> str:
    source = world.sources.get(teller)
    if source is not None:
        return source.name or source.description or "a source that is not named"
    document = world.documents.get(teller)
    return document.address if document is not None else teller


def _sorted(table: Matrix) -> Matrix:
    """Hypotheses by what speaks against them, weighted; evidence by how much it tells them apart."""
    order = sorted(range(len(table.hypotheses)), key=lambda n: (table.against(n, weighted=True), table.against(n), n))
    rows = [e._replace(cells=tuple(e.cells[n] for n in order)) for e in table.evidence]
    rows.sort(key=lambda e: (-e.diagnosticity, -WEIGHTS[e.credibility], e.who))
    return table._replace(hypotheses=tuple(table.hypotheses[n] for n in order), evidence=tuple(rows))
