"""Caseloads and lists as they stood at the end of a past day: by days and moves that were recorded, nothing kept apart.

The caseload says what was so. The two lists of what waited say what somebody who opened them that evening saw: what was
written down later is not in them, and stands beside.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from caseload.enums import NOT_AGREED, SEEN, AllocationRole, EpisodeState, FollowUpState
from caseload.models import (
    Allocation,
    Appointment,
    ContactAttempt,
    Episode,
    EpisodeBaby,
    EpisodeMove,
    FollowUp,
    FollowUpMove,
    Session,
)
from caseload.times import day_bounds
from families.models import Loss
from families.selectors import loss_stood
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import User
from pitservice.accounts.viewer import Viewer
from pitservice.db.history import history_of


def stood_on(viewer: Viewer, day: date, user: User | None = None) -> QuerySet[Any]:
    """Work that was open when a day ended, of one colleague or of all, of families that the viewer sees now.

    With `state_then`, `lead_then` (a name, or none) and `sessions_then`. Whoever took work over on that day had it.
    """
    over = day_bounds(day)[1]
    open_then = Q(closed_on__isnull=True) | Q(closed_on__gt=day)
    parts = _parts(day)
    lead = parts.filter(role=AllocationRole.LEAD).order_by("-starts_on", "-pk")
    held = Session.objects.filter(episode=OuterRef("pk"), appointment__state__in=SEEN, local_date__lte=day)
    counted = held.exclude(kind__in=NOT_AGREED).order_by().values("episode").annotate(number=Count("pk"))
    found = Episode.objects.visible_to(viewer).filter(open_then, opened_on__lte=day)
    if user is not None:
        found = found.filter(Exists(parts.filter(user=user)))
    return (
        found.select_related("family")
        .annotate(
            state_then=_state(over),
            lead_then=Subquery(lead.values("user__name")[:1]),
            sessions_then=Coalesce(Subquery(counted.values("number"), output_field=IntegerField()), Value(0)),
        )
        .order_by(F("opened_on"), "pk")
    )


def first_contacts_stood(viewer: Viewer, day: date) -> QuerySet[Any]:
    """Families without a first contact at the end of a day, as it was recorded then (`work.first_contacts_due`).

    With `lead_then`, and with what came of it since: `tried_at` and `logged_at` of the first attempt, `booked_at` when
    something was first booked. For whoever took part that day, and for all of a team where the viewer allocates now.
    """
    over, here = day_bounds(day)[1], OuterRef("pk")
    tried = ContactAttempt.objects.filter(episode=here)
    booked = Appointment.objects.filter(episode=here)
    parts = _parts(day)
    teams = Viewer.of(viewer.user, Permission.ALLOCATE).all_team_ids
    whose = Q(Exists(parts.filter(user=viewer.user))) | Q(team_id__in=teams)
    known = Episode.objects.visible_to(viewer).filter(whose, ~loss_stood(over), created_at__lt=over)
    found = known.alias(state_then=_state(over)).filter(state_then=EpisodeState.ENGAGING)
    found = found.filter(~Exists(tried.filter(created_at__lt=over)), ~Exists(booked.filter(created_at__lt=over)))
    first = tried.order_by("made", "pk")
    lead = parts.filter(role=AllocationRole.LEAD).order_by("-starts_on", "-pk")
    return (
        found.select_related("family")
        .annotate(
            lead_then=Subquery(lead.values("user__name")[:1]),
            tried_at=Subquery(first.values("made")[:1]),
            logged_at=Subquery(first.values("created_at")[:1]),
            booked_at=Subquery(booked.order_by("created_at", "pk").values("created_at")[:1]),
        )
        .order_by("opened_on", "pk")
    )


def follow_ups_stood(viewer: Viewer, day: date) -> QuerySet[Any]:
    """Follow-ups that were due at the end of a day, as it was recorded then (FUP-1; `work.follow_ups`).

    With `due_then`: a day that was put off since, because clocks stood still, is the one of then. For whoever had led
    the work last by then, and for all of a team where the viewer allocates now.
    """
    over = day_bounds(day)[1]
    moves = FollowUpMove.objects.filter(subject=OuterRef("pk"), at__lt=over).order_by("-at", "-pk")
    rows = history_of(FollowUp).filter(pgh_obj_id=OuterRef("pk"), pgh_created_at__lt=over)
    due = rows.order_by("-pgh_created_at", "-pgh_id").values("due_on")[:1]
    lead = Allocation.objects.filter(
        episode=OuterRef("episode"), role=AllocationRole.LEAD, starts_on__lte=day
    ).order_by("-pk")
    lost = Loss.objects.filter(Q(undone_at=None) | Q(undone_at__gte=over), created_at__lt=over)
    living = EpisodeBaby.objects.filter(episode=OuterRef("episode")).exclude(person__in=lost.values("person"))
    teams = Viewer.of(viewer.user, Permission.ALLOCATE).all_team_ids
    found = FollowUp.objects.visible_to(viewer).annotate(
        lead_id=Subquery(lead.values("user_id")[:1]),
        state_then=Coalesce(Subquery(moves.values("to_state")[:1]), Value(FollowUpState.DUE)),
        due_then=Coalesce(Subquery(due), F("due_on")),
    )
    found = found.filter(Q(lead_id=viewer.user.pk) | Q(team_id__in=teams), created_at__lt=over)
    found = found.filter(Exists(living), ~loss_stood(over, "episode__family"))
    found = found.filter(state_then=FollowUpState.DUE, due_then__lte=day)
    return found.select_related("episode__family").order_by("due_then", "pk")


def _parts(day: date) -> QuerySet[Allocation]:
    """Who had a part in a piece of work at the end of a day."""
    begun = Allocation.objects.filter(episode=OuterRef("pk"), starts_on__lte=day)
    return begun.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day))


def _state(ends: datetime) -> Coalesce:
    """The state of a piece of work just before a moment."""
    moves = EpisodeMove.objects.filter(subject=OuterRef("pk"), at__lt=ends).order_by("-at", "-pk")
    return Coalesce(Subquery(moves.values("to_state")[:1]), Value(EpisodeState.ENGAGING))
