"""Involvement: why a colleague sees a family, or does not. Written downwards by the apps above (design §3)."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from families.enums import InvolvementKind
from families.models.people import Family
from families.scoping import FamilyScopedQuerySet
from pitservice.accounts.models import User
from pitservice.db.actor import ActorField
from pitservice.db.constraints import both_or_neither
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
    #: A break-glass is looked at afterwards by a guardian, who is not the one who broke it (design §6).
    reviewed_at = models.DateTimeField(null=True, editable=False)
    reviewed_by = ActorField(null=True)
    justified = models.BooleanField(null=True, editable=False)

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=("user", "family", "kind"), name="involvement_user"),)
        constraints = (
            both_or_neither(
                "reviewed_at", "reviewed_by", name="involvement_reviewed", sentence="Say who reviewed it, and when."
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.get_kind_display()}"
