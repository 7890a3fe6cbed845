"""Whose a telephone number is: for texts that came in (P44). Numbers are compared as the contact rules compare them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from families.contact.normal import normal_phone
from families.enums import PointKind
from families.models import ContactPoint
from pitservice.accounts.viewer import Viewer

PHONES = (PointKind.MOBILE, PointKind.LANDLINE)


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody whose number it is, by ids alone: for a machine that sorts, never for a screen."""

    team_id: int
    family_id: int
    person_id: int


def comparable(number: str) -> str:
    """A number as numbers are compared: E.164 where it can be one, else its digits."""
    return normal_phone(number)


def owners_of(number: str) -> list[Owner]:
    """Everybody in the organisation whose number this is now, restricted families too. Never shown to anybody."""
    rows = ContactPoint.objects.filter(_in_force(), person__sealed=False, kind__in=PHONES, normal=comparable(number))
    found = rows.values_list("team_id", "family_id", "person_id").distinct().order_by("family_id", "person_id")
    return [Owner(*row) for row in found]


def points_with(number: str, viewer: Viewer) -> QuerySet[ContactPoint]:
    """The contact points with this number that exist for the viewer, with person and family (P10, P20)."""
    return points_with_any([comparable(number)], viewer)


def points_with_any(numbers: Iterable[str], viewer: Viewer) -> QuerySet[ContactPoint]:
    """The same for several numbers, as they are compared, in one query."""
    visible = ContactPoint.objects.visible_to(viewer).filter(_in_force(), kind__in=PHONES, normal__in=list(numbers))
    return visible.select_related("person", "family").order_by("family_id", "person_id", "pk")


def every_point_with(number: str) -> QuerySet[ContactPoint]:
    """Every contact point with this number anywhere, for an act that counts by the number (STOP: P44)."""
    return ContactPoint.objects.filter(kind__in=PHONES, normal=comparable(number)).order_by("pk")


def _in_force() -> Q:
    return Q(ends_on=None) | Q(ends_on__gte=timezone.localdate())
