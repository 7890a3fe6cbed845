"""Reading users, what was done, and background work, for those who look after them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from families.models import Family
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import Membership, User
from pitservice.accounts.viewer import Viewer
from pitservice.audit.models import Event
from pitservice.jobs.enums import JobState
from pitservice.jobs.models import Job


def memberships_of(viewer: Viewer) -> QuerySet[Membership]:
    """Roles in the teams that this viewer manages, those that have ended too, newest first."""
    found = Membership.objects.filter(team_id__in=viewer.team_ids).select_related("team", "user", "supervisor")
    return found.order_by("-starts_on", "-pk")


def users_of(viewer: Viewer, *, name: str = "", closed: bool = False) -> QuerySet[User]:
    """Colleagues who have or had a role in the teams that this viewer manages, by name."""
    mine = Membership.objects.filter(team_id__in=viewer.team_ids)
    found = User.objects.filter(pk__in=mine.values("user_id"), is_active=not closed)
    if name:
        found = found.filter(Q(name__icontains=name) | Q(email__icontains=name))
    shown = Prefetch("memberships", memberships_of(viewer), to_attr="shown_memberships")
    return found.prefetch_related(shown).order_by("name", "pk")


def events_of(viewer: Viewer, *, user: str = "", verb: str = "", since: date | None = None) -> QuerySet[Event]:
    """What was done in the viewer's teams, newest first; about families that exist for them only."""
    found = Event.objects.filter(team_id__in=viewer.team_ids).select_related("reason")
    hidden = Family.objects.filter(team_id__in=viewer.team_ids, restricted=True)
    hidden = hidden.exclude(team_id__in=Viewer.of(viewer.user, Permission.GUARD).team_ids)
    found = found.exclude(family_id__in=hidden.values("pk"))
    if user:
        found = found.filter(by=f"user:{user}")
    if verb:
        found = found.filter(verb__startswith=f"{verb}.")
    if since:
        found = found.filter(at__gte=timezone.make_aware(datetime.combine(since, time.min)))
    return found.order_by("-at", "-pk")


def family_titles(viewer: Viewer, ids: Sequence[int]) -> dict[int, tuple[str, str, int]]:
    """Title, key and team of those of these families that the viewer may see, in one query."""
    families = Viewer.of(viewer.user, Permission.SEE_FAMILIES)
    found = Family.objects.visible_to(families).filter(pk__in=set(ids))
    return {pk: (title, key, team) for pk, title, key, team in found.values_list("pk", "title", "key", "team_id")}


def jobs_of(viewer: Viewer, state: str = "") -> QuerySet[Job]:
    """Background work of the viewer's teams, newest first; what failed when nothing else is asked for."""
    found: Any = Job.objects.visible_to(viewer).filter(state=state or JobState.FAILED)
    return found.order_by("-created_at", "-pk")  # type: ignore[no-any-return]  # a queryset of jobs


def failed_since(viewer: Viewer, days: int = 90) -> QuerySet[Job]:
    """What failed and waits for a person; older than `days` it is no longer of use."""
    return jobs_of(viewer).filter(created_at__gte=timezone.now() - timedelta(days=days))
