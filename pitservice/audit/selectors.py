"""Reading the audit back."""

from __future__ import annotations

from django.db.models import QuerySet

from pitservice.audit.models import Access, Event


def who_looked(family_id: int) -> QuerySet[Access]:
    """Everybody who saw something of this family, newest first."""
    return Access.objects.filter(family_id=family_id).order_by("-at", "-pk")


def what_was_done(family_id: int) -> QuerySet[Event]:
    """Everything done about this family, newest first."""
    return Event.objects.filter(family_id=family_id).select_related("reason").order_by("-at", "-pk")
