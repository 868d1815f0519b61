"""Vocabulary as data: the CSV and YAML files in `_vocabulary/` that a person of the field can edit.

Every file begins with a comment line (`#`) that says what it is, what each column means and where its rows come from.
"""

from __future__ import annotations

import csv
import functools
import io
from importlib import resources
from typing import Any


def _text(name: str) -> str:
    return resources.files("firsthand").joinpath("_vocabulary", name).read_text(encoding="utf-8")


@functools.cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a CSV vocabulary file, in file order; comment lines and blank lines left out.

    Args:
        name: file name inside `_vocabulary/`, such as ``"publishers.csv"``.

    Returns:
        One mapping of column to stripped value per row; an absent value is ``""``.

    Raises:
        FileNotFoundError: no such vocabulary file.

    Example:
        >>> rows("publishers.csv")[0]["name"] != ""
        True
    """
    lines = [line for line in _text(name).splitlines() if line.strip() and not line.startswith("#")]
    reader = csv.DictReader(io.StringIO("\n".join(lines)), restval="")
    return tuple({k: (v or "").strip() for k, v in row.items() if k} for row in reader)


@functools.cache
def tree(name: str) -> Any:
    """The content of a YAML vocabulary file.

    Raises:
        FileNotFoundError: no such vocabulary file.
    """
    import yaml

    return yaml.load(_text(name), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
