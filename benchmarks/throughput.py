"""Articles end to end: `python3 benchmarks/throughput.py --data ../shared/data [--sizes 250 500 1000]`.

Takes articles from the labelled sets (their own texts, one a file), runs the whole path over growing numbers of them in a process of
its own, and prints articles per second, the growth from size to size, and peak memory. Figures are kept in RESULTS.md with the commit.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path


def articles(data: Path) -> Iterator[str]:
    """Texts of the sets, in a fixed order."""
    for name in (
        "corpus_wikinews_en/dev.jsonl",
        "geo_news/dev.jsonl.gz",
        "gva_incidents/dev.docs.jsonl.gz",
        "corpus_senate/dev.jsonl.gz",
    ):
        file = data / name
        opener = gzip.open if file.suffix == ".gz" else open
        with opener(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                text = json.loads(line).get("text") or ""
                if len(re.findall(r"\w+", text)) >= 60:
                    yield text


def measure(texts: list[str]) -> tuple[float, float, str]:
    """Seconds, peak MiB and the table of one whole run over these texts."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        for number, text in enumerate(texts):
            (folder / "in" / f"{number:05d}.txt").write_text(text, encoding="utf-8")
        began = time.perf_counter()
        ran = subprocess.run(
            [sys.executable, "-m", "firsthand", "run", str(folder / "in"), "-w", str(folder / "w")],
            capture_output=True,
            text=True,
            check=False,
        )
        seconds = time.perf_counter() - began
        if ran.returncode not in (0, 3):
            sys.exit(ran.stderr)
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, ran.stdout


def main() -> None:
    """Measures growing sizes and prints a row for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=[250, 500, 1000])
    chosen = parser.parse_args()
    source = articles(chosen.data)
    pool: list[str] = []
    before: tuple[int, float] | None = None
    print("articles  seconds  articles/s  peak MiB  time grows by")
    for size in chosen.sizes:
        while len(pool) < size:
            pool.append(next(source))
        seconds, peak, table = measure(pool[:size])
        growth = f"{seconds / before[1]:.2f} for {size / before[0]:.2f}" if before else ""
        print(f"{size:8d}  {seconds:7.1f}  {size / seconds:10.1f}  {peak:8.0f}  {growth}", flush=True)
        before = (size, seconds)
    print(table)


if __name__ == "__main__":
    main()
