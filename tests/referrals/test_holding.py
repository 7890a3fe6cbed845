"""Holding: every service is asked, answers by a private link or to a colleague, and less is an alarm (WL-2, P14)."""

from __future__ import annotations

import html
import re
import uuid
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from families import actions as families
from families.enums import ConsentPurpose, LossKind, ProfessionalRole
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Team, User
from pitservice.audit.models import Event
from pitservice.configuration.actions import change_settings
from pitservice.configuration.enums import ReferralSource
from pitservice.configuration.selectors import holidays_of, next_check
from pitservice.configuration.working_days import add_working_days
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused, Stale
from pitservice.letters.models import Copy
from pitservice.links.models import Link
from pitservice.ui import worklist
from pitservice.ui.dates import day
from referrals.actions import ask_services, ask_when_due, close_alarms, leave_list, record_check
from referrals.enums import Support
from referrals.holding import askees
from referrals.models import HoldingCheck, WaitingEntry
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.referrals import make_risk_list, make_waiting

pytestmark = [pytest.mark.django_db, pytest.mark.rule("WL-2"), pytest.mark.rule("P14")]

SITE = "https://pit.example.org/"


@pytest.fixture
def team() -> Team:
    """A team with a list of risk factors."""
    made = make_team()
    make_risk_list(made)
    return made


@pytest.fixture
def lead(team: Team) -> Client:
    """Its clinical lead's browser."""
    return client_of(make_user(RoleName.CLINICAL_LEAD, team))


def text(response: Any) -> str:
    """The page's words."""
    return " ".join(html.unescape(strip_tags(response.content.decode())).split())


def send(client: Client, name: str, entry: WaitingEntry, **data: Any) -> Any:
    """Send a form about an entry."""
    entry.refresh_from_db()
    return client.post(
        reverse(f"referrals:{name}", args=[entry.key]),
        {"submission": str(uuid.uuid4()), "seen": entry.version, **data},
    )


def answer(href: str, support: str, note: str = "", **more: str) -> Any:
    """Press the button of a private link."""
    return Client().post(href, {"submission": str(uuid.uuid4()), "support": support, "note": note, **more})


def asked(entry: WaitingEntry) -> dict[str, str]:
    """Ask by letter; the path of each private link, by the name of its reader."""
    ask_services(entry=entry, site=SITE, by=BY)
    return links(entry)


def links(entry: WaitingEntry) -> dict[str, str]:
    """The private links that stand in letters, the last of each reader."""
    found = {}
    for copy in Copy.objects.filter(letter__family=entry.family, letter__purpose="holding").order_by("pk"):
        (href,) = re.findall(r"https?://\S+", " ".join(copy.paragraphs))
        found[copy.reader_name] = urlsplit(href).path
    return found


def with_professional(entry: WaitingEntry, name: str, role: ProfessionalRole, *, agreed: bool) -> None:
    """Somebody else who works with the family, and what the mother said about telling them."""
    professional = families.keep_professional(
        team=entry.team, name=name, role=role, address="2 High Street\nZZ1 1AA", by=BY
    )
    families.link_professional(family=entry.family, professional=professional, role=role, by=BY)
    if agreed:
        families.record_consent(
            family=entry.family,
            person=entry.family.members.get(role="mother").person,
            purpose=ConsentPurpose.INFORM,
            recipient=professional.key,
            given=True,
            how="Said so",
            given_on=timezone.localdate(),
            by=BY,
        )


def the_hard_list(team: Team) -> WaitingEntry:
    """A referrer, a health visitor who may be told, a GP who may not, and a service that is only named."""
    entry = make_waiting(team, services_involved="Home-Start")
    with_professional(entry, "Hari Vale", ProfessionalRole.HEALTH_VISITOR, agreed=True)
    with_professional(entry, "Dr Gill", ProfessionalRole.GP, agreed=False)
    with_professional(entry, "Perinatal Team", ProfessionalRole.PERINATAL, agreed=True)
    return entry


# --- who is asked ---


def test_a_service_only_named_in_words_is_rung_and_stays_due_until_it_is_recorded(team: Team, lead: Client) -> None:
    entry = the_hard_list(team)
    assert "Home-Start, named in the referral" in text(lead.get(reverse("referrals:check", args=[entry.key])))
    assert "Ring Home-Start" in text(lead.get(reverse("referrals:ask", args=[entry.key])))

    paths = asked(entry)

    entry.refresh_from_db()
    assert (entry.support, entry.next_check_on) == (Support.ASKED, timezone.localdate())
    for path in paths.values():
        answer(path, "as_before")
    entry.refresh_from_db()
    assert (entry.support, entry.next_check_on) == (Support.NOT_ASKED, timezone.localdate())
    assert f"Check referral {entry.referral.key}" in text(lead.get("/"))
    page = text(lead.get(reverse("referrals:check", args=[entry.key])))
    assert "Ring them" in page
    assert "To be rung since" in page

    send(lead, "check", entry, support_4="as_before")

    entry.refresh_from_db()
    assert entry.checks.get(service="Home-Start").support == Support.AS_BEFORE
    assert (entry.support, entry.next_check_on) == (Support.AS_BEFORE, next_check(team, timezone.localdate()))
    assert f"Check referral {entry.referral.key}" not in text(lead.get("/"))


def test_every_service_named_is_asked_and_whom_the_family_did_not_agree_to_is_not(team: Team) -> None:
    entry = the_hard_list(team)

    found = {one.service: (one.written, one.why_not) for one in askees(entry)}

    assert list(found) == ["Fatima Begum", "Hari Vale", "Dr Gill", "Perinatal Team", "Home-Start"]
    assert [name for name, (written, _) in found.items() if written] == ["Fatima Begum", "Hari Vale", "Perinatal Team"]
    assert "has not been asked whether Dr Gill may be told" in found["Dr Gill"][1]
    assert "so it cannot be written to" in found["Home-Start"][1]


@pytest.mark.rule("P13")
def test_a_relative_who_referred_is_asked_nothing(team: Team) -> None:
    entry = make_waiting(team, source=ReferralSource.RELATIVE)

    assert [one.written for one in askees(entry)] == [False]
    with pytest.raises(Refused, match="Ring them"):
        ask_services(entry=entry, site=SITE, by=BY)


@pytest.mark.rule("P1", "P2")
def test_each_is_written_to_by_itself_the_referrer_by_our_reference_others_by_the_families_names(team: Team) -> None:
    entry = the_hard_list(team)

    paths = asked(entry)

    assert list(paths) == ["Fatima Begum", "Hari Vale", "Perinatal Team"]
    assert len(set(paths.values())) == 3
    words = {copy.reader_name: " ".join(copy.paragraphs) for copy in Copy.objects.filter(letter__purpose="holding")}
    assert "Aisha Khan" not in words["Fatima Begum"]
    assert entry.referral.key in words["Fatima Begum"]
    assert "with the family's consent, about Aisha Khan (Zayn Khan, 7 weeks)" in words["Hari Vale"]
    assert set(Copy.objects.filter(letter__purpose="holding").values_list("state", flat=True)) == {"queued"}


def test_who_does_not_answer_is_chased_on_a_working_day(team: Team) -> None:
    entry = the_hard_list(team)

    asked(entry)

    entry.refresh_from_db()
    assert entry.support == Support.ASKED
    assert entry.next_check_on == timezone.localdate(), "Home-Start is only named in words: it is rung"
    record_check(entry=entry, answers={"Home-Start": Support.AS_BEFORE}, by=BY)
    entry.refresh_from_db()
    assert entry.next_check_on == add_working_days(timezone.localdate(), 5, holidays_of(team))


# --- the private link ---


@pytest.mark.rule("P11")
def test_opening_the_link_records_nothing_and_names_nobody(team: Team) -> None:
    entry = the_hard_list(team)
    path = asked(entry)["Hari Vale"]
    events = Event.objects.count()

    response = Client().get(path)

    page = text(response)
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    assert entry.referral.key in page
    for name in ("Khan", "Zayn", "Aisha", "Hari", "Fatima"):
        assert name not in page
    assert Event.objects.count() == events
    assert HoldingCheck.objects.get(service="Hari Vale").support == Support.ASKED


@pytest.mark.rule("P11")
def test_a_pressed_button_records_and_uses_the_link_up(team: Team) -> None:
    entry = the_hard_list(team)
    path = asked(entry)["Hari Vale"]
    press = {"submission": str(uuid.uuid4()), "support": "less", "note": "Fortnightly from now on."}

    first, again = Client().post(path, press), Client().post(path, press)

    assert first.headers["Location"] == again.headers["Location"]
    assert "Thank you. We have your answer." in text(Client().get(first.headers["Location"]))
    check = HoldingCheck.objects.get(service="Hari Vale")
    link = Link.objects.get(subject_key=check.key)
    assert (check.support, check.note, check.answered_by) == (Support.LESS, "Fortnightly from now on.", link.actor)
    assert link.used_at is not None
    entry.refresh_from_db()
    assert entry.support == Support.LESS
    for response in (Client().get(path), answer(path, "stopped")):
        assert response.status_code == 404
        assert "This page is no longer available" in text(response)
    check.refresh_from_db()
    assert check.support == Support.LESS


@pytest.mark.rule("P11")
def test_no_answer_is_asked_again_and_nothing_typed_is_lost(team: Team) -> None:
    path = asked(the_hard_list(team))["Hari Vale"]

    response = Client().post(path, {"submission": str(uuid.uuid4()), "note": "On leave."})

    assert response.status_code == 422
    assert "whether your support goes on" in text(response)
    assert "On leave." in text(response)


@pytest.mark.rule("P11")
def test_a_link_guessed_run_out_or_of_another_family_is_refused_in_the_same_words_and_written_down(
    team: Team, caplog: pytest.LogCaptureFixture
) -> None:
    mine, other = asked(the_hard_list(team))["Fatima Begum"], asked(make_waiting(team))["Fatima Begum"]
    key, token = mine.split("/")[2:4]
    crossed = reverse("referrals:support", args=[other.split("/")[2], token])
    guessed = reverse("referrals:support", args=[key, "x" * 43])

    caplog.set_level("WARNING", logger="pitservice.links.actions")
    pages = [text(answer(path, "stopped")) for path in (guessed, crossed)]
    Link.objects.filter(subject_key=key).update(expires_on=timezone.now() - timedelta(minutes=1))
    pages.append(text(Client().get(mine)))

    assert len(set(pages)) == 1
    assert "please get in touch with us" in pages[0] or "please ring us on" in pages[0]
    tried = Event.objects.filter(verb="links.refused")
    assert list(tried.values_list("subject_id", flat=True)) == [Link.objects.get(subject_key=key).pk] * 2
    assert "A private link that does not exist was tried for referrals.holding." in caplog.text
    assert not HoldingCheck.objects.exclude(support__in=[Support.ASKED, Support.NOT_ASKED]).exists()


@pytest.mark.rule("P22")
def test_after_a_loss_or_off_the_list_no_link_opens_and_no_letter_goes(team: Team) -> None:
    lost, left = the_hard_list(team), make_waiting(team)
    paths = [asked(lost)["Hari Vale"], asked(left)["Fatima Begum"]]
    baby = lost.family.members.get(role="baby").person

    families.record_loss(family=lost.family, person=baby, kind=LossKind.BABY_DIED, by=BY)
    leave_list(entry=left, why="moved", by=BY)

    assert [Client().get(path).status_code for path in paths] == [404, 404]
    assert not Link.objects.filter(used_at=None, subject_key__in=lost.checks.values("key")).exists()
    with pytest.raises(Refused, match="Nobody can be asked"):
        ask_services(entry=lost, site=SITE, by=BY)


def test_asking_again_closes_the_earlier_link_and_takes_its_letter_back(team: Team) -> None:
    entry = make_waiting(team)
    first = asked(entry)["Fatima Begum"]

    second = asked(entry)["Fatima Begum"]

    assert [Client().get(path).status_code for path in (first, second)] == [404, 200]
    assert entry.checks.count() == 1
    states = Copy.objects.filter(letter__purpose="holding").order_by("pk").values_list("state", flat=True)
    assert list(states) == ["cancelled", "queued"]


def test_an_answer_on_the_phone_closes_the_link_and_stops_its_letter(team: Team) -> None:
    entry = make_waiting(team)
    path = asked(entry)["Fatima Begum"]

    record_check(entry=entry, answers={"Fatima Begum": Support.AS_BEFORE}, by=BY)

    assert Client().get(path).status_code == 404
    assert entry.checks.get().support == Support.AS_BEFORE
    entry.refresh_from_db()
    assert entry.next_check_on == next_check(team, timezone.localdate())


# --- alarms ---


@pytest.mark.parametrize("support", ["less", "stopped"])
def test_less_and_stopped_are_alarms_until_a_person_says_what_was_done(team: Team, lead: Client, support: str) -> None:
    entry = make_waiting(team)
    answer(asked(entry)["Fatima Begum"], support, "No staff.")

    def alarms() -> list[str]:
        user = User.objects.get(memberships__team=team)
        items = worklist.items_for(user, timezone.localdate())
        return [item.what for item in items if item.what.startswith("Support while waiting")]

    assert len(alarms()) == 1
    listed = text(lead.get(reverse("referrals:waiting") + "?need=support"))
    assert "1 family" in listed
    assert f"Last heard {day(timezone.localdate())}" in listed
    page = text(lead.get(reverse("referrals:entry", args=[entry.key])))
    assert "Support became less or stopped" in page
    assert "No staff." in page
    assert send(lead, "alarms", entry, done=" ").status_code == 422
    send(lead, "alarms", entry, done="Rang the team leader; visits weekly again.")
    assert alarms() == []
    assert "0 families" in text(lead.get(reverse("referrals:waiting") + "?need=support"))
    page = text(lead.get(reverse("referrals:entry", args=[entry.key])))
    assert "Rang the team leader; visits weekly again." in page
    assert "There is no alarm about this family any more" in text(send(lead, "alarms", entry, done="Twice"))


def test_an_alarm_raised_since_the_page_was_drawn_is_not_closed_unread(team: Team) -> None:
    entry = the_hard_list(team)
    paths = asked(entry)
    answer(paths["Hari Vale"], "less")
    entry.refresh_from_db()
    seen = entry.version

    answer(paths["Fatima Begum"], "stopped")

    with pytest.raises(Stale):
        close_alarms(entry=entry, done="Rang Hari.", seen=seen, by=BY)
    assert close_alarms(entry=entry, done="Rang both.", by=BY) == 2


def test_a_service_that_goes_on_again_does_not_close_the_alarm_by_itself(team: Team) -> None:
    entry = make_waiting(team)
    record_check(entry=entry, answers={"HV": Support.STOPPED}, by=BY)

    record_check(entry=entry, answers={"HV": Support.AS_BEFORE}, by=BY)

    entry.refresh_from_db()
    assert entry.support == Support.AS_BEFORE
    assert close_alarms(entry=entry, done="Back from leave.", by=BY) == 1


# --- the team's pages ---


def test_a_check_is_logged_from_the_list_in_two_clicks(team: Team, lead: Client) -> None:
    entry = make_waiting(team, services_involved="Home-Start")
    listed = lead.get(reverse("referrals:waiting")).content.decode()
    check = reverse("referrals:check", args=[entry.key])
    assert f'href="{check}"' in listed

    page = lead.get(check).content.decode()
    (form,) = re.findall(rf'<form[^>]*action="{check}as-before/".*?</form>', page, re.DOTALL)
    fields = dict(re.findall(r'name="(submission|seen)" value="([^"]+)"', form))
    pressed = lead.post(f"{check}as-before/", fields)

    assert pressed.headers["Location"] == reverse("referrals:entry", args=[entry.key])
    said = entry.checks.order_by("pk").values_list("service", "support")
    assert list(said) == [("Fatima Begum", "as_before"), ("Home-Start", "as_before")]


def test_letters_are_read_before_they_are_written_and_who_gets_none_stands_there(team: Team, lead: Client) -> None:
    entry = the_hard_list(team)

    page = text(lead.get(reverse("referrals:ask", args=[entry.key])))
    send(lead, "ask", entry)

    assert "Letter to Hari Vale" in page
    assert "[a private link, which only this letter has]" in page
    assert "Nothing to Dr Gill" in page
    assert "Ring Home-Start" in page
    assert all(path.startswith("/support/") for path in links(entry).values())


def test_a_link_to_hand_over_is_shown_once_and_never_for_whom_the_family_refused(team: Team, lead: Client) -> None:
    entry = the_hard_list(team)
    page = reverse("referrals:give-link", args=[entry.key])
    press = {"submission": str(uuid.uuid4()), "service": "Hari Vale"}

    shown, again = lead.post(page, press), lead.post(page, press)
    refused = send(lead, "give-link", entry, service="Dr Gill")

    (href,) = re.findall(r"http://testserver/support/\S+?/\S+?/", html.unescape(shown.content.decode()))
    assert "no-store" in shown.headers["Cache-Control"]
    assert again.headers["Location"] == reverse("referrals:entry", args=[entry.key])
    assert refused.status_code == 422
    assert Client().get(urlsplit(href).path).status_code == 200
    assert Copy.objects.filter(letter__purpose="holding").count() == 0


def test_saving_nothing_is_refused_and_one_answer_is_enough(team: Team, lead: Client) -> None:
    entry = make_waiting(team, services_involved="Home-Start")

    assert "Say of at least one service what it said" in text(send(lead, "check", entry))
    assert send(lead, "check", entry, support_1="as_before").status_code == 302
    assert send(lead, "check", entry, more="GP").status_code == 422


def test_the_pages_are_the_allocators_and_the_families_page_is_the_teams(team: Team) -> None:
    entry = make_waiting(team)
    other, keyworker = client_of(make_user()), client_of(make_user(RoleName.KEYWORKER, team))

    for name in ("ask", "give-link", "alarms", "as-before"):
        href = reverse(f"referrals:{name}", args=[entry.key])
        assert (other.get(href).status_code, keyworker.get(href).status_code) == (404, 403)
    page = reverse("referrals:entry", args=[entry.key])
    assert other.get(page).status_code == 404
    assert "What happens next" in text(keyworker.get(page))
    assert "Say what was done" not in text(keyworker.get(page))


@pytest.fixture
def by_itself(team: Team) -> Team:
    """A team that lets the product ask."""
    change_settings(team=team, holding_by_itself=True, by=BY)
    return team


def make_due(entry: WaitingEntry) -> WaitingEntry:
    """Its check is due today."""
    WaitingEntry.objects.filter(pk=entry.pk).update(next_check_on=timezone.localdate())
    return entry


def test_services_are_asked_by_itself_on_the_day_and_nobody_twice(by_itself: Team, lead: Client) -> None:
    entry = make_due(make_waiting(by_itself, services_involved="Home-Start"))
    make_waiting(by_itself)  # not due
    make_due(make_waiting())  # a team that set nothing

    asked = [ask_when_due(site=SITE, by=Actor.system("holding")) for _ in range(2)]

    assert asked == [1, 0]
    checks = {one.service: (one.support, str(one.created_by)) for one in entry.checks.all()}
    assert checks == {"Fatima Begum": ("asked", "system:holding"), "Home-Start": ("not_asked", "system:holding")}
    copy = Copy.objects.get(letter__purpose="holding")
    assert "https://pit.example.org/support/" in " ".join(copy.paragraphs)
    page = text(lead.get(reverse("referrals:waiting")))
    assert f"Asked {day(timezone.localdate())}" in page
    assert Event.objects.filter(verb="referrals.ask_when_due", subject_id=entry.pk).count() == 1
    make_due(entry)  # the day on which an answer is chased is a colleague's
    assert ask_when_due(site=SITE, by=Actor.system("holding")) == 0


@pytest.mark.parametrize("why", ["loss", "left", "nobody", "no address of ours"])
def test_by_itself_nobody_is_asked_who_should_not_be(by_itself: Team, why: str) -> None:
    without: dict[str, Any] = {"referrer_address": "", "referrer_email": ""} if why == "nobody" else {}
    entry = make_due(make_waiting(by_itself, **without))
    if why == "loss":
        baby = entry.referral.people.get(role="baby").person
        assert baby is not None
        families.record_loss(family=entry.family, person=baby, kind=LossKind.BABY_DIED, by=BY)
    if why == "left":
        leave_list(entry=entry, why="moved", by=BY)

    site = "" if why == "no address of ours" else SITE
    assert ask_when_due(site=site, by=Actor.system("holding")) == 0

    assert not entry.checks.exists()
    assert not Copy.objects.filter(letter__purpose="holding").exists()
