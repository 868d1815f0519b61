"""Which lines of a report that was given out would no longer hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from firsthand.config import Config
from firsthand.model import Release
from firsthand.report import dossier
from firsthand.report.columns import incidents_csv

# The folders into which reports are written, and whether what lies there was released to the public.
PLACES: tuple[tuple[str, bool], ...] = (("report", False), ("report-public", True))
# References to passages ("[7.2]") and headings of origins ("Origin 2, ...") are numbered anew in every dossier: the number is no claim.
_NUMBERED = re.compile(r"\s*\[[\d.]+\]|(?<=^Origin )\d+(?=,)")


def broken(folder: Path, before: Release, after: Release, *, config: Config) -> Iterator[tuple[str, int, str]]:
    """The lines of a folder's dossier and table of incidents that a changed ledger would not print.

    A line that today's ledger would not print either is older than what is asked for, and is left out.

    Args:
        folder: where the report was written.
        before: the release as it stands.
        after: the release as it would be.

    Yields:
        The file's name, the line's number from 1, and its words.
    """
    files = {
        "dossier.md": [dossier.markdown(r, config=config) for r in (before, after)],
        "incidents.csv": [str(incidents_csv(r)[0]) for r in (before, after)],
    }
    for name, (today, then) in files.items():
        file = folder / name
        if file.is_file():
            yield from ((name, *line) for line in lost(file.read_text(encoding="utf-8"), today, then))


def lost(published: str, today: str, then: str) -> Iterator[tuple[int, str]]:
    """The lines of a published text that stand today and would be lost; a line that only leads to the next one is none.

    Example:
        >>> list(lost("killed 12 [1.2]\\nwhen: Monday", "killed 12 [1.2]\\nwhen: Monday", "killed 9 [1.1]\\nwhen: Monday"))
        [(1, 'killed 12 [1.2]')]
    """
    left, standing = _lines(then), _lines(today)
    for number, line in enumerate(published.splitlines(), 1):
        bare = _NUMBERED.sub("", line).strip()
        if not bare or bare.endswith(":") or not standing[bare]:
            continue
        if left[bare]:
            left[bare] -= 1
        else:
            yield number, line.strip()


def _lines(text: str) -> Counter[str]:
    return Counter(_NUMBERED.sub("", line).strip() for line in text.splitlines())
