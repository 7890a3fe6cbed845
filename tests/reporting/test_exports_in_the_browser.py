"""A month's tables made by a worker, what is wrong mended from the list, and an anonymised file; in a browser."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from pitservice.accounts.enums import RoleName
from pitservice.configuration.actions import change_settings
from tests.harness.browser import PICTURES
from tests.harness.product import RunningProduct
from tests.journeys.axe import assert_accessible
from tests.journeys.menu import open_place
from tests.make.accounts import BY, make_team, make_user
from tests.make.reporting import Work
from tests.reporting.test_journey import sign_in, wait_for

if TYPE_CHECKING:
    from playwright.sync_api import Page

_SETTLED = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 200)))"


def look(page: Page, name: str) -> None:
    """A picture at both widths, and nothing wrong at either."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(_SETTLED)  # the menu folds its places a moment after the window narrows
        page.screenshot(path=PICTURES / f"exports-{name}-{width}.png", full_page=True)
        assert_accessible(page, widths=(width,))


def last_month() -> datetime:
    """Noon on the third of the month before this one."""
    last = timezone.localtime().replace(day=1) - timedelta(days=1)
    return last.replace(day=3, hour=12, minute=0)


@pytest.mark.rule("P87")
def test_a_months_tables_are_made_and_what_is_wrong_leads_to_the_record(
    running_product: RunningProduct, page: Page
) -> None:
    team = make_team()
    change_settings(team=team, organisation_code="RXX", commissioner_code="QXX", team_type="F02", by=BY)
    work = Work(team=team, user=make_user(RoleName.ADMINISTRATOR, team), random=Random(2))
    for number in range(6):
        family = work.family(f"Family {number}")
        episode = work.episode(family, work.referral(family, state="allocated", received_at=last_month()))
        baby = work.baby_of_work(episode)
        baby.date_of_birth = last_month().date() - timedelta(days=60)
        baby.save(update_fields=["date_of_birth"])
        work.appointment(episode, starts=last_month() + timedelta(days=number), state="attended")

    sign_in(page, running_product, work.user)
    open_place(page, "Reports")
    page.click("text=Exports")
    look(page, "empty")
    page.click("text=Tables for the national data set")
    look(page, "new")
    page.select_option("select[name=month]", f"{last_month():%Y-%m}")
    page.click("text=Make the file")
    wait_for(page, "Download the file")
    look(page, "made")
    page.click("tr:has-text('MHS00111') a")
    look(page, "problems")
    page.locator("tbody a:has-text('Mend')").first.click()
    page.wait_for_url("**/about/")

    open_place(page, "Reports")
    page.click("text=Exports")
    page.click("text=Anonymised families")
    look(page, "foundation")
    page.click("text=Make the file")
    wait_for(page, "Download the file")
    look(page, "foundation-made")
    with page.expect_download() as saved:
        page.click("text=Download the file")
    assert saved.value.suggested_filename.endswith(".zip")
    open_place(page, "Reports")
    page.click("text=Exports")
    look(page, "list")
