"""Quotations and reported speech of a document, with their speakers: what this room hands to the reader of statements.

Scare quotes, titles and nicknames in quotation marks are not quotations.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from firsthand.extract.mentions import Attributed, Name
from firsthand.extract.quotes.attribution import Report, reports_of
from firsthand.extract.quotes.drafts import freeze_all
from firsthand.extract.quotes.frames import Frame, frames
from firsthand.extract.quotes.marks import Stretch, stretches
from firsthand.extract.quotes.offices import one_person
from firsthand.extract.quotes.reporting import WIDE_ONLY
from firsthand.extract.quotes.senders import sender_of
from firsthand.extract.quotes.speakers import Speakers
from firsthand.extract.sentences.tagging import tag
from firsthand.model import Document, Quote, Source, make_id

# A stretch in marks with fewer words is a quotation only where it is all that is said ("No," he said): else it is a word held at arm's length.
MIN_QUOTE_WORDS = 4
# A reported clause parted by its "X said" is given as quotations of its parts only where a part has this many words ("Longer term" says nothing).
MIN_FRAGMENT_WORDS = 3
# Kinds of verbs whose passive without a "by" tells of a source that is not named ("it was reported that ...").
_TOLD = frozenset({"neutral", "claim", "confirm", "warn"})
_NOT = re.compile(r"\b(?:not|never|hardly|no longer)\b|n['’]t\b")
# What a verb of saying has for its object without telling it: "denied it" gives no words.
_PRONOUNS = frozenset({"it", "this", "that", "them", "him", "her", "so"})
_NOBODY = re.compile(r"(?:no|none|neither|nobody)\b", re.IGNORECASE)


class _Voiced(NamedTuple):
    """A report and the sources of its content, from the nearest to the deepest."""

    report: Report
    chain: tuple[int, ...]


def find_quotes(
    document: Document, names: Sequence[Name]
) -> tuple[tuple[Quote, ...], tuple[Source, ...], tuple[Attributed, ...]]:
    """Quotations (direct and reported), the sources they have, and the stretches of text that each source stands behind.

    1. finds what is reported: cues, clauses, quotations that go on;
    2. gives each report its source, in reading order, and the chain of those it comes through; one person told of twice is one source;
    3. makes a quotation of every stretch in marks that is one, and of every clause reported without marks;
    4. tells which stretches of the text are said by whom.

    Args:
        document: a cleaned document; offsets are code points of its `text`.
        names: the names found in it; without them speakers are still told by capitals and speaker nouns.

    Example:
        >>> doc = Document(id="d-1", address="a", sha256="", text='"The road is closed," said Omar Qadir, a driver. He said it was mined.')
        >>> quotes, sources, said = find_quotes(doc, [])
        >>> [(q.text, q.direct, q.speaker == sources[0].id) for q in quotes], sources[0].name
        ([('The road is closed,', True, True), ('it was mined', False, True)], 'Omar Qadir')
    """
    text = document.text
    cut = frames(text)
    reports = [r for r in reports_of(text, cut) if r.kind not in WIDE_ONLY and not _disowned(text, r)]
    speakers = Speakers(text, names)
    voiced = _voices(speakers, reports, cut)
    same = one_person(speakers.drafts)
    voiced = [v._replace(chain=tuple(dict.fromkeys(same[i] for i in v.chain))) for v in voiced]
    sources = freeze_all(speakers.drafts, document.id)
    quotes = _quotes(document, voiced, sources)
    attributed = tuple(
        Attributed(
            a,
            b,
            tuple(sources[i].id for i in v.chain),
            text[slice(*v.report.cue)] if v.report.cue else None,
            _is_direct(text, a),
        )
        for v in voiced
        for a, b in v.report.content
        if v.chain
    )
    attributed += _between(cut, attributed)
    used = {i for q in quotes for i in q.chain} | {i for a in attributed for i in a.chain}
    kept = {s.id: s for s in sources if s.id in used}
    return quotes, tuple(kept[i] for i in sorted(kept)), tuple(sorted(attributed, key=lambda a: (a.start, -a.end)))


def _disowned(text: str, report: Report) -> bool:
    """Whether the cue says that its content is just not said, known or believed by the one named ("has not said that ...")."""
    if report.cue is None or report.kind in ("deny", "ask", "demand"):
        return False
    return bool(_NOT.search(text[slice(*report.cue)])) or (
        report.source is not None and bool(_NOBODY.match(text, report.source[0]))
    )


def _between(cut: Sequence[Frame], attributed: Sequence[Attributed]) -> tuple[Attributed, ...]:
    """Sentences without a speaker of their own between two of one speaker in one paragraph: they are his too."""
    chains: list[tuple[str, ...] | None] = []
    for frame in cut:
        inside = [a for a in attributed if frame.start <= a.start < frame.end]
        outermost = min(inside, key=lambda a: (len(a.chain), a.start)) if inside else None
        chains.append(outermost.chain if outermost else None)
    found = []
    for i in range(1, len(cut) - 1):
        before, after = chains[i - 1], chains[i + 1]
        if (
            chains[i] is None
            and before is not None
            and before == after
            and cut[i - 1].paragraph == cut[i + 1].paragraph
        ):
            found.append(Attributed(cut[i].start, cut[i].end, before, None, False))
    return tuple(found)


def _is_direct(text: str, position: int) -> bool:
    return text[position] in "“\"„«'‘`"


def _voices(speakers: Speakers, reports: Sequence[Report], cut: Sequence[Frame]) -> list[_Voiced]:
    """Each report with its chain: a report inside the content of another comes through the other's source.

    What a message or statement says, its sender says, where the text tells who that is.
    """
    order = sorted(range(len(reports)), key=lambda i: (reports[i].source or reports[i].content[0])[0])
    own: dict[int, int | None] = {}
    for i in order:
        source = reports[i].source
        own[i] = speakers.resolve(sender_of(cut, source, speakers.text) or source) if source else None
        if source is None and reports[i].form == "passive" and reports[i].kind in _TOLD:
            own[i] = speakers.not_named()
    relays = [speakers.resolve(report.via) if report.via else None for report in reports]
    found = []
    for i, report in enumerate(reports):
        speaker, relay = own[i], relays[i]
        chain = [s for s in (relay, speaker) if s is not None]
        for k, outer in enumerate(reports):
            above = own[k]
            if k != i and above is not None and above not in chain and _inside(report, outer):
                chain.insert(0, above)
        found.append(_Voiced(report, tuple(chain)))
    return found


def _inside(inner: Report, outer: Report) -> bool:
    if inner.cue is None:
        return False
    return any(a <= inner.cue[0] and inner.cue[1] <= b for a, b in outer.content) and inner.content != outer.content


def _quotes(document: Document, voiced: Sequence[_Voiced], sources: Sequence[Source]) -> tuple[Quote, ...]:
    text, found = document.text, dict[str, Quote]()
    for stretch in stretches(text):
        holders = [v for v in voiced if any(a <= stretch.start and stretch.end <= b for a, b in v.report.content)]
        if not holders or stretch.level or not _is_quotation(text, stretch, holders):
            continue
        voice = min(holders, key=lambda v: sum(b - a for a, b in v.report.content))
        quote = _quote(document, (stretch.start, stretch.end), True, voice, sources)
        found[quote.id] = quote
    for voice in voiced:
        for a, b in voice.report.content:
            fragment = len(voice.report.content) > 1 and len(text[a:b].split()) < MIN_FRAGMENT_WORDS
            if voice.chain and not _is_direct(text, a) and not fragment and text[a:b].lower() not in _PRONOUNS:
                quote = _quote(document, (a, b), False, voice, sources)
                found.setdefault(quote.id, quote)
    return tuple(sorted(found.values(), key=lambda q: (q.start, -q.end)))


def _quote(document: Document, span: tuple[int, int], direct: bool, voice: _Voiced, sources: Sequence[Source]) -> Quote:
    report, chain = voice.report, tuple(sources[i].id for i in voice.chain)
    return Quote(
        id=make_id("q", document.id, *span),
        document=document.id,
        start=span[0],
        end=span[1],
        text=document.text[slice(*span)],
        direct=direct,
        speaker=chain[-1] if chain else None,
        cue=document.text[slice(*report.cue)] if report.cue else None,
        speaker_start=report.source[0] if report.source else None,
        speaker_end=report.source[1] if report.source else None,
        chain=chain,
    )


def _is_quotation(text: str, stretch: Stretch, holders: Sequence[_Voiced]) -> bool:
    """Whether a stretch in marks is said, not named: a clause, or all that a verb of saying has."""
    body = text[stretch.start : stretch.end]
    words = [w for w in tag(body) if w.tag != "."]
    if not words:
        return False
    alone = body.rstrip()[-1:] in ",.!?" or any(
        text[a:b].strip("“”\"'‘’«»,. ") == body.strip(",. ") for v in holders for a, b in v.report.content
    )
    cued = any(v.report.cue for v in holders)
    if len(words) < MIN_QUOTE_WORDS:
        return alone and cued and any(v.report.kind != "belief" for v in holders) and body[:1].isupper()
    verbal = any(w.is_verb or w.tag == "M" for w in words)
    return verbal or (alone and cued)
