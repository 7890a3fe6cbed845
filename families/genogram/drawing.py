"""Puts the picture together: who lives here, lines, signs, names."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from textwrap import wrap

from families.genogram.facts import Bond, Shape, Somebody, State, unions
from families.genogram.lines import STEP, Grid, Lines
from families.genogram.placing import place
from families.genogram.shapes import (
    GROUND,
    INK,
    PAPER,
    QUIET,
    Path,
    Picture,
    Words,
    box,
    circle,
    diamond,
    line,
    square,
    triangle,
)

RADIUS = 21
TEXT = 13
LINE = 16
#: How much wider than high a letter is, on the safe side.
LETTER = 0.56
MARGIN = 8
_OUTLINES = {Shape.SQUARE: square, Shape.CIRCLE: circle, Shape.DIAMOND: diamond, Shape.TRIANGLE: triangle}


def draw(people: Sequence[Somebody], bonds: Sequence[Bond], *, most: int, cell: float) -> Picture:
    """The family in rows of at most `most` people, each in a column of `cell` pixels."""
    known = {one.id: one for one in people}
    between = [bond for bond in bonds if bond.parent in known and bond.child in known]
    joined = unions(between)
    places = place(people, between, joined, most)
    letters = int((cell - 8) / (TEXT * LETTER))
    texts = {one.id: _lines(one, letters) for one in people}
    rows = 1 + max(spot.row for spot in places.values())
    columns = 1 + max(spot.column for spot in places.values())
    into = [sum(any(places[child].row == row for child in union.children) for union in joined) for row in range(rows)]
    room = STEP * (3 + max(into, default=0))
    tops = [float(MARGIN)]
    for row in range(rows):
        tallest = max(len(texts[who]) for who, spot in places.items() if spot.row == row)
        tops.append(tops[-1] + room + 2 * RADIUS + LINE * tallest + 16)
    grid = Grid(cell, MARGIN, RADIUS, room, tops, places)
    lines = Lines(grid, known)
    paths = household(grid, [one for one in people if one.here])
    for union in joined:
        paths += lines.of(union)
    for one in people:
        paths += sign(one, grid.x(one.id), grid.y(one.id))
    words = [text for one in people for text in _words(one, texts[one.id], grid)]
    return Picture(columns * cell + 2 * MARGIN, tops[-1] + MARGIN, paths, words)


def household(grid: Grid, people: Sequence[Somebody]) -> list[Path]:
    """One shaded ground with a dashed edge under those who live here; neighbouring cells grow together."""
    runs = [run for row in range(len(grid.tops) - 1) for run in _runs(grid, people, row)]
    boxes = [(grid.gutter(a) + 3, grid.tops[row], grid.gutter(b) - 3, grid.tops[row + 1]) for row, a, b in runs]
    edges = [Path(box(*corners), QUIET, GROUND, 1.5, "3 4") for corners in boxes]
    seams = [
        Path(box(max(one[0], other[0]) + 1, other[1] - 2, min(one[2], other[2]) - 1, other[1] + 2), "none", GROUND)
        for one in boxes
        for other in boxes
        if one[3] == other[1] and min(one[2], other[2]) > max(one[0], other[0])
    ]
    return edges + seams


def _runs(grid: Grid, people: Sequence[Somebody], row: int) -> list[tuple[int, int, int]]:
    """Columns of this row beside each other: (row, the first, the one after the last)."""
    columns = sorted(grid.places[one.id].column for one in people if grid.places[one.id].row == row)
    grouped = groupby(enumerate(columns), key=lambda pair: pair[1] - pair[0])
    return [(row, run[0][1], run[-1][1] + 1) for run in (list(group) for _, group in grouped)]


def sign(one: Somebody, x: float, y: float) -> list[Path]:
    """Somebody's sign; the baby's has a second edge, a loss is smaller and quiet, a death one stroke."""
    lost = one.state is State.LOST
    radius = RADIUS * (0.6 if lost else 1)
    outline = _OUTLINES[one.shape]
    paths = [Path(outline(x, y, radius), QUIET if lost else INK, PAPER, 1.5 if lost else 2)]
    if one.baby and not lost:
        inner = radius - (8 if one.shape is Shape.TRIANGLE else 5)
        paths.append(Path(outline(x, y, inner), INK, "none", 1.5))
    if one.state is State.DIED:
        paths.append(Path(line((x - radius, y + radius), (x + radius, y - radius)), QUIET, width=1.5))
    return paths


def _lines(one: Somebody, letters: int) -> list[tuple[str, bool]]:
    """Name and what stands under it, as lines that fit; True for the name."""
    name = [(line, True) for line in wrap(one.name, letters)]
    return name + [(line, False) for line in wrap(one.detail, letters)]


def _words(one: Somebody, lines: Sequence[tuple[str, bool]], grid: Grid) -> list[Words]:
    x, y = grid.x(one.id), grid.y(one.id) + RADIUS + LINE
    quiet = one.state is State.LOST
    return [
        Words(
            x,
            y + number * LINE,
            text,
            TEXT,
            "600" if is_name and not quiet else "400",
            QUIET if quiet or not is_name else INK,
        )
        for number, (text, is_name) in enumerate(lines)
    ]
