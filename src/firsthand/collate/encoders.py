"""A sentence encoder that the user installs: further evidence across languages, and nothing without it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from importlib.metadata import entry_points
from typing import Any

import numpy as np
from numpy.typing import NDArray

# The group of entry points in which a package offers its encoder: a callable that gives texts of any language vectors of one space.
ENTRY_POINTS = "firsthand.encoders"
# What the likeness of two vectors adds at most to that of the anchors, and the cosine from which it adds anything. Not tuned: no encoder ships
# with the program. Chosen so that the encoder alone never links two texts, and lifts a pair that lacks a third of the likeness it needs.
WEIGHT, FROM = 0.15, 0.5

Encoder = Callable[[list[str]], Any]


@functools.cache
def installed() -> Encoder | None:
    """The first installed encoder by name, or ``None``."""
    points = sorted(entry_points(group=ENTRY_POINTS), key=lambda p: p.name)
    return points[0].load() if points else None


def vectors(encode: Encoder, texts: Sequence[str]) -> NDArray[np.float64]:
    """The vectors of texts, each of length one (zero vectors stay zero).

    Raises:
        ValueError: the encoder gave another number of vectors than texts.
    """
    found = np.asarray(encode(list(texts)), dtype=np.float64)
    if found.ndim != 2 or len(found) != len(texts):
        raise ValueError(f"the encoder gave vectors of shape {found.shape} for {len(texts)} texts")
    length = np.linalg.norm(found, axis=1, keepdims=True)
    return found / np.where(length > 0, length, 1.0)


def added(cosine: float) -> float:
    """What a cosine adds to the likeness of two texts in two languages.

    Example:
        >>> added(1.0), added(0.75), added(0.3)
        (0.15, 0.075, 0.0)
    """
    return WEIGHT * max(0.0, cosine - FROM) / (1 - FROM)
