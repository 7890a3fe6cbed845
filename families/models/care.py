"""CareChange, Approach, Competence, Disagreement: who cares for the child, and what each adult's part is."""

from __future__ import annotations

from django.db import models

from families.enums import ApproachAnswer, CareKind
from families.models.people import Family, Person
from families.scoping import FamilyScopedQuerySet
from pitservice.configuration.enums import YesNoUnknown
from pitservice.db.actor import ActorField
from pitservice.db.constraints import both_or_neither
from pitservice.db.history import tracked
from pitservice.db.models import Record


@tracked()
class CareChange(Record):
    """A child, or a parent with it, lives elsewhere or with others.

    Every outgoing word waits until a person has settled who is told what (P24).
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="care_changes")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="care_changes")
    kind = models.CharField(max_length=25, choices=CareKind)
    happened_on = models.DateField()
    responsible = models.CharField(max_length=300, blank=True)  # who holds parental responsibility now
    may_agree = models.CharField(max_length=300, blank=True)  # who may agree to the work now
    settled_at = models.DateTimeField(null=True)
    settled_by = ActorField(null=True)

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            both_or_neither("settled_at", "settled_by", name="care_settled", sentence="Say who settled it, and when."),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.happened_on}"


@tracked()
class Approach(Record):
    """Whether and how a father or partner was asked to take part; the newest row for each counts (P26).

    `person` is null while nobody is recorded whom it could be about.
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="approaches")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="approaches")
    answer = models.CharField(max_length=20, choices=ApproachAnswer)
    how = models.CharField(max_length=120, blank=True)
    asked_on = models.DateField(null=True, blank=True)
    words = models.TextField(blank=True)

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "approaches"
        ordering = ("created_at", "pk")

    def __str__(self) -> str:
        return self.get_answer_display()


@tracked()
class Competence(Record):
    """Whether a parent under 18 can agree for themselves, as somebody found it on a day; the newest counts (P27)."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="competences")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="competences")
    competent = models.CharField(max_length=10, choices=YesNoUnknown)
    found_by = models.CharField(max_length=120)
    found_on = models.DateField()
    words = models.TextField(blank=True)
    #: For somebody under 16: what was thought about their own safety (never a blank by default).
    safeguarding_thought = models.TextField(blank=True)

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        ordering = ("found_on", "created_at", "pk")

    def __str__(self) -> str:
        return f"{self.person}: competent {self.competent}"


@tracked()
class Disagreement(Record):
    """One who holds parental responsibility objects to what another agreed to: the lead is asked (P28)."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="disagreements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="disagreements")  # who objects
    words = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = ActorField(null=True)

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            both_or_neither(
                "settled_at", "settled_by", name="disagreement_settled", sentence="Say who settled it, and when."
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} does not agree"
