"""The path of a report through the rooms: acquire, clean, collate, extract, link, reckon; then release and report.

Each step is resumable: it looks in the workspace for what is already done by the same rules, does the rest in small batches, and
commits each batch. A step whose input has not changed is skipped. The rules of a step are named by a fingerprint of its room's code
and vocabulary, so an upgrade re-reads what it must and nothing else.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

import msgspec

from firsthand.config import Config
from firsthand.model import (
    UNDATED,
    Collation,
    Document,
    Extraction,
    Grade,
    Ledger,
    RawItem,
    Rejected,
    Release,
    When,
    make_id,
)
from firsthand.store import Workspace

STAGES: tuple[str, ...] = ("acquire", "clean", "collate", "extract", "link", "reckon", "release", "report")
# Items per commit. Smaller loses less to a kill and commits more often; 32 keeps the commit's cost under 2 % of cleaning.
BATCH = 32
# Fewer documents than this are read in this process: a pool costs about as much to start as ten documents cost to read.
POOL_FROM = 24
_ROOMS_BEHIND = {
    "clean": ("clean",),
    "collate": ("collate", "extract"),
    "extract": ("extract",),
    "link": ("link",),
    "reckon": ("reckon",),
}

T = TypeVar("T")
R = TypeVar("R")


class Step(NamedTuple):
    """What one step of a run did: its name, items done now, items that were already done, and seconds."""

    name: str
    done: int
    kept: int
    seconds: float


class Summary(NamedTuple):
    """What a run ends with."""

    ledger: Ledger
    steps: tuple[Step, ...]
    files: tuple[Path, ...]


class Watcher(Protocol):
    """Told how far a step is. The command line draws a bar; a test may pass `silent`."""

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """`done` of `total` items of a stage are through (`total` is ``None`` while unknown)."""


def silent(stage: str, done: int, total: int | None) -> None:
    """A watcher that says nothing."""


@functools.cache
def rules(room: str) -> str:
    """A fingerprint of the code and vocabulary that a room's results depend on, equal on every machine with the same version."""
    root = resources.files("firsthand")
    files = [root.joinpath(name) for name in ("model.py", "text.py", "vocabulary.py")]
    for folder in (*_ROOMS_BEHIND[room], "_vocabulary", "_models"):
        if root.joinpath(folder).is_dir():
            files += files_of(root.joinpath(folder))
    return _digest(files)


def files_of(folder: Traversable) -> Iterator[Traversable]:
    """The files of a folder and of the folders in it, in the order of their names, without what Python and its tools leave there.

    Example:
        >>> [f.name for f in files_of(resources.files("firsthand").joinpath("serve")) if f.name.endswith(".py")][:2]
        ['__init__.py', 'api.py']
    """
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            if entry.name != "__pycache__" and not entry.name.startswith("."):
                yield from files_of(entry)
        elif not entry.name.endswith(".pyc"):
            yield entry


def _digest(files: Iterable[Traversable]) -> str:
    hasher = hashlib.sha256()
    for file in files:
        data = file.read_bytes().replace(b"\r\n", b"\n")
        hasher.update(file.name.encode() + b"\0" + hashlib.sha256(data).digest())
    return hasher.hexdigest()[:16]


def run(
    targets: Sequence[str],
    workspace: Workspace,
    *,
    config: Config,
    clock: Callable[[], float],
    public: bool = False,
    watch: Watcher = silent,
) -> Summary:
    """Everything: from files and addresses to a ledger and a dossier.

    1. acquire: bytes and hashes of what is new; 2. clean: documents or named rejections; 3. collate: who copied or retold whom;
    4. extract: statements, quotes, figures, series; 5. link: incidents; 6. reckon: what stands; 7. release; 8. report.

    Args:
        targets: files, folders or URLs; empty to go on with what the workspace holds.
        clock: seconds, only ever used for the "seconds per stage" of the summary.
        public: release for the public (masked) instead of the internal one.

    Raises:
        StoreError: the workspace cannot be written.
    """
    steps: list[Step] = []

    def timed(name: str, step: Callable[[], tuple[int, int]]) -> None:
        began = clock()
        done, kept = step()
        steps.append(Step(name, done, kept, clock() - began))

    # 1-6
    timed("acquire", lambda: acquire_step(targets, workspace, config=config, watch=watch))
    timed("clean", lambda: clean_step(workspace, config=config, watch=watch))
    timed("collate", lambda: collate_step(workspace, config=config, watch=watch))
    timed("extract", lambda: extract_step(workspace, config=config, watch=watch))
    timed("link", lambda: link_step(workspace, config=config, watch=watch))
    timed("reckon", lambda: reckon_step(workspace, config=config, watch=watch))
    # 7, 8
    ledger = workspace.ledger()
    began = clock()
    released = release_step(ledger, config=config, public=public)
    steps.append(Step("release", len(released.cuts), 0, clock() - began))
    began = clock()
    files, fresh = report_step(released, workspace, config=config)
    steps.append(Step("report", len(files) if fresh else 0, 0 if fresh else len(files), clock() - began))
    return Summary(ledger, tuple(steps), files)


def acquire_step(
    targets: Sequence[str], workspace: Workspace, *, config: Config, watch: Watcher = silent
) -> tuple[int, int]:
    """Brings in what is new at the targets. Returns (new, already known)."""
    from firsthand.acquire import acquire

    known, new, kept = workspace.known_inputs(), 0, 0
    for batch in batches(acquire(targets, config=config), BATCH):
        fresh = [i for i in batch if isinstance(i, Rejected) or known.get(i.address) != i.id]
        if fresh:
            workspace.put_inputs(fresh)
        new += sum(isinstance(i, RawItem) for i in fresh)
        kept += len(batch) - len(fresh)
        watch("acquire", new + kept, None)
    return new, kept


def clean_step(workspace: Workspace, *, config: Config, watch: Watcher = silent) -> tuple[int, int]:
    """Cleans what was not cleaned by today's rules. Returns (cleaned now, already done)."""
    fingerprint = make_id("f", rules("clean"), config.min_words, config.max_bytes)
    waiting = workspace.to_clean(fingerprint)
    done = 0
    with _mapper(len(waiting), config) as mapped:
        for batch in batches(waiting, BATCH):
            items = [workspace.raw(raw_id) for raw_id in batch]
            results = list(mapped(functools.partial(_clean_one, config=config), items))
            workspace.put_cleaned(list(zip(batch, results, strict=True)), fingerprint)
            done += len(batch)
            watch("clean", done, len(waiting))
    return done, workspace.raw_count() - done


def collate_step(workspace: Workspace, *, config: Config, watch: Watcher = silent) -> tuple[int, int]:
    """Lineage and drift over all documents, then their dates; lineage again where dates were inferred.

    What an earlier run read of documents that are still the same is not read again; the result is that of a run from scratch.

    Returns:
        Documents that are new or were compared anew with a relative, and the others.
    """
    from firsthand.collate import Memory, collate, remembering
    from firsthand.extract.dates.dating import infer_dates

    documents, judgements = workspace.documents(), workspace.judgements()
    of_documents = (msgspec.json.encode(d, order="deterministic").hex() for d in documents)
    fingerprint = make_id("f", rules("collate"), config.min_shared_run, *of_documents, *(j.id for j in judgements))
    if workspace.stage("collate") == fingerprint:
        return 0, len(documents)
    watch("collate", 0, len(documents))
    before = {d for family in workspace.families() for d in family.documents}
    memory = Memory(workspace.compared(rules("collate")))
    stated = {d.id: d.published for d in documents}
    with remembering(memory):
        found = collate(documents, dates=stated, judgements=judgements, config=config)
        dates = infer_dates(documents, found.derivations)
        if _related_and_inferred(found, dates):
            found = collate(documents, dates=dates, judgements=judgements, config=config)
            dates = infer_dates(documents, found.derivations)
    workspace.put_compared(rules("collate"), memory.kept)
    workspace.put_stage(
        "collate",
        fingerprint,
        {
            "derivations": [(d.id, d) for d in found.derivations],
            "drifts": [(d.id, d) for d in found.drifts],
            "virtuals": [(v.id, v) for v in found.virtuals],
            "families": [(f.root, f) for f in found.families],
            "dates": sorted(dates.items()),
        },
    )
    watch("collate", len(documents), len(documents))
    anew = memory.anew | ({d.id for d in documents} - before)
    return len(anew), len(documents) - len(anew)


def extract_step(workspace: Workspace, *, config: Config, watch: Watcher = silent) -> tuple[int, int]:
    """Reads every document not yet read by today's rules with today's date of it. Returns (read now, already read)."""
    documents = workspace.documents()
    dates = workspace.ledger_dates()
    base = make_id("f", rules("extract"), config.one_word_numbers, config.home_country)
    have = workspace.readings()
    waiting = []
    for document in documents:
        published = dates.get(document.id, UNDATED)
        fingerprint = make_id("f", base, published.earliest, published.latest, published.precision)
        if have.get(document.id) != fingerprint:
            waiting.append((document, published, fingerprint))
    done = 0
    with _mapper(len(waiting), config) as mapped:
        for batch in batches(waiting, BATCH):
            results = list(mapped(functools.partial(_extract_one, config=config), [(d, w) for d, w, _ in batch]))
            workspace.put_readings([(result, f) for result, (_, _, f) in zip(results, batch, strict=True)])
            done += len(batch)
            watch("extract", done, len(waiting))
    return done, len(documents) - done


def link_step(workspace: Workspace, *, config: Config, watch: Watcher = silent) -> tuple[int, int]:
    """Statements into incidents, sources across documents. Returns (incidents made, incidents kept)."""
    from firsthand.link import link

    fingerprint = make_id(
        "f",
        rules("link"),
        workspace.stage("collate"),
        *(f"{d}={f}" for d, f in sorted(workspace.readings().items())),
        *(j.id for j in workspace.judgements()),
    )
    if workspace.stage("link") == fingerprint:
        return 0, workspace.count("incidents")
    watch("link", 0, None)
    as_read = workspace.sources_as_read()
    found = link(msgspec.structs.replace(workspace.ledger(), sources=as_read), config=config)
    workspace.put_stage(
        "link",
        fingerprint,
        {
            "incidents": [(i.id, i) for i in sorted(found.incidents, key=lambda i: i.id)],
            "sources": [(s.id, s) for s in sorted(found.sources, key=lambda s: s.id)],
            "source_of": sorted(found.source_of.items()),
            "doubtful": [(make_id("l", x.left, x.right), x) for x in found.doubtful],
        },
    )
    return len(found.incidents), 0


def reckon_step(workspace: Workspace, *, config: Config, watch: Watcher = silent) -> tuple[int, int]:
    """What stands for each incident, and what does not agree. Returns (assessments made, kept)."""
    from firsthand.reckon import reckon

    fingerprint = make_id("f", rules("reckon"), workspace.stage("link"), config.codebook)
    if workspace.stage("reckon") == fingerprint:
        return 0, workspace.count("assessments")
    watch("reckon", 0, None)
    found = reckon(workspace.ledger(), config=config)
    workspace.put_stage(
        "reckon",
        fingerprint,
        {
            "assessments": [(a.incident, a) for a in sorted(found.assessments, key=lambda a: a.incident)],
            "disagreements": [(d.id, d) for d in sorted(found.disagreements, key=lambda d: d.id)],
            "grades": sorted((_grade_key(g), g) for g in found.grades),
            "source_cautions": sorted(found.source_cautions.items()),
        },
    )
    return len(found.assessments), 0


def release_step(ledger: Ledger, *, config: Config, public: bool = False, earlier: tuple[Ledger, ...] = ()) -> Release:
    """What may leave the house; `earlier` are public releases that it will be compared with."""
    from firsthand.release import release

    return release(ledger, public=public, config=config, earlier=earlier)


def report_step(released: Release, workspace: Workspace, *, config: Config) -> tuple[tuple[Path, ...], bool]:
    """Writes the dossier and its tables into the workspace's `report` folder, unless they stand there already for this very ledger.

    Returns:
        The files, and whether they were written now.
    """
    from firsthand.report import report

    folder = workspace.folder / ("report-public" if released.public else "report")
    stage = folder.name
    fingerprint = make_id(
        "f", _code_of("report"), _code_of("release"), msgspec.json.encode(released, order="deterministic").hex()
    )
    if workspace.stage(stage) == fingerprint:
        files = tuple(sorted(p for p in folder.rglob("*") if p.is_file())) if folder.is_dir() else ()
        if any(f.name == "dossier.html" for f in files):
            return files, False
    files = report(released, folder, config=config)
    workspace.put_stage(stage, fingerprint, {})
    return tuple(sorted(files)), True


@functools.cache
def _code_of(room: str) -> str:
    return _digest(files_of(resources.files("firsthand").joinpath(room)))


def _related_and_inferred(found: Collation, dates: dict[str, When]) -> bool:
    """Whether some document with a relative got its date from inside: then its direction may be told better."""
    absent = {v.id for v in found.virtuals}
    related = {i for d in found.derivations if d.of not in absent for i in (d.document, d.of)}
    return any(document in related and when.basis == "inferred" for document, when in dates.items())


def _grade_key(grade: Grade) -> str:
    """The row id of a grade: what is graded, on which axis, by whom."""
    return make_id("g", grade.of, grade.axis, grade.by)


def _clean_one(item: RawItem, *, config: Config) -> Document | Rejected:
    from firsthand.clean import clean

    return clean(item, config=config)


def _extract_one(pair: tuple[Document, When], *, config: Config) -> Extraction:
    from firsthand.extract import extract

    document, published = pair
    return extract(document, published=published, config=config)


class _mapper:  # noqa: N801 (used as a context manager, like `closing`)
    """`map` in this process for a few items, in a pool for many; results come in the order of the items."""

    def __init__(self, count: int, config: Config) -> None:
        self._pool = ProcessPoolExecutor(config.workers) if count >= POOL_FROM and config.workers > 1 else None

    def __enter__(self) -> Callable[[Callable[[T], R], Iterable[T]], Iterable[R]]:
        return functools.partial(self._pool.map, chunksize=4) if self._pool else map

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in lists of at most `size`, in order.

    Example:
        >>> list(batches([1, 2, 3], 2))
        [[1, 2], [3]]
    """
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
