"""A letter about a session, in a browser: to the mother who came, a copy for the father who did not, one for the GP."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from families.enums import ProfessionalRole
from pitservice.letters.actions import NOT_ONLINE
from pitservice.letters.models import Copy, Letter
from tests.harness.product import RunningProduct
from tests.journeys.axe import WIDTHS, assert_accessible
from tests.make.accounts import PASSWORD
from tests.make.caseload import make_session, make_work
from tests.make.families import add_address, add_professional, make_family

if TYPE_CHECKING:
    from playwright.sync_api import Page

_SETTLED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 100))))"


def look(page: Page, name: str) -> None:
    """The page passes axe, wide and narrow; a picture of each where somebody asked for them (PICTURES=folder)."""
    folder = os.environ.get("PICTURES")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(_SETTLED)
        if folder:
            page.screenshot(path=Path(folder) / f"letter-{name}-{width}.png", full_page=True)
        assert_accessible(page, widths=(width,))


@pytest.mark.rule("LET-1")
@pytest.mark.rule("P40")
@pytest.mark.rule("P41")
def test_a_letter_about_a_session_with_a_copy_for_an_absent_parent(running_product: RunningProduct, page: Page) -> None:
    made = make_family(father="Daniel")
    assert made.father is not None
    work = make_work(made=made)
    add_address(made, made.father, "3 Mill Lane", "ZZ17 1AB")
    add_professional(made, "Dr Ann Reed", ProfessionalRole.GP, consent=True)
    make_session(work).appointment.attendances.filter(person=made.father).update(status="absent")
    page.goto(f"{running_product.url}{reverse('account_login')}")
    page.get_by_label("Email").fill(work.lead.email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{running_product.url}/")

    # Begin: about the session, so to the mother who was there.
    page.goto(running_product.url + reverse("letters:family", args=[made.family.key]))
    page.get_by_role("button", name="Write a letter").click()
    look(page, "new")
    page.get_by_label(": Aisha Khan").check()
    page.get_by_label("After a session").check()
    page.get_by_role("button", name="Begin").click()

    # Type: saved as it is typed, and there after the page was left.
    words = "Thank you for coming.\n\nYou told us of your own childhood.\n\nWe meet again soon."
    page.get_by_label("Words").fill(words)
    page.get_by_text("Draft saved").wait_for()
    page.get_by_role("button", name="See how it reads").click()
    expect(page.locator("#how-it-reads")).to_contain_text("Dear Aisha Khan")
    look(page, "words")
    page.reload()
    expect(page.get_by_label("Words")).to_have_value(words)
    page.get_by_role("button", name="Go on to who gets it").click()
    expect(page.get_by_role("main")).to_contain_text("Proposed. Nobody has decided.")
    look(page, "letter")

    # The father's copy: the mother was asked; one paragraph is hers alone.
    page.get_by_role("link", name="Decide on a copy for Daniel Khan").click()
    page.get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Select who was asked")
    look(page, "father")
    page.get_by_label("Aisha Khan").first.check()
    page.get_by_label("Agrees to the copy").check()
    today = timezone.localdate()
    for part in ("day", "month", "year"):
        page.get_by_label(part.capitalize(), exact=True).fill(str(getattr(today, part)))
    page.get_by_label("2. You told us of your own childhood.").check()
    page.get_by_label("Why are they left out?").fill("She told us by herself.")
    page.get_by_label("Why?", exact=True).fill("She asked us to send him one.")
    page.get_by_role("button", name="Save").click()

    # The GP's copy: nothing about a parent, and the request first.
    page.get_by_role("link", name="Change which paragraphs are about a parent").click()
    page.get_by_label("2. You told us of your own childhood.").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Decide on a copy for Dr Ann Reed").click()
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("The baby’s").check()
    page.get_by_label("Somebody could be harmed: ask the practice first of all not to show it online").check()
    page.get_by_label("Why must it not be shown?").fill("He reads her phone.")
    page.get_by_label("Why?", exact=True).fill("The practice follows the baby.")
    look(page, "gp")
    page.get_by_role("button", name="Save").click()
    look(page, "copies")

    # Read every copy, and approve.
    page.get_by_role("button", name="Approve").click()
    look(page, "approve")
    page.get_by_role("button", name="Approve: these copies go").click()
    expect(page.get_by_role("main")).to_contain_text("Approved. Each copy is being made")
    look(page, "approved")

    copies = {copy.reader_name: copy for copy in Copy.objects.filter(letter=Letter.objects.get(family=made.family))}
    assert copies["Aisha Khan"].paragraphs == words.split("\n\n")
    assert copies["Daniel Khan"].paragraphs == ["Thank you for coming.", "We meet again soon."]
    assert copies["Dr Ann Reed"].paragraphs == [NOT_ONLINE, "Thank you for coming.", "We meet again soon."]
    assert copies["Daniel Khan"].copied_to == ["Aisha Khan"]
