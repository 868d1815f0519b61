"""Drawing by hand: a few SVG primitives with one palette for light and dark, so that pictures need no library and no script.

All numbers are user units (CSS pixels). Texts are escaped here and nowhere else. A picture carries its own style, so it reads the
same alone as inside the dossier; printing always takes the light palette.
"""

from __future__ import annotations

import unicodedata
from html import escape

# Mean width of a letter as a share of the font size, for the system sans-serif faces; measured over English headlines at 13 px
# (0.52 to 0.55). A little too wide is right: text cut early is legible, text running out of its box is not.
LETTER = 0.55
# The same for Cyrillic and Greek letters (the widest line measured, bold, over invented outlets' names), and for those that fill a square.
WIDER, SQUARE = 0.66, 1.0

PALETTE = """
svg.fh { --ink:#1f2328; --soft:#5c6570; --line:#c9ced6; --paper:#ffffff; --panel:#f6f7f9; --own:#2d6a8e; --derived:#b98a2f;
  --bad:#b3261e; --sea:#eef2f6; --land:#e3e2dc; background: var(--paper);
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
@media screen and (prefers-color-scheme: dark) { svg.fh { --ink:#e6e8eb; --soft:#a3abb5; --line:#454c55; --paper:#15181c; --panel:#1f2429;
  --own:#7db7d8; --derived:#d9b25f; --bad:#ff8a80; --sea:#1a2027; --land:#2f343a; } }
svg.fh text { fill: var(--ink); } svg.fh .soft { fill: var(--soft); } svg.fh .bad { fill: var(--bad); }
svg.fh .bold { font-weight: 600; } svg.fh .end { text-anchor: end; } svg.fh .mid { text-anchor: middle; }
""".strip()


def number(value: float) -> str:
    """A coordinate with at most one decimal, no trailing zero.

    Example:
        >>> number(12.04), number(3.26)
        ('12', '3.3')
    """
    return f"{value:.1f}".removesuffix(".0")


def text(x: float, y: float, words: str, *, size: float = 13, kind: str = "") -> str:
    """A line of text at its baseline. `kind` is a list of classes: soft, bad, bold, end, mid.

    Example:
        >>> text(1, 2, "a < b")
        '<text x="1" y="2" font-size="13">a &lt; b</text>'
    """
    named = f' class="{kind}"' if kind else ""
    return f'<text x="{number(x)}" y="{number(y)}" font-size="{number(size)}"{named}>{escape(isolated(words))}</text>'


def fit(words: str, width: float, *, size: float = 13) -> str:
    """The words, cut with an ellipsis to what is likely to fit into `width`.

    Example:
        >>> fit("Fourteen dead in blast", 80)
        'Fourteen d…'
    """
    room, used = max(1, int(width / (size * LETTER))) * LETTER, 0.0
    for place, letter in enumerate(words):
        used += _width(letter)
        if used > room + 1e-9:
            kept = words[:place]
            while kept and sum(map(_width, kept)) + LETTER > room + 1e-9:
                kept = kept[:-1]
            return kept.rstrip() + "…"
    return words


def _width(letter: str) -> float:
    if "\u0370" <= letter <= "\u052f":
        return WIDER
    return SQUARE if unicodedata.east_asian_width(letter) in "WF" else LETTER


def isolated(words: str) -> str:
    """Words that begin from the right, set apart by the marks for it (RLI, PDI), so that their end, an ellipsis too, stands at the left.

    Example:
        >>> isolated("Harbour Post"), isolated("وكالة…") == "\u2067وكالة…\u2069"
        ('Harbour Post', True)
    """
    first = next((b for b in map(unicodedata.bidirectional, words) if b in ("L", "R", "AL")), "L")
    return words if first == "L" else f"\u2067{words}\u2069"


def picture(width: float, height: float, body: list[str], *, label: str) -> str:
    """A whole SVG document of the given size. `label` says in one sentence what it shows, for those who cannot see it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="fh" role="img" aria-label="{escape(label)}" '
        f'viewBox="0 0 {number(width)} {number(height)}" width="{number(width)}" height="{number(height)}">'
        f"<style>{PALETTE}</style>" + "".join(body) + "</svg>"
    )
