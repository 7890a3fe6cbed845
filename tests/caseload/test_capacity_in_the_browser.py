"""Whoever allocates looks at capacity in a real browser: hours missing, recorded, a quarter ahead, printed (CAP-1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from caseload.enums import Rhythm
from caseload.models import Episode
from pitservice.accounts.enums import RoleName
from tests.caseload.test_cover_in_the_browser import sign_in
from tests.caseload.test_in_the_browser import look
from tests.harness.product import RunningProduct
from tests.journeys.menu import open_place
from tests.make.accounts import make_user
from tests.make.caseload import make_work

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.mark.rule("CAP-1")
def test_missing_hours_are_recorded_and_a_quarter_is_looked_at(running_product: RunningProduct, page: Page) -> None:
    work = make_work()
    often = make_work(work.team, lead=work.lead)
    Episode.objects.filter(pk=often.episode.pk).update(rhythm=Rhythm.FORTNIGHTLY)
    boss = make_user(RoleName.CLINICAL_LEAD, work.team, "Ada Lovell")

    sign_in(page, running_product, boss)
    open_place(page, "Caseload")
    page.get_by_role("button", name="Capacity").click()
    page.get_by_role("heading", level=1, name="Capacity").wait_for()
    look(page, "capacity-missing")
    page.get_by_role("link", name=f"Record hours of {work.lead.name}").click()
    for day in ("Thursday", "Friday"):
        page.get_by_label(day).uncheck()
    page.get_by_label("Hours in a week (optional)").fill("22.5")
    page.get_by_label("Of these, hours that are not for families (optional)").fill("3")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("The working days are recorded.").wait_for()

    open_place(page, "Caseload")
    page.get_by_role("button", name="Capacity").click()
    page.get_by_role("link", name="Next 13 weeks").click()
    page.get_by_text("292.5 hours contracted −").wait_for()
    page.get_by_text("2 open families (1 weekly, 1 every two weeks): 1.5 slots a week.").first.wait_for()
    look(page, "capacity-quarter")

    page.emulate_media(media="print")
    assert page.get_by_role("table").first.is_visible()
    assert not page.get_by_role("navigation", name="Weeks").is_visible()
