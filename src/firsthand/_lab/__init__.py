"""The lab: runs the rooms over labelled sets written by others, and scores them with each set's own scorer.

An adapter is a module of this folder with three functions and no access to the answers::

    read_inputs(folder, split) -> Iterator[dict]      what a system may read, one item at a time; no gold field among its keys
    predict(inputs, config)    -> Iterator[dict]      one prediction line per item, in the set's own format
    score_args(folder, split, predictions) -> list    the arguments for that folder's score.py

Imported by the command line only. `../shared/data` holds the sets; nothing of them is kept here.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib
import json
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from firsthand.config import Config
from firsthand.errors import EvaluationError
from firsthand.model import Statement

SETS: tuple[str, ...] = (
    "boilerplate_aeb",
    "boilerplate_traf",
    "case2021_types",
    "corpus_senate",
    "derived_news_wmt",
    "ecbplus",
    "geo_news",
    "gva_incidents",
    "iraq_events_links",
    "iraq_events_place",
    "iraq_events_weapon",
    "muc4",
    "quotes_polnear",
    "reuse_levels",
    "sentence_pairs",
    "timex",
    "timex_specs",
    "wikievents",
)

# Sets that are one task of a folder with several.
FOLDERS = dict.fromkeys(("iraq_events_links", "iraq_events_place", "iraq_events_weapon"), "iraq_events")


def adapter(name: str) -> Any:
    """The module that knows a set's format.

    Raises:
        EvaluationError: no adapter of that name; the message lists those there are.
    """
    if name not in SETS:
        raise EvaluationError(f"no adapter for the set '{name}'", next_step=f"known sets: {', '.join(SETS)}")
    return importlib.import_module(f"firsthand._lab.{name}")


def set_folder(name: str, data: Path) -> Path:
    """The folder of a set, given either the folder of all sets or the set's own.

    Raises:
        EvaluationError: there is no such folder.
    """
    name = FOLDERS.get(name, name)
    for folder in (data / name, data):
        if (folder / "score.py").is_file() and folder.name == name:
            return folder
    if data.is_dir() and not (data / name).is_dir():
        return data
    if (data / name).is_dir():
        return data / name
    raise EvaluationError(
        f"no folder for the set '{name}'", where=str(data), next_step="give --data the folder that holds it"
    )


def read_lines(folder: Path, *stems: str) -> Iterator[dict[str, Any]]:
    """The records of the first file that exists among `stems`, plain or gzipped, one JSON object a line.

    Raises:
        EvaluationError: none of the files is there, or a line is not JSON.
    """
    for stem in stems:
        for file in (folder / stem, folder / f"{stem}.gz"):
            if file.is_file():
                opener = gzip.open if file.suffix == ".gz" else open
                with opener(file, "rt", encoding="utf-8") as lines:
                    for number, line in enumerate(lines, 1):
                        if line.strip():
                            try:
                                yield json.loads(line)
                            except json.JSONDecodeError as error:
                                raise EvaluationError(f"line {number} is not JSON", where=file.name) from error
                return
    raise EvaluationError(
        f"none of {', '.join(stems)} is there", where=str(folder), next_step="check --data and --split"
    )


def predict_set(name: str, data: Path, split: str, out: Path, config: Config) -> int:
    """Runs the rooms over a set's inputs and writes one prediction a line to `out`; never opens its answers. Returns the number of lines."""
    module, folder, count = adapter(name), set_folder(name, data), 0
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("w", encoding="utf-8") as file:
        for line in module.predict(progress(module.read_inputs(folder, split), name), config):
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            count += 1
    return count


def eval_set(name: str, data: Path, split: str, out: Path, config: Config) -> dict[str, Any]:
    """Predicts, then runs the set's own `score.py`; returns the promised JSON of ``eval``.

    Raises:
        EvaluationError: the scorer failed; the message holds the end of what it printed.
    """
    # The scorer runs inside its own folder, so relative paths would be looked for there.
    module, folder, out, began = adapter(name), set_folder(name, data).resolve(), out.resolve(), time.perf_counter()
    count = predict_set(name, data, split, out, config)
    seconds = time.perf_counter() - began
    command = [sys.executable, str(folder / "score.py"), *module.score_args(folder, split, out)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    if ran.returncode != 0:
        raise EvaluationError(
            f"the scorer of {name} failed: {ran.stderr[-400:]}", next_step="run it by hand on the predictions"
        )
    return {
        "set": name,
        "split": split,
        "documents": count,
        "seconds": round(seconds, 2),
        "scores": parse_scores(ran.stdout),
    }


def parse_scores(printed: str) -> Any:
    """The figures a scorer printed, unchanged: one JSON value, or a list of them where it prints one a line.

    Example:
        >>> parse_scores('{"f1": 0.5}')
        {'f1': 0.5}
    """
    try:
        return json.loads(printed)
    except json.JSONDecodeError:
        values = []
        for line in printed.splitlines():
            try:
                values.append(json.loads(line))
            except json.JSONDecodeError:
                values.append({"text": line})
        return values


def data_hash(name: str, data: Path, split: str) -> str:
    """SHA-256 over the names and bytes of a set's files of one split, so that a floor is bound to the data it was measured on."""
    hasher = hashlib.sha256()
    for file in sorted(set_folder(name, data).glob(f"{split}.*")):
        hasher.update(file.name.encode() + b"\0" + file.read_bytes())
    return hasher.hexdigest()


def toll(group: Sequence[Statement], measure: str) -> int | None:
    """The largest number that the statements of one incident give for a measure, where a set wants one number: best, else low."""
    values = [
        s.estimate.best if s.estimate.best is not None else s.estimate.low
        for s in group
        if s.property == measure and s.estimate
    ]
    return max((v for v in values if v is not None), default=None)


def progress(items: Iterable[dict[str, Any]], name: str) -> Iterator[dict[str, Any]]:
    """Passes items on and tells on standard error how far it is, when that is a terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.progress import track

    from firsthand.report.console import console

    yield from track(items, description=name, console=console())
