"""What a fall carries with it: from a name to documents and sources, and from these to every span that rested on them alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from firsthand.errors import UnknownName
from firsthand.model import Figure, Ledger, Quote, Series, Statement, in_force
from firsthand.reckon.index import Index, Told, chain_of, index_of
from firsthand.reckon.world import World, group_of, lay_out
from firsthand.text import fold

# How many near names an unknown name is answered with, and from which likeness (0..100) a name counts as near. 50 shows slips of the
# finger and missing first names, and leaves out strangers.
NEAR_NAMES, NEAR_FROM = 3, 50.0
# Kinds of derivation in which a retelling gives the original's interview, so that the speakers it has from there fall even where it put
# their words so freely that no run aligns.
_RETELLS = frozenset({"translated", "rewritten", "cited", "edited", "verbatim"})


# How a name says what it is of, where it could be several; "passage" is DOCUMENT:START-END, or the id of a statement, quote, figure or series.
_PREFIX = re.compile(r"(document|outlet|publisher|speaker|source|passage):(.+)", re.DOTALL)
_SPAN = re.compile(r"(.+):(\d+)-(\d+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Named:
    """What names mean in a ledger: ids of documents and sources, the originals that are named but absent, and passages.

    Where `since` is given, only what was said on that day or later is meant; what bears no day is not.
    """

    documents: frozenset[str] = field(default_factory=frozenset)
    sources: frozenset[str] = field(default_factory=frozenset)
    virtuals: frozenset[str] = field(default_factory=frozenset)
    passages: frozenset[tuple[str, int, int]] = field(default_factory=frozenset)
    since: str | None = None
    undated: int = 0

    def holds(self, document: str, start: int, end: int) -> bool:
        """Whether most of a span lies in a named passage."""
        return any(
            d == document and 2 * (min(end, last) - max(start, first)) >= max(1, min(end - start, last - first))
            for d, first, last in self.passages
        )


@dataclass(frozen=True, slots=True)
class Fall:
    """The ids of everything that falls."""

    documents: frozenset[str]
    sources: frozenset[str]
    statements: frozenset[str]
    quotes: frozenset[str]
    figures: frozenset[str]
    series: frozenset[str]


def names_of(index: Index, names: Sequence[str], *, since: str | None = None) -> Named:
    """What the given names mean.

    A name is a document's id, address or the beginning of its address; a publisher or agency (with all its documents and what it is
    cited for); a source's id, or one of its names; a passage as ``DOCUMENT:START-END`` (code points of the cleaned text), or the id of what
    stands in it. Where one name means several, ``speaker:NAME``, ``outlet:NAME``, ``document:NAME`` or ``passage:...`` says which.

    Args:
        since: only what was said on this day (ISO 8601) or later is meant.

    Raises:
        UnknownName: nothing bears a name; the message tells what is near.
    """
    documents: set[str] = set()
    sources: set[str] = set()
    virtuals: set[str] = set()
    passages: set[tuple[str, int, int]] = set()
    for name in names:
        found = _meant(index, name)
        if not any(found):
            raise UnknownName(f"the ledger holds no '{name}'", next_step=_near(index.world, name))
        documents |= found[0]
        sources |= found[1]
        virtuals |= found[2]
        passages |= found[3]
    if since is None:
        return Named(frozenset(documents), frozenset(sources), frozenset(virtuals), frozenset(passages))
    days = index.world.dates
    undated = [d for d in documents if d not in days]
    late = frozenset(d for d in documents if days.get(d, "") >= since)
    return Named(late, frozenset(sources), frozenset(virtuals), frozenset(passages), since, len(undated))


def _meant(index: Index, name: str) -> tuple[set[str], set[str], set[str], set[tuple[str, int, int]]]:
    """The documents, sources, absent originals and passages that one name means."""
    prefixed = _PREFIX.fullmatch(name)
    kind, bare = (prefixed[1], prefixed[2].strip()) if prefixed else ("", name)
    outlet = kind in ("", "outlet", "publisher")
    found = (
        index.documents_named(bare) if outlet or kind == "document" else set(),
        index.sources_named(bare) if outlet or kind in ("speaker", "source") else set(),
        index.virtuals_named(bare) if outlet else set(),
    )
    if kind == "document":
        found = ({d for d in found[0] if group_of(bare) not in _houses_of(index, d)}, set(), set())
    if kind in ("outlet", "publisher"):
        found = ({d for d in found[0] if group_of(bare) in _houses_of(index, d)}, found[1] & _media(index), found[2])
    passages = set() if any(found) or kind not in ("", "passage") else _passages_named(index, bare)
    return (*found, passages)


def _houses_of(index: Index, document: str) -> set[str]:
    found = index.world.documents[document]
    return {group_of(n) for n in (found.publisher, found.agency) if n}


def _media(index: Index) -> set[str]:
    return {source for sources in index.media.values() for source in sources}


def _passages_named(index: Index, name: str) -> set[tuple[str, int, int]]:
    item = index.world.statements.get(name) or index.items.get(name)
    if item is not None:
        return {(item.document, item.start, item.end)}
    span = _SPAN.fullmatch(name)
    if span is None or int(span[2]) >= int(span[3]):
        return set()
    return {(document, int(span[2]), int(span[3])) for document in index.documents_named(span[1])}


def _near(world: World, name: str) -> str:
    from rapidfuzz import fuzz, process

    known = {n for d in world.ledger.documents for n in (d.publisher, d.agency, d.address) if n}
    known |= {n for s in world.ledger.sources for n in (s.name, *s.names) if n}
    near = process.extract(
        name, sorted(known), scorer=fuzz.WRatio, limit=NEAR_NAMES, score_cutoff=NEAR_FROM, processor=fold
    )
    words = ", ".join(match for match, _, _ in near)
    return f"near it: {words}" if words else "see 'firsthand show documents' and 'firsthand show sources'"


def fall(index: Index, named: Named, *, keep_copies: bool = False) -> Fall:
    """Everything that rests on what is named and on nothing else.

    Looked at is only what may fall: what the named sources tell, what stands in documents that fall, and what stands in documents that
    took something from these, however many hands lie between.
    """
    documents = _fallen_documents(index, named, keep_copies)
    rests = _Rests(index, named, documents, keep_copies)
    passages = frozenset(document for document, _, _ in named.passages)
    reached = documents | passages if keep_copies else _takers(index, documents | named.virtuals | passages)
    items: list[Told] = [item for document in reached for item in index.standing_in(document) if rests.falls(item)]
    items += [i for s in named.sources for i in index.told.get(s, ()) if rests.late(i)]
    gone: dict[type, set[str]] = defaultdict(set)
    for item in items:
        gone[type(item)].add(item.id)
    return Fall(
        documents=documents,
        sources=named.sources if named.since is None else frozenset(),
        statements=frozenset(gone[Statement]),
        quotes=frozenset(gone[Quote]),
        figures=frozenset(gone[Figure]),
        series=frozenset(gone[Series]),
    )


def _takers(index: Index, originals: frozenset[str]) -> set[str]:
    """The originals and all documents that took something from them, or from what took from them."""
    reached, waiting = set(originals), list(originals)
    while waiting:
        for derivation in index.taken.get(waiting.pop(), ()):
            if derivation.document not in reached:
                reached.add(derivation.document)
                waiting.append(derivation.document)
    return reached


def _fallen_documents(index: Index, named: Named, keep_copies: bool) -> frozenset[str]:
    """The named documents, and those that are copies from end to end of documents that fall."""
    gone, waiting = set(named.documents), [*named.documents, *named.virtuals]
    while waiting and not keep_copies:
        for derivation in index.taken.get(waiting.pop(), ()):
            whole = derivation.kind in ("verbatim", "translated") and (derivation.coverage or 0.0) >= WHOLE_COPY
            dated = named.since is None or index.world.dates.get(derivation.document, "") >= named.since
            if whole and derivation.document not in gone and (dated or derivation.of in gone):
                gone.add(derivation.document)
                waiting.append(derivation.document)
    return frozenset(gone)


# Share of a document that has to come from another for the whole document to fall with it. 0.98 leaves room for a changed headline word;
# anything the copy adds beyond it keeps the document, and then its passages fall one by one.
WHOLE_COPY = 0.98


class _Rests:
    """Asks of one thing told after another whether it rests on what falls alone."""

    def __init__(self, index: Index, named: Named, documents: frozenset[str], keep_copies: bool) -> None:
        self._world, self._named, self._documents, self._keep = index.world, named, documents, keep_copies
        self._speakers = {} if keep_copies else _speakers_taken(index, documents)

    def falls(self, item: Told) -> bool:
        """Whether it stands in a fallen document, is told by a fallen source, or was only taken from what falls."""
        if item.document in self._documents:
            return True
        spoken = {self._world.source(i) for i in chain_of(item)}
        if spoken & self._named.sources and self.late(item):
            return True
        if self._named.holds(item.document, item.start, item.end):
            return True
        if self._keep:
            return False
        if spoken & self._speakers.get(item.document, frozenset()):
            return True
        return self._taken(item.document, item.start, item.end, 0)

    def late(self, item: Told) -> bool:
        """Whether it was said on the day asked for or later; a copy was said when its original was. True where no day is asked for."""
        since = self._named.since
        return since is None or (self._said(item.document, item.start, item.end, _as_of(item), 0) or "") >= since

    def _said(self, document: str, start: int, end: int, day: str | None, depth: int) -> str | None:
        days = [day or self._world.dates.get(document)]
        if depth <= _DEPTH and document in self._world.derivations:
            for derivation in self._world.taken_span(document, start, end):
                if self._world.revises(derivation):
                    continue  # an outlet's later word on its own text is said anew
                span = self._world.carried(derivation, start, end) or (start, end)
                days.append(self._said(derivation.of, *span, None, depth + 1))
        return min((d[:10] for d in days if d), default=None)

    def _taken(self, document: str, start: int, end: int, depth: int) -> bool:
        """Whether a span was taken from elsewhere, and everything it was taken from falls; followed through copies of copies."""
        if document not in self._world.derivations or depth > _DEPTH:
            return False
        sources = self._world.taken_span(document, start, end)
        return bool(sources) and all(
            self._origin_falls(d.of, self._world.carried(d, start, end), depth) for d in sources
        )

    def _origin_falls(self, of: str, span: tuple[int, int] | None, depth: int) -> bool:
        if of in self._documents or of in self._named.virtuals:
            return True
        if span is not None and self._named.holds(of, *span):
            return True
        return span is not None and self._taken(of, span[0], span[1], depth + 1)


# Copies of copies are followed this deep; a ring of copies (A from B from A) ends here.
_DEPTH = 8


def _as_of(item: Told) -> str | None:
    return item.as_of if isinstance(item, Statement) else None


def _speakers_taken(index: Index, gone: frozenset[str]) -> dict[str, frozenset[str]]:
    """For each document that retells a fallen one: the speakers whom it has from there (the interview was the fallen one's)."""
    found: dict[str, set[str]] = defaultdict(set)
    for original in gone:
        quotes = [q for q in index.others.get(original, ()) if isinstance(q, Quote)]
        spoke = {index.world.source(q.speaker) for q in quotes if q.speaker}
        for derivation in index.taken.get(original, ()):
            if derivation.kind in _RETELLS:
                found[derivation.document] |= spoke
    return {document: frozenset(speakers) for document, speakers in found.items()}


def distrusted(ledger: Ledger) -> World:
    """The ledger laid out, with what people decided to distrust kept but setting no bound and confirming nothing.

    Example:
        >>> distrusted(Ledger()).distrusted
        frozenset()
    """
    return indexed(ledger).world if _doubted(ledger) else lay_out(ledger)


def indexed(ledger: Ledger) -> Index:
    """The ledger laid out for asking, with what people decided to distrust."""
    index = index_of(ledger)
    doubted = _doubted(ledger)
    if not doubted:
        return index
    found = [_meant(index, name) for name in doubted]
    # The first four fields of `Named` are sets of ids; mypy cannot tell them from its last one in an unpacked generator.
    named = Named(*(frozenset(x for one in found for x in one[kind]) for kind in range(4)))  # type: ignore[arg-type]
    return replace(index, world=replace(index.world, distrusted=fall(index, named).statements))


def _doubted(ledger: Ledger) -> list[str]:
    return sorted({j.left for j in in_force(ledger.judgements) if j.kind == "distrust"})
