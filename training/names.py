"""Trains the names model (`_models/names.crfsuite`) and cuts the word clusters (`_models/clusters.tsv.gz`). Run by hand.

    python training/names.py CORPORA_FOLDER CLUSTERS_JSON_GZ PROBABILITIES_JSON_GZ [--score-only]

CORPORA_FOLDER holds the openly licensed corpora that `_models/MODEL_CARD.md` names; nothing of them is kept. The clusters and the
word probabilities come from the package `spacy-lookups-data` (MIT). Learning is deterministic: fixed order, no sampling.
"""

from __future__ import annotations

import collections
import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pycrfsuite

from firsthand.extract.names import name_features

MODELS = Path(__file__).parents[1] / "src" / "firsthand" / "_models"
PASSES = 15  # of the averaged perceptron; the score on EWT dev is flat from about 12
CLUSTER_WORDS = 70_000  # most probable words whose cluster is kept beside those of the corpora: 0.5 MB
Sentence = tuple[list[str], list[str]]
_WIKIGOLD = {"PER": "PER", "ORG": "ORG", "LOC": "LOC"}
_POLITICS = {
    "person": "PER",
    "politician": "PER",
    "organisation": "ORG",
    "politicalparty": "ORG",
    "location": "LOC",
    "country": "LOC",
}
_RE3D = {"Person": "PER", "Organisation": "ORG", "Location": "LOC"}
GUM_OPEN = ("news", "interview", "bio", "voyage", "academic", "court", "speech", "textbook")


def columns(file: Path, word: int, label: int, kinds: dict[str, str]) -> Iterator[Sentence]:
    """Sentences of a column file, in our tokens, with BIO labels of the three kinds."""
    words: list[str] = []
    labels: list[str] = []
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in [*lines, ""]:
            cells = line.split()
            if not cells:
                if words:
                    yield respan(words, labels)
                words, labels = [], []
            elif not line.startswith("# ") and len(cells) > max(word, label if label >= 0 else 0):
                mark, _, kind = cells[label].partition("-")
                words.append(cells[word])
                labels.append(f"{mark}-{kinds[kind]}" if kind in kinds else "O")


def respan(words: list[str], labels: list[str]) -> Sentence:
    """The same in our tokens; a label goes to every piece of its word, and a name that begins with I- begins with B-."""
    new_words: list[str] = []
    new_labels: list[str] = []
    before = "O"
    for word, label in zip(words, labels, strict=True):
        kind = label[2:]
        for index, piece in enumerate(name_features.TOKEN.findall(word)):
            starts = (index == 0 and label[0] == "B") or before[2:] != kind
            new_words.append(piece)
            new_labels.append("O" if label == "O" else f"{'B' if starts else 'I'}-{kind}")
            before = new_labels[-1]
    return new_words, new_labels


def gum(file: Path) -> Iterator[Sentence]:
    """GUM's open genres: named entities from the entity brackets of the MISC column are not used; names are runs of PROPN under one label."""
    kinds = {"person": "PER", "organization": "ORG", "place": "LOC"}
    words: list[str] = []
    labels: list[str] = []
    document, stack = "", []
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in [*lines, "\n"]:
            if line.startswith("# newdoc id"):
                document = line.split("_")[1]
                stack = []
            cells = line.rstrip("\n").split("\t")
            if len(cells) < 10:
                if not line.strip() and words:
                    if document in GUM_OPEN:
                        yield respan(words, labels)
                    words, labels = [], []
                continue
            if not cells[0].isdigit():
                continue
            entity = next((m[7:] for m in cells[9].split("|") if m.startswith("Entity=")), "")
            stack = opened(stack, entity)
            inner = next((kinds[k] for k in reversed(stack) if k in kinds), None) if cells[3] == "PROPN" else None
            words.append(cells[1])
            labels.append("O" if inner is None else f"I-{inner}")
            stack = closed(stack, entity)


def opened(stack: list[str], entity: str) -> list[str]:
    return stack + [
        piece.split("-")[1]
        for piece in entity.replace(")", ") ").replace("(", " (").split()
        if piece.startswith("(") and "-" in piece
    ]


def closed(stack: list[str], entity: str) -> list[str]:
    return stack[: max(0, len(stack) - entity.count(")"))]


def re3d(file: Path) -> Iterator[Sentence]:
    """Documents with entities by offsets, cut at line breaks."""
    data = json.loads(gzip.decompress(file.read_bytes()))
    spans = collections.defaultdict(list)
    for entity in data["entities"]:
        if entity["type"] in _RE3D:
            spans[entity["documentId"]].append((entity["begin"], entity["end"], _RE3D[entity["type"]]))
    for document in data["documents"]:
        words: list[str] = []
        labels: list[str] = []
        last = 0
        for match in name_features.TOKEN.finditer(document["text"]):
            if words and (
                "\n" in document["text"][last : match.start()] or (words[-1] == "." and match.group()[0].isupper())
            ):
                yield words, labels
                words, labels = [], []
            hit = next(((b, k) for b, e, k in spans[document["_id"]] if b <= match.start() and match.end() <= e), None)
            proper = hit is not None and (match.group()[0].isupper() or match.group() in {"-", "al", "of", "and"})
            words.append(match.group())
            labels.append(
                "O"
                if not proper or hit is None
                else f"{'B' if hit[0] == match.start() or not labels or labels[-1] == 'O' else 'I'}-{hit[1]}"
            )
            last = match.end()
        if words:
            yield words, labels


def training(folder: Path) -> list[Sentence]:
    plain = {"PER": "PER", "ORG": "ORG", "LOC": "LOC"}
    found = list(columns(folder / "uner_ewt.train.iob2.gz", 1, 2, plain))
    found += gum(folder / "gum.all.conllu.gz")
    found += columns(folder / "btc.train.conll.gz", 0, 1, plain)
    found += columns(folder / "wikigold.conll.gz", 0, 1, _WIKIGOLD)
    for part in ("train", "dev", "test"):
        found += columns(folder / f"crossner_politics.{part}.conll.gz", 0, 1, _POLITICS)
    found += re3d(folder / "re3d_wikipedia.json.gz")
    return [s for s in found if len(s[0]) < 200]


def cut_clusters(sentences: list[Sentence], clusters: Path, probabilities: Path) -> None:
    table = json.loads(gzip.decompress(clusters.read_bytes()))
    weights = json.loads(gzip.decompress(probabilities.read_bytes()))
    common = set(sorted((w for w in table if w in weights), key=lambda w: (-weights[w], w))[:CLUSTER_WORDS])
    common |= {w for words, _ in sentences for w in words} | {w.lower() for words, _ in sentences for w in words}
    by_bits = collections.defaultdict(list)
    for word in sorted(common & table.keys()):
        if table[word] and word.isalnum():
            by_bits[f"{table[word]:b}"[::-1]].append(word)
    body = "\n".join("\t".join([bits, " ".join(words)]) for bits, words in sorted(by_bits.items()))
    with (MODELS / "clusters.tsv.gz").open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, 0) as file:
        file.write(body.encode())


def score(tagger: pycrfsuite.Tagger, sentences: list[Sentence]) -> dict[str, float]:
    good, given, asked = collections.Counter[str](), collections.Counter[str](), collections.Counter[str]()
    for words, labels in sentences:
        mine, gold = set(spans(tagger.tag(name_features.features(words)))), set(spans(labels))
        for counter, items in ((good, mine & gold), (given, mine), (asked, gold)):
            counter.update(kind for _, _, kind in items)
            counter["all"] += len(items)
    return {k: round(200 * good[k] / (given[k] + asked[k]), 1) for k in ("all", "PER", "ORG", "LOC") if asked[k]}


def spans(labels: list[str]) -> Iterator[tuple[int, int, str]]:
    start = None
    for index, label in enumerate([*labels, "O"]):
        if start is not None and (label[0] != "I" or label[2:] != labels[start][2:]):
            yield start, index, labels[start][2:]
            start = None
        if label[0] == "B" or (label[0] == "I" and start is None):
            start = index


def main() -> None:
    folder, clusters, probabilities = (Path(p) for p in sys.argv[1:4])
    MODELS.mkdir(exist_ok=True)
    model = MODELS / "names.crfsuite"
    if "--score-only" not in sys.argv:
        sentences = training(folder)
        cut_clusters(sentences, clusters, probabilities)
        trainer = pycrfsuite.Trainer(algorithm="ap", verbose=False)
        trainer.set_params({"max_iterations": PASSES, "feature.minfreq": 2})
        for words, labels in sentences:
            trainer.append(name_features.features(words), labels)
        print(len(sentences), "sentences", sum(len(w) for w, _ in sentences), "words", flush=True)
        trainer.train(str(model))
    tagger = pycrfsuite.Tagger()
    tagger.open(str(model))
    plain = {"PER": "PER", "ORG": "ORG", "LOC": "LOC"}
    for name in ("uner_ewt.dev", "uner_ewt.test", "uner_pud.test"):
        print(name, score(tagger, list(columns(folder / f"{name}.iob2.gz", 1, 2, plain))), flush=True)
    print(
        "re3d bbc",
        score(tagger, list(re3d(folder / "re3d_bbc_online.json.gz"))),
        round(model.stat().st_size / 1e6, 1),
        "MB",
    )


if __name__ == "__main__":
    main()
