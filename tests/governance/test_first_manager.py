"""The first manager of a new installation: who they are, their team, and what the team begins with."""

from __future__ import annotations

import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from pitservice.accounts.enums import Permission
from pitservice.accounts.models import Team, User
from pitservice.audit.models import Event
from pitservice.configuration.models import RiskList
from tests.make.accounts import PASSWORD, make_team, make_user, viewer_of

pytestmark = pytest.mark.django_db


def _first_manager(monkeypatch: pytest.MonkeyPatch, *arguments: str, password: str = PASSWORD) -> str:
    said = StringIO()
    monkeypatch.setattr(sys, "stdin", StringIO(password + "\n"))
    call_command("first_manager", *arguments, "--password-stdin", stdout=said)
    return said.getvalue()


def test_the_first_manager_and_their_team_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    said = _first_manager(monkeypatch, "Boss@Example.org", "--team", "North Team", "--name", "Mo Boss")

    user = User.objects.get()
    assert (user.email, user.name, user.is_staff, user.is_superuser) == ("boss@example.org", "Mo Boss", False, False)
    assert user.check_password("a long enough password")
    assert (Team.objects.get().name, Team.objects.get().slug) == ("North Team", "north-team")
    assert viewer_of(user, Permission.MANAGE_USERS).allowed
    factors = RiskList.objects.get(in_force=True)
    assert (factors.illustrative, factors.items.filter(significant=True).exists()) == (True, True)
    assert said == "boss@example.org manages North Team. They set up a second factor when they first sign in.\n"
    assert set(Event.objects.values_list("by", flat=True)) == {Event.objects.first().by}  # type: ignore[union-attr]  # there are events


def test_a_second_manager_joins_the_team_that_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    team = make_team("North Team")

    _first_manager(monkeypatch, "boss@example.org", "--team", "North Team")

    assert list(Team.objects.all()) == [team]
    assert User.objects.get().name == "boss"


def test_a_manager_is_not_made_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    user = make_user()

    with pytest.raises(CommandError, match="is already a user"):
        _first_manager(monkeypatch, user.email.upper(), "--team", "North Team")

    assert not Team.objects.filter(name="North Team").exists()


def test_a_short_password_is_refused_and_nothing_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="at least 15 characters"):
        _first_manager(monkeypatch, "boss@example.org", "--team", "North Team", password="short")

    assert (Team.objects.count(), User.objects.count()) == (0, 0)
