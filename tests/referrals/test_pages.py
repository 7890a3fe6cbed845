"""Every page about referrals: works, wrong role, another team, wrong state, stale version."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from families.models import Family
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import User
from referrals.actions import settle_family
from referrals.enums import Outcome, PartyRole
from referrals.models import Referral
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.referrals import (
    baby,
    father,
    make_decision,
    make_referral,
    make_risk_list,
    mother,
    ticks_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> User:
    """A clinical lead of a team with a risk list."""
    team = make_team()
    make_risk_list(team)
    return make_user(RoleName.CLINICAL_LEAD, team)


@pytest.fixture
def client(lead: User) -> Client:
    """The lead's browser."""
    return client_of(lead)


def team_of(user: User) -> Any:
    """Their team."""
    return user.current_memberships[0].team


def text(response: Any) -> str:
    """The page's words, spaces folded."""
    return " ".join(strip_tags(response.content.decode()).split())


def href(name: str, referral: Referral) -> str:
    """An address about a referral."""
    return reverse(f"referrals:{name}", args=[referral.key])


def post(client: Client, name: str, referral: Referral, seen: int | None = None, **data: Any) -> Any:
    """Send a form as its page would."""
    version = Referral.objects.get(pk=referral.pk).version if seen is None else seen
    return client.post(href(name, referral), {"submission": str(uuid.uuid4()), "seen": version, **data})


PAGES = ("referral", "warning", "decide", "take-on", "take-back", "withdraw", "reopen")


@pytest.mark.parametrize("name", PAGES)
def test_another_team_finds_nothing(name: str) -> None:
    referral = make_referral()
    other = client_of(make_user(RoleName.CLINICAL_LEAD))

    assert other.get(href(name, referral)).status_code == 404
    assert post(other, name, referral).status_code == (405 if name == "referral" else 404)


@pytest.mark.parametrize("name", [page for page in PAGES if page != "referral"])
def test_a_role_without_the_permission_is_refused(name: str) -> None:
    referral = make_referral()
    keyworker = client_of(make_user(RoleName.KEYWORKER, referral.team))

    assert keyworker.get(href(name, referral)).status_code == 403


def test_the_inbox_shows_what_a_lead_needs_to_choose(client: Client, lead: User) -> None:
    team = team_of(lead)
    due = timezone.localdate() + timedelta(weeks=9)
    make_referral(team, people=(baby(), mother(), father()), ticks=ticks_of(team, significant=1))
    unborn = baby(given_name="", family_name="", date_of_birth=None, expected_date=due)
    make_referral(team, people=(unborn, mother(given_name="Zofia", family_name="Nowak")), source="self")
    make_referral(received_at=timezone.now() - timedelta(days=30))  # another team's

    page = text(client.get(reverse("referrals:inbox")))

    assert "Zayn Khan, 7 weeks" in page
    assert "Baby of Zofia Nowak, 31 weeks (due" in page
    assert "Whether Daniel Khan knows and agrees" in page
    assert "Meets the rule1 significant. Ticked" in page
    assert "Due today 0 · late 0 · waiting for information 0 · team review 0" in page
    assert "2 referrals, due first." in page


@pytest.mark.rule("SCR-2")
def test_the_inbox_puts_the_latest_first_and_says_how_late(client: Client, lead: User) -> None:
    team = team_of(lead)
    fresh = make_referral(team)
    late = make_referral(team, received_at=timezone.now() - timedelta(days=30))

    page = client.get(reverse("referrals:inbox")).content.decode()

    assert page.index(late.key) < page.index(fresh.key)
    assert "working days late" in page
    assert "late 1" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_inbox_costs_eight_queries_however_many_rows(
    client: Client, lead: User, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        referral = make_referral(team_of(lead))
    make_decision(referral, Outcome.TEAM_REVIEW)
    settle_family(referral=referral, by=BY)  # so that there is somebody of whom it is logged who looked
    client.get(reverse("referrals:inbox"))  # the session's clock is written once a minute

    with django_assert_num_queries(8) as queries:
        client.get(reverse("referrals:inbox"))

    counted = [query["sql"] for query in queries if 'COUNT(*) FROM "referrals_referral"' in query["sql"]]
    assert counted == []


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("?screener=mine", "0 referrals"),
        ("?source=gp", "0 referrals"),
        ("?state=received", "1 referral"),
        ("?page=x", "1"),
    ],
)
def test_the_inbox_is_filtered(client: Client, lead: User, address: str, shown: str) -> None:
    make_referral(team_of(lead))

    assert shown in text(client.get(reverse("referrals:inbox") + address))


def test_a_referral_shows_everything_that_was_sent_and_what_happened(client: Client, lead: User) -> None:
    referral = make_referral(team_of(lead), submitted={"question": "exactly as sent"}, siblings="Hana (3)")
    make_decision(referral, Outcome.MORE_INFORMATION)

    page = text(client.get(href("referral", referral)))

    for words in ("exactly as sent", "Hana (3)", "Fatima Begum", "Knows: yes, agrees: yes.", "Information asked for"):
        assert words in page
    assert "Record the answer" in page


@pytest.mark.rule("P3")
def test_a_warning_stands_first_and_deciding_leads_to_it(client: Client, lead: User) -> None:
    referral = make_referral(team_of(lead), warning="DV - do NOT send letters to home address")

    assert "DV - do NOT send letters" in text(client.get(href("referral", referral)))
    assert client.get(href("decide", referral)).headers["Location"] == href("warning", referral)
    response = post(client, "warning", referral, meaning_for_contact="yes", limits=["home", "father"])

    referral.refresh_from_db()
    assert response.headers["Location"] == href("decide", referral)
    assert (referral.must_be_read, referral.letters_unsafe) == (False, True)
    assert referral.people.get(role=PartyRole.FATHER).must_not_know


def test_reading_a_warning_asks_what_it_means(client: Client, lead: User) -> None:
    referral = make_referral(team_of(lead), warning="DV")

    response = post(client, "warning", referral)

    assert response.status_code == 422
    assert "Select whether this changes who may be contacted" in text(response)


def test_the_decision_page_shows_every_letter_as_it_will_go_and_who_gets_nothing(client: Client, lead: User) -> None:
    him = father(must_not_know=True)
    referral = make_referral(team_of(lead), people=(baby(), mother(), him))

    page = text(client.get(href("decide", referral)))

    assert "Letter to Aisha Khan, mother" in page
    assert "We are glad to say that we can offer you time with our team." in page
    assert "✗ Nothing to Daniel Khan. Daniel Khan must not learn of the work." in page


@pytest.mark.rule("SCR-1")
def test_deciding_from_the_page(client: Client, lead: User) -> None:
    team = team_of(lead)
    referral = make_referral(team, ticks=ticks_of(team, significant=1))
    tick = str(referral.referrer_ticks[0])

    response = post(client, "decide", referral, outcome="waiting_list", ticks_0=tick)

    referral.refresh_from_db()
    assert (response.status_code, referral.state) == (302, "waiting")
    assert referral.screenings.get().ticks == referral.referrer_ticks
    assert "until then you can take it back" in text(client.get(href("referral", referral)))


def test_looking_at_the_letters_first_decides_nothing(client: Client, lead: User) -> None:
    referral = make_referral(team_of(lead))

    response = post(
        client, "decide", referral, outcome="not_accepted", reason="outside_area", told_by="team", preview="1",
        note="Try Weston.",
    )  # fmt: skip

    assert "The reason is: Lives outside our area" in text(response)
    assert "Try Weston." in text(response)
    assert Referral.objects.get(pk=referral.pk).state == "received"


@pytest.mark.rule("SCR-3")
def test_accepting_without_agreement_is_refused_and_loses_nothing(client: Client, lead: User) -> None:
    referral = make_referral(team_of(lead), people=(baby(), mother(), father()))

    response = post(
        client, "decide", referral, outcome="waiting_list", screening_note="Seen by the team", differs="Yes."
    )

    assert response.status_code == 409
    assert "It is not recorded that Daniel Khan knows of the referral and agrees." in text(response)
    assert "Seen by the team" in response.content.decode()


def test_the_second_of_two_is_told_what_the_first_decided(client: Client, lead: User) -> None:
    referral = make_referral(team_of(lead))
    make_decision(referral, Outcome.NOT_ACCEPTED)

    response = post(
        client, "decide", referral, seen=referral.version, outcome="waiting_list", differs="They are known."
    )

    assert response.status_code == 409
    assert "made it “Not accepted” at" in text(response)
    assert "They are known." in response.content.decode()


def test_a_possible_match_must_be_chosen_or_refused_before_accepting(client: Client, lead: User) -> None:
    team = team_of(lead)
    make_decision(make_referral(team))
    second = make_referral(team, ticks=ticks_of(team, significant=1))
    known = Family.objects.get()
    page = text(client.get(href("decide", second)))
    assert "1 possible match: choose whom it is about." in page

    refused = post(
        client, "decide", second, outcome="not_accepted", reason="duplicate", told_by="referrer", differs="x"
    )

    assert refused.status_code == 302
    third = make_referral(team)
    assert "Choose whom the referral is about" in text(post(client, "decide", third, outcome="waiting_list"))
    post(client, "decide", third, outcome="waiting_list", who="new", differs="x")
    assert Referral.objects.get(pk=third.pk).family not in (None, known)


def test_a_family_waiting_already_cannot_wait_twice(client: Client, lead: User) -> None:
    team = team_of(lead)
    make_decision(make_referral(team))
    second = make_referral(team)

    response = post(client, "decide", second, outcome="waiting_list", who=Family.objects.get().key, differs="x")

    assert response.status_code == 409
    assert "This family is on the waiting list already." in text(response)


@pytest.mark.parametrize(
    ("name", "outcome", "state"),
    [
        ("take-back", Outcome.WAITING_LIST, "received"),
        ("withdraw", Outcome.WAITING_LIST, "withdrawn"),
        ("reopen", Outcome.NOT_ACCEPTED, "received"),
    ],
)
def test_moving_a_referral_with_a_reason(client: Client, lead: User, name: str, outcome: Outcome, state: str) -> None:
    referral = make_referral(team_of(lead))
    make_decision(referral, outcome)
    assert client.get(href(name, referral)).status_code == 200

    assert post(client, name, referral).status_code == 422
    post(client, name, referral, reason="They rang.")

    referral.refresh_from_db()
    assert referral.state == state
    assert str(referral.moves.latest("pk").reason) == "They rang."


def test_what_cannot_be_done_in_this_state_is_refused_in_a_sentence(client: Client, lead: User) -> None:
    referral = make_referral(team_of(lead))

    assert "need not be opened again" in text(post(client, "reopen", referral, reason="x"))
    assert "There is no decision to take back" in text(post(client, "take-back", referral, reason="x"))


def test_answering_taking_on_and_recording_what_an_adult_said(client: Client, lead: User) -> None:
    referral = make_referral(team_of(lead), people=(baby(), mother(), father()))
    him = referral.people.get(role=PartyRole.FATHER)
    make_decision(referral, Outcome.MORE_INFORMATION)
    said = reverse("referrals:agreement", args=[referral.key, him.key])
    assert "What Daniel Khan said" in text(client.get(said))

    post(client, "take-on", referral)
    client.post(href("answer", referral), {"submission": str(uuid.uuid4()), "seen": 1, "answer": "He knows."})
    client.post(said, {"submission": str(uuid.uuid4()), "knows": "yes", "agrees": "no"})

    referral.refresh_from_db()
    him.refresh_from_db()
    assert (referral.screener, referral.state, him.knows, him.agrees) == (lead, "received", "yes", "no")
    assert "1 referral" in text(client.get(reverse("referrals:inbox") + "?screener=mine"))
    assert client.get(href("answer", referral)).status_code == 404
