"""The dossier as PDF, laid out from the same page that a browser shows: one layout, one set of words.

WeasyPrint was taken over typst, which is faster (0.6 s against 7 s over 400 rows): its text is copied out in the order in which Arabic
is read, its links lead to the notes, and no second template can fall behind the first.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from pathlib import Path
from typing import Any

from firsthand.errors import MissingExtra
from firsthand.report.svg import PALETTE

# Families that cover what the system's own face lacks; the first that is installed and has the letter is taken.
FACES = '"Noto Serif", "Noto Naskh Arabic", "Noto Sans", "Noto Sans Arabic", "DejaVu Serif", "DejaVu Sans", serif'
SANS = '"Noto Sans", "Noto Sans Arabic", "DejaVu Sans", "Liberation Sans", sans-serif'


def printed(html: str) -> str:
    """The page for a reader that knows no custom properties inside pictures: colours written out, faces named that have the letters.

    Example:
        >>> printed('<svg class="fh"><rect fill="var(--own)"/></svg>')
        '<svg class="fh"><rect fill="#2d6a8e"/></svg>'
    """
    colours = dict(re.findall(r"--(\w+):\s*(#\w+)", PALETTE.split("@media")[0]))

    def coloured(match: re.Match[str]) -> str:
        drawn = re.sub(r"var\(--(\w+)\)", lambda m: colours.get(m.group(1), m.group()), match.group())
        return re.sub(r'<text [^>]*class="([^"]*)"', _anchored, drawn)

    drawn = re.sub(r"<svg.*?</svg>", coloured, html, flags=re.DOTALL)
    style = f":root {{ --serif: {FACES}; --sans: {SANS}; }} svg.fh, svg.fh text {{ font-family: {SANS}; }}"
    kinds = "svg.fh text { fill: %s; } svg.fh .soft { fill: %s; } svg.fh .bad { fill: %s; }"
    style += kinds % (colours["ink"], colours["soft"], colours["bad"])
    return drawn.replace("</style>\n</head>", f"{style}\n</style>\n</head>")


def _anchored(match: re.Match[str]) -> str:
    """A text of a picture with its anchor and weight as attributes: as style they are not heeded."""
    kinds = set(match.group(1).split())
    anchor = "end" if "end" in kinds else "middle" if "mid" in kinds else "start"
    weight = ' font-weight="600"' if "bold" in kinds else ""
    return f'{match.group()} text-anchor="{anchor}"{weight}'


def lacking(html: str) -> tuple[str, ...]:
    """Scripts of the page for which no installed font has letters (they are drawn as empty boxes); empty where fontconfig cannot be asked.

    Example:
        >>> lacking("<p>plain</p>")
        ()
    """
    first: dict[str, str] = {}
    for char in sorted(set(html)):
        if char > "\u024f" and char.isalpha():
            first.setdefault(unicodedata.name(char, "UNKNOWN").split()[0].split("-")[0].capitalize(), char)
    asked = shutil.which("fc-list")
    if asked is None:
        return ()
    found = []
    for script, char in first.items():
        told = subprocess.run([asked, f":charset={ord(char):x}", "family"], capture_output=True, text=True, check=False)
        if told.returncode == 0 and not told.stdout.strip():
            found.append(script)
    return tuple(found)


def write_pdf(page: Path, out: Path) -> Path:
    """Writes a dossier's page as PDF. Nothing is fetched from anywhere.

    Raises:
        MissingExtra: WeasyPrint, or the Pango library that it needs, is not installed.
    """
    try:
        import weasyprint
    except (ModuleNotFoundError, OSError) as error:
        raise MissingExtra(
            "a PDF needs WeasyPrint and the Pango library",
            next_step="pip install 'firsthand[pdf]'; on Debian: apt install libpango-1.0-0 libpangoft2-1.0-0",
        ) from error
    made: Any = weasyprint.HTML(string=printed(page.read_text(encoding="utf-8")), base_url=None, url_fetcher=_refused)
    made.write_pdf(out, pdf_identifier=b"firsthand")
    return out


def _refused(url: str, *_: object, **__: object) -> Any:
    raise ValueError(f"a dossier fetches nothing, and asked for {url[:40]}")
