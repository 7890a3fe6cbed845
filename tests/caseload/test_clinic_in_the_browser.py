"""Assessment clinics in a real browser: published, the first slot given, a second window told (toolkit ch. 6)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from caseload.models import Appointment, ClinicSlot
from families.actions import add_need
from families.enums import NeedKind
from pitservice.accounts.enums import RoleName
from tests.caseload.test_in_the_browser import look
from tests.harness.product import RunningProduct
from tests.journeys.steps.visitor import Visitor
from tests.make.accounts import BY, make_user
from tests.make.caseload import in_days, make_room, open_in
from tests.make.clinic import make_clinic, make_family_waiting, make_practitioner, mother_of

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.mark.rule("WL-1")
def test_a_clinic_morning(running_product: RunningProduct, page: Page) -> None:
    cleo = make_user(RoleName.CLINICAL_LEAD, name="Cleo Marsh")
    team = cleo.current_memberships[0].team
    make_practitioner(team)
    make_room(team)
    first, second = make_family_waiting(team), make_family_waiting(team)
    add_need(family=first.family, person=mother_of(first), kind=NeedKind.INTERPRETER, text="Urdu", by=BY)
    visitor = Visitor(page, running_product.url)
    visitor.sign_in(cleo)

    visitor.go("caseload:list")
    visitor.press("Assessment clinics")
    visitor.reads("No slot is published from here on.")
    look(page, "clinics-none")
    visitor.press("Publish slots")
    visitor.select("Practitioner", "Priya Shah")
    visitor.select("Room", "Blue room")
    visitor.fill({"Address": "Eastfield Clinic", "First slot at": "9:30am", "How many slots in a row?": "3"})
    day = timezone.localdate(in_days(open_in(7)))
    visitor.date("Which day?", day)
    look(page, "clinic-publish")
    visitor.press("Publish")
    visitor.reads("3 slots are published.")
    visitor.reads("3 of 3 slots free, Blue room, Eastfield Clinic")
    look(page, "clinics")

    page.get_by_role("link", name="Offer").first.click()
    visitor.reads("needs an interpreter (Urdu), and none is named.")
    look(page, "clinic-slot")
    beside = page.context.new_page()
    beside.goto(running_product.url + reverse("caseload:offer_slot", args=[_first_slot().key, second.key]))
    page.get_by_role("link", name="Offer it").first.click()
    page.get_by_label("Language (optional)").fill("")
    look(page, "clinic-offer")
    visitor.press("Allocate and book")
    visitor.reads("This speaks against the time")
    look(page, "clinic-offer-warned")
    page.get_by_label("Give them this slot all the same").check()
    visitor.press("Allocate and book")
    visitor.reads("Priya Shah leads the work now")
    look(page, "clinic-given")
    assert Appointment.objects.get().episode.family == first.family

    beside.get_by_role("button", name="Allocate and book").click()
    beside.get_by_text("A family has this assessment clinic slot already. Choose another slot.").first.wait_for()
    look(beside, "clinic-second-window")
    beside.close()

    visitor.go("referrals:waiting")
    assert page.get_by_role("link", name=second.referral.key).count() + page.content().count(second.key) > 0
    assert first.key not in page.content()
    page.goto(f"{running_product.url}{reverse('caseload:diary')}?day={day}&whose=team")
    assert page.get_by_text("Assessment clinic, free").count() == 2
    look(page, "clinic-diary")

    _book_over_a_free_slot(visitor, page, day)
    visitor.go("caseload:clinics")
    visitor.reads("2 of 3 slots free")
    look(page, "clinics-one-given")
    page.get_by_role("link", name="Withdraw").first.click()
    visitor.choose("What do you want to withdraw?", "All 2 free slots of Priya Shah that day")
    look(page, "clinic-withdraw")
    visitor.press("Withdraw")
    visitor.reads("It is withdrawn.")
    assert ClinicSlot.objects.filter(withdrawn_at=None).count() == 1


@pytest.mark.rule("P69")
def test_a_day_of_free_slots_on_my_day_and_cleared(running_product: RunningProduct, page: Page) -> None:
    priya = make_user(RoleName.PRACTITIONER, name="Priya Shah")
    first, *_ = make_clinic(priya, slots=2, room=make_room(priya.current_memberships[0].team))
    visitor = Visitor(page, running_product.url)
    visitor.sign_in(priya)

    page.goto(f"{running_product.url}{reverse('caseload:my_day')}?day={timezone.localdate(first.starts)}")
    assert page.get_by_text("Assessment clinic, free").count() == 2
    look(page, "clinic-my-day")
    page.get_by_role("link", name="Clear this day", exact=True).click()
    visitor.reads("They are withdrawn: nobody is given one")
    look(page, "clinic-clear-day")
    visitor.press("Clear the day")
    visitor.reads("They cannot be given to a family any more.")
    look(page, "clinic-cleared")
    visitor.press("Undo all of it")
    visitor.reads("Slots of the assessment clinic are free again")
    look(page, "clinic-undo")
    visitor.press("Undo it")
    visitor.reads("2 slots of the assessment clinic can be given again.")
    assert ClinicSlot.objects.filter(withdrawn_at=None).count() == 2


def _book_over_a_free_slot(visitor: Visitor, page: Page, day: date) -> None:
    """Something else for the family at the time of a free slot: said, looked at, and left."""
    page.goto(f"{visitor.url}{reverse('caseload:book', args=[Appointment.objects.get().episode.key])}")
    visitor.select("Practitioner", "Priya Shah")
    visitor.fill({"Time": "10:30am"})
    visitor.date("Which day?", day)
    visitor.press("Book")
    visitor.reads("This time is held for an assessment clinic slot that is free and can be withdrawn")
    look(page, "clinic-book-over")


def _first_slot() -> ClinicSlot:
    return ClinicSlot.objects.order_by("starts")[0]
