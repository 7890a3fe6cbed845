"""Which door is open when, what a team calls a referral, and which team a postcode leads to (P15)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Team
from pitservice.audit.models import Event
from pitservice.configuration.actions import change_settings, set_postcode_areas
from pitservice.configuration.models import PostcodeArea
from pitservice.configuration.selectors import areas_of, team_for
from pitservice.db.errors import Refused
from referrals.actions import move_to_team, settle_family
from referrals.enums import Outcome
from referrals.models import PossibleMatch, ProposedChange, Referral, ReferredPerson
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.referrals import baby, make_decision, make_referral, make_risk_list, mother, ticks_of
from tests.referrals.door import PROFESSIONAL, begin, send, text, walk
from tests.referrals.test_amending import opened, propose_again, sent
from tests.referrals.test_saved_drafts import link_and_code, sitting

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P15")]


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


@pytest.fixture
def north() -> Team:
    """A team with a list of risk factors, which looks after ZZ and ZZ1."""
    made = make_team("North")
    make_risk_list(made)
    set_postcode_areas(team=made, areas=["ZZ", "ZZ1"], by=BY)
    return made


@pytest.fixture
def south() -> Team:
    """A team which looks after ZZ16 and one part of ZZ1."""
    made = make_team("South")
    make_risk_list(made)
    set_postcode_areas(team=made, areas=["ZZ16", "ZZ1 9"], by=BY)
    return made


@pytest.mark.parametrize(
    ("postcode", "name"),
    [("ZZ1 1AA", "North"), ("ZZ1 9AA", "South"), ("ZZ16 5AU", "South"), ("ZZ7 1AA", "North"), ("LS1 4AP", "")],
)
def test_the_longest_area_that_fits_counts(north: Team, south: Team, postcode: str, name: str) -> None:
    found = team_for(postcode)

    assert (found.name if found else "") == name


@pytest.mark.parametrize("door", ["refer", "contact"])
def test_a_postcode_leads_to_its_teams_form_and_is_kept_nowhere(
    client: Client, north: Team, south: Team, door: str
) -> None:
    href = reverse(f"referrals:{door}-front")
    page = client.get(href)
    assert "Go to its form North" in text(page)
    assert ("Leave this page" in text(page)) == (door == "contact")
    assert "no-store" in page.headers["Cache-Control"]
    before = Event.objects.count()

    found = send(client, href, {"postcode": "zz16 5au"})
    unknown = send(client, href, {"postcode": "LS1 4AP"})

    assert found.headers["Location"] == reverse(f"referrals:{door}", args=["south"])
    assert (unknown.status_code, "Choose one below" in text(unknown)) == (422, True)
    assert send(client, href, {"postcode": "somewhere"}).status_code == 422
    assert Event.objects.count() == before


def test_where_there_is_one_team_its_form_is_the_services(client: Client, north: Team) -> None:
    assert client.get(reverse("referrals:refer-front")).headers["Location"] == reverse(
        "referrals:refer", args=["north"]
    )


def test_the_manager_says_which_postcodes_a_team_looks_after(north: Team, south: Team) -> None:
    manager = client_of(make_user(RoleName.MANAGER, north))
    href = reverse("configuration:postcodes", args=["north"])
    assert "ZZ\nZZ1" in manager.get(href).content.decode()

    wrong = send(manager, href, {"areas": "ZZ\nnowhere at all"})
    taken = send(manager, href, {"areas": "ZZ16"})
    right = send(manager, href, {"areas": "zz2\n zz3  4\n\nZZ2"})

    assert (wrong.status_code, "is not the beginning of a postcode" in text(wrong)) == (422, True)
    assert (taken.status_code, "stands with South" in text(taken)) == (409, True)
    assert right.status_code == 302
    assert areas_of(north.pk) == ["ZZ2", "ZZ3 4"]
    assert "ZZ2, ZZ3 4" in text(manager.get(reverse("configuration:settings")))
    assert PostcodeArea.objects.filter(team=south).count() == 2


def test_doors_close_on_their_day_and_consultation_may_stay_open(client: Client, north: Team) -> None:
    today = timezone.localdate()
    href = reverse("referrals:refer", args=["north"])
    change_settings(team=north, professionals_open=False, doors_close_on=today + timedelta(days=1), by=BY)
    assert "I understand: start a referral" in text(client.get(href))

    change_settings(team=north, doors_close_on=today, by=BY)
    closed = text(client.get(href))

    assert "This form is closed at the moment" in closed
    assert "We still offer consultation" in closed
    assert "Get in touch with us" in text(client.get(reverse("referrals:contact", args=["north"])))
    change_settings(team=north, consultations_open=False, by=BY)
    assert "We still offer consultation" not in text(client.get(href))


@pytest.mark.parametrize("changes", [{"opens": -1}, {"closes": 5, "opens": 3}])
def test_dates_that_would_leave_a_closed_door_open_are_refused(north: Team, changes: dict[str, int]) -> None:
    from tests.configuration.test_pages import settings_as_typed

    typed = settings_as_typed(north, families_open="", doors_close_on="")
    typed.pop("doors_open_again_on"), typed.pop("doors_close_on")
    for name, days in changes.items():
        day = timezone.localdate() + timedelta(days=days)
        field = "doors_open_again_on" if name == "opens" else "doors_close_on"
        typed |= {f"{field}_day": day.day, f"{field}_month": day.month, f"{field}_year": day.year}
    manager = client_of(make_user(RoleName.MANAGER, north))

    response = manager.post(reverse("configuration:change", args=["north"]), typed)

    assert response.status_code == 422, text(response)


def test_a_team_calls_it_registration_and_what_was_typed_stays(client: Client, north: Team) -> None:
    change_settings(team=north, referral_word="registration", by=BY)
    start = client.get(reverse("referrals:refer", args=["north"])).content.decode()
    assert "Register a family to North" in start
    assert "<title>Registration form</title>" in start
    assert "referral" not in text(client.get(reverse("referrals:refer", args=["north"])))
    steps = [*PROFESSIONAL[:5], {"worries": "After a referral to the GP."}, *PROFESSIONAL[6:]]

    carer = begin(client, "refer", north).replace("about-you", "carer-1")
    assert "May they know of this registration?" in text(client.get(carer))
    check = walk(client, "refer", north, steps)
    assert "After a referral to the GP." in text(client.get(check))
    receipt = send(client, check, {})

    assert "We have your registration" in text(receipt)
    assert Referral.objects.get().worries == "After a referral to the GP."


def test_a_person_moves_a_referral_with_everything_about_it(client: Client, north: Team, south: Team) -> None:
    link, code = sent(client, north)
    propose_again(client, link, code, worries={"worries": "A."})
    referral = Referral.objects.get()
    ReferredPerson.objects.filter(role="mother").update(postcode="ZZ16 5AU")
    lead = make_user(RoleName.CLINICAL_LEAD, north)
    staff = client_of(lead)
    href = reverse("referrals:to-team", args=[referral.key])
    page = staff.get(href)
    assert "South looks after the family" in text(page)

    given = {"team": south.key, "reason": "They live there.", "seen": str(referral.version)}
    assert send(staff, href, given).status_code == 302

    referral.refresh_from_db()
    assert referral.team == south
    assert staff.get(reverse("referrals:referral", args=[referral.key])).status_code == 404
    theirs = client_of(make_user(RoleName.CLINICAL_LEAD, south))
    shown = text(theirs.get(reverse("referrals:referral", args=[referral.key])))
    for words in ("From North, ", f"by {lead.name}: They live there.", "Aisha", "Proposed A."):
        assert words in shown
    assert ProposedChange.objects.get().team == south
    assert {party.team for party in referral.people.all()} == {south}
    assert opened(client, link, code).startswith("/refer/south/")


@pytest.mark.rule("P11")
def test_a_receipt_and_a_change_under_way_open_after_it_went_to_another_team(
    client: Client, north: Team, south: Team
) -> None:
    link, code = sent(client, north)
    tasks = opened(client, link, code)
    saved, saved_code = link_and_code(send(client, sitting(tasks, "save"), {}))
    referral = Referral.objects.get()

    move_to_team(referral=referral, team=south, reason="They live there.", by=BY)

    onward = send(client, sitting(tasks, "worries"), {"worries": "A."}).headers["Location"]
    assert onward.startswith("/refer/south/")
    assert "Now A." in text(client.get(onward))
    assert opened(client, saved, saved_code).startswith("/refer/south/")


def test_what_is_decided_settled_or_the_guardians_is_not_moved(north: Team, south: Team) -> None:
    decided, settled, held = make_referral(north), make_referral(north), make_referral(north)
    make_decision(decided, Outcome.NOT_ACCEPTED)
    family = settle_family(referral=settled, by=BY)
    type(family).objects.filter(pk=family.pk).update(restricted=True)
    PossibleMatch.objects.create(
        referral=held, record=family, team=north, certain=True, reason="Same number", created_by=BY
    )

    for one, why in ((decided, "not decided"), (settled, "not decided"), (held, "Ask the guardian")):
        with pytest.raises(Refused, match=why):
            move_to_team(referral=one, team=south, reason="They live there.", by=BY)
    people = (baby(given_name="Ola"), mother(given_name="Ewa", family_name="Nowak", mobile="07700 900555", address=""))
    plain = make_referral(north, people=people)
    with pytest.raises(Refused, match="already"):
        move_to_team(referral=plain, team=north, reason="They live there.", by=BY)
    with pytest.raises(Refused, match="why"):
        move_to_team(referral=plain, team=south, reason=" ", by=BY)


@pytest.mark.rule("SCR-1", "SCR-2")
def test_the_clock_and_the_ticks_go_with_it(north: Team, south: Team) -> None:
    change_settings(team=south, decision_days=10, by=BY)
    ticks = ticks_of(north, significant=1)
    referral = make_referral(north, people=(baby(), mother()), ticks=ticks)
    due = referral.due_on

    moved: Any = move_to_team(referral=referral, team=south, reason="They live there.", by=BY)

    assert due is not None
    assert moved.due_on > due
    page = text(client_of(make_user(RoleName.CLINICAL_LEAD, south)).get(reverse("referrals:decide", args=[moved.key])))
    assert "Meets" in page or "meets" in page
