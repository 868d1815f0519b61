"""Which reports tell of one incident, and which do not."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import msgspec
import pytest

from firsthand.link import link
from firsthand.link.block import candidates
from firsthand.link.compare import FEATURES, JOIN_AT, compare
from firsthand.link.slots import family, slots
from firsthand.model import Linking
from ledgers import CONFIG, Book

CASES = Path(__file__).resolve().parents[1] / "cases"


def rows(name: str) -> list[dict[str, str]]:
    lines = [line for line in (CASES / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


def groups(book: Book) -> list[set[str]]:
    return sorted(
        ({s.split(":")[0] + s.split(":")[1] for s in i.slots} for i in link(book.ledger(), config=CONFIG).incidents),
        key=sorted,
    )


def two(**differing: object) -> Book:
    """Two reports of one bombing, the second told with what is given."""
    book = Book()
    for name in "ab":
        book.report(name)
    book.bomb("a", killed=12)
    book.bomb("b", **{"killed": 12, **differing})  # type: ignore[arg-type]
    return book


@pytest.mark.parametrize("row", rows("families.csv"), ids=lambda r: r["code"])
def test_a_type_has_its_family(row: dict[str, str]) -> None:
    assert family(row["code"]) == row["family"]


@pytest.mark.parametrize(
    ("differing", "together"),
    [
        ({}, True),
        ({"killed": 30}, True),
        ({"kind": "explosion"}, True),
        ({"kind": "abduction", "killed": 3}, False),
        ({"town": "Pellan"}, False),
        ({"town": "Kesmeria"}, True),
        ({"day": "2024-03-05"}, True),
        ({"day": "2024-03-05", "killed": 40}, False),
        ({"day": "2024-03-07"}, False),
        ({"day": "2024-03-14"}, False),
        ({"day": ("2024-03-01", "2024-03-31")}, True),
        ({"day": None}, True),
        ({"town": None, "day": None, "killed": 30}, False),
    ],
)
def test_place_day_and_kind_identify_an_incident_and_tolls_alone_do_not_split_it(
    differing: dict[str, object], together: bool
) -> None:
    assert (len(groups(two(**differing))) == 1) is together


def test_weights_are_explained_and_add_up() -> None:
    book = two(killed=30)
    left, right = slots(book.ledger())
    found = compare(left, right)
    assert found.score == pytest.approx(sum(r.weight for r in found.reasons))
    assert found.joined == (found.score >= JOIN_AT)
    assert {r.name for r in found.reasons} == {"day", "place", "kind", "toll"}
    assert all(f.weigh.__doc__ for f in FEATURES)
    assert compare(right, left) == found


def test_a_copied_passage_outweighs_a_changed_day_and_toll() -> None:
    book = two(day="2024-03-12", killed=41)
    book.copy("b", "a", 0)
    (incident,) = link(book.ledger(), config=CONFIG).incidents
    assert incident.links[0].reasons[0].name == "copied passage"


def test_a_copy_is_read_as_its_original_even_where_its_own_reading_differs() -> None:
    book = Book()
    book.report("a")
    book.bomb("a", killed=300)
    book.bomb("a", slot="2", at=5, town="Pellan", day="2023-11-11", killed=2)
    before = [i.id for i in link(book.ledger(), config=CONFIG).incidents]
    book.report("b", day=None)  # the reprint is undated, so that both attacks were read as one
    book.bomb("b", killed=300, day=None)
    book.bomb("b", at=5, town="Pellan", day=None, killed=2)
    book.copy("b", "a")
    found = link(book.ledger(), config=CONFIG).incidents
    by_id = {s.id: s for s in book.statements}
    assert [i.id for i in found] == before
    counts = [{by_id[s].estimate.low for s in i.statements if by_id[s].estimate} for i in found]  # type: ignore[union-attr]
    assert sorted(counts, key=min) == [{2}, {300}]
    assert sorted(len(i.documents) for i in found) == [2, 2]


def test_a_reprint_makes_no_incident_that_its_original_does_not_tell() -> None:
    book = two()
    book.copy("b", "a")
    book.bomb("b", slot="odd", at=8, town="Pellan", day="2023-01-01")
    assert len(groups(book)) == 1


def test_only_what_is_asserted_makes_an_incident() -> None:
    book = Book()
    book.report("a")
    for number, factuality in enumerate(("possible", "planned", "conditional", "habitual", "forecast", "denied")):
        book.say("a", "type", "car_bomb", slot=str(number), at=number, factuality=factuality)
    book.say("a", "type", "car_bomb", slot="no", at=8, polarity="denied")
    assert link(book.ledger(), config=CONFIG).incidents == ()
    book.bomb("a", slot="yes", at=9)
    assert len(link(book.ledger(), config=CONFIG).incidents) == 1


def test_a_thwarted_attack_is_an_incident_in_that_state() -> None:
    book = two()
    for name in "ab":
        book.say(name, "state", "attempted")
    book.say("b", "state", "thwarted")
    (incident,) = link(book.ledger(), config=CONFIG).incidents
    assert incident.state == "thwarted"


def test_two_incidents_of_one_report_stay_two_unless_people_say_so() -> None:
    book = Book()
    book.report("a")
    book.bomb("a", slot="1")
    book.bomb("a", slot="2", at=3)
    assert len(groups(book)) == 2
    book.judge("a:1", "a:2", "same")
    assert groups(book) == [{"a1", "a2"}]


def test_a_vague_report_does_not_chain_two_look_alikes() -> None:
    book = Book()
    for name, day in (("a", "2024-03-04"), ("b", ("2024-03-01", "2024-03-10")), ("c", "2024-03-08")):
        book.report(name, day="2024-03-10")
        book.bomb(name, day=day)
    found = link(book.ledger(), config=CONFIG)
    assert len(found.incidents) == 2
    assert any("kept apart" in {r.name for r in d.reasons} for d in found.doubtful)


def test_what_people_decided_outranks_the_machine_and_can_be_taken_back() -> None:
    book = two()
    apart = book.judge("a:1", "b:1", "different")
    assert len(groups(book)) == 2
    book.judge(apart, None, "undo", kind="undo", at="2024-04-02")
    assert len(groups(book)) == 1
    other = two(town="Pellan")
    by_id = [i.id for i in link(other.ledger(), config=CONFIG).incidents]
    other.judge(by_id[0], by_id[1], "same")
    assert len(groups(other)) == 1


def test_ids_are_those_of_the_earliest_report_and_others_are_redirected() -> None:
    book = two()
    first = link(book.ledger(), config=CONFIG).incidents[0]
    book.report("z", day="2024-03-03")
    book.bomb("z", killed=12)
    second = link(book.ledger(), config=CONFIG).incidents[0]
    assert second.id != first.id
    assert first.id in second.redirects


def crowd() -> Book:
    book = Book()
    for number, (day, town, killed) in enumerate(
        [
            ("2024-03-04", "Sarovel", 12),
            ("2024-03-04", "Sarovel", 14),
            ("2024-03-05", "Sarovel", 12),
            ("2024-03-09", "Sarovel", 12),
        ]
    ):
        book.report(f"r{number}", day="2024-03-10" if number % 2 else "2024-03-05")
        book.bomb(f"r{number}", day=day, town=town, killed=killed)
    book.copy("r1", "r0", 0)
    return book


def test_order_of_arrival_changes_nothing() -> None:
    ledger = crowd().ledger()
    found: set[bytes] = set()
    for order in permutations(range(4)):
        documents = tuple(ledger.documents[n] for n in order)
        statements = tuple(s for d in documents for s in reversed(ledger.statements) if s.document == d.id)
        again = link(msgspec.structs.replace(ledger, documents=documents, statements=statements), config=CONFIG)
        found.add(msgspec.json.encode(msgspec.structs.replace(again, source_of={})))
    assert len(found) == 1
    assert isinstance(msgspec.json.decode(found.pop(), type=Linking), Linking)


def test_a_duplicate_arrival_changes_no_incident() -> None:
    book = crowd()
    before = [i.id for i in link(book.ledger(), config=CONFIG).incidents]
    book.report("r9", day="2024-03-12")
    book.bomb("r9", killed=12, day="2024-03-04")
    book.copy("r9", "r0")
    assert [i.id for i in link(book.ledger(), config=CONFIG).incidents] == before


def test_when_and_where_are_the_most_exact_that_reports_agree_on() -> None:
    book = two(day=("2024-03-01", "2024-03-07"), town="Kesmeria")
    (incident,) = link(book.ledger(), config=CONFIG).incidents
    assert (incident.when.earliest, incident.when.latest, incident.when.precision) == (
        "2024-03-04",
        "2024-03-04",
        "day",
    )
    assert incident.where is not None
    assert incident.where.name == "Sarovel"


def test_an_undated_incident_is_only_known_to_be_not_after_its_report() -> None:
    book = Book()
    book.report("a", day="2024-03-05")
    book.bomb("a", day=None)
    (incident,) = link(book.ledger(), config=CONFIG).incidents
    assert (incident.when.earliest, incident.when.latest, incident.when.basis) == (None, "2024-03-05", "inferred")


def test_candidates_grow_with_the_number_of_reports_not_with_its_square() -> None:
    pairs = []
    for size in (200, 400):
        book = Book()
        for number in range(size):
            day = (date(2024, 1, 1) + timedelta(number)).isoformat()
            book.report(f"r{number}", day=day)
            book.bomb(f"r{number}", day=day)
        pairs.append(sum(1 for _ in candidates(slots(book.ledger()))))
    assert pairs[1] < 2.5 * pairs[0]


def test_a_name_and_its_shorter_form_are_one_participant() -> None:
    book = two()
    for report, words in (("a", "the grain market"), ("b", "the market"), ("b", "the bus station")):
        book.say(report, "target", words, at=5)
    (incident,) = link(book.ledger(), config=CONFIG).incidents
    assert {a.name: len(a.statements) for a in incident.actors} == {"the grain market": 2, "the bus station": 1}
