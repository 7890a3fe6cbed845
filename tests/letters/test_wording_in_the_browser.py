"""The administrator words a text, is asked about a word, adds Polish, and sees who would get what (P46, P48)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from families.enums import NeedKind
from pitservice.accounts.enums import RoleName
from tests.harness.product import RunningProduct
from tests.journeys.axe import assert_accessible
from tests.journeys.menu import open_place
from tests.make.accounts import PASSWORD, make_team, make_user
from tests.make.families import add_need, make_family

#: Where pictures of the pages go, for whoever wants to look at them.
PICTURES = os.environ.get("PICTURES")


def look(page: Page, name: str) -> None:
    """Check the page, and keep a picture where somebody asked for one."""
    page.wait_for_load_state()
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=Path(PICTURES) / f"words-{name}-{width}.png", full_page=True)
    assert_accessible(page)


@pytest.mark.rule("P46")
@pytest.mark.rule("P48")
def test_a_team_puts_a_reminder_into_its_own_words(running_product: RunningProduct, page: Page) -> None:
    team = make_team("North")
    team.phone = "07700 900123"
    team.save()
    user = make_user(RoleName.ADMINISTRATOR, team, name="Ann Admin")
    made = make_family(team)
    add_need(made, NeedKind.READING_LANGUAGE, "Polish")
    page.goto(f"{running_product.url}/account/login/")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    main = page.get_by_role("main")

    # Every template stands on one page under Manage; a text says how long it is.
    open_place(page, "Manage")
    page.get_by_role("link", name="Open Words of letters and texts").click()
    look(page, "list")
    page.get_by_role("link", name="Reminder").click()
    expect(main).to_contain_text("sent in 1 part")
    look(page, "template")

    # A fault and a guarded word are named when saving, and nothing typed is lost.
    page.get_by_role("button", name="Change these words").click()
    page.get_by_label("Words", exact=True).fill("{team}: your therapy is {whenever}. Please {ring_us}.")
    page.get_by_label("Why is it changed?").fill("Warmer")
    page.get_by_role("button", name="Save these words").click()
    expect(page.get_by_role("alert")).to_contain_text("Take out {whenever}")
    expect(page.get_by_role("alert")).to_contain_text("the word therapy")
    look(page, "faults")
    # How it reads stands beside it before anything is saved: the page stays, and a fault is named there too.
    page.get_by_role("button", name="See how it reads").click()
    expect(page.locator("#how-it-reads")).to_contain_text("Take out {whenever}")
    page.get_by_label("Words", exact=True).fill("{team}: see you {when}. Another time is fine: please {ring_us}.")
    page.get_by_label("Whom should it be shown for?").select_option("A father alone")
    page.get_by_role("button", name="See how it reads").click()
    expect(page.locator("#how-it-reads")).to_contain_text("To Daniel Reed")
    expect(page.get_by_label("Why is it changed?")).to_have_value("Warmer")
    look(page, "looked")
    page.get_by_role("button", name="Save these words").click()
    expect(main).to_contain_text("Saved.")
    page.get_by_role("link", name="Standard English, version 1").click()
    expect(main).to_contain_text("What changed")
    look(page, "version")

    # A Polish reader would be called; once a checked version is there, they get it.
    page.get_by_role("link", name="Reminder", exact=True).click()
    page.get_by_role("button", name="See how it reads").click()
    page.get_by_role("link", name="Two homes").click()
    look(page, "preview")
    page.get_by_role("button", name="Send to myself").click()
    look(page, "send-to-myself")
    page.get_by_role("link", name="Back", exact=True).click()
    page.get_by_role("button", name="See it with a real family").click()
    look(page, "families")
    page.get_by_role("link", name=made.family.title).first.click()
    expect(main).to_contain_text("call with an interpreter")
    look(page, "family-held")
    with_family = page.url
    page.goto(f"{running_product.url}/letters/words/north/reminder/add/")
    look(page, "add")
    page.get_by_label("Language").select_option("Polish")
    page.get_by_label("Standard").check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Words", exact=True).fill("{team}: zapraszamy {when}. Telefon: {phone}.")
    page.get_by_label("Who checked this translation?").fill("Rowan Language Services")
    today = timezone.localdate()
    for part in ("Day", "Month", "Year"):
        page.get_by_label(part, exact=True).fill(str(getattr(today, part.lower())))
    look(page, "polish")
    page.get_by_role("button", name="Save these words").click()
    expect(main).to_contain_text("Rowan Language Services on")
    page.goto(with_family)
    expect(main).to_contain_text("Would go")
    expect(main).to_contain_text("zapraszamy")
    look(page, "family-goes")
