"""The five seed reports against what a careful reader gets out of them, through the command line as a user would."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import gold

# How many of all rows held when this was last measured; may rise, may not fall.
FLOOR = 105


def command(*words: str, expect: tuple[int, ...] = (0,)) -> str:
    ran = subprocess.run([sys.executable, "-m", "firsthand", *words], capture_output=True, text=True, check=False)
    assert ran.returncode in expect, ran.stderr[-2000:]
    return ran.stdout


@pytest.mark.shared
def test_the_seeds_are_read_as_a_careful_reader_would(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = str(tmp_path / "ledger")
    command("run", str(shared / "seeds"), "--workspace", workspace)

    @cache
    def show(what: str) -> Any:
        return json.loads(command("show", what, "--workspace", workspace, "--json"))

    @cache
    def whatif(name: str) -> Any:
        return json.loads(command("whatif", "--without", name, "--workspace", workspace, "--json"))

    lines = [json.loads(line) for line in command("export", "jsonl", "--workspace", workspace).splitlines()]
    texts = {line["record"]["address"]: line["record"]["text"] for line in lines if line["kind"] == "document"}
    answers = json.loads((shared / "gold" / "seeds.json").read_text(encoding="utf-8"))
    found = list(gold.rows(answers, show, whatif, texts))
    with capsys.disabled():
        print("\n" + gold.report(found))
    assert not [row.id for row in found if row.now and not row.holds]
    assert sum(row.holds for row in found) >= FLOOR
