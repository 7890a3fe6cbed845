"""A whole allocation meeting in real browsers: one writes, another sees it, and one press does it (issue 6 §1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from caseload.models import Episode, Meeting
from pitservice.accounts.enums import RoleName
from tests.caseload.test_cover_in_the_browser import sign_in
from tests.caseload.test_in_the_browser import look
from tests.harness.product import RunningProduct
from tests.journeys.menu import open_place
from tests.make.accounts import make_team, make_user
from tests.make.referrals import make_waiting

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def test_a_whole_meeting_with_two_people(running_product: RunningProduct, page: Page, browser: Browser) -> None:
    team = make_team()
    cleo = make_user(RoleName.CLINICAL_LEAD, team, "Cleo Marsh")
    priya = make_user(RoleName.PRACTITIONER, team, "Priya Shah")
    first, second = make_waiting(team), make_waiting(team)
    sign_in(page, running_product, cleo)
    open_place(page, "Caseload")
    page.get_by_role("button", name="Allocation meetings").click()
    page.get_by_role("button", name="Begin a meeting").click()
    for name in ("Cleo Marsh", "Priya Shah"):
        page.get_by_label(name).check()
    page.get_by_role("button", name="Begin", exact=True).click()
    page.get_by_role("link", name=first.referral.key).click()
    page.get_by_role("heading", name="How each fits").wait_for()
    look(page, "meeting-chosen")

    beside = browser.new_page()
    try:
        sign_in(beside, running_product, priya)
        beside.goto(running_product.url + reverse("caseload:meeting", args=[Meeting.objects.get().key]))
        beside.get_by_text("Nothing is written yet.").wait_for()
        _decide(page, "Priya Shah: 0 open families, 0 slots a week", "Thursdays are free.")
        beside.get_by_text("Priya Shah leads").wait_for()  # without pressing anything
        assert beside.get_by_role("button", name="Finish the meeting").count() == 0
    finally:
        beside.close()
    page.get_by_role("link", name=second.referral.key).click()
    _decide(page, "Nobody yet: the family goes on waiting", "Back from Poland in June.")
    look(page, "meeting-decided")
    page.get_by_role("button", name="Finish the meeting").click()
    page.get_by_text("Work opens: Priya Shah leads.").wait_for()
    look(page, "meeting-finish")
    assert not Episode.objects.exists()
    page.get_by_role("button", name="Finish and do it").click()
    page.get_by_text("Its minutes stand on this page.").wait_for()
    page.get_by_text("Back from Poland in June.").wait_for()
    look(page, "meeting-minutes")
    assert Episode.objects.get().family == first.family


def _decide(page: Page, lead: str, note: str) -> None:
    page.get_by_role("button", name="Decide").click()
    page.get_by_label(lead).check()
    page.get_by_label("The lead rings them").check()
    page.get_by_label("For the minutes (optional)").fill(note)
    look(page, "meeting-decide")
    page.get_by_role("button", name="Write it down").click()
    page.get_by_role("heading", name="Decided", exact=True).wait_for()
