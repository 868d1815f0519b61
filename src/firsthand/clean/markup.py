"""What the markup of a page declares: JSON-LD (schema.org), Open Graph and other meta elements, `time` elements."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from firsthand.clean import dates, publishers
from firsthand.clean.page import Declared
from firsthand.model import UNDATED, When

# Meta elements by what they give, the most telling first. Names as in the Open Graph, Dublin Core, Parsely, Sailthru and Highwire vocabularies.
META: dict[str, tuple[str, ...]] = {
    "headline": (
        "og:title",
        "twitter:title",
        "dc.title",
        "dcterms.title",
        "parsely-title",
        "sailthru.title",
        "headline",
        "title",
    ),
    "publisher": (
        "og:site_name",
        "dc.publisher",
        "dcterms.publisher",
        "citation_journal_title",
        "publisher",
        "application-name",
        "twitter:site_name",
        "copyright",
    ),
    "author": (
        "author",
        "article:author",
        "dc.creator",
        "dcterms.creator",
        "parsely-author",
        "sailthru.author",
        "byl",
        "citation_author",
    ),
    "published": (
        "article:published_time",
        "og:article:published_time",
        "article:published",
        "datepublished",
        "date_published",
        "pubdate",
        "publishdate",
        "publish_date",
        "publish-date",
        "dc.date.issued",
        "dcterms.issued",
        "dc.date",
        "dcterms.date",
        "dcterms.created",
        "dc.date.created",
        "parsely-pub-date",
        "sailthru.date",
        "citation_publication_date",
        "citation_date",
        "cxenseparse:recs:publishtime",
        "date",
        "og:pubdate",
        "article:modified_time",
        "og:updated_time",
        "last-modified",
    ),
    "language": ("og:locale", "content-language", "language", "dc.language"),
    "url": ("og:url",),
    "standfirst": (),
}
# Publishing systems that put their own name where the publisher's belongs.
_SYSTEMS = frozenset({"blogger", "wordpress", "wordpress.com", "medium", "substack", "drupal", "joomla"})
_DATED = (
    "//*[contains(@class,'date') or contains(@class,'time') or contains(@class,'publish') or contains(@id,'date')"
    " or @itemprop='datePublished']"
)
_LATEST = "2099-12-31"
_ARTICLES = re.compile(
    r"Article$|^(?:Report|BlogPosting|LiveBlogPosting|NewsArticle|SocialMediaPosting|WebPage|Review)$"
)
_BAR = re.compile(r"\s*(?:\||::)\s*|\s+[•·]\s+")
_DASH = re.compile(r"\s+[–—»-]\s+")
_ENDS = re.compile(r"^[\s|•·:–—»-]+|[\s|•·:–—»-]+$")
# Share of a barred title that its longest part must have to be taken for the headline where the site's name is not known.
LONGER = 0.6


def declared(tree: Any, url: str | None = None) -> Declared:
    """What a page's markup declares, JSON-LD first, then meta elements, then `time` and title.

    Args:
        tree: an lxml HTML tree.

    Example:
        >>> from lxml import html
        >>> page = html.fromstring('<html><head><meta property="og:site_name" content="Hill Post"><title>Rain | Hill Post</title></head></html>')
        >>> declared(page).publisher, declared(page).headline
        ('Hill Post', 'Rain')
    """
    linked, meta = _linked(tree), _meta(tree)
    publisher = _name(linked.get("publisher")) or _name(linked.get("sourceOrganization")) or meta.get("publisher")
    author = _people(linked.get("author") or linked.get("creator")) or meta.get("author")
    site = publisher or ""
    named = _without_site(meta.get("headline") or _one(linked.get("headline")), site)
    headline = _headline(_heading(tree, site), named) or _title(tree, site)
    published = _published(tree, linked, meta)
    if author and re.match(r"https?://", author):
        author = None
    found = {"publisher": publisher, "author": author}
    reasons = tuple(f"{what}: declared by the page's markup" for what, value in found.items() if value)
    return Declared(
        publisher=_handle(publisher),
        author=author,
        agency=_name(linked.get("provider")) or None,
        headline=headline,
        dateline=_one(linked.get("dateline")),
        language=_one(linked.get("inLanguage")) or tree.get("lang") or meta.get("language"),
        url=url or _canonical(tree) or meta.get("url"),
        published=published,
        reasons=reasons,
    )


def _handle(name: str | None) -> str | None:
    bare = " ".join((name or "").split()).lstrip("@")
    return None if bare.casefold() in _SYSTEMS else bare or None


def _linked(tree: Any) -> dict[str, Any]:
    """The article's JSON-LD object; an empty mapping where there is none or it cannot be read."""
    best: dict[str, Any] = {}
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        text = re.sub(r"^\s*(?:<!--|//<!\[CDATA\[|/\*.*?\*/)|(?:-->|//\]\]>)\s*$", "", script.text or "")
        try:
            value = json.loads(text, strict=False)
        except (json.JSONDecodeError, RecursionError):
            value = None
        for thing in _things(value, 0):
            kinds = thing.get("@type")
            names = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(n, str) and _ARTICLES.search(n) for n in names):
                better = "WebPage" not in names and ("datePublished" in thing or "headline" in thing)
                if not best or (better and "headline" not in best):
                    best = thing
    return best


def _things(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement"):
            yield from _things(value.get(key), depth + 1)
    elif isinstance(value, list):
        for entry in value:
            yield from _things(entry, depth + 1)


def _one(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return _one(value)


def _people(value: Any) -> str | None:
    values = value if isinstance(value, list) else [value]
    names = [n for n in (_name(v) for v in values) if n]
    return ", ".join(dict.fromkeys(names)) or None


def _meta(tree: Any) -> dict[str, str]:
    met: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (
            (
                element.get("property")
                or element.get("name")
                or element.get("itemprop")
                or element.get("http-equiv")
                or ""
            )
            .strip()
            .casefold()
        )
        content = " ".join((element.get("content") or "").split())
        if name and content:
            met.setdefault(name, content)
    found = {}
    for what, names in META.items():
        hit = next((met[n] for n in names if n in met), None)
        if hit:
            found[what] = hit
    return found


def _published(tree: Any, linked: dict[str, Any], meta: dict[str, str]) -> When:
    """The stated time of publication: JSON-LD, meta elements, then the first `time` element or date-like class of the article."""
    for value in (linked.get("datePublished"), linked.get("dateCreated"), meta.get("published")):
        text = _one(value)
        if text and (when := dates.declared(text, "date: declared by the page's markup")).earliest:
            return when
    for element in tree.iter("time"):
        stamp = element.get("datetime")
        found = dates.find(
            stamp or " ".join(element.itertext()),
            basis="stated" if stamp else "page",
            reason="date: time element of the page",
        )
        if found:
            return found.when
    for element in tree.xpath(_DATED)[:20]:
        text = " ".join(" ".join(element.itertext()).split())
        found = dates.is_date_line(text[:120]) or dates.is_date_line(element.get("content") or "")
        if found:
            return msgspec.structs.replace(found.when, reasons=("date: line marked as a date on the page",))
    return _by_pattern(tree)


def _by_pattern(tree: Any) -> When:
    """The last resort, htmldate's quick search (marked elements and dated lines, no guess from the running text).

    It gets no day of today: a date is believed up to the end of the century, so that the same page reads the same in any year.
    """
    from htmldate import find_date

    day = find_date(copy.deepcopy(tree), extensive_search=False, original_date=True, max_date=_LATEST)
    if not day:
        return UNDATED
    return When(
        earliest=day,
        latest=day,
        precision="day",
        basis="page",
        words=day,
        reasons=("date: date pattern in the page's markup",),
    )


def _heading(tree: Any, site: str) -> str | None:
    """The page's one main heading; ``None`` where it has none, several, or only the site's name."""
    texts = (" ".join(" ".join(h.itertext()).split()) for h in tree.iter("h1"))
    found = [t for t in dict.fromkeys(texts) if t and t.casefold() != site.casefold()]
    return found[0] if len(found) == 1 else None


def _headline(heading: str | None, named: str | None) -> str | None:
    """Heading and declared title together: of two that hold one another the shorter (the longer bears a label or the site's name)."""
    if heading and named:
        left, right = heading.casefold(), named.casefold()
        if left in right or right in left:
            return min(heading, named, key=len) if min(len(left), len(right)) >= 12 else max(heading, named, key=len)
    return heading or named


def _title(tree: Any, site: str) -> str | None:
    title = tree.find(".//title")
    text = " ".join((title.text or "").split()) if title is not None else ""
    return _without_site(text, site) or None


def _without_site(title: str | None, site: str) -> str | None:
    """A title without the site's name before or after it.

    A bar parts title and site; a dash may belong to the title, so what it parts off must be the site's or a known outlet's name.
    """
    text = title or ""
    for separator in (_BAR, _DASH):
        parts = separator.split(text)
        if len(parts) < 2:
            continue
        for index in (-1, 0):
            part = parts[index]
            if part.casefold() == site.casefold() or publishers.find(part):
                rest = text[: text.rindex(part)] if index else text[text.index(part) + len(part) :]
                return _without_site(_ENDS.sub("", rest), site) or None
        if separator is _BAR and len(longest := max(parts, key=len)) > LONGER * len(text):
            return longest
    return text or None


def _canonical(tree: Any) -> str | None:
    for link in tree.iter("link"):
        href = link.get("href") or ""
        if (link.get("rel") or "").lower() == "canonical" and href.startswith("http"):
            return str(href)
    return None
