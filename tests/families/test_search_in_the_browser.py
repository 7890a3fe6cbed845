"""Finding a family in a real browser by the keyboard alone: as one types, and without JavaScript."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from families import actions
from families.models import FormerName
from pitservice.accounts.enums import RoleName
from tests.families.test_in_the_browser import look, sign_in
from tests.harness.product import RunningProduct
from tests.make.accounts import BY, make_user
from tests.make.families import MadeFamily, add_mobile, make_family, make_hard_family, nhs_number

if TYPE_CHECKING:
    from playwright.sync_api import Page

TITLE = "Baby of Zofia Nowak"


@pytest.fixture
def made(running_product: RunningProduct) -> MadeFamily:
    """The hard family with all that somebody may be found by, among neighbours."""
    hard = make_hard_family()
    assert hard.sibling is not None
    add_mobile(hard, hard.mother, "07700 900321")
    actions.change_person(person=hard.sibling, nhs_number=nhs_number(), date_of_birth=date(2018, 11, 3), by=BY)
    hard.sibling.refresh_from_db()
    FormerName.objects.create(person=hard.mother, team=hard.team, family_name="Kowalska", created_by=BY)
    for number in range(12):
        make_family(hard.team, mother="Nell", surname=f"Ward{number:02}", baby="Ivy")
    return hard


def go_to_the_box(page: Page) -> None:
    """By the key that finds, and empty."""
    page.locator("main").click(position={"x": 2, "y": 2})
    page.keyboard.press("/")
    assert page.evaluate("() => document.activeElement.getAttribute('name')") == "words"
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")


def tab_to(page: Page, text: str) -> None:
    """With the Tab key alone."""
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.textContent.trim()") == text:
            return
    raise AssertionError(f"{text} cannot be reached by the keyboard")


@pytest.mark.rule("P8")
def test_a_family_is_found_by_the_keyboard_while_one_types(
    running_product: RunningProduct, page: Page, made: MadeFamily
) -> None:
    assert made.sibling is not None
    sign_in(page, running_product, make_user(RoleName.CLINICAL_LEAD, made.team))
    look(page, "search-home")
    page.keyboard.press("/")
    page.keyboard.type("07700 900 321")
    page.keyboard.press("Enter")
    page.get_by_text("1 family, best first. Looked for: “07700 900 321”.").wait_for()
    assert "07700" not in page.url
    page.get_by_text("Phone of Zofia Nowak").wait_for()
    look(page, "search-phone")

    page.goto(running_product.url + reverse("families:list"))
    number = made.sibling.nhs_number
    for typed, why in (
        ("Wisnewska", "Name of Maja Wiśniewska, spelt or sounding like it"),
        (f"{number[:3]} {number[3:6]} {number[6:]}", "NHS number of Maja Wiśniewska"),
        ("kowalska", "Former name of Zofia Nowak"),
        ("3 Nov 2018", "Date of birth of Maja Wiśniewska"),
    ):
        go_to_the_box(page)
        page.keyboard.type(typed)
        page.get_by_text(why, exact=True).wait_for()
        assert page.get_by_role("status").filter(has_text="found").inner_text() == "1 family found."
        assert page.url == running_product.url + reverse("families:list")
    look(page, "search-typed")

    go_to_the_box(page)
    page.keyboard.type("ward")
    page.get_by_text("The first 10 are shown: press Find to see more.").wait_for()
    look(page, "search-many")
    go_to_the_box(page)
    page.keyboard.type("xyzzy")
    page.get_by_text("No family that you may see fits this.").wait_for()
    look(page, "search-none")
    go_to_the_box(page)
    page.get_by_text("13 families, by title.").wait_for()

    page.keyboard.type("nowka")
    page.get_by_text("Name of Zofia Nowak, spelt or sounding like it").wait_for()
    tab_to(page, TITLE)
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name=TITLE).wait_for()


def test_a_family_is_found_without_javascript(
    running_product: RunningProduct, plain_page: Page, made: MadeFamily
) -> None:
    page = plain_page
    sign_in(page, running_product, make_user(RoleName.CLINICAL_LEAD, made.team))
    page.get_by_label("Find a family").fill("zofia nowka")
    page.get_by_role("button", name="Search").click()
    page.get_by_text("Name of Zofia Nowak, spelt or sounding like it").wait_for()
    page.get_by_label("Find a family").fill("a")
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_text("Enter at least 2 letters or numbers").first.wait_for()
    look(page, "search-error")
