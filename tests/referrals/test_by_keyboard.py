"""The professionals' form with the keyboard alone: focus is always seen, and what is wrong takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from referrals.models import Referral
from tests.harness.product import RunningProduct
from tests.journeys.steps.keyboard import answer, follow, tab_to
from tests.make.accounts import make_team
from tests.make.referrals import make_risk_list

if TYPE_CHECKING:
    from playwright.sync_api import Page


def _answer(page: Page, **given: str) -> None:
    """Answer a step, and go on."""
    answer(page, **given)
    follow(page, "Continue")


def _answer_task(page: Page, name: str, **given: str) -> None:
    page.locator("main .nhsuk-task-list").first.wait_for()
    follow(page, name)
    _answer(page, **given)


@pytest.mark.rule("P11")
def test_a_referral_without_a_mouse(running_product: RunningProduct, page: Page) -> None:
    team = make_team("Eastfield")
    make_risk_list(team)

    page.goto(f"{running_product.url}/refer/{team.slug}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Skip to main content"
    follow(page, "I understand: start a referral")

    _answer_task(page, "About you", organisation="Eastfield 0-19", phone="07700 900111")
    assert page.evaluate("document.activeElement.classList.contains('nhsuk-error-summary')"), "it must be heard first"
    assert page.title().startswith("Error: ")
    tab_to(page, page.locator("main .nhsuk-error-summary").get_by_text("Enter your name"))
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "name"
    page.keyboard.type("Fatima Begum")
    assert page.input_value("[name=organisation]") == "Eastfield 0-19"
    tab_to(page, page.locator("main [name=source]"))
    page.keyboard.press("ArrowDown")
    _answer(page, email="fatima@example.org", address="1 High Street, ZZ1 1AA")

    day, month, year = (f"expected_date_{part}" for part in ("day", "month", "year"))
    _answer_task(page, "The baby", born="expected", **{day: "24", month: "1", year: "2027"}, another="no")
    asked = {"asked_by": "Me", "asked_on_day": "2", "asked_on_month": "11", "asked_on_year": "2026"}
    _answer_task(page, "Parents and carers", given_name="Aisha", may_know="yes", knows="yes", agrees="yes", **asked)
    _answer(page, mobile="07700 900222", another="no")
    _answer_task(page, "Brothers and sisters")
    _answer_task(page, "What worries you", worries="Low since the birth.")
    _answer_task(page, "Risk and stress")
    _answer_task(page, "Who is already helping", keeps_support="yes")
    _answer_task(page, "Before we contact the family")
    page.get_by_role("heading", name="Check your answers").wait_for()
    tab_to(page, page.locator("main form button[type=submit]"))
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert Referral.objects.get().key in page.inner_text("main")
