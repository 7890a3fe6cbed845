"""Interpreters: asked for, confirmed, refused by the family, moved or cancelled with the appointment (P68)."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from caseload import actions
from caseload.enums import AppointmentState, InterpreterAnswer
from caseload.interpreting import Interpreter
from caseload.models import Appointment
from families.actions import add_need, end_need
from families.enums import NeedKind
from families.models import Need
from pitservice.db.errors import Refused
from pitservice.ui.worklist import items_for
from tests.caseload.pages.forms import day_boxes, filled, send
from tests.make.accounts import BY, client_of
from tests.make.caseload import MadeWork, in_days, make_appointment, make_visit

ANNA = Interpreter("Polish", "Silesian", agency="Rowan Interpreting", name="Anna Kowal")
pytestmark = [pytest.mark.django_db, pytest.mark.rule("P68")]


def _waits(work: MadeWork) -> list[str]:
    found = [item.what.split(",")[0] for item in items_for(work.lead, timezone.localdate())]
    return [what for what in found if "nterpreter" in what]


def _arrange(appointment: Appointment, work: MadeWork, answer: str, **more: str) -> Any:
    return send(client_of(work.lead), reverse("caseload:interpreter", args=[appointment.key]), answer=answer, **more)


@pytest.fixture
def booked(work: MadeWork) -> Appointment:
    """A visit in a week, with an interpreter."""
    return make_appointment(work, interpreter=ANNA)


def test_an_interpreter_waits_to_be_confirmed(booked: Appointment, work: MadeWork) -> None:
    before = _waits(work)

    page = _arrange(booked, work, "confirmed", agency="Rowan Interpreting", note="Booking 4711").content.decode()

    assert (before, _waits(work)) == (["Interpreter to confirm"], [])
    assert "They confirmed that they come, Rowan Interpreting, Booking 4711." in page


def test_a_moved_appointment_asks_for_the_old_and_for_the_new_time(booked: Appointment, work: MadeWork) -> None:
    _arrange(booked, work, "confirmed")
    shown = client_of(work.lead).get(reverse("caseload:move", args=[booked.key])).content.decode()
    visit = make_visit(work, in_days(9), interpreter=booked.interpreter)
    new = actions.move(appointment=booked, visit=visit, by=BY)
    waits = _waits(work)

    _arrange(booked, work, "moved", agency="Rowan Interpreting")
    _arrange(new, work, "confirmed", agency="Rowan Interpreting")

    assert "has to be moved or cancelled too" in shown
    assert sorted(waits) == ["Interpreter to confirm", "Interpreter to move or cancel"]
    assert _waits(work) == []


def test_a_cancelled_appointment_waits_until_the_interpreter_is_cancelled(booked: Appointment, work: MadeWork) -> None:
    actions.cancel(appointment=booked, outcome=AppointmentState.CANCELLED_BY_FAMILY, by=BY)
    waits = _waits(work)

    _arrange(booked, work, "cancelled")

    assert (waits, _waits(work)) == (["Interpreter to cancel"], [])


def test_without_an_interpreter_or_after_the_day_nothing_waits(work: MadeWork) -> None:
    plain = make_appointment(work)
    past = make_appointment(work, in_days(-1), interpreter=Interpreter("Polish"))

    assert _waits(work) == []
    with pytest.raises(Refused, match="No interpreter is named"):
        actions.arrange_interpreter(appointment=plain, answer=InterpreterAnswer.CONFIRMED, by=BY)
    with pytest.raises(Refused, match="The appointment has changed"):
        actions.arrange_interpreter(appointment=past, answer=InterpreterAnswer.MOVED, by=BY)


def _refuse(work: MadeWork, name: str = "Anna Kowal") -> Need:
    return add_need(family=work.family, person=work.made.mother, kind=NeedKind.NOT_INTERPRETER, text=name, by=BY)


def test_booking_proposes_what_the_adult_needs_and_keeps_each_thing_apart(work: MadeWork) -> None:
    need = "Polish (Silesian), a woman"
    add_need(family=work.family, person=work.made.mother, kind=NeedKind.INTERPRETER, text=need, by=BY)
    url = reverse("caseload:book", args=[work.episode.key])

    send(client_of(work.lead), url, **day_boxes("day", 7), time="10am")

    booked = Appointment.objects.get().interpreter
    assert booked == Interpreter("Polish", "Silesian", "woman")
    assert _waits(work) == ["Interpreter to book"]


def test_who_confirms_says_who_comes(booked: Appointment, work: MadeWork) -> None:
    _arrange(booked, work, "confirmed", agency="Willow Languages", name="Ola Wrona")

    booked.refresh_from_db()
    assert booked.interpreter == Interpreter("Polish", "Silesian", agency="Willow Languages", name="Ola Wrona")


@pytest.mark.parametrize("name", ["aisha  khan", "her sister Ola"])
def test_a_relative_never_interprets(booked: Appointment, work: MadeWork, name: str) -> None:
    url = reverse("caseload:book", args=[work.episode.key])
    answers = {"interpreter_language": "Urdu", "interpreter_name": name, "where": "12 Rowan Close"}

    asked = client_of(work.lead).post(url, filled(client_of(work.lead).get(url), time="10am", **answers))
    confirmed = _arrange(booked, work, "confirmed", name=name)

    for answer in (asked, confirmed):
        assert "A relative or friend never interprets: ask an agency." in answer.content.decode()
        assert name in answer.content.decode()
    assert Appointment.objects.count() == 1


def test_a_name_without_a_language_is_asked_about(work: MadeWork) -> None:
    page = send(client_of(work.lead), reverse("caseload:book", args=[work.episode.key]), interpreter_name="Anna Kowal")

    assert "Say which language the interpreter speaks." in page.content.decode()


def test_whom_the_family_refused_is_not_booked_and_another_name_like_it_is_asked_about(work: MadeWork) -> None:
    _refuse(work)
    url, client = reverse("caseload:book", args=[work.episode.key]), client_of(work.lead)
    answers: dict[str, Any] = {**day_boxes("day", 7), "time": "10am", "interpreter_language": "Polish"}

    refused = client.post(url, filled(client.get(url), **answers, interpreter_name="anna KOWAL"))
    baby = [work.made.baby.key]
    of_another = client.post(url, filled(client.get(url), **answers, interpreter_name="Anna Kowal", invited=baby))
    alike = client.post(url, filled(client.get(url), **answers, interpreter_name="Anna"))

    assert "Anna Kowal is not wanted as interpreter by Aisha Khan" in refused.content.decode()
    assert "Aisha Khan, who is not invited to this." in of_another.content.decode()
    assert "make sure that this is somebody else" in alike.content.decode()
    assert [answer.status_code for answer in (refused, of_another, alike)] == [422, 422, 422]
    assert client.post(url, filled(alike, despite="on")).status_code == 302


def test_a_refusal_brings_what_is_booked_back_until_another_comes_or_it_is_taken_back(
    booked: Appointment, work: MadeWork
) -> None:
    _arrange(booked, work, "confirmed")
    need = _refuse(work, "anna kowal")
    waits = _waits(work)
    client = client_of(work.lead)
    page = client.get(reverse("caseload:appointment", args=[booked.key])).content.decode()

    send(
        client,
        reverse("caseload:name_interpreter", args=[booked.key]),
        interpreter_name="Ola Wrona",
        interpreter_agency="Rowan Interpreting",
    )
    named = _waits(work)
    end_need(need=need, by=BY)

    assert waits == ["Another interpreter to find"]
    assert "Aisha Khan does not want this interpreter, since" in page
    assert named == ["Interpreter to confirm"]
    assert booked.interpreter_steps.get(answer="named").note == f"Before: {ANNA}"


def test_the_one_who_was_refused_can_still_be_moved_and_is_not_in_the_next_appointment(
    booked: Appointment, work: MadeWork
) -> None:
    _refuse(work)

    new = actions.move(appointment=booked, visit=make_visit(work, in_days(9), interpreter=ANNA), by=BY)
    following = actions.book_again(appointment=new, weeks=1, by=BY)

    assert new.interpreter == ANNA
    assert following.interpreter == Interpreter("Polish", "Silesian", agency="Rowan Interpreting")
    with pytest.raises(Refused, match="not wanted as interpreter"):
        actions.arrange_interpreter(appointment=new, answer=InterpreterAnswer.CONFIRMED, by=BY)


def test_an_interpreter_is_changed_only_while_the_appointment_stands(booked: Appointment, work: MadeWork) -> None:
    with pytest.raises(Refused, match="Nothing is changed"):
        actions.name_interpreter(appointment=booked, interpreter=ANNA, by=BY)
    actions.name_interpreter(appointment=booked, interpreter=Interpreter(), by=BY)
    page = client_of(work.lead).get(reverse("caseload:appointment", args=[booked.key])).content.decode()
    actions.cancel(appointment=booked, outcome=AppointmentState.CANCELLED_BY_US, by=BY)

    assert "None any more" in page
    assert _waits(work) == []
    with pytest.raises(Refused, match="its interpreter stays as it was"):
        actions.name_interpreter(appointment=booked, interpreter=ANNA, by=BY)


def test_a_refusal_is_said_from_the_appointment(booked: Appointment, work: MadeWork) -> None:
    client = client_of(work.lead)
    page = client.get(reverse("caseload:appointment", args=[booked.key])).content.decode()
    url = f"{reverse('families:add_need', args=[work.family.key])}?kind=not_interpreter"

    send(client, url, person=work.made.mother.key, text="Anna Kowal")

    assert url in page
    assert Need.objects.get().kind == NeedKind.NOT_INTERPRETER
