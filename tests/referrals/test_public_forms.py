"""The public forms: short steps, nothing lost, nothing kept on the device, who is safe to reach."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Team
from pitservice.configuration.actions import change_settings
from pitservice.configuration.selectors import risk_list_of
from pitservice.db.actor import Actor
from pitservice.messaging.models import Message
from referrals.actions import forget_drafts
from referrals.actions.drafts import hashed
from referrals.enums import PartyRole
from referrals.intake import guard
from referrals.models import Draft, Referral
from referrals.tasks import forget_old_drafts
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.referrals import make_risk_list
from tests.referrals.door import BABY, CONTACT, FAMILY, MOTHER, PROFESSIONAL, REFERRER, TWIN, begin, send, text, walk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


@pytest.fixture
def team() -> Team:
    """A team with a list of risk factors."""
    made = make_team()
    make_risk_list(made)
    return made


def test_a_professional_refers_and_gets_a_reference(client: Client, team: Team) -> None:
    check = walk(client, "refer", team, PROFESSIONAL)
    page = text(client.get(check))
    assert all(words in page for words in ("Check your answers", "Aisha", "Low since the birth.", "1 October 2026"))

    receipt = send(client, check, {})

    referral = Referral.objects.get()
    assert referral.key in text(receipt)
    assert referral.key in text(client.get(check, follow=True))
    assert (referral.source, referral.referrer_name, referral.keeps_support) == (
        "health_visitor",
        "Fatima Begum",
        "yes",
    )
    assert sorted(referral.people.values_list("role", "given_name", "family_name")) == [
        ("baby", "Zayn", "Khan"),
        ("mother", "Aisha", "Khan"),
        ("sibling", "Hana", "Osei"),
    ]
    assert referral.submitted["Why you refer"] == {
        "What worries you about how the baby and the carers get on together?": "Low since the birth."
    }
    assert referral.submitted["_typed"]["contact-1"]["mobile"] == ["07700 900222"]
    assert referral.due_on is not None


def test_sending_twice_makes_one_referral(client: Client, team: Team) -> None:
    check = walk(client, "refer", team, PROFESSIONAL)

    first, second = (send(client, check, {}) for _ in range(2))

    assert (first.status_code, second.status_code) == (200, 302)
    assert Referral.objects.count() == 1
    assert Draft.objects.get().answers == {}


def test_the_first_page_stops_safeguarding_concerns(client: Client, team: Team) -> None:
    page = text(client.get(reverse("referrals:refer", args=[team.slug])))

    assert "This is not the way to report a safeguarding concern" in page
    assert Draft.objects.count() == 0


@pytest.mark.rule("P2", "P8", "P26")
def test_every_carer_is_asked_for_and_one_who_must_not_know_is_not_asked(client: Client, team: Team) -> None:
    him = {"role": "father", "given_name": "Daniel", "may_know": "no"}
    steps = [
        REFERRER, TWIN | {"another": "yes"}, TWIN | {"another": "no"}, MOTHER, CONTACT | {"another": "yes"}, him,
        {"another": "unknown"}, *PROFESSIONAL[4:],
    ]  # fmt: skip
    send(client, walk(client, "refer", team, steps), {})

    father = Referral.objects.get().people.get(role=PartyRole.FATHER)
    assert (father.must_not_know, father.knows, father.agrees) == (True, "unknown", "unknown")
    assert Referral.objects.get().people.filter(role=PartyRole.BABY).count() == 2


def test_a_wrong_answer_is_said_and_nothing_is_lost(client: Client, team: Team) -> None:
    href = begin(client, "refer", team)

    response = send(client, href, REFERRER | {"email": "fatima at example", "address": ""})

    assert response.status_code == 422
    assert "Enter an email address in the correct format" in text(response)
    assert 'value="fatima at example"' in response.content.decode()
    assert 'value="Fatima Begum"' in response.content.decode()


def test_changing_an_answer_leads_back_to_checking(client: Client, team: Team) -> None:
    check = walk(client, "refer", team, PROFESSIONAL)
    href = check.replace("/check/", "/worries/")
    assert "Low since the birth." in client.get(href).content.decode()

    response = send(client, href, {"worries": "Better now."})

    assert response.headers["Location"] == check
    assert "Better now." in text(client.get(check))


def test_nobody_agrees_to_what_they_do_not_know_of(client: Client, team: Team) -> None:
    href = walk(client, "refer", team, [REFERRER, BABY])

    response = send(client, href, MOTHER | {"knows": "no"})

    assert "Somebody can only agree to what they know of" in text(response)


@pytest.mark.rule("P12")
def test_a_family_gets_in_touch_and_only_what_it_chose_is_safe(client: Client, team: Team) -> None:
    check = walk(client, "contact", team, FAMILY)
    sent = send(client, check, {}).headers["Location"]

    referral = Referral.objects.get()
    mother = referral.people.get(role=PartyRole.MOTHER)
    assert (referral.source, referral.tell_gp, referral.tell_health_visitor) == ("self", "yes", "unknown")
    assert (mother.wrote, mother.knows, mother.agrees) == (True, "yes", "yes")
    assert (mother.mobile_safe, mother.may_text, mother.address_safe, mother.email_safe) == (
        "yes",
        "yes",
        "unknown",
        "unknown",
    )
    page = text(client.get(sent))
    assert referral.key in page
    assert "call 999" in page


@pytest.mark.rule("P12")
def test_the_receipt_goes_only_to_the_point_called_safe_and_names_nobody(client: Client, team: Team) -> None:
    send(client, walk(client, "contact", team, FAMILY), {})

    message = Message.objects.get()
    assert (message.state, message.value) == ("queued", "+447700900333")
    assert "Zofia" not in message.words


@pytest.mark.rule("P12", "P3")
def test_nothing_goes_out_while_somebody_must_not_find_out(client: Client, team: Team) -> None:
    steps = [*FAMILY[:6], {"anybody": "yes", "who": "other_parent", "at_home": "yes"}, *FAMILY[8:]]
    send(client, walk(client, "contact", team, steps), {})

    referral = Referral.objects.get()
    assert referral.must_be_read
    assert referral.letters_unsafe
    assert referral.people.get(role=PartyRole.FATHER).must_not_know
    assert Message.objects.count() == 0


@pytest.mark.rule("P13")
def test_a_relative_is_thanked_and_cannot_say_what_is_safe_or_agreed(client: Client, team: Team) -> None:
    steps = [
        {"who": "relative"}, {"name": "Granny Nowak", "they_know": "no"}, *FAMILY[1:7], {}, {},
    ]  # fmt: skip
    sent = send(client, walk(client, "contact", team, steps), {}).headers["Location"]

    referral = Referral.objects.get()
    mother = referral.people.get(role=PartyRole.MOTHER)
    assert "we cannot tell you more than this" in text(client.get(sent))
    assert (referral.source, referral.referrer_name) == ("relative", "Granny Nowak")
    assert (mother.wrote, mother.knows, mother.agrees, mother.mobile_safe) == (False, "no", "unknown", "unknown")
    assert Message.objects.count() == 0


@pytest.mark.rule("P12")
def test_every_family_page_can_be_left_has_a_neutral_title_and_is_not_kept(client: Client, team: Team) -> None:
    href = reverse("referrals:contact", args=[team.slug])
    seen = 0
    for data in [{}, *FAMILY, {}]:
        response = client.get(href)
        page = response.content.decode()
        assert "Leave this page" in page
        assert "<title>Contact form</title>" in page
        assert "no-store" in response.headers["Cache-Control"]
        href = send(client, href, data).headers["Location"]
        seen += 1
    assert seen == len(FAMILY) + 2


@pytest.mark.rule("P11")
def test_after_the_sitting_the_address_shows_nothing(client: Client, team: Team) -> None:
    check = walk(client, "contact", team, FAMILY)
    Draft.objects.update(changed_at=timezone.now() - timedelta(minutes=21))

    response = client.get(check, follow=True)

    assert "This form was left for a while" in text(response)
    assert "scared" not in response.content.decode()


@pytest.mark.rule("P11")
def test_opening_an_address_records_nothing_and_only_its_hash_is_stored(client: Client, team: Team) -> None:
    href = begin(client, "refer", team)
    token = href.split("/")[3]

    for _ in range(3):
        client.get(href)

    draft = Draft.objects.get()
    assert (draft.answers, draft.token_hash) == ({}, hashed(token))


@pytest.mark.rule("P11")
def test_drafts_go_after_fourteen_days(client: Client, team: Team) -> None:
    begin(client, "refer", team)
    old = begin(client, "refer", team)
    Draft.objects.filter(token_hash=hashed(old.split("/")[3])).update(changed_at=timezone.now() - timedelta(days=15))

    forget_old_drafts()

    assert Draft.objects.count() == 1
    assert forget_drafts(by=Actor.system("tests")) == 0


@pytest.mark.rule("P15")
@pytest.mark.parametrize(("door", "setting"), [("refer", "professionals_open"), ("contact", "families_open")])
def test_a_closed_door_says_where_to_turn_and_opens_on_its_day(
    client: Client, team: Team, door: str, setting: str
) -> None:
    href = reverse(f"referrals:{door}", args=[team.slug])
    later = timezone.localdate() + timedelta(days=3)
    change_settings(team=team, by=BY, doors_open_again_on=later, **{setting: False})

    closed = text(client.get(href))
    assert "This form is closed at the moment" in closed
    assert "It opens again on" in closed
    assert send(client, href, {}).status_code == 200
    assert Draft.objects.count() == 0
    change_settings(team=team, by=BY, doors_open_again_on=timezone.localdate())
    assert "closed" not in text(client.get(href))


def test_machines_and_floods_are_hindered(client: Client, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    href = reverse("referrals:refer", args=[team.slug])
    assert "could not be sent" in text(send(client, href, {"website": "http://spam.example.org"}))
    monkeypatch.setattr(guard, "MOST_AN_HOUR", 1)

    begin(client, "refer", team)

    assert "Too many forms were begun from here" in text(send(client, href, {}))


@pytest.mark.parametrize(
    "path",
    ["/refer/nowhere/", "/refer/{team}/no-such-token/about-you/", "/contact/{team}/x/check/", "/refer/{team}/x/sent/"],
)
def test_an_unknown_address_is_not_found(client: Client, team: Team, path: str) -> None:
    assert client.get(path.format(team=team.slug)).status_code == 404


def test_a_token_opens_only_its_own_teams_and_doors_form(client: Client, team: Team) -> None:
    href = begin(client, "refer", team)
    other = make_team()

    assert client.get(href.replace(team.slug, other.slug)).status_code == 404
    assert client.get(href.replace("/refer/", "/contact/")).status_code == 404
    assert client.get(href.replace("about-you", "no-such-step")).status_code == 404


@pytest.mark.rule("P11")
@pytest.mark.parametrize("door", ["refer", "contact"])
def test_a_form_that_was_removed_says_so_politely(client: Client, team: Team, door: str) -> None:
    href = begin(client, door, team)
    Draft.objects.update(changed_at=timezone.now() - timedelta(days=15))
    forget_old_drafts()

    response = client.get(href)

    assert response.status_code == 404
    assert "This page is no longer available" in text(response)
    assert "Start again" in text(response)
    assert ("Leave this page" in text(response)) == (door == "contact")


@pytest.mark.rule("P26")
@pytest.mark.parametrize(
    ("another", "shown", "missing"),
    [
        ("no", "There is none", False),
        ("unsafe", "Not asked: it would not be safe", False),
        ("unknown", "Not known", True),
    ],
)
def test_the_father_or_partner_is_asked_for_and_the_answer_is_shown(
    client: Client, team: Team, another: str, shown: str, missing: bool
) -> None:
    steps = [*PROFESSIONAL[:3], CONTACT | {"another": another}, *PROFESSIONAL[4:]]
    send(client, walk(client, "refer", team, steps), {})

    referral = Referral.objects.get()
    assert referral.other_carers == another
    lead = client_of(make_user(RoleName.CLINICAL_LEAD, team))
    page = text(lead.get(reverse("referrals:referral", args=[referral.key])))
    assert f"Father, partner or other carer {shown}" in page
    assert ("whether there is a father, partner or other carer" in page) == missing


def test_what_was_asked_is_shown_before_sending_and_to_the_team(client: Client, team: Team) -> None:
    contact = CONTACT | {
        "email": "aisha@example.org", "email_safe": "no", "address": "1 The Row", "address_safe": "unknown",
        "language": "Polish", "interpreter": "yes", "needs": "Large print", "times_to_avoid": "The school run",
    }  # fmt: skip
    risk_list = risk_list_of(team.pk)
    assert risk_list is not None
    item = risk_list.items.all()[0]
    steps = [*PROFESSIONAL[:3], contact, *PROFESSIONAL[4:6], {"ticks_0": [str(item.pk)]},
             PROFESSIONAL[7] | {"safeguarding": "Child in need"}, {"warning": "Ring before you visit."}]  # fmt: skip
    check = walk(client, "refer", team, steps)
    before = text(client.get(check))
    send(client, check, {})
    lead = client_of(make_user(RoleName.CLINICAL_LEAD, team))
    after = text(lead.get(reverse("referrals:referral", args=[Referral.objects.get().key])))

    given = ("Polish", "Large print", "The school run", "aisha@example.org", "Child in need", item.text)
    for words in (*given, "Ring before you visit.", "Perinatal team", "Hana Osei", "2 November 2026"):
        assert words in before, words
        assert words in after, words
    for words in ("Needs an interpreter", "Not safe", "Texts welcome", "own support goes on Yes"):
        assert words in after, words


@pytest.mark.rule("P12")
def test_a_family_reads_first_what_happens_next_and_who_is_told(client: Client, team: Team) -> None:
    page = text(client.get(reverse("referrals:contact", args=[team.slug])))

    assert "We tell nobody without asking you, unless somebody is in danger." in page
    assert "read on working days" in page
    assert "call 999" in page


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_forms_are_counted_by_the_address_that_our_own_proxy_saw(team: Team) -> None:
    href = reverse("referrals:refer", args=[team.slug])

    def begin(told: str) -> int:
        return int(send(Client(REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": told}), href, {}).status_code)

    begun = [begin(f"198.51.100.{number}, 192.0.2.7") for number in range(guard.MOST_AN_HOUR + 1)]

    assert (begun.count(302), begun[-1]) == (guard.MOST_AN_HOUR, 409)
    assert begin("192.0.2.8") == 302


def test_a_thousand_junk_posts_leave_the_inbox_usable(client: Client, team: Team) -> None:
    href = reverse("referrals:refer", args=[team.slug])
    real = walk(client, "refer", team, PROFESSIONAL)
    junk = Client(REMOTE_ADDR="192.0.2.7")

    told = [send(junk, href, {"website": "http://spam.example.org"}).status_code for _ in range(500)]
    told += [send(junk, href, {}).status_code for _ in range(500)]

    assert (told.count(422), told.count(302), told.count(409)) == (500, guard.MOST_AN_HOUR, 500 - guard.MOST_AN_HOUR)
    send(client, real, {})
    assert Referral.objects.count() == 1
    inbox = text(client_of(make_user(RoleName.CLINICAL_LEAD, team)).get(reverse("referrals:inbox")))
    assert "Zayn Khan" in inbox
    assert "1 referral" in inbox
