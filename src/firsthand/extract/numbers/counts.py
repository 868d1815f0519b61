"""Counts: which number of which persons was killed, hurt, missing, taken, driven out or there.

A count joins a number phrase (or a bare noun, "a shepherd was shot dead") to the word that says what became of the persons. Parts ("including
two children") are tied to their whole and never added to it; attackers among the dead are kept apart; totals of a period, running totals and
tolls of an earlier event are marked, so that an incident never takes them for its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from firsthand.extract.mentions import NumberMention
from firsthand.extract.numbers.harm import Harmed, harmed
from firsthand.extract.numbers.harm_words import Word, words_of_harm
from firsthand.extract.numbers.people import Numbers, Party
from firsthand.extract.sentences.clauses import Reading, read
from firsthand.model import Estimate, Measure

_ADDED = re.compile(r"\b(?:another|a further|further|an additional|additional)\s*$", re.IGNORECASE)
_ADDED_IN = re.compile(r"\b(?:another|further|additional|more)\b", re.IGNORECASE)
_MORE_AFTER = re.compile(r"\s*more\b(?! than)", re.IGNORECASE)
_RUNNING = re.compile(
    r"\b(?:bring(?:s|ing)?|brought|rais(?:e|es|ing|ed)|tak(?:e|es|ing)|took|push(?:es|ing|ed)?|lift(?:s|ing"
    r"|ed)?)\b[^.;]{0,60}\b(?:toll|total|number|tally|losses|count)\b"
    r"|\b(?:toll|total|tally|count|number of (?:dead|deaths|wounded|injured|casualties))\b[^.;]{0,50}\b(?:rose|risen|rises|rising"
    r"|climbed|climbs|climbing|reached|reaches|stands?|stood|jumped|now|grew"
    r"|increased|passed|surpassed|topped|exceeded|to|at)\b|\bso far\b",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"\b(?:so far this (?:year|month|week)|this (?:year|month)|(?:since|in|over|during|within|for) the (?:past|last|previous"
    r"|first) (?:\w+ )?(?:hours|days|weeks?|months?|years?|decades?|quarter|half)"
    r"|since (?:the (?:start|beginning|outbreak|onset|war|conflict|fighting|uprising|revolt|insurgency|offensive|invasion|coup"
    r"|crisis|unrest|violence)\b|(?:early |late |mid-?)?(?:19|20)\d\d"
    r"|January|February|March|April|May|June|July|August|September|October|November|December|then)|in recent (?:days|weeks|months"
    r"|years)|last (?:year|month) alone|(?:per|each|every|a) (?:day|week|month|year)"
    r"|annually|on average|over the years|to date|throughout the (?:year|war|conflict)|during the (?:war|conflict|whole of|entire)"
    r"|in the (?:war|conflict|decade|civil war)|year-to-date)\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\b(?:deadliest|worst|bloodiest|biggest|largest|most serious|most deadly|first|heaviest|highest)\b[^.;]{0,80}\bsince\b"
    r"|\banniversary of\b|\b(?:reminiscent|echo(?:es|ed|ing)?|recall(?:s|ed|ing)) (?:of )?"
    r"|\b(?:a|one|two|three|four|five|ten|several|\d+) (?:years?|months?|decades?) (?:ago|earlier|before)\b|\b(?:in|of) (?:a "
    r"|an )?(?:similar|previous|earlier)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"\b(?:in|of|on \w+ \d{1,2},|back in) (?:early |late |mid-?)?(?:January |February |March |April |May |June |July |August "
    r"|September |October |November |December )?((?:19|20)\d\d)\b"
)
_SAVED = re.compile(r"\b(?:else|other|others)\b", re.IGNORECASE)
_ATTACKING = re.compile(
    r"\b(?:attack(?:ed|ing|s)?|storm(?:ed|ing)?|ambush(?:ed|ing)?|raid(?:ed|ing)|open(?:ed|ing) fire|detonat(?:ed|ing)|bomb(?:ed"
    r"|ing)|blew up|shot (?:and killed|dead)|fir(?:ed|ing)|assault(?:ed|ing)?"
    r"|kill(?:ed|ing)|seiz(?:ed|ing)|burst into|overr[au]n|target(?:ed|ing)|hijack(?:ed|ing)|abduct(?:ed|ing)|kidnapp(?:ed|ing)|rammed)\b",
    re.IGNORECASE,
)
_DIED = re.compile(
    r"\b(?:where|and|but|before|later|from which)\b[^.;]{0,40}\b(?:died|dies|(?:pronounced|declared) dead|succumbed)\b",
    re.I,
)
_WERE = re.compile(
    r"\s*(?:(?:were|are|have|had|has|been|being|also|then|later|reportedly|allegedly|feared|believed|was|already)\s+)*",
    re.IGNORECASE,
)
_THE, _THE_BEFORE = re.compile(r"(?:the|all|these|those)\b", re.I), re.compile(r"\b(?:the|all|these|those)\s+\Z", re.I)
_BARE = frozenset({"killed", "injured", "abducted", "casualties"})
# How many sentences back a definite phrase ("the men", "their bodies") may find the persons it takes up again: news paragraphs hold about two
# sentences, so five is two to three paragraphs. Re-measure on the anaphora rows of counts.csv when moved.
_MEMORY = 5
_MEASURE: dict[tuple[str, bool], Measure] = {
    ("killed", True): "perpetrators_killed",
    ("injured", True): "perpetrators_injured",
}


class Count(NamedTuple):
    """Persons counted: [start, end) and words, what became of them, who they are, how many, and how the number stands to the incident told.

    `trigger_start`, `trigger_end` are the word of harm. `subset_of` is the start of the count that this one is a part of. `additive`: to be
    added to what was told before ("a further 3"). `cumulative`: a running total of the incident. `period_total`: a total of a time, not of an
    incident. `historical`: the toll of an earlier event told for comparison.
    """

    start: int
    end: int
    text: str
    measure: Measure
    who: str | None
    number: NumberMention
    trigger_start: int
    trigger_end: int
    perpetrator: bool = False
    subset_of: int | None = None
    additive: bool = False
    cumulative: bool = False
    period_total: bool = False
    historical: bool = False

    @property
    def estimate(self) -> Estimate:
        """The number as an interval; attackers under their own measures."""
        number = self.number
        measure = _MEASURE.get((self.measure, self.perpetrator), self.measure)
        return Estimate(
            measure=measure,
            low=number.low,
            best=number.best,
            high=number.high,
            bound=number.bound,
            phrase=number.text,
            who=self.who,
            unit=number.unit,
            rule=number.rule,
        )


def is_incident_count(count: Count) -> bool:
    """Whether a count may stand for an incident's own toll: no part of a whole, no period's total, no older event's.

    Example:
        >>> from firsthand.extract.numbers import find_numbers
        >>> text = "Three soldiers were killed, taking losses so far this year to 140 dead."
        >>> [is_incident_count(c) for c in find_counts(text, find_numbers(text))]
        [True, False]
    """
    return count.subset_of is None and not count.period_total and not count.historical


def find_counts(
    text: str,
    numbers: Sequence[NumberMention],
    *,
    readings: Sequence[Reading] | None = None,
    one_word_numbers: bool = True,
) -> list[Count]:
    """What the numbers and bare nouns of a text say of persons killed, injured, missing, taken, displaced or present.

    Args:
        text: any text; offsets are code points of it.
        numbers: what `numbers.find_numbers` found in it.
        readings: its sentences as read by `clauses.read`; read here where ``None``.
        one_word_numbers: whether a bare noun counts ("a shepherd was shot dead" as one, "villagers were killed" as two or more).

    Returns:
        Counts in the order of the text.

    Example:
        >>> from firsthand.extract.numbers import find_numbers
        >>> text = "At least 12 people, including two children, were killed."
        >>> [(c.measure, c.who, c.number.low, c.subset_of) for c in find_counts(text, find_numbers(text))]
        [('killed', 'people', 12, None), ('killed', 'children', 2, 0)]
    """
    numbered = Numbers(numbers)
    found: list[Count] = []
    for reading in readings if readings is not None else read(text):
        words = words_of_harm(text, reading)
        if not words:
            continue
        memory = _Memory(text, reading, found, numbered)
        for one in harmed(reading, words, numbered):
            found += memory.counts(one, one_word_numbers)
        found += _bodies(text, reading, found, words)
    return sorted(set(found), key=lambda c: (c.start, c.end, c.measure))


class _Memory(NamedTuple):
    """One sentence and the counts told before it."""

    text: str
    reading: Reading
    before: list[Count]
    numbers: Numbers

    def counts(self, one: Harmed, one_word_numbers: bool) -> list[Count]:
        number = self._number(one, one_word_numbers)
        died_of_it = (
            one.word.measure == "injured"
            and one.word.rule == "subject"
            and _DIED.search(self.text, one.word.end, self.reading.end)
        )
        if number is None or died_of_it:
            return []
        measures = (
            ["killed", "injured"]
            if number.high == 0
            and one.word.measure == "injured"
            and one.word.rule in ("verb", "object")
            and "hurt" in self.text[one.word.start : one.word.end].lower()
            else [one.word.measure]
        )
        return [self._record(one, _softened(number, one.word, self._all_of_them(one)), measure) for measure in measures]

    def _all_of_them(self, one: Harmed) -> bool:
        """Whether the bodies are those of persons told of by number ("the bodies of the three men"), not so many found so far."""
        start = one.party.start
        return bool(
            _THE_BEFORE.search(self.text[max(self.reading.start, start - 8) : start]) or _THE.match(self.text, start)
        )

    def _number(self, one: Harmed, bare: bool) -> NumberMention | None:
        who, word = one.party, one.word
        if who.number is not None:
            return who.number
        if who.shape == "nobody":
            denied = self.numbers.within(max(self.reading.start, word.start - 30), word.start)
            if denied is not None and denied.bound == "none":
                return denied
            return (
                self._made(who, (0, 0, 0), "none")
                if re.search(
                    r"\b(?:not|n't|n’t|never|without)\b",
                    self.text[max(self.reading.start, word.start - 40) : word.start],
                )
                else None
            )
        if not bare:
            return None
        if who.shape == "plural" and re.search(
            r"\bmost of (?:them|whom)\s+$", self.text[max(0, who.start - 16) : who.start], re.IGNORECASE
        ):
            whole = self.numbers.within(one.subset, who.start) if one.subset is not None else None
            return self._made(who, (whole.low // 2 + 1 if whole and whole.low else 2, None, None), "most")
        if who.shape in ("singular", "age"):
            return self._made(who, (1, 1, 1), "bare singular")
        if who.shape == "plural":
            return (
                self._made(who, (2, None, None), "bare plural")
                if word.measure in _BARE and self._beside(who, word)
                else None
            )
        if who.shape == "definite":
            return self._again(who) or (self._made(who, (1, 1, 1), "definite singular") if _is_one(who) else None)
        return None if self._told(word) else self._made(who, (1, 1, 1), who.shape)

    def _made(self, who: Party, values: tuple[int, int | None, int | None], rule: str) -> NumberMention:
        low, best, high = values
        bound = "vague" if best is None else "none" if high == 0 else "exact"
        return NumberMention(
            who.start, who.end, self.text[who.start : who.end], low, best, high, bound, f"count:{rule}"
        )

    def _beside(self, who: Party, word: Word) -> bool:
        """Whether bare persons ("villagers") stand right beside their word, with "were" between where they come first."""
        if who.start > word.start:
            return not self.text[word.end : who.start].strip()
        gap = self.text[who.end : word.start]
        return bool(_WERE.fullmatch(gap)) and (word.rule == "subject" or bool(gap.strip()))

    def _told(self, word: Word) -> bool:
        """Whether other words told of the same harm before: then a name or "he" most likely tells of one of those."""
        return any(
            c.measure == word.measure and c.number.high != 0 and c.trigger_start != word.start for c in self.before
        )

    def _again(self, who: Party) -> NumberMention | None:
        """The number of the persons that a definite phrase takes up: the last count of the same noun."""
        head = (who.who or "").lower().split()[-1:]
        for count in reversed(self.before[-12:]):
            if (count.who or "").lower().split()[-1:] == head and count.number.rule != "count:again":
                return count.number._replace(rule="count:again")
        return None

    def _record(self, one: Harmed, number: NumberMention, measure: str) -> Count:
        text, who, word = self.text, one.party, one.word
        start, end = who.start, who.end
        clause = _clause(text, self.reading, start, word)
        harmless = number.high == 0
        running = bool(_RUNNING.search(clause)) and (
            word.rule == "toll" or bool(re.search(r"\b(?:toll|total|tally|losses|so far)\b", clause))
        )
        period = bool(_PERIOD.search(clause)) and not harmless
        return Count(
            start,
            end,
            text[start:end],
            measure,  # type: ignore[arg-type]
            "others" if harmless and _SAVED.search(text[start : min(self.reading.end, end + 40)]) else who.who,
            number,
            word.start,
            word.end,
            perpetrator=self._attacker(who, word),
            subset_of=one.subset,
            additive=bool(
                _ADDED.search(text[max(0, start - 20) : start])
                or _ADDED_IN.search(text[start : start + 12])
                or _MORE_AFTER.match(text, number.end)
            )
            and number.bound != "more than",
            cumulative=running,
            period_total=period,
            historical=_is_earlier(text, self.reading, start, word),
        )

    def _attacker(self, who: Party, word: Word) -> bool:
        """By name ("bomber"), by the deed ("blew himself up"), or an armed group's member where the group did the attacking."""
        by_deed = word.rule == "self" and word.measure == "killed"
        return who.cls == "perpetrator" or by_deed or (who.cls == "armed" and self._attacked(who))

    def _attacked(self, who: Party) -> bool:
        """Whether an armed group's dead are the attackers of the incident told: the same noun did the attacking here or just before."""
        head = (who.who or "").lower().split()[-1:]
        if not head:
            return False
        window = self.text[max(0, self.reading.start - 300) : who.start]
        return bool(
            re.search(rf"\b{re.escape(head[0])}\b(?:\s+\w+){{0,6}}?\s+{_ATTACKING.pattern}", window, re.IGNORECASE)
        )


def _is_one(who: Party) -> bool:
    words = (who.who or "").split()
    found = words[-1].lower() if words else ""
    return not found.endswith("s") and found not in (
        "people",
        "men",
        "women",
        "children",
        "police",
        "troops",
        "personnel",
        "dead",
        "wounded",
        "injured",
    )


def _softened(number: NumberMention, word: Word, all_of_them: bool) -> NumberMention:
    """Deaths asserted make at least one of "up to N"; bodies found are a part of the dead, unless they are those of persons told of before."""
    if number.bound in ("up to", "fewer than", "nearly") and number.low == 0 and (number.high or 0) > 0:
        number = number._replace(low=1)
    if word.rule == "body" and number.bound == "exact" and not all_of_them:
        number = number._replace(high=None, rule="count:bodies")
    return number


def _clause(text: str, reading: Reading, start: int, word: Word) -> str:
    """The words around a count up to the next mark that ends its clause; what follows a comma with a number of its own is another's."""
    left = max(
        text.rfind(mark, reading.start, min(start, word.start))
        for mark in (";", ", and ", ", but ", ", while ", ", bringing", ", raising", ", taking", ", pushing")
    )
    right = re.compile(r";|, (?:and|but|while|bringing|raising|taking|pushing|after|in what|the)\b|\.\s").search(
        text, max(start, word.end), reading.end
    )
    return text[max(left, reading.start) : right.start() if right else reading.end]


def _is_earlier(text: str, reading: Reading, start: int, word: Word) -> bool:
    left = min(start, word.start)
    before = text[reading.start : left]
    if re.search(
        r"\b(?:deadliest|worst|bloodiest|biggest|largest|most deadly|most serious|heaviest)\b[^.;]{0,80}\bsince\b",
        before,
        re.IGNORECASE,
    ):
        return True
    if re.search(
        r"\b(?:similar to|like) (?:the|an?|one)\b[^,;]*$|\banniversary of\b[^,;]*$|\brecalling\b[^,;]*$",
        before,
        re.IGNORECASE,
    ):
        return True
    after = text[max(word.end, start) : min(reading.end, max(word.end, start) + 80)]
    return bool(_YEAR.search(re.split(r"[;,]", after)[0])) and bool(
        re.search(r"\b(?:that|which|when|since|attack|bombing|massacre|war)\b", before)
    )


def _bodies(text: str, reading: Reading, before: list[Count], words: list[Word]) -> list[Count]:
    """ "Their mutilated corpses were discovered": as many dead as were told of last, if they were taken or missing."""
    for word in words:
        if word.rule != "body" or any(c.trigger_start == word.start for c in before):
            continue
        lead = text[max(reading.start, word.start - 40) : word.start]
        definite = re.search(r"\b(?:their|the|all)\s+(?:[\w'’-]+\s+){0,3}$", lead, re.IGNORECASE)
        found_after = re.match(
            r"[^.;]{0,60}?\b(?:found|discovered|recovered|dumped|retrieved|returned|handed|identified|unearthed|buried|lay|lying|turned up|washed)\b",
            text[word.end : reading.end],
        )
        if not definite or not found_after:
            continue
        for count in reversed([c for c in before if c.start < reading.start and c.subset_of is None][-_MEMORY:]):
            if count.measure in ("abducted", "missing") and text.count(".", count.end, word.start) <= 3 * _MEMORY:
                number = count.number._replace(rule="count:again")
                return [
                    Count(
                        word.start,
                        word.end,
                        text[word.start : word.end],
                        "killed",
                        count.who,
                        number,
                        word.start,
                        word.end,
                    )
                ]
    return []
