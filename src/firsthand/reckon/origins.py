"""Independent origins, claim by claim: who told it first-hand, and who only passed it on.

Two tellings are independent for a claim only if all hold (Standards for Casualty Recording p. 25): different newsrooms, no shared passage, no
credit that links them, and different speakers. So an origin needs a voice of its own and a newsroom of its own. First the statements are
united into *voices* (one voice: one speaker, or one newsroom speaking for itself, with every copy of its passage); then voices are matched
with the newsrooms that carry them, and a voice left without a newsroom of its own joins one that has it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from firsthand.model import UNNAMED_WIRE, Derivation, Origin, Source, Statement, make_id
from firsthand.reckon.reporting import said_of
from firsthand.reckon.world import Told, World, group_of
from firsthand.text import fold

# Kinds of source that speak in their own name; a medium only passes on, and an unnamed one cannot be told from another.
_SPEAKING = frozenset({"official", "witness", "group", "expert", "person", "protected"})


class Voice(NamedTuple):
    """One who tells a claim: the statements that go back to it, those of them told first-hand (not in a copied passage), and why."""

    key: str
    statements: tuple[Statement, ...]
    own: tuple[Statement, ...]
    newsrooms: frozenset[str]
    speaker: str | None
    known: bool
    reasons: tuple[str, ...]
    office: str | None = None


class _Node(NamedTuple):
    """What one statement is tied to: keys, the reasons that tie it, whose reporting it is, its speaker, and whether its lineage is known."""

    keys: tuple[str, ...]
    reasons: tuple[str, ...]
    newsrooms: frozenset[str]
    speaker: str | None
    known: bool
    own: bool
    office: str | None = None


def voices(world: World, statements: Sequence[Statement]) -> tuple[Voice, ...]:
    """Unites the statements of one claim into voices; sorted by key.

    Args:
        statements: what is said of one property of one incident (or of the incident as a whole).
    """
    nodes = [_node(world, s, statements) for s in statements]
    gathered = _united(nodes) if any(not node.own for node in nodes) else _side_by_side(nodes)
    return tuple(_voice(key, [(statements[i], nodes[i]) for i in indexes]) for key, indexes in sorted(gathered.items()))


def _side_by_side(nodes: Sequence[_Node]) -> dict[str, list[int]]:
    """As `_united`, where no statement is tied to another by a copied passage: then one key, that of who tells it, decides."""
    by_teller: dict[str, list[int]] = defaultdict(list)
    for index, node in enumerate(nodes):
        by_teller[node.keys[1]].append(index)
    return {min(teller, *(nodes[i].keys[0] for i in found)): found for teller, found in by_teller.items()}


def _united(nodes: Sequence[_Node]) -> dict[str, list[int]]:
    """The places of the nodes that keys hold together, directly or through others, under the least of their keys."""
    root: dict[str, str] = {}

    def find(key: str) -> str:
        while root.setdefault(key, key) != key:
            root[key] = root[root[key]]
            key = root[key]
        return key

    for node in nodes:
        for key in node.keys[1:]:
            one, other = sorted((find(node.keys[0]), find(key)))
            root[other] = one
    gathered: dict[str, list[int]] = defaultdict(list)
    for index, node in enumerate(nodes):
        gathered[find(node.keys[0])].append(index)
    return gathered


def _voice(key: str, members: Sequence[tuple[Statement, _Node]]) -> Voice:
    if len(members) == 1:
        ((statement, node),) = members
        alone = (statement,)
        return Voice(key, alone, alone, node.newsrooms, node.speaker, node.known, node.reasons, node.office)
    said = tuple(s for s, _ in members)
    own = tuple(s for s, node in members if node.own) or said
    nodes = [node for _, node in members]
    carriers = {r for node in nodes if node.own for r in node.newsrooms} or {
        r for node in nodes for r in node.newsrooms
    }
    return Voice(
        key=key,
        statements=said,
        own=own,
        newsrooms=frozenset(carriers),
        speaker=min((node.speaker for node in nodes if node.speaker), default=None),
        known=any(node.known for node in nodes),
        reasons=tuple(sorted({reason for node in nodes for reason in node.reasons})),
        office=min((node.office for node in nodes if node.office), default=None),
    )


def _node(world: World, statement: Statement, among: Sequence[Statement]) -> _Node:
    known: _Node | None = None if world.nodes is None else world.nodes.get(statement.id)
    if known is not None:
        return known
    newsroom = world.newsroom.get(statement.document, statement.document)
    taken = [d for d in world.taken(statement) if not world.revises(d)]
    if taken:
        tied = [_tied(world, statement, derivation, among) for derivation in taken]
        keys = tuple(dict.fromkeys((f"s:{statement.id}", *(key for key, _ in tied))))
        rooted = statement.document not in world.circular and any(_rooted(world, d.of) for d in taken)
        rooms = frozenset(_room_of(world, d.of) for d in taken)
        return _Node(keys, tuple(reason for _, reason in tied), rooms, _speaker(world, statement), rooted, False)
    node = _spoken(world, statement, newsroom)
    if world.nodes is not None:  # only what does not depend on the statements around it
        world.nodes[statement.id] = node
    return node


def _spoken(world: World, statement: Statement, newsroom: str) -> _Node:
    speaker = _speaker(world, statement)
    if speaker is None:
        return _unspoken(world, statement, newsroom)
    name = world.sources[speaker].name if speaker in world.sources else None
    keys = (f"s:{statement.id}", f"speaker:{speaker}")
    return _Node(keys, (f"the word of {name or 'one source'}",), frozenset({newsroom}), speaker, True, True)


def _unspoken(world: World, statement: Statement, newsroom: str) -> _Node:
    """A statement by no speaker who can be told from another: it is its newsroom's, or that of the medium it names."""
    key, rooms = f"s:{statement.id}", frozenset({newsroom})
    told = told_by(world, statement.chain)
    if told.body:
        return _Node((key, f"body:{told.body}"), ("unnamed persons of one body",), rooms, None, False, True)
    if told.office is not None:
        words = told.office.description
        reasons = (f"the holder of one office, not named ({words})",)
        return _Node((key, f"office:{fold(words or told.office.id)}"), reasons, rooms, None, False, True, words)
    if told.medium is not None:
        room = group_of(told.medium)
        reasons = (f"credited to {told.medium}",)
        return _Node((key, f"room:{room}"), reasons, frozenset({room}), None, not told.unnamed, True)
    if statement.document in world.circular:
        reason = "reports that credit each other in a round: nobody tells it first-hand"
        return _Node((key, f"room:{newsroom}"), (reason,), frozenset({newsroom}), None, False, True)
    if not told.unnamed and "hearsay" in said_of(world, statement):
        reason = "told after media or users that are not named: its origin is not known"
        return _Node((key, f"room:{newsroom}"), (reason,), frozenset({newsroom}), None, False, True)
    document = world.documents.get(statement.document)
    named = document is not None and bool(document.publisher or document.agency)
    if told.unnamed:
        reason = "told by a source that is not named: its independence is not known"
    else:
        reason = "the newsroom's own word" if named else "who printed it is not known, so its lineage is not known"
    return _Node((key, f"room:{newsroom}"), (reason,), rooms, None, named and not told.unnamed, True)


def told_by(world: World, chain: tuple[str, ...]) -> Told:
    """What a chain of sources says of who speaks; read once for each chain."""
    found = world.chains.get(chain)
    if found is None:
        known = [s for s in (_source(world, i) for i in chain) if s is not None]
        media = [s.name for s in known if s.name and is_medium(world, s)]
        found = Told(
            speaker=_deepest_speaker(world, chain),
            body=next((b for b in (_body(world, i) for i in reversed(chain)) if b), None),
            office=_office(world, chain),
            medium=media[-1] if media else None,
            unnamed=any(s.kind == "unnamed" for s in known),
        )
        world.chains[chain] = found
    return found


def _tied(world: World, statement: Statement, derivation: Derivation, among: Sequence[Statement]) -> tuple[str, str]:
    """The key of what a copied statement goes back to: the statement it copies, else its speaker, else the newsroom of the original."""
    virtual = world.virtual_names.get(derivation.of)
    name = virtual or _title(world, derivation.of)
    reason = f"{_HOW.get(derivation.kind, 'taken over')} from {name}"
    met = world.met(statement, derivation, among)
    if met:
        return f"s:{met[0].id}", reason
    speaker = _speaker(world, statement)
    if speaker is not None:
        return f"speaker:{speaker}", reason
    return f"room:{_room_of(world, derivation.of)}", reason


def _room_of(world: World, original: str) -> str:
    """The newsroom of an original, which may be a document or named but absent."""
    virtual = world.virtual_names.get(original)
    return group_of(virtual) if virtual and virtual != UNNAMED_WIRE else world.newsroom.get(original, original)


def _rooted(world: World, original: str) -> bool:
    """Whether it is known whose an original is: not where it is of agencies that nobody names."""
    name = world.virtual_names.get(original) or world.outlet.get(original)
    wires = (world.virtual_names.get(d.of) for d in world.derivations.get(original, ()))
    return bool(name) and name != UNNAMED_WIRE and UNNAMED_WIRE not in wires


_HOW: Mapping[str, str] = {
    "verbatim": "the same passage, copied", "edited": "the same passage, edited,", "translated": "a translation of a passage",
    "rewritten": "a passage retold", "cited": "a passage credited as coming", "revision": "a later version of the passage",
}  # fmt: skip


def _title(world: World, document: str) -> str:
    found = world.documents.get(document)
    return (found.publisher or found.agency or found.address) if found else document


def _source(world: World, identity: str) -> Source | None:
    return world.sources.get(world.source(identity)) or world.sources.get(identity)


def _speaker(world: World, statement: Statement) -> str | None:
    return told_by(world, statement.chain).speaker


def _deepest_speaker(world: World, chain: tuple[str, ...]) -> str | None:
    """The deepest source that speaks in its own name, under its id across documents; ``None`` where there is none."""
    for identity in reversed(chain):
        found = _source(world, identity)
        if found is None or is_medium(world, found):
            continue
        if found.kind in _SPEAKING and (found.name or found.kind == "protected"):
            return world.source(identity)
        return None
    return None


def is_medium(world: World, source: Source) -> bool:
    """Whether a source only passes on: a medium, or one that bears the name of a newsroom of the ledger."""
    return source.kind == "medium" or bool(source.name and group_of(source.name) in world.newsrooms)


def _office(world: World, chain: tuple[str, ...]) -> Source | None:
    """The deepest source, where it is told only as the holder of one office or place ("the police chief"): one person, though not named."""
    deepest = _source(world, chain[-1]) if chain else None
    if deepest is None or deepest.name or not deepest.description or is_medium(world, deepest):
        return None
    return deepest if deepest.description.casefold().startswith("the ") and (deepest.head_count or 1) == 1 else None


def _body(world: World, identity: str) -> str | None:
    """The body for which an unnamed source speaks, folded."""
    found = _source(world, identity)
    return (
        fold(found.stands_for)
        if found is not None and not found.name and found.kind == "official" and found.stands_for
        else None
    )


def origins(world: World, found: Sequence[Voice]) -> tuple[Origin, ...]:
    """Voices made into origins: each needs a newsroom of its own beside its own speaker; sorted by key.

    Voices are matched with newsrooms so that as many as can be have one each (augmenting paths); what is left over joins the voice that
    holds its newsroom, since one newsroom cannot confirm itself.
    """
    found = _doubted(world, found)
    holder: dict[str, int] = {}
    order = sorted(range(len(found)), key=lambda i: (not found[i].known, found[i].key))
    alone = [i for i in order if not _matched(i, found, holder, set())]
    groups: dict[int, list[int]] = {i: [i] for i in range(len(found)) if i not in alone}
    for i in alone:
        groups[holder[min(found[i].newsrooms)]].append(i)
    return tuple(sorted((_origin([found[i] for i in members]) for members in groups.values()), key=lambda o: o.key))


def teller_of(voice: Voice) -> str:
    """Whose accuracy a voice's word rests on: its speaker's, else its office's or newsroom's."""
    return voice.speaker or voice.office or min(voice.newsrooms, default=voice.key)


def _doubted(world: World, found: Sequence[Voice]) -> Sequence[Voice]:
    """Voices as they are, but of unknown lineage where one gives the same word as an earlier one whose numbers it is suspected to take."""
    if not world.suspected:
        return found
    order = sorted(range(len(found)), key=lambda i: min(world.order(s) for s in found[i].statements))
    kept = list(found)
    for n, later in enumerate(order):
        for earlier in order[:n]:
            one, other = sorted((teller_of(found[earlier]), teller_of(found[later])))
            why = world.suspected.get((one, other))
            if why is not None and _same_word(found[earlier], found[later]):
                reasons = tuple(dict.fromkeys((*kept[later].reasons, why)))
                kept[later] = kept[later]._replace(known=False, reasons=reasons)
    return kept


def _same_word(one: Voice, other: Voice) -> bool:
    """Whether two voices give a number in common, or give none at all."""
    left, right = (
        {(s.property, s.estimate.low, s.estimate.best, s.estimate.high) for s in v.statements if s.estimate is not None}
        for v in (one, other)
    )
    return bool(left & right) or not (left or right)


def _matched(index: int, found: Sequence[Voice], holder: dict[str, int], seen: set[str]) -> bool:
    for room in sorted(found[index].newsrooms):
        if room not in seen:
            seen.add(room)
            if room not in holder or _matched(holder[room], found, holder, seen):
                holder[room] = index
                return True
    return False


def _origin(members: Sequence[Voice]) -> Origin:
    if len(members) == 1 and len(members[0].statements) == 1:
        (voice,) = members
        (said,) = voice.statements
        key = make_id("o", voice.key)
        return Origin(
            key=key,
            statements=(said.id,),
            documents=(said.document,),
            speaker=voice.speaker,
            known=voice.known,
            reasons=voice.reasons,
        )
    statements = sorted({s.id for v in members for s in v.statements})
    shared = (
        (f"{len(members)} voices told by one newsroom only: their independence cannot be shown",)
        if len(members) > 1
        else ()
    )
    return Origin(
        key=make_id("o", *sorted(v.key for v in members)),
        statements=tuple(statements),
        documents=tuple(sorted({s.document for v in members for s in v.statements})),
        speaker=members[0].speaker,
        known=any(v.known for v in members),
        reasons=tuple(dict.fromkeys((*_reasons(members), *shared))),
    )


def _reasons(members: Iterable[Voice]) -> Iterator[str]:
    for voice in members:
        yield from voice.reasons
