"""Who would be told, consent set aside and parents who disagree, in a real browser; every page through axe."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from families import actions
from families.enums import FamilyRole, Place
from families.models import Disagreement, Override
from pitservice.accounts.enums import RoleName
from pitservice.configuration.enums import YesNoUnknown
from tests.families.test_in_the_browser import look, sign_in
from tests.harness.product import RunningProduct
from tests.make.accounts import BY, make_user
from tests.make.families import MadeFamily, make_hard_family

if TYPE_CHECKING:
    from playwright.sync_api import Page

YES, NO = YesNoUnknown.YES, YesNoUnknown.NO


@pytest.fixture
def made(running_product: RunningProduct) -> MadeFamily:
    """The hard family: she is in a refuge, which is kept from him; her partner of today says no to the work."""
    hard = make_hard_family()
    assert hard.father is not None
    actions.change_point(point=hard.address, place=Place.REFUGE, by=BY)
    actions.keep_secret(point=hard.address, secret_from=[hard.father], by=BY)
    partner = actions.add_person(
        family=hard.family, role=FamilyRole.OTHER_MOTHER, given_name="Ola", family_name="Nowak", lives_here=YES, by=BY
    )
    actions.relate(
        family=hard.family, person=partner, child=hard.baby, kind=FamilyRole.OTHER_MOTHER, responsibility=YES, by=BY
    )
    actions.record_agreement(family=hard.family, person=partner, knows=YES, agrees=NO, by=BY)
    return hard


@pytest.mark.rule("P8")
@pytest.mark.rule("P21")
@pytest.mark.rule("P28")
def test_the_lead_sees_who_would_be_told_sets_consent_aside_and_settles_a_disagreement(
    running_product: RunningProduct, page: Page, made: MadeFamily
) -> None:
    lead = make_user(RoleName.CLINICAL_LEAD, made.team)
    sign_in(page, running_product, lead)
    page.get_by_text("Parents disagree: decide how it goes on").first.wait_for()

    page.goto(running_product.url + reverse("families:told", args=[made.family.key]))
    page.get_by_label("What would be sent?").select_option("To protect somebody from harm")
    page.get_by_label("How?").select_option("Letter")
    page.get_by_label("Who sends it?").select_option("A person sends it")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("heading", name="In short").wait_for()
    look(page, "told-to-protect")
    page.get_by_text("The family does not agree to Jo March being told this.").first.wait_for()

    page.goto(running_product.url + reverse("families:contact", args=[made.family.key]))
    look(page, "contact-protecting")
    page.get_by_role("link", name="Set consent aside Jo March").click()
    page.get_by_role("button", name="Set consent aside").click()
    page.get_by_role("alert").get_by_text("Enter who must be protected, and from what").wait_for()
    look(page, "set-aside-error")
    page.get_by_label("Who must be protected, and from what?").fill("Zofia and the twins, on Friday.")
    page.get_by_role("button", name="Set consent aside").click()
    page.get_by_text("Consent is set aside for words that protect somebody.").wait_for()
    look(page, "contact-set-aside")
    override = Override.objects.get(family=made.family)
    assert timezone.now() + timedelta(days=6) < override.until < timezone.now() + timedelta(days=8)

    page.goto(
        running_product.url + reverse("families:told", args=[made.family.key]) + "?purpose=safeguarding&channel=letter"
    )
    page.get_by_text("Jo March: letter").wait_for()

    page.goto(running_product.url + reverse("families:contact", args=[made.family.key]))
    page.get_by_role("link", name="Settle it").click()
    look(page, "settle")
    page.get_by_label("What was decided?").fill("Both were heard. The work goes on with Zofia.")
    page.get_by_role("button", name="Record what was decided").click()
    page.get_by_text("It has been settled.").wait_for()
    assert Disagreement.objects.get(family=made.family).settled_at is not None

    page.goto(running_product.url + reverse("families:told", args=[made.family.key]))
    look(page, "told-everything")
    page.goto(running_product.url + reverse("families:change_point", args=[made.family.key, made.address.key]))
    assert page.get_by_label("Daniel Hughes").is_checked()
    look(page, "secret-point")
    page.goto(running_product.url + reverse("families:end_override", args=[made.family.key, override.key]))
    look(page, "end-override")
