"""Organisation, Professional, FamilyProfessional: the directory."""

from __future__ import annotations

from django.db import models

from families.enums import ProfessionalRole
from families.models.people import Family
from families.scoping import FamilyScopedQuerySet
from pitservice.accounts.viewer import TeamQuerySet
from pitservice.db.history import tracked
from pitservice.db.models import Record


@tracked()
class Organisation(Record):
    """Where professionals work, or a service to which families can be pointed."""

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=60, blank=True)
    address = models.TextField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    is_alternative = models.BooleanField(default=False)  # a service that a refusal may name
    offers = models.TextField(blank=True)
    for_whom = models.CharField(max_length=300, blank=True)
    code = models.CharField(max_length=8, blank=True)  # its national (ODS) code: of a practice, a trust
    ends_on = models.DateField(null=True, blank=True)  # it has closed, or we no longer point anybody to it

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("team", "name"),
                name="organisation_once",
                violation_error_message="This organisation is in the directory already.",
            ),
        )

    def __str__(self) -> str:
        return self.name


@tracked()
class Professional(Record):
    """A professional outside the team."""

    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=ProfessionalRole, default=ProfessionalRole.OTHER)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="professionals"
    )
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    address = models.TextField(blank=True)
    ends_on = models.DateField(null=True, blank=True)  # no longer works there: offered to no family any more

    objects = TeamQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=("team", "name"), name="professional_name"),)

    def __str__(self) -> str:
        return f"{self.name}, {self.get_role_display()}"


@tracked()
class FamilyProfessional(Record):
    """A professional's part in a family's life, from a day to a day."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="professionals")
    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="families")
    role = models.CharField(max_length=20, choices=ProfessionalRole)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    objects = FamilyScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("family", "professional", "role"),
                condition=models.Q(ends_on__isnull=True),
                name="family_professional_once",
                violation_error_message="This professional is on this family's list already.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.professional} for {self.family}"
