"""How many independent origins stand behind a figure, what range stands, and how tellings that differ disagree."""

from __future__ import annotations

import csv
import re
from itertools import permutations
from pathlib import Path

import msgspec
import pytest

from firsthand.config import Config
from firsthand.model import Assessment, Reckoning, Tally
from firsthand.reckon import reckon
from firsthand.reckon.claims import Vote
from firsthand.reckon.codebooks import CODEBOOKS
from ledgers import CONFIG, Book

CASES = Path(__file__).resolve().parents[1] / "cases"
_TELLING = re.compile(
    r"(?:(?P<count>\d+)(?P<more>\+)? )?(?P<total>so far )?(?:of (?P<who>\w+) )?(?P<name>\w+) by (?P<house>[\w-]+)(?: agency (?P<agency>\w+))?"
    r"(?: day (?P<day>\d))?(?: says (?P<says>\w+)(?P<group> group)?)?(?P<unnamed> unnamed)?(?: copies (?P<copies>\w))?"
    r"(?: translates (?P<translates>\w))?(?: credits (?P<credits>\w+))?(?P<denied> denied)?$"
)


def rows(name: str) -> list[dict[str, str]]:
    lines = [line for line in (CASES / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


def told(*tellings: str) -> Book:
    """A ledger of one bombing, told as the rows of the tables say."""
    book, wires = Book(), dict[str, list[str]]()
    for telling in tellings:
        found = _TELLING.match(telling.strip())
        assert found, telling
        part = found.groupdict()
        name, day = part["name"], f"2024-03-0{part['day'] or 5}"
        book.report(name, day=day, publisher=None if part["house"] == "-" else part["house"], agency=part["agency"])
        book.bomb(name)
        chain: tuple[str, ...] = ()
        if part["says"]:
            chain = (book.source(part["says"], "group" if part["group"] else "witness"),)
        elif part["unnamed"]:
            chain = (book.source(None, "unnamed", description=f"someone told {name}"),)
        count = int(part["count"] or 12)
        book.say(
            name, "killed", (count, count, None) if part["more"] else count, at=1, chain=chain, who=part["who"],
            phrase=f"{count} so far" if part["total"] else str(count), polarity="denied" if part["denied"] else "affirmed",
        )  # fmt: skip
        for kind, of in (("verbatim", part["copies"]), ("translated", part["translates"])):
            if of:
                book.copy(name, of, kind=kind)
        if part["credits"]:
            wires.setdefault(part["credits"], []).append(name)
    for wire, documents in wires.items():
        book.wire(wire, *documents)
    return book


def reckoned(book: Book, codebook: str = "firsthand") -> tuple[Assessment, Reckoning]:
    found = reckon(book.linked(), config=Config(codebook=codebook))
    (assessment,) = found.assessments
    return assessment, found


def killed(assessment: Assessment) -> Tally:
    return next(t for t in assessment.tallies if t.measure == "killed")


@pytest.mark.parametrize("row", rows("origins.csv"), ids=lambda r: r["case"])
def test_independent_origins_of_a_toll(row: dict[str, str]) -> None:
    tellings = row["tellings"].split(";")
    for order in list(permutations(tellings))[:6]:
        tally = killed(reckoned(told(*order))[0])
        assert len(tally.origins) == int(row["origins"])
        assert sum(o.known for o in tally.origins) == int(row["known"])
        assert sorted(s for o in tally.origins for s in o.statements) == sorted(
            {s for o in tally.origins for s in o.statements}
        )
        assert all(o.reasons for o in tally.origins)


@pytest.mark.parametrize("row", rows("disagreements.csv"), ids=lambda r: r["case"])
def test_a_disagreement_has_its_kind(row: dict[str, str]) -> None:
    _, found = reckoned(told(row["first"], row["second"]))
    kinds = [d.kind for d in found.disagreements]
    assert kinds == ([row["kind"]] if row["kind"] else [])
    assert all(len(d.claims) >= 2 and d.why for d in found.disagreements)


def vote(words: str, number: int) -> Vote:
    """A vote out of the table's words."""
    head, *marks = words.split()
    figure, _, day = head.partition("@")
    numbers = [int(n) for n in re.findall(r"\d+", figure)]
    low, high = numbers[0], numbers[-1] if figure[-1] not in "+?" else None
    best = None if ".." in figure or figure.endswith("?") else low
    status = frozenset({"soldiers"} if "armed" in marks else {"civilians"} if "civil" in marks else ())
    return Vote(
        voice=str(number), statements=(f"s{number}",), low=low, best=best, high=high, day=f"2024-03-0{day}", part="part" in marks,
        party="party" in marks, vague="vague" in marks, combatant="armed" in marks, status=status,
        letter=next((m for m in marks if m in tuple("ABCDE")), "F"),
    )  # fmt: skip


@pytest.mark.parametrize("row", rows("codebooks.csv"), ids=lambda r: f"{r['case']} ({r['codebook']})")
def test_a_codebook_makes_its_range(row: dict[str, str]) -> None:
    votes = [vote(words.strip(), n) for n, words in enumerate(row["votes"].split(";"))]
    for order in permutations(votes):
        bounds = CODEBOOKS[row["codebook"]](order)
        assert [bounds.low, bounds.best, bounds.high] == [
            int(row[c]) if row[c] else None for c in ("low", "best", "high")
        ]
        known = [n for n in (bounds.low, bounds.best, bounds.high) if n is not None]
        assert known == sorted(known)
        assert bounds.low is None or bounds.by_low
        assert bounds.best is None or bounds.by_best


def test_every_bound_names_the_statements_that_set_it() -> None:
    tally = killed(reckoned(told("12 a by Alpha", "15 b by Beta"))[0])
    book = told("12 a by Alpha", "15 b by Beta")
    by_report = {s.id: s.document for s in book.statements}
    assert [by_report[s] for s in tally.set_by["low"]] == ["a"]
    assert [by_report[s] for s in tally.set_by["high"]] == ["b"]


def test_a_copy_with_a_changed_number_sets_no_bound() -> None:
    tally = killed(reckoned(told("14 a by Alpha", "41 b by Beta copies a"))[0])
    assert (tally.low, tally.best, tally.high) == (14, 14, 14)


def test_a_correction_supersedes_the_same_speakers_earlier_count() -> None:
    tally = killed(reckoned(told("14 a by Alpha day 4 says Vesk", "12 b by Beta day 7 says Vesk"))[0])
    assert (tally.low, tally.best, tally.high) == (12, 12, 12)
    assert "superseded" in tally.words


def test_parts_are_added_only_where_nobody_gives_a_whole() -> None:
    book = told("5 of soldiers a by Alpha")
    book.say("a", "killed", 3, at=2, who="civilians")
    book.say("a", "killed", 2, at=3, who="children")
    assert killed(reckoned(book)[0]).best == 8
    book.say("a", "killed", 9, at=4, who="people")
    assert killed(reckoned(book)[0]).best == 9


def test_another_three_are_added_to_the_count_before_them() -> None:
    book = told("5 a by Alpha")
    book.say("a", "killed", 3, at=2, phrase="another three")
    assert killed(reckoned(book)[0]).best == 8


def test_perpetrators_are_kept_apart_from_victims() -> None:
    book = told("5 a by Alpha")
    book.say("a", "perpetrators_killed", 2, at=2)
    assessment, _ = reckoned(book)
    assert {t.measure: t.best for t in assessment.tallies} == {"killed": 5, "perpetrators_killed": 2}


def test_unknown_is_never_zero_and_a_denial_or_fear_never_a_number() -> None:
    book = told("5 a by Alpha denied")
    book.say("a", "injured", 7, at=2, factuality="possible")
    assessment, _ = reckoned(book)
    assert assessment.tallies == ()


def test_a_pure_copy_changes_no_range_and_no_origin_count() -> None:
    before, _ = reckoned(told("14 a by Alpha says Vesk", "12 b by Beta"))
    after, _ = reckoned(told("14 a by Alpha says Vesk", "12 b by Beta", "14 c by Gamma says Vesk copies a"))
    assert [(t.low, t.best, t.high, len(t.origins)) for t in before.tallies] == [
        (t.low, t.best, t.high, len(t.origins)) for t in after.tallies
    ]
    assert len(before.origins) == len(after.origins)
    assert before.grade == after.grade


def test_the_same_ledger_under_every_codebook() -> None:
    book = told("12 a by Alpha", "15 b by Beta")
    found = {name: killed(reckoned(book, name)[0]) for name in CODEBOOKS}
    assert {name: (t.low, t.best, t.high) for name, t in found.items()} == {
        "firsthand": (12, None, 15), "acled": (12, 12, 12), "ucdp": (12, 12, 15), "ibc": (12, None, 15), "airwars": (12, None, 15),
    }  # fmt: skip


def test_reckoning_is_the_same_for_the_same_ledger() -> None:
    ledger = told("12 a by Alpha", "15 b by Beta says Vesk", "15 c by Gamma copies b").linked()
    once, again = reckon(ledger, config=CONFIG), reckon(ledger, config=CONFIG)
    assert msgspec.json.encode(once) == msgspec.json.encode(again)


def test_growth_explains_nothing_to_a_voice_that_had_said_more_before() -> None:
    book = Book()
    chief, ministry = book.source("Idran Vesk"), book.source("Harn Brol")
    for name, day, killed, who in (("a", "04", 14, chief), ("b", "06", 9, ministry), ("c", "07", 12, chief)):
        book.report(name, day=f"2024-03-{day}")
        book.bomb(name, killed=killed, chain=(who,))
    found = reckon(book.linked(), config=CONFIG).disagreements
    assert sorted(d.kind for d in found) == ["older bulletin", "real dispute"]


def test_the_digit_is_of_the_deed_and_says_which_counts_are_contested() -> None:
    book = Book()
    for name, killed in (("a", 14), ("b", 9)):
        book.report(name)
        book.bomb(name, killed=killed, perpetrators_killed=killed)
    found = reckon(book.linked(), config=CONFIG)
    (assessment,) = found.assessments
    assert assessment.grade.value == "1"
    assert assessment.grade.reasons[-1].endswith("killed, perpetrators killed")
    assert {g.value for g in found.grades if "/" in g.of} <= {"3", "4", "5"}
    assert not any("_" in words for words in (*assessment.cautions, *assessment.sensitivity))
