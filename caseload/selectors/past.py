"""Caseloads as they stood at the end of any past day: by the days and moves that were recorded, nothing kept apart."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from caseload.enums import NOT_AGREED, SEEN, AllocationRole, EpisodeState
from caseload.models import Allocation, Episode, EpisodeMove, Session
from caseload.times import day_bounds
from pitservice.accounts.models import User
from pitservice.accounts.viewer import Viewer


def stood_on(viewer: Viewer, day: date, user: User | None = None) -> QuerySet[Any]:
    """Work that was open when a day ended, of one colleague or of all, of families that the viewer sees now.

    With `state_then`, `lead_then` (a name, or none) and `sessions_then`. Whoever took work over on that day had it.
    """
    over = day_bounds(day)[1]
    open_then = Q(closed_on__isnull=True) | Q(closed_on__gt=day)
    moves = EpisodeMove.objects.filter(subject=OuterRef("pk"), at__lt=over).order_by("-at", "-pk")
    parts = Allocation.objects.filter(episode=OuterRef("pk"), starts_on__lte=day).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=day)
    )
    lead = parts.filter(role=AllocationRole.LEAD).order_by("-starts_on", "-pk")
    held = Session.objects.filter(episode=OuterRef("pk"), appointment__state__in=SEEN, local_date__lte=day)
    counted = held.exclude(kind__in=NOT_AGREED).order_by().values("episode").annotate(number=Count("pk"))
    found = Episode.objects.visible_to(viewer).filter(open_then, opened_on__lte=day)
    if user is not None:
        found = found.filter(Exists(parts.filter(user=user)))
    return (
        found.select_related("family")
        .annotate(
            state_then=Coalesce(Subquery(moves.values("to_state")[:1]), Value(EpisodeState.ENGAGING)),
            lead_then=Subquery(lead.values("user__name")[:1]),
            sessions_then=Coalesce(Subquery(counted.values("number"), output_field=IntegerField()), Value(0)),
        )
        .order_by(F("opened_on"), "pk")
    )
