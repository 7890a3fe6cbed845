"""Every write about users, teams and memberships."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from pitservice.accounts.enums import Nation, RoleName
from pitservice.accounts.models import Membership, Team, User
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock


@transaction.atomic
def add_team(*, name: str, slug: str, nation: Nation = Nation.ENGLAND, by: Actor) -> Team:
    """Open a team; `slug` stands in the addresses of its public forms."""
    team = Team.objects.create(name=name, slug=slug, nation=nation)
    record("accounts.add_team", team, by=by)
    return team


@transaction.atomic
def add_user(*, email: str, name: str, password: str | None = None, by: Actor) -> User:
    """Make a colleague's account; without a password they set one by the reset page. An address is used once."""
    if User.objects.filter(email__iexact=email.strip()).exists():
        raise Refused("Somebody with this email address is already a user. Give them a role instead.")
    user = User.objects.create_user(email, name, password)
    record("accounts.add_user", user, by=by)
    return user


@transaction.atomic
def give_role(
    *, user: User, team: Team, role: RoleName, ends_on: date | None = None, supervisor: User | None = None, by: Actor
) -> Membership:
    """Give a colleague, never oneself, a role in a team. A trainee's role needs an end and a supervisor (P7)."""
    _not_ones_own(user, by)
    membership = Membership.objects.create(
        user=user, team=team, role=role, ends_on=ends_on, supervisor=supervisor, created_by=by
    )
    record("accounts.give_role", membership, by=by, role=str(role), user=user.pk)
    return membership


@transaction.atomic
def end_role(*, membership: Membership, seen: int | None = None, by: Actor) -> Membership:
    """End a colleague's role today: from tomorrow it opens nothing. Nobody ends their own."""
    membership = lock(membership, seen=seen)
    _not_ones_own(membership.user, by)
    today = timezone.localdate()
    if membership.ends_on is not None and membership.ends_on <= today:
        raise Refused("This role has ended already.")
    membership.ends_on = max(today, membership.starts_on)
    membership.save(update_fields=["ends_on"])
    record("accounts.end_role", membership, by=by, role=membership.role, user=membership.user_id)
    return membership


@transaction.atomic
def disable_user(*, user: User, reason: str, by: Actor) -> User:
    """Close a colleague's account at once; open tabs get no further page. Nobody closes their own."""
    _not_ones_own(user, by)
    user.is_active = False
    user.save(update_fields=["is_active"])
    record("accounts.disable_user", user, by=by, reason=reason)
    return user


@transaction.atomic
def set_home_postcode(*, user: User, postcode: str, by: Actor) -> User:
    """A colleague says, or no longer says, where they live: by choice, and for themselves alone (P33)."""
    if by.user_id != user.pk:
        raise Refused("Only they themselves say where they live.")
    user.home_postcode = postcode.strip()
    user.save(update_fields=["home_postcode"])
    record("accounts.set_home_postcode", user, by=by, said=bool(user.home_postcode))
    return user


@transaction.atomic
def set_digest(*, user: User, wanted: bool, by: Actor) -> User:
    """A colleague says whether they want an e-mail on working days of what waits: for themselves alone (P6)."""
    if by.user_id != user.pk:
        raise Refused("Only they themselves choose that.")
    user.digest = wanted
    user.save(update_fields=["digest"])
    record("accounts.set_digest", user, by=by, wanted=wanted)
    return user


def _not_ones_own(user: User, by: Actor) -> None:
    if by.user_id == user.pk:
        raise Refused("Nobody manages their own account. Ask another manager of your team.")
