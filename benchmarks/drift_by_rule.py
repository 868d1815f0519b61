"""Sentences changed by rule: changes of meaning that drift should find, and changes of wording that it should not. Used by `drift.py`."""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

Edit = Callable[[str], str | None]
Finder = Callable[[str, str], frozenset[tuple[str, str]]]

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = tuple(
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_LETTERS = {str(n): w for n, w in enumerate(_WORDS, 2)}
_COUNTED = re.compile(r"(?<![\d.,:/$£€-])\b([2-9]|[1-9]\d{1,2})(?= [a-z]{3,}s\b)")
_AUXILIARY = re.compile(r"\b(is|are|was|were|has|have|had|will|would|did|can|could)\b(?! (?:not|no|n't)\b)")
_NOT = re.compile(r"\b(is|are|was|were|has|have|had|will|would|did|can|could) not ")
_HEDGE = re.compile(r"\b(?:allegedly|reportedly|apparently|possibly|probably|perhaps|suspected|alleged|purported) ")
_BOUND = re.compile(r"\b(?:at least|up to|more than|as many as) (?=\d|[a-z]+ (?:people|percent))")
_SAID = re.compile(r"^([A-Z].+), (?:[A-Z][^,\"]{2,40} said|said [A-Z][^,\"]{2,40}|according to [^,\"]{3,40})\.$")
_NAME = re.compile(
    r"(?<=[a-z,] )(?<!\bthe )[A-Z][a-z]{3,}(?: [A-Z][a-z]{3,})?(?= (?:said|told|announced|was|is|has|had|will)\b)"
)
_PLACE = re.compile(r"(?<=\bin )[A-Z][a-z]{3,}(?=[,. ](?![A-Z]))")
_CALENDAR = frozenset(_DAYS) | frozenset(_MONTHS)
_DATE = re.compile(r"\b(" + "|".join(_MONTHS) + r") (\d{1,2})\b(?!,? \d{4}|:)")
_UNIT = {
    "kilometers": "miles",
    "kilometres": "miles",
    "miles": "kilometres",
    "hours": "days",
    "days": "weeks",
    "weeks": "months",
}
_UNITS = re.compile(r"(?<=\d )(" + "|".join(_UNIT) + r")\b")
# Pairs that a careful reader takes for the same, in either order; chosen before anything was measured.
_SAME_WORDS = (
    ("people", "persons"), ("began", "started"), ("children", "kids"), ("car", "vehicle"), ("near", "close to"), ("after", "following"),
    ("however", "but"), ("also", "too"), ("injured", "hurt"), ("attack", "assault"), ("killed", "left dead"), ("stated", "said"),
)  # fmt: skip


def _once(pattern: re.Pattern[str], with_: Callable[[re.Match[str]], str]) -> Edit:
    def edit(sentence: str) -> str | None:
        new, times = pattern.subn(with_, sentence, count=1)
        return new if times and new != sentence else None

    return edit


def _words(table: dict[str, str]) -> Edit:
    return _once(re.compile(r"\b(" + "|".join(table) + r")\b"), lambda m: table[m.group(1)])


def _next(names: tuple[str, ...]) -> Edit:
    return _words({n: names[(k + 2) % len(names)] for k, n in enumerate(names) if n not in {"March", "May"}})


def _unattributed(sentence: str) -> str | None:
    match = _SAID.match(sentence)
    return match.group(1) + "." if match and '"' not in sentence and len(match.group(1)) > 30 else None


def _another(pattern: re.Pattern[str], names: list[str]) -> Edit:
    def edit(sentence: str) -> str | None:
        match = pattern.search(sentence)
        if not match or match.group() in _CALENDAR:
            return None
        mine = match.group()
        other = next((n for n in names if n not in sentence and mine not in n and n not in _CALENDAR), None)
        return sentence[: match.start()] + other + sentence[match.end() :] if other else None

    return edit


# Changes of meaning, with the kinds of drift by which each may rightly be named.
CHANGES: dict[str, tuple[Edit, frozenset[str]]] = {
    "number altered": (_once(_COUNTED, lambda m: str(int(m.group()) * 2 + 1)), frozenset({"number"})),
    "negation put in": (_once(_AUXILIARY, lambda m: f"{m.group()} not"), frozenset({"negation"})),
    "negation taken out": (_once(_NOT, lambda m: f"{m.group(1)} "), frozenset({"negation"})),
    "hedge taken out": (_once(_HEDGE, lambda _: ""), frozenset({"hedge"})),
    "bound taken out": (_once(_BOUND, lambda _: ""), frozenset({"hedge"})),
    "weekday changed": (_next(_DAYS), frozenset({"date"})),
    "month changed": (_next(_MONTHS), frozenset({"date"})),
    "killed for wounded": (
        _once(re.compile(r"(?<=\d people )(?:were )?killed|(?<=killing )(?=\d)"), lambda m: m.group().replace("killed", "wounded")),
        frozenset({"number"}),
    ),
    "wounded for killed": (_words({"injured": "killed", "wounded": "killed"}), frozenset({"number", "role swap", "loaded wording"})),
    "unit changed": (_once(_UNITS, lambda m: _UNIT[m.group()]), frozenset({"unit"})),
    "attribution taken out": (_unattributed, frozenset({"attribution"})),
}  # fmt: skip
# Changes of wording that keep the meaning: nothing should be found.
SAME: dict[str, Edit] = {
    "digits to words": _once(
        re.compile(r"(?<![\d.,:/$£€-])\b([2-9]|1[0-2])(?= [a-z]{3,}s\b)"), lambda m: _LETTERS[m.group(1)]
    ),
    "words to digits": _once(
        re.compile(r"\b(" + "|".join(_WORDS) + r")(?= [a-z]{3,}s\b)"), lambda m: str(_WORDS.index(m.group(1)) + 2)
    ),
    "thousands separator": _once(re.compile(r"\b(\d{1,3}),(\d{3})\b(?!,)"), lambda m: m.group(1) + m.group(2)),
    "quotation marks": lambda s: re.sub(r'"([^"]*)"', "“\\1”", s).replace("'", "’") if '"' in s or "'" in s else None,
    "date rewritten": _once(_DATE, lambda m: f"{m.group(2)} {m.group(1)}"),
    "percent": _once(re.compile(r"(?<=\d)(?:%| percent| per cent)"), lambda m: " percent" if m.group() == "%" else "%"),
    "not to n't": _once(
        re.compile(r"\b(is|are|was|were|did|could|would|has|have|had) not\b"), lambda m: m.group(1) + "n't"
    ),
    "said in front": _once(
        re.compile(r"^([A-Z][^\"]{30,}), according to ([^,\"]{3,40})\.$"),
        lambda m: f"According to {m.group(2)}, {m.group(1)}.",
    ),
    "adverbial in front": _once(
        re.compile(r"^([A-Z][^,\"]{30,}) (on (?:" + "|".join(_DAYS) + r"))\.$"),
        lambda m: f"{m.group(2).capitalize()}, {m.group(1)}.",
    ),
    **{f"{a} / {b}": _words({a: b}) for a, b in _SAME_WORDS},
}


def by_rule(folder: Path, finder: Finder) -> Iterator[str]:
    """Lines of a table: per rule how many sentences it changes, how many are found at all, and by a right kind (or at critical or high)."""
    texts = [json.loads(line)["text"] for line in (folder / "dev.jsonl").read_text(encoding="utf-8").splitlines()]
    done, found, right, grave = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for text in texts:
        sentences = [s for s in re.split(r"(?<=[.!?])\s+|\n+", text) if 40 <= len(s) <= 300]
        names = list(dict.fromkeys(m.group() for s in sentences for m in _NAME.finditer(s)))
        towns = list(dict.fromkeys(m.group() for s in sentences for m in _PLACE.finditer(s)))
        changes = CHANGES | {
            "name of another": (_another(_NAME, names), frozenset({"person", "place", "attribution", "role swap"})),
            "place of another": (_another(_PLACE, towns), frozenset({"place"})),
        }
        plain: dict[str, tuple[Edit, frozenset[str]]] = {k: (e, frozenset()) for k, e in SAME.items()}
        for (name, (edit, kinds)), sentence in itertools.product((changes | plain).items(), sentences):
            new = edit(sentence)
            if new:
                seen = finder(sentence, new)
                done[name] += 1
                found[name] += bool(seen)
                right[name] += any(kind in kinds for kind, _ in seen)
                grave[name] += any(severity in {"critical", "high"} for _, severity in seen)
    yield "== changes of meaning by rule: sentences, found as drift, named rightly"
    for name in [*CHANGES, "name of another", "place of another"]:
        yield f"  {name:24s} {done[name]:5d}  {found[name] / max(1, done[name]):.3f}  {right[name] / max(1, done[name]):.3f}"
    yield "== changes of wording by rule: sentences, flagged at all, flagged critical or high"
    for name in SAME:
        yield f"  {name:24s} {done[name]:5d}  {found[name] / max(1, done[name]):.3f}  {grave[name] / max(1, done[name]):.3f}"
