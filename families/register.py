"""The register of records: requests, incidents, holds, retention and destruction, and what waits about them (P31).

Who answers for records sees their team's; a restricted one only where they are named, or hold the guardian's
permission.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone

from families.deadlines import years_back
from families.entries import kinds, moved_away
from families.enums import AlertKind, DestructionOf, IncidentKind
from families.keeping import retention, retention_of_incident
from families.models import (
    Alert,
    Concern,
    Consent,
    ContactPoint,
    Destruction,
    Document,
    Family,
    FamilyMember,
    Incident,
    LegalHold,
    Need,
    RecordRequest,
    Sharing,
    SocialCareReferral,
)
from families.names import family_label
from families.retention import Retention
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import User
from pitservice.accounts.viewer import Viewer
from pitservice.ui.components import Colour, Link, Tag
from pitservice.ui.words import inside
from pitservice.ui.worklist import Item, Source

KEEP, GUARD = Permission.KEEP_RECORDS, Permission.GUARD
#: No record is reviewed sooner than this after it was opened or after a death (domain.md §4.6: the shortest is 10).
SOONEST_YEARS = 9
#: Records are shown this long before their day.
AHEAD = timedelta(days=365)
_ABOUT_SOMEBODY: tuple[Any, ...] = (ContactPoint, Need, Alert, Consent)


def kept(model: Any, user: User) -> QuerySet[Any]:
    """Rows about families that this keeper of records sees: with the guardian's permission restricted ones too."""
    rows: QuerySet[Any] = model.objects.visible_to(Viewer.of(user, KEEP))
    guarded: QuerySet[Any] = model.objects.visible_to(Viewer.of(user, GUARD))
    return rows | guarded


def about_moved(incident: Incident) -> bool:
    """Whether the entry that an incident is about was moved out of this family's record since (P25)."""
    label, _, key = incident.about.partition(":")
    kind = next((kind for kind in kinds() if kind.model == label), None)
    return incident.family is not None and kind is not None and moved_away(incident.family, kind, key)


def kept_destructions(user: User) -> QuerySet[Destruction]:
    """Destructions of this keeper's teams, without those of records that do not exist for them."""
    viewer = Viewer.of(user, KEEP)
    hidden = Family.objects.filter(team_id__in=viewer.all_team_ids).exclude(pk__in=kept(Family, user).values("pk"))
    return Destruction.objects.visible_to(viewer).exclude(reference__in=hidden.values("key"))


def to_review(user: User, today: date) -> dict[int, Retention]:
    """By family id, the retention of records whose day is past or comes within a year; two queries and each app's.

    Only records that could be: opened long ago, or of somebody who died long ago.
    """
    before = years_back(today, SOONEST_YEARS)
    died = FamilyMember.objects.filter(person__died_on__lt=before)
    old = kept(Family, user).filter(Q(created_at__date__lt=before) | Q(pk__in=died.values("family_id")))
    families = list(old.filter(merged_into=None).select_related("team").order_by("pk"))
    found = retention(families) if families else {}
    return {family_id: one for family_id, one in found.items() if one.review_on <= today + AHEAD}


def in_order_of(user: User, reviews: Mapping[int, Retention]) -> QuerySet[Family]:
    """Those families, the longest overdue first."""
    ordered = sorted(reviews, key=lambda family_id: (reviews[family_id].review_on, family_id))
    place = Case(
        *(When(pk=family_id, then=Value(number)) for number, family_id in enumerate(ordered)), default=Value(0)
    )
    return kept(Family, user).filter(pk__in=ordered).order_by(place)


def held(families: Sequence[Family]) -> set[int]:
    """The ids of those whose record is held."""
    rows = LegalHold.objects.filter(family__in=families, lifted_at=None)
    return set(rows.values_list("family_id", flat=True))


def proposed(families: Sequence[Family]) -> set[str]:
    """The references of those that are down for destruction."""
    rows = Destruction.objects.filter(reference__in=[family.key for family in families])
    return set(rows.values_list("reference", flat=True))


# --- what must be looked at before anything of a record is given ---


@dataclass(frozen=True, slots=True)
class Withholding:
    """What may not be given, or not as it stands, to whoever asked for a record."""

    documents: Sequence[Document]
    restricted: Sequence[Alert]
    #: How many entries there are about each other person, by person id.
    others: Mapping[int, int] = field(default_factory=dict)
    safety: int = 0


def withholding(request: RecordRequest) -> Withholding:
    """The list that the one who decides goes through, from the record as it is now; nine queries."""
    family = request.family
    others: dict[int, int] = {}
    for model in _ABOUT_SOMEBODY:
        rows = model.objects.filter(family=family, person__isnull=False).exclude(person=request.whose_id)
        for person_id, number in rows.order_by().values_list("person").annotate(n=Count("pk")):
            others[person_id] = others.get(person_id, 0) + number
    alerts = Alert.objects.filter(family=family, lifted_at=None, kind=AlertKind.RESTRICTED_PERSON)
    safety = (Concern, SocialCareReferral, Sharing)
    return Withholding(
        documents=list(Document.objects.filter(family=family, withhold=True).order_by("pk")),
        restricted=list(alerts.select_related("person").order_by("pk")),
        others=others,
        safety=sum(model.objects.filter(family=family).count() for model in safety),
    )


# --- the worklist ---


def requests(viewer: Viewer, today: date) -> list[Item]:
    """Requests that nobody has decided, by the day on which each is due."""
    rows = kept(RecordRequest, viewer.user).filter(decided_at=None).select_related("family")
    return [
        Item(
            what=f"Request: {inside(row.get_kind_display())}",
            whose=family_label(row.family),
            action=Link(
                "Open", reverse("families:request", args=[row.family.key, row.key]), hidden=f"request of {row.asked_by}"
            ),
            mine=row.created_by == viewer.actor,
            due=row.due_on,
            since=row.created_at,
            tag=Tag("Late", Colour.RED) if row.due_on < today else None,
            urgent=row.due_on < today,
            family=(row.family_id, row.team_id),
        )
        for row in rows.order_by("due_on", "pk")
    ]


def incidents(viewer: Viewer, today: date) -> list[Item]:  # noqa: ARG001 - as every source
    """Incidents that nobody has closed; a breach that was not reported by its 72 hours, first of all."""
    rows = kept(Incident, viewer.user).filter(closed_at=None).select_related("family")
    return [_incident(row, viewer) for row in rows.order_by("report_by", "pk")]


def _incident(row: Incident, viewer: Viewer) -> Item:
    clock = row.kind == IncidentKind.BREACH and row.reported_on is None and row.report_by is not None
    late = clock and row.report_by is not None and row.report_by < timezone.now()
    return Item(
        what=row.get_kind_display(),
        whose=family_label(row.family) if row.family else "No single family",
        action=Link("Open", reverse("families:incident", args=[row.key]), hidden=inside(row.get_kind_display())),
        mine=row.created_by == viewer.actor,
        due=timezone.localdate(row.report_by) if clock and row.report_by else None,
        since=row.created_at,
        tag=Tag("72 hours are over", Colour.RED) if late else Tag("72 hours", Colour.YELLOW) if clock else None,
        urgent=clock,
        family=(row.family_id, row.team_id) if row.family_id else None,
    )


def reviews(viewer: Viewer, today: date) -> list[Item]:
    """Records whose day to be looked at has come, and that are neither held nor down for destruction."""
    found = {family_id: one for family_id, one in to_review(viewer.user, today).items() if one.review_on <= today}
    families = list(in_order_of(viewer.user, found)) if found else []
    done = held(families), proposed(families)
    return [
        Item(
            what="Record past its retention date",
            whose=family_label(family),
            action=Link("Look", reverse("families:record_keeping", args=[family.key]), hidden=family_label(family)),
            mine=False,
            due=found[family.pk].review_on,
            family=(family.pk, family.team_id),
        )
        for family in families
        if family.pk not in done[0] and family.key not in done[1]
    ]


def old_incidents(viewer: Viewer, today: date) -> list[Item]:
    """Incidents about no single family whose day has come and that are not down for destruction (decision 0015)."""
    rows = incidents_to_review(viewer.user, today)
    return [
        Item(
            what="Incident past its retention date",
            whose=f"Reference {row.key}",
            action=Link("Look", reverse("families:incident", args=[row.key]), hidden=f"incident {row.key}"),
            mine=False,
            due=retention_of_incident(row).review_on,
        )
        for row in rows
    ]


def incidents_to_review(user: User, today: date) -> list[Incident]:
    """Closed, about no single family, their day past, and not down for destruction; one query."""
    rows = kept(Incident, user).filter(family=None, closed_at__date__lt=years_back(today, SOONEST_YEARS))
    down = Destruction.objects.filter(of=DestructionOf.INCIDENT)
    rows = rows.exclude(key__in=down.values("reference")).select_related("team").order_by("closed_at", "pk")
    return [row for row in rows if retention_of_incident(row).review_on <= today]


def carried_out(viewer: Viewer, today: date) -> list[Item]:
    """Destructions that two people agreed to and nobody has carried out, for those whose name the command takes."""
    rows = kept_destructions(viewer.user).exclude(approved_at=None).filter(destroyed_at=None)
    return [
        Item(
            what="Destruction approved and not carried out: ask the system’s keeper to run it",
            whose=f"Reference {row.reference}",
            action=Link("See how", reverse("families:destructions"), hidden=f"{row.reference} is destroyed"),
            mine=viewer.actor in (row.created_by, row.approved_by),
            due=timezone.localdate(row.approved_at) if row.approved_at else today,
            since=row.approved_at,
        )
        for row in rows.order_by("approved_at", "pk")
    ]


def approvals(viewer: Viewer, today: date) -> list[Item]:  # noqa: ARG001 - as every source
    """Records that a colleague put down for destruction and that a second person must look at."""
    rows = kept_destructions(viewer.user).filter(approved_at=None).order_by("due_on", "pk")
    return [
        Item(
            what="A record is down for destruction: a second person looks",
            whose=f"Reference {row.reference}",
            action=Link("Look", reverse("families:approve_destruction", args=[row.key]), hidden=row.reference),
            mine=False,
            since=row.created_at,
        )
        for row in rows
        if row.created_by != viewer.actor
    ]


SOURCES = (
    Source("Requests for records", KEEP, requests, "families:records"),
    Source("Incidents", KEEP, incidents, "families:incidents"),
    Source("Records past their retention date", KEEP, reviews, "families:retention"),
    Source("Old incidents to look at", KEEP, old_incidents, "families:incidents"),
    Source("Destructions to approve", KEEP, approvals, "families:destructions"),
    Source("Destructions to carry out", KEEP, carried_out, "families:destructions"),
)
