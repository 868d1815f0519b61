"""The whole path: resumable, incremental, independent of the order in which reports arrive."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path

import pytest

from firsthand.config import Config
from firsthand.errors import UnknownName, UsageError
from firsthand.judging import judgement_of
from firsthand.model import Ledger, Source
from firsthand.pipeline import run
from firsthand.report import views
from firsthand.store import Workspace, open_workspace

EXAMPLES = Path(str(resources.files("firsthand").joinpath("_examples")))


def steps(store: Workspace, *targets: Path) -> dict[str, tuple[int, int]]:
    summary = run([str(t) for t in targets], store, config=Config(), clock=lambda: 0.0)
    return {s.name: (s.done, s.kept) for s in summary.steps}


def test_a_second_run_changes_nothing_and_one_more_report_reads_only_that_one(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    shutil.copytree(EXAMPLES, folder)
    extra = (folder / "11-northwire-grenade.txt").rename(tmp_path / "later.txt")
    store = open_workspace(tmp_path / "ledger", create=True)
    count = len(list(EXAMPLES.iterdir()))
    assert steps(store, folder)["clean"][0] == count - 1
    before = store.ledger()
    again = steps(store, folder)
    assert {name: done for name, (done, _) in again.items() if name != "release"} == dict.fromkeys(
        ("acquire", "clean", "collate", "extract", "link", "reckon", "report"), 0
    )
    assert store.ledger() == before
    extra.rename(folder / "11-northwire-grenade.txt")
    more = steps(store, folder)
    assert (more["acquire"], more["clean"], more["extract"]) == ((1, count - 1), (1, count - 1), (1, count - 1))
    store.close()


def test_the_order_of_arrival_changes_nothing(demo: Workspace, tmp_path: Path) -> None:
    store = open_workspace(tmp_path / "ledger", create=True)
    for file in sorted(EXAMPLES.iterdir(), reverse=True):
        run([str(file)], store, config=Config(), clock=lambda: 0.0)
    assert store.ledger() == demo.ledger()
    store.close()


def test_what_cannot_be_read_is_named_and_the_rest_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    shutil.copy(EXAMPLES / "01-northwire-market-bomb.txt", folder)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    (folder / "saved.zip").write_bytes(b"PK\x03\x04" + bytes(64))
    (folder / "noise.txt").write_bytes(bytes(range(256)) * 8)
    (folder / "menu.html").write_text(
        "<html><body><ul>" + "<li><a href='/'>Home</a></li>" * 60 + "</ul></body></html>", encoding="utf-8"
    )
    store = open_workspace(tmp_path / "ledger", create=True)
    steps(store, folder, tmp_path / "nowhere")
    ledger = store.ledger()
    assert [d.address for d in ledger.documents] == ["01-northwire-market-bomb.txt"]
    reasons = {r.address: r.reason for r in ledger.rejected}
    assert len(reasons) == 6
    assert (reasons["empty.txt"], reasons["photo.png"], reasons["saved.zip"]) == ("empty", "image", "archive")
    assert reasons["menu.html"] in ("all menu", "empty")
    assert all(r.what for r in ledger.rejected)
    store.close()


@pytest.mark.parametrize(
    ("verdict", "left", "right"), [("same", "nobody", "noone"), ("confirm", "d-0", "d-1"), ("undo", "j-0", None)]
)
def test_a_judgement_about_nothing_is_refused(verdict: str, left: str, right: str | None) -> None:
    with pytest.raises(UnknownName):
        judgement_of(Ledger(), verdict, (left, right), by="me", at="2024-01-01")


def test_a_judgement_that_needs_two_sides_says_so(demo: Workspace) -> None:
    ledger = demo.ledger()
    with pytest.raises(UsageError):
        judgement_of(ledger, "same", (ledger.incidents[0].id, None), by="me", at="2024-01-01")


# ------------------------------------------------------------------------------- the point of the example reports


def killed(ledger: Ledger) -> dict[str, tuple[int | None, int | None, int | None]]:
    rows = views.incidents(ledger).incidents
    return {min(r.paths): (r.killed.low, r.killed.best, r.killed.high) for r in rows}


def test_seven_reports_of_one_bomb_are_few_origins(demo: Workspace) -> None:
    rows = [
        r
        for r in views.incidents(demo.ledger()).incidents
        if any(p.startswith("01-") for p in r.paths) and any(p.startswith("06-") for p in r.paths)
    ]
    assert len(rows) == 1, "the market bomb is one incident across the reports"
    bomb = rows[0]
    assert len(bomb.paths) >= 6
    assert bomb.killed.origins == 3, "the police chief, the hospital's director, the ministry"
    assert bomb.killed.low is not None
    assert bomb.killed.low <= 12


def test_the_changed_figure_is_the_worst_drift(demo: Workspace) -> None:
    drifts = views.drift(demo.ledger()).drifts
    assert drifts[0].severity == "critical"
    number = [
        d for d in drifts if d.path.startswith("05-") and d.kind == "number" and "41" in d.retold and "14" in d.original
    ]
    hedge = [d for d in drifts if d.path.startswith("05-") and d.kind == "hedge" and "suspected" in d.original]
    assert number
    assert hedge
    assert not [d for d in drifts if d.path[:2] in ("02", "03")], "the papers that printed the wire changed nothing"


def test_the_grenade_is_another_incident_and_readers_comments_are_no_evidence(demo: Workspace) -> None:
    ledger = demo.ledger()
    rows = views.incidents(ledger).incidents
    grenade = [r for r in rows if r.paths == ("11-northwire-grenade.txt",)]
    assert [r.injured.best for r in grenade] == [4]
    assert next(d.comments for d in views.documents(ledger).documents if d.path.startswith("03-")) == 3
    assert not [s for s in ledger.statements if s.estimate and s.estimate.low == 60]


def test_the_monthly_counts_are_a_series_and_the_drivers_one_incident(demo: Workspace) -> None:
    ledger = demo.ledger()
    counts = sorted(
        (s.earliest or "")[:7] + f" {s.low}" for s in views.series(ledger).series if s.path.startswith("10-")
    )
    assert counts == ["2023-12 5", "2024-01 9", "2024-02 22"]
    drivers = [r for r in views.incidents(ledger).incidents if r.paths == ("10-the-lantern-drivers.html",)]
    assert [(r.abducted.best, r.killed.best) for r in drivers] == [(3, 3)]


@pytest.mark.parametrize(
    ("verdict", "right", "kept"),
    [("grade", "b", "B"), ("mark", "amber+strict", "TLP:AMBER+STRICT"), ("mark", "TLP:RED", "TLP:RED")],
)
def test_a_grade_or_marking_is_kept_as_the_scales_write_it(verdict: str, right: str, kept: str) -> None:
    ledger = Ledger(sources=(Source(id="v-1", kind="person", name="A"),))
    assert judgement_of(ledger, verdict, ("v-1", right), by="me", at="2024-01-01").verdict == kept


@pytest.mark.parametrize(("verdict", "right"), [("grade", "Q"), ("grade", "3"), ("mark", "purple"), ("undo", None)])
def test_a_grade_marking_or_undo_that_is_none_is_refused_before_it_is_kept(verdict: str, right: str | None) -> None:
    ledger = Ledger(sources=(Source(id="v-1", kind="person", name="A"),))
    with pytest.raises(UsageError):
        judgement_of(ledger, verdict, ("v-1", right), by="me", at="2024-01-01")
