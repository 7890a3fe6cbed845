"""Figures of elsewhere: how the sheet that brings them in looks, and reading one (P87). Pure.

A row names one number of the registry by its key; the sheet to fill in has them all. A row without a figure is passed
over, so that a sheet can hold whatever a source publishes and no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from django.utils import timezone

from pitservice.db.errors import Refused
from pitservice.files import tables
from referrals.importing.cells import Unreadable, read_date
from referrals.importing.reading import rows_of
from reporting.periods import Period
from reporting.targets import Number, numbers

KEY, FIGURE, FROM, TO, ELSEWHERE, SOURCE = "Key", "Figure", "From", "To", "Elsewhere", "Source"
COLUMNS = (KEY, FIGURE, FROM, TO, ELSEWHERE, SOURCE)
_MOST_PERCENT, _LARGEST = 100, Decimal(10) ** 9
_LONGEST_SOURCE = 200
_TOLD = 10


@dataclass(frozen=True, slots=True)
class Brought:
    """One row of a sheet: the number, its period, what it was, and who says so."""

    number: Number
    period: Period
    amount: Decimal
    source: str


def sheet_to_fill_in() -> bytes:
    """Every number of the registry with its key and words, the other columns empty; as CSV."""
    return tables.write(COLUMNS, [(one.key, one.words, "", "", "", "") for one in numbers()])


def read_sheet(content: bytes) -> list[Brought]:
    """The figures of a CSV or Excel sheet; Refused, naming what is wrong in which row, unless all are right."""
    known = {one.key: one for one in numbers()}
    found: list[Brought] = []
    wrong: list[str] = []
    for place, row in rows_of(content):
        if missing := [name for name in COLUMNS if name not in row and name != FIGURE]:
            raise Refused(f"The sheet has no column “{missing[0]}”. Begin from the sheet to fill in.")
        if not row[ELSEWHERE].strip():
            continue
        faults = list(_faults(row, known))
        wrong += [f"Row {place}: {fault}" for fault in faults]
        if not faults:
            found.append(_brought(row, known))
    if wrong:
        more = f" And {len(wrong) - _TOLD} more." if len(wrong) > _TOLD else ""
        raise Refused(" ".join(wrong[:_TOLD]) + more + " Nothing was brought in.")
    if not found:
        raise Refused("No row has a figure in “Elsewhere”. Nothing was brought in.")
    return found


def _faults(row: Mapping[str, str], known: Mapping[str, Number]) -> Iterator[str]:
    number, amount = known.get(row[KEY].strip()), _amount(row[ELSEWHERE])
    if number is None:
        yield f"“{row[KEY].strip()[:80]}” is no figure of our reports."
    if amount is None:
        yield f"“{row[ELSEWHERE].strip()[:40]}” is not a number from 0 on."
    elif number is not None and number.cut and amount > _MOST_PERCENT:
        yield "a percentage cannot be over 100."
    first, last = _day(row[FROM]), _day(row[TO])
    if first is None or last is None:
        yield "“From” and “To” must be days, like 01/04/2025."
    elif last < first:
        yield "“To” is before “From”."
    if not 0 < len(row[SOURCE].strip()) <= _LONGEST_SOURCE:
        yield "say in “Source” who published it, in up to 200 characters."


def _brought(row: Mapping[str, str], known: Mapping[str, Number]) -> Brought:
    first, last, amount = _day(row[FROM]), _day(row[TO]), _amount(row[ELSEWHERE])
    assert first is not None, "asked before"
    assert last is not None, "asked before"
    assert amount is not None, "asked before"
    return Brought(known[row[KEY].strip()], Period(first, last), amount, row[SOURCE].strip())


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text.strip().rstrip("%").replace(",", "").strip())
    except InvalidOperation:
        return None
    return amount.quantize(Decimal("0.01")) if amount.is_finite() and 0 <= amount < _LARGEST else None


def _day(text: str) -> date | None:
    try:
        return read_date(text, latest=timezone.localdate() + timedelta(days=366))
    except Unreadable:
        return None


def in_words(amount: Decimal, cut: str) -> str:
    """ "42", "3.5", "87%" for a share."""
    plain = f"{amount.normalize():,f}"
    return f"{plain}%" if cut else plain


def same_number(brought: Sequence[Brought]) -> Sequence[Brought]:
    """Each source's last word on a number and period, where a sheet has two."""
    return list({(one.number.key, one.period, one.source.casefold()): one for one in brought}.values())
