"""A target is set, stands beside its figure in the next report, and is changed; in a browser (P83)."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import TYPE_CHECKING

import pytest

from pitservice.accounts.enums import RoleName
from pitservice.configuration.actions import change_settings
from reporting.models import Target
from tests.harness.product import RunningProduct
from tests.journeys.menu import open_place
from tests.make.accounts import BY, make_team, make_user
from tests.make.reporting import Work
from tests.referrals.test_door_in_the_browser import fill
from tests.referrals.test_in_the_browser import look, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

SET = {"commissioner": "NHS Eastshire", "year": "3", "direction": "at_least", "amount": "80"}


@pytest.mark.rule("P83")
def test_a_target_is_set_and_stands_beside_its_figure(running_product: RunningProduct, page: Page) -> None:
    team = make_team()
    change_settings(team=team, service_began_on=date(2024, 1, 1), by=BY)
    admin = make_user(RoleName.ADMINISTRATOR, team)
    report = Work(team=team, user=admin, random=Random(1)).report(commissioner="NHS Eastshire")
    sign_in(page, running_product, admin)

    open_place(page, "Reports")
    page.click("main >> text=Targets")
    look(page, "targets-empty")
    page.get_by_role("button", name="Set a target").click()
    page.get_by_role("button", name="Set the target").click()
    page.get_by_text("There is a problem").wait_for()
    look(page, "target-errors")
    page.select_option("[name=figure]", "referrals-received||")
    fill(page, **SET)
    page.get_by_text("At least 80").wait_for()
    look(page, "targets")

    page.goto(f"{running_product.url}/reports/{report.key}/")
    page.get_by_text("at least 80 a year, which is 20 in this period").first.wait_for()
    look(page, "report-with-a-target")

    open_place(page, "Reports")
    page.click("main >> text=Targets")
    page.get_by_role("link", name="Change").first.click()
    look(page, "target-change")
    fill(page, amount="60")
    assert Target.objects.get().amount == 60
    page.get_by_role("link", name="Remove").first.click()
    look(page, "target-remove")
    page.get_by_role("button", name="Remove the target").click()
    page.get_by_text("No targets are set.").wait_for()
