"""Statements -> Incidents: which statements of which reports tell of the same incident; every link explained and reversible."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import chain

from firsthand.config import Config
from firsthand.link.assemble import assemble
from firsthand.link.block import candidates
from firsthand.link.compare import COPIED, DECISIVE, JOIN_AT, Evidence, by_copy, compare, shares_of
from firsthand.link.copies import copied_pairs
from firsthand.link.follow import Followers, followers, settle
from firsthand.link.group import Comparer, Grouped, group
from firsthand.link.judged import decided
from firsthand.link.slots import Slot, happened, slots
from firsthand.link.sources import merge_sources
from firsthand.link.wording import by_rare_words, tellings
from firsthand.model import Incident, Ledger, Link, Linking

# How far below `JOIN_AT` a pair is still worth a person's look. 2 is one feature's weight: what a single wrong reading can turn.
DOUBT = 2.0


def link(ledger: Ledger, *, config: Config) -> Linking:
    """Brings together what reports tell of one incident, and keeps look-alikes apart.

    1. Slots: each incident as one report tells it; only what is asserted to have happened, been tried or been claimed makes one.
    2. Copies: which slots stand in passages that one report took from another; those wholly in copied words follow their originals.
    3. Candidates: slots that share a time window and a place or a family of acts, or several rare words.
    4. Compare: each pair by the table of features, each of which explains itself; the weights add up.
    5. Group: best pairs first, no chaining, under what people decided.
    6. Assemble incidents, whose ids are those of their earliest statements; order of arrival changes nothing.
    7. Sources: those of one person or body across reports become one.
    8. Doubtful pairs for a person to look at, those that would move the most people first.

    Example:
        >>> link(Ledger(), config=Config()).incidents
        ()
    """
    # 1
    found = slots(ledger)
    said = decided(ledger.judgements, found)
    # 2
    copied = copied_pairs(found, ledger)
    followed = followers(found, ledger, {slot for pair in (*said.same, *said.different) for slot in pair})
    # 3, 4
    known = Evidence(copied, tellings(found, ledger), shares_of(followed.grouped))
    pairs = {
        (a.id, b.id): compare(a, b, known)
        for a, b in chain(candidates(followed.grouped), by_rare_words(followed.grouped, known.told))
    }
    by_id = {s.id: s for s in found}
    for left, right in copied:
        if (left, right) not in pairs:
            pairs[left, right] = compare(by_id[left], by_id[right], known)
    # 5
    alone = {s.id for s in followed.following}
    links = [x for x in pairs.values() if x.left not in alone and x.right not in alone]
    copies = frozenset(how.copy for how in copied.values() if COPIED[how.kind] >= DECISIVE)
    about = frozenset(name for name, telling in known.told.items() if telling.leading)
    grouped = group(followed.grouped, links, said, Comparer(lambda a, b: compare(a, b, known), copies, about))
    # 6
    again = {s.id for name in copies for s in by_id[name].statements} | followed.original.keys()
    incidents = _incidents(grouped, followed, list(pairs.values()), again)
    # 7
    sources, source_of = merge_sources(ledger.sources, judgements=ledger.judgements)
    # 8
    return Linking(
        incidents=tuple(sorted(incidents, key=lambda i: i.id)),
        sources=sources,
        source_of=source_of,
        doubtful=_doubtful(links, grouped, by_id),
    )


def _incidents(grouped: Grouped, followed: Followers, links: Sequence[Link], copied: Collection[str]) -> list[Incident]:
    """Each group, with what follows into it, as an incident; kept are the strongest link of each slot and every link by a copied passage."""
    home = {slot.id: number for number, members in enumerate(grouped.groups) for slot in members}
    statements, following = settle(followed, home)
    home |= {slot.id: number for number, members in following.items() for slot in members}
    inside: dict[int, list[Link]] = defaultdict(list)
    for found in sorted(links, key=lambda x: (-x.score, x.left, x.right)):
        number = home.get(found.left)
        if number is not None and number == home.get(found.right):
            inside[number].append(found)
    incidents = []
    for number, members in enumerate(grouped.groups):
        settled = statements[number]
        if not any(happened(s) for s in settled):
            continue
        kept, seen = [], set[str]()
        for found in inside[number]:
            if by_copy(found) or not {found.left, found.right} <= seen:
                kept.append(found)
                seen |= {found.left, found.right}
        slots_of = sorted((*members, *following.get(number, ())), key=lambda s: s.id)
        incidents.append(assemble(slots_of, settled, kept, copied=copied))
    return incidents


def _doubtful(links: Sequence[Link], grouped: Grouped, by_id: dict[str, Slot]) -> tuple[Link, ...]:
    """Pairs near the line and pairs kept apart although they scored enough, by how many people they would move, then by nearness."""
    home = {slot.id: number for number, members in enumerate(grouped.groups) for slot in members}
    refused = {(x.left, x.right): x for x in grouped.refused}
    found = list(refused.values())
    for pair in links:
        joined = home[pair.left] == home[pair.right]
        near = JOIN_AT - DOUBT <= pair.score < JOIN_AT + DOUBT / 2
        if near and (pair.left, pair.right) not in refused and joined == pair.joined:
            found.append(pair)

    def rank(pair: Link) -> tuple[int, float, str, str]:
        return (
            -min(_people(by_id[pair.left]), _people(by_id[pair.right])),
            abs(pair.score - JOIN_AT),
            pair.left,
            pair.right,
        )

    first: dict[tuple[int, int], Link] = {}
    for pair in sorted(found, key=rank):  # one pair for each two incidents: a reader decides on incidents
        one, other = sorted((home[pair.left], home[pair.right]))
        first.setdefault((one, other), pair)
    return tuple(first.values())


def _people(slot: Slot) -> int:
    return max(
        (e.best or e.low or 0 for measure in ("killed", "injured") for e in slot.tolls.get(measure, ())), default=0
    )


__all__ = ["link"]
