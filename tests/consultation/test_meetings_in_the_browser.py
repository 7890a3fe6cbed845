"""A team meeting in a browser: from what waits to its minutes as a file, and the action done (issue 7 §2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from consultation.models import MeetingAction, MeetingPoint
from pitservice.accounts.enums import RoleName
from tests.harness.product import RunningProduct
from tests.journeys.menu import open_place
from tests.make.accounts import make_team, make_user
from tests.make.referrals import make_waiting
from tests.referrals.test_in_the_browser import look, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.mark.rule("P4")
def test_a_meeting_with_its_minutes(running_product: RunningProduct, page: Page) -> None:
    team = make_team()
    lead = make_user(RoleName.CLINICAL_LEAD, team, "Cleo Marsh")
    entry = make_waiting(team)
    sign_in(page, running_product, lead)

    open_place(page, "Our own work")
    look(page, "own-work")
    page.get_by_role("link", name="Open Team meetings").click()
    look(page, "team-meetings-none")
    page.get_by_role("button", name="Begin a meeting").click()
    page.get_by_label("Clinical meeting").check()
    page.get_by_label("Cleo Marsh").check()
    look(page, "team-meeting-begin")
    page.get_by_role("button", name="Begin", exact=True).click()
    look(page, "team-meeting-agenda")

    page.get_by_role("link", name=f"Write down {entry.family.title}").click()
    page.get_by_label("What was decided? (optional)").fill("Cleo rings the midwife first.")
    page.get_by_label("What is to be done? (optional)").fill("Ring the midwife")
    page.get_by_role("button", name="Write it down").click()
    page.get_by_text("There is a problem").wait_for()
    look(page, "team-meeting-write-errors")
    assert page.get_by_label("What was decided? (optional)").input_value() == "Cleo rings the midwife first."
    page.get_by_label("Who does it?").select_option(label="Cleo Marsh")
    for part, value in (("day", "1"), ("month", "2"), ("year", "2027")):
        page.fill(f"[name=due_on_{part}]", value)
    page.get_by_role("button", name="Write it down").click()
    page.get_by_role("button", name="Add something else").click()
    page.get_by_label("What is it about?").fill("The room on Fridays")
    page.get_by_role("button", name="Write it down").click()
    look(page, "team-meeting-written")
    assert MeetingPoint.objects.count() == 2

    page.get_by_role("button", name="Finish the meeting").click()
    page.get_by_role("button", name="Finish it").click()
    page.get_by_text("The meeting is finished.").wait_for()
    look(page, "team-meeting-minutes")
    file = page.get_by_role("button", name="Minutes as a file").get_attribute("href")
    made = page.request.get(f"{running_product.url}{file}")
    assert made.body()[:5] == b"%PDF-"

    page.goto(running_product.url)
    page.get_by_role("link", name="Done Ring the midwife").click()
    page.get_by_label("What came of it? (optional)").fill("She knows the family")
    look(page, "team-meeting-done")
    page.get_by_role("button", name="It is done").click()
    page.get_by_text("Recorded. It stands with the minutes.").wait_for()
    look(page, "team-meeting-actions")
    assert MeetingAction.objects.get().came_of_it == "She knows the family"
