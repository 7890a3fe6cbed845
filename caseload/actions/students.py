"""A student in the room: who it is, what each adult said, and off with them when one says no (P68)."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from caseload.actions.answers import Said, keep_answers
from caseload.enums import AppointmentState
from caseload.models import Appointment, Episode, Student
from caseload.selectors.answers import somebody_said_no
from caseload.selectors.students import last_answers, refused, trainees
from pitservice.accounts.models import User
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock


def check_student(episode: Episode, student: Student | None) -> None:
    """Raise Refused for a student of other work, or to whom an adult has said no.

    The student stays locked: an answer that comes meanwhile waits, and then finds the appointment (`record_answers`).
    """
    if student is None:
        return
    student = lock(student)
    if student.episode_id != episode.pk:
        raise Refused("This student is not known to this work. Choose one who is.")
    if refused(student):
        raise Refused(f"An adult of this family does not agree to {student} being there. Ask again before you choose.")


@transaction.atomic
def seat_student(
    *,
    appointment: Appointment,
    student: Student | None = None,
    trainee: User | None = None,
    name: str = "",
    origin: str = "",
    asked_again: bool = False,
    seen: int | None = None,
    by: Actor,
) -> Appointment:
    """Put a student on an appointment that stands: one known to the work, a trainee, or somebody by name (P68).

    Whether the adults agree is asked apart (`record_answers`) and warned of until they do. Refused for somebody to whom
    one of them has said no, unless they were `asked_again` today and agree now, which is kept. With nobody named the
    student comes off.
    """
    appointment = lock(appointment, seen=seen)
    if appointment.state != AppointmentState.BOOKED:
        raise Refused("This appointment has been, or was moved or cancelled, so who was to be there stays as it was.")
    episode = lock(appointment.episode)
    if trainee is not None and trainee not in trainees(episode.team_id):
        raise Refused("This colleague is not a trainee of the team. Choose somebody else.")
    if trainee is not None:
        student, _ = Student.objects.get_or_create(
            episode=episode, user=trainee, defaults={"team_id": episode.team_id, "created_by": by}
        )
    elif student is None and name.strip():
        student, _ = Student.objects.get_or_create(
            episode=episode,
            user=None,
            name=" ".join(name.split()),
            defaults={"team_id": episode.team_id, "origin": origin.strip(), "created_by": by},
        )
    if student is not None and student.episode_id == episode.pk and asked_again:
        no = [answer.person for answer in last_answers(student).values() if not answer.agrees]
        record_answers(student=student, said=Said(dict.fromkeys(no, True), timezone.localdate()), by=by)
    check_student(episode, student)
    appointment.student = student
    appointment.save(update_fields=["student"])
    record(
        "caseload.seat_student",
        appointment,
        by=by,
        family_id=episode.family_id,
        student=student.pk if student else None,
    )
    return appointment


@transaction.atomic
def record_answers(*, student: Student, said: Said, seen: int | None = None, by: Actor) -> list[Appointment]:
    """Keep what adults said to a student being there, each apart, with the day and how they were asked (P68).

    After a no the student is on no appointment that is still to come; returns those. `seen`: how many answers stood on
    the page. Refused as `keep_answers` refuses.
    """
    list(_ahead(student))  # before the student, as whoever puts them on an appointment locks them
    student = lock(student)
    last = keep_answers(student.answers, student.episode, said, by, seen=seen)
    record("caseload.answer_about_student", student, by=by, family_id=student.episode.family_id)
    return _take_off(student, by) if somebody_said_no(last) else []


def _ahead(student: Student) -> QuerySet[Appointment]:
    ahead = Appointment.objects.filter(student=student, state=AppointmentState.BOOKED, starts__gt=timezone.now())
    return ahead.select_for_update(of=("self",)).order_by("pk")


def _take_off(student: Student, by: Actor) -> list[Appointment]:
    found = list(_ahead(student))
    for appointment in found:
        appointment.student = None
        appointment.save(update_fields=["student"])
        record("caseload.seat_student", appointment, by=by, family_id=student.episode.family_id, student=None)
    return found
