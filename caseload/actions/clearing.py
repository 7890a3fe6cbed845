"""Clearing a day: every family told by the contact rules, interpreter and room released, one undo (P69)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from caseload.actions import telling
from caseload.actions.appointments import cancel, invited_adults, move, visit_with
from caseload.enums import AppointmentState, AskedBy
from caseload.models import Appointment, Cleared, Clearing, Slot
from pitservice.accounts.models import Team, User
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.db.transitions import advance
from pitservice.messaging import actions as messages

WHY, STANDS = "The day was cleared.", "The day was not cleared after all."


@transaction.atomic
def clear_day(
    *, team: Team, user: User, day: date, appointments: Mapping[Appointment, User | None], by: Actor
) -> Clearing:
    """A colleague cannot come: each of these appointments is cancelled by us, or taken over by a colleague (P69).

    Of a cancelled one every invited adult gets a text, or stands under "Tell by other means" where the contact rules
    do not let one go; practitioner, room and reminders are released. A colleague who takes over does so at the same
    time and place; every invited adult is told whom they will meet. All or nothing.
    """
    if not appointments:
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
    record("caseload.clear_day", clearing, by=by, user=user.pk, appointments=sorted(row.pk for row in appointments))
    return clearing


@transaction.atomic
def undo_clearing(*, clearing: Clearing, seen: int | None = None, by: Actor) -> list[Appointment]:
    """The one undo of a cleared day: appointments are booked again as they were, and words not gone are taken back.

    Gives the appointments that stay as they are, because their time has come, is taken, or they were changed since.
    """
    clearing = lock(clearing, seen=seen)
    if clearing.undone_at is not None:
        raise Refused("This was undone already.")
    clearing.undone_at, clearing.undone_by = timezone.now(), by
    clearing.save(update_fields=["undone_at", "undone_by"])
    messages.cancel_wanted(wanted=wanted(clearing), why=STANDS, by=by)
    rows = clearing.rows.select_related("appointment", "taken_over").order_by("pk")
    left = [row.appointment for row in rows if not _put_back(row, clearing, by)]
    record("caseload.undo_clearing", clearing, by=by, left=[row.pk for row in left])
    return left


def wanted(clearing: Clearing) -> str:
    """What must still hold for a word about this cleared day: that nobody has undone it."""
    return f"clearing:{clearing.pk}"


def _call_off(clearing: Clearing, appointment: Appointment, by: Actor) -> None:
    cancel(appointment=appointment, outcome=AppointmentState.CANCELLED_BY_US, reason=WHY, tell=False, by=by)
    people = invited_adults(appointment)
    telling.say(appointment, people, "appointment_cancelled", by, again=_again(clearing), wanted_while=wanted(clearing))


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
    if now.starts <= timezone.now() or now.state != expected:
        return False
    try:
        with transaction.atomic():
            if row.taken_over:
                move(appointment=now, visit=visit_with(now, clearing.user), reason=STANDS, asked_by=AskedBy.US, by=by)
            else:
                _book_anew(now, clearing, by)
    except (IntegrityError, Refused):
        return False
    return True


def _book_anew(appointment: Appointment, clearing: Clearing, by: Actor) -> None:
    """Booked as it was: its slots count again, reminders are written anew, and whoever was told hears of it."""
    told = telling.told_while(wanted(clearing))
    advance(appointment, AppointmentState.BOOKED, by=by, reason=STANDS)
    Slot.objects.filter(appointment=appointment).update(live=True)
    people = invited_adults(appointment)
    telling.remind(appointment, people, by, again=_again(clearing))
    knew = [adult for adult in people if adult.pk in told]
    telling.say(appointment, knew, "appointment_booked", by, again=_again(clearing))


def _again(clearing: Clearing) -> str:
    return f":{clearing.pk}"
