"""Every page about referrals: works, wrong role, another team, wrong state, stale version."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from families import actions as families
from families.models import Family
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import User
from pitservice.configuration.models import RiskItem, TeamSettings
from pitservice.db.errors import Refused
from pitservice.letters.models import Copy
from referrals.actions import put_aside, settle_family, share_out
from referrals.enums import Outcome, PartyRole
from referrals.models import Decision, Referral, ReferredPerson
from referrals.presenters.status import both_clocks, due_tags, due_words
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.referrals import (
    YES,
    baby,
    father,
    make_decision,
    make_referral,
    make_risk_list,
    mother,
    ticks_of,
)
from tests.referrals.decided import as_read

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
    """Send a form as its page would; a decision with what stood on the page of who gets what."""
    if name == "decide" and "read" not in data and (page := client.get(href(name, referral))).status_code == 200:
        data["read"] = as_read(page)
    version = Referral.objects.get(pk=referral.pk).version if seen is None else seen
    return client.post(href(name, referral), {"submission": str(uuid.uuid4()), "seen": version, **data})


PAGES = ("referral", "warning", "decide", "take-on", "aside", "bring-back", "take-back", "withdraw", "reopen")


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
    assert "Everybody’s 2Mine 0Nobody’s yet 2Late 0Due today 0Waiting for information 0Team review 0Put aside 0" in page
    assert "2 referrals, due first." in page


@pytest.mark.rule("SCR-2")
def test_the_inbox_puts_the_latest_first_and_says_how_late(client: Client, lead: User) -> None:
    team = team_of(lead)
    fresh = make_referral(team)
    late = make_referral(team, received_at=timezone.now() - timedelta(days=30))

    page = client.get(reverse("referrals:inbox")).content.decode()

    assert page.index(late.key) < page.index(fresh.key)
    assert "working days late" in page
    assert "Late 1" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_inbox_costs_seven_queries_however_many_rows(
    client: Client, lead: User, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        referral = make_referral(team_of(lead))
    make_decision(referral, Outcome.TEAM_REVIEW)
    settle_family(referral=referral, by=BY)  # so that there is somebody of whom it is logged who looked
    client.get(reverse("referrals:inbox"))  # the session's clock is written once a minute

    with django_assert_num_queries(7) as queries:
        client.get(reverse("referrals:inbox"))

    counted = [query["sql"] for query in queries if 'COUNT(*) FROM "referrals_referral"' in query["sql"]]
    assert counted == []


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("?show=mine", "0 referrals"),
        ("?show=aside", "0 referrals"),
        ("?show=nobodys", "1 referral"),
        ("?source=gp", "0 referrals"),
        ("?show=nonsense", "1 referral"),
        ("?show=mine&source=health_visitor", "0 referrals"),
        ("?page=x", "1"),
    ],
)
def test_the_inbox_is_filtered(client: Client, lead: User, address: str, shown: str) -> None:
    make_referral(team_of(lead))

    assert shown in text(client.get(reverse("referrals:inbox") + address))


@pytest.mark.rule("P4")
def test_every_count_of_the_inbox_opens_a_list_of_that_length(client: Client, lead: User) -> None:
    team = team_of(lead)
    made = [make_referral(team, people=(baby(), mother(given_name=f"Mother {n}", mobile=""))) for n in range(8)]
    Referral.objects.filter(pk=made[0].pk).update(due_on=timezone.localdate() - timedelta(days=9), screener=lead)
    Referral.objects.filter(pk=made[1].pk).update(due_on=timezone.localdate())
    make_decision(made[2], Outcome.MORE_INFORMATION)
    make_decision(made[3], Outcome.TEAM_REVIEW)
    for one in made[4:6]:
        put_aside(referral=one, until=timezone.localdate() + timedelta(days=3), why="On holiday.", by=BY)
    page = client.get(reverse("referrals:inbox"))

    said = {tab.text.rpartition(" ")[0]: (int(tab.text.rpartition(" ")[2]), tab.href) for tab in page.context["tabs"]}

    assert {name: number for name, (number, _) in said.items()} == {
        "Everybody’s": 6,
        "Mine": 1,
        "Nobody’s yet": 5,
        "Late": 1,
        "Due today": 1,
        "Waiting for information": 1,
        "Team review": 1,
        "Put aside": 2,
    }
    for number, href in said.values():
        opened = client.get(href)
        assert len(opened.context["table"].rows) == number
        assert f"{number} referral" in text(opened)


def test_what_is_put_aside_comes_back_by_itself_on_its_day(client: Client, lead: User) -> None:
    referral = make_referral(team_of(lead))
    day = timezone.localdate() + timedelta(days=3)
    assert post(client, "aside", referral, why="On holiday.").status_code == 422
    post(client, "aside", referral, until=day.isoformat(), why="On holiday.")
    assert "0 referrals" in text(client.get(reverse("referrals:inbox")))
    assert "On holiday." in text(client.get(href("referral", referral)))

    Referral.objects.update(hold_until=timezone.localdate())  # its day has come

    assert "1 referral" in text(client.get(reverse("referrals:inbox")))
    assert "Put it aside" in text(client.get(href("referral", referral)))


def test_what_is_put_aside_can_be_brought_back_and_is_nobodys_errand(client: Client, lead: User) -> None:
    referral = make_referral(team_of(lead))
    Referral.objects.update(due_on=timezone.localdate())
    put_aside(referral=referral, until=timezone.localdate() + timedelta(days=3), why="On holiday.", by=BY)
    assert referral.key not in text(client.get("/"))

    assert "On holiday." in text(client.get(href("bring-back", referral)))
    post(client, "bring-back", referral)

    assert referral.key in text(client.get("/"))
    assert post(client, "bring-back", referral).status_code == 409
    for wrong in (timezone.localdate(), timezone.localdate() + timedelta(days=400)):
        with pytest.raises(Refused, match="within the next 60 days"):
            put_aside(referral=referral, until=wrong, why="x", by=BY)


@pytest.mark.rule("SCR-2")
def test_what_is_put_aside_is_late_all_the_same(client: Client, lead: User) -> None:
    referral = make_referral(team_of(lead), received_at=timezone.now() - timedelta(days=30))
    put_aside(referral=referral, until=timezone.localdate() + timedelta(days=3), why="On holiday.", by=BY)

    late = text(client.get(reverse("referrals:inbox"), {"show": "late"}))

    assert referral.key in late
    assert "Late 1" in late
    assert "0 referrals" in text(client.get(reverse("referrals:inbox")))
    assert referral.key in text(client.get("/"))


@pytest.mark.rule("P4")
def test_a_referral_without_a_clock_is_somebodys_errand(client: Client, lead: User) -> None:
    imported, warned = make_referral(team_of(lead)), make_referral(team_of(lead), warning="DV")
    Referral.objects.update(due_on=None)

    home = text(client.get("/"))

    assert f"Decide on referral {imported.key}" in home
    assert f"Read the warning in referral {warned.key}" in home
    assert f"on referral {warned.key}" not in home


@pytest.mark.rule("P1", "P10")
def test_a_restricted_familys_referral_is_shared_out_only_to_who_is_named_for_it(client: Client, lead: User) -> None:
    team = team_of(lead)
    sam = make_user(RoleName.CLINICAL_LEAD, team, name="Sam Reed")
    guarded, open_one = make_referral(team), make_referral(team, people=(baby(), mother(mobile="07700 900777")))
    family = settle_family(referral=guarded, by=BY)
    families.restrict(family=family, named=[lead], reason="A colleague's own.", by=BY)

    with pytest.raises(Refused, match=f"Sam Reed is not named for the record of {guarded.key}"):
        share_out(referrals=[guarded, open_one], screener=sam, by=BY)

    assert share_out(referrals=[open_one], screener=sam, by=BY) == 1
    assert share_out(referrals=[guarded], screener=User.objects.get(pk=lead.pk), by=BY) == 1


@pytest.mark.rule("P4")
def test_several_are_shared_out_at_once_and_what_was_decided_meanwhile_stays(client: Client, lead: User) -> None:
    team = team_of(lead)
    sam = make_user(RoleName.CLINICAL_LEAD, team, name="Sam Reed")
    made = [make_referral(team, people=(baby(), mother(mobile=""))) for _ in range(3)]
    where = reverse("referrals:share-out")
    assert "Sam Reed" in text(client.get(where))

    sent = {"submission": str(uuid.uuid4()), "referrals": [one.key for one in made[:2]], "screener": sam.key}
    said = client.post(where, sent, follow=True)

    assert "2 referrals shared out." in text(said)
    assert [Referral.objects.get(pk=one.pk).screener for one in made] == [sam, sam, None]
    make_decision(made[1], Outcome.NOT_ACCEPTED)
    assert share_out(referrals=made[:2], screener=None, by=BY) == 1
    assert Referral.objects.get(pk=made[1].pk).screener == sam
    assert "Select the referrals" in text(client.post(where, {"submission": str(uuid.uuid4())}))
    with pytest.raises(Refused, match="may not decide referrals"):
        share_out(referrals=made, screener=make_user(RoleName.KEYWORKER, team), by=BY)


@pytest.mark.parametrize("rows", [1, 3])
def test_sharing_out_costs_the_same_for_one_and_three(
    client: Client, lead: User, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        make_referral(team_of(lead))
    client.get(reverse("referrals:share-out"))

    with django_assert_num_queries(6):
        client.get(reverse("referrals:share-out"))


@pytest.mark.rule("SCR-2")
def test_the_colour_of_the_clock_goes_by_the_teams_own_thresholds_and_says_it_in_words(lead: User) -> None:
    referral, days = make_referral(team_of(lead)), frozenset[date]()
    monday = date(2026, 11, 30)
    referral.local_date = date(2026, 11, 20)
    settings = TeamSettings(due_soon_days=2, late_red_days=3)

    def told(due: date) -> list[tuple[str, str]]:
        referral.due_on = due
        return [(tag.text, tag.colour) for tag in due_tags(referral, monday, days, settings)]

    assert told(date(2026, 12, 3)) == []
    assert told(date(2026, 12, 2)) == [("Due soon", "yellow")]
    assert told(monday) == [("Due today", "yellow")]
    assert told(date(2026, 11, 26)) == [("Late", "yellow")]
    assert told(date(2026, 11, 25)) == [("Late", "red")]
    assert due_words(date(2026, 11, 27), date(2026, 11, 28), days) == "Fri 27 November 2026"
    assert due_words(date(2026, 11, 27), monday, days) == "1 working day late"
    assert both_clocks(referral, monday, days) == "Received 6 working days ago"
    referral.complete_on = date(2026, 11, 27)
    assert both_clocks(referral, monday, days) == "Received 6 working days ago, complete for 1"


def test_a_referral_shows_everything_that_was_sent_and_what_happened(client: Client, lead: User) -> None:
    referral = make_referral(team_of(lead), submitted={"question": "exactly as sent"}, siblings="Hana (3)")
    make_decision(referral, Outcome.MORE_INFORMATION)

    page = text(client.get(href("referral", referral)))

    for words in ("exactly as sent", "Hana (3)", "Fatima Begum", "Knows: yes, agrees: yes.", "Information asked for"):
        assert words in page
    assert "Record the answer" in page


@pytest.mark.rule("SCR-1")
def test_a_referral_shows_what_referrer_and_screener_ticked_side_by_side(client: Client, lead: User) -> None:
    team = team_of(lead)
    make_risk_list(team)
    theirs, both, ours = ticks_of(team, significant=1, minor=2)
    referral = make_referral(team, ticks=[theirs, both])
    page = text(client.get(href("referral", referral)))
    assert "Nobody has screened it yet." in page
    assert page.count("Not ticked") == 0

    make_decision(referral, ticks=[both, ours], screening_note="The scan was clear.")
    page = text(client.get(href("referral", referral)))

    said = {theirs: ("Ticked", "Not ticked"), both: ("Ticked", "Ticked"), ours: ("Not ticked", "Ticked")}
    for pk, (referrer, screening) in said.items():
        assert f"{RiskItem.objects.get(pk=pk).label}Referrer {referrer}Screening {screening}" in page
    assert "Note: The scan was clear." in page


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
@pytest.mark.rule("P16")
@pytest.mark.parametrize("adults", [1, 3])
def test_everything_that_could_be_sent_is_worked_out_once_for_a_page_and_once_to_decide(
    client: Client, lead: User, adults: int, django_assert_num_queries: Any
) -> None:
    others = [father(given_name=name, agrees=YES, knows=YES) for name in ("Ben", "Carl")][: adults - 1]
    referral = make_referral(team_of(lead), people=(baby(), mother(), *others))
    client.get(href("decide", referral))  # the session's clock is written once a minute

    with django_assert_num_queries(33):
        page = client.get(href("decide", referral))
    with CaptureQueriesContext(connection) as decided:
        response = post(client, "decide", referral, read=as_read(page), outcome="waiting_list", differs="Known.")

    assert response.status_code == 302
    books = [query for query in decided.captured_queries if 'FROM "letters_wordsversion"' in query["sql"]]
    assert len(books) == 2  # what was read is compared, and what goes is written, each from one book


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


@pytest.mark.rule("P16", "CON-1")
def test_letters_that_are_not_as_they_were_read_are_read_again(client: Client, lead: User) -> None:
    referral = make_referral(team_of(lead))
    read = as_read(client.get(href("decide", referral)))
    ReferredPerson.objects.filter(role=PartyRole.MOTHER).update(address="The refuge")

    sent: dict[str, Any] = {"outcome": "waiting_list", "differs": "They are known.", "screening_note": "Seen by two."}
    again = post(client, "decide", referral, read=read, **sent)

    assert again.status_code == 409
    said = text(again)
    assert "As you read it Letter to Aisha Khan, mother. By post to 12 Rowan Close, Eastfield" in said
    assert "As it is now Letter to Aisha Khan, mother. By post to The refuge" in said
    assert "Letter to Fatima Begum" not in said.split("As you read it")[1].split("Who is it about?")[0]
    assert "Seen by two." in said
    assert not Decision.objects.exists()
    assert post(client, "decide", referral, read=as_read(again), **sent).status_code == 302
    assert Copy.objects.filter(reader_name="Aisha Khan").count() == 1


@pytest.mark.rule("P16", "CON-1")
@pytest.mark.parametrize("read", ["", "nonsense", "{}", '{"waiting_list": 3}', "[]"])
def test_a_page_that_does_not_say_what_was_read_decides_nothing(client: Client, lead: User, read: str) -> None:
    referral = make_referral(team_of(lead))
    sent: dict[str, Any] = {"outcome": "waiting_list", "differs": "They are known.", "screening_note": "Seen by two."}

    again = post(client, "decide", referral, read=read, **sent)

    assert (again.status_code, Decision.objects.exists()) == (409, False)
    assert "your page was too old to say" in text(again)
    assert "Seen by two." in text(again)
    assert post(client, "decide", referral, read=as_read(again), **sent).status_code == 302


@pytest.mark.rule("P16", "CON-1")
def test_the_letters_of_a_record_that_was_chosen_are_read_before_they_go(client: Client, lead: User) -> None:
    team = team_of(lead)
    family = settle_family(referral=make_referral(team), by=BY)
    second = make_referral(team, people=(baby(), mother(address="The refuge")))
    read = as_read(client.get(href("decide", second)))
    sent: dict[str, Any] = {"outcome": "not_accepted", "reason": "criteria", "told_by": "team", "differs": "x"}
    sent["who"] = family.key

    response = post(client, "decide", second, read=read, **sent)

    assert response.status_code == 409
    said = text(response)
    assert "By post to The refuge" in said.split("As you read it")[1].split("As it is now")[0]
    assert "12 Rowan Close" in said.split("As it is now")[1].split("Who is it about?")[0]
    assert post(client, "decide", second, read=as_read(response), **sent).status_code == 302


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
    assert "1 referral" in text(client.get(reverse("referrals:inbox") + "?show=mine"))
    assert client.get(href("answer", referral)).status_code == 404
