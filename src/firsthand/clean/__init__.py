"""RawItem -> Document | Rejected: the article's own text, readers' comments apart, and the masthead.

The second room. It reads bytes of any kind that carries a text, finds the article among the page's furniture, and says of everything
it states about the text (publisher, author, agency, date) in words how it was found. What is no report is named and set aside.
"""

from __future__ import annotations

from collections.abc import Callable

from firsthand.clean import html, mailtext, masthead, office, rows, textpage, words
from firsthand.clean.decode import decoded
from firsthand.clean.language import language_of
from firsthand.clean.page import Page
from firsthand.config import Config
from firsthand.errors import RejectedInput
from firsthand.model import Document, RawItem, Rejected, make_id

Reader = Callable[[RawItem], Page]

# Who reads which kind of bytes. A new kind of input is one row.
READERS: dict[str, Reader] = {
    "text/plain": lambda raw: textpage.read(decoded(raw)),
    "text/html": lambda raw: html.read(decoded(raw), url=raw.url),
    "application/pdf": office.read_pdf,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": office.read_docx,
    "message/rfc822": mailtext.read,
    "application/x-firsthand-row+json": rows.read,
}
# Kinds whose text was put in by a person, not by a page: they hold no menus, so a short one is short, not empty.
WRITTEN = ("message/rfc822", "application/x-firsthand-row+json")
_ARCHIVES = ("zip", "gzip", "x-tar", "x-bzip2", "x-xz", "x-7z-compressed", "vnd.rar", "zstd")


def clean(raw: RawItem, *, config: Config) -> Document | Rejected:
    """One report out of one item of bytes, or the named reason why there is none.

    1. weigh: empty and enormous inputs, images and archives are named and set aside;
    2. decode and read by kind: byte order mark, declared charset, UTF-8, then charset detection; the article apart from the page;
    3. furniture, comments and captions apart: a page that is all menu is named and set aside;
    4. masthead: publisher, author, agency, headline, dateline, date, each with its reason in words;
    5. language, by the text itself; 6. the document, its id made from its text and address.

    Args:
        raw: bytes with their media type, as `acquire` gives them.
        config: `max_bytes`, `min_words`.

    Returns:
        A `Document` whose `text` holds paragraphs separated by a blank line, or a `Rejected` with a reason of `model.REASONS`.

    Example:
        >>> data = b"Rain floods Pellan\\n\\n" + b"The river rose on Monday, and the lower town was under water by noon. " * 4
        >>> document = clean(RawItem(id="r-1", address="a.txt", media_type="text/plain", data=data, sha256=""), config=Config())
        >>> document.headline, document.language
        ('Rain floods Pellan', 'en')
    """
    try:
        # 1
        _weigh(raw, config)
        # 2, 3
        reader = READERS.get(raw.media_type)
        if reader is None:
            raise RejectedInput(
                "unknown format",
                f"'{raw.media_type}' is no kind of text that can be read",
                next_step="save it as text, HTML, PDF, Word, mail or a table",
            )
        page = reader(raw)
        text = "\n\n".join(page.body)
        _has_enough(raw, page, words.count(text), config)
    except RejectedInput as error:
        return Rejected(
            id=make_id("x", raw.address, error.reason, raw.sha256),
            address=raw.address,
            reason=error.reason,
            what=error.what,
            next_step=error.next_step,
        )
    # 4, 5, 6
    return _assembled(raw, page, text)


def _assembled(raw: RawItem, page: Page, text: str) -> Document:
    top = masthead.read(page, raw.url)
    language, why = language_of(text, page.declared.language)
    url = raw.url or page.declared.url
    return Document(
        id=make_id("d", text, url or raw.address),
        address=raw.address,
        sha256=raw.sha256,
        text=text,
        url=url,
        publisher=top.publisher,
        author=top.author,
        agency=top.agency,
        headline=top.headline,
        standfirst=top.standfirst,
        byline=top.byline,
        dateline=top.dateline,
        credit=top.credit,
        language=language,
        published=top.published,
        retrieved=raw.retrieved,
        media_type=raw.media_type,
        comments=page.comments,
        captions=top.captions,
        cuts=page.cuts,
        reasons=(*top.reasons, *why),
    )


def _weigh(raw: RawItem, config: Config) -> None:
    if not raw.data.strip():
        raise RejectedInput("empty", "the file has no content", next_step="fetch or save it again")
    if len(raw.data) > config.max_bytes:
        what = f"{len(raw.data):,} bytes are more than the {config.max_bytes:,} allowed"
        raise RejectedInput("too large", what, next_step="split it, or raise max_bytes in the settings")
    kind, _, sub = raw.media_type.partition("/")
    if kind in ("image", "video", "audio"):
        what = f"this is {'an' if kind[0] in 'ia' else 'a'} {kind} ({sub}), not a text"
        raise RejectedInput(
            "image" if kind == "image" else "unknown format",
            what,
            next_step="give its transcript or the text that stands beside it",
        )
    if sub in _ARCHIVES:
        raise RejectedInput(
            "archive", f"this is an archive ({sub}) of other files", next_step="unpack it and give the folder"
        )


def _has_enough(raw: RawItem, page: Page, length: int, config: Config) -> None:
    least = 1 if raw.media_type in WRITTEN else config.min_words
    if length >= least:
        return
    around = sum(words.count(line) for line in (*page.head, *page.tail))
    if around + length >= least and around > length:
        what = f"the page holds {around} words of menus, labels and lists, and {length} of running text"
        raise RejectedInput(
            "all menu", what, next_step="save the article's own page, or lower min_words in the settings"
        )
    what = f"{length} words of text are fewer than the {least} asked for" if length else "there is no text in it"
    raise RejectedInput(
        "empty", what, next_step="save the page again once it has loaded, or lower min_words in the settings"
    )
