"""What comes in, under which address, as which kind."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from firsthand.acquire import acquire
from firsthand.acquire.items import ROW
from firsthand.acquire.sniff import media_type
from firsthand.config import Config
from firsthand.model import RawItem, Rejected

STORY = "A mine on the road to Pellan killed three hauliers on Monday, the mayor said. " * 5


def brought(*targets: Path | str, **settings: int) -> list[RawItem | Rejected]:
    return list(acquire([str(t) for t in targets], config=Config(**settings)))


def items(*targets: Path | str) -> list[RawItem]:
    found = brought(*targets)
    assert all(isinstance(x, RawItem) for x in found), found
    return [x for x in found if isinstance(x, RawItem)]


def test_a_folder_is_walked_in_the_order_of_addresses_and_hidden_files_stay_out(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/.hidden.txt", ".git/config", "c.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(STORY + name)
    assert [x.address for x in items(tmp_path)] == ["a/z.txt", "b.txt", "c.html"]


def test_ids_depend_on_address_and_bytes_alone(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(STORY)
    first, second = items(tmp_path / "one")[0], items(tmp_path / "two")[0]
    assert first == second
    assert first.retrieved is None


def test_a_file_given_twice_comes_once_and_two_files_of_one_name_are_told(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(STORY + folder)
    found = brought(tmp_path / "one" / "a.txt", tmp_path / "one" / "a.txt", tmp_path / "two" / "a.txt")
    assert [x.reason if isinstance(x, Rejected) else "in" for x in found] == ["in", "duplicate"]


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"<!DOCTYPE html><p>x", "a.txt", "text/html"),
        (b"Plain words.", "a", "text/plain"),
        (b"Plain words.", "a.html", "text/html"),
        (b"%PDF-1.7", "a.txt", "application/pdf"),
        (b"text,url\nx,y", "a.csv", "text/csv"),
        (b"From: a@example.org\r\nSubject: x\r\n\r\nHello", "a", "message/rfc822"),
        (b"<?xml version='1.0'?><rss version='2.0'>", "a.xml", "application/rss+xml"),
        (b"BM is what the village is called.", "a.txt", "text/plain"),
        ("Überschwemmung".encode("utf-16"), "a.txt", "text/plain"),
        (b"\x00\x01\x02\x03", "a.txt", "application/octet-stream"),
    ],
)
def test_kinds_by_content_and_name(data: bytes, name: str, kind: str) -> None:
    assert media_type(data, name) == kind


def test_rows_of_a_table(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(
        'text;url;deaths\n"Rain fell; it stopped.";https://e.example/1;3\n"Two\nlines";;\n', encoding="utf-8-sig"
    )
    first, second = items(tmp_path / "t.csv")
    assert (first.address, first.media_type, first.url) == ("t.csv#1", ROW, "https://e.example/1")
    assert json.loads(first.data) == {"text": "Rain fell; it stopped.", "url": "https://e.example/1", "deaths": "3"}
    assert second.fields == {"text": "Two\nlines"}


def test_a_bad_line_of_json_is_named_and_the_others_kept(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text('{"text": "a"}\nnot json\n{"text": "b"}\n')
    found = brought(tmp_path / "t.jsonl")
    assert [(x.address, isinstance(x, Rejected)) for x in found] == [
        ("t.jsonl#1", False),
        ("t.jsonl#2", True),
        ("t.jsonl#3", False),
    ]


def test_a_ninjs_item(tmp_path: Path) -> None:
    news = {
        "uri": "https://e.example/n/1",
        "headlines": [{"value": "Mine kills three"}],
        "bodies": [{"contentType": "text/html", "value": "<p>A mine.</p>"}],
        "infoSources": [{"name": "Northwire"}],
        "located": "PELLAN",
        "firstCreated": "2024-03-04T15:20:00Z",
        "pubStatus": "usable",
    }
    (tmp_path / "n.json").write_text(json.dumps(news))
    (found,) = items(tmp_path / "n.json")
    assert found.fields["agency"] == "Northwire"
    assert found.fields["html"] == "<p>A mine.</p>"
    assert found.url == "https://e.example/n/1"


def test_a_mail_and_its_attachments(tmp_path: Path) -> None:
    from email.message import EmailMessage

    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = "press@e.example", "Statement", "Wed, 06 Mar 2024 09:10:00 +0000"
    mail.set_content(STORY)
    mail.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="list.pdf")
    mail.add_attachment("a,b\n", subtype="csv", filename="list.csv")
    (tmp_path / "m.eml").write_bytes(bytes(mail))
    found = items(tmp_path / "m.eml")
    assert [(x.address, x.media_type) for x in found] == [
        ("m.eml", "message/rfc822"),
        ("m.eml#list.pdf", "application/pdf"),
        ("m.eml#list.csv", "text/csv"),
    ]
    assert found[0].fields["Subject"] == "Statement"


def test_a_web_archive(tmp_path: Path) -> None:
    def record(url: str, kind: str, body: bytes) -> bytes:
        http = b"HTTP/1.1 200 OK\r\nContent-Type: " + kind.encode() + b"\r\n\r\n" + body
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-03-04T00:00:00Z\r\nContent-Length: {len(http)}\r\n\r\n"
        return gzip.compress(head.encode() + http + b"\r\n\r\n", mtime=0)

    data = record("https://e.example/1", "text/html", b"<html><p>x</p></html>") + record(
        "https://e.example/i", "image/png", b"\x89PNG\r\n\x1a\n"
    )
    (tmp_path / "a.warc.gz").write_bytes(data)
    (found,) = items(tmp_path / "a.warc.gz")
    assert (found.address, found.media_type, found.retrieved) == (
        "https://e.example/1",
        "text/html",
        "2024-03-04T00:00:00Z",
    )


def test_a_saved_feed(tmp_path: Path) -> None:
    entries = "".join(
        f"<item><title>T{n}</title><link>https://e.example/{n}</link><description>{STORY}</description></item>"
        for n in (1, 2)
    )
    (tmp_path / "f.xml").write_text(f"<rss version='2.0'><channel><title>Hill Post</title>{entries}</channel></rss>")
    found = items(tmp_path / "f.xml")
    assert [(x.address, x.fields["headline"], x.fields["publisher"]) for x in found] == [
        ("https://e.example/1", "T1", "Hill Post"),
        ("https://e.example/2", "T2", "Hill Post"),
    ]


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        pages = {
            "/a": (200, STORY),
            "/robots.txt": (200, "User-agent: *\nDisallow: /closed\n"),
            "/closed": (200, STORY),
        }
        status, body = pages.get(self.path, (404, "gone"))
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture
def site() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_a_page_is_fetched_and_dated_by_its_server(site: str) -> None:
    (found,) = items(f"{site}/a")
    assert found.data.decode() == STORY
    assert found.address == found.url == f"{site}/a"
    assert found.retrieved is not None


def test_what_cannot_be_fetched_is_named(site: str) -> None:
    found = brought(f"{site}/none", f"{site}/closed", "http://127.0.0.1:1/a")
    assert [x.reason for x in found if isinstance(x, Rejected)] == ["missing", "unreadable", "unreadable"]
    assert [x.reason for x in brought(f"{site}/a", max_bytes=100) if isinstance(x, Rejected)] == ["too large"]


def test_a_file_name_that_is_no_unicode_is_spelled_out_and_kept(tmp_path: Path) -> None:
    name = os.fsencode(str(tmp_path)) + b"/caf\xe9.txt"
    try:
        with open(name, "wb") as file:
            file.write(STORY.encode())
    except OSError:
        pytest.skip("this file system takes only Unicode names")
    assert [x.address for x in items(tmp_path)] == [r"caf\udce9.txt"]


def test_half_a_character_in_a_row_is_spelled_out_and_the_row_kept(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text(json.dumps({"text": STORY, "author": "A \ud800"}))
    assert [x.fields["author"] for x in items(tmp_path)] == [r"A \ud800"]
