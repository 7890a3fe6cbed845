"""A new team set up in a browser: what will be made is seen first, and what is left to do by hand after (P86)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from caseload.actions import add_usual_interventions
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Team
from tests.harness.product import RunningProduct
from tests.journeys.menu import open_place
from tests.make.accounts import BY, make_team, make_user
from tests.make.referrals import make_risk_list
from tests.referrals.test_in_the_browser import look, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.mark.rule("P86")
def test_a_team_is_set_up_out_of_another(running_product: RunningProduct, page: Page) -> None:
    team = make_team()
    make_risk_list(team)
    add_usual_interventions(team=team, by=BY)
    sign_in(page, running_product, make_user(RoleName.MANAGER, team))

    open_place(page, "Manage")
    page.get_by_role("link", name="Open Set up a team").click()
    look(page, "team-set-up")
    page.select_option("select[name=source]", label=team.name)
    page.fill("[name=name]", "Neonatal unit team")
    page.click("text=See what will be made")
    page.get_by_role("heading", name="What will be made").wait_for()
    look(page, "team-will-be-made")
    assert not Team.objects.filter(slug="neonatal-unit-team").exists()

    page.get_by_role("button", name="Set up the team").click()
    page.get_by_role("heading", level=1, name="Still to be done for Neonatal unit team").wait_for()
    look(page, "team-still-to-do")
    assert Team.objects.filter(slug="neonatal-unit-team").exists()
