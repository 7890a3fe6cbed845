"""The inbox: nothing in it is lost, nothing leaves it without an outcome, nobody sees what is not theirs (P44)."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from caseload.models import ContactAttempt
from families import actions as families
from families.models import Concern, Family
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import User
from pitservice.audit.models import Access
from pitservice.db.errors import Refused, Stale
from pitservice.messaging import actions
from pitservice.messaging.enums import Handled, InboundState, Meaning
from pitservice.messaging.inbox import waiting
from pitservice.messaging.models import InboundText, WorryList
from pitservice.ui.worklist import items_for
from tests.make.accounts import client_of, make_team, make_user, viewer_of
from tests.make.caseload import make_appointment, make_work
from tests.make.families import MadeFamily, add_mobile, make_family
from tests.make.messaging import mobile_of, sent_text, text_from

pytestmark = pytest.mark.django_db
INBOX = "/messages/inbox/"


@pytest.fixture
def made() -> MadeFamily:
    return make_family(make_team("Team North"))


@pytest.fixture
def administrator(made: MadeFamily) -> User:
    return make_user(RoleName.ADMINISTRATOR, made.team, name="Ade Obi")


@pytest.fixture
def browser(administrator: User) -> Client:
    return client_of(administrator)


def words(client: Client, address: str = INBOX, status: int = 200) -> str:
    """What a page says."""
    response = client.get(address)
    assert response.status_code == status
    return " ".join(strip_tags(response.content.decode()).split())


def page(text: InboundText, name: str = "inbound", *more: str) -> str:
    return reverse(f"messaging:{name}", args=[text.key, *more])


def send(client: Client, address: str, text: InboundText, **typed: Any) -> Any:
    given = {"submission": str(uuid.uuid4()), "seen": InboundText.objects.get(pk=text.pk).version}
    return client.post(address, given | typed)


def test_the_oldest_stands_first_with_its_age_in_words(made: MadeFamily, browser: Client) -> None:
    now = timezone.now()
    text_from(mobile_of(made).value, "The newer one", received_at=now - timedelta(minutes=5))
    text_from(mobile_of(made).value, "The older one", received_at=now - timedelta(hours=3))

    body = words(browser)

    assert body.index("The older one") < body.index("The newer one")
    assert "3 hours" in body
    assert "5 minutes" in body
    assert "2 texts and calls, the oldest first" in body
    assert "a help, not a safeguard" in body


@pytest.mark.rule("P4")
def test_what_is_late_is_raised_on_the_home_page_until_it_has_an_outcome(
    made: MadeFamily, browser: Client, administrator: User
) -> None:
    text = text_from(mobile_of(made).value, received_at=timezone.now() - timedelta(days=9))
    assert "Late" in words(browser)
    item = next(item for item in items_for(administrator, timezone.localdate()) if item.what.startswith("Text from"))
    assert (item.what, item.urgent) == ("Text from Aisha Khan", True)

    actions.deal_with(text=text, how=Handled.RANG, by=administrator.actor)

    assert not any(i.what.startswith("Text from") for i in items_for(administrator, timezone.localdate()))
    assert "Nothing is waiting." in words(browser)


@pytest.mark.rule("P4")
def test_the_home_page_counts_what_the_list_shows(made: MadeFamily, administrator: User) -> None:
    for number in (mobile_of(made).value, "07700 900111", mobile_of(made).value):
        text_from(number)
    elsewhere = make_family()
    text_from(mobile_of(elsewhere).value)

    found = [item for item in items_for(administrator, timezone.localdate()) if item.what.startswith("Text from")]

    listed = waiting(viewer_of(administrator, Permission.SEE_CORRESPONDENCE))
    assert len(found) == listed.count() == 3


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_queries_for_three_as_for_one(
    made: MadeFamily, browser: Client, administrator: User, count: int
) -> None:
    other = make_family(made.team, mother="Zofia", surname="Nowak")
    add_mobile(other, other.mother, mobile_of(made).value)
    for number in [mobile_of(made).value, "07700 900111", mobile_of(other).value][:count]:
        text = text_from(number)
        actions.assign(text=text, colleague=administrator, team=made.team, by=administrator.actor)
    browser.get(INBOX)

    with CaptureQueriesContext(connection) as queries:
        browser.get(reverse("messaging:inbox"))

    assert len(queries) == 9


def test_what_was_dealt_with_can_be_found_with_by_whom(made: MadeFamily, browser: Client, administrator: User) -> None:
    text = text_from(mobile_of(made).value, "Thank you so much")
    actions.deal_with(text=text, how=Handled.NOTHING, note="Kind", by=administrator.actor)

    body = words(browser, f"{INBOX}?show=done")

    assert "Thank you so much" in body
    assert "Dealt with" in body
    assert "Ade Obi" in body


@pytest.mark.parametrize(
    ("show", "found"),
    [
        ("", {"plain", "worry", "stranger"}),
        ("mine", {"worry"}),
        ("free", {"plain", "stranger"}),
        ("flagged", {"worry"}),
        ("unmatched", {"stranger"}),
        ("done", set()),
        ("nonsense", {"plain", "worry", "stranger"}),
    ],
)
def test_filters_stand_in_the_address(
    made: MadeFamily, browser: Client, administrator: User, show: str, found: set[str]
) -> None:
    said = {"plain": "see you then", "worry": "I am not safe", "stranger": "wrong number I think"}
    text_from(mobile_of(made).value, said["plain"])
    worrying = text_from(mobile_of(made).value, said["worry"])
    text_from("07700 900111", said["stranger"])
    actions.assign(text=worrying, colleague=administrator, team=made.team, by=administrator.actor)

    body = words(browser, f"{INBOX}?show={show}")

    assert {name for name, line in said.items() if line in body} == found


@pytest.mark.rule("P44")
def test_the_page_of_a_text_says_what_was_written_before(made: MadeFamily, browser: Client) -> None:
    sent_text(made, words="Team North: we look forward to seeing you Tuesday.")
    first = text_from(mobile_of(made).value, "Can you ring me?")
    text_from(mobile_of(made).value, "After four please")

    body = words(browser, page(first))

    assert "Can you ring me?" in body
    assert "After four please" in body
    assert "we look forward to seeing you Tuesday." in body
    assert "Answers" in body
    assert Access.objects.filter(family_id=made.family.pk, screen="messaging.InboundPage").exists()


def test_it_stands_on_the_familys_tab_and_timeline(made: MadeFamily, browser: Client) -> None:
    text_from(mobile_of(made).value, "We moved on Friday")

    assert "We moved on Friday" in words(browser, reverse("letters:family", args=[made.family.key]))
    assert "We moved on Friday" in words(browser, reverse("families:family", args=[made.family.key]))


def test_nothing_leaves_without_an_outcome(made: MadeFamily, browser: Client) -> None:
    text = text_from(mobile_of(made).value)

    refused = send(browser, page(text, "inbound_done"), text, note="typed")
    assert refused.status_code == 422
    assert "typed" in refused.content.decode()

    done = send(browser, page(text, "inbound_done"), text, how="rang", note="She is fine")
    assert done.status_code == 302
    text.refresh_from_db()
    assert (text.state, text.done_how) == (InboundState.DONE, Handled.RANG)
    assert "She is fine" in words(browser, page(text))


def test_pressed_twice_it_is_done_once(made: MadeFamily, browser: Client) -> None:
    text = text_from(mobile_of(made).value)
    text.refresh_from_db()
    typed = {"submission": str(uuid.uuid4()), "seen": text.version, "how": "rang"}

    answers = [browser.post(page(text, "inbound_done"), typed) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert text.moves.count() == 2


def test_a_colleague_was_quicker_is_a_sentence(made: MadeFamily, browser: Client) -> None:
    text = text_from(mobile_of(made).value)
    text.refresh_from_db()
    colleague = make_user(RoleName.PRACTITIONER, made.team, name="Sam Tully")
    seen = text.version
    actions.deal_with(text=text, how=Handled.REPLIED, by=colleague.actor)

    answer = browser.post(
        page(text, "inbound_done"), {"submission": str(uuid.uuid4()), "seen": seen, "how": "rang", "note": "rang her"}
    )

    body = answer.content.decode()
    assert answer.status_code == 409
    assert "Sam Tully made it “Dealt with”" in body
    assert "rang her" in body


def test_given_to_a_colleague_it_is_theirs(made: MadeFamily, browser: Client) -> None:
    text = text_from(mobile_of(made).value)
    colleague = make_user(RoleName.PRACTITIONER, made.team, name="Sam Tully")

    send(browser, page(text, "inbound_assign"), text, to=colleague.key)

    item = next(i for i in items_for(User.objects.get(pk=colleague.pk), timezone.localdate()) if "Text from" in i.what)
    assert item.mine
    assert "Sam Tully" in words(browser)
    assert "Sam Tully since" in words(browser, page(text))


def test_it_cannot_be_given_to_somebody_who_sends_nothing(made: MadeFamily, administrator: User) -> None:
    text = text_from(mobile_of(made).value)
    guardian = make_user(RoleName.GUARDIAN, made.team)

    with pytest.raises(Refused):
        actions.assign(text=text, colleague=guardian, team=made.team, by=administrator.actor)


def test_what_is_every_teams_is_the_teams_that_takes_it(browser: Client, administrator: User) -> None:
    make_team("Team South")
    text = text_from("07700 900111", "is this the baby team")
    assert "Every team" in words(browser)

    send(browser, page(text, "inbound_assign"), text, to=administrator.key)

    text.refresh_from_db()
    assert (text.unplaced, text.team.name, text.assigned_to) == (False, "Team North", administrator)


def test_a_shared_phone_shows_whose_it_can_be_and_a_person_says(made: MadeFamily, browser: Client) -> None:
    other = make_family(made.team, mother="Zofia", surname="Nowak")
    point = add_mobile(other, other.mother, mobile_of(made).value)
    text = text_from(mobile_of(made).value, "its me")
    assert "One of 2 people" in words(browser)

    send(browser, page(text, "inbound_who"), text, who=point.key)

    text.refresh_from_db()
    assert (text.family, text.person) == (other.family, other.mother)
    assert "Said by Ade Obi" in words(browser, page(text))


def test_nobody_known_here_still_waits_for_an_outcome(made: MadeFamily, browser: Client) -> None:
    text = text_from("07700 900111")

    send(browser, page(text, "inbound_who"), text, who="not_known")

    text.refresh_from_db()
    assert (text.not_known, text.state) == (True, InboundState.WAITING)
    assert "Nobody known here" in words(browser)


def test_a_family_can_be_looked_for(made: MadeFamily, browser: Client) -> None:
    text = text_from("07700 900111", "new number, its Aisha")
    asked = browser.post(
        page(text, "inbound_find"), {"submission": str(uuid.uuid4()), "seen": text.version, "words": "Khan"}
    )
    found = words(browser, asked["Location"])
    assert "Zayn Khan" in found

    send(browser, page(text, "inbound_family", made.family.key), text, who=made.mother.key)

    text.refresh_from_db()
    assert (text.family, text.person, text.team) == (made.family, made.mother, made.team)


@pytest.mark.rule("P10")
def test_whom_nobody_may_know_of_is_no_candidate(made: MadeFamily, browser: Client) -> None:
    """A phone shared with a restricted family: the text is seen, the restricted family is not."""
    hidden = make_family(made.team, mother="Quill", surname="Feather", title="Feather")
    add_mobile(hidden, hidden.mother, mobile_of(made).value)
    guardian = make_user(RoleName.GUARDIAN, made.team)
    named = make_user(RoleName.PRACTITIONER, made.team)
    families.restrict(family=hidden.family, reason="A colleague", named=[named], by=guardian.actor)
    text = text_from(mobile_of(made).value, "its me")

    for address in (INBOX, page(text), page(text, "inbound_who")):
        assert "Feather" not in words(browser, address)
        assert "Quill" not in words(browser, address)
    assert "Quill Feather" in words(client_of(named), page(text, "inbound_who"))
    assert "its me" in words(client_of(guardian), reverse("messaging:guarded"))


@pytest.mark.rule("P10")
def test_a_restricted_familys_text_waits_with_the_guardian_too(made: MadeFamily, browser: Client) -> None:
    guardian = make_user(RoleName.GUARDIAN, made.team)
    named = make_user(RoleName.PRACTITIONER, made.team)
    families.restrict(family=made.family, reason="A colleague", named=[named], by=guardian.actor)
    text = text_from(mobile_of(made).value, "please ring")

    assert "please ring" not in words(browser)
    assert browser.get(page(text)).status_code == 404
    assert any(i.what == "Text from Aisha Khan" for i in items_for(guardian, timezone.localdate()))
    watching = client_of(guardian)
    send(watching, page(text, "guarded_done"), text, how="passed_on", note="Told Sam")

    text.refresh_from_db()
    assert text.state == InboundState.DONE


@pytest.mark.rule("P44")
def test_a_text_becomes_a_concern_and_is_dealt_with(made: MadeFamily) -> None:
    practitioner = make_user(RoleName.PRACTITIONER, made.team)
    browser = client_of(practitioner)
    text = text_from(mobile_of(made).value, "he hit me again")
    address = page(text, "inbound_turn", "concern")
    assert "he hit me again" in words(browser, address)
    tomorrow = timezone.localdate() + timedelta(days=1)

    send(
        browser,
        address,
        text,
        person=made.mother.key,
        words="She wrote: he hit me again",
        next_step="Ring her",
        next_on_day=tomorrow.day,
        next_on_month=tomorrow.month,
        next_on_year=tomorrow.year,
    )

    text.refresh_from_db()
    concern = Concern.objects.get(family=made.family)
    assert (concern.person, concern.next_step) == (made.mother, "Ring her")
    assert (text.state, text.done_how) == (InboundState.DONE, Handled.CONCERN)


def test_opened_again_it_waits_again(made: MadeFamily, browser: Client, administrator: User) -> None:
    text = text_from(mobile_of(made).value)
    actions.deal_with(text=text, how=Handled.NOTHING, by=administrator.actor)

    send(browser, page(text, "inbound_again"), text, reason="It was a question after all")

    text.refresh_from_db()
    assert (text.state, text.done_at, text.done_how) == (InboundState.WAITING, None, "")


def test_a_stale_version_is_refused(made: MadeFamily, administrator: User) -> None:
    text = text_from(mobile_of(made).value)
    actions.settle_not_known(text=text, by=administrator.actor)

    with pytest.raises(Stale):
        actions.settle_sender(
            text=text, family=made.family, person=made.mother, seen=text.version, by=administrator.actor
        )


def test_a_person_of_another_family_is_refused(made: MadeFamily, administrator: User) -> None:
    text = text_from("07700 900111")

    with pytest.raises(Refused):
        actions.settle_sender(text=text, family=made.family, person=make_family().mother, by=administrator.actor)


def test_words_that_worry_are_changed_by_edition(made: MadeFamily) -> None:
    lead = client_of(make_user(RoleName.CLINICAL_LEAD, made.team))
    address = reverse("messaging:worry_words", args=[made.team.slug])
    assert "suicid*" in words(lead, address)

    typed = {"submission": str(uuid.uuid4()), "seen": 0, "entries": "custard\n Custard \nwant to die"}
    assert lead.post(address, typed).status_code == 302
    stale = lead.post(address, typed | {"submission": str(uuid.uuid4()), "entries": "other"})

    assert WorryList.objects.get().entries == ["custard", "want to die"]
    assert stale.status_code == 409
    assert "Somebody else has saved another edition" in stale.content.decode()


def test_merged_families_keep_their_texts(made: MadeFamily) -> None:
    other = make_family(made.team)
    text = text_from(mobile_of(other).value)

    assert Family.objects.get(pk=other.family.pk).inbound_texts.get() == text


def test_a_text_of_somebody_we_work_with_becomes_a_contact(made: MadeFamily, browser: Client) -> None:
    work = make_work(made=made)
    text = text_from(mobile_of(made).value, "Tuesday is fine")
    assert "Log it as a contact" in words(browser, page(text))

    send(browser, page(text, "inbound_turn", "contact"), text, outcome="spoke", note="Tuesday is fine")

    attempt = ContactAttempt.objects.get(episode=work.episode)
    assert (attempt.person, attempt.made, attempt.note) == (made.mother, text.received_on, "Tuesday is fine")
    text.refresh_from_db()
    assert text.done_how == Handled.RECORDED


def test_somebody_we_do_not_work_with_has_no_contact_to_log(made: MadeFamily, browser: Client) -> None:
    text = text_from(mobile_of(made).value)

    assert "Log it as a contact" not in words(browser, page(text))
    refused = send(browser, page(text, "inbound_turn", "contact"), text, outcome="spoke", note="x")
    assert refused.status_code == 409


def test_a_reply_says_what_it_answers(made: MadeFamily, browser: Client) -> None:
    text = text_from(mobile_of(made).value, "Can I bring my mum?")
    address = f"{reverse('messaging:write', args=[made.family.key])}?reply={text.key}"

    assert address in browser.get(page(text)).content.decode()
    assert "They wrote: “Can I bring my mum?”" in words(browser, address)


@pytest.mark.rule("P44")
def test_an_answer_to_a_reminder_is_the_practitioners_and_cancels_nothing(
    made: MadeFamily, administrator: User
) -> None:
    work = make_work(made=made)
    appointment = make_appointment(work)
    reminder = sent_text(made, wanted=f"appointment:{appointment.pk}")
    assert reminder.wanted

    text = text_from(mobile_of(made).value, "Can't come", received_at=timezone.now() + timedelta(minutes=1))

    assert text.meaning == Meaning.CHANGE
    appointment.refresh_from_db()
    assert appointment.state == "booked"
    today = timezone.localdate()
    theirs = next(i for i in items_for(User.objects.get(pk=work.lead.pk), today) if "Text from" in i.what)
    others = next(i for i in items_for(administrator, today) if "Text from" in i.what)
    assert (theirs.mine, others.mine) == (True, False)
    body = words(client_of(work.lead), reverse("caseload:appointment", args=[appointment.key]))
    assert "What they answered" in body
    assert "Can't come" in body.replace("&#x27;", "'")
