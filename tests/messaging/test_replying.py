"""Where answers to texts cannot reach us, each text says so and names the number to ring (P44)."""

from __future__ import annotations

import pytest
from django.test import override_settings
from django.urls import reverse

from families.contact.versions import Version
from families.enums import WordForm
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Team
from pitservice.configuration.models import TeamSettings
from pitservice.messaging.said import Said
from pitservice.messaging.tasks import send_due
from tests.make.accounts import client_of, make_user
from tests.make.families import MadeFamily, make_family
from tests.make.messaging import queue_text
from tests.messaging.stub import notify

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P44")]


@pytest.fixture
def made() -> MadeFamily:
    made = make_family()
    Team.objects.filter(pk=made.family.team_id).update(phone="01632 960100")
    return made


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("See you on Tuesday.", "See you on Tuesday. We cannot read answers to this text. Ring us on 01632 960100."),
        ("Ring 01632 960100.", "Ring 01632 960100. We cannot read answers to this text."),
    ],
)
def test_a_gateway_that_cannot_receive_forces_the_line(made: MadeFamily, words: str, says: str) -> None:
    with notify(MESSAGING_RECEIVES=False):
        message = queue_text(made, words=words)

    assert (message.words, message.state) == (says, "queued")


def test_where_answers_reach_us_nothing_is_added(made: MadeFamily) -> None:
    with notify():
        first = queue_text(made, words="See you on Tuesday.")
    with override_settings(MESSAGING_GATEWAY=""):
        second = queue_text(made, words="See you on Wednesday.")
    TeamSettings.objects.filter(team=made.family.team).update(texts_by_hand=True)
    with notify(MESSAGING_RECEIVES=False):
        third = queue_text(made, words="See you on Thursday.")

    assert [one.words[-4:] for one in (first, second, third)] == ["day."] * 3


def test_without_a_number_to_ring_it_is_held_and_says_why(made: MadeFamily) -> None:
    Team.objects.filter(pk=made.family.team_id).update(phone="")
    with notify(MESSAGING_RECEIVES=False):
        message = queue_text(made)

    assert message.state == "held"
    assert "no telephone number" in message.why


@pytest.mark.rule("P46")
def test_the_line_is_never_added_silently_in_english(made: MadeFamily) -> None:
    with notify(MESSAGING_RECEIVES=False):
        message = queue_text(made, words=Said("Do zobaczenia we wtorek.", Version("pl", WordForm.STANDARD)))

    assert (message.state, message.words) == ("held", "Do zobaczenia we wtorek.")


def test_the_page_says_how_texts_go_and_what_a_service_answers_by_itself(made: MadeFamily) -> None:
    browser = client_of(make_user(RoleName.MANAGER, made.family.team))
    twilio = {
        "MESSAGING_GATEWAY": "twilio",
        "TWILIO_ACCOUNT_SID": "AC1",
        "TWILIO_AUTH_TOKEN": "x",
        "TWILIO_SENDER": "+447700900998",
        "PUBLIC_URL": "https://pit.example.org",
    }
    with override_settings(**twilio):
        page = browser.get(reverse("messaging:gateway")).content.decode()

    assert "STOP, STOPALL, UNSUBSCRIBE" in page
    assert "each text says so, and names 01632 960100" in page
    assert "How texts go" in browser.get(reverse("governance:manage")).content.decode()


@pytest.mark.rule("P42")
def test_the_page_says_whether_texts_go_now(made: MadeFamily) -> None:
    browser = client_of(make_user(RoleName.MANAGER, made.family.team))
    with notify(EMAIL_GATEWAY="") as far_end:
        before = browser.get(reverse("messaging:gateway")).content.decode()
        far_end.modes = ["ok", "busy"]
        for _ in range(2):
            queue_text(made)
            send_due()
        after = browser.get(reverse("messaging:gateway")).content.decode()

    assert "None yet" in before
    assert "None yet" not in after
    assert "1 text" in after
    assert "Each goes by itself once the service takes it" in after
