"""What was read of a text or of two texts before, so that a later run reads only what is new; the results are those of a run from scratch.

Everything dear in this room (aligning two texts, the facts of a lead, the changes along an edge) depends on one or two documents alone and on
nothing else of the pile. What depends on the whole pile (how rare a word is, which parent is likeliest) is cheap and is reckoned anew each
time. So an answer is kept under a digest of everything it was made from, and a changed document, or another rule, is another digest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

import msgspec

from firsthand.model import Document

T = TypeVar("T")


class Memory:
    """Answers by digest: those known from an earlier run, those given now, and the documents for which something was read anew.

    Example:
        >>> one = Document(id="d", address="d", sha256="d", text="Nine men.")
        >>> memory = Memory()
        >>> with remembering(memory):
        ...     first = recalled("words", (one,), (), int, lambda: 2)
        >>> later = Memory(memory.kept)
        >>> with remembering(later):
        ...     second = recalled("words", (one,), (), int, lambda: 3)
        >>> first, second, sorted(memory.anew), sorted(later.anew)
        (2, 2, ['d'], [])
    """

    def __init__(self, known: Mapping[str, bytes] | None = None) -> None:
        self._known = known or {}
        self._digests: dict[int, tuple[Document, bytes]] = {}
        self.kept: dict[str, bytes] = {}
        self.anew: set[str] = set()

    def digest(self, document: Document) -> bytes:
        """A digest of everything a document says of itself."""
        found = self._digests.get(id(document))
        if found is None or found[0] is not document:
            found = document, hashlib.blake2b(msgspec.msgpack.encode(document), digest_size=16).digest()
            self._digests[id(document)] = found
        return found[1]

    def recall(
        self, what: str, of: tuple[Document, ...], also: tuple[object, ...], kind: type[T], make: Callable[[], T]
    ) -> T:
        """The kept answer, else the one that is made now; both are kept for the next run."""
        hasher = hashlib.blake2b(what.encode() + msgspec.msgpack.encode(also), digest_size=16)
        for document in of:
            hasher.update(self.digest(document))
        key = hasher.hexdigest()
        body = self.kept.get(key) or self._known.get(key)
        if body is not None:
            self.kept[key] = body
            return msgspec.msgpack.decode(body, type=kind)
        made = make()
        self.kept[key] = msgspec.msgpack.encode(made, order="deterministic")
        self.anew.update(d.id for d in of)
        return made


_CURRENT: ContextVar[Memory | None] = ContextVar("memory", default=None)


@contextmanager
def remembering(memory: Memory) -> Iterator[None]:
    """Within it, `recalled` asks this memory."""
    token = _CURRENT.set(memory)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def current() -> Memory | None:
    """The memory in force."""
    return _CURRENT.get()


def recalled(what: str, of: tuple[Document, ...], also: tuple[object, ...], kind: type[T], make: Callable[[], T]) -> T:
    """What `make` gives, from the memory in force if it holds it; without a memory it is simply made.

    Args:
        what: the name of the question.
        of: the documents the answer depends on, in order.
        also: everything else it depends on.
        kind: the type of the answer.
        make: answers the question.
    """
    memory = current()
    return memory.recall(what, of, also, kind, make) if memory else make()
