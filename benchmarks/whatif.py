"""What falls, over growing ledgers: `python3 benchmarks/whatif.py [--sizes 10000 100000 1000000]`.

Makes a ledger of so many statements in memory (reports of five statements, four reports an incident, each fourth report copied from the
first of its incident, every fortieth speaker much quoted), lays it out once, and asks what falls without one speaker, one report, one
passage and one outlet, from a day on, and with a speaker distrusted. Prints the seconds of laying out, the milliseconds of each answer (the
median and the worst of the questions), what was touched, and peak memory of a process of its own for each size. The same ledger on every
machine: nothing is drawn by chance.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence

import msgspec

from firsthand.config import Config
from firsthand.model import (
    Aligned,
    Collation,
    Derivation,
    Document,
    Estimate,
    Incident,
    Ledger,
    Place,
    Reason,
    Source,
    Statement,
    When,
    make_id,
)  # fmt: skip
from firsthand.reckon import figures, weigh
from firsthand.reckon.index import Index, index_of
from firsthand.reckon.whatif import Question, answer

PER_REPORT, PER_INCIDENT, OUTLETS, TOWNS = 5, 4, 2_000, 500
# One speaker for so many reports on average; each fortieth speaker is quoted in forty times as many.
PER_SPEAKER, FAMOUS = 10, 40
QUESTIONS = 40
TEXT = "An explosion was heard on the square on that day. The doctor counted the dead. The doctor counted the hurt. Nobody claimed it.\n"
REASON = Reason(name="shared text", weight=1.0, words="the same passage")


def reports(count: int) -> Iterator[Document]:
    """Reports of the invented outlets, four for each incident."""
    for number in range(count):
        day = _day(number // PER_INCIDENT)
        yield Document(
            id=f"d{number:07d}", address=f"{number:07d}.txt", sha256="", text=TEXT, publisher=f"Outlet {number * 7919 % OUTLETS}",
            published=When(earliest=day, latest=day, precision="day", basis="stated"),
        )  # fmt: skip


def _day(number: int) -> str:
    return f"20{10 + number // 336 % 15:02d}-{1 + number // 28 % 12:02d}-{1 + number % 28:02d}"


def _speaker(report: int, speakers: int) -> int:
    """Whose word a report gives: half of all reports give that of one of the few who are much quoted."""
    number = report * 104_729 % speakers
    return number - number % FAMOUS if report % 2 else number


def statements(document: Document, number: int, speakers: int) -> Iterator[Statement]:
    """What one report tells: the deed, its day and place, the killed and the injured by the word of one speaker."""
    incident = number // PER_INCIDENT
    chain = (f"v{_speaker(number, speakers):06d}",)
    killed, town = 1 + incident % 9 + number % 2, incident % TOWNS
    place = Place(name=f"Town {town}", words=f"Town {town}", precision=1, country="Kesmeria")
    for kind, start, more in (
        ("type", 3, {"value": "explosion"}), ("when", 36, {"when": document.published}), ("where", 28, {"place": place}),
        ("killed", 62, {"estimate": _people("killed", killed), "chain": chain}),
        ("injured", 92, {"estimate": _people("injured", killed * 2), "chain": chain}),
    ):  # fmt: skip
        yield Statement(
            id=f"s{number:07d}{kind}", document=document.id, start=start, end=start + 8, text=TEXT[start : start + 8], property=kind,
            slot=f"{document.id}/1", **more,
        )  # type: ignore[arg-type] # fmt: skip


def _people(measure: str, count: int) -> Estimate:
    return Estimate(measure=measure, low=count, best=count, high=count, bound="exact", phrase=str(count))  # type: ignore[arg-type]


def made(size: int) -> Ledger:
    """A ledger of `size` statements, its incidents and copies."""
    documents = tuple(reports(size // PER_REPORT))
    speakers = max(FAMOUS, len(documents) // PER_SPEAKER)
    told = [tuple(statements(d, number, speakers)) for number, d in enumerate(documents)]
    run = (Aligned(start=0, end=len(TEXT), of_start=0, of_end=len(TEXT), similarity=1.0),)
    derivations = tuple(
        Derivation(
            id=f"e{n:07d}", document=documents[n].id, of=documents[n - n % PER_INCIDENT].id, kind="verbatim", coverage=1.0, coverage_of=1.0,
            score=1.0, reasons=(REASON,), direction=("later",), evidence=run,
        )
        for n in range(PER_INCIDENT - 1, len(documents), PER_INCIDENT)
    )  # fmt: skip
    incidents = tuple(
        Incident(
            id=make_id("i", first), slots=(), statements=tuple(s.id for said in told[first : first + PER_INCIDENT] for s in said),
            types=("explosion",), state="occurred", when=documents[first].published, where=None,
        )
        for first in range(0, len(documents), PER_INCIDENT)
    )  # fmt: skip
    return Ledger(
        documents=documents,
        dates={d.id: d.published for d in documents},
        collation=Collation(derivations=derivations),
        sources=tuple(Source(id=f"v{n:06d}", name=f"Speaker {n}", kind="official") for n in range(speakers)),
        statements=tuple(s for said in told for s in said),
        incidents=incidents,
    )


def reckoned(ledger: Ledger) -> Ledger:
    """The ledger with what stands for each incident, as a workspace keeps it."""
    index = index_of(ledger)
    standing = (figures(index.world, weigh(index.world, i, index.letters), Config().codebook) for i in ledger.incidents)
    return msgspec.structs.replace(ledger, assessments=tuple(standing))


def questions(index: Index) -> dict[str, list[Question]]:
    """Questions spread over the ledger: quiet speakers, much quoted ones (also from a day on, and distrusted), reports, passages, outlets."""
    ledger = index.world.ledger
    quiet = [s.name or "" for n, s in enumerate(ledger.sources) if n % FAMOUS and s.id in index.told]
    famous = [s.name or "" for n, s in enumerate(ledger.sources) if n % FAMOUS == 0 and s.id in index.told]
    outlets = sorted({d.publisher or "" for d in ledger.documents})
    reports = [d.address for d in ledger.documents]

    def some(names: Sequence[str]) -> Sequence[str]:
        return names[:: max(1, len(names) // QUESTIONS)][:QUESTIONS]

    return {
        "speaker": [Question(without=(n,)) for n in some(quiet)],
        "much quoted": [Question(without=(n,)) for n in some(famous)],
        "since a day": [Question(without=(n,), since="2017-01-01") for n in some(famous)],
        "distrusted": [Question(distrust=(n,)) for n in some(famous)],
        "report": [Question(without=(n,)) for n in some(reports)],
        "passage": [Question(without=(f"{n}:0-90",)) for n in some(reports)],
        "outlet": [Question(without=(n,)) for n in some(outlets)],
    }


def measure(size: int) -> None:
    """Prints the rows of one size."""
    ledger = reckoned(made(size))
    began = time.perf_counter()
    index = index_of(ledger)
    laid_out = time.perf_counter() - began
    for kind, asked in questions(index).items():
        times, touched = [], []
        for question in asked:
            began = time.perf_counter()
            found = answer(index, question, config=Config())
            times.append(1000 * (time.perf_counter() - began))
            touched.append(len(found.incidents))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{size:10d}  {laid_out:8.1f}  {kind:12s} {statistics.median(times):9.1f}  {max(times):8.1f}  "
            f"{statistics.median(touched):9.0f}  {peak:8.0f}",
            flush=True,
        )


def main() -> None:
    """Measures growing sizes, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--one", type=int, help="measure this size here and now")
    chosen = parser.parse_args()
    if chosen.one:
        measure(chosen.one)
        return
    print("statements  lay out s  without      median ms  worst ms  incidents  peak MiB")
    for size in chosen.sizes:
        subprocess.run([sys.executable, __file__, "--one", str(size)], check=True)


if __name__ == "__main__":
    main()
