"""Definitions in use, scores that stand, what was recorded about a family."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from caseload.enums import SEEN
from caseload.models import Appointment
from caseload.times import local_day
from families.entries import standing
from families.models import Family
from measures.models import Definition, Goal, MeasureRequest, RiskAnswer, Score
from pitservice.accounts.viewer import Viewer


def in_use(team_ids: Iterable[int]) -> list[Definition]:
    """Measures that these teams use, by code."""
    found = Definition.objects.filter(team__in=list(team_ids), superseded_at=None)
    return list(found.order_by("code"))


def scores_of(family: Family, viewer: Viewer) -> list[Score]:
    """Scores that stand, oldest first: neither corrected since nor struck out."""
    return list(standing_scores(Score.objects.visible_to(viewer).filter(family=family)))


def standing_scores(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of these that were not corrected and not entered in error, oldest first, with what a line needs."""
    found = standing(rows.filter(replaced_by=None))
    return found.select_related("definition", "adult", "baby", "goal").order_by("taken_on", "pk")


def corrected_in(family: Family, viewer: Viewer) -> list[Score]:
    """Scores that a later row stands in for, newest first, with that row."""
    rows = Score.objects.visible_to(viewer).filter(family=family, replaced_by__isnull=False)
    return list(rows.select_related("definition", "replaced_by").order_by("-created_at", "-pk"))


def goals_of(family: Family, viewer: Viewer) -> list[Goal]:
    """Goals of a family, the oldest first, those that are over too."""
    return list(Goal.objects.visible_to(viewer).filter(family=family).select_related("person").order_by("pk"))


def requests_of(family: Family, viewer: Viewer) -> list[MeasureRequest]:
    """Forms asked for by link that are not over, oldest first."""
    rows = MeasureRequest.objects.visible_to(viewer).filter(family=family, ended_at=None)
    return list(rows.select_related("definition", "adult").order_by("pk"))


def risks_open(viewer: Viewer) -> QuerySet[Any]:
    """Risk answers about which nobody has said what was done, oldest first (P60)."""
    rows = RiskAnswer.objects.visible_to(viewer).filter(settled_at=None)
    return rows.select_related("family", "definition", "adult", "request").order_by("created_at", "pk")


def attended_days(family: Family) -> list[date]:
    """Days of attended contacts, oldest first (domain.md §3.4)."""
    rows = Appointment.objects.filter(episode__family=family, state__in=SEEN).order_by("starts", "pk")
    return [local_day(starts) for starts in rows.values_list("starts", flat=True)]
