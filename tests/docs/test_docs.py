"""The docs say what is so: every command in them runs, every written page is up to date, every command and file is named."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from firsthand.report.index import Index
from firsthand.report.tree import forest, forest_svg
from firsthand.store import Workspace

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def console_lines(page: Path) -> list[str]:
    blocks = re.findall(r"```console\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [line[2:] for block in blocks for line in block.splitlines() if line.startswith("$ ")]


@pytest.mark.parametrize("page", [p for p in PAGES if p.is_file() and console_lines(p)], ids=lambda p: p.name)
def test_every_command_of_the_page_runs(page: Path, tmp_path: Path) -> None:
    for line in console_lines(page):
        words = shlex.split(line.split(" # ")[0])
        if words[0] != "firsthand":
            assert words[:2] in (["python3", "scripts/demo.py"], ["python3", "scripts/test.py"]), line
            assert (ROOT / words[1]).is_file()
            continue
        ran = subprocess.run(
            [sys.executable, "-m", "firsthand", *words[1:]], capture_output=True, text=True, check=False, cwd=tmp_path
        )
        assert ran.returncode == 0, f"{line}\n{ran.stderr[-800:]}"
        assert ran.stdout or ran.stderr, line


def test_written_pages_are_up_to_date() -> None:
    ran = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "docs.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout


def test_the_readme_lists_every_room() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rooms = [p.name for p in (ROOT / "src" / "firsthand").iterdir() if p.is_dir() and p.name[0] not in "_."]
    assert [room for room in rooms if f"{room}/" not in readme] == []


def test_every_reason_for_a_rejection_is_documented() -> None:
    from firsthand.model import REASONS

    page = (ROOT / "docs" / "inputs.md").read_text(encoding="utf-8")
    assert [reason for reason in REASONS if f"`{reason}`" not in page] == []


def test_the_picture_in_the_readme_is_what_the_demo_draws(demo: Workspace) -> None:
    drawn = forest_svg(forest(Index(demo.ledger())))
    assert (ROOT / "docs" / "family.svg").read_text(encoding="utf-8") == drawn
