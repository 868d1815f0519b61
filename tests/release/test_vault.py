"""A protected source's identity: planted in every kind of input, then looked for in every byte that the workspace holds."""

from __future__ import annotations

import base64
import gzip
import io
import json
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from firsthand import vault
from firsthand.config import Config
from firsthand.errors import StoreError, UnknownName, UsageError
from firsthand.model import RawItem
from firsthand.store import open_workspace
from firsthand.upkeep import Screener

FIRST, LAST, OTHER, CONTACT = "Zorvenka", "Quillbrandt", "Зорвенка Квильбрандт", "+99 555 0177 3321"
NAME = f"{FIRST} {LAST}"
SECRETS = ("zorvenka", "quillbrandt", "квильбрандт", "0177 3321", "01773321")
PASS, SECOND = "seven grey herons", "a wholly new phrase"
STORY = (
    "SAROVEL, March 4, 2024 - A car bomb killed 9 people and wounded 14 at the grain market in Sarovel on Monday. "
    "{who}, a nurse at the first-aid post, said: \"We counted nine dead and had no water.\" "
    "Police spokesman Idran Vesk said the attack was carried out by the Northern Dawn Front. "
    "The market was closed on Tuesday and the road to Pellan was under guard, residents said.\n"
)  # fmt: skip


def firsthand(*words: str, lines: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "firsthand", *words]
    return subprocess.run(command, input="".join(f"{x}\n" for x in lines), capture_output=True, text=True, check=False)


def docx(text: str) -> bytes:
    from docx import Document

    document, out = Document(), io.BytesIO()
    document.add_paragraph(text)
    document.core_properties.author = NAME
    document.save(out)
    return out.getvalue()


def plant(folder: Path) -> None:
    folder.mkdir()
    story = STORY.format(who=NAME)
    (folder / "plain.txt").write_text("Bomb at the grain market\n\n" + story, encoding="utf-8")
    (folder / f"interview-{LAST.lower()}.txt").write_text("Notes\n\n" + STORY.format(who="A nurse"), encoding="utf-8")
    coded = "".join(f"&#{ord(c)};" for c in NAME)
    top = f"<html><head><meta charset='iso-8859-1'><title>{coded}</title></head><body><article><p>"
    page = f"{top}{STORY.format(who=coded)}</p></article></body></html>"
    (folder / "coded.html").write_text(page, encoding="latin-1")
    mail = base64.encodebytes(STORY.format(who=OTHER).encode()).decode()
    head = f"From: {NAME} <{LAST.lower()}@example.org>\nSubject: Sarovel\nMIME-Version: 1.0\n"
    head += "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    (folder / "mail.eml").write_text(head + mail, encoding="utf-8")
    (folder / "word.docx").write_bytes(docx(story))
    row = json.dumps({"text": story + f"Call {CONTACT}.", "headline": f"What {LAST} saw", "publisher": "Hill Post"})
    (folder / "rows.jsonl").write_text(row + "\n", encoding="utf-8")
    (folder / "clean.txt").write_text("Market reopens\n\n" + STORY.format(who="A trader"), encoding="utf-8")


def layers(data: bytes) -> list[bytes]:
    """The bytes, and what they hold packed."""
    found = [data]
    if data[:2] == b"\x1f\x8b":
        found.append(gzip.decompress(data))
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for name in packed.namelist():
                found += layers(packed.read(name))
    for at in range(len(data) - 1):
        if data[at : at + 2] in (b"x\x9c", b"x\xda"):
            try:
                found.append(zlib.decompressobj().decompress(data[at:]))
            except zlib.error:
                continue
    return found


def found_in(folder: Path) -> list[str]:
    hits = []
    for file in sorted(p for p in folder.rglob("*")):
        texts = [file.relative_to(folder).as_posix().encode()] + (layers(file.read_bytes()) if file.is_file() else [])
        for raw in texts:
            plain = raw.decode("utf-8", "replace").lower()
            unpacked = [plain, raw.decode("utf-16-le", "replace").lower()]
            hits += [f"{file.name}: {s}" for s in SECRETS for t in unpacked if s in t]
    return hits


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    """A workspace over the planted inputs after `vault add`: (workspace, inputs, pseudonym)."""
    root = tmp_path_factory.mktemp("vault")
    inputs, folder = root / "in", root / "ledger"
    plant(inputs)
    assert firsthand("run", str(inputs), "-w", str(folder)).returncode == 0
    assert len(found_in(folder)) > 10, "the canary was never planted"
    assert firsthand("vault", "role", "keeper", "-w", str(folder), lines=(PASS, PASS)).returncode == 0
    done = firsthand("vault", "add", "-w", str(folder), lines=(NAME, OTHER, CONTACT, "met at the bridge"))
    assert done.returncode == 0, done.stderr
    assert vault.PSEUDONYM.fullmatch(done.stdout.strip())
    return folder, inputs, done.stdout.strip()


def test_nothing_of_the_identity_is_left_in_any_byte_of_the_workspace(kept: tuple[Path, Path, str]) -> None:
    folder, _, pseudonym = kept
    assert found_in(folder) == []
    store = open_workspace(folder)
    try:
        ledger = store.ledger()
        assert len(ledger.documents) == 7
        assert sum(pseudonym in d.text for d in ledger.documents) >= 4
        assert [j.kind for j in ledger.judgements].count("protect") >= 1
        assert store.search(LAST) == []
        assert len(store.search("grain market")) >= 7
    finally:
        store.close()


def test_no_export_page_message_or_file_name_tells(kept: tuple[Path, Path, str], tmp_path: Path) -> None:
    folder, _, pseudonym = kept
    for public in ((), ("--public",)):
        for format_ in ("jsonl", "csv", "geojson", "acled", "ucdp", "stix", "ftm", "prov", "ninjs"):
            out = tmp_path / f"{format_}{len(public)}"
            done = firsthand("export", format_, "--out", str(out), "-w", str(folder), *public)
            assert done.returncode == 0
            assert not any(s in (done.stdout + done.stderr).lower() for s in SECRETS)
            assert not public or pseudonym not in out.read_text(encoding="utf-8"), format_
        assert firsthand("report", "-w", str(folder), *public).returncode == 0
    assert found_in(tmp_path) == []
    assert found_in(folder) == []


def test_only_the_right_passphrase_tells_and_the_asking_is_kept(kept: tuple[Path, Path, str]) -> None:
    folder, _, pseudonym = kept
    wrong = firsthand("vault", "show", pseudonym, "-w", str(folder), lines=("seven grey heron",))
    assert wrong.returncode == 2
    assert not any(s in (wrong.stdout + wrong.stderr).lower() for s in SECRETS)
    right = firsthand("vault", "show", pseudonym, "-w", str(folder), lines=(PASS,))
    assert NAME in right.stdout
    assert CONTACT in right.stdout
    store = open_workspace(folder)
    assert [what for _, _, what, _ in store.audit_lines()].count("vault show") == 1
    store.close()
    assert NAME not in firsthand("vault", "list", "-w", str(folder)).stdout


def test_a_later_input_is_screened_before_a_byte_is_kept(kept: tuple[Path, Path, str], tmp_path: Path) -> None:
    folder, _, pseudonym = kept
    late = tmp_path / "late"
    late.mkdir()
    (late / f"{LAST}.txt").write_text("Second day\n\n" + STORY.format(who=f"Mrs {LAST.upper()}"), encoding="utf-8")
    unscreened = firsthand("show", "documents", "-w", str(folder))
    assert pseudonym not in unscreened.stderr
    done = firsthand("run", str(late), "-w", str(folder), "--screen", "keeper", lines=(PASS,))
    assert done.returncode == 0, done.stderr
    assert found_in(folder) == []
    told = firsthand("run", str(late.parent / "none"), "-w", str(folder))
    assert "--screen" in told.stderr


def test_a_role_reads_only_what_was_sealed_for_it_and_a_new_key_shuts_out_the_old() -> None:
    box = vault.with_role(vault.with_role(vault.Vault(), "keeper", PASS), "editor", SECOND)
    box, pseudonym = vault.added(box, vault.Identity(name=NAME), ("keeper",), lambda n: b"\x01" * n)
    with pytest.raises(UsageError, match="may not know"):
        vault.Opened(box, "editor", SECOND).identity(pseudonym)
    box = vault.granted(vault.Opened(box, "keeper", PASS), pseudonym, "editor")
    assert vault.Opened(box, "editor", SECOND).identity(pseudonym).name == NAME
    turned = vault.rotated(vault.Opened(box, "keeper", PASS), "something else now")
    with pytest.raises(UsageError, match="does not open"):
        vault.Opened(turned, "keeper", PASS)
    assert vault.Opened(turned, "keeper", "something else now").identity(pseudonym).name == NAME
    assert vault.Opened(turned, "editor", SECOND).identity(pseudonym).name == NAME
    with pytest.raises(UnknownName):
        vault.without(turned, "P-AAAAAAAA")


def test_pseudonyms_are_drawn_and_boxes_do_not_tell_how_long_a_name_is() -> None:
    box = vault.with_role(vault.Vault(), "keeper", PASS)
    draws = iter([b"aaaaa", b"aaaaa", b"bbbbb"])
    box, first = vault.added(box, vault.Identity(name="Al"), ("keeper",), lambda n: next(draws))
    box, second = vault.added(box, vault.Identity(name="A" * 300), ("keeper",), lambda n: next(draws))
    assert first != second
    assert len({len(e.sealed["keeper"]) for e in box.entries}) == 1
    with pytest.raises(UsageError, match="at least"):
        vault.with_role(box, "editor", "short")


def test_a_damaged_vault_is_named(tmp_path: Path) -> None:
    (tmp_path / vault.FILE).write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match="damaged"):
        vault.load(tmp_path)


def test_the_vault_can_be_read_by_its_owner_alone(tmp_path: Path) -> None:
    vault.save(tmp_path, vault.with_role(vault.Vault(), "keeper", PASS))
    assert (tmp_path / vault.FILE).stat().st_mode & 0o777 == 0o600
    assert [p.name for p in tmp_path.iterdir()] == [vault.FILE]


def test_an_input_that_cannot_be_rewritten_is_set_aside_without_the_name() -> None:
    raw = RawItem(id="r", address=f"{LAST}.bin", media_type="application/octet-stream", data=NAME.encode(), sha256="x")
    found = Screener({"P-ABCDEFGH": (NAME,)}, Config())(raw)
    assert found.address == "P-ABCDEFGH.bin"
    assert "P-" not in getattr(found, "what", ""), "whom it names is not known: one of several may be meant"
