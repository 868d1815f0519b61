from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest

from firsthand.config import Config
from firsthand.errors import UnknownName
from firsthand.model import Derivation, Document, Ledger, Release
from firsthand.promises import Range, SeriesRow
from firsthand.release import release
from firsthand.report import charts, dossier, export, report
from firsthand.report.index import Index
from firsthand.report.passages import appendix, notes
from firsthand.report.tree import forest, forest_svg, size
from firsthand.report.wording import compared
from ledger_by_hand import ledger

NAMES = {"dossier.html", "dossier.md", "lineage.svg", "ledger.jsonl", "incidents.csv", "map.geojson"}


class Page(HTMLParser):
    """Collects what a browser would fetch, the anchors and the links to them, and how deep elements nest at the end."""

    VOID = frozenset(("meta", "br", "col", "link", "img", "hr", "input"))

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        given = dict(attrs)
        for name in ("src", "srcset", "data", "poster", "action", "background"):
            if given.get(name):
                self.fetched.append(f"{tag} {name}={given[name]}")
        if tag == "link":
            self.fetched.append(f"link {given.get('href')}")
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1] == tag, f"</{tag}> closes <{self.open[-1]}>"
        self.open.pop()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()


def made(given: Ledger, *, public: bool = False) -> Release:
    return release(given, public=public, config=Config())


def html(given: Ledger, *, public: bool = False) -> str:
    return dossier.html(made(given, public=public), config=Config())


@pytest.mark.parametrize("public", [False, True])
@pytest.mark.parametrize("given", [ledger(), Ledger()], ids=["full", "empty"])
def test_the_page_is_whole_and_asks_nobody_for_anything(given: Ledger, public: bool) -> None:
    text = html(given, public=public)
    page = Page(text)
    assert page.open == []
    assert page.fetched == []
    assert not page.tags & {"script", "iframe", "img", "link", "object", "embed", "form"}
    assert not re.search(r"@import|url\(", text)
    assert all(link.startswith("#") for link in page.links)


@pytest.mark.parametrize("public", [False, True])
def test_every_note_leads_to_its_words(public: bool) -> None:
    page = Page(html(ledger(), public=public))
    targets = {link[1:] for link in page.links}
    assert targets <= set(page.ids)
    assert {"s-h-killed", "s-m-killed", "s-w-killed", "n-1", "f-1"} <= targets
    assert len(page.ids) == len(set(page.ids))


def test_texts_are_escaped() -> None:
    given = ledger()
    text = '<script>alert(1)</script> "x" & y'
    document = msgspec.structs.replace(given.documents[0], headline=text, publisher=text, author=text)
    page = html(msgspec.structs.replace(given, documents=(document, *given.documents[1:])))
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    Page(page)


def test_the_word_that_matters_is_marked_and_the_rest_only_hinted_at() -> None:
    original, retold = "We ask people to make a statement with a false number", "and make a statement with the number"
    before, after = compared(original, retold, "lost: the word that calls it false ('false')")
    assert [text for text, mark in before if mark == "key"] == ["false"]
    assert not any(mark == "key" for _, mark in after)
    assert "".join(text for text, _ in before) == original
    assert "".join(text for text, _ in after) == retold


def test_a_changed_number_is_marked_on_both_sides() -> None:
    before, after = compared("killing at least 14 people", "killed 41 people", "14 becomes 41")
    assert [[text for text, mark in side if mark == "key"] for side in (before, after)] == [["14"], ["41"]]


def test_where_the_reason_names_no_word_every_change_is_marked() -> None:
    before, _ = compared("it is less likely", "it is small", "a level, not a comparison")
    assert ("less likely", "key") in before


def test_the_appendix_loses_no_letter_and_colours_by_origin() -> None:
    index = Index(ledger())
    shown = {a.document.id: a for a in appendix(index, notes(index), {})}
    for identity, found in shown.items():
        assert "".join(p.text for p in found.pieces) == index.documents[identity].text
    retold = shown["d-retold"].pieces
    assert {p.origin for p in retold} == {"own", "derived"}
    assert any(p.drift and "41" in p.text for p in retold)
    assert all(p.origin == "own" for p in shown["d-wire"].pieces)


def test_notes_are_numbered_by_document_and_place() -> None:
    found = notes(Index(ledger()))
    assert found["s-w-type"].number == "1.1"
    assert found["s-copy-killed"].number.startswith("2.")
    wire = sorted((n.start, n.number) for n in found.values() if n.document == "d-wire")
    assert [int(n.split(".")[1]) for _, n in wire] == sorted(int(n.split(".")[1]) for _, n in wire)


@pytest.mark.parametrize("given", [ledger(), Ledger()], ids=["full", "empty"])
def test_report_writes_its_files_and_the_same_bytes_each_time(given: Ledger, tmp_path: Path) -> None:
    first = report(made(given), tmp_path / "a", config=Config())
    second = report(made(given), tmp_path / "b", config=Config())
    assert {f.name for f in first} == NAMES
    assert [f.read_bytes() for f in first] == [f.read_bytes() for f in second]


def test_pictures_are_well_formed() -> None:
    page = html(ledger())
    pictures = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(pictures) >= 5
    for picture in (*pictures, forest_svg(forest(Index(ledger()))), forest_svg(())):
        ET.fromstring(picture)


def test_a_public_dossier_holds_no_private_name_and_no_text(tmp_path: Path) -> None:
    for file in report(made(ledger(), public=True), tmp_path, config=Config()):
        text = file.read_text(encoding="utf-8")
        for secret in ("Hallam", "Jonas", "Kelt", "oldtrader", "The editors add"):
            assert secret not in text, (file.name, secret)


def test_the_marking_stands_on_the_page_and_in_print() -> None:
    page = html(ledger())
    assert page.count("TLP:AMBER") >= 4
    assert "TLP:CLEAR" in html(ledger(), public=True)


def family(count: int) -> Ledger:
    documents = tuple(
        Document(id=f"d-{n:03}", address=f"{n:03}.txt", sha256="0", text="x" * 20, publisher=f"Outlet {n}")
        for n in range(count)
    )
    derivations = tuple(
        Derivation(
            id=f"e-{d.id}",
            document=d.id,
            of="d-000",
            kind="verbatim",
            coverage=1,
            coverage_of=1,
            score=1,
            reasons=(),
            direction=(),
        )
        for d in documents[1:]
    )
    collation = msgspec.structs.replace(Ledger().collation, derivations=derivations)
    return Ledger(documents=documents, collation=collation)


def test_hundreds_of_copies_are_one_tree_that_can_be_read() -> None:
    tree = forest(Index(family(300)))
    assert [size(t) for t in tree] == [300]
    drawn = forest_svg(tree)
    assert "and 290 more" in drawn
    assert drawn.count("<rect") < 60


def test_a_circle_of_derivations_ends() -> None:
    given = family(3)
    turned = msgspec.structs.replace(given.collation.derivations[0], id="e-x", document="d-000", of="d-001")
    collation = msgspec.structs.replace(given.collation, derivations=(*given.collation.derivations, turned))
    assert sum(size(t) for t in forest(Index(msgspec.structs.replace(given, collation=collation)))) == 3


@pytest.mark.parametrize(
    ("low", "best", "high"),
    [(9, 11, 14), (14, None, None), (None, None, 75), (0, 0, 0), (None, 500, None), (31, 31, 31)],
)
def test_every_kind_of_range_is_drawn_inside_its_picture(low: int | None, best: int | None, high: int | None) -> None:
    drawn = ET.fromstring(
        charts.range_svg(Range(low=low, best=best, high=high, origins=1, outlets=1, set_by={}), "Killed")
    )
    for rect in drawn.iter("{http://www.w3.org/2000/svg}rect"):
        assert float(rect.get("x", "0")) >= 0
        assert float(rect.get("x", "0")) + float(rect.get("width", "0")) <= charts.BAR_WIDTH


def test_nothing_known_draws_nothing() -> None:
    assert charts.range_svg(Range(low=None, best=None, high=None, origins=0, outlets=0, set_by={}), "Killed") == ""
    row = SeriesRow(
        measure="x",
        where=None,
        earliest=None,
        latest=None,
        low=None,
        best=None,
        high=None,
        speaker=None,
        path="",
        text="",
    )
    assert charts.series_svg([row]) == ""


def test_an_unknown_format_says_what_is_near() -> None:
    with pytest.raises(UnknownName, match="geojson"):
        export("geojsn", made(Ledger()))
