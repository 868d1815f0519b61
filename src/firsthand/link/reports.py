"""Reports as a whole: what each is about, and which others may be about the same; for filing reports and for learning weights from filed ones."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from firsthand.link.block import candidates
from firsthand.link.compare import Evidence, shares_of
from firsthand.link.slots import Slot, ordinal, slots
from firsthand.link.wording import by_rare_words, leading, tellings
from firsthand.model import Ledger


def subjects(ledger: Ledger) -> tuple[list[Slot], Evidence]:
    """One slot for each report, of what it is about, with how all are told; a bare slot for a report in which nothing was read.

    Example:
        >>> subjects(Ledger())[0]
        []
    """
    found = slots(ledger)
    read = {s.document for s in found}
    bare = [_bare(d.id, (ledger.dates.get(d.id, d.published)).latest) for d in ledger.documents if d.id not in read]
    everything = [*found, *bare]
    lead = leading(everything)
    known = Evidence({}, tellings(everything, ledger), shares_of(found))
    return [s for s in everything if s.id in lead], known


def pairs(about: Sequence[Slot], known: Evidence) -> list[tuple[Slot, Slot]]:
    """The pairs of reports worth comparing, each once."""
    met = {(a.id, b.id): (a, b) for a, b in chain(candidates(about), by_rare_words(about, known.told))}
    return [met[key] for key in sorted(met)]


def _bare(document: str, day: str | None) -> Slot:
    nothing: frozenset[str] = frozenset()
    return Slot(
        id=document, document=document, statements=(), types=nothing, families=nothing, earliest=None, latest=None, dates=(),
        reported=ordinal(day), places=(), tolls={}, words=nothing, targets=nothing, weapons=nothing, doers=nothing,
    )  # fmt: skip
