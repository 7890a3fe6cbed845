"""Both public forms in a browser without JavaScript: saved, taken up again, sent; accessible, and whole at 320 px."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pitservice.configuration.actions import set_postcode_areas
from referrals.actions import attach
from referrals.enums import Entrance
from referrals.models import Referral
from tests.harness.product import RunningProduct
from tests.make.accounts import BY, make_team, make_user
from tests.make.documents import PDF
from tests.make.referrals import make_referral, make_risk_list
from tests.referrals.test_in_the_browser import look, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

ASKED = {"asked_by": "Me", "asked_on_day": "2", "asked_on_month": "11", "asked_on_year": "2026"}


def fill(page: Page, **given: str) -> None:
    """Fill in a step and send it: boxes by name, choices by name and value."""
    for name, value in given.items():
        box = page.locator(f"[name={name}]").first
        kind = box.get_attribute("type")
        if kind in ("radio", "checkbox"):
            page.check(f"[name={name}][value='{value}']")
        elif kind is None and page.locator(f"select[name={name}]").count():
            box.select_option(value)
        else:
            box.fill(value)
    page.click("main form button[type=submit]")


def answer(page: Page, step: str, **given: str) -> None:
    """Check the page, and fill it in."""
    look(page, step)
    fill(page, **given)


def task(page: Page, name: str) -> None:
    """Open a task from the list."""
    page.click(f".nhsuk-task-list a:has-text('{name}')")


def written_down(page: Page) -> tuple[str, str]:
    """The private link and the code, as they stand on the page once."""
    link, code, _until = page.locator("main .nhsuk-summary-list__value").all_inner_texts()
    return link, code


@pytest.mark.rule("P11", "P2", "SCR-3")
def test_a_professional_saves_comes_back_and_sends(running_product: RunningProduct, plain_page: Page) -> None:
    page, team = plain_page, make_team("Eastfield")
    make_risk_list(team)

    page.goto(f"{running_product.url}/refer/{team.slug}/")
    answer(page, "refer-start")
    look(page, "refer-tasks")
    task(page, "About you")
    answer(page, "refer-about-you", name="Fatima Begum", source="health_visitor", organisation="Eastfield 0-19",
           phone="07700 900111", email="fatima@example.org", address="1 High Street\nZZ1 1AA")  # fmt: skip
    task(page, "The baby")
    answer(page, "refer-baby", born="expected", expected_date_day="24", expected_date_month="1",
           expected_date_year="2027", another="no")  # fmt: skip
    page.click("main a:has-text('Save and come back later')")
    answer(page, "refer-save")
    look(page, "refer-saved")
    link, code = written_down(page)

    page.goto(link)
    assert "Fatima" not in page.content()
    answer(page, "refer-code", code="000000" if code != "000000" else "111111")
    answer(page, "refer-code-wrong", code=code)

    assert "2 of 8 tasks are completed" in page.inner_text("main")
    task(page, "Parents and carers")
    answer(page, "refer-carer")
    answer(page, "refer-carer-errors", given_name="Aisha", may_know="yes", knows="yes", agrees="yes", **ASKED)
    answer(page, "refer-contact", mobile="07700 900222", another="no")
    for name, given in {
        "Brothers and sisters": {},
        "What worries you": {"worries": "Low since the birth."},
        "Risk and stress": {},
        "Who is already helping": {"keeps_support": "yes"},
        "Before we contact the family": {},
    }.items():
        task(page, name)
        answer(page, f"refer-{name[:6]}", **given)
    answer(page, "refer-check")
    look(page, "refer-sent")
    referral = Referral.objects.get()
    assert referral.key in page.inner_text("main")
    receipt, receipt_code = written_down(page)
    page.goto(link)
    look(page, "refer-link-gone")
    assert "This link does not open anything" in page.inner_text("main")

    page.goto(receipt)
    answer(page, "amend-code", code=receipt_code)
    look(page, "amend-tasks")
    task(page, "What worries you")
    fill(page, worries="She does not sleep at all now.")
    answer(page, "amend-check", reason="I saw her again today.")
    look(page, "amend-sent")
    page.goto(receipt)
    fill(page, code=receipt_code)
    page.click("main a:has-text('Withdraw this referral')")
    answer(page, "amend-withdraw", reason="They have moved away.")

    sign_in(page, running_product, make_user(team=team))
    page.goto(f"{running_product.url}/referrals/")
    look(page, "amend-inbox")
    page.goto(f"{running_product.url}/referrals/{referral.key}/")
    look(page, "amend-log")
    page.click("button:has-text('Accept')")
    assert "Accepted." in page.inner_text("main")
    page.click("button:has-text('Withdraw the referral')")
    look(page, "amend-answered")
    referral.refresh_from_db()
    assert (referral.worries, referral.state) == ("She does not sleep at all now.", "withdrawn")


@pytest.mark.rule("P12", "P2")
def test_a_family_gets_in_touch(running_product: RunningProduct, plain_page: Page) -> None:
    page, team = plain_page, make_team("Eastfield")

    page.goto(f"{running_product.url}/contact/{team.slug}/")
    answer(page, "contact-start")
    answer(page, "contact-who", who="parent")
    answer(page, "contact-name", given_name="Zofia", role="mother")
    answer(page, "contact-baby", born="born", given_name="Ola")
    for step in ("mind", "hopes"):
        answer(page, f"contact-{step}")
    answer(page, "contact-reach", ways="text", text_number="07700 900333")
    answer(page, "contact-not-know", anybody="no")
    answer(page, "contact-other", there_is="no")
    for step in ("language", "health-visitor", "anything", "check"):
        answer(page, f"contact-{step}")
    look(page, "contact-sent")
    assert Referral.objects.filter(entrance=Entrance.FAMILY).count() == 1


@pytest.mark.rule("P15", "P30")
def test_a_postcode_leads_to_a_team_a_file_comes_along_and_a_person_moves_the_referral(
    running_product: RunningProduct, page: Page
) -> None:
    north, south = make_team("Northmoor"), make_team("Southmere")
    set_postcode_areas(team=north, areas=["ZZ1"], by=BY)
    lead = make_user(team=north)

    page.goto(f"{running_product.url}/contact/")
    answer(page, "front-contact", postcode="nowhere")
    answer(page, "front-errors", postcode="ZZ9 9ZZ")
    look(page, "front-no-team")
    page.goto(f"{running_product.url}/refer/")
    answer(page, "front-refer", postcode="ZZ1 1AA")
    assert page.url.endswith(f"/refer/{north.slug}/")
    fill(page)
    task(page, "Letters and reports")
    page.set_input_files("[name=file]", {"name": "notes.exe", "mimeType": "application/pdf", "buffer": b"MZ"})
    answer(page, "files")
    assert "is not a PDF" in page.inner_text("main")
    page.set_input_files("[name=file]", {"name": "report.pdf", "mimeType": "application/pdf", "buffer": PDF})
    answer(page, "files-errors")
    look(page, "files-attached")
    page.click("main a:has-text('Remove')")
    look(page, "file-remove")
    page.dblclick("main form button[type=submit]")
    page.get_by_text("Nothing is attached yet").wait_for()

    referral = make_referral(north)
    attach(to=referral, content=PDF, name="report.pdf", by=BY)
    sign_in(page, running_product, lead)
    page.goto(f"{running_product.url}/referrals/{referral.key}/")
    page.click("main a:has-text('Move to another team')")
    answer(page, "to-team")
    answer(page, "to-team-errors", team=south.key, reason="They have moved to the coast.")
    assert "The referral is with Southmere now." in page.inner_text("main")
    second_tab = page.goto(f"{running_product.url}/referrals/{referral.key}/team/")
    assert second_tab is not None
    assert second_tab.status == 404
    referral.refresh_from_db()
    assert referral.team == south
