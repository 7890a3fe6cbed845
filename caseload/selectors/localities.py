"""Localities of a team, and the families that wait in each (toolkit ch. 6): read, never proposed or ranked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.utils import timezone

from caseload.localities import Elsewhere, Localities
from caseload.models import Locality, LocalityArea, WorksIn
from families.homes import homes_of
from families.models import Family
from pitservice.accounts.models import Team
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.selectors import settings_of
from referrals.models import WaitingEntry
from referrals.selectors.waiting import in_order, waiting


def _with_what_is_in_it(rows: QuerySet[Locality]) -> QuerySet[Any]:
    """With `in_areas` and `worker_ids` as they are now."""
    standing = {"locality": OuterRef("pk"), "ended_on": None}
    areas = LocalityArea.objects.filter(**standing).order_by("area")
    workers = WorksIn.objects.filter(**standing).order_by("user__name", "user_id")
    return rows.annotate(in_areas=ArraySubquery(areas.values("area")), worker_ids=ArraySubquery(workers.values("user")))


def localities_of(team_id: int) -> Localities:
    """The team's localities in force, by name, in one query."""
    rows = Locality.objects.filter(team=team_id, ended_on=None)
    return Localities(list(_with_what_is_in_it(rows).order_by("name", "pk")))


def localities_seen_by(viewer: Viewer) -> QuerySet[Any]:
    """Those of the viewer's teams, those in force first."""
    rows = _with_what_is_in_it(Locality.objects.visible_to(viewer)).select_related("team")
    return rows.order_by("team__name", F("ended_on").desc(nulls_first=True), "name", "pk")


def any_locality(viewer: Viewer) -> bool:
    """Whether any of the viewer's teams has a locality in force, so that this way of allocating is theirs."""
    return Locality.objects.visible_to(viewer).filter(ended_on=None).exists()


def near(family: Family) -> Mapping[int, Sequence[str]]:
    """By colleague's id: the localities in which they work and the family lives; nobody where that is not shown."""
    localities = localities_of(family.team_id)
    return localities.near(homes_of([family.pk], timezone.localdate())[family.pk]) if localities else {}


def waiting_of(team: Team, viewer: Viewer) -> QuerySet[WaitingEntry]:
    """Waiting families of a team that the viewer may see, in the order in force (WL-1)."""
    return in_order(waiting(viewer).filter(team=team), settings_of(team.pk).waiting_order)


def grouped(team: Team, viewer: Viewer, localities: Localities, today: date) -> Mapping[str, list[int]]:
    """Ids of waiting entries by the key of a locality, or by what a family is instead, each in the order in force.

    Every locality is there, empty or not; what families are instead only where there are any. Three queries.
    """
    rows = list(waiting_of(team, viewer).values_list("pk", "family_id"))
    homes = homes_of([family for _, family in rows], today)
    found: dict[str, list[int]] = {key: [] for key in (*(row.key for row in localities.rows), *Elsewhere.values)}
    for entry, family in rows:
        found[localities.group(homes[family])].append(entry)
    return {group: ids for group, ids in found.items() if ids or group not in Elsewhere.values}
