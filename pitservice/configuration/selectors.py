"""Reading what a team has set."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import F, Func, JSONField

from pitservice.accounts.models import Team, User
from pitservice.configuration.models import ClosedDay, PostcodeArea, RiskList, TeamSettings
from pitservice.configuration.working_days import bank_holidays, working_day_from


def settings_read_along() -> Func:
    """For `READ_ALONG`: each membership brings its team's settings, so that no page pays a query for them.

    The row whole and in one expression: forty columns by name would cost every page a millisecond to put together.
    """
    table = TeamSettings._meta.db_table
    row = f"(SELECT to_jsonb(own) FROM {table} AS own WHERE own.team_id = %(expressions)s)"
    return Func(F("team_id"), template=row, output_field=JSONField())


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
    days = set(bank_holidays(team.nation))
    for day, closed in ClosedDay.objects.filter(team=team).values_list("day", "closed"):
        days.add(day) if closed else days.discard(day)
    return frozenset(days)


def holidays_of_teams(teams: Iterable[Team]) -> dict[int, frozenset[date]]:
    """The same for several teams, in one query; by the team's id."""
    found = {team.pk: set(bank_holidays(team.nation)) for team in teams}
    own = ClosedDay.objects.filter(team_id__in=found).values_list("team_id", "day", "closed")
    for team_id, day, closed in own:
        found[team_id].add(day) if closed else found[team_id].discard(day)
    return {team_id: frozenset(days) for team_id, days in found.items()}


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
    outward, _, inward = postcode.partition(" ")
    letters = re.match("[A-Z]*", outward)
    fits = [f"{outward} {inward}", f"{outward} {inward[:1]}", outward, letters.group() if letters else ""]
    found = {row.area: row.team for row in PostcodeArea.objects.filter(area__in=fits).select_related("team")}
    return next((found[area] for area in fits if area in found), None)
