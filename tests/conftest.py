"""Shared fixtures: where the labelled data lies, and a ledger of the example reports made once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from firsthand.store import Workspace, open_workspace

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of labelled data and seed reports beside the checkout; the test is skipped, and says so, where it is absent."""
    folder = Path(os.environ.get("FIRSTHAND_SHARED", ROOT.parent / "shared"))
    if not (folder / "gold").is_dir():
        pytest.skip(f"the labelled data is not beside the checkout ({folder.name}/ absent)")
    return folder


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A workspace over the example reports, made once by the real path; tests only read it."""
    from importlib import resources

    from firsthand.config import Config
    from firsthand.pipeline import run

    store = open_workspace(tmp_path_factory.mktemp("demo") / "ledger", create=True)
    run([str(resources.files("firsthand").joinpath("_examples"))], store, config=Config(), clock=lambda: 0.0)
    yield store
    store.close()
