"""InterpreterStep: what was arranged with the interpreter of an appointment (P68)."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from caseload.enums import InterpreterAnswer
from caseload.models.appointment import Appointment, OfAppointmentQuerySet
from pitservice.db.history import tracked
from pitservice.db.models import Record


@tracked()
class InterpreterStep(Record):
    """They confirmed that they come, were moved to the new time, or were cancelled; the last step counts."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="interpreter_steps")
    answer = models.CharField(max_length=10, choices=InterpreterAnswer)
    agency = models.CharField(max_length=120, blank=True)  # who said so
    on = models.DateField(default=timezone.localdate)
    note = models.CharField(max_length=300, blank=True)

    objects = OfAppointmentQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")

    def __str__(self) -> str:
        return self.get_answer_display()
