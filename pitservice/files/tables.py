"""Tables as CSV files, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

#: A cell that begins with one of these is run as a formula by spreadsheets.
_RUN = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?%?")
CONTENT_TYPE = "text/csv; charset=utf-8"


def write(columns: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    """The lines under their headings; UTF-8 with a mark, so that spreadsheets read it rightly."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    for cells in lines:
        writer.writerow([harmless(cell) for cell in cells])
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """The cell as text: an apostrophe before what a spreadsheet would run; a number stays a number."""
    return f"'{cell}" if cell.startswith(_RUN) and not _NUMBER.fullmatch(cell) else cell
