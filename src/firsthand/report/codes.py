"""The kinds of incident in the code lists of the field, from `_vocabulary/incident_types.csv`."""

from __future__ import annotations

import functools

from firsthand.promises import Types
from firsthand.vocabulary import rows


@functools.cache
def table() -> dict[str, dict[str, str]]:
    """The rows of the vocabulary of incident types, by code.

    Raises:
        FileNotFoundError: the vocabulary file is missing from the installation.
    """
    return {row["code"]: row for row in rows("incident_types.csv")}


def name_of(code: str) -> str:
    """The plain name of a type code ("car bomb"); the code itself, underscores opened, where the table lacks it.

    Example:
        >>> name_of("no_such_code")
        'no such code'
    """
    row = table().get(code)
    return row["name"] if row else code.replace("_", " ")


def types_of(codes: tuple[str, ...]) -> Types:
    """The leading type of an incident in each code list. Null where the list has none, or the incident's kind is unknown.

    Example:
        >>> types_of(()).acled is None
        True
    """
    row = next((table()[code] for code in codes if code in table()), {})

    def cell(column: str) -> str | None:
        return row.get(column) or None

    event, sub = cell("acled_event"), cell("acled_sub_event")
    return Types(
        acled=f"{event}: {sub}" if event and sub else event,
        ucdp=cell("ucdp_violence"),
        gtd=cell("gtd_attacktype"),
        plover=cell("plover"),
        muc4=cell("muc4"),
        acled_event=event,
        acled_sub_event=sub,
        codes=codes,
        names=tuple(name_of(code) for code in codes),
    )
