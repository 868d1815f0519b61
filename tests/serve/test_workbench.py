"""The workbench over the example reports: every page opens, nothing comes from elsewhere, a judgement is kept and can be undone."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from firsthand.config import Config
from firsthand.serve import build_app
from firsthand.serve.pages import MENU, runs
from firsthand.store import Workspace, open_workspace


@pytest.fixture
def client(demo: Workspace) -> TestClient:
    return TestClient(build_app(demo, config=Config()))


@pytest.fixture
def own(demo: Workspace, tmp_path: Path) -> Iterator[Workspace]:
    """A copy of the workspace that a test may change."""
    shutil.copytree(demo.folder, tmp_path / "ledger")
    store = open_workspace(tmp_path / "ledger")
    yield store
    store.close()


@pytest.mark.parametrize("path", [path for path, _ in MENU])
def test_every_page_of_the_menu_opens_and_loads_nothing_from_elsewhere(client: TestClient, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 200
    assert f'href="{path}" aria-current="page"' in page.text
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page.text)
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_every_link_on_the_lists_leads_somewhere(client: TestClient) -> None:
    links = {link for path, _ in MENU for link in re.findall(r'href="(/[a-z]+/[^"#]+)"', client.get(path).text)}
    links.discard("/static/style.css")
    assert {link.split("/")[1] for link in links} >= {"incidents", "documents", "sources"}
    broken = [link for link in sorted(links) if client.get(link).status_code != 200]
    assert not broken


def test_the_runs_of_a_document_are_its_text(demo: Workspace) -> None:
    ledger = demo.ledger()
    for document in ledger.documents:
        assert "".join(r.text for r in runs(ledger, document)) == document.text


def test_the_api_gives_the_promised_json(client: TestClient) -> None:
    shown = client.get("/api/incidents").json()["incidents"]
    assert shown
    assert {"id", "killed", "origins", "statements"} <= set(shown[0])
    described = client.get("/api/openapi.json").json()
    assert "/api/judgements" in described["paths"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing", 404),
        ("/incidents/i-none", 404),
        ("/api/nothing", 404),
        ("/api/whatif", 400),
        ("/api/whatif?without=nobody+at+all", 404),
    ],
)
def test_what_is_not_there_is_named(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert "next_step" in answer.text or "Next:" in answer.text


def test_words_of_a_report_or_a_reader_never_become_markup(client: TestClient) -> None:
    page = client.get("/search", params={"q": "<script>alert(1)</script>"})
    assert "<script>alert" not in page.text


def test_a_strange_host_or_page_is_refused(client: TestClient) -> None:
    assert client.get("/", headers={"host": "elsewhere.example"}).status_code == 400
    form = {"verdict": "protect", "left": "x"}
    assert client.post("/review", data=form, headers={"origin": "http://elsewhere.example"}).status_code == 403
    assert client.post("/review", data=form).status_code == 403


def test_a_judgement_is_signed_applied_and_undone(own: Workspace) -> None:
    client = TestClient(build_app(own, config=Config(user="coder-1")))
    edge = next(e for e in client.get("/api/lineage").json()["edges"] if not e["virtual"])
    body = {"verdict": "deny", "left": edge["from"], "right": edge["to"], "note": "they spoke to different people"}
    made = client.post("/api/judgements", json=body)
    assert made.status_code == 201
    assert made.json()["by"] == "coder-1"
    after = [(e["from"], e["to"]) for e in client.get("/api/lineage").json()["edges"]]
    assert (edge["from"], edge["to"]) not in after
    undone = client.post(
        "/review",
        data={"verdict": "undo", "left": made.json()["id"]},
        headers={"origin": "http://testserver"},
        follow_redirects=False,
    )
    assert undone.status_code == 303
    again = [(e["from"], e["to"]) for e in client.get("/api/lineage").json()["edges"]]
    assert (edge["from"], edge["to"]) in again
    assert [j.kind for j in own.judgements()] == ["derivation", "undo"]
    assert sum(line[2] == "judgement" for line in own.audit_lines()) == 2


@pytest.mark.parametrize(
    "body", ["", "{", '{"verdict": "same"}', '{"verdict": "same", "left": "a", "right": "b", "more": 1}', "\xff"]
)
def test_a_body_that_is_no_judgement_is_refused(own: Workspace, body: str) -> None:
    client = TestClient(build_app(own, config=Config()))
    answer = client.post(
        "/api/judgements", content=body.encode("latin-1"), headers={"content-type": "application/json"}
    )
    assert answer.status_code == 400
    assert own.judgements() == ()
