"""Student: who learns by being in the room, with each adult's StudentAnswer (P68)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from caseload.models.answer import AdultAnswer
from caseload.models.episode import Episode
from caseload.scoping import OfEpisodeQuerySet
from families.scoping import FamilyScopedQuerySet
from pitservice.accounts.models import User
from pitservice.db.history import tracked
from pitservice.db.models import Record


@tracked()
class Student(Record):
    """Somebody who may sit in with a family: a trainee of the team, or a student by name and where they come from."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="students")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100, blank=True)
    origin = models.CharField(max_length=120, blank=True)

    objects = OfEpisodeQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(user__isnull=False, name="", origin="") | (Q(user__isnull=True) & ~Q(name="")),
                name="student_is_one",
                violation_error_message="Choose a trainee, or enter the student’s name.",
            ),
            models.UniqueConstraint(
                fields=("episode", "user"),
                name="student_trainee_once",
                violation_error_message="This trainee is known to this work already.",
            ),
            models.UniqueConstraint(
                fields=("episode", "name"),
                condition=Q(user__isnull=True),
                name="student_name_once",
                violation_error_message="A student of this name is known to this work already.",
            ),
        )

    def __str__(self) -> str:
        return self.user.name if self.user else self.name


class OfStudentQuerySet(FamilyScopedQuerySet["StudentAnswer"]):
    """Visible with their student's family."""

    family_path = "student__episode__family"


@tracked()
class StudentAnswer(AdultAnswer):
    """What one adult said when asked whether this student may be there."""

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="answers")

    objects = OfStudentQuerySet.as_manager()
