"""Diaries: a colleague's appointments, day by day."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from caseload.enums import AppointmentState
from caseload.models import Appointment, Draft, Room
from caseload.selectors.episode import appointments_whole
from caseload.times import day_bounds
from pitservice.accounts.models import User
from pitservice.accounts.viewer import Viewer

#: What stands in a diary; what was moved stands at its new time.
SHOWN = [state for state in AppointmentState.values if state != AppointmentState.MOVED]


def diary(viewer: Viewer, user: User, first: date, days: int) -> QuerySet[Appointment]:
    """A colleague's appointments on some days, by time, as far as the viewer may see their families."""
    begins, ends = day_bounds(first, days)
    found = Appointment.objects.visible_to(viewer).filter(
        practitioner=user, starts__gte=begins, starts__lt=ends, state__in=SHOWN
    )
    return appointments_whole(found).order_by("starts", "pk")


def rooms(team_id: int) -> QuerySet[Room]:
    """The team's rooms, by name."""
    return Room.objects.filter(team_id=team_id).order_by("name", "pk")


def draft_of(appointment: Appointment, user: User) -> Draft | None:
    """What this colleague has typed about an appointment; nobody else's draft is ever read."""
    return Draft.objects.filter(appointment=appointment, author=user).first()
