"""Bids for funding and deadlines of commissioning, with the day on which somebody is reminded (toolkit ch. 6)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from consultation.enums import DeadlineKind
from pitservice.accounts.models import User
from pitservice.accounts.viewer import TeamQuerySet
from pitservice.db.actor import ActorField
from pitservice.db.constraints import both_or_neither
from pitservice.db.history import tracked
from pitservice.db.models import Record


@tracked()
class Deadline(Record):
    """Something for money or for commissioners by a day: from `remind_on` on its owner's home page until it is settled.

    `every_year`: settling it puts it down for the year after, as public budgets come round.
    """

    kind = models.CharField(max_length=14, choices=DeadlineKind)
    what = models.CharField(max_length=200)
    with_whom = models.CharField(max_length=200, blank=True)
    due_on = models.DateField()
    remind_on = models.DateField()
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    every_year = models.BooleanField(default=False)
    came_of_it = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = ActorField(null=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(remind_on__lte=F("due_on")),
                name="deadline_reminder",
                violation_error_message="The reminder must not be after the day itself.",
            ),
            both_or_neither("done_at", "done_by", name="deadline_done", sentence="Say who settled it, and when."),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | ~Q(came_of_it=""),
                name="deadline_outcome",
                violation_error_message="Enter what came of it.",
            ),
        )
        indexes = (models.Index(fields=("team", "due_on"), name="deadline_open", condition=Q(done_at__isnull=True)),)

    def __str__(self) -> str:
        return self.what
