"""What a number counts, in words: the noun after it, or the noun it leaves out; where; and how firmly it is said."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Sequence

from firsthand.extract.mentions import Attributed, NumberMention, PlaceMention
from firsthand.model import Factuality, Source
from firsthand.text import Sentence
from firsthand.vocabulary import rows

_STOP = re.compile(
    r"[,;:.!?()\"“”\n]|\s[-–—]\s|\b(?:was|were|is|are|be|been|being|has|have|had|will|would|could|can|may|might|should|that|which"
    r"|who|whom|whose|when|while|after|before|but|if|as|because|since"
    r"|said|says|told|than|so|and (?=\d|one|two|three|four|five|six|seven|eight|nine|ten|the rest)|also|did|does|do|left|took|came"
    r"|went|made|got|described|remain|remains|escape|escaped|fled|joined|attended"
    r"|according|this|last|next|over the|during|on (?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)|in (?:January"
    r"|February|March|April|May|June|July|August|September|October|November|December|(?:19|20)\d\d)|it|they|he|she|we|i|not|to"
    r"|per cent|percent)\b",
    re.IGNORECASE,
)
_ELLIPTIC = re.compile(
    r"\s*(?:$|[,;:.!?)\"“”\n]|\s[-–—]|(?:are|were|was|is|had|have|has|with|from|in|on|at|of (?:them|whom|which|those)|by|for|to|and"
    r"|or|but|while|when|per)\b)",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"\b(?:in|on|at|across|inside|around|near|within|throughout|along)\s+((?:the |its |that |this )?[\w'’.-]+(?: (?!(?:and|or|said"
    r"|was|were|is|are|to|that|who|in|on|at|by|as|but|with|from|for)\b)[\w'’-]+){0,3})"
)
_COMMON_PLACE = re.compile(
    r"^(?:the|that|this|its) (?:whole |same )?(?:province|city|area|district|town|region|country|village|camp|state|governorate"
    r"|island|valley|county)$",
    re.IGNORECASE,
)
# A past form after the first noun begins the sentence's verb ("fans descended on the town"); before it, it describes ("wounded men").
_VERB_AFTER = re.compile(
    r"(?<=[a-z])\s+(?:[a-z]{3,}ed|held|found|lost|sent|began|must|perform|walk|live|work|remain|make|take|hold)\b.*$",
    re.DOTALL,
)
_VERB_FIRST = re.compile(r"(?:must|cannot|shall|believe|perform|make|take|hold|go|come|stay)\b")
_LOCAL = re.compile(
    r"[A-Z]|\b(?:areas?|provinces?|deserts?|mountains?|hills|valleys?|regions?|city|cities|camps?|prisons?|jails?|north|south|east"
    r"|west|northeast|northwest|southeast|southwest|borders?|capital|towns?"
    r"|villages?|hospitals?|districts?|forests?|islands?|country|countryside|suburbs?|coast)\b"
)
_COUNTED_NOUN = re.compile(
    r"\b(?:how many|(?:the )?(?:total )?(?:number|numbers) of)\s+((?:[\w'’-]+ ?){1,8})", re.IGNORECASE
)
_OFFICIAL = {
    "officially": "official",
    "unofficially": "unofficial",
    "legally": "legal",
    "illegally": "illegal",
    "publicly": "public",
    "secretly": "secret",
}
_ADVERB = re.compile(rf"\b({'|'.join(_OFFICIAL)})\b", re.IGNORECASE)
_HEDGES: tuple[tuple[Factuality, re.Pattern[str]], ...] = (
    (
        "conditional",
        re.compile(
            r"\b(?:if|unless|in case|provided|should (?=\w+ \w+ (?:fail|succeed|attack))|were to|suppose)\b[^.;]*$",
            re.IGNORECASE,
        ),
    ),
    (
        "planned",
        re.compile(
            r"\b(?:plan(?:s|ned|ning)?|intend(?:s|ed)?|aim(?:s|ed)?|propos(?:es|ed)|hop(?:es|ed|ing)|seek(?:s|ing)?|want(?:s|ed)?|vow(?:s"
            r"|ed)?|pledg(?:es|ed)|agreed|promised|scheduled|due) (?:to|for|on)\b[^.;]*$",
            re.IGNORECASE,
        ),
    ),
    (
        "forecast",
        re.compile(
            r"\b(?:will|would|is expected to|are expected to|expected to|is likely to|are likely to|forecasts?|predict(?:s|ed)?|project(?:s"
            r"|ed))\b[^.;]*$",
            re.IGNORECASE,
        ),
    ),
    (
        "possible",
        re.compile(
            r"\b(?:may|might|could|possibly|perhaps|potentially|feared|fears? that|rumou?red)\b[^.;]*$", re.IGNORECASE
        ),
    ),
    (
        "habitual",
        re.compile(r"\b(?:usually|typically|normally|often|generally|as a rule|on average)\b[^.;]*$", re.IGNORECASE),
    ),
)


@functools.cache
def incident_noun() -> re.Pattern[str]:
    """Nouns of happenings, singular or plural."""
    words = sorted({w for r in rows("incident_nouns.csv") for w in (r["noun"], r["plural"])}, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


def noun_after(text: str, number: NumberMention, limit: int) -> str | None:
    """The words a number counts, up to the verb or mark that ends them; ``None`` where it stands alone ("17 of them").

    Example:
        >>> from firsthand.extract.numbers import find_numbers
        >>> text = "They run five river ports, two with cranes."
        >>> [noun_after(text, n, len(text)) for n in find_numbers(text)]
        ['river ports', None]
    """
    end = number.end
    if (
        _ELLIPTIC.match(text, end, limit)
        and not text[number.start : number.end].lower().endswith(" of")
        and not (number.unit == "percent" and re.match(r"\s+of\b", text[end:limit]))
    ):
        return None
    stop = _STOP.search(text, end, limit)
    words = _VERB_AFTER.sub("", text[end : stop.start() if stop else limit]).strip(" -–—'’[]")
    if _VERB_FIRST.match(words):
        return None
    words = re.sub(r"^(?:(?:of |the |its |their |his |her |our |more |other |further )+)", "", words)
    return re.sub(r"\s+", " ", words) or None


def noun_before(text: str, start: int, sentence_start: int) -> str | None:
    """What "the number of ..." or "how many ..." counts, before a number that stands alone: the last such phrase of this or the last sentence."""
    found = list(_COUNTED_NOUN.finditer(text, max(0, sentence_start - 400), start))
    if not found:
        return None
    words = re.split(r"\b(?:was|were|is|are|at|had|has|remain|remains|still|in|to|rose|fell)\b", found[-1].group(1))[0]
    return words.strip() or None


def qualified(text: str, what: str, start: int, sentence_start: int) -> str:
    """The noun with the adverb of its clause ("officially we have four crossings": official crossings)."""
    clause = re.split(r"[,;]|\bbut\b", text[sentence_start:start])[-1]
    found = _ADVERB.findall(clause)
    return f"{_OFFICIAL[found[-1].lower()]} {what}" if found else what


def where_of(text: str, number: NumberMention, limit: int, places: Sequence[PlaceMention]) -> str | None:
    """The place said after a number, as named; "the province" is the place named last before it."""
    stop = re.search(r"[;.]|, (?!in\b)", text[number.end : limit])
    end = number.end + stop.start() if stop else limit
    for place in places:
        if number.end <= place.start < end and place.role != "dateline":
            return place.place.name
    match = _WHERE.search(text, number.end, end)
    if match is None:
        return None
    words = match.group(1)
    if _COMMON_PLACE.match(words):
        before = [p for p in places if p.end <= number.start]
        return before[-1].place.name if before else None
    return words if _LOCAL.search(words) and not re.match(r"(?:19|20)\d\d", words) else None


def factuality_of(text: str, sentence: Sentence, start: int) -> Factuality:
    """How firmly a number is said: by the words of its sentence before it.

    Example:
        >>> factuality_of("If 900 rebels flee, the town falls.", Sentence(0, 35, "If 900 rebels flee, the town falls."), 3)
        'conditional'
    """
    before = text[sentence.start : start]
    return next((kind for kind, pattern in _HEDGES if pattern.search(before)), "asserted")


def sentence_at(sentences: Sequence[Sentence], position: int) -> Sentence | None:
    """The sentence that holds a position."""
    at = bisect_right([s.start for s in sentences], position) - 1
    return sentences[at] if at >= 0 and position < sentences[at].end else None


def chain_of(
    attributed: Sequence[Attributed], start: int, end: int, sentence: Sentence | None = None
) -> tuple[str, ...]:
    """Who says a stretch: the chain of the shortest attributed stretch that covers it, else the only one of its sentence."""
    cover = [a for a in attributed if a.start <= start and end <= a.end]
    if cover:
        return min(cover, key=lambda a: (a.end - a.start, a.start)).chain
    if sentence is None:
        return ()
    chains = {a.chain for a in attributed if a.start < sentence.end and sentence.start < a.end and not a.direct}
    return chains.pop() if len(chains) == 1 else ()


_GOES_ON_SAYING = re.compile(
    r"(?:He|She|They)(?: also| further| then)? (?:said|added|told|noted|claimed|explained|stated|estimated|put|insisted)\b"
)
_ESTIMATING = re.compile(
    r"\b((?:[A-Z][\w'’-]+ ){0,3}[A-Z][\w'’-]+|[Hh]e|[Ss]he|[Tt]hey)(?:, [^,]{3,60},)? (?:puts?|estimat\w+|reckon\w*|count(?:s|ed)"
    r"|reports?|reported|record(?:s|ed)|documented|places?|placed|believes?|calculat\w+)\b"
)


def estimator(
    text: str, sentence: Sentence, start: int, sources: Sequence[Source], attributed: Sequence[Attributed]
) -> tuple[str, ...]:
    """Who puts a number at so many, where no word of saying tells: the subject of "puts", "estimates", "recorded", if it is a known source."""
    match = _ESTIMATING.search(text, sentence.start, start)
    if match is None:
        before = [a for a in attributed if a.end <= sentence.start]
        return before[-1].chain if before and _GOES_ON_SAYING.match(text, sentence.start) else ()
    last = match.group(1).split()[-1].lower()
    for source in sources:
        if any(
            last == part.lower() for name in (source.name or "", *source.names) for part in re.split(r"[\s-]+", name)
        ):
            return (source.id,)
    return ()
