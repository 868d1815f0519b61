"""PDF and Word files -> pages: lines joined to paragraphs, running headers and page numbers dropped."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter

from firsthand.clean import textpage, words
from firsthand.clean.page import Page
from firsthand.errors import RejectedInput
from firsthand.model import RawItem

_PAGE_NUMBER = re.compile(
    r"^\W*(?:page|seite|página|стр\.?|p\.)?\s*\d{1,4}(?:\s*(?:/|of|von|de|sur)\s*\d{1,4})?\W*$", re.I
)
# What the PDF library puts for a hyphen at the end of a line.
_SOFT_END = re.compile("[\x02\ufffe](?:\r?\n)?")
_DIGITS = re.compile(r"\d+")
# Lines at the top and foot of a page that may be running headers, and the share of pages on which one must stand to be one.
# Three lines cover a two-line header and a page number; half of the pages allows for left and right headers.
EDGE_LINES, EDGE_SHARE = 3, 0.5
# A line shorter than this share of the page's usual width ends its paragraph.
SHORT_LINE = 0.75


def read_pdf(raw: RawItem) -> Page:
    """The parts of a PDF's text.

    Raises:
        RejectedInput: reason "damaged" where it cannot be opened, "unreadable" where it is locked, "image" where its pages hold no letters.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(raw.data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        what = "the PDF is locked with a password" if locked else f"the PDF cannot be opened: {error}"
        raise RejectedInput(
            "unreadable" if locked else "damaged",
            what,
            next_step="save it again without a password" if locked else "fetch it again",
        ) from error
    try:
        pages = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise RejectedInput(
            "damaged", f"a page of the PDF cannot be read: {error}", next_step="fetch it again"
        ) from error
    finally:
        document.close()
    if not any(words.count(page) for page in pages):
        raise RejectedInput(
            "image", "the PDF holds pictures of pages, not letters", next_step="run text recognition (OCR) on it first"
        )
    return textpage.read("\n\n".join(paragraphs(without_edges(pages))))


def without_edges(pages: list[str]) -> list[list[str]]:
    """The lines of each page without running headers, footers and page numbers.

    Example:
        >>> without_edges(["Rain Report\\nIt rained.\\n1", "Rain Report\\nIt stopped.\\n2", "Rain Report\\nIt snowed.\\n3"])
        [['It rained.'], ['It stopped.'], ['It snowed.']]
    """
    pages = [_SOFT_END.sub("", page) for page in pages]
    lines = [[line.rstrip() for line in page.replace("\r\n", "\n").replace("\r", "\n").split("\n")] for page in pages]
    lines = [[line for line in page if line.strip()] for page in lines]
    met: Counter[str] = Counter()
    for page in lines:
        met.update({_DIGITS.sub("#", line.strip()) for line in (*page[:EDGE_LINES], *page[-EDGE_LINES:])})
    running = {line for line, n in met.items() if n >= max(2, EDGE_SHARE * len(pages))}
    kept = []
    for page in lines:
        last = len(page) - EDGE_LINES
        kept.append(
            [
                line
                for n, line in enumerate(page)
                if not (
                    (n < EDGE_LINES or n >= last)
                    and (_DIGITS.sub("#", line.strip()) in running or _PAGE_NUMBER.match(line))
                )
            ]
        )
    return kept


def paragraphs(pages: list[list[str]]) -> list[str]:
    """Paragraphs out of the lines of pages: hyphens at line ends undone, a short line ends a paragraph, a page break does not.

    Example:
        >>> paragraphs([["The river rose and the low-", "er town was under water by"], ["noon.", "A second paragraph begins here and goes"]])
        ['The river rose and the lower town was under water by noon.', 'A second paragraph begins here and goes']
    """
    widths = sorted(len(line) for page in pages for line in page if len(line) > 20)
    usual = widths[int(0.8 * (len(widths) - 1))] if widths else 0
    found: list[str] = []
    flows = False
    for line in (line for page in pages for line in page):
        text = line.strip()
        starts_low = text[:1].islower()
        if found and (flows or starts_low):
            hyphen = found[-1].endswith(("-", "\u00ad")) and starts_low and not found[-1].endswith(" -")
            found[-1] = found[-1][:-1] + text if hyphen else f"{found[-1]} {text}"
        else:
            found.append(text)
        ended = words.ends_sentence(text)
        short = len(line) < SHORT_LINE * usual
        flows = not short if ended else not (short and not starts_low and words.count(found[-1]) < 12)
    return found


def read_docx(raw: RawItem) -> Page:
    """The parts of a Word file's text: its paragraphs and the cells of its tables, in their order.

    Raises:
        RejectedInput: reason "damaged".
    """
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from docx.table import Table

    try:
        document = docx.Document(io.BytesIO(raw.data))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise RejectedInput("damaged", f"the Word file cannot be opened: {error}", next_step="save it again") from error
    lines: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            lines += [" ".join(dict.fromkeys(cell.text.strip() for cell in row.cells)) for row in block.rows]
        else:
            lines += block.text.split("\n")
    return textpage.read("\n\n".join(line for line in lines if line.strip()))
