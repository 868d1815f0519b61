"""Two wordings of one passage side by side: what is the same, what is worded otherwise, and which word it is that matters."""

from __future__ import annotations

import difflib
import re

# Words shown on either side of a change in a one-line label: three make the clause recognisable at the width of a box in a tree.
BESIDE = 3
Runs = tuple[tuple[str, str], ...]
# What the reason of a change names: words in quotation marks, and numbers.
_NAMED = re.compile(r"['‘“\"]([^'’”\"]+)['’”\"]|(?<![\w.])(\d[\d,.]*\b)")
_WORD = re.compile(r"\w+(?:['’-]\w+)*|[^\w\s]|\s+")


def compared(original: str, retold: str, why: str = "") -> tuple[Runs, Runs]:
    """Both wordings as runs of (text, mark). Words and numbers that `why` names are key; where it names none, every change is.

    Example:
        >>> compared("a false number of dead", "a number of victims", "lost: 'false'")[0]
        (('a ', 'same'), ('false', 'key'), (' number of ', 'same'), ('dead', 'other'))
    """
    left, right = _WORD.findall(original), _WORD.findall(retold)
    matcher = difflib.SequenceMatcher(a=[w.lower() for w in left], b=[w.lower() for w in right], autojunk=False)
    named = {w.lower() for groups in _NAMED.findall(why) for part in groups for w in _WORD.findall(part)}
    changed = {
        w.lower() for tag, i1, i2, j1, j2 in matcher.get_opcodes() if tag != "equal" for w in left[i1:i2] + right[j1:j2]
    }
    keys = named & changed

    def marked(word: str, same: bool) -> str:
        if same or word.isspace():
            return "same"
        return "key" if not keys or word.lower() in keys else "other"

    before, after = [], []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        before += [(w, marked(w, tag == "equal")) for w in left[i1:i2]]
        after += [(w, marked(w, tag == "equal")) for w in right[j1:j2]]
    return _joined(before), _joined(after)


def _joined(marked: list[tuple[str, str]]) -> Runs:
    """Neighbouring words of one mark as one run; a blank between two words of the same mark goes with them."""
    runs: list[tuple[str, str]] = []
    for position, (word, mark) in enumerate(marked):
        following = marked[position + 1][1] if position + 1 < len(marked) else "same"
        if word.isspace() and runs and runs[-1][1] == following:
            mark = following
        if runs and runs[-1][1] == mark:
            runs[-1] = (runs[-1][0] + word, mark)
        else:
            runs.append((word, mark))
    return tuple(runs)


def gist(original: str, retold: str, why: str = "") -> tuple[str, str]:
    """Both wordings cut down to the change and a few words on either side, for a label that has one line.

    Example:
        >>> gist("Clerks sent the paper a list with a wrong sum of losses", "and sent a list", "lost: 'wrong'")[0]
        '… list with a wrong sum of losses'
    """
    before, after = compared(original, retold, why)
    return _window(before), _window(after)


def _window(runs: Runs) -> str:
    """The words around the first run that matters, else around the first that is worded otherwise."""
    words = [(word, mark) for text, mark in runs for word in text.split()]
    wanted = next((m for m in ("key", "other") if any(mark == m for _, mark in words)), "same")
    at = next((place for place, (_, mark) in enumerate(words) if mark == wanted), 0)
    start, end = max(0, at - BESIDE), min(len(words), at + BESIDE + 1)
    lead, tail = "… " if start else "", " …" if end < len(words) else ""
    return lead + " ".join(word for word, _ in words[start:end]) + tail
