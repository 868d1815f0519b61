"""Trains the part-of-speech tagger (`src/firsthand/_models/tagger.crfsuite`) from treebanks in CoNLL-U.

    python training/tagger.py CORPORA OUT

CORPORA holds ewt.{train,dev,test}.conllu.gz (UD English-EWT, CC BY-SA 4.0) and gum.all.conllu.gz (UD English-GUM, annotations CC BY 4.0).
Of GUM only the genres whose texts are open are read: news, interview, bio, voyage, academic, court, speech, textbook.
Prints the share of words of the EWT test part that get the right coarse tag. Deterministic: same corpora, same model.
"""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterator
from pathlib import Path

from firsthand.extract.sentences.tagging import features

OPEN_GENRES = ("news", "interview", "bio", "voyage", "academic", "court", "speech", "textbook")
# Documents of GUM that the treebank itself keeps for testing; never trained on.
HELD_OUT = (
    "GUM_interview_cyclone",
    "GUM_interview_gaming",
    "GUM_interview_hill",
    "GUM_interview_libertarian",
    "GUM_news_homeopathic",
    "GUM_news_iodine",
    "GUM_news_nasa",
    "GUM_news_sensitive",
)
PASSES = 12
COARSE = {
    "NN": "N",
    "NNS": "N",
    "NNP": "NP",
    "NNPS": "NP",
    "PRP": "PRP",
    "PRP$": "D",
    "DT": "D",
    "PDT": "D",
    "WDT": "W",
    "WP": "W",
    "WP$": "W",
    "WRB": "WR",
    "JJ": "J",
    "JJR": "J",
    "JJS": "J",
    "RB": "R",
    "RBR": "R",
    "RBS": "R",
    "RP": "RP",
    "CD": "C",
    "IN": "I",
    "TO": "TO",
    "MD": "M",
    "VBD": "VD",
    "VBZ": "VZ",
    "VBP": "VP",
    "VB": "VB",
    "VBG": "VG",
    "VBN": "VN",
    "CC": "CC",
    "POS": "POS",
    "EX": "EX",
}
Sentence = tuple[list[str], list[str]]


def sentences(file: Path, held_out: bool = False) -> Iterator[Sentence]:
    """Words and coarse tags of each sentence; hyphenated compounds joined as the reader joins them."""
    keep, words, tags, glued = True, [], [], False
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# newdoc id = "):
                name = line.split("= ")[1].strip()
                genre_open = not name.startswith("GUM_") or name.split("_")[1] in OPEN_GENRES
                keep = genre_open and (not name.startswith("GUM_") or (name in HELD_OUT) == held_out)
            elif line.strip() == "":
                if words and keep:
                    yield words, tags
                words, tags, glued = [], [], False
            elif line[0].isdigit():
                cells = line.rstrip("\n").split("\t")
                if not cells[0].isdigit():
                    continue
                word, label = cells[1], COARSE.get(cells[4], "." if cells[3] == "PUNCT" else "X")
                if (
                    glued
                    and (word == "-" or words[-1].endswith("-"))
                    and len(words[-1]) > 0
                    and words[-1] != "-"
                    and label != "POS"
                ):
                    words[-1] += word
                    if word != "-":
                        tags[-1] = "J" if label.startswith("V") else label
                else:
                    words.append(word)
                    tags.append(label)
                glued = "SpaceAfter=No" in cells[9] and (word == "-" or word.isalnum())
    if words and keep:
        yield words, tags


def main(corpora: Path, out: Path) -> None:
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="ap", verbose=False)
    trainer.set_params({"max_iterations": PASSES, "feature.possible_transitions": True, "feature.minfreq": 6})
    count = 0
    for name in ("ewt.train.conllu.gz", "ewt.dev.conllu.gz", "gum.all.conllu.gz"):
        for words, tags in sentences(corpora / name):
            trainer.append(features(words), tags)
            count += len(words)
    trainer.train(str(out))
    tagger = pycrfsuite.Tagger()
    tagger.open(str(out))
    for name, held in (("ewt.test.conllu.gz", False), ("gum.all.conllu.gz", True)):
        right = total = 0
        for words, tags in sentences(corpora / name, held_out=held):
            right += sum(a == b for a, b in zip(tagger.tag(features(words)), tags, strict=True))
            total += len(words)
        print(f"{name}: {right / max(total, 1):.4f} of {total} words right; trained on {count} words")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
