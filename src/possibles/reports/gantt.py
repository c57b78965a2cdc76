"""The schedule on paper: the data of the screen's Gantt, drawn as SVG for A3 sheets."""

import base64
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from .pdf import write_pdf

Plan = Mapping[str, Any]
ROW, HEAD, NAMES = 20, 36, 290
WIDTH = 1480
LINES_PER_SHEET = 38
INK, SOFT, RULE, GROUND = "#182133", "#4c586d", "#d7dde8", "#edf0f6"
BAR, BAR_SOFT, CRITICAL, CRITICAL_SOFT = "#1a4c8f", "#a9bfdb", "#c53a3d", "#f0c4c5"
GHOST, OCHRE = "#cbd3e0", "#c98213"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sheet: a group, or a row and how deep it stands."""

    label: str
    level: int
    row: Plan | None = None


def list_lines(plan: Plan) -> list[Line]:
    """Return groups, operations and the tasks that came with them, in order."""
    rows = {row["id"]: row for row in plan["rows"]}
    parts: dict[str, list[Plan]] = {}
    for row in plan["rows"]:
        if row.get("parent"):
            parts.setdefault(row["parent"], []).append(row)
    lines: list[Line] = []
    for group in plan["groups"]:
        level = 0
        if group["label"]:
            lines.append(Line(group["label"], 0))
            level = 1
        for key in group["rows"]:
            if key in rows:
                _put(lines, rows[key], parts, level)
    return lines


def _put(
    lines: list[Line], row: Plan, parts: Mapping[str, list[Plan]], level: int
) -> None:
    lines.append(Line(row["label"], level, row))
    for part in parts.get(row["id"], []):
        _put(lines, part, parts, level + 1)


def draw_gantt(plan: Plan, *, lines: Sequence[Line] | None = None) -> str:
    """Return a standalone SVG of these lines, all of them by default."""
    shown = list_lines(plan) if lines is None else lines
    scale = _Scale.over(plan)
    height = HEAD + ROW * max(len(shown), 1) + 6
    body = "".join(_draw_all(plan, shown, scale, height))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" font-family="Inter, Arial, sans-serif" '
        f'font-size="11" role="img" aria-label="Planning">'
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>{body}</svg>'
    )


def draw_sheets(plan: Plan) -> list[str]:
    """Return one SVG for each sheet of paper, the head repeated."""
    lines = list_lines(plan)
    starts = range(0, max(len(lines), 1), LINES_PER_SHEET)
    return [draw_gantt(plan, lines=lines[at : at + LINES_PER_SHEET]) for at in starts]


def write_gantt_pdf(plan: Plan, *, title: str, filters: Sequence[str]) -> bytes:
    """Return the PDF of a schedule, A3 landscape."""
    sheets = [_as_address(sheet) for sheet in draw_sheets(plan)]
    context = {"title": title, "filters": filters, "sheets": sheets}
    return write_pdf("reports/planning.html", context)


def _as_address(svg: str) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date

    @classmethod
    def over(cls, plan: Plan) -> "_Scale":
        first, last = (date.fromisoformat(day) for day in plan["span"])
        return cls(date(first.year, 1, 1), date(last.year + 1, 1, 1))

    def x(self, day: date | str, *, after: int = 0) -> float:
        found = date.fromisoformat(day) if isinstance(day, str) else day
        room = WIDTH - NAMES - 60
        share = ((found - self.first).days + after) / (self.last - self.first).days
        return round(NAMES + room * share, 1)


def _draw_all(
    plan: Plan, lines: Sequence[Line], scale: _Scale, height: int
) -> Iterator[str]:
    yield from _draw_head(scale, height)
    for rank, line in enumerate(lines):
        y = HEAD + rank * ROW
        yield _name(line, y)
        if line.row is None:
            yield f'<rect x="{NAMES}" y="{y}" width="{WIDTH - NAMES}" height="{ROW}" fill="{GROUND}" opacity="0.6"/>'
        else:
            yield from _draw_row(line.row, scale, y)
    today = scale.x(plan["today"])
    yield _path(f"M{today} {HEAD - 6}V{height}", stroke=OCHRE, width=1.4)
    yield _text(today, HEAD - 9, "Aujourd’hui", fill="#8a5300", anchor="middle", size=9)


def _draw_head(scale: _Scale, height: int) -> Iterator[str]:
    yield f'<rect width="{WIDTH}" height="{HEAD}" fill="{GROUND}"/>'
    for year in range(scale.first.year, scale.last.year):
        start, half = scale.x(date(year, 1, 1)), scale.x(date(year, 7, 1))
        yield _path(f"M{start} 0V{height}", stroke="#7d899d", width=0.6)
        yield _path(f"M{half} {HEAD - 14}V{height}", stroke=RULE, width=0.6)
        yield _text(start + 5, 15, str(year), fill=INK, weight=700)


def _name(line: Line, y: int) -> str:
    weight = (
        700 if line.row is None else 500 if line.row["kind"] == "operation" else 400
    )
    room = 50 - 2 * line.level
    text = line.label if len(line.label) <= room else f"{line.label[: room - 1]}…"
    ground = ""
    if line.row is None:
        ground = f'<rect y="{y}" width="{NAMES}" height="{ROW}" fill="{GROUND}"/>'
    rule = _path(f"M0 {y + ROW}H{WIDTH}", stroke=RULE, width=0.5)
    return ground + rule + _text(6 + 12 * line.level, y + 14, text, weight=weight)


def _draw_row(row: Plan, scale: _Scale, y: int) -> Iterator[str]:
    if not row.get("start"):
        yield _text(NAMES + 6, y + 14, "dates non renseignées", fill=SOFT, size=9)
        return
    start, end = scale.x(row["start"]), scale.x(row["finish"], after=1)
    thick = 9 if row["kind"] == "operation" else 6
    top = y + 4
    critical = row.get("critical")
    if row.get("baseline"):
        a, b = scale.x(row["baseline"][0]), scale.x(row["baseline"][1], after=1)
        yield _box(a, top + thick + 2, b - a, 3, fill=GHOST, stroke="#7d899d")
    if (row.get("until") or "") > row["finish"] and not critical:
        to = scale.x(row["until"], after=1)
        yield _path(f"M{end} {top + thick / 2}H{to}v-3v6", stroke="#7d899d", dash="2 2")
    if row["kind"] == "milestone":
        yield _diamond(start, top + 4, 5, CRITICAL if critical else INK)
    else:
        yield from _draw_bar(row, start, end, top, thick)
    for limit in row.get("deadlines", ()):
        yield _flag(limit, row, scale, y)
    for mark in row.get("milestones", ()):
        yield _diamond(scale.x(mark["date"]), top + thick / 2, 4.5, INK)
    yield _shift(row, end, top + thick)


def _draw_bar(
    row: Plan, start: float, end: float, top: float, thick: int
) -> Iterator[str]:
    width = max(end - start, 1.5)
    strong, soft = (CRITICAL, CRITICAL_SOFT) if row.get("critical") else (BAR, BAR_SOFT)
    yield _box(start, top, width, thick, fill=soft, stroke=strong)
    if row.get("progress"):
        done = width * min(row["progress"], 100) / 100
        yield _box(start, top, done, thick, fill=strong, stroke=strong)
    if row.get("critical"):
        yield _path(f"M{start} {top + thick + 1}h{width}", stroke=CRITICAL, width=1.6)


def _flag(limit: Plan, row: Plan, scale: _Scale, y: int) -> str:
    x = scale.x(limit["date"], after=1)
    broken = (limit.get("at") or row["finish"]) > limit["date"]
    colour = CRITICAL if broken else OCHRE
    fill = colour if limit["kind"] == "engagement" else "#ffffff"
    return _path(
        f"M{x} {y + 2}v{ROW - 4}M{x} {y + 2}h6l-2 2.5 2 2.5h-6",
        stroke=colour,
        fill=fill,
    )


def _shift(row: Plan, end: float, y: float) -> str:
    days = row.get("delay")
    if days is None and row.get("baseline"):
        gap = date.fromisoformat(row["finish"]) - date.fromisoformat(row["baseline"][1])
        days = gap.days
    weeks = math.trunc(abs(days or 0) / 7 + 0.5)
    if not days or not weeks:
        return ""
    sign, colour = ("+", "#a01d22") if days > 0 else ("−", "#15643a")
    return _text(end + 12, y, f"{sign} {weeks} sem.", fill=colour, size=9, weight=600)


def _box(
    x: float, y: float, width: float, height: float, *, fill: str, stroke: str
) -> str:
    return (
        f'<rect x="{x}" y="{y}" width="{round(max(width, 1), 1)}" height="{height}" '
        f'rx="1.5" fill="{fill}" stroke="{stroke}" stroke-width="0.7"/>'
    )


def _diamond(x: float, y: float, size: float, fill: str) -> str:
    path = f"M{x} {y - size}l{size} {size}-{size} {size}-{size}-{size}z"
    return f'<path d="{path}" fill="{fill}" stroke="#ffffff" stroke-width="0.8"/>'


def _path(
    d: str, *, stroke: str, width: float = 1, dash: str = "", fill: str = "none"
) -> str:
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{d}" fill="{fill}" stroke="{stroke}" stroke-width="{width}"{dashes}/>'


def _text(
    x: float,
    y: float,
    words: str,
    *,
    fill: str = INK,
    anchor: str = "start",
    size: int = 11,
    weight: int = 400,
) -> str:
    return (
        f'<text x="{x}" y="{y}" fill="{fill}" text-anchor="{anchor}" font-size="{size}" '
        f'font-weight="{weight}">{escape(words)}</text>'
    )
