"""A ledger built by hand: one market bomb as a wire story, a copy, a translated retelling, a hospital and a ministry tell it.

Places, people and events are invented. Spans are looked up in the texts, so that a test fails where a span does not fit.
"""

from __future__ import annotations

from firsthand.model import (
    Aligned,
    Assessment,
    Collation,
    Comment,
    Derivation,
    Disagreement,
    Document,
    Drift,
    Estimate,
    Family,
    Figure,
    Grade,
    Incident,
    Ledger,
    Origin,
    Part,
    Participant,
    Place,
    Quote,
    Reason,
    Rejected,
    Series,
    Source,
    Statement,
    Tally,
    Virtual,
    When,
)

WIRE = (
    "A car bomb exploded at the grain market in Sarovel on Monday, killing at least 14 people and wounding 31 others, the police chief "
    'said.\n"We have counted 14 dead," Colonel Idran Vesk told Northwire.\nTwo children were among the dead, said a nurse who asked not '
    "to be named.\nThe army runs seven checkpoints on the road, five on the plain and two in the hills."
)
COPY = WIRE
RETOLD = (
    "In Sarovel on Monday a mined car exploded, killed 41 people and 31 were wounded, reports Northwire.\n"
    "«We have counted the dead,» said the Colonel Idran Vesk.\nThe editors add that the market is closed."
)
HOSPITAL = (
    "Eleven people died in the bombing of the grain market on Monday, the director of the hospital said.\n"
    "“I signed eleven certificates,” Dr Sena Orlu said.\nOne of the dead, Jonas Kelt, was a boy of nine.\n"
    "A porter, Davit Hallam, said the blast came from a white van. “I unloaded that van for ten years,” he said.\n"
    "At least 22 abductions were counted on the highway in February, according to Road Watch."
)
MINISTRY = (
    "The Ministry of the Interior said on Wednesday that nine people were killed in the explosion in Sarovel on Monday.\n"
    "“No child was killed in Sarovel,” said the spokesman, Harn Brol."
)
TEXTS = {"wire": WIRE, "copy": COPY, "retold": RETOLD, "hospital": HOSPITAL, "ministry": MINISTRY}
PATHS = {
    "wire": "01-wire.txt",
    "copy": "02-copy.html",
    "retold": "03-retold.txt",
    "hospital": "04-hospital.html",
    "ministry": "05-ministry.eml",
}
DAY = When(earliest="2024-03-04", latest="2024-03-04", precision="day", basis="inferred", words="on Monday")
MARKET = Place(
    name="Sarovel",
    words="Sarovel",
    lat=41.25,
    lon=44.5,
    radius_km=4.0,
    precision=1,
    admin1="Tavesh",
    country="Kesmeria",
    country_code="KS",
    kind="town",
)


def dated(day: str | None) -> When:
    if day is None:
        return When()
    return When(earliest=day, latest=day, precision="day", basis="stated")


def document(key: str, publisher: str | None, headline: str, day: str | None, **more: object) -> Document:
    fields: dict[str, object] = {
        "id": f"d-{key}",
        "address": PATHS[key],
        "sha256": "0" * 64,
        "text": TEXTS[key],
        "publisher": publisher,
        "headline": headline,
        "language": "en",
        "published": dated(day),
    }
    return Document(**{**fields, **more})  # type: ignore[arg-type]


def at(key: str, words: str) -> tuple[int, int, str]:
    start = TEXTS[key].index(words)
    return start, start + len(words), words


def says(name: str, key: str, words: str, prop: str, **more: object) -> Statement:
    start, end, text = at(key, words)
    fields: dict[str, object] = {
        "id": f"s-{name}",
        "document": f"d-{key}",
        "start": start,
        "end": end,
        "text": text,
        "property": prop,
        "slot": f"{key}/1",
    }
    return Statement(**{**fields, **more})  # type: ignore[arg-type]


def people(measure: str, low: int | None, best: int | None, high: int | None, phrase: str) -> Estimate:
    return Estimate(
        measure=measure,  # type: ignore[arg-type]
        low=low,
        best=best,
        high=high,
        bound="at least" if high is None else "exact",
        phrase=phrase,
        who="people",
        rule="number.test",
    )


def documents() -> tuple[Document, ...]:
    return (
        document(
            "copy",
            "The Dolvane Courier",
            "Fourteen dead in blast at Sarovel market",
            "2024-03-04",
            agency="Northwire",
            url="https://courier.example/a?x=1&y=<2>",
            comments=(Comment(author="oldtrader", text="It was sixty."),),
        ),
        document("hospital", "The Lantern", "“I signed eleven certificates”", "2024-03-05", author="Ilse Maruna"),
        document("ministry", None, "Statement on the explosion", "2024-03-06", media_type="message/rfc822"),
        document("retold", "Orlen Review", "A mined car was blown up", None),
        document(
            "wire", "Northwire", "Car bomb kills at least 14 at <grain> market", "2024-03-04", author="Marta Iliev"
        ),
    )


def statements() -> tuple[Statement, ...]:
    vesk, orlu, brol = ("src-vesk",), ("src-orlu",), ("src-brol",)
    return (
        says(
            "copy-killed",
            "copy",
            "killing at least 14 people",
            "killed",
            chain=vesk,
            estimate=people("killed", 14, None, None, "at least 14"),
        ),
        says(
            "h-killed",
            "hospital",
            "Eleven people died",
            "killed",
            chain=orlu,
            estimate=people("killed", 11, 11, 11, "Eleven"),
        ),
        says("h-type", "hospital", "bombing", "type", value="car_bomb"),
        says(
            "h-van", "hospital", "the blast came from a white van", "weapon", value="white van", chain=("src-hallam",)
        ),
        says(
            "m-child",
            "ministry",
            "No child was killed in Sarovel",
            "killed",
            chain=brol,
            polarity="denied",
            factuality="denied",
            value="no child",
        ),
        says(
            "m-killed",
            "ministry",
            "nine people were killed",
            "killed",
            chain=("src-ministry",),
            estimate=people("killed", 9, 9, 9, "nine"),
        ),
        says(
            "r-killed", "retold", "killed 41 people", "killed", chain=vesk, estimate=people("killed", 41, 41, 41, "41")
        ),
        says(
            "w-injured",
            "wire",
            "wounding 31 others",
            "injured",
            chain=vesk,
            estimate=people("injured", 31, 31, 31, "31"),
        ),
        says(
            "w-killed",
            "wire",
            "killing at least 14 people",
            "killed",
            chain=vesk,
            estimate=people("killed", 14, None, None, "at least 14"),
        ),
        says("w-type", "wire", "A car bomb exploded", "type", value="car_bomb"),
        says("w-when", "wire", "on Monday", "when", when=DAY, value="on Monday"),
        says("w-where", "wire", "the grain market in Sarovel", "where", place=MARKET, value="Sarovel"),
    )


def sources() -> tuple[Source, ...]:
    return (
        Source(
            id="src-brol",
            name="Harn Brol",
            kind="official",
            description="spokesman",
            stands_for="Ministry of the Interior",
            documents=("d-ministry",),
        ),
        Source(
            id="src-hallam",
            name="Davit Hallam",
            kind="witness",
            description="a porter",
            names=("Davit Hallam", "Hallam"),
            documents=("d-hospital",),
        ),
        Source(id="src-ministry", name="Ministry of the Interior", kind="group", documents=("d-ministry",)),
        Source(
            id="src-nurse",
            name=None,
            kind="unnamed",
            description="a nurse who asked not to be named",
            head_count=1,
            documents=("d-wire",),
        ),
        Source(
            id="src-orlu",
            name="Sena Orlu",
            kind="expert",
            description="director of the hospital",
            names=("Dr Sena Orlu",),
            documents=("d-hospital",),
        ),
        Source(id="src-roadwatch", name="Road Watch", kind="group", documents=("d-hospital",)),
        Source(
            id="src-vesk",
            name="Idran Vesk",
            kind="official",
            description="police chief",
            names=("Colonel Idran Vesk",),
            documents=("d-copy", "d-wire"),
        ),
    )


def quote(name: str, key: str, words: str, speaker: str) -> Quote:
    start, end, text = at(key, words)
    return Quote(
        id=f"q-{name}",
        document=f"d-{key}",
        start=start,
        end=end,
        text=text,
        direct=True,
        speaker=speaker,
        chain=(speaker,),
    )


def collation() -> Collation:
    whole = (Aligned(start=0, end=len(COPY), of_start=0, of_end=len(WIRE), similarity=1.0),)
    first = RETOLD.index("\nThe editors")
    told = (Aligned(start=0, end=first, of_start=0, of_end=200, similarity=0.6),)
    derivations = (
        Derivation(
            id="e-copy",
            document="d-copy",
            of="d-wire",
            kind="verbatim",
            coverage=1.0,
            coverage_of=1.0,
            score=0.97,
            reasons=(
                Reason(name="shared", weight=0.7, words="every sentence is the same"),
                Reason(name="credit", weight=0.27, words="names Northwire"),
            ),
            direction=("the wire is the earlier",),
            evidence=whole,
        ),
        Derivation(
            id="e-retold",
            document="d-retold",
            of="d-wire",
            kind="translated",
            coverage=0.8,
            coverage_of=0.5,
            score=0.7,
            reasons=(Reason(name="names", weight=0.7, words="reports Northwire"),),
            direction=("it names the wire",),
            evidence=told,
        ),
    )
    start, end, retold = at("retold", "killed 41 people")
    of_start, of_end, original = at("wire", "killing at least 14 people")
    drifts = (
        Drift(
            id="x-1",
            derivation="e-retold",
            document="d-retold",
            of="d-wire",
            start=start,
            end=end,
            of_start=of_start,
            of_end=of_end,
            original=original,
            retold=retold,
            kind="number",
            severity="critical",
            why="14 became 41, and 'at least' is lost",
        ),
    )
    virtual = Virtual(
        id="v-1", name="Ministry bulletin", words="the Ministry said on Wednesday", documents=("d-ministry",)
    )
    families = (
        Family(root="d-wire", documents=("d-copy", "d-retold", "d-wire")),
        Family(root="d-hospital", documents=("d-hospital",)),
    )
    return Collation(derivations=derivations, drifts=drifts, virtuals=(virtual,), families=families)


def assessment() -> Assessment:
    police = Origin(
        key="police",
        statements=("s-w-killed", "s-copy-killed"),
        documents=("d-wire", "d-copy"),
        speaker="src-vesk",
        known=True,
        reasons=("one speaker",),
    )
    hospital = Origin(
        key="hospital", statements=("s-h-killed",), documents=("d-hospital",), speaker="src-orlu", known=True
    )
    ministry = Origin(
        key="ministry", statements=("s-m-killed",), documents=("d-ministry",), speaker="src-ministry", known=True
    )
    outlets = ("Northwire", "The Dolvane Courier", "The Lantern")
    everyone = ("d-copy", "d-hospital", "d-ministry", "d-retold", "d-wire")
    killed = Tally(
        measure="killed",
        low=9,
        best=11,
        high=14,
        set_by={"low": ("s-m-killed",), "best": ("s-h-killed",), "high": ("s-w-killed",)},
        origins=(hospital, ministry, police),
        outlets=outlets,
        documents=everyone,
        codebook="firsthand",
        words="three origins disagree",
    )
    injured = Tally(
        measure="injured",
        low=31,
        best=31,
        high=31,
        set_by={"low": ("s-w-injured",), "high": ("s-w-injured",)},
        origins=(police,),
        outlets=("Northwire",),
        documents=("d-wire",),
        codebook="firsthand",
    )
    return Assessment(
        incident="i-1",
        tallies=(injured, killed),
        origins=(hospital, ministry, police),
        outlets=outlets,
        grade=Grade(of="i-1", axis="credibility", value="2", reasons=("three origins agree that it happened",)),
        cautions=("the Ministry speaks for a party to the conflict",),
        sensitivity=("without Idran Vesk: killed 9–11",),
    )


def incident() -> Incident:
    return Incident(
        id="i-1",
        slots=("hospital/1", "ministry/1", "wire/1"),
        statements=tuple(s.id for s in statements()),
        types=("car_bomb",),
        state="occurred",
        when=DAY,
        where=MARKET,
        actors=(Participant(name="Northern Dawn Front", role="perpetrator", statements=("s-w-type",)),),
        documents=("d-copy", "d-hospital", "d-ministry", "d-retold", "d-wire"),
    )


def vague() -> Incident:
    where = Place(
        name="Tavesh",
        words="Tavesh province",
        lat=41.0,
        lon=44.0,
        radius_km=80.0,
        precision=4,
        admin1="Tavesh",
        country="Kesmeria",
    )
    return Incident(
        id="i-2",
        slots=("hospital/2",),
        statements=(),
        types=("kidnapping",),
        state="claimed",
        when=When(earliest="2024-02-01", latest="2024-02-29", precision="month"),
        where=where,
        documents=("d-hospital",),
    )


def ledger() -> Ledger:
    start, end, words = at("hospital", "At least 22 abductions were counted on the highway in February")
    series = Series(
        id="n-1",
        document="d-hospital",
        start=start,
        end=end,
        text=words,
        what="abductions",
        estimate=people("abducted", 22, None, None, "At least 22"),
        period=When(earliest="2024-02-01", latest="2024-02-29", precision="month"),
        where="the highway",
        speaker="src-roadwatch",
        chain=("src-roadwatch",),
    )
    start, end, words = at("wire", "seven checkpoints on the road, five on the plain and two in the hills")
    figure = Figure(
        id="f-1",
        document="d-wire",
        start=start,
        end=end,
        text=words,
        what="checkpoints",
        where="the road",
        sum_holds=True,
        estimate=Estimate(measure="other", low=7, best=7, high=7, bound="exact", phrase="seven", rule="number.test"),
        parts=(Part(who="on the plain", value=5), Part(who="in the hills", value=2)),
    )
    dispute = Disagreement(
        id="x-killed",
        incident="i-1",
        property="killed",
        kind="real dispute",
        claims=("s-h-killed", "s-m-killed", "s-w-killed"),
        why="three origins give three counts",
    )
    found = documents()
    return Ledger(
        documents=found,
        rejected=(
            Rejected(id="r-1", address="pic.jpg", reason="image", what="holds no text", next_step="give the page"),
        ),
        dates={d.id: d.published for d in found if d.id != "d-retold"} | {"d-retold": DAY},
        collation=collation(),
        sources=sources(),
        quotes=(
            quote("brol", "ministry", "No child was killed in Sarovel", "src-brol"),
            quote("hallam", "hospital", "I unloaded that van for ten years", "src-hallam"),
            quote("orlu", "hospital", "I signed eleven certificates", "src-orlu"),
            quote("vesk", "wire", "We have counted 14 dead", "src-vesk"),
        ),
        statements=statements(),
        figures=(figure,),
        series=(series,),
        incidents=(incident(), vague()),
        assessments=(assessment(),),
        disagreements=(dispute,),
        grades=(
            Grade(of="src-brol", axis="reliability", value="C", reasons=("as listed for its publisher",)),
            Grade(
                of="src-brol",
                axis="reliability",
                value="D",
                reasons=("1 of 4 counts agree",),
                by="firsthand, by record",
            ),
        ),
        source_cautions={"src-brol": ("party to the conflict: its own claims need confirmation by others",)},
    )
