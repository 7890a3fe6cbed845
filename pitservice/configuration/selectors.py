"""Reading what a team has set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import F, Func, JSONField, Model

from pitservice.accounts.models import Team, User
from pitservice.configuration.models import ClosedDay, PostcodeArea, RiskList, TeamSettings
from pitservice.configuration.postcodes import beginnings
from pitservice.configuration.working_days import bank_holidays, working_day_from


def settings_read_along() -> Func:
    """For `READ_ALONG`: each membership brings its team's settings, so that no page pays a query for them.

    The row whole and in one expression: forty columns by name would cost every page a millisecond to put together.
    """
    return _of_the_team("to_jsonb(own)", TeamSettings)


def days_read_along() -> Func:
    """For `READ_ALONG`: each membership brings the days that its team opens or closes by itself, as [day, closed]."""
    return _of_the_team("jsonb_agg(jsonb_build_array(own.day, own.closed))", ClosedDay)


def _of_the_team(what: str, model: type[Model]) -> Func:
    told = f"(SELECT {what} FROM {model._meta.db_table} AS own WHERE own.team_id = %(expressions)s)"
    return Func(F("team_id"), template=told, output_field=JSONField())


def settings_along(user: User) -> dict[int, TeamSettings]:
    """What each team of a colleague set, by its id, without a query; unsaved defaults for one that set nothing."""
    return {one.team_id: _along(one.team_id, one.settings_row) for one in user.current_memberships}  # type: ignore[attr-defined]  # read along


def _along(team_id: int, row: Mapping[str, Any] | None) -> TeamSettings:
    if row is None:
        return TeamSettings(team_id=team_id)
    fields = TeamSettings._meta.concrete_fields
    return TeamSettings.from_db(
        DEFAULT_DB_ALIAS, [one.attname for one in fields], [one.to_python(row[one.attname]) for one in fields]
    )


def settings_of(team_id: int) -> TeamSettings:
    """The team's settings; a team that never set any has the defaults, unsaved."""
    return TeamSettings.objects.filter(team_id=team_id).first() or TeamSettings(team_id=team_id)


def settings_of_teams(team_ids: Iterable[int]) -> dict[int, TeamSettings]:
    """The same for several teams, in one query; by the team's id."""
    found = {team_id: TeamSettings(team_id=team_id) for team_id in team_ids}
    found.update((row.team_id, row) for row in TeamSettings.objects.filter(team_id__in=found))
    return found


def holidays_of(team: Team) -> frozenset[date]:
    """The nation's bank holidays, with the team's own closed days added and its open days taken out (SCR-2)."""
    return _holidays(team, ClosedDay.objects.filter(team=team).values_list("day", "closed"))


def holidays_along(user: User) -> dict[int, frozenset[date]]:
    """The same for each team of a colleague, by its id, without a query."""
    return {
        one.team_id: _holidays(one.team, [(date.fromisoformat(day), closed) for day, closed in one.own_days or ()])  # type: ignore[attr-defined]  # read along
        for one in user.current_memberships
    }


def _holidays(team: Team, own: Iterable[tuple[date, bool]]) -> frozenset[date]:
    days = set(bank_holidays(team.nation))
    for day, closed in own:
        days.add(day) if closed else days.discard(day)
    return frozenset(days)


def holidays_of_teams(teams: Iterable[Team]) -> dict[int, frozenset[date]]:
    """The same for several teams, in one query; by the team's id."""
    found = {team.pk: team for team in teams}
    own: defaultdict[int, list[tuple[date, bool]]] = defaultdict(list)
    for row in ClosedDay.objects.filter(team_id__in=found):
        own[row.team_id].append((row.day, row.closed))
    return {team_id: _holidays(team, own[team_id]) for team_id, team in found.items()}


def next_check(team: Team, today: date) -> date:
    """When the next holding check is due: after the team's number of weeks, on a day on which somebody works (WL-2)."""
    due = today + timedelta(weeks=settings_of(team.pk).holding_weeks)
    return working_day_from(due, holidays_of(team))


def door_is_open(settings: TeamSettings, *, families: bool, today: date) -> bool:
    """Whether families, or professionals, may refer today: a closed door is closed between its dates (P15)."""
    if settings.doors_close_on and today < settings.doors_close_on:
        return True
    if settings.doors_open_again_on and settings.doors_open_again_on <= today:
        return True
    return settings.families_open if families else settings.professionals_open


def risk_list_of(team_id: int) -> RiskList | None:
    """The edition in force, with its items."""
    return RiskList.objects.filter(team_id=team_id, in_force=True).prefetch_related("items").first()


def edition_of(team_id: int, ticks: Collection[int]) -> RiskList | None:
    """The edition these factors stand in, though another is in force by now; without any, that in force (SCR-1)."""
    found = RiskList.objects.filter(team_id=team_id, items__in=ticks).prefetch_related("items") if ticks else None
    return (found.first() if found is not None else None) or risk_list_of(team_id)


def draft_of(team_id: int) -> RiskList | None:
    """The edition that is being prepared, with its items."""
    return RiskList.objects.filter(team_id=team_id, draft=True).prefetch_related("items").first()


def earlier_editions(team_id: int) -> list[RiskList]:
    """Those that were in force before, the newest first."""
    return list(RiskList.objects.filter(team_id=team_id, in_force=False, draft=False).order_by("-edition"))


def areas_of(team_id: int) -> list[str]:
    """The beginnings of the postcodes that a team looks after."""
    return list(PostcodeArea.objects.filter(team_id=team_id).order_by("area").values_list("area", flat=True))


def team_for(postcode: str) -> Team | None:
    """The team that looks after a postcode ("ZZ16 5AU"): the longest area that fits counts; None where none does."""
    fits = beginnings(postcode)
    found = {row.area: row.team for row in PostcodeArea.objects.filter(area__in=fits).select_related("team")}
    return next((found[area] for area in fits if area in found), None)
