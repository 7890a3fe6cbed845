"""NewTo: that a colleague is new to a way of working or a group, and how much more time it takes them (P85)."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from caseload.models.group import Group
from caseload.models.plan import Intervention
from pitservice.accounts.models import User
from pitservice.accounts.viewer import TeamQuerySet
from pitservice.db.constraints import one_open
from pitservice.db.history import tracked
from pitservice.db.models import Record

#: No source gives a number for "considerably more" (domain.md §7.1): a lead may say anything up to three times as long.
MOST_PERCENT = 200


@tracked()
class NewTo(Record):
    """A colleague is new to an intervention or to one group: its work takes `percent` more of their time (P85).

    Until the day `until`, or for the first `pieces`: pieces of work led to their end with the intervention, or sessions
    held of the group. Nothing of a row changes but `ended_on`, the last day on which it counted: rows are its history.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="new_to")
    intervention = models.ForeignKey(
        Intervention, null=True, blank=True, on_delete=models.PROTECT, related_name="new_to"
    )
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="new_to")
    percent = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(MOST_PERCENT)])
    starts_on = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)
    pieces = models.PositiveSmallIntegerField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "new to"
        constraints = (
            one_open(
                "team",
                "user",
                "intervention",
                open_when=Q(ended_on__isnull=True),
                name="new_to_intervention_once",
                sentence="Extra time of this colleague for this is recorded already. End that first.",
            ),
            one_open(
                "team",
                "user",
                "group",
                open_when=Q(ended_on__isnull=True),
                name="new_to_group_once",
                sentence="Extra time of this colleague for this group is recorded already. End that first.",
            ),
            models.CheckConstraint(
                condition=Q(intervention__isnull=True, group__isnull=False)
                | Q(intervention__isnull=False, group__isnull=True),
                name="new_to_one_thing",
                violation_error_message="Somebody is new to an intervention, or to a group: choose one.",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True, pieces__isnull=False, pieces__gte=1)
                | Q(until__isnull=False, until__gte=F("starts_on"), pieces__isnull=True),
                name="new_to_ends",
                violation_error_message="Say until which day it takes longer, or for how many pieces of work.",
            ),
            models.CheckConstraint(
                condition=Q(percent__gte=1, percent__lte=MOST_PERCENT),
                name="new_to_percent",
                violation_error_message=f"Extra time is between 1 and {MOST_PERCENT} %.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts_on")),
                name="new_to_days",
                violation_error_message="Extra time cannot end before it began.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} is new to {self.intervention or self.group}"
