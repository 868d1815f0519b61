from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from test_vault import firsthand

from firsthand import upkeep
from firsthand.errors import StoreError
from firsthand.store import Workspace, open_workspace


@pytest.fixture
def folder(demo: Workspace, tmp_path: Path) -> Path:
    target = tmp_path / "ledger"
    shutil.copytree(demo.folder, target)
    return target


def exported(folder: Path) -> str:
    return firsthand("export", "jsonl", "-w", str(folder)).stdout


def test_a_restored_workspace_exports_the_same_bytes_and_so_does_its_backup(folder: Path, tmp_path: Path) -> None:
    with (folder / "firsthand.toml").open("w", encoding="utf-8") as settings:
        settings.write("min_words = 31\n")
    before = exported(folder)
    assert firsthand("backup", str(tmp_path / "b.zip"), "-w", str(folder)).returncode == 0
    elsewhere = tmp_path / "moved" / "here"
    assert firsthand("restore", str(tmp_path / "b.zip"), "-w", str(elsewhere)).returncode == 0
    assert before.count("\n") > 100
    assert exported(elsewhere) == before
    assert (elsewhere / "firsthand.toml").read_text(encoding="utf-8") == "min_words = 31\n"
    raw = {p.relative_to(folder): p.read_bytes() for p in (folder / "raw").rglob("*") if p.is_file()}
    assert raw == {p.relative_to(elsewhere): p.read_bytes() for p in (elsewhere / "raw").rglob("*") if p.is_file()}
    again = firsthand("run", str(folder / "raw"), "-w", str(elsewhere))
    assert "Traceback" not in again.stderr


def test_a_backup_that_was_changed_or_leads_outside_is_refused(folder: Path, tmp_path: Path) -> None:
    good = tmp_path / "b.zip"
    upkeep.backup(folder, good)
    with zipfile.ZipFile(good) as packed:
        members = {n: packed.read(n) for n in packed.namelist()}
    manifest = json.loads(members[upkeep.MANIFEST])
    raw = next(n for n in members if n.startswith("raw/"))

    def packed_as(changed: dict[str, bytes]) -> Path:
        bad = tmp_path / "bad.zip"
        with zipfile.ZipFile(bad, "w") as out:
            for name, data in (members | changed).items():
                out.writestr(name, data)
        return bad

    with pytest.raises(StoreError, match="was changed"):
        upkeep.restore(packed_as({raw: b"other"}), tmp_path / "r")
    outside = json.dumps(manifest | {"sha256": {"../evil": "0" * 64}}).encode()
    with pytest.raises(StoreError, match="outside"):
        upkeep.restore(packed_as({upkeep.MANIFEST: outside, "../evil": b"x"}), tmp_path / "r")
    (tmp_path / "no.zip").write_bytes(b"no zip")
    with pytest.raises(StoreError, match="no whole backup"):
        upkeep.restore(tmp_path / "no.zip", tmp_path / "r")
    assert not (tmp_path / "r").exists()
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")]
    with pytest.raises(StoreError, match="already"):
        upkeep.restore(good, folder)
    with pytest.raises(StoreError, match="inside"):
        upkeep.backup(folder, folder / "b.zip")


def test_a_person_is_erased_the_ledger_stands_and_the_audit_says_so(folder: Path) -> None:
    store = open_workspace(folder)
    before = store.ledger()
    named = next(s for s in before.sources if s.kind in ("witness", "person") and s.name and len(s.name.split()) > 1)
    store.close()
    assert named.name is not None
    surname = named.name.split()[-1]
    done = firsthand("erase", "-w", str(folder), lines=(named.name, ""))
    assert done.returncode == 0, done.stderr
    assert done.stdout == "[ERASED-1]\n"
    for file in folder.rglob("*"):
        assert surname.encode() not in (file.read_bytes() if file.is_file() else file.name.encode()), file
    store = open_workspace(folder)
    after, audit = store.ledger(), store.audit_lines()
    store.close()
    assert len(after.documents) == len(before.documents)
    assert len(after.incidents) == len(before.incidents)
    ids = {s.id for s in after.statements}
    assert all(set(i.statements) <= ids for i in after.incidents)
    at, by, what, body = audit[-1]
    assert (what, by, at[:2]) == ("erase", "analyst", "20")
    assert json.loads(body)["inputs_rewritten"] >= 1
    assert surname not in body
    texts = {d.id: d.text for d in after.documents}
    assert all(texts[s.document][s.start : s.end] == s.text for s in after.statements)


def test_erasing_nobody_changes_no_byte_of_the_ledger(folder: Path) -> None:
    before = exported(folder)
    done = firsthand("erase", "-w", str(folder), lines=("Xanthippe Nowherebody", ""))
    assert "0 inputs rewritten" in done.stderr
    assert exported(folder) == before


def test_decisions_on_lineage_outlive_an_erasure(folder: Path) -> None:
    assert (
        firsthand(
            "judge", "deny", "02-dolvane-courier.html", "01-northwire-market-bomb.txt", "-w", str(folder)
        ).returncode
        == 0
    )
    assert (
        firsthand("judge", "confirm", "02-dolvane-courier.html", "absent:Northwire", "-w", str(folder)).returncode == 0
    )
    done = firsthand("erase", "-w", str(folder), lines=("Xanthippe Nowherebody", ""))
    assert "judgements spoke of" not in done.stderr
    listed = firsthand("judge", "list", "-w", str(folder)).stdout
    assert "deny" in listed
    assert "absent:Northwire" in listed


def test_a_report_marked_or_protected_by_its_path_is_kept_back(folder: Path) -> None:
    told = firsthand("show", "documents", "--public", "--json", "-w", str(folder)).stdout
    assert "06-the-lantern-hospital.html" in told
    assert firsthand("judge", "protect", "06-the-lantern-hospital.html", "-w", str(folder)).returncode == 0
    told = firsthand("show", "documents", "--public", "--json", "-w", str(folder)).stdout
    assert "06-the-lantern-hospital.html" not in told
