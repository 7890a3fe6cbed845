"""Families that a referral may be about: only those the viewer may see, with reasons, and what that costs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from families import actions as families
from families.models import Family, Person
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.viewer import Viewer
from referrals.models import Referral
from referrals.selectors import possible_matches
from tests.make.accounts import BY, make_team, make_user
from tests.make.referrals import baby, make_decision, make_referral, mother

pytestmark = pytest.mark.django_db
BORN = timezone.localdate() - timedelta(days=30 * 365)


@pytest.fixture
def lead() -> Viewer:
    team = make_team()
    user = make_user(team=team, role=RoleName.CLINICAL_LEAD)
    return Viewer.of(user, Permission.DECIDE_REFERRALS)


def known_family(viewer: Viewer, **fields: object) -> Family:
    referral = make_referral(viewer.teams[0], people=(baby(), mother(date_of_birth=BORN, **fields)))
    make_decision(referral)
    family = Referral.objects.get(pk=referral.pk).family
    assert family is not None
    return family


def again(viewer: Viewer, **fields: object) -> Referral:
    return make_referral(viewer.teams[0], people=(baby(), mother(date_of_birth=BORN, **fields)))


@pytest.mark.rule("P16")
def test_the_same_family_is_offered_with_its_reasons(lead: Viewer) -> None:
    family = known_family(lead)

    (match,) = possible_matches(again(lead), lead)

    assert (match.family, match.certain, match.another_baby) == (family, True, False)
    assert (
        match.reason
        == "same name, same date of birth, same phone, same address, same postcode, same date of birth of the baby"
    )
    assert {person.role: match.same.get(person.person.key) is not None for person in match.people} == {
        "baby": True,
        "mother": True,
    }


@pytest.mark.rule("P16")
def test_a_name_mistyped_by_a_letter_is_possible(lead: Viewer) -> None:
    known_family(lead)

    (match,) = possible_matches(again(lead, given_name="Aihsa"), lead)

    assert match.certain is False


@pytest.mark.rule("P16")
def test_the_next_baby_is_said_to_be_another(lead: Viewer) -> None:
    known_family(lead)
    due = timezone.localdate() + timedelta(weeks=40)
    referral = make_referral(
        lead.teams[0], people=(baby(given_name="", date_of_birth=None, expected_date=due), mother(date_of_birth=BORN))
    )

    (match,) = possible_matches(referral, lead)

    assert (match.certain, match.another_baby) == (True, True)


def test_what_the_viewer_may_not_see_is_not_offered(lead: Viewer) -> None:
    family = known_family(lead)
    stranger = make_user(team=make_team())
    referral = again(lead)

    families.restrict(family=family, reason="Known to a colleague.", named=[make_user(team=family.team)], by=BY)

    assert possible_matches(referral, lead) == []
    assert possible_matches(referral, Viewer.of(stranger, Permission.DECIDE_REFERRALS)) == []


def test_another_teams_family_is_not_offered(lead: Viewer) -> None:
    elsewhere = make_team()
    make_decision(make_referral(elsewhere, people=(baby(), mother(date_of_birth=BORN))))

    assert possible_matches(again(lead), lead) == []


@pytest.mark.rule("P23")
def test_a_sealed_identity_leads_nowhere(lead: Viewer) -> None:
    family = known_family(lead)
    Person.objects.filter(families=family).update(sealed=True)

    assert possible_matches(again(lead), lead) == []


@pytest.mark.parametrize("number", [1, 3])
def test_matching_costs_the_same_for_one_and_for_three(
    lead: Viewer, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(number):
        make_decision(make_referral(lead.teams[0], people=(baby(), mother(date_of_birth=BORN))))
    referral = again(lead)

    with django_assert_num_queries(6):
        assert len(possible_matches(referral, lead)) == number
