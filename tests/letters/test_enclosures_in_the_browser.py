"""A leaflet on the team's list goes with a letter: proposed, chosen, printed with it, and posted, in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from families.enums import Purpose
from pitservice.accounts.enums import RoleName
from pitservice.letters.enums import CopyState
from pitservice.letters.models import Copy, PrintRun
from tests.harness.product import RunningProduct
from tests.letters.test_enclosures import a_pdf
from tests.letters.test_journey import until
from tests.letters.test_writing_in_the_browser import look
from tests.make.accounts import PASSWORD, make_team, make_user
from tests.make.families import make_family
from tests.make.messaging import write_letter

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.mark.rule("P48")
def test_a_leaflet_goes_with_a_letter(running_product: RunningProduct, page: Page) -> None:
    team = make_team("North")
    user = make_user(RoleName.ADMINISTRATOR, team, name="Ann Admin")
    copy = write_letter(make_family(team))
    page.goto(f"{running_product.url}{reverse('account_login')}")
    page.get_by_label("Email").fill(user.email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{running_product.url}/")

    # The list, empty at first; a PDF is added, and proposed with letters that say yes.
    page.goto(running_product.url + reverse("letters:enclosures"))
    look(page, "enclosures-none")
    page.get_by_role("button", name="Add a leaflet or form").click()
    page.get_by_label("Title").fill("Who we are")
    page.get_by_label("Leaflet").check()
    page.get_by_label("With the letter", exact=True).check()
    page.get_by_label(f"With a letter: {Purpose.ACCEPTED.label.lower()}").check()
    page.get_by_label("PDF").set_input_files(
        {"name": "who-we-are.pdf", "mimeType": "application/pdf", "buffer": a_pdf(2)}
    )
    look(page, "enclosure-add")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("who-we-are.pdf, 2 pages")
    look(page, "enclosure")

    # Before printing it is proposed for the letter; a person chooses it.
    until(lambda: Copy.objects.get(pk=copy.pk).state == CopyState.READY)
    page.goto(running_product.url + reverse("letters:to_post"))
    expect(page.get_by_role("main")).to_contain_text("Proposed: Who we are")
    look(page, "enclosure-to-post")
    page.get_by_role("link", name="Choose what goes with the letter to Aisha Khan").click()
    expect(page.get_by_role("checkbox")).not_to_be_checked()
    page.get_by_label("Who we are, version 1 (English, 2 pages)").check()
    look(page, "envelope")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("Who we are, version 1 (2 pages)")
    look(page, "enclosure-copy")

    # Printed together with it, and posted.
    page.goto(running_product.url + reverse("letters:print"))
    page.get_by_label("One file, with a sheet between envelopes").check()
    page.get_by_role("button", name="Print 1 letter").click()
    until(lambda: PrintRun.objects.exclude(made=None).exists())
    page.reload()
    look(page, "enclosure-run")
    page.get_by_role("button", name="I have posted these").click()
    expect(page.get_by_role("main")).to_contain_text("1 letter recorded as posted.")
    posted = Copy.objects.get(pk=copy.pk)
    assert (posted.state, [one["title"] for one in posted.enclosures]) == (CopyState.POSTED, ["Who we are"])
