"""A run that is killed at any point goes on where it was and ends in the same ledger, byte for byte.

The process is really killed (SIGKILL), at twenty points spread over the length of a whole run, and run again to its end.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from importlib import resources
from pathlib import Path

import pytest

POINTS = 20
EXAMPLES = str(resources.files("firsthand").joinpath("_examples"))


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "firsthand", *words]


def whole_run(workspace: Path) -> float:
    began = time.monotonic()
    ran = subprocess.run(command("run", EXAMPLES, "-w", str(workspace)), capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return time.monotonic() - began


def exported(workspace: Path) -> bytes:
    return subprocess.run(command("export", "jsonl", "-w", str(workspace)), capture_output=True, check=True).stdout


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, float]:
    folder = tmp_path_factory.mktemp("untouched")
    whole_run(folder / "warm")
    seconds = whole_run(folder / "ledger")
    return exported(folder / "ledger"), seconds


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
@pytest.mark.parametrize("point", range(POINTS))
def test_a_killed_run_ends_in_the_same_ledger(point: int, untouched: tuple[bytes, float], tmp_path: Path) -> None:
    wanted, seconds = untouched
    workspace = tmp_path / "ledger"
    process = subprocess.Popen(
        command("run", EXAMPLES, "-w", str(workspace)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(seconds * (point + 0.5) / POINTS)
    process.send_signal(signal.SIGKILL)
    process.wait()
    whole_run(workspace)
    assert exported(workspace) == wanted
