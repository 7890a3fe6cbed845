"""Everybody gets a row and a column of one grid, so that a line between columns never meets a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from families.genogram.facts import Bond, Somebody, Union


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of the grid, from the top and from the left."""

    row: int
    column: int


def generations(people: Sequence[Somebody], bonds: Sequence[Bond]) -> dict[int, int]:
    """The generation of each: at least one above each child's, whatever their role says."""
    found = {one.id: one.generation for one in people}
    for _ in people:
        for bond in bonds:
            if bond.parent in found and bond.child in found:
                found[bond.parent] = max(found[bond.parent], found[bond.child] + 1)
    return found


def place(people: Sequence[Somebody], bonds: Sequence[Bond], joined: Sequence[Union], most: int) -> dict[int, Place]:
    """Oldest generation on top; parents of one child beside each other; those who live here together."""
    level = generations(people, bonds)
    rows: list[list[Somebody]] = []
    for generation in sorted(set(level.values()), reverse=True):
        same = _ordered([one for one in people if level[one.id] == generation], joined)
        rows += [same[start : start + most] for start in range(0, len(same), most)]
    starts = _starts(rows)
    return {
        one.id: Place(number, starts[number] + column)
        for number, row in enumerate(rows)
        for column, one in enumerate(row)
    }


def _starts(rows: Sequence[Sequence[Somebody]]) -> dict[int, int]:
    """Where each row begins: near the middle, and so that those who live here stand above each other."""
    widest = max(range(len(rows)), key=lambda number: len(rows[number]), default=0)
    columns = len(rows[widest]) if rows else 0
    starts: dict[int, int] = {}
    household: dict[int, set[int]] = {}
    for number in sorted(range(len(rows)), key=lambda row: abs(row - widest)):
        here = [column for column, one in enumerate(rows[number]) if one.here]
        beside = household.get(number + (1 if number < widest else -1), set())
        free = columns - len(rows[number])
        options = {start: {start + column for column in here} for start in range(free + 1)}
        starts[number] = min(options, key=lambda start: (-len(options[start] & beside), abs(2 * start - free), start))
        household[number] = options[starts[number]]
    return starts


def _ordered(people: Sequence[Somebody], joined: Sequence[Union]) -> list[Somebody]:
    """Those who live elsewhere to the left; then each parent is drawn to the other, so that couples touch."""
    found = sorted(people, key=lambda one: one.here)
    partners = _partners(joined)
    for couple in joined:
        if len(couple.parents) == 2:
            found = _beside(found, couple.parents, partners)
    return found


def _partners(joined: Sequence[Union]) -> Mapping[int, int]:
    """With how many others each has children."""
    count: dict[int, int] = {}
    for couple in joined:
        if len(couple.parents) == 2:
            for parent in couple.parents:
                count[parent] = count.get(parent, 0) + 1
    return count


def _beside(row: list[Somebody], couple: tuple[int, ...], partners: Mapping[int, int]) -> list[Somebody]:
    """The row with these two side by side: the one with fewer unions moves to the nearer side of the other."""
    spot = {one.id: number for number, one in enumerate(row)}
    if not set(couple) <= spot.keys() or abs(spot[couple[0]] - spot[couple[1]]) == 1:
        return row
    mover, stays = sorted(couple, key=lambda one: (partners[one], spot[one]))
    who = row[spot[mover]]
    rest = [one for one in row if one.id != mover]
    at = next(number for number, one in enumerate(rest) if one.id == stays)
    return [*rest[: at + 1], who, *rest[at + 1 :]] if spot[mover] > spot[stays] else [*rest[:at], who, *rest[at:]]
