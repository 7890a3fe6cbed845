"""A colleague's caseload that was handed over, and what became of each piece of work in it (issue 6 §1)."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from caseload.enums import AllocationRole, Passed
from caseload.models.episode import Episode
from caseload.scoping import OfEpisodeQuerySet
from pitservice.accounts.models import User
from pitservice.accounts.viewer import TeamQuerySet
from pitservice.db.history import tracked
from pitservice.db.models import Record


@tracked()
class Handover(Record):
    """Work of a colleague who leaves, or must carry less, given to others with one press."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    objects = TeamQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Work of {self.user}"


@tracked()
class HandoverLine(Record):
    """What became of one piece of work: given to a colleague, kept until a day, or the colleague's part ended."""

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="lines")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=AllocationRole, blank=True)  # empty: only appointments were theirs
    became = models.CharField(max_length=6, choices=Passed)
    colleague = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    stays_until: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)

    objects = OfEpisodeQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("handover", "episode"),
                name="handover_line_once",
                violation_error_message="This piece of work was handed over already.",
            ),
            models.CheckConstraint(
                condition=Q(became=Passed.GIVEN, colleague__isnull=False, stays_until__isnull=True)
                | Q(became=Passed.STAYS, colleague__isnull=True, stays_until__isnull=False)
                | Q(became=Passed.ENDED, colleague__isnull=True, stays_until__isnull=True),
                name="handover_line_became",
                violation_error_message="Choose who takes the work on, or until when it stays.",
            ),
        )
        indexes = (models.Index(fields=("episode", "became"), name="handover_line_episode"),)

    def __str__(self) -> str:
        return f"{self.episode}, {self.get_became_display().lower()}"
