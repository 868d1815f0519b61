"""Drift in single words: a qualifier or hedge lost or gained, a negation, loaded wording, a degree of likelihood."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple, cast

from firsthand.collate.sides import Change, Side, claims_for_itself, company, content_after, find, grammar
from firsthand.model import DriftKind, Severity
from firsthand.vocabulary import rows


class _Class(NamedTuple):
    name: str
    words: tuple[str, ...]
    kind: DriftKind
    severity: Severity
    why: str
    before: str
    also: tuple[str, ...]


# Classes that leave a claim open stand for one another: "apparently" told as "reportedly" is no loss.
_OPEN = frozenset({"alleged", "possible"})
# What a gain weighs: it weakens a claim or adds to it, and makes nobody believe too much, so it weighs a step less than the loss of the same word.
_GAINED: dict[Severity, Severity] = {"critical": "high", "high": "medium", "medium": "medium", "low": "low"}


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
            tuple(r["also"].split("|")) if r["also"] else (),
        )
        for r in rows("drift_words.csv")
    )


def lost(original: Side, retold: Side) -> Iterator[Change]:
    """A qualifier or hedge of the original that the retelling lacks, though it has the word that is qualified."""
    for group in _classes():
        here = find(original, group.words)
        if here and not _excused(group, original, retold):
            yield from _unmatched(group, original, retold, here, lost=True)


def gained(original: Side, retold: Side) -> Iterator[Change]:
    """A qualifier or hedge that the retelling adds to a word that the original has without it; "about" alone does no harm."""
    for group in _classes():
        there = find(retold, group.words) if group.name != "about" else []
        if there and not _excused(group, retold, original):
            yield from _unmatched(group, retold, original, there, lost=False)


def _excused(group: _Class, having: Side, lacking: Side) -> bool:
    """Whether the side without the word says the same by another word of its class, or by one that excuses it and is new there."""
    if find(lacking, group.words):
        return True
    # "a suspected member, X said" told as "according to X, a member" has lost the doubt: the attribution was there before.
    attributed = any(w in having.places for w in grammar("said"))
    if group.name == "alleged" and not attributed and any(w in lacking.places for w in grammar("said")):
        return True
    others = [w for c in _classes() if c.name in _OPEN for w in c.words] if group.name in _OPEN else []
    also = [p for p in group.also if not (attributed and p == "according to")]
    return any(not find(having, (phrase,)) and find(lacking, (phrase,)) for phrase in (*also, *others))


def _unmatched(
    group: _Class, having: Side, lacking: Side, found: list[tuple[int, int]], *, lost: bool
) -> Iterator[Change]:
    """A drift for the first qualified word that both have. Both words around it must agree, or the clauses tell of different things."""
    at_other = {w.sense: n for n, w in reversed(list(enumerate(lacking.words))) if not w.light}
    if group.name == "attempt" and (denials(lacking) or not lost):
        return
    for at, length in found:
        if [w.word for w in having.words[at + length : at + length + 1]] == ["not"]:
            continue
        if claims_for_itself(having, at) or _other_use(group, having, at):
            continue
        if group.before == "number" and not _number(having, at + length):
            continue
        heads = [n for n in content_after(having, at + length - 1, 2) if having.words[n].sense in at_other]
        if heads:
            head = heads[0]
            there = at_other[having.words[head].sense]
            if not company(having, head) & company(lacking, there):
                continue
            why = f"{'lost' if lost else 'gained'}: {group.why} ('{' '.join(w.word for w in having.words[at : at + length])}')"
            severity = group.severity if lost else _GAINED[group.severity]
            yield Change(group.kind, severity, why, *((at, there) if lost else (there, at)))
            return


def _other_use(group: _Class, side: Side, at: int) -> bool:
    """Whether the word is used in another sense: "accused somebody" gives a word and doubts nothing, "failed to do" denies, "second half of"."""
    word = side.words[at].word
    before = [w.word for w in side.words[max(0, at - 2) : at]]
    after = side.words[at + 1].word if at + 1 < len(side.words) else ""
    if word == "accused":
        return after not in {"of"}
    if word in {"claims", "claimed"}:
        return bool(before) and side.words[at - 1].capital and after not in {"to", "that"}
    if word == "half":
        return bool(before) and before[-1] in {"first", "second"}
    if (word.startswith("appear") and after not in {"to", "that"}) or (word == "possible" and after == "to"):
        return True
    if word in {"plans", "plot"} and after not in {"to", "against", "for"}:
        return True
    if word == "could" and after in grammar("perception"):
        return True
    if word == "may":
        return after == "not" or "only" in (w.word for w in side.words[max(0, at - 4) : at])
    if word in {"fewer", "less", "more"} and before[-1:] == ["no"]:
        return True
    return group.name == "attempt" and word == "failed" and before[-1:] != [] and before[-1] not in _ARTICLES


_ARTICLES = grammar("determiners") | grammar("prepositions")


def _number(side: Side, at: int) -> bool:
    from firsthand.collate.figures import is_number

    return at < len(side.words) and is_number(side.words[at].word)


@functools.cache
def _negators() -> tuple[frozenset[str], frozenset[str]]:
    strong = frozenset(w for r in rows("drift_negators.csv") if r["strong"] for w in r["words"].split())
    return strong, frozenset(w for r in rows("drift_negators.csv") if not r["strong"] for w in r["words"].split())


# What takes the denial out of a negator before it: "not only", "no fewer than", "no longer" is one of its own, "not rule out" leaves open.
_NO_DENIAL = frozenset(
    {"only", "just", "fewer", "less", "more", "rule", "matter", "doubt", "other", "later", "until", "least"}
)


def open_words(side: Side, kind: str) -> Counter[str]:
    """The words of a stretch that deny (kind ``negation``), say on whose word it is (``attribution``), or leave it open by either (``hedge``)."""
    if kind == "negation":
        return Counter(side.words[n].word for n in denials(side))
    said = Counter({w: len(side.places[w]) for w in grammar("said") if w in side.places})
    if kind == "attribution":
        return said
    phrases = (p for c in _classes() if c.kind == "hedge" for p in (*c.words, *c.also))
    return said + Counter({p: len(found) for p in phrases if (found := find(side, (p,)))})


def denials(side: Side) -> list[int]:
    """Where a side denies: "not", "no", "never", "didn't", and "failed to"; not in "no fewer than" or "not only"."""
    strong, _ = _negators()
    found = [
        n
        for n, w in enumerate(side.words)
        if w.word in strong
        or w.word.endswith("n't")
        or (w.word in {"failed", "fails", "fail", "yet"} and [x.word for x in side.words[n + 1 : n + 2]] == ["to"])
    ]
    return [
        n
        for n in found
        if n + 1 == len(side.words) or not (side.words[n + 1].word in _NO_DENIAL or side.words[n + 1].word[0].isdigit())
    ]


def _weak(side: Side) -> list[int]:
    """Where a word stands that may say the same as a denial: "refused", "unclear", "without"."""
    _, weak = _negators()
    return [n for n, w in enumerate(side.words) if w.word in weak or _privative(w.word)]


@functools.lru_cache(maxsize=50_000)
def _privative(word: str) -> bool:
    """Whether a word is made by "un-", "non-" or the like from another: "unharmed", not "united"."""
    from firsthand.collate.reading import function_words

    return (
        word.startswith(("un", "non", "im", "in", "dis"))
        and word.endswith(("ed", "able", "ible", "ful", "ive", "al", "ic", "ing"))
        and word not in function_words("en")
        and not word.startswith(("unit", "uni", "under", "int", "inc", "inv", "ind", "imp", "ins", "inf"))
    ) or (word.endswith("less") and word != "unless")


# How many words around the denied word are searched for another way of denying it, where two sentences are told nearly word by word: they share
# that much of the content of the shorter one. Sentences told in other words may deny anywhere, and those that share less than `_TELLS` of the
# shorter, or less than `_TELLS_OF_BOTH` of the longer, are not compared.
_NEAR, _WORD_BY_WORD, _TELLS, _TELLS_OF_BOTH = 6, 0.85, 0.5, 0.4


def _shared(original: Side, retold: Side) -> tuple[float, float]:
    """Shares of the content of the shorter and of the longer side that the other side has too, 0..1."""
    mine, theirs = original.senses(), retold.senses()
    both = len(mine & theirs)
    return both / max(1, min(len(mine), len(theirs))), both / max(1, len(mine), len(theirs))


def negation(original: Side, retold: Side) -> Iterator[Change]:
    """A denial in one text where the other tells the same words with nothing near them that denies."""
    mine, theirs = denials(original), denials(retold)
    if len(mine) == len(theirs):
        return
    lost = len(mine) > len(theirs)
    having, lacking, found = (original, retold, mine) if lost else (retold, original, theirs)
    share, least = _shared(original, retold)
    if share < _TELLS or least < _TELLS_OF_BOTH:
        return
    reach = _NEAR if share >= _WORD_BY_WORD else len(lacking.words)
    excuses = [*denials(lacking), *(n for n in _weak(lacking) if not having.places.get(lacking.words[n].word))]
    at_other = {w.sense: n for n, w in reversed(list(enumerate(lacking.words))) if not w.light}
    for at in found:
        after = content_after(having, at, 3)
        scope = [n for n in after if having.words[n].sense in at_other]
        before = [
            n for n in range(max(0, at - 4), at) if having.words[n].sense in at_other and not having.words[n].light
        ]
        if not (len(scope) >= 2 or (scope and (len(after) == 1 or before))):
            continue
        there = at_other[having.words[scope[0]].sense]
        if any(abs(n - there) <= reach for n in excuses):
            continue
        why = f"{'lost' if lost else 'gained'}: the denial '{having.words[at].word}'"
        yield Change("negation", "critical", why, *((at, there) if lost else (there, at)))
        return


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
    mine, theirs = _first(original), _first(retold)
    gone, new = mine.keys() - theirs.keys(), theirs.keys() - mine.keys()
    for neutral, charged, leaning, severity in _loaded():
        plain, strong = _stems(neutral), _stems(charged)
        for first, second, words in (
            (plain, strong, "neutral wording replaced by"),
            (strong, plain, "loaded wording dropped for"),
        ):
            if not gone & first or not new & second or mine.keys() & second or theirs.keys() & first:
                continue
            here, there = min(mine[w] for w in gone & first), min(theirs[w] for w in new & second)
            if company(original, here) & company(retold, there):
                yield Change(
                    "loaded wording", severity, f"{words} '{retold.words[there].word}': {leaning}", here, there
                )


def _first(side: Side) -> dict[str, int]:
    """Where each stem of a side first stands."""
    return {_stem_of(word): at[0] for word, at in reversed(list(side.places.items()))}


@functools.lru_cache(maxsize=100_000)
def _stem_of(word: str) -> str:
    from firsthand.collate.reading import stem

    return stem(word, "en")


@functools.cache
def _stems(words: frozenset[str]) -> frozenset[str]:
    return frozenset(_stem_of(w) for w in words)


_NOUNS = grammar("likelihood nouns")


def likelihood(original: Side, retold: Side) -> Iterator[Change]:
    """A degree of likelihood told as another degree, or a comparison ("less likely") told as a level ("very small")."""
    here, there = _level(original), _level(retold)
    if not here or not there or here[:2] == there[:2]:
        return
    # "Unlikely before June" and "likely after June" tell the same.
    if ("until" in original.places) != ("until" in retold.places) or len(denials(original)) != len(denials(retold)):
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
