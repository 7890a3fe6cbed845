"""The way in and triage in a browser that runs no script: both public forms, the inbox, the decision (issue §5)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from pitservice.letters.models import Copy
from pitservice.messaging.models import Message
from referrals.enums import PartyRole, ReferralState
from tests.harness.product import RunningProduct
from tests.journeys.steps import deciding, letters, referring
from tests.journeys.steps.stage import set_the_stage
from tests.journeys.steps.visitor import Visitor, until


@pytest.mark.rule("P12")
@pytest.mark.rule("P8")
def test_referral_and_triage_without_javascript(running_product: RunningProduct, plain_page: Page) -> None:
    stage = set_the_stage()
    visitor = Visitor(plain_page, running_product.url)

    own = referring.a_family_gets_in_touch(visitor, stage.team)
    referral = referring.a_professional_refers_the_hard_family(visitor, stage.team)
    assert own.people.get(role=PartyRole.MOTHER).mobile_safe == "yes"
    until(lambda: Message.objects.filter(about=f"referral:{own.pk}", state="sent").exists(), "send the receipt")

    visitor.sign_in(stage.lead)
    deciding.the_inbox_shows(visitor, own, "Gwen, 5 weeks", "Self-referral", "Not screened yet")
    visitor.reads("I feel nothing, and I am scared of it.")
    deciding.the_inbox_shows(visitor, referral, "Zofia", "Read first", "1 significant")
    deciding.reads_the_warning(visitor)
    deciding.accepts(visitor, expects=("Nothing to Daniel Hughes",))
    referral.refresh_from_db()
    assert referral.state == ReferralState.WAITING
    told = Copy.objects.filter(letter__family=referral.family)
    assert sorted(told.values_list("reader_name", flat=True)) == ["Fatima Begum", "Zofia Nowak"]
    letters.is_made(told.get(reader_name="Fatima Begum"))
