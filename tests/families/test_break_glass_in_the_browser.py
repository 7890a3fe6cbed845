"""In the browser: a record opened in an emergency and its review, a connection declared, the directory; axe, 320 px."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from families import actions
from families.enums import InvolvementKind, ProfessionalRole
from families.models import Involvement
from pitservice.accounts.enums import RoleName
from tests.families.test_in_the_browser import look, sign_in
from tests.harness.product import RunningProduct
from tests.journeys.menu import open_place
from tests.make.accounts import BY, PASSWORD, make_team, make_user
from tests.make.families import MadeFamily, add_professional, make_family

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def made(running_product: RunningProduct) -> MadeFamily:
    """A restricted family, beside an open one with a health visitor."""
    hidden = make_family(make_team(), title="Hidden Khan")
    named = make_user(RoleName.CLINICAL_LEAD, hidden.team, name="Ann Day")
    actions.restrict(family=hidden.family, reason="A colleague's family.", named=[named], by=BY)
    beside = make_family(hidden.team, title="Zayn Rowan", surname="Rowan")
    add_professional(beside, "Tess Field", ProfessionalRole.HEALTH_VISITOR)
    return hidden


def sign_out(page: Page) -> None:
    """Out again."""
    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("Email").wait_for()


def test_a_record_is_opened_in_an_emergency_and_the_guardian_reviews_it(
    running_product: RunningProduct, page: Page, made: MadeFamily
) -> None:
    olive = make_user(RoleName.PRACTITIONER, made.team, name="Olive Penn")
    guardian = make_user(RoleName.GUARDIAN, made.team, name="Gwen Pryce")
    sign_in(page, running_product, olive)
    page.goto(f"{running_product.url}/families/")
    assert page.get_by_text("Hidden Khan").count() == 0
    page.get_by_role("button", name="Open a restricted record in an emergency").click()
    page.get_by_role("button", name="Open the record").click()
    page.get_by_role("alert").get_by_text("Enter what the emergency is").wait_for()
    look(page, "emergency-error")
    page.get_by_label("Its reference").check()
    page.get_by_label("Reference", exact=True).fill("ZZZZZZZZZZ")
    page.get_by_label("What is the emergency?").fill("The police ask whether a child is at risk.")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Open the record").click()
    page.get_by_role("alert").get_by_text("No restricted record can be opened").wait_for()
    page.get_by_label("Reference", exact=True).fill(made.family.key.lower())
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Open the record").click()
    page.get_by_text("The guardian has been told.").wait_for()
    page.get_by_text("You opened this record in an emergency, until").wait_for()
    look(page, "emergency-open")
    page.get_by_role("link", name="People", exact=True).click()
    page.get_by_text("You opened this record in an emergency, until").wait_for()
    sign_out(page)

    then = timezone.now() - timedelta(hours=2)
    opening = Involvement.objects.get(kind=InvolvementKind.BREAK_GLASS)
    Involvement.objects.filter(pk=opening.pk).update(starts=opening.starts - timedelta(hours=1), until=timezone.now())
    assert opening.starts > then
    sign_in(page, running_product, guardian)
    page.get_by_text("Olive Penn opened a restricted record in an emergency").first.wait_for()
    look(page, "emergency-home")
    page.get_by_role("link", name="Guarding").click()
    page.get_by_role("link", name="Opened in an emergency").click()
    page.get_by_text("No record was found").wait_for()
    look(page, "emergencies")
    page.get_by_role("link", name="Hidden Khan").click()
    page.get_by_text("Families: people").wait_for()
    look(page, "emergency-review")
    page.get_by_label("Yes").check()
    page.get_by_label("What did you find?").fill("A child was at risk; she looked at the people alone.")
    page.get_by_role("button", name="Record the review").click()
    page.get_by_text("The review has been recorded.").wait_for()
    page.get_by_text("Justified").first.wait_for()


@pytest.mark.rule("P33")
def test_a_colleague_says_that_they_know_a_family(
    running_product: RunningProduct, page: Page, made: MadeFamily
) -> None:
    olive = make_user(RoleName.PRACTITIONER, made.team, name="Olive Rowan")
    lead = make_user(RoleName.CLINICAL_LEAD, made.team, name="Lee Ward")
    guardian = make_user(RoleName.GUARDIAN, made.team, name="Gwen Pryce")
    sign_in(page, running_product, olive)
    page.goto(f"{running_product.url}{reverse('governance:home_postcode')}")
    page.get_by_label("Home postcode").fill("ZZ16 5AU")
    look(page, "home-postcode")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Your choice has been saved.").wait_for()
    page.goto(f"{running_product.url}/families/")
    page.get_by_role("link", name="Zayn Rowan").click()
    page.get_by_role("button", name="I know this family").click()
    look(page, "know-family")
    page.get_by_role("button", name="Close this record to me").click()
    page.get_by_text("The record is closed to you.").wait_for()
    assert page.get_by_role("link", name="Zayn Rowan").count() == 0
    page.get_by_role("button", name="I know a family").click()
    look(page, "know-by-reference")
    sign_out(page)

    sign_in(page, running_product, lead)
    page.get_by_text("Olive Rowan knows this family: who does the work now?").wait_for()
    page.get_by_role("link", name="Decide").click()
    look(page, "reallocate")
    page.get_by_label("Who does the work now?").fill("Nobody had begun.")
    page.get_by_role("button", name="It is dealt with").click()
    open_place(page, "Directory")
    page.get_by_label("Find a professional").fill("field")
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_text("Looked for: “field”.").wait_for()
    look(page, "directory")
    page.get_by_role("link", name="Tess Field").click()
    look(page, "professional")
    page.get_by_role("button", name="Change").click()
    page.get_by_label("Address for letters").fill("2 New Road, ZZ18 2CD")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("alert").get_by_text("Select this if everything goes there from now on").wait_for()
    look(page, "professional-moved")
    page.goto(f"{running_product.url}{reverse('families:organisations')}")
    look(page, "organisations")
    page.goto(f"{running_product.url}{reverse('families:add_organisation')}")
    look(page, "add-organisation")
    sign_out(page)

    sign_in(page, running_product, guardian)
    page.goto(f"{running_product.url}{reverse('families:looks')}")
    page.get_by_text("Same last name, same postcode").wait_for()
    look(page, "looks")
    page.get_by_role("link", name="Olive Rowan").click()
    look(page, "looks-review")
    page.get_by_label("They know the family: the record has been closed to them").check()
    page.get_by_role("button", name="Record it").click()
    page.get_by_text("Nothing to think about.").wait_for()
    page.goto(f"{running_product.url}{reverse('families:connections')}")
    look(page, "connections")
    page.get_by_role("link", name="Zayn Rowan").click()
    look(page, "connection")
