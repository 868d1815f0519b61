"""TLP 2.0 labels: their order, and the strictest of what an output rests on (FIRST, Traffic Light Protocol 2.0, August 2022)."""

from __future__ import annotations

from firsthand.errors import UsageError
from firsthand.model import Judgement, in_force

# From the widest sharing to the narrowest; AMBER+STRICT restricts AMBER further.
LABELS: tuple[str, ...] = ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")
_OLD = {"TLP:WHITE": "TLP:CLEAR"}


def label(words: str) -> str:
    """A label as TLP writes it: capitals, no spaces, the legacy WHITE read as CLEAR.

    Raises:
        UsageError: not a TLP 2.0 label.

    Example:
        >>> label("tlp:white"), label("amber+strict")
        ('TLP:CLEAR', 'TLP:AMBER+STRICT')
    """
    bare = words.upper().replace(" ", "")
    full = bare if bare.startswith("TLP:") else f"TLP:{bare}"
    full = _OLD.get(full, full)
    if full not in LABELS:
        raise UsageError(f"'{words}' is no TLP label", next_step=f"choose one of {', '.join(LABELS)}")
    return full


def strictest(*labels: str) -> str:
    """The narrowest of some labels.

    Raises:
        UsageError: one of them is no TLP 2.0 label.

    Example:
        >>> strictest("TLP:GREEN", "TLP:AMBER+STRICT", "TLP:AMBER")
        'TLP:AMBER+STRICT'
    """
    return max((label(one) for one in labels), key=LABELS.index)


def given(judgements: tuple[Judgement, ...]) -> dict[str, str]:
    """The label given to each document, source or incident by a person; the last one given counts.

    Raises:
        UsageError: a marking is no TLP 2.0 label.
    """
    return {j.left: label(j.verdict) for j in in_force(judgements) if j.kind == "marking"}
