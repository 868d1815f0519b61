"""Shared fixtures: where the labelled data lies, and a ledger of the example reports made once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of labelled data and seed reports beside the checkout; the test is skipped, and says so, where it is absent."""
    folder = Path(os.environ.get("FIRSTHAND_SHARED", ROOT.parent / "shared"))
    if not (folder / "gold").is_dir():
        pytest.skip(f"the labelled data is not beside the checkout ({folder.name}/ absent)")
    return folder
