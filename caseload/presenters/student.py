"""How it reads that a student is in the room (P68)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse

from caseload.enums import AppointmentState
from caseload.models import Appointment, Student
from caseload.presenters.answers import answered
from caseload.selectors.students import last_answers
from families.models import Person
from pitservice.ui.components import Callout, Colour, Fact, FactList, Link, Tag


def called(student: Student) -> str:
    """Name and where from: "Robin Hale, trainee", "Jo Lark, Eastfield University"."""
    return f"{student}, {'trainee' if student.user_id else student.origin or 'student'}"


def facts(
    appointment: Appointment, missing: Sequence[Person], names: Mapping[int, str], *, may_book: bool
) -> list[FactList]:
    """Who sits in, what each adult said, and what can be changed; nothing where nobody does and nobody may."""
    student, ahead = appointment.student, appointment.state == AppointmentState.BOOKED
    seat = Link("Change" if student else "Put a student on", reverse("caseload:student", args=[appointment.key]))
    seats = [seat] if may_book and ahead else []
    if student is None:
        return [FactList([Fact("Student in the room", "Nobody", actions=seats)])] if seats else []
    tag = Tag("Not agreed yet", Colour.YELLOW) if missing else Tag("Agreed", Colour.GREEN)
    ask = Link("Record what they said", reverse("caseload:student_answers", args=[appointment.key]))
    found = [
        Fact("Student in the room", called(student), tags=[tag], actions=seats),
        Fact(
            "Asked",
            answered(last_answers(student), names),
            empty="Nobody has been asked yet",
            actions=[ask] if seats else [],
        ),
    ]
    return [FactList(found)]


def to_ask(student: Student | None, missing: Sequence[Person], names: Mapping[int, str]) -> list[Callout]:
    """Before anybody sits in: who has not agreed; nothing where all have."""
    if student is None or not missing:
        return []
    who = ", ".join(names.get(person.pk, person.name) for person in missing)
    lines = [f"{called(student)}, is to be there. Not agreed: {who}.", "Without their agreement the student stays out."]
    return [Callout("Ask about the student first", lines)]
