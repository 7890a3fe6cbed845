"""What follows a consultation, in a browser: an action agreed, the statement acknowledged, a written agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pitservice.accounts.enums import RoleName
from pitservice.configuration.actions import change_settings
from tests.harness.product import RunningProduct
from tests.make.accounts import BY, make_team, make_user
from tests.make.consultation import make_consultation
from tests.referrals.test_door_in_the_browser import fill
from tests.referrals.test_in_the_browser import look, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

STATEMENT = "Advice rests on what you tell us.\nYou and your employer stay accountable."
AGREED = {"organisation": "Eastfield Trust", "agreed_with": "Ann Poe, manager", "agreed": "As in our statement."}
SIGNED = {"signed_on_day": "1", "signed_on_month": "2", "signed_on_year": "2026"}
REVIEW = {"review_on_day": "1", "review_on_month": "2", "review_on_year": "2027"}


@pytest.mark.rule("CNS-1")
def test_the_statement_is_given_and_acknowledged(running_product: RunningProduct, page: Page) -> None:
    team = make_team()
    change_settings(team=team, consultation_statement=STATEMENT, by=BY)
    lead = make_user(RoleName.CLINICAL_LEAD, team)
    made = make_consultation(team, lead)
    sign_in(page, running_product, lead)

    page.goto(f"{running_product.url}/consultations/{made.key}/")
    page.click("text=Add what was agreed")
    look(page, "consultation-agree")
    page.check("[name=owner][value=us]")
    page.select_option("select[name=colleague]", label=lead.name)
    fill(page, what="Send the leaflet.", due_on_day="1", due_on_month="2", due_on_year="2027")
    look(page, "consultation-whole")

    page.click("text=Give the statement")
    look(page, "consultation-give")
    page.click("main form button[type=submit]")
    look(page, "consultation-link-once")
    link = page.inner_text("text=/consultations/statement/")
    page.goto(link[link.index("http") :])
    look(page, "consultation-statement")
    page.check("[name=read]")
    fill(page, name="Jo Bright")
    look(page, "consultation-thanks")
    page.goto(f"{running_product.url}/consultations/{made.key}/")
    assert "Acknowledged by Jo Bright" in page.inner_text("main")

    page.goto(f"{running_product.url}/consultations/agreements/record/")
    look(page, "consultation-agreement-form")
    fill(page, **AGREED, **SIGNED, **REVIEW)
    look(page, "consultation-agreement")
    for name in ("agreements", "concerns", "actions"):
        page.goto(f"{running_product.url}/consultations/{name}/")
        look(page, f"consultation-{name}")
