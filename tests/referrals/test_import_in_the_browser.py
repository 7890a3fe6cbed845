"""A sheet is imported in the browser: columns, a correction, an answered comment, taken in, undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from referrals.models import Import, Referral
from tests.harness.product import RunningProduct
from tests.make.accounts import make_team, make_user
from tests.make.referrals import make_risk_list
from tests.referrals.sheets import row, sheet_of
from tests.referrals.test_in_the_browser import look, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

_WARNING = "DV - do NOT send letters to home address"


@pytest.mark.rule("P3")
def test_an_import_with_a_correction_an_answer_and_undo(running_product: RunningProduct, page: Page) -> None:
    team = make_team("Eastfield")
    make_risk_list(team)
    lead = make_user(team=team)
    twins = [row(number, Mother_surname="Khan", Mother_DOB="05/03/1991") for number in (1, 2)]
    rows = *twins, row(3, Date_received="31/02/2026"), row(4, Comments=_WARNING, Partner_name="Daniel Reid"), row(5)
    content = sheet_of(*(one | {"HV notes": ""} for one in rows))

    sign_in(page, running_product, lead)
    page.goto(f"{running_product.url}/referrals/")
    page.click("main a:has-text('Import a sheet')")
    look(page, "imports-empty")
    page.click("main a:has-text('Upload a sheet')")
    look(page, "import-upload")
    page.set_input_files("[name=sheet]", {"name": "old.csv", "mimeType": "text/csv", "buffer": content})
    page.click("main button:has-text('Upload')")

    page.click("main button:has-text('Read the rows')")
    look(page, "import-columns-refused")
    assert "Select what “HV notes” is" in page.inner_text("main")
    page.select_option(f"[name=column_{len(rows[0]) + 1}]", "Comments")
    page.click("main button:has-text('Read the rows')")
    # The worker reads the rows; the page says how far it is, and loads itself anew when that is over.
    page.wait_for_selector("text=Rows of the sheet", timeout=60_000)
    look(page, "import-review")

    page.click("main td a:has-text('Problems'), main th a:has-text('Problems')")
    look(page, "import-rows")
    page.click("main a:has-text('Row 4')")
    look(page, "import-row")
    page.fill("[name=cell_received]", "28/02/2026")
    page.click("main button:has-text('Save the row')")
    assert "Row 4 was saved and is ready" in page.inner_text("main")

    page.goto(f"{running_product.url}/imports/{Import.objects.get().key}/")
    page.click("main a:has-text('Answer the comments')")
    assert _WARNING in page.inner_text("main")
    page.check("[name=answers][value=letters]")
    page.check("[name=answers][value=somebody]")
    page.check("[name=people][value=partner]")
    look(page, "import-comment")
    page.click("main button:has-text('Answer')")

    page.click("main a:has-text('Take in 5 rows')")
    look(page, "import-take-in")
    page.click("main button:has-text('Take them in')")
    page.wait_for_selector("text=Undo the import", timeout=60_000)
    look(page, "import-done")
    assert Referral.objects.filter(state="received").count() == 5
    warned = Referral.objects.get(sheet_reference="N-004")
    assert (warned.letters_unsafe, warned.must_be_read) == (True, False)

    page.click("main a:has-text('Undo the import')")
    look(page, "import-undo")
    page.click("main button:has-text('Undo it')")
    page.wait_for_selector("text=Discard", timeout=60_000)
    assert Referral.objects.exclude(state="undone").count() == 0
    page.goto(f"{running_product.url}/imports/")
    look(page, "imports")
    page.goto(f"{running_product.url}/")
    look(page, "home-with-import")
    assert "A sheet of referrals to import" in page.inner_text("main")
