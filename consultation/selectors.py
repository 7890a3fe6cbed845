"""Reading consultations."""

from __future__ import annotations

from datetime import date

from consultation.models import Consultation
from families.models import Family
from families.scoping import FamilyScopedQuerySet
from pitservice.accounts.viewer import Viewer


def consultations(
    viewer: Viewer,
    *,
    since: date | None = None,
    until: date | None = None,
    consultant: int | None = None,
) -> FamilyScopedQuerySet[Consultation]:
    """Those the viewer may see, newest first: anonymous ones of their teams, named ones with their family (CNS-1)."""
    found = Consultation.objects.visible_to(viewer).select_related("consultant", "family")
    if since:
        found = found.filter(held_on__gte=since)
    if until:
        found = found.filter(held_on__lte=until)
    if consultant:
        found = found.filter(consultant_id=consultant)
    return found.order_by("-held_on", "-pk")


def of_family(family: Family, viewer: Viewer) -> FamilyScopedQuerySet[Consultation]:
    """Those that name this family, newest first."""
    return consultations(viewer).filter(family=family)
