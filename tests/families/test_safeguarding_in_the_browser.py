"""A concern to its outcome, its late answer escalated; a decision not to share; a request, received to decided."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from families.models import Concern, RecordRequest, Sharing, SocialCareReferral
from pitservice.accounts.enums import RoleName
from tests.families.test_in_the_browser import look, sign_in
from tests.harness.product import RunningProduct
from tests.journeys.menu import open_place
from tests.make.accounts import make_user
from tests.make.families import MadeFamily, make_hard_family

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def made(running_product: RunningProduct) -> MadeFamily:
    """The hard family."""
    return make_hard_family()


def fill_date(page: Page, group: str, value: date) -> None:
    """A date in its three boxes."""
    boxes = page.get_by_role("group", name=group)
    for label, number in (("Day", value.day), ("Month", value.month), ("Year", value.year)):
        boxes.get_by_label(label).fill(str(number))


def go(page: Page, product: RunningProduct, name: str, *keys: str) -> None:
    """Open a page by its name."""
    page.goto(product.url + reverse(f"families:{name}", args=keys))


@pytest.mark.rule("P32")
def test_a_concern_to_its_outcome_and_a_decision_not_to_share(
    running_product: RunningProduct, page: Page, made: MadeFamily
) -> None:
    today = timezone.localdate()
    sign_in(page, running_product, make_user(RoleName.PRACTITIONER, made.team, name="Sam Okoro"))
    go(page, running_product, "family", made.family.key)
    page.get_by_role("link", name="Sharing and safeguarding", exact=True).click()
    page.get_by_text("There are no open concerns.").wait_for()
    look(page, "safeguarding-empty")

    page.get_by_role("button", name="Record a concern").click()
    page.get_by_role("button", name="Record the concern").click()
    page.get_by_role("alert").get_by_text("Enter what happens next").wait_for()
    look(page, "concern-error")
    fill_date(page, "When did it happen, or when was it seen?", today - timedelta(days=6))
    page.get_by_label("What was seen, heard or said?").fill(
        "Zofia had a bruise on her arm and did not want to say why."
    )
    page.get_by_label("What happens next?").fill("Speak to the midwife")
    fill_date(page, "By when?", today + timedelta(days=1))
    page.get_by_role("button", name="Record the concern").click()
    page.get_by_text("It stays on the worklist until it is closed with an outcome.").wait_for()

    page.get_by_role("button", name="Refer to social care").click()
    look(page, "refer")
    page.get_by_label("To whom was it made?").fill("Eastfield duty team")
    fill_date(page, "By phone: which day?", today - timedelta(days=5))
    page.get_by_label("By phone: at what time?").fill("10:30am")
    page.get_by_role("button", name="Record the referral").click()
    page.get_by_text("No acknowledgement", exact=True).wait_for()
    look(page, "concern-late")

    page.goto(running_product.url)
    page.get_by_text("Referral to Eastfield duty team").first.wait_for()
    page.get_by_role("link", name="Chase").click()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Chased", exact=True).first.wait_for()
    SocialCareReferral.objects.update(chased_on=today - timedelta(days=5))
    page.reload()
    page.get_by_role("link", name="Escalate").click()
    page.get_by_label("To whom?").fill("The duty manager")
    page.get_by_label("Why?").fill("Nobody has rung back.")
    look(page, "escalate")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Close with its outcome").click()
    page.get_by_label("What came of it?").fill("Nothing.")
    page.get_by_role("button", name="Close it").click()
    page.get_by_text("have not acknowledged a referral about this").first.wait_for()
    page.get_by_role("link", name="Cancel").click()
    page.get_by_role("link", name="Record the answer").click()
    fill_date(page, "When did they answer?", today)
    page.get_by_label("What did they say they would do?").fill("A social worker visits this week.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Close with its outcome").click()
    page.get_by_label("What came of it?").fill("Children’s social care have taken it on.")
    page.get_by_role("button", name="Close it").click()
    page.get_by_text("The concern is closed.").wait_for()
    look(page, "concern-closed")
    assert Concern.objects.get().closed_at is not None

    go(page, running_product, "add_sharing", made.family.key)
    page.get_by_label("It was not shared").check()
    page.get_by_label("Somebody else", exact=True).check()
    page.get_by_label("If somebody else, who?").fill("The housing officer")
    page.get_by_label("What was it about?").fill("That Zofia comes to us")
    page.get_by_label("What for?").fill("To move her up their list")
    page.get_by_label("Another reason, written down").check()
    look(page, "sharing")
    page.get_by_role("button", name="Record it").click()
    page.get_by_text("Enter why it was not shared.").first.wait_for()
    page.get_by_label("Why?").fill("Zofia wants to tell them herself.")
    page.get_by_role("button", name="Record it").click()
    page.get_by_text("Not shared", exact=True).wait_for()
    look(page, "safeguarding")
    assert Sharing.objects.get().consent[0]["answer"] == "unknown"
    page.get_by_role("button", name="Chronology").click()
    page.get_by_role("heading", level=1, name="Chronology").wait_for()
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation").first.is_visible()
    page.emulate_media(media="screen")
    look(page, "chronology")


@pytest.mark.rule("P31")
def test_a_request_from_receipt_to_decision(running_product: RunningProduct, page: Page, made: MadeFamily) -> None:
    sign_in(page, running_product, make_user(RoleName.ADMINISTRATOR, made.team, name="Ann Bell"))
    open_place(page, "Records")
    page.get_by_text("Nobody has asked for a record.").wait_for()
    look(page, "register-empty")
    go(page, running_product, "record_keeping", made.family.key)
    look(page, "record-keeping")
    page.get_by_role("button", name="Record a request").click()
    page.get_by_label("A copy of the record").check()
    page.get_by_label("Who asks?").fill("Zofia Nowak")
    page.get_by_role("button", name="Record it").click()
    page.get_by_text("Daniel Hughes must not learn of the work.").first.wait_for()
    look(page, "request")

    page.get_by_role("button", name="Decide").click()
    page.get_by_label("Given in part").check()
    page.get_by_label("Why?").fill("Without what others told us.")
    page.get_by_role("button", name="Record the decision").click()
    page.get_by_text("Check who asks before anything is given.").first.wait_for()
    page.get_by_role("link", name="Cancel").click()
    page.get_by_role("button", name="Record who asks").click()
    page.get_by_label("How was the identity checked?").fill("Passport, at the clinic")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Decide").click()
    page.get_by_label("Given in part").check()
    page.get_by_label("Why?").fill("Without what others told us.")
    page.get_by_role("button", name="Record the decision").click()
    page.get_by_text("The decision has been recorded.").wait_for()
    look(page, "request-decided")
    assert RecordRequest.objects.get().decision == "part"
    for name in ("records", "incidents", "holds", "retention", "destructions", "add_team_incident"):
        go(page, running_product, name)
        look(page, f"register-{name}")
