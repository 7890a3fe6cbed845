"""A day is cleared at eight in the morning, taken over, undone (P69)."""

from __future__ import annotations

from datetime import time

import pytest
from django.utils import timezone

from caseload import actions
from caseload.enums import AppointmentState
from caseload.interpreting import Interpreter
from caseload.models import Appointment, Slot
from caseload.selectors.clearing import to_book_again, to_clear, ways_to_tell
from families.actions import record_loss, restrict
from families.enums import Channel, LossKind
from pitservice.accounts.enums import Permission, RoleName
from pitservice.configuration.enums import YesNoUnknown
from pitservice.db.errors import Refused
from pitservice.messaging.enums import MessageState
from pitservice.messaging.models import Message
from tests.make.accounts import BY, make_user, viewer_of
from tests.make.caseload import MadeWork, clear, in_days, make_appointment, make_ending, make_room, make_work
from tests.make.families import make_family

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P69")]


@pytest.fixture
def work() -> MadeWork:
    return make_work()


@pytest.fixture
def appointment(work: MadeWork) -> Appointment:
    """Tomorrow, in a room, with an interpreter."""
    return make_appointment(
        work, in_days(1), room=make_room(work.team), place="clinic", interpreter=Interpreter("Polish", name="Ewa")
    )


def texts(*states: MessageState) -> list[tuple[str, str]]:
    found = Message.objects.filter(state__in=states or list(MessageState)).order_by("pk")
    return [(message.recipient_name, message.dedupe_key.split(":")[2]) for message in found]


def test_a_cleared_appointment_is_called_off_and_its_time_and_room_are_free(appointment: Appointment) -> None:
    clear(appointment)

    appointment.refresh_from_db()
    assert appointment.state == AppointmentState.CANCELLED_BY_US
    assert not Slot.objects.filter(appointment=appointment, live=True).exists()
    assert texts(MessageState.QUEUED) == [("Aisha Khan", "cancelled")]


def test_an_adult_who_may_not_be_texted_stands_under_tell_by_other_means() -> None:
    work = make_work(made=make_family(father="Daniel", may_text=YesNoUnknown.NO))

    clear(make_appointment(work, in_days(1), invited=[work.made.mother]))

    assert texts(MessageState.HELD) == [("Aisha Khan", "cancelled")]


def test_a_colleague_takes_over_at_the_same_time_and_place(appointment: Appointment) -> None:
    sam = make_user(RoleName.PRACTITIONER, appointment.team, "Sam Okoro")

    row = clear(appointment, giving=sam).rows.get()

    assert row.taken_over is not None
    new = row.taken_over
    assert (new.practitioner, new.starts, new.room) == (sam, appointment.starts, appointment.room)
    appointment.refresh_from_db()
    assert appointment.state == AppointmentState.MOVED
    assert ("Aisha Khan", "taken_over") in texts(MessageState.QUEUED)  # nobody opens the door to a stranger


def test_a_colleague_who_is_busy_cannot_take_over_and_nothing_is_done(appointment: Appointment) -> None:
    busy = make_work(appointment.team)
    make_appointment(busy, in_days(1))

    with pytest.raises(Exception, match="slot_practitioner_once"):
        clear(appointment, giving=busy.lead)


def test_the_undo_books_everything_as_it_was_and_takes_back_what_has_not_gone(appointment: Appointment) -> None:
    clearing = clear(appointment)

    left = actions.undo_clearing(clearing=clearing, by=BY)

    appointment.refresh_from_db()
    assert (left, appointment.state) == ([], AppointmentState.BOOKED)
    assert Slot.objects.filter(appointment=appointment, live=True).count() == 2
    assert texts(MessageState.QUEUED) == []
    with pytest.raises(Refused, match="undone already"):
        actions.undo_clearing(clearing=clearing, by=BY)


def test_whoever_was_told_hears_that_the_appointment_stands(appointment: Appointment) -> None:
    clearing = clear(appointment)
    Message.objects.filter(dedupe_key__contains=":cancelled").update(state=MessageState.SENT)

    actions.undo_clearing(clearing=clearing, by=BY)

    assert texts(MessageState.QUEUED) == [("Aisha Khan", "booked")]


def test_reminders_are_written_anew_after_the_undo(work: MadeWork) -> None:
    appointment = make_appointment(work, in_days(7))
    clearing = clear(appointment)

    actions.undo_clearing(clearing=clearing, by=BY)

    assert [which for _, which in texts(MessageState.QUEUED)] == ["reminder"]


def test_what_was_taken_over_goes_back(appointment: Appointment) -> None:
    sam = make_user(RoleName.PRACTITIONER, appointment.team, "Sam Okoro")
    clearing = clear(appointment, giving=sam)

    assert actions.undo_clearing(clearing=clearing, by=BY) == []

    now = Appointment.objects.get(state=AppointmentState.BOOKED)
    assert (now.practitioner, now.starts) == (appointment.practitioner, appointment.starts)


def test_the_undo_leaves_what_somebody_has_booked_into_meanwhile(work: MadeWork, appointment: Appointment) -> None:
    clearing = clear(appointment)
    other = make_work(work.team, lead=work.lead)
    make_appointment(other, in_days(1))

    left = actions.undo_clearing(clearing=clearing, by=BY)

    appointment.refresh_from_db()
    assert left == [appointment]
    assert appointment.state == AppointmentState.CANCELLED_BY_US


def test_an_appointment_that_was_changed_meanwhile_is_not_cleared(appointment: Appointment) -> None:
    actions.cancel(appointment=appointment, outcome=AppointmentState.CANCELLED_BY_FAMILY, by=BY)

    with pytest.raises(Refused, match="just changed"):
        clear(appointment)
    with pytest.raises(Refused, match="at least one"):
        actions.clear_day(
            team=appointment.team, user=appointment.practitioner, day=timezone.localdate(), appointments={}, by=BY
        )


def test_who_was_called_off_is_to_be_booked_again_until_it_is(work: MadeWork, appointment: Appointment) -> None:
    viewer = viewer_of(work.lead, Permission.BOOK)
    clear(appointment)
    assert [row.appointment for row in to_book_again(viewer)] == [appointment]

    make_appointment(work, in_days(8))

    assert list(to_book_again(viewer)) == []


def test_a_day_shows_what_is_still_to_come_and_no_restricted_family(work: MadeWork) -> None:
    viewer, day = viewer_of(work.lead, Permission.BOOK), timezone.localdate(in_days(1))
    soon = make_appointment(work, in_days(1))
    make_appointment(work, in_days(2))
    hidden = make_work(work.team, lead=work.lead)
    make_appointment(hidden, in_days(1, time(14)))
    restrict(family=hidden.family, reason="A relative works here.", named=[make_user(team=work.team)], by=BY)

    assert to_clear(viewer, work.team, work.lead, day) == [soon]


def test_each_adult_has_the_quickest_way_that_the_rules_allow() -> None:
    texted, called = make_work(), make_work(made=make_family(may_text=YesNoUnknown.NO))

    (one,) = ways_to_tell(make_appointment(texted, in_days(1)))
    (other,) = ways_to_tell(make_appointment(called, in_days(1)))

    assert (one.allowed, one.channel) == (True, Channel.TEXT)
    assert (other.allowed, other.channel) == (True, Channel.CALL)


@pytest.mark.rule("P22")
def test_the_undo_books_nobody_whose_work_has_ended_or_who_lost_a_baby(work: MadeWork) -> None:
    lost = make_work(work.team, lead=work.lead)
    ended, other = make_appointment(work, in_days(1)), make_appointment(lost, in_days(1, time(14)))
    clearing = clear(ended, other)
    make_ending(work)
    record_loss(family=lost.family, person=lost.made.baby, kind=LossKind.BABY_DIED, by=BY)

    assert actions.undo_clearing(clearing=clearing, by=BY) == [ended, other]


@pytest.mark.rule("P68")
def test_a_student_who_was_refused_meanwhile_does_not_come_back_with_the_undo(
    work: MadeWork, appointment: Appointment
) -> None:
    booked = actions.seat_student(appointment=appointment, name="Jo Lark", by=BY)
    clearing = clear(booked)
    assert booked.student is not None
    no = actions.Said({work.made.mother: False}, timezone.localdate(), "call")
    actions.record_answers(student=booked.student, said=no, by=BY)

    left = actions.undo_clearing(clearing=clearing, by=BY)

    booked.refresh_from_db()
    assert (left, booked.state, booked.student) == ([], AppointmentState.BOOKED, None)
