"""Drift in who does what: the person of a sentence, attacker and target, and what a modifier belongs to."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from firsthand.collate.reading import stem
from firsthand.collate.sides import LIGHT, Change, Side, content_after, grammar, irregular
from firsthand.vocabulary import rows

_GENDER = {"he": "m", "she": "f", "him": "m", "her": "f", "his": "m", "himself": "m", "herself": "f", "hers": "f"}
_STOPS = grammar("stops")
_PREPOSITIONS = grammar("prepositions")
_BE = grammar("be")
# Stems that are as often nouns ("pension funds"): they act only where an object with a determiner or a name follows.
_BOTH = frozenset(stem(w, "en") for w in grammar("nouns and verbs"))
_NOUN_ENDINGS = ("tion", "tions", "ment", "ments", "er", "ers", "or", "ors", "'s", "s'")
# Verbs whose target stands after "on" or "at".
_ON_VERBS = grammar("on verbs")
_DETERMINERS = grammar("determiners")
_SPEECH = frozenset({"say", "said", "add", "tell", "told", "state", "announc", "report", "speak", "explain", "accord"})
_ADJECTIVE = ("able", "ible", "al", "ful", "ic", "ive", "less", "ous", "ant", "ent", "ior", "ign", "ern")
# How far the noun phrase before or after a verb is followed, in words.
_REACH = 8


def person(original: Side, retold: Side) -> Iterator[Change]:
    """He for she, or she for he, before the same verb."""
    here, there = _subjects(original), _subjects(retold)
    for verb, (gender, at) in here.items():
        if verb not in there or there[verb][0] == gender:
            continue
        kept = any(
            w.word in {"he", "she"} and _GENDER[w.word] == gender and _follows(retold, n) == verb
            for n, w in enumerate(retold.words)
        )
        if not kept:
            why = f"'{original.words[at].word}' becomes '{retold.words[there[verb][1]].word}'"
            yield Change("person", "high", why, at, there[verb][1])
            return


def _follows(side: Side, at: int) -> str | None:
    for word in side.words[at + 1 : at + 4]:
        if word.word in LIGHT or not word.light:
            return word.sense
    return None


def _subjects(side: Side) -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for n, word in enumerate(side.words):
        verb = _follows(side, n) if word.word in {"he", "she"} else None
        if verb and verb not in _SPEECH:
            found.setdefault(verb, (_GENDER[word.word], n))
    return found


@functools.cache
def _verbs() -> frozenset[str]:
    return frozenset(stem(v, "en") for row in rows("drift_verbs.csv") for v in row["verbs"].split())


def turns(side: Side) -> bool:
    """Whether a side has a verb by which one acts on another."""
    return any(stem(word, "en") in _verbs() for word in side.places)


def swaps(original: Side, retold: Side) -> Iterator[Change]:
    """Who acts in one text is acted upon in the other, with the same verb: contacts and is contacted, attacks and is attacked."""
    for n, word in enumerate(original.words):
        if stem(word.word, "en") not in _verbs() or _nominal(original, n):
            continue
        for m, other in enumerate(retold.words):
            if other.sense != word.sense or stem(other.word, "en") not in _verbs() or _nominal(retold, m):
                continue
            (actor, patient), (actor2, patient2) = _roles(original, n), _roles(retold, m)
            turned = (actor & patient2) - (patient | actor2) or (actor2 & patient) - (patient2 | actor)
            turned -= {word.sense}
            if turned:
                exact = word.word[:4] == other.word[:4]
                who = "/".join(sorted(turned))
                why = f"who acts and who is acted upon ({who}) is turned round at '{other.word}'"
                yield Change("role swap", "high" if exact else "medium", why, n, m)
                return


# Share of the content of either sentence that the other must have for two parties on either side of one verb to have changed places.
_ALL_BUT = 0.8
_BOTH_SIDES = grammar("verbs of both sides")


def exchanged(original: Side, retold: Side) -> Iterator[Change]:
    """Two parties that change places around one verb in the same voice, in sentences of the same words: whatever the verb."""
    mine, theirs = original.senses(), retold.senses()
    if not mine or len(mine & theirs) < _ALL_BUT * max(len(mine), len(theirs)):
        return
    for word in sorted(original.places.keys() & retold.places.keys()):
        n, m = original.places[word][0], retold.places[word][0]
        if (
            not (word.endswith("ed") or word in irregular())
            or word in _BOTH_SIDES
            or stem(word, "en") in _SPEECH
            or _nominal(original, n)
            or _nominal(retold, m)
        ):
            continue
        if _passive(original, n) != _passive(retold, m):
            continue
        before, after = _around(original, n)
        before2, after2 = _around(retold, m)
        turned, back = (before & after2) - after - before2, (after & before2) - before - after2
        if turned and back:
            who = "/".join(sorted(turned | back))
            yield Change(
                "role swap", "high", f"who acts and who is acted upon ({who}) is turned round at '{word}'", n, m
            )
            return


def _around(side: Side, at: int) -> tuple[set[str], set[str]]:
    """What stands before and after the verb in its clause."""
    clause = [
        (n, w)
        for n, w in enumerate(side.words)
        if w.clause == side.words[at].clause and not w.light and not _adverb(w.word)
    ]
    return {w.sense for n, w in clause if n < at}, {w.sense for n, w in clause if n > at}


def _passive(side: Side, at: int) -> bool:
    return any(w.word in _BE for w in side.words[max(0, at - 2) : at])


def _nominal(side: Side, at: int) -> bool:
    """Whether a word stands as a noun: after a determiner or preposition, or capitalised inside the sentence."""
    word = side.words[at]
    if at == 0 or word.capital or side.words[at - 1].word in _DETERMINERS or word.word.endswith(_NOUN_ENDINGS):
        return True
    if side.text[word.start - side.start - 1] == "-":
        return True
    if word.word.endswith(("ed", "ing")) or side.words[at - 1].word in _BE | {"to", "will", "would", "not", "by"}:
        return False
    follower = side.words[at + 1] if at + 1 < len(side.words) else None
    return stem(word.word, "en") in _BOTH and not (follower and (follower.word in _DETERMINERS or follower.capital))


def _roles(side: Side, at: int) -> tuple[set[str], set[str]]:
    """What stands as actor and as acted upon around the verb at `at`; a passive is turned."""
    before = _before(side, at)
    helpers = [w.word for w in side.words[max(0, at - 2) : at]]
    passive = (
        any(h in _BE for h in helpers) and "to" not in helpers and side.words[at].word.endswith(("ed", "en", "t", "d"))
    )
    follower = side.words[at + 1].word if at + 1 < len(side.words) else ""
    if passive:
        return (_after(side, at + 1) if follower == "by" else set()), before
    if follower in {"on", "at", "upon"} and side.words[at].word in _ON_VERBS:
        return before, _after(side, at + 1)
    return before, (_after(side, at) if follower not in _PREPOSITIONS | _STOPS else set())


def _before(side: Side, at: int) -> set[str]:
    found: set[str] = set()
    for n in range(at - 1, max(-1, at - 1 - _REACH), -1):
        word = side.words[n]
        if (
            word.clause != side.words[at].clause
            or word.word in _STOPS
            or (word.word in _PREPOSITIONS and word.word != "to")
        ):
            break
        if word.word == "to" and side.words[n - 1].word not in _BE:
            break
        if not word.light and not _adverb(word.word):
            found.add(word.sense)
    return found


def _adverb(word: str) -> bool:
    return word.endswith("ly") or word in grammar("reflexives")


def _after(side: Side, at: int) -> set[str]:
    found: set[str] = set()
    for n in range(at + 1, min(len(side.words), at + 1 + _REACH)):
        word = side.words[n]
        if (
            word.clause != side.words[at].clause
            or word.word in _STOPS
            or word.word in _PREPOSITIONS
            or word.word in _BE
        ):
            break
        if not word.light and not _adverb(word.word):
            found.add(word.sense)
    return found


def modifiers(original: Side, retold: Side) -> Iterator[Change]:
    """An adjective that describes one noun here and another there, while both texts have both nouns."""
    here, there = original.senses(), retold.senses()
    described, redescribed = _described(original), _described(retold)
    for adjective, mine in described.items():
        theirs = redescribed.get(adjective, [])
        if not theirs or {noun for _, phrase in mine for noun in phrase} & {
            noun for _, phrase in theirs for noun in phrase
        }:
            continue
        (n, phrase), (m, other) = mine[0], theirs[0]
        if (
            other[-1] in here
            and phrase[-1] in there
            and not _reaches(retold, m, phrase[-1])
            and not _reaches(original, n, other[-1])
        ):
            yield Change(
                "role swap", "medium", f"'{adjective}' describes another noun ({phrase[-1]} / {other[-1]})", n, m
            )
            return


def _described(side: Side) -> dict[str, list[tuple[int, list[str]]]]:
    """Adjectives with the places they stand at and what stands after them."""
    found: dict[str, list[tuple[int, list[str]]]] = {}
    for n, word in enumerate(side.words):
        phrase = _phrase(side, n) if not word.light and not word.capital and word.word.endswith(_ADJECTIVE) else []
        if phrase:
            found.setdefault(word.word, []).append((n, phrase))
    return found


def _reaches(side: Side, at: int, noun: str) -> bool:
    """Whether a noun joined by a name ("subsequent Bank of Orlen actions") or by "and" follows the adjective closely: then it may describe it too."""
    tail = side.words[at + 1 : at + 6]
    after = next((k for k, w in enumerate(tail) if w.sense == noun), None)
    return after is not None and (
        any(w.word == "and" for w in tail[:after]) or any(w.capital and not w.light for w in tail[:1])
    )


def _phrase(side: Side, at: int) -> list[str]:
    """What the words of content right after `at` stand for, up to the first word of grammar."""
    positions = content_after(side, at, 3)
    return [side.words[p].sense for k, p in enumerate(positions) if p == at + 1 + k]
