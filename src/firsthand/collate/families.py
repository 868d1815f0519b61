"""Families: documents joined by derivations, and the root they come from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from firsthand.model import Derivation, Family


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
    groups: Sequence[Sequence[str]], derivations: Sequence[Derivation], declared: Sequence[Derivation]
) -> tuple[Family, ...]:
    """The families of all documents: each group with its root.

    The root is the one document that comes from no other, unless that document itself declares an absent original: then that original.

    Args:
        groups: see `components`.
        derivations: between documents.
        declared: from documents to absent originals; of several the most trusted stands as the root.
    """
    naming = {d.document: d.of for d in sorted(declared, key=lambda d: (d.score, d.id))}
    found = []
    for group in groups:
        members = set(group)
        inner = [d for d in derivations if d.document in members and d.of in members]
        root = _root(group, inner)
        found.append(Family(root=naming.get(root, root), documents=tuple(group)))
    return tuple(sorted(found, key=lambda f: f.documents))


def _root(group: Sequence[str], inner: Sequence[Derivation]) -> str:
    """The document that comes from no other in the family, and that most come from."""
    derived = {d.document for d in inner}
    roots = [i for i in group if i not in derived] or list(group)
    fed: dict[str, int] = defaultdict(int)
    for derivation in inner:
        fed[derivation.of] += 1
    return min(roots, key=lambda i: (-fed[i], i))
