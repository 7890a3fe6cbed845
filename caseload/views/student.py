"""A student in the room: who, and what each adult said (P68)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from caseload import actions
from caseload.forms.student import BY_NAME, NOBODY, StudentForm
from caseload.models import Student, StudentAnswer
from caseload.presenters import student as presenting
from caseload.presenters import words
from caseload.selectors.students import may_sit_in, students_of, trainees
from caseload.views.answers import AnswersPage
from caseload.views.base import AppointmentActionPage
from pitservice.accounts.enums import Permission
from pitservice.db.errors import Refused
from pitservice.ui import dates
from pitservice.ui.components import Empty


class StudentPage(AppointmentActionPage):
    """Put a student on an appointment, another one, or nobody."""

    permission = Permission.BOOK
    form_class = StudentForm
    heading = "A student in the room"
    submit_label = "Save"

    @cached_property
    def known(self) -> dict[str, Student]:
        """Students of the work to whom nobody said no, by key."""
        return {student.key: student for student in may_sit_in(self.subject.episode)}

    @cached_property
    def refused(self) -> dict[str, Student]:
        """Those to whom an adult has said no, by key."""
        return {one.key: one for one in students_of(self.subject.episode) if one.key not in self.known}

    @cached_property
    def new(self) -> list[Any]:
        """Trainees who are no student of the work yet."""
        there = {student.user_id for student in students_of(self.subject.episode)}
        return [one for one in trainees(self.family.team_id) if one.pk not in there]

    def form_kwargs(self) -> dict[str, Any]:
        """Whom to choose from."""
        known = {key: presenting.called(student) for key, student in self.known.items()}
        refused = {key: presenting.called(student) for key, student in self.refused.items()}
        return {"known": known, "refused": refused, "trainees": self.new}

    def initial(self) -> dict[str, Any]:
        """As it is."""
        return {"who": self.subject.student.key if self.subject.student else None}

    def intro(self) -> Sequence[str]:
        """Which appointment, and that the family decides."""
        return [
            f"{self.subject.get_state_display()}: {words.when(self.subject)}.",
            "Each adult who is invited is asked first, and may say no at any time without saying why.",
        ]

    def act(self, form: Any) -> str:
        """Put them on; then ask."""
        given = form.cleaned_data
        who = given["who"]
        appointment = actions.seat_student(
            appointment=self.subject,
            student=self.known.get(who) or self.refused.get(who),
            asked_again=form.asked_again,
            trainee=next((one for one in self.new if one.key == who), None),
            name=given["name"] if who == BY_NAME else "",
            origin=given["origin"] if who == BY_NAME else "",
            seen=given["seen"],
            by=self.viewer.actor,
        )
        if who == NOBODY or appointment.student is None:
            self.success = "No student is in the room at this appointment."
            return self.back_href
        self.success = f"{appointment.student} is on the appointment. Record here what each adult says."
        return reverse("caseload:student_answers", args=[appointment.key])


class StudentAnswersPage(AnswersPage):
    """Record what each adult said to the student of an appointment."""

    heading = "Does the family agree to the student?"

    def answers(self) -> QuerySet[Any]:
        """To this student; none where nobody sits in."""
        student = self.subject.student
        return student.answers.all() if student else StudentAnswer.objects.none()

    def intro(self) -> Sequence[str]:
        """Who is to be there."""
        if self.subject.student is None:
            return []
        return [f"{presenting.called(self.subject.student)}: {words.when(self.subject)}."]

    def aside(self) -> Sequence[object]:
        """Nothing to ask where nobody sits in."""
        return [] if self.subject.student else [Empty("No student is on this appointment, so there is nothing to ask.")]

    def act(self, form: Any) -> str:
        """Keep the answers; after a no the student is off."""
        if self.subject.student is None:
            raise Refused("No student is on this appointment any more. Put one on first.")
        off = actions.record_answers(
            student=self.subject.student, said=form.said, seen=form.cleaned_data["seen"], by=self.viewer.actor
        )
        self.success = "It is recorded what each adult said."
        if off:
            self.success = f"The student is off {dates.count(len(off), 'appointment')} that this family has ahead."
        return self.back_href
