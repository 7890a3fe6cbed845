"""How long a family has waited: pure functions of the days on which it could not come, and the team's setting."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from pitservice.configuration.models import TeamSettings
from referrals.models import UnavailableTime, WaitingEntry


def days_waited(entry: WaitingEntry, times: Iterable[UnavailableTime], settings: TeamSettings, today: date) -> int:
    """Days since the referral; where the team's clock stops, without those on which the family could not come."""
    whole = (today - entry.since).days
    return whole - days_away(entry, times, today) if settings.waiting_clock_stops else whole


def days_away(entry: WaitingEntry, times: Iterable[UnavailableTime], today: date) -> int:
    """Days since the referral, before today, on which the family could not come; a day in two times counts once."""
    away = set()
    for time in times:
        first = max(time.starts_on, entry.since)
        last = min(time.ends_on or today, today - timedelta(days=1))
        away |= {first + timedelta(days=n) for n in range((last - first).days + 1)}
    return len(away)


def away_on(times: Iterable[UnavailableTime], day: date) -> UnavailableTime | None:
    """The time in which a day lies, or none."""
    return next((one for one in times if one.starts_on <= day and (one.ends_on is None or one.ends_on >= day)), None)
