"""Speakers: a phrase that names who says something -> one source of the document. Offsets are code points of the whole text.

Names are merged within a document (last names, titles, spellings one letter apart), pronouns and "the minister" go back to the right earlier
source, unnamed sources keep what is told of them ("six officials, four from ...") and how many they are.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Sequence

from firsthand import vocabulary
from firsthand.extract.mentions import Name
from firsthand.extract.quotes.drafts import TITLES, Draft, Noun, name_parts, nouns, same_person, singular
from firsthand.model import SourceKind
from firsthand.text import fold

Span = tuple[int, int]
_HEAD_STOPS = re.compile(
    r"\s+(?:of|for|in|from|at|with|on|to|by|near|under|who|which|familiar|close|briefed|speaking|inside|against|behind)\b"
)
_RUN = re.compile(r"(?:(?:al-)?[A-Z][\w.'’-]*(?:\s+(?=(?:al-|[A-Z])))?)+")
_APPOSED = re.compile(
    r"(?:,\s+\d\d|\s+\(\d\d\))?,\s+((?:an?|the|one of|[A-Z][\w-]+['’]s|head|director|chief|former|who)\b[^,.;“”\"\n]{3,90})[,.]"
)
# An age set after a name makes it a person's, whatever it was taken for.
_AGED = re.compile(r",\s+\d\d,|\s+\(\d\d\)")
# What a ministry or department is for, after its noun.
_FIELD = re.compile(r"\s+(?:of|for)(?:\s+the)?(?:\s+(?:and\s+)?[A-Z][\w'’-]*)+")
_OFFICE = re.compile(r"\b(?!An? )[A-Z]\w+ of (?:the )?(?:[A-Z]\w+ )+$|\bchief of (?:staff|police) $")
# Endings of nouns for people by what they do, beside those of the vocabulary.
_AGENT = re.compile(
    r"(?:er|or|ist|ian|ee|man|woman|ant|someone|anyone|everyone|nobody|one|other|many|some|most|few|several)$"
)
_WHO = re.compile(r",?\s+(?:who|which|that)$")
_MODIFIED = re.compile(
    r"([\w-]+)\s+[a-z]+(?:ing\s+(?=[A-Z]|the\b|an?\b|in\b|on\b|for\b|with\b|to\b|from\b|against\b)|ed\s+(?=on\b|by\b|in\b|with\b|to\b|from\b|at\b|for\b))"
)
_UP_TO_TWELVE = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_NUMBER_WORDS = {**{word: n for n, word in enumerate(_UP_TO_TWELVE, 1)}, "a": 1, "an": 1, "another": 1}
# How many code points may stand between an office and the name set after it: a comma and a title.
MAX_TO_APPOSED = 12
NOT_NAMED = "a source that is not told"
_PLURAL_SPEAKERS = frozenset({"police", "people", "media", "data"})
_SAME_OFFICE = {"officer": "official", "spokeswoman": "spokesman", "spokesperson": "spokesman"}


class Speakers:
    """The sources of one document, gathered in reading order.

    Example:
        >>> found = Speakers("Omar Qadir, an analyst, said so. He left.", [])
        >>> found.resolve((0, 10)) == found.resolve((33, 35)) == 0
        True
    """

    def __init__(self, text: str, names: Sequence[Name]) -> None:
        self.text = text
        self.names = sorted(names, key=lambda n: (n.start, -n.end))
        self._starts = [n.start for n in self.names]
        self.drafts: list[Draft] = []
        self._nouns = nouns()
        self._resolved: dict[Span, int | None] = {}

    def resolve(self, span: Span) -> int | None:
        """The number of the source that a phrase names (a new one where none fits); ``None`` for "I", "we" and pronouns without antecedent."""
        if span not in self._resolved:
            self._resolved[span] = self._resolve(span)
        return self._resolved[span]

    def _resolve(self, span: Span) -> int | None:
        start, end = span[0], span[0] + len(_WHO.sub("", self.text[slice(*span)]))
        phrase = self.text[start:end]
        lower = phrase.lower()
        if lower in ("he", "she", "him", "her", "they", "them", "it", "i", "we", "you", "us", "one"):
            return self._pronoun(lower, start)
        found = self._named(start, end)
        if found is None:
            found = self._described(start, end)
        if found is not None:
            self.drafts[found].last = max(self.drafts[found].last, start)
        return found

    def not_named(self) -> int:
        """The source of what is told in the passive without a "by": one for the document, of whom nothing is known."""
        for i, draft in enumerate(self.drafts):
            if draft.description == NOT_NAMED:
                return i
        self.drafts.append(Draft(name=None, kind="unnamed", description=NOT_NAMED, human=False))
        return len(self.drafts) - 1

    # --------------------------------------------------------------------------------------------------------- named

    def _names_in(self, start: int, end: int) -> list[Name]:
        first = bisect_left(self._starts, start)
        return [n for n in self.names[first : first + 12] if n.end <= end]

    def _head_end(self, start: int, end: int) -> int:
        stop = _HEAD_STOPS.search(self.text, start, end)
        close = stop.start() if stop and stop.start() > start else end
        for match in _MODIFIED.finditer(self.text, start, end):
            if match.end(1) < close and self._noun(match.group(1).lower()):
                return match.end(1)
        return close

    def _named(self, start: int, end: int) -> int | None:
        head_end = self._head_end(start, end)
        inside = [n for n in self._names_in(start, end) if n.start < head_end and not self._owns(n.end, head_end)]
        people = [n for n in inside if n.kind == "person" and self._ends_phrase(n.end, head_end)] or self._after_office(
            start, end
        )
        if people:
            return self._person(people[-1].text, start, people[-1].start, people[-1].end)
        apposed = self._apposed(end)
        head = self._noun(self._noun_of(start, head_end) or "")
        if apposed is not None and head is not None and head.one:
            return self._person(apposed.text, start, end, apposed.end)
        bodies = [n for n in inside if n.kind in ("organisation", "group", "place") and n.end >= head_end - 1]
        if bodies and self._full_name(bodies[-1].text) != bodies[-1].text:
            return self._person(bodies[-1].text, start, bodies[-1].start, bodies[-1].end)
        if bodies and (_AGED.match(self.text, bodies[-1].end) or self._tells_person(self._apposition(bodies[-1].end))):
            return self._person(bodies[-1].text, start, bodies[-1].start, bodies[-1].end)
        if bodies:
            return self._body(self._with_field(bodies[-1], end), place=bodies[-1].kind == "place")
        return self._unlisted(start, head_end)

    def _with_field(self, name: Name, end: int) -> str:
        """A body named by its noun alone with the field that follows: "Ministry" in "the Ministry of the Interior"."""
        noun = self._noun(name.text.lower())
        field = _FIELD.match(self.text, name.end, end) if noun is not None and not noun.one else None
        return self.text[name.start : field.end()] if field else name.text

    def _tells_person(self, words: str) -> bool:
        """Whether a description is of one human being ("an expert on ..."), whatever the name before it was taken for."""
        head = _HEAD_STOPS.split(words, maxsplit=1)[0].split()
        noun = self._noun(head[-1].lower()) if head and head[0].lower() in ("a", "an", "the", "who", "former") else None
        return noun is not None and noun.one

    def _ends_phrase(self, position: int, end: int) -> bool:
        """Whether no noun follows a name in its phrase: not in "the Qadir campaign"."""
        rest = self.text[position:end].strip()
        return not rest or not rest[0].isalpha() or rest.split()[0] in ("and", "or", "himself", "herself", "also")

    def _after_office(self, start: int, end: int) -> list[Name]:
        """The person at the end of an office of several words: "Secretary of State Eva Lind"; none in "a spokesman for Eva Lind"."""
        last = [n for n in self._names_in(start, end) if n.kind == "person" and n.end >= end - 1]
        office = self.text[start : last[-1].start] if last else ""
        return last[-1:] if _OFFICE.search(office) else []

    def _owns(self, position: int, end: int) -> bool:
        return self.text[position:end][:2] in ("'s", "’s") or self.text[position:end][:2] in ("' ", "’ ")

    def _apposed(self, end: int) -> Name | None:
        """A person's name right after a comma behind a description: "the army's spokesman, Omar Qadir, said"."""
        if self.text[end : end + 2] != ", ":
            return None
        near = [n for n in self.names[bisect_left(self._starts, end) :][:2] if n.start - end <= MAX_TO_APPOSED]
        return next((n for n in near if n.kind == "person" or (n.start == end + 2 and self._like_person(n))), None)

    def _like_person(self, name: Name) -> bool:
        """Whether a name taken for a body's, set off by commas behind an office, must be a person's: two or three words, none a body's noun."""
        words = name.text.split()
        closed = self.text[name.end : name.end + 1] in ("", ",", ".", ";", '"', "”")
        return (
            closed
            and len(words) in (2, 3)
            and not any(w.lower() in _body_words() or self._noun(w.lower()) or not w[0].isupper() for w in words)
        )

    def _unlisted(self, start: int, end: int) -> int | None:
        """A name that the list of names does not hold: a run of capitals at the end of the phrase."""
        runs = list(_RUN.finditer(self.text[start:end]))
        if not runs or runs[-1].end() < end - start - 1:
            return None
        words = runs[-1].group().strip().removeprefix("The ")
        last = words.split()[-1]
        known = self._find_person(words)
        if known is not None:
            return known
        if self._noun(last.lower()) or not TITLES.sub("", words + " ").strip() or words.lower() in ("the", "a", "an"):
            return None
        if " " not in words and runs[-1].start() == 0 and words.lower() in _common():
            return None
        told = self._noun((_HEAD_STOPS.split(self._apposition(end), maxsplit=1)[0].split() or [""])[-1].lower())
        if told is not None and not told.one and self._apposition(end).startswith(("a ", "an ", "the ")):
            return self._body(words)
        titled = bool(TITLES.match(words)) or self._office_before(words)
        if titled or (len(words.split()) in (2, 3) and self.text.startswith(words, start)):
            return self._person(words, start, start + runs[-1].start(), end)
        return self._body(words)

    def _office_before(self, words: str) -> bool:
        parts = words.split()
        return len(parts) > 2 and any(self._noun(p.lower()) for p in parts[:-1])

    def _find_person(self, name: str) -> int | None:
        fits = [
            i
            for i, d in enumerate(self.drafts)
            if d.name and d.human and any(same_person(name, known) for known in d.names)
        ]
        exact = [
            i for i in fits if any(name_parts(name)[-1:] == name_parts(known)[-1:] for known in self.drafts[i].names)
        ]
        fits = exact or fits
        return max(fits, key=lambda i: self.drafts[i].last) if fits else None

    def _person(self, name: str, start: int, name_start: int, name_end: int) -> int:
        bare = self._strip_office(name)
        before = self.text[start:name_start].strip(" ,")
        after = self._apposition(name_end)
        at = self._find_person(bare)
        if at is None:
            full = self._full_name(bare)
            at = len(self.drafts)
            self.drafts.append(Draft(name=full, kind="person", names=[full]))
        draft = self.drafts[at]
        if len(name_parts(bare)) > len(name_parts(draft.name or "")):
            draft.name = bare
        for variant in (
            bare,
            name if name != bare else (f"{before} {name}" if TITLES.fullmatch(before + " ") else bare),
        ):
            draft.names.append(variant)
        for words in (before, after, name[: len(name) - len(bare)].strip()):
            self._describe(draft, words)
        return at

    def _strip_office(self, name: str) -> str:
        """A name without the offices run into it ("Provincial Council Chairman Omar Qadir" -> "Omar Qadir")."""
        bare = TITLES.sub("", name).strip() or name
        parts = bare.split()
        for i in range(len(parts) - 1, 0, -1):
            if self._noun(parts[i - 1].lower()) and i < len(parts):
                return " ".join(parts[i:])
        return bare

    def _full_name(self, name: str) -> str:
        """The longest name of a person in the document that this one may be short for; itself where none or several fit."""
        if len(name_parts(name)) > 1:
            return name
        longer = {
            n.text: None
            for n in self.names
            if n.kind == "person" and len(name_parts(n.text)) > 1 and same_person(n.text, name)
        }
        bare = list(dict.fromkeys(self._strip_office(text) for text in longer))
        return max(bare, key=len) if bare and all(same_person(bare[0], b) for b in bare) else name

    def _apposition(self, end: int) -> str:
        match = _APPOSED.match(self.text, end, end + 110)
        return match.group(1) if match else ""

    def _describe(self, draft: Draft, words: str) -> None:
        """Takes the office or trade told of a source into its description, its heads and its kind."""
        if words.lower() in ("", "a", "an", "the", "and"):
            return
        draft.told.append(words)
        heads = {singular(w) for w in re.findall(r"[\w-]+", words.lower())} & self._nouns.keys()
        heads -= {h for h in heads if self._nouns[h].kind in ("document", "unnamed")}
        draft.heads |= {_SAME_OFFICE.get(h, h) for h in heads}
        kinds = {self._nouns[h].kind for h in heads if self._nouns[h].one}
        ranked = draft.description is not None and TITLES.fullmatch(draft.description + " ") and heads
        if ranked or (draft.description is None and (heads or TITLES.match(words + " ") is None)):
            draft.description = words
        if draft.kind == "person":
            for kind in ("official", "expert", "witness", "medium"):
                if kind in kinds:
                    draft.kind = kind
                    break

    def _body(self, name: str, *, place: bool = False) -> int:
        """A body, or a country or capital that stands for its government."""
        key = fold(name)
        for i, draft in enumerate(self.drafts):
            if (
                draft.name
                and not draft.human
                and any(fold(n) == key or fold(n).startswith(key + " of ") for n in draft.names)
            ):
                return i
        kind: SourceKind = "medium" if key in _media() else "official" if place else "group"
        noun = next((n for n in (self._noun(w) for w in reversed(key.split())) if n and not n.one), None)
        if noun and noun.kind in ("official", "medium"):
            kind = "official" if noun.kind == "official" else "medium"
        self.drafts.append(Draft(name=name, kind=kind, names=[name], human=False))
        return len(self.drafts) - 1

    # ----------------------------------------------------------------------------------------------------- described

    def _noun(self, word: str) -> Noun | None:
        return self._nouns.get(word) or self._nouns.get(singular(word))

    def _noun_of(self, start: int, end: int) -> str | None:
        words = re.findall(r"[\w-]+", self.text[start:end].lower())
        return words[-1] if words and self._noun(words[-1]) else None

    def _described(self, start: int, end: int) -> int | None:
        phrase = " ".join(self.text[start:end].split())
        head_end = self._head_end(start, end)
        words = re.findall(r"[\w-]+", self.text[start:head_end].lower())
        if not words:
            return None
        head = _SAME_OFFICE.get(singular(words[-1]), singular(words[-1]))
        plural = words[-1] != singular(words[-1]) or words[-1] in _PLURAL_SPEAKERS
        rest = {
            w
            for w in re.findall(r"[\w-]+", phrase.lower())
            if w not in ("the", "a", "an", "that", "this", "those", "these")
        }
        modifiers = rest - set(words[-1:])
        if words[0] in ("the", "that", "this", "those", "these", "both"):
            earlier = self._antecedent(head, modifiers, plural)
            if earlier is not None:
                return earlier
        same = next(
            (
                i
                for i, d in enumerate(self.drafts)
                if d.name is None and d.description and fold(d.description) == fold(phrase)
            ),
            None,
        )
        if same is not None and words[0] not in ("a", "an", "another"):
            return same
        return self._new_described(phrase, head, plural, rest, (head_end, end))

    def _new_described(self, phrase: str, head: str, plural: bool, rest: set[str], tail: Span) -> int | None:
        """A new unnamed source; ``None`` where the phrase names nobody who could say something ("a holiday")."""
        noun = self._noun(head)
        if noun is None and not _AGENT.search(head):
            return None
        first = phrase.split()[0].lower()
        count = _NUMBER_WORDS.get(first, int(first) if first.isdigit() else None)
        if count is None and not plural and noun is not None and noun.one:
            count = 1
        stands = re.match(r"\s*(?:for|of|from|at)\s+(.+)", self.text[tail[0] : tail[1]])
        body = noun is not None and not noun.one
        kind: SourceKind = "unnamed"
        if body and noun is not None:
            kind = (
                "medium"
                if noun.kind in ("medium", "document")
                else ("official" if noun.kind == "official" else "group")
            )
        if noun is None and not plural:
            kind = "unnamed"
        self.drafts.append(
            Draft(
                name=None,
                kind=kind,
                description=phrase,
                heads={head},
                words=rest,
                plural=plural,
                head_count=None if body else count,
                stands_for=stands.group(1).strip() if stands and noun is not None and noun.one else None,
                human=noun is None or noun.one,
            )
        )
        return len(self.drafts) - 1

    def _antecedent(self, head: str, modifiers: set[str], plural: bool) -> int | None:
        """The latest source that "the <modifiers> <head>" can go back to: same noun and number, no modifier that contradicts."""
        best: tuple[int, int, int] | None = None
        for i, draft in enumerate(self.drafts):
            if head not in draft.heads or (draft.name is None and draft.plural != plural) or (draft.name and plural):
                continue
            told = (
                draft.words
                if draft.name is None
                else set(" ".join((draft.description or "", *draft.told)).lower().split())
            )
            shared = len(modifiers & told)
            if modifiers and not shared:
                continue
            key = (shared, draft.last, i)
            if best is None or key > best:
                best = key
        return best[2] if best else None

    def _pronoun(self, word: str, start: int) -> int | None:
        if word in ("i", "we", "you", "us", "one"):
            return None
        if word in ("they", "them"):
            fits = [i for i, d in enumerate(self.drafts) if (d.plural or not d.human) and d.description != NOT_NAMED]
        elif word == "it":
            fits = [i for i, d in enumerate(self.drafts) if not d.human and d.description != NOT_NAMED]
        else:
            gender = "f" if word in ("she", "her") else "m"
            fits = self._people(gender, start)
            for i in fits[-1:]:
                self.drafts[i].gender = gender
                self.drafts[i].last = max(self.drafts[i].last, start)
            return fits[-1] if fits else None
        found = max(fits, key=lambda i: self.drafts[i].last) if fits else None
        if found is not None:
            self.drafts[found].last = max(self.drafts[found].last, start)
        return found

    def _people(self, gender: str, start: int) -> list[int]:
        """Single people who may be meant by he or she, the likeliest last: the last speaker, unless somebody else has become the subject since."""
        fits = [i for i, d in enumerate(self.drafts) if d.human and not d.plural and d.gender in (None, gender)]
        fits.sort(key=lambda i: self.drafts[i].last)
        last = self.drafts[fits[-1]].last if fits else -1
        line = self.text.rfind("\n", 0, start) + 1
        opening = [n for n in self.names if n.kind == "person" and max(last + 1, line) <= n.start < start]
        subject = next((n for n in reversed(opening) if self._opens_sentence(n.start, line)), None)
        if subject is not None:
            i = self._person(subject.text, subject.start, subject.start, subject.end)
            if self.drafts[i].gender in (None, gender):
                fits = [f for f in fits if f != i] + [i]
        return fits

    def _opens_sentence(self, position: int, line: int) -> bool:
        before = self.text[line:position].rstrip()
        return before == "" or before[-1] in '.!?”"' or bool(TITLES.match(before.split(". ")[-1] + " "))


@functools.cache
def _common() -> frozenset[str]:
    """Words that are written small inside a sentence: one at the start of a sentence is no name."""
    return frozenset(row["word"] for row in vocabulary.rows("common_words.csv"))


@functools.cache
def _body_words() -> frozenset[str]:
    """Words of the names of bodies and places: a name that holds one is no person's."""
    listed = {row["noun"].lower() for row in vocabulary.rows("organisation_nouns.csv")}
    return frozenset(listed) | frozenset(vocabulary.tree("grammar.yaml")["body_words"])


@functools.cache
def _media() -> frozenset[str]:
    """Names of news media, folded."""
    kept = [
        row
        for row in vocabulary.rows("publishers.csv")
        if row["kind"] in ("wire", "paper", "broadcaster", "site", "magazine")
    ]
    return frozenset(fold(name) for row in kept for name in (row["name"], *row["aliases"].split("|")) if name)
