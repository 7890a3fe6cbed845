"""Booking, moving, cancelling, outcomes, and the reminders that follow them."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from caseload import actions
from caseload.enums import AppointmentKind, AppointmentState, Place
from caseload.models import Appointment, Slot
from caseload.times import moment_at, reminder_moment
from families.actions import raise_alert
from families.enums import AlertKind, Purpose
from pitservice.accounts.enums import RoleName
from pitservice.configuration.models import TeamSettings
from pitservice.configuration.selectors import holidays_of
from pitservice.db.constraints import sentence_for
from pitservice.db.errors import Refused
from pitservice.letters.models import Copy
from pitservice.messaging.enums import MessageState
from pitservice.messaging.models import Message
from pitservice.messaging.wanted import still_wanted
from tests.make.accounts import BY, make_user
from tests.make.caseload import MadeWork, in_days, make_appointment, make_room, make_visit, make_work
from tests.make.families import make_family, make_hard_family

A = AppointmentState


def reminders(work: MadeWork) -> list[Message]:
    """The family's reminders, oldest first."""
    return list(Message.objects.filter(family=work.family, purpose=Purpose.REMINDER).order_by("pk"))


def say_sent(message: Message) -> None:
    """As if the worker had sent it."""
    Message.objects.filter(pk=message.pk).update(state=MessageState.SENT)


@pytest.mark.django_db
class TestBooking:
    """A new appointment."""

    def test_takes_the_time_of_practitioner_and_room(self) -> None:
        work = make_work()
        room = make_room(work.team)

        appointment = make_appointment(work, place=Place.CLINIC, room=room)

        slots = {(slot.practitioner, slot.room, slot.live) for slot in appointment.slots.all()}
        assert slots == {(work.lead, None, True), (None, room, True)}
        assert {row.person for row in appointment.invitations.all()} == {work.made.mother, work.made.baby}

    def test_the_same_practitioner_twice_is_refused_by_the_database_in_a_sentence(self) -> None:
        work = make_work()
        make_appointment(work)

        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            make_appointment(work, in_days(7, time(10, 30)))

        assert sentence_for(refused.value) == "This practitioner has another appointment at that time."

    def test_the_same_room_twice_is_refused_by_the_database_in_a_sentence(self) -> None:
        work = make_work()
        room = make_room(work.team)
        other = make_user(RoleName.PRACTITIONER, work.team, "Lee")
        make_appointment(work, room=room, place=Place.CLINIC)

        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            make_appointment(work, room=room, place=Place.CLINIC, practitioner=other)

        assert sentence_for(refused.value) == "This room is taken at that time."

    def test_one_after_the_other_is_no_overlap(self) -> None:
        work = make_work()
        make_appointment(work)

        make_appointment(work, in_days(7, time(11)))

        assert Appointment.objects.count() == 2

    def test_a_cancelled_time_is_free_again(self) -> None:
        work = make_work()
        appointment = make_appointment(work)

        actions.cancel(appointment=appointment, outcome=A.CANCELLED_BY_US, by=BY)
        make_appointment(work)

        assert Slot.objects.filter(live=True).count() == 1

    def test_an_administrator_s_time_cannot_be_booked(self) -> None:
        work = make_work()
        other = make_user(RoleName.ADMINISTRATOR, work.team, "Lee")

        with pytest.raises(Refused, match="Lee does not work with families"):
            make_appointment(work, practitioner=other)

    def test_another_team_s_room_is_refused(self) -> None:
        work, other = make_work(), make_work()

        with pytest.raises(Refused, match="another team"):
            make_appointment(work, room=make_room(other.team), place=Place.CLINIC)

    @pytest.mark.rule("P45")
    def test_somebody_who_must_not_know_cannot_be_invited(self) -> None:
        work = make_work(made=make_hard_family())
        assert work.made.father is not None

        with pytest.raises(Refused, match="Choose who is invited"):
            make_appointment(work, invited=[work.made.father])

    def test_over_a_change_of_the_clocks_an_hour_is_an_hour(self) -> None:
        work = make_work()
        starts = moment_at(date(2027, 3, 28), time(0, 30))

        appointment = make_appointment(work, starts)

        assert (appointment.ends - appointment.starts).total_seconds() == 3600
        assert timezone.localtime(appointment.ends).time() == time(2, 30)


@pytest.mark.django_db
@pytest.mark.rule("REM-1")
class TestReminders:
    """One for each invited adult, at ten by the wall clock, never after the appointment changed."""

    @pytest.mark.parametrize("day", [date(2037, 3, 30), date(2037, 3, 31), date(2037, 10, 26), date(2037, 10, 27)])
    def test_keep_wall_time_over_both_changes_of_the_clocks(self, day: date) -> None:
        work = make_work()

        make_appointment(work, moment_at(day, time(14, 30)))

        [reminder] = reminders(work)
        local = timezone.localtime(reminder.not_before)
        assert (local.date(), local.time()) == (day - timedelta(days=2), time(10))
        assert reminder.not_after == moment_at(day, time(14, 30))

    def test_says_the_time_and_not_what_it_is_for(self) -> None:
        work = make_work()
        make_appointment(work)

        [reminder] = reminders(work)

        assert "10am" in reminder.words
        assert not any(word in reminder.words.lower() for word in ("zayn", "aisha", "assessment", "therapy"))

    def test_an_earlier_one_goes_too_where_the_team_wants_it(self) -> None:
        work = make_work()
        TeamSettings.objects.update_or_create(team=work.team, defaults={"reminder_earlier_days": 7})
        far, near = moment_at(date(2037, 3, 30), time(14, 30)), in_days(5)

        make_appointment(work, far)
        make_appointment(work, near)

        days = [timezone.localtime(one.not_before).date() for one in reminders(work) if one.not_after == far]
        assert sorted(days) == [date(2037, 3, 23), date(2037, 3, 28)]
        assert len([one for one in reminders(work) if one.not_after == near]) == 1

    def test_none_when_its_time_is_past_at_booking(self) -> None:
        work = make_work()

        make_appointment(work, timezone.now() + timedelta(hours=30))

        assert reminders(work) == []

    def test_an_appointment_that_has_been_tells_nobody_anything(self) -> None:
        work = make_work()

        visit = make_visit(work, in_days(-3))
        actions.book(
            episode=work.episode,
            kind=AppointmentKind.FIRST,
            visit=visit,
            invited=work.everybody,
            text_to=[work.made.mother],
            letter_to=[work.made.mother],
            by=BY,
        )

        assert not Message.objects.exists()
        assert not Copy.objects.exists()

    @pytest.mark.rule("P45")
    def test_a_father_not_invited_gets_none(self) -> None:
        work = make_work(made=make_family(father="Daniel"))

        make_appointment(work)

        assert [one.recipient_name for one in reminders(work)] == ["Aisha Khan"]

    @pytest.mark.rule("P45")
    def test_both_invited_parents_get_one_each(self) -> None:
        work = make_work(made=make_family(father="Daniel"))
        assert work.made.father is not None

        make_appointment(work, invited=[*work.everybody, work.made.father])

        assert [one.recipient_name for one in reminders(work)] == ["Aisha Khan", "Daniel Khan"]

    def test_somebody_restricted_since_gets_no_row_when_it_moves(self) -> None:
        work = make_work(made=make_family(father="Daniel"))
        assert work.made.father is not None
        appointment = make_appointment(work, invited=[*work.everybody, work.made.father])
        raise_alert(
            family=work.family, kind=AlertKind.RESTRICTED_PERSON, person=work.made.father, text="Since then.", by=BY
        )

        new = actions.move(appointment=appointment, visit=make_visit(work, in_days(8)), by=BY)

        assert [one.recipient_name for one in reminders(work) if one.wanted == f"appointment:{new.pk}"] == [
            "Aisha Khan"
        ]
        assert {row.person for row in new.invitations.all()} == {work.made.mother, work.made.baby}

    def test_moving_cancels_the_old_one_and_queues_a_new_one(self) -> None:
        work = make_work()
        appointment = make_appointment(work)

        new = actions.move(appointment=appointment, visit=make_visit(work, in_days(9)), reason="Ill", by=BY)

        old_one, new_one = reminders(work)
        assert (old_one.state, new_one.state) == (MessageState.CANCELLED, MessageState.QUEUED)
        assert new_one.not_before == reminder_moment(new.starts, 2, holidays_of(new.team))
        appointment.refresh_from_db()
        assert (appointment.state, new.moved_from) == (A.MOVED, appointment)
        assert not still_wanted(f"appointment:{appointment.pk}")
        assert still_wanted(f"appointment:{new.pk}")

    def test_moving_after_it_was_sent_says_so(self) -> None:
        work = make_work()
        appointment = make_appointment(work)
        say_sent(reminders(work)[0])

        new = actions.move(appointment=appointment, visit=make_visit(work, in_days(9)), by=BY)

        told = Message.objects.get(dedupe_key=f"appointment:{new.pk}:moved:{work.made.mother.pk}")
        assert told.state == MessageState.QUEUED
        assert "has moved to" in told.words

    def test_cancelling_after_it_was_sent_says_so_and_before_says_nothing(self) -> None:
        work = make_work()
        first, second = make_appointment(work), make_appointment(work, in_days(8))
        say_sent(reminders(work)[0])

        actions.cancel(appointment=first, outcome=A.CANCELLED_BY_US, by=BY)
        actions.cancel(appointment=second, outcome=A.CANCELLED_BY_FAMILY, by=BY)

        said = Message.objects.filter(purpose=Purpose.APPOINTMENT)
        assert [one.dedupe_key for one in said] == [f"appointment:{first.pk}:cancelled:{work.made.mother.pk}"]
        assert [one.state for one in reminders(work)] == [MessageState.SENT, MessageState.CANCELLED]

    def test_a_text_and_a_letter_go_to_each_adult_apart(self) -> None:
        work = make_work(made=make_family(father="Daniel"))
        assert work.made.father is not None
        both = [work.made.mother, work.made.father]

        actions.book(
            episode=work.episode,
            kind=AppointmentKind.FIRST,
            visit=make_visit(work),
            invited=[*both, work.made.baby],
            text_to=both,
            letter_to=both,
            by=BY,
        )

        texts = Message.objects.filter(purpose=Purpose.APPOINTMENT).order_by("pk")
        assert [one.recipient_name for one in texts] == ["Aisha Khan", "Daniel Khan"]
        copies = Copy.objects.order_by("pk")
        assert [(one.reader_name, one.copied_to) for one in copies] == [("Aisha Khan", []), ("Daniel Khan", [])]
        assert len({one.letter_id for one in copies}) == 2


@pytest.mark.django_db
class TestOutcomes:
    """Whether it happened, and putting a wrong answer right."""

    def test_nobody_came_is_recorded(self) -> None:
        appointment = make_appointment(make_work(), in_days(-1))

        actions.record_outcome(appointment=appointment, outcome=A.NOT_ATTENDED, reason="Rang, no answer", by=BY)

        appointment.refresh_from_db()
        assert appointment.state == A.NOT_ATTENDED

    def test_what_has_not_begun_has_no_outcome(self) -> None:
        appointment = make_appointment(make_work())

        with pytest.raises(Refused, match="has not begun yet"):
            actions.record_outcome(appointment=appointment, outcome=A.NOT_ATTENDED, by=BY)

    def test_seen_needs_a_session(self) -> None:
        appointment = make_appointment(make_work(), in_days(-1))

        with pytest.raises(Refused, match="Say what happened"):
            actions.record_outcome(appointment=appointment, outcome=A.ATTENDED, by=BY)

    def test_a_wrong_outcome_is_corrected_and_both_rows_stay(self) -> None:
        appointment = make_appointment(make_work(), in_days(-1))
        actions.record_outcome(appointment=appointment, outcome=A.NOT_ATTENDED, by=BY)

        with pytest.raises(Refused, match="Enter why the outcome was wrong"):
            actions.correct_outcome(appointment=appointment, outcome=A.NO_ACCESS, reason="", by=BY)
        actions.correct_outcome(appointment=appointment, outcome=A.NO_ACCESS, reason="The bell is broken", by=BY)

        moves = [move.to_state for move in appointment.moves.order_by("pk")]
        assert moves == [A.BOOKED, A.NOT_ATTENDED, A.NO_ACCESS]

    def test_a_moved_appointment_stays_moved(self) -> None:
        work = make_work()
        appointment = make_appointment(work)
        actions.move(appointment=appointment, visit=make_visit(work, in_days(9)), by=BY)

        with pytest.raises(Refused, match="This appointment is “Moved”"):
            actions.move(appointment=appointment, visit=make_visit(work, in_days(10)), by=BY)


class NoSequenceDoubleBooks(TestCase):
    """Whatever is booked, moved and cancelled in whatever order, nobody and no room is in two places at once."""

    steps = st.lists(
        st.tuples(st.sampled_from(["book", "move", "cancel"]), st.integers(0, 7), st.integers(0, 1), st.integers(0, 5)),
        max_size=12,
    )

    @settings(max_examples=25)
    @given(steps)
    def test_no_sequence_of_book_move_cancel_double_books(self, steps: list[tuple[str, int, int, int]]) -> None:
        work = make_work()
        colleagues = [work.lead, make_user(RoleName.PRACTITIONER, work.team, "Lee")]
        room = make_room(work.team)

        for what, half_hours, who, which in steps:
            visit = make_visit(
                work,
                in_days(7, time(9)) + timedelta(minutes=30 * half_hours),
                practitioner=colleagues[who],
                room=room if which % 2 else None,
                place=Place.CLINIC,
            )
            _try(work, what, visit, which)

        live = [(slot.practitioner_id, slot.room_id, slot.during) for slot in Slot.objects.filter(live=True)]
        clashes = [
            (one, two)
            for place, one in enumerate(live)
            for two in live[place + 1 :]
            if one[:2] == two[:2] and one[2].lower < two[2].upper and two[2].lower < one[2].upper
        ]
        booked = Appointment.objects.filter(state=A.BOOKED)
        assert clashes == []
        assert {slot.appointment_id for slot in Slot.objects.filter(live=True)} == {one.pk for one in booked}


def _try(work: MadeWork, what: str, visit: actions.Visit, which: int) -> None:
    """One step; what the database or the action refuses changes nothing."""
    booked = list(Appointment.objects.filter(state=A.BOOKED).order_by("pk"))
    try:
        with transaction.atomic():
            if what == "book":
                actions.book(
                    episode=work.episode, kind=AppointmentKind.FIRST, visit=visit, invited=work.everybody, by=BY
                )
            elif booked and what == "move":
                actions.move(appointment=booked[which % len(booked)], visit=visit, by=BY)
            elif booked:
                actions.cancel(appointment=booked[which % len(booked)], outcome=A.CANCELLED_BY_US, by=BY)
    except IntegrityError as refused:
        if sentence_for(refused) is None:
            raise
