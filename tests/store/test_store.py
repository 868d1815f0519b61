"""The workspace: what is kept, what refuses to change, what is rebuilt, what survives."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from firsthand.database import FILE
from firsthand.errors import NotAWorkspace, SchemaTooNew, StoreError
from firsthand.model import Document, Estimate, Extraction, Judgement, RawItem, Rejected, Statement, When, make_id
from firsthand.store import Workspace, open_workspace


def raw(address: str, data: bytes) -> RawItem:
    import hashlib

    sha = hashlib.sha256(data).hexdigest()
    return RawItem(id=make_id("r", address, sha), address=address, media_type="text/plain", data=data, sha256=sha)


def document(address: str, text: str, sha256: str = "0") -> Document:
    return Document(id=make_id("d", text, address), address=address, sha256=sha256, text=text)


def statement(of: Document, low: int) -> Statement:
    estimate = Estimate(measure="killed", low=low, best=low, high=low, bound="exact", phrase=str(low))
    return Statement(
        id=make_id("s", of.id, low),
        document=of.id,
        start=0,
        end=3,
        text=of.text[:3],
        property="killed",
        slot="k-1",
        estimate=estimate,
    )


@pytest.fixture
def store(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path / "ledger", create=True)


def test_no_ledger_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotAWorkspace, match="firsthand run"):
        open_workspace(tmp_path)
    assert not (tmp_path / FILE).exists()


def test_a_ledger_of_a_newer_firsthand_is_left_alone(store: Workspace) -> None:
    store.close()
    with sqlite3.connect(store.folder / FILE) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaTooNew):
        open_workspace(store.folder)


def test_a_file_that_is_no_ledger_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"this is a note, no database, and long enough to be looked at as one" * 40)
    with pytest.raises(StoreError, match="no ledger"):
        open_workspace(tmp_path)


def test_bytes_are_kept_by_hash_and_checked(store: Workspace) -> None:
    item = raw("a.txt", b"words")
    store.put_inputs([item])
    assert store.raw(item.id) == item
    path = store.folder / "raw" / item.sha256[:2] / item.sha256
    path.write_bytes(b"other words")
    with pytest.raises(StoreError, match="changed"):
        store.raw(item.id)


def test_a_rejection_stands_until_the_input_is_mended(store: Workspace) -> None:
    bad = Rejected(id="x-1", address="a.txt", reason="empty", what="there is nothing in it")
    store.put_inputs([bad])
    assert store.rejected() == (bad,)
    good = raw("a.txt", b"now there is something")
    store.put_inputs([good])
    store.put_cleaned([(good.id, document("a.txt", "now there is something"))], "f")
    assert store.rejected() == ()
    assert [d.address for d in store.documents()] == ["a.txt"]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_one_text_in_two_files_is_one_document_whichever_came_first(store: Workspace, order: tuple[int, int]) -> None:
    items = [raw("a.txt", b"one"), raw("a.txt", b"two")]
    versions = [document("a.txt", "same text", sha256="1"), document("a.txt", "same text", sha256="2")]
    store.put_inputs(items)
    for n in order:
        store.put_cleaned([(items[n].id, versions[n])], "f")
    assert [d.sha256 for d in store.documents()] == ["1"]


@pytest.mark.parametrize("table", ["statements", "judgements", "audit"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET body = ''"])
def test_statements_judgements_and_audit_refuse_to_change(store: Workspace, table: str, change: str) -> None:
    of = document("a.txt", "abc")
    store.put_readings([(Extraction(document=of.id, statements=(statement(of, 3),)), "f")])
    store.add_judgement(
        Judgement(id="j-1", kind="undo", left="x", right=None, verdict="undo", by="me", at="2024-01-01")
    )
    store.audit(at="2024-01-01", by="me", what="test", body={})
    store.close()
    with sqlite3.connect(store.folder / FILE) as connection, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(change.format(table))


def test_a_new_reading_replaces_the_old_one_and_keeps_its_statements_in_the_table(store: Workspace) -> None:
    item, of = raw("a.txt", b"abc"), document("a.txt", "abc")
    store.put_inputs([item])
    store.put_cleaned([(item.id, of)], "f")
    store.put_readings([(Extraction(document=of.id, statements=(statement(of, 3),)), "f1")])
    store.put_readings([(Extraction(document=of.id, statements=(statement(of, 4),)), "f2")])
    assert [s.estimate.low for s in store.ledger().statements if s.estimate] == [4]
    store.close()
    with sqlite3.connect(store.folder / FILE) as connection:
        assert connection.execute("SELECT count(*) FROM statements").fetchone() == (2,)


def test_derived_tables_are_replaced_as_a_whole_with_their_fingerprint(store: Workspace) -> None:
    store.put_stage(
        "collate",
        "f1",
        {"dates": [("d-1", When(earliest="2024-01-01", latest="2024-01-01", precision="day", basis="page"))]},
    )
    store.put_stage("collate", "f2", {"dates": [("d-2", When())]})
    assert store.stage("collate") == "f2"
    assert list(store.ledger_dates()) == ["d-2"]
    with pytest.raises(StoreError):
        store.put_stage("collate", "f3", {"dates": [("d-3", When())], "no such table": []})
    assert (store.stage("collate"), list(store.ledger_dates())) == ("f2", ["d-2"])


def test_full_text_search_finds_words_without_accents_and_takes_them_literally(store: Workspace) -> None:
    items = [raw("a.txt", b"1"), raw("b.txt", b"2")]
    store.put_inputs(items)
    store.put_cleaned(
        [
            (items[0].id, document("a.txt", "The café in Ḥalab was hit")),
            (items[1].id, document("b.txt", "Nothing here")),
        ],
        "f",
    )
    assert [h.kind for h in store.search("halab cafe")] == ["document"]
    assert store.search("nothing* OR") == []
    with pytest.raises(StoreError):
        store.search("  ")


def test_what_was_compared_is_kept_until_the_rules_change(store: Workspace) -> None:
    assert store.compared("r1") == {}
    store.put_compared("r1", {"a": b"1", "b": b"2"})
    assert store.compared("r1") == {"a": b"1", "b": b"2"}
    store.put_compared("r1", {"b": b"2", "c": b"3"})
    assert store.compared("r1") == {"b": b"2", "c": b"3"}
    assert store.compared("r2") == {}
    store.put_compared("r2", {"b": b"9"})
    assert (store.compared("r2"), store.compared("r1")) == ({"b": b"9"}, {})
