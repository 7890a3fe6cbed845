"""Consultation: one conversation with another worker about their work."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from consultation.enums import AgeBand, AgreedBy, Anonymity, Carried, ConsultationForm, ConsultationOutcome
from families.models import Family
from families.scoping import FamilyScopedQuerySet
from pitservice.accounts.models import User
from pitservice.configuration.enums import ConsultationNotes, ConsultationTime, ReferralSource
from pitservice.db.actor import ActorField
from pitservice.db.constraints import both_or_neither
from pitservice.db.history import tracked
from pitservice.db.models import Record
from referrals.models import Referral


@tracked()
class Consultation(Record):
    """A conversation with another worker about their work with a family: anonymous unless said otherwise (CNS-1).

    `statement` is the text on accountability as it was given; accountability stays with the consultee, who may
    acknowledge it by a private link. `notes_kept`, `readers`, `time_booked` and `in_record` are the team's answers to
    the chapter's questions as they were in force that day (toolkit ch. 6, "Note-keeping"). When a referral
    is made of it, only what is in `carried` goes along; `referral` is kept only where that was agreed too: otherwise
    nothing leads from an anonymous consultation to the family.
    """

    held_on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    consultant = models.ForeignKey(User, on_delete=models.PROTECT, related_name="consultations")
    consultee_name = models.CharField(max_length=120)
    consultee_role = models.CharField(max_length=20, choices=ReferralSource)
    consultee_organisation = models.CharField(max_length=200, blank=True)
    also_there = models.TextField(blank=True)  # other consultees: a name and a role to a line
    staff_reached = models.PositiveSmallIntegerField(default=1)
    form = models.CharField(max_length=12, choices=ConsultationForm, default=ConsultationForm.SINGLE)
    anonymity = models.CharField(max_length=14, choices=Anonymity, default=Anonymity.ANONYMOUS)
    anonymity_reason = models.TextField(blank=True)
    age_band = models.CharField(max_length=10, choices=AgeBand, default=AgeBand.UNKNOWN)
    themes = models.CharField(max_length=300, blank=True)
    notes = models.TextField(blank=True)
    actions_agreed = models.TextField(blank=True)
    outcome = models.CharField(max_length=20, choices=ConsultationOutcome, default=ConsultationOutcome.NONE)
    statement = models.TextField(blank=True)
    statement_given = models.BooleanField(default=False)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = ActorField(null=True)
    acknowledged_name = models.CharField(max_length=120, blank=True)
    notes_kept = models.CharField(max_length=10, choices=ConsultationNotes, blank=True)
    readers = models.TextField(blank=True)
    time_booked = models.CharField(max_length=14, choices=ConsultationTime, blank=True)
    in_record = models.BooleanField(default=True)
    family = models.ForeignKey(Family, null=True, blank=True, on_delete=models.PROTECT, related_name="consultations")
    carried = ArrayField(models.CharField(max_length=12, choices=Carried), default=list, blank=True)
    carried_agreed_by = models.CharField(max_length=12, choices=AgreedBy, blank=True)
    referred = models.BooleanField(default=False)
    referral = models.ForeignKey(Referral, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(anonymity=Anonymity.ANONYMOUS) | Q(family__isnull=True),
                name="consultation_anonymous",
                violation_error_message="An anonymous consultation names no family.",
            ),
            models.CheckConstraint(
                condition=~Q(anonymity=Anonymity.WITH_REASON) | ~Q(anonymity_reason=""),
                name="consultation_reason",
                violation_error_message="Enter why the family is named without knowing of it.",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gt=0, staff_reached__gt=0),
                name="consultation_numbers",
                violation_error_message="Minutes and the number of staff reached must be at least 1.",
            ),
            both_or_neither(
                "acknowledged_at",
                "acknowledged_by",
                name="consultation_acknowledged",
                sentence="Say who acknowledged the statement, and when.",
            ),
            models.CheckConstraint(
                condition=Q(carried=[]) | ~Q(carried_agreed_by=""),
                name="consultation_carried_agreed",
                violation_error_message="Say who agreed to what is carried over.",
            ),
            models.CheckConstraint(
                condition=Q(referral=None) | Q(referred=True, carried__contains=[Carried.TOGETHER]),
                name="consultation_referral_agreed",
                violation_error_message="A consultation leads to its referral only where that was agreed.",
            ),
        )
        indexes = (models.Index(fields=("team", "-held_on"), name="consultation_date"),)

    def __str__(self) -> str:
        return f"Consultation of {self.held_on}"
