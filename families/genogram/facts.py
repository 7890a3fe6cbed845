"""What is drawn: people, and who is whose child."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """The usual signs of a genogram."""

    SQUARE = "square"  # man or boy
    CIRCLE = "circle"  # woman or girl
    DIAMOND = "diamond"  # another gender, or not known
    TRIANGLE = "triangle"  # not born yet


class State(StrEnum):
    """Alive, died, or a loss, which is drawn quietly."""

    LIVING = "living"
    DIED = "died"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Somebody:
    """One person: `generation` counts upwards from the baby's own (0); `here`: lives in this household.

    `born` puts twins together: children of the same parents with the same words there.
    """

    id: int
    name: str
    detail: str = ""
    shape: Shape = Shape.DIAMOND
    state: State = State.LIVING
    generation: int = 0
    here: bool = False
    baby: bool = False
    born: str = ""


@dataclass(frozen=True, slots=True)
class Bond:
    """`parent` brings up `child`, or once did; a step-parent, foster carer or other carer is drawn dashed."""

    parent: int
    child: int
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Union:
    """The children that the same people have, and how their line is drawn."""

    parents: tuple[int, ...]
    children: tuple[int, ...]
    dashed: bool


def unions(bonds: Sequence[Bond]) -> list[Union]:
    """Children grouped by who their parents are; those who bring them up otherwise make a union of their own."""
    by_child: dict[int, list[Bond]] = {}
    for bond in bonds:
        by_child.setdefault(bond.child, []).append(bond)
    grouped: dict[tuple[tuple[int, ...], bool], list[int]] = {}
    for child, theirs in by_child.items():
        couple = tuple(bond.parent for bond in theirs if not bond.dashed)
        groups = [(couple[:2], False), *(((one,), False) for one in couple[2:])]
        groups += [((bond.parent,), True) for bond in theirs if bond.dashed]
        for parents, dashed in groups:
            if parents:
                grouped.setdefault((tuple(sorted(parents)), dashed), []).append(child)
    return [Union(parents, tuple(children), dashed) for (parents, dashed), children in grouped.items()]
