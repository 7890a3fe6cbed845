"""Rows nobody can be picked out of: what describes a family stands in five rows alike (decision 0030). Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

#: As many rows must read alike as a count needs to be shown.
ALIKE = 5
NOT_TOLD = "Not told"


def anonymous(rows: Sequence[Sequence[str]], describing: int, alike: int = ALIKE) -> list[tuple[str, ...]]:
    """The rows in the order of their words, the first `describing` columns told only where enough rows share them.

    Where a row's description stands in too few rows, its last column is no longer told, then the one before it, until
    it does. Rows that even so are too few are left out. What many share is told as it is.
    """
    told = [tuple(row) for row in rows]
    for place in reversed(range(describing)):
        often = Counter(row[:describing] for row in told)
        told = [row if often[row[:describing]] >= alike else _without(row, place) for row in told]
    often = Counter(row[:describing] for row in told)
    return sorted(row for row in told if often[row[:describing]] >= alike)


def _without(row: tuple[str, ...], place: int) -> tuple[str, ...]:
    return (*row[:place], NOT_TOLD, *row[place + 1 :])
