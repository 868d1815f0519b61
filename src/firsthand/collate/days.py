"""Drift in time: another weekday, month, day of the month, year, or "last month" for "last week"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from firsthand.collate.sides import Change, Side, grammar

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = grammar("months")
_SHORT = {m[:3]: m for m in _MONTHS} | {"sept": "september"}
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
_SPANS = frozenset({"week", "month", "year", "weekend"})
_NIGHT = frozenset({"night", "evening", "overnight", "midnight"})
Reader = Callable[[Side], dict[str, int]]


def dates(original: Side, retold: Side) -> Iterator[Change]:
    """One weekday, month, day, year or span of a sentence told as another one, in a sentence that otherwise tells the same."""
    for reader in (_weekdays, _months, _month_days, _years, _relative):
        here, there = reader(original), reader(retold)
        gone, new = sorted(here.keys() - there.keys()), sorted(there.keys() - here.keys())
        if len(gone) == len(new) == 1 and not _one_night(original, retold, gone[0], new[0]):
            old, name = gone[0], new[0]
            yield Change("date", "high", f"{old} becomes {name}", here[old], there[name], old, name)


def _one_night(original: Side, retold: Side, old: str, new: str) -> bool:
    """The night to Tuesday is the night of Monday."""
    if old not in _DAYS or new not in _DAYS or not (_NIGHT & original.places.keys() and _NIGHT & retold.places.keys()):
        return False
    before = {s.words[n - 1].word for s in (original, retold) for d in (old, new) for n in s.places.get(d, ()) if n}
    return "to" in before and (_DAYS.index(old) - _DAYS.index(new)) % 7 in {1, 6}


def _weekdays(side: Side) -> dict[str, int]:
    return {d: side.places[w][0] for d in _DAYS for w in (d, f"{d}s", f"{d}'s") if w in side.places}


def _months(side: Side) -> dict[str, int]:
    found: dict[str, int] = {}
    for n, word in enumerate(side.words):
        name = _month(side, n)
        if name and word.capital:
            found.setdefault(name, n)
    return found


def _month(side: Side, at: int) -> str | None:
    """The month that stands at `at`; "may" only where a day, a year or a word of time is beside it, and not where it opens a sentence."""
    word = side.words[at].word.removesuffix("'s")
    if word in _MONTHS:
        return word
    if word in _SHORT and word != "mar":
        beside = side.words[max(0, at - 1) : at + 2]
        return _SHORT[word] if any(w.word[0].isdigit() for w in beside) else None
    if word == "may" and side.words[at].capital and at:
        before = side.words[at - 1].word
        after = side.words[at + 1].word if at + 1 < len(side.words) else ""
        timely = {
            "in",
            "since",
            "until",
            "by",
            "of",
            "last",
            "next",
            "early",
            "late",
            "mid",
            "this",
            "from",
            "to",
            "and",
        }
        return "may" if before in timely or before[0].isdigit() or after[:1].isdigit() else None
    return None


def _month_days(side: Side) -> dict[str, int]:
    """Days of the month that stand beside a month: "4 March", "March 4th"."""
    found: dict[str, int] = {}
    for n in range(len(side.words)):
        if not _month(side, n) or not side.words[n].capital:
            continue
        for at in (n - 1, n + 1):
            match = _DAY.fullmatch(side.words[at].word) if 0 <= at < len(side.words) else None
            if match and 1 <= int(match.group(1)) <= 31:
                found.setdefault(f"day {int(match.group(1))}", at)
                break
    return found


def _years(side: Side) -> dict[str, int]:
    return {word: at[0] for word, at in side.places.items() if _YEAR.fullmatch(word)}


def _relative(side: Side) -> dict[str, int]:
    """Days and spans told from the day of writing: "yesterday", "last week"."""
    days = {w: side.places[w][0] for w in ("yesterday", "today", "tomorrow") if w in side.places}
    return days | {
        f"{w.word} {side.words[n + 1].word}": n + 1
        for n, w in enumerate(side.words[:-1])
        if w.word in {"last", "next"} and side.words[n + 1].word in _SPANS
    }
