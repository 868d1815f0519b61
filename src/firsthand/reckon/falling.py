"""What a fall carries with it: from a name to documents and sources, and from these to every span that rested on them alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from firsthand.errors import UnknownName
from firsthand.model import Figure, Quote, Series, Statement
from firsthand.reckon.index import Index, Told, chain_of
from firsthand.reckon.world import World
from firsthand.text import fold

# How many near names an unknown name is answered with, and from which likeness (0..100) a name counts as near. 50 shows slips of the
# finger and missing first names, and leaves out strangers.
NEAR_NAMES, NEAR_FROM = 3, 50.0
# Kinds of derivation in which a retelling gives the original's interview, so that the speakers it has from there fall even where it put
# their words so freely that no run aligns.
_RETELLS = frozenset({"translated", "rewritten", "cited", "edited", "verbatim"})


@dataclass(frozen=True, slots=True)
class Named:
    """What names mean in a ledger: ids of documents and sources, and the originals that are named but absent."""

    documents: frozenset[str] = field(default_factory=frozenset)
    sources: frozenset[str] = field(default_factory=frozenset)
    virtuals: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Fall:
    """The ids of everything that falls."""

    documents: frozenset[str]
    sources: frozenset[str]
    statements: frozenset[str]
    quotes: frozenset[str]
    figures: frozenset[str]
    series: frozenset[str]


def names_of(index: Index, names: Sequence[str]) -> Named:
    """What the given names mean.

    A name is a document's id, address or the beginning of its address; a publisher or agency (with all its documents and what it is
    cited for); a source's id, or one of its names.

    Raises:
        UnknownName: nothing bears a name; the message tells what is near.
    """
    documents: set[str] = set()
    sources: set[str] = set()
    virtuals: set[str] = set()
    for name in names:
        found = index.documents_named(name), index.sources_named(name), index.virtuals_named(name)
        if not any(found):
            raise UnknownName(f"the ledger holds no '{name}'", next_step=_near(index.world, name))
        documents |= found[0]
        sources |= found[1]
        virtuals |= found[2]
    return Named(frozenset(documents), frozenset(sources), frozenset(virtuals))


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
    reached = documents if keep_copies else _takers(index, documents | named.virtuals)
    items: list[Told] = [item for document in reached for item in index.standing_in(document) if rests.falls(item)]
    items += [item for source in named.sources for item in index.told.get(source, ())]
    gone: dict[type, set[str]] = defaultdict(set)
    for item in items:
        gone[type(item)].add(item.id)
    return Fall(
        documents=documents,
        sources=named.sources,
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
            if whole and derivation.document not in gone:
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
        if spoken & self._named.sources:
            return True
        if self._keep:
            return False
        if spoken & self._speakers.get(item.document, frozenset()):
            return True
        return self._taken(item.document, item.start, item.end, 0)

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
        return span is not None and self._taken(of, span[0], span[1], depth + 1)


# Copies of copies are followed this deep; a ring of copies (A from B from A) ends here.
_DEPTH = 8


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
