"""Every write about users, teams and memberships."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from pitservice.accounts.enums import Nation, RoleName
from pitservice.accounts.models import Membership, Team, User
from pitservice.audit.actions import record
from pitservice.db.actor import Actor


@transaction.atomic
def add_team(*, name: str, slug: str, nation: Nation = Nation.ENGLAND, by: Actor) -> Team:
    """Open a team; `slug` stands in the addresses of its public forms."""
    team = Team.objects.create(name=name, slug=slug, nation=nation)
    record("accounts.add_team", team, by=by)
    return team


@transaction.atomic
def add_user(*, email: str, name: str, password: str | None = None, by: Actor) -> User:
    """Make a colleague's account; without a password they set one by the reset page."""
    user = User.objects.create_user(email, name, password)
    record("accounts.add_user", user, by=by)
    return user


@transaction.atomic
def give_role(
    *, user: User, team: Team, role: RoleName, ends_on: date | None = None, supervisor: User | None = None, by: Actor
) -> Membership:
    """Give a colleague a role in a team. A trainee's role needs an end and a supervisor (P7)."""
    membership = Membership.objects.create(
        user=user, team=team, role=role, ends_on=ends_on, supervisor=supervisor, created_by=by
    )
    record("accounts.give_role", membership, by=by, role=str(role), user=user.pk)
    return membership


@transaction.atomic
def disable_user(*, user: User, reason: str, by: Actor) -> User:
    """Close a colleague's account at once; open tabs get no further page."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    record("accounts.disable_user", user, by=by, reason=reason)
    return user
