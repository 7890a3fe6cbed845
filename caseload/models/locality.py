"""Locality: a part of a team's area whose families a few colleagues see (toolkit ch. 6)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from pitservice.accounts.models import User
from pitservice.accounts.viewer import TeamQuerySet
from pitservice.db.constraints import one_open
from pitservice.db.history import tracked
from pitservice.db.models import Record


@tracked()
class Locality(Record):
    """A locality of a team, until it is ended; its areas and who works there are rows with days of their own."""

    name = models.CharField(max_length=80)
    ended_on = models.DateField(null=True, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "localities"
        constraints = (
            one_open(
                "team",
                "name",
                open_when=Q(ended_on__isnull=True),
                name="locality_once",
                sentence="The team has a locality of this name already.",
            ),
        )

    def __str__(self) -> str:
        return self.name


@tracked()
class LocalityArea(Record):
    """The beginning of postcodes that lie in a locality ("ZZ16"), from a day until it is taken out."""

    locality = models.ForeignKey(Locality, on_delete=models.PROTECT, related_name="areas")
    area = models.CharField(max_length=8)
    starts_on = models.DateField(default=timezone.localdate)
    ended_on = models.DateField(null=True, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ("area", "pk")
        constraints = (
            one_open(
                "team",
                "area",
                open_when=Q(ended_on__isnull=True),
                name="locality_area_once",
                sentence="This postcode area stands with another locality of the team. Take it out there first.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts_on")),
                name="locality_area_days",
                violation_error_message="An area cannot be taken out before it was put in.",
            ),
        )

    def __str__(self) -> str:
        return self.area


@tracked()
class WorksIn(Record):
    """A colleague works in a locality, from a day until they no longer do."""

    locality = models.ForeignKey(Locality, on_delete=models.PROTECT, related_name="workers")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="works_in")
    starts_on = models.DateField(default=timezone.localdate)
    ended_on = models.DateField(null=True, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "works in"
        constraints = (
            one_open(
                "locality",
                "user",
                open_when=Q(ended_on__isnull=True),
                name="works_in_once",
                sentence="Somebody has just recorded this. Look at it again.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts_on")),
                name="works_in_days",
                violation_error_message="Nobody can stop working somewhere before they began.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} works in {self.locality}"
