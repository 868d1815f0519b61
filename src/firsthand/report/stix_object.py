"""What every object of a STIX 2.1 bundle shares: id, marking, date, and the extension that holds what STIX has no property for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from firsthand.report.index import Index
from firsthand.report.naming import chain_keys, date_prefix, instant, pruned, uuid_of

# TLP 2.0 as the OASIS common object repository gives it: label, id of the marking definition, value in its extension.
TLP_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
TLP = {
    "TLP:CLEAR": ("marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487", "clear"),
    "TLP:GREEN": ("marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb", "green"),
    "TLP:AMBER": ("marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421", "amber"),
    "TLP:AMBER+STRICT": ("marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003", "amber+strict"),
    "TLP:RED": ("marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1", "red"),
}
# The day on which the definitions below were fixed; they are part of the format, not of a ledger.
DEFINED = "2026-01-01T00:00:00.000Z"
# `created` and `modified` where the ledger knows no date at all: STIX requires them.
NO_DATE = "1970-01-01T00:00:00.000Z"
SYSTEM = f"identity--{uuid_of('identity', 'firsthand')}"
EXTENSION = f"extension-definition--{uuid_of('extension-definition', 'ledger fields 1.0.0')}"
SCHEMA = (
    "Fields of a firsthand ledger, as one JSON object with 'ledger_id' and, by kind of object: date and place as intervals with their precision; "
    "counts of people as low, best and high, each possibly absent because unknown, with the number of independent origins and the notes that set "
    "each end; for a claim its offsets in code points of the cleaned text, who is spoken for from the nearest to the deepest source, and how "
    "firmly it is said; for a derivation its kind, the shares carried over and its reasons. An absent field is unknown, never zero."
)
Thing = dict[str, Any]


@dataclass(frozen=True)
class House:
    """What every object of one bundle needs: the ledger, the id of its marking and the date it bears."""

    index: Index
    marking: str
    created: str

    def thing(
        self, kind: str, key: str, ledger_id: str | None = None, /, *, more: Thing | None = None, **fields: Any
    ) -> Thing:
        """One object; `more` goes into the extension, which an object without an id in the ledger does not have."""
        extra = {"extension_type": "property-extension", "ledger_id": ledger_id, **(more or {})}
        extension = {EXTENSION: extra} if ledger_id else None
        made: Thing = pruned(
            {
                "type": kind,
                "spec_version": "2.1",
                "id": id_of(kind, key),
                "created_by_ref": SYSTEM,
                "created": self.created,
                "modified": self.created,
                **fields,
                "object_marking_refs": [self.marking],
                "extensions": extension,
            }
        )
        return made

    def document(self, id_: str) -> str | None:
        """The id of the object that stands for a document or an absent original."""
        if id_ in self.index.documents:
            return id_of("report" if published(self.index, id_) else "grouping", id_)
        return id_of("grouping", id_) if id_ in self.index.virtuals else None

    def documents(self, ids: Iterable[str]) -> list[str]:
        """`document` of each id that has one."""
        return [found for found in map(self.document, ids) if found]

    def speakers(self, chain: tuple[str, ...]) -> list[str]:
        """The identities along a chain of attribution."""
        return [id_of("identity", key) for key in chain_keys(self.index, chain)]

    def claims(self, ids: Iterable[str]) -> list[str]:
        """The notes that stand for these statements, where the ledger holds them."""
        return [id_of("note", i) for i in ids if i in self.index.statements]


def id_of(kind: str, key: str) -> str:
    """A STIX id that depends on nothing but the kind and the key.

    Example:
        >>> id_of("incident", "i-1") == id_of("incident", "i-1")
        True
    """
    return f"{kind}--{uuid_of(kind, key)}"


def published(index: Index, document: str) -> str | None:
    """A document's date as STIX wants it, where the document tells its day: an inferred date is no date of publication."""
    when = index.date(document)
    if when.basis == "inferred":
        return None
    day = date_prefix(when) if when.precision in ("time", "day") else None
    moment = instant(when.earliest) if when.earliest else None
    return f"{moment[:-1]}.000Z" if moment else f"{day}T00:00:00.000Z" if day else None


def definitions(marking: str) -> Iterator[Thing]:
    """What every bundle brings along: who wrote it, the extension that it uses, and its marking."""
    shared = {"spec_version": "2.1", "created": DEFINED, "modified": DEFINED}
    yield {"type": "identity", "id": SYSTEM, **shared, "name": "firsthand", "identity_class": "system"}
    yield {
        "type": "extension-definition",
        "id": EXTENSION,
        **shared,
        "created_by_ref": SYSTEM,
        "name": "Fields of a firsthand ledger",
        "description": "What a ledger of reported events holds and STIX has no property for.",
        "schema": SCHEMA,
        "version": "1.0.0",
        "extension_types": ["property-extension"],
    }
    id_, value = TLP[marking]
    yield {
        "type": "marking-definition",
        "id": id_,
        "spec_version": "2.1",
        "created": "2022-10-01T00:00:00.000Z",
        "name": marking,
        "extensions": {TLP_EXTENSION: {"extension_type": "property-extension", "tlp_2_0": value}},
    }
