"""A home visit on a phone of 390 pixels: the sheet, setting out alone, back, recorded in at most eight interactions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from caseload.enums import AppointmentState, NoteState
from caseload.models import Appointment, LoneVisit, Note
from pitservice.accounts.enums import RoleName
from tests.caseload.pages.test_a_week_of_visits import MOST_BYTES, MOST_INTERACTIONS
from tests.caseload.test_in_the_browser import look, sign_in
from tests.caseload.test_note_forms import make_note_form
from tests.harness.product import RunningProduct
from tests.make.accounts import make_user
from tests.make.caseload import MadeWork, let_it_have_begun, make_appointment, make_work
from tests.make.families import make_family

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def work(running_product: RunningProduct) -> MadeWork:
    """A family with both parents, with work to do."""
    return make_work(made=make_family(father="Daniel"))


class Thumb:
    """Counts every tap and every box that is typed in."""

    def __init__(self) -> None:
        self.count = 0

    def tap(self, what: Locator) -> None:
        """A link, a button, an answer."""
        what.click()
        self.count += 1

    def type(self, what: Locator, text: str) -> None:
        """Into a box."""
        what.fill(text)
        self.count += 1


@pytest.mark.rule("P62")
@pytest.mark.rule("P70")
@pytest.mark.rule("P73")
def test_out_alone_and_back_and_recorded_from_the_diary(
    running_product: RunningProduct, page: Page, work: MadeWork
) -> None:
    make_user(RoleName.PRACTITIONER, work.team, "Sam Buddy")
    make_note_form(work.team)
    appointment = make_appointment(work, where="12 Rowan Close")
    let_it_have_begun(appointment)
    sign_in(page, running_product, work)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # width and height

    _there_and_back(page, running_product, appointment)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # width and height

    thumb = Thumb()
    page.goto(running_product.url + reverse("caseload:diary"))
    thumb.tap(page.get_by_role("link", name="Start").first)
    thumb.tap(page.get_by_label("Yes", exact=True))
    thumb.type(page.get_by_label("What we saw"), "She sang.\n\nZayn looked at her.")
    thumb.type(page.get_by_label("What comes next"), "A film.")
    page.get_by_text("Draft saved").wait_for()
    look(page, "session-with-a-form")
    thumb.tap(page.get_by_role("button", name="Finish and sign"))
    look(page, "sign-with-marks")
    thumb.tap(page.get_by_label("Paragraph 2 is about somebody outside the family, or they told us"))
    thumb.tap(page.get_by_role("button", name="Sign", exact=True))
    page.get_by_text("The note is signed.").wait_for()
    look(page, "note-with-headings")

    assert thumb.count <= MOST_INTERACTIONS
    assert len(page.content().encode()) < MOST_BYTES
    note = Note.objects.get()
    assert (note.state, [part["heading"] for part in note.paragraphs]) == (
        NoteState.SIGNED, ["What we saw", "What we saw", "What comes next"],
    )  # fmt: skip
    assert Appointment.objects.get().state == AppointmentState.ATTENDED


def _there_and_back(page: Page, product: RunningProduct, appointment: Appointment) -> None:
    page.goto(product.url + reverse("caseload:appointment", args=[appointment.key]))
    look(page, "visit-appointment")
    page.get_by_role("button", name="Visit sheet").click()
    page.get_by_text("How to find and reach them").wait_for()
    look(page, "visit-sheet")
    page.goto(product.url + reverse("caseload:set_out", args=[appointment.key]))
    soon = timezone.localtime() + timedelta(minutes=20)
    if soon.date() == timezone.localdate():
        page.get_by_label("Back by").fill(f"{soon:%H:%M}")
    else:
        page.get_by_label("Back by").fill("23:59")
    page.get_by_label("Who waits to hear that you are back?").select_option(label="Sam Buddy")
    page.get_by_label("I have read what is written").check()
    look(page, "set-out")
    page.get_by_role("button", name="Set out").click()
    page.get_by_role("link", name="I am back").wait_for()
    look(page, "out-alone")
    page.get_by_role("link", name="I am back").click()
    page.get_by_role("button", name="Say so").click()
    page.get_by_text("Welcome back.").wait_for()
    assert LoneVisit.objects.get().back_at is not None
