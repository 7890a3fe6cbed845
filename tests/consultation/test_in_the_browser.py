"""From a conversation about a family without a name to the referral that names it: one journey, in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from consultation.models import Consultation, ConsultationConcern
from pitservice.accounts.enums import RoleName
from referrals.models import Referral
from tests.harness.product import RunningProduct
from tests.journeys.steps.keyboard import answer, follow
from tests.journeys.steps.visitor import Visitor
from tests.make.accounts import make_team, make_user
from tests.make.families import make_family
from tests.make.referrals import make_risk_list
from tests.referrals.test_adding import given
from tests.referrals.test_door_in_the_browser import fill
from tests.referrals.test_in_the_browser import look, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize

NAMED = "Aisha Khan says that she is hit."
UNNAMED = "A mother says that she is hit."
HELD = {
    "held_on_day": "12",
    "held_on_month": "8",
    "held_on_year": "2026",
    "minutes": "45",
    "consultee_name": "Jo Bright",
    "consultee_role": "health_visitor",
    "themes": "Feeding is a fight.",
    "actions_agreed": "Visit together.",
    "outcome": "escalated",
}
TOLD = {"taken_to": "The named nurse", "taken_on_day": "12", "taken_on_month": "8", "taken_on_year": "2026"}
PHONE: ViewportSize = {"width": 320, "height": 640}


@pytest.mark.rule("CNS-1")
@pytest.mark.rule("P80")
@pytest.mark.rule("P4")
def test_named_by_mistake_escalated_and_referred(running_product: RunningProduct, page: Page) -> None:
    team = make_team("Eastfield")
    make_risk_list(team)
    make_family(team, mother="Aisha", surname="Khan")  # known here, and nothing may say so
    practitioner = make_user(RoleName.PRACTITIONER, team)
    visitor = Visitor(page, running_product.url)
    sign_in(page, running_product, practitioner)

    _a_name_is_taken_out(visitor)
    _the_concern_is_taken_to_its_end(visitor)
    _what_was_agreed_becomes_a_referral(visitor, team.key)
    page.context.clear_cookies()
    sign_in(page, running_product, make_user(RoleName.CLINICAL_LEAD, team))
    _the_lead_finds_it_in_the_inbox(visitor)


def _a_name_is_taken_out(visitor: Visitor) -> None:
    """The guard asks again, and what was typed stays until a person has changed it (P80)."""
    page = visitor.page
    visitor.go("consultation:list")
    visitor.press("Record a consultation")
    fill(page, **HELD, notes=NAMED)
    visitor.reads("This looks like a name", "it does not mean that anybody of this name is known here")
    look(page, "consultation-names")
    assert (Consultation.objects.count(), page.input_value("[name=notes]")) == (0, NAMED)
    fill(page, notes=UNNAMED)
    assert Consultation.objects.get().notes == UNNAMED


def _the_concern_is_taken_to_its_end(visitor: Visitor) -> None:
    """Named by mistake once more, taken to somebody, and closed with its outcome, without a mouse."""
    page = visitor.page
    look(page, "consultation-concern")
    answer(page, kind="safety", concern=NAMED)
    follow(page, "Record the concern")
    visitor.reads("This looks like a name")
    look(page, "consultation-concern-names")
    fill(page, concern=UNNAMED)
    visitor.reads("Nobody told")
    look(page, "consultation-with-a-concern")

    page.goto(visitor.url)
    page.click("text=Say whom you told")
    look(page, "consultation-told")
    answer(page, **TOLD)
    follow(page, "Save")
    visitor.reads("Told on 12 August 2026: The named nurse")
    page.goto(visitor.url)
    visitor.open("Close concern")
    look(page, "consultation-close")
    fill(page, outcome="The nurse has referred to social care.")
    visitor.reads("Outcome: The nurse has referred to social care.")
    assert ConsultationConcern.objects.get().closed_at is not None


def _what_was_agreed_becomes_a_referral(visitor: Visitor, team: str) -> None:
    """Carried over is what was agreed, not the notes, the concern or who asked; agreed on a phone (CNS-1)."""
    page, held = visitor.page, Consultation.objects.get()
    page.set_viewport_size(PHONE)
    page.click("main >> text=Make a referral of this")
    page.check("[name=carried][value=themes]")
    page.check("[name=carried][value=together]")
    page.click("main form button[type=submit]")
    visitor.reads("There is a problem", "Select who agreed to what is carried over")
    look(page, "carry-errors")
    page.set_viewport_size(PHONE)
    page.check("[name=carried_agreed_by][value=family]")
    page.click("main form button[type=submit]")
    page.wait_for_url(f"{visitor.url}{reverse('consultation:refer', args=[held.key])}")
    assert page.input_value("[name=worries_worries]") == "Feeding is a fight."
    assert page.input_value("[name=about_you_name]") == ""
    look(page, "refer-out")
    _fill(page, {name: str(value) for name, value in given(team).items()})
    visitor.press("Add the referral")
    visitor.reads("Added. It stands in the inbox; nobody has been told anything.")
    look(page, "referral-out")

    page.go_back()
    visitor.reads("A referral has been made of this consultation already.")
    visitor.reads("A referral was made out of this consultation.", Referral.objects.get().key)
    look(page, "consultation-referred")
    visitor.go("consultation:carry", held.key)
    visitor.reads("A referral has been made of this consultation already.")
    assert page.url.endswith(reverse("consultation:consultation", args=[held.key]))


def _the_lead_finds_it_in_the_inbox(visitor: Visitor) -> None:
    """With what it says itself; nothing else that was spoken about has come along."""
    visitor.go("referrals:inbox")
    look(visitor.page, "inbox-out-of-a-consultation")
    visitor.reads("Baby of Zofia Nowak")
    visitor.page.locator("main tbody a").first.click()
    visitor.reads(f"Referral {Referral.objects.get().key}", "Dr Osei", "Rang in tears.")
    visitor.does_not_read(UNNAMED, "The named nurse", "Visit together.", "Jo Bright")


def _fill(page: Page, typed: dict[str, str]) -> None:
    """Fill in by the names of the questions; what the product itself puts into a form stays."""
    closed = page.locator("main details:not([open]) > summary:visible")
    while closed.count():
        closed.first.click()
    for name, value in typed.items():
        box = page.locator(f"main [name={name}]")
        if name in ("submission", "team") or not box.count():
            continue
        kind = box.first.get_attribute("type")
        if kind in ("radio", "checkbox"):
            page.check(f"main [name={name}][value='{value}']")
        elif box.first.evaluate("box => box.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)
