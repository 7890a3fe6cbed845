"""Reading consultations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import F, QuerySet

from consultation.enums import ConsultationOutcome, Owner
from consultation.models import (
    Activity,
    ActivityKind,
    Consultation,
    ConsultationAction,
    ConsultationConcern,
    WrittenAgreement,
)
from families.models import Family
from families.scoping import FamilyScopedQuerySet
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import Team, User
from pitservice.accounts.selectors import holders
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
    """Those that stand in this family's record, newest first: those that name it, where the team keeps them there."""
    return consultations(viewer).filter(family=family, in_record=True)


def consultants(teams: Sequence[Team]) -> Any:
    """Colleagues who consult in any of these teams."""
    found = User.objects.none()
    for team in teams:
        found = found | holders(team.pk, Permission.CONSULT)
    return found.distinct().order_by("name", "pk")


def concerns(viewer: Viewer, *, closed_too: bool = False) -> Any:
    """Concerns out of consultations that exist for this viewer, oldest first; open ones, or all."""
    found = ConsultationConcern.objects.visible_to(viewer).select_related("consultation__family")
    found = found.select_related("consultation__consultant")
    return (found if closed_too else found.filter(closed_at=None)).order_by("created_at", "pk")


def escalated_without_concern(viewer: Viewer) -> Any:
    """Consultations that say they were escalated, without the concern being written down."""
    found = consultations(viewer).filter(outcome=ConsultationOutcome.ESCALATED, concerns=None)
    return found.order_by("held_on", "pk")


def agreed_actions(viewer: Viewer, *, done_too: bool = False) -> Any:
    """What was agreed, due first; what is open, or all."""
    found = ConsultationAction.objects.visible_to(viewer).select_related("consultation__family", "colleague")
    return (found if done_too else found.filter(done_at=None)).order_by(F("due_on").asc(nulls_last=True), "pk")


def ours(viewer: Viewer) -> Any:
    """What one of us has still to do."""
    return agreed_actions(viewer).filter(owner=Owner.US)


def agreements(viewer: Viewer, *, ended_too: bool = False) -> Any:
    """Written agreements of the viewer's teams, review due first; those in force, or all."""
    found = WrittenAgreement.objects.visible_to(viewer)
    return (found if ended_too else found.filter(ended_on=None)).order_by("review_on", "pk")


def unacknowledged(key: str) -> Consultation | None:
    """The consultation whose statement a private link may show: the link alone lets its holder see it (P11)."""
    return Consultation.objects.filter(key=key, acknowledged_at=None).select_related("team").first()


def activities(
    viewer: Viewer, *, category: str = "", colleague: User | None = None, days: tuple[date, date] | None = None
) -> QuerySet[Activity]:
    """Other work of the viewer's teams, newest first; of one category, one colleague or some days where asked."""
    found = Activity.objects.visible_to(viewer).select_related("kind", "colleague")
    if category:
        found = found.filter(category=category)
    if colleague:
        found = found.filter(colleague=colleague)
    if days:
        found = found.filter(done_on__range=days)
    return found.order_by("-done_on", "-pk")


def activity_kinds(viewer: Viewer) -> QuerySet[ActivityKind]:
    """Kinds of other work on the lists of the viewer's teams, by name."""
    listed = ActivityKind.objects.visible_to(viewer).filter(ended_on__isnull=True)
    return listed.select_related("team").order_by("team__name", "name", "pk")


def week_of(asked: str, today: date) -> date:
    """The Monday of the week of a day in an address; of today where it cannot be read, or lies ahead."""
    try:
        day = min(date.fromisoformat(asked), today)
    except ValueError:
        day = today
    return day - timedelta(days=day.weekday()) if day.year > 1 else today - timedelta(days=today.weekday())
