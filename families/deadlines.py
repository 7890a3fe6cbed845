"""When things about sharing, safeguarding and records are due. Pure: days in, days out (P31, P32, domain.md §4.6)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta

from pitservice.configuration.working_days import add_working_days

#: A request is answered in one calendar month; a complex one in two months more.
MONTHS, EXTENDED_MONTHS = 1, 3
#: Within this time of knowing of a breach it is reported, or somebody has decided that it need not be.
REPORT_BREACH_WITHIN = timedelta(hours=72)
#: A referral to children's social care is acknowledged within this many working days, and so is each chasing.
ACKNOWLEDGED_WITHIN = 1


def months_after(day: date, months: int) -> date:
    """The same day so many months on; the last day of that month where it has no such day (P31).

    >>> months_after(date(2026, 1, 31), 1), months_after(date(2027, 12, 31), 2)
    (datetime.date(2026, 2, 28), datetime.date(2028, 2, 29))
    """
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def request_due(received_on: date) -> date:
    """A request for a record is due one calendar month after it was received (P31)."""
    return months_after(received_on, MONTHS)


def request_extended(received_on: date) -> date:
    """A complex request may take two months more (P31, domain.md §4.6)."""
    return months_after(received_on, EXTENDED_MONTHS)


def breach_due(known_on: datetime) -> datetime:
    """72 hours after somebody knew of a breach, whatever the days of the week (P31)."""
    return known_on + REPORT_BREACH_WITHIN


def next_working_day(day: date, holidays: AbstractSet[date]) -> date:
    """When children's social care must have answered what was sent or chased on a day (P32)."""
    return add_working_days(day, ACKNOWLEDGED_WITHIN, holidays)


def answer_due(due_on: date, chased_on: date | None, escalated_on: date | None, holidays: AbstractSet[date]) -> date:
    """When an answer to a referral to children's social care is due now: each chasing asks for one more (P32)."""
    asked = [day for day in (chased_on, escalated_on) if day]
    return next_working_day(max(asked), holidays) if asked else due_on


def years_back(day: date, years: int) -> date:
    """The same day so many years ago."""
    return months_after(day, -12 * years)
