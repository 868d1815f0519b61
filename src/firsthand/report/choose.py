"""A part of a release: the incidents of one question, place, period or actor, and the documents that tell of them."""

from __future__ import annotations

import functools
import re
from datetime import date
from typing import NamedTuple

import msgspec

from firsthand.errors import UsageError
from firsthand.model import Collation, Incident, Ledger, Release, Statement
from firsthand.report.codes import name_of
from firsthand.vocabulary import rows

# Letters by which a word of a question is recognised: enough to tell "bombings" from "boats", few enough for "bombed" and "bombing".
STEM = 5


class Choice(NamedTuple):
    """What a part is about; `None` is no restriction. Dates are ISO days."""

    question: str | None = None
    place: str | None = None
    since: str | None = None
    until: str | None = None
    actor: str | None = None

    def any(self) -> bool:
        """Whether anything is restricted at all."""
        return any(value is not None for value in self)

    def words(self) -> str:
        """The restriction as the dossier tells it.

        Example:
            >>> Choice(place="Sarovel", since="2024-03-01").words()
            'place Sarovel, since 2024-03-01'
        """
        return ", ".join(f"{name} {value}" for name, value in zip(self._fields, self, strict=True) if value is not None)


def choice(**given: str | None) -> Choice:
    """The restriction that these options give.

    Raises:
        UsageError: a date that is no ISO day.

    Example:
        >>> choice(place="Sarovel").any(), choice().any()
        (True, False)
    """
    for name in ("since", "until"):
        value = given.get(name)
        if value is not None:
            try:
                date.fromisoformat(value)
            except ValueError as error:
                raise UsageError(f"'{value}' is no day", next_step=f"write --{name} 2024-03-31") from error
    return Choice(**given)


def chosen(released: Release, what: Choice) -> Release:
    """The part of a release that a choice is about; the same release where nothing is restricted.

    1. Incidents that fit: an interval that overlaps the period fits, an undated incident fits no period.
    2. The documents that tell of them, and those that they come from or that come from them.
    3. All that stands in these documents; statements of other incidents go.
    4. A note that says what the part is and how much of the whole it is.
    """
    if not what.any():
        return released
    ledger = released.ledger
    texts: dict[str, list[Statement]] = {}
    for statement in ledger.statements:
        texts.setdefault(statement.id, []).append(statement)
    # 1
    kept = tuple(i for i in ledger.incidents if _fits(i, texts, what))
    ids = {i.id for i in kept}
    # 2
    documents = {d for i in kept for d in i.documents}
    edges = [d for d in ledger.collation.derivations if d.document in documents or d.of in documents]
    documents |= {d for e in edges for d in (e.document, e.of)}
    # 3
    part = _part(ledger, documents, ids)
    # 4
    note = f"This tells of {len(kept)} of {len(ledger.incidents)} incidents: {what.words()}."
    return msgspec.structs.replace(released, ledger=part, notes=(note, *released.notes))


def _part(ledger: Ledger, documents: set[str], incidents: set[str]) -> Ledger:
    other = {s for i in ledger.incidents if i.id not in incidents for s in i.statements}
    told = [d for d in ledger.documents if d.id in documents]
    collation = ledger.collation
    families = []
    for family in collation.families:
        members = tuple(d for d in family.documents if d in documents)
        if members:
            root = family.root if family.root in members else members[0]
            families.append(msgspec.structs.replace(family, root=root, documents=members))
    return msgspec.structs.replace(
        ledger,
        documents=tuple(told),
        dates={k: v for k, v in ledger.dates.items() if k in documents},
        rejected=(),
        doubtful=(),
        collation=Collation(
            derivations=tuple(d for d in collation.derivations if d.document in documents and d.of in documents),
            drifts=tuple(d for d in collation.drifts if d.document in documents and d.of in documents),
            virtuals=tuple(v for v in collation.virtuals if v.id in documents),
            families=tuple(families),
        ),
        quotes=tuple(q for q in ledger.quotes if q.document in documents),
        statements=tuple(s for s in ledger.statements if s.document in documents and s.id not in other),
        figures=tuple(f for f in ledger.figures if f.document in documents),
        series=tuple(s for s in ledger.series if s.document in documents),
        incidents=tuple(i for i in ledger.incidents if i.id in incidents),
        assessments=tuple(a for a in ledger.assessments if a.incident in incidents),
        disagreements=tuple(d for d in ledger.disagreements if d.incident in incidents),
    )


def _fits(incident: Incident, texts: dict[str, list[Statement]], what: Choice) -> bool:
    where, when = incident.where, incident.when
    places = [p for p in (where.name, where.words, where.admin1, where.country) if p] if where else []
    if what.place is not None and not any(_holds(p, what.place) for p in places):
        return False
    if what.actor is not None and not any(_holds(a.name, what.actor) for a in incident.actors):
        return False
    if what.since is not None and (when.latest is None or when.latest[:10] < what.since):
        return False
    if what.until is not None and (when.earliest is None or when.earliest[:10] > what.until):
        return False
    if what.question is not None:
        told = [s.text for i in incident.statements for s in texts.get(i, ())]
        told += [*places, *(a.name for a in incident.actors), *(name_of(t) for t in incident.types)]
        stems = {w[:STEM] for t in told for w in re.findall(r"\w+", t.casefold())}
        asked = [w for w in re.findall(r"\w+", what.question.casefold()) if w not in _grammar()]
        return all(w[:STEM] in stems for w in asked)
    return True


@functools.cache
def _grammar() -> frozenset[str]:
    return frozenset(word for row in rows("function_words.csv") for word in row["words"].split())


def _holds(text: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE) is not None
