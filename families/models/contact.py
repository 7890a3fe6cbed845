"""ContactPoint, Need, Alert, Agreement, Consent: what the contact rules read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from families.enums import AlertKind, ConsentPurpose, NeedKind, Place, PointKind
from families.models.people import Family, Person
from families.scoping import FamilyScopedQuerySet
from pitservice.configuration.enums import YesNoUnknown
from pitservice.db.actor import ActorField
from pitservice.db.constraints import both_or_neither
from pitservice.db.history import tracked
from pitservice.db.models import Record


@tracked()
class ContactPoint(Record):
    """A way to reach a person. `normal` is how numbers and addresses are compared (E.164, lower case, postcode+line).

    Nothing is assumed safe: a new point's safety is not known until somebody asked.
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="points")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="points")
    kind = models.CharField(max_length=10, choices=PointKind)
    value = models.CharField(max_length=400)
    postcode = models.CharField(max_length=10, blank=True)
    normal = models.CharField(max_length=400, editable=False)
    safe = models.CharField(max_length=10, choices=YesNoUnknown, default=YesNoUnknown.UNKNOWN)
    may_text = models.CharField(max_length=10, choices=YesNoUnknown, default=YesNoUnknown.UNKNOWN)
    may_leave_message = models.CharField(max_length=10, choices=YesNoUnknown, default=YesNoUnknown.UNKNOWN)
    shared_with = models.CharField(max_length=200, blank=True)
    preferred = models.BooleanField(default=False)
    place = models.CharField(max_length=20, choices=Place, blank=True)  # of an address: prison, refuge, ... (P24)
    #: Who must not learn this number or address: nothing that goes to them, or that they may see, names it (P24).
    secret_from = models.ManyToManyField(Person, blank=True, related_name="+")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    opted_out_at = models.DateTimeField(null=True)
    opted_out_by = ActorField(null=True)
    returned_on = models.DateField(null=True, blank=True)

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            both_or_neither(
                "opted_out_at", "opted_out_by", name="point_opted_out", sentence="Say who opted out, and when."
            ),
        )
        indexes = (
            models.Index(fields=("normal",), name="point_normal"),
            models.Index(fields=("postcode",), condition=~Q(postcode=""), name="point_postcode"),
        )

    def __str__(self) -> str:
        return self.value


@tracked()
class Need(Record):
    """What a person needs to understand and be understood, with the day it is looked at again (DAPB1605)."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="needs")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="needs")
    kind = models.CharField(max_length=20, choices=NeedKind)
    text = models.CharField(max_length=300)
    review_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = ActorField(null=True)

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            both_or_neither("ended_at", "ended_by", name="need_ended", sentence="Say who ended it, and when."),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text}"


@tracked()
class Alert(Record):
    """What must not be missed, with the words, a review date, and who lifted it.

    A restricted person is somebody who must not learn of the work: nothing goes to them or to where they live.
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="alerts")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="alerts")
    kind = models.CharField(max_length=20, choices=AlertKind)
    text = models.TextField()
    review_on = models.DateField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = ActorField(null=True)

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            both_or_neither("lifted_at", "lifted_by", name="alert_lifted", sentence="Say who lifted it, and when."),
            models.CheckConstraint(
                condition=~Q(kind=AlertKind.RESTRICTED_PERSON) | Q(person__isnull=False),
                name="alert_restricted_who",
                violation_error_message="Say who must not learn of the work.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text}"


@tracked()
class Agreement(Record):
    """Whether one adult knows of the referral and agrees to the work; a new answer is a new row (P2, SCR-3)."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="agreements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="agreements")
    knows = models.CharField(max_length=10, choices=YesNoUnknown)
    agrees = models.CharField(max_length=10, choices=YesNoUnknown)
    asked_by = models.CharField(max_length=120, blank=True)
    asked_on = models.DateField(null=True, blank=True)

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")

    def __str__(self) -> str:
        return f"{self.person}: knows {self.knows}, agrees {self.agrees}"


@tracked()
class Consent(Record):
    """What one adult allows or refuses, for one recipient; withdrawal and replacement are new rows.

    `recipient` is a professional's role ("health_visitor") or a professional's key. `giver` is a snapshot.
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="consents")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=20, choices=ConsentPurpose)
    recipient = models.CharField(max_length=40, blank=True)
    given = models.BooleanField()
    how = models.CharField(max_length=60)
    given_on = models.DateField()
    evidence = models.CharField(max_length=200, blank=True)
    giver = models.JSONField(default=dict)

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        ordering = ("given_on", "created_at", "pk")

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.recipient}: {'yes' if self.given else 'no'}"
