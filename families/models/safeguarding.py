"""What is shared and what is feared: sharings, overrides of consent, concerns, referrals to social care."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from families.enums import ProtectionKind, SharingBasis, StepKind
from families.models.directory import Professional
from families.models.people import Family, Person
from families.scoping import FamilyScopedQuerySet
from pitservice.db.actor import ActorField
from pitservice.db.constraints import both_or_neither
from pitservice.db.history import tracked
from pitservice.db.models import Record


@tracked()
class Sharing(Record):
    """A decision to share something, or not to, with its reason (domain.md §4.7, the seventh rule).

    `consent` keeps what each adult's consent was at that moment.
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="sharings")
    what = models.TextField()
    professional = models.ForeignKey(
        Professional, null=True, blank=True, on_delete=models.PROTECT, related_name="sharings"
    )
    with_whom = models.CharField(max_length=200)
    purpose = models.CharField(max_length=300)
    basis = models.CharField(max_length=20, choices=SharingBasis)
    shared = models.BooleanField()
    why = models.TextField(blank=True)
    consent = models.JSONField(default=list)
    decided_on = models.DateField()
    decided_name = models.CharField(max_length=120)

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        ordering = ("decided_on", "created_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(shared=True) | ~Q(why=""),
                name="sharing_not_shared_why",
                violation_error_message="Enter why it was not shared.",
            ),
        )

    def __str__(self) -> str:
        return f"{'Shared' if self.shared else 'Not shared'} with {self.with_whom}"


@tracked()
class Override(Record):
    """Consent to share with one professional is set aside to protect somebody, for a time and with a reason (P21).

    It lifts consent and nothing else: never an unsafe number or address, a restricted person or a loss.
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="overrides")
    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="overrides")
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = ActorField(null=True)

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            both_or_neither("ended_at", "ended_by", name="override_ended", sentence="Say who ended it, and when."),
        )

    def __str__(self) -> str:
        return f"Consent set aside for {self.professional}"


@tracked()
class Concern(Record):
    """A safeguarding concern: what, when, about whom; what was done stands in its steps; open until an outcome."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="concerns")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="concerns")
    happened_on = models.DateField()
    words = models.TextField()
    next_step = models.CharField(max_length=200, blank=True)
    next_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = ActorField(null=True)

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            both_or_neither("closed_at", "closed_by", name="concern_closed", sentence="Say who closed it, and when."),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | ~Q(outcome=""),
                name="concern_outcome",
                violation_error_message="Enter the outcome.",
            ),
        )

    def __str__(self) -> str:
        return f"Concern of {self.happened_on}"


@tracked()
class ConcernStep(Record):
    """One thing done about a concern: who was told, what was done, what was heard."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="concern_steps")
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=StepKind)
    done_on = models.DateField()
    who = models.CharField(max_length=200, blank=True)
    words = models.TextField()

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        ordering = ("done_on", "created_at", "pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.who}".strip()


@tracked()
class SocialCareReferral(Record):
    """A referral to children's social care: by phone, in writing, acknowledged in one working day, or chased (P32)."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="social_care_referrals")
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="social_care_referrals")
    to_whom = models.CharField(max_length=200)
    phoned_on = models.DateTimeField(null=True, blank=True)
    written_on = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField()  # the acknowledgement
    acknowledged_on = models.DateField(null=True, blank=True)
    decision = models.TextField(blank=True)  # what they said they would do
    chased_on = models.DateField(null=True, blank=True)
    escalated_on = models.DateField(null=True, blank=True)
    escalated_to = models.CharField(max_length=200, blank=True)

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(phoned_on__isnull=False) | Q(written_on__isnull=False),
                name="social_care_how",
                violation_error_message="Enter when it was made by phone, in writing, or both.",
            ),
        )

    def __str__(self) -> str:
        return f"Referral to {self.to_whom}"


@tracked()
class ProtectionStatus(Record):
    """A child's standing with children's social care, from a day to a day."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="protection_statuses")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="protection_statuses")
    kind = models.CharField(max_length=20, choices=ProtectionKind)
    category = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "protection statuses"
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="protection_dates",
                violation_error_message="The last day must be on or after the first.",
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()
