"""What is arranged with the interpreter of an appointment (P68)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from caseload.enums import CANCELLED, AppointmentState, InterpreterAnswer
from caseload.models import Appointment, InterpreterStep
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock


def answers_for(state: str) -> tuple[InterpreterAnswer, ...]:
    """What can have been arranged while an appointment stands like this; nothing once it has been."""
    if state == AppointmentState.BOOKED:
        return (InterpreterAnswer.CONFIRMED,)
    if state == AppointmentState.MOVED:
        return (InterpreterAnswer.MOVED, InterpreterAnswer.CANCELLED)
    return (InterpreterAnswer.CANCELLED,) if state in CANCELLED else ()


@transaction.atomic
def arrange_interpreter(
    *,
    appointment: Appointment,
    answer: InterpreterAnswer,
    agency: str = "",
    note: str = "",
    seen: int | None = None,
    by: Actor,
) -> InterpreterStep:
    """Keep that the interpreter confirmed, or was moved or cancelled after the appointment was (P68).

    Raises Refused where no interpreter is named, and for an answer that does not fit how the appointment stands.
    """
    appointment = lock(appointment, seen=seen)
    if not appointment.interpreter:
        raise Refused("No interpreter is named on this appointment. Change the appointment to name one.")
    if answer not in answers_for(appointment.state):
        raise Refused("The appointment has changed: look at how it stands, then say what was arranged.")
    row = InterpreterStep.objects.create(
        team_id=appointment.team_id,
        appointment=appointment,
        answer=answer,
        agency=agency.strip(),
        on=timezone.localdate(),
        note=note.strip(),
        created_by=by,
    )
    record("caseload.arrange_interpreter", row, by=by, family_id=appointment.episode.family_id, answer=str(answer))
    return row
