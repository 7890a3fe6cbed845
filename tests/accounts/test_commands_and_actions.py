"""Making teams, colleagues and roles; the first manager of a new installation."""

from __future__ import annotations

import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from pitservice.accounts.actions import add_team, add_user, give_role
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import Membership, Team, User
from pitservice.audit.models import Event
from pitservice.db.constraints import sentence_for
from pitservice.db.errors import Refused
from tests.make.accounts import BY, PASSWORD, make_team, make_user, viewer_of

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


def test_addresses_are_kept_in_lower_case_and_once() -> None:
    add_user(email=" Ada@Example.org ", name="Ada", by=BY)

    assert User.objects.get_by_natural_key("ADA@example.org").name == "Ada"
    with pytest.raises(Refused, match="already a user"):
        add_user(email="ADA@example.org", name="Other Ada", by=BY)
    assert User.objects.count() == 1


def test_a_colleague_without_a_password_cannot_sign_in_yet() -> None:
    assert not add_user(email="ada@example.org", name="Ada", by=BY).has_usable_password()


@pytest.mark.rule("P7")
def test_a_trainee_needs_an_end_and_a_supervisor() -> None:
    team, user = make_team(), add_user(email="ada@example.org", name="Ada", by=BY)

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        give_role(user=user, team=team, role=RoleName.TRAINEE, by=BY)

    assert sentence_for(refusal.value) == "Enter an end date and a supervisor for a trainee."


def test_every_act_leaves_an_event() -> None:
    team = add_team(name="North", slug="north", by=BY)
    user = add_user(email="ada@example.org", name="Ada", by=BY)
    membership = give_role(user=user, team=team, role=RoleName.GUARDIAN, by=BY)

    assert [(event.verb, event.subject_id) for event in Event.objects.order_by("pk")] == [
        ("accounts.add_team", team.pk),
        ("accounts.add_user", user.pk),
        ("accounts.give_role", membership.pk),
    ]
    assert Event.objects.get(verb="accounts.give_role").data == {"role": "guardian", "user": user.pk}
    assert Membership.objects.get().created_by == BY
