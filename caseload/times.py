"""Wall time in the United Kingdom, and the moments it stands for: right over both changes of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from pitservice.db.errors import Refused
from pitservice.ui import dates
from pitservice.ui.fields import shown_time

#: When in the day a reminder goes (REM-1): after the school run, with time left to answer.
REMINDER_TIME = time(10)


def moment_at(day: date, at: time) -> datetime:
    """The moment of a wall time. Refused for one that the clocks skip (1:30am on the last Sunday of March).

    Of a time that comes twice (1:30am on the last Sunday of October) the first is meant. In UTC, so that adding an
    hour to it adds an hour.
    """
    here = timezone.get_default_timezone()
    wall = datetime.combine(day, at)
    moment = timezone.make_aware(wall, here).astimezone(UTC)
    if moment.astimezone(here).replace(tzinfo=None) != wall:
        said = shown_time(at)
        raise Refused(f"There is no {said} on {dates.weekday(day)}: the clocks go forward then. Choose another time.")
    return moment


def local_day(moment: datetime) -> date:
    """The day in the United Kingdom on which a moment falls."""
    return timezone.localtime(moment).date()


def reminder_moment(starts: datetime, days: int) -> datetime:
    """When the reminder of an appointment goes: so many days before, at ten by the wall clock (REM-1)."""
    return moment_at(local_day(starts) - timedelta(days=days), REMINDER_TIME)


def day_bounds(first: date, days: int = 1) -> tuple[datetime, datetime]:
    """The moments at which the first of some days begins and the last ends."""
    return moment_at(first, time.min), moment_at(first + timedelta(days=days), time.min)
