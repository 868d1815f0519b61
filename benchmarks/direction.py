"""Which of two reports comes from the other, by kind of evidence: `python3 benchmarks/direction.py [--data ../shared/data] [--number 60]`.

Texts are those of `corpus_wikinews_en` (nothing of them is kept), outlets are invented. Two makings, all by rule and without chance:

- credits: a report and its copy (one sentence left out), which declares its origin by one of the formulas of the trade. Dates are absent, or
  mislead: the copy bears the earlier date.
- families: a wire report; an edited copy of it (a passage left out, one long word misspelt, one figure changed); an excerpt of the copy; and a
  reprint of the excerpt with another slip. No dates, or right ones, or wrong ones. Who comes from whom is known.

A pair is right when the derivation found names the true parent. "told" is the share of pairs for which the tool says it knows the direction.
Right ones that it says not to know (the longer text stands as the original) are counted apart.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from pathlib import Path

from firsthand.collate import collate
from firsthand.config import Config
from firsthand.model import Document, When
from firsthand.text import sentences

# How a copy declares its origin: where it says so, and the words.
CREDITS = (
    ("credit", "Republished from {outlet} by permission"),
    ("credit", "This article was originally published by {outlet}."),
    ("credit", "Adapted from this {outlet} article"),
    ("credit", "Translated from {outlet}"),
    ("credit", "Source: {outlet}"),
    ("credit", "With inputs from {outlet}"),
    ("credit", "Reprinted with permission from {outlet}"),
    ("head", "SAROVEL, March 4 ({outlet}) - "),
    ("tail", "The mayor told {outlet} that the road would be mended."),
    ("tail", "The figures were not disputed, according to {outlet}."),
)
OUTLETS = ("Northwire", "Dolvane Courier", "Harbour Post", "Kesmerian Herald", "Orlen Review")
WORD = re.compile(r"\b[a-z]{8,}\b")
FIGURE = re.compile(r"(?<![\d.,])[2-9]\d?(?![\d.,])")


def report(name: str, text: str, outlet: str, day: str | None = None, credit: str | None = None) -> Document:
    when = When(earliest=day, latest=day, precision="day", basis="stated") if day else When()
    return Document(
        id=name, address=name, sha256=name, text=text, language="en", publisher=outlet, published=when, credit=credit
    )


def texts(data: Path, number: int) -> list[list[str]]:
    """The sentences of the first reports that are long enough, in order of their ids."""
    lines = (data / "corpus_wikinews_en" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    cut = ([s.text for s in sentences(row["text"])] for row in sorted(map(json.loads, lines), key=lambda r: r["id"]))
    return [parts for parts in cut if len(parts) >= 9][:number]


def misspelt(parts: list[str], at: int) -> list[str]:
    """The sentences with the first long word from the sentence `at` on misspelt: two of its letters change places."""
    for n in range(at, len(parts)):
        match = WORD.search(parts[n])
        if match:
            word = match.group()
            slip = word[:3] + word[4] + word[3] + word[5:] if word[3] != word[4] else word[:3] + word[4:]
            return [*parts[:n], parts[n].replace(word, slip, 1), *parts[n + 1 :]]
    return parts


def changed(parts: list[str], at: int) -> list[str]:
    """The sentences with the first small figure from the sentence `at` on raised by one."""
    for n in range(at, len(parts)):
        match = FIGURE.search(parts[n])
        if match:
            new = parts[n][: match.start()] + str(int(match.group()) + 1) + parts[n][match.end() :]
            return [*parts[:n], new, *parts[n + 1 :]]
    return parts


def credited(parts: list[str], number: int, misleading: bool) -> tuple[list[Document], dict[str, str]]:
    """A report and a copy that declares it; ids are so chosen that their order tells nothing."""
    where, formula = CREDITS[number % len(CREDITS)]
    words = formula.format(outlet=OUTLETS[0])
    text = " ".join(parts[:4] + parts[5:])
    text = words + text if where == "head" else text + "\n" + words if where == "tail" else text
    first, second = ("a", "b") if number % 2 else ("b", "a")
    days = ("2024-03-06", "2024-03-04") if misleading else (None, None)
    copy = report(second, text, OUTLETS[1], days[1], words if where == "credit" else None)
    return [report(first, " ".join(parts), OUTLETS[0], days[0]), copy], {second: first}


def family(parts: list[str], number: int, dated: str) -> tuple[list[Document], dict[str, str]]:
    """A wire report, its edited copy, an excerpt of the copy and a reprint of the excerpt."""
    middle = len(parts) // 2
    copy = misspelt(changed(parts, 2), 1)
    copy = copy[: middle + 1] + copy[middle + 2 :]
    excerpt = copy[: middle + 2]
    reprint = misspelt(excerpt, 3)
    names = "abcd" if number % 2 else "dcba"
    days = {"none": (None,) * 4, "right": tuple(f"2024-03-0{n}" for n in range(4, 8))}
    days["wrong"] = days["right"][::-1]
    made = [
        report(name, " ".join(text), outlet, day)
        for name, text, outlet, day in zip(
            names, (parts, copy, excerpt, reprint), OUTLETS[1:], days[dated], strict=True
        )
    ]
    return made, {names[n + 1]: names[n] for n in range(3)}


class Tally:
    """Pairs met, right, and right among those whose direction is said to be known, by what carried them."""

    def __init__(self) -> None:
        self.counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])

    def add(self, label: str, documents: list[Document], tree: dict[str, str]) -> None:
        found = {d.document: d for d in collate(documents, dates={}, config=Config()).derivations}
        for child, parent in tree.items():
            edge = found.get(child)
            known = edge is not None and not edge.direction[0].startswith("direction unknown")
            right = edge is not None and edge.of == parent
            evidence = edge.direction[0].split(":")[0].split(" it ")[0] if edge else "no derivation, or another way"
            for key in (label, f"{label}, by {evidence}"):
                row = self.counts[key]
                row[0] += 1
                row[1] += right
                row[2] += known
                row[3] += known and right

    def show(self) -> None:
        print(f"{'':58}{'pairs':>7}{'right':>8}{'told':>8}{'right of told':>15}")
        for label, (number, right, told, both) in sorted(self.counts.items()):
            share = f"{both / told:.3f}" if told else "-"
            print(f"{label:58}{number:>7}{right / number:>8.3f}{told / number:>8.3f}{share:>15}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--number", type=int, default=60)
    given = parser.parse_args()
    tally = Tally()
    for number, parts in enumerate(texts(given.data, given.number)):
        for misleading in (False, True):
            documents, tree = credited(parts, number, misleading)
            dates = "misleading" if misleading else "no"
            tally.add(f"credits, {dates} dates", documents, tree)
        for dated in ("none", "right", "wrong"):
            tally.add(f"families, dates {dated}", *family(parts, number, dated))
    tally.show()


if __name__ == "__main__":
    main()
