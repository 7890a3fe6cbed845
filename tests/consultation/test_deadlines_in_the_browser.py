"""A bid is put down, stands at home from its reminder on, and is settled; in a browser (toolkit ch. 6)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from consultation.models import Deadline
from pitservice.accounts.enums import RoleName
from tests.harness.product import RunningProduct
from tests.journeys.menu import open_place
from tests.make.accounts import make_team, make_user
from tests.referrals.test_door_in_the_browser import fill
from tests.referrals.test_in_the_browser import look, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.mark.rule("P4")
def test_a_bid_until_it_is_settled(running_product: RunningProduct, page: Page) -> None:
    lead = make_user(RoleName.CLINICAL_LEAD, make_team(), "Cleo Marsh")
    due = timezone.localdate() + timedelta(days=40)
    sign_in(page, running_product, lead)

    open_place(page, "Our own work")
    page.get_by_role("link", name="Open Bids and deadlines").click()
    look(page, "deadlines-empty")
    page.get_by_role("button", name="Put one down").click()
    page.get_by_role("button", name="Put it down").click()
    page.get_by_text("There is a problem").wait_for()
    look(page, "deadline-errors")
    day = {f"due_on_{part}": str(getattr(due, part)) for part in ("day", "month", "year")}
    page.check("[name=every_year]")
    fill(page, kind="bid", what="The Eastshire Children’s Fund", with_whom="A charitable trust", **day)
    page.get_by_text("Put down.").wait_for()
    look(page, "deadlines")

    page.goto(running_product.url)
    page.get_by_role("link", name="Settle The Eastshire Children’s Fund").click()
    look(page, "deadline-settle")
    fill(page, came_of_it="Asked for £40,000")
    page.get_by_text("Settled. The next is due on ").wait_for()
    look(page, "deadlines-settled")
    assert Deadline.objects.get(done_at__isnull=False).came_of_it == "Asked for £40,000"
