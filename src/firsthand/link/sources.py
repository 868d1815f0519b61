"""Sources -> sources: one person or body across the reports that name it. Every merge has its reasons in words and can be undone.

Two people are never made one on a last name alone: a full name must agree, or the last name together with the office. Unnamed sources of
different reports stay apart; whether they come from one telling is for lineage to say.
"""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from firsthand import vocabulary
from firsthand.model import Judgement, Source, SourceKind, in_force
from firsthand.text import fold

# How sure a reason to merge is; pairs are taken in this order, so that a weak pair can never keep a strong one out.
BY_PERSON, SAME_NAME, ALIAS, LONGER_NAME, SPELLING, OFFICE = 5, 4, 4, 3, 2, 1
# A last name may differ in one letter from this length on, and only where the office agrees too: shorter names one letter apart are mostly two
# people (Hamid, Hamad). Re-measure on pairs of sources when moved.
MIN_VARIANT_LETTERS = 5
_WORDS = re.compile(r"[^\W\d_]{3,}")
_EMPTY = frozenset(vocabulary.tree("grammar.yaml")["empty_office_words"])
_PEOPLE: frozenset[str] = frozenset({"expert", "witness", "person"})
_RANK: tuple[SourceKind, ...] = ("protected", "official", "expert", "witness", "medium", "group", "person", "unnamed")


class Pair(NamedTuple):
    """Two sources held to be one: their places in the list, how sure, and why in words."""

    left: int
    right: int
    sure: int
    why: str


class _Known(NamedTuple):
    """A source made ready for comparing."""

    source: Source
    names: frozenset[tuple[str, ...]]
    office: frozenset[str]
    body: bool


def merge_sources(
    sources: Sequence[Source], *, judgements: Sequence[Judgement] = ()
) -> tuple[tuple[Source, ...], dict[str, str]]:
    """Brings together the sources that are one person or body.

    1. Makes names comparable: titles and particles off, known spellings made equal.
    2. Finds pairs that agree, each with its reason.
    3. Joins them, surest first, unless a person said otherwise or two members of the group would contradict each other.
    4. Writes one record for each group; its id is the smallest of its members' ids.

    Args:
        sources: sources as read, one record per document.
        judgements: decisions of people; those of kind "source" (same, different) outrank names, undone ones are left out.

    Returns:
        The merged sources by id, and every given id with the id it has now.

    Example:
        >>> one = Source(id="v-1", name="Omar al-Qadir", kind="official", names=("Omar al-Qadir",), documents=("d-1",))
        >>> two = Source(id="v-2", name="Omar Qadir", kind="official", names=("Omar Qadir",), documents=("d-2",))
        >>> merge_sources([one, two])[1]
        {'v-1': 'v-1', 'v-2': 'v-1'}
    """
    # 1
    known = [_ready(source) for source in sorted(sources, key=lambda s: s.id)]
    place = {k.source.id: i for i, k in enumerate(known)}
    # 2
    same, apart = _decided(judgements, place)
    pairs = sorted({*_pairs(known), *same}, key=lambda p: (-p.sure, p.left, p.right, p.why))
    # 3
    groups, reasons = _join(known, pairs, apart)
    # 4
    merged = [_record([known[i].source for i in group], tuple(sorted(reasons[group[0]]))) for group in groups]
    return tuple(sorted(merged, key=lambda s: s.id)), {
        known[i].source.id: known[group[0]].source.id for group in groups for i in group
    }


# ---------------------------------------------------------------------------------------------------------- comparing


@functools.cache
def _spellings() -> dict[str, str]:
    return {
        other: row["name"]
        for row in vocabulary.rows("name_spellings.csv")
        for other in row["spellings"].split("|")
        if other != row["name"]
    }


@functools.cache
def _bodies() -> dict[str, str]:
    """Folded alias -> everyday name, of actors and publishers; an alias that two of them share is left out."""
    found: dict[str, set[str]] = defaultdict(set)
    for table in ("actors.csv", "publishers.csv"):
        for row in vocabulary.rows(table):
            for name in filter(None, (row["name"], *row["aliases"].split("|"))):
                found[_bare(name)].add(row["name"])
    return {alias: next(iter(names)) for alias, names in found.items() if len(names) == 1}


def _bare(name: str) -> str:
    return fold(name).removeprefix("the ")


@functools.cache
def _drop() -> tuple[frozenset[str], frozenset[str]]:
    grammar = vocabulary.tree("grammar.yaml")
    return frozenset(t.lower() for t in grammar["titles"]), frozenset(grammar["name_particles"])


def _parts(name: str) -> tuple[str, ...]:
    """The words of a name that tell it from another, in their everyday spelling; titles in front and particles left out."""
    titles, particles = _drop()
    words = fold(name).split()
    while len(words) > 1 and words[0] in titles:
        words = words[1:]
    known = _spellings()
    return tuple(known.get(w, w) for w in words if w not in particles)


def _ready(source: Source) -> _Known:
    names = [source.name, *source.names] if source.name else []
    body = source.kind in ("group", "medium") or any(_bare(n) in _bodies() for n in names if n)
    parts = frozenset(p for p in (_parts(n) for n in names if n) if p)
    office = frozenset(w for w in _WORDS.findall(fold(source.description or "")) if w not in _EMPTY)
    return _Known(source, parts, office, body)


def _signature(one: _Known) -> tuple[object, ...]:
    """All that comparing looks at: two sources of one signature agree, and contradict others alike; unnamed ones are each their own."""
    if one.source.name is None or not (one.body or any(len(parts) > 1 for parts in one.names)):
        return (one.source.id,)
    bare = frozenset(_bare(n) for n in (one.source.name, *one.source.names)) if one.body else frozenset()
    return one.names, one.office, one.source.kind, one.body, bare, one.source.name if one.body else None


def _pairs(known: Sequence[_Known]) -> Iterator[Pair]:
    """Pairs that agree, among sources that share the last word of a name, the first and the beginning of the last, or an alias."""
    blocks: dict[str, set[int]] = defaultdict(set)
    for i, one in enumerate(known):
        for parts in one.names:
            blocks[parts[-1]].add(i)
            blocks[f"~{parts[0]} {parts[-1][:4]}"].add(i)
        for name in (one.source.name, *one.source.names) if one.source.name else ():
            if name and _bare(name) in _bodies():
                blocks["=" + _bodies()[_bare(name)]].add(i)
    first_of: dict[tuple[object, ...], int] = {}
    for i, one in enumerate(known):
        first = first_of.setdefault(_signature(one), i)
        if first != i and one.source.name is not None and (one.body or any(len(parts) > 1 for parts in one.names)):
            yield Pair(first, i, SAME_NAME, f"the same name: {one.source.name}")
    seen = set[tuple[int, int]]()
    lasts = Counter(last for one in known for last in {p[-1] for p in one.names if len(p) > 1})
    for members in blocks.values():
        for pair in combinations(sorted(i for i in members if first_of[_signature(known[i])] == i), 2):
            if pair not in seen:
                seen.add(pair)
                sure, why = _agree(known[pair[0]], known[pair[1]], lasts)
                if sure:
                    yield Pair(*pair, sure, why)


def _agree(left: _Known, right: _Known, lasts: Counter[str]) -> tuple[int, str]:
    """How sure it is that two sources are one, and why; 0 where nothing says so."""
    if _contradict(left, right):
        return 0, ""
    a_name, b_name = left.source.name or "", right.source.name or ""
    alias = _bodies().get(_bare(a_name))
    if alias is not None and alias == _bodies().get(_bare(b_name)):
        return ALIAS, f"'{a_name}' and '{b_name}' are names of one body ({alias})"
    if left.body or right.body:
        return (SAME_NAME, f"the same name: {a_name}") if _bare(a_name) == _bare(b_name) else (0, "")
    best = (0, "")
    shared = left.office & right.office
    for a in left.names:
        for b in right.names:
            best = max(best, _agree_names(a, b, shared, lasts), key=lambda found: found[0])
    return (best[0], f"'{a_name}' and '{b_name}': {best[1]}") if best[0] else best


def _agree_names(
    a: tuple[str, ...], b: tuple[str, ...], shared: frozenset[str], lasts: Counter[str]
) -> tuple[int, str]:
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if a == b and len(a) > 1:
        return SAME_NAME, "the same full name"
    if len(short) > 1 and short[-1] == long[-1] and _within(short[:-1], long[:-1]):
        return LONGER_NAME, "one full name holds the other"
    if not shared:
        return 0, ""
    office = ", ".join(sorted(shared)[:3])
    if len(short) > 1 and len(short) == len(long) and short[:-1] == long[:-1] and _one_letter(short[-1], long[-1]):
        return SPELLING, f"last names one letter apart and the same office ({office})"
    if len(short) == 1 and short[0] == long[-1] and lasts[long[-1]] <= 1:
        return OFFICE, f"the last name and the same office ({office})"
    return 0, ""


def _within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    rest = iter(long)
    return all(any(p == q or (len(p) == 1 and q.startswith(p)) for q in rest) for p in short)


def _one_letter(a: str, b: str) -> bool:
    return min(len(a), len(b)) >= MIN_VARIANT_LETTERS and a[0] == b[0] and Levenshtein.distance(a, b) == 1


def _contradict(left: _Known, right: _Known) -> bool:
    """Whether two sources cannot be one: unnamed, a person and a body, a witness and an official, or full names that differ."""
    if left.source.name is None or right.source.name is None:
        return True
    kinds = {left.source.kind, right.source.kind}
    if left.body != right.body and kinds & _PEOPLE:
        return True
    if "witness" in kinds and kinds & {"official", "expert", "medium"}:
        return True
    if left.body or right.body:
        return False
    return any(len(a) > 1 and len(b) > 1 and _differ(a, b) for a in left.names for b in right.names)


def _differ(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two full names name two people: neither holds the other's words, spelling apart."""
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    close = [
        any(p == q or (p[0] == q[0] and (len(p) == 1 or len(q) == 1)) or _one_letter(p, q) for q in long) for p in short
    ]
    return not all(close)


# ------------------------------------------------------------------------------------------------------------ joining


def _decided(judgements: Sequence[Judgement], place: dict[str, int]) -> tuple[set[Pair], set[tuple[int, int]]]:
    """What people decided and did not undo: pairs that are one, pairs that are not; of several on one pair the latest."""
    latest: dict[tuple[int, int], Judgement] = {}
    for judgement in in_force(judgements):
        if judgement.kind == "source" and judgement.left in place and judgement.right in place:
            a, b = sorted((place[judgement.left], place[judgement.right]))
            latest[a, b] = judgement
    same = {
        Pair(*pair, BY_PERSON, f"decided by {j.by}")
        for pair, j in latest.items()
        if j.verdict == "same" and pair[0] != pair[1]
    }
    return same, {pair for pair, j in latest.items() if j.verdict == "different"}


def _join(
    known: Sequence[_Known], pairs: Sequence[Pair], apart: set[tuple[int, int]]
) -> tuple[list[list[int]], dict[int, set[str]]]:
    """Groups of places, smallest first, and the reasons of each under its first place.

    Each group is kept under its smallest place with one member for each way of naming; only these are held against those of another group, so
    that a name met in ten thousand reports costs no more than one met in two.
    """
    home = list(range(len(known)))
    faces: dict[int, list[int]] = {i: [i] for i in home}
    reasons: dict[int, set[str]] = {i: set() for i in home}

    def root(i: int) -> int:
        while home[i] != i:
            home[i] = home[home[i]]
            i = home[i]
        return i

    for pair in pairs:
        left, right = sorted((root(pair.left), root(pair.right)))
        if left == right:
            reasons[left].add(pair.why)
            continue
        if any({root(a), root(b)} == {left, right} for a, b in apart):
            continue
        if pair.sure < BY_PERSON and any(_contradict(known[a], known[b]) for a in faces[left] for b in faces[right]):
            continue
        home[right] = left
        reasons[left] |= reasons.pop(right) | {pair.why}
        seen = {_signature(known[i]) for i in faces[left]}
        faces[left] += [i for i in faces.pop(right) if _signature(known[i]) not in seen]
    groups: dict[int, list[int]] = defaultdict(list)
    for i in range(len(known)):
        groups[root(i)].append(i)
    return [groups[key] for key in sorted(groups)], reasons


def _record(members: Sequence[Source], reasons: tuple[str, ...]) -> Source:
    """One record for the sources of a group, given in the order of their ids."""
    first = members[0]
    if len(members) == 1:
        return first
    counted = Counter(m.name for m in members if m.name)
    names = sorted({n for m in members for n in (m.name, *m.names) if n})
    described = Counter(m.description for m in members if m.description)
    heads = {m.head_count for m in members if m.head_count is not None}
    stands = sorted({m.stands_for for m in members if m.stands_for})
    return Source(
        id=first.id,
        name=min(counted, key=lambda n: (-len(_parts(n)) > -2, -counted[n], -len(_parts(n)), n)),
        kind=min((m.kind for m in members), key=_RANK.index),
        description=min(described, key=lambda d: (-described[d], -len(d), d)) if described else None,
        names=tuple(names),
        stands_for=stands[0] if stands else None,
        head_count=heads.pop() if len(heads) == 1 else None,
        documents=tuple(sorted({d for m in members for d in m.documents})),
        merged=tuple(m.id for m in members),
        reasons=reasons,
    )
