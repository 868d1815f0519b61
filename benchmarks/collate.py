"""Search for copies in large piles beside known tools: `python3 benchmarks/collate.py --data DIR [--sizes 10000 30000 100000] [--own 1000000]`.

The pile is made from the texts of `corpus_senate`, `corpus_wikinews_en`, `muc4` and the English part of `derived_news_wmt` below DIR, seeded.
Of every ten documents
seven are sources: 80 to 400 words put together from runs of one to four words, each run from another place of those texts, so that names,
phrases and stock formulas recur as they do in news while no two sources share a passage;
one is a copy: a source under another dateline;
one is an edited copy: one word in twelve replaced, a tenth cut out, a run of 20 words moved to the front;
one is an excerpt: a run of 35 to 45 % of a source, at least 60 words, followed by 20 words of its own.
A derived document's source is anywhere in the first half of what came before it. So the true pairs are known: recall is over pairs of a source and
its derived document, precision over all pairs that are given (two that come from one source are right too).

Each contender runs in a process of its own on the same cores, is handed the texts block by block and keeps what it wants of them. Seconds are its
own (taking in and giving all pairs), without making the texts; "of work" is the time of the processor, all threads together, from which growth
is reckoned, since others may use the machine; peak memory is that of its whole process, interpreter and word list included
(printed as "none"). datasketch, rensa and gaoya get word 3-grams of the folded text, 128 hashes in 32 bands of four: fewer bands and they
lose edited copies. rensa is called by its batch functions, gaoya by those that use all cores, datasketch by `update_batch`.

`--retellings N` puts the English human translations of `derived_news_wmt` into a pile of N and counts which pairs of two of them the search of
`shingles.candidates` hands on, by all grams and by the sample that it takes in large piles. `--svg FILE` draws work and memory (matplotlib).
Contenders that are not installed are left out.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import itertools
import json
import math
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib import util
from pathlib import Path
from typing import Any

import numpy as np

BLOCK = 5_000
ENGLISH = ("corpus_senate/dev.jsonl.gz", "corpus_wikinews_en/dev.jsonl", "muc4/dev.docs.jsonl")
KINDS = ("copy", "edited", "excerpt")
OWN = "firsthand"
PEERS = ("rensa", "gaoya", "datasketch")
PERM, BANDS, ROWS = 128, 32, 4


# ------------------------------------------------------------------------------------------------------------ the texts


def records(file: Path) -> list[dict[str, Any]]:
    """The lines of a file of JSON, packed or not."""
    data = file.read_bytes()
    return [json.loads(row) for row in (gzip.decompress(data) if file.suffix == ".gz" else data).splitlines()]


@functools.cache
def words(data: Path) -> Any:
    """Every word of the corpora in order."""
    found = [d for name in ENGLISH for d in records(data / name)]
    found += [d for d in records(data / "derived_news_wmt" / "dev.pool.jsonl.gz") if d["lang"] == "en"]
    texts = [d["text"] for d in found]
    return np.array([sys.intern(w) for text in texts for w in text.split()], dtype=object)


def sources(data: Path, block: int) -> list[list[str]]:
    """The words of each source of a block."""
    pile, chance = words(data), np.random.default_rng([7, block])
    sizes = chance.integers(80, 401, size=BLOCK * 7 // 10)
    total = int(sizes.sum())
    lengths = chance.integers(1, 5, size=total)
    lengths = lengths[: int(np.searchsorted(np.cumsum(lengths), total)) + 1]
    begins = chance.integers(0, len(pile) - 5, size=lengths.size)
    steps = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    found = pile[np.repeat(begins, lengths) + steps].tolist()
    ends = np.cumsum(sizes).tolist()
    return [found[end - size : end] for end, size in zip(ends, sizes.tolist(), strict=True)]


def blocks(data: Path, number: int) -> Iterator[tuple[list[str], list[tuple[int, int, str]], list[int]]]:
    """Texts of each block, the true pairs (source, derived, kind) by number, and for each document its source's number or its own."""
    pile = words(data)
    for block in range(number // BLOCK):
        mine, far = sources(data, block), sources(data, block // 2)
        chance = np.random.default_rng([11, block])
        texts, true, family = [" ".join(w) for w in mine], [], list(range(block * BLOCK, block * BLOCK + len(mine)))
        for n, at in enumerate(chance.permutation(len(far))[: BLOCK - len(mine)].tolist()):
            source = (block // 2) * BLOCK + at
            true.append((source, block * BLOCK + len(texts), KINDS[n % 3]))
            texts.append(" ".join(_derived(far[at], KINDS[n % 3], pile, chance)))
            family.append(source)
        yield texts, true, family


def _derived(text: list[str], kind: str, pile: Any, chance: np.random.Generator) -> list[str]:
    own = pile[chance.integers(0, len(pile), size=max(20, len(text)))].tolist()
    if kind == "copy":
        return own[:4] + text
    if kind == "excerpt":
        size = max(60, int(len(text) * chance.uniform(0.35, 0.45)))
        begin = int(chance.integers(0, len(text) - size + 1))
        return text[begin : begin + size] + own[:20]
    made = [
        other if swap else word for word, other, swap in zip(text, own, chance.random(len(text)) < 1 / 12, strict=False)
    ]
    cut = int(chance.integers(0, len(made)))
    del made[cut : cut + len(text) // 10]
    moved = int(chance.integers(0, len(made) - 20))
    return made[moved : moved + 20] + made[:moved] + made[moved + 20 :]


# ------------------------------------------------------------------------------------------------------------ contenders


def shingles(text: str) -> list[str]:
    """Word 3-grams as the peers get them."""
    found = text.lower().split()
    return list(map(" ".join, zip(found, found[1:], found[2:], strict=False)))


class Firsthand:
    """The index of this project."""

    def __init__(self) -> None:
        from firsthand.collate.index import Index

        self.index, self.count = Index(), 0

    def take(self, texts: list[str]) -> None:
        """Takes in a block of texts."""
        self.index.add({str(self.count + n): text for n, text in enumerate(texts)})
        self.count += len(texts)

    def pairs(self) -> Any:
        """All pairs that share text."""
        found = self.index.pairs()
        return found.left, found.right


class Rensa:
    """rensa: MinHash and LSH in Rust, by its batch functions."""

    def __init__(self) -> None:
        import rensa

        self.made = rensa.RMinHash
        self.index, self.count, self.rows = rensa.RMinHashLSH(0.4, PERM, BANDS), 0, []

    def take(self, texts: list[str]) -> None:
        """Takes in a block of texts."""
        rows = self.made.from_token_sets([shingles(t) for t in texts], PERM, 42)
        self.index.insert_many(rows, self.count)
        self.rows += rows
        self.count += len(texts)

    def pairs(self) -> Any:
        """All pairs that meet in a band."""
        return _flat(
            [f for low in range(0, self.count, BLOCK) for f in self.index.query_all(self.rows[low : low + BLOCK])]
        )


class Gaoya:
    """gaoya: MinHash and LSH in Rust, with its own word 3-grams, over all cores."""

    def __init__(self) -> None:
        from gaoya.minhash import MinHashStringIndex

        self.index, self.texts = MinHashStringIndex(32, 0.35, BANDS, ROWS, None, "word", True, (3, 3), "vec"), []

    def take(self, texts: list[str]) -> None:
        """Takes in a block of texts; they are kept, since gaoya is asked by text."""
        first = len(self.texts)
        self.texts += texts
        self.index.par_bulk_insert_docs(list(range(first, len(self.texts))), texts)

    def pairs(self) -> Any:
        """All pairs that meet in a band and whose hashes agree."""
        return _flat(self.index.par_bulk_query(self.texts))


class Datasketch:
    """datasketch: MinHash and LSH in Python and numpy."""

    def __init__(self) -> None:
        from datasketch import MinHash, MinHashLSH

        self.made = MinHash
        self.index, self.count, self.found = MinHashLSH(num_perm=PERM, params=(BANDS, ROWS)), 0, []

    def take(self, texts: list[str]) -> None:
        """Takes in a block of texts, each asked for before it is put in."""
        for text in texts:
            row = self.made(num_perm=PERM)
            row.update_batch([s.encode() for s in shingles(text)])
            self.found.append(self.index.query(row))
            self.index.insert(self.count, row, check_duplication=False)
            self.count += 1

    def pairs(self) -> Any:
        """All pairs that met in a band."""
        return _flat(self.found)


def _flat(found: list[Any]) -> Any:
    left = np.repeat(np.arange(len(found)), [len(f) for f in found])
    right = np.fromiter((n for f in found for n in f), dtype=np.int64, count=left.size)
    low, high = np.minimum(left, right), np.maximum(left, right)
    code = np.unique(low[low < high] * (1 << 24) + high[low < high])
    return code >> 24, code & ((1 << 24) - 1)


CONTENDERS: dict[str, Callable[[], Any]] = {OWN: Firsthand, "rensa": Rensa, "gaoya": Gaoya, "datasketch": Datasketch}


# ------------------------------------------------------------------------------------------------------------ measuring


def peak() -> float:
    """Peak memory of this process in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def clocks() -> Any:
    """Seconds passed and seconds of work of this process, all its threads together."""
    return np.array([time.perf_counter(), time.process_time()])


def measure(name: str, data: Path, number: int) -> dict[str, Any]:
    """One contender over one pile, in this process."""
    contender = CONTENDERS[name]() if name in CONTENDERS else None
    if isinstance(contender, Firsthand):
        contender.index.near("a first call builds the tables")
    true, families, spent = [], [], np.zeros(2)
    for texts, pairs, family in blocks(data, number):
        true += pairs
        families += family
        began = clocks()
        if contender:
            contender.take(texts)
        spent += clocks() - began
    taken, began = spent.copy(), clocks()
    left, right = contender.pairs() if contender else (np.zeros(0, np.int64),) * 2
    spent += clocks() - began
    out: dict[str, Any] = {"name": name, "number": number, "seconds": spent[0], "cpu": spent[1], "taking": taken[1]}
    out |= {"mib": peak(), "pairs": len(left)}
    codes, family = np.sort(left * (1 << 24) + right), np.array(families)
    for kind in KINDS:
        wanted = np.array([a * (1 << 24) + b for a, b, k in true if k == kind])
        out[kind] = float(np.isin(wanted, codes).mean())
    out["precision"] = float((family[left] == family[right]).mean()) if len(left) else None
    if isinstance(contender, Firsthand):
        out |= _placing(contender, data, number)
    return out


def _placing(contender: Firsthand, data: Path, number: int) -> dict[str, Any]:
    """Milliseconds to find what one new document shares text with, and to take it in."""
    texts, true, _ = next(iter(blocks(data, BLOCK)))
    fresh = [texts[n] for _, n, _ in true[:300]] + [" ".join(w) for w in sources(data, 10**6)[:300]]
    near, add = [], []
    for n, text in enumerate(fresh):
        began = time.perf_counter()
        contender.index.near(text)
        near.append(time.perf_counter() - began)
        began = time.perf_counter()
        contender.index.add({f"new {n}": text})
        add.append(time.perf_counter() - began)
    return {f"{k}_ms": [1000 * float(np.median(v)), 1000 * max(v)] for k, v in (("near", near), ("add", add))}


def retellings(data: Path, number: int) -> dict[str, Any]:
    """Pairs of two human translations of one article into English, in a pile of made documents, by the full search."""
    from firsthand.collate import shingles as shingles_of
    from firsthand.collate.kin import LEAST_CONTAINED, LEAST_JACCARD
    from firsthand.collate.reading import read_all
    from firsthand.model import Document

    folder = data / "derived_news_wmt"
    key = {k["id"]: k for k in records(folder / "dev.key.jsonl")}
    pool = [d for d in records(folder / "dev.pool.jsonl.gz") if d["lang"] == "en"]
    human = [d for d in pool if key[d["id"]]["kind"].startswith("human")]
    texts = [d["text"] for d in human] + [t for found, _, _ in blocks(data, number) for t in found]
    documents = [Document(id=str(n), address="", sha256="", text=t, language="en") for n, t in enumerate(texts)]
    stories = [key[d["id"]]["origin"] for d in human]
    wanted = {(a, b) for a in range(len(human)) for b in range(a + 1, len(human)) if stories[a] == stories[b]}
    out: dict[str, Any] = {"number": len(texts), "wanted": len(wanted)}
    for how, whole in (("sampled", 0), ("all grams", sys.maxsize)):
        shingles_of.WHOLE = whole
        began = clocks()
        found = shingles_of.candidates(read_all(documents), LEAST_JACCARD, LEAST_CONTAINED)
        met = wanted & {(p.left, p.right) for p in found}
        recall = len(met) / len(wanted)
        out[how] = {"cpu": (clocks() - began)[1], "mib": peak(), "pairs": len(found), "recall": recall}
    return out


def apart(*arguments: str) -> dict[str, Any]:
    """The same script in a process of its own."""
    done = subprocess.run([sys.executable, __file__, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        return {"failed": done.stderr.strip().splitlines()[-1:] or [f"ended by signal {-done.returncode}"]}
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def growth(rows: list[dict[str, Any]], field: str) -> str:
    """The exponents by which a figure grows from size to size."""
    pairs = itertools.pairwise(rows)
    return ", ".join(f"{math.log(b[field] / a[field]) / math.log(b['number'] / a['number']):.2f}" for a, b in pairs)


def line(row: dict[str, Any]) -> str:
    """A row of the table."""
    share = " | ".join("none" if row[k] is None else f"{row[k]:.3f}" for k in (*KINDS, "precision"))
    return (
        f"| {row['name']} | {row['number']:,} | {row['seconds']:.1f} | {row['cpu']:.1f} | {row['mib']:,.0f} | {share} |"
    )


def draw(rows: list[dict[str, Any]], file: Path) -> None:
    """Time and memory against size, as SVG."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "collate"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, 2, figsize=(9, 3.6))
    for axis, field, label in zip(axes, ("cpu", "mib"), ("seconds of work", "peak memory, MiB"), strict=True):
        for name in CONTENDERS:
            mine = [r for r in rows if r["name"] == name]
            if mine:
                axis.loglog([r["number"] for r in mine], [r[field] for r in mine], marker="o", label=name)
        axis.set_xlabel("documents")
        axis.set_ylabel(label)
        axis.grid(alpha=0.3)
    axes[0].legend()
    figure.tight_layout()
    figure.savefig(file, metadata={"Date": None, "Creator": None})


def main() -> None:
    """Runs the contenders one after another and prints the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 30_000, 100_000])
    parser.add_argument("--own", type=int, nargs="*", default=[1_000_000])
    parser.add_argument("--retellings", type=int)
    parser.add_argument("--svg", type=Path)
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        what, number = given.one[0], int(given.one[1])
        print(json.dumps(retellings(given.data, number) if what == "retellings" else measure(what, given.data, number)))
        return
    if given.retellings:
        print(json.dumps(apart("--data", str(given.data), "--one", "retellings", str(given.retellings))))
        return
    print(
        "| | documents | seconds | of work | peak MiB | copies | edited | excerpts | precision |\n|---|---|---|---|---|---|---|---|---|"
    )
    rows = []
    for name in (OWN, *(p for p in PEERS if util.find_spec(p)), "none"):
        mine = []
        for number in given.sizes + (given.own if name == OWN else []):
            row = apart("--data", str(given.data), "--one", name, str(number))
            if "failed" in row:
                print(f"| {name} | {number:,} | failed: {row['failed'][0]} |", flush=True)
                break
            print(line(row), flush=True)
            mine.append(row)
        if name != "none" and len(mine) > 1:
            print(f"\n{name}: work grows by {growth(mine, 'cpu')}, memory by {growth(mine, 'mib')} (exponents)\n")
            if mine and "near_ms" in mine[-1]:
                print(
                    f"placing one among {mine[-1]['number']:,}: near {mine[-1]['near_ms']}, add {mine[-1]['add_ms']} ms\n"
                )
        rows += mine
    if given.svg:
        draw(rows, given.svg)


if __name__ == "__main__":
    main()
