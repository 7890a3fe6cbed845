"""The administrator's Monday, over the running product: a real worker sends the texts and makes the letters."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from pitservice.accounts.enums import RoleName
from pitservice.configuration.enums import YesNoUnknown
from pitservice.letters.enums import CopyState
from pitservice.letters.models import Copy
from pitservice.messaging.enums import MessageState
from pitservice.messaging.models import Message
from tests.harness.product import RunningProduct
from tests.journeys.axe import assert_accessible
from tests.make.accounts import PASSWORD, make_team, make_user
from tests.make.families import make_family
from tests.make.messaging import queue_text, write_letter


@pytest.mark.rule("P49")
@pytest.mark.rule("P42")
def test_monday_morning(running_product: RunningProduct, page: Page) -> None:
    team = make_team("North")
    user = make_user(RoleName.ADMINISTRATOR, team, name="Ann Admin")
    made = make_family(team)
    unasked = make_family(team, mother="Bo", surname="Lee", knows=YesNoUnknown.UNKNOWN, agrees=YesNoUnknown.UNKNOWN)
    unsafe = make_family(team, mother="Cy", surname="Roe", safe=YesNoUnknown.NO)
    sent = queue_text(made)
    asked, refused = queue_text(unasked), queue_text(unsafe)
    copy = write_letter(made, copied_to=["Jane Hill, health visitor"])
    until(lambda: Message.objects.get(pk=sent.pk).state == MessageState.SENT)
    until(lambda: Copy.objects.get(pk=copy.pk).state == CopyState.READY)
    sign_in(page, running_product.url, user.email)

    # What did not go stands on the home page, and in the list with its reason.
    expect(page.get_by_role("main")).to_contain_text("Text to Cy Roe: reminder")
    page.get_by_role("link", name="Correspondence", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text(
        "4 due so far (nobody has cleared the list yet): 2 not gone, 1 being dealt with, 1 gone."
    )
    look(page, "list")

    # One that the rules ask about is confirmed with a reason, and goes.
    page.get_by_role("link", name="Text: reminder to Bo Lee").click()
    expect(page.get_by_role("main")).to_contain_text("It is not recorded that Bo Lee knows of the referral")
    look(page, "message")
    page.get_by_role("button", name="Confirm that it may go").click()
    page.get_by_role("button", name="Confirm and send").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter why it may go")
    look(page, "confirm")
    page.get_by_label("Why may it go?").fill("She rang and asked for it.")
    page.get_by_role("button", name="Confirm and send").click()
    expect(page.get_by_role("main")).to_contain_text("Confirmed.")
    until(lambda: Message.objects.get(pk=asked.pk).state == MessageState.SENT)

    # One that must not go is told another way.
    page.goto(f"{running_product.url}/messages/{refused.key}/")
    expect(page.get_by_role("button", name="Confirm that it may go")).to_have_count(0)
    page.get_by_role("button", name="Tell by other means").click()
    page.get_by_label("Through the health visitor").check()
    look(page, "tell")
    page.get_by_role("button", name="I have told them").click()
    expect(page.get_by_role("main")).to_contain_text("Told by other means")

    # The letters are posted together.
    page.get_by_role("link", name="Correspondence", exact=True).first.click()
    page.get_by_role("button", name="Letters to post").click()
    look(page, "post")
    page.get_by_label("Letter to Aisha Khan: acceptance").check()
    page.get_by_role("button", name="I have posted these").click()
    expect(page.get_by_role("main")).to_contain_text("1 letter recorded as posted.")
    page.goto(f"{running_product.url}/letters/{copy.key}/")
    look(page, "copy")

    # The outbox shows what a telephone would: both texts that went, and not the one that must not.
    page.goto(f"{running_product.url}/messages/outbox/")
    expect(page.get_by_role("row")).to_have_count(3)
    look(page, "outbox")
    page.goto(f"{running_product.url}/letters/family/{made.family.key}/")
    look(page, "family")
    page.goto(f"{running_product.url}/letters/")
    expect(page.get_by_role("main")).to_contain_text(
        "4 due so far (nobody has cleared the list yet): 0 not gone, 0 being dealt with, 4 gone."
    )


def sign_in(page: Page, url: str, email: str) -> None:
    """Through the form."""
    page.goto(f"{url}/account/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{url}/")


def look(page: Page, name: str) -> None:
    """Every page is for everybody, wide and narrow."""
    assert_accessible(page)


def until(happened: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for a worker."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "the worker did not do it in time"
        time.sleep(0.1)
