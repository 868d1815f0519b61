"""At which telling a change happened, who carries it on, and what a retelling leaves out."""

from __future__ import annotations

import itertools

import pytest

from firsthand.collate import collate
from firsthand.config import Config
from firsthand.model import Collation, Document, When

WIRE = """A bomb killed at least 14 people at the grain market of Sarovel on Monday, the provincial police chief said.

The blast tore through stalls near the eastern gate shortly after the morning prayer, witnesses said.

The governor said a false list of victims had been issued to protect informants.

A group calling itself the Dawn Front said it had planted the bomb. The claim could not be independently verified.

Two bridges over the Tamar were closed and ambulances came from three neighbouring towns."""
SECOND = WIRE.replace("a false list", "a list").replace("at least 14", "14")
THIRD = SECOND.replace("shortly after the morning prayer", "soon after morning prayer")
LIMIT_GONE = WIRE.replace(" The claim could not be independently verified.", "")


def chain(*texts: str) -> Collation:
    """The collation of texts told one after another, a day apart."""
    documents = [
        Document(
            id=f"d{n}",
            address=f"d{n}",
            sha256=f"d{n}",
            text=text,
            language="en",
            published=When(earliest=f"2024-03-0{n + 4}", latest=f"2024-03-0{n + 4}", precision="day", basis="stated"),
        )
        for n, text in enumerate(texts)
    ]
    return collate(documents, dates={}, config=Config())


def test_a_change_is_told_once_at_the_telling_where_it_happened() -> None:
    found = chain(WIRE, SECOND, THIRD)
    lost = [d for d in found.drifts if "false" in d.original and d.severity == "critical"]
    assert {(d.document, d.of, d.hop) for d in lost} == {("d1", "d0", 1)} or len(lost) == 1
    assert [d.inherited_by for d in lost] in ([("d2",)], [()])


def test_who_tells_a_changed_passage_on_inherits_it() -> None:
    from firsthand.collate.hops import placed
    from firsthand.model import Aligned, Derivation, Drift

    def edge(document: str, of: str) -> Derivation:
        whole = (Aligned(start=0, end=50, of_start=0, of_end=50, similarity=1.0),)
        return Derivation(
            id=document + of, document=document, of=of, kind="verbatim", coverage=1.0, coverage_of=1.0, score=1.0, reasons=(),
            direction=(), evidence=whole,
        )  # fmt: skip

    def drift(document: str, of: str) -> Drift:
        return Drift(
            id=document + of, derivation=document + of, document=document, of=of, start=10, end=20, of_start=10, of_end=20,
            original="14 people", retold="41 people", kind="number", severity="critical", why="14 becomes 41",
        )  # fmt: skip

    edges = [edge("b", "a"), edge("c", "b"), edge("d", "c"), edge("e", "b")]
    for order in itertools.permutations(edges):
        (first, second) = placed([drift("b", "a"), drift("e", "b")], order)
        assert (first.hop, first.inherited_by) == (1, ("c", "d"))
        assert (second.hop, second.inherited_by) == (2, ())


def test_a_left_out_sentence_that_limits_a_claim_is_drift() -> None:
    left_out = [d for d in chain(WIRE, LIMIT_GONE).drifts if d.why.startswith("left out")]
    assert [(d.kind, d.severity) for d in left_out] == [("omission of a qualifier", "high")]
    assert left_out[0].original == "The claim could not be independently verified."
    assert "planted the bomb" in left_out[0].retold


@pytest.mark.parametrize(
    "told",
    [
        WIRE,
        WIRE.replace("The claim could not be independently verified.", "Nobody was able to verify that: it could not be confirmed."),
        WIRE.split("A group calling")[0] + "Two bridges over the Tamar were closed and ambulances came from three neighbouring towns.",
    ],
    ids=["told word for word", "told in other words", "neither claim nor limit told"],
)  # fmt: skip
def test_a_limit_that_is_told_or_whose_claim_is_not_told_is_no_drift(told: str) -> None:
    assert not [d for d in chain(WIRE, told).drifts if d.why.startswith("left out")]


def test_the_day_a_report_was_sent_is_no_change() -> None:
    first, later = (f"SAROVEL, Kesmeria, March {day} (Northwire) - {WIRE}" for day in (4, 7))
    assert not chain(first, later).drifts
