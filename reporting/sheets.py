"""The report as CSV: one line a number, safe to open in a spreadsheet (REP-1)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from reporting.figures import Figure, flat

COLUMNS = ("Team", "From", "To", "Indicator", "Breakdown", "Group", "Figure")
#: A cell that begins with one of these is run as a formula by spreadsheets.
_RUN = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?%?")
CONTENT_TYPE = "text/csv; charset=utf-8"


def write(*, team: str, starts_on: str, ends_on: str, figures: Sequence[Figure]) -> bytes:
    """The lines of `figures.flat`, with team and period; UTF-8 with a mark, so that spreadsheets read it rightly."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for line in flat(figures):
        cells = (team, starts_on, ends_on, line.indicator, line.breakdown or "Total", line.group, line.shown)
        writer.writerow([harmless(cell) for cell in cells])
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """The cell as text: an apostrophe before what a spreadsheet would run; a number stays a number."""
    return f"'{cell}" if cell.startswith(_RUN) and not _NUMBER.fullmatch(cell) else cell
