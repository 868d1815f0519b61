"""Figures: the numbers of a report that belong to no incident and no series, with what they count, who says so, and whether their parts add up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from firsthand.extract.mentions import Attributed, NumberMention, PlaceMention
from firsthand.extract.numbers.counts import Count
from firsthand.extract.numbers.people import noun_class
from firsthand.extract.numbers.phrases import (
    chain_of,
    estimator,
    factuality_of,
    incident_noun,
    noun_after,
    noun_before,
    qualified,
    sentence_at,
    where_of,
)
from firsthand.model import Document, Estimate, Figure, Measure, Part, Series, Source, make_id
from firsthand.text import Sentence, sentences

# Units of what is measured and not counted: no figure of a ledger.
_NO_FIGURE = frozenset({"km", "time", "times", "ordinal", "weight", "share", "age"})
# "The three provinces" takes up what was named before; "the 300 men" may be news. Up to ten, writers name or list what they take up again.
_TAKEN_UP = 10
_PART = re.compile(
    r"\s*(?:(?:are|is|were|was|being|came|come|of them|of whom|of which) )*(?:with|from|in|to|by|for|at|on|against|near|under|along"
    r"|belong(?:ing)? to|of)\s+(?:the |its |a )?"
    r"((?:(?!and\b|or\b|while\b|which\b|were\b|was\b|are\b|had\b|has\b|but\b)[\w'’-]+ ?){1,6})"
)
_SUBSET = re.compile(r"\b(?:of which|of whom|of them|of those|among them|including)\W*$", re.IGNORECASE)
_OPENS_LIST = re.compile(r"(?:,|:|\s[-–—]|\()\s*$")
_GOES_ON = re.compile(r"(?:\band|,|;)\s*$")
_PER = re.compile(
    r"\b[Ee](?:ach|very)\s+(?:one of the\s+)?((?:[\w'’-]+ ){0,3}?[\w'’-]+)\s+(?:contains?|has|have|had|is made up of|consists? of"
    r"|comprises?|numbers?|includes?|held|carried|holds?|carries)\s*$"
)
_GROUPED = re.compile(
    r"\b((?:small |armed |sleeper |mobile )?(?:cells|groups|units|teams|bands|squads|gangs|detachments|columns|batches|waves"
    r"|convoys|platoons|battalions|brigades))\s+(?:of|with|numbering|made up of)\s*$",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"^(?:of (?:them|us)|others?|more|or so|or more|us|them|you|own|those|these|which|whom|it|ours|theirs)$",
    re.IGNORECASE,
)


class _Reader(NamedTuple):
    document: Document
    sentences: Sequence[Sentence]
    places: Sequence[PlaceMention]
    attributed: Sequence[Attributed]
    sources: Sequence[Source]


class Known(NamedTuple):
    """What else is known of a document: its series (whose numbers are left out), its places and its sources."""

    series: Sequence[Series] = ()
    places: Sequence[PlaceMention] = ()
    sources: Sequence[Source] = ()


def find_figures(
    document: Document,
    numbers: Sequence[NumberMention],
    counts: Sequence[Count],
    attributed: Sequence[Attributed],
    known: Known = Known(),  # noqa: B008 - frozen and empty
) -> tuple[Figure, ...]:
    """Every number that is no incident's and no series', in the order of the text.

    Args:
        document: its `text` is what the offsets are of.
        counts: all of `counts.find_counts`, not only those of incidents.
        numbers, attributed: what the other readers of the room found in that text.
        known: series, places and sources of the same text; sources serve "X puts the number at ...".

    Returns:
        Figures; `parts` holds what the sentence splits the whole into, `sum_holds` whether two or more parts add up to it (``None``: not told).

    Example:
        >>> from firsthand.extract.numbers import find_numbers
        >>> text = "They run nine ferries, five to Oru and four to Bela."
        >>> figure, = find_figures(Document(id="d-1", address="a", sha256="", text=text), find_numbers(text), [], [])
        >>> figure.what, [(p.who, p.value) for p in figure.parts], figure.sum_holds
        ('ferries', [('Oru', 5), ('Bela', 4)], True)
    """
    reader = _Reader(document, sentences(document.text), known.places, attributed, known.sources)
    taken = {c.number.start for c in counts if c.measure != "present"}
    spans = [(s.start, s.end, s.estimate.phrase) for s in known.series]
    rest = [
        n
        for n in numbers
        if n.start not in taken
        and not any(a <= n.start < b and n.text == phrase for a, b, phrase in spans)
        and _is_figure(n)
    ]
    found: list[Figure] = []
    index = 0
    while index < len(rest):
        sentence = sentence_at(reader.sentences, rest[index].start)
        if sentence is None or rest[index].end > sentence.end:
            index += 1
            continue
        here = [n for n in rest[index:] if n.end <= sentence.end]
        parts, used = _parts(document.text, here[0], here[1:], sentence)
        made = _figure(reader, here[0], sentence, parts) if _stands_alone(document.text, here[0]) else None
        if made is not None:
            found.append(made)
        index += 1 + (used if made is not None else 0)
    return tuple(found)


def _is_figure(number: NumberMention) -> bool:
    return (
        number.unit not in _NO_FIGURE
        and number.bound != "none"
        and number.low is not None
        and number.rule not in ("number:article", "number:both")
    )


def _stands_alone(text: str, number: NumberMention) -> bool:
    """Whether a number tells an amount of its own: not "one" as a pronoun, not "many", not a known group taken up again ("the two countries")."""
    words = number.text.lower()
    if words in ("one", "many", "a number of", "multiple", "numerous"):
        return False
    taken_up = re.search(
        r"\b(?:the|these|those|his|her|their|its|our|your|my)\s+$",
        text[max(0, number.start - 8) : number.start],
        re.IGNORECASE,
    )
    return not (taken_up and number.bound == "exact" and (number.best or 0) <= _TAKEN_UP)


def _figure(reader: _Reader, number: NumberMention, sentence: Sentence, parts: tuple[Part, ...]) -> Figure | None:
    text = reader.document.text
    what = noun_after(text, number, sentence.end)
    where = where_of(text, number, sentence.end, reader.places)
    if what is None or _GONE.match(what):
        what = noun_before(text, number.start, sentence.start)
    if what is None or not re.search(r"[^\W\d_]{2}", what):
        return None
    what = _in_groups(text, number, sentence, qualified(text, what, number.start, sentence.start))
    chain = chain_of(reader.attributed, number.start, number.end, sentence) or estimator(
        text, sentence, number.start, reader.sources, reader.attributed
    )
    best = number.best if number.best is not None else None
    total = sum(p.value for p in parts)
    holds = total == best if len(parts) > 1 and best is not None else None
    return Figure(
        id=make_id("n", reader.document.id, number.start, number.end, what),
        document=reader.document.id,
        start=number.start,
        end=number.end,
        text=text[number.start : number.end],
        estimate=Estimate(
            measure=_measure(what),
            low=number.low,
            best=best,
            high=number.high,
            bound=number.bound,
            phrase=number.text,
            who=what,
            unit=number.unit,
            rule=number.rule,
        ),
        what=what,
        where=where,
        unit=number.unit,
        factuality=factuality_of(text, sentence, number.start),
        parts=parts,
        sum_holds=holds,
        speaker=chain[-1] if chain else None,
        chain=chain,
    )


def _in_groups(text: str, number: NumberMention, sentence: Sentence, what: str) -> str:
    """ "Each cell contains three fighters" and "squads of up to 20 men" count heads per group."""
    before = text[sentence.start : number.start]
    if match := _PER.search(before):
        return f"{what} per {match.group(1)}"
    if match := _GROUPED.search(before):
        return f"{what} per group ({match.group(1)})"
    return what


def _measure(what: str) -> Measure:
    words = re.split(
        r"\s+", re.split(r"\b(?:in|of|from|at|with|for|on|per|fighting|active)\b", what.lower())[0].strip()
    )
    if words and incident_noun().search(words[-1]):
        return "incidents"
    return "present" if words and noun_class(words) else "other"


def _parts(
    text: str, whole: NumberMention, following: Sequence[NumberMention], sentence: Sentence
) -> tuple[tuple[Part, ...], int]:
    """What the rest of the sentence splits a number into, and how many numbers that used up."""
    found: list[Part] = []
    last = whole.end
    size = whole.high if whole.high is not None else whole.low or 0
    for number in following:
        gap = text[last : number.start]
        opens = bool(_OPENS_LIST.search(gap)) or bool(_SUBSET.search(gap))
        if len(gap) > 70 or not (opens if not found else opens or _GOES_ON.search(gap)) or number.unit != whole.unit:
            break
        value = number.best if number.best is not None else number.low
        who = _of_part(text, number, sentence)
        if (
            who is None
            or value is None
            or value > size
            or (not found and re.search(r"\b(?:but|while|although)\b", gap))
        ):
            break
        found.append(Part(who=who, value=value))
        last = number.end
    return tuple(found), len(found)


def _of_part(text: str, number: NumberMention, sentence: Sentence) -> str | None:
    """Of whom a part is: what its preposition leads to ("three with Iran"), else its own noun after a colon or a dash."""
    if match := _PART.match(text, number.end, sentence.end):
        words = re.split(r"\s+(?:[-–—])|[,;.\"”]", match.group(1))[0].strip()
        return words or None
    return (
        noun_after(text, number, sentence.end)
        if re.search(r"(?::|\s[-–—]|\()\s*$|\band\s+$", text[max(sentence.start, number.start - 6) : number.start])
        else None
    )
