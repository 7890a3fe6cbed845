"""Texts as a team meets them in the browser: an appointment moves, a reply by night, a gateway is down, a call.

Every page through axe, wide and narrow. Nothing here depends on the hour at which it runs.
"""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from families.actions import set_pass_phrase
from families.enums import Purpose
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Team
from pitservice.messaging.enums import InboundState, MessageState
from pitservice.messaging.models import InboundText, Message
from pitservice.messaging.tasks import send_due
from pitservice.ui.wall import moment_at
from tests.harness.product import RunningProduct
from tests.journeys.menu import open_place
from tests.journeys.steps.visitor import Visitor, until
from tests.make.accounts import BY, make_team, make_user
from tests.make.caseload import in_days, make_appointment, make_work, open_in
from tests.make.families import make_family
from tests.make.messaging import mobile_of, open_all_day, queue_text, sent_text, shut_today, text_from
from tests.messaging.stub import notify
from tests.messaging.test_writing_in_the_browser import look

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize

NARROW: ViewportSize = {"width": 320, "height": 900}
WIDE: ViewportSize = {"width": 1280, "height": 900}


@pytest.fixture
def team() -> Team:
    return open_all_day(make_team("North"))


@pytest.fixture
def by_hand(running_product: RunningProduct) -> RunningProduct:
    """The product without its worker and clock: this test says when they work, and what the far end answers."""
    for child in (running_product.beat, running_product.worker):
        child.stop(timeout=10)
    return running_product


@pytest.mark.rule("REM-1")
def test_an_appointment_moves_after_its_reminder_was_queued(
    running_product: RunningProduct, page: Page, team: Team
) -> None:
    work = make_work(team)
    appointment = make_appointment(work, in_days(5))
    old = Message.objects.get(purpose=Purpose.REMINDER)
    visitor = Visitor(page, running_product.url)
    visitor.sign_in(work.lead)

    visitor.go("messaging:message", old.key)
    visitor.reads("Waiting to go")
    visitor.go("caseload:move", appointment.key)
    visitor.date("Which day?", timezone.localdate(in_days(open_in(9))))
    visitor.choose("Who asked for another time?", "The family")
    visitor.press("Move it")
    visitor.reads("The appointment is moved. Reminders of the old time are cancelled")

    visitor.go("messaging:message", old.key)
    visitor.reads("The appointment was moved.")
    look(page, "moved")
    visitor.go("letters:family", work.family.key)
    look(page, "family-after-a-move")
    new = Message.objects.exclude(pk=old.pk).get(purpose=Purpose.REMINDER)
    old.refresh_from_db()
    assert (old.state, new.state) == (MessageState.CANCELLED, MessageState.QUEUED)
    assert new.not_before > old.not_before


@pytest.mark.rule("P44", "P49")
def test_a_reply_at_ten_past_eleven_at_night(running_product: RunningProduct, page: Page, team: Team) -> None:
    made = make_family(team)
    sent_text(made)
    shut_today(team)
    user = make_user(RoleName.ADMINISTRATOR, team, name="Ann Admin")
    late = moment_at(timezone.localdate() - timedelta(days=1), time(23, 10))

    text = text_from(mobile_of(made).value, "Sorry, I cannot come on Thursday", received_at=late)
    reply = text.automatic_reply
    assert reply is not None
    until(lambda: Message.objects.get(pk=reply.pk).state == MessageState.SENT, "send the automatic reply")

    visitor = Visitor(page, running_product.url)
    visitor.sign_in(user)
    open_place(page, "Inbox")
    visitor.reads("Sorry, I cannot come on Thursday", "11:10pm")
    look(page, "inbox")
    visitor.open("Aisha Khan")
    visitor.reads("nobody reads this until", "Sorry, I cannot come on Thursday")
    look(page, "inbound")
    visitor.press("Say what was done")
    visitor.choose("What was done about it?", "Rang them")
    visitor.press("It is dealt with")
    visitor.reads("It has left the inbox. What was done stands with it.")
    text.refresh_from_db()
    assert text.state == InboundState.DONE
    look(page, "inbox-empty")


@pytest.mark.rule("P42", "P49")
def test_a_gateway_that_is_down_is_seen_and_put_right(by_hand: RunningProduct, page: Page, team: Team) -> None:
    made = make_family(team)
    user = make_user(RoleName.ADMINISTRATOR, team, name="Ann Admin")
    visitor = Visitor(page, by_hand.url)
    with notify() as far_end:
        far_end.modes = ["forbidden"]
        message = queue_text(made)
        send_due()

        visitor.sign_in(user)
        visitor.reads("Text to Aisha Khan: reminder", "Could not be sent")
        look(page, "home-gateway-down")
        open_place(page, "Correspondence")
        visitor.press("Tell by other means")
        visitor.reads("Aisha Khan")
        look(page, "gateway-down")
        visitor.go("messaging:message", message.key)
        look(page, "failed")
        visitor.press("Send it now")
        visitor.press("Send it now")
        send_due()

        message.refresh_from_db()
        assert message.state == MessageState.SENT
        assert [one["phone_number"] for one in far_end.accepted] == [message.value]
    visitor.go("messaging:other_means")
    visitor.reads("Everybody has been told.")
    visitor.go("letters:correspondence")
    look(page, "monday")
    visitor.go("messaging:notices")
    look(page, "notices")
    visitor.go("messaging:gateway")
    look(page, "how-texts-go")


@pytest.mark.rule("P47")
def test_a_message_is_taken_on_a_telephones_screen(running_product: RunningProduct, page: Page, team: Team) -> None:
    made = make_family(team)
    set_pass_phrase(family=made.family, words="Blue teapot", by=BY)
    user = make_user(RoleName.PRACTITIONER, team, name="Sam Reed")
    admin = make_user(RoleName.ADMINISTRATOR, team, name="Ann Admin")
    visitor = Visitor(page, running_product.url)
    visitor.sign_in(admin)
    page.set_viewport_size(NARROW)
    open_place(page, "Take a message")
    look(page, "take")
    visitor.go("messaging:take_about", made.family.key)
    look(page, "take-about")
    page.set_viewport_size(NARROW)
    visitor.fill({"Who is calling?": "Aisha", "When should we ring back? (optional)": "today after 3pm"})
    visitor.choose("Did they say the agreed pass-phrase?", "They said it")
    visitor.select("Who is it for?", user.name)
    visitor.fill({"What did they say?": "She asks whether Thursday still stands."})
    visitor.press("Pass it on")
    visitor.reads("It is passed on, and waits in the inbox until somebody says what was done.")
    page.set_viewport_size(WIDE)
    visitor.go_to(reverse("messaging:inbound", args=[InboundText.objects.get().key]))
    visitor.reads("Call from Aisha", "today after 3pm", "Sam Reed")
    look(page, "call")
