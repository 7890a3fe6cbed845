"""The register of policies in a browser: added, ratified, read, beside its settings (P84)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pitservice.accounts.enums import RoleName
from pitservice.policies.models import PolicyReading
from tests.harness.product import RunningProduct
from tests.journeys.menu import open_place
from tests.make.accounts import make_team, make_user
from tests.referrals.test_door_in_the_browser import fill
from tests.referrals.test_in_the_browser import look, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

RATIFIED = {"ratified_by": "Clinical governance group"}
REVIEW = {"review_on_day": "1", "review_on_month": "2", "review_on_year": "2031"}


@pytest.mark.rule("P84")
def test_a_policy_from_its_draft_until_it_is_read(running_product: RunningProduct, page: Page) -> None:
    team = make_team()
    lead = make_user(RoleName.CLINICAL_LEAD, team)
    sign_in(page, running_product, lead)

    open_place(page, "Policies")
    look(page, "policies-empty")
    page.click("text=Add a policy")
    look(page, "policy-add")
    page.check("[name=kind][value=texts]")
    fill(page, title="Texts to families", says="We text in opening hours.\nNo text says what we do.")
    look(page, "policy-draft")
    page.click("text=Ratify the new version")
    look(page, "policy-ratify")
    fill(page, **RATIFIED, **REVIEW)
    look(page, "policy-in-force")
    assert "0 of 1 have read version 1." in page.inner_text("main")

    page.goto(running_product.url)
    page.get_by_role("link", name="Read Texts to families").click()
    look(page, "policy-read")
    page.click("main form button[type=submit]")
    assert "1 of 1 have read version 1." in page.inner_text("main")
    assert PolicyReading.objects.get().user == lead

    page.click("text=Change these settings")
    look(page, "policy-beside-settings")
    assert "Policies that these settings carry out" in page.inner_text("main")
    open_place(page, "Policies")
    look(page, "policies-list")
