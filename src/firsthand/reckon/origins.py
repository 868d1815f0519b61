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
from firsthand.reckon.world import World, group_of
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
    return tuple(_voice(key, [(statements[i], nodes[i]) for i in indexes]) for key, indexes in sorted(gathered.items()))


def _voice(key: str, members: Sequence[tuple[Statement, _Node]]) -> Voice:
    own = tuple(s for s, node in members if node.own)
    carriers = {r for _, node in members if node.own for r in node.newsrooms} or {
        r for _, node in members for r in node.newsrooms
    }
    speakers = [node.speaker for _, node in members if node.speaker]
    reasons = dict.fromkeys(reason for _, node in members for reason in node.reasons)
    return Voice(
        key=key,
        statements=tuple(s for s, _ in members),
        own=own or tuple(s for s, _ in members),
        newsrooms=frozenset(carriers),
        speaker=min(speakers) if speakers else None,
        known=any(node.known for _, node in members),
        reasons=tuple(sorted(reasons)),
        office=min((node.office for _, node in members if node.office), default=None),
    )


def _node(world: World, statement: Statement, among: Sequence[Statement]) -> _Node:
    newsroom = world.newsroom.get(statement.document, statement.document)
    taken = [d for d in world.taken(statement) if not world.revises(d)]
    if taken:
        tied = [_tied(world, statement, derivation, among) for derivation in taken]
        keys = tuple(dict.fromkeys((f"s:{statement.id}", *(key for key, _ in tied))))
        rooted = statement.document not in world.circular and any(_rooted(world, d.of) for d in taken)
        rooms = frozenset(_room_of(world, d.of) for d in taken)
        return _Node(keys, tuple(reason for _, reason in tied), rooms, _speaker(world, statement), rooted, False)
    speaker = _speaker(world, statement)
    if speaker is not None:
        name = world.sources[speaker].name if speaker in world.sources else None
        keys = (f"s:{statement.id}", f"speaker:{speaker}")
        return _Node(keys, (f"the word of {name or 'one source'}",), frozenset({newsroom}), speaker, True, True)
    return _unspoken(world, statement, newsroom)


def _unspoken(world: World, statement: Statement, newsroom: str) -> _Node:
    """A statement by no speaker who can be told from another: it is its newsroom's, or that of the medium it names."""
    key = f"s:{statement.id}"
    body = next((b for b in (_body(world, s) for s in reversed(statement.chain)) if b), None)
    if body:
        return _Node((key, f"body:{body}"), ("unnamed persons of one body",), frozenset({newsroom}), None, False, True)
    office = _office(world, statement)
    if office is not None:
        reasons = (f"the holder of one office, not named ({office.description})",)
        return _Node(
            (key, f"office:{fold(office.description or office.id)}"),
            reasons,
            frozenset({newsroom}),
            None,
            False,
            True,
            office.description,
        )
    media = [
        s for s in (_source(world, i) for i in statement.chain) if s is not None and is_medium(world, s) and s.name
    ]
    unnamed = any(s is not None and s.kind == "unnamed" for s in (_source(world, i) for i in statement.chain))
    if media:
        room = group_of(media[-1].name or "")
        return _Node(
            (key, f"room:{room}"), (f"credited to {media[-1].name}",), frozenset({room}), None, not unnamed, True
        )
    if statement.document in world.circular:
        reason = "reports that credit each other in a round: nobody tells it first-hand"
        return _Node((key, f"room:{newsroom}"), (reason,), frozenset({newsroom}), None, False, True)
    if not unnamed and "hearsay" in said_of(world, statement):
        reason = "told after media or users that are not named: its origin is not known"
        return _Node((key, f"room:{newsroom}"), (reason,), frozenset({newsroom}), None, False, True)
    document = world.documents.get(statement.document)
    named = document is not None and bool(document.publisher or document.agency)
    if unnamed:
        reason = "told by a source that is not named: its independence is not known"
    else:
        reason = "the newsroom's own word" if named else "who printed it is not known, so its lineage is not known"
    return _Node((key, f"room:{newsroom}"), (reason,), frozenset({newsroom}), None, named and not unnamed, True)


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
    """The deepest source that speaks in its own name, under its id across documents; ``None`` where there is none."""
    for identity in reversed(statement.chain):
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


def _office(world: World, statement: Statement) -> Source | None:
    """The deepest source, where it is told only as the holder of one office or place ("the police chief"): one person, though not named."""
    deepest = _source(world, statement.chain[-1]) if statement.chain else None
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
    holder: dict[str, int] = {}
    order = sorted(range(len(found)), key=lambda i: (not found[i].known, found[i].key))
    alone = [i for i in order if not _matched(i, found, holder, set())]
    groups: dict[int, list[int]] = {i: [i] for i in range(len(found)) if i not in alone}
    for i in alone:
        groups[holder[min(found[i].newsrooms)]].append(i)
    return tuple(sorted((_origin([found[i] for i in members]) for members in groups.values()), key=lambda o: o.key))


def _matched(index: int, found: Sequence[Voice], holder: dict[str, int], seen: set[str]) -> bool:
    for room in sorted(found[index].newsrooms):
        if room not in seen:
            seen.add(room)
            if room not in holder or _matched(holder[room], found, holder, seen):
                holder[room] = index
                return True
    return False


def _origin(members: Sequence[Voice]) -> Origin:
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
