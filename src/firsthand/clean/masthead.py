"""Who printed it, who wrote it, whose words it carries, when: read off the parts of a page, each finding with its reason in words."""

from __future__ import annotations

import re
from typing import NamedTuple

from firsthand.clean import bylines, captions, credits, dates, furniture, publishers, words
from firsthand.clean.page import Page
from firsthand.model import UNDATED, When

_SEPARATOR = re.compile(r"\s+[|•·–—-]\s+|\s*[|•·]\s*")
_PLATFORM = re.compile(
    r"^\W*(?:on )?(?:telegram|twitter|facebook|youtube|instagram|whatsapp|x|tv|online|english|arabic|news|newspaper|website|app"
    r"|channel|home|logo)\b.{0,30}$",
    re.I,
)
_PUBLICATION = re.compile(
    r"\b(?:times|post|herald|news|review|journal|tribune|gazette|chronicle|observer|press|courier|diary|daily|weekly|monitor|standard|star|echo|mirror"
    r"|telegraph|examiner|inquirer|dispatch|bulletin|record|report|today|zeitung|nachrichten|tagblatt|blog|radio|tv)$",
    re.I,
)
_BY = re.compile(r"^\s*(?:(?:analysis|opinion|words|text|story|report) )?by\s+", re.I)
_TAG = re.compile(r"\((?P<name>[\w -]{2,30})(?:\s*[/,][^()]{2,40})?\)\s*\.?$")
_EXCLUSIVE = re.compile(r"\bexclusive\b", re.I)
_TALKED = re.compile(
    r"\b(?:interview (?:with|to|for)|told|tells|talks to|speaks to|spoke to|learns|has learned|seen by|obtained by)\s+"
    r"(?P<name>(?:[Tt]he )?[A-Z][\w'’.&-]*(?: (?:of |the |and )?[A-Z][\w'’.&-]*){0,4})"
)
# Weights by which a line above the article is chosen as its headline. Words shared with the opening count most, then being printed
# twice, then standing first; a line in capitalised words is a little likelier. Chosen so that a shared headline beats a printed-twice label.
_SHARED, _TWICE, _FIRST, _TITLED = 3.0, 1.5, 1.0, 0.5
# Words of a headline: shorter lines are labels, longer ones standfirsts.
_HEADLINE_WORDS = (3, 32)


class Masthead(NamedTuple):
    """The findings; `reasons` says in words how each was found."""

    publisher: str | None
    author: str | None
    agency: str | None
    headline: str | None
    standfirst: str | None
    byline: str | None
    dateline: str | None
    credit: str | None
    published: When
    captions: tuple[str, ...]
    reasons: tuple[str, ...]


def read(page: Page, url: str | None = None) -> Masthead:
    """The masthead of a page.

    1. dateline and credits; 2. headline and standfirst; 3. publisher; 4. author; 5. agency; 6. date.
    What the container declares outranks what the lines say, except that no agency or role is taken for an author.

    Example:
        >>> head = ("Hill Post • News from the hills", "Rain floods Pellan", "By Ana Orlu", "March 4, 2024")
        >>> page = Page(head=head, body=("Rain flooded Pellan.",))
        >>> found = read(page)
        >>> found.publisher, found.author, found.headline, found.published.earliest
        ('Hill Post', 'Ana Orlu', 'Rain floods Pellan', '2024-03-04')
    """
    declared = page.declared._replace(url=url or page.declared.url)
    page, reasons = page._replace(declared=declared), list(declared.reasons)
    # 1
    opening = bylines.dateline(page.body[0]) if page.body else None
    signs = [
        c
        for c in (*(credits.read(line) for line in page.head), *(credits.read(line, tail=True) for line in page.tail))
        if c
    ]
    place = _place(page.head)
    # 2
    headline, standfirst = _titles(page)
    # 3
    publisher, why = _publisher(page, url, headline, standfirst, signs)
    reasons += why
    # 4
    byline, author, why = _author(page, signs)
    reasons += why
    # 5
    agency, why = _agency(page, byline, opening, signs, publisher, author)
    reasons += why
    if publisher is None and _own(agency, opening, signs):
        publisher = agency
        reasons.append(f"publisher: {agency}, whose own dateline and sign-off the text bears; no other outlet is named")
    if author and agency and publishers.key(author) == publishers.key(agency):
        author = None
    # 6
    published, why = _published(page, opening)
    reasons += why
    kept = [c.line for c in signs if c.gives != "publisher"]
    unknown = {w for w, found in (("publisher", publisher), ("agency", agency)) if found is None}
    reasons = [r for r in reasons if r.split(":")[0] not in unknown]
    return Masthead(
        publisher,
        author,
        agency,
        headline,
        standfirst,
        byline,
        declared.dateline or (opening.place if opening else None) or place,
        " ".join(dict.fromkeys(kept)) or None,
        published,
        tuple(page.captions),
        tuple(reasons),
    )


def _own(agency: str | None, opening: bylines.Dateline | None, signs: list[credits.Credit]) -> bool:
    """Whether a text bears an agency's own dateline and its sign-off: then it is the agency's issue itself."""
    return bool(agency and opening and opening.agency == agency and any(c.gives == "signoff" for c in signs))


def _place(head: tuple[str, ...]) -> str | None:
    """A line above the article that is nothing but a place, beside a byline or a date."""
    for number, line in enumerate(head):
        around = [*head[max(0, number - 1) : number], *head[number + 1 : number + 2]]
        if bylines.place_line(line) and any(bylines.is_masthead_line(x) or bylines.bare_name(x) for x in around):
            return line
    return None


def _border(head: tuple[str, ...]) -> int:
    """How many lines stand above the first byline, date or age of the page: the headline is among them."""
    for number, line in enumerate(head):
        if number and (bylines.is_masthead_line(line) or furniture.why(line) in ("age of the page", "icon names")):
            return number
    return len(head)


def _titles(page: Page) -> tuple[str | None, str | None]:
    """Headline and standfirst."""
    declared = page.declared
    border = _border(page.head)
    lines = [
        x for x in page.head[:border] if furniture.why(x) is None and not captions.is_caption(x) and not credits.read(x)
    ]
    low, high = _HEADLINE_WORDS
    able = [
        x for x in lines if low <= words.count(x) <= high and not _site(x, strict=True) and not bylines.archive_of(x)
    ]
    if len(able) > 1 and _publication(able[0]):
        able = able[1:]
    opening = words.content(" ".join(page.body[:4]))

    def weight(line: str) -> float:
        own = words.content(line)
        shared = len(own & opening) / len(own) if own else 0.0
        first = _FIRST if line == able[0] else 0.0
        short = -1.0 if words.count(line) > 20 else 0.0
        return (
            _SHARED * shared
            + _TWICE * (page.head.count(line) > 1)
            + first
            + short
            + _TITLED * (words.title_share(line) > 0.6)
        )

    headline = declared.headline or (max(able, key=weight) if able else None) or (lines[0] if lines else None)
    standfirst = declared.standfirst
    if standfirst is None and headline in lines:
        after = [x for x in lines[lines.index(headline) + 1 :] if x != headline][:2]
        told = [
            x
            for x in after
            if words.count(x) >= 10 and words.title_share(x) < 0.6 and not furniture.speaks_of_the_page(x)
        ]
        standfirst = told[0] if told else None
    return headline, standfirst


def _site(line: str, *, strict: bool) -> str | None:
    """The outlet that a line at the top of a page names: alone, before a separator or platform, or (not strict) before a tagline."""
    match = publishers.leading().match(line)
    if match and not words.ends_sentence(line):
        rest = line[match.end() :]
        if not rest.strip() or _SEPARATOR.match(rest) or _PLATFORM.match(rest):
            return publishers.canonical(match["name"])
        if not strict and words.title_share(rest) > 0.5 and words.count(rest) >= 3:
            return publishers.canonical(match["name"])
    return None


def _publication(line: str) -> bool:
    """Whether a line reads as the name of a publication that the table does not know: short, capitalised, "... Post"."""
    return 0 < words.count(line) <= 5 and bool(_PUBLICATION.search(line)) and words.title_share(line) > 0.5


def _publisher(
    page: Page, url: str | None, headline: str | None, standfirst: str | None, signs: list[credits.Credit]
) -> tuple[str | None, list[str]]:
    declared = page.declared
    outlet = publishers.of_url(url or declared.url)
    named = publishers.find(declared.publisher or "")
    if declared.publisher and not (named and _supplier(page)):
        return publishers.canonical(declared.publisher), []
    if outlet:
        return outlet.name, [f"publisher: by the address ({url or declared.url})"]
    for strict in (True, False):
        for line in page.head:
            name = _site(line, strict=strict) if line != headline else None
            if name:
                return name, [f"publisher: site line '{line[:60]}'"]
    first = page.head[0] if page.head else ""
    parts = _SEPARATOR.split(first)
    if (
        len(parts) > 1
        and first != headline
        and 1 <= words.count(parts[0]) <= 6
        and furniture.why(first) is None
        and parts[0][:1].isupper()
    ):
        return publishers.canonical(parts[0]), [f"publisher: site line '{first[:60]}'"]
    if headline and len(pieces := _SEPARATOR.split(headline)) > 1 and (outlet := publishers.find(pieces[-1])):
        return outlet.name, ["publisher: named after the headline"]
    for sign in signs:
        if sign.gives == "publisher" and sign.name and (found := _printed_by(sign)):
            return found, [f"publisher: {sign.words} '{sign.line[:60]}'"]
    for line in filter(None, (headline, standfirst)):
        talked = _TALKED.search(line) if _EXCLUSIVE.search(line) else None
        if talked:
            return publishers.canonical(talked["name"]), [
                "publisher: the standfirst calls the interview its own exclusive"
            ]
    if first != headline and _publication(first):
        return publishers.canonical(first), [f"publisher: name at the top of the page '{first}'"]
    return None, []


def _supplier(page: Page) -> str | None:
    """The agency that a page's markup gives as its publisher though the page lies at another's address: it supplied the text."""
    address = page.declared.url
    named = publishers.find(page.declared.publisher or "")
    if named is None or named.kind != "wire" or not address or page.declared.by_hand:
        return None
    return named.name if publishers.of_url(address) != named else None


def _printed_by(sign: credits.Credit) -> str | None:
    """A copyright line names the publisher unless it names a picture agency's photographer."""
    if captions.is_caption(sign.line) or not sign.name or not sign.name[0].isupper():
        return None
    outlet = publishers.find(sign.name)
    if outlet is None and sign.words not in ("translated by its own editors", "copyright line", "licence to the site"):
        outlet_words = words.count(sign.name)
        return (
            publishers.canonical(sign.name) if outlet_words <= 4 and words.title_share("x " + sign.name) > 0.5 else None
        )
    return outlet.name if outlet else publishers.canonical(sign.name)


def _author(page: Page, signs: list[credits.Credit]) -> tuple[str | None, str | None, list[str]]:
    """Byline as printed, author, reasons."""
    declared = page.declared
    line, names = next(((x, b) for x in page.head if (b := bylines.byline(x))), (None, None))
    if declared.author:
        given = _BY.sub("", declared.author)
        own = publishers.key(declared.publisher or "")
        kept = [
            p
            for p in credits.people(given)
            if not bylines.is_role(p) and publishers.find(p) is None and publishers.key(p) != own
        ]
        one = given.strip() if not kept and not re.search(r"[A-Za-z]", given) else None
        return line or declared.author, ", ".join(kept) or one, []
    if line and names:
        kept = [p for p in credits.people(names) if not bylines.is_role(p) and publishers.find(p) is None]
        if kept:
            return line, ", ".join(kept), [f"author: byline '{line[:60]}'"]
        return line, None, [f"author: the byline '{line[:60]}' names no person"]
    border = _border(page.head)
    for number, text in enumerate(page.head):
        around = [*page.head[max(0, number - 1) : number], *page.head[number + 1 : number + 2]]
        beside = any(dates.is_date_line(x) or bylines.place_line(x) for x in around)
        if number and beside and number <= border + 1 and bylines.bare_name(text):
            return text, text, [f"author: name line beside the date or place '{text}'"]
    for text in page.head:
        name = bylines.archive_of(text)
        if name:
            return None, name, [f"author: the page stands in the archive of '{name}'"]
    for sign in signs:
        if (
            sign.gives == "signoff"
            and sign.name
            and (kept := [p for p in credits.people(sign.name) if publishers.find(p) is None])
        ):
            return None, ", ".join(kept), [f"author: {sign.words} '{sign.line[:60]}'"]
    return None, None, []


def _agency(
    page: Page,
    byline: str | None,
    opening: bylines.Dateline | None,
    signs: list[credits.Credit],
    publisher: str | None,
    author: str | None,
) -> tuple[str | None, list[str]]:
    """Whose text it is by dateline, credit, byline; by "told <agency>" only where no person signs it and it is not the outlet itself."""
    if page.declared.agency and (name := credits.agency(page.declared.agency)):
        return name, []
    if opening and opening.agency and opening.agency != publisher:
        return opening.agency, [f"agency: dateline names {opening.agency}"]
    for sign in signs:
        if sign.gives == "agency" and (name := credits.agency(sign.name)) and name != publisher:
            return name, [f"agency: {sign.words} '{sign.line[:60]}'"]
    if supplier := _supplier(page):
        return supplier, [f"agency: the page's markup names {supplier} as publisher, but the address is another's"]
    tag = _TAG.search(page.body[-1]) if page.body else None
    if tag and (outlet := publishers.find(tag["name"])) and outlet.kind == "wire" and outlet.name != publisher:
        return outlet.name, [f"agency: the text closes with the tag '({tag['name']})'"]
    declared_by = page.declared.author or ""
    for part in re.split(r"\s*(?:,|/|\||&|\band\b)\s*", f"{bylines.byline(byline or '') or ''},{declared_by}"):
        outlet = publishers.find(part) or (publishers.find(part.split()[0]) if part and bylines.is_role(part) else None)
        if outlet and outlet.kind == "wire" and outlet.name != publisher:
            return outlet.name, [f"agency: byline names {outlet.name}"]
    talked = {name: said for name, said in credits.spoken_to("\n".join(page.body)).items() if name != publisher}
    if author is None and len(talked) == 1:
        name, said = next(iter(talked.items()))
        return name, [f"agency: the text's own speakers talked to it ('{said}'), and no person signs the text"]
    return None, []


def _published(page: Page, opening: bylines.Dateline | None) -> tuple[When, list[str]]:
    if page.declared.published.earliest:
        return page.declared.published, []
    for line in page.head:
        found = dates.is_date_line(line) or (dates.find(line) if bylines.byline(line) else None)
        if found:
            return found.when, [f"date: line '{line[:60]}' above the text"]
    if opening and opening.when.earliest:
        return opening.when, [f"date: the dateline says '{opening.when.words}'"]
    for line in page.tail:
        found = dates.is_date_line(line)
        if found:
            return found.when, [f"date: line '{line[:60]}' below the text"]
    return UNDATED, []
