"""Small pictures for the dossier: a range as a bar, a series as columns, a timeline. Drawn on the server, no script."""

from __future__ import annotations

import math
from datetime import date

from firsthand.promises import IncidentRow, Range, SeriesRow
from firsthand.report.svg import fit, number, picture, text
from firsthand.report.words import counted, interval, titled

# Blocks that an open end is drawn with, each fainter than the one before.
FADE = 12
BAR_WIDTH, BAR_HEIGHT, LEFT, RIGHT = 520.0, 58.0, 14.0, 46.0


def nice_top(value: float) -> int:
    """The end of an axis: the first of 1, 2, 5 times a power of ten that is not below the value.

    Example:
        >>> nice_top(14), nice_top(301), nice_top(0)
        (20, 500, 1)
    """
    if value <= 1:
        return 1
    power = 10 ** math.floor(math.log10(value))
    return next(int(step * power) for step in (1, 2, 5, 10) if step * power >= value)


def range_svg(found: Range, measure: str) -> str:
    """A count as a bar from low to high with a tick at best; an open end fades out with an arrow. Empty where nothing is known."""
    known = [n for n in (found.low, found.best, found.high) if n is not None]
    if not known:
        return ""
    top = nice_top(max(known) * (1.25 if found.high is None else 1.0))
    wide = BAR_WIDTH - LEFT - RIGHT

    def x(value: float) -> float:
        return LEFT + wide * value / top

    low = found.low if found.low is not None else 0
    high = found.high if found.high is not None else top
    end = x(high) if found.high is not None else LEFT + wide
    body = [
        f'<line x1="{number(LEFT)}" y1="34" x2="{number(LEFT + wide)}" y2="34" stroke="var(--line)"/>',
        *(
            f'<line x1="{number(x(v))}" y1="31" x2="{number(x(v))}" y2="37" stroke="var(--line)"/>'
            + text(x(v), 51, f"{v:,}", size=11, kind="soft mid")
            for v in sorted({0, top // 2, top} if top > 1 else {0, 1})
        ),
        *_band(x(low), end, closed=found.high is not None, known=found.low is not None),
    ]
    if found.high is None:
        tip = LEFT + wide + 4
        body.append(f'<path d="M{number(tip)} 28 l8 6 l-8 6" fill="none" stroke="var(--own)" stroke-width="1.6"/>')
    body.append(_labels(found, x))
    return picture(BAR_WIDTH, BAR_HEIGHT, body, label=f"{measure}: {counted(found)}")


def _band(left: float, right: float, *, closed: bool, known: bool) -> list[str]:
    """The bar itself: one block, or blocks that grow fainter towards an open end. Fainter altogether where the low end is unknown."""
    solid = 0.85 if known else 0.45
    shape = 'y="26" height="16" fill="var(--own)"'
    if closed:
        return [
            f'<rect x="{number(left - 3)}" width="{number(max(6.0, right - left + 6))}" rx="4" {shape} opacity="{solid}"/>'
        ]
    step = max(0.0, right - left) / FADE
    return [
        f'<rect x="{number(left + step * n)}" width="{number(step)}" {shape} opacity="{solid * (1 - n / FADE):.2f}"/>'
        for n in range(FADE)
    ]


def _labels(found: Range, x: object) -> str:
    place = x  # a function of a value to user units
    assert callable(place)
    if found.low is not None and found.low == found.high:
        return text(place(found.low), 19, f"{found.low:,}", size=14, kind="bold mid")
    parts = []
    if found.best is not None and found.best not in (found.low, found.high):
        at = place(found.best)
        parts.append(
            f'<line x1="{number(at)}" y1="22" x2="{number(at)}" y2="46" stroke="var(--ink)" stroke-width="2.5"/>'
        )
        parts.append(text(at, 17, f"{found.best:,}", size=14, kind="bold mid"))
    best_at = place(found.best) if found.best is not None else None
    for value, words in ((found.low, f"{found.low or 0:,}"), (found.high, f"{found.high or 0:,}")):
        if value is not None:
            at = place(value)
            near = best_at is not None and value != found.best and abs(best_at - at) < 26
            bold = " bold" if value == found.best else ""
            if not near:
                parts.append(text(at, 19, words, size=13, kind=f"mid{bold}"))
    return "".join(parts)


def series_svg(rows: list[SeriesRow]) -> str:
    """A series as columns in the order of time; the height is the low end where no best is given, an open end has no lid."""
    shown = [r for r in rows if r.low is not None or r.best is not None or r.high is not None]
    if not shown:
        return ""
    values = [_height(r) for r in shown]
    top = nice_top(max(values))
    step = min(110.0, max(46.0, 560.0 / len(shown)))
    width, floor, high = 44 + step * len(shown) + 10, 176.0, 132.0
    body = [
        f'<line x1="40" y1="{number(floor - high * part)}" x2="{number(width - 6)}" y2="{number(floor - high * part)}" stroke="var(--line)" '
        f'stroke-width="{1 if part == 0 else 0.6}"/>'
        + text(34, floor - high * part + 4, f"{round(top * part):,}", size=11, kind="soft end")
        for part in (0.0, 0.5, 1.0)
        if top > 1 or part != 0.5
    ]
    for position, (row, value) in enumerate(zip(shown, values, strict=True)):
        x, tall = 44 + step * position + step * 0.2, high * value / top
        edge = 'stroke="var(--own)" stroke-dasharray="3 3" fill-opacity="0.35"' if row.best is None else ""
        body.append(
            f'<rect x="{number(x)}" y="{number(floor - tall)}" width="{number(step * 0.6)}" height="{number(max(tall, 1))}" '
            f'fill="var(--own)" {edge}/>'
        )
        said = interval(row.low, row.best, row.high).replace("at least ", "≥ ")
        body.append(text(x + step * 0.3, floor - tall - 7, fit(said, step + 6, size=12), size=12, kind="bold mid"))
        body.append(text(x + step * 0.3, floor + 17, _period(row), size=11.5, kind="soft mid"))
    return picture(
        width, floor + 26, body, label="; ".join(f"{_period(r)}: {interval(r.low, r.best, r.high)}" for r in shown)
    )


def _height(row: SeriesRow) -> int:
    return next(n for n in (row.best, row.low, row.high) if n is not None)


def _period(row: SeriesRow) -> str:
    first, last = (row.earliest or "")[:10], (row.latest or "")[:10]
    if not first:
        return "no date"
    if row.precision == "year":
        return first[:4]
    return first[:7] if first[:7] == last[:7] and first != last else first


def timeline_svg(rows: list[IncidentRow]) -> str:
    """Incidents along time: a dot for a day, a bar for a longer interval; undated ones are left to the list. Empty for fewer than two."""
    spans = [(s, e, r) for r in rows if (s := _day(r.when.earliest)) and (e := _day(r.when.latest))]
    if len(spans) < 2:
        return ""
    first, last = min(s for s, _, _ in spans), max(e for _, e, _ in spans)
    days = max(1, (last - first).days)
    width, wide = 720.0, 692.0

    def x(day: date) -> float:
        return 14 + wide * (day - first).days / days

    lanes: list[float] = []
    body = []
    for start, end, row in sorted(spans, key=lambda s: (s[0], s[1], s[2].id)):
        left, right = x(start), max(x(end), x(start) + 7)
        lane = next((n for n, free in enumerate(lanes) if free <= left - 4), len(lanes))
        if lane == len(lanes):
            lanes.append(0.0)
        lanes[lane] = right
        y = 12 + lane * 13
        body.append(
            f'<a href="#{row.id}"><rect x="{number(left)}" y="{number(y)}" width="{number(right - left)}" height="8" rx="4" fill="var(--own)" '
            f'opacity="{1 if start == end else 0.55}"><title>{_escaped(titled(row))}</title></rect></a>'
        )
    floor = 18 + len(lanes) * 13
    body.append(f'<line x1="14" y1="{floor}" x2="{number(14 + wide)}" y2="{floor}" stroke="var(--line)"/>')
    body.append(text(14, floor + 17, first.isoformat(), size=11.5, kind="soft"))
    body.append(text(14 + wide, floor + 17, last.isoformat(), size=11.5, kind="soft end"))
    return picture(width, floor + 24, body, label=f"{len(spans)} dated incidents from {first} to {last}")


def _escaped(words: str) -> str:
    from html import escape

    return escape(words)


def _day(iso: str | None) -> date | None:
    if not iso:
        return None
    try:
        return date.fromisoformat(iso[:10])
    except (
        ValueError
    ):  # a date before year 1 or a bare year from a foreign ledger: the list shows it, the picture cannot
        return None
