"""What follows a consultation, in a browser: a name typed in, escalated, given the statement, closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from consultation.models import Consultation, ConsultationConcern
from pitservice.accounts.enums import RoleName
from pitservice.configuration.actions import change_settings
from tests.harness.product import RunningProduct
from tests.make.accounts import BY, make_team, make_user
from tests.referrals.test_door_in_the_browser import fill
from tests.referrals.test_in_the_browser import look, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

STATEMENT = "Advice rests on what you tell us.\nYou and your employer stay accountable."
HELD = {"held_on_day": "12", "held_on_month": "8", "held_on_year": "2026", "minutes": "45"}
TOLD = {"taken_to": "The named nurse", "taken_on_day": "12", "taken_on_month": "8", "taken_on_year": "2026"}
AGREED = {"organisation": "Eastfield Trust", "agreed_with": "Ann Poe, manager", "agreed": "As in our statement."}
SIGNED = {"signed_on_day": "1", "signed_on_month": "2", "signed_on_year": "2026"}
REVIEW = {"review_on_day": "1", "review_on_month": "2", "review_on_year": "2027"}


@pytest.mark.rule("CNS-1")
@pytest.mark.rule("P80")
def test_an_escalated_consultation_to_its_end(running_product: RunningProduct, page: Page) -> None:
    team = make_team()
    change_settings(team=team, consultation_statement=STATEMENT, by=BY)
    lead = make_user(RoleName.CLINICAL_LEAD, team)
    sign_in(page, running_product, lead)

    page.goto(f"{running_product.url}/consultations/record/")
    fill(page, **HELD, consultee_name="Jo Bright", consultee_role="health_visitor", outcome="escalated")
    made = Consultation.objects.get()

    page.fill("[name=concern]", "Aisha Khan says she is hit.")
    fill(page, kind="safety")
    look(page, "consultation-concern-names")
    assert "This looks like a name" in page.inner_text("main")
    fill(page, concern="A mother says she is hit.")
    look(page, "consultation-with-a-concern")
    assert "Nobody told" in page.inner_text("main")

    page.goto(running_product.url)
    page.click("text=Say whom you told")
    look(page, "consultation-told")
    fill(page, **TOLD)
    page.get_by_role("link", name="Close about somebody's safety").click()
    look(page, "consultation-close")
    fill(page, outcome="The nurse has referred to social care.")
    assert ConsultationConcern.objects.get().closed_at is not None

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
