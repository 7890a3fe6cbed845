"""The referrer at the first appointment, in a real browser: asked, invited, no longer wanted, told (P64)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from caseload.models import Appointment
from tests.caseload.test_in_the_browser import look, sign_in
from tests.harness.product import RunningProduct
from tests.make.caseload import MadeWork, make_appointment, make_work
from tests.make.families import make_family

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def work(running_product: RunningProduct) -> MadeWork:
    """A family with both parents."""
    return make_work(made=make_family(father="Daniel"))


@pytest.fixture
def first(work: MadeWork) -> Appointment:
    """The first appointment, with both."""
    assert work.made.father is not None
    return make_appointment(work, invited=[*work.everybody, work.made.father])


def _ask(page: Page, picture: str, **said: str) -> None:
    page.get_by_role("link", name="Record what they said about the referrer", exact=True).click()
    for name, answer in said.items():
        page.get_by_role("group", name=f"Does {name} Khan agree?").get_by_label(answer, exact=True).check()
    page.get_by_label("In person", exact=True).check()
    look(page, picture)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("May the referrer come?").wait_for()


@pytest.mark.rule("P64")
def test_the_referrer_comes_only_while_both_parents_want_it(
    running_product: RunningProduct, page: Page, work: MadeWork, first: Appointment
) -> None:
    sign_in(page, running_product, work)
    page.goto(running_product.url + reverse("caseload:appointment", args=[first.key]))
    look(page, "referrer-not-asked")
    _ask(page, "referrer-answers", Aisha="Agrees", Daniel="Does not agree")
    look(page, "referrer-refused")
    assert not page.get_by_role("link", name="Invite the referrer", exact=True).count()

    _ask(page, "referrer-answers-again", Daniel="Agrees")
    page.get_by_role("link", name="Invite the referrer", exact=True).click()
    page.get_by_label("By telephone", exact=True).check()
    page.get_by_label("What was said").fill("She meets them at the door.")
    look(page, "referrer-invite")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Record what was said with the referrer", exact=True).click()
    page.get_by_label("They come", exact=True).check()
    page.get_by_label("By telephone", exact=True).check()
    look(page, "referrer-step")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Comes", exact=True).wait_for()
    look(page, "referrer-comes")

    _ask(page, "referrer-changed-mind", Aisha="Does not agree")
    page.get_by_text("The invitation is taken back.").wait_for()
    look(page, "referrer-taken-back")
    page.goto(f"{running_product.url}/")
    page.get_by_text("Tell the referrer not to come").first.wait_for()
    look(page, "referrer-home")
    page.goto(running_product.url + reverse("caseload:referrers"))
    look(page, "referrers")
    page.goto(f"{running_product.url}/")
    page.get_by_role("link", name="Tell them the referrer of Zayn Khan", exact=True).click()
    page.get_by_label("By telephone", exact=True).check()
    look(page, "referrer-tell")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("It is recorded what was said with the referrer.").wait_for()
    look(page, "referrer-told")

    assert list(first.referrer_steps.values_list("step", flat=True)) == ["invited", "coming", "withdrawn", "told"]
