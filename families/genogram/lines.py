"""How people are joined: from the parents down a gutter between columns to a line above their children."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from families.genogram.facts import Somebody, Union
from families.genogram.placing import Place
from families.genogram.shapes import Path, line

#: Between the lines of two unions that come down into one row.
STEP = 7


@dataclass(frozen=True, slots=True)
class Grid:
    """Where rows and columns are: `tops` of the rows, each with room for lines above its signs."""

    cell: float
    margin: float
    radius: float
    room: float
    tops: Sequence[float]
    places: Mapping[int, Place]

    def x(self, who: int) -> float:
        """The middle of somebody's sign."""
        return self.margin + self.cell * (self.places[who].column + 0.5)

    def y(self, who: int) -> float:
        """The same, downwards."""
        return self.tops[self.places[who].row] + self.room + self.radius

    def gutter(self, column: int) -> float:
        """The line to the left of a column."""
        return self.margin + self.cell * column


@dataclass(slots=True)
class Lines:
    """Draws unions one after another, each on a level and in a gutter of its own."""

    grid: Grid
    people: Mapping[int, Somebody]
    levels: dict[int, int] = field(default_factory=dict)
    gutters: dict[tuple[int, int], int] = field(default_factory=dict)

    def of(self, union: Union) -> list[Path]:
        """Everything that joins these parents and their children."""
        dash = "6 4" if union.dashed else "none"
        paths, start = self._parents(union, dash)
        by_row: dict[int, list[int]] = {}
        for child in union.children:
            by_row.setdefault(self.grid.places[child].row, []).append(child)
        for row, children in sorted(by_row.items()):
            paths += self._down(start, row, children, dash)
        return paths

    def _parents(self, union: Union, dash: str) -> tuple[list[Path], tuple[float, float]]:
        """The line between two parents, or out of one; and where the line down begins."""
        grid = self.grid
        parents = sorted(union.parents, key=lambda one: (grid.places[one].row, grid.places[one].column))
        last = parents[-1]
        row, y = grid.places[last].row, grid.y(last)
        if len(parents) == 2 and self._touch(*parents):
            left, right = parents
            x = self._gutter(row, grid.places[right].column)
            return [Path(line((grid.x(left) + grid.radius, y), (grid.x(right) - grid.radius, y)), dash=dash)], (x, y)
        side = self._side(last, union)
        x = self._gutter(row, grid.places[last].column + (side > 0))
        paths = [Path(line((grid.x(last) + side * grid.radius, y), (x, y)), dash=dash)]
        paths += [self._over(one, (x, y), dash) for one in parents[:-1]]
        return paths, (x, y)

    def _touch(self, left: int, right: int) -> bool:
        one, other = self.grid.places[left], self.grid.places[right]
        return one.row == other.row and other.column - one.column == 1

    def _side(self, parent: int, union: Union) -> int:
        """Towards the children; the other side where a line comes down there already."""
        place = self.grid.places[parent]
        middle = sum(self.grid.x(child) for child in union.children) / len(union.children)
        side = 1 if middle > self.grid.x(parent) or place.column == 0 else -1
        taken = self.gutters.get((place.row, place.column + (side > 0)), 0)
        free = self.gutters.get((place.row, place.column + (side < 0)), 0) < taken
        return -side if free and place.column > 0 else side

    def _gutter(self, row: int, column: int) -> float:
        """A line of its own beside those that come down there already."""
        taken = self.gutters.get((row, column), 0)
        self.gutters[row, column] = taken + 1
        return self.grid.gutter(column) + STEP * ((taken + 1) // 2) * (1 if taken % 2 else -1)

    def _over(self, parent: int, end: tuple[float, float], dash: str) -> Path:
        """From a parent further away, over the heads of those between."""
        grid = self.grid
        top = grid.tops[grid.places[parent].row] + grid.room - 2 * STEP
        x = grid.x(parent)
        return Path(line((x, grid.y(parent) - grid.radius), (x, top), (end[0], top), end), dash=dash)

    def _down(self, start: tuple[float, float], row: int, children: Sequence[int], dash: str) -> list[Path]:
        """From there to a level above these children, and to each of them; twins from one point."""
        grid, x = self.grid, start[0]
        level = self.levels.get(row, 0)
        self.levels[row] = level + 1
        y = grid.tops[row] + STEP * (1 + level)
        ends = self._ends(children)
        middles = [middle for middle, _ in ends]
        paths = [Path(line(start, (x, y)), dash=dash)]
        if min([*middles, x]) != max([*middles, x]):
            paths.append(Path(line((min([*middles, x]), y), (max([*middles, x]), y)), dash=dash))
        for middle, twins in ends:
            paths += [Path(line((middle, y), (grid.x(one), grid.y(one) - grid.radius)), dash=dash) for one in twins]
        return paths

    def _ends(self, children: Sequence[int]) -> list[tuple[float, list[int]]]:
        """Where the line to each child begins: above it, or in the middle above twins."""
        together: dict[str, list[int]] = {}
        for child in children:
            born = self.people[child].born
            together.setdefault(born or f"alone {child}", []).append(child)
        return [(sum(map(self.grid.x, those)) / len(those), those) for those in together.values()]
