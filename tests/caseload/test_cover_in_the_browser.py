"""An unexpected absence in a real browser: a colleague takes over in five minutes (P5, P69)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from caseload.enums import AppointmentState
from caseload.interpreting import Interpreter
from caseload.models import Appointment
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import User
from tests.caseload.test_in_the_browser import look
from tests.harness.product import RunningProduct
from tests.journeys.menu import open_place
from tests.make.accounts import PASSWORD, make_user
from tests.make.caseload import MadeWork, in_days, make_appointment, make_room, make_work

if TYPE_CHECKING:
    from playwright.sync_api import Page


def sign_in(page: Page, product: RunningProduct, user: User) -> None:
    """As this colleague, on the sign-in page."""
    page.context.clear_cookies()
    page.goto(f"{product.url}{reverse('account_login')}")
    page.get_by_label("Email").fill(user.email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{product.url}/")


@pytest.mark.rule("P5", "P69")
def test_a_colleague_takes_over_in_five_minutes(running_product: RunningProduct, page: Page) -> None:
    ill, called_off = make_work(), None
    room = make_room(ill.team)
    taken = make_appointment(
        ill, in_days(1), room=room, place="clinic", interpreter=Interpreter("Polish", name="Ewa Maj")
    )
    called_off = make_work(ill.team, lead=ill.lead)
    off = make_appointment(called_off, in_days(1, in_days(0).time().replace(hour=14)))
    sam = make_user(RoleName.PRACTITIONER, ill.team, "Sam Okoro")
    alan = make_user(RoleName.ADMINISTRATOR, ill.team, "Alan Whitlock")

    sign_in(page, running_product, alan)
    open_place(page, "Rota")
    look(page, "rota-empty")
    _record_absence(page, ill, sam)
    look(page, "rota")
    page.get_by_role("button", name="Set who is on duty").click()
    look(page, "duty")
    page.get_by_role("link", name="Rota").first.click()
    page.get_by_role("link", name=f"Working days of {ill.lead.name}").click()
    look(page, "working-days")

    day = timezone.localdate(in_days(1))
    page.goto(f"{running_product.url}{reverse('caseload:clear_day', args=[ill.team.key, ill.lead.key])}?day={day}")
    page.locator("select").first.select_option(label="Sam Okoro takes it over")
    look(page, "clear-day")
    page.get_by_role("button", name="Clear the day").click()
    page.get_by_text("The day is cleared.").wait_for()
    look(page, "cleared")

    taken.refresh_from_db()
    off.refresh_from_db()
    assert (taken.state, off.state) == (AppointmentState.MOVED, AppointmentState.CANCELLED_BY_US)

    sign_in(page, running_product, sam)
    page.get_by_role("heading", name=f"For {ill.lead.name}, away until").wait_for()
    look(page, "home-of-a-cover")
    page.goto(running_product.url + reverse("caseload:my_day"))
    look(page, "my-day-of-a-cover")
    page.goto(running_product.url + reverse("caseload:appointment", args=[_taken_over(sam).key]))
    page.get_by_text("Blue room").first.wait_for()


def _record_absence(page: Page, ill: MadeWork, cover: User) -> None:
    page.get_by_role("button", name="Record an absence").click()
    page.get_by_label("Who is away?").select_option(label=ill.lead.name)
    page.get_by_label("Who covers?").select_option(label=cover.name)
    last = timezone.localdate(in_days(3))
    box = page.get_by_role("group", name="Last day away")
    for part in ("day", "month", "year"):
        box.get_by_label(part.capitalize(), exact=True).fill(str(getattr(last, part)))
    look(page, "absence")
    page.get_by_role("button", name="Record it").click()
    page.get_by_text(f"{cover.name} covers").first.wait_for()


def _taken_over(by: User) -> Appointment:
    return Appointment.objects.get(practitioner=by, state=AppointmentState.BOOKED)
