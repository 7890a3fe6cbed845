"""Periods of a report, in the United Kingdom's time, and the quarters of the financial year in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pitservice.ui.dates import day

LONDON = ZoneInfo("Europe/London")
_MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MONTHS_A_QUARTER = 3
_FINANCIAL_YEAR_STARTS = 4  # April


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both counted. A moment belongs to the day on which it falls in London."""

    starts_on: date
    ends_on: date

    @property
    def starts_at(self) -> datetime:
        """The first moment: midnight in London."""
        return datetime.combine(self.starts_on, time(), tzinfo=LONDON)

    @property
    def ends_before(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.ends_on + timedelta(days=1), time(), tzinfo=LONDON)

    @property
    def days(self) -> tuple[date, date]:
        """First and last day, as a `__range` takes them."""
        return self.starts_on, self.ends_on

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """The first moment, and the first that is no longer in it."""
        return self.starts_at, self.ends_before

    def before(self) -> Period:
        """The period it is compared with: the quarter before a quarter, else as many days that end before it."""
        if quarter_of(self.starts_on) == self:
            return quarter_before(self)
        length = self.ends_on - self.starts_on
        ends = self.starts_on - timedelta(days=1)
        return Period(ends - length, ends)

    def months(self) -> list[tuple[str, str]]:
        """Every month it touches: ("2026-07", "July 2026")."""
        found, month = [], self.starts_on.replace(day=1)
        while month <= self.ends_on:
            found.append((f"{month:%Y-%m}", f"{_MONTH_NAMES[month.month - 1]} {month.year}"))
            month = _plus_months(month, 1)
        return found

    def by_month(self) -> dict[str, Period]:
        """Each month it touches ("2026-07"), as far as it lies in the period."""
        wholes = [(key, month_named(name)) for key, name in self.months()]
        return {
            key: Period(max(whole.starts_on, self.starts_on), min(whole.ends_on, self.ends_on)) for key, whole in wholes
        }

    def in_words(self) -> str:
        """ "July to September 2026" for whole months of a year, otherwise the two days."""
        whole = self.starts_on.day == 1 and (self.ends_on + timedelta(days=1)).day == 1
        if not whole or self.starts_on.year != self.ends_on.year:
            return f"{day(self.starts_on)} to {day(self.ends_on)}"
        first, last = _MONTH_NAMES[self.starts_on.month - 1], _MONTH_NAMES[self.ends_on.month - 1]
        return f"{first} {self.ends_on.year}" if first == last else f"{first} to {last} {self.ends_on.year}"


def month_named(name: str) -> Period:
    """The whole month of a name such as "July 2026"."""
    month, year = name.split()
    first = date(int(year), _MONTH_NAMES.index(month) + 1, 1)
    return Period(first, _plus_months(first, 1) - timedelta(days=1))


def quarter_of(when: date) -> Period:
    """The quarter of the financial year that a day lies in; they begin in April, July, October and January."""
    starts = date(when.year, when.month - (when.month - 1) % _MONTHS_A_QUARTER, 1)
    return Period(starts, _plus_months(starts, _MONTHS_A_QUARTER) - timedelta(days=1))


def quarter_before(period: Period) -> Period:
    """The quarter that ended on the day before this one began."""
    return quarter_of(period.starts_on - timedelta(days=1))


def quarters(today: date, how_many: int = 9) -> Sequence[Period]:
    """The running quarter and those before it, newest first."""
    found = [quarter_of(today)]
    while len(found) < how_many:
        found.append(quarter_before(found[-1]))
    return found


def quarter_in_words(period: Period) -> str:
    """ "July to September 2026 (quarter 2 of 2026/27)"."""
    number = (period.starts_on.month - _FINANCIAL_YEAR_STARTS) % 12 // _MONTHS_A_QUARTER + 1
    year = period.starts_on.year - (period.starts_on.month < _FINANCIAL_YEAR_STARTS)
    return f"{period.in_words()} (quarter {number} of {year}/{(year + 1) % 100:02})"


def months_until(day: date, how_many: int) -> Period:
    """So many whole months, the last of which has ended by the end of a day."""
    after = _plus_months(day.replace(day=1), int((day + timedelta(days=1)).day == 1))
    return Period(_plus_months(after, -how_many), after - timedelta(days=1))


def _plus_months(first: date, months: int) -> date:
    """The first day of a month so many months later, or earlier."""
    ahead = first.month - 1 + months
    return date(first.year + ahead // 12, ahead % 12 + 1, 1)
