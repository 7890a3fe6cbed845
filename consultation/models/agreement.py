"""Written agreements with organisations that the team consults to."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from pitservice.accounts.viewer import TeamQuerySet
from pitservice.db.history import tracked
from pitservice.db.models import Record


@tracked()
class WrittenAgreement(Record):
    """That advice rests on what the consultee says, and that they and their employer stay accountable (CNS-1).

    Toolkit ch. 6 asks whether one is needed; where a team has one, it is reviewed by its day.
    """

    organisation = models.CharField(max_length=200)
    agreed_with = models.CharField(max_length=200)
    words = models.TextField()
    signed_on = models.DateField()
    review_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(review_on__gt=F("signed_on")),
                name="agreement_review",
                violation_error_message="The review must be after the day the agreement was signed.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("signed_on")),
                name="agreement_ended",
                violation_error_message="An agreement cannot end before it was signed.",
            ),
        )
        indexes = (models.Index(fields=("team", "organisation"), name="agreement_organisation"),)

    def __str__(self) -> str:
        return f"Agreement with {self.organisation}"
