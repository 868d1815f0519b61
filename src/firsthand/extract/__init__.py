"""extract: Document -> Extraction. Names, places, dates, numbers, voices, then what the document says of which incident, and how firmly."""

from __future__ import annotations

from msgspec.structs import replace

from firsthand.config import Config
from firsthand.extract.dates import find_dates
from firsthand.extract.events import Facts, find_mentions
from firsthand.extract.events.grouping import group
from firsthand.extract.events.statements import Ground, Voices, state_statements
from firsthand.extract.names import find_names
from firsthand.extract.numbers import find_numbers
from firsthand.extract.numbers.counts import find_counts, is_incident_count
from firsthand.extract.numbers.figures import Known, find_figures
from firsthand.extract.numbers.series import find_series
from firsthand.extract.places import find_places
from firsthand.extract.quotes import find_quotes
from firsthand.extract.sentences.casing import is_upper, restore_case
from firsthand.extract.sentences.clauses import read
from firsthand.model import Document, Extraction, When


def extract(document: Document, *, published: When, config: Config) -> Extraction:
    """Reads one document: who says what of which incident, how firmly, in which words.

    1. restores capitals where a document is all capitals (same offsets), so that names can be told from words;
    2. names, 3. places, 4. dates (relative ones counted from `published`), 5. numbers and what they count;
    6. voices: quotations, sources, who stands behind which stretch;
    7. events: the words that tell of incidents, with roles and firmness, grouped into the incidents that the document tells of;
    8. statements: one property of one incident each, or of a topic where no incident is told;
    9. figures and series: numbers that belong to no incident.

    Args:
        document: a cleaned document; all offsets are code points of its `text`.
        published: when it was published, as stated or inferred; unknown ends are ``None``.
        config: settings; `home_country` breaks ties between places of one name.

    Example:
        >>> from firsthand.model import UNDATED
        >>> text = "Gunmen shot dead two shepherds near the village on Monday."
        >>> made = extract(Document(id="d-1", address="a", sha256="", text=text), published=UNDATED, config=Config())
        >>> sorted({s.value for s in made.statements if s.property == "type"})
        ['shooting']
    """
    text = restore_case(document.text) if is_upper(document.text) else document.text  # 1
    written, document = document.text, replace(document, text=text)
    names = find_names(text)  # 2
    places = find_places(text, names, home_country=config.home_country)  # 3
    dates = find_dates(text, published)  # 4
    numbers = find_numbers(text)  # 5
    readings = read(text)
    counts = find_counts(text, numbers, readings=readings, one_word_numbers=config.one_word_numbers)
    quotes, sources, attributed = find_quotes(document, names)  # 6
    slots, rest = group(find_mentions(text, readings, Facts(names, places, dates)))  # 7
    tolls = [c for c in counts if is_incident_count(c)]  # 8
    statements = state_statements(Ground(document, readings, Voices(attributed), tolls, places, published), slots, rest)
    series = find_series(document, numbers, counts, dates, places, attributed)  # 9
    figures = find_figures(document, numbers, counts, attributed, Known(series, places, sources))
    made = Extraction(
        document=document.id,
        sources=sources,
        quotes=quotes,
        statements=tuple(statements),
        figures=figures,
        series=series,
    )
    return made if text == written else _as_written(made, written)


def _as_written(made: Extraction, text: str) -> Extraction:
    """The same with the document's own capitals in every quoted passage."""
    return replace(
        made,
        quotes=tuple(replace(q, text=text[q.start : q.end]) for q in made.quotes),
        statements=tuple(replace(s, text=text[s.start : s.end]) for s in made.statements),
        figures=tuple(replace(f, text=text[f.start : f.end]) for f in made.figures),
        series=tuple(replace(s, text=text[s.start : s.end]) for s in made.series),
    )
