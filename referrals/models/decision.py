"""Screening, Decision, InformationRequest, Opinion."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from families.scoping import FamilyScopedQuerySet
from pitservice.accounts.models import User
from pitservice.configuration.enums import NotAcceptedReason
from pitservice.db.actor import ActorField
from pitservice.db.constraints import both_or_neither
from pitservice.db.history import tracked
from pitservice.db.models import Record
from referrals.enums import AskedBy, Outcome, Recommendation, ToldBy, WithdrawnBy
from referrals.models.referral import Referral


class ScreeningQuerySet(FamilyScopedQuerySet["Screening"]):
    """Visible with their referral."""

    family_path = "referral__family"


class DecisionQuerySet(FamilyScopedQuerySet["Decision"]):
    """Visible with their referral."""

    family_path = "referral__family"


class OpinionQuerySet(FamilyScopedQuerySet["Opinion"]):
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
    `withdrawn_by`: who no longer wants it, where it was withdrawn.
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
    withdrawn_by = models.CharField(max_length=10, choices=WithdrawnBy, blank=True)
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
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.WITHDRAWN) | ~Q(withdrawn_by=""),
                name="decision_withdrawn_by",
                violation_error_message="Choose who no longer wants the referral.",
            ),
        )

    def __str__(self) -> str:
        return self.get_outcome_display()


@tracked()
class InformationRequest(Record):
    """What was asked of whoever referred, how, by when an answer is chased, and when it came.

    `missing` are the lines that were ticked, `asked_for` is what was asked in a colleague's own words. `chased_at`: it
    was asked again, by a later row; what is answered is always the last.
    """

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="requests")
    missing = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    asked_for = models.TextField(blank=True)
    asked_by = models.CharField(max_length=10, choices=AskedBy, default=AskedBy.LETTER)
    chase_on = models.DateField()
    chased_at = models.DateTimeField(null=True)
    chased_by = ActorField(null=True)
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
            both_or_neither("chased_at", "chased_by", name="request_chased", sentence="Say who asked again, and when."),
            models.CheckConstraint(
                condition=~Q(asked_for="") | ~Q(missing=[]),
                name="request_asks_something",
                violation_error_message="Say what you ask for.",
            ),
        )

    def __str__(self) -> str:
        return "; ".join(self.asked)

    @property
    def asked(self) -> list[str]:
        """Every line of it."""
        return [*self.missing, *filter(None, (line.strip() for line in self.asked_for.splitlines()))]


@tracked()
class Opinion(Record):
    """What one colleague thinks, in a review by the team: a recommendation and its reason.

    `review` is the decision that left the referral to the team. Changed freely until the lead decides; nobody reads
    the others' before their own is given.
    """

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="opinions")
    review = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="opinions")
    colleague = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recommends = models.CharField(max_length=20, choices=Recommendation)
    reason = models.TextField()

    objects = OpinionQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("review", "colleague"),
                name="opinion_once",
                violation_error_message="You have given your opinion in this review already: change it instead.",
            ),
        )

    def __str__(self) -> str:
        return self.get_recommends_display()
