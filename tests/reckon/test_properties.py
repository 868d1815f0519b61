"""What must hold of any pile of reports: order, duplicates and copies change nothing, and what falls is as if it had never come."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.model import Assessment, Incident, Ledger, Reckoning, When
from firsthand.reckon import reckon
from firsthand.reckon.codebooks import CODEBOOKS
from firsthand.reckon.whatif import Question, counterfactual
from ledgers import CONFIG, Book

# One telling: toll, day of March, speaker (0: the newsroom itself), and which of the tellings before it it copies (0: none).
TELLINGS = st.lists(
    st.tuples(st.integers(1, 40), st.integers(4, 9), st.integers(0, 3), st.integers(0, 9)), min_size=1, max_size=7
)
Telling = tuple[int, int, int, int]
OFTEN = settings(max_examples=60, deadline=None, derandomize=True)


def told(tellings: list[Telling], *, without: int | None = None) -> Ledger:
    """The tellings as a ledger of one incident; report n is by outlet n and copies a report that stands before it, toll and speaker too."""
    book = Book()
    speakers = [None, *(book.source(f"Speaker {n}") for n in range(1, 4))]
    given_out: list[tuple[int, int]] = []
    for n, (toll, day, speaker, copies) in enumerate(tellings):
        root = copies - 1 if 0 < copies <= n and copies - 1 != without else None
        given_out.append(given_out[root] if root is not None else (toll, speaker))
        if n == without:
            continue
        name, (number, who) = f"r{n}", given_out[n]
        book.report(name, day=f"2024-03-{day:02d}")
        source = speakers[who]
        book.bomb(name, killed=number, chain=(source,) if source else ())
        if root is not None:
            book.copy(name, f"r{root}")
    return of_one(book)


def of_one(book: Book) -> Ledger:
    ledger = book.ledger()
    incident = Incident(
        id="i-1", slots=(), statements=tuple(s.id for s in ledger.statements), types=("car_bomb",), state="occurred",
        when=When(earliest="2024-03-04", latest="2024-03-04", precision="day", basis="stated"), where=None,
        documents=tuple(d.id for d in ledger.documents),
    )  # fmt: skip
    return msgspec.structs.replace(ledger, incidents=(incident,))


def figures(assessment: Assessment) -> list[tuple[object, ...]]:
    return [(t.measure, t.low, t.best, t.high, len(t.origins)) for t in assessment.tallies]


def of(ledger: Ledger, codebook: str = "firsthand") -> list[tuple[object, ...]]:
    (assessment,) = reckon(ledger, config=msgspec.structs.replace(CONFIG, codebook=codebook)).assessments
    return [*figures(assessment), ("deed", len(assessment.origins), assessment.grade.value)]


def shuffled(ledger: Ledger, turn: int) -> Ledger:
    """The same ledger, everything in another order."""

    def turned(items: tuple[object, ...]) -> tuple[object, ...]:
        by = turn % max(1, len(items))
        return tuple(reversed(items[by:] + items[:by])) if turn % 2 else items[by:] + items[:by]

    fields = {name: turned(getattr(ledger, name)) for name in ("documents", "statements", "sources")}
    return msgspec.structs.replace(
        ledger,
        **fields,
        collation=msgspec.structs.replace(ledger.collation, derivations=turned(ledger.collation.derivations)),
        incidents=tuple(msgspec.structs.replace(i, statements=turned(i.statements)) for i in ledger.incidents),
    )


@OFTEN
@given(TELLINGS, st.integers(1, 50))
def test_the_order_of_arrival_changes_nothing(tellings: list[Telling], turn: int) -> None:
    ledger = told(tellings)

    def all_of(found: Reckoning) -> tuple[object, ...]:
        """All of it; grades stand in the order of the sources, which is that of the ledger."""
        grades = sorted(msgspec.json.encode(g) for g in found.grades)
        return found.assessments, found.disagreements, grades, dict(found.source_cautions)

    assert all_of(reckon(shuffled(ledger, turn), config=CONFIG)) == all_of(reckon(ledger, config=CONFIG))


@OFTEN
@given(TELLINGS, st.integers(0, 6), st.sampled_from(sorted(CODEBOOKS)))
def test_a_pure_copy_adds_no_origin_and_moves_no_bound(tellings: list[Telling], which: int, codebook: str) -> None:
    original = which % len(tellings)
    toll, day, speaker, _ = tellings[original]
    copied = [*tellings, (toll, min(9, day + 1), speaker, original + 1)]
    assert of(told(copied), codebook) == of(told(tellings), codebook)


@OFTEN
@given(TELLINGS, st.integers(0, 6))
def test_a_report_that_arrives_twice_counts_once(tellings: list[Telling], which: int) -> None:
    original = which % len(tellings)
    twice = [*tellings, *([(*tellings[original][:3], original + 1)] * 2)]
    assert of(told(twice)) == of(told(tellings))


@OFTEN
@given(TELLINGS, st.integers(0, 6))
def test_what_falls_is_as_if_it_had_never_come_and_comes_back_as_it_was(tellings: list[Telling], which: int) -> None:
    gone = which % len(tellings)
    kept = [(t, d, s, 0 if c == gone + 1 else c) for t, d, s, c in tellings]  # nobody copies what falls
    ledger = told(kept)
    before = of(ledger)
    after = counterfactual(ledger, Question(without=(f"r{gone}.txt",)), config=CONFIG)
    never = told(kept, without=gone)
    assert [figures(a) for a in after.assessments] == [
        figures(a) for a in reckon(never, config=CONFIG).assessments if a.tallies
    ]
    assert of(ledger) == before


@OFTEN
@given(TELLINGS)
def test_ranges_are_in_order_and_origins_never_outnumber_outlets_or_tellers(tellings: list[Telling]) -> None:
    ledger = told(tellings)
    for codebook in sorted(CODEBOOKS):
        (assessment,) = reckon(ledger, config=msgspec.structs.replace(CONFIG, codebook=codebook)).assessments
        for tally in assessment.tallies:
            known = [x for x in (tally.low, tally.best, tally.high) if x is not None]
            assert known == sorted(known)
            assert 1 <= len(tally.origins) <= len(tally.outlets)
            assert set(tally.set_by) == {e for e in ("low", "best", "high") if getattr(tally, e) is not None}
