"""Involvement: why a colleague sees a family, or does not. Written downwards by the apps above (design §3)."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from families.enums import InvolvementKind
from families.models.people import Family
from families.scoping import FamilyScopedQuerySet
from pitservice.accounts.models import User
from pitservice.db.history import tracked
from pitservice.db.models import Created, TeamOwned


@tracked()
class Involvement(TeamOwned, Created):
    """One colleague and one family, of one kind, from a moment to a moment."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="involvements")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="involvements")
    kind = models.CharField(max_length=12, choices=InvolvementKind)
    why = models.CharField(max_length=300, blank=True)
    starts = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=("user", "family", "kind"), name="involvement_user"),)

    def __str__(self) -> str:
        return f"{self.user}: {self.get_kind_display()}"
