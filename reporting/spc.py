"""XmR charts: one number a month, what is usual, and what is not, by the NHS *Making data count* rules.

Mean and limits come from the months themselves: the limits lie 2.66 times the mean moving range (the mean difference
between one month and the next) above and below the mean, and never below 0. Four rules say that a month is unlikely to
be chance: it lies outside the limits; it is one of seven or more on one side of the mean; it is one of seven or more
that rise, or fall, one after the other; it is one of two in three in the outer third on one side.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

#: 3 divided by 1.128, the expected range of two values in standard deviations (Wheeler).
_LIMIT = 2.66
RUN = 7
#: Fewer months say too little about what is usual.
FEWEST = 12
_NEAR, _NEAR_OF = 2, 3
HOW_TO_READ = (
    "The line in the middle is the mean; between the two broken lines is what chance alone brings. A square is a month "
    "that is unlikely to be chance, by the NHS Making data count rules: outside the limits; one of seven or more on "
    "one side of the mean; one of seven or more rising or falling; or one of two in three near a limit."
)
OUTSIDE = "outside the limits"
ABOVE, BELOW = (f"one of {RUN} or more {side} the mean" for side in ("above", "below"))
TREND = f"one of {RUN} or more rising or falling one after the other"
NEAR = "one of two in three near a limit"


@dataclass(frozen=True, slots=True)
class Point:
    """A month, its number, and which rules say that it is unlikely to be chance."""

    month: str
    count: int
    rules: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Spc:
    """Months with their mean and limits."""

    points: Sequence[Point]
    mean: float
    lower: float
    upper: float

    @property
    def numbers(self) -> Sequence[tuple[str, str]]:
        """Every number of it with its name: the mean, the limits, and the months."""
        of_all = [("Mean a month", self.mean), ("Lower limit", self.lower), ("Upper limit", self.upper)]
        said = [(name, _number(value)) for name, value in of_all]
        return [*said, *((point.month, f"{point.count:,}") for point in self.points)]

    def in_words(self) -> Sequence[str]:
        """What the chart says, for everybody who does not see it."""
        said = [
            f"Over {len(self.points)} months the mean was {_number(self.mean)} a month; between {_number(self.lower)} "
            f"and {_number(self.upper)} is what chance alone brings."
        ]
        runs = [(rules, list(run)) for rules, run in groupby(self.points, key=lambda one: tuple(one.rules))]
        return [*said, *([_run(rules, run) for rules, run in runs if rules] or ["No month was unusual."])]


def spc_of(counts: Sequence[tuple[str, int]]) -> Spc | None:
    """The chart of months with their counts, oldest first; None of too few months."""
    if len(counts) < FEWEST:
        return None
    values = [count for _, count in counts]
    mean = sum(values) / len(values)
    moves = [abs(later - earlier) for earlier, later in pairwise(values)]
    width = _LIMIT * sum(moves) / len(moves)
    lower, upper = max(0.0, mean - width), mean + width
    rules = {
        OUTSIDE: {place for place, value in enumerate(values) if not lower <= value <= upper},
        ABOVE: _runs(len(values), lambda place: int(values[place] > mean), RUN),
        BELOW: _runs(len(values), lambda place: int(values[place] < mean), RUN),
        TREND: _trends(values),
        NEAR: _near(values, mean, width),
    }
    points = [
        Point(month, count, [rule for rule, places in rules.items() if place in places])
        for place, (month, count) in enumerate(counts)
    ]
    return Spc(points, mean, lower, upper)


def _run(rules: Sequence[str], points: Sequence[Point]) -> str:
    """Months one after the other to which the same rules apply."""
    first, last, counts = points[0], points[-1], [point.count for point in points]
    if first is last:
        return f"{first.month}: {first.count:,}, {', and '.join(rules)}."
    return f"{first.month} to {last.month}: {min(counts):,} to {max(counts):,}, each {', and '.join(rules)}."


def _sign(difference: float) -> int:
    return (difference > 0) - (difference < 0)


def _runs(length: int, side: Callable[[int], int], least: int) -> set[int]:
    """Places in runs of at least so many on the same side; on the mean itself is on neither."""
    found: set[int] = set()
    run: list[int] = []
    for place in range(length):
        if run and side(place) != side(run[-1]):
            run = []
        if side(place):
            run.append(place)
        if len(run) >= least:
            found |= {*run}
    return found


def _trends(values: Sequence[int]) -> set[int]:
    """Places in rows of at least seven values of which each is above, or each below, the one before it."""
    steps = _runs(len(values) - 1, lambda place: _sign(values[place + 1] - values[place]), RUN - 1)
    return steps | {place + 1 for place in steps}


def _near(values: Sequence[int], mean: float, width: float) -> set[int]:
    """Places in the outer third on one side, inside the limits, of which two or more lie among three in a row."""
    found: set[int] = set()
    for side in (1, -1):
        away = [(value - mean) * side for value in values]
        close = {place for place, far in enumerate(away) if 2 * width / 3 < far <= width}
        for place in range(len(values) - _NEAR_OF + 1):
            three = close & {place, place + 1, place + 2}
            found |= three if len(three) >= _NEAR else set()
    return found


def _number(value: float) -> str:
    return f"{value:,.1f}".removesuffix(".0")
