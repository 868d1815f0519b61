"""Places: the labelled cases, the gazetteer, and what an unknown place is."""

from __future__ import annotations

import pytest

from cases_table import cases
from firsthand.extract import gazetteer
from firsthand.extract.mentions import Name
from firsthand.extract.names import find_names
from firsthand.extract.places import find_places
from firsthand.extract.places.place_choice import distance_km


@pytest.mark.parametrize("row", cases("places.csv"), ids=lambda r: f"{r['words']}: {r['text'][:40]}")
def test_places_of_the_table(row: dict[str, str]) -> None:
    found = [
        p
        for p in find_places(row["text"], find_names(row["text"]))
        if row["text"][p.start : p.end].startswith(row["words"])
    ]
    assert found, "not found"
    mention = found[-1]
    assert (mention.place.country_code or "") == row["country"]
    if row["precision"]:
        assert mention.place.precision == int(row["precision"])
    assert mention.role == row["role"]
    if row["lat"]:
        assert mention.place.lat is not None
        assert mention.place.lon is not None
        assert distance_km(mention.place.lat, mention.place.lon, float(row["lat"]), float(row["lon"])) <= float(
            row["km"]
        )


def test_a_place_that_the_gazetteer_lacks_has_no_point() -> None:
    place = find_places("They met in Zzyqalla.", [Name(12, 20, "Zzyqalla", "place")])[0].place
    assert (place.lat, place.lon, place.precision, place.country) == (None, None, None, None)
    assert place.reasons == ("not in the gazetteer",)


def test_the_home_country_settles_what_the_text_leaves_open() -> None:
    text = "A fire broke out in Tripoli."
    names = [Name(20, 27, "Tripoli", "place")]
    assert find_places(text, names)[0].place.country_code == "LY"
    assert (
        find_places(
            "Beirut and Sidon, Lebanon, are near Tripoli.", find_names("Beirut and Sidon, Lebanon, are near Tripoli.")
        )[-1].place.country_code
        == "LB"
    )


def test_reasons_say_what_the_choice_rests_on() -> None:
    place = find_places("Troops left Mosul, Iraq.", find_names("Troops left Mosul, Iraq."))[0].place
    assert place.gazetteer == "geonames@99072"
    assert any("Iraq" in reason for reason in place.reasons)


@pytest.mark.parametrize(
    ("name", "country"), [("Мосул", "IQ"), ("الموصل", "IQ"), ("Kharkov", "UA"), ("al-Mosul", "IQ"), ("KIEV", "UA")]
)
def test_the_gazetteer_knows_other_spellings(name: str, country: str) -> None:
    assert gazetteer.lookup(name)[0].country == country


def test_an_unknown_name_has_no_entry() -> None:
    assert gazetteer.lookup("Zzyqalla") == ()
    assert gazetteer.known("zzyqalla") == 0
