"""Work that is about no open case: what was done, when, for how long, and whom it reached (issue 7; toolkit ch. 6)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from consultation.enums import ActivityCategory
from pitservice.accounts.models import User
from pitservice.accounts.viewer import TeamQuerySet
from pitservice.db.history import tracked
from pitservice.db.models import Record


@tracked()
class ActivityKind(Record):
    """A kind of work on the team's own list, under one of the categories that are reported."""

    category = models.CharField(max_length=12, choices=ActivityCategory)
    name = models.CharField(max_length=80)
    ended_on = models.DateField(null=True, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                *("team", Lower("name")),
                condition=Q(ended_on__isnull=True),
                name="activity_kind_once",
                violation_error_message="This kind of work is on the list already.",
            ),
        )

    def __str__(self) -> str:
        return self.name


@tracked()
class Activity(Record):
    """One piece of other work. `reached`: how many people of each profession, by `Profession`; it names no family."""

    colleague = models.ForeignKey(User, on_delete=models.PROTECT, related_name="activities")
    done_on = models.DateField()
    category = models.CharField(max_length=12, choices=ActivityCategory)
    kind = models.ForeignKey(ActivityKind, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=200, blank=True)
    organisation = models.CharField(max_length=200, blank=True)  # for whom it was, as the directory calls it (P82)
    minutes = models.PositiveSmallIntegerField()
    people = models.PositiveSmallIntegerField(default=0)
    reached = models.JSONField(default=dict)

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(minutes__gt=0, minutes__lte=1440),
                name="activity_minutes",
                violation_error_message="The minutes must be between 1 and 1,440, which is a whole day.",
            ),
        )
        indexes = (models.Index(fields=("team", "-done_on"), name="activity_date"),)

    def __str__(self) -> str:
        return f"{self.get_category_display()}, {self.done_on}"
