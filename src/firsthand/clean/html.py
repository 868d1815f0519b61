"""Web pages: the article's paragraphs by trafilatura with a second opinion, readers' comments from the markup, what the markup declares."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

from firsthand.clean import markup, textpage, words
from firsthand.clean.page import Page
from firsthand.errors import RejectedInput
from firsthand.model import Comment

_COMMENT = re.compile(
    r"(?:^|\s)(?:comment|comment-item|comment_item|commentlist-item|c-comment|comments__item|comment-entry)(?:\s|$)"
)
_COMMENT_ID = re.compile(r"^(?:li-)?comment[-_]\d+$")
_AUTHOR = re.compile(r"author|user|\bfn\b|nick|name", re.I)
_NO_TEXT = re.compile(r"author|user|meta|date|time|reply|avatar|vote|share|\bfn\b|nick", re.I)
_SAYS = re.compile(r"\s*(?:says|said|sagt|schreibt|dit|dice)\s*:?\s*$", re.I)
# The strict reading is given up where it holds less than this share of the words of the lenient one: then it took a part of the
# article for menus. On two labelled sets of pages 0.2 gains a quarter of a point of f1 on mixed pages and costs nothing on news pages;
# 0.4 and more costs half a point on news pages. Re-measure on both sets (`firsthand eval boilerplate_aeb`, `boilerplate_traf`).
LOST = 0.2
# Share of a page's words that are links, from which a page without one sentence is a menu. On 91 news pages the median is 0.34 and nine
# in ten stay below 0.65; those above hold sentences, so that they are not touched.
LINKED = 0.6
_BLOCKS = frozenset({"p", "head", "item", "quote", "row", "ab", "code", "lb"})


def read(text: str, *, url: str | None = None) -> Page:
    """The parts of a web page.

    Raises:
        RejectedInput: reason "damaged", where the markup cannot be read at all.
    """
    from lxml import etree, html

    try:
        tree = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except (etree.ParserError, ValueError) as error:
        raise RejectedInput(
            "damaged", f"the markup cannot be read: {error}", next_step="save the page again"
        ) from error
    declared = markup.declared(tree, url)
    remarks = tuple(_comments(tree))
    body = article(text, tree)
    page = textpage.split_credits(without_headline(Page(body=tuple(body)), declared.headline))
    rest = () if body else tuple(_lines(tree))
    return page._replace(declared=declared, comments=remarks, tail=(*page.tail, *rest))


def fragment(text: str) -> Page:
    """A piece of HTML that is all article (a column of a table, a feed entry, a mail): its blocks as paragraphs.

    Example:
        >>> fragment("<p>Rain fell.</p><p>It <b>stopped</b>.</p>").body
        ('Rain fell.', 'It stopped.')
    """
    from lxml import etree, html

    try:
        tree = html.document_fromstring(text)
    except (etree.ParserError, ValueError) as error:
        raise RejectedInput(
            "damaged", f"the markup cannot be read: {error}", next_step="give it as plain text"
        ) from error
    return textpage.split_credits(Page(body=tuple(_lines(tree))))


def article(text: str, tree: Any) -> list[str]:
    """The article's paragraphs: the strict reading, unless it leaves out most of what the lenient one finds."""
    strict = _extracted(text, strict=True)
    found = sum(words.count(line) for line in strict)
    if found >= LOST * sum(words.count(line) for line in _lines(tree)):
        return strict
    lenient = _extracted(text, strict=False)
    chosen = lenient if found < LOST * sum(words.count(line) for line in lenient) else strict
    return [] if _all_links(chosen, tree) else chosen


def _all_links(lines: list[str], tree: Any) -> bool:
    """Whether nothing found is a sentence and most words of the page are links: a front page, a list of sections."""
    if any(words.ends_sentence(line) for line in lines):
        return False
    linked = sum(words.count(" ".join(a.itertext())) for a in tree.iter("a"))
    return linked > LINKED * sum(words.count(line) for line in _lines(tree))


def _extracted(text: str, *, strict: bool) -> list[str]:
    import trafilatura
    from trafilatura.settings import Document

    # What it cannot read is told by what this room returns; its own warnings would only disturb the progress line.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = trafilatura.bare_extraction(
        text, favor_precision=strict, include_comments=False, include_tables=True, with_metadata=False
    )
    return list(_paragraphs(found.body)) if isinstance(found, Document) else []


def without_headline(page: Page, headline: str | None) -> Page:
    """The page without its headline told again at the start of the article."""
    if (
        page.body
        and headline
        and words.content(page.body[0]) == words.content(headline)
        and not words.ends_sentence(page.body[0])
    ):
        return page._replace(head=(*page.head, page.body[0]), body=page.body[1:])
    return page


def _paragraphs(body: Any) -> Iterator[str]:
    """The blocks of an extracted tree as lines."""
    for block in _blocks(body):
        line = " ".join(block.split())
        if line:
            yield line


def _blocks(element: Any) -> Iterator[str]:
    """The runs of text between block borders, in document order."""
    run: list[str] = []

    def walk(node: Any) -> Iterator[str]:
        block = node.tag in _BLOCKS
        if block and run:
            yield "".join(run)
            run.clear()
        if node.tag == "lb":
            run.append("")
        run.append(node.text or "")
        for child in node:
            yield from walk(child)
            run.append(child.tail or "")
        if node.tag == "cell":
            run.append(" ")
        if block and run:
            yield "".join(run)
            run.clear()

    yield from walk(element)
    if run:
        yield "".join(run)


_LEAVES = ("script", "style", "noscript", "template", "svg", "select", "textarea", "iframe")
_INLINE = frozenset(
    {
        "a",
        "b",
        "i",
        "em",
        "strong",
        "span",
        "u",
        "s",
        "small",
        "sub",
        "sup",
        "mark",
        "abbr",
        "q",
        "cite",
        "code",
        "time",
        "font",
        "ins",
        "del",
        "bdi",
        "bdo",
        "label",
    }
)


def _lines(tree: Any) -> Iterator[str]:
    """All visible lines of a tree, in order."""
    run: list[str] = []

    def walk(node: Any) -> Iterator[str]:
        if not isinstance(node.tag, str) or node.tag in _LEAVES or node.tag == "head":
            return
        border = node.tag not in _INLINE
        if border and run:
            yield "".join(run)
            run.clear()
        run.append(node.text or "")
        for child in node:
            yield from walk(child)
            run.append(child.tail or "")
        if border and run:
            yield "".join(run)
            run.clear()

    for line in [*walk(tree), "".join(run)]:
        flat = " ".join(line.split())
        if flat:
            yield flat


def _comments(tree: Any) -> Iterator[Comment]:
    """Readers' comments that the markup marks as such."""
    marked = [
        e
        for e in tree.iter("li", "div", "article", "section", "p")
        if _COMMENT.search(e.get("class") or "")
        or _COMMENT_ID.match(e.get("id") or "")
        or (e.get("itemtype") or "").endswith("schema.org/Comment")
    ]
    within = set(marked)
    for element in marked:
        # The inner of two marked elements that hold the same comment is skipped: its parent tells it.
        parent = element.getparent()
        if parent in within and sum(1 for child in parent if isinstance(child.tag, str)) == 1:
            continue
        author, text = _remark(element, within)
        if text:
            yield Comment(author=author, text=text)


def _remark(element: Any, within: set[Any]) -> tuple[str | None, str]:
    author: str | None = None
    lines: list[str] = []

    def walk(node: Any) -> None:
        nonlocal author
        if (
            not isinstance(node.tag, str)
            or node.tag in (*_LEAVES, "form", "button")
            or (node is not element and node in within)
        ):
            return
        marks = (
            f"{node.get('class') or ''} {node.get('id') or ''} {node.get('itemprop') or ''}"
            if node is not element
            else ""
        )
        flat = " ".join(" ".join(node.itertext()).split())
        if marks.strip() and _AUTHOR.search(marks) and 0 < len(flat) <= 80:
            author = author or _SAYS.sub("", flat) or None
            return
        if marks.strip() and _NO_TEXT.search(marks) and len(flat) <= 80:
            return
        lines.append(node.text or "")
        for child in node:
            walk(child)
            lines.append(("\n" if child.tag not in _INLINE else "") + (child.tail or ""))

    walk(element)
    text = "\n".join(line for line in (" ".join(x.split()) for x in "".join(lines).split("\n")) if line)
    return author, text
