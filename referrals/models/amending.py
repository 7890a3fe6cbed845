"""Amendment, ProposedChange."""

from __future__ import annotations

from typing import Any

from django.db import models

from families.scoping import FamilyScopedQuerySet
from pitservice.db.actor import ActorField
from pitservice.db.constraints import both_or_neither
from pitservice.db.history import frozen, tracked
from pitservice.db.models import Record
from referrals.enums import ChangeAnswer, ChangeKind
from referrals.models.referral import Referral


@frozen("answers", "reason", name="amendment_stays")
@tracked()
class Amendment(Record):
    """What a referrer sent after the referral, by the receipt's link: a proposal, kept exactly as sent (P11).

    `answers` are those of the whole form as it would be; empty for a wish to withdraw.
    """

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="amendments")
    reason = models.TextField()
    answers = models.JSONField(default=dict, blank=True)

    class OfReferralQuerySet(FamilyScopedQuerySet["Amendment"]):
        """Visible with their referral."""

        family_path = "referral__family"

    objects: Any = OfReferralQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.reason


@frozen("amendment_id", "kind", "step", "field", "before", "proposed", name="proposed_change_stays")
@tracked()
class ProposedChange(Record):
    """An answer that a referrer would change, somebody they add, or the wish to withdraw; and what a person made of it.

    `step` and `field` name the question of the professionals' form, `question` as it was asked.
    """

    amendment = models.ForeignKey(Amendment, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=12, choices=ChangeKind)
    step = models.CharField(max_length=40, blank=True)
    field = models.CharField(max_length=40, blank=True)
    heading = models.CharField(max_length=120, blank=True)
    question = models.CharField(max_length=300)
    before = models.TextField(blank=True)
    proposed = models.TextField(blank=True)
    answer = models.CharField(max_length=12, choices=ChangeAnswer, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = ActorField(null=True)

    class OfAmendmentQuerySet(FamilyScopedQuerySet["ProposedChange"]):
        """Visible with their referral."""

        family_path = "amendment__referral__family"

    objects: Any = OfAmendmentQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            both_or_neither(
                "answered_at", "answered_by", name="change_answered", sentence="Say who answered, and when."
            ),
        )
        indexes = (
            models.Index(fields=("amendment",), name="change_open", condition=models.Q(answered_at__isnull=True)),
        )

    def __str__(self) -> str:
        return self.question
