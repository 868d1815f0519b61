"""Families and virtual originals: documents joined by derivations, the root they come from, and named originals that are absent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from firsthand.collate.credits import Credit, outlet_key
from firsthand.model import Derivation, Document, Family, Virtual, make_id

# Credits by which a whole text is declared another outlet's, or its interview another outlet's: they make a virtual original.
_MAKES_VIRTUAL = frozenset({"copied", "translated", "adapted", "supplied", "dateline", "told"})


def components(ids: Iterable[str], links: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Groups of ids joined by links, each sorted, in order of their first id.

    Example:
        >>> components(["c", "a", "b"], [("c", "a")])
        [('a', 'c'), ('b',)]
    """
    parent = {i: i for i in ids}

    def top(node: str) -> str:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for left, right in links:
        if left in parent and right in parent:
            first, second = sorted((top(left), top(right)))
            parent[second] = first
    groups: dict[str, list[str]] = defaultdict(list)
    for node in parent:
        groups[top(node)].append(node)
    return sorted(tuple(sorted(group)) for group in groups.values())


def families(
    documents: Sequence[Document], derivations: Sequence[Derivation], credits: Mapping[str, tuple[Credit, ...]]
) -> tuple[tuple[Family, ...], tuple[Virtual, ...]]:
    """Families of all documents, and the virtual originals they name.

    A document whose credited outlet prints none of its relatives names an original that is not among the documents. The root of a family is
    the one document that comes from no other, unless that document itself declares an absent original: then that original.
    """
    by_id = {d.id: d for d in documents}
    virtuals: list[Virtual] = []
    found = []
    for group in components(by_id, ((d.document, d.of) for d in derivations)):
        members = set(group)
        named = _absent([by_id[i] for i in group], credits)
        virtuals += named
        inner = [d for d in derivations if d.document in members]
        found.append(Family(root=_root(group, inner, named), documents=group))
    return tuple(sorted(found, key=lambda f: f.documents)), tuple(sorted(virtuals, key=lambda v: v.id))


def _absent(group: Sequence[Document], credits: Mapping[str, tuple[Credit, ...]]) -> list[Virtual]:
    present = {outlet_key(d.publisher) for d in group if d.publisher}
    naming: dict[str, list[tuple[str, Credit]]] = defaultdict(list)
    for document in group:
        for credit in credits[document.id]:
            key = outlet_key(credit.outlet)
            if key and credit.says in _MAKES_VIRTUAL and key not in present:
                naming[key].append((document.id, credit))
    made = []
    for key, named in sorted(naming.items()):
        documents = tuple(sorted({i for i, _ in named}))
        name = named[0][1].outlet or key
        made.append(Virtual(id=make_id("v", key, *documents), name=name, words=named[0][1].words, documents=documents))
    return made


def _root(group: Sequence[str], inner: Sequence[Derivation], named: Sequence[Virtual]) -> str:
    """The document that comes from no other in the family; its declared but absent original, if it has one."""
    derived = {d.document for d in inner}
    roots = [i for i in group if i not in derived] or list(group)
    fed: dict[str, int] = defaultdict(int)
    for derivation in inner:
        fed[derivation.of] += 1
    root = min(roots, key=lambda i: (-fed[i], i))
    return next((v.id for v in named if root in v.documents), root)
