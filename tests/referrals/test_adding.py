"""Entering a referral that came by telephone."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from pitservice.accounts.enums import RoleName
from pitservice.messaging.models import Message
from referrals.enums import PartyRole
from referrals.models import Referral
from tests.make.accounts import client_of, make_team, make_user
from tests.make.referrals import make_risk_list

pytestmark = pytest.mark.django_db


def given(team_key: str, **changes: Any) -> dict[str, Any]:
    """What a colleague typed."""
    day = timezone.localdate() - timedelta(days=1)
    return {
        "submission": str(uuid.uuid4()),
        "team": team_key,
        "received_on_day": day.day,
        "received_on_month": day.month,
        "received_on_year": day.year,
        "about_you_name": "Dr Osei",
        "about_you_source": "gp",
        "baby_1_born": "expected",
        "baby_1_expected_date_day": 24,
        "baby_1_expected_date_month": 1,
        "baby_1_expected_date_year": 2027,
        "carer_1_role": "mother",
        "carer_1_given_name": "Zofia",
        "carer_1_family_name": "Nowak",
        "carer_1_may_know": "yes",
        "carer_1_knows": "yes",
        "carer_1_agrees": "yes",
        "contact_1_mobile": "07700 900444",
        "contact_1_mobile_safe": "yes",
        "other": "yes",
        "carer_2_role": "father",
        "carer_2_given_name": "Jan",
        "carer_2_may_know": "no",
        "worries_worries": "Rang in tears.",
        "helpers_keeps_support": "yes",
    } | changes


def test_a_colleague_enters_a_referral_and_nobody_is_told() -> None:
    team = make_team()
    make_risk_list(team)
    admin = client_of(make_user(RoleName.ADMINISTRATOR, team))
    assert admin.get(reverse("referrals:add")).status_code == 200

    response = admin.post(reverse("referrals:add"), given(team.key))

    referral = Referral.objects.get()
    assert response.headers["Location"] == reverse("referrals:referral", args=[referral.key])
    assert (referral.entrance, referral.source) == ("staff", "gp")
    assert referral.local_date == timezone.localdate() - timedelta(days=1)
    assert referral.people.get(role=PartyRole.FATHER).must_not_know
    assert referral.people.get(role=PartyRole.MOTHER).knows == "yes"
    assert referral.submitted["What worries you about how the baby and the carers get on together? (worries_worries)"]
    assert Message.objects.count() == 0


def test_twins_are_entered_as_two_and_a_third_that_is_not_there_is_not_asked_for() -> None:
    team = make_team()
    twin = {
        "baby_1_another": "yes",
        "baby_2_born": "expected",
        "baby_2_expected_date_day": 25,
        "baby_2_expected_date_month": 1,
        "baby_2_expected_date_year": 2027,
        "baby_2_another": "no",
    }
    admin = client_of(make_user(RoleName.ADMINISTRATOR, team))

    assert admin.post(reverse("referrals:add"), given(team.key, **twin)).status_code == 302
    lacking = admin.post(reverse("referrals:add"), given(team.key, **twin | {"baby_2_expected_date_day": ""}))

    babies = Referral.objects.get().people.filter(role=PartyRole.BABY).order_by("pk")
    assert [f"{baby.expected_date}" for baby in babies] == ["2027-01-24", "2027-01-25"]
    assert lacking.status_code == 422
    assert "must include a day" in lacking.content.decode()


def test_what_is_wrong_is_said_and_nothing_is_lost() -> None:
    team = make_team()
    admin = client_of(make_user(RoleName.ADMINISTRATOR, team))

    response = admin.post(reverse("referrals:add"), given(team.key, received_on_day="", worries_worries=""))

    page = response.content.decode()
    assert response.status_code == 422
    assert "must include a day" in page
    assert "Enter what worries you" in page
    assert 'value="Dr Osei"' in page


def test_only_those_who_may_enter_referrals_and_only_for_their_own_team() -> None:
    team, other = make_team(), make_team()
    admin = client_of(make_user(RoleName.ADMINISTRATOR, team))

    assert client_of(make_user(RoleName.GUARDIAN, team)).get(reverse("referrals:add")).status_code == 403
    assert admin.post(reverse("referrals:add"), given(other.key)).status_code == 422
    assert Referral.objects.count() == 0
