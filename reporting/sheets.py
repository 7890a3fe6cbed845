"""The report as CSV: one line a number, safe to open in a spreadsheet (REP-1)."""

from __future__ import annotations

from collections.abc import Sequence

from pitservice.files import tables
from reporting.figures import Figure, flat

COLUMNS = ("Team", "From", "To", "Indicator", "Breakdown", "Group", "Figure", "Period before", "Target")


def write(*, team: str, starts_on: str, ends_on: str, figures: Sequence[Figure]) -> bytes:
    """The lines of `figures.flat`, with team and period."""
    lines = (
        (
            *(team, starts_on, ends_on),
            one.indicator,
            one.breakdown or "Total",
            one.group,
            one.shown,
            one.before,
            one.target,
        )
        for one in flat(figures)
    )
    return tables.write(COLUMNS, lines)
