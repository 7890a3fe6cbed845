"""Diaries: the appointments of a colleague, a room or a team, day by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Model, QuerySet

from caseload.enums import AppointmentState
from caseload.models import Appointment, Draft, Episode, Room
from caseload.times import day_bounds
from families.selectors import loss_stands
from pitservice.accounts.models import User
from pitservice.accounts.viewer import Viewer

M = TypeVar("M", bound=Model)

#: What stands in a diary; what was moved stands at its new time.
SHOWN = [state for state in AppointmentState.values if state != AppointmentState.MOVED]


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose diary: a colleague's, a room's, or with neither everybody's of the viewer's teams."""

    user: User | None = None
    room: Room | None = None


def diary(viewer: Viewer, whose: Whose, first: date, days: int | None) -> QuerySet[Appointment]:
    """Appointments by time from a day on, for so many days or without end, of families that the viewer may see.

    A group stands there once, as its session (`selectors.groups.group_sessions`), and not with each family's place.
    """
    found = Appointment.objects.visible_to(viewer).filter(state__in=SHOWN, group_session=None)
    return for_rows(between(found, whose, first, days)).order_by("starts", "pk")


def for_rows(appointments: QuerySet[Appointment]) -> QuerySet[Appointment]:
    """With what one row of a diary shows, and no more: a week of a team has hundreds of rows.

    `speak_first`: a loss stands in the family, so nobody goes without having spoken to the lead (P22).
    """
    found = appointments.select_related("practitioner", "room", "session__note", "episode__family")
    return found.annotate(speak_first=loss_stands("episode__family"))


def between(rows: QuerySet[M], whose: Whose, first: date, days: int | None) -> QuerySet[M]:
    """Of rows with a practitioner, a room and a start those of a diary, for so many days or without end."""
    begins, ends = day_bounds(first, days or 1)
    found = rows.filter(starts__gte=begins)
    if days is not None:
        found = found.filter(starts__lt=ends)
    if whose.user is not None:
        found = found.filter(practitioner=whose.user)
    if whose.room is not None:
        found = found.filter(room=whose.room)
    return found


def rooms_of(viewer: Viewer) -> QuerySet[Room]:
    """The rooms of the viewer's teams, by name."""
    return Room.objects.visible_to(viewer).order_by("name", "pk")


def rooms(team_id: int) -> QuerySet[Room]:
    """The team's rooms, by name."""
    return Room.objects.filter(team_id=team_id).order_by("name", "pk")


def draft_of(appointment: Appointment, user: User) -> Draft | None:
    """What this colleague has typed about an appointment; nobody else's draft is ever read."""
    return Draft.objects.filter(appointment=appointment, author=user).first()


def record_draft_of(episode: Episode, user: User) -> Draft | None:
    """What this colleague has typed into the assessment record of a piece of work (P65)."""
    return Draft.objects.filter(episode=episode, author=user).first()
