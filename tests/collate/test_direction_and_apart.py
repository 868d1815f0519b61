"""Direction by shared errors, outlets told apart that report one event, retellings told through, and what is only one mould."""

from __future__ import annotations

import pytest

from firsthand.collate import collate
from firsthand.collate.apart import told_apart
from firsthand.collate.errors import misspelt, variants
from firsthand.collate.kin import LINK, Kin
from firsthand.collate.kinds import kind_of
from firsthand.collate.reading import pairs_of_signs, read
from firsthand.config import Config
from firsthand.model import Collation, Document, Reason, When

WIRE = (
    "A lorry bomb destroyed the customs shed at Pellan before dawn on Thursday, the border service said. "
    "The driver had left the engine running and walked towards the river, two clerks remembered. "
    "Rescuers pulled 27 survivors out of the cellar with ropes and a borrowed winch. "
    "The governor of Tavesh province, Olda Renn, ordered three days of mourning. "
    "Shopkeepers in the arcade opposite swept the glass into heaps and stayed closed. "
    "A spokesman for the Northern Dawn Front denied that its men had been near the crossing. "
    "The road to Hallam will remain shut until engineers have examined the bridge."
)
# The same event, told by somebody else: its names and one phrase in common with WIRE, and little more.
OTHER = (
    "Traders at Pellan counted their losses on Thursday after an explosion at the crossing. "
    "The governor of Tavesh province, Olda Renn, ordered three days of mourning and promised new sheds. "
    "Witnesses spoke of a column of smoke that could be seen from the vineyards. "
    "Schools sent the pupils home at noon, and the ferry stopped. "
    "Nobody has said who might have brought the explosives across the frontier."
)


def doc(name: str, text: str, date: str | None = None, **more: str | None) -> Document:
    when = When(earliest=date, latest=date, precision="day", basis="stated") if date else When()
    return Document(id=name, address=name, sha256=name, text=text, language="en", published=when, **more)  # type: ignore[arg-type]


def run(*documents: Document) -> Collation:
    return collate(documents, dates={}, config=Config())


def parents(found: Collation) -> dict[str, str]:
    return {d.document: d.of for d in found.derivations}


COPY = WIRE.replace("remembered", "rememebred").replace("destroyed", "destoryed")
EXCERPT = COPY[: COPY.index("Shopkeepers")].strip()


@pytest.mark.parametrize("names", ["abc", "cba", "bca"])
def test_an_excerpt_with_the_copys_errors_comes_from_the_copy(names: str) -> None:
    wire, copy, excerpt = names
    found = run(doc(wire, WIRE), doc(copy, COPY), doc(excerpt, EXCERPT))
    assert parents(found) == {copy: wire, excerpt: copy}
    edge = next(d for d in found.derivations if d.document == excerpt)
    assert edge.direction[0].startswith("shared error: both have 'destoryed' where a relative has 'destroyed'")
    assert "shared error" in {r.name for r in edge.reasons}
    assert sum(r.weight for r in edge.reasons) == pytest.approx(edge.score, abs=1e-3)


def test_a_shared_error_outranks_dates_and_a_credit_outranks_it() -> None:
    dated = run(doc("a", WIRE, "2024-05-01"), doc("b", COPY, "2024-05-04"), doc("c", EXCERPT, "2024-05-02"))
    assert parents(dated) == {"b": "a", "c": "b"}
    credited = run(
        doc("a", WIRE, publisher="Northwire"),
        doc("b", COPY, publisher="Harbour Post", credit="Republished from Hill Gazette by permission"),
        doc("c", EXCERPT, publisher="Hill Gazette"),
    )
    assert parents(credited)["b"] == "c"


def test_an_error_of_its_own_tells_only_where_no_date_does() -> None:
    found = run(doc("a", COPY), doc("b", WIRE))
    assert parents(found) == {"a": "b"}
    assert found.derivations[0].direction[0].startswith("error of its own: it alone has 'destoryed'")
    assert parents(run(doc("a", COPY, "2024-05-01"), doc("b", WIRE, "2024-05-03"))) == {"b": "a"}


def test_another_ending_is_no_error() -> None:
    assert variants("The crew of Pellan attacked the old mill.", "The crew of Pellan attacks the old mill.", "en") == {}
    reading = read(doc("a", WIRE))
    assert misspelt("destoryed", "destroyed", reading)
    assert not misspelt("destroyed", "destoryed", reading)
    assert not misspelt("28", "27", reading)


def _kin(left: int, right: int, closeness: float) -> Kin:
    reason = Reason(name="shared wording", weight=LINK, words="")
    return Kin(left, right, LINK, (reason,), (), closeness, closeness >= 0.15)


@pytest.mark.parametrize(("near", "linked"), [(0.5, False), (0.12, True)])
def test_two_groups_that_only_brush_are_told_apart(near: float, linked: bool) -> None:
    readings = [read(doc(str(n), t)) for n, t in enumerate((WIRE, WIRE + " It rained.", OTHER, OTHER + " It rained."))]
    weak = _kin(0, 2, 0.06)
    found = told_apart(readings, [_kin(0, 1, near), _kin(2, 3, near), weak], 8)
    assert (found[2].score >= LINK) == linked
    assert sum(r.weight for r in found[2].reasons) == pytest.approx(found[2].score)
    assert ("told apart" in {r.name for r in found[2].reasons}) != linked


def test_an_excerpt_of_a_much_copied_report_is_not_told_apart() -> None:
    texts = (WIRE, WIRE + " It rained.", EXCERPT, EXCERPT + " More follows.")
    readings = [read(doc(str(n), t)) for n, t in enumerate(texts)]
    found = told_apart(readings, [_kin(0, 1, 0.9), _kin(2, 3, 0.9), _kin(0, 2, 0.1)], 8)
    assert found[2].score == LINK


@pytest.mark.parametrize(
    ("copy", "kind"),
    [
        (WIRE, "verbatim"),
        (WIRE[: WIRE.index("A spokesman")], "verbatim"),
        (
            WIRE.replace("destroyed", "flattened")
            .replace("remembered", "recalled")
            .replace("pulled", "brought")
            .replace("swept the glass", "brushed the shards")
            .replace("remain shut until", "not open before"),
            "edited",
        ),
    ],
)
def test_the_kind_follows_the_share_in_equal_runs(copy: str, kind: str) -> None:
    one, two = read(doc("a", copy)), read(doc("b", WIRE))
    found = run(doc("a", copy, "2024-05-02"), doc("b", WIRE, "2024-05-01")).derivations
    assert [d.kind for d in found] == [kind]
    assert kind_of(one, two, found[0].evidence) == kind


def test_signs_are_joined_in_pairs_and_words_left_alone() -> None:
    assert pairs_of_signs(["橋", "が", "gate", "閉"]) == ["橋が", "が", "gate", "閉"]
