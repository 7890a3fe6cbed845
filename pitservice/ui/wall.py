"""Wall time in the United Kingdom and the moments it stands for: right over both changes of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from django.utils import timezone

from pitservice.db.errors import Refused
from pitservice.ui import dates
from pitservice.ui.fields import shown_time


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
