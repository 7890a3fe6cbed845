"""Booking, moving, cancelling, correcting."""

from __future__ import annotations

from datetime import time

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from caseload import actions
from caseload.enums import AppointmentState
from caseload.models import Appointment
from families.actions import add_need
from families.enums import NeedKind, Purpose
from pitservice.accounts.enums import RoleName
from pitservice.letters.models import Copy
from pitservice.messaging.models import Message
from tests.caseload.pages.forms import day_boxes, filled, send
from tests.make.accounts import BY, client_of, make_user
from tests.make.caseload import (
    MadeWork,
    in_days,
    make_appointment,
    open_in,
)

pytestmark = pytest.mark.django_db


def test_booking_leads_to_the_appointment_and_makes_a_reminder(work: MadeWork) -> None:
    url = reverse("caseload:book", args=[work.episode.key])

    answer = send(client_of(work.lead), url, **day_boxes("day", 7), time="10am", letter_to=[work.made.mother.key])

    made = Appointment.objects.get()
    assert answer.request["PATH_INFO"] == reverse("caseload:appointment", args=[made.key])
    assert {row.person for row in made.invitations.all()} == {work.made.mother, work.made.baby}
    assert Message.objects.get().purpose == Purpose.REMINDER
    assert Copy.objects.get().reader_name == "Aisha Khan"


def test_a_double_booking_is_refused_in_a_sentence_and_nothing_typed_is_lost(work: MadeWork) -> None:
    make_appointment(work)
    url = reverse("caseload:book", args=[work.episode.key])

    answer = send(client_of(work.lead), url, **day_boxes("day", 7), time="10:30am", where="12 Rowan Close")

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "This practitioner has another appointment at that time." in page
    assert "12 Rowan Close" in page
    assert Appointment.objects.count() == 1


def test_booking_refuses_bad_input_in_our_words(work: MadeWork) -> None:
    url = reverse("caseload:book", args=[work.episode.key])

    answer = send(client_of(work.lead), url, day_day="31", day_month="2", day_year="2027", time="half", invited=None)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The day must be a real date" in page
    assert "The time must be a time, like 2:30pm or 14:30" in page
    assert "Select who is invited" in page


def test_a_time_the_clocks_skip_is_said_beside_the_time(work: MadeWork) -> None:
    url = reverse("caseload:book", args=[work.episode.key])

    answer = send(client_of(work.lead), url, day_day="28", day_month="3", day_year="2027", time="01:30")

    assert answer.status_code == 422
    assert "There is no 1:30am on Sun 28 March 2027" in answer.content.decode()


def test_words_go_only_to_who_is_invited(work: MadeWork) -> None:
    url = reverse("caseload:book", args=[work.episode.key])
    changes = {"invited": [work.made.baby.key], "text_to": [work.made.mother.key]}

    answer = send(client_of(work.lead), url, **day_boxes("day", 7), time="10am", **changes)

    assert "Choose only people who are invited" in answer.content.decode()


@pytest.mark.rule("P68")
def test_booking_warns_of_times_to_avoid_and_of_the_interpreter(work: MadeWork) -> None:
    add_need(family=work.family, person=work.made.mother, kind=NeedKind.TIMES_TO_AVOID, text="School run", by=BY)
    add_need(family=work.family, person=work.made.mother, kind=NeedKind.INTERPRETER, text="Urdu", by=BY)

    page = client_of(work.lead).get(reverse("caseload:book", args=[work.episode.key]))

    *_, callout = page.context["aside"]  # after the enquiry of the referrer (P64)
    assert callout.lines == ["Aisha Khan: Interpreter: Urdu", "Aisha Khan: Times to avoid: School run"]


def test_moving_and_cancelling(work: MadeWork) -> None:
    client = client_of(work.lead)
    appointment = make_appointment(work)

    send(
        client,
        reverse("caseload:move", args=[appointment.key]),
        **day_boxes("day", 9),
        time="2:30pm",
        asked_by="family",
    )
    new = Appointment.objects.get(moved_from=appointment)
    answer = send(client, reverse("caseload:cancel", args=[new.key]), outcome="cancelled_by_family")

    new.refresh_from_db()
    assert timezone.localtime(new.starts).time() == time(14, 30)
    assert new.state == AppointmentState.CANCELLED_BY_FAMILY
    assert "Cancelled by family" in answer.content.decode()


def test_moving_what_somebody_else_has_moved_is_told(work: MadeWork) -> None:
    client, appointment = client_of(work.lead), make_appointment(work)
    url = reverse("caseload:move", args=[appointment.key])
    page = client.get(url)
    actions.cancel(appointment=appointment, outcome=AppointmentState.CANCELLED_BY_US, by=BY)

    answer = client.post(url, filled(page, **day_boxes("day", open_in(9)), asked_by="us"))

    assert answer.status_code == 409
    assert "The system made it “Cancelled by us”" in answer.content.decode()


def test_correcting_an_outcome_keeps_both(work: MadeWork) -> None:
    client, appointment = client_of(work.lead), make_appointment(work, in_days(-1))
    actions.record_outcome(appointment=appointment, outcome=AppointmentState.NOT_ATTENDED, by=BY)

    url = reverse("caseload:correct", args=[appointment.key])
    answer = send(client, url, outcome="no_access", reason="The bell is broken")

    page = answer.content.decode()
    assert "Did not attend / was not brought" in page
    assert "No access (home visit)" in page
    assert "The bell is broken" in page


def test_a_baby_who_was_not_brought_is_thought_of_and_nothing_is_counted(work: MadeWork) -> None:
    first, second = make_appointment(work, in_days(-9)), make_appointment(work, in_days(-2))
    by, off = work.lead.actor, AppointmentState.CANCELLED_BY_FAMILY
    client = client_of(work.lead)

    def thinks(appointment: Appointment, user: Client = client) -> bool:
        page = user.get(reverse("caseload:appointment", args=[appointment.key])).content.decode()
        return "Think of the baby" in page and reverse("families:add_concern", args=[work.family.key]) in page

    actions.cancel(appointment=first, outcome=off, by=by)
    assert not thinks(first)
    actions.cancel(appointment=second, outcome=off, by=by)
    assert thinks(second)
    third = make_appointment(work, in_days(-1))
    assert not thinks(third)
    actions.record_outcome(appointment=third, outcome=AppointmentState.NOT_ATTENDED, by=by)
    assert thinks(third)
    assert not thinks(third, client_of(make_user(RoleName.ADMINISTRATOR, work.team)))
