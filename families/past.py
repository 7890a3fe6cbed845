"""What stands no more, and who ended it: for the foot of the contact tab."""

from __future__ import annotations

from django.db.models import QuerySet

from families.models import Alert, Family, FamilyProfessional
from pitservice.accounts.selectors import user_names
from pitservice.accounts.viewer import Viewer
from pitservice.audit.models import Event


def alerts_of(family: Family, viewer: Viewer) -> QuerySet[Alert]:
    """Alerts that were lifted, the newest first."""
    found: QuerySet[Alert] = Alert.objects.visible_to(viewer).filter(family=family).exclude(lifted_at=None)
    return found.order_by("-lifted_at", "-pk")


def lifting_of(family: Family) -> dict[int, tuple[str, str]]:
    """By whom and why each alert was lifted, by the alert's id; two queries, none where none was lifted."""
    events = Event.objects.filter(family_id=family.pk, verb="families.lift_alert").select_related("reason")
    rows = list(events.order_by("pk"))
    names = user_names(pk for row in rows if (pk := row.by.user_id)) if rows else {}
    return {
        row.subject_id: (names.get(row.by.user_id or 0, "the product"), row.reason.text if row.reason else "")
        for row in rows
    }


def former_links(family: Family, viewer: Viewer) -> QuerySet[FamilyProfessional]:
    """Professionals whose part in the family's life has ended, the newest first."""
    found: QuerySet[FamilyProfessional] = FamilyProfessional.objects.visible_to(viewer).filter(family=family)
    return found.exclude(ends_on=None).select_related("professional").order_by("-ends_on", "-pk")


def secrets_of(family: Family) -> list[tuple[Event, str]]:
    """Each time somebody said from whom a number or address is secret, with by whom, the newest first (P24)."""
    said = Event.objects.filter(family_id=family.pk, verb__in=("families.add_point", "families.keep_secret"))
    rows = [row for row in said.order_by("-pk") if row.data.get("secret_from") or row.data.get("removed")]
    names = user_names(pk for row in rows if (pk := row.by.user_id)) if rows else {}
    return [(row, names.get(row.by.user_id or 0, "the product")) for row in rows]
