"""The API against its own OpenAPI: whatever it allows or forbids is thrown at it; no answer is undescribed and none is a crash."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import positive_data_acceptance

from firsthand.config import Config
from firsthand.serve import build_app
from firsthand.serve.api import description
from firsthand.store import Workspace, open_workspace

# That one of two parameters must be given cannot be said in OpenAPI: /api/whatif answers 400 to none, as test_workbench holds.
NOT_SAID = [positive_data_acceptance]
PATHS = sorted(description()["paths"])


@pytest.fixture(scope="module")
def described(demo: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BaseSchema]:
    folder = tmp_path_factory.mktemp("api") / "ledger"
    shutil.copytree(demo.folder, folder)
    store = open_workspace(folder)
    yield schemathesis.openapi.from_asgi("/api/openapi.json", build_app(store, config=Config()))
    store.close()


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_as_described(described: BaseSchema, path: str) -> None:
    method = "POST" if path == "/api/judgements" else "GET"

    @given(case=described[path][method].as_strategy())
    @settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
    def thrown(case: schemathesis.Case) -> None:
        case.call_and_validate(base_url="http://testserver", excluded_checks=NOT_SAID if path == "/api/whatif" else [])

    thrown()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused_and_change_nothing(demo: Workspace, method: str) -> None:
    from starlette.testclient import TestClient

    client = TestClient(build_app(demo, config=Config()))
    for path in PATHS:
        assert getattr(client, method)(path, headers={"content-type": "application/json"}).status_code in (403, 405), (
            path
        )
