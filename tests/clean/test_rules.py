"""The labelled cases of each rule family: one row, one test."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from firsthand.clean import bylines, captions, credits, dates, furniture

CASES = Path(__file__).resolve().parents[1] / "cases"


def cases(name: str) -> list[dict[str, str]]:
    lines = [x for x in (CASES / name).read_text(encoding="utf-8").splitlines() if x and not x.startswith("#")]
    return list(csv.DictReader(lines))


@pytest.mark.parametrize("row", cases("furniture.csv"), ids=lambda r: r["line"][:40])
def test_furniture(row: dict[str, str]) -> None:
    assert (furniture.why(row["line"]) is not None) == (row["furniture"] == "yes"), furniture.why(row["line"])


@pytest.mark.parametrize("row", cases("bylines.csv"), ids=lambda r: r["line"][:40])
def test_bylines(row: dict[str, str]) -> None:
    names = bylines.byline(row["line"])
    assert (names or "") == row["names"]
    people = [p for p in credits.people(names or "") if not bylines.is_role(p)]
    assert people == [p for p in row["people"].split("|") if p]


@pytest.mark.parametrize("row", cases("datelines.csv"), ids=lambda r: r["paragraph"][:40])
def test_datelines(row: dict[str, str]) -> None:
    found = bylines.dateline(row["paragraph"])
    if row["place"] == "-":
        assert found is None
    else:
        assert found is not None
        assert (found.place or "", found.agency or "", found.when.earliest or "") == (
            row["place"],
            row["agency"],
            row["date"],
        )


@pytest.mark.parametrize("row", cases("credits.csv"), ids=lambda r: r["line"][:40])
def test_credits(row: dict[str, str]) -> None:
    found = credits.read(row["line"], tail=True)
    assert (found.gives if found else "") == row["gives"]
    assert (found.name or "" if found else "") == row["name"]


@pytest.mark.parametrize("row", cases("page_dates.csv"), ids=lambda r: r["line"][:40])
def test_dates(row: dict[str, str]) -> None:
    found = dates.find(row["line"])
    assert (found.when.earliest if found else "") == row["earliest"]
    assert (found.when.precision if found else "") == row["precision"]
    assert (dates.is_date_line(row["line"]) is not None) == (row["alone"] == "yes")


@pytest.mark.parametrize("row", cases("captions.csv"), ids=lambda r: r["line"][:40])
def test_captions(row: dict[str, str]) -> None:
    assert captions.is_caption(row["line"]) == (row["caption"] == "yes")
