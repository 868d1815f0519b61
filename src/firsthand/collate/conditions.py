"""Drift by leaving out: a clause, or a whole sentence, that limits the claim which the retelling keeps."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

from firsthand.collate.reading import Line, Reading, lines, words
from firsthand.collate.sides import Change, Side, find, grammar, side
from firsthand.collate.wording import denials
from firsthand.vocabulary import rows

# Share of the content of the clause that is kept, and of the one that is left out, that the retelling has: at least so much, at most so much.
_KEPT, _LEFT = 0.6, 0.34
_NOT_CONDITIONS = frozenset({"as", "even", "whether"})


def conditions(original: Side, retold: Side) -> Iterator[Change]:
    """A clause with "if", "unless", "as long as" or "but ... not" that the retelling leaves out while it keeps the rest of the sentence."""
    if not retold.words or any(w in retold.places for w in grammar("conditions told otherwise")):
        return
    told = retold.senses()
    for at in _openers(original):
        inside, rest = _parted(original, at)
        if (
            len(inside) < 2
            or len(rest) < 2
            or len(inside & told) > _LEFT * len(inside)
            or len(rest & told) < _KEPT * len(rest)
        ):
            continue
        word = original.words[at].word
        if word in {"but", "although", "though"} and not any(n > at for n in denials(original)):
            continue
        anchor = next((n for n, w in enumerate(retold.words) if w.sense in rest), 0)
        yield Change(
            "omission of a qualifier", "high", f"lost: the clause with '{word}' that limits the claim", at, anchor
        )
        return


def _openers(original: Side) -> list[int]:
    found = [
        n
        for n, w in enumerate(original.words)
        if w.word in grammar("conditions") and not (n and original.words[n - 1].word in _NOT_CONDITIONS)
    ]
    return sorted([*found, *(at for at, _ in find(original, ("as long as", "so long as", "on condition")))])


def _parted(original: Side, at: int) -> tuple[set[str], set[str]]:
    """What the words of the clause that opens at `at` stand for, and those of the rest: up to the next break of clauses, or all that follows."""
    opening = original.words[at].clause
    own = at == 0 or original.words[at - 1].clause != opening
    ends = next((n for n in range(at, len(original.words)) if original.words[n].clause != opening), len(original.words))
    last = ends if own and at == 0 else len(original.words)
    inside = {w.sense for w in original.words[at + 1 : last] if not w.light}
    rest = {w.sense for n, w in enumerate(original.words) if not w.light and not at <= n < last}
    return inside, rest


@functools.cache
def _limits() -> tuple[tuple[tuple[str, ...], str], ...]:
    return tuple((tuple(r["words"].split("|")), r["why"]) for r in rows("drift_limits.csv"))


def limit(piece: Side) -> str | None:
    """Why a sentence limits the one before it: it says that nobody could check it, or that it is denied; ``None`` where it does neither.

    Example:
        >>> text = "The claim could not be independently verified."
        >>> limit(side(text, 0, len(text)))
        'the sentence that says nobody could check it'
    """
    return next((why for phrases, why in _limits() if find(piece, phrases)), None)


def left_out(
    copy: Reading, original: Reading, pairs: Sequence[tuple[int, int, int, int]]
) -> Iterator[tuple[Side, Side, str]]:
    """Sentences of the original that limit the claim before them, where the retelling keeps the claim and says nothing that limits it.

    `pairs` are aligned stretches: start and end in the copy, start and end in the original. Gives the sentence left out, what the retelling
    keeps of the claim, and why it matters. A retelling that stops at the claim is named too: its reader is not told either.
    """
    mine, text = lines(copy), copy.document.text
    for before, line in zip(lines(original), lines(original)[1:], strict=False):
        if not _candidate(original, line) or any(_overlap(p[2:], (line.start, line.end)) for p in pairs):
            continue
        why = limit(side(original.document.text, line.start, line.end))
        kept = next((p for p in pairs if _overlap(p[2:], (before.start, before.end))), None)
        if why is None or kept is None:
            continue
        begin = kept[0] + max(0, before.start - kept[2]) if kept[1] - kept[0] == kept[3] - kept[2] else kept[0]
        at = next((n for n, other in enumerate(mine) if begin < other.end), None)
        if at is not None and not any(limit(side(text, n.start, n.end)) for n in mine[max(0, at - 1) : at + 3]):
            yield side(original.document.text, line.start, line.end), side(text, mine[at].start, mine[at].end), why


@functools.cache
def _firsts() -> frozenset[str]:
    return frozenset(p.split(" ")[0].split("-")[0] for phrases, _ in _limits() for p in phrases)


def _candidate(reading: Reading, line: Line) -> bool:
    return any(u.word in _firsts() for u in words(reading)[line.first : line.last])


def _overlap(one: tuple[int, ...], two: tuple[int, ...]) -> bool:
    """Whether two stretches share at least half of the second."""
    return min(one[1], two[1]) - max(one[0], two[0]) > (two[1] - two[0]) / 2
