"""Intervention: what a team offers (P66)."""

from __future__ import annotations

from django.db import models

from pitservice.accounts.viewer import TeamQuerySet
from pitservice.db.history import tracked
from pitservice.db.models import Record


@tracked()
class Intervention(Record):
    """A way of working that a team offers, with its usual number of sessions; none where it is open-ended (P66)."""

    name = models.CharField(max_length=100)
    usual_sessions = models.PositiveSmallIntegerField(null=True, blank=True)
    about = models.CharField(max_length=300, blank=True)
    in_use = models.BooleanField(default=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("team", "name"),
                name="intervention_once",
                violation_error_message="This intervention is on the list already.",
            ),
        )

    def __str__(self) -> str:
        return self.name
