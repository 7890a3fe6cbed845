"""In a real browser: twins out of one expected baby, a loss and what is decided, a record that moves into care."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from families.enums import FamilyRole, ProfessionalRole
from families.models import CareChange, FamilyMember, LegalHold, Loss
from pitservice.accounts.enums import RoleName
from pitservice.messaging.enums import MessageState
from tests.families.test_in_the_browser import look, sign_in
from tests.harness.product import RunningProduct
from tests.make.accounts import make_team, make_user
from tests.make.caseload import in_days, make_appointment, make_work
from tests.make.families import add_professional, make_family
from tests.make.messaging import queue_text
from tests.make.referrals import baby, make_waiting, mother

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


def fill_date(within: Page | Locator, legend: str, value: date) -> None:
    """A date in its three boxes."""
    group = within.get_by_role("group", name=legend)
    for label, number in (("Day", value.day), ("Month", value.month), ("Year", value.year)):
        group.get_by_label(label).fill(str(number))


@pytest.mark.rule("P22")
def test_twins_are_born_of_a_referral_for_one_unborn_baby(running_product: RunningProduct, page: Page) -> None:
    today = timezone.localdate()
    unborn = baby(given_name="", family_name="", date_of_birth=None, expected_date=today + timedelta(weeks=4))
    entry = make_waiting(make_team(), people=(unborn, mother()))
    family = entry.family
    sign_in(page, running_product, make_user(RoleName.CLINICAL_LEAD, entry.team))
    page.goto(running_product.url + reverse("referrals:waiting"))
    page.get_by_role("link", name="Baby of Aisha Khan").first.wait_for()

    page.goto(running_product.url + reverse("families:people", args=[family.key]))
    page.get_by_role("link", name="Record the birth").click()
    look(page, "birth")
    fill_date(page, "Date of birth", today)
    page.get_by_label("First name, if known").first.fill("Ada")
    page.get_by_label("Last name, if known").first.fill("Khan")
    page.get_by_label("Two", exact=True).check()
    page.get_by_role("group", name="The second baby").get_by_label("First name, if known").first.fill("Ben")
    look(page, "birth-of-two")
    page.get_by_role("button", name="Record the birth").click()
    page.get_by_text("2 babies have been recorded").wait_for()
    page.get_by_text("4 weeks before the expected date").first.wait_for()
    look(page, "people-after-the-birth")

    page.goto(running_product.url + reverse("referrals:waiting"))
    page.get_by_role("link", name="Ada Khan and Ben Khan, 0 days").first.wait_for()
    page.goto(running_product.url + reverse("families:family", args=[family.key]))
    page.get_by_role("heading", level=1, name="Ada Khan and Ben Khan's family").wait_for()


@pytest.mark.rule("P22")
def test_a_loss_stops_everything_and_the_lead_decides(running_product: RunningProduct, page: Page) -> None:
    made = make_family(father="Daniel")
    work = make_work(made=made)
    make_appointment(work, in_days(1))
    message = queue_text(made, not_before=timezone.now() + timedelta(hours=1))  # the worker leaves it until then
    lead = make_user(RoleName.CLINICAL_LEAD, made.team, name="Meera Das")
    sign_in(page, running_product, work.lead)
    page.goto(running_product.url + reverse("families:people", args=[made.family.key]))
    page.get_by_role("button", name="Record a loss").click()
    page.get_by_role("radio", name="Zayn Khan").check()
    page.get_by_label("Death of a baby or child").check()
    page.get_by_role("button", name="Record the loss").click()
    page.get_by_text("Nothing goes out until a person has decided who tells whom").first.wait_for()
    look(page, "after-the-loss-contact")
    page.goto(running_product.url + reverse("caseload:my_day"))
    page.get_by_text("Speak to Meera Das before going").first.wait_for()
    look(page, "my-day-after-the-loss")
    page.goto(running_product.url + reverse("families:people", args=[made.family.key]))
    look(page, "people-after-the-loss")

    page.context.clear_cookies()
    sign_in(page, running_product, lead)
    page.get_by_text("A loss: who tells whom, does the work go on").first.wait_for()
    loss = Loss.objects.get(family=made.family)
    page.goto(running_product.url + reverse("families:decide_loss", args=[made.family.key, loss.key]))
    look(page, "decide-loss")
    page.get_by_label("Who tells whom?").fill("Meera rings Aisha and Daniel today, and the health visitor.")
    page.get_by_role("group", name="Does the work go on").get_by_label("Yes").check()
    page.get_by_role("group", name="Keep the record").get_by_label("Yes").check()
    page.get_by_label("No: everything stays held").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Words stay held.").wait_for()
    look(page, "decided")
    assert LegalHold.objects.filter(family=made.family).exists()

    page.goto(running_product.url + reverse("messaging:message", args=[message.key]))
    page.get_by_role("button", name="Confirm that it may go").click()
    look(page, "one-message")
    page.get_by_label("Why may it go?").fill("Aisha asked for the time in writing.")
    page.get_by_role("button", name="Confirm and send").click()
    page.get_by_text("Confirmed.").wait_for()
    message.refresh_from_db()
    assert message.state != MessageState.HELD


@pytest.mark.rule("P24")
def test_a_record_moves_into_care_and_waits_until_it_is_settled(running_product: RunningProduct, page: Page) -> None:
    made = make_family(father="Daniel")
    add_professional(made, "Tess Field", ProfessionalRole.HEALTH_VISITOR)
    sign_in(page, running_product, make_user(RoleName.CLINICAL_LEAD, made.team))
    page.goto(running_product.url + reverse("families:people", args=[made.family.key]))
    page.get_by_role("button", name="Move the record to other carers").click()
    look(page, "care")
    page.get_by_role("group", name="Who lives elsewhere").get_by_label("Zayn Khan").check()
    page.get_by_label("Foster care", exact=True).check()
    fill_date(page, "Since when", timezone.localdate())
    page.get_by_label("Who holds parental responsibility now?").fill("Aisha and the council")
    page.get_by_label("Who may agree to the work now?").fill("The council")
    page.get_by_role("group", name="Does somebody care").get_by_label("Yes").check()
    page.get_by_label("Foster carer", exact=True).check()
    page.get_by_label("First name").fill("Joy")
    page.get_by_label("Last name").fill("Bennett")
    page.get_by_role("group", name="Who does not live with the child").get_by_label("Aisha Khan").check()
    page.get_by_label("Where they live now").fill("4 Mill Lane, Eastfield")
    page.get_by_label("Postcode").fill("ZZ17 1AB")
    page.get_by_label("A foster carer's home").check()
    page.get_by_role("group", name="Who must not learn this address").get_by_label("Aisha Khan").check()
    look(page, "care-filled")
    page.get_by_role("button", name="Record it").click()
    page.get_by_text("Nothing goes out until this is settled").first.wait_for()
    look(page, "settle-care")
    for name in ("Aisha Khan", "Daniel Khan", "Joy Bennett", "Tess Field"):
        page.get_by_role("group", name=name).get_by_label("As before").check()
    page.get_by_label("With whom did you settle this?").fill("With the child's social worker, by phone.")
    page.get_by_role("button", name="Settled: words may go out again").click()
    page.get_by_text("It is settled.").wait_for()
    look(page, "people-in-care")
    assert CareChange.objects.get(family=made.family).settled_at is not None
    assert FamilyMember.objects.filter(family=made.family, role=FamilyRole.FOSTER_CARER).count() == 1
