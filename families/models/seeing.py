"""Involvement: why a colleague sees a family, or does not. Written downwards by the apps above (design §3).

LookReview: what the guardian thought of the looks of a colleague who may know the family (P33).
"""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from families.enums import InvolvementKind, LookOutcome
from families.models.people import Family
from families.scoping import FamilyScopedQuerySet
from pitservice.accounts.models import User
from pitservice.db.actor import ActorField
from pitservice.db.constraints import both_or_neither
from pitservice.db.history import tracked
from pitservice.db.models import Record


@tracked()
class Involvement(Record):
    """One colleague and one family, of one kind, from a moment to a moment."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="involvements")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="involvements")
    kind = models.CharField(max_length=12, choices=InvolvementKind)
    why = models.CharField(max_length=300, blank=True)
    starts = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    #: A break-glass is looked at afterwards by a guardian, who is not the one who broke it (design §6); of a declared
    #: connection: when the lead or guardian had seen to it that somebody else does the work (P33).
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


@tracked()
class LookReview(Record):
    """The looks of one colleague at one family, up to a moment, have been thought about by a guardian (P33)."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="look_reviews")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="look_reviews")
    looked_until = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=LookOutcome)

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")

    def __str__(self) -> str:
        return f"{self.user}: {self.get_outcome_display()}"
