"""From a quarter's work to a frozen report, in a browser, with a real worker; and a consultation with a name in it."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from consultation.models import Consultation
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import User
from tests.harness.browser import PICTURES
from tests.harness.product import RunningProduct
from tests.journeys.axe import assert_accessible
from tests.journeys.menu import open_place
from tests.make.accounts import PASSWORD, make_team, make_user
from tests.make.reporting import Work

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: Seconds. A worker counts, draws and writes in two or three; a busy machine takes longer.
PATIENCE = 90


def sign_in(page: Page, product: RunningProduct, user: User) -> None:
    """Sign in as that colleague."""
    page.context.clear_cookies()
    page.goto(f"{product.url}/account/login/")
    page.fill("input[name=login]", user.email)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{product.url}/")


def wait_for(page: Page, words: str) -> None:
    """Load the page again until it has these words."""
    for _ in range(PATIENCE):
        if page.locator(f"text={words}").count():
            return
        page.wait_for_timeout(1000)
        page.reload()
    raise AssertionError(f"“{words}” never stood on {page.url}")


@pytest.mark.rule("REP-1")
def test_a_quarters_report_from_preview_to_frozen_pdf_and_its_next_edition(
    running_product: RunningProduct, page: Page
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    team = make_team()
    work = Work(team=team, user=make_user(RoleName.ADMINISTRATOR, team), random=Random(1))
    for number in range(7):
        family = work.family(f"Family {number}")
        work.referral(family, source="midwife", received_at=datetime(2026, 8, 3, 9, tzinfo=UTC))

    sign_in(page, running_product, work.user)
    open_place(page, "Reports")
    assert_accessible(page)
    page.click("text=New report")
    assert_accessible(page)
    page.check("input[name=quarter][value='2026-07-01']")
    page.fill("textarea[name=narrative]", "A busy quarter.")
    page.click("text=Show the preview")
    chart = page.locator("img[alt^='Bar chart of referrals received by source: Midwife 7']")
    chart.scroll_into_view_if_needed()
    assert chart.evaluate("image => image.decode().then(() => image.naturalWidth > 0)"), "the chart is not drawn"
    assert_accessible(page)

    page.click("a:has-text('7'):has-text('Midwife')")
    assert page.locator("tbody tr").count() == 7
    assert_accessible(page)
    page.go_back()

    page.click("text=Freeze and download")
    page.click("main form >> text=Freeze and download")
    page.goto(running_product.url)  # it can be left and found again
    wait_for(page, "Download and send")
    page.click("text=Download and send")
    assert_accessible(page)
    address = page.locator("text=Download the PDF").get_attribute("href")
    pdf = page.request.get(f"{running_product.url}{address}")

    text = " ".join(PdfReader(io.BytesIO(pdf.body())).pages[0].extract_text().split())
    assert "A busy quarter." in text
    assert "Midwife 7" in text

    page.click("text=I have sent it")
    page.click("main form >> text=I have sent it")
    work.referral(work.family("Family 7"), source="midwife", received_at=datetime(2026, 8, 4, 9, tzinfo=UTC))
    page.click("text=Make a corrected edition")
    assert_accessible(page)
    page.fill("textarea[name=why]", "A referral was entered after the report was sent.")
    page.click("main form >> text=Show the preview")
    assert "by source, Midwife: 8 (was 7)" in page.inner_text("main")
    assert_accessible(page)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=PICTURES / f"edition-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.click("text=Freeze and download")
    page.click("main form >> text=Freeze and download")
    wait_for(page, "Download the PDF")
    pdf = page.request.get(f"{running_product.url}{page.locator('text=Download the PDF').get_attribute('href')}")
    (PICTURES / "edition.pdf").write_bytes(pdf.body())

    first = PdfReader(io.BytesIO(pdf.body())).pages[0].extract_text()
    text = " ".join(first.split())
    assert "Edition 2. A referral was entered after the report was sent." in text
    assert "by source, Midwife: 8 (was 7)" in text
    assert "Records were entered or dated into the period since." in text


@pytest.mark.rule("P80")
def test_an_anonymous_consultation_with_a_name_typed_in(running_product: RunningProduct, page: Page) -> None:
    user = make_user(RoleName.PRACTITIONER)
    sign_in(page, running_product, user)
    open_place(page, "Consultations")
    assert_accessible(page)
    page.click("text=Record a consultation")
    assert_accessible(page)
    for part, value in (("day", "12"), ("month", "8"), ("year", "2026")):
        page.fill(f"input[name=held_on_{part}]", value)
    page.fill("input[name=minutes]", "45")
    page.fill("input[name=consultee_name]", "Jo Bright")
    page.select_option("select[name=consultee_role]", "health_visitor")
    page.fill("textarea[name=notes]", "We talked about Aisha Khan.")
    page.click("text=Record the consultation")
    assert "This looks like a name, number or postcode: “Aisha Khan”" in page.inner_text("main")
    assert_accessible(page)
    page.fill("textarea[name=notes]", "We talked about a mother.")
    page.click("text=Record the consultation")
    assert_accessible(page)

    assert Consultation.objects.get().notes == "We talked about a mother."
