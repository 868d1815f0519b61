"""The dossier as PDF, laid out from the same page that a browser shows: one layout, one set of words.

WeasyPrint was taken over typst, which is faster (0.6 s against 7 s over 400 rows): its text is copied out in the order in which Arabic
is read, its links lead to the notes, and no second template can fall behind the first.
"""

from __future__ import annotations

import re
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
        return re.sub(r"var\(--(\w+)\)", lambda m: colours.get(m.group(1), m.group()), match.group())

    drawn = re.sub(r"<svg.*?</svg>", coloured, html, flags=re.DOTALL)
    style = f":root {{ --serif: {FACES}; --sans: {SANS}; }} svg.fh, svg.fh text {{ font-family: {SANS}; }}"
    kinds = "svg.fh text { fill: %s; } svg.fh .soft { fill: %s; } svg.fh .bad { fill: %s; }"
    style += kinds % (colours["ink"], colours["soft"], colours["bad"])
    return drawn.replace("</style>\n</head>", f"{style}\n</style>\n</head>")


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
