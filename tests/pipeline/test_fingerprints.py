"""The fingerprint of a room follows its code and nothing that tools leave beside it."""

from __future__ import annotations

from pathlib import Path

from firsthand.pipeline import files_of, rules


def test_files_in_sub_folders_count_and_what_tools_leave_does_not(tmp_path: Path) -> None:
    for name in ("b.py", "a.csv", "deep/c.py", "__pycache__/b.cpython-311.pyc", ".mypy_cache/b.json", "b.pyc"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert [f.name for f in files_of(tmp_path)] == ["a.csv", "b.py", "c.py"]


def test_rooms_that_lean_on_different_code_have_different_fingerprints() -> None:
    assert len({rules(room) for room in ("clean", "collate", "extract", "link", "reckon")}) == 5
