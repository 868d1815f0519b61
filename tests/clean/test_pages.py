"""Whole pages through the room: invented ones, in the shapes that saved pages have."""

from __future__ import annotations

from pathlib import Path

import pytest

from firsthand.acquire.items import item
from firsthand.clean import clean
from firsthand.config import Config
from firsthand.model import Document, RawItem, Rejected

BODY = [
    "A mine on the road between Pellan and Sarovel killed three hauliers on Monday and wounded their dog, the mayor of Pellan said.",
    "“We had asked for the road to be swept,” the mayor, Olda Renn, told the council. “Nobody came, and now nobody drives.”",
    "The army says that it cleared the road in spring. Drivers say that it cleared the first mile, and that the quarry was left alone.",
    "He would not say who laid the mine.",
]


def document(raw: RawItem, **settings: int) -> Document:
    found = clean(raw, config=Config(**settings))
    assert isinstance(found, Document), found
    return found


def text_page(lines: list[str]) -> Document:
    return document(item("page.txt", "text/plain", "\n".join(lines).encode()))


def test_a_saved_page_is_parted_into_masthead_article_and_furniture() -> None:
    found = text_page(
        [
            "Skip to content", "Hill Post • News from the hills", "Log in", "",
            "Mine kills three hauliers near Pellan", "Road was said to be swept, mayor tells council as drivers stay at home", "",
            "Ana Orlu", "Pellan, Kesmeria", "Monday, March 4, 2024 - 15:20", "3 days ago",
            "Hauliers wait at the bridge. REUTERS/Davit Hallam", "",
            BODY[0], "", BODY[1], "", "Mine kills three hauliers near Pellan", "", BODY[2], "", BODY[3], "",
            "Source: Northwire", "Share this", "Editor Picks", "© 2024 Hill Post. All rights reserved.",
        ]
    )  # fmt: skip
    assert found.text == "\n\n".join(BODY)
    assert found.headline == "Mine kills three hauliers near Pellan"
    assert found.standfirst == "Road was said to be swept, mayor tells council as drivers stay at home"
    assert (found.publisher, found.author, found.agency, found.dateline) == (
        "Hill Post",
        "Ana Orlu",
        "Northwire",
        "Pellan, Kesmeria",
    )
    assert (found.published.earliest, found.published.precision, found.published.basis) == (
        "2024-03-04T15:20:00",
        "time",
        "page",
    )
    assert found.captions == ("Hauliers wait at the bridge. REUTERS/Davit Hallam",)
    assert found.credit == "Source: Northwire"
    assert {kind.split(":")[0] for kind in found.reasons} >= {"publisher", "author", "agency", "date"}


def test_comments_are_kept_apart_and_counted() -> None:
    found = text_page(
        [
            "Mine kills three hauliers near Pellan", "", *(x for line in BODY for x in (line, "")),
            "Hide 3 CommentsLeave a Comment", "Trim Comments?",
            "  1. I was told it was thirty dead and that they are hiding it.", "",
            "  2. mountain goat says: • Website", "", "    My cousin saw two mines, not one.", "",
            "  3. anonymous says:", "", "    The list is long:", "    1. the bridge", "    2. the quarry", "",
            "Current Commenter", "Leave a Reply", "Personal Classics",
        ]
    )  # fmt: skip
    assert [c.author for c in found.comments] == [None, "mountain goat", "anonymous"]
    assert "two mines" in found.comments[1].text
    assert found.text.endswith(BODY[-1])


@pytest.mark.parametrize(
    "opener", ["3 Comments", "Comments (3)", "Kommentare", "Commentaires (2)", "3 responses to “Mine kills three”"]
)
def test_named_comments_after_any_opener(opener: str) -> None:
    found = text_page(
        [
            "Mine kills three",
            "",
            *(x for line in BODY for x in (line, "")),
            opener,
            "",
            "oldtrader says:",
            "It was thirty.",
            "",
            "Pellan Girl says:",
            "Two mines.",
        ]
    )
    assert [(c.author, c.text) for c in found.comments] == [
        ("oldtrader", "It was thirty."),
        ("Pellan Girl", "Two mines."),
    ]
    assert found.text.endswith(BODY[-1])


def test_a_link_to_the_comments_above_the_article_opens_nothing() -> None:
    found = text_page(
        ["Mine kills three hauliers near Pellan", "5 Comments", "", *(x for line in BODY for x in (line, ""))]
    )
    assert found.text == "\n\n".join(BODY)
    assert found.comments == ()


def test_a_cited_outlet_is_not_the_publisher() -> None:
    found = text_page(
        [
            "Mine kills three hauliers near Pellan",
            "",
            BODY[0],
            "",
            "The mayor said in an interview with The Guardian that the road was swept.",
            "",
            *BODY[1:],
        ]
    )
    assert found.publisher is None
    assert found.agency is None
    assert found.published.basis == "none"


def test_told_an_agency_makes_it_the_agency_only_where_nobody_signs() -> None:
    told = "The mayor told Reuters that the road had never been swept at all."
    unsigned = text_page(["Hill Post • News", "Mine kills three hauliers", "", *BODY, told])
    signed = text_page(["Hill Post • News", "Mine kills three hauliers", "By Ana Orlu", "", *BODY, told])
    assert (unsigned.agency, signed.agency) == ("Reuters", None)


def test_the_original_of_a_republication_is_not_its_publisher() -> None:
    found = text_page(
        [
            "Mine kills three hauliers near Pellan",
            "",
            *BODY,
            "",
            "(Republished from The Independent by permission of the author)",
        ]
    )
    assert found.publisher is None
    assert found.credit is not None
    assert found.credit.startswith("(Republished")
    assert "Republished" not in found.text


def test_text_wrapped_by_a_program_is_joined() -> None:
    import textwrap

    wrapped = [line for paragraph in BODY for line in (*textwrap.wrap(paragraph, 68), "")]
    assert text_page(["Mine kills three hauliers near Pellan", "", *wrapped]).text == "\n\n".join(BODY)


PAGE = """<html lang="en"><head><title>Mine kills three | Hill Post</title><meta property="og:site_name" content="Hill Post">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"Mine kills three",
"datePublished":"2024-03-04T15:20:00Z","author":{"@type":"Person","name":"Ana Orlu"},"publisher":{"name":"Hill Post"}}</script></head>
<body><nav><a href="/">Home</a> <a href="/n">News</a></nav><main><article><h1>Mine kills three</h1><p class="byline">By Ana Orlu</p>%s
<p>Source: AFP</p></article></main><section id="comments"><h2>1 Comment</h2><div class="comment"><p class="comment-author">oldtrader says:</p>
<p>It was thirty.</p></div></section><footer><p>Terms of use</p></footer></body></html>"""


def test_a_web_page() -> None:
    data = (PAGE % "".join(f"<p>{line}</p>" for line in BODY)).encode()
    found = document(item("a.html", "text/html", data))
    assert found.text == "\n\n".join(BODY)
    assert (found.publisher, found.author, found.agency) == ("Hill Post", "Ana Orlu", "Agence France-Presse")
    assert (found.published.earliest, found.published.basis) == ("2024-03-04T15:20:00+00:00", "stated")
    assert [(c.author, c.text) for c in found.comments] == [("oldtrader", "It was thirty.")]


def test_the_publisher_by_the_domain() -> None:
    data = (
        "<html><head><title>Mine</title></head><body><article>"
        + "".join(f"<p>{x}</p>" for x in BODY)
        + "</article></body></html>"
    ).encode()
    found = document(item("u", "text/html", data, url="https://www.reuters.com/world/mine"))
    assert found.publisher == "Reuters"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    text = (
        "Überschwemmung in Pellan\n\n"
        + "Der Fluss trat am Montag über die Ufer, und die Stadt stand unter Wasser, sagte die Bürgermeisterin.\n\n" * 4
    )
    found = document(item("a.txt", "text/plain", text.encode(encoding)))
    assert "über die Ufer" in found.text
    assert (found.headline, found.language) == ("Überschwemmung in Pellan", "de")


def test_a_declared_charset_is_used() -> None:
    text = (
        "<html><head><meta charset='windows-1251'></head><body><article>"
        + "<p>Река вышла из берегов в понедельник, и нижний город к полудню оказался под водой, сообщил мэр.</p>"
        + "<p>По его словам, мост закрыт, школы не работают, а жителей двух улиц вывозят на лодках к старой мельнице.</p>"
        + "</article></body></html>"
    )
    found = document(item("a.html", "text/html", text.encode("cp1251")))
    assert found.text.startswith("Река вышла")


def test_rows_and_their_columns() -> None:
    from firsthand.acquire.items import row_item

    found = document(
        row_item(
            "t.csv#1",
            {
                "text": "Rain fell on the town.",
                "publisher": "AFP",
                "published": "2024-03-04",
                "author": "Ana Orlu",
                "url": "https://hill-post.example/1",
            },
        )
    )
    assert (found.text, found.publisher, found.author) == ("Rain fell on the town.", "Agence France-Presse", "Ana Orlu")
    assert found.url == "https://hill-post.example/1"
    bare = clean(row_item("t.csv#2", {"deaths": 3}), config=Config())
    assert isinstance(bare, Rejected)
    assert bare.reason == "empty"


def test_a_word_file(tmp_path: Path) -> None:
    import docx

    made = docx.Document()
    made.add_heading("Mine kills three hauliers near Pellan")
    for line in BODY:
        made.add_paragraph(line)
    made.save(str(tmp_path / "a.docx"))
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    found = document(item("a.docx", kind, (tmp_path / "a.docx").read_bytes()))
    assert found.text == "\n\n".join(BODY)
    assert found.headline == "Mine kills three hauliers near Pellan"


def test_a_pdf() -> None:
    lines = [
        "Hill Post weekly",
        "Mine kills three hauliers near Pellan",
        "A mine on the road between the towns of Pellan and Saro-",
        "vel killed three hauliers on Monday and wounded their dog,",
        "the mayor of Pellan said on Tuesday to the town council.",
        "1",
    ]
    other = [
        "Hill Post weekly",
        "The army says that it cleared the road in spring.",
        "Drivers say that it cleared the first mile only,",
        "and that the quarry was left as it was before.",
        "2",
    ]
    found = document(item("a.pdf", "application/pdf", pdf([lines, other])), min_words=10)
    assert "Sarovel killed three hauliers on Monday and wounded their dog" in found.text
    assert "Hill Post weekly" not in found.text
    assert not found.text.endswith("2")


def pdf(pages: list[list[str]]) -> bytes:
    """A small PDF, written by hand, with one text line per string."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        shown = "BT /F1 11 Tf 50 780 Td 14 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
        objects.append(f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    start = len(out)
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    end = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}".encode()


def test_the_same_input_gives_the_same_document() -> None:
    raw = item("a.html", "text/html", (PAGE % "".join(f"<p>{x}</p>" for x in BODY)).encode())
    assert document(raw) == document(raw)


def test_an_agency_named_as_publisher_at_anothers_address_is_the_supplier() -> None:
    data = (
        PAGE.replace('"publisher":{"name":"Hill Post"}', '"publisher":{"name":"Associated Press"}')
        % "".join(f"<p>{x}</p>" for x in BODY)
    ).encode()
    found = document(
        item("u", "text/html", data.replace(b"<p>Source: AFP</p>", b""), url="https://www.chicagotribune.com/mine")
    )
    assert (found.publisher, found.agency, found.author) == ("Chicago Tribune", "The Associated Press", "Ana Orlu")
