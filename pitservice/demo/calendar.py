"""When the stories happen: each step is done now and told as of a day in the past; `backdate` moves it there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone


@dataclass
class Calendar:
    """Days relative to the day the demo is made, and the steps done so far: (from, until, told as of)."""

    today: date
    steps: list[tuple[datetime, datetime, datetime]] = field(default_factory=list)

    def day(self, ago: int) -> date:
        """So many days ago; a day ahead for a negative number."""
        return self.today - timedelta(days=ago)

    def working(self, ago: int) -> date:
        """The same, moved back to a Friday from a weekend."""
        found = self.day(ago)
        return found - timedelta(days=max(0, found.weekday() - 4))

    def at(self, day: date, hour: int = 10, minute: int = 0) -> datetime:
        """A moment of a day, local time."""
        return timezone.make_aware(datetime.combine(day, time(hour, minute)))

    @contextmanager
    def told(self, moment: datetime) -> Iterator[datetime]:
        """What is done inside is told as of this moment; never later than now."""
        start = timezone.now()
        moment = min(moment, start - timedelta(minutes=1))
        yield moment
        self.steps.append((start, timezone.now(), moment))
