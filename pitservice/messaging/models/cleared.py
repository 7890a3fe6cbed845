"""ListCleared: up to when a team's list of all correspondence was cleared by a person (P49)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from pitservice.accounts.viewer import TeamQuerySet
from pitservice.db.models import Created, TeamOwned


class ListCleared(TeamOwned, Created):
    """Somebody has read the list: what had ended by `until` has left it. The newest row of a team counts.

    The numbers are those of the three groups that stood on the page then.
    """

    append_only: ClassVar[bool] = True

    until = models.DateTimeField()
    not_gone = models.PositiveIntegerField()
    in_hand = models.PositiveIntegerField()
    gone = models.PositiveIntegerField()

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "lists cleared"
        indexes = (models.Index(fields=("team", "-until"), name="list_cleared"),)

    def __str__(self) -> str:
        return f"Cleared up to {self.until}"
