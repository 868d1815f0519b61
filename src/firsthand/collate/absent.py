"""Named originals that are not among the documents, and the derivations that go back to them: declared, never measured."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from firsthand.collate.credits import Credit, outlet_key
from firsthand.collate.judged import Verdicts
from firsthand.model import ABSENT, UNNAMED_WIRE, Derivation, DerivationKind, Document, Reason, Virtual, make_id

# What a credit says of the kind of retelling, and how much of its reader's trust it has. The weight is the whole score of an edge that
# nothing but a credit carries: it follows the order of trust (declared credit > dateline agency > "told X") and decides nothing else.
# Credits that are missing here ("according to X") speak for one claim, whose chain of attribution holds them.
_MEANS: Mapping[str, tuple[DerivationKind, float]] = {
    "copied": ("verbatim", 1.0),
    "translated": ("translated", 1.0),
    "adapted": ("rewritten", 0.9),
    "supplied": ("edited", 0.8),
    "compiled": ("edited", 0.7),
    "dateline": ("verbatim", 0.8),
    "told": ("cited", 0.6),
}
# Credits that declare all of a text: its coverage is 1 as declared. The others leave open how much was taken.
_ALL = frozenset({"copied", "translated", "dateline"})
# Credits that tell of a wire even where they do not name it ("By Staff and Agencies").
_WIRES = frozenset({"supplied", "compiled"})


def absent(
    groups: Iterable[Sequence[str]],
    documents: Mapping[str, Document],
    credits: Mapping[str, tuple[Credit, ...]],
    *,
    decided: Verdicts,
    derived: Collection[str],
) -> tuple[tuple[Virtual, ...], tuple[Derivation, ...]]:
    """The absent originals of each family, one for each outlet that its documents credit and that prints none of them, with the edges to them.

    A document that only says "Agencies" and has no relative to take from goes back to a wire that nobody names: its origin is not known.

    Documents of one family that declare the same absent original share it; two families that name one outlet name two texts of it. A
    person's denial takes an edge away, a confirmation adds one that no credit declares.

    Args:
        groups: the families, as ids.
        documents: by id.
        credits: the declared credits of each document.
        decided: a person's decisions; an absent original is named there as "absent:" and the outlet.
        derived: the documents that come from another one here.

    Returns:
        Originals and derivations, each by id.
    """
    virtuals: list[Virtual] = []
    edges: list[Derivation] = []
    for group in groups:
        present = {outlet_key(documents[i].publisher) for i in group if documents[i].publisher}
        naming: dict[str, dict[str, Credit]] = defaultdict(dict)
        for identity in group:
            for key, credit in _named(identity, credits[identity], decided):
                if key not in present:
                    naming[key].setdefault(identity, credit)
        met = {i for named in naming.values() for i in named}
        for identity in group:
            wire = next((c for c in credits[identity] if c.outlet is None and c.says in _WIRES), None)
            if wire and identity not in met and identity not in derived:
                naming[f"{UNNAMED_WIRE} {identity}"][identity] = wire._replace(outlet=UNNAMED_WIRE)
        for key, named in sorted(naming.items()):
            first = named[min(named)]
            original = make_id("v", key, *sorted(named))
            virtuals.append(
                Virtual(id=original, name=first.outlet or key, words=first.words, documents=tuple(sorted(named)))
            )
            edges += [_edge(identity, original, credit) for identity, credit in sorted(named.items())]
    return tuple(sorted(virtuals, key=lambda v: v.id)), tuple(sorted(edges, key=lambda e: e.id))


def _named(identity: str, credits: Sequence[Credit], decided: Verdicts) -> list[tuple[str, Credit]]:
    """The outlets a document goes back to by its own credits (most trusted first), less those denied, and those a person names."""
    found = []
    for (copy, original), judgement in sorted(decided.confirmed.items()):
        if copy == identity and original.startswith(ABSENT):
            name = original.removeprefix(ABSENT)
            words = f"confirmed by {judgement.by}"
            found.append((outlet_key(name) or name, Credit("copied", name, words, -1)))
    denied = {outlet_key(i.removeprefix(ABSENT)) for pair in decided.denied if identity in pair for i in pair}
    for credit in credits:
        key = outlet_key(credit.outlet)
        if key and credit.says in _MEANS and key not in denied:
            found.append((key, credit))
    return found


def _edge(document: str, original: str, credit: Credit) -> Derivation:
    kind, weight = _MEANS[credit.says]
    share = 1.0 if credit.says in _ALL else None
    return Derivation(
        id=make_id("e", document, original),
        document=document,
        of=original,
        kind=kind,
        coverage=share,
        coverage_of=None,
        score=weight,
        reasons=(
            Reason(name="credit", weight=weight, words=f"it names an original that is not here: '{credit.words}'"),
        ),
        direction=(f"declared: '{credit.words}'",),
    )
