"""Reading the audit back."""

from __future__ import annotations

from datetime import date

from django.db.models import Model, QuerySet

from pitservice.audit.models import Access, Event


def who_looked(
    *family_ids: int, user: int | None = None, since: date | None = None, until: date | None = None
) -> QuerySet[Access]:
    """Everybody who saw something of these families (one, and those merged into it), newest first;

    with `user` of one colleague, from a day to a day.
    """
    found = Access.objects.filter(family_id__in=family_ids)
    if user is not None:
        found = found.filter(user_id=user)
    if since is not None:
        found = found.filter(at__date__gte=since)
    if until is not None:
        found = found.filter(at__date__lte=until)
    return found.order_by("-at", "-pk")


def what_was_done(*family_ids: int) -> QuerySet[Event]:
    """Everything done about these families, newest first."""
    return Event.objects.filter(family_id__in=family_ids).select_related("reason").order_by("-at", "-pk")


def what_was_done_to(subject: Model) -> QuerySet[Event]:
    """Everything done to one row, oldest first, with the reasons that were given."""
    rows = Event.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)
    return rows.select_related("reason").order_by("at", "pk")
