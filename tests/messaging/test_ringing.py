"""Take a message (P47): for whoever answers the telephone; it waits in the inbox until somebody says what was done."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from families.actions import merge_families, restrict, set_pass_phrase
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import User
from pitservice.db.errors import Refused
from pitservice.messaging import actions
from pitservice.messaging.enums import Handled
from pitservice.messaging.inbox import candidates, waiting
from pitservice.messaging.models import InboundText
from pitservice.messaging.turning import turns_for
from pitservice.ui.worklist import items_for
from tests.make.accounts import BY, client_of, make_user, viewer_of
from tests.make.families import MadeFamily, make_family
from tests.make.messaging import mobile_of, text_from

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P47")]
TAKE = reverse("messaging:take_message")


@pytest.fixture
def made() -> MadeFamily:
    return make_family()


@pytest.fixture
def colleague(made: MadeFamily) -> User:
    return make_user(RoleName.PRACTITIONER, made.family.team, name="Sam Reed")


@pytest.fixture
def administrator(made: MadeFamily) -> User:
    return make_user(RoleName.ADMINISTRATOR, made.family.team, name="Robin Cole")


@pytest.fixture
def browser(administrator: User) -> Client:
    return client_of(administrator)


def take(client: Client, made: MadeFamily, address: str = TAKE, **typed: Any) -> Any:
    given = {
        "submission": str(uuid.uuid4()),
        "caller": "Aisha",
        "number": "",
        "to": made.family.team.slug,
        "call_back": "today after 3pm",
        "message": "She asks whether Thursday still stands.",
    }
    return client.post(address, given | typed)


def the_call() -> InboundText:
    return InboundText.objects.get()


def home(user: User) -> list[str]:
    found = items_for(User.objects.get(pk=user.pk), timezone.localdate())
    return [item.what for item in found if item.mine and item.what.startswith("Call")]


def test_a_message_for_a_colleague_is_on_their_home_page_until_its_outcome(
    made: MadeFamily, browser: Client, administrator: User, colleague: User
) -> None:
    assert take(browser, made, to=f"{made.family.team.slug}/{colleague.key}").status_code == 302

    call = the_call()
    assert (call.by_phone, call.assigned_to, call.created_by) == (True, colleague, administrator.actor)
    assert (home(colleague), home(administrator)) == (["Call from Aisha: call back today after 3pm"], [])
    assert "Aisha" in browser.get(reverse("messaging:inbox")).content.decode()

    actions.deal_with(text=call, how=Handled.RANG, by=colleague.actor)
    assert home(colleague) == []


def test_the_same_form_twice_is_one_message(made: MadeFamily, browser: Client) -> None:
    token = str(uuid.uuid4())

    first, second = (take(browser, made, submission=token) for _ in range(2))

    assert (first.url, InboundText.objects.count()) == (second.url, 1)


def test_it_is_two_clicks_from_home_and_says_what_must_never_be_said(browser: Client) -> None:
    front, page = browser.get("/").content.decode(), browser.get(TAKE).content.decode()

    assert f'href="{TAKE}"' in front
    assert "Never say that a family is known here, or that they are not" in page


def test_nothing_typed_is_lost_when_something_is_missing(made: MadeFamily, browser: Client) -> None:
    answer = take(browser, made, message="", caller="Nia from the nursery")

    assert (answer.status_code, InboundText.objects.count()) == (422, 0)
    assert "Nia from the nursery" in answer.content.decode()
    assert "Enter what they said" in answer.content.decode()


def test_the_agreed_pass_phrase_is_asked_and_stands_with_the_call(made: MadeFamily, browser: Client) -> None:
    set_pass_phrase(family=made.family, words="Blue teapot", by=BY)
    page = reverse("messaging:take_about", args=[made.family.key])

    assert "Blue teapot" in browser.get(page).content.decode()
    assert take(browser, made, page).status_code == 422
    assert take(browser, made, page, pass_phrase="not_said", who=made.mother.key).status_code == 302
    call = the_call()
    assert (call.family, call.person, call.pass_phrase) == (made.family, made.mother, "not_said")
    shown = browser.get(reverse("messaging:inbound", args=[call.key])).content.decode()
    assert "They did not, or said something else" in shown
    assert "Blue teapot" not in shown


def test_where_records_were_put_together_either_phrase_is_right_until_a_new_one_is_agreed(
    made: MadeFamily, browser: Client
) -> None:
    other = make_family(made.team, mother="Aisha", surname="Kahn", baby="Zain")
    for family, words in ((made.family, "Blue teapot"), (other.family, "Three ducks")):
        set_pass_phrase(family=family, words=words, by=BY)
    merge_families(keep=made.family, gone=other.family, by=make_user(team=made.team).actor)
    page = reverse("messaging:take_about", args=[made.family.key])

    shown = browser.get(page).content.decode()
    assert "Blue teapot" in shown and "Three ducks" in shown and "Either is right" in shown

    made.family.refresh_from_db()
    set_pass_phrase(family=made.family, words="Green gate", by=BY)
    shown = browser.get(page).content.decode()
    assert "Green gate" in shown and "Three ducks" not in shown and "Either is right" not in shown


def test_where_none_is_agreed_none_is_asked(made: MadeFamily, browser: Client) -> None:
    page = reverse("messaging:take_about", args=[made.family.key])

    assert "None agreed: say nothing of the family" in browser.get(page).content.decode()
    assert take(browser, made, page).status_code == 302
    assert the_call().pass_phrase == ""
    family = set_pass_phrase(family=made.family, words="Blue teapot", by=BY)
    given: dict[str, Any] = {
        "caller": "Aisha",
        "number": "",
        "words": "Ring me",
        "call_back": "",
        "token": uuid.uuid4(),
    }
    with pytest.raises(Refused, match="agreed a pass-phrase"):
        actions.take_message(team=family.team, family=family, by=BY, **given)


def test_a_call_of_the_family_can_become_a_contact_or_a_concern(
    made: MadeFamily, browser: Client, administrator: User
) -> None:
    take(browser, made, reverse("messaging:take_about", args=[made.family.key]), who=made.mother.key)

    lead = make_user(RoleName.CLINICAL_LEAD, made.family.team)
    names = {turn.name for turn in turns_for(the_call(), viewer_of(lead, Permission.SEND))}
    assert "concern" in names


@pytest.mark.rule("P10")
def test_no_restricted_family_shows_to_who_answers_the_telephone(
    made: MadeFamily, browser: Client, administrator: User, colleague: User
) -> None:
    restrict(family=made.family, reason="She works here", named=[colleague], by=BY)
    number = mobile_of(made).value

    assert take(browser, made, number=number).status_code == 302
    call = the_call()
    page = browser.get(reverse("messaging:inbound", args=[call.key])).content.decode()
    assert (call.family, "Khan" in page) == (None, False)
    assert browser.get(reverse("messaging:take_about", args=[made.family.key])).status_code == 404
    assert [point.person for point in candidates(call, viewer_of(colleague, Permission.SEND))] == [made.mother]


@pytest.mark.rule("P10")
def test_a_message_about_a_restricted_family_goes_to_nobody_who_may_not_see_it(
    made: MadeFamily, administrator: User, colleague: User
) -> None:
    restrict(family=made.family, reason="She works here", named=[colleague], by=BY)
    page = reverse("messaging:take_about", args=[made.family.key])

    answer = take(client_of(colleague), made, page, to=f"{made.family.team.slug}/{administrator.key}")

    assert answer.status_code == 409
    assert "Robin Cole does not see this family." in answer.content.decode()
    assert take(client_of(colleague), made, page).status_code == 302
    assert not waiting(viewer_of(administrator, Permission.SEE_CORRESPONDENCE)).exists()


def test_calls_without_a_number_are_no_thread(made: MadeFamily, browser: Client) -> None:
    take(browser, made, message="The first of them")
    take(browser, made, message="The second of them")
    text_from("", "From no number")

    first = InboundText.objects.order_by("pk").first()
    assert first is not None
    page = browser.get(reverse("messaging:inbound", args=[first.key])).content.decode()
    assert ("The first of them" in page, "The second of them" in page) == (True, False)


def test_words_that_worry_flag_a_call_as_they_flag_a_text(made: MadeFamily, browser: Client) -> None:
    take(browser, made, message="“I want to die,” she says")

    assert the_call().worrying


def test_another_teams_colleague_is_not_offered(made: MadeFamily, browser: Client) -> None:
    stranger = make_user(RoleName.PRACTITIONER)

    assert take(browser, made, to=f"{made.family.team.slug}/{stranger.key}").status_code == 422
