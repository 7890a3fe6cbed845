"""Wall time in the United Kingdom, and the moments it stands for: right over both changes of the clocks."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from pitservice.ui.wall import moment_at

__all__ = [
    "MOST",
    "REMINDER_TIME",
    "day_bounds",
    "days_of_series",
    "local_day",
    "moment_at",
    "reminder_moment",
    "weeks_later",
]

#: When in the day a reminder goes (REM-1): after the school run, with time left to answer.
REMINDER_TIME = time(10)


def weeks_later(moment: datetime, weeks: int) -> datetime:
    """The same wall time so many weeks on, whatever the clocks do between; Refused where the clocks skip it."""
    local = timezone.localtime(moment)
    return moment_at(local.date() + timedelta(weeks=weeks), local.time())


#: Nobody books further ahead with one press: half a year of weeks.
MOST = 26


def days_of_series(
    first: date, weeks: int, *, times: int | None, last: date | None, passed_over: Mapping[date, str]
) -> tuple[list[date], list[date]]:
    """The days of a series, and those passed over: every so many weeks, so many times or up to a last day.

    A day passed over is made up for at the end where a number of times is wanted. At most `MOST` of each.

    >>> days_of_series(date(2026, 12, 18), 1, times=2, last=None, passed_over={date(2026, 12, 25): "a bank holiday"})
    ([datetime.date(2026, 12, 18), datetime.date(2027, 1, 1)], [datetime.date(2026, 12, 25)])
    """
    found: list[date] = []
    over: list[date] = []
    day = first
    while len(found) < min(times or MOST, MOST) and len(over) < MOST and (last is None or day <= last):
        (over if day in passed_over else found).append(day)
        day += timedelta(weeks=weeks)
    return found, [one for one in over if found and one < found[-1]] if last is None else over


def local_day(moment: datetime) -> date:
    """The day in the United Kingdom on which a moment falls."""
    return timezone.localtime(moment).date()


def reminder_moment(starts: datetime, days: int, closed: Container[date] = ()) -> datetime:
    """When the reminder of an appointment goes: so many days before, at ten by the wall clock (REM-1).

    Where that day is among the `closed` ones (bank holidays, the team's own), on the last one before that is not.
    """
    day = local_day(starts) - timedelta(days=days)
    while day in closed:
        day -= timedelta(days=1)
    return moment_at(day, REMINDER_TIME)


def day_bounds(first: date, days: int = 1) -> tuple[datetime, datetime]:
    """The moments at which the first of some days begins and the last ends."""
    return moment_at(first, time.min), moment_at(first + timedelta(days=days), time.min)
