"""Teams, colleagues, viewers."""

from __future__ import annotations

from itertools import count

from django.test import Client
from django.utils import timezone

from pitservice.accounts.actions import add_team, add_user, give_role
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import Team, User
from pitservice.accounts.viewer import Viewer
from pitservice.db.actor import Actor

_numbers = count(1)
BY = Actor.system("tests")
PASSWORD = "a long enough password"


def make_team(name: str = "") -> Team:
    """A team with a name of its own."""
    name = name or f"Team {next(_numbers)}"
    return add_team(name=name, slug=name.lower().replace(" ", "-"), by=BY)


def make_user(role: RoleName = RoleName.CLINICAL_LEAD, team: Team | None = None, name: str = "Priya Shah") -> User:
    """A colleague with this role in this team (a new one by default). A trainee gets a supervisor and an end."""
    team = team or make_team()
    user = add_user(email=f"user{next(_numbers)}@example.org", name=name, password=PASSWORD, by=BY)
    if role == RoleName.TRAINEE:
        supervisor = make_user(RoleName.CLINICAL_LEAD, team, name="Sam Supervisor")
        give_role(user=user, team=team, role=role, supervisor=supervisor, ends_on=timezone.localdate(), by=BY)
    else:
        give_role(user=user, team=team, role=role, by=BY)
    return user


def viewer_of(user: User, permission: Permission) -> Viewer:
    """That colleague looking with that permission, memberships read anew."""
    return Viewer.of(User.objects.get(pk=user.pk), permission)


def client_of(user: User) -> Client:
    """A browser signed in as that colleague."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
