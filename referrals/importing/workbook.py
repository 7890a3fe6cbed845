"""Reading an Excel file (.xlsx): the first sheet that is not hidden, row by row, never the whole of it at once.

A cell with a formula is read as the result that it showed. Dates are written year first, so that no day is taken for a
month.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from pitservice.db.errors import Refused

#: What the parts may unpack to together; a sheet of 20,000 full rows is far below.
_UNPACKED = 120 * 1024 * 1024
_BROKEN = (
    "The Excel file cannot be read: it is damaged or cut short, or needs a password. Open it in Excel, save it again "
    "without a password, and choose that one."
)
_TROUBLE = (
    *(zipfile.BadZipFile, InvalidFileException, ParseError, ValueError, KeyError, TypeError, IndexError, EOFError),
    *(AttributeError, NotImplementedError, OverflowError, zipfile.LargeZipFile, OSError),
)


def lines_of(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Every row with its number; Refused where the file is not such a workbook, or is made to unpack without end."""
    try:
        _check(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that we do not read: drawings, validation, print settings
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            yield from _rows(book)
        finally:
            book.close()
    except Refused:
        raise
    except _TROUBLE as error:
        raise Refused(_BROKEN) from error
    except Exception as error:
        if type(error).__module__.startswith(("defusedxml", "zlib", "lxml")):
            raise Refused(_BROKEN) from error
        raise


def _check(content: bytes) -> None:
    """A zip with a workbook in it, without programs, of a size that its own list admits (zlib stops at that size)."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
    names = {part.filename.lower() for part in parts}
    if "xl/workbook.xml" not in names:
        raise Refused("This is not a spreadsheet. Choose a CSV or an Excel file (.xlsx).")
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Refused("This Excel file holds macros. Save it as .xlsx, without them, and choose that one.")
    if sum(part.file_size for part in parts) > _UNPACKED or len(parts) > 2_000:
        raise Refused("This Excel file is too large when it is unpacked. Keep only the sheet of referrals in it.")


def _rows(book: Any) -> Iterator[tuple[int, list[str]]]:
    sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), None)
    if sheet is None:
        raise Refused("This Excel file has no sheet that can be seen.")
    sheet.reset_dimensions()  # what the file says of its own size may be wrong
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        line = [_text(cell) for cell in cells]
        while line and not line[-1]:
            line.pop()
        yield number, line


def _text(value: Any) -> str:
    """A cell as a person would read it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
