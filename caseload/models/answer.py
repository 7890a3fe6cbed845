"""AdultAnswer: what one adult said when asked whether somebody else may be in the room (P64, P68)."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from caseload.enums import HowAsked
from families.models import Person
from pitservice.db.models import Record


class AdultAnswer(Record):
    """Whether one adult agrees, when and how they were asked; the last answer counts. Who noted it made the row."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agrees = models.BooleanField()
    on = models.DateField(default=timezone.localdate)
    how = models.CharField(max_length=10, choices=HowAsked, blank=True)  # of answers before this was asked: empty

    class Meta:
        abstract = True
        ordering = ("created_at", "pk")

    def __str__(self) -> str:
        return "Agrees" if self.agrees else "Does not agree"
