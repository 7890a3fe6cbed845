"""Making teams, colleagues and roles."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from pitservice.accounts.actions import add_team, add_user, give_role
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Membership, User
from pitservice.audit.models import Event
from pitservice.db.constraints import sentence_for
from pitservice.db.errors import Refused
from tests.make.accounts import BY, make_team

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize(
    ("name", "first"),
    [("Priya Shah", "Priya"), ("Dr Helen Marsh", "Helen"), ("Prof. Dr Ada Osei", "Ada"), ("Dr", "Dr"), ("Sam", "Sam")],
)
def test_the_home_page_greets_by_the_first_name(name: str, first: str) -> None:
    assert User(name=name).first_name == first
