"""Which lines of a saved page are furniture: navigation, sharing, log-in, cookie and comment-form lines, glued labels, counters.

The rules speak of web pages in general: short lines without the end of a sentence, imperative labels, icon names, words of user
interfaces. The labels themselves are rows of `_vocabulary/furniture.csv`.
"""

from __future__ import annotations

import functools
import re

from firsthand import vocabulary
from firsthand.clean import words
from firsthand.text import fold

# Lines longer than this (words) are not matched against labels that may stand anywhere: an article may speak of a newsletter.
LABEL_WORDS = 30
# Lines longer than this are not matched by their first words either: "Read more than one report ..." begins prose.
START_WORDS = 16
# Different interface words in one line from which it speaks of the page, not of the world. Measured on 150 openly licensed news
# texts: 1 of 2,054 paragraphs reaches three. With two, reports on hacking and on social media would be taken for menus.
UI_WORDS = 3
_GLUED = re.compile(r"[a-z]{2,}[A-Z][a-z]")
_ICON = re.compile(r"\b(?:[a-z]+_[a-z_]+|keyboard_arrow\w*)(?=[A-Z0-9])")
_QUOTED = re.compile(r"\s*[\"“„«‘]")
_BARE = re.compile(r"[^\w\s]+|\d+|_+")
_SPACES = re.compile(r"\s+")
_COUNTER = re.compile(
    r"^(?:[\d.,]+\s*[kKmM]?\s*)?(?:views?|shares?|likes?|comments?|followers?|retweets?|min(?:ute)?s? read|sec(?:ond)?s?)\b\W*$",
    re.I,
)
_AGO = re.compile(
    r"\b(?:\d+|an?|one|two|few) ?(?:(?:second|minute|min|hour|hr|day|week|month|year)s?|[hmdwy]) ago\b"
    r"|\bvor \d+ (?:Sekunden|Minuten|Stunden|Tagen|Wochen|Monaten|Jahren)\b|\bil y a \d+|\bhace \d+",
    re.I,
)
_PATH = re.compile(r"(?:^|\s)[\w' -]{2,25}(?:\s*[>»›/|]\s*[\w' -]{2,30}){2,}\s*$")
_URL = re.compile(r"^(?:https?://|www\.)\S+$")


def bare(line: str) -> str:
    """A line folded, without punctuation and digits: what labels are compared with.

    Example:
        >>> bare("Hide 5 Comments!")
        'hide comments'
    """
    return _SPACES.sub(" ", _BARE.sub(" ", fold(line))).strip()


@functools.cache
def _labels() -> tuple[dict[str, str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    rows = vocabulary.rows("furniture.csv")
    whole = {bare(r["phrase"]): r["what"] for r in rows if r["where"] in ("line", "start", "in")}

    def any_of(where: str) -> str:
        return "|".join(
            re.escape(bare(r["phrase"])) for r in sorted(rows, key=lambda r: -len(r["phrase"])) if r["where"] == where
        )

    return (
        whole,
        re.compile(rf"(?:{any_of('start')})(?!\w)"),
        re.compile(rf"(?<!\w)(?:{any_of('in')})(?!\w)"),
        re.compile(rf"(?<!\w)(?:{any_of('ui')})(?!\w)"),
    )


def why(line: str) -> str | None:
    """Why a line is furniture, in a few words, or ``None``.

    Example:
        >>> why("Leave a Comment"), why("The shop was hit twice, its owner said.")
        ('comment form', None)
    """
    length = words.count(line)
    if not length:
        return "no words"
    if length > LABEL_WORDS:
        return None
    flat = bare(line)
    whole, start, inside, _ = _labels()
    if flat in whole:
        return whole[flat] or "label"
    if not flat or _URL.match(line):
        return "bare address" if flat else "counter"
    prose = words.ends_sentence(line) and words.title_share(line) < 0.6
    if length <= START_WORDS and (match := start.match(flat)) and not (prose and (length > 8 or _QUOTED.match(line))):
        return whole.get(match.group(), "label")
    if match := inside.search(flat):
        return whole.get(match.group(), "label")
    if _COUNTER.match(line):
        return "counter"
    if _ICON.search(line) and not prose:
        return "icon names"
    if _AGO.search(line) and length <= 8 and not prose:
        return "age of the page"
    glued = len(_GLUED.findall(line))
    if not prose and (glued >= 3 or (glued >= 2 and words.title_share(line) > 0.5)):
        return "glued labels"
    if not prose and length <= 12 and len(line) <= 200 and _PATH.match(line):
        return "navigation path"
    return None


def speaks_of_the_page(line: str) -> bool:
    """Whether a longer line explains buttons, forms or accounts: at least three different interface words.

    Example:
        >>> speaks_of_the_page("Click these buttons to tell commenters that you agree.")
        True
    """
    return len(set(_labels()[3].findall(bare(line)))) >= UI_WORDS
