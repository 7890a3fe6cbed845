"""Lines and words, as plain values that a template writes out as SVG: attributes only, no style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

INK = "#212b32"
QUIET = "#4c6272"
GROUND = "#f0f4f5"
PAPER = "#ffffff"


@dataclass(frozen=True, slots=True)
class Path:
    """One line or closed shape."""

    d: str
    stroke: str = INK
    fill: str = "none"
    width: float = 2
    dash: str = "none"


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text, its middle at `x`, its foot at `y`."""

    x: float
    y: float
    text: str
    size: float = 13
    weight: str = "400"
    fill: str = INK


@dataclass(frozen=True, slots=True)
class Picture:
    """A whole drawing, in the order in which it is drawn."""

    width: float
    height: float
    paths: Sequence[Path]
    words: Sequence[Words]


def box(left: float, top: float, right: float, bottom: float) -> str:
    """A rectangle."""
    return f"M{left:g} {top:g}H{right:g}V{bottom:g}H{left:g}Z"


def square(x: float, y: float, radius: float) -> str:
    """As high and wide as the circle."""
    return box(x - radius, y - radius, x + radius, y + radius)


def circle(x: float, y: float, radius: float) -> str:
    """A circle."""
    arc = f"a{radius:g} {radius:g} 0 1 0"
    return f"M{x - radius:g} {y:g}{arc} {2 * radius:g} 0{arc} {-2 * radius:g} 0Z"


def diamond(x: float, y: float, radius: float) -> str:
    """A square on its corner."""
    return f"M{x:g} {y - radius:g}L{x + radius:g} {y:g}L{x:g} {y + radius:g}L{x - radius:g} {y:g}Z"


def triangle(x: float, y: float, radius: float) -> str:
    """Point upwards."""
    return f"M{x:g} {y - radius:g}L{x + radius:g} {y + radius:g}H{x - radius:g}Z"


def line(*points: tuple[float, float]) -> str:
    """Through these points."""
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)
