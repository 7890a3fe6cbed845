"""Students who may sit in with a family, and whether every adult has agreed (P68)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import QuerySet

from caseload.models import Appointment, Episode, Student, StudentAnswer
from caseload.selectors.answers import last_of_each, somebody_said_no, without_a_yes
from caseload.selectors.people import adults_of
from families.models import Person
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import User
from pitservice.accounts.selectors import colleagues


def students_of(episode: Episode) -> list[Student]:
    """Those known to this work."""
    return list(Student.objects.filter(episode=episode).select_related("user").order_by("pk"))


def may_sit_in(episode: Episode) -> QuerySet[Student]:
    """Those known to this work to whom no adult has said no."""
    pks = [student.pk for student in students_of(episode) if not refused(student)]
    return Student.objects.filter(pk__in=pks).select_related("user").order_by("pk")


def trainees(team_id: int) -> list[User]:
    """Trainees of a team, by name."""
    return list(colleagues(team_id, RoleName.TRAINEE))


def last_answers(student: Student) -> Mapping[int, StudentAnswer]:
    """What each adult said last, by person id."""
    return last_of_each(StudentAnswer.objects.filter(student=student))


def refused(student: Student) -> bool:
    """Whether somebody has said no, and has not said yes since: then the student is not in the room."""
    return somebody_said_no(last_answers(student))


def not_agreed(student: Student, invited: Collection[int]) -> list[Person]:
    """Adults of the work among those invited who have not agreed yet: not asked, or no."""
    return without_a_yes(last_answers(student), adults_of(student.episode), invited)


def missing_for(appointment: Appointment) -> list[Person]:
    """Adults invited to an appointment who have not agreed to its student; nobody where no student is to be there."""
    if appointment.student is None:
        return []
    return not_agreed(appointment.student, {one.person_id for one in appointment.invitations.all()})
