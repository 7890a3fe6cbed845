"""What the page and the PDF leave out to be short: rows that read 0, or "none", now and in the period before.

It goes by the words that are shown and by nothing else. A hidden count never reads 0, so that a row which is missing
tells what its 0 told (decision 0028). The workbook and the CSV keep every row, and a month of nothing stays everywhere.
"""

from __future__ import annotations

from dataclasses import replace

from reporting.figures import MONTH, NONE, Breakdown, Cell, Value
from reporting.suppression import shown

NOTE = (
    "Rows that are 0 both in this period and in the one before are left out here, and so is what would be worked out "
    "over them. The workbook and the CSV have every row."
)
NOTHING = "0 in every group."
_EMPTY = frozenset({shown(0), NONE})


def without_empty(breakdown: Breakdown) -> Breakdown:
    """The same without the rows that say nothing."""
    if breakdown.key == MONTH:
        return breakdown
    return replace(
        breakdown,
        cells=[cell for cell in breakdown.cells if not _is_empty(cell)],
        shares=[share for share in breakdown.shares if not _is_empty(share)],
    )


def _is_empty(row: Cell | Value) -> bool:
    return row.shown in _EMPTY and row.before in _EMPTY | {""}
