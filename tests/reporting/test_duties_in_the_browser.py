"""A kind of data gets somebody who checks it, and its gap stands on their home page; in a browser."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from families.models import Person
from pitservice.accounts.enums import RoleName
from pitservice.configuration.enums import Ethnicity
from tests.harness.browser import PICTURES
from tests.harness.product import RunningProduct
from tests.journeys.axe import assert_accessible
from tests.journeys.menu import open_place
from tests.make.accounts import make_user
from tests.make.caseload import make_work
from tests.reporting.test_exports_in_the_browser import _SETTLED
from tests.reporting.test_journey import sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page


def look(page: Page, name: str) -> None:
    """A picture at both widths, and nothing wrong at either."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(_SETTLED)  # the menu folds its places a moment after the window narrows
        page.screenshot(path=PICTURES / f"duties-{name}-{width}.png", full_page=True)
        assert_accessible(page, widths=(width,))


@pytest.mark.rule("P87")
def test_whoever_checks_a_kind_of_data_finds_its_gaps_at_home(running_product: RunningProduct, page: Page) -> None:
    work = make_work()
    Person.objects.filter(pk=work.made.baby.pk).update(ethnicity=Ethnicity.UNKNOWN, date_of_birth=date(2026, 5, 1))
    admin = make_user(RoleName.ADMINISTRATOR, work.team, "Alan Whitlock")

    sign_in(page, running_product, admin)
    open_place(page, "Reports")
    page.click("main >> text=Who enters, checks and analyses")
    look(page, "empty")
    page.click("tr:has-text('Babies') a")
    look(page, "form")
    page.select_option("select[name=checks]", label="Alan Whitlock")
    for name, value in {"review_on_day": "1", "review_on_month": "2", "review_on_year": "2031"}.items():
        page.fill(f"input[name={name}]", value)
    page.click("main form button[type=submit]")
    page.wait_for_selector("text=1 February 2031")
    look(page, "table")

    page.goto(running_product.url)
    look(page, "home")
    page.click("text=To check: Ethnic group of the baby not recorded >> xpath=ancestor::*[.//a][1] >> a")
    page.wait_for_url("**/data/ethnicity/**")
    look(page, "gap")
    page.click("text=Data quality")
    look(page, "quality")
