"""Reading users and teams."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import Membership, Team, User
from pitservice.accounts.roles import ROLES


def user_name(ref: str) -> str:
    """The name of the user with this id, or nothing."""
    user = User.objects.filter(pk=int(ref)).only("name").first() if ref.isdigit() else None
    return user.name if user else ""


def user_names(ids: Iterable[int]) -> dict[int, str]:
    """Names by id, in one query: lists use this instead of `Actor.name`."""
    return dict(User.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def colleagues(team_id: int, *roles: RoleName) -> QuerySet[User]:
    """Today's members of a team, all or those with one of these roles, by name."""
    memberships = Membership.objects.current(timezone.localdate()).filter(team_id=team_id)
    if roles:
        memberships = memberships.filter(role__in=roles)
    return User.objects.filter(pk__in=memberships.values("user_id")).order_by("name", "pk")


def ever_colleagues(team_ids: Iterable[int]) -> QuerySet[User]:
    """Everybody who is or was a member of one of these teams, by name."""
    memberships = Membership.objects.filter(team_id__in=list(team_ids))
    return User.objects.filter(pk__in=memberships.values("user_id")).order_by("name", "pk")


def holders(team_id: int, permission: Permission) -> QuerySet[User]:
    """Today's members of a team who hold a permission there, by name."""
    names = [RoleName(name) for name, role in ROLES.items() if permission in role.permissions]
    return colleagues(team_id, *names)


def public_team(slug: str) -> Team | None:
    """The team at this public address."""
    return Team.objects.filter(slug=slug).first()


def public_teams() -> list[Team]:
    """Every team, by name."""
    return list(Team.objects.order_by("name", "pk"))
