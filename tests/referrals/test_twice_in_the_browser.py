"""Pressed twice, gone back, sent from a second tab: in a real browser each thing happens once; the other is told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from pitservice.letters.models import Copy
from referrals.actions import ask_services
from referrals.models import Decision, HoldingCheck, PlaceMove
from tests.harness.product import RunningProduct
from tests.make.accounts import BY, make_team, make_user
from tests.make.referrals import make_referral, make_waiting
from tests.referrals.test_in_the_browser import look, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page


def press_twice(page: Page, words: str) -> None:
    """Press a button twice as fast as a hand does."""
    page.dblclick(f"main button:has-text('{words}')")
    page.wait_for_load_state()


@pytest.mark.rule("SCR-2", "P16")
def test_a_decision_pressed_twice_gone_back_to_and_made_in_a_second_tab_is_one(
    running_product: RunningProduct, page: Page
) -> None:
    team = make_team("Eastfield")
    referral = make_referral(team)
    where = f"{running_product.url}/referrals/{referral.key}/decide/"
    sign_in(page, running_product, make_user(team=team, name="Priya Shah"))
    second = page.context.new_page()
    second.goto(where)
    page.goto(where)

    page.check("[name=outcome][value=waiting_list]")
    press_twice(page, "Decide")
    page.wait_for_url(f"{running_product.url}/referrals/{referral.key}/")
    second.check("[name=outcome][value=withdrawn]")
    second.check("[name=withdrawn_by]")
    second.fill("[name=withdrawn_note]", "Moved away.")
    press_twice(second, "Decide")

    expect(second.locator("main")).to_contain_text("Priya Shah made it “On the waiting list”")
    assert second.input_value("[name=withdrawn_note]") == "Moved away."
    look(second, "twice-second-tab")
    page.go_back()
    page.wait_for_load_state()
    page.go_forward()
    assert Decision.objects.count() == 1
    assert Copy.objects.count() == 2  # the mother's and the referrer's, once


@pytest.mark.rule("WL-1", "WL-2", "P11", "P14")
def test_holding_and_places_pressed_twice_and_gone_back_to_count_once(
    running_product: RunningProduct, page: Page, plain_page: Page
) -> None:
    team = make_team("Eastfield")
    entry = make_waiting(team)
    ask_services(entry=entry, site=running_product.url, by=BY)
    (link,) = re.findall(r"https?://\S+", " ".join(Copy.objects.get(letter__purpose="holding").paragraphs))
    plain_page.goto(link)
    plain_page.check("[name=support][value=less]")
    press_twice(plain_page, "Send")
    expect(plain_page.locator("main")).to_contain_text("Thank you. We have your answer.")
    plain_page.go_back()
    plain_page.wait_for_load_state()
    if plain_page.locator("[name=support]").count():  # the browser kept the page
        plain_page.check("[name=support][value=stopped]")
        press_twice(plain_page, "Send")
    assert HoldingCheck.objects.get().support == "less"

    sign_in(page, running_product, make_user(team=team))
    page.goto(f"{running_product.url}/waiting/{entry.key}/place/")
    page.check("[name=where][value=first]")
    page.fill("[name=reason]", "Goes home on Friday")
    press_twice(page, "Move it")
    page.wait_for_url(f"{running_product.url}/waiting/{entry.key}/")
    assert PlaceMove.objects.filter(entry=entry, first=True).count() == 1
    page.go_back()
    page.wait_for_load_state()
    page.goto(f"{running_product.url}/waiting/{entry.key}/alarms/")
    page.fill("[name=done]", "Rang them.")
    press_twice(page, "Close the alarm")
    page.wait_for_url(f"{running_product.url}/waiting/{entry.key}/")
    assert HoldingCheck.objects.get().done == "Rang them."
