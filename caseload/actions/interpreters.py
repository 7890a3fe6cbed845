"""The interpreter of an appointment: who it is, and what is arranged with them (P68)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, replace

from django.db import transaction
from django.utils import timezone

from caseload.enums import CANCELLED, AppointmentState, InterpreterAnswer
from caseload.interpreting import Interpreter
from caseload.models import Appointment, InterpreterStep
from caseload.selectors.interpreters import why_not
from families.models import Family, Person
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


def kept_apart(interpreter: Interpreter) -> dict[str, str]:
    """The columns of an appointment that hold its interpreter."""
    return {f"interpreter_{name}": said for name, said in asdict(interpreter).items()}


def check_interpreter(family: Family, interpreter: Interpreter, invited: Collection[Person]) -> None:
    """Raise Refused for a relative, for whom somebody invited has refused, and for a name without a language (P68)."""
    if not interpreter and any(asdict(interpreter).values()):
        raise Refused("Say which language the interpreter speaks.")
    why = why_not(family, interpreter, invited)
    if why:
        raise Refused(why)


@transaction.atomic
def arrange_interpreter(
    *,
    appointment: Appointment,
    answer: InterpreterAnswer,
    agency: str = "",
    name: str = "",
    note: str = "",
    seen: int | None = None,
    by: Actor,
) -> InterpreterStep:
    """Keep that the interpreter confirmed, or was moved or cancelled after the appointment was (P68).

    Who confirms says who comes: `agency` and `name` are then those of the appointment. Raises Refused where no
    interpreter is asked for, for an answer that does not fit how the appointment stands, and for somebody who never
    interprets for these people.
    """
    appointment = lock(appointment, seen=seen)
    if not appointment.interpreter:
        raise Refused("No interpreter is named on this appointment. Name one first.")
    if answer not in answers_for(appointment.state):
        raise Refused("The appointment has changed: look at how it stands, then say what was arranged.")
    now = appointment.interpreter
    if answer == InterpreterAnswer.CONFIRMED:
        now = replace(now, agency=agency.strip() or now.agency, name=name.strip() or now.name)
        check_interpreter(appointment.episode.family, now, _invited(appointment))
        _put(appointment, now)
    return _step(appointment, answer, agency.strip() or now.agency, note.strip(), by)


@transaction.atomic
def name_interpreter(
    *, appointment: Appointment, interpreter: Interpreter, seen: int | None = None, by: Actor
) -> Appointment:
    """Put another interpreter on an appointment that stands, correct what is known of them, or put nobody on it (P68).

    Whoever had confirmed is to be told by a person; the appointment waits on home until the new one confirms.
    """
    appointment = lock(appointment, seen=seen)
    if appointment.state != AppointmentState.BOOKED:
        raise Refused("This appointment has been, or was moved or cancelled, so its interpreter stays as it was.")
    before = appointment.interpreter
    if interpreter == before:
        raise Refused("Nothing is changed: this is the interpreter as it stands.")
    check_interpreter(appointment.episode.family, interpreter, _invited(appointment))
    _put(appointment, interpreter)
    _step(appointment, InterpreterAnswer.NAMED, interpreter.agency, f"Before: {before}"[:300] if before else "", by)
    return appointment


def _invited(appointment: Appointment) -> list[Person]:
    return [one.person for one in appointment.invitations.select_related("person").order_by("pk")]


def _put(appointment: Appointment, interpreter: Interpreter) -> None:
    if interpreter == appointment.interpreter:
        return
    columns = kept_apart(interpreter)
    for column, said in columns.items():
        setattr(appointment, column, said)
    appointment.save(update_fields=list(columns))


def _step(appointment: Appointment, answer: InterpreterAnswer, agency: str, note: str, by: Actor) -> InterpreterStep:
    row = InterpreterStep.objects.create(
        team_id=appointment.team_id,
        appointment=appointment,
        answer=answer,
        agency=agency,
        on=timezone.localdate(),
        note=note,
        created_by=by,
    )
    record("caseload.arrange_interpreter", row, by=by, family_id=appointment.episode.family_id, answer=str(answer))
    return row
