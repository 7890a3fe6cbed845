"""From a file to rows of text: what kind of file it is by its content, its encoding, its delimiter (§1, P3).

Whatever cannot be read is refused as a whole in a sentence that names the row, so that nothing is lost unseen. A
character that could not be read stands as U+FFFD; who looks at the row is told so.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from pitservice.db.errors import Refused
from referrals.importing import workbook

#: What is taken in at most.
LARGEST = 20 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 200
#: As much as a cell of a spreadsheet holds.
LONGEST_CELL = 32_767
#: So many delimiters in one line are no line of a sheet, whatever stands in quotation marks.
_MOST_DELIMITERS = 5_000
_LIMITS = "a file of 20 MB, 20,000 rows and 200 columns"
TOO_LARGE = f"This file is too large: {_LIMITS} can be taken in. Split it into several and import them one by one."
UNREAD = "\ufffd"

CSV, XLSX = "csv", "xlsx"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = (",", ";", "\t")
_TEXT_ENDS = "The file ends inside a cell of row {number}: it is cut short, or a quotation mark is missing there."

Line = tuple[int, list[str]]

csv.field_size_limit(LONGEST_CELL)


def kind_of(content: bytes) -> str:
    """CSV or XLSX, by content and never by name; Refused for anything else."""
    if not content.strip():
        raise Refused("The file is empty. Choose another one.")
    if len(content) > LARGEST:
        raise Refused(TOO_LARGE)
    if content.startswith(b"PK\x03\x04"):
        return XLSX
    if content.startswith(_OLD_EXCEL):
        raise Refused("This is an old Excel file (.xls). Open it in Excel, save it as .xlsx, and choose that one.")
    if content.startswith(_UTF_16):
        raise Refused("This file is “Unicode text”. Save it as “CSV UTF-8” or as .xlsx, and choose that one.")
    if content.startswith((b"%PDF-", b"\xff\xd8\xff", b"\x89PNG", b"{\\rtf")):
        raise Refused("This is not a spreadsheet. Choose a CSV or an Excel file (.xlsx).")
    return CSV


def lines_of(content: bytes) -> Iterator[Line]:
    """Every line with its number in the sheet (the heading is row 1), empty ones passed over; Refused in a sentence."""
    lines = workbook.lines_of(content) if kind_of(content) == XLSX else _lines_of_text(content)
    rows = 0
    for number, line in lines:
        if len(line) > MOST_COLUMNS:
            raise Refused(f"Row {number} has more than {MOST_COLUMNS} columns. {TOO_LARGE}")
        if longest := next((place for place, cell in enumerate(line, 1) if len(cell) > LONGEST_CELL), 0):
            raise Refused(f"Row {number}, column {longest}: the cell is longer than a spreadsheet can hold.")
        if number == 1 or any(cell.strip() for cell in line):
            rows += 1
            if rows > MOST_ROWS + 1:
                raise Refused(TOO_LARGE)
            yield number, [storable(cell) for cell in line]


def storable(cell: str) -> str:
    """A cell without what no database keeps: NUL and halves of characters, each replaced by U+FFFD."""
    if "\x00" in cell or not cell.isascii():
        return cell.replace("\x00", UNREAD).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return cell


def headings_of(line: Sequence[str], width: int = 0) -> list[str]:
    """Names of the columns, each once: a heading that is empty or stands twice is called by its place too."""
    headings, names = [heading.strip() for heading in line], list[str]()
    headings += [""] * (width - len(headings))
    for place, heading in enumerate(headings, start=1):
        name = heading or f"Column {place}"
        if heading and heading in headings[: place - 1]:
            name = f"{heading} column {place}".capitalize()
        while name in names:  # what one is called may be what another was called by us
            name = f"{name} ({place})"
        names.append(name)
    return names


def by_heading(headings: Sequence[str], line: Sequence[str]) -> dict[str, str]:
    """Every cell of a line by its heading, those beyond the last heading too."""
    names = headings_of(headings, len(line))
    return dict(zip(names, [*line, *[""] * (len(names) - len(line))], strict=True))


def rows_of(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows under the heading, each by heading."""
    lines = lines_of(content)
    _, headings = next(lines, (1, []))
    for number, line in lines:
        yield number, by_heading(headings, line)


def ends_in_a_row(content: bytes) -> bool:
    """Whether a text file stops without the end of its last line, as one does that was cut short."""
    return kind_of(content) == CSV and not content.endswith((b"\n", b"\r"))


def _lines_of_text(content: bytes) -> Iterator[Line]:
    text = decoded(content)
    number, delimiter = 0, delimiter_of(text)
    reader = csv.reader(_measured(io.StringIO(text, newline=""), delimiter), delimiter=delimiter, strict=True)
    while True:
        number += 1
        try:
            line = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Refused(_wrong(str(error), number)) from error
        yield number, line


def _wrong(said: str, number: int) -> str:
    if "unexpected end" in said:
        return f"{_TEXT_ENDS.format(number=number)} Nothing was taken in."
    if "field larger" in said:
        return f"A cell of row {number} is longer than a spreadsheet can hold: a quotation mark may be missing there."
    return f"Row {number} cannot be read: the quotation marks in it do not fit together. Nothing was taken in."


def _measured(lines: io.StringIO, delimiter: str) -> Iterator[str]:
    """The lines, unless one has more cells than anything could be done with (a gigabyte of commas)."""
    for line in lines:
        if line.count(delimiter) > _MOST_DELIMITERS:
            raise Refused(TOO_LARGE)
        yield line


def decoded(content: bytes) -> str:
    """UTF-8 with or without a mark, else Windows-1252; what neither can read becomes U+FFFD.

    A file in UTF-8 that is cut off within its last character is still UTF-8.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        marked = content.startswith(b"\xef\xbb\xbf")
        cut = error.end >= len(content) and error.reason == "unexpected end of data" and not _all_ascii(content, error)
        if marked or cut:
            return content.decode("utf-8-sig", errors="replace")
        return content.decode("cp1252", errors="replace")


def _all_ascii(content: bytes, error: UnicodeDecodeError) -> bool:
    """Whether nothing before the end tells UTF-8 from Windows-1252."""
    return content[: error.start].isascii()


def delimiter_of(text: str) -> str:
    """Comma, semicolon or tab: whichever stands most often in the heading, outside quotation marks."""
    heading = text[: 64 * 1024].partition("\n")[0]
    bare = "".join(heading.split('"')[::2])
    return max(_DELIMITERS, key=lambda one: (bare.count(one), -_DELIMITERS.index(one)))
