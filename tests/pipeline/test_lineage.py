"""Lineage through the whole path, on invented reports: absent originals, common sources, rounds of credits, decisions, bad input, what is shown."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from firsthand.cli import app
from firsthand.model import Ledger
from firsthand.pipeline import collate_step
from firsthand.store import open_workspace

BLAST = """A bomb exploded at the cattle market in the town of Sarovel on Monday, killing nine people and wounding 20 others.

The blast tore through a row of stalls shortly before noon, when the market was crowded with traders from the villages of the Tavesh valley.

Ambulances carried the wounded to the only hospital in the town, where relatives waited at the gate for news of the missing.

No group claimed responsibility for the attack by Monday evening, and the road to the port stayed closed."""
SCENE = """Nine people died on Monday when a bomb went off among the stalls of the cattle market at Sarovel, a reporter of this paper saw.

Shoes and torn sacks of barley lay in the mud where the weighing hall had stood, and men were lifting beams to look for survivors.

By dusk the army had closed the bridge and the ferries were tied up at the quay."""
SAID = (
    '"We have counted the dead twice, and nine people were killed by the bomb in Sarovel on Monday," '
    "Idran Vesk, the police chief of Tavesh province, told a news conference."
)


def page(outlet: str, head: str, body: str, *, day: str | None = "2024-03-05", line: str = "") -> str:
    """A page as outlets serve it, with its name, headline, day, body, and a credit line at the end."""
    when = f'<meta property="article:published_time" content="{day}">' if day else ""
    text = "".join(f"<p>{p}</p>" for p in (*body.split("\n\n"), *([line] if line else [])))
    return (
        f'<html lang="en"><head><title>{head}</title><meta property="og:site_name" content="{outlet}">{when}</head>'
        f"<body><article><h1>{head}</h1>{text}</article></body></html>"
    )


class Desk:
    """A folder of reports and a workspace over it, asked through the command line."""

    def __init__(self, folder: Path) -> None:
        self.inputs, self.workspace = folder / "in", folder / "ledger"
        self.inputs.mkdir()

    def run(self, reports: Mapping[str, str]) -> None:
        for name, text in reports.items():
            (self.inputs / name).write_text(text, encoding="utf-8")
        self.ask("run", str(self.inputs), code=(0, 3))

    def ask(self, *words: str, code: tuple[int, ...] = (0,)) -> str:
        ran = CliRunner().invoke(app, [*words, "--workspace", str(self.workspace)])
        assert ran.exit_code in code, f"{words}: {ran.output} {ran.exception!r}"
        return ran.output

    def show(self, what: str) -> Any:
        return json.loads(self.ask("show", what, "--json"))

    def edges(self) -> set[tuple[str, str, str]]:
        return {(e["from_path"], e["to_path"], e["kind"]) for e in self.show("lineage")["edges"]}

    def ledger(self) -> Ledger:
        store = open_workspace(self.workspace, create=False)
        try:
            return store.ledger()
        finally:
            store.close()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


# ------------------------------------------------------------------------------------------------------ absent originals


@pytest.mark.parametrize(
    ("line", "kind", "coverage", "name"),
    [
        ("Source: Northwire", "edited", None, "Northwire"),
        ("(Republished from The Lantern by permission of the author)", "verbatim", 1.0, "The Lantern"),
        ("With inputs from Northwire", "edited", None, "Northwire"),
    ],
)
def test_two_outlets_that_print_one_absent_story_are_one_origin(
    desk: Desk, line: str, kind: str, coverage: float | None, name: str
) -> None:
    desk.run(
        {
            "a.html": page("Harbour Post", "Bomb at market", BLAST, line=line),
            "b.html": page("The Dolvane Courier", "Blast kills nine", BLAST, line=line),
        }
    )
    seen = desk.show("lineage")
    absent = [e for e in seen["edges"] if e["virtual"]]
    assert {(e["from_path"], e["kind"], e["coverage"], e["to_path"]) for e in absent} == {
        ("a.html", kind, coverage, name),
        ("b.html", kind, coverage, name),
    }
    (original,) = seen["virtual"]
    assert {e["to"] for e in absent} == {original["id"]} == {seen["families"][0]["root"]}
    assert all(name in e["reasons"][0] for e in absent)
    (incident,) = desk.show("incidents")["incidents"]
    assert (incident["outlets"], incident["origins"], incident["killed"]["origins"]) == (2, 1, 1)


def test_agencies_that_nobody_names_are_no_known_origin(desk: Desk) -> None:
    desk.run(
        {
            "a.html": page("Harbour Post", "Bomb at market", "By Staff, Agencies\n\n" + BLAST),
            "b.html": page("The Dolvane Courier", "At the market", SCENE),
        }
    )
    (edge,) = desk.show("lineage")["edges"]
    assert (edge["from_path"], edge["to_path"], edge["coverage"]) == ("a.html", "agencies, not named", None)
    (assessment,) = desk.ledger().assessments
    assert sorted(o.known for o in assessment.origins) == [False, True]


def test_what_unnamed_media_reported_is_no_known_origin(desk: Desk) -> None:
    told = BLAST.replace("wounding 20 others.", "wounding 20 others, local media reported.")
    desk.run({"a.html": page("Harbour Post", "Bomb at market", told), "b.html": page("The Courier", "Scene", SCENE)})
    tallies = {t.measure: t for a in desk.ledger().assessments for t in a.tallies}
    assert sorted(o.known for o in tallies["killed"].origins) == [False, True]


def test_what_a_report_could_not_check_is_a_caution(desk: Desk) -> None:
    told = BLAST + "\n\nThe Lantern could not independently verify the number of the dead."
    desk.run({"a.html": page("The Lantern", "Bomb at market", told)})
    (incident,) = desk.show("incidents")["incidents"]
    assert "The Lantern: says that it could not independently verify" in incident["cautions"]


# --------------------------------------------------------------------------------------------------------- common source


def test_one_statement_in_two_reports_is_a_common_source_and_no_copy(desk: Desk) -> None:
    ours = BLAST.replace(", killing nine people and wounding 20 others", " as the stalls were opening")
    theirs = SCENE.replace("Nine people died on Monday when a bomb", "A bomb").replace(
        ", a reporter of this paper saw", ""
    )
    desk.run(
        {
            "a.html": page("Harbour Post", "Bomb at market", f"{ours}\n\n{SAID}"),
            "b.html": page("The Dolvane Courier", "At the market", f"{SAID}\n\n{theirs}"),
        }
    )
    seen = desk.show("lineage")
    assert seen["edges"] == []
    assert len(seen["families"]) == 2
    incident = next(i for i in desk.show("incidents")["incidents"] if len(i["paths"]) == 2)
    assert incident["outlets"] == 2
    assert incident["killed"]["origins"] == 1, "both give the word of one police chief"


def test_a_copy_that_quotes_is_still_a_copy(desk: Desk) -> None:
    desk.run(
        {
            "a.html": page("Harbour Post", "Bomb at market", f"{BLAST}\n\n{SAID}"),
            "b.html": page("The Dolvane Courier", "Blast", f"{SAID}\n\n{BLAST}", day="2024-03-07"),
        }
    )
    assert {e[:2] for e in desk.edges()} == {("b.html", "a.html")}


# ------------------------------------------------------------------------------------------------------------- decisions


PAIR = {
    "a.html": page("Harbour Post", "Bomb at market", BLAST),
    "b.html": page("The Dolvane Courier", "Blast kills nine", BLAST, day="2024-03-07"),
    "c.html": page("Hill Post", "At the market", SCENE),
}


def judged(desk: Desk, *words: str) -> str:
    """Signs, applies, and gives the id."""
    said = desk.ask("judge", *words)
    desk.ask("collate")
    found = re.match(r"j-\S+", said)
    assert found, said
    return found[0]


def test_a_denied_edge_stays_away_after_a_new_and_a_changed_report_until_it_is_undone(desk: Desk) -> None:
    desk.run(PAIR)
    assert desk.edges() == {("b.html", "a.html", "verbatim")}
    kept = judged(desk, "deny", "b.html", "a.html", "--note", "both had the agency's release")
    assert desk.edges() == set()
    desk.run({"d.html": page("Orlen Review", "Other news", SCENE.replace("cattle", "fish"))})
    assert ("b.html", "a.html") not in {e[:2] for e in desk.edges()}
    desk.run(
        {"b.html": page("The Dolvane Courier", "Blast kills nine", BLAST + "\n\nThe port is shut.", day="2024-03-07")}
    )
    assert ("b.html", "a.html") not in {e[:2] for e in desk.edges()}
    listed = desk.ask("judge", "list")
    assert "stands" in listed
    assert "agency's release" in " ".join(listed.split())
    undo = judged(desk, "undo", kept)
    assert ("b.html", "a.html") in {e[:2] for e in desk.edges()}
    assert "undone" in desk.ask("judge", "list")
    judged(desk, "undo", undo)
    assert ("b.html", "a.html") not in {e[:2] for e in desk.edges()}


def test_a_confirmed_edge_outranks_time_and_stays_after_a_change(desk: Desk) -> None:
    desk.run(PAIR)
    judged(desk, "confirm", "a.html", "b.html")
    assert {e[:2] for e in desk.edges()} == {("a.html", "b.html")}
    desk.run({"a.html": page("Harbour Post", "Bomb at market", BLAST + "\n\nA curfew was called in the evening.")})
    edges = [e for e in desk.show("lineage")["edges"] if {e["from_path"], e["to_path"]} == {"a.html", "b.html"}]
    assert len(edges) == 2, "both versions of the text at that path"
    for edge in edges:
        assert (edge["from_path"], edge["to_path"]) == ("a.html", "b.html")
        assert edge["direction"][0].startswith("decided by")
        assert edge["score"] == pytest.approx(sum(edge["parts"].values()))


def test_an_edge_that_no_machine_sees_can_be_confirmed(desk: Desk) -> None:
    desk.run(PAIR)
    judged(desk, "confirm", "c.html", "a.html")
    assert ("c.html", "a.html") in {e[:2] for e in desk.edges()}


def test_an_absent_original_can_be_denied_and_named(desk: Desk) -> None:
    desk.run({"a.html": page("Harbour Post", "Bomb at market", BLAST, line="Source: Northwire")})
    (virtual,) = desk.show("lineage")["virtual"]
    judged(desk, "deny", "a.html", virtual["id"])
    assert desk.edges() == set()
    judged(desk, "confirm", "a.html", "absent:The Lantern")
    assert {e[:2] for e in desk.edges()} == {("a.html", "The Lantern")}


def test_a_judgement_on_nothing_is_refused(desk: Desk) -> None:
    desk.run(PAIR)
    for words in (("confirm", "a.html", "no.html"), ("confirm", "a.html"), ("deny",), ("undo", "j-none")):
        assert CliRunner().invoke(app, ["judge", *words, "--workspace", str(desk.workspace)]).exit_code != 0
    assert "No judgement" in desk.ask("judge", "list")


# --------------------------------------------------------------------------------------------------------------- shown


def test_the_tree_says_who_when_kind_and_shares_and_why_on_demand(desk: Desk) -> None:
    desk.run(PAIR)
    plain = desk.ask("show", "lineage")
    assert "b.html  The Dolvane Courier, 2024-03-07  verbatim, 100% of it, 100% of the original" in plain
    assert "word triples" not in plain
    told = desk.ask("show", "lineage", "--why")
    edge = desk.show("lineage")["edges"][0]
    for words in (*edge["reasons"], *edge["direction"]):
        assert words in " ".join(told.split())
    assert f"={edge['score']:.2f}" in told


def test_drift_reads_like_a_proof_readers_list(desk: Desk) -> None:
    body = BLAST.replace("nine", "14")
    desk.run(
        {
            "a.html": page("Harbour Post", "Bomb", body, day="2024-03-04"),
            "b.html": page("The Courier", "Blast", body.replace("14", "41"), day="2024-03-06"),
        }
    )
    told = desk.ask("show", "drift")
    assert told.startswith("b.html  against a.html  1 critical")
    assert "[-14-]" in told
    assert "{+41+}" in told
    assert "\x1b" not in told
    assert all(line == line.rstrip() for line in told.splitlines())


class Anchors(HTMLParser):
    """Ids, links within the page, tags, and whether every element is closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "a":
            self.links.append(str(given["href"]))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_side_by_side_colours_each_passage_by_its_original_and_leads_both_ways(desk: Desk, tmp_path: Path) -> None:
    two = "\n\n".join((*BLAST.split("\n\n")[:2], *SCENE.split("\n\n")[1:], "The mayor <b>& council</b> met at night."))
    two = two.replace("nine people", "19 people").replace("<b>", "&lt;b&gt;").replace("</b>", "&lt;/b&gt;")
    desk.run(
        {
            "a.html": page("Harbour Post", "Bomb at market", BLAST, day="2024-03-04"),
            "c.html": page("Hill Post", "At the market", SCENE, day="2024-03-04"),
            "m.html": page("Orlen Review", "Both", two, day="2024-03-08"),
        }
    )
    out = tmp_path / "side.html"
    desk.ask("show", "lineage", "--side-by-side", "m.html", "--out", str(out))
    text = out.read_text(encoding="utf-8")
    seen = Anchors(text)
    assert not seen.open
    assert not {"script", "link", "img"} & seen.tags
    assert len(seen.ids) == len(set(seen.ids))
    assert all(link.startswith("#") and link[1:] in seen.ids for link in seen.links)
    passages = [i for i in seen.ids if re.fullmatch(r"c\d+", i)]
    assert passages
    assert {f"#o{i[1:]}" for i in passages} <= set(seen.links)
    assert {f"#{i}" for i in passages} <= set(seen.links)
    assert 'class="k0 ' in text
    assert 'class="k1 ' in text
    assert 'dir="auto"' in text
    assert "&lt;b&gt;" in text
    assert 'class="why critical"' in text
    desk.ask("show", "lineage", "--side-by-side", "m.html", "--side-by-side", "c.html", "--out", str(out))
    assert 'class="k1 ' not in out.read_text(encoding="utf-8")


def test_pictures_that_cannot_be_drawn_are_refused_by_name(desk: Desk, tmp_path: Path) -> None:
    desk.run(PAIR)
    out = str(tmp_path / "x.html")
    for words in (
        ("show", "drift", "--why"),
        ("show", "lineage", "--side-by-side", "b.html"),
        ("show", "lineage", "--side-by-side", "c.html", "--out", out),
        ("show", "lineage", "--side-by-side", "b.html", "--side-by-side", "c.html", "--out", out),
        ("show", "lineage", "--side-by-side", "none.html", "--out", out),
    ):
        ran = CliRunner().invoke(app, [*words, "--workspace", str(desk.workspace)])
        assert ran.exit_code != 0, words
    assert not Path(out).exists()


def test_the_family_is_drawn_into_a_file(desk: Desk, tmp_path: Path) -> None:
    desk.run(PAIR)
    out = tmp_path / "family.svg"
    desk.ask("show", "lineage", "--svg", str(out))
    words = "".join(ET.parse(out).getroot().itertext())
    for told in ("Harbour Post", "The Dolvane Courier", "2024-03-07", "verbatim", "100% of it", "100% of that"):
        assert told in words


# ------------------------------------------------------------------------------------------------------------- bad input


def test_two_documents_that_cite_each_other_confirm_nothing(desk: Desk) -> None:
    desk.run(
        {
            "a.html": page(
                "Harbour Post",
                "Bomb at market",
                BLAST + "\n\nThe toll was first given, according to Hill Post, at noon.",
            ),
            "b.html": page(
                "Hill Post",
                "Blast kills nine",
                BLAST + "\n\nThe toll was first given, according to Harbour Post, at noon.",
            ),
        }
    )
    (edge,) = desk.show("lineage")["edges"]
    assert edge["circular"]
    assert "(circular)" in desk.ask("show", "lineage")
    (incident,) = desk.show("incidents")["incidents"]
    assert incident["origins"] == 1
    assert [o.known for a in desk.ledger().assessments for o in a.origins] == [False]


def test_a_round_of_three_is_found_and_flagged(desk: Desk) -> None:
    ring = {"Harbour Post": "Hill Post", "Hill Post": "Orlen Review", "Orlen Review": "Harbour Post"}
    desk.run(
        {
            f"{n}.html": page(
                outlet, f"Blast {n}", f"{BLAST}\n\nThe toll was first given, according to {cited}, at noon."
            )
            for n, (outlet, cited) in enumerate(ring.items())
        }
    )
    edges = desk.show("lineage")["edges"]
    assert len(edges) == 2
    assert all(e["circular"] for e in edges)


@pytest.mark.parametrize("day", ["2024-03-05", None])
def test_equal_or_missing_dates_leave_the_direction_open_and_the_ledger_the_same(
    tmp_path: Path, day: str | None
) -> None:
    names = ("a", "b", "c", "d")
    shown = []
    for order in (names, names[::-1]):
        folder = tmp_path / order[0]
        folder.mkdir()
        desk = Desk(folder)
        for n in order:
            desk.run({f"{n}.html": page(f"Post {n}", f"Blast {n}", BLAST, day=day)})
        shown.append(desk.show("lineage"))
    assert shown[0] == shown[1]
    assert len(shown[0]["edges"]) == 3
    assert all(e["direction"][0].startswith("direction unknown") for e in shown[0]["edges"])


def test_texts_from_the_right_and_texts_of_one_word(desk: Desk, tmp_path: Path) -> None:
    arabic = "\n\n".join(
        (
            "قالت الشرطة في مدينة ساروفيل يوم الاثنين إن سيارة مفخخة انفجرت في سوق الحبوب مما أدى إلى مقتل عدد من التجار.",
            "وقال قائد الشرطة إن السيارة تركت بجانب قاعة الوزن بعد الثامنة صباحا بقليل وإن عدد القتلى قد يرتفع خلال الساعات المقبلة.",
        )
    )
    desk.run(
        {
            "a.html": page("وكالة أورلين", "انفجار", arabic, day="2024-03-04").replace('lang="en"', 'lang="ar"'),
            "b.html": page("صحيفة الميناء", "تفجير", arabic, day="2024-03-06").replace('lang="en"', 'lang="ar"'),
            "one.txt": "Bomb",
            "two.txt": "Bomb",
        }
    )
    assert {e[:2] for e in desk.edges()} == {("b.html", "a.html")}
    assert "صحيفة الميناء" in desk.ask("show", "lineage")
    out = tmp_path / "side.html"
    desk.ask("show", "lineage", "--side-by-side", "b.html", "--out", str(out))
    assert '<section class="text" lang="ar">' in out.read_text(encoding="utf-8")
    svg = tmp_path / "tree.svg"
    desk.ask("show", "lineage", "--svg", str(svg))
    assert "\u2067صحيفة الميناء\u2069" in svg.read_text(encoding="utf-8")


def test_a_second_collation_of_the_same_reports_is_the_same(desk: Desk) -> None:
    desk.run(PAIR)
    store = open_workspace(desk.workspace, create=False)
    from firsthand.config import Config

    before = store.ledger().collation
    assert collate_step(store, config=Config())[0] in (0, 3)
    assert store.ledger().collation == before
    store.close()
