"""Reading the register: policies, the version in force, who has read it and who has not (P84)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from pitservice.accounts.models import Membership, User
from pitservice.accounts.viewer import Viewer
from pitservice.policies.models import Policy, PolicyReading, PolicyVersion


@dataclass(frozen=True, slots=True)
class Standing:
    """A policy as it stands: its version in force, the one that is being prepared, and who read the first."""

    policy: Policy
    in_force: PolicyVersion | None
    draft: PolicyVersion | None
    earlier: tuple[PolicyVersion, ...]
    read: Mapping[int, PolicyReading]

    def not_read_by(self, members: Iterable[User]) -> list[User]:
        """Those of a team who have not said that they read the version in force; nobody while none is."""
        return [user for user in members if user.pk not in self.read] if self.in_force else []


def policies(viewer: Viewer, *, ended_too: bool = False) -> QuerySet[Policy]:
    """The policies of the viewer's teams, with their versions and who read them, by name."""
    versions = PolicyVersion.objects.order_by("-number").prefetch_related("readings")
    found = Policy.objects.visible_to(viewer).select_related("team")
    found = found.prefetch_related(Prefetch("versions", versions)).order_by("title", "pk")
    return found if ended_too else found.filter(ended_on=None)


def kinds_in_register(viewer: Viewer) -> Mapping[int, set[str]]:
    """What the policies of each team are about that have not ended, by team id: on whatever page (P84)."""
    found: dict[int, set[str]] = {}
    now = Policy.objects.visible_to(viewer).filter(ended_on=None).order_by()
    for team_id, kind in now.values_list("team_id", "kind"):
        found.setdefault(team_id, set()).add(kind)
    return found


def standing(policy: Policy) -> Standing:
    """How one of `policies` stands, without a query."""
    versions: list[PolicyVersion] = list(policy.versions.all())
    draft = next((one for one in versions if one.ratified_on is None), None)
    ratified = [one for one in versions if one.ratified_on is not None]
    now = ratified[0] if ratified else None
    read = {one.user_id: one for one in now.readings.all()} if now else {}
    return Standing(policy, now, draft, tuple(ratified[1:]), read)


def members_of(team_ids: Iterable[int], today: date) -> Mapping[int, list[User]]:
    """Today's members of each team, by name: those who are to read its policies."""
    found: dict[int, dict[int, User]] = {team_id: {} for team_id in team_ids}
    memberships = Membership.objects.current(today).filter(team_id__in=found).select_related("user")
    for one in memberships.order_by("user__name", "user_id"):
        found[one.team_id][one.user_id] = one.user
    return {team_id: list(users.values()) for team_id, users in found.items()}


def to_read(viewer: Viewer) -> QuerySet[PolicyVersion]:
    """Versions in force that this colleague has not said they read, those ratified first at the top."""
    later = PolicyVersion.objects.filter(
        policy=OuterRef("policy"), number__gt=OuterRef("number"), ratified_on__isnull=False
    )
    mine = PolicyReading.objects.filter(version=OuterRef("pk"), user=viewer.user)
    found = PolicyVersion.objects.visible_to(viewer).filter(ratified_on__isnull=False, policy__ended_on=None)
    found = found.filter(~Exists(later), ~Exists(mine)).select_related("policy")
    return found.order_by("ratified_on", "pk")


def to_review(viewer: Viewer, by: date) -> QuerySet[Policy]:
    """Policies whose review is due by a day, the first due first."""
    found = Policy.objects.visible_to(viewer).filter(ended_on=None, review_on__lte=by)
    return found.order_by("review_on", "pk")
