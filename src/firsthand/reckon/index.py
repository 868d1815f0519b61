"""A ledger laid out for asking what falls: who bears a name, what a source tells, what a report was taken into, whose incident it is.

Built once in one pass over the ledger and only read afterwards, so that an answer takes work in proportion to what it touches.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from firsthand.model import Assessment, Derivation, Figure, Ledger, Quote, Series, Source, Statement
from firsthand.reckon.grades import letters
from firsthand.reckon.world import World, group_of, lay_out
from firsthand.text import fold

_V = TypeVar("_V")
# Whatever stands in a document and is spoken by somebody.
Told = Statement | Quote | Figure | Series
# Characters from which the beginning of an address names documents; fewer would name half a ledger by accident.
BEGINNING = 3


@dataclass(frozen=True, slots=True)
class Index:
    """Look-ups over one ledger, all from a name or id to what hangs on it.

    `beginnings` holds (beginning of an address, document) in order, for names that are only begun; `others` what stands in a document
    beside statements, `items` the same by id; `told` what a source (its id across documents) tells; `taken` the derivations from an
    original; `homes` the places in `Ledger.incidents` of the incidents that hold a statement; `standing` the assessments by incident.
    """

    world: World
    letters: Mapping[str, str]
    addresses: Mapping[str, Sequence[str]]
    beginnings: Sequence[tuple[str, str]]
    houses: Mapping[str, Sequence[str]]
    names: Mapping[str, Sequence[str]]
    media: Mapping[str, Sequence[str]]
    virtuals: Mapping[str, Sequence[str]]
    others: Mapping[str, Sequence[Told]]
    items: Mapping[str, Told]
    told: Mapping[str, Sequence[Told]]
    taken: Mapping[str, Sequence[Derivation]]
    homes: Mapping[str, Sequence[int]]
    standing: Mapping[str, Assessment]

    def documents_named(self, name: str) -> set[str]:
        """The documents that a name means: by id or address; else by publisher or agency; else by the beginning of an address."""
        found = self.addresses.get(name) or self.houses.get(group_of(name)) or ()
        return set(found) or (set(self._begun(name)) if len(name) >= BEGINNING else set())

    def sources_named(self, name: str) -> set[str]:
        """The sources that a name means: by id, by one of their names, or by the house of which they are the medium."""
        return {*self.names.get(name, ()), *self.names.get(fold(name), ()), *self.media.get(group_of(name), ())}

    def virtuals_named(self, name: str) -> set[str]:
        """The originals, named but absent, that a name means."""
        return {*self.virtuals.get(name, ()), *self.virtuals.get(group_of(name), ())}

    def standing_in(self, document: str) -> Iterator[Told]:
        """All that stands in a document and is spoken by somebody."""
        yield from self.world.in_document.get(document, ())
        yield from self.others.get(document, ())

    def _begun(self, name: str) -> Iterator[str]:
        for place in range(bisect_left(self.beginnings, (name, "")), len(self.beginnings)):
            beginning, document = self.beginnings[place]
            if not beginning.startswith(name):
                return
            yield document


def index_of(ledger: Ledger) -> Index:
    """Lays a ledger out for asking. Linear in what it holds.

    Example:
        >>> index_of(Ledger()).sources_named("nobody")
        set()
    """
    world = lay_out(ledger)
    spoken: tuple[Told, ...] = (*ledger.quotes, *ledger.figures, *ledger.series)
    homes: dict[str, list[int]] = defaultdict(list)
    for place, incident in enumerate(ledger.incidents):
        for statement in incident.statements:
            homes[statement].append(place)
    return Index(
        world=world,
        letters=letters(world),
        addresses=_gathered((key, d.id) for d in ledger.documents for key in {d.id, d.address, d.url} if key),
        beginnings=sorted({(key, d.id) for d in ledger.documents for key in (d.address, d.address.rsplit("/", 1)[-1])}),
        houses=_gathered((house, d.id) for d in ledger.documents for house in _houses(d.publisher, d.agency)),
        names=_gathered((name, s.id) for s in ledger.sources for name in _names(s)),
        media=_gathered((group_of(s.name), s.id) for s in ledger.sources if s.kind == "medium" and s.name),
        virtuals=_gathered((key, v.id) for v in ledger.collation.virtuals for key in (v.id, group_of(v.name))),
        others=_gathered((item.document, item) for item in spoken),
        items={item.id: item for item in spoken},
        told=_by_source(world, (*ledger.statements, *spoken)),
        taken=_gathered((d.of, d) for d in ledger.collation.derivations),
        homes=homes,
        standing={a.incident: a for a in ledger.assessments},
    )


def chain_of(item: Told) -> tuple[str, ...]:
    """The ids of all sources in whose name something is told."""
    speaker = None if isinstance(item, Statement) else item.speaker
    return (*item.chain, speaker) if speaker else item.chain


def _by_source(world: World, items: Iterable[Told]) -> dict[str, list[Told]]:
    return _gathered((source, item) for item in items for source in {world.source(i) for i in chain_of(item)})


def _houses(*names: str | None) -> set[str]:
    return {group_of(name) for name in names if name}


def _names(source: Source) -> set[str]:
    return {source.id, *source.merged, *(fold(n) for n in (source.name, *source.names) if n)}


def _gathered(pairs: Iterable[tuple[str, _V]]) -> dict[str, list[_V]]:
    found: dict[str, list[_V]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return dict(found)
