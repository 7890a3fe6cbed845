"""Leaving the waiting list: a reason, the letters it implies by the contact rules, and the way back (TELL-1)."""

from __future__ import annotations

import html
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from pitservice.accounts.models import Team
from pitservice.configuration.enums import ReferralSource
from pitservice.db.errors import Refused
from pitservice.letters.actions import make
from pitservice.letters.models import Copy
from referrals.actions import leave_list, reopen, withdraw
from referrals.enums import LeftWhy
from referrals.models import WaitingEntry
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.referrals import baby, father, make_risk_list, make_waiting, mother

pytestmark = [pytest.mark.django_db, pytest.mark.rule("TELL-1")]


@pytest.fixture
def team() -> Team:
    """A team with a list of risk factors."""
    made = make_team()
    make_risk_list(made)
    return made


@pytest.fixture
def lead(team: Team) -> Client:
    """Its clinical lead's browser."""
    return client_of(make_user(team=team))


def text(response: Any) -> str:
    """The page's words."""
    return " ".join(html.unescape(strip_tags(response.content.decode())).split())


def leaves(client: Client, entry: WaitingEntry, **data: str) -> Any:
    """Send the form."""
    entry.refresh_from_db()
    href = reverse("referrals:leave", args=[entry.key])
    return client.post(href, {"submission": str(uuid.uuid4()), "seen": entry.version, **data})


def goodbyes() -> dict[str, str]:
    """The letters that say that a family left, by their readers."""
    found = Copy.objects.filter(letter__purpose="holding").order_by("pk")
    return {copy.reader_name: " ".join(copy.paragraphs) for copy in found}


@pytest.mark.rule("P2", "CON-1")
def test_each_reader_has_a_letter_of_their_own_and_who_must_not_know_has_none(team: Team, lead: Client) -> None:
    entry = make_waiting(team, people=(baby(), mother(), father(must_not_know=True)))
    page = text(lead.get(reverse("referrals:leave", args=[entry.key])))
    for words in ("Letter to Aisha Khan", "Letter to Fatima Begum", "Nothing to Daniel Khan"):
        assert words in page

    leaves(lead, entry, why="no_contact", letters="write")

    letters = goodbyes()
    assert list(letters) == ["Aisha Khan", "Fatima Begum"]
    assert "We have tried to reach you and could not." in letters["Aisha Khan"]
    assert "Fatima" not in letters["Aisha Khan"]
    assert "The reason: Could not be reached." in letters["Fatima Begum"]
    assert "Khan" not in letters["Fatima Begum"]
    page = text(lead.get(reverse("referrals:entry", args=[entry.key])))
    assert "left the list. Could not be reached. Opening the referral again" in page


@pytest.mark.rule("P13")
def test_a_relative_who_referred_hears_nothing(team: Team) -> None:
    entry = make_waiting(team, source=ReferralSource.RELATIVE)

    leave_list(entry=entry, why=LeftWhy.DECLINED, write=True, by=BY)

    assert list(goodbyes()) == ["Aisha Khan"]


def test_everybody_knows_already(team: Team, lead: Client) -> None:
    entry = make_waiting(team)

    leaves(lead, entry, why="elsewhere", note="The perinatal team, since Monday.", letters="known")

    entry.refresh_from_db()
    assert (entry.state, entry.left_why, goodbyes()) == ("left", LeftWhy.ELSEWHERE, {})
    move = entry.moves.last()
    assert move is not None
    assert str(move.reason) == "Accepted by another service. The perinatal team, since Monday."


def test_another_reason_is_said_in_words_and_nothing_typed_is_lost(team: Team, lead: Client) -> None:
    entry = make_waiting(team)

    response = leaves(lead, entry, why="other", letters="write")
    assert response.status_code == 422
    assert "Enter why the family leaves the list" in text(response)
    with pytest.raises(Refused, match="Enter why"):
        leave_list(entry=entry, why=LeftWhy.OTHER, by=BY)


def test_letters_stop_when_the_referral_is_opened_again(team: Team) -> None:
    entry = make_waiting(team)
    leave_list(entry=entry, why=LeftWhy.MOVED, write=True, by=BY)
    copy = Copy.objects.get(letter__purpose="holding", reader_name="Aisha Khan")
    entry.referral.refresh_from_db()

    reopen(referral=entry.referral, reason="They stay after all", by=BY)
    make(copy=copy, by=BY)

    copy.refresh_from_db()
    assert copy.state == "cancelled"


def test_letters_stopped_by_opening_again_do_not_go_when_it_is_withdrawn_later(team: Team) -> None:
    entry = make_waiting(team)
    leave_list(entry=entry, why=LeftWhy.MOVED, write=True, by=BY)
    entry.referral.refresh_from_db()
    reopen(referral=entry.referral, reason="They stay after all", by=BY)

    withdraw(referral=entry.referral, reason="They changed their mind again", by=BY)
    for copy in Copy.objects.filter(letter__purpose="holding"):
        make(copy=copy, by=BY)

    assert set(Copy.objects.filter(letter__purpose="holding").values_list("state", flat=True)) == {"cancelled"}


@pytest.mark.parametrize("why", LeftWhy.values)
def test_every_reason_has_whole_words(team: Team, why: str) -> None:
    entry = make_waiting(team)

    leave_list(entry=entry, why=why, note="In words.", write=True, by=BY)

    assert all("In words." not in words and "[" not in words and "  " not in words for words in goodbyes().values())
