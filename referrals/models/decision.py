"""Screening, Decision, InformationRequest."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from families.scoping import FamilyScopedQuerySet
from pitservice.configuration.enums import NotAcceptedReason
from pitservice.db.actor import ActorField
from pitservice.db.constraints import both_or_neither
from pitservice.db.history import tracked
from pitservice.db.models import Record
from referrals.enums import Outcome, ToldBy
from referrals.models.referral import Referral


class ScreeningQuerySet(FamilyScopedQuerySet["Screening"]):
    """Visible with their referral."""

    family_path = "referral__family"


class DecisionQuerySet(FamilyScopedQuerySet["Decision"]):
    """Visible with their referral."""

    family_path = "referral__family"


class RequestQuerySet(FamilyScopedQuerySet["InformationRequest"]):
    """Visible with their referral."""

    family_path = "referral__family"


@tracked()
class Screening(Record):
    """What the screener ticked, with the list's edition as it was and what the rule then suggested (SCR-1).

    `significant` and `total` are the counts that order the waiting list by risk (WL-1).
    """

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="screenings")
    risk_list = models.ForeignKey("configuration.RiskList", on_delete=models.PROTECT, related_name="+")
    ticks = ArrayField(models.BigIntegerField(), default=list, blank=True)
    significant = models.PositiveSmallIntegerField()
    total = models.PositiveSmallIntegerField()
    suggests = models.BooleanField()
    working = models.TextField()
    note = models.TextField(blank=True)

    objects = ScreeningQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")

    def __str__(self) -> str:
        return self.working


@tracked()
class Decision(Record):
    """A decision as it was made. Several may stand (more information, then accepted); the last one is in force.

    `told_by`: from whom the family hears of a refusal (P13). `exception`: why it was accepted although not every adult
    is known to know and agree (SCR-3).
    `in_time`: whether it came by the day it was due (SCR-2); null for one without a clock.
    """

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=20, choices=Outcome)
    reason = models.CharField(max_length=20, choices=NotAcceptedReason, blank=True)
    alternative = models.ForeignKey(
        "families.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.TextField(blank=True)
    differs = models.TextField(blank=True)  # why it differs from what the rule suggested
    exception = models.TextField(blank=True)
    told_by = models.CharField(max_length=10, choices=ToldBy, default=ToldBy.TEAM)
    in_time = models.BooleanField(null=True)
    effective_from = models.DateTimeField()  # letters wait until then: the hold-back
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = ActorField(null=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")
        constraints = (
            both_or_neither(
                "taken_back_at", "taken_back_by", name="decision_taken_back", sentence="Say who took it back, and when."
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.NOT_ACCEPTED) | ~Q(reason=""),
                name="decision_has_reason",
                violation_error_message="Choose why the referral is not accepted.",
            ),
        )

    def __str__(self) -> str:
        return self.get_outcome_display()


@tracked()
class InformationRequest(Record):
    """What was asked of the referrer, by when an answer is chased, and when it came."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="requests")
    asked_for = models.TextField()
    chase_on = models.DateField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = ActorField(null=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")
        constraints = (
            both_or_neither(
                "answered_at", "answered_by", name="request_answered", sentence="Say who answered, and when."
            ),
        )

    def __str__(self) -> str:
        return self.asked_for
