"""How alike two tellings are in their rare words: names, streets, schools, units; what an incident is known by beside place and day.

What a report is about is told by the whole of it, any other incident by its own paragraphs: a bag of words, weighed by how few reports of the
ledger use them (tf-idf, log-damped), so that common words of the trade ("police", "killed") weigh next to nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from math import log, sqrt
from typing import NamedTuple

from firsthand.link.slots import Slot
from firsthand.model import Document, Ledger
from firsthand.text import fold

# Reports from which on the rarity of words can be told from the ledger itself. Below it every word is rare, and the feature is silent.
ENOUGH_REPORTS = 30
# Different words from which on a bag is compared in full. A paragraph has about 40, a short report 80; below, chance
# grows. 25 raises pairwise precision, 60 costs more recall than it gains (reports of shootings, dev).
FULL = 25
# Characters of a report that are read: the lead and what follows it; later paragraphs are background.
READ = 3000
# A word used by no more reports than this brings the slots that use it together as candidates, if they share `COMMON_RARE` of such words.
RARE, COMMON_RARE = 12, 2
# The same for names, which more reports may share. With 60 and 2 nine in ten pairs of reports of one shooting meet by rare words and names
# alone (dev: 1,769 of 1,936; with 30 it is 1,674); more users cost time with their square.
NAMED, COMMON_NAMES = 60, 2
# Runs of letters that begin with a capital, and numbers: what an incident is known by (persons, streets, schools, units, ages).
_NAME = re.compile(r"[^\W\d_a-zà-öø-ÿ][^\W\d_]{2,}|\d{2,}")
_SMALL = re.compile(r"\b[a-zà-öø-ÿ]{3,}\b")
# Characters of a report that are its lead: what it is about is told there, before background and reactions.
LEAD = 400
# Rarity, in nats, that the names of a lead count for at the least: a lead with one common name is not wholly found in every other report.
LEAD_RARITY = 4.0
# Slots of a report whose days and places count for what it is about, and places of each; later ones are background.
FIRST = 4
_WORD = re.compile(r"[^\W\d_]{3,}|\d{2,}")
_PARAGRAPH = re.compile(r"[^\n]+")

Bag = Mapping[str, float]


class Report(NamedTuple):
    """What a report as a whole is known by: its names, its numbers and the words of its lead (bags of length 1), and the names of its lead."""

    named: Bag
    numbers: Bag
    lead: Bag
    lead_names: Mapping[str, float]


class Telling(NamedTuple):
    """How a slot is told: its weighed words (a bag of length 1), its names with how rare each is (in nats), those of them that are rarest.

    `leading`: it is what its report is about, and told by the whole of it; any other slot is told by its own paragraphs. `whole`: the slot with
    the days and places that the first slots of its report tell, where it leads: a report divides among its slots what it tells of one incident.
    """

    words: Bag
    names: Mapping[str, float]
    rare: frozenset[str]
    leading: bool
    whole: Slot
    report: Report | None


def tellings(slots: Sequence[Slot], ledger: Ledger) -> dict[str, Telling]:
    """How each slot is told; empty where the ledger is too small to tell which words are rare."""
    documents = {d.id: d for d in ledger.documents}
    if len(documents) < ENOUGH_REPORTS:
        return {}
    read = {d.id: _read(d) for d in ledger.documents}
    seen, named = Counter[str](), Counter[str]()
    tokens, names = {d: tuple(_words(text)) for d, text in read.items()}, {d: _names(text) for d, text in read.items()}
    for name in read:
        seen.update(set(tokens[name]))
        named.update(set(names[name]))
    lead = leading(slots)
    whole = dict(_wholes(slots, lead))
    found: dict[str, Telling] = {}
    for slot in slots:
        leads = slot.id in lead
        own = _bag(
            tokens[slot.document] if leads else _words(_told_by(slot, documents[slot.document])), seen, len(read)
        )
        kept = {n: log(len(read) / named[n]) for n in set(names[slot.document]) if named[n] <= NAMED} if leads else {}
        found[slot.id] = Telling(
            own, kept, frozenset(n for n in kept if named[n] <= RARE), leads, whole.get(slot.id, slot),
            _report(read[slot.document], names[slot.document], (seen, named, len(read))) if leads else None,
        )  # fmt: skip
    return found


def _report(text: str, names: Sequence[str], used: tuple[Counter[str], Counter[str], int]) -> Report:
    """What a report is known by; `used` says how many reports use a word, how many a name, and how many reports there are."""
    start, (seen, named, reports) = text.strip()[:LEAD], used
    return Report(
        _bag((n for n in names if not n.isdigit()), named, reports),
        _bag((n for n in names if n.isdigit()), named, reports),
        _bag(_words(start), seen, reports),
        {n: log(reports / seen[n]) for n in sorted(set(_names(start))) if seen.get(n)},
    )


def found_in(lead_names: Mapping[str, float], words: Bag) -> float:
    """The share of the names of a lead, by rarity, that stand anywhere in another report; 0 to 1.

    Example:
        >>> found_in({"dolvane": 6.0, "harbour": 2.0}, {"dolvane": 0.3})
        0.75
    """
    told = sum(lead_names.values())
    return sum(rarity for name, rarity in lead_names.items() if name in words) / max(told, LEAD_RARITY)


def cosine(left: Bag, right: Bag) -> float:
    """The cosine of two bags of length 1, 0 to 1.

    Example:
        >>> cosine({"mill": 0.6, "fire": 0.8}, {"fire": 1.0})
        0.8
    """
    small, large = (left, right) if len(left) <= len(right) else (right, left)
    return sum(x * large[w] for w, x in small.items() if w in large)


def leading(slots: Sequence[Slot]) -> frozenset[str]:
    """The slot that each report is about: the one of which it tells most; of equals the one told first."""
    best: dict[str, tuple[int, int, str]] = {}
    for slot in slots:
        rank = (-len(slot.statements), slot.statements[0].start if slot.statements else 0, slot.id)
        best[slot.document] = min(best.get(slot.document, rank), rank)
    return frozenset(name for _, _, name in best.values())


def _wholes(slots: Sequence[Slot], lead: frozenset[str]) -> Iterator[tuple[str, Slot]]:
    """The leading slot of each report with the days and places of the first `FIRST` slots of that report."""
    by_document: dict[str, list[Slot]] = defaultdict(list)
    for slot in slots:
        by_document[slot.document].append(slot)
    for beside in by_document.values():
        first = sorted(beside, key=lambda s: (s.id not in lead, s.statements[0].start if s.statements else 0, s.id))[
            :FIRST
        ]
        dates = tuple(dict.fromkeys(d for s in first for d in s.dates))
        places = tuple(dict.fromkeys(p for s in first for p in s.places[:FIRST]))
        yield first[0].id, first[0]._replace(dates=dates, places=places)


def _bag(words: Iterable[str], seen: Mapping[str, int], reports: int) -> Bag:
    weighed = {w: (1 + log(n)) * log(reports / seen[w]) for w, n in Counter(words).items() if seen[w]}
    length = sqrt(sum(x * x for x in weighed.values())) or 1.0
    return {w: x / length for w, x in weighed.items()}


def _read(document: Document) -> str:
    return f"{document.headline or ''}\n{document.text[:READ]}"


def _names(text: str) -> tuple[str, ...]:
    """Capitalised words and numbers of a report in its order, folded, less those that it also writes small."""
    small = frozenset(_SMALL.findall(text))
    return tuple(fold(w) for w in _NAME.findall(text) if w.casefold() not in small)


def _words(text: str) -> Iterator[str]:
    return (m.group() for m in _WORD.finditer(fold(text)))


def _told_by(slot: Slot, document: Document) -> str:
    """The paragraphs that tell of a slot."""
    places = [s.start for s in slot.statements]
    paragraphs = (
        m for m in _PARAGRAPH.finditer(document.text) if any(m.start() <= start < m.end() for start in places)
    )
    return "\n".join(m.group() for m in paragraphs)


def likeness(left: Bag, right: Bag) -> float:
    """The cosine of two bags, 0 to 1; less where one holds few words, since few words are alike by chance.

    Example:
        >>> long = {f"w{n}": 0.1 for n in range(100)}
        >>> round(likeness(long, long), 2), likeness({"mill": 1.0}, {"mill": 1.0}) < 0.05
        (1.0, True)
    """
    return cosine(left, right) * min(1.0, min(len(left), len(right)) / FULL)


def by_rare_words(slots: Sequence[Slot], found: Mapping[str, Telling]) -> Iterator[tuple[Slot, Slot]]:
    """Pairs of slots of different documents that share several rare words or names; near-linear, since a rare word has few users.

    What reports are about is paired with what others are about, and all else with all else, so that a report is not its own crowd.
    """
    by_id = {s.id: s for s in slots}
    users: dict[tuple[bool, bool, str], list[str]] = defaultdict(list)
    for slot in slots:
        telling = found.get(slot.id)
        if telling is not None:
            for word in telling.words:
                users[telling.leading, False, word].append(slot.id)
            for name in telling.names:
                users[telling.leading, True, name].append(slot.id)
    pairs = _sharing((c for (_, name, _), c in users.items() if not name), RARE, COMMON_RARE)
    pairs |= _sharing((c for (_, name, _), c in users.items() if name), NAMED, COMMON_NAMES)
    for one, other in sorted(pairs):
        if by_id[one].document != by_id[other].document:
            yield by_id[one], by_id[other]


def _sharing(users: Iterable[list[str]], most: int, enough: int) -> set[tuple[str, str]]:
    """Pairs that together use at least `enough` words which no more than `most` use."""
    shared: Counter[tuple[str, str]] = Counter()
    for crowd in users:
        if 2 <= len(crowd) <= most:
            shared.update(combinations(sorted(crowd), 2))
    return {pair for pair, count in shared.items() if count >= enough}
