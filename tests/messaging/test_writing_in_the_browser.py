"""Writing a text from the family's page and taking it back, in the browser; every page through axe, wide and narrow."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import User
from pitservice.configuration.enums import YesNoUnknown
from pitservice.configuration.models import TeamSettings
from pitservice.messaging.enums import MessageState
from pitservice.messaging.models import Message
from tests.harness.product import RunningProduct
from tests.journeys.axe import WIDTHS, assert_accessible
from tests.journeys.steps.visitor import until
from tests.make.accounts import PASSWORD, make_team, make_user
from tests.make.families import make_family
from tests.make.messaging import open_all_day, queue_text

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_a_text_is_written_checked_and_taken_back(running_product: RunningProduct, page: Page) -> None:
    team = open_all_day(make_team("North"))
    TeamSettings.objects.update(hold_back_minutes=3)
    user = make_user(RoleName.PRACTITIONER, team, name="Priya Shah")
    made = make_family(team, father="Daniel")
    sign_in(page, running_product, user)

    page.goto(f"{running_product.url}/families/{made.family.key}/")
    page.get_by_role("button", name="Write a text").click()
    page.get_by_label("Aisha Khan").check()
    page.get_by_label("On a day and at a time").check()
    look(page, "write-later")
    page.get_by_label("Now", exact=True).check()
    page.get_by_label("What does it say?").fill("North team: how is Zayn? Please ring us on 01632 960100.")
    expect(page.locator(".app-parts")).to_contain_text("56 characters: goes as 1 text")
    look(page, "write")
    page.get_by_role("button", name="Check before it goes").click()
    expect(page.get_by_role("main")).to_contain_text("It names Zayn, the baby")
    look(page, "check")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick that you have read this and mean it, or change the words")
    page.get_by_label("I have read this, and mean it").check()
    page.get_by_role("button", name="Send").click()

    expect(page.get_by_role("main")).to_contain_text("unless you take it back")
    look(page, "sent")
    page.goto(f"{running_product.url}/letters/")
    look(page, "correspondence")
    page.get_by_role("link", name="Take it back").click()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("main")).to_contain_text("Taken back. It will not be sent.")
    assert Message.objects.get().state == MessageState.CANCELLED


@pytest.mark.rule("P42")
def test_a_text_is_sent_by_hand_and_somebody_told_by_other_means(running_product: RunningProduct, page: Page) -> None:
    team = open_all_day(make_team("North"))
    TeamSettings.objects.update(texts_by_hand=True)
    user = make_user(RoleName.ADMINISTRATOR, team, name="Ann Admin")
    hand, held = queue_text(make_family(team)), queue_text(make_family(team, mother="Cy", safe=YesNoUnknown.NO))
    until(lambda: Message.objects.get(pk=hand.pk).state == MessageState.BY_HAND, "put it on the pile")
    sign_in(page, running_product, user)

    expect(page.get_by_role("main")).to_contain_text("Send by hand")
    page.get_by_role("link", name="Correspondence", exact=True).click()
    page.get_by_role("button", name="Tell by other means").click()
    expect(page.get_by_role("row")).to_have_count(3)
    look(page, "other-means")
    page.get_by_role("link", name="I have sent it").click()
    look(page, "by-hand")
    page.get_by_role("button", name="I have sent it").click()
    expect(page.get_by_role("main")).to_contain_text("Recorded as sent by hand. Whether it arrived, nobody can say.")
    look(page, "sent-by-hand")

    page.goto(f"{running_product.url}/messages/other-means/")
    page.get_by_role("link", name="I have told them").click()
    page.get_by_label("Through the health visitor").check()
    page.get_by_role("button", name="I have told them").click()
    expect(page.get_by_role("main")).to_contain_text("Told by other means")
    assert Message.objects.get(pk=held.pk).why == "Through the health visitor"
    page.goto(f"{running_product.url}/messages/other-means/")
    expect(page.get_by_role("main")).to_contain_text("Everybody has been told.")
    page.goto(f"{running_product.url}/messages/cost/")
    expect(page.get_by_role("row")).to_have_count(2)
    look(page, "cost")


def sign_in(page: Page, product: RunningProduct, user: User) -> None:
    """Through the form."""
    page.goto(f"{product.url}/account/login/")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{product.url}/")


def look(page: Page, name: str) -> None:
    """Every page is for everybody; with PICTURES it is kept as it looks."""
    assert_accessible(page)
    if folder := os.environ.get("PICTURES"):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=Path(folder) / f"text-{name}-{width}.png", full_page=True)
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
