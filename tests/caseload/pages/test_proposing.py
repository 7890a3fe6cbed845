"""A reading or learning need: booking proposes text or call, then a letter in the adult's format (P68)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from caseload import actions
from caseload.enums import AppointmentState
from caseload.models import Appointment
from families.actions import add_need
from families.contact import Version
from families.enums import Channel, NeedKind, WordForm
from pitservice.db.errors import Refused
from pitservice.letters.models import Copy
from pitservice.messaging import actions as messages
from pitservice.messaging.enums import Means, MessageState
from pitservice.messaging.models import Message
from pitservice.messaging.tasks import send_due
from tests.caseload.pages.forms import day_boxes, send
from tests.letters.test_wording import save
from tests.make.accounts import BY, client_of
from tests.make.caseload import MadeWork, in_days, make_visit

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P68")]


def _need(work: MadeWork, kind: NeedKind, text: str) -> None:
    add_need(family=work.family, person=work.made.mother, kind=kind, text=text, by=BY)


def _booking(work: MadeWork) -> str:
    return client_of(work.lead).get(reverse("caseload:book", args=[work.episode.key])).content.decode()


def _rung(work: MadeWork) -> Message:
    """The mother is rung: booked with a call, which waits on home until somebody has."""
    url = reverse("caseload:book", args=[work.episode.key])
    answer = send(
        client_of(work.lead), url, **day_boxes("day", 7), time="10am", call_to=[work.made.mother.key], text_to=None
    )
    assert "The appointment is booked." in answer.content.decode()
    send_due()
    return Message.objects.get(channel=Channel.CALL)


@pytest.mark.parametrize(
    ("kind", "text", "then"),
    [
        (NeedKind.FORMAT, "Large print", "Then a letter in large print confirms it."),
        (NeedKind.FORMAT, "Easy read", "Then a letter in easy read confirms it."),
        (NeedKind.FORMAT, "Audio", "There is none in the form that they need"),
        (NeedKind.LITERACY, "Does not read much", "There is none in the form that they need"),
    ],
)
def test_booking_proposes_and_ticks_nothing(work: MadeWork, kind: NeedKind, text: str, then: str) -> None:
    words = "We meet {when}, {where}.\n{extra}\nPlease {ring_us}.\n{closing}"
    save(work.team, "appointment", words, Version("en", WordForm.EASY_READ))
    _need(work, kind, text)

    page = _booking(work)

    assert f"Aisha Khan ({text}): Text them or ring them now." in page
    assert then in page
    form = client_of(work.lead).get(reverse("caseload:book", args=[work.episode.key])).context["form"]
    assert [form[name].value() for name in ("text_to", "call_to", "letter_to")] == [None, None, None]


def test_without_such_a_need_nothing_is_proposed(work: MadeWork) -> None:
    _need(work, NeedKind.TIMES_TO_AVOID, "Mondays")

    assert "reading or learning need" not in _booking(work)


def test_where_no_text_may_go_a_call_is_proposed(work: MadeWork) -> None:
    _need(work, NeedKind.LITERACY, "Does not read much")
    work.made.mother.points.filter(kind="mobile").update(may_text="no")

    assert "Aisha Khan (Does not read much): Ring them now." in _booking(work)


def test_a_call_stands_on_home_until_somebody_has_rung(work: MadeWork) -> None:
    call = _rung(work)
    client = client_of(work.lead)
    home = client.get("/").content.decode()
    page = client.get(reverse("messaging:message", args=[call.key])).content.decode()

    messages.tell_by_other_means(message=call, how="Rang at ten.", means=Means.CALL, by=work.lead.actor)

    assert (call.state, call.value) == (MessageState.BY_HAND, work.made.mobile.value)
    assert "Call to Aisha Khan: appointment" in home and "Ring them" in home
    assert "I have told them" in page and "I have sent it" not in page
    assert "Ring them" not in client.get("/").content.decode()


def test_nobody_sends_a_call(work: MadeWork) -> None:
    call = _rung(work)

    with pytest.raises(Refused, match="This is a call"):
        messages.say_sent_by_hand(message=call, at=in_days(0), by=BY)


def test_who_was_rung_is_rung_when_it_moves_and_when_it_is_cancelled(work: MadeWork) -> None:
    call = _rung(work)
    messages.tell_by_other_means(message=call, how="", means=Means.CALL, by=work.lead.actor)
    appointment = Appointment.objects.get()

    new = actions.move(appointment=appointment, visit=make_visit(work, in_days(9)), by=BY)
    send_due()
    moved = Message.objects.get(wanted=f"appointment:{new.pk}", purpose="appointment")
    messages.tell_by_other_means(message=moved, how="", means=Means.CALL, by=work.lead.actor)
    actions.cancel(appointment=new, outcome=AppointmentState.CANCELLED_BY_US, by=BY)

    assert moved.channel == Channel.CALL
    last = Message.objects.filter(purpose="appointment").latest("pk")
    assert (last.channel, "cancelled" in last.dedupe_key) == (Channel.CALL, True)


def test_a_call_that_nobody_made_goes_with_its_appointment(work: MadeWork) -> None:
    call = _rung(work)

    actions.cancel(appointment=Appointment.objects.get(), outcome=AppointmentState.CANCELLED_BY_FAMILY, by=BY)

    call.refresh_from_db()
    assert call.state == MessageState.CANCELLED
    assert not Message.objects.filter(purpose="appointment").exclude(pk=call.pk).exists()


def test_a_letter_in_a_form_that_we_do_not_have_waits_for_a_person(work: MadeWork) -> None:
    _need(work, NeedKind.FORMAT, "Audio")
    url = reverse("caseload:book", args=[work.episode.key])

    send(client_of(work.lead), url, **day_boxes("day", 7), time="10am", letter_to=[work.made.mother.key])

    assert Copy.objects.get().state == "held"


def test_only_somebody_who_is_invited_is_rung(work: MadeWork) -> None:
    url = reverse("caseload:book", args=[work.episode.key])
    changes = {"invited": [work.made.baby.key], "call_to": [work.made.mother.key]}

    answer = send(client_of(work.lead), url, **day_boxes("day", 7), time="10am", **changes)

    assert "Choose only people who are invited" in answer.content.decode()
