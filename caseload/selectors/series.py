"""The appointments of a series, and the earlier times of one that was moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.utils import timezone

from caseload.enums import AppointmentState, Scope
from caseload.models import Appointment, AppointmentMove
from caseload.selectors.diary import SHOWN


@dataclass(frozen=True, slots=True)
class Earlier:
    """A time that an appointment had: who asked for another, and why."""

    appointment: Appointment
    asked_by: str
    reason: str


def occurrences(appointment: Appointment) -> list[Appointment]:
    """The series of an appointment as it stands now, by time; nothing for one that was booked alone."""
    if appointment.series_id is None:
        return []
    found = Appointment.objects.filter(series_id=appointment.series_id, state__in=SHOWN)
    return list(found.select_related("practitioner", "room").order_by("starts", "pk"))


def in_scope(appointment: Appointment, scope: Scope) -> list[Appointment]:
    """What a change of a series means: the appointment itself, and of the others those still to come, by key."""
    if scope == Scope.THIS or appointment.series_id is None:
        return [appointment]
    others = Appointment.objects.filter(series_id=appointment.series_id, state=AppointmentState.BOOKED)
    others = others.filter(starts__gt=timezone.now())
    if scope == Scope.LATER:
        others = others.filter(starts__gt=appointment.starts)
    return list(Appointment.objects.filter(Q(pk=appointment.pk) | Q(pk__in=others.values("pk"))).order_by("pk"))


def earlier_times(appointment: Appointment) -> Sequence[Earlier]:
    """The times that an appointment had before, the last first, in one query however often it was moved."""
    if appointment.moved_from_id is None:
        return ()
    moves = AppointmentMove.objects.filter(to_state=AppointmentState.MOVED).select_related("reason")
    rows = Appointment.objects.filter(episode_id=appointment.episode_id, state=AppointmentState.MOVED)
    known = {row.pk: row for row in rows.prefetch_related(Prefetch("moves", moves, to_attr="ended_by")).order_by("pk")}
    found, later = [], appointment
    while later.moved_from_id in known:
        earlier = known[later.moved_from_id]
        reason = next((move.reason.text for move in getattr(earlier, "ended_by", ()) if move.reason), "")
        found.append(Earlier(earlier, later.get_asked_by_display(), reason))
        later = earlier
    return found
