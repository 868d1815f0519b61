"""What a fall carries with it: from a name to documents and sources, and from these to every span that rested on them alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from firsthand.errors import UnknownName
from firsthand.model import Document, Statement
from firsthand.reckon.world import World, group_of
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


def names_of(world: World, names: Sequence[str]) -> Named:
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
        found = _documents(world, name), _sources(world, name), _virtuals(world, name)
        if not any(found):
            raise UnknownName(f"the ledger holds no '{name}'", next_step=_near(world, name))
        documents |= found[0]
        sources |= found[1]
        virtuals |= found[2]
    return Named(frozenset(documents), frozenset(sources), frozenset(virtuals))


def _documents(world: World, name: str) -> set[str]:
    exact = {d.id for d in world.ledger.documents if name in (d.id, d.address, d.url)}
    if exact:
        return exact
    room = group_of(name)
    by_house = {d.id for d in world.ledger.documents if any(n and group_of(n) == room for n in (d.publisher, d.agency))}
    if by_house:
        return by_house
    return {d.id for d in world.ledger.documents if len(name) >= 3 and _begins(d, name)}


def _begins(document: Document, name: str) -> bool:
    return document.address.startswith(name) or document.address.rsplit("/", 1)[-1].startswith(name)


def _sources(world: World, name: str) -> set[str]:
    bare = fold(name)
    house = group_of(name)
    found = set()
    for source in world.ledger.sources:
        known = (source.name, *source.names)
        named = name in (source.id, *source.merged) or any(n and fold(n) == bare for n in known)
        if named or (source.kind == "medium" and source.name and group_of(source.name) == house):
            found.add(source.id)
    return found


def _virtuals(world: World, name: str) -> set[str]:
    return {v for v, known in world.virtual_names.items() if v == name or group_of(known) == group_of(name)}


def _near(world: World, name: str) -> str:
    from rapidfuzz import fuzz, process

    known = {n for d in world.ledger.documents for n in (d.publisher, d.agency, d.address) if n}
    known |= {n for s in world.ledger.sources for n in (s.name, *s.names) if n}
    near = process.extract(
        name, sorted(known), scorer=fuzz.WRatio, limit=NEAR_NAMES, score_cutoff=NEAR_FROM, processor=fold
    )
    words = ", ".join(match for match, _, _ in near)
    return f"near it: {words}" if words else "see 'firsthand show documents' and 'firsthand show sources'"


def fall(world: World, named: Named, *, keep_copies: bool = False) -> Fall:
    """Everything that rests on what is named and on nothing else."""
    documents = _fallen_documents(world, named, keep_copies)
    rests = _Rests(world, named, documents, keep_copies)
    ledger = world.ledger
    return Fall(
        documents=documents,
        sources=named.sources,
        statements=frozenset(s.id for s in rests.fallen(ledger.statements)),
        quotes=frozenset(
            q.id for q in ledger.quotes if rests.falls(q, (*q.chain, *((q.speaker,) if q.speaker else ())))
        ),
        figures=frozenset(
            f.id for f in ledger.figures if rests.falls(f, (*f.chain, *((f.speaker,) if f.speaker else ())))
        ),
        series=frozenset(
            s.id for s in ledger.series if rests.falls(s, (*s.chain, *((s.speaker,) if s.speaker else ())))
        ),
    )


def _fallen_documents(world: World, named: Named, keep_copies: bool) -> frozenset[str]:
    """The named documents, and those that are copies from end to end of documents that fall."""
    if keep_copies:
        return named.documents
    gone, more = set(named.documents), True
    while more:
        more = False
        for derivation in world.ledger.collation.derivations:
            whole = derivation.kind in ("verbatim", "translated") and derivation.coverage >= WHOLE_COPY
            if whole and derivation.document not in gone and (derivation.of in gone or derivation.of in named.virtuals):
                gone.add(derivation.document)
                more = True
    return frozenset(gone)


# Share of a document that has to come from another for the whole document to fall with it. 0.98 leaves room for a changed headline word;
# anything the copy adds beyond it keeps the document, and then its passages fall one by one.
WHOLE_COPY = 0.98


class _Spoken(Protocol):
    """Anything with a place in a document: a statement, a quote, a figure, a series."""

    @property
    def document(self) -> str: ...

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


class _Rests:
    """Asks of one span after another whether it rests on what falls alone."""

    def __init__(self, world: World, named: Named, documents: frozenset[str], keep_copies: bool) -> None:
        self._world, self._named, self._documents, self._keep = world, named, documents, keep_copies
        self._speakers = {} if keep_copies else _speakers_taken(world, documents)
        self._merged = named.sources

    def fallen(self, statements: Iterable[Statement]) -> Iterator[Statement]:
        """The statements that fall."""
        return (s for s in statements if self.falls(s, s.chain))

    def falls(self, item: _Spoken, chain: Sequence[str]) -> bool:
        """Whether it stands in a fallen document, is told by a fallen source, or was only taken from what falls."""
        if item.document in self._documents:
            return True
        spoken = {self._world.source(i) for i in chain}
        if self._merged and spoken & self._merged:
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


def _speakers_taken(world: World, gone: frozenset[str]) -> dict[str, frozenset[str]]:
    """For each document that retells a fallen one: the speakers whom it has from there (the interview was the fallen one's)."""
    spoke: dict[str, set[str]] = {}
    for quote in world.ledger.quotes:
        if quote.document in gone and quote.speaker:
            spoke.setdefault(quote.document, set()).add(world.source(quote.speaker))
    found: dict[str, set[str]] = {}
    for derivation in world.ledger.collation.derivations:
        if derivation.of in gone and derivation.kind in _RETELLS:
            found.setdefault(derivation.document, set()).update(spoke.get(derivation.of, ()))
    return {document: frozenset(speakers) for document, speakers in found.items()}
