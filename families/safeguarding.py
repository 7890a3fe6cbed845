"""What is known about a family's safety, in order, and what waits about it (P4, P32)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from families.deadlines import answer_due
from families.models import (
    CareChange,
    Concern,
    Correction,
    Family,
    Loss,
    ProtectionStatus,
    Sharing,
    SocialCareReferral,
)
from families.names import family_label, known_names
from families.presenters.safeguarding import care_stage
from families.presenters.safety_entries import concern_entries, referral_entries, sharing_entry, status_entries
from families.registry import DatedEntry, TimelineSource
from families.selectors import mine
from pitservice.accounts.enums import Permission
from pitservice.accounts.selectors import user_names
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.selectors import holidays_of_teams
from pitservice.db.actor import Actor
from pitservice.ui.components import Colour, Link, Tag
from pitservice.ui.worklist import Item, Source

LIST = "families:safeguarding_waiting"


def makers(rows: Iterable[Any]) -> dict[str, str]:
    """Who entered each, by how the row keeps it; one query for all."""
    actors: set[Actor] = {row.created_by for row in rows}
    names = user_names(actor.user_id for actor in actors if actor.user_id is not None)
    return {
        str(actor): (names.get(actor.user_id, "") if actor.user_id is not None else "") or "The system"
        for actor in actors
    }


def chronology(family: Family, viewer: Viewer) -> Mapping[str, Sequence[Any]]:
    """The rows that the chronology is drawn from; seven queries, however many there are."""
    concerns = list(
        Concern.objects.visible_to(viewer).filter(family=family).prefetch_related("steps").order_by("happened_on", "pk")
    )
    return {
        "concerns": concerns,
        "referrals": list(SocialCareReferral.objects.visible_to(viewer).filter(family=family).order_by("pk")),
        "statuses": list(ProtectionStatus.objects.visible_to(viewer).filter(family=family).order_by("starts_on", "pk")),
        "sharings": list(Sharing.objects.visible_to(viewer).filter(family=family)),
        "losses": list(Loss.objects.visible_to(viewer).filter(family=family).select_related("person").order_by("pk")),
        "changes": list(CareChange.objects.visible_to(viewer).filter(family=family).order_by("happened_on", "pk")),
        "errors": list(Correction.objects.visible_to(viewer).filter(family=family).order_by("pk")),
    }


def concerns(viewer: Viewer, today: date) -> list[Item]:
    """Every open concern, always: its next step by its day, first of all when that is past (P4)."""
    own = _own(viewer)
    rows = Concern.objects.visible_to(viewer).filter(closed_at=None).select_related("family").order_by("next_on", "pk")
    return [_concern(row, own, viewer, today) for row in rows]


def _concern(row: Concern, own: set[int], viewer: Viewer, today: date) -> Item:
    late = row.next_on is None or row.next_on < today
    label = family_label(row.family)
    return Item(
        what=f"Safeguarding concern: {row.next_step or 'decide what happens next'}",
        whose=label,
        action=Link("Open", reverse("families:concern", args=[row.family.key, row.key]), hidden=f"concern: {label}"),
        mine=row.family_id in own or row.created_by == viewer.actor,
        due=row.next_on or today,
        since=row.created_at,
        tag=Tag("Late", Colour.RED) if late else None,
        urgent=late,
        family=(row.family_id, row.team_id),
    )


def social_care(viewer: Viewer, today: date) -> list[Item]:
    """Referrals to children's social care that nobody has acknowledged: to wait for, to chase, to escalate (P32)."""
    own = _own(viewer)
    rows = SocialCareReferral.objects.visible_to(viewer).filter(acknowledged_on=None).select_related("family")
    holidays = holidays_of_teams(viewer.teams)
    found = []
    for row in rows.order_by("due_on", "pk"):
        due = answer_due(row.due_on, row.chased_on, row.escalated_on, holidays.get(row.team_id, frozenset()))
        stage, label = care_stage(row, due, today), family_label(row.family)
        to = reverse(f"families:{stage.url_name}", args=[row.family.key, row.key])
        found.append(
            Item(
                what=f"Referral to {row.to_whom}",
                whose=label,
                action=Link(stage.action, to, hidden=f"referral to {row.to_whom}: {label}"),
                mine=row.family_id in own or row.created_by == viewer.actor,
                due=due,
                since=row.created_at,
                tag=stage.tag,
                urgent=due < today,
                family=(row.family_id, row.team_id),
            )
        )
    return found


def concerns_dated(family: Family, viewer: Viewer) -> Sequence[DatedEntry]:
    """Concerns on the family's timeline (P25)."""
    names = known_names(family)
    rows = Concern.objects.visible_to(viewer).filter(family=family).select_related("family").order_by("pk")
    return [entry for row in rows for entry in concern_entries(row, names)]


def social_care_dated(family: Family, viewer: Viewer) -> Sequence[DatedEntry]:
    """Referrals to children's social care on the family's timeline (P25)."""
    rows = SocialCareReferral.objects.visible_to(viewer).filter(family=family).select_related("concern")
    return [entry for row in rows.order_by("pk") for entry in referral_entries(row)]


def standing_dated(family: Family, viewer: Viewer) -> Sequence[DatedEntry]:
    """Their standing with social care on the family's timeline (P25)."""
    names = known_names(family)
    rows = ProtectionStatus.objects.visible_to(viewer).filter(family=family).order_by("pk")
    return [entry for row in rows for entry in status_entries(row, names)]


def sharing_dated(family: Family, viewer: Viewer) -> Sequence[DatedEntry]:
    """What was shared or not on the family's timeline (P25)."""
    return [sharing_entry(row, family) for row in Sharing.objects.visible_to(viewer).filter(family=family)]


TIMELINE = (
    TimelineSource("Safeguarding", Permission.SAFEGUARD, Concern, concerns_dated),
    TimelineSource("Safeguarding", Permission.SAFEGUARD, SocialCareReferral, social_care_dated),
    TimelineSource("Safeguarding", Permission.SAFEGUARD, ProtectionStatus, standing_dated),
    TimelineSource("Safeguarding", Permission.SAFEGUARD, Sharing, sharing_dated),
)
SOURCES = (
    Source("Safeguarding concerns", Permission.SAFEGUARD, concerns, LIST),
    Source("Referrals to social care", Permission.SAFEGUARD, social_care, LIST),
)


def _own(viewer: Viewer) -> set[int]:
    """Families that this colleague works with."""
    return set(mine(Family.objects.visible_to(viewer), viewer.user).values_list("pk", flat=True))
