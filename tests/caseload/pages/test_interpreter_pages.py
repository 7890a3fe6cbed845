"""Interpreters: confirmed, and moved or cancelled with the appointment (P68)."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from caseload import actions
from caseload.enums import AppointmentState, InterpreterAnswer
from caseload.models import Appointment
from pitservice.db.errors import Refused
from pitservice.ui.worklist import items_for
from tests.caseload.pages.forms import send
from tests.make.accounts import BY, client_of
from tests.make.caseload import MadeWork, in_days, make_appointment, make_visit

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P68")]


def _waits(work: MadeWork) -> list[str]:
    found = [item.what.split(",")[0] for item in items_for(work.lead, timezone.localdate())]
    return [what for what in found if what.startswith("Interpreter")]


def _arrange(appointment: Appointment, work: MadeWork, answer: str, **more: str) -> Any:
    return send(client_of(work.lead), reverse("caseload:interpreter", args=[appointment.key]), answer=answer, **more)


@pytest.fixture
def booked(work: MadeWork) -> Appointment:
    """A visit in a week, with an interpreter."""
    return make_appointment(work, interpreter="Polish, Silesian; Anna of Rowan Interpreting")


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
    past = make_appointment(work, in_days(-1), interpreter="Polish")

    assert _waits(work) == []
    with pytest.raises(Refused, match="No interpreter is named"):
        actions.arrange_interpreter(appointment=plain, answer=InterpreterAnswer.CONFIRMED, by=BY)
    with pytest.raises(Refused, match="The appointment has changed"):
        actions.arrange_interpreter(appointment=past, answer=InterpreterAnswer.MOVED, by=BY)
