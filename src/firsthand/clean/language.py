"""The language of a text, by the text itself."""

from __future__ import annotations

import re

from firsthand.clean import words

# Words from which the text outranks what the page declares of itself. Templates declare "en" over texts of any language; a headline
# of names alone (fewer words than this) misleads the identifier. Lower it and short flashes are told by their names.
SURE_WORDS = 20
_CODE = re.compile(r"^[a-z]{2,3}(?![a-z])", re.I)


def language_of(text: str, declared: str | None = None) -> tuple[str | None, tuple[str, ...]]:
    """ISO 639-1 code of the text's language, and why; ``None`` for a text too short to tell that declares nothing.

    Example:
        >>> language_of("Der Fluss trat am Montag über die Ufer, und die untere Stadt stand bis zum Mittag unter Wasser, sagte der Bürgermeister.")[0]
        'de'
    """
    match = _CODE.match((declared or "").strip())
    stated = match.group().lower() if match else None
    if words.count(text) < SURE_WORDS:
        return (stated, ("language: as declared",)) if stated else (None, ("language: too short to tell",))
    import py3langid

    # The opening is enough for the identifier, and its time grows with the text.
    found = str(py3langid.classify(text[:4000])[0])
    if stated and stated != found:
        return found, (f"language: {found} by its words, though the page declares {stated}",)
    return found, ()
