"""How commands end when something outside is not as it should be: one line on standard error, an exit code, never a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from firsthand.store import open_workspace


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ledger")
    open_workspace(folder, create=True).close()
    return folder


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("export", "csv", "--out", "no/such/folder/x.csv"), 1, "no/such/folder/x.csv"),
        (("serve", "--port", "99999"), 2, "99999"),
        (("watch", "x.txt", "--every", "-3"), 2, "-3"),
        (("--set", "bogus=1", "show", "incidents"), 2, "unknown setting 'bogus' (command line)"),
        (("--set", "min_words=-5", "show", "incidents"), 2, "at least 1 words"),
    ],
)
def test_what_is_wrong_is_one_line_and_an_exit_code(
    workspace: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "firsthand", *words, "--workspace", str(workspace)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == code
    assert told in ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.stdout == ""


def test_a_reader_that_closes_early_sees_no_traceback(workspace: Path) -> None:
    command = f'"{sys.executable}" -m firsthand export jsonl --workspace "{workspace}"'
    ended = subprocess.run(["sh", "-c", f"{command} | :"], capture_output=True, text=True, check=False)
    assert "Traceback" not in ended.stderr
    assert "Exception ignored" not in ended.stderr
