"""The cells of a table as HTML: the one part of a page that is not drawn by a template.

A long list spends most of its time here. A template asks eight questions of every cell through Django's template
language; asked in Python, the same cells take a tenth of it (`make bench`, `inbox-vs-bare`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from pitservice.ui.components import Cell, Column, Link, Table

_NOTHING = '<span aria-hidden="true">–</span><span class="nhsuk-u-visually-hidden">Nothing</span>'


def body_rows(table: Table) -> SafeString:
    """The rows of the table's body, each cell with the label that it repeats on a narrow screen; all text escaped."""
    headings = [_heading(column) for column in table.columns]
    rows = (_row(table, headings, row) for row in table.rows)
    return SafeString("".join(f'<tr class="nhsuk-table__row" role="row">{row}</tr>\n' for row in rows))


def _row(table: Table, headings: Sequence[str], row: Iterable[Cell]) -> str:
    """One row's cells; the first may be a heading."""
    cells = []
    for position, (column, heading, cell) in enumerate(zip(table.columns, headings, row, strict=False)):
        header = position == 0 and table.first_cell_is_header
        cells.append(_cell(column, heading, cell, header=header))
    return "".join(cells)


def _heading(column: Column) -> str:
    return f'<span class="nhsuk-table__heading" aria-hidden="true">{conditional_escape(column.label)} </span>'


def _cell(column: Column, heading: str, cell: Cell, *, header: bool) -> str:
    numeric = column.numeric or cell.numeric
    inner = f"{heading}<span>{_words(cell)}{_more(cell)}</span>"
    if header:
        kind = " nhsuk-table__header--numeric" if numeric else ""
        return f'<th class="nhsuk-table__header{kind}" scope="row" role="rowheader">{inner}</th>'
    kind = " nhsuk-table__cell--numeric" if numeric else ""
    return f'<td class="nhsuk-table__cell{kind}" role="cell">{inner}</td>'


def _words(cell: Cell) -> str:
    """The cell's first line; an empty cell says so."""
    if cell.href:
        return _link(Link(cell.text, cell.href, hidden=cell.hidden))
    if cell.text:
        return conditional_escape(cell.text) + _hidden(cell.hidden)
    return _hidden(cell.hidden) or ("" if cell.tags or cell.links or cell.hint else _NOTHING)


def _more(cell: Cell) -> str:
    """Tags, links, and the quieter line."""
    more = ""
    if cell.tags:
        tags = "".join(
            f'<strong class="nhsuk-tag nhsuk-tag--{tag.colour}">{conditional_escape(tag.text)}</strong> '
            for tag in cell.tags
        )
        more += f' <span class="app-tags">{tags}</span>'
    if cell.links:
        links = " ".join(_link(link) for link in cell.links)
        more += f' <span class="app-inline-links">{links}</span>'
    if cell.hint:
        more += f'<span class="app-cell__hint">{conditional_escape(cell.hint)}</span>'
    return more


def _link(link: Link) -> str:
    download = " download" if link.download else ""
    href = conditional_escape(link.href)
    return f'<a class="nhsuk-link" href="{href}"{download}>{conditional_escape(link.text)}{_hidden(link.hidden)}</a>'


def _hidden(words: str) -> str:
    """Words for those who listen to the page."""
    return f'<span class="nhsuk-u-visually-hidden"> {conditional_escape(words)}</span>' if words else ""
