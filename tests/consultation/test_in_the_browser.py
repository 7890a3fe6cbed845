"""From a conversation about a family without a name to a referral that names it, in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from referrals.models import Referral
from tests.harness.product import RunningProduct
from tests.journeys.steps.visitor import Visitor
from tests.make.accounts import make_team, make_user
from tests.make.consultation import make_consultation
from tests.make.referrals import make_risk_list
from tests.referrals.test_adding import given
from tests.referrals.test_in_the_browser import look, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.mark.rule("CNS-1", "SCR-3")
def test_a_referral_out_of_a_consultation(running_product: RunningProduct, page: Page) -> None:
    team = make_team("Eastfield")
    make_risk_list(team)
    lead = make_user(team=team)
    held = make_consultation(team, lead, themes="Feeding is a fight.", actions_agreed="Visit together.")
    visitor = Visitor(page, running_product.url)

    sign_in(page, running_product, lead)
    visitor.go("consultation:consultation", held.key)
    look(page, "consultation")
    page.click("main >> text=Make a referral of this")
    page.check("[name=carried][value=themes]")
    page.check("[name=carried][value=together]")
    look(page, "carry")
    visitor.press("Continue to the referral")
    visitor.reads("There is a problem")
    look(page, "carry-errors")
    page.check("[name=carried_agreed_by][value=family]")
    visitor.press("Continue to the referral")
    assert page.input_value("[name=worries_worries]") == "Feeding is a fight."
    assert page.input_value("[name=about_you_name]") == ""
    look(page, "refer-out")
    _fill(page, {name: str(value) for name, value in given(team.key).items()})
    visitor.press("Add the referral")
    visitor.reads("Added. It stands in the inbox; nobody has been told anything.")
    look(page, "referral-out")

    referral = Referral.objects.get()
    visitor.reads(f"Referral {referral.key}", "Zofia Nowak")
    page.go_back()
    visitor.reads("A referral has been made of this consultation already.")
    visitor.reads("A referral was made out of this consultation.", referral.key)
    look(page, "consultation-referred")
    visitor.go("consultation:carry", held.key)
    visitor.reads("A referral has been made of this consultation already.")
    assert page.url.endswith(reverse("consultation:consultation", args=[held.key]))


def _fill(page: Page, typed: dict[str, str]) -> None:
    """Fill in by the names of the questions; what the product itself puts into a form stays."""
    closed = page.locator("main details:not([open]) > summary:visible")
    while closed.count():
        closed.first.click()
    for name, value in typed.items():
        box = page.locator(f"main [name={name}]")
        if name in ("submission", "team") or not box.count():
            continue
        kind = box.first.get_attribute("type")
        if kind in ("radio", "checkbox"):
            page.check(f"main [name={name}][value='{value}']")
        elif box.first.evaluate("box => box.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)
