"""Map, timeline and trend as files of their own: SVG, or an HTML page with what the picture cannot show listed beneath it."""

from __future__ import annotations

from collections import defaultdict
from html import escape
from importlib import resources

from firsthand.model import Release
from firsthand.promises import IncidentRow
from firsthand.report import views, words
from firsthand.report.charts import nice_top, timeline_svg
from firsthand.report.map import drawable, map_svg
from firsthand.report.svg import PALETTE, number, picture, text

TITLES = {"map": "Where it happened", "timeline": "When it happened", "trend": "Killed, by month"}
WIDTH, HEIGHT, FLOOR, LEFT = 720.0, 300.0, 236.0, 56.0
# Months drawn at most: with more, columns are thinner than their labels; the rest is told in the list.
MOST_MONTHS = 60


def sheet(name: str, released: Release, *, html: bool = False) -> str:
    """One picture of a release as a file.

    Args:
        name: map, timeline or trend.
        html: a page with the picture, its marking, and a list of what it does not show; otherwise the picture alone.

    Example:
        >>> from firsthand.model import Ledger
        >>> "nothing to draw" in sheet("map", Release(ledger=Ledger(), public=False, marking="TLP:AMBER"))
        True
    """
    rows = list(views.incidents(released.ledger).incidents)
    rows.sort(key=lambda r: (r.when.earliest or "9999", r.id))
    drawn = map_svg(rows) if name == "map" else timeline_svg(rows) if name == "timeline" else trend_svg(rows)
    if not drawn:
        drawn = picture(WIDTH, 60, [text(14, 34, "There is nothing to draw here", kind="soft")], label="empty")
    if not html:
        return drawn.replace('<a href="#', '<a href="dossier.html#') + "\n"
    left_out = _left_out(name, rows)
    listed = "".join(f'<li dir="auto">{escape(line)}</li>' for line in left_out)
    rest = f"<h2>Not drawn ({len(left_out)})</h2><ul>{listed}</ul>" if left_out else ""
    notes = "".join(f"<p>{escape(n)}</p>" for n in released.notes)
    style = resources.files("firsthand.report").joinpath("templates", "dossier.css").read_text(encoding="utf-8")
    own = [r for r in rows if r not in _missing(name, rows)]
    told = "".join(f'<li id="{escape(r.id)}" dir="auto">{escape(_line(r))}</li>' for r in own)
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(TITLES[name])}</title><style>{PALETTE}{style}</style></head><body><main>"
        f'<div class="marking"><span>{"Public release" if released.public else "Internal"}</span><b>{escape(released.marking)}</b></div>'
        f"<h1>{escape(TITLES[name])}</h1>{notes}<figure>{drawn}</figure><h2>Drawn ({len(own)})</h2><ul>{told}</ul>{rest}"
        "</main></body></html>\n"
    )


def _line(row: IncidentRow) -> str:
    return f"{words.titled(row)}: {words.placed(row.where)}, {words.precision(row.where)}; killed {words.counted(row.killed)}"


def _missing(name: str, rows: list[IncidentRow]) -> list[IncidentRow]:
    if name == "map":
        return [r for r in rows if not drawable(r)]
    if name == "timeline":
        return [r for r in rows if not (r.when.earliest and r.when.latest)]
    return [r for r in rows if _month(r) is None or not _counted(r)]


def _left_out(name: str, rows: list[IncidentRow]) -> list[str]:
    return [_line(r) for r in _missing(name, rows)]


def _month(row: IncidentRow) -> str | None:
    """The month in which an incident lies wholly; `None` where it may lie in more than one."""
    first, last = row.when.earliest, row.when.latest
    return first[:7] if first and last and first[:7] == last[:7] else None


def _counted(row: IncidentRow) -> bool:
    return row.state == "occurred" and (row.killed.low is not None or row.killed.high is not None)


def trend_svg(rows: list[IncidentRow]) -> str:
    """Deaths by month: a column from the sum of the low ends to the sum of the high ends, open at the top where one is not known.

    Only incidents that lie wholly in one month and whose toll is told are summed; every other one is for the list.
    """
    months: dict[str, list[IncidentRow]] = defaultdict(list)
    for row in rows:
        month = _month(row)
        if month and _counted(row):
            months[month].append(row)
    if not months:
        return ""
    named = _between(min(months), max(months))[-MOST_MONTHS:]
    sums = {m: _sum(months[m]) for m in named if m in months}
    top = nice_top(max(max(low, high or 0) for low, high in sums.values()))
    step = (WIDTH - LEFT - 14) / len(named)
    tall = FLOOR - 40

    def y(value: float) -> float:
        return FLOOR - tall * value / top

    body = [
        f'<line x1="{number(LEFT)}" y1="{number(y(v))}" x2="{number(WIDTH - 14)}" y2="{number(y(v))}" stroke="var(--line)"/>'
        + text(LEFT - 8, y(v) + 4, f"{v:,}", size=11, kind="soft end")
        for v in sorted({0, top // 2, top})
    ]
    every = max(1, -(-len(named) // 12))
    for place, month in enumerate(named):
        x, wide = LEFT + step * place + step * 0.15, min(step * 0.7, 46.0)
        near = any(m in sums for m in named[max(0, place - every + 1) : place + every])
        if month in sums or (place % every == 0 and not near):
            body.append(text(x + wide / 2, FLOOR + 18, month, size=10.5, kind="soft mid"))
        if month in sums:
            body.append(_column(x, wide, sums[month], y))
            body.append(text(x + wide / 2, FLOOR + 34, str(len(months[month])), size=10.5, kind="soft mid"))
    body.append(
        text(
            LEFT,
            FLOOR + 54,
            "Under each month: how many incidents are summed. A column runs from low to high.",
            size=11,
            kind="soft",
        )
    )
    label = "; ".join(f"{m}: {words.interval(low, None, high)} killed" for m, (low, high) in sums.items())
    return picture(WIDTH, HEIGHT, body, label=f"Killed by month: {label}")


def _column(x: float, wide: float, ends: tuple[int, int | None], y: object) -> str:
    place = y  # a function of a value to user units
    assert callable(place)
    low, high = ends
    bottom, upper = place(low), place(high) if high is not None else 34.0
    tall = max(3.0, bottom - upper)
    edge = ' stroke="var(--own)" stroke-dasharray="3 3" fill-opacity="0.3"' if high is None else ' fill-opacity="0.85"'
    title = f"<title>{escape(words.interval(low, None, high))} killed</title>"
    said = f"{low:,}–{high:,}" if high is not None and high != low else f"{low:,}" + ("+" if high is None else "")
    bar = f'<rect x="{number(x)}" y="{number(upper)}" width="{number(wide)}" height="{number(tall)}" fill="var(--own)"{edge}>{title}</rect>'
    return bar + text(x + wide / 2, upper - 6, said, size=11.5, kind="bold mid")


def _sum(rows: list[IncidentRow]) -> tuple[int, int | None]:
    """The sum of the low ends, unknown ones counting as none known; and of the high ends, not known where one of them is not."""
    highs = [r.killed.high for r in rows]
    return sum(r.killed.low or 0 for r in rows), None if None in highs else sum(h for h in highs if h is not None)


def _between(first: str, last: str) -> list[str]:
    year, month = int(first[:4]), int(first[5:7])
    found = []
    while f"{year:04}-{month:02}" <= last:
        found.append(f"{year:04}-{month:02}")
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return found
