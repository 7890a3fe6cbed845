"""Charts: one breakdown, or one number over time, in, one SVG out, the same on the page and in the PDF.

A bar, its name above it and its number beside it, in one dark colour: read in grey as in colour, and no smaller on a
phone. A hidden count has words and no bar, so that its length tells nothing. Groups with 0 are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import vl_convert

from pitservice.letters.fonts import STACK
from reporting.figures import Breakdown, Cell
from reporting.spc import Spc

WIDTH = 360
_STEP = 42
_COLOUR = "#0b4f4a"
_INK = "#212b32"
_PALE = "#768692"
#: Room for the numbers at the left of a chart over time.
_AXIS = 40
_SIZE = 16
_FONT = f"{STACK}, Arial, sans-serif"
#: Room at the end of the longest bar for its number.
_HEADROOM = 1.25


def draw(breakdown: Breakdown) -> bytes:
    """The chart as SVG, of a breakdown that `is_drawn`."""
    rows = [_row(place, cell) for place, cell in enumerate(_drawn(breakdown))]
    svg: str = vl_convert.vegalite_to_svg(_chart(rows).to_dict(), allowed_base_urls=[])
    return svg.encode()


def draw_over_time(spc: Spc) -> bytes:
    """Months as dots on a line, with mean and limits; a month that is unlikely to be chance is a square, and larger."""
    svg: str = vl_convert.vegalite_to_svg(_over_time(spc).to_dict(), allowed_base_urls=[])
    return svg.encode()


def _over_time(spc: Spc) -> Any:
    rows = [
        {"place": place, "month": point.month, "count": point.count, "unusual": bool(point.rules)}
        for place, point in enumerate(spc.points)
    ]
    ends = [spc.points[0].month, spc.points[-1].month]
    x = alt.X(
        "month:O",
        sort=None,
        axis=alt.Axis(title=None, values=ends, labelAngle=0, labelFlush=True, ticks=False, offset=6),
    )
    y = alt.Y("count:Q", axis=alt.Axis(title=None, tickCount=4, grid=False), scale=alt.Scale(domainMin=0))
    base = alt.Chart({"values": rows}).encode(x=x, y=y)
    levels = [{"level": spc.mean}, {"level": spc.lower}, {"level": spc.upper}]
    mean = alt.Chart({"values": levels[:1]}).mark_rule(color=_INK).encode(y="level:Q")
    limits = alt.Chart({"values": levels[1:]}).mark_rule(color=_INK, strokeDash=[6, 4]).encode(y="level:Q")
    line = base.mark_line(color=_PALE, strokeWidth=2)
    usual = base.transform_filter("!datum.unusual").mark_point(filled=True, color=_COLOUR, size=45, opacity=1)
    unusual = base.transform_filter("datum.unusual").mark_point(
        shape="square", filled=True, color=_INK, size=130, opacity=1
    )
    return (
        alt.layer(line, mean, limits, usual, unusual)
        .properties(width=WIDTH - _AXIS, height=170)
        .configure(font=_FONT, background="white", padding=4, view=alt.ViewConfig(stroke=None))
        .configure_axis(labelFontSize=_SIZE - 2, labelColor=_INK, domainColor=_INK, tickColor=_INK, labelFont=_FONT)
    )


def over_time_in_words(name: str, spc: Spc) -> str:
    """The chart for somebody who does not see it."""
    return f"Chart of {name.lower()} month by month. {' '.join(spc.in_words())}"


def in_words(name: str, breakdown: Breakdown) -> str:
    """The chart for somebody who does not see it: "Bar chart of … : GP 12, Midwife fewer than 5."."""
    said = ", ".join(f"{cell.name} {cell.shown}" for cell in _drawn(breakdown))
    return f"Bar chart of {name.lower()} {breakdown.name.lower()}: {said}."


def _drawn(breakdown: Breakdown) -> list[Cell]:
    """Groups with a bar or with words in its place."""
    return [cell for cell in breakdown.cells if cell.is_hidden or cell.count]


def _chart(rows: Sequence[dict[str, Any]]) -> Any:
    longest = max(row["length"] for row in rows)
    base = alt.Chart({"values": rows}).encode(
        y=alt.Y("place:O", axis=None, sort=None),
        x=alt.X("length:Q", axis=None, scale=alt.Scale(domain=[0, longest * _HEADROOM], nice=False)),
    )
    start = alt.value(0)
    bars = base.transform_filter("datum.length > 0").mark_bar(color=_COLOUR, height=16, yOffset=9)
    names = base.encode(x=start, text="name:N").mark_text(align="left", baseline="bottom", dx=0, dy=-2)
    said = base.encode(text="shown:N")
    mark: dict[str, Any] = {"align": "left", "baseline": "middle", "dy": 10, "fontWeight": "bold"}
    numbers = said.transform_filter("datum.length > 0").mark_text(dx=6, **mark)
    hidden = said.transform_filter("datum.length == 0").mark_text(dx=0, **mark)
    return (
        alt.layer(names, bars, numbers, hidden)  # the names first: they keep the order of the table
        .properties(width=WIDTH, height=alt.Step(_STEP))
        .configure(
            font=_FONT,
            background="white",
            padding=4,
            view=alt.ViewConfig(stroke=None),
            text=alt.MarkConfig(fontSize=_SIZE, color=_INK, font=_FONT),
        )
    )


def _row(place: int, cell: Cell) -> dict[str, Any]:
    return {"place": place, "name": cell.name, "length": 0 if cell.is_hidden else cell.count, "shown": cell.shown}
