"""Signing in a real browser: a trainee's note is sent back and co-signed; an author takes a signature back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from caseload.enums import NoteState
from caseload.models import Note, SignedVersion
from pitservice.accounts.models import User
from tests.caseload.test_cosigning import make_trainee
from tests.caseload.test_in_the_browser import look
from tests.harness.product import RunningProduct
from tests.make.accounts import PASSWORD
from tests.make.caseload import MadeWork, in_days, make_appointment, make_signed_note, make_work
from tests.make.families import make_family

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture
def work(running_product: RunningProduct) -> MadeWork:
    """A family with both parents, with work to do."""
    return make_work(made=make_family(father="Daniel"))


def sign_in(page: Page, product: RunningProduct, user: User) -> Page:
    page.goto(f"{product.url}{reverse('account_login')}")
    page.get_by_label("Email").fill(user.email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{product.url}/")
    return page


@pytest.mark.rule("P7")
def test_a_trainees_note_is_sent_back_written_anew_and_co_signed(
    running_product: RunningProduct, page: Page, browser: Browser, work: MadeWork
) -> None:
    trainee = make_trainee(work)
    appointment = make_appointment(work, in_days(-1), practitioner=trainee)
    sign_in(page, running_product, trainee)
    supervisor = sign_in(browser.new_page(), running_product, work.lead)

    look(page, "trainee-home")
    page.goto(running_product.url + reverse("caseload:session", args=[appointment.key]))
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("Note", exact=True).fill("It went well.")
    page.get_by_role("button", name="Finish and sign").click()
    page.get_by_role("button", name="Sign", exact=True).click()
    page.get_by_text("It waits for your supervisor").wait_for()
    look(page, "waiting-note")

    supervisor.goto(running_product.url)
    supervisor.get_by_role("link", name="Read the note about").click()
    supervisor.get_by_label("Send it back to be put right").check()
    supervisor.get_by_label("What should be put right?").fill("Say what you saw.")
    look(supervisor, "cosign")
    supervisor.get_by_role("button", name="Go on").click()
    supervisor.get_by_text("The note is sent back.").wait_for()

    page.goto(running_product.url)
    page.get_by_text("Note sent back").wait_for()
    page.goto(running_product.url + reverse("caseload:session", args=[appointment.key]))
    page.get_by_text("Say what you saw.").wait_for()
    look(page, "sent-back")
    page.get_by_label("Note", exact=True).fill("Aisha sang, and Zayn looked at her.")
    page.get_by_role("button", name="Finish and sign").click()
    page.get_by_role("button", name="Sign", exact=True).click()
    page.get_by_text("It waits for your supervisor").wait_for()

    supervisor.goto(running_product.url + reverse("caseload:to_cosign"))
    look(supervisor, "to-cosign")
    supervisor.get_by_role("link", name="Read and co-sign").click()
    supervisor.get_by_label("Co-sign it as it stands").check()
    supervisor.get_by_role("button", name="Go on").click()
    supervisor.get_by_text("The note is co-signed.").wait_for()
    look(supervisor, "cosigned")

    note = Note.objects.get()
    assert (note.state, note.cosigned_by) == (NoteState.SIGNED, work.lead.actor)
    assert [version.paragraphs[0]["text"] for version in SignedVersion.objects.all()] == ["It went well."]


def test_an_author_takes_the_signature_back_and_signs_anew(
    running_product: RunningProduct, page: Page, work: MadeWork
) -> None:
    note = make_signed_note(work, text="We met at home.")
    sign_in(page, running_product, work.lead)

    page.goto(running_product.url + reverse("caseload:note", args=[note.key]))
    page.get_by_role("button", name="Take the signature back").click()
    page.get_by_label("Why do you take the signature back?").fill("It was at the clinic.")
    look(page, "take-back")
    page.get_by_role("button", name="Take it back").click()
    page.get_by_text("The signature is taken back.").wait_for()
    page.get_by_label("Note", exact=True).fill("We met at the clinic.")
    page.get_by_role("button", name="Finish and sign").click()
    page.get_by_role("button", name="Sign", exact=True).click()
    page.get_by_text("The note is signed.").wait_for()
    page.get_by_text("Read what was signed before").click()
    look(page, "signed-anew")

    note.refresh_from_db()
    assert [part["text"] for part in note.paragraphs] == ["We met at the clinic."]
    assert page.get_by_text("We met at home.").is_visible()
