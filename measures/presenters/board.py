"""The outcome board in words and shapes: a drawing, and a table with the same numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from measures.drawing import Board, Drawn, draw, plain
from measures.enums import Side
from measures.presenters.words import change_of
from measures.series import Series
from pitservice.ui import dates
from pitservice.ui.components import Cell, Column, Empty, Section, Table, Words

WIDE, NARROW = 760, 288
_LANES: Mapping[Side, str] = {
    Side.PARENT: "How the parents are",
    Side.INFANT: "How the baby is",
    Side.RELATIONSHIP: "How they are together",
    Side.GOALS: "What you hoped for",
}


@dataclass(frozen=True, slots=True)
class BoardPicture:
    """The picture for a wide and for a narrow screen, with what a screen reader says instead."""

    wide: Drawn
    narrow: Drawn
    label: str

    template: ClassVar[str] = "measures/board.html"

    @property
    def drawn(self) -> Sequence[tuple[Drawn, str]]:
        """Each with the part of its class that says on which screens it shows."""
        return [(self.wide, "wide"), (self.narrow, "narrow")]


def board(series: Sequence[Series], sessions: Sequence[date], events: Sequence[tuple[date, str]]) -> list[object]:
    """Everything on the board; how sessions were rated is no outcome and is not on it."""
    lanes = {title: [one for one in series if one.spec.side == side] for side, title in _LANES.items()}
    lanes = {title: lane for title, lane in lanes.items() if lane}
    if not lanes:
        return [Empty("Nothing to show yet. The board is drawn when a first measure is recorded.")]
    drawn = Board(lanes, sessions, events)
    picture = BoardPicture(
        draw(drawn, WIDE), draw(drawn, NARROW), "Measures over time. The same numbers stand in the table below."
    )
    return [picture, Words(_legend(events)), *(_section(title, lane) for title, lane in lanes.items())]


def _legend(events: Sequence[tuple[date, str]]) -> list[str]:
    numbered = "; ".join(f"{number}: {said}, {dates.day(on)}" for number, (on, said) in enumerate(events, 1))
    return [
        "Higher is better on every strip. Each short line on the axis is a session. In the grey band a change is too "
        "small to be sure of.",
        *([f"{numbered}."] if numbered else []),
    ]


def _section(title: str, lane: Sequence[Series]) -> Section:
    columns = [Column("Measure"), Column("Values"), Column("What changed")]
    rows = [
        [
            Cell(one.title),
            Cell(", ".join(f"{plain(value.value)} ({dates.day(value.on)})" for value in one.values)),
            Cell(change_of(one)),
        ]
        for one in lane
    ]
    return Section(title, [Table(title, columns, rows)])
