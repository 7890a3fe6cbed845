"""A practitioner's way in a real browser: book, see, write, lose the connection, sign; every page through axe."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from caseload.enums import NoteState
from caseload.models import Appointment, Draft, Note
from tests.harness.product import RunningProduct
from tests.journeys.axe import WIDTHS, assert_accessible
from tests.make.accounts import PASSWORD
from tests.make.caseload import (
    MadeWork,
    in_days,
    let_it_have_begun,
    make_appointment,
    make_session,
    make_signed_note,
    make_work,
    open_in,
)
from tests.make.families import make_family

if TYPE_CHECKING:
    from playwright.sync_api import Page


_SETTLED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 100))))"


@pytest.fixture
def work(running_product: RunningProduct) -> MadeWork:
    """A family with both parents, with work to do."""
    return make_work(made=make_family(father="Daniel"))


def sign_in(page: Page, product: RunningProduct, work: MadeWork) -> None:
    """As the lead practitioner, on the sign-in page."""
    page.goto(f"{product.url}{reverse('account_login')}")
    page.get_by_label("Email").fill(work.lead.email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{product.url}/")


def look(page: Page, name: str) -> None:
    """The page passes axe, wide and narrow; a picture of each where somebody asked for them (PICTURES=folder)."""
    folder = os.environ.get("PICTURES")
    for width in (390, *WIDTHS) if folder else WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(_SETTLED)  # the menu folds its places a moment after the window narrows
        if folder:
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
        assert_accessible(page, widths=(width,))


def test_a_visit_from_booking_to_the_signed_note(running_product: RunningProduct, page: Page, work: MadeWork) -> None:
    def go(name: str, key: str = "") -> None:
        page.goto(running_product.url + reverse(f"caseload:{name}", args=[key] if key else []))

    sign_in(page, running_product, work)
    go("list")
    look(page, "caseload")
    go("episode", work.episode.key)
    look(page, "episode")
    page.get_by_role("button", name="Ask the referrer").click()
    page.get_by_label("What has changed since the referral?").fill("nothing")
    page.get_by_role("group", name="Is it still safe").get_by_label("They are not sure").check()
    page.get_by_role("group", name="Does the family still want this?").get_by_label("Yes").check()
    page.get_by_label("The referrer, who speaks to them before we do").check()
    look(page, "ask-referrer")
    page.get_by_role("button", name="Save").click()
    look(page, "enquiry-to-settle")
    page.get_by_role("link", name="Say what was settled").click()
    page.get_by_label("What was settled, and with whom?").fill("She rang us herself: he has moved out.")
    look(page, "settle-enquiry")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("What was settled is recorded.").wait_for()
    page.get_by_role("button", name="Log an attempt").click()
    page.get_by_label("Aisha Khan").check()
    page.get_by_label("Phone call").check()
    page.get_by_label("Spoke to them").check()
    look(page, "attempt")
    page.get_by_role("button", name="Log it").click()
    page.get_by_role("button", name="First contact by text").click()
    look(page, "first-contact")
    go("book", work.episode.key)
    look(page, "book")
    day = timezone.localdate() + timedelta(days=open_in(3))
    for part in ("day", "month", "year"):
        page.get_by_role("group", name="Which day?").get_by_label(part.capitalize(), exact=True).fill(
            str(getattr(day, part))
        )
    page.get_by_label("Time", exact=True).fill("10am")
    page.get_by_role("button", name="Book").click()
    page.get_by_text("The appointment is booked.").wait_for()
    look(page, "appointment")

    let_it_have_begun(Appointment.objects.get())
    go("my_day")
    look(page, "my-day")
    page.get_by_role("link", name="Start").first.click()
    page.get_by_label("Yes", exact=True).check()
    page.get_by_role("checkbox", name="Daniel Khan").uncheck()
    page.get_by_label("Note", exact=True).fill("Aisha was tired.\n\nZayn slept.")
    page.get_by_text("Draft saved").wait_for()
    look(page, "session")
    page.get_by_role("button", name="Finish and sign").click()
    page.get_by_label("Paragraph 2 is about", exact=True).select_option(label="Zayn Khan")
    look(page, "sign")
    page.get_by_role("button", name="Sign", exact=True).click()
    page.get_by_text("The note is signed.").wait_for()
    look(page, "note")

    note = Note.objects.get()
    assert note.state == NoteState.SIGNED
    assert [part["text"] for part in note.paragraphs] == ["Aisha was tired.", "Zayn slept."]
    assert Draft.objects.count() == 0


@pytest.mark.rule("P70")
def test_a_lost_connection_is_said_and_the_text_is_saved_when_it_is_back(
    running_product: RunningProduct, page: Page, work: MadeWork
) -> None:
    appointment = make_appointment(work, in_days(-1))
    sign_in(page, running_product, work)
    page.goto(running_product.url + reverse("caseload:session", args=[appointment.key]))
    page.get_by_label("Yes", exact=True).check()
    note = page.get_by_label("Note", exact=True)

    note.fill("Before the tunnel.")
    page.get_by_text("Draft saved").wait_for()
    page.context.set_offline(True)
    note.fill("Before the tunnel. In the tunnel.")
    page.get_by_text("Not saved since").wait_for()
    assert Draft.objects.get().text == "Before the tunnel."
    page.context.set_offline(False)
    page.get_by_text("Draft saved").wait_for()

    assert Draft.objects.get().text == "Before the tunnel. In the tunnel."
    kept = page.evaluate("() => [Object.keys(localStorage), Object.keys(sessionStorage)]")
    assert kept == [[], []]


@pytest.mark.rule("P70")
def test_signed_out_while_typing_the_text_waits_and_is_saved_after_signing_in(
    running_product: RunningProduct, page: Page, work: MadeWork
) -> None:
    appointment = make_appointment(work, in_days(-1))
    sign_in(page, running_product, work)
    page.goto(running_product.url + reverse("caseload:session", args=[appointment.key]))
    page.get_by_label("Yes", exact=True).check()
    page.get_by_text("Draft saved").wait_for()

    page.context.clear_cookies()
    page.get_by_label("Note", exact=True).fill("Typed while signed out.")
    page.get_by_text("You were signed out").wait_for()
    other = page.context.new_page()
    sign_in(other, running_product, work)
    page.get_by_text("Draft saved").wait_for()

    assert Draft.objects.get().text == "Typed while signed out."


@pytest.mark.rule("P70")
def test_two_windows_never_overwrite_each_other(running_product: RunningProduct, page: Page, work: MadeWork) -> None:
    appointment = make_appointment(work, in_days(-1))
    sign_in(page, running_product, work)
    url = running_product.url + reverse("caseload:session", args=[appointment.key])
    other = page.context.new_page()
    page.goto(url)
    other.goto(url)
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("Note", exact=True).fill("From the phone.")
    page.get_by_text("Draft saved").wait_for()

    other.get_by_label("Yes", exact=True).check()
    other.get_by_label("Note", exact=True).fill("From the desk.")
    other.get_by_text("but apart").wait_for()
    other.on("dialog", lambda dialog: dialog.accept())
    other.reload()

    assert other.get_by_label("Note", exact=True).input_value() == "From the phone."
    other.get_by_text("Show that text").click()
    assert other.get_by_text("From the desk.").is_visible()
    look(other, "two-windows")


def test_the_other_pages_are_accessible(running_product: RunningProduct, page: Page, work: MadeWork) -> None:
    session, ahead = make_session(work, in_days(-2)), make_appointment(work, in_days(5))
    signed = make_signed_note(work, in_days(-3))
    sign_in(page, running_product, work)

    for name, key in (
        ("family", work.family.key),
        ("episode", work.episode.key),
        ("end", work.episode.key),
        ("hand_over", work.episode.key),
        ("agree", work.episode.key),
        ("move", ahead.key),
        ("cancel", ahead.key),
        ("correct", session.appointment.key),
        ("appointment", session.appointment.key),
        ("addendum", signed.key),
        ("unsigned", ""),
        ("my_day", ""),
        ("diary", ""),
        ("diary_list", ""),
        ("own_feed", ""),
    ):
        page.goto(running_product.url + reverse(f"caseload:{name}", args=[key] if key else []))
        look(page, f"other-{name}")


@pytest.mark.rule("P71")
def test_on_paper_my_day_is_without_the_ways_on(running_product: RunningProduct, page: Page, work: MadeWork) -> None:
    make_appointment(work, in_days(1))
    sign_in(page, running_product, work)
    page.goto(running_product.url + reverse("caseload:my_day"))
    page.emulate_media(media="print")

    assert page.get_by_role("table").first.is_visible()
    assert not page.get_by_role("navigation", name="Days").is_visible()
    assert not page.get_by_text("Another day").is_visible()
    links = page.locator("main a").evaluate_all("all => all.map(a => getComputedStyle(a, '::after').content)")
    assert links
    assert set(links) == {"none"}
