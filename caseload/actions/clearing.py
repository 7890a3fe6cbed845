"""Clearing a day: every family told by the contact rules, interpreter and room released, one undo (P69)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from caseload.actions import cleared_groups, clinic_time, telling
from caseload.actions.appointments import cancel, invited_adults, move, visit_with
from caseload.actions.cleared_groups import STANDS, WHY, book_anew, work_stopped
from caseload.enums import AppointmentState, AskedBy
from caseload.models import Appointment, Cleared, Clearing, GroupSession
from caseload.selectors.clinic import free_with, withdrawn_with
from pitservice.accounts.models import Team, User
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.messaging import actions as messages


@transaction.atomic
def clear_day(
    *,
    team: Team,
    user: User,
    day: date,
    appointments: Mapping[Appointment, User | None],
    sessions: Mapping[GroupSession, User | None] | None = None,
    by: Actor,
) -> Clearing:
    """A colleague cannot come: each of these appointments is cancelled by us, or taken over by a colleague (P69).

    Of a cancelled one every invited adult gets a text, or stands under "Tell by other means" where the contact rules
    do not let one go; practitioner, room and reminders are released. A colleague who takes over does so at the same
    time and place; every invited adult is told whom they will meet. So with `sessions` of groups: each is called off
    for every family in it, or a colleague facilitates instead. Slots of an assessment clinic that are free, or become
    free with it, are withdrawn; there may be nothing else to clear. All or nothing.
    """
    sessions = sessions or {}
    if not appointments and not sessions and not free_with(team, user, day, day):
        raise Refused("Choose at least one appointment.")
    clearing = Clearing.objects.create(team=team, user=user, day=day, created_by=by)
    for appointment, colleague in sorted(appointments.items(), key=lambda pair: pair[0].pk):
        appointment = lock(appointment)
        if appointment.state != AppointmentState.BOOKED or appointment.practitioner_id != user.pk:
            raise Refused("Somebody has just changed one of these appointments. Look at the day again.")
        new = _give(appointment, colleague, by) if colleague is not None else None
        if new is None:
            _call_off(clearing, appointment, by)
        Cleared.objects.create(team=team, clearing=clearing, appointment=appointment, taken_over=new, created_by=by)
    for session, colleague in sorted(sessions.items(), key=lambda pair: pair[0].pk):
        cleared_groups.clear(clearing, session, colleague, by)
    slots = [lock(slot) for slot in free_with(team, user, day, day)]
    for slot in slots:
        clinic_time.put_away(slot, WHY, by, clearing=clearing)
    record(
        "caseload.clear_day",
        clearing,
        by=by,
        user=user.pk,
        appointments=sorted(row.pk for row in appointments),
        sessions=sorted(row.pk for row in sessions),
        slots=[slot.pk for slot in slots],
    )
    return clearing


@transaction.atomic
def undo_clearing(*, clearing: Clearing, seen: int | None = None, by: Actor) -> list[Appointment | GroupSession]:
    """The one undo of a cleared day: appointments are booked again as they were, and words not gone are taken back.

    Slots of an assessment clinic come back too, where their time is free. Gives the appointments and group sessions
    that stay as they are, because their time has come or is taken, they were changed since, or the work has closed or a
    loss is recorded.
    """
    clearing = lock(clearing, seen=seen)
    if clearing.undone_at is not None:
        raise Refused("This was undone already.")
    clearing.undone_at, clearing.undone_by = timezone.now(), by
    clearing.save(update_fields=["undone_at", "undone_by"])
    messages.cancel_wanted(wanted=clearing.wanted, why=STANDS, by=by)
    rows = clearing.rows.select_related("appointment", "taken_over").order_by("pk")
    alone = rows.filter(appointment__group_session=None)
    left: list[Appointment | GroupSession] = [row.appointment for row in alone if not _put_back(row, clearing, by)]
    for group in clearing.sessions.select_related("session__group").order_by("pk"):
        places = rows.filter(appointment__group_session=group.session)
        left += cleared_groups.put_back(group, clearing, list(places), by)
    for slot in withdrawn_with(clearing):
        clinic_time.bring_back(slot)
    record("caseload.undo_clearing", clearing, by=by, left=[str(row.key) for row in left])
    return left


def _call_off(clearing: Clearing, appointment: Appointment, by: Actor) -> None:
    cancel(appointment=appointment, outcome=AppointmentState.CANCELLED_BY_US, reason=WHY, tell=False, by=by)
    people = invited_adults(appointment)
    telling.say(appointment, people, "appointment_cancelled", by, again=clearing.again, wanted_while=clearing.wanted)


def _give(appointment: Appointment, colleague: User, by: Actor) -> Appointment:
    """A colleague goes instead; nobody opens the door to a stranger, so that every invited adult is told who comes."""
    new = move(
        appointment=appointment,
        visit=visit_with(appointment, colleague),
        reason=WHY,
        asked_by=AskedBy.US,
        tell=False,
        by=by,
    )
    telling.say(new, invited_adults(new), "appointment_taken_over", by)
    return new


def _put_back(row: Cleared, clearing: Clearing, by: Actor) -> bool:
    """Whether it is booked again as it was; where its time is taken meanwhile it stays as it is."""
    now = lock(row.taken_over or row.appointment)
    expected = AppointmentState.BOOKED if row.taken_over else AppointmentState.CANCELLED_BY_US
    if now.starts <= timezone.now() or now.state != expected or work_stopped(now):
        return False
    try:
        with transaction.atomic():
            if row.taken_over:
                move(appointment=now, visit=visit_with(now, clearing.user), reason=STANDS, asked_by=AskedBy.US, by=by)
            else:
                book_anew(now, clearing, by)
    except (IntegrityError, Refused):
        return False
    return True
