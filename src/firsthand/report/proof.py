"""Drift as a proof-reader lists it: by retelling, worst first, both wordings with the changed words marked."""

from __future__ import annotations

import re
from collections.abc import Set
from typing import TYPE_CHECKING

from firsthand import promises
from firsthand.report.words import plural, shortened

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

SEVERITIES = ("critical", "high", "medium", "low")
SEVERITY_STYLE = {"critical": "bold red", "high": "red", "medium": "yellow", "low": "dim"}
# Characters of a wording that are printed: a sentence and a half; the rest is one command away (`show drift --json`).
SHOWN = 240
_WORD = re.compile(r"\w+(?:[.,]\d+)*(?:['’]\w+)*")
# Words of an explanation that are the explanation's own.
_OF_WHY = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "is",
        "it",
        "its",
        "that",
        "or",
        "and",
        "at",
        "in",
        "on",
        "to",
        "not",
        "by",
        "who",
        "what",
        "word",
        "says",
        "lost",
        "gained",
        "becomes",
        "told",
        "here",
        "there",
        "this",
        "which",
        "acts",
        "acted",
        "upon",
        "turned",
        "round",
        "calls",
        "leaves",
        "open",
        "only",
        "left",
        "out",
        "sentence",
        "clause",
        "limits",
        "describes",
        "another",
        "noun",
        "wording",
        "neutral",
        "loaded",
        "dropped",
        "for",
        "replaced",
        "denial",
        "be",
        "no",
    ]
)


def proof_list(seen: promises.Drifts) -> list[RenderableType]:
    """One block for each retelling, the one with the gravest change first; inside it the changes, worst first."""
    from rich.text import Text

    blocks: list[RenderableType] = []
    rank = {s: n for n, s in enumerate(SEVERITIES)}
    by_pair: dict[tuple[str, str], list[promises.DriftRow]] = {}
    for row in seen.drifts:
        by_pair.setdefault((row.path, row.of_path), []).append(row)
    worst = sorted(by_pair.items(), key=lambda p: (min(rank[r.severity] for r in p[1]), p[0]))
    for number, ((path, of_path), rows) in enumerate(worst):
        head = Text("" if number == 0 else "\n")
        head.append(path, style="bold").append(f"  retells  {of_path}")
        head.append(f"  (telling {rows[0].hop}; {plural(len(rows), 'change')})", style="dim")
        blocks.append(head)
        blocks += [part for row in sorted(rows, key=lambda r: rank[r.severity]) for part in _change(row)]
    return blocks


def _change(row: promises.DriftRow) -> list[Text]:
    from rich.text import Text

    title, (was, now) = Text("  "), marked(row.original, row.retold, row.why)
    title.append(row.severity, style=SEVERITY_STYLE.get(row.severity, "")).append(f"  {row.kind}: {row.why}")
    lines = [title, Text("    was  ") + was, Text("    now  ") + now]
    if row.inherited_by:
        lines.append(Text(f"    told on by {', '.join(row.inherited_by)}", style="dim"))
    return lines


def marked(original: str, retold: str, why: str) -> tuple[Text, Text]:
    """Both wordings on one line each, the words that `why` speaks of set off: struck through in the original, bold in the retelling.

    Where there is no colour the marks are brackets, ``[-14-]`` and ``{+41+}``, as in word-wise differences.

    Example:
        >>> [part.plain for part in marked("killing 14 people", "41 people were killed", "14 becomes 41")]
        ['killing [-14-] people', '{+41+} people were killed']
    """
    spoken = {word.casefold() for word in _WORD.findall(why)} - _OF_WHY
    return _set_off(_line(original), spoken, "[-", "-]", "strike red"), _set_off(
        _line(retold), spoken, "{+", "+}", "bold green"
    )


def _set_off(text: str, spoken: Set[str], opening: str, closing: str, style: str) -> Text:
    from rich.text import Text

    made, reach = Text(), 0
    for match in _WORD.finditer(text):
        if match.group().casefold() in spoken:
            made.append(text[reach : match.start()]).append(f"{opening}{match.group()}{closing}", style=style)
            reach = match.end()
    return made.append(text[reach:])


def _line(text: str) -> str:
    return shortened(" ".join(text.split()), SHOWN)
