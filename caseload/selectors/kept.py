"""The last day on which anybody worked with a family, from which its record's retention is counted (domain.md §4.6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Max
from django.utils import timezone

from caseload.enums import EpisodeState
from caseload.models import Appointment, ContactAttempt, Episode


def last_contacts(family_ids: Sequence[int]) -> Mapping[int, date]:
    """Today while work is open; else the latest of the ending, the last appointment and the last attempt."""
    today = timezone.localdate()
    found: dict[int, date] = {}

    def later(family_id: int, day: date | None) -> None:
        if day is not None:
            found[family_id] = max(found.get(family_id, day), min(day, today))

    for family_id, state, closed_on in (
        Episode.objects.filter(family__in=family_ids).order_by("pk").values_list("family_id", "state", "closed_on")
    ):
        later(family_id, closed_on if state == EpisodeState.CLOSED else today)
    for rows, column in ((Appointment.objects, "starts"), (ContactAttempt.objects, "made")):
        last = rows.filter(episode__family__in=family_ids).values("episode__family_id").annotate(last=Max(column))
        for row in last.order_by("episode__family_id"):
            later(row["episode__family_id"], timezone.localtime(row["last"]).date())
    return found
