"""How long a family has waited: pure functions of the days on which it could not come, and the team's setting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from pitservice.configuration.models import TeamSettings
from referrals.models import WaitingEntry


class Time(Protocol):
    """Days on which a family cannot come, both counted in: an `UnavailableTime`, or one read along with a list."""

    @property
    def starts_on(self) -> date:
        """The first."""

    @property
    def ends_on(self) -> date | None:
        """The last; None until they say that they can."""


class Away(NamedTuple):
    """One read along with a list."""

    starts_on: date
    ends_on: date | None


def times_of(away: Iterable[Sequence[str | None]]) -> list[Away]:
    """Of what a list read along (`selectors.waiting.with_row`)."""
    return [Away(date.fromisoformat(str(first)), date.fromisoformat(last) if last else None) for first, last in away]


def days_waited(entry: WaitingEntry, times: Iterable[Time], settings: TeamSettings, today: date) -> int:
    """Days since the referral; where the team's clock stops, without those on which the family could not come."""
    whole = (today - entry.since).days
    return whole - days_away(entry, times, today) if settings.waiting_clock_stops else whole


def days_away(entry: WaitingEntry, times: Iterable[Time], today: date) -> int:
    """Days since the referral, before today, on which the family could not come; a day in two times counts once."""
    away = set()
    for time in times:
        first = max(time.starts_on, entry.since)
        last = min(time.ends_on or today, today - timedelta(days=1))
        away |= {first + timedelta(days=n) for n in range((last - first).days + 1)}
    return len(away)


def away_on(times: Iterable[Time], day: date) -> Time | None:
    """The time in which a day lies, or none."""
    return next((one for one in times if one.starts_on <= day and (one.ends_on is None or one.ends_on >= day)), None)
