"""A team's hours: when somebody is there to read, and how long something has waited in them (P20, P44). Pure but for
`opening_of_teams`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from pitservice.accounts.models import Team
from pitservice.configuration.selectors import holidays_of_teams, settings_of_teams
from pitservice.configuration.working_days import is_working, working_day_from


@dataclass(frozen=True, slots=True)
class Opening:
    """From when to when somebody is there on working days, and on which days nobody is."""

    opens: time
    closes: time
    holidays: frozenset[date]

    def is_open(self, at: datetime) -> bool:
        """Whether somebody is there at this moment, by the United Kingdom's clock."""
        local = timezone.localtime(at)
        return is_working(local.date(), self.holidays) and self.opens <= local.time() < self.closes

    def from_then(self, at: datetime) -> datetime:
        """That moment where the team is open then, else when it opens next."""
        local = timezone.localtime(at)
        day = local.date() + timedelta(days=local.time() >= self.closes)
        working = working_day_from(day, self.holidays)
        return max(local, _moment(working, self.opens))

    def after(self, start: datetime, hours: int) -> datetime:
        """The moment at which the team has been open for so many hours since `start`."""
        left, at = timedelta(hours=hours), self.from_then(start)
        while True:
            closes = _moment(timezone.localtime(at).date(), self.closes)
            if at + left <= closes:
                return at + left
            left -= closes - at
            at = self.from_then(closes)


def opening_of(team: Team) -> Opening:
    """One team's."""
    return opening_of_teams([team])[team.pk]


def opening_of_teams(teams: Iterable[Team]) -> dict[int, Opening]:
    """Those of several teams in two queries; by the team's id."""
    teams = list(teams)
    settings, holidays = settings_of_teams(team.pk for team in teams), holidays_of_teams(teams)
    return {team.pk: Opening(settings[team.pk].opens, settings[team.pk].closes, holidays[team.pk]) for team in teams}


def _moment(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock), timezone.get_default_timezone())
