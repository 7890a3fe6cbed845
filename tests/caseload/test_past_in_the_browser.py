"""Somebody asks months later what a lead saw on a Friday: caseload, one piece of work and lists of a past day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from caseload.enums import EpisodeState
from pitservice.accounts.enums import RoleName
from pitservice.ui import dates
from tests.caseload.test_cover_in_the_browser import sign_in
from tests.caseload.test_in_the_browser import look
from tests.harness.product import RunningProduct
from tests.journeys.menu import open_place
from tests.make.accounts import make_user
from tests.make.caseload import in_days, make_session, make_work
from tests.make.past import moved, opened, written

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_what_a_lead_saw_on_a_past_day(running_product: RunningProduct, page: Page) -> None:
    work = make_work()
    opened(work, 30)
    moved(work.episode, EpisodeState.ASSESSMENT, in_days(-20))
    late = make_session(work, in_days(-6)).appointment
    written(late, in_days(-10))
    moved(late, "booked", in_days(-10))
    waits = make_work(work.team, lead=work.lead)
    opened(waits, 12)
    day = timezone.localdate() - timedelta(days=5)

    sign_in(page, running_product, make_user(RoleName.CLINICAL_LEAD, work.team, "Cleo Marsh"))
    open_place(page, "Caseload")
    page.get_by_role("button", name="As it stood on a day").click()
    _ask(page, day)
    look(page, "past-caseload")
    page.get_by_role("table").get_by_role("link", name=work.family.title).first.click()
    page.get_by_text(f"At the end of {dates.weekday(day)}").wait_for()
    page.get_by_text("1 of them recorded only after that day.").wait_for()
    page.get_by_text("What this page cannot tell").click()
    look(page, "past-work")
    _ask(page, timezone.localdate() - timedelta(days=40))
    page.get_by_text("Choose that day or a later one.").wait_for()
    look(page, "past-work-before")
    page.go_back()
    page.get_by_role("button", name="As it is now").click()
    page.get_by_role("link", name="As it stood on a day").click()
    page.get_by_text("As it stands today").wait_for()

    open_place(page, "Caseload")
    page.get_by_text("What waits", exact=True).click()
    page.get_by_role("link", name="First contacts to make").click()
    _ask(page, day)
    page.get_by_role("heading", name=f"First contacts to make: end of {dates.weekday(day)}").wait_for()
    page.get_by_role("columnheader", name="What came of it since").wait_for()
    look(page, "past-first-contacts")


def _ask(page: Page, day: date) -> None:
    """Ask for a day, and be shown it."""
    boxes = page.get_by_role("group", name="As it stood at the end of")
    boxes.get_by_label("Day", exact=True).fill(str(day.day))
    boxes.get_by_label("Month", exact=True).fill(str(day.month))
    boxes.get_by_label("Year", exact=True).fill(str(day.year))
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_load_state()
