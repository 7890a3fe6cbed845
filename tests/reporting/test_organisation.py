"""An organisation's page: counts of a period that open the same rows, as the viewer may see them (P82)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from consultation.actions import log_activities
from consultation.actions.activity import Done
from families.actions import change_organisation, keep_organisation, merge_organisations
from families.models import Organisation
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Team, User
from referrals.enums import Outcome
from referrals.models import HoldingCheck
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.consultation import make_consultation
from tests.make.referrals import make_decision, make_referral, make_waiting

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P82")]
TODAY = timezone.localdate()
NAME = "Eastfield 0-19 Service"


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def lead(team: Team) -> User:
    return make_user(RoleName.CLINICAL_LEAD, team, "Cleo Marsh")


@pytest.fixture
def there(team: Team) -> Organisation:
    return keep_organisation(team=team, name=NAME, by=BY)


def page(client: Client, organisation: Organisation, **query: Any) -> str:
    """What stands there, in words."""
    answer = client.get(reverse("reporting:organisation", args=[organisation.key]), query)
    return " ".join(strip_tags(answer.content.decode().replace("<", " <")).split())


def train(team: Team, by: User, **given: Any) -> None:
    """Three hours of training for them."""
    usual: dict[str, Any] = {"done_on": TODAY, "category": "training", "minutes": 180, "people": 12}
    log_activities(team=team, colleague=by, done=[Done(**(usual | {"organisation": NAME} | given))], by=BY)


def test_each_count_opens_its_list(team: Team, lead: User, there: Organisation) -> None:
    make_referral(team)
    make_decision(make_referral(team, referrer_organisation=f" {NAME.upper()} "), Outcome.NOT_ACCEPTED)
    make_referral(team, referrer_organisation="Rowan Surgery")
    make_consultation(team, lead, held_on=TODAY, consultee_organisation=NAME, staff_reached=3)
    make_consultation(team, lead, held_on=TODAY, consultee_name="Al Stone", consultee_organisation="Rowan Surgery")
    train(team, lead)
    train(team, lead, organisation="", what="Conference")
    client = client_of(lead)

    whole = page(client, there)

    assert "Referrals from there 2 referrals" in whole
    assert "1 referral not accepted Does not meet" in whole
    assert "1 consultation 3 members of staff reached 45 minutes" in whole
    assert "1 piece of work 12 people reached 180 minutes" in whole
    assert "Referrals from there, " in whole
    assert "Rowan Surgery" not in whole
    consulted = page(client, there, part="consultations")
    assert ("Jo Bright" in consulted, "Al Stone" in consulted) == (True, False)
    trained = page(client, there, part="training")
    assert ("Training" in trained, "Conference" in trained) == (True, False)


def test_support_kept_while_families_wait(team: Team, lead: User, there: Organisation) -> None:
    entry = make_waiting(team)
    for service, recipient, support in (
        (NAME, "", "as_before"),
        ("Fatima Begum", f"referrer:{entry.referral_id}", "stopped"),
        ("Rowan Surgery", "", "less"),
        (NAME, "", "asked"),
    ):
        HoldingCheck.objects.create(
            team=team, entry=entry, service=service, recipient=recipient, support=support, created_by=BY,
            answered_at=None if support == "asked" else timezone.now(), answered_by=None if support == "asked" else BY,
        )  # fmt: skip

    whole = page(client_of(lead), there, part="support")

    assert "2 answers As before: 1 Stopped: 1" in whole
    assert "Fatima Begum: stopped" in whole
    assert "Rowan Surgery" not in whole


def test_only_the_days_that_are_asked_for(team: Team, lead: User, there: Organisation) -> None:
    for days in (0, 400):
        train(team, lead, done_on=TODAY - timedelta(days=days))
    client = client_of(lead)

    def asked(since: date) -> dict[str, int]:
        return {"since_day": since.day, "since_month": since.month, "since_year": since.year}

    assert "1 piece of work" in page(client, there)
    assert "2 pieces of work" in page(client, there, **asked(TODAY - timedelta(days=401)))
    nonsense = {"since_day": "99", "until_month": "x", "part": "nothing\x00", "page": "0"}
    assert "1 piece of work" in page(client, there, **nonsense)


def test_names_that_it_had_before_count_too(team: Team, lead: User, there: Organisation) -> None:
    make_referral(team)
    other = keep_organisation(team=team, name="Eastfield Zero to Nineteen", by=BY)
    make_referral(team, referrer_organisation=other.name)
    change_organisation(organisation=there, name="Eastfield Healthy Child Service", by=BY)
    assert "Referrals from there 1 referral " in page(client_of(lead), there)

    there.refresh_from_db()
    merge_organisations(keep=there, gone=other, by=BY)

    assert "Referrals from there 2 referrals" in page(client_of(lead), there)


def test_a_restricted_family_is_in_no_count_and_no_list(team: Team, lead: User, there: Organisation) -> None:
    entry = make_waiting(team)
    assert "Referrals from there 1 referral " in page(client_of(lead), there)

    entry.family.restricted = True
    entry.family.save()

    assert "Referrals from there 0 referrals" in page(client_of(lead), there)


def test_who_sees_what(team: Team, lead: User, there: Organisation) -> None:
    make_consultation(team, lead, held_on=TODAY, consultee_organisation=NAME)
    keyworker, stranger = make_user(RoleName.KEYWORKER, team), make_user()
    trainee = make_user(RoleName.TRAINEE, team)
    to = reverse("reporting:organisation", args=[there.key])

    assert "Consultations" not in page(client_of(keyworker), there, part="consultations").partition("Referrals from")[2]
    assert client_of(stranger).get(to).status_code == 404
    assert client_of(trainee).get(to).status_code == 403


def test_it_is_reached_from_the_directory_a_consultation_and_a_referral(
    team: Team, lead: User, there: Organisation
) -> None:
    client, to = client_of(lead), reverse("reporting:organisation", args=[there.key])
    held = make_consultation(team, lead, consultee_organisation=NAME)
    referral = make_referral(team)

    for address in (
        reverse("families:organisation", args=[there.key]),
        reverse("consultation:consultation", args=[held.key]),
        reverse("referrals:referral", args=[referral.key]),
    ):
        assert to in client.get(address).content.decode()


#: Session, its user, memberships; the organisation and its names; each part's count and its sums; the list.
PAGE_QUERIES = 19


def test_the_page_costs_the_same_for_one_row_as_for_three(
    team: Team, lead: User, there: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client, to = client_of(lead), reverse("reporting:organisation", args=[there.key])
    made = 0
    for rows in (1, 3):
        while made < rows:
            make_waiting(team)
            made += 1
        client.get(to)
        with django_assert_num_queries(PAGE_QUERIES):
            client.get(to)
