"""A saved page as plain text -> its parts: what stands above the article, the article, what stands below, the comments.

Every line gets a weight: words of prose count for it being the article, labels, dates and credits against; the article is the run of
lines with the greatest sum. (The idea is the maximum subsequence of text density; Pasternack & Roth 2009.)
"""

from __future__ import annotations

import re

from firsthand.clean import bylines, captions, comments, credits, furniture, words
from firsthand.clean.page import Cut, Page

# Weights of lines that are no prose, in words of prose that each outweighs. An article's run is cut where labels outweigh what
# follows. 15 lets a stray label or two pass inside an article (a news paragraph has about 30 words), and 40 makes a credit, byline or
# date a border unless more than a paragraph follows. Set by reasoning from these lengths; on 150 news texts without furniture 99.3 % of
# the words are kept. Re-measure that share when moved.
LABEL, BORDER, TITLE = -15.0, -40.0, -4.0
# A line of this many words is prose even without a full stop, at a third of its weight (lists, unpunctuated speech).
LONG_LINE, LONG_SHARE = 12, 0.3
# A line of more words than this is a paragraph (or a whole article on one line), whatever credit, caption or byline stands in it. Set by
# reasoning: about two news paragraphs. Of 1,000 articles saved as text, 21 were set aside without it and 3 with it.
PARAGRAPH = 60
# Above the first fifth of the prose a byline or date line is still the masthead; below it, it is part of the story.
MASTHEAD_SHARE = 0.2
# Where lines of this width (characters) are followed by others, the text was wrapped by a mail or text program.
WRAP_LOW, WRAP_HIGH = 50, 85
# A caption among the paragraphs stands alone: with more unpunctuated lines than this the text is a list and they are its items.
MOST_CAPTIONS = 3


def read(text: str) -> Page:
    """The parts of a saved page.

    1. lines, unwrapped where a program wrapped them; 2. comments apart; 3. weights; 4. the heaviest run is the article;
    5. captions, labels and repeated headlines out of it.

    Example:
        >>> page = read("Home\\nRain floods Pellan\\nBy Ana Orlu\\n\\nRain flooded the lower town on Monday, its mayor said.\\n\\nShare this")
        >>> page.head, page.body, page.tail
        (('Home', 'Rain floods Pellan', 'By Ana Orlu'), ('Rain flooded the lower town on Monday, its mayor said.',), ('Share this',))
    """
    # 1
    lines = unwrap(re.split(r"\r\n|[\n\r\f\u2028\u2029]", text.replace("\u00a0", " ")))
    labels = _labels(lines)
    prose = [_prose_words(line) if not label else 0 for line, label in zip(lines, labels, strict=True)]
    # 2
    section = comments.find(lines, prose)
    stop = section.start if section else len(lines)
    # 3, 4
    start, end = _heaviest([_weight(line, label) for line, label in zip(lines[:stop], labels[:stop], strict=True)])
    start, end = _edges(lines, labels, start, end)
    start = _below_masthead(lines, prose, start, end)
    end = _footnotes(lines, start, end, stop)
    head = _filled(lines[:start])
    tail = _filled(lines[end:stop]) + (_filled(lines[section.end :]) if section else ())
    # 5
    body, told, cuts = _inside(lines[start:end], labels[start:end], head)
    signs = tuple(words for reason, words in cuts if reason == "credit")
    return Page(
        head=head,
        body=body,
        tail=(*signs, *tail),
        comments=section.comments if section else (),
        captions=tuple(dict.fromkeys((*_pictured(head), *told))),
        cuts=(*_named(head), *cuts, *_named(tail)),
    )


def unwrap(lines: list[str]) -> list[str]:
    """Lines that a program wrapped at a fixed width, joined to paragraphs again; other texts as they are.

    Example:
        >>> unwrap(["x" * 70, "y" * 70, "z" * 70, "z" * 70, "end.", ""])[0].count(" ")
        4
    """
    lines = _hung(lines)
    full = [line for line in lines if line.strip()]
    wide = [line for line in full if WRAP_LOW <= len(line.rstrip()) <= WRAP_HIGH]
    if len(full) < 5 or len(wide) < 0.5 * len(full) or max(len(line) for line in full) > WRAP_HIGH + 20:
        return lines
    width = max(len(line.rstrip()) for line in wide)
    joined: list[str] = []
    flows = False
    for line in lines:
        text = line.strip()
        if not text:
            joined.append("")
            flows = False
        elif flows:
            joined[-1] = joined[-1][:-1] + text if joined[-1].endswith("\u00ad") else f"{joined[-1]} {text}"
        else:
            joined.append(line.rstrip())
        # A line that falls well short of the width ends its paragraph.
        flows = bool(text) and len(line.rstrip()) > 0.7 * width
    return joined


def _hung(lines: list[str]) -> list[str]:
    """Lines set in below one that ends no sentence, joined to it: the source of a page was saved with its own indentation."""
    joined: list[str] = []
    for line in lines:
        above = joined[-1] if joined else ""
        hangs = line[:4].isspace() and line.strip() and above.strip() and not words.ends_sentence(above)
        if hangs and words.count(above) >= LONG_LINE and not above[:4].isspace():
            joined[-1] = f"{above.rstrip()} {line.strip()}"
        else:
            joined.append(line)
    return joined


def _labels(lines: list[str]) -> list[str]:
    """Why each line is no prose, or "". A block (lines without a blank one between) of mostly labels is furniture as a whole."""
    found = [(furniture.why(line) or "") if line.strip() else "" for line in lines]
    block: list[int] = []
    for number, line in enumerate([*lines, ""]):
        if line.strip():
            block.append(number)
            continue
        named = sum(1 for n in block if found[n])
        if len(block) >= 3 and 2 * named >= len(block):
            for n in block:
                short = words.count(lines[n]) < LONG_LINE and not words.ends_sentence(lines[n])
                if not found[n] and (short or furniture.speaks_of_the_page(lines[n])):
                    found[n] = "among labels"
        block = []
    return found


def _prose_words(line: str) -> int:
    return words.count(line) if words.ends_sentence(line) else 0


def _weight(line: str, label: str) -> float:
    if not line.strip():
        return 0.0
    if label:
        return LABEL
    text = line.strip()
    length = words.count(text)
    if length > PARAGRAPH:
        return float(length)
    if credits.read(text) or captions.is_caption(text) or bylines.is_masthead_line(text):
        return BORDER
    if words.ends_sentence(text) and length >= 3:
        return LABEL if furniture.speaks_of_the_page(text) else float(length)
    if length >= LONG_LINE and words.title_share(text) < 0.6:
        return length * LONG_SHARE
    return TITLE


def _heaviest(weights: list[float]) -> tuple[int, int]:
    """[start, end) of the run with the greatest sum; the first of equals; (0, 0) where nothing weighs."""
    best, best_run, total, start = 0.0, (0, 0), 0.0, 0
    for number, weight in enumerate(weights):
        if total <= 0:
            total, start = 0.0, number
        total += weight
        if total > best:
            best, best_run = total, (start, number + 1)
    return best_run


def _edges(lines: list[str], labels: list[str], start: int, end: int) -> tuple[int, int]:
    """The run trimmed to its first and last line of punctuated prose, if it has any."""
    good = [
        n for n in range(start, end) if not labels[n] and words.ends_sentence(lines[n]) and words.count(lines[n]) >= 3
    ]
    good = [n for n in good if words.count(lines[n]) > PARAGRAPH or not captions.is_caption(lines[n])]
    return (good[0], good[-1] + 1) if good else (start, end)


def _below_masthead(lines: list[str], prose: list[int], start: int, end: int) -> int:
    """Past a byline or date line that stands early in the run: the sentence above it was a standfirst."""
    total, before = sum(prose[start:end]), 0
    for number in range(start, end):
        text = lines[number].strip()
        if before > MASTHEAD_SHARE * total:
            break
        if text and bylines.is_masthead_line(text):
            follow = [n for n in range(number + 1, end) if prose[n] >= 3]
            return follow[0] if follow else start
        before += prose[number]
    return start


def _footnotes(lines: list[str], start: int, end: int, stop: int) -> int:
    """The end of the run with the starred notes below it that explain a mark set in it."""
    marked = any("*" in line for line in lines[start:end])
    while marked and (note := next((n for n in range(end, stop) if lines[n].strip()), None)) is not None:
        if not lines[note].lstrip().startswith("*"):
            break
        end = note + 1
    return end


def _inside(
    lines: list[str], labels: list[str], head: tuple[str, ...]
) -> tuple[tuple[str, ...], list[str], tuple[Cut, ...]]:
    """The article's own lines, captions met among them, and what was cut."""
    known = [words.content(line) for line in head if words.count(line) >= 4 and not words.ends_sentence(line)]
    loose = [line for line in lines if line.strip() and not words.ends_sentence(line) and words.count(line) >= 8]
    body: list[str] = []
    told: list[str] = []
    cuts: list[Cut] = []
    for line, label in zip(lines, labels, strict=True):
        text = " ".join(line.split())
        if not text:
            continue
        open_end = not words.ends_sentence(text)
        if words.count(text) > PARAGRAPH:
            body.append(text)
        elif captions.is_caption(text) or (open_end and _stray(text, loose)):
            told.append(text)
            cuts.append(("caption", text))
        elif open_end and captions.repeats(text, known):
            cuts.append(("told again", text))
        elif label and (open_end or words.count(text) < 8):
            cuts.append((label, text))
        elif credits.read(text):
            cuts.append(("credit", text))
        else:
            body.append(text)
    return tuple(body), told, tuple(cuts)


def _stray(text: str, loose: list[str]) -> bool:
    """A full line without a full stop, in lower case, rare in its article: a caption without a credit."""
    return (
        len(loose) <= MOST_CAPTIONS and text in {" ".join(x.split()) for x in loose} and words.title_share(text) < 0.6
    )


def _pictured(head: tuple[str, ...]) -> list[str]:
    """Captions above the article: those with a photo credit, and lines told twice below the byline or date."""
    border = next((n for n, line in enumerate(head) if n and bylines.is_masthead_line(line)), len(head))
    twice = {
        line
        for line in head[border:]
        if head.count(line) > 1 and words.count(line) >= 6 and furniture.why(line) is None
    }
    return [line for line in head if captions.is_caption(line) or line in twice]


def _filled(lines: list[str]) -> tuple[str, ...]:
    return tuple(" ".join(line.split()) for line in lines if line.strip())


def _named(lines: tuple[str, ...]) -> tuple[Cut, ...]:
    return tuple((reason, line) for line in lines if (reason := furniture.why(line)))


def split_credits(page: Page) -> Page:
    """A page whose body came whole (a row, a mail, an extracted article), with bylines and dates at its start and credits at its end
    moved out of it.

    Example:
        >>> page = split_credits(Page(body=("By Ana Orlu", "Rain fell on the town.", "Source: Hill Post")))
        >>> page.head, page.body, page.tail
        (('By Ana Orlu',), ('Rain fell on the town.',), ('Source: Hill Post',))
    """
    body = list(page.body)
    head, tail = list[str](), list[str]()
    cuts: list[Cut] = []
    while len(body) > 1 and bylines.is_masthead_line(body[0]):
        head.append(body.pop(0))
    while len(body) > 1 and ((credit := credits.read(body[-1])) or (label := furniture.why(body[-1]))):
        cuts.insert(0, ("credit" if credit else str(label), body[-1]))
        tail.insert(0, body.pop())
    told = [line for line in body if captions.is_caption(line)] if len(body) > 2 else []
    cuts += [("caption", line) for line in told]
    return page._replace(
        head=(*page.head, *head),
        body=tuple(line for line in body if line not in told),
        tail=(*tail, *page.tail),
        captions=(*page.captions, *told),
        cuts=(*page.cuts, *cuts),
    )
