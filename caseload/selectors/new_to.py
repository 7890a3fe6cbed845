"""Who is new to what, and whether it still takes them longer (P85): one query, with what is done as subqueries."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from caseload.enums import AllocationRole, EpisodeState
from caseload.grouping import GroupSessionState
from caseload.models import Allocation, Group, NewTo, Slot
from caseload.rules import NewAt
from pitservice.accounts.models import User
from pitservice.accounts.viewer import Viewer


def with_done(rows: QuerySet[NewTo], viewer: Viewer | None) -> QuerySet[Any]:
    """With `done`: pieces of work led to their end since, of families the viewer sees; of a group, sessions held."""
    parts = Allocation.objects.visible_to(viewer) if viewer else Allocation.objects.all()
    led = parts.filter(
        user=OuterRef("user"),
        role=AllocationRole.LEAD,
        episode__intervention=OuterRef("intervention"),
        episode__state=EpisodeState.CLOSED,
        episode__closed_on__gte=OuterRef("starts_on"),
    )
    held = Slot.objects.filter(
        practitioner=OuterRef("user"),
        group_session__group=OuterRef("group"),
        group_session__state=GroupSessionState.HELD,
        group_session__starts__date__gte=OuterRef("starts_on"),
    )
    pieces = _number(led, "user", "episode") + _number(held, "practitioner", "group_session")
    return rows.annotate(done=pieces).select_related("team", "user", "intervention", "group")


def _number(rows: QuerySet[Any], of: str, what: str) -> Coalesce:
    counted = rows.order_by().values(of).annotate(number=Count(what, distinct=True)).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def still(day: date) -> Q:
    """Rows `with_done` that make work longer on a day."""
    lasts = Q(until__gte=day) | Q(pieces__gt=F("done"))
    return lasts & (Q(ended_on=None) | Q(ended_on__gte=day)) & Q(starts_on__lte=day)


def new_to_of(users: Collection[User], team_id: int, viewer: Viewer, day: date) -> list[NewAt]:
    """What these colleagues are new to in a team on a day, in one query."""
    rows = with_done(NewTo.objects.visible_to(viewer).filter(team=team_id, user__in=users), viewer)
    return [new_at(row) for row in rows.filter(still(day)).order_by("user", "starts_on", "pk")]


def new_at(row: Any) -> NewAt:
    """One row `with_done`, as the arithmetic takes it."""
    name = str(row.intervention or row.group)
    return NewAt(row.user_id, row.intervention_id, row.group_id, name, row.percent, row.until, row.pieces, row.done)


def new_to_seen_by(viewer: Viewer, day: date) -> QuerySet[Any]:
    """Everything recorded in the viewer's teams, what still counts (`counts`) first, then the newest."""
    rows: QuerySet[Any] = with_done(NewTo.objects.visible_to(viewer), viewer).annotate(counts=still(day))
    return rows.order_by("team__name", "-counts", "-starts_on", "pk")


def groups_running(team_id: int) -> QuerySet[Group]:
    """Groups of a team that somebody may be new to, by name."""
    return Group.objects.filter(team=team_id, ended_on__isnull=True).order_by("name", "pk")
