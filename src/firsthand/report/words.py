"""Ledger values as words for people: ranges, dates, places and their precision, counts. Used by tables and dossier alike."""

from __future__ import annotations

from firsthand.model import Cut
from firsthand.promises import IncidentRow, Published, Range, Span, Where

DASH = "–"
UNKNOWN = "not known"
# UCDP's where_prec in plain words: what a reader may conclude from the point on a map.
PRECISION_WORDS = {
    1: "exact place",
    2: "near this place (within about 25 km)",
    3: "somewhere in this district",
    4: "somewhere in this province",
    5: "somewhere in this wider area",
    6: "somewhere in this country",
    7: "at sea or in the air, estimated",
}
GRADE_WORDS = {
    "1": "confirmed by independent origins",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "truth cannot be judged",
    "A": "reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}


def plural(count: int, word: str, words: str | None = None) -> str:
    """A count with its noun.

    Example:
        >>> plural(1, "outlet"), plural(3, "outlet"), plural(2, "copy", "copies")
        ('1 outlet', '3 outlets', '2 copies')
    """
    return f"{count:,} {word if count == 1 else words or word + 's'}"


def interval(low: int | None, best: int | None, high: int | None) -> str:
    """An interval as a reader would write it; "not known" where nobody gives a figure.

    Example:
        >>> interval(14, 14, 14), interval(9, 12, 41), interval(80, None, None), interval(None, None, 75)
        ('14', '9–41 (best 12)', 'at least 80', 'up to 75')
        >>> interval(None, 500, None), interval(None, None, None), interval(4500, None, 6000)
        ('about 500', 'not known', '4,500–6,000')
        >>> interval(0, None, 50), interval(0, None, None), interval(0, 0, 0)
        ('up to 50', '0 or more', '0')
    """
    if low is None and high is None:
        return f"about {best:,}" if best is not None else UNKNOWN
    if low == 0 and high is None:
        return "0 or more" + (f" (best {best:,})" if best else "")
    if low == 0 and high and best is None:
        return f"up to {high:,}"
    if high is None:
        return f"at least {low:,}" + (f" (best {best:,})" if best is not None and best != low else "")
    if low is None:
        return f"up to {high:,}" + (f" (best {best:,})" if best is not None and best != high else "")
    if low == high:
        return f"{low:,}"
    return f"{low:,}{DASH}{high:,}" + (f" (best {best:,})" if best is not None else "")


def percent(share: float | None) -> str:
    """A share (0..1) in whole percent, in words where it is not known.

    Example:
        >>> percent(0.634), percent(None)
        ('63%', 'an unknown share')
    """
    return "an unknown share" if share is None else f"{share:.0%}"


def counted(found: Range) -> str:
    """A range as words; see `interval`."""
    return interval(found.low, found.best, found.high)


def standing(row: IncidentRow) -> str:
    """ "n articles, m outlets, k origins" of an incident: only the last number supports a grade."""
    origins = "origins not reckoned yet" if row.origins is None else plural(row.origins, "independent origin")
    return f"{plural(len(row.documents), 'article')}, {plural(row.outlets, 'outlet')}, {origins}"


def dated(span: Span) -> str:
    """An incident's date in words.

    Example:
        >>> dated(Span(earliest="2024-03-04", latest="2024-03-04", precision="day"))
        '2024-03-04'
        >>> dated(Span(earliest="2024-02-01", latest="2024-02-29", precision="month"))
        '2024-02 (month)'
        >>> dated(Span(earliest=None, latest=None, precision="none"))
        'date not known'
    """
    first, last = (span.earliest or "")[:10], (span.latest or "")[:10]
    if not first and not last:
        return "date not known"
    if first == last:
        return first
    if span.precision == "month" and first[:7] == last[:7]:
        return f"{first[:7]} (month)"
    if span.precision == "year" and first[:4] == last[:4]:
        return f"{first[:4]} (year)"
    if not first or not last:
        return f"not after {last}" if last else f"not before {first}"
    return f"between {first} and {last}"


def published(found: Published) -> str:
    """A document's date in words, with how it is known where the page does not state it.

    Example:
        >>> published(Published(earliest="2024-03-04", latest="2024-03-04", precision="day", basis="inferred"))
        '2024-03-04 (inferred)'
    """
    when = dated(Span(earliest=found.earliest, latest=found.latest, precision=found.precision))
    return f"{when} (inferred)" if found.basis == "inferred" else when


def placed(where: Where) -> str:
    """A place as "name, province, country", each part once.

    Example:
        >>> placed(Where(name="Sarovel", admin1="Tavesh", country="Kesmeria", lat=None, lon=None, precision=1))
        'Sarovel, Tavesh, Kesmeria'
        >>> placed(Where(name=None, admin1=None, country=None, lat=None, lon=None, precision=None))
        'place not known'
    """
    parts = [part for part in (where.name, where.admin1, where.country) if part]
    return ", ".join(dict.fromkeys(parts)) or "place not known"


def precision(where: Where) -> str:
    """How exactly a place is known, in words."""
    if where.precision is None:
        return "precision not known"
    return PRECISION_WORDS.get(where.precision, "precision not known")


def titled(row: IncidentRow) -> str:
    """A short name of an incident: its kind, place and date.

    A kind that is not known is said to be so.
    """
    kind = row.types.names[0] if row.types.names else "incident of unknown kind"
    state = "" if row.state == "occurred" else f"{row.state} "
    place = f" in {row.where.name}" if row.where.name else ""
    name = f"{state}{kind}{place}"
    return f"{name[:1].upper()}{name[1:]}, {dated(row.when)}"


def shortened(text: str, length: int) -> str:
    """A text of at most `length` code points, cut between words with an ellipsis, line breaks made spaces.

    Example:
        >>> shortened("one two three", 9)
        'one two…'
    """
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    cut = line[: length - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,;:") + "…"


def grouped_cuts(cuts: tuple[Cut, ...]) -> list[tuple[int, str, str, str, str]]:
    """Cuts of one kind as one row: how many, what, where (up to three places), by which rule and why."""
    places: dict[tuple[str, str, str], list[str]] = {}
    for cut in cuts:
        places.setdefault((cut.what, cut.rule, cut.why), []).append(cut.where)
    rows = []
    for (what, rule, why), where in places.items():
        named = list(dict.fromkeys(where))
        more = f" and {len(named) - 3} more" if len(named) > 3 else ""
        rows.append((len(where), what, ", ".join(named[:3]) + more, rule, why))
    return rows
