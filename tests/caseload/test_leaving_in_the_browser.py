"""A leaver's caseload handed over in a real browser, from the rota to what is left to move."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from caseload.models import Allocation
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Membership
from tests.caseload.test_cover_in_the_browser import sign_in
from tests.caseload.test_in_the_browser import look
from tests.harness.product import RunningProduct
from tests.journeys.menu import open_place
from tests.make.accounts import make_user
from tests.make.caseload import in_days, make_appointment, make_session, make_work, open_in

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_a_lead_hands_over_the_work_of_somebody_who_leaves(running_product: RunningProduct, page: Page) -> None:
    first = make_work()
    second, third = make_work(first.team, lead=first.lead), make_work(first.team, lead=first.lead)
    make_session(third, in_days(-2))
    day = open_in(3)
    make_appointment(first, in_days(day))
    make_appointment(second, in_days(day, in_days(0).time().replace(hour=14)))
    sam = make_user(RoleName.PRACTITIONER, first.team, "Sam Okoro")
    make_appointment(make_work(first.team, lead=sam), in_days(day))
    boss = make_user(RoleName.CLINICAL_LEAD, first.team, "Cleo Marsh")
    soon = timezone.localdate() + timedelta(days=14)
    Membership.objects.filter(user=first.lead).update(ends_on=soon)

    sign_in(page, running_product, boss)
    page.get_by_text("Work of somebody who leaves").first.wait_for()
    open_place(page, "Rota")
    look(page, "rota-of-a-lead")
    page.get_by_role("link", name=f"Hand over their work of {first.lead.name}").click()
    look(page, "hand-over-caseload-empty")
    boxes = page.locator("select")
    boxes.nth(0).select_option(sam.key)
    boxes.nth(1).select_option(sam.key)
    boxes.nth(2).select_option("stays")
    page.get_by_label("They hear it in person: nothing is sent now").check()
    page.get_by_label("Why the work is handed over").fill("Priya leaves.")
    page.locator("summary").first.click()
    look(page, "hand-over-caseload")
    page.get_by_role("button", name="Hand it over").click()
    page.get_by_text("The work is handed over.").wait_for()
    look(page, "handed-over")

    assert Allocation.objects.filter(user=sam, ends_on=None).count() == 3
    page.goto(running_product.url + reverse("caseload:to_move"))
    look(page, "to-move")
    page.goto(running_product.url + reverse("caseload:leaving"))
    look(page, "leaving")
