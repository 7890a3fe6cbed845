"""Wall time in the United Kingdom, and the moments it stands for: right over both changes of the clocks."""

from __future__ import annotations

from collections.abc import Container
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from pitservice.ui.wall import moment_at

__all__ = ["REMINDER_TIME", "day_bounds", "local_day", "moment_at", "reminder_moment", "weeks_later"]

#: When in the day a reminder goes (REM-1): after the school run, with time left to answer.
REMINDER_TIME = time(10)


def weeks_later(moment: datetime, weeks: int) -> datetime:
    """The same wall time so many weeks on, whatever the clocks do between; Refused where the clocks skip it."""
    local = timezone.localtime(moment)
    return moment_at(local.date() + timedelta(weeks=weeks), local.time())


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
