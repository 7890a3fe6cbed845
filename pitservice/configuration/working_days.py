"""Working days by nation and by team (SCR-2, domain.md §8). Pure: holidays come in as a set of dates."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from functools import cache

from govuk_bank_holidays.bank_holidays import BankHolidays

from pitservice.accounts.enums import Nation

_DIVISIONS = {
    Nation.ENGLAND: BankHolidays.ENGLAND_AND_WALES,
    Nation.WALES: BankHolidays.ENGLAND_AND_WALES,
    Nation.SCOTLAND: BankHolidays.SCOTLAND,
    Nation.NORTHERN_IRELAND: BankHolidays.NORTHERN_IRELAND,
}


@cache
def bank_holidays(nation: str) -> frozenset[date]:
    """The nation's bank holidays, from the copy of gov.uk's list that comes with the library."""
    calendar = BankHolidays(use_cached_holidays=True)
    return frozenset(holiday["date"] for holiday in calendar.get_holidays(division=_DIVISIONS[Nation(nation)]))


def is_working(day: date, holidays: AbstractSet[date]) -> bool:
    """Monday to Friday and not a holiday."""
    return day.weekday() < 5 and day not in holidays


def working_day_from(day: date, holidays: AbstractSet[date]) -> date:
    """That day, or the next working day where nobody works on it."""
    while not is_working(day, holidays):
        day += timedelta(days=1)
    return day


def add_working_days(start: date, days: int, holidays: AbstractSet[date]) -> date:
    """The day that is `days` working days after `start`, which is itself day 0 (SCR-2)."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= is_working(day, holidays)
    return day


def working_days_between(start: date, end: date, holidays: AbstractSet[date]) -> int:
    """How many working days lie after `start` up to and with `end`; negative when `end` is earlier."""
    if end < start:
        return -working_days_between(end, start, holidays)
    weeks, rest = divmod((end - start).days, 7)
    days = (start + timedelta(days=n) for n in range(1, rest + 1))
    weekdays = 5 * weeks + sum(day.weekday() < 5 for day in days)
    return weekdays - sum(start < day <= end and day.weekday() < 5 for day in holidays)
