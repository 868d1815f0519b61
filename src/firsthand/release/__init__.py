"""Room 7: Ledger -> Release. What may leave the house, under which marking, and what was withheld or coarsened on the way.

The rules follow TLP 2.0, OCHA's and the ICRC's principles of data protection (minimise, mask, coarsen; never alter) and UNICEF's
guidelines on reporting on children.
"""

from __future__ import annotations

import re
from collections import Counter

import msgspec

from firsthand.config import Config
from firsthand.model import Cut, Document, Ledger, Place, Quote, Release, Source, in_force
from firsthand.release import markings, people
from firsthand.release.inference import checked
from firsthand.release.markings import label, strictest
from firsthand.release.masking import Masked, Masker, mapped
from firsthand.release.withhold import without

# A home or shelter is located no better than this in public: one decimal of a degree is about 11 km (OCHA: district or 5 km and more).
HOME_RADIUS_KM = 11.0
WITHHELD = "[words withheld]"
_PLACEHOLDER = re.compile(r"\[(?:SOURCE|(?:WITNESS|PERSON|RELATIVE|VICTIM|MINOR)-\d+)\]")

NO_EARLIER = "no comparison was made with earlier releases: none was given (--against FILE)"


def release(
    ledger: Ledger,
    *,
    public: bool,
    marking: str = "TLP:AMBER",
    config: Config,
    earlier: tuple[Ledger, ...] = (),
) -> Release:
    """What may be shown of a ledger, and what was cut.

    1. The marking: the strictest of `marking` and every label that a person gave. Internal: that is all, everything else stays.
    2. Public: what a person protected, or marked for a narrower circle than the public, goes with all that rests on it.
    3. What is left must not point to what went: facts that too few open origins tell are coarsened or withheld (see `inference`).
    4. Private persons, victims, minors and informants get typed placeholders, in every text, address and id.
    5. Words of private persons, full texts, readers' comments, captions and the house's own judgements stay inside.
    6. Unnamed sources are widened to a sector; homes and shelters are located no better than to about 11 km.
    7. A document whose address held a masked name loses address and hash: a URL with a hole in it can still be found.

    Args:
        public: apply the rules for the public; otherwise the release is internal.
        earlier: earlier public releases, against which this one will be compared by whoever has both.
        marking: the TLP label of an internal release where nobody gave a stricter one.

    Raises:
        UsageError: `marking`, or a marking in the ledger, is no TLP 2.0 label.

    Example:
        >>> release(Ledger(), public=False, config=Config()).marking
        'TLP:AMBER'
        >>> release(Ledger(), public=True, config=Config()).marking
        'TLP:CLEAR'
    """
    # 1
    given = markings.given(ledger.judgements)
    if not public:
        return Release(ledger=ledger, public=False, marking=strictest(label(marking), *given.values()))
    cuts: list[Cut] = []
    # 2
    kept, guarded = _protected(ledger, given, cuts)
    # 3
    kept = checked(ledger, kept, earlier, config.k_open_origins, cuts)
    # 4
    masker, ids = _masker(kept, guarded, cuts)
    # 5, 6
    kept = _inside(kept, ids, cuts)
    kept = _coarsened(kept, cuts)
    kept = mapped(kept, lambda t: ids.get(t) or masker.words(t), lambda t: masker.words(t, address=True))
    # 7
    kept = _addresses(kept, cuts)
    notes = _already_out(guarded, earlier) if earlier else (NO_EARLIER,)
    return Release(ledger=kept, public=True, marking="TLP:CLEAR", cuts=tuple(cuts), notes=notes)


def _already_out(guarded: tuple[Source, ...], earlier: tuple[Ledger, ...]) -> tuple[str, ...]:
    """What no release can take back: that an earlier one held a source which is protected now."""
    ids = {s.id for s in guarded}
    count = len({s.id for ledger in earlier for s in ledger.sources if s.id in ids})
    told = "what an earlier release told of {} that is protected now cannot be taken back: whoever has both can compare"
    return (told.format("a source" if count == 1 else f"{count} sources"),) if count else ()


def _protected(ledger: Ledger, given: dict[str, str], cuts: list[Cut]) -> tuple[Ledger, tuple[Source, ...]]:
    """The ledger without what is protected or marked, and the sources whose names must appear nowhere."""
    named = {j.left for j in in_force(ledger.judgements) if j.kind == "protect"}
    named |= {left for left, value in given.items() if value != "TLP:CLEAR"}
    sources = {s.id for s in ledger.sources if s.id in named or s.kind == "protected" or named & set(s.merged)}
    sources |= {ledger.source_of.get(n, n) for n in named if n in ledger.source_of}
    sources |= {old for old, new in ledger.source_of.items() if new in sources}
    # A document in which a protected source speaks leads to that source by its address alone.
    spoken = {d for s in ledger.sources if s.id in sources for d in s.documents}
    documents = ({d.id for d in ledger.documents} & named) | spoken
    incidents = {i.id for i in ledger.incidents} & named
    for what, count in (
        ("source", len(sources & {s.id for s in ledger.sources})),
        ("document", len(documents)),
        ("incident", len(incidents)),
    ):
        cuts += [
            Cut(what=what, where="everywhere", rule="protected", why="protected, or marked for a narrower circle")
        ] * count
    kept = without(ledger, frozenset(documents), frozenset(sources))
    if incidents:
        kept = msgspec.structs.replace(
            kept,
            incidents=tuple(i for i in kept.incidents if i.id not in incidents),
            assessments=tuple(a for a in kept.assessments if a.incident not in incidents),
            disagreements=tuple(d for d in kept.disagreements if d.incident not in incidents),
        )
    return kept, tuple(s for s in ledger.sources if s.id in sources)


def _masker(ledger: Ledger, guarded: tuple[Source, ...], cuts: list[Cut]) -> tuple[Masker, dict[str, str]]:
    """Who is masked by which placeholder, and new ids for sources whose id could be tried out against a name."""
    masked = [Masked(n, "[SOURCE]") for s in guarded for n in (s.name, *s.names) if n]
    ids: dict[str, str] = {}
    met: Counter[str] = Counter()
    for person in people.private(ledger):
        met[person.kind] += 1
        placeholder = f"[{person.kind}-{met[person.kind]}]"
        masked += [Masked(name, placeholder) for name in person.names]
        cuts.append(Cut(what="name", where=placeholder, rule=person.rule, why=person.why))
        if person.source is not None:
            ids[person.source] = f"src-{person.kind.lower()}-{met[person.kind]}"
            ids |= {old: ids[person.source] for old, new in ledger.source_of.items() if new == person.source}
    phrases = {}
    for phrase in sorted({p for text in people.cited(ledger) for p in people.unnamed_informants(text)}):
        phrases[phrase] = "[INFORMANT]"
    if phrases:
        cuts.append(
            Cut(
                what="description",
                where="[INFORMANT]",
                rule="informant",
                why="tells on an armed group or is near one who does",
            )
        )
    for source in ledger.sources:
        if source.name is None and source.description and len(source.description.split()) > 1:
            phrases.setdefault(source.description, people.widened(source.description))
    return Masker(masked, kept=people.public_names(ledger), phrases=phrases), ids


def _inside(ledger: Ledger, private: dict[str, str], cuts: list[Cut]) -> Ledger:
    """Takes out what stays in the house: full texts, comments, captions, judgements, inputs set aside, private persons' own words."""
    if ledger.documents:
        why = "other people's texts; only cited words leave"
        cuts.append(Cut(what="full text", where=f"{len(ledger.documents)} documents", rule="cited words only", why=why))
    comments = sum(len(d.comments) for d in ledger.documents)
    if comments:
        cuts.append(
            Cut(
                what="comments", where=f"{comments} readers' comments", rule="readers are private", why="never evidence"
            )
        )
    quotes = []
    for quote in ledger.quotes:
        if quote.speaker in private or private.keys() & set(quote.chain):
            cuts.append(
                Cut(
                    what="quote",
                    where=quote.document,
                    rule="private person's words",
                    why="exact words lead to the person",
                )
            )
            quotes.append(_silenced(quote))
        else:
            quotes.append(quote)
    return msgspec.structs.replace(
        ledger,
        documents=tuple(_bare(d) for d in ledger.documents),
        quotes=tuple(quotes),
        judgements=(),
        rejected=(),
        doubtful=(),
    )


def _bare(document: Document) -> Document:
    return msgspec.structs.replace(document, text="", comments=(), captions=(), cuts=(), standfirst=None)


def _silenced(quote: Quote) -> Quote:
    return msgspec.structs.replace(quote, text=WITHHELD)


def _coarsened(ledger: Ledger, cuts: list[Cut]) -> Ledger:
    """Widens descriptions of unnamed sources, and the location of homes and shelters."""
    sources = []
    for source in ledger.sources:
        if source.name is None and source.description:
            wider = people.widened(source.description)
            if wider != source.description:
                cuts.append(
                    Cut(
                        what="description",
                        where="an unnamed source",
                        rule="widened",
                        why="a description may fit one person only",
                    )
                )
            sources.append(msgspec.structs.replace(source, description=wider, names=(), head_count=None, reasons=()))
        else:
            sources.append(source)
    statements = []
    homes = set()
    for statement in ledger.statements:
        if statement.place and _near_home(statement.place, statement.text):
            homes.add(statement.id)
            statement = msgspec.structs.replace(
                statement, place=_wider(statement.place), value=_wider(statement.place).name
            )
        statements.append(statement)
    incidents = []
    for incident in ledger.incidents:
        if incident.where and (homes & set(incident.statements) or _near_home(incident.where, incident.where.words)):
            cuts.append(
                Cut(
                    what="place",
                    where=incident.id,
                    rule="home or shelter",
                    why="an exact place may lead to who lives there",
                )
            )
            incident = msgspec.structs.replace(incident, where=_wider(incident.where))
        incidents.append(incident)
    return msgspec.structs.replace(
        ledger, sources=tuple(sources), statements=tuple(statements), incidents=tuple(incidents)
    )


def _near_home(place: Place, words: str) -> bool:
    return place.precision == 1 and (people.is_home(words) or people.is_home(place.words))


def _wider(place: Place) -> Place:
    return msgspec.structs.replace(
        place,
        lat=None if place.lat is None else round(place.lat, 1),
        lon=None if place.lon is None else round(place.lon, 1),
        radius_km=max(place.radius_km or 0.0, HOME_RADIUS_KM),
        precision=3,
        words=place.admin1 or place.country or "",
        name=place.admin1 or place.country or "[PLACE]",
        reasons=(),
    )


def _addresses(ledger: Ledger, cuts: list[Cut]) -> Ledger:
    documents = []
    for number, document in enumerate(ledger.documents, 1):
        if _PLACEHOLDER.search(f"{document.address} {document.url or ''}"):
            name = f"[DOCUMENT-{number}]"
            cuts.append(
                Cut(what="address", where=name, rule="address holds a name", why="an address leads to the text")
            )
            document = msgspec.structs.replace(document, address=name, url=None, sha256="")
        documents.append(document)
    return msgspec.structs.replace(ledger, documents=tuple(documents))
