"""Every setting has a row with help; every vocabulary file says what it is; the command line starts light."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from firsthand import vocabulary
from firsthand.config import SETTINGS, Config, load
from firsthand.errors import UsageError

FOLDER = Path(vocabulary.__file__).parent / "_vocabulary"


def test_every_setting_is_in_the_table_once() -> None:
    assert sorted(s.key for s in SETTINGS) == sorted(f.name for f in msgspec.structs.fields(Config))
    assert all(s.help.endswith(".") for s in SETTINGS)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"max_bytes": 0}, "out of range"),
        ({"codebook": "mine"}, "choose one of"),
        ({"colour": 1}, "unknown setting"),
        ({"workers": "two"}, "wrong type"),
    ],
)
def test_a_wrong_setting_is_named(given: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        load(**given)


def test_settings_are_read_from_the_workspace_and_outranked_by_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "firsthand.toml").write_text('codebook = "acled"\nmin_words = 12\n', encoding="utf-8")
    config = load(tmp_path, min_words=13)
    assert (config.codebook, config.min_words) == ("acled", 13)


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.csv")), ids=lambda p: p.name)
def test_a_vocabulary_table_says_what_it_is_and_has_full_rows(file: Path) -> None:
    assert file.read_text(encoding="utf-8").startswith("#")
    found = vocabulary.rows(file.name)
    assert found
    assert any(all(row[column] for row in found) for column in found[0]), "no column is filled in every row"


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.yaml")), ids=lambda p: p.name)
def test_a_vocabulary_tree_says_what_it_is(file: Path) -> None:
    assert file.read_text(encoding="utf-8").startswith("#")
    assert vocabulary.tree(file.name)


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom firsthand.cli import app\n"
        "try:\n    app(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'sqlalchemy', 'alembic', 'trafilatura', 'numpy', 'lxml', 'rich', 'starlette', 'jinja2', 'py3langid', 'pycrfsuite'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stderr.strip() == "[]"
