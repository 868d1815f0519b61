"""How many origins, and which range: `python3 benchmarks/origins.py [--worlds 400] [--missed 0 20]`.

Makes small worlds in which it is known who told what first-hand and who copied whom: each has one incident, a true toll, one to four first
tellers (a named official, a hospital, or a newsroom of its own), some of whom err, and outlets that copy a teller's passage, credit him, or
quote his words. Asks `reckon` for the number of origins and for low and high under every codebook, and compares with counting documents or
outlets and with the majority vote of the documents. Printed: how often the number of origins is exactly right, how often too large (false
independence), how often the true toll lies within the range and how wide the range is, how often the best value is right. Finding
out who copied whom is the task of `collate`; here it is given, but for the share of copies (percent) that `--missed` hides. The same worlds on
every machine: their turns are drawn from hashes of their numbers.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from firsthand.config import Config
from firsthand.model import (
    Aligned,
    Collation,
    Derivation,
    Document,
    Estimate,
    Incident,
    Ledger,
    Reason,
    Source,
    Statement,
    Tally,
    When,
)
from firsthand.reckon import reckon
from firsthand.reckon.codebooks import CODEBOOKS

TEXT = "An explosion was heard on the square on that day. The doctor counted the dead.\n"
# Of a hundred: tellers who err; of the outlets those that only copy a passage, and those that quote a named speaker in words of their own (the
# rest credit a newsroom).
ERRS, COPIES, QUOTES = 25, 55, 30
DAY = "2024-03-05"


class Telling(NamedTuple):
    """One report: its outlet, the toll it gives, the speaker it names, the report it copies, and the newsroom it credits."""

    outlet: str
    toll: int
    speaker: str | None = None
    copies: int | None = None
    credits: str | None = None


class World(NamedTuple):
    """What is known of a made world: the true toll, the number of first tellers, and the reports."""

    truth: int
    tellers: int
    tellings: tuple[Telling, ...]


def draw(world: int, what: str, sides: int) -> int:
    """A number from 0 to `sides` - 1 that depends on nothing but the world and what it is for."""
    return int.from_bytes(hashlib.sha256(f"{world}/{what}".encode()).digest()[:6], "big") % sides


def made(number: int, missed: int) -> World:
    """One world: first tellers, then the outlets that repeat them; so many of a hundred copies are not known to be copies."""
    truth, tellers = 2 + draw(number, "truth", 30), 1 + draw(number, "tellers", 4)
    first = []
    for n in range(tellers):
        wrong = draw(number, f"errs {n}", 100) < ERRS
        toll = (
            max(1, truth + (1 + draw(number, f"by {n}", 5)) * (-1 if draw(number, f"sign {n}", 2) else 1))
            if wrong
            else truth
        )
        speaker = f"Speaker {n}" if draw(number, f"named {n}", 3) else None
        first.append(Telling(f"First {n}", toll, speaker))
    return World(truth, tellers, (*first, *_repeated(number, first, missed)))


def _repeated(number: int, first: list[Telling], missed: int) -> Iterator[Telling]:
    """Reports that tell nothing of their own; the first of the tellers is repeated most, whether it errs or not."""
    for n in range(draw(number, "repeated", 12)):
        of = draw(number, f"of {n}", 2) and draw(number, f"which {n}", len(first))
        told, how = first[of], draw(number, f"how {n}", 100)
        if how < COPIES:
            yield Telling(
                f"Outlet {n}", told.toll, told.speaker, copies=of if draw(number, f"seen {n}", 100) >= missed else None
            )
        elif how < COPIES + QUOTES and told.speaker:
            yield Telling(f"Outlet {n}", told.toll, told.speaker)
        else:
            yield Telling(f"Outlet {n}", told.toll, told.speaker, credits=told.outlet)


def ledger_of(world: World) -> Ledger:
    """The world as a ledger of one incident."""
    day = When(earliest=DAY, latest=DAY, precision="day", basis="stated")
    documents, statements, derivations, sources = [], [], [], dict[str, Source]()
    for n, told in enumerate(world.tellings):
        name, chain = f"d{n:02d}", []
        documents.append(Document(id=name, address=name, sha256="", text=TEXT, publisher=told.outlet, published=day))
        for source, kind in ((told.credits, "medium"), (told.speaker, "official")):
            if source:
                sources[source] = Source(id=f"v-{source}", name=source, kind=kind)  # type: ignore[arg-type]
                chain.append(f"v-{source}")
        toll = Estimate(
            measure="killed", low=told.toll, best=told.toll, high=told.toll, bound="exact", phrase=str(told.toll)
        )
        for prop, start, estimate in (("type", 3, None), ("killed", 62, toll)):
            statements.append(Statement(
                id=f"s{n:02d}{prop}", document=name, start=start, end=start + 5, text=TEXT[start : start + 5], property=prop, slot=f"{name}/1",
                value=None if estimate else "explosion", estimate=estimate, chain=tuple(chain),
            ))  # fmt: skip
        if told.copies is not None:
            run = Aligned(start=0, end=len(TEXT), of_start=0, of_end=len(TEXT), similarity=1.0)
            derivations.append(Derivation(
                id=f"e{n:02d}", document=name, of=f"d{told.copies:02d}", kind="verbatim", coverage=1.0, coverage_of=1.0, score=1.0,
                reasons=(Reason(name="shared text", weight=1.0, words="the same passage"),), direction=("later",), evidence=(run,),
            ))  # fmt: skip
    incident = Incident(
        id="i-1",
        slots=(),
        statements=tuple(s.id for s in statements),
        types=("explosion",),
        state="occurred",
        when=day,
        where=None,
    )
    return Ledger(
        documents=tuple(documents), dates={d.id: day for d in documents}, collation=Collation(derivations=tuple(derivations)),
        sources=tuple(sources[name] for name in sorted(sources)), statements=tuple(statements), incidents=(incident,),
    )  # fmt: skip


def killed(world: World, codebook: str) -> Tally:
    """The tally of the killed of the world's one incident."""
    (assessment,) = reckon(ledger_of(world), config=Config(codebook=codebook)).assessments
    return next(t for t in assessment.tallies if t.measure == "killed")


def count_origins(worlds: list[World]) -> None:
    """Prints how often each way of counting gives the number of first tellers."""
    ways: dict[str, list[int]] = defaultdict(list)
    for world in worlds:
        found = killed(world, "firsthand")
        ways["origins (firsthand)"].append(len(found.origins) - world.tellers)
        ways["outlets"].append(len({t.outlet for t in world.tellings}) - world.tellers)
        ways["documents"].append(len(world.tellings) - world.tellers)
        ways["different figures"].append(len({t.toll for t in world.tellings}) - world.tellers)
    print("number of independent origins   right   too many   too few")
    for way, off in ways.items():
        shares = [sum(test) / len(off) for test in ([o == 0 for o in off], [o > 0 for o in off], [o < 0 for o in off])]
        print(f"{way:30s}  {shares[0]:6.1%}  {shares[1]:9.1%}  {shares[2]:8.1%}")


def ranges(worlds: list[World]) -> None:
    """Prints how often each range holds the true toll, how wide it is, and how often the one value given is right."""
    print("\nrange and best value            truth within  mean width  best given  best right of given")
    for codebook in CODEBOOKS:
        found = [(world.truth, killed(world, codebook)) for world in worlds]
        _row(codebook, [(truth, t.low or 0, t.high, t.best) for truth, t in found])
    voted = [(world.truth, _majority(world)) for world in worlds]
    _row("majority of documents", [(truth, value or 0, value, value) for truth, value in voted])


def _majority(world: World) -> int:
    told = Counter(t.toll for t in world.tellings)
    return min(told, key=lambda toll: (-told[toll], toll))


def _row(name: str, found: list[tuple[int, int, int | None, int | None]]) -> None:
    within = sum(low <= truth and (high is None or truth <= high) for truth, low, high, _ in found)
    width = sum((high if high is not None else low) - low for _, low, high, _ in found) / len(found)
    given = [(truth, best) for truth, _, _, best in found if best is not None]
    right = f"{sum(truth == best for truth, best in given) / len(given):.1%}" if given else "-"
    print(f"{name:30s}  {within / len(found):12.1%}  {width:10.2f}  {len(given) / len(found):10.1%}  {right:>19s}")


def main() -> None:
    """Makes the worlds and prints both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=400)
    parser.add_argument(
        "--missed", type=int, nargs="+", default=[0, 20], help="percent of copies that are not known to be copies"
    )
    chosen = parser.parse_args()
    for missed in chosen.missed:
        print(f"\n{chosen.worlds} worlds; {missed} % of copies not known")
        worlds = [made(number, missed) for number in range(chosen.worlds)]
        count_origins(worlds)
        ranges(worlds)


if __name__ == "__main__":
    main()
