"""A team that says registration: its pages too, and nothing that anybody typed."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from pitservice.accounts.actions import give_role
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Team
from pitservice.configuration.actions import change_settings
from pitservice.configuration.phrases import in_word
from pitservice.ui.components import Button, Cell, Fact, Words
from referrals.enums import Outcome
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.referrals import make_decision, make_referral, make_risk_list

TYPED = "After a referral to the GP."


def text(response: Any) -> str:
    """The page's words, spaces folded; what is said of referrals elsewhere, by everybody's word, is left out."""
    assert response.status_code == 200
    said = " ".join(unescape(strip_tags(response.content.decode())).split())
    for left in (TYPED, "Self-referral", "self-referral"):
        said = said.replace(left, "")
    return said


@pytest.fixture
def team(db: None) -> Team:
    """One that says registration."""
    made = make_team()
    make_risk_list(made)
    change_settings(team=made, referral_word="registration", by=BY)
    return made


PAGES = (
    "home",
    "referrals:inbox",
    "referrals:add",
    "referrals:share-out",
    "referrals:imports",
    "referrals:waiting",
    "referrals:orders",
    "families:list",
    "consultation:list",
)
OF_A_REFERRAL = ("referral", "decide", "withdraw", "aside", "take-on", "to-team", "add-file")


def test_its_pages_say_registration_and_what_was_typed_stays(team: Team) -> None:
    make_team()
    lead = make_user(RoleName.CLINICAL_LEAD, team)
    referral = make_referral(team, worries=TYPED)
    client = client_of(lead)

    pages = [text(client.get(reverse(name))) for name in PAGES]
    of_one = [text(client.get(reverse(f"referrals:{name}", args=[referral.key]))) for name in OF_A_REFERRAL]
    said = dict(zip([*PAGES, *OF_A_REFERRAL], [*pages, *of_one], strict=True))

    left = {name: [page[max(0, at - 60) : at + 60] for at in _places(page)] for name, page in said.items()}
    found = {name: places for name, places in left.items() if places}
    assert not found, "\n".join(f"{name}: {set(places)}" for name, places in found.items())
    assert "Registrations to decide" in said["referrals:inbox"]
    assert f"Decide on registration {referral.key}" in said["decide"]
    assert TYPED in unescape(client.get(reverse("referrals:decide", args=[referral.key])).content.decode())
    waits = make_decision(make_referral(team, worries=TYPED), Outcome.WAITING_LIST)
    entry = text(client.get(reverse("referrals:entry", args=[waits.referral.waiting_entries.get().key])))
    assert not [entry[max(0, at - 60) : at + 60] for at in _places(entry)]


def test_headings_inside_a_form_and_what_a_role_does_say_registration_too(team: Team) -> None:
    lead, manager = make_user(RoleName.CLINICAL_LEAD, team), make_user(RoleName.MANAGER, team)

    settings = client_of(lead).get(reverse("configuration:change", args=[team.slug])).content.decode()
    roles = text(client_of(manager).get(reverse("governance:roles")))

    assert re.search(r"<legend[^>]*>(\s|<h\d[^>]*>)*Registrations", settings)
    assert "Screens and decides registrations" in roles and not _places(roles)


def _places(page: str) -> list[int]:
    low = page.lower()
    return [at for at in range(len(low)) if low.startswith("referral", at)]


def test_whoever_works_in_teams_of_two_words_reads_the_common_one(team: Team) -> None:
    lead = make_user(RoleName.CLINICAL_LEAD, team)
    give_role(user=lead, team=make_team(), role=RoleName.CLINICAL_LEAD, by=BY)

    assert "Referrals to decide" in text(client_of(lead).get(reverse("referrals:inbox")))


@pytest.mark.parametrize(
    ("thing", "said"),
    [
        ("Add a referral", "Add a registration"),
        ("Nothing waits to be decided. Ask.", "Nothing waits to be decided. Ask."),
        (Button("Referrals", "/referrals/"), Button("Registrations", "/referrals/")),
        (Fact("Referral", "Referral"), Fact("Registration", "Referral")),
        (Cell("Decide on referral K7M2Q9XTRD"), Cell("Decide on registration K7M2Q9XTRD")),
        (Cell("Referral letter came late"), Cell("Referral letter came late")),
        (
            Words([TYPED, "Set aside. The referral stays as it was."]),
            Words([TYPED, "Set aside. The registration stays as it was."]),
        ),
        (Cell("Is referral K7M2Q9XTRD about this family?"), Cell("Is registration K7M2Q9XTRD about this family?")),
        (
            "It is not recorded that A referral knows of the referral and agrees.",
            "It is not recorded that A referral knows of the registration and agrees.",
        ),
        ("Refer to children’s social care", "Refer to children’s social care"),
    ],
)
def test_a_phrase_of_ours_is_renamed_and_nothing_else(thing: Any, said: Any) -> None:
    assert in_word(thing, "registration") == said
    assert in_word(thing, "referral") == thing


def test_a_refusal_is_worded_too(team: Team) -> None:
    referral = make_referral(team)
    client: Client = client_of(make_user(RoleName.CLINICAL_LEAD, team))

    page = client.post(reverse("referrals:decide", args=[referral.key]), {"outcome": "accepted"})

    said = " ".join(unescape(strip_tags(page.content.decode())).split())
    assert page.status_code == 422
    assert "referral" not in said.lower().replace("self-referral", ""), [
        said[max(0, at - 60) : at + 60] for at in _places(said)
    ]
