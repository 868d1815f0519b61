"""What the readers of this room hand to one another: a page split into parts, and what its container declares of it."""

from __future__ import annotations

from typing import NamedTuple

from firsthand.model import UNDATED, Comment, When

Cut = tuple[str, str]


class Declared(NamedTuple):
    """What the container says of the text: page metadata, mail headers, columns of a row. `reasons` tell in words where from.

    `by_hand`: a person filled this in (a table), so that it is not second-guessed by the page's address.
    """

    publisher: str | None = None
    author: str | None = None
    agency: str | None = None
    headline: str | None = None
    standfirst: str | None = None
    dateline: str | None = None
    language: str | None = None
    url: str | None = None
    published: When = UNDATED
    by_hand: bool = False
    reasons: tuple[str, ...] = ()


class Page(NamedTuple):
    """A page in its parts, as lines: what stands above the article, the article, what stands below; comments apart."""

    head: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    tail: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()
    captions: tuple[str, ...] = ()
    cuts: tuple[Cut, ...] = ()
    declared: Declared = Declared()
