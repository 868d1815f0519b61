"""The nouns of the ledger: what passes from room to room.

*Document* is text, *Incident* is the world, *Statement* is the bridge. Everything is frozen and keyword-only. Unknown is
``None``, never 0 or "". Offsets are code points of `Document.text`, start included, end excluded. Dates are ISO 8601 strings.
Ids are hashes of content (`make_id`), so the same input has the same id on every machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Literal

import msgspec

# --------------------------------------------------------------------------------------------------------------- words

Measure = Literal[
    "killed",
    "injured",
    "missing",
    "abducted",
    "arrested",
    "displaced",
    "casualties",
    "perpetrators_killed",
    "perpetrators_injured",
    "present",
    "incidents",
    "other",
]
MEASURES: tuple[Measure, ...] = (
    "killed",
    "injured",
    "missing",
    "abducted",
    "arrested",
    "displaced",
    "casualties",
    "perpetrators_killed",
    "perpetrators_injured",
)
Precision = Literal["time", "day", "week", "month", "year", "range", "none"]
Basis = Literal["stated", "page", "inferred", "none"]
Factuality = Literal["asserted", "possible", "planned", "conditional", "habitual", "forecast", "denied"]
Polarity = Literal["affirmed", "denied"]
SourceKind = Literal["official", "witness", "group", "medium", "unnamed", "protected", "expert", "person"]
DerivationKind = Literal["verbatim", "edited", "translated", "rewritten", "cited", "revision"]
DriftKind = Literal[
    "number",
    "negation",
    "hedge",
    "attribution",
    "role swap",
    "person",
    "place",
    "date",
    "loaded wording",
    "omission of a qualifier",
    "unit",
]
Severity = Literal["critical", "high", "medium", "low"]
State = Literal["planned", "attempted", "thwarted", "occurred", "claimed"]
DisagreementKind = Literal[
    "older bulletin",
    "running total",
    "other scope",
    "parts against whole",
    "copying error",
    "belligerent's own claim",
    "real dispute",
    "denial",
]
REASONS: tuple[str, ...] = (
    "empty",
    "too large",
    "image",
    "archive",
    "unknown format",
    "undecodable",
    "all menu",
    "damaged",
    "missing",
    "unreadable",
    "duplicate",
)


class Noun(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of every record: frozen, keyword-only, strict about unknown fields."""


def make_id(prefix: str, *parts: object) -> str:
    """A short id that depends on nothing but the given content.

    Args:
        prefix: one letter or word that says what kind of thing it names (``"d"`` document, ``"s"`` statement, ``"i"`` incident ...).
        parts: the content, in a fixed order; ``None`` and ``""`` differ.

    Example:
        >>> make_id("d", "text", None) == make_id("d", "text", None) != make_id("d", "text", "")
        True
    """
    hasher = hashlib.sha256()
    for part in parts:
        raw = b"\x00" if part is None else str(part).encode("utf-8", "surrogatepass")
        hasher.update(len(raw).to_bytes(8, "big") + raw + (b"n" if part is None else b"s"))
    return f"{prefix}-{hasher.hexdigest()[:16]}"


# ------------------------------------------------------------------------------------------------------ acquire, clean


class RawItem(Noun, frozen=True):
    """One thing brought in from outside, as bytes: a file, a row of a table, an attachment, a fetched page.

    `address` is what names it on every machine: the URL, or the path relative to the folder that was given (with ``#row`` for
    a row of a table). `fields` holds what the container declares of it (columns of a row, headers of a mail), by column name.
    """

    id: str
    address: str
    media_type: str
    data: bytes
    sha256: str
    url: str | None = None
    retrieved: str | None = None
    fields: dict[str, str] = {}


class Rejected(Noun, frozen=True):
    """One input set aside: where, why (one of `REASONS`), in words, and what to do next."""

    id: str
    address: str
    reason: str
    what: str
    next_step: str = ""


class When(Noun, frozen=True):
    """A date as an interval. `earliest` and `latest` are ISO dates or date-times, both included; both ``None`` if unknown.

    Precision says how finely it was stated: ``day`` for a day, ``month`` for a month, ``range`` for anything else between two ends.
    """

    earliest: str | None = None
    latest: str | None = None
    precision: Precision = "none"
    basis: Basis = "none"
    words: str | None = None
    reasons: tuple[str, ...] = ()


UNDATED = When()


class Comment(Noun, frozen=True):
    """A reader's comment under a page: kept apart, never evidence."""

    author: str | None
    text: str


class Document(Noun, frozen=True):
    """One version of one text, cleaned. `text` is the article's body alone: no furniture, no comments, no credit line.

    Args of note:
        published: what the page states (basis ``stated`` or ``page``), else `UNDATED`. Inferred dates are kept apart (`Ledger.dates`).
        credit: the line that says whose text it is ("Republished from ...", "Source: ..."), as written, or ``None``.
        captions: picture captions and photo credits taken out of the running text.
        cuts: what was set aside as furniture, as (reason, words) for the reader who wants to check.
    """

    id: str
    address: str
    sha256: str
    text: str
    url: str | None = None
    publisher: str | None = None
    author: str | None = None
    agency: str | None = None
    headline: str | None = None
    standfirst: str | None = None
    byline: str | None = None
    dateline: str | None = None
    credit: str | None = None
    language: str | None = None
    published: When = UNDATED
    retrieved: str | None = None
    media_type: str = "text/plain"
    version_of: str | None = None
    comments: tuple[Comment, ...] = ()
    captions: tuple[str, ...] = ()
    cuts: tuple[tuple[str, str], ...] = ()
    reasons: tuple[str, ...] = ()


# -------------------------------------------------------------------------------------------------------------- collate


class Reason(Noun, frozen=True):
    """One named part of a score. `weight` parts of one score add up to it."""

    name: str
    weight: float
    words: str


class Aligned(Noun, frozen=True):
    """Two runs that tell the same: [start, end) of the retelling and [of_start, of_end) of what it comes from."""

    start: int
    end: int
    of_start: int
    of_end: int
    similarity: float


class Derivation(Noun, frozen=True):
    """`document` (the copy or retelling) comes from `of` (a document's id, or a `Virtual`'s for a named but absent original).

    `coverage` is the share (0..1 of code points) of `document` that comes from `of`; `coverage_of` the share of `of` that is carried
    over; each ``None`` where it is not known, as with an absent original that only a credit names. `score` is the sum of `reasons`'
    weights. `evidence` holds the aligned runs; empty where only a credit line tells.
    """

    id: str
    document: str
    of: str
    kind: DerivationKind
    coverage: float | None
    coverage_of: float | None
    score: float
    reasons: tuple[Reason, ...]
    direction: tuple[str, ...]
    evidence: tuple[Aligned, ...] = ()


# The name of an absent original of which a report only says that agencies supplied it: where it comes from is not known.
UNNAMED_WIRE = "agencies, not named"
# Before the name of an outlet: its text as an original that no document holds, in a person's judgement.
ABSENT = "absent:"


class Virtual(Noun, frozen=True):
    """A named original that is not among the documents ("AFP story, not in the corpus")."""

    id: str
    name: str
    words: str
    documents: tuple[str, ...]


class Passage(Noun, frozen=True):
    """A run of a document and where it comes from: ``own``, or derived by one derivation from a run of another document."""

    document: str
    start: int
    end: int
    origin: Literal["own", "derived"]
    derivation: str | None = None
    of: str | None = None
    of_start: int | None = None
    of_end: int | None = None


class Family(Noun, frozen=True):
    """A root document and all that come from it in whole or in part. For orientation: no grade rests on it."""

    root: str
    documents: tuple[str, ...]


class Drift(Noun, frozen=True):
    """One thing that changed between a passage and its retelling. Spans are of the retelling and of the original.

    `hop` is the telling at which it happened, counted from the original of the family: 1 for the first retelling. `inherited_by` are the
    documents that tell the changed words on. Of a sentence that was left out, `original` is that sentence and `retold` the claim that was kept.
    """

    id: str
    derivation: str
    document: str
    of: str
    start: int
    end: int
    of_start: int
    of_end: int
    original: str
    retold: str
    kind: DriftKind
    severity: Severity
    why: str
    hop: int | None = None
    inherited_by: tuple[str, ...] = ()


# -------------------------------------------------------------------------------------------------------------- extract


class Source(Noun, frozen=True):
    """Who is spoken for. `extract` gives one per document; `link` merges those of one person or body across documents.

    `name` is ``None`` for an unnamed source, whose `description` says what is told of it. `head_count` is how many people it is, where told.
    """

    id: str
    name: str | None
    kind: SourceKind
    description: str | None = None
    names: tuple[str, ...] = ()
    stands_for: str | None = None
    head_count: int | None = None
    documents: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


class Quote(Noun, frozen=True):
    """Words given as somebody's own (`direct`) or reported. `speaker` is a Source id or ``None``; `chain` runs author -> deepest."""

    id: str
    document: str
    start: int
    end: int
    text: str
    direct: bool
    speaker: str | None = None
    cue: str | None = None
    speaker_start: int | None = None
    speaker_end: int | None = None
    chain: tuple[str, ...] = ()


class Estimate(Noun, frozen=True):
    """A number as an interval: `best` is ``None`` where nobody gives one, `high` ``None`` where unbounded or unknown."""

    measure: Measure
    low: int | None
    best: int | None
    high: int | None
    bound: str
    phrase: str
    who: str | None = None
    unit: str | None = None
    rule: str = ""


class Place(Noun, frozen=True):
    """A resolved place. Coordinates in degrees (WGS 84) or ``None``; `precision` is UCDP's where_prec (1 exact ... 6 country, 7 sea)."""

    name: str
    words: str
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    precision: int | None = None
    kind: str | None = None
    admin1: str | None = None
    country: str | None = None
    country_code: str | None = None
    gazetteer: str | None = None
    reasons: tuple[str, ...] = ()


class Statement(Noun, frozen=True):
    """One proposition in one passage: who says what of which incident, how firmly, in which words.

    `slot` names an incident as this document tells it (all statements of one document about one incident share it); ``None`` for a
    statement on a `topic`. Properties of incident slots: ``type`` (a code of `_vocabulary/incident_types.csv`; its span is the word that
    tells of the event), ``state``, ``when``, ``where``, ``perpetrator``, ``victim``, ``target``, ``weapon``, and the measures (``killed`` ...).
    Exactly one of `value`, `estimate`, `when`, `place` carries the content (for ``when`` and ``where`` also `value` as text).
    `chain` holds Source ids from the author's nearest to the deepest source; empty: the document says it itself.
    """

    id: str
    document: str
    start: int
    end: int
    text: str
    property: str
    slot: str | None = None
    topic: str | None = None
    value: str | None = None
    estimate: Estimate | None = None
    when: When | None = None
    place: Place | None = None
    polarity: Polarity = "affirmed"
    factuality: Factuality = "asserted"
    hedge: str | None = None
    chain: tuple[str, ...] = ()
    as_of: str | None = None
    rule: str = ""
    reasons: tuple[str, ...] = ()


class Part(Noun, frozen=True):
    """One part of a whole: of whom or what, and how many."""

    who: str
    value: int


class Figure(Noun, frozen=True):
    """A number that belongs to no incident: what it counts, its interval, its parts and whether they add up."""

    id: str
    document: str
    start: int
    end: int
    text: str
    estimate: Estimate
    what: str
    where: str | None = None
    unit: str | None = None
    factuality: Factuality = "asserted"
    parts: tuple[Part, ...] = ()
    sum_holds: bool | None = None
    speaker: str | None = None
    chain: tuple[str, ...] = ()


class Series(Noun, frozen=True):
    """A count over a period and area that a report states: never an incident, never added to one."""

    id: str
    document: str
    start: int
    end: int
    text: str
    what: str
    estimate: Estimate
    period: When
    where: str | None = None
    place: Place | None = None
    speaker: str | None = None
    chain: tuple[str, ...] = ()


class Extraction(Noun, frozen=True):
    """All that was read out of one document."""

    document: str
    sources: tuple[Source, ...] = ()
    quotes: tuple[Quote, ...] = ()
    statements: tuple[Statement, ...] = ()
    figures: tuple[Figure, ...] = ()
    series: tuple[Series, ...] = ()


# ----------------------------------------------------------------------------------------------------------------- link


class Participant(Noun, frozen=True):
    """An actor in an incident and its role (perpetrator, target, victim, claimant), with the statements that say so."""

    name: str
    role: str
    statements: tuple[str, ...] = ()


class Link(Noun, frozen=True):
    """Why two document-local incident slots were held to be one incident (or not): parts that add up to `score`."""

    left: str
    right: str
    score: float
    joined: bool
    reasons: tuple[Reason, ...]


class Incident(Noun, frozen=True):
    """Something that happened, or was planned, attempted, thwarted or claimed. Its id is that of its earliest statement's content."""

    id: str
    slots: tuple[str, ...]
    statements: tuple[str, ...]
    types: tuple[str, ...]
    state: State
    when: When
    where: Place | None
    actors: tuple[Participant, ...] = ()
    documents: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    redirects: tuple[str, ...] = ()


class Linking(Noun, frozen=True):
    """What `link` gives: incidents, sources merged across documents (old id -> merged id), and pairs a person should look at."""

    incidents: tuple[Incident, ...]
    sources: tuple[Source, ...]
    source_of: dict[str, str]
    doubtful: tuple[Link, ...] = ()


# --------------------------------------------------------------------------------------------------------------- reckon


class Origin(Noun, frozen=True):
    """One independent origin behind a value: the statements that go back to it and why they were held to be one."""

    key: str
    statements: tuple[str, ...]
    documents: tuple[str, ...]
    speaker: str | None
    known: bool
    reasons: tuple[str, ...] = ()


class Likely(Noun, frozen=True):
    """What a contested number most likely is, reckoned from independent origins and the accuracy of who speaks; beside low, best and high,
    never instead of them.

    `low` and `high` hold the truth with the probability that `credible` says; `confidence` is that of `best` alone. The weights of `why` add up
    to `odds`, the natural logarithm of the odds of `best` against `rival`, the next likely value.
    """

    best: int
    low: int
    high: int
    confidence: float
    credible: float
    rival: int | None
    odds: float
    why: tuple[Reason, ...]


class Tally(Noun, frozen=True):
    """What stands for one measure of one incident: the range, who set each end, and how many origins, outlets and documents."""

    measure: Measure
    low: int | None
    best: int | None
    high: int | None
    set_by: dict[str, tuple[str, ...]]
    origins: tuple[Origin, ...]
    outlets: tuple[str, ...]
    documents: tuple[str, ...]
    codebook: str
    words: str = ""
    likely: Likely | None = None


class Grade(Noun, frozen=True):
    """Reliability A-F of a source, or credibility 1-6 of a claim: two axes, never averaged. `by` is "firsthand" or a person."""

    of: str
    axis: Literal["reliability", "credibility"]
    value: str
    reasons: tuple[str, ...]
    by: str = "firsthand"
    at: str | None = None


class Assessment(Noun, frozen=True):
    """What stands for one incident."""

    incident: str
    tallies: tuple[Tally, ...]
    origins: tuple[Origin, ...]
    outlets: tuple[str, ...]
    grade: Grade
    cautions: tuple[str, ...] = ()
    sensitivity: tuple[str, ...] = ()


class Disagreement(Noun, frozen=True):
    """Claims of one property of one incident that do not agree, and which kind of disagreement it is."""

    id: str
    incident: str
    property: str
    kind: DisagreementKind
    claims: tuple[str, ...]
    why: str


class Reckoning(Noun, frozen=True):
    """What `reckon` gives."""

    assessments: tuple[Assessment, ...]
    disagreements: tuple[Disagreement, ...]
    grades: tuple[Grade, ...]
    source_cautions: dict[str, tuple[str, ...]] = {}


class Judgement(Noun, frozen=True):
    """A person's decision; append-only; outranks the machine.

    `kind`: ``incident`` (left and right are slots or incidents: same / different), ``derivation`` (left comes from right: confirm /
    deny), ``source`` (left and right are sources: same / different), ``grade`` (left is graded `verdict`), ``marking`` (left gets a TLP
    label), ``protect`` (left is a source whose identity must not leave), ``undo`` (left is the id of an earlier judgement).
    """

    id: str
    kind: Literal["incident", "derivation", "source", "grade", "marking", "protect", "distrust", "undo"]
    left: str
    right: str | None
    verdict: str
    by: str
    at: str
    note: str = ""


def in_force(judgements: Sequence[Judgement]) -> tuple[Judgement, ...]:
    """The judgements that were not taken back, in the order they were made; an undo that is itself undone takes nothing back.

    Example:
        >>> made = [Judgement(id=i, kind=k, left=l, right=None, verdict=k, by="me", at=i) for i, k, l in
        ...         (("1", "protect", "v-1"), ("2", "undo", "1"), ("3", "undo", "2"))]
        >>> [[j.id for j in in_force(made[:n])] for n in (1, 2, 3)]
        [['1'], [], ['1']]
    """
    ordered = sorted(judgements, key=lambda j: (j.at, j.id))
    undone: set[str] = set()
    for judgement in reversed(ordered):
        if judgement.kind == "undo" and judgement.id not in undone:
            undone.add(judgement.left)
    return tuple(j for j in ordered if j.kind != "undo" and j.id not in undone)


# --------------------------------------------------------------------------------------------------------------- ledger


class Collation(Noun, frozen=True):
    """What `collate` gives."""

    derivations: tuple[Derivation, ...] = ()
    drifts: tuple[Drift, ...] = ()
    virtuals: tuple[Virtual, ...] = ()
    families: tuple[Family, ...] = ()


class Ledger(Noun, frozen=True):
    """Everything a workspace holds, in one frozen record; each tuple is sorted by id (drifts: worst first).

    `dates` gives each document's date as far as known: what its page states, else what was inferred from inside or from relatives.
    """

    documents: tuple[Document, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    dates: dict[str, When] = {}
    collation: Collation = Collation()
    sources: tuple[Source, ...] = ()
    source_of: dict[str, str] = {}
    quotes: tuple[Quote, ...] = ()
    statements: tuple[Statement, ...] = ()
    figures: tuple[Figure, ...] = ()
    series: tuple[Series, ...] = ()
    incidents: tuple[Incident, ...] = ()
    doubtful: tuple[Link, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    grades: tuple[Grade, ...] = ()
    source_cautions: dict[str, tuple[str, ...]] = {}
    judgements: tuple[Judgement, ...] = ()


class Cut(Noun, frozen=True):
    """One thing withheld or coarsened before release: what kind of thing, where it stood, by which rule. Never the value."""

    what: str
    where: str
    rule: str
    why: str


class Release(Noun, frozen=True):
    """What may leave the house: the ledger as it may be shown, its marking (TLP 2.0), and what was withheld or coarsened."""

    ledger: Ledger
    public: bool
    marking: str
    cuts: tuple[Cut, ...] = ()
    notes: tuple[str, ...] = ()
