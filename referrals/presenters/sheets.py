"""The report of an import as a file: a line for each row, and for each thing that is wrong with one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.http import HttpResponse

from pitservice.files.responses import download
from pitservice.files.tables import CONTENT_TYPE, write
from referrals.enums import Standing
from referrals.models import Import, ImportRow
from referrals.presenters.importing import answers_in_words

COLUMNS = ("Row", "What became of it", "Referral", "Column", "What is wrong", "Comment answered")


def report(sheet: Import, rows: Iterable[ImportRow]) -> HttpResponse:
    """A CSV file that spreadsheets open without running anything in it."""
    name = f"Report on {sheet.name.rpartition('.')[0] or sheet.name}.csv"
    return download(write(COLUMNS, (line for row in rows for line in _lines(row))), name, CONTENT_TYPE)


def _lines(row: ImportRow) -> Iterator[tuple[str, ...]]:
    became = row.referral.key if row.referral else ""
    answered = " ".join(answers_in_words(row)) if row.comment and not row.referral else ""
    first = (str(row.number), Standing(row.standing).label, became)
    problems = row.problems or [["", "", False]]
    for column, why, _ in problems:
        yield (*first, column, why, answered)
