"""What is no report is named: real bytes in real files, through both rooms."""

from __future__ import annotations

import gzip
import io
import os
import random
import tarfile
import zipfile
from pathlib import Path

import pytest

from firsthand.acquire import acquire
from firsthand.clean import clean
from firsthand.config import Config
from firsthand.model import REASONS, Rejected

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
STORY = (
    "A mine on the road to Pellan killed three hauliers on Monday, the mayor said, and nobody came to sweep it. " * 4
)


def one(path: Path, **settings: int) -> Rejected:
    config = Config(**settings)
    found = [x if isinstance(x, Rejected) else clean(x, config=config) for x in acquire([str(path)], config=config)]
    assert len(found) == 1
    assert isinstance(found[0], Rejected), found[0]
    return found[0]


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", STORY)
    return out.getvalue()


def tarred() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo("a.txt")
        info.size = len(STORY)
        archive.addfile(info, io.BytesIO(STORY.encode()))
    return out.getvalue()


MENU = (
    "<html><head><title>Hill Post</title></head><body><nav><ul>"
    + "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(60))
    + "</ul></nav></body></html>"
)
MENU_LINES = "\n".join(
    ["Home", "News", "Opinion", "Log in", "Subscribe", "Share this", "Privacy policy", "Follow us on Telegram"] * 6
)
NOISE = random.Random(7).randbytes(4000)

ROWS = [
    ("nothing.txt", b"", "empty"),
    ("blank.txt", b" \n\t\n ", "empty"),
    ("short.txt", b"Rain.", "empty"),
    ("bom.txt", b"\xef\xbb\xbf", "empty"),
    ("picture.png", PNG, "image"),
    ("picture-named-text.txt", PNG, "image"),
    ("photo.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(40), "image"),
    ("pages.zip", zipped(), "archive"),
    ("zip-named-text.txt", zipped(), "archive"),
    ("pages.tar", tarred(), "archive"),
    ("pages.txt.gz", gzip.compress(STORY.encode(), mtime=0), "archive"),
    ("noise.bin", NOISE, "unknown format"),
    ("noise.txt", NOISE, "unknown format"),
    ("lying-bom.txt", b"\xff\xfe" + b"\x00\xd8" * 400, "undecodable"),
    ("broken.pdf", b"%PDF-1.4\nnot really", "damaged"),
    ("menu.html", MENU.encode(), "all menu"),
    ("menu.txt", MENU_LINES.encode(), "all menu"),
    ("empty.html", b"<html><head><title></title></head><body></body></html>", "empty"),
    ("table.csv", b"text,url\n", "empty"),
    ("broken.json", b'{"text": ', "damaged"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "reason"), ROWS, ids=[r[0] for r in ROWS])
def test_each_is_named(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(data)
    found = one(tmp_path / name)
    assert found.reason == reason, found
    assert found.reason in REASONS
    assert found.address == name
    assert found.what
    assert found.next_step


def test_an_enormous_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "big.txt").write_bytes(STORY.encode())
    assert one(tmp_path / "big.txt", max_bytes=100).reason == "too large"


def test_a_missing_file(tmp_path: Path) -> None:
    assert one(tmp_path / "none.txt").reason == "missing"


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_an_unreadable_file(tmp_path: Path) -> None:
    file = tmp_path / "locked.txt"
    file.write_text(STORY)
    file.chmod(0)
    assert one(file).reason == "unreadable"


def test_a_word_file_that_is_a_broken_zip(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04 word/document.xml and nothing else")
    assert one(tmp_path / "a.docx").reason == "damaged"
