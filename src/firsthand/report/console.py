"""Where the terminal output goes: results to standard output, progress and notes to standard error."""

from __future__ import annotations

import functools
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

# Widest table we draw: beyond this a line is hard to follow with the eye; narrower terminals fold the text columns.
WIDEST = 140
# Width where the output is no terminal (a pipe, a file, a test): fixed, so that the same ledger prints the same bytes.
PIPED = 120


@functools.cache
def console() -> Console:
    """The console for progress and notes (standard error)."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def out() -> Console:
    """The console for results (standard output)."""
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=False)
    width = min(console.width, WIDEST) if sys.stdout.isatty() else PIPED
    return Console(highlight=False, width=width)
