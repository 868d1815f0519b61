"""What a person takes away in parts: the dossier of one question, the PDF, and the pictures as files."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from firsthand.cli import app
from firsthand.config import Config
from firsthand.errors import UsageError
from firsthand.model import Document, Incident, Ledger, Release, Statement, When
from firsthand.release import release
from firsthand.report import report
from firsthand.report.choose import choice, chosen
from firsthand.report.pdf import lacking, printed, write_pdf
from firsthand.report.sheets import TITLES, sheet
from firsthand.store import Workspace
from ledger_by_hand import ledger

NASTY = "Orla \"Quote\" <script>alert('x')</script> & Søn's سوق الحبوب рынок"


def made(given: Ledger | None = None, *, public: bool = False) -> Release:
    return release(ledger() if given is None else given, public=public, config=Config())


def many(count: int) -> Ledger:
    """One incident that so many reports tell, with names that no markup may take for its own."""
    documents = tuple(
        Document(id=f"d-{n:04}", address=f"{n:04}.txt", sha256=str(n), text=f"{NASTY} was hit on Monday.", headline=NASTY, publisher=f"Post {n} <b>")
        for n in range(count)
    )  # fmt: skip
    statements = tuple(
        Statement(id=f"s-{n:04}", document=f"d-{n:04}", start=0, end=len(NASTY), text=NASTY, property="target", value=NASTY, slot=f"{n}/1")
        for n in range(count)
    )  # fmt: skip
    incident = Incident(
        id="i-1", slots=tuple(f"{n}/1" for n in range(count)), statements=tuple(s.id for s in statements), types=("car_bomb",),
        state="occurred", when=When(), where=None, documents=tuple(d.id for d in documents),
    )  # fmt: skip
    return Ledger(documents=documents, statements=statements, incidents=(incident,))


def pages(file: Path) -> list[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(file)
    return [page.get_textpage().get_text_range() for page in document]


def as_pdf(given: Release, folder: Path) -> list[str]:
    page = next(f for f in report(given, folder, config=Config()) if f.name == "dossier.html")
    return pages(write_pdf(page, folder / "dossier.pdf"))


# ------------------------------------------------------------------------------------------------------------------- parts


@pytest.mark.parametrize(
    ("given", "ids"),
    [
        ({"place": "sarovel"}, {"i-1"}),
        ({"place": "Tavesh"}, {"i-1", "i-2"}),
        ({"place": "Saro"}, set()),
        ({"actor": "Northern Dawn"}, {"i-1"}),
        ({"since": "2024-03-01"}, {"i-1"}),
        ({"until": "2024-02-10"}, {"i-2"}),
        ({"since": "2024-02-20", "until": "2024-03-31"}, {"i-1", "i-2"}),
        ({"question": "the bombings within Sarovel"}, {"i-1"}),
        ({"question": "bombings in Pellan"}, set()),
        ({"question": "Sarovel people killed"}, {"i-1"}),
        ({}, {"i-1", "i-2"}),
    ],
)
def test_a_part_holds_what_fits_and_nothing_of_the_rest(given: dict[str, str], ids: set[str]) -> None:
    part = chosen(made(), choice(**given))
    assert {i.id for i in part.ledger.incidents} == ids
    assert {a.incident for a in part.ledger.assessments} <= ids
    kept = {d.id for d in part.ledger.documents}
    assert all(s.document in kept for s in part.ledger.statements)
    assert all(
        {d.document, d.of} <= kept | {v.id for v in part.ledger.collation.virtuals}
        for d in part.ledger.collation.derivations
    )
    if given:
        assert part.notes[0].startswith(f"This tells of {len(ids)} of 2 incidents")


def test_a_part_is_told_to_be_one_on_its_first_page(tmp_path: Path) -> None:
    part = chosen(made(), choice(place="Sarovel"))
    report(part, tmp_path, config=Config())
    assert "This tells of 1 of 2 incidents: place Sarovel" in (tmp_path / "dossier.html").read_text(encoding="utf-8")


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError, match="no day"):
        choice(since="last week")


def test_a_part_does_not_overwrite_the_whole(demo: Workspace) -> None:
    ended = CliRunner().invoke(app, ["report", "--place", "Sarovel", "-w", str(demo.folder)], standalone_mode=False)
    assert isinstance(ended.exception, UsageError)


# --------------------------------------------------------------------------------------------------------------------- pdf


def test_every_page_bears_its_marking_and_arabic_and_cyrillic_read_in_order(tmp_path: Path) -> None:
    found = as_pdf(made(many(3)), tmp_path)
    assert all(page.count("TLP:AMBER") >= 2 for page in found)
    whole = " ".join(" ".join(found).split())
    assert "рынок" in whole
    assert "<script>alert('x')</script>" in whole
    assert not re.search(r"\(cid:|\ufffd", whole)


@pytest.mark.parametrize("public", [False, True])
def test_a_pdf_of_nothing_says_so(public: bool, tmp_path: Path) -> None:
    assert "No incident was found" in " ".join(as_pdf(made(Ledger(), public=public), tmp_path))


def test_an_incident_with_500_reports_is_told_in_a_bounded_chapter(tmp_path: Path) -> None:
    report(made(many(500)), tmp_path, config=Config())
    page = (tmp_path / "dossier.html").read_text(encoding="utf-8")
    chapter = page[page.index('<section class="incident"') : page.index("</section>")]
    assert "<script>" not in page
    assert "500 articles" in page
    assert chapter.count("<tr>") <= 61


def test_the_same_page_gives_the_same_pdf(tmp_path: Path) -> None:
    as_pdf(made(), tmp_path / "a")
    as_pdf(made(), tmp_path / "b")
    assert (tmp_path / "a" / "dossier.pdf").read_bytes() == (tmp_path / "b" / "dossier.pdf").read_bytes()


def test_no_colour_of_a_picture_is_left_to_the_reader() -> None:
    page = printed('<svg class="fh"><text x="1" class="bold end">a</text><rect fill="var(--own)"/></svg>')
    assert "var(" not in page
    assert 'text-anchor="end" font-weight="600"' in page


def test_a_script_without_a_font_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked = tmp_path / "fc-list"
    asked.write_text("#!/bin/sh\ncase $1 in *=6*) ;; *) echo Some Face;; esac\n", encoding="utf-8")
    asked.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    assert lacking("سوق рынок plain é") == ("Arabic",)


# ---------------------------------------------------------------------------------------------------------------- pictures


@pytest.mark.parametrize("name", list(TITLES))
@pytest.mark.parametrize("given", [ledger(), Ledger(), many(3)], ids=["full", "empty", "nowhere"])
def test_a_picture_is_well_formed_asks_nobody_and_lists_what_it_leaves_out(name: str, given: Ledger) -> None:
    drawn = sheet(name, made(given))
    ET.fromstring(drawn)
    page = sheet(name, made(given), html=True)
    assert "<script" not in page
    assert not re.search(r"@import|url\(|(?:src|href)=\"(?!#)", page)
    listed = sum(int(n) for n in re.findall(r"<h2>(?:Drawn|Not drawn) \((\d+)\)", page))
    assert listed == len(given.incidents)
    assert "TLP:AMBER" in page


def test_a_place_known_only_within_a_province_is_an_area_and_no_point() -> None:
    vague = chosen(made(), choice(until="2024-02-10"))
    drawn = sheet("map", vague)
    circles = re.findall(r"<circle [^>]*>", drawn)
    assert len(circles) == 1
    assert "stroke-dasharray" in circles[0]
    assert float(re.search(r' r="([\d.]+)"', circles[0]).group(1)) > 20  # type: ignore[union-attr]


def test_the_trend_sums_only_what_lies_in_one_month_and_has_a_toll() -> None:
    page = sheet("trend", made(), html=True)
    assert "<h2>Drawn (1)" in page
    assert "2024-03" in page
    assert ">9–14<" in page
    half = msgspec.structs.replace(
        ledger().incidents[0], when=When(earliest="2024-03-30", latest="2024-04-02", precision="range")
    )
    assert "<h2>Drawn (0)" in sheet("trend", made(msgspec.structs.replace(ledger(), incidents=(half,))), html=True)


def test_pictures_are_written_by_the_command_line(demo: Workspace, tmp_path: Path) -> None:
    for name in TITLES:
        out = tmp_path / f"{name}.svg"
        ended = CliRunner().invoke(app, ["report", name, "-w", str(demo.folder), "--public", "--out", str(out)])
        assert ended.exit_code == 0, ended.output
        ET.fromstring(out.read_text(encoding="utf-8"))
