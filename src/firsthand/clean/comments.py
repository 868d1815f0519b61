"""Readers' comments under a saved page: where they begin, where they end, and who wrote each."""

from __future__ import annotations

import functools
import itertools
import re
from typing import NamedTuple

from firsthand import vocabulary
from firsthand.model import Comment

_NUMBERED = re.compile(r"^(\s*)(\d{1,4})\.\s+(\S.*)?$")
_SAYS = re.compile(
    r"^(?P<who>\S.{0,58}?)(?:\s*[•·|,-]\s*[\w ]{2,24})?\s+(?:says|said|writes|wrote|sagt|schreibt|dit|dice|пишет)\s*:?\s*(?:[•·|]\s*\w+)?\s*$",
    re.I,
)
_WHEN = (
    r"(?:\d+ (?:minute|hour|day|week|month|year)s? ago|(?:[A-Z][a-z]{2,8} \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]{2,8} \d{4})"
    r"(?:,? (?:at )?\d{1,2}:\d{2}.{0,6})?)"
)
_STAMPED = re.compile(rf"^(?P<who>[^.!?]{{2,40}}?)\s*(?:[•·|,-]|\bon\b|\bat\b)?\s*{_WHEN}\s*$")
# Lines after an opener within which a comment must begin for the opener to be believed where much text follows it.
_NEAR = 8


class Found(NamedTuple):
    """Where the comments' section lies among the lines ([start, end) of it), and the comments in it."""

    start: int
    end: int
    comments: tuple[Comment, ...]


@functools.cache
def _patterns(job: str) -> re.Pattern[str]:
    return re.compile("|".join(r["pattern"] for r in vocabulary.rows("comment_openers.csv") if r["job"] == job), re.I)


def opens(line: str) -> bool:
    """Whether a line is the heading or counter of a comments' section.

    Example:
        >>> opens("Hide 5 CommentsLeave a Comment"), opens("5 comments by the mayor angered the village.")
        (True, False)
    """
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", line.strip())
    return bool(_patterns("open").match(text))


def closes(line: str) -> bool:
    """Whether a line ends the comments: the form for a new one, or the notice that there will be none.

    Example:
        >>> closes("Leave a Reply")
        True
    """
    return bool(_patterns("close").match(line.strip()))


def begins_comment(line: str) -> bool:
    """Whether a line opens one comment: a number, "X says:", or a name with a time stamp.

    Example:
        >>> begins_comment("  2. mountain goat says:"), begins_comment("Pellan Girl says:")
        (True, True)
    """
    numbered = _NUMBERED.match(line)
    return bool(numbered and numbered[2] == "1") or bool(_SAYS.match(line.strip()) or _STAMPED.match(line.strip()))


def find(lines: list[str], article_words: list[int]) -> Found | None:
    """The comments' section, or ``None``.

    Args:
        lines: the page's lines, with their indentation.
        article_words: words of prose in each line; an opener counts only where more prose stands before it than after, or where a
            comment really begins within a few lines of it. A link "5 comments" above the article opens nothing.
    """
    total, before = sum(article_words), 0
    for number, line in enumerate(lines):
        if before and opens(line):
            near = [x for x in lines[number + 1 : number + 1 + _NEAR * 2] if x.strip()][:_NEAR]
            told = any(begins_comment(x) for x in near)
            if before * 2 >= total or (told and before * 4 >= total):
                return _section(lines, number)
        before += article_words[number]
    return None


def _section(lines: list[str], start: int) -> Found:
    end = next((n for n in range(start + 1, len(lines)) if closes(lines[n])), len(lines))
    inside = lines[start + 1 : end]
    return Found(start, end, tuple(_numbered(inside) or _named(inside)))


def _numbered(lines: list[str]) -> list[Comment]:
    """Comments that are counted 1., 2., 3. ... at one indentation."""
    starts, expected, indent = list[int](), 1, None
    for number, line in enumerate(lines):
        match = _NUMBERED.match(line)
        if match and int(match[2]) == expected and (indent is None or len(match[1]) <= indent + 1):
            indent = len(match[1]) if indent is None else indent
            starts.append(number)
            expected += 1
    found = []
    for start, stop in itertools.pairwise([*starts, len(lines)]):
        match = _NUMBERED.match(lines[start])
        first = (match[3] or "") if match else ""
        says = _SAYS.match(first.strip()) or _SAYS.match(re.sub(r"\s*[•·|]\s*\w+\s*$", "", first).strip())
        rest = _joined(lines[start + 1 : stop])
        text = rest if says else "\n".join(filter(None, (first.strip(), rest)))
        found.append(Comment(author=says["who"].strip() if says else None, text=text))
    return found


def _named(lines: list[str]) -> list[Comment]:
    """Comments that each open with "X says:" or a name and a time."""
    starts = [n for n, line in enumerate(lines) if _SAYS.match(line.strip()) or _STAMPED.match(line.strip())]
    found = []
    for start, stop in itertools.pairwise([*starts, len(lines)]):
        line = lines[start].strip()
        match = _SAYS.match(line) or _STAMPED.match(line)
        text = _joined(lines[start + 1 : stop])
        if text and match:
            found.append(Comment(author=match["who"].strip(), text=text))
    return found


def _joined(lines: list[str]) -> str:
    return "\n".join(line.strip() for line in lines if line.strip())
