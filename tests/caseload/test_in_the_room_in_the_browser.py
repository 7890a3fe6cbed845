"""Who is in the room, in a real browser: the interpreter whom a family wants, and the one whom it does not (P68)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from caseload.models import Appointment
from families.actions import add_need
from families.enums import NeedKind
from pitservice.messaging.models import Message
from tests.caseload.test_in_the_browser import look, sign_in
from tests.harness.product import RunningProduct
from tests.journeys.steps.visitor import until
from tests.make.accounts import BY
from tests.make.caseload import MadeWork, in_days, make_appointment, make_work, open_in
from tests.make.families import make_family

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def work(running_product: RunningProduct) -> MadeWork:
    """A family with both parents; the mother speaks Polish."""
    work = make_work(made=make_family(father="Daniel"))
    need = "Polish (Silesian), a woman"
    add_need(family=work.family, person=work.made.mother, kind=NeedKind.INTERPRETER, text=need, by=BY)
    return work


@pytest.mark.rule("P68")
def test_somebody_who_does_not_read_much_is_rung(running_product: RunningProduct, page: Page, work: MadeWork) -> None:
    mother = work.made.mother
    for kind, text in ((NeedKind.LITERACY, "Does not read much"), (NeedKind.FORMAT, "Audio")):
        add_need(family=work.family, person=mother, kind=kind, text=text, by=BY)
    sign_in(page, running_product, work)
    page.goto(running_product.url + reverse("caseload:book", args=[work.episode.key]))
    page.get_by_text("Ring them now").wait_for()
    look(page, "proposed")
    day = timezone.localtime(in_days(open_in(7)))
    for part in ("Day", "Month", "Year"):
        page.get_by_role("group", name="Which day?").get_by_label(part).fill(str(getattr(day, part.lower())))
    page.get_by_label("Time", exact=True).fill("10am")
    page.get_by_role("group", name="Ring to say that it is booked").get_by_label("Aisha Khan").check()
    page.get_by_role("group", name="Send an appointment letter").get_by_label("Aisha Khan").check()
    page.get_by_role("button", name="Book", exact=True).click()
    page.get_by_text("The appointment is booked.").wait_for()
    until(lambda: Message.objects.filter(channel="call", state="by_hand").exists(), "put the call on home")

    page.goto(f"{running_product.url}/")
    page.get_by_role("link", name="Ring them").wait_for()
    look(page, "call-home")
    page.get_by_role("link", name="Ring them").click()
    look(page, "call")
    page.get_by_role("link", name="I have told them").or_(page.get_by_role("button", name="I have told them")).click()
    page.get_by_label("By telephone").check()
    page.get_by_role("button", name="I have told them").click()
    page.get_by_text("Recorded.").first.wait_for()
    look(page, "call-told")


@pytest.mark.rule("P68")
def test_a_student_is_there_only_when_all_agree(running_product: RunningProduct, page: Page, work: MadeWork) -> None:
    father = work.made.father
    assert father is not None
    appointment = make_appointment(work, invited=[*work.everybody, father])
    sign_in(page, running_product, work)
    page.goto(running_product.url + reverse("caseload:appointment", args=[appointment.key]))
    page.get_by_role("link", name="Put a student on").click()
    page.get_by_label("Another student").check()
    page.get_by_label("Name of the student").fill("Jo Lark")
    page.get_by_label("Where they come from").fill("Eastfield University")
    look(page, "student")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("group", name="Does Aisha Khan agree?").get_by_label("Agrees").check()
    page.get_by_label("In person", exact=True).check()
    look(page, "student-answers")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Not agreed yet").wait_for()
    look(page, "student-on-appointment")
    page.goto(running_product.url + reverse("caseload:session", args=[appointment.key]))
    page.get_by_text("Ask about the student first").wait_for()
    look(page, "student-on-session")
    page.goto(running_product.url + reverse("caseload:student_answers", args=[appointment.key]))
    page.get_by_role("group", name="Does Daniel Khan agree?").get_by_label("Does not agree").check()
    page.get_by_label("By telephone", exact=True).check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("The student is off 1 appointment").wait_for()
    look(page, "student-off")


@pytest.mark.rule("P68")
def test_a_family_has_the_interpreter_it_wants(running_product: RunningProduct, page: Page, work: MadeWork) -> None:
    def go(name: str, key: str) -> None:
        page.goto(running_product.url + reverse(f"caseload:{name}", args=[key]))

    sign_in(page, running_product, work)
    go("book", work.episode.key)
    day = timezone.localtime(in_days(open_in(7)))
    for part in ("Day", "Month", "Year"):
        page.get_by_role("group", name="Which day?").get_by_label(part).fill(str(getattr(day, part.lower())))
    page.get_by_label("Time", exact=True).fill("10am")
    page.get_by_label("Agency").fill("Rowan Interpreting")
    page.get_by_label("Name of the interpreter").fill("her sister Ola")
    page.get_by_role("button", name="Book", exact=True).click()
    page.get_by_text("A relative or friend never interprets").first.wait_for()
    look(page, "interpreter-relative")
    page.get_by_label("Name of the interpreter").fill("Anna Kowal")
    page.get_by_role("button", name="Book", exact=True).click()
    if page.get_by_label("Book it all the same").count():  # the day may be one on which the colleague does not work
        page.get_by_label("Book it all the same").check()
        page.get_by_role("button", name="Book", exact=True).click()
    page.get_by_text("The appointment is booked.").wait_for()
    look(page, "interpreter-to-confirm")

    page.get_by_role("link", name="They do not want this one").click()
    page.get_by_label("Aisha Khan").check()
    page.get_by_label("What is needed?").fill("Anna Kowal")
    look(page, "interpreter-refused")
    page.get_by_role("button", name="Add").click()
    page.goto(f"{running_product.url}/")
    page.get_by_text("Another interpreter to find").first.wait_for()
    look(page, "interpreter-home")
    page.get_by_role("link", name="Arrange the interpreter").click()
    page.go_back()
    appointment = Appointment.objects.get()
    go("name_interpreter", appointment.key)
    look(page, "interpreter-change")
    page.get_by_label("Name of the interpreter").fill("Ewa Maj")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("The interpreter is changed.").wait_for()
    look(page, "interpreter-changed")
    go("interpreter", appointment.key)
    page.get_by_label("They confirmed that they come").check()
    look(page, "interpreter-confirm")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Confirmed", exact=True).wait_for()

    assert str(Appointment.objects.get().interpreter) == "Polish (Silesian), a woman, Ewa Maj, Rowan Interpreting"
