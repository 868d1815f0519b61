"""What a careful reader gets out of the five seed reports, as rows that hold or do not: read from the gold file, never typed in here."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from firsthand.text import fold, plain


class Row(NamedTuple):
    """One thing to find or to avoid. `now`: has to hold today; the others as far as it goes."""

    id: str
    now: bool
    holds: bool
    saw: str


Show = Callable[[str], Any]
WhatIf = Callable[[str], Any]


def rows(gold: dict[str, Any], show: Show, whatif: WhatIf, texts: dict[str, str]) -> Iterator[Row]:
    """Every row of the gold file against the promised JSON of `show` and `whatif`; `texts` are the cleaned texts by path."""
    yield from documents(gold, show, texts)
    yield from lineage(gold, show)
    yield from drift(gold, show)
    yield from quotes(gold, show)
    yield from incidents(gold, show)
    yield from series(gold, show)
    yield from figures(gold, show)
    yield from sources(gold, show)
    yield from falling(gold, show, whatif)


def _same(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[\"'*]", "", plain(text))).strip().casefold()


def _key(path: str | None) -> str:
    return (path or "")[:3]


def documents(gold: dict[str, Any], show: Show, texts: dict[str, str]) -> Iterator[Row]:
    """Masthead, body, comments, dates."""
    seen = {_key(d["path"]): d for d in show("documents")["documents"]}
    for key, want in gold["documents"].items():
        have = seen.get(key, {})
        for field in ("publisher", "author", "agency"):
            if field in want:
                yield Row(f"document {key} {field}", True, have.get(field) == want[field], repr(have.get(field)))
        stated = (have.get("published") or {}).get("basis") in ("stated", "page")
        date = ((have.get("published") or {}).get("earliest") or "")[:10]
        if want["published"]:
            yield Row(f"document {key} date", True, stated and date == want["published"], date)
        else:
            yield Row(f"document {key} states no date", True, not stated, repr(have.get("published")))
        if "published_inferred" in want:
            span = have.get("published") or {}
            month = re.search(r"\d{4}-\d{2}(-\d{2})?", want["published_inferred"])
            inside = (
                bool(month)
                and (span.get("earliest") or "9") <= month.group() + "-31"[: 10 - len(month.group())]
                and (span.get("latest") or "0") >= month.group()
            )
            narrow = (
                bool(span.get("earliest"))
                and bool(span.get("latest"))
                and _days(span["earliest"], span["latest"]) <= 62
            )
            yield Row(
                f"document {key} inferred date",
                False,
                inside and narrow,
                f"{span.get('earliest')}..{span.get('latest')}",
            )
        if "comments" in want:
            yield Row(
                f"document {key} comments", True, have.get("comments") == want["comments"], repr(have.get("comments"))
            )
        body = texts.get(have.get("path", ""), "")
        if "body_starts" in want:
            yield Row(f"document {key} body starts", True, body.startswith(want["body_starts"]), body[:50])
            yield Row(f"document {key} body ends", True, body.rstrip().endswith(want["body_ends"]), body[-50:])
        left = [words for words in want.get("not_body", []) if words in body]
        yield Row(f"document {key} furniture gone", True, bool(body) and not left, repr(left))


def _days(first: str, last: str) -> int:
    from datetime import date

    return (date.fromisoformat(last[:10]) - date.fromisoformat(first[:10])).days


def lineage(gold: dict[str, Any], show: Show) -> Iterator[Row]:
    """Edges with kind and direction, families, nothing too much."""
    seen = show("lineage")
    edges = {(_key(e["from_path"]), _key(e["to_path"])): e for e in seen["edges"] if not e["virtual"]}
    kinds = {"verbatim republication": {"verbatim"}, "translated retelling": {"translated"}}
    for want in gold["lineage"]["edges"]:
        edge = edges.get((want["from"], want["to"]))
        yield Row(
            f"edge {want['from']} to {want['to']}",
            True,
            bool(edge) and edge["kind"] in kinds[want["relation"]],
            repr(edge and edge["kind"]),
        )
    among = {pair for pair in edges if all(pair)}
    wanted = {(e["from"], e["to"]) for e in gold["lineage"]["edges"]}
    yield Row("no other edge", True, among == wanted, repr(sorted(among - wanted)))
    families = sorted(sorted(_key(p) for p in f["paths"]) for f in seen["families"])
    yield Row("families", True, families == sorted(sorted(f) for f in gold["lineage"]["families"]), repr(families))


def drift(gold: dict[str, Any], show: Show) -> Iterator[Row]:
    """The lost word first; the rest as far as it goes; none where the text is the same."""
    seen = show("drift")["drifts"]

    def met(want: dict[str, Any]) -> list[int]:
        return [
            n
            for n, d in enumerate(seen)
            if _key(d["path"]) == want["in"]
            and _key(d["of_path"]) == want["of"]
            and _overlap(d["original"], want["original"])
            and _overlap(d["retold"], want["retold"])
        ]

    for want in gold["drift"]["must"]:
        hits = [n for n in met(want) if seen[n]["severity"] == want["severity"]] or met(want)
        right = bool(hits) and seen[hits[0]]["severity"] == want["severity"]
        first = want["id"] == "D1"
        yield Row(
            f"drift {want['id']}",
            first,
            right and (not first or hits[0] == 0),
            repr([(n, seen[n]["kind"], seen[n]["severity"]) for n in hits[:2]]),
        )
    for number, want in enumerate(gold["drift"]["same_meaning"], 1):
        yield Row(f"same meaning {number} is no drift", True, not met(want), repr(met(want)))
    between = [d for d in seen if {_key(d["path"]), _key(d["of_path"])} == {"000", "001"}]
    yield Row("no drift between 000 and 001", True, not between, repr(len(between)))


def _overlap(have: str, want: str) -> bool:
    a, b = set(re.findall(r"\w+", fold(plain(have)))), set(re.findall(r"\w+", fold(plain(want))))
    return bool(a and b) and len(a & b) >= 0.5 * min(len(a), len(b))


def quotes(gold: dict[str, Any], show: Show) -> Iterator[Row]:
    """Direct quotes with their speakers; scare quotes left alone."""
    seen = show("quotes")["quotes"]
    named = {n: group for group in gold["quotes"]["one_person"] for n in group}
    for want in gold["quotes"]["must"]:
        words = _same(want["text"])
        hits = [
            q
            for q in seen
            if _key(q["path"]) == want["doc"]
            and (words in _same(q["text"]) or (_same(q["text"]) in words and len(q["text"]) > 20))
        ]
        now = not want["speaker"].startswith("unnamed")
        good = [q for q in hits if _speaker(q["speaker"], want["speaker"], named)]
        saw = repr([(q["speaker"] or {}).get("name") or (q["speaker"] or {}).get("description") for q in hits[:2]])
        yield Row(f"quote {want['doc']} {want['text'][:28]!r}", now, bool(good), saw)
    scare = re.findall(r"'([^']+)'", gold["quotes"]["must_not"][0])
    taken = [q["text"] for q in seen if any(_same(q["text"]).strip(" .,") == _same(s) for s in scare)]
    yield Row("scare quotes left alone", True, bool(seen) and not taken, repr(taken))


def _speaker(have: dict[str, Any] | None, want: str, named: dict[str, list[str]]) -> bool:
    if not have:
        return False
    if want.startswith("unnamed"):
        said = fold(have.get("description") or have.get("name") or "")
        return have.get("name") is None and any(w in said for w in ("officer", "official"))
    options = named.get(want, [want])
    return any(fold(o) in fold(have.get("name") or have.get("description") or "") for o in options)


def incidents(gold: dict[str, Any], show: Show) -> Iterator[Row]:
    """I1 to I5 with their figures as intervals, and none of the traps."""
    seen = show("incidents")["incidents"]
    statements = {s["id"]: s for s in show("statements")["statements"]}
    for want in gold["incidents"]["must"]:
        now = want["id"] != "I2"
        hits = [i for i in seen if _incident(i, want)]
        yield Row(
            f"incident {want['id']} found",
            now,
            bool(hits),
            repr([(i["paths"], i["killed"]) for i in seen if {_key(p) for p in i["paths"]} & set(want["docs"])][:4]),
        )
        if not hits:
            continue
        best = hits[0]
        if want["id"] == "I1":
            yield Row(
                "incident I1 once",
                True,
                len(hits) == 1 and {_key(p) for p in best["paths"]} == {"000", "001"},
                repr(best["paths"]),
            )
            yield Row(
                "incident I1 one origin",
                True,
                best["killed"]["origins"] == 1 and best["origins"] == 1,
                repr(best["origins"]),
            )
            yield Row("incident I1 date", False, _within(best["when"], "2016"), repr(best["when"]))
            spellings = re.findall(r"\w+", fold(want["place"].split(",")[0]))
            named = fold((best["where"] or {}).get("name") or "")
            yield Row("incident I1 place", False, any(s in named for s in spellings), repr(best["where"]))
        if want["id"] == "I3":
            yield Row("incident I3 date", False, _within(best["when"], "2016-10"), repr(best["when"]))
            yield Row(
                "incident I3 place",
                False,
                "kirkuk" in fold((best["where"] or {}).get("name") or ""),
                repr(best["where"]),
            )
        if want["id"] == "I4":
            yield Row(
                "incident I4 place not guessed",
                True,
                (best["where"] or {}).get("name") in (None, "Iraq"),
                repr(best["where"]),
            )
        if want["id"] == "I5":
            yield Row(
                "incident I5 abducted", True, best["abducted"]["best"] == want["kidnapped"], repr(best["abducted"])
            )
            yield Row("incident I5 date", False, _within(best["when"], "2018-06"), repr(best["when"]))
        if "perpetrators_killed" in want:
            yield Row(
                f"incident {want['id']} perpetrators",
                False,
                best["perpetrators_killed"]["best"] == 2,
                repr(best["perpetrators_killed"]),
            )
    traps = {
        "possibility": "this could happen again",
        "habit": "Sometimes security forces even pay",
        "negated": "they can't send a car bomb",
        "condition": "If 1,000 militants escape",
        "forecast": "The cells would plot attacks",
    }
    in_incidents = [statements[s] for i in seen for s in i["statements"] if s in statements]
    for name, words in traps.items():
        caught = [s for s in in_incidents if _same(words) in _same(s.get("sentence") or s["text"])]
        yield Row(f"trap: {name}", True, bool(seen) and not caught, repr([s["text"] for s in caught]))


def _incident(have: dict[str, Any], want: dict[str, Any]) -> bool:
    if not {_key(p) for p in have["paths"]} & set(want["docs"]):
        return False
    for bound in ("low", "best"):
        if bound in want["killed"] and have["killed"][bound] != want["killed"][bound]:
            return False
    if "perpetrators_killed" in want:
        return have["state"] in ("attempted", "thwarted")
    return "kidnapped" not in want or have["abducted"]["best"] is not None


def _within(when: dict[str, Any], prefix: str) -> bool:
    first, last = when.get("earliest") or "", when.get("latest") or ""
    return bool(first and last) and first.startswith(prefix) and last.startswith(prefix)


def series(gold: dict[str, Any], show: Show) -> Iterator[Row]:
    """The three monthly counts."""
    seen = [s for s in show("series")["series"] if _key(s["path"]) == "004"]
    for want in gold["incidents"]["series"]:
        hits = [
            s
            for s in seen
            if _within(s, want["period"]) and all(s[b] == v for b, v in want["count"].items() if b in ("low", "best"))
        ]
        yield Row(
            f"series {want['period']}", True, len(hits) == 1, repr([(s["earliest"], s["low"], s["best"]) for s in seen])
        )
        if "attributed_to" in want:
            spoken = bool(hits) and "hashimi" in fold(str(hits[0]["speaker"]))
            yield Row(f"series {want['period']} speaker", False, spoken, repr(hits and hits[0]["speaker"]))


def figures(gold: dict[str, Any], show: Show) -> Iterator[Row]:
    """Numbers that belong to no incident, their parts and sums."""
    seen = show("figures")["figures"]
    for want in gold["figures"]["must"]:
        hits = [f for f in seen if _key(f["path"]) == want["doc"] and _figure(f, want)]
        yield Row(
            f"figure {want['doc']} {want['what']}",
            False,
            bool(hits),
            repr([(f["low"], f["best"], f["high"]) for f in hits[:2]]),
        )
    for want in gold["figures"]["consistency"]:
        checked = [f for f in seen if _key(f["path"]) == want["doc"] and f["sum_holds"] is want["holds"]]
        yield Row(f"sum {want['check']}", False, bool(checked), repr(len(checked)))


def _figure(have: dict[str, Any], want: dict[str, Any]) -> bool:
    if "value" in want and have["best"] != want["value"]:
        return False
    if "approx" in want and not (
        have["low"] is not None and have["high"] is not None and have["low"] <= want["approx"] <= have["high"]
    ):
        return False
    if any(b in want and have[b] != want[b] for b in ("low", "high")):
        return False
    if "unit" in want and have["unit"] != want["unit"]:
        return False
    parts = [(p["who"], p["value"]) for p in have["parts"]]
    return all(any(_overlap(who, w) and value == v for who, value in parts) for w, v in want.get("parts", {}).items())


def sources(gold: dict[str, Any], show: Show) -> Iterator[Row]:
    """One person under several names; the minister's admission tied to his government's figures."""
    seen = show("sources")["sources"]
    for group in gold["quotes"]["one_person"]:
        wanted = {fold(n) for n in group}
        hits = [s for s in seen if wanted & {fold(n) for n in [s["name"] or "", *s["names"]]}]
        yield Row(f"one person: {group[0]}", False, len(hits) == 1, repr([s["names"] for s in hits]))
    admitted = [s for s in seen if any("false" in fold(c) or "casualt" in fold(c) for c in s["cautions"])]
    yield Row(
        "the admission is a caution on official figures", False, bool(admitted), repr([s["name"] for s in admitted][:4])
    )


def falling(gold: dict[str, Any], show: Show, whatif: WhatIf) -> Iterator[Row]:
    """What falls when a source falls, and what does not."""
    before = {i["id"]: i for i in show("incidents")["incidents"]}
    copy = whatif("The Unz Review")
    yield Row(
        "without the republisher nothing changes",
        True,
        copy["incidents"] == [] and copy["unchanged"] == len(before),
        json.dumps(copy["incidents"])[:120],
    )
    root = whatif("The Independent")
    gone = {i["id"] for i in root["incidents"] if i["after"] is None}
    of_root = {i for i, row in before.items() if {_key(p) for p in row["paths"]} <= {"000", "001", "003"}}
    kept = {i for i, row in before.items() if {_key(p) for p in row["paths"]} & {"002", "004"}}
    first = {i for i, row in before.items() if {_key(p) for p in row["paths"]} & {"000", "001"}}
    yield Row(
        "without The Independent I1 falls",
        True,
        bool(first) and first <= gone and gone <= of_root,
        repr((len(gone), len(first))),
    )
    yield Row(
        "without The Independent I3, I4, I5 stand",
        True,
        bool(kept) and not kept & {i["id"] for i in root["incidents"]},
        repr(len(kept)),
    )
    quoted = {q["id"] for q in show("quotes")["quotes"] if q["speaker"] and "araj" in fold(q["speaker"]["name"] or "")}
    fallen = {f["id"] if isinstance(f, dict) else f for f in root["fallen"]}
    yield Row(
        "without The Independent his quotes fall",
        True,
        bool(quoted) and quoted <= fallen,
        f"{len(quoted & fallen)} of {len(quoted)}",
    )
    crossings = {
        f["id"]
        for f in show("figures")["figures"]
        if "crossing" in fold(f["what"]) and _key(f["path"]) in ("000", "001")
    }
    yield Row(
        "without The Independent the border figures fall",
        False,
        bool(crossings) and crossings <= fallen,
        f"{len(crossings & fallen)} of {len(crossings)}",
    )


def report(found: list[Row]) -> str:
    """The rows as text, those that do not hold first, and the score."""
    lines = [
        f"{'ok  ' if r.holds else 'MISS'} {'now  ' if r.now else 'later'} {r.id}"
        + ("" if r.holds else f"   saw {r.saw}")
        for r in found
    ]
    lines.sort(key=lambda x: x.startswith("ok"))
    now = [r for r in found if r.now]
    return "\n".join(
        [*lines, f"now: {sum(r.holds for r in now)} of {len(now)}; all: {sum(r.holds for r in found)} of {len(found)}"]
    )
