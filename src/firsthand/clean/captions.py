"""Picture captions and photo credits among the lines of a page."""

from __future__ import annotations

import re

from firsthand.clean import words

_AGENCY = (
    r"(?:REUTERS|Reuters|AFP|AP(?: Photo)?|EPA(?:-EFE)?|Getty(?: Images)?|Xinhua|Anadolu(?: Agency)?|dpa|DPA|PA(?: Wire)?"
    r"|Shutterstock|iStock|Alamy|Sputnik|TASS|NurPhoto|ZUMA|Rex(?: Features)?)"
)
# What ends a caption: an agency and a name, an agency in brackets, a bracketed note, a sign of copyright, "Photo: ...".
_ENDS = (
    rf"{_AGENCY}\s*/\s*[\w.' -]{{2,60}}",
    rf"\((?:[^()]{{2,60}}/\s*)?{_AGENCY}\s*/[^()]{{2,60}}\)",
    rf"\((?:[^()]{{2,40}}/\s*{_AGENCY}|[^()]{{0,40}}\b(?i:photo|picture|image|foto)\b[^()]{{0,40}})\)",
    r"[\[(](?i:file |archive )?(?i:photo|picture|image|foto|file)\b[^\])]{0,60}[\])]",
    rf"(?:©|\(c\))\s*(?:\d{{4}}\s*)?{_AGENCY}\b.{{0,60}}",
    r"(?i:photo(?:graph)?|picture|image|foto|bild|crédit photo)(?: credit)?\s*(?::|by\b).{2,80}",
    rf"[\w.' -]{{2,40}}/{_AGENCY}",
)
CREDIT = re.compile(rf"(?:{'|'.join(_ENDS)})\s*\.?$")
_OPENS = re.compile(
    r"^\s*(?:(?:file|archival|archive|handout|undated) (?:photo|picture|image)\b|(?:photo|image|picture|caption|foto|bild)\s*:"
    r"|(?:image|media|video|photo|picture) (?:copyright|caption|source|credit)\b"
    rf"|©\s*(?:\d{{4}}\s*)?{_AGENCY}|©[^.]{{2,40}}/)",
    re.I,
)
# Longest caption, in words: agencies keep theirs below 60; a longer line that ends in a photographer's name is an article's last line.
_LONGEST = 90
# Characters at the end of a line among which its photo credit is looked for.
_CREDIT = 140
# Share of a line's longer words that stand in a known caption, from which it is that caption told again. Half is too loose for two
# captions of one place; the repeats met in practice share 0.8 and more.
_SHARED = 0.7


def is_caption(line: str) -> bool:
    """Whether a line is a picture's caption: it ends in a photo credit or opens as one does.

    Example:
        >>> is_caption("A trader sweeps glass in Pellan, July 5, 2018. REUTERS/Ana Orlu"), is_caption("He spoke to Reuters.")
        (True, False)
    """
    return (
        len(line) <= 12 * _LONGEST
        and words.count(line) <= _LONGEST
        and bool(_OPENS.match(line) or CREDIT.search(line[-_CREDIT:]))
    )


def repeats(line: str, known: list[frozenset[str]]) -> bool:
    """Whether a line tells a known caption or headline again.

    Example:
        >>> repeats("Soldiers guard a market in Pellan", [words.content("Soldiers guard the market in central Pellan")])
        True
    """
    own = words.content(line)
    return len(own) >= 3 and any(len(own & other) >= _SHARED * len(own) for other in known)
