"""Whether an appointment happened, and putting a wrong answer right."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from caseload.actions.clinic_time import let_go
from caseload.enums import CANCELLED, OUTCOMES, SEEN, AppointmentState
from caseload.models import Appointment
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock
from pitservice.db.transitions import advance


@transaction.atomic
def record_outcome(
    *, appointment: Appointment, outcome: AppointmentState, reason: str = "", seen: int | None = None, by: Actor
) -> Appointment:
    """Record that an appointment did not lead to a session: nobody came, no access, too late (design §4).

    A session that took place is recorded with who was there (`record_session`).
    """
    appointment = lock(appointment, seen=seen)
    check_begun(appointment)
    if outcome not in OUTCOMES - SEEN:
        raise Refused("Say what happened: nobody came, no access, or too late to be seen.")
    if appointment.state != AppointmentState.BOOKED:
        raise Refused("What happened is recorded already. Correct it instead.")
    advance(appointment, outcome, by=by, reason=reason)
    record("caseload.record_outcome", appointment, by=by, family_id=_family(appointment), outcome=str(outcome))
    return appointment


@transaction.atomic
def correct_outcome(
    *, appointment: Appointment, outcome: AppointmentState, reason: str, seen: int | None = None, by: Actor
) -> Appointment:
    """Put a wrong outcome right, with a reason; both rows stay (design §4).

    A session recorded by mistake stays in the record and no longer counts. One that took place after all is recorded
    with who was there (`record_session`).
    """
    appointment = lock(appointment, seen=seen)
    if not reason.strip():
        raise Refused("Enter why the outcome was wrong.")
    if outcome not in (OUTCOMES | CANCELLED) - SEEN:
        raise Refused("If the family was seen, record the session with who was there.")
    before = appointment.state
    advance(appointment, outcome, by=by, reason=reason)
    keep_time(appointment, before)
    record("caseload.correct_outcome", appointment, by=by, family_id=_family(appointment), outcome=str(outcome))
    return appointment


def keep_time(appointment: Appointment, before: str) -> None:
    """Its time is kept while it stands, and free when it does not: of what was called off and did take place too.

    The database refuses that where the practitioner or the room has another appointment then.
    """
    if (before in CANCELLED) != (appointment.state in CANCELLED):
        let_go(appointment.clinic_slot_id)
        appointment.slots.update(live=appointment.state not in CANCELLED)


def check_begun(appointment: Appointment) -> None:
    """Refuse what can only be said once the appointment's time has come."""
    if appointment.starts > timezone.now():
        raise Refused("This appointment has not begun yet. Move or cancel it instead.")


def _family(appointment: Appointment) -> int:
    return appointment.episode.family_id
