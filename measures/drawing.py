"""The outcome board drawn: strips of values over one time axis, as shapes in numbers. Pure.

Up is always better, whichever way a measure counts. The grey band is as much above and below the first value as a
change must be to count; a point outside it has moved by more than chance. Read in grey as in colour.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from measures.series import Series

INK, LINE, BAND, FAINT = "#212b32", "#0b4f4a", "#d8dde0", "#768692"
#: Heights of a heading of a lane, of a strip's own heading, of its field, and of the axis.
_LANE, _HEAD, _FIELD, _AXIS = 34, 24, 66, 76
_MARGIN, _SIZE = 40, 15


@dataclass(frozen=True, slots=True)
class Word:
    """Words on the picture."""

    x: float
    y: float
    text: str
    size: int = _SIZE
    bold: bool = False
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Shape:
    """A path with its colours."""

    d: str
    fill: str = "none"
    stroke: str = "none"
    width: float = 1
    dash: str = ""


@dataclass
class Drawn:
    """A picture of so many units."""

    width: float
    height: float = 0
    shapes: list[Shape] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)


@dataclass(frozen=True)
class Board:
    """What is drawn: lanes with their series, days of sessions, events (birth, work begun and ended)."""

    lanes: Mapping[str, Sequence[Series]]
    sessions: Sequence[date]
    events: Sequence[tuple[date, str]]

    @property
    def days(self) -> tuple[date, date]:
        """From the first thing to the last, with room around."""
        known = [one.on for lane in self.lanes.values() for series in lane for one in series.values]
        known += [*self.sessions, *(on for on, _ in self.events)]
        first, last = min(known), max(known)
        room = timedelta(days=max((last - first).days // 20, 4))
        return first - room, last + room


def draw(board: Board, width: int) -> Drawn:
    """The board at a width; one for wide screens and paper, one for a phone."""
    pen = _Pen(board, width)
    for title, lane in board.lanes.items():
        pen.lane(title, lane)
    pen.axis()
    return pen.drawn


class _Pen:
    def __init__(self, board: Board, width: int) -> None:
        self.board, self.width = board, width
        self.first, self.last = board.days
        self.drawn = Drawn(width)
        self.y = 4.0

    def x(self, on: date) -> float:
        """Where a day stands."""
        part = (on - self.first).days / max((self.last - self.first).days, 1)
        return round(_MARGIN + part * (self.width - _MARGIN - 14), 1)

    def lane(self, title: str, lane: Sequence[Series]) -> None:
        """A lane's heading and its strips."""
        self.drawn.words.append(Word(0, self.y + 22, title, 18, bold=True))
        self.y += _LANE
        for series in lane:
            self.strip(series)

    def strip(self, series: Series) -> None:
        """One series: the field, the band, the values."""
        lines = wrapped(series.title, int(self.width / 8.2))
        for number, line in enumerate(lines):
            self.drawn.words.append(Word(0, self.y + 16 + number * 18, line))
        top = self.y + _HEAD + (len(lines) - 1) * 18
        bottom, left, right = top + _FIELD, self.x(self.first), self.x(self.last)
        if series.scale.reliable and series.joined:
            self._band(series, top, bottom)
        self.drawn.shapes.append(Shape(f"M{left} {top}V{bottom}H{right}", stroke=FAINT))
        best, worst = series.scale.high, series.scale.low
        if not series.scale.high_is_good:
            best, worst = worst, best
        self.drawn.words.append(Word(left - 5, top + 10, plain(best), 13, anchor="end"))
        self.drawn.words.append(Word(left - 5, bottom, plain(worst), 13, anchor="end"))
        places = [(self.x(one.on), _height(series, one.value, top, bottom)) for one in series.values]
        if series.joined and len(places) > 1:
            path = "M" + "L".join(f"{x} {y}" for x, y in places)
            self.drawn.shapes.append(Shape(path, stroke=LINE, width=2))
        for (x, y), one in zip(places, series.values, strict=True):
            self.drawn.shapes.append(Shape(f"M{x - 4} {y}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0", fill=LINE))
            above = y - 8 if y - 8 > top + 4 else y + 18
            self.drawn.words.append(Word(x, above, plain(one.value), 14, bold=True, anchor="middle"))
        self.y = bottom + 22

    def _band(self, series: Series, top: float, bottom: float) -> None:
        first, reliable, scale = series.paired[0] if series.paired else series.values[0], Decimal(0), series.scale
        reliable = scale.reliable or reliable
        edges = [min(max(first.value + by, scale.low), scale.high) for by in (-reliable, reliable)]
        low, high = sorted(_height(series, one, top, bottom) for one in edges)
        left, right = self.x(first.on), self.x(self.last)
        self.drawn.shapes.append(Shape(f"M{left} {low}H{right}V{high}H{left}Z", fill=BAND, stroke=FAINT, dash="3 3"))

    def axis(self) -> None:
        """The days: sessions as ticks, months, and events as lines through everything, numbered where they crowd."""
        y, left, right = self.y + 16, self.x(self.first), self.x(self.last)
        self.drawn.shapes.append(Shape(f"M{left} {y}H{right}", stroke=INK, width=2))
        for on in self.board.sessions:
            self.drawn.shapes.append(Shape(f"M{self.x(on)} {y - 9}V{y}", stroke=INK, width=2))
        taken = 0.0
        for month in _months(self.first, self.last):
            x = self.x(month)
            if x >= taken and x < right - 20:
                self.drawn.shapes.append(Shape(f"M{x} {y}V{y + 6}", stroke=INK))
                self.drawn.words.append(Word(x, y + 20, f"{month:%b}", 13))
                taken = x + 34
        for number, (on, _) in enumerate(self.board.events, 1):
            x = self.x(on)
            self.drawn.shapes.insert(0, Shape(f"M{x} 30V{y + 28}", stroke=FAINT, dash="2 4"))
            self.drawn.words.append(Word(x, y + 44, str(number), 14, bold=True, anchor="middle"))
        self.drawn.height = round(y + _AXIS - 24, 1)


def wrapped(text: str, most: int) -> list[str]:
    """Words in lines of at most so many letters, as far as words allow."""
    lines = [""]
    for word in text.split():
        fits = len(lines[-1]) + len(word) < most or not lines[-1]
        lines = [*lines[:-1], f"{lines[-1]} {word}".strip()] if fits else [*lines, word]
    return lines


def plain(value: Decimal) -> str:
    """A value as people write it."""
    return f"{value.normalize():f}"


def _height(series: Series, value: Decimal, top: float, bottom: float) -> float:
    part = float((value - series.scale.low) / (series.scale.high - series.scale.low))
    part = part if series.scale.high_is_good else 1 - part
    return round(bottom - part * (bottom - top), 1)


def _months(first: date, last: date) -> list[date]:
    found = [date(first.year, first.month, 1)]
    while found[-1] <= last:
        year, month = divmod(found[-1].year * 12 + found[-1].month, 12)
        found.append(date(year, month + 1, 1))
    return [one for one in found if first <= one <= last]
