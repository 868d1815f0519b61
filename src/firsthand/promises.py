"""The promised JSON: one frozen shape for each document that `firsthand show`, `whatif` and `eval` print.

A key named here is always there; unknown is ``null``. More keys may come, none goes. JSON Schemas of all shapes are
generated from these classes (`schemas`) and lie in `docs/schema/`. Offsets are code points of the cleaned text, start
included, end excluded. Dates are ISO 8601 strings, both ends included. `path` is what names a document on every
machine: its path below the folder that was given, or its URL.
"""

from __future__ import annotations

from typing import Any

import msgspec


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """Base of every promised shape: frozen, keyword-only."""


# ---------------------------------------------------------------------------------------------- documents and lineage


class Published(Shape, frozen=True):
    """When a document was published, as an interval; nulls where unknown. `basis`: stated, page, inferred or none."""

    earliest: str | None
    latest: str | None
    precision: str
    basis: str
    reasons: tuple[str, ...] = ()


class DocumentRow(Shape, frozen=True):
    """One document. `coverage_derived` is the share (0..1) of its text that comes from other documents, overlaps
    counted once.
    """

    id: str
    path: str
    url: str | None
    publisher: str | None
    author: str | None
    agency: str | None
    headline: str | None
    published: Published
    language: str | None
    comments: int
    coverage_derived: float
    dateline: str | None = None
    credit: str | None = None
    words: int = 0
    version_of: str | None = None


class RejectedRow(Shape, frozen=True):
    """One input set aside: which, and by which of the named reasons."""

    path: str
    reason: str
    what: str = ""
    next_step: str = ""


class Documents(Shape, frozen=True):
    """`firsthand show documents --json`."""

    documents: tuple[DocumentRow, ...]
    rejected: tuple[RejectedRow, ...]


class Edge(Shape, frozen=True):
    """`from` is the copy or retelling, `to` what it comes from. Where the original is not among the documents,
    `to_path` is its name, and the coverages are null unless the credit declares the whole text. `circular`: each goes
    back to the other, so that neither confirms anything.
    """

    from_: str = msgspec.field(name="from")
    to: str
    from_path: str
    to_path: str
    kind: str
    coverage: float | None
    score: float
    reasons: tuple[str, ...]
    coverage_of: float | None = None
    parts: dict[str, float] = {}
    direction: tuple[str, ...] = ()
    virtual: bool = False
    circular: bool = False


class FamilyRow(Shape, frozen=True):
    """A root and all that come from it in whole or in part. A document with no relative is a family of one."""

    root: str
    documents: tuple[str, ...]
    paths: tuple[str, ...]
    root_path: str | None = None


class VirtualRow(Shape, frozen=True):
    """A named original that is not among the documents, and the words that name it."""

    id: str
    name: str
    words: str
    documents: tuple[str, ...]
    paths: tuple[str, ...]


class RelativeRow(Shape, frozen=True):
    """Who printed a document (else the agency it is by) and when, in words, for drawing the tree."""

    id: str
    path: str
    who: str | None
    when: str


class Lineage(Shape, frozen=True):
    """`firsthand show lineage --json`."""

    edges: tuple[Edge, ...]
    families: tuple[FamilyRow, ...]
    virtual: tuple[VirtualRow, ...]
    documents: tuple[RelativeRow, ...] = ()


class DriftRow(Shape, frozen=True):
    """One thing that changed in the retelling (`document`) of an original (`of`). Severity: critical, high, medium, low.

    `hop` is the telling at which it happened (1: the first retelling of a family's original); `inherited_by` are the paths of the documents that
    tell the changed words on.
    """

    document: str
    of: str
    path: str
    of_path: str
    original: str
    retold: str
    kind: str
    severity: str
    why: str
    id: str = ""
    start: int | None = None
    end: int | None = None
    of_start: int | None = None
    of_end: int | None = None
    hop: int | None = None
    inherited_by: tuple[str, ...] = ()


class Drifts(Shape, frozen=True):
    """`firsthand show drift --json`, worst first."""

    drifts: tuple[DriftRow, ...]


# --------------------------------------------------------------------------------------------------- quotes, statements


class Speaker(Shape, frozen=True):
    """Who is speaking; all null where nobody is told."""

    id: str | None
    name: str | None
    description: str | None


class QuoteRow(Shape, frozen=True):
    """Words given as somebody's own (`direct`) or reported. `chain` are names, from the nearest to the author to the
    deepest.
    """

    document: str
    path: str
    start: int
    end: int
    text: str
    speaker: Speaker
    direct: bool
    chain: tuple[str, ...]
    id: str = ""
    cue: str | None = None


class Quotes(Shape, frozen=True):
    """`firsthand show quotes --json`."""

    quotes: tuple[QuoteRow, ...]


class StatementRow(Shape, frozen=True):
    """One proposition in one passage. `incident` is an incident's id, or null where it belongs to none."""

    id: str
    document: str
    path: str
    start: int
    end: int
    text: str
    property: str
    value: str | None
    low: int | None
    best: int | None
    high: int | None
    polarity: str
    factuality: str
    hedge: str | None
    chain: tuple[str, ...]
    incident: str | None
    topic: str | None = None
    as_of: str | None = None
    rule: str = ""
    reasons: tuple[str, ...] = ()


class Statements(Shape, frozen=True):
    """`firsthand show statements --json`."""

    statements: tuple[StatementRow, ...]


# ----------------------------------------------------------------------------------------------------------- incidents


class Types(Shape, frozen=True):
    """The kind of an incident in the code lists of the field; null where a list has no code for it.

    `acled` is "event type: sub-event type"; `codes` are the rows of `_vocabulary/incident_types.csv`, the leading one
    first.
    """

    acled: str | None
    ucdp: str | None
    gtd: str | None = None
    plover: str | None = None
    muc4: str | None = None
    acled_event: str | None = None
    acled_sub_event: str | None = None
    codes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


class Span(Shape, frozen=True):
    """When it happened, as an interval; nulls where unknown."""

    earliest: str | None
    latest: str | None
    precision: str
    words: str | None = None


class Where(Shape, frozen=True):
    """Where it happened: degrees (WGS 84), and UCDP's where_prec 1 (exact) to 7; all null where unknown."""

    name: str | None
    admin1: str | None
    country: str | None
    lat: float | None
    lon: float | None
    precision: int | None
    radius_km: float | None = None
    words: str | None = None


class ActorRow(Shape, frozen=True):
    """An actor and its role: perpetrator, target, victim, claimant."""

    name: str
    role: str


class Because(Shape, frozen=True):
    """One reason of an estimate; the weights of all add up to its `odds`."""

    weight: float
    words: str


class Estimated(Shape, frozen=True):
    """What a number most likely is, where independent origins disagree: beside `low`, `best` and `high` of the range and
    never instead of them. The truth lies from `low` to `high` with probability `credible`, and is `best` with
    probability `confidence`; `odds` is the natural logarithm of the odds of `best` against `rival`.
    """

    best: int
    low: int
    high: int
    confidence: float
    credible: float
    rival: int | None
    odds: float
    why: tuple[Because, ...]


class Range(Shape, frozen=True):
    """A count of people as an interval, how many independent origins and outlets give one, and the statements that
    set each end. `unknown` of the origins are of unknown lineage: they may rest on one of the others. `estimate` is
    null where the origins agree.
    """

    low: int | None
    best: int | None
    high: int | None
    origins: int
    outlets: int
    set_by: dict[str, tuple[str, ...]]
    unknown: int = 0
    estimate: Estimated | None = None


NO_RANGE = Range(low=None, best=None, high=None, origins=0, outlets=0, set_by={})


class IncidentRow(Shape, frozen=True):
    """Something that happened, or was planned, attempted, thwarted or claimed. `killed` and `injured` never contain
    perpetrators.
    """

    id: str
    types: Types
    state: str
    when: Span
    where: Where
    actors: tuple[ActorRow, ...]
    killed: Range
    perpetrators_killed: Range
    injured: Range
    abducted: Range
    cautions: tuple[str, ...]
    documents: tuple[str, ...]
    paths: tuple[str, ...]
    outlets: int
    origins: int | None
    statements: tuple[str, ...]
    counts: dict[str, Range] = {}
    grade: str | None = None
    grade_reasons: tuple[str, ...] = ()
    sensitivity: tuple[str, ...] = ()
    redirects: tuple[str, ...] = ()


class Incidents(Shape, frozen=True):
    """`firsthand show incidents --json`."""

    incidents: tuple[IncidentRow, ...]


class SeriesRow(Shape, frozen=True):
    """A count over a period and an area that a report states; never an incident."""

    measure: str
    where: str | None
    earliest: str | None
    latest: str | None
    low: int | None
    best: int | None
    high: int | None
    speaker: str | None
    path: str
    text: str
    what: str = ""
    id: str = ""
    document: str = ""
    start: int | None = None
    end: int | None = None
    precision: str = "none"
    chain: tuple[str, ...] = ()


class SeriesList(Shape, frozen=True):
    """`firsthand show series --json`."""

    series: tuple[SeriesRow, ...]


class PartRow(Shape, frozen=True):
    """One part of a whole."""

    who: str
    value: int


class FigureRow(Shape, frozen=True):
    """A number that is not an incident's. `sum_holds` is null where there is nothing to add up."""

    measure: str
    who: str | None
    where: str | None
    low: int | None
    best: int | None
    high: int | None
    unit: str | None
    factuality: str
    parts: tuple[PartRow, ...]
    sum_holds: bool | None
    speaker: str | None
    path: str
    text: str
    what: str = ""
    id: str = ""
    document: str = ""
    start: int | None = None
    end: int | None = None
    chain: tuple[str, ...] = ()


class Figures(Shape, frozen=True):
    """`firsthand show figures --json`."""

    figures: tuple[FigureRow, ...]


class SourceRow(Shape, frozen=True):
    """Who is spoken for. `reliability` is by kind (or a person's grade), `reliability_earned` by record; null where
    not graded.
    """

    id: str
    name: str | None
    names: tuple[str, ...]
    kind: str
    description: str | None
    reliability: str | None
    reliability_earned: str | None
    party_to_conflict: bool | None
    head_count: int | None
    cautions: tuple[str, ...]
    statements: int
    stands_for: str | None = None
    quotes: int = 0
    documents: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


class Sources(Shape, frozen=True):
    """`firsthand show sources --json`."""

    sources: tuple[SourceRow, ...]


class Claim(Shape, frozen=True):
    """One of the claims that do not agree: what it says, on whose word, and where it stands."""

    statement: str
    value: str | None
    low: int | None
    best: int | None
    high: int | None
    speaker: str | None
    path: str | None
    text: str | None


class DisagreementRow(Shape, frozen=True):
    """Claims of one property of one incident that do not agree."""

    incident: str
    property: str
    kind: str
    claims: tuple[Claim, ...]
    why: str
    id: str = ""


class Disagreements(Shape, frozen=True):
    """`firsthand show disagreements --json`."""

    disagreements: tuple[DisagreementRow, ...]


# ------------------------------------------------------------------------------------------------------------ codebooks


class Bound(Shape, frozen=True):
    """One end of a range: its number, and the claims that set it."""

    value: int | None
    claims: tuple[Claim, ...]


class Ruling(Shape, frozen=True):
    """What one codebook makes of one count, and by which rule. The origins are the same under every codebook."""

    codebook: str
    low: Bound
    best: Bound
    high: Bound
    rule: str


class Compared(Shape, frozen=True):
    """One count of one incident under each codebook."""

    measure: str
    origins: int
    outlets: int
    rulings: tuple[Ruling, ...]


class CodebooksRow(Shape, frozen=True):
    """One incident under each codebook."""

    id: str
    title: str
    counts: tuple[Compared, ...]


class Codebooks(Shape, frozen=True):
    """`firsthand show incidents --codebooks all --json`: the same ledger under several codebooks side by side."""

    codebooks: tuple[str, ...]
    incidents: tuple[CodebooksRow, ...]


# ------------------------------------------------------------------------------------------------- competing hypotheses


class Hypothesis(Shape, frozen=True):
    """One value, and how much speaks against it: 1 for each I, 2 for each II, plain and weighted by credibility."""

    value: str
    against: int
    weighted: int


class EvidenceRow(Shape, frozen=True):
    """One independent origin's word on each hypothesis, in their order: CC says it, C agrees, N silent, I speaks against
    it, II denies it. `diagnosticity` 0: it tells no hypothesis from another. `known`: its lineage is.
    """

    who: str
    marks: tuple[str, ...]
    credibility: str
    known: bool
    diagnosticity: int
    claims: tuple[Claim, ...]


class Matrix(Shape, frozen=True):
    """The hypotheses on one property, the least contradicted first, against its evidence. `silent`: origins of the
    incident that say nothing of it.
    """

    property: str
    hypotheses: tuple[Hypothesis, ...]
    evidence: tuple[EvidenceRow, ...]
    silent: int


class Hypotheses(Shape, frozen=True):
    """`firsthand hypotheses INCIDENT --json`. What speaks against a hypothesis is no probability."""

    incident: str
    tables: tuple[Matrix, ...]


# ------------------------------------------------------------------------------------------------------- what-if, eval


class Standing(Shape, frozen=True):
    """What stands for one incident, for comparing before with after."""

    killed: Range
    perpetrators_killed: Range
    injured: Range
    abducted: Range
    origins: int | None
    outlets: int
    grade: str | None


class Changed(Shape, frozen=True):
    """One incident that a what-if changes; `after` is null where nothing of it is left."""

    id: str
    before: Standing
    after: Standing | None
    after_id: str | None = None


class Fallen(Shape, frozen=True):
    """One thing that falls with what was left out: its kind (document, incident, figure, series, quote, source) and
    its words.
    """

    kind: str
    id: str
    path: str | None
    text: str


class PublishedLine(Shape, frozen=True):
    """One line of the last report that would no longer hold: its file, its number from 1, and its words."""

    file: str
    line: int
    text: str


class WhatIf(Shape, frozen=True):
    """`firsthand whatif --json`. `unchanged` counts the incidents that stay exactly as they were. With `since` only what
    was said from that day on falls; `undated` counts the named reports of unknown day, which stay.
    """

    without: tuple[str, ...]
    incidents: tuple[Changed, ...]
    unchanged: int
    fallen: tuple[Fallen, ...]
    distrust: tuple[str, ...] = ()
    keep_copies: bool = False
    since: str | None = None
    undated: int = 0
    published: tuple[PublishedLine, ...] = ()


class Eval(Shape, frozen=True):
    """`firsthand eval --json`. `scores` are the figures of the set's own scorer, unchanged."""

    set: str
    split: str
    documents: int
    seconds: float
    scores: Any


DOCUMENTS: dict[str, type[Shape]] = {
    "documents": Documents,
    "lineage": Lineage,
    "drift": Drifts,
    "quotes": Quotes,
    "statements": Statements,
    "incidents": Incidents,
    "series": SeriesList,
    "figures": Figures,
    "sources": Sources,
    "disagreements": Disagreements,
    "codebooks": Codebooks,
    "hypotheses": Hypotheses,
    "whatif": WhatIf,
    "eval": Eval,
}
# Promised documents that answer a question; `show` prints all others, which are made of the ledger alone.
ANSWERS: tuple[str, ...] = ("codebooks", "hypotheses", "whatif", "eval")
SHOWS: tuple[str, ...] = tuple(name for name in DOCUMENTS if name not in ANSWERS)


def schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema (2020-12) of each promised document, by the name of the command that prints it.

    Every field is listed as required, since every key is always printed.

    Example:
        >>> sorted(schemas()["drift"]["$defs"]["Drifts"]["required"])
        ['drifts']
    """
    found = {}
    for name, shape in DOCUMENTS.items():
        (root,), components = msgspec.json.schema_components((shape,), ref_template="#/$defs/{name}")
        for component in components.values():
            if "properties" in component:
                component["required"] = sorted(component["properties"])
                for part in component["properties"].values():
                    part.pop("default", None)
        found[name] = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": f"firsthand {name}",
            **root,
            "$defs": components,
        }
    return found
