"""Capitals restored: wire text that came in capitals throughout is given the capitals of running text, code point for code point.

Common words become small; names, acronyms and the first words of sentences keep what they need. A word is common when the list
`common_words.csv` or the room's own vocabulary holds it or a word of the same stem.
"""

from __future__ import annotations

import functools
import re

from firsthand import vocabulary

# Share of letters that are capitals from which on a text is taken to be all capitals. Mixed text lies under 0.15, wire text in capitals
# over 0.95 (measured on both kinds of the labelled news sets), so any value between would do; leads in capitals alone stay under it.
UPPER_SHARE = 0.7
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?:]\s*[\"”’')\]]*\s*[\"“(]?$|\n\s*\n\s*[\"“(]?$|[\d)]\s+--\s*$|\[TEXT\]\s*$")
_ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|MR|MRS|MS|DR|GEN|LT|COL|MAJ|CAPT|SGT|BRIG|SEN|REP|GOV|PROF|ST|NO|JAN|FEB|AUG|SEPT|OCT|NOV|DEC)\.\s*$"
)
_MONTHS_DAYS = frozenset(vocabulary.tree("grammar.yaml")["months_days"])
_AMBIGUOUS_MONTHS = frozenset({"march", "may", "mar", "sat", "sun", "dec"})
_LINKS = frozenset({"de", "del", "la", "las", "los", "el", "al", "bin", "ibn", "of", "the", "y", "and", "for"})
_NAME_LINKS = _LINKS - {"of", "the", "and", "for"}
_SHORT_TITLES = frozenset({"mr", "mrs", "ms", "dr", "st", "jr", "sr", "lt", "sgt"})
_ARTICLES = frozenset({"la", "el", "las", "los"})
_ENDINGS = (
    "tion",
    "tions",
    "ment",
    "ments",
    "ness",
    "ously",
    "ingly",
    "edly",
    "ings",
    "ity",
    "ities",
    "ized",
    "izing",
    "ically",
    "fully",
    "less",
)


def is_upper(text: str) -> bool:
    """Whether a text is written in capitals throughout (`UPPER_SHARE` of its letters).

    Example:
        >>> is_upper("POLICE SAID SO."), is_upper("Police said so.")
        (True, False)
    """
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum(c.isupper() for c in letters) > UPPER_SHARE * len(letters)


def restore_case(text: str) -> str:
    """A text in capitals with the capitals of running text; every offset holds.

    Example:
        >>> restore_case("THE MAYOR OF SAN FELIZ SAID ON MONDAY THAT THE FMLX [FRONT] LEFT. HE FLED.")
        'The mayor of San Feliz said on Monday that the FMLX [front] left. He fled.'
    """
    words = list(_WORD.finditer(text))
    lowers = [m.group().lower().replace("’", "'") for m in words]
    named = _named(text, words, lowers)
    made, last = [], 0
    for i, match in enumerate(words):
        made.append(text[last : match.start()])
        made.append(_cased(text, match, named[i]))
        last = match.end()
    return "".join(made) + text[last:]


def _cased(text: str, match: re.Match[str], form: str) -> str:
    word = match.group()
    if form == "A":
        return word
    before = text[max(0, match.start() - 9) : match.start()]
    starts = (not before.strip() or bool(_SENTENCE_END.search(before))) and not _ABBREVIATION.search(
        text[max(0, match.start() - 8) : match.start()]
    )
    head = word[0] if form == "Aa" or starts else _small(word[0])
    return head + "".join(_small(c) for c in word[1:])


def _small(letter: str) -> str:
    lower = letter.lower()
    return lower if len(lower) == 1 else letter


def _named(text: str, words: list[re.Match[str]], lowers: list[str]) -> list[str]:
    """The form of each word: ``a`` small, ``Aa`` with a capital, ``A`` as it is."""
    forms: list[str] = []
    for match, low in zip(words, lowers, strict=True):
        left, right = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if (low in _SHORT_TITLES and right in ". ,") or (forms and lowers[len(forms) - 1] in _SHORT_TITLES):
            forms.append("Aa")
        elif _stays(text, match, left, right):
            forms.append("A")
        elif low in _MONTHS_DAYS:
            dated = _beside_number(text, match)
            forms.append("Aa" if dated or low not in _AMBIGUOUS_MONTHS else "a")
        else:
            forms.append("a" if _is_common(low) else "Aa")
    for i, low in enumerate(lowers):
        inside = 0 < i < len(lowers) - 1
        if low in _NAME_LINKS and inside and forms[i + 1] == "Aa":
            forms[i] = "Aa" if low in _ARTICLES and forms[i - 1] == "a" and lowers[i - 1] not in _NAME_LINKS else "a"
        elif forms[i] == "a" and (_is_title_here(text, words, forms, i) or _is_body_here(text, words, forms, i)):
            forms[i] = "Aa"
    _known_names(text, words, lowers, forms)
    return forms


def _known_names(text: str, words: list[re.Match[str]], lowers: list[str], forms: list[str]) -> None:
    """Gives the names of countries and actors the capitals that the vocabulary writes them with."""
    known = _names()
    for i, low in enumerate(lowers):
        for rest, cased in known.get(low, ()):
            near = range(i + 1, i + 1 + len(rest))
            if tuple(lowers[i + 1 : i + 1 + len(rest)]) == rest and all(_adjacent(text, words, k) for k in near):
                for k, form in enumerate(cased):
                    forms[i + k] = form
                break


@functools.cache
def _names() -> dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]:
    """First word of a known name -> the words after it and the form of each, longest first; names that are also common words left out."""
    found: dict[str, set[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for table in ("countries.csv", "actors.csv"):
        for row in vocabulary.rows(table):
            for name in filter(None, (row["name"], *row["aliases"].split("|"))):
                words = _WORD.findall(name)
                if (
                    not words
                    or (len(words) == 1 and (len(name) < 3 or _is_common(name.lower())))
                    or " ".join(words) != name
                ):
                    continue
                forms = tuple("A" if w.isupper() and len(w) > 1 else "Aa" if w[0].isupper() else "a" for w in words)
                found.setdefault(words[0].lower(), set()).add((tuple(w.lower() for w in words[1:]), forms))
    return {first: tuple(sorted(rest, key=lambda r: (-len(r[0]), r))) for first, rest in found.items()}


def _is_title_here(text: str, words: list[re.Match[str]], forms: list[str], i: int) -> bool:
    """A title right before a name ("SENATOR LUIS")."""
    return (
        i + 1 < len(words)
        and words[i].group().lower() in _titles()
        and forms[i + 1] == "Aa"
        and _adjacent(text, words, i + 1)
    )


def _is_body_here(text: str, words: list[re.Match[str]], forms: list[str], i: int) -> bool:
    """A word of a body's name right after a name ("MARTI NATIONAL LIBERATION FRONT")."""
    return i > 0 and words[i].group().lower() in _bodies() and forms[i - 1] != "a" and _adjacent(text, words, i)


def _adjacent(text: str, words: list[re.Match[str]], i: int) -> bool:
    return text[words[i - 1].end() : words[i].start()].isspace()


def _stays(text: str, match: re.Match[str], left: str, right: str) -> bool:
    """Acronyms in brackets, initials, and letters that stand with digits ("M-16")."""
    word = match.group()
    if len(word) == 1:
        return word == "I" or right == "." or bool(re.match(r"-\d", text[match.end() : match.end() + 2]))
    if left in "[(" and right in "])" and left and right and not _is_common(word.lower()):
        return True
    beside = text[max(0, match.start() - 2) : match.start()] + "|" + text[match.end() : match.end() + 2]
    if len(word) <= 3 and re.search(r"\d-?\||\|-?\d", beside):
        return not _is_common(word.lower())
    return len(word) <= 5 and not re.search(r"[AEIOUYÁÉÍÓÚ]", word) and not _is_common(word.lower())


def _beside_number(text: str, match: re.Match[str]) -> bool:
    return bool(
        re.search(r"\d\s*$", text[max(0, match.start() - 3) : match.start()])
        or re.match(r"\.?,?\s*\d", text[match.end() : match.end() + 4])
    )


@functools.cache
def _is_common(word: str) -> bool:
    bare = word.split("'")[0] if "'" in word else word
    if len(bare) == 1 or bare in _common() or bare.endswith(_ENDINGS):
        return True
    return len(bare) > 3 and (_stem(bare) in _stems() or (bare.endswith("men") and bare[:-3] + "man" in _common()))


@functools.cache
def _common() -> frozenset[str]:
    words = {row["word"] for row in vocabulary.rows("common_words.csv")}
    words |= {row["noun"] for row in vocabulary.rows("speaker_nouns.csv")}
    words |= {row["verb"].split()[0] for row in vocabulary.rows("report_verbs.csv")}
    return frozenset(words)


@functools.cache
def _stems() -> frozenset[str]:
    return frozenset(_stem(word) for word in _common() if len(word) > 3)


@functools.cache
def _stem(word: str) -> str:
    import snowballstemmer

    return str(snowballstemmer.stemmer("english").stemWord(word))


@functools.cache
def _bodies() -> frozenset[str]:
    """Nouns and adjectives that are part of a body's name after a name ("Marti National Liberation Front")."""
    return frozenset(vocabulary.tree("grammar.yaml")["body_words"])


@functools.cache
def _titles() -> frozenset[str]:
    return frozenset(title.lower() for title in vocabulary.tree("grammar.yaml")["titles"]) - {
        "secretary",
        "minister",
        "prime",
    }
