"""Makes the list of English words that are written small (`src/firsthand/_vocabulary/common_words.csv`), from treebanks in CoNLL-U.

    python training/casing.py CORPORA WIKINEWS OUT

CORPORA as in `training/tagger.py` (the same open genres are read) with re3d_{centcom,uk_government,wikipedia}.json.gz beside them; WIKINEWS is a file
of Wikinews articles, one JSON object with a `text` a line. A word is kept where, inside a sentence, it is written small more often than
with a capital. Deterministic: same corpora, same list.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from tagger import sentences

HEADER = """\
# English words that are written small inside a sentence; used to restore capitals where a text is all capitals.
# word: in lower case. Made by training/casing.py from UD English-EWT (CC BY-SA 4.0) and the openly licensed genres of UD English-GUM
# (annotations CC BY 4.0; texts CC BY, CC BY-SA 3.0 or public domain), from Wikinews 2019-21 (CC BY 2.5) and re3d's texts of US Central Command
# (public domain), of the UK government (Open Government Licence 3) and of Wikipedia (CC BY-SA 3.0): a list of words, no text of any.
# Published under CC BY-SA 4.0.
word
"""


def plain_sentences(corpora: Path, wikinews: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Words of the untagged corpora, sentence by sentence, every punctuation mark tagged as such."""
    texts = [json.loads(line)["text"] for line in wikinews.read_text(encoding="utf-8").splitlines()]
    for name in ("centcom", "uk_government", "wikipedia"):
        with gzip.open(corpora / f"re3d_{name}.json.gz", "rt", encoding="utf-8") as file:
            texts += [document["text"] for document in json.load(file)["documents"]]
    for text in texts:
        for sentence in re.split(r"(?<=[.!?])\s+|\n+", text):
            words = re.findall(r"[^\W\d_]+|\S", sentence)
            yield words, ["." if not word.isalpha() else "w" for word in words]


def main(corpora: Path, wikinews: Path, out: Path) -> None:
    small, large = Counter[str](), Counter[str]()
    sources = [sentences(corpora / name) for name in ("ewt.train.conllu.gz", "ewt.dev.conllu.gz", "gum.all.conllu.gz")]
    for words, tags in chain(*sources, plain_sentences(corpora, wikinews)):
        for i, (word, tag) in enumerate(zip(words, tags, strict=True)):
            if i and tags[i - 1] != "." and word.isalpha() and word.isascii() and len(word) > 1 and tag != "X":
                (small if word.islower() else large)[word.lower()] += 1
    kept = sorted(word for word, count in small.items() if count > large[word])
    out.write_text(HEADER + "\n".join(kept) + "\n", encoding="utf-8")
    print(f"{len(kept)} words")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
