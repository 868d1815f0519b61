"""Drift: what changed between a passage and its retelling, read by named rules over aligned sentences of one language."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence

from firsthand.collate.align import sentence_pairs
from firsthand.collate.conditions import conditions, left_out
from firsthand.collate.days import dates
from firsthand.collate.figures import cardinals, fractions, numbers
from firsthand.collate.hops import at_hops
from firsthand.collate.names import alike, renamed, substituted
from firsthand.collate.opposites import opposites, unmade
from firsthand.collate.reading import Reading, lines
from firsthand.collate.revisions import declared_change
from firsthand.collate.roles import exchanged, modifiers, person, swaps, turns
from firsthand.collate.sides import Change, Side, clause_span, side
from firsthand.collate.speakers import attribution, places
from firsthand.collate.wording import gained, likelihood, loaded, lost, negation, open_words
from firsthand.model import Derivation, Drift, When, make_id

Rule = Callable[[Side, Side], Iterator[Change]]
# Rules for any aligned pair of sentences, and rules that need the sentences to be close to each other in wording.
RULES: tuple[Rule, ...] = (lost, negation, person, modifiers, likelihood, loaded, numbers, opposites)
CLOSE_RULES: tuple[Rule, ...] = (
    gained,
    fractions,
    dates,
    places,
    renamed,
    substituted,
    attribution,
    unmade,
    conditions,
    exchanged,
)
# Likeness from which two sentences are close enough that another name or day in the same slot is a change, not another detail.
CLOSE = 0.6
# Likeness from which a sentence is told in nearly the same words, so that its surroundings are too and excuse nothing by what they said before.
# At 0.8 the losses in near copies that were tried are found, and 6 of 50 pairs of human translations are flagged critical or high, 4 without it;
# at 0.7 seven.
NEAR_EQUAL = 0.8
# Languages whose vocabulary of drift there is.
LANGUAGES = frozenset({"en"})
# The opening of a paragraph up to a dash: "ORLEN, Kesmeria, March 4 (Northwire) -".
_DATELINE = re.compile(r"[A-Z][^.!?\n\"“]{2,90}?(?:\s[-–—]{1,2}\s|—)")
_RANK = {"critical": 0, "high": 1, "medium": 2, "low": 3}


def drifts(
    derivations: Sequence[Derivation], readings: Mapping[str, Reading], dates: Mapping[str, When] | None = None
) -> tuple[Drift, ...]:
    """Everything that changed in the telling, worst first; nothing between texts that are equal but for typography.

    What a later version of an outlet's own report declares to have corrected is no error in the telling and is left out. A change stands at the
    hop where it happened, with the documents that took it over, and is not told again of them.

    Args:
        derivations: edges of one language are read; others are passed over, since their wording cannot be compared.
        readings: by document id.
        dates: by document id; where missing, `Document.published` counts. Among retellings with one and the same change the earliest made it.
    """
    found = [d for e in derivations for d in along(e, readings[e.document], readings[e.of])]
    return told(found, derivations, readings, dates or {})


def along(edge: Derivation, copy: Reading, original: Reading) -> tuple[Drift, ...]:
    """What changed along one edge, each thing once; it rests on the two texts and their edge alone."""
    if copy.language != original.language or copy.language not in LANGUAGES:
        return ()
    return tuple({d.id: d for d in reversed(list(_of(edge, copy, original)))}.values())


def told(
    found: Sequence[Drift],
    derivations: Sequence[Derivation],
    readings: Mapping[str, Reading],
    dates: Mapping[str, When],
) -> tuple[Drift, ...]:
    """The changes along all edges, worst first, each at the hop where it happened."""
    ordered = sorted(found, key=lambda d: (_RANK[d.severity], d.document, d.start, d.id))
    when = {i: dates.get(i, reading.document.published) for i, reading in readings.items()}
    return tuple(at_hops(ordered, derivations, when))


def _of(edge: Derivation, copy: Reading, original: Reading) -> Iterator[Drift]:
    pairs = list(sentence_pairs(copy, original, edge.evidence))
    for start, end, of_start, of_end, likeness in pairs:
        there, here = side(copy.document.text, start, end), side(original.document.text, of_start, of_end)
        found = changes(here, there, close=likeness >= CLOSE)
        turned = turns(there)
        if not found and not turned:
            continue
        wide = side(original.document.text, *_widened(original, of_start, of_end))
        wide_there = side(copy.document.text, *_widened(copy, start, end))
        for change in found:
            declared = edge.kind == "revision" and declared_change(copy.document, there, change.retold)
            if (
                not declared
                and not _dated(change, (copy, there), (original, here))
                and stands(change, (here, there), (wide, wide_there), close=likeness >= NEAR_EQUAL)
            ):
                yield _drift(edge, here, there, change)
        for change in swaps(wide, there) if turned else ():
            yield _drift(edge, wide, there, change)
    told = [(start, end, of_start, of_end) for start, end, of_start, of_end, _ in pairs]
    told += [(a.start, a.end, a.of_start, a.of_end) for a in edge.evidence if a.similarity == 1.0]
    for sentence, claim, why in left_out(copy, original, told):
        change = Change("omission of a qualifier", "high", f"left out: {why}", 0, 0)
        yield _drift(edge, sentence, claim, change, whole=True)


def _dated(change: Change, retold: tuple[Reading, Side], original: tuple[Reading, Side]) -> bool:
    """Whether a day or place belongs to a dateline: it says when and where a report was filed, and another report is filed elsewhere."""
    if change.kind not in {"date", "place"}:
        return False
    spots = ((*retold, change.retold), (*original, change.original))
    return any(_in_dateline(reading.document.text, part.words[at].start) for reading, part, at in spots)


def _in_dateline(text: str, at: int) -> bool:
    match = _DATELINE.match(text, text.rfind("\n", 0, at) + 1)
    return bool(match and at < match.end())


def stands(change: Change, pair: tuple[Side, Side], wide: tuple[Side, Side], *, close: bool = True) -> bool:
    """Whether a change is still there when the sentences around it are read, into which a retelling moves a figure, a name or "he said"."""
    (here, there), (around, around_there) = pair, wide
    level = change.kind == "hedge" and not change.why.startswith(("lost", "gained"))
    if change.kind in {"negation", "hedge", "attribution"} and not change.old and not level:
        turned = change.why.startswith("gained")
        having, lacking = (around_there, around) if turned else (around, around_there)
        if close:  # what was said around it before excuses nothing: only a word that is new there
            return not (open_words(lacking, change.kind) - open_words(having, change.kind))
        if change.kind == "negation":
            return bool(list(negation(around, there)) and list(negation(here, around_there)))
        if change.kind == "attribution":
            return bool(list(attribution(here, around_there)))
        return any(c.kind == "hedge" for c in (gained(around, there) if turned else lost(here, around_there)))
    return not (change.old and tells(around_there, change)) and not (change.new and tells(around, change, new=True))


def tells(around: Side, change: Change, *, new: bool = False) -> bool:
    """Whether a stretch of text has the figure, name or day that was replaced, or (`new`) the one that replaced it."""
    word = change.new if new else change.old
    if change.kind == "number":
        return any(f"{f.value:.10g}" == word for f in cardinals(around))
    if change.kind == "date":
        return word.split(" ")[-1] in around.places
    if change.kind in {"place", "attribution", "person"}:
        return any(alike(word, w) for w in around.places)
    return False


def _widened(original: Reading, start: int, end: int) -> tuple[int, int]:
    """A span of a text with the sentence before and the sentence after it."""
    every = lines(original)
    low = bisect_right(every, start, key=lambda line: line.end)
    high = bisect_left(every, end, key=lambda line: line.start)
    return every[max(0, low - 1)].start, every[min(len(every) - 1, high)].end


def changes(original: Side, retold: Side, *, close: bool = True) -> list[Change]:
    """What the rules find between two sentences that tell the same.

    Example:
        >>> old, new = "Nine people were hurt in the blast.", "Nineteen people were hurt in the blast."
        >>> [(c.kind, c.severity) for c in changes(side(old, 0, len(old)), side(new, 0, len(new)))]
        [('number', 'critical')]
    """
    if not original.words or not retold.words or [w.word for w in original.words] == [w.word for w in retold.words]:
        return []
    return _once([c for rule in (RULES + CLOSE_RULES if close else RULES) for c in rule(original, retold)])


def _once(found: list[Change]) -> list[Change]:
    """The findings without those that name a graver one again: a lost hedge is also a lost attribution, another number also another qualifier."""
    kinds = {c.kind for c in found}
    open_left = any(c.kind == "hedge" and c.why.startswith("lost") for c in found)
    opposed = any(c.kind in {"negation", "number"} and c.severity == "critical" for c in found)
    turned = any(c.kind == "role swap" and c.severity == "high" for c in found)
    kept: list[Change] = []
    for c in found:
        flat = c.kind == "attribution" and c.severity == "medium" and (open_left or "loaded wording" in kinds)
        less = c.kind == "omission of a qualifier" and c.severity in {"medium", "low"} and opposed
        again = c.kind == "number" and bool(c.old) and any(k.kind == "number" for k in kept) and not c.old[:1].isdigit()
        twice = c.kind in {"person", "place", "date"} and any(
            k.kind in {c.kind, "place", "attribution"} and k.why.casefold() == c.why.casefold() for k in kept
        )
        twice = twice or (
            c.kind in {"person", "place"}
            and any(k.kind in {"place", "person"} and abs(k.original - c.original) <= 2 for k in kept)
        )
        twice = twice or (c.kind in {"person", "place"} and turned)
        if not flat and not less and not again and not twice:
            kept.append(c)
    return kept


def all_changes(original: Side, retold: Side) -> list[Change]:
    """Every rule over two sentences given by themselves, the wide ones included."""
    return changes(original, retold) + (list(swaps(original, retold)) if original.words and retold.words else [])


def _drift(edge: Derivation, here: Side, there: Side, change: Change, *, whole: bool = False) -> Drift:
    of_start, of_end = (here.start, here.end) if whole else clause_span(here, change.original)
    start, end = (there.start, there.end) if whole else clause_span(there, change.retold)
    return Drift(
        id=make_id("x", edge.id, change.kind, start, end, of_start, of_end, change.why),
        derivation=edge.id,
        document=edge.document,
        of=edge.of,
        start=start,
        end=end,
        of_start=of_start,
        of_end=of_end,
        original=here.text[of_start - here.start : of_end - here.start],
        retold=there.text[start - there.start : end - there.start],
        kind=change.kind,
        severity=change.severity,
        why=change.why,
    )
