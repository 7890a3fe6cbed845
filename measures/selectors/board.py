"""What happened beside the measures: sessions, births, work begun and ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from caseload.models import Episode, Session
from caseload.selectors.people import babies_to_work_for
from families.models import Family
from pitservice.accounts.viewer import Viewer


def happened(family: Family, viewer: Viewer, names: Mapping[int, str]) -> tuple[list[date], list[tuple[date, str]]]:
    """Days of sessions, and events in order. The birth of a baby who was lost is not on it (P22)."""
    sessions = Session.objects.visible_to(viewer).filter(episode__family=family)
    days = list(sessions.standing().order_by("started", "pk").values_list("local_date", flat=True))  # type: ignore[attr-defined]  # SessionQuerySet
    events = [
        (baby.date_of_birth, f"{names.get(baby.pk, baby.name)} was born")
        for baby in babies_to_work_for(family)
        if baby.date_of_birth is not None
    ]
    for episode in Episode.objects.visible_to(viewer).filter(family=family).order_by("pk"):
        events.append((episode.opened_on, "our work began"))
        if episode.closed_on is not None:
            events.append((episode.closed_on, "our work ended"))
    return days, sorted(events)
