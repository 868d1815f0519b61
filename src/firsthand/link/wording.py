"""How alike two tellings are in their rare words: names, streets, schools, units; what an incident is known by beside place and day.

Each slot is a bag of the words of the paragraphs that tell of it, weighed by how few reports of the ledger use them (tf-idf, log-damped), so
that common words of the trade ("police", "killed") weigh next to nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import log, sqrt

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
RARE, COMMON_RARE = 12, 3
_WORD = re.compile(r"[^\W\d_]{3,}|\d{2,}")
_PARAGRAPH = re.compile(r"[^\n]+")

Bag = Mapping[str, float]


def bags(slots: Sequence[Slot], ledger: Ledger) -> dict[str, Bag]:
    """The weighed words of each slot, of length 1; empty where the ledger is too small to tell which words are rare.

    A report that tells of one incident alone is read from its headline on; of a report that tells of several, each has its paragraphs.
    """
    documents = {d.id: d for d in ledger.documents}
    if len(documents) < ENOUGH_REPORTS:
        return {}
    seen: Counter[str] = Counter()
    for document in documents.values():
        seen.update(set(_words(f"{document.headline or ''}\n{document.text[:READ]}")))
    tellers = Counter(slot.document for slot in slots)
    found: dict[str, Bag] = {}
    for slot in slots:
        document = documents[slot.document]
        words = Counter(_words(_telling(slot, document, alone=tellers[slot.document] == 1)))
        weighed = {w: (1 + log(n)) * log(len(documents) / seen[w]) for w, n in words.items() if seen[w]}
        length = sqrt(sum(x * x for x in weighed.values())) or 1.0
        found[slot.id] = {w: x / length for w, x in weighed.items()}
    return found


def _words(text: str) -> Iterator[str]:
    return (m.group() for m in _WORD.finditer(fold(text)))


def _telling(slot: Slot, document: Document, *, alone: bool) -> str:
    if alone:
        return f"{document.headline or ''}\n{document.text[:READ]}"
    places = [(s.start, s.end) for s in slot.statements]
    kept = [
        m.group()
        for m in _PARAGRAPH.finditer(document.text)
        if any(m.start() <= start < m.end() for start, _ in places)
    ]
    return "\n".join(kept)


def likeness(left: Bag, right: Bag) -> float:
    """The cosine of two bags, 0 to 1; less where one holds few words, since few words are alike by chance.

    Example:
        >>> long = {f"w{n}": 0.1 for n in range(100)}
        >>> round(likeness(long, long), 2), likeness({"mill": 1.0}, {"mill": 1.0}) < 0.05
        (1.0, True)
    """
    small, large = (left, right) if len(left) <= len(right) else (right, left)
    cosine = sum(x * large[w] for w, x in small.items() if w in large)
    return cosine * min(1.0, len(small) / FULL)


def by_rare_words(slots: Sequence[Slot], found: Mapping[str, Bag]) -> Iterator[tuple[Slot, Slot]]:
    """Pairs of slots of different documents that share several rare words; near-linear, since a rare word has few users."""
    users: dict[str, list[Slot]] = defaultdict(list)
    for slot in slots:
        for word in found.get(slot.id, ()):
            users[word].append(slot)
    shared: Counter[tuple[str, str]] = Counter()
    by_id = {s.id: s for s in slots}
    for word in sorted(users):
        if 2 <= len(users[word]) <= RARE:
            for a, b in combinations(sorted(users[word], key=lambda s: s.id), 2):
                if a.document != b.document:
                    shared[a.id, b.id] += 1
    for (a_id, b_id), count in sorted(shared.items()):
        if count >= COMMON_RARE:
            yield by_id[a_id], by_id[b_id]
