"""A referral out of a consultation carries only what was agreed."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from consultation.models import Consultation
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import User
from pitservice.messaging.models import Message
from referrals.models import Referral
from tests.make.accounts import client_of, make_user
from tests.make.consultation import make_consultation
from tests.referrals.test_adding import given

pytestmark = pytest.mark.django_db
ALREADY = "A referral has been made of this consultation already."
#: Session, its user, memberships, the consultation with its team, the list of risk factors.
FORM_QUERIES = 5


@pytest.fixture
def user() -> User:
    """A clinical lead."""
    return make_user(RoleName.CLINICAL_LEAD)


@pytest.fixture
def client(user: User) -> Client:
    """Their browser."""
    return client_of(user)


@pytest.fixture
def held(user: User) -> Consultation:
    """An anonymous consultation with a health visitor."""
    return make_consultation(
        user.current_memberships[0].team,
        user,
        consultee_organisation="Eastfield Health",
        themes="Feeding is a fight.",
        actions_agreed="Visit together.",
    )


def at(name: str, consultation: Consultation) -> str:
    """The address of one of its pages."""
    return reverse(f"consultation:{name}", args=[consultation.key])


def agree(client: Client, consultation: Consultation, *carried: str, **typed: Any) -> Any:
    """Say what may go along."""
    sent = {"submission": str(uuid.uuid4()), "carried": carried, "carried_agreed_by": "consultee"}
    return client.post(at("carry", consultation), sent | typed)


@pytest.mark.rule("CNS-1")
def test_only_what_was_agreed_stands_in_the_form(client: Client, held: Consultation) -> None:
    assert at("carry", held) in client.get(at("consultation", held)).content.decode()

    answer = agree(client, held, "themes")
    form = client.get(answer.headers["Location"]).content.decode()

    assert "Feeding is a fight." in form
    assert [word in form for word in ("Visit together", 'value="Jo Bright"', "Eastfield", "look at her baby")] == [
        False
    ] * 4
    assert "May they know of this referral?" in form

    agree(client, held, "referrer", "actions")
    form = client.get(at("refer", held)).content.decode()

    assert [word in form for word in ("Feeding is a fight", "Visit together", 'value="Jo Bright"')] == [
        False,
        True,
        True,
    ]


@pytest.mark.rule("CNS-1")
def test_an_anonymous_one_says_that_a_referral_was_made_and_not_which(client: Client, held: Consultation) -> None:
    agree(client, held, "themes")

    client.post(at("refer", held), given(held.team.key))

    referral, page = Referral.objects.get(), client.get(at("consultation", held)).content.decode()
    held.refresh_from_db()
    assert (referral.entrance, referral.team_id, held.referral) == ("consultation", held.team_id, None)
    assert "A referral was made out of this consultation." in page
    assert (referral.key in page, at("carry", held) in page) == (False, False)
    assert held.key not in client.get(reverse("referrals:referral", args=[referral.key])).content.decode()
    assert Message.objects.count() == 0


def test_each_keeps_the_others_reference_where_that_was_agreed(client: Client, held: Consultation) -> None:
    agree(client, held, "together", carried_agreed_by="family")

    client.post(at("refer", held), given(held.team.key))

    referral, page = Referral.objects.get(), client.get(at("consultation", held)).content.decode()
    assert reverse("referrals:referral", args=[referral.key]) in page
    assert "Agreed by: the consultee, and the family through them" in page
    assert held.key in client.get(reverse("referrals:referral", args=[referral.key])).content.decode()


def test_one_consultation_becomes_one_referral(client: Client, held: Consultation) -> None:
    agree(client, held)
    typed = given(held.team.key)

    first, again = (client.post(at("refer", held), typed) for _ in range(2))
    another = client.post(at("refer", held), typed | {"submission": str(uuid.uuid4())})
    late = agree(client, held, "themes")
    opened = client.get(at("refer", held), follow=True)

    assert first.headers["Location"] == again.headers["Location"]
    assert (another.status_code, late.status_code) == (409, 409)
    assert all(ALREADY in page.content.decode() for page in (another, late, opened))
    assert Referral.objects.count() == 1


def test_who_agreed_is_asked_and_nothing_typed_is_lost(client: Client, held: Consultation) -> None:
    unsaid = agree(client, held, "themes", carried_agreed_by="")
    lacking = client.post(at("refer", held), given(held.team.key, worries_worries=""))

    assert (unsaid.status_code, lacking.status_code) == (422, 422)
    assert "Select who agreed to what is carried over" in unsaid.content.decode()
    assert 'value="Dr Osei"' in lacking.content.decode()


def test_only_who_sees_the_consultation_and_may_add_referrals_in_its_team(held: Consultation) -> None:
    paths = [at("carry", held), at("refer", held)]
    roles = (RoleName.KEYWORKER, RoleName.GUARDIAN, RoleName.MANAGER)
    answers = {role: [client_of(make_user(role, held.team)).get(path).status_code for path in paths] for role in roles}
    stranger = client_of(make_user(RoleName.CLINICAL_LEAD))

    assert all(code in (403, 404) for codes in answers.values() for code in codes), answers
    assert [stranger.get(path).status_code for path in paths] == [404, 404]
    assert stranger.post(paths[1], given(held.team.key)).status_code == 404
    assert Referral.objects.count() == 0


def test_the_form_costs_a_fixed_number_of_queries(
    client: Client, held: Consultation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(at("refer", held))

    with django_assert_num_queries(FORM_QUERIES):
        client.get(at("refer", held))
