"""The report as a workbook: figures as numbers that can be reckoned with, and what each of them means (REP-1)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from reporting.figures import Figure, flat
from reporting.suppression import NOTE

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = ("Indicator", "Breakdown", "Group", "Figure", "Period before", "Target")
_MEANING = ("Indicator", "What it counts", "By date")
_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?(%?)")
_WIDTHS = (40, 34, 44, 16, 16, 40)
_WIDE = 110


def write(*, about: Sequence[tuple[str, str]], figures: Sequence[Figure]) -> bytes:
    """Three sheets: the figures (the lines of `figures.flat`), their definitions, and what the report is about.

    A hidden count stays its words. No cell is a formula, whatever it begins with.
    """
    book = Workbook(write_only=True)
    lines = [
        (one.indicator, one.breakdown or "Total", one.group, one.shown, one.before, one.target) for one in flat(figures)
    ]
    _sheet(book, "Figures", COLUMNS, lines, _WIDTHS)
    meanings = [(one.name, one.definition, one.date_rule) for one in figures]
    _sheet(book, "Definitions", _MEANING, [*meanings, ("Small counts", NOTE, "")], (_WIDTHS[0], _WIDE, _WIDTHS[1]))
    _sheet(book, "About", ("About", "This report"), about, (_WIDTHS[1], _WIDE))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def plain(sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[str]]]]) -> bytes:
    """A workbook of tables: of each its name, its headings and its lines."""
    book = Workbook(write_only=True)
    for name, heads, lines in sheets:
        _sheet(book, name, heads, lines, [_WIDTHS[0]] * len(heads))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _sheet(
    book: Workbook, title: str, heads: Sequence[str], lines: Iterable[Sequence[str]], widths: Sequence[int]
) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for place, width in enumerate(widths):
        sheet.column_dimensions[chr(ord("A") + place)].width = width
    head = [_cell(sheet, text) for text in heads]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for line in lines:
        sheet.append([_cell(sheet, text) for text in line])


def _cell(sheet: object, text: str) -> WriteOnlyCell:
    """A number where it reads as one ("1,204", "34.5", "60%"), otherwise text and never a formula."""
    found = _NUMBER.fullmatch(text)
    if not found:
        cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text) or None)
        cell.data_type = "s" if cell.value else "n"
        return cell
    number = float(text.replace(",", "").rstrip("%"))
    if found[1]:
        cell = WriteOnlyCell(sheet, number / 100)
        cell.number_format = "0%"
        return cell
    return WriteOnlyCell(sheet, int(number) if number.is_integer() else number)
