"""Measures of a line that hold in every language: how long, how it ends, how it is capitalised."""

from __future__ import annotations

import re

from firsthand.text import WORD

_WIDE = re.compile(r"[\u0e00-\u0e7f\u1000-\u109f\u3040-\u30ff\u3400-\u9fff]")
# A full stop or its like, closing quotation marks and notes; a note's number; a colon; a closing quotation; a comma or dash before one.
_STOP = re.compile(
    r"[.!?…。！？؟।][\"'”’»›)\]*†]*(?:\s*\([^()\n]{2,40}\))?\s*$|(?<=[^\W\d])[.!?][\"'”’)]*\d{1,2}\s*$|:[\"'”’]*\s*$"
    r"|[”»\"][)\]*.,]*\s*$|,[\"'”»]?\s*[—–-]?\s*$"
)
_NAME = re.compile(r"[^\W\d_][\w'’.-]*")
# Characters of Chinese, Japanese, Thai and Burmese that make about one word: they write no spaces. Two is the mean word of Chinese.
WIDE_PER_WORD = 2


def count(text: str) -> int:
    """Words of a text; where a script writes no spaces, two characters count as one word.

    Example:
        >>> count("No one was hurt."), count("没有人受伤")
        (4, 2)
    """
    wide = len(_WIDE.findall(text))
    if not wide:
        return len(WORD.findall(text))
    return len(WORD.findall(_WIDE.sub(" ", text))) + wide // WIDE_PER_WORD


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence or a quotation does.

    Example:
        >>> ends_sentence("He left."), ends_sentence("“Go.”"), ends_sentence("Most read")
        (True, True, False)
        >>> ends_sentence("The bridge fell. (Northwire)"), ends_sentence("Photo (Northwire)")
        (True, False)
    """
    return bool(_STOP.search(line))


def title_share(line: str) -> float:
    """Share (0..1) of the words after the first that are capitalised: near 1 in titles, near 0 in prose.

    Example:
        >>> title_share("Rain Stops Play"), title_share("The rain stopped early")
        (1.0, 0.0)
    """
    words = [w for w in _NAME.findall(line)[1:] if len(w) > 3]
    return sum(w[0].isupper() for w in words) / len(words) if words else 0.0


def content(line: str) -> frozenset[str]:
    """The longer words of a line, for comparing two lines.

    Example:
        >>> sorted(content("The rain in the valley"))
        ['rain', 'valley']
    """
    return frozenset(w.casefold() for w in WORD.findall(line) if len(w) > 3 or _WIDE.search(w))
