"""A review by the team: several opinions, each given before the others are read, then one person's decision."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Team, User
from pitservice.db.errors import Refused
from referrals import actions
from referrals.enums import Outcome
from referrals.models import Opinion, Referral
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.referrals import make_decision, make_referral

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def lead(team: Team) -> User:
    return make_user(RoleName.CLINICAL_LEAD, team)


@pytest.fixture
def sam(team: Team) -> User:
    return make_user(RoleName.PRACTITIONER, team, name="Sam Reed")


@pytest.fixture
def referral(team: Team) -> Referral:
    referral = make_referral(team)
    make_decision(referral, Outcome.TEAM_REVIEW, note="Are we the right team?")
    return referral


def text(response: Any) -> str:
    return " ".join(strip_tags(response.content.decode()).split())


def href(name: str, referral: Referral) -> str:
    return reverse(f"referrals:{name}", args=[referral.key])


def give(user: User, referral: Referral, recommends: str = "accept", reason: str = "They need us.", **more: Any) -> Any:
    sent = {"submission": str(uuid.uuid4()), "recommends": recommends, "reason": reason}
    return client_of(user).post(href("opinion", referral), sent | more)


def test_nobody_reads_the_others_opinions_before_giving_their_own(team: Team, referral: Referral, sam: User) -> None:
    ann = make_user(RoleName.PRACTITIONER, team, name="Ann Lee")
    assert "Nobody has given an opinion yet." in text(client_of(sam).get(href("referral", referral)))
    give(ann, referral, "not_accept", "Too far away.")

    before = text(client_of(sam).get(href("referral", referral)))
    assert "Given by Ann Lee. You read what they think when you have given your own opinion." in before
    for hidden in ("Too far away.", "Not for us", "1 opinion"):
        assert hidden not in before
    assert "Too far away." not in text(client_of(sam).get(href("opinion", referral)))
    give(sam, referral)

    after = text(client_of(sam).get(href("referral", referral)))
    assert "2 opinions: take the family on 1, not for us 1." in after
    assert "Too far away." in after


def test_the_lead_reads_them_all_and_one_decides(referral: Referral, lead: User, sam: User) -> None:
    give(sam, referral)

    page = text(client_of(lead).get(href("decide", referral)))

    assert "The team was asked to look at: Are we the right team?" in page
    assert "They need us." in page
    make_decision(referral)
    with pytest.raises(Refused, match="the team is not asked about it any more"):
        actions.give_opinion(referral=referral, colleague=sam, recommends="accept", reason="x", by=BY)
    assert give(sam, referral).status_code == 409


def test_an_opinion_is_one_for_each_and_can_be_changed(referral: Referral, sam: User) -> None:
    give(sam, referral, "unsure", "I must think.")
    assert "I must think." in client_of(sam).get(href("opinion", referral)).content.decode()

    give(sam, referral, "accept", "Now I know.")

    assert [(one.recommends, one.reason) for one in Opinion.objects.all()] == [("accept", "Now I know.")]
    assert give(sam, referral, "accept", " ").status_code == 422


def test_a_new_review_asks_everybody_anew(referral: Referral, sam: User) -> None:
    give(sam, referral)
    actions.take_back(referral=referral, reason="Not yet.", by=BY)
    make_decision(referral, Outcome.TEAM_REVIEW)

    assert href("opinion", referral) in client_of(sam).get("/").content.decode()
    give(sam, referral, "unsure", "It has changed.")

    assert Opinion.objects.count() == 2


@pytest.mark.rule("P4")
def test_an_opinion_is_asked_for_at_home_until_it_is_given(referral: Referral, sam: User) -> None:
    assert href("opinion", referral) in client_of(sam).get("/").content.decode()

    give(sam, referral)

    assert href("opinion", referral) not in client_of(sam).get("/").content.decode()


def test_who_may_give_one(referral: Referral, team: Team) -> None:
    client: Client = client_of(make_user(RoleName.ADMINISTRATOR, team))

    assert client.get(href("opinion", referral)).status_code == 403
    assert client_of(make_user()).get(href("opinion", referral)).status_code == 404
