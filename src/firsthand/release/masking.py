"""Replacing names by typed placeholders in every text of a ledger: case, accents, hyphens and inflection do not help a name through."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

import msgspec

# Fields that hold codes, not words: a person called Day must not turn the precision "day" into a placeholder.
_CODES = frozenset(
    (
        *(
            "precision",
            "basis",
            "kind",
            "factuality",
            "polarity",
            "measure",
            "severity",
            "axis",
            "state",
            "origin",
            "bound",
            "rule",
        ),
        *("property", "media_type", "language", "sha256", "codebook", "verdict", "country_code", "gazetteer", "role"),
        *("at", "earliest", "latest", "retrieved", "as_of"),
    )
)
# Fields that name a file or an address: there a name may stand in lower case and without blanks.
_ADDRESSES = frozenset(("address", "url"))
# A single word of a name is masked alone from this length on; shorter ones ("al", "bin", "van") are parts of too many names.
SHORTEST_ALONE = 4

T = TypeVar("T")


class Masked(NamedTuple):
    """A name to be replaced: as written, and the placeholder that stands for it."""

    name: str
    placeholder: str


def shadow(text: str) -> str:
    """The text in lower case without accents, one code point for one, so that offsets found in it hold in the text.

    Example:
        >>> shadow("Ḥallám")
        'hallam'
    """
    if text.isascii():
        return text.lower()
    return "".join(_bare(c) for c in text)


def _bare(char: str) -> str:
    low = unicodedata.normalize("NFKD", char)[:1].lower()
    return low if len(low) == 1 else char


def _words(name: str) -> list[str]:
    return re.findall(r"\w+", shadow(name))


class Masker:
    """Finds the names that must not leave and puts their placeholders in.

    Args:
        masked: names with their placeholders; every word of a name of `SHORTEST_ALONE` letters or more is masked alone too.
        kept: names that may be printed; where one stands in full it is left as it is, even if it shares a word with a masked one.
        phrases: fixed phrases (descriptions of unnamed sources) and what they are widened to.

    Example:
        >>> Masker([Masked("Davit Hallam", "[WITNESS-1]")], kept=()).words("Hallam's van; DAVIT-HALLAM said.")
        "[WITNESS-1]'s van; [WITNESS-1] said."
    """

    def __init__(
        self, masked: Iterable[Masked], *, kept: Iterable[str], phrases: Mapping[str, str] | None = None
    ) -> None:
        by_words: dict[tuple[str, ...], str | None] = {}
        single_kept = {words[0] for name in kept if len(words := _words(name)) == 1}
        alone: dict[str, str] = {}
        for name, placeholder in masked:
            words = _words(name)
            if words:
                by_words[tuple(words)] = placeholder
            for word in words if len(words) > 1 else ():
                if len(word) >= SHORTEST_ALONE and word not in single_kept and not word.isdigit():
                    alone.setdefault(word, placeholder)
        for phrase, wider in (phrases or {}).items():
            by_words.setdefault(tuple(_words(phrase)), wider)
        for name in kept:
            words = _words(name)
            if len(words) > 1:
                by_words.setdefault(tuple(words), None)
        self._whole = by_words
        self._alone = alone
        self._finder = self._compiled()

    def _compiled(self) -> re.Pattern[str] | None:
        names = [
            r"[\W_]*".join(map(re.escape, words)) for words in sorted(self._whole, key=lambda w: (-len(w), w)) if words
        ]
        singles = [re.escape(word) for word in sorted(self._alone, key=lambda w: (-len(w), w))]
        if not names and not singles:
            return None
        return re.compile(
            rf"(?<![^\W_])(?:(?P<whole>{'|'.join(names) or '(?!)'})|(?P<alone>{'|'.join(singles) or '(?!)'}))(?![^\W_])"
        )

    def words(self, text: str, *, address: bool = False) -> str:
        """A text with every masked name replaced. In an address a name counts in lower case too, and words run together."""
        if self._finder is None or not text:
            return text
        parts, reached = [], 0
        for match in self._finder.finditer(shadow(text)):
            new = self._replacement(match, text, address)
            if new is not None:
                parts += [text[reached : match.start()], new]
                reached = match.end()
        return "".join(parts) + text[reached:] if parts else text

    def _replacement(self, match: re.Match[str], text: str, address: bool) -> str | None:
        if match.group("whole") is not None:
            words = tuple(_words(match.group()))
            return self._whole[words] if words in self._whole else self._glued(words)
        # A word alone is a name where it is written as one; "baker" in running text is no Mr Baker.
        written = text[match.start() : match.end()]
        return self._alone[match.group("alone")] if address or not written.islower() or not written.isascii() else None

    def _glued(self, found: tuple[str, ...]) -> str | None:
        """The placeholder of a name written without its blanks ("davithallam.txt")."""
        plain = "".join(found)
        return next((p for words, p in self._whole.items() if "".join(words) == plain), None)


def mapped(value: T, words: Callable[[str], str], addresses: Callable[[str], str]) -> T:
    """The same record with `words` applied to every text in it and `addresses` to file names and URLs; codes are left alone."""
    return _mapped(value, words, addresses, "")  # type: ignore[no-any-return]


def _mapped(value: Any, words: Callable[[str], str], addresses: Callable[[str], str], field: str) -> Any:
    if isinstance(value, str):
        if field in _CODES:
            return value
        return addresses(value) if field in _ADDRESSES else words(value)
    if isinstance(value, msgspec.Struct):
        changed = {}
        for name in value.__struct_fields__:
            old = getattr(value, name)
            new = _mapped(old, words, addresses, name)
            if new is not old:
                changed[name] = new
        return msgspec.structs.replace(value, **changed) if changed else value
    if isinstance(value, tuple):
        parts = tuple(_mapped(v, words, addresses, field) for v in value)
        return parts if any(a is not b for a, b in zip(parts, value, strict=True)) else value
    if isinstance(value, dict):
        return {_mapped(k, words, addresses, ""): _mapped(v, words, addresses, field) for k, v in value.items()}
    return value
