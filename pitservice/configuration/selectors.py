"""Reading what a team has set."""

from __future__ import annotations

from datetime import date

from pitservice.accounts.models import Team
from pitservice.configuration.models import ClosedDay, RiskList, TeamSettings
from pitservice.configuration.working_days import bank_holidays


def settings_of(team_id: int) -> TeamSettings:
    """The team's settings; a team that never set any has the defaults, unsaved."""
    return TeamSettings.objects.filter(team_id=team_id).first() or TeamSettings(team_id=team_id)


def holidays_of(team: Team) -> frozenset[date]:
    """The nation's bank holidays, with the team's own closed days added and its open days taken out (SCR-2)."""
    days = set(bank_holidays(team.nation))
    for day, closed in ClosedDay.objects.filter(team=team).values_list("day", "closed"):
        days.add(day) if closed else days.discard(day)
    return frozenset(days)


def risk_list_of(team_id: int) -> RiskList | None:
    """The edition in force, with its items."""
    return RiskList.objects.filter(team_id=team_id, in_force=True).prefetch_related("items").first()
