"""The hard family in a real browser: who is who, who would be told and who not, a loss; every page through axe."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from families import actions
from families.enums import AlertKind, InvolvementKind
from families.models import Loss
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import User
from tests.families.screens import FORMS, fill
from tests.harness.product import RunningProduct
from tests.journeys.axe import WIDTHS, assert_accessible
from tests.make.accounts import BY, PASSWORD, make_user
from tests.make.families import MadeFamily, make_family, make_hard_family

if TYPE_CHECKING:
    from playwright.sync_api import Page


#: Forms of every make that the others share; with PICTURES, all of them are looked at.
STATES = ("decide_loss", "lift_loss", "undo_loss", "opt_in", "settle_care")
OPENED_BY_THE_LEAD = {
    screen.name for screen in FORMS if screen.role == RoleName.CLINICAL_LEAD and screen.name not in STATES
}
LOOKED_AT = ("add_person", "add_point", "add_consent", "relate")


@pytest.fixture
def made(running_product: RunningProduct) -> MadeFamily:
    """The hard family, filled, with a neighbour that has nothing."""
    hard = fill(make_hard_family())
    make_family(hard.team, father="Tom")
    actions.raise_alert(
        family=hard.family, kind=AlertKind.READ_FIRST, text="Ask for Zofia by her first name alone.", by=BY
    )
    actions.raise_alert(
        family=hard.family,
        kind=AlertKind.HOME_VISIT_RISK,
        text="Daniel may come by on Thursdays: see Zofia at the clinic.",
        review_on=timezone.localdate() - timedelta(days=1),
        by=BY,
    )
    return hard


def sign_in(page: Page, product: RunningProduct, user: User) -> None:
    """On the sign-in page."""
    page.goto(f"{product.url}{reverse('account_login')}")
    page.get_by_label("Email").fill(user.email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{product.url}/")


def look(page: Page, name: str) -> None:
    """The page passes axe, wide and narrow; a picture of each where somebody asked for them (PICTURES=folder)."""
    folder = os.environ.get("PICTURES")
    for width in WIDTHS if folder else ():
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=Path(str(folder)) / f"{name}-{width}.png", full_page=True)
    assert_accessible(page, widths=WIDTHS)


@pytest.mark.rule("P8")
@pytest.mark.rule("P22")
def test_the_leads_way_through_the_hard_family(running_product: RunningProduct, page: Page, made: MadeFamily) -> None:
    lead = make_user(RoleName.CLINICAL_LEAD, made.team)
    sign_in(page, running_product, lead)
    page.get_by_text("Read before anything is sent").first.wait_for()
    look(page, "home")

    page.goto(f"{running_product.url}/families/")
    look(page, "list")
    page.get_by_label("Find a family").fill("wiśniewska")
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_text("Looked for: “wiśniewska”.").wait_for()
    page.get_by_role("link", name="Baby of Zofia Nowak", exact=True).click()
    look(page, "family")
    for name in ("People", "Contact and consent"):
        page.get_by_role("link", name=name, exact=True).click()
        page.get_by_role("heading", level=1, name=name).wait_for()
        look(page, name.split()[0].lower())

    page.get_by_role("button", name="Who would be told").click()
    page.get_by_label("What would be sent?").select_option("Acceptance")
    page.get_by_role("button", name="Show").click()
    page.get_by_text("Daniel Hughes must not learn of the work.").first.wait_for()
    look(page, "told")

    for screen in FORMS:
        if screen.name in LOOKED_AT or (os.environ.get("PICTURES") and screen.name in OPENED_BY_THE_LEAD):
            page.goto(running_product.url + screen.href(made))
            look(page, f"form-{screen.name}")

    page.goto(running_product.url + reverse("families:loss", args=[made.family.key]))
    page.get_by_role("button", name="Record the loss").click()
    page.get_by_role("alert").get_by_text("Select who was lost").wait_for()
    look(page, "loss-error")
    page.get_by_label("Baby of Zofia Nowak (second)").check()
    page.get_by_label("The pregnancy ended").check()
    page.get_by_role("button", name="Record the loss").click()
    page.get_by_text("Baby of Zofia Nowak (second): the pregnancy ended.").first.wait_for()
    look(page, "after-the-loss")
    page.get_by_role("link", name="Record what was decided").click()
    page.get_by_label("Who tells whom?").fill("The midwife has told Zofia.")
    page.get_by_role("group", name="Does the work go on").get_by_label("Yes").check()
    page.get_by_label("Yes, by each person's own rules").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("It has been recorded. Words may go out again.").wait_for()
    assert Loss.objects.get(family=made.family).lifted_at is not None


def test_the_guardians_way(running_product: RunningProduct, page: Page, made: MadeFamily) -> None:
    guardian, lead = make_user(RoleName.GUARDIAN, made.team, name="Gwen Pryce"), make_user(team=made.team)
    actions.involve(family=made.family, user=lead, kind=InvolvementKind.ALLOCATED, by=BY)
    sign_in(page, running_product, guardian)
    page.goto(running_product.url + reverse("families:family", args=[made.family.key]))
    page.get_by_role("link", name="Who looked").click()
    page.get_by_text("Gwen Pryce").first.wait_for()
    look(page, "who-looked")
    page.get_by_role("button", name="Restrict this record").click()
    look(page, "restrict")
    page.get_by_label("Why is the record restricted?").fill("A colleague's family.")
    page.get_by_role("button", name="Restrict it").click()
    page.get_by_text("To everybody who is not named the record no longer exists.").wait_for()
    page.goto(running_product.url + reverse("families:restricted"))
    page.get_by_text("Priya Shah").wait_for()
    look(page, "restricted")
    assert page.request.get(running_product.url + reverse("families:family", args=[made.family.key])).status == 404
