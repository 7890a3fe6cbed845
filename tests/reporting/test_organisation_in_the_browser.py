"""What an organisation and the team had to do with each other, in a browser: from the directory to its lists (P82)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from consultation.actions import log_activities
from consultation.actions.activity import Done
from families.actions import keep_organisation
from pitservice.accounts.enums import RoleName
from referrals.enums import Outcome
from tests.harness.product import RunningProduct
from tests.make.accounts import BY, make_team, make_user
from tests.make.consultation import make_consultation
from tests.make.referrals import make_decision, make_referral, make_waiting
from tests.referrals.test_in_the_browser import look, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

NAME = "Eastfield 0-19 Service"


@pytest.mark.rule("P82")
def test_from_the_directory_to_what_we_did_with_them(running_product: RunningProduct, page: Page) -> None:
    team, today = make_team(), timezone.localdate()
    lead = make_user(RoleName.CLINICAL_LEAD, team)
    there = keep_organisation(team=team, name=NAME, by=BY)
    make_waiting(team)
    make_decision(make_referral(team), Outcome.NOT_ACCEPTED)
    make_consultation(team, lead, held_on=today, consultee_organisation=NAME)
    done = Done(today, "training", 180, what="A morning for the team", organisation=NAME, people=12)
    log_activities(team=team, colleague=lead, done=[done], by=BY)
    sign_in(page, running_product, lead)

    page.goto(f"{running_product.url}/families/directory/organisations/{there.key}/")
    page.click("text=Referrals, consultations and training")
    look(page, "organisation-referrals")
    assert "2 referrals" in page.inner_text("main")
    page.get_by_role("link", name="List Consultations").click()
    look(page, "organisation-consultations")
    assert "Jo Bright" in page.inner_text("main")
