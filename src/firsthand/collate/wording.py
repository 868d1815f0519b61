"""Drift in single words: a qualifier or hedge lost or gained, a negation, loaded wording, a degree of likelihood."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import NamedTuple, cast

from firsthand.collate.sides import Change, Side, claims_for_itself, content_after, find, grammar
from firsthand.model import DriftKind, Severity
from firsthand.vocabulary import rows


class _Class(NamedTuple):
    name: str
    words: tuple[str, ...]
    kind: DriftKind
    severity: Severity
    why: str
    before: str


@functools.cache
def _classes() -> tuple[_Class, ...]:
    return tuple(
        _Class(
            r["class"],
            tuple(r["words"].split("|")),
            cast(DriftKind, r["kind"]),
            cast(Severity, r["severity"]),
            r["why"],
            r["before"],
        )
        for r in rows("drift_words.csv")
    )


def lost(original: Side, retold: Side) -> Iterator[Change]:
    """A qualifier or hedge of the original that the retelling lacks, though it has the word that is qualified."""
    for group in _classes():
        here = find(original, group.words)
        if here and not find(retold, group.words):
            yield from _unmatched(group, original, retold, here, lost=True)


def gained(original: Side, retold: Side) -> Iterator[Change]:
    """A qualifier or hedge that the retelling adds to a word that the original has without it."""
    for group in _classes():
        there = find(retold, group.words)
        if there and not find(original, group.words):
            yield from _unmatched(group, retold, original, there, lost=False)


def _unmatched(
    group: _Class, having: Side, lacking: Side, found: list[tuple[int, int]], *, lost: bool
) -> Iterator[Change]:
    """A drift for the first qualified word that both have. Both words around it must agree, or the clauses tell of different things."""
    at_other = {w.sense: n for n, w in reversed(list(enumerate(lacking.words))) if not w.light}
    if (group.name == "attempt" and negated(lacking)) or _told_otherwise(group, lacking):
        return
    for at, length in found:
        follower = [w.word for w in having.words[at + length : at + length + 1]]
        if follower == ["not"] or (follower == ["of"] and having.words[at].word == "made"):
            continue
        if claims_for_itself(having, at) or (group.before and at and having.words[at - 1].word == "no"):
            continue  # "no more than" is the other bound
        if group.before == "number" and not _number(having, at + length):
            continue
        heads = [n for n in content_after(having, at + length - 1, 2) if having.words[n].sense in at_other]
        if heads:
            head = heads[0]
            there = at_other[having.words[head].sense]
            if not _company(having, head) & _company(lacking, there):
                continue
            why = f"{'lost' if lost else 'gained'}: {group.why} ('{' '.join(w.word for w in having.words[at : at + length])}')"
            severity = group.severity if lost or group.severity != "critical" else "high"
            yield Change(group.kind, severity, why, *((at, there) if lost else (there, at)))
            return


def _told_otherwise(group: _Class, lacking: Side) -> bool:
    """Whether the other text says the same by other means: a share as a percentage, hearsay as what seems so, a bound as a limit."""
    words = {w.word for w in lacking.words}
    if group.name == "partly":
        return "%" in lacking.text or bool(words & {"percent", "cent"})
    others = {"alleged": "seeming", "possible": "own view", "plan": "aim", "at most": "ceiling"}
    return group.name in others and bool(words & grammar(others[group.name]))


def _number(side: Side, at: int) -> bool:
    from firsthand.collate.figures import is_number

    return at < len(side.words) and is_number(side.words[at].word)


@functools.cache
def _negators() -> tuple[frozenset[str], frozenset[str]]:
    strong = frozenset(w for r in rows("drift_negators.csv") if r["strong"] for w in r["words"].split())
    return strong, frozenset(w for r in rows("drift_negators.csv") if not r["strong"] for w in r["words"].split())


def negated(side: Side) -> list[int]:
    """Where a sentence denies: the places of "not", "never", "none" and the like."""
    bounds = grammar("bounds after no") | {"only"}
    return [n for n in _denying(side) if not {w.word for w in side.words[n + 1 : n + 2]} & bounds]


def _denying(side: Side) -> list[int]:
    strong, _ = _negators()
    return [n for n, w in enumerate(side.words) if w.word in strong or w.word.endswith("n't")]


def _denies(side: Side) -> bool:
    """Whether anything in the text denies, in whatever form."""
    _, weak = _negators()
    return bool(_denying(side)) or any(
        w.word in weak or (w.word.startswith(("un", "non")) and not w.light) for w in side.words
    )


def negation(original: Side, retold: Side) -> Iterator[Change]:
    """A denial in one text where the other tells the same words with nothing that denies."""
    for having, lacking, lost in ((original, retold, True), (retold, original, False)):
        if _denies(lacking):
            continue
        at_other = {w.sense: n for n, w in reversed(list(enumerate(lacking.words))) if not w.light}
        for at in negated(having):
            scope = [n for n in content_after(having, at, 3) if having.words[n].sense in at_other]
            if len(scope) >= 2 or (scope and len(content_after(having, at, 3)) == 1):
                there = at_other[having.words[scope[0]].sense]
                why = f"{'lost' if lost else 'gained'}: the denial '{having.words[at].word}'"
                yield Change("negation", "critical", why, *((at, there) if lost else (there, at)))
                break


@functools.cache
def _loaded() -> tuple[tuple[frozenset[str], frozenset[str], str, Severity], ...]:
    return tuple(
        (
            frozenset(map(str.lower, r["neutral"].split())),
            frozenset(r["loaded"].split()),
            r["leaning"],
            cast(Severity, r["severity"]),
        )
        for r in rows("drift_loaded.csv")
    )


def loaded(original: Side, retold: Side) -> Iterator[Change]:
    """A neutral word replaced by a loaded one of the same meaning, or the other way round, in like company."""
    for neutral, charged, leaning, severity in _loaded():
        plain, strong = _stems(neutral), _stems(charged)
        for first, second, words in (
            (plain, strong, "neutral wording replaced by"),
            (strong, plain, "loaded wording dropped for"),
        ):
            here = [n for n, w in enumerate(original.words) if _stem_of(w.word) in first]
            there = [n for n, w in enumerate(retold.words) if _stem_of(w.word) in second]
            kept = any(_stem_of(w.word) in second for w in original.words) or any(
                _stem_of(w.word) in first for w in retold.words
            )
            if here and there and not kept and _company(original, here[0]) & _company(retold, there[0]):
                yield Change(
                    "loaded wording", severity, f"{words} '{retold.words[there[0]].word}': {leaning}", here[0], there[0]
                )


@functools.cache
def _stem_of(word: str) -> str:
    from firsthand.collate.reading import stem

    return stem(word, "en")


@functools.cache
def _stems(words: frozenset[str]) -> frozenset[str]:
    return frozenset(_stem_of(w) for w in words)


def _company(side: Side, at: int) -> set[str]:
    return {w.sense for w in side.words[max(0, at - 5) : at + 6] if not w.light} - {side.words[at].sense}


_NOUNS = grammar("likelihood nouns")


def likelihood(original: Side, retold: Side) -> Iterator[Change]:
    """A degree of likelihood told as another degree, or a comparison ("less likely") told as a level ("very small")."""
    here, there = _level(original), _level(retold)
    if not here or not there or here[:2] == there[:2]:
        return
    if here[1] != there[1]:
        yield Change(
            "hedge", "low", "a comparison of likelihood is told as a level, or the other way round", here[2], there[2]
        )
    elif abs(here[0] - there[0]) >= 2:
        yield Change("hedge", "high", "another degree of likelihood", here[2], there[2])


def _level(side: Side) -> tuple[int, bool, int] | None:
    """(band, whether it is a comparison, position) of the first term of likelihood."""
    words = [w.word for w in side.words]
    for n, word in enumerate(words):
        if word in {"likely", "probable"} and n and words[n - 1] in {"less", "more"}:
            return (2 if words[n - 1] == "less" else 4, True, n)
    noun = any(w in _NOUNS for w in words)
    best: tuple[int, int, int] | None = None
    for row in rows("drift_levels.csv"):
        if row["noun"] and not noun:
            continue
        for at, length in find(side, (row["words"],)):
            if best is None or length > best[0]:
                best = (length, int(row["level"]), at)
    return (best[1], False, best[2]) if best else None
