"""Supervision in a browser: overdue at home, logged with what was decided about a family, experience set (P85)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from consultation.models import Experience, SupervisionDecision
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Membership
from tests.consultation.test_supervision import log
from tests.harness.product import RunningProduct
from tests.make.accounts import make_user
from tests.make.caseload import make_work
from tests.referrals.test_door_in_the_browser import fill
from tests.referrals.test_in_the_browser import look, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

DECIDED = "Ring the health visitor before the next visit."


@pytest.mark.rule("P85")
@pytest.mark.rule("P4")
def test_overdue_logged_and_decided(running_product: RunningProduct, page: Page) -> None:
    work = make_work()
    priya, lead = work.lead, make_user(RoleName.CLINICAL_LEAD, work.team, "Cleo Marsh")
    Membership.objects.update(starts_on=timezone.localdate() - timedelta(days=365))
    log(work.team, lead)  # the team uses it: from now on somebody can be late
    sign_in(page, running_product, priya)

    page.get_by_role("link", name=f"Look supervision of {priya.name}").click()
    look(page, "supervision-overdue")
    page.get_by_role("button", name="Log supervision").click()
    page.fill("[name=decided]", DECIDED)
    page.get_by_role("button", name="Log it").click()
    page.get_by_text("There is a problem").wait_for()
    look(page, "supervision-errors")
    assert page.input_value("[name=decided]") == DECIDED
    page.select_option("[name=family]", work.family.key)
    fill(page, kind="clinical", minutes="240")
    page.get_by_text("Logged.").wait_for()
    look(page, "supervision-logged")
    page.locator("main tbody a").last.click()
    look(page, "supervision-one")
    assert DECIDED in page.inner_text("main")
    assert SupervisionDecision.objects.get().family == work.family

    page.context.clear_cookies()
    sign_in(page, running_product, lead)
    page.goto(f"{running_product.url}/consultations/supervision/")
    look(page, "supervision-of-the-team")
    page.get_by_role("link", name=f"Record experience of {priya.name}").click()
    look(page, "supervision-experience")
    fill(page, since_day="1", since_month="9", since_year="2020")
    page.get_by_text("How often supervision is needed is worked out anew.").wait_for()
    assert Experience.objects.get().colleague == priya
