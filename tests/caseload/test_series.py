"""A series: booked at once over holidays, leave and both changes of the clocks; changed three ways."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from caseload import actions
from caseload.actions import Changed, Repeat
from caseload.avoiding import is_avoided
from caseload.enums import AppointmentKind, AppointmentState, AskedBy, Scope
from caseload.interpreting import NOBODY, Interpreter
from caseload.models import Appointment, Series, Slot
from caseload.selectors.obstacles import against
from caseload.selectors.series import earlier_times
from caseload.times import days_of_series, local_day, moment_at
from families.actions import add_need
from families.enums import NeedKind, Purpose
from pitservice.configuration.selectors import holidays_of
from pitservice.configuration.working_days import is_working
from pitservice.db.errors import Refused
from pitservice.jobs import tasks
from pitservice.letters import actions as letters
from pitservice.letters.enums import CopyState
from pitservice.letters.models import Copy
from pitservice.messaging.enums import MessageState
from pitservice.messaging.models import Message
from pitservice.ui.dates import moment
from tests.make.accounts import BY
from tests.make.caseload import MadeWork, in_days, make_appointment, make_visit, make_work

A = AppointmentState


def open_day(work: MadeWork, days: int = 7, weeks: int = 8) -> date:
    """A day from Monday to Friday from which the team is open on this day of the week for some weeks."""
    closed = holidays_of(work.team)
    day = timezone.localdate() + timedelta(days=days)
    while not all(is_working(day + timedelta(weeks=week), closed) for week in range(weeks)):
        day += timedelta(days=1)
    return day


def book_series(work: MadeWork, first: date | None = None, at: time = time(10), **more: object) -> Changed:
    """Four weekly appointments of everybody."""
    given = {"weeks": 1, "times": 4} | more
    visit = make_visit(work, moment_at(first or open_day(work), at))
    return actions.book_series(
        episode=work.episode,
        kind=AppointmentKind.FIRST,
        visit=visit,
        repeat=Repeat(**given),  # type: ignore[arg-type]  # names and values of Repeat
        invited=work.everybody,
        by=BY,
    )


def written_series(*, posted: bool = True) -> tuple[MadeWork, Changed]:
    """Three weekly appointments, of which the mother has a letter, or one that waits to be posted, and no text."""
    work = make_work()
    visit = make_visit(work, moment_at(open_day(work), time(10)))
    done = actions.book_series(
        episode=work.episode, kind=AppointmentKind.FIRST, visit=visit, repeat=Repeat(1, 3),
        invited=work.everybody, letter_to=[work.made.mother], by=BY,
    )  # fmt: skip
    tasks.work()
    if posted:
        copy = Copy.objects.get(letter__family=work.episode.family)
        letters.mark_posted(copy=copy, seen=copy.version, by=BY)
    return work, done


def names(*appointments: Appointment) -> None:
    """Exactly one letter is to go, and it names these times."""
    text = " ".join(Copy.objects.exclude(state=CopyState.CANCELLED).get().paragraphs)
    assert [one for one in Appointment.objects.order_by("starts") if moment(one.starts) in text] == list(appointments)


def days_of(appointments: list[Appointment]) -> list[date]:
    """On which days they are."""
    return [local_day(one.starts) for one in appointments]


def booked(series: Series | None) -> list[Appointment]:
    """What is booked of a series, by time."""
    return list(Appointment.objects.filter(series=series, state=A.BOOKED).order_by("starts"))


class TestDays:
    """On which days a series falls: pure."""

    def test_days_passed_over_are_made_up_for_where_a_number_is_wanted(self) -> None:
        over = {date(2026, 12, 25): "a bank holiday", date(2027, 1, 1): "a bank holiday"}

        found, passed = days_of_series(date(2026, 12, 18), 1, times=3, last=None, passed_over=over)

        assert found == [date(2026, 12, 18), date(2027, 1, 8), date(2027, 1, 15)]
        assert passed == [date(2026, 12, 25), date(2027, 1, 1)]

    def test_a_last_day_holds_and_nothing_is_made_up_for(self) -> None:
        over = {date(2026, 12, 25): "a bank holiday"}

        found, passed = days_of_series(date(2026, 12, 11), 2, times=None, last=date(2027, 1, 8), passed_over=over)

        assert found == [date(2026, 12, 11), date(2027, 1, 8)]
        assert passed == [date(2026, 12, 25)]

    def test_it_ends_even_where_every_day_is_passed_over(self) -> None:
        class Always(dict[date, str]):
            def __contains__(self, _: object) -> bool:
                return True

        assert days_of_series(date(2026, 12, 18), 1, times=3, last=None, passed_over=Always()) == ([], [])


@pytest.mark.django_db
class TestBooking:
    """A row for each, a reminder for each, no time twice."""

    def test_each_is_a_row_with_its_slot_and_its_reminder(self) -> None:
        work = make_work()

        done = book_series(work)

        first = local_day(done.appointments[0].starts)
        assert days_of(booked(Series.objects.get())) == [first + timedelta(weeks=week) for week in range(4)]
        assert [one.kind for one in done.appointments] == ["first", "assessment", "assessment", "assessment"]
        assert Slot.objects.filter(live=True).count() == 4
        assert Message.objects.filter(purpose=Purpose.REMINDER).count() == 4

    def test_leave_is_passed_over_and_said(self) -> None:
        work = make_work()
        first = open_day(work)
        second = first + timedelta(weeks=1)
        actions.record_absence(team=work.team, user=work.lead, first=second, last=second, cover=None, by=BY)

        done = book_series(work, first)

        assert second not in days_of(list(done.appointments))
        assert len(done.appointments) == 4
        assert f"({work.lead.name} is away)" in Series.objects.get().left_out

    def test_the_wall_clock_holds_over_both_changes(self) -> None:
        work = make_work()
        for first in (date(2027, 3, 17), date(2027, 10, 20)):
            visit = make_visit(work, moment_at(first, time(10)))
            actions.book_series(
                episode=work.episode, kind=AppointmentKind.INTERVENTION, visit=visit, repeat=Repeat(1, 3),
                invited=work.everybody, by=BY,
            )  # fmt: skip

        starts = Appointment.objects.order_by("starts").values_list("starts", flat=True)
        assert {timezone.localtime(one).time() for one in starts} == {time(10)}
        assert len({one.time() for one in starts}) == 2
        reminders = Message.objects.filter(purpose=Purpose.REMINDER).values_list("not_before", flat=True)
        assert {timezone.localtime(one).time() for one in reminders} == {time(10)}

    def test_a_time_that_is_taken_is_refused_with_its_day_and_nothing_is_booked(self) -> None:
        work = make_work()
        first = open_day(work)
        make_appointment(work, moment_at(first + timedelta(weeks=2), time(10, 30)))

        with pytest.raises(Refused, match=r"this practitioner has another appointment at that time.*pass these days"):
            book_series(work, first)

        assert Series.objects.count() == 0
        assert Appointment.objects.count() == 1

    def test_or_passed_over_where_that_was_chosen(self) -> None:
        work = make_work()
        first = open_day(work)
        make_appointment(work, moment_at(first + timedelta(weeks=2), time(10, 30)))

        done = book_series(work, first, pass_over_taken=True)

        assert len(done.appointments) == 3
        assert list(done.left) == [first + timedelta(weeks=2)]

    def test_one_is_no_series(self) -> None:
        work = make_work()

        with pytest.raises(Refused, match="at least two"):
            book_series(work, times=None, last=open_day(work))

    def test_a_last_day_too_far_ahead_is_refused_and_never_cut_short(self) -> None:
        work = make_work()
        first = open_day(work)

        with pytest.raises(Refused, match="at most 26 appointments"):
            book_series(work, first, times=None, last=first + timedelta(weeks=40))

        assert Appointment.objects.count() == 0

    @pytest.mark.rule("LET-1")
    def test_a_letter_names_every_time(self) -> None:
        work = make_work()
        visit = make_visit(work, moment_at(open_day(work), time(10)))

        done = actions.book_series(
            episode=work.episode, kind=AppointmentKind.FIRST, visit=visit, repeat=Repeat(2, 2),
            invited=work.everybody, letter_to=[work.made.mother], by=BY,
        )  # fmt: skip

        text = " ".join(Copy.objects.get().paragraphs)
        assert "We have kept these times for you too" in text
        assert f"{timezone.localtime(done.appointments[1].starts):%Y}, 10am" in text


@pytest.mark.django_db
class TestChanging:
    """This one, this and later, all that are still to come."""

    def test_only_this_one_moves(self) -> None:
        work = make_work()
        one = book_series(work).appointments[1]
        to = moment_at(local_day(one.starts) + timedelta(days=1), time(14))

        actions.move(appointment=one, visit=make_visit(work, to), asked_by=AskedBy.FAMILY, by=BY)

        times = [timezone.localtime(row.starts).time() for row in booked(one.series)]
        assert times == [time(10), time(14), time(10), time(10)]

    def test_this_and_later_move_by_weekday_and_time_with_their_reminders(self) -> None:
        work = make_work()
        before = book_series(work).appointments
        one = before[1]
        to = moment_at(local_day(one.starts) + timedelta(days=7), time(14))

        done = actions.move_series(appointment=one, scope=Scope.LATER, visit=make_visit(work, to), by=BY)

        rows = booked(one.series)
        assert [timezone.localtime(row.starts).time() for row in rows] == [time(10), time(14), time(14), time(14)]
        assert days_of(rows)[1:] == [local_day(row.starts) + timedelta(days=7) for row in before[1:]]
        assert len(done.appointments) == 3
        states = Message.objects.filter(purpose=Purpose.REMINDER).values_list("state", flat=True)
        assert sorted(states) == sorted([MessageState.CANCELLED] * 3 + [MessageState.QUEUED] * 4)

    def test_all_to_come_are_cancelled_from_any_of_them(self) -> None:
        work = make_work()
        done = book_series(work)

        actions.cancel_series(appointment=done.appointments[2], scope=Scope.ALL, outcome=A.CANCELLED_BY_US, by=BY)

        assert booked(done.appointments[0].series) == []
        assert Slot.objects.filter(live=True).count() == 0
        assert not Message.objects.filter(purpose=Purpose.REMINDER, state=MessageState.QUEUED).exists()

    @pytest.mark.rule("REM-1")
    def test_who_was_written_to_is_texted_once_that_they_are_cancelled(self) -> None:
        work, done = written_series()

        actions.cancel_series(appointment=done.appointments[1], scope=Scope.LATER, outcome=A.CANCELLED_BY_US, by=BY)

        said = Message.objects.get(purpose=Purpose.APPOINTMENT)
        assert "those after it will not go ahead" in said.words
        assert said.recipient == f"person:{work.made.mother.pk}"

    @pytest.mark.rule("REM-1")
    def test_who_was_written_to_is_texted_that_one_of_them_is_cancelled(self) -> None:
        _, done = written_series()

        actions.cancel(appointment=done.appointments[2], outcome=A.CANCELLED_BY_US, by=BY)

        assert "will not go ahead" in Message.objects.get(purpose=Purpose.APPOINTMENT).words

    @pytest.mark.rule("REM-1")
    def test_who_was_written_to_is_texted_one_new_time_or_gets_a_new_letter(self) -> None:
        for letter in (False, True):
            work, done = written_series()
            visit = make_visit(work, done.appointments[1].starts + timedelta(hours=2))
            again = [work.made.mother] if letter else []

            actions.move_series(
                appointment=done.appointments[1], scope=Scope.LATER, visit=visit, letter_to=again, by=BY
            )

            texts = Message.objects.filter(purpose=Purpose.APPOINTMENT, family=work.episode.family)
            assert (texts.count(), Copy.objects.filter(letter__family=work.episode.family).count()) == (
                (0, 2) if letter else (1, 1)
            )

    @pytest.mark.rule("LET-1")
    def test_a_letter_that_has_not_gone_is_written_anew_with_the_times_as_they_are(self) -> None:
        work, done = written_series(posted=False)
        first, second, third = done.appointments

        later = actions.move(appointment=second, visit=make_visit(work, second.starts + timedelta(hours=3)), by=BY)
        names(first, later, third)
        actions.cancel(appointment=first, outcome=A.CANCELLED_BY_US, by=BY)
        names(later, third)
        visit = make_visit(work, later.starts + timedelta(hours=1))
        moved = actions.move_series(
            appointment=later, scope=Scope.ALL, visit=visit, letter_to=[work.made.mother], by=BY
        )
        names(*moved.appointments)
        actions.cancel_series(appointment=moved.appointments[0], scope=Scope.ALL, outcome=A.CANCELLED_BY_US, by=BY)

        assert not Copy.objects.exclude(state=CopyState.CANCELLED).exists()
        assert not Message.objects.filter(purpose=Purpose.APPOINTMENT).exists()

    def test_one_that_would_fall_on_leave_stays_and_is_said(self) -> None:
        work = make_work()
        one, _, third, _ = book_series(work).appointments
        away = local_day(third.starts) + timedelta(days=1)
        actions.record_absence(team=work.team, user=work.lead, first=away, last=away, cover=None, by=BY)
        to = one.starts + timedelta(days=1)

        done = actions.move_series(appointment=one, scope=Scope.ALL, visit=make_visit(work, to), by=BY)

        third.refresh_from_db()
        assert third.state == A.BOOKED
        assert local_day(third.starts) in done.left
        assert local_day(one.starts) not in done.left
        assert f"{work.lead.name} is away" in done.left_in_words

    def test_a_taken_time_moves_nothing(self) -> None:
        work = make_work()
        one, _, third, _ = book_series(work).appointments
        make_appointment(work, moment_at(local_day(third.starts), time(14)))
        to = moment_at(local_day(one.starts), time(14))

        with pytest.raises(Refused, match="Nothing was moved"):
            actions.move_series(appointment=one, scope=Scope.ALL, visit=make_visit(work, to), by=BY)

        assert {timezone.localtime(row.starts).time() for row in booked(one.series)} == {time(10)}

    def test_what_has_been_stays(self) -> None:
        work = make_work()
        one, two, *_ = book_series(work).appointments
        Appointment.objects.filter(pk=one.pk).update(starts=in_days(-1), ends=in_days(-1, time(11)))

        actions.cancel_series(appointment=two, scope=Scope.ALL, outcome=A.CANCELLED_BY_FAMILY, by=BY)

        assert booked(one.series) == [one]


@pytest.mark.django_db
def test_every_earlier_time_stands_with_who_asked_and_why() -> None:
    work = make_work()
    first = make_appointment(work)
    second = actions.move(
        appointment=first, visit=make_visit(work, in_days(8)), reason="A cold", asked_by=AskedBy.FAMILY, by=BY
    )
    third = actions.move(appointment=second, visit=make_visit(work, in_days(9)), asked_by=AskedBy.INTERPRETER, by=BY)

    found = [(one.appointment, one.asked_by, one.reason) for one in earlier_times(third)]

    assert found == [(second, "The interpreter", ""), (first, "The family", "A cold")]


@pytest.mark.parametrize(
    ("said", "at", "avoided"),
    [
        ("School run", time(8, 30), True),
        ("School run", time(10), False),
        ("School run", time(14, 30), True),
        ("School run 8:30 to 9:00", time(14, 30), False),
        ("Not Tuesdays", time(10), False),
        ("Never on a Friday", time(10), True),
        ("Friday afternoons", time(10), False),
        ("before 11", time(10), True),
        ("after 3pm", time(10), False),
        ("between 2 and 4", time(14), True),
        ("When Daniel is at home", time(10), True),
        ("25:99 to 99", time(10), True),
        ("Thursday to Saturday", time(10), True),
        ("Weds–Fri mornings", time(10), True),
        ("Saturdays until Tuesday", time(10), False),
        ("Mon, Tues and Thurs", time(10), False),
        ("At the end of the month", time(10), True),
        ("Around the wedding", time(10), True),
    ],
)
@pytest.mark.rule("P29")
def test_times_to_avoid_are_read_out_of_what_was_said(said: str, at: time, avoided: bool) -> None:
    starts = timezone.make_aware(datetime.combine(date(2026, 12, 4), at))  # a Friday

    assert is_avoided(said, starts, starts + timedelta(hours=1)) is avoided


@pytest.mark.django_db
@pytest.mark.rule("P68")
def test_what_speaks_against_a_time_is_said() -> None:
    work = make_work()
    day = open_day(work)
    other = [number for number in range(7) if number != day.weekday()]
    actions.set_working_days(team=work.team, user=work.lead, days=other, starts_on=timezone.localdate(), by=BY)
    mother = work.made.mother
    for kind, text in ((NeedKind.INTERPRETER, "Urdu"), (NeedKind.TIMES_TO_AVOID, "School run")):
        add_need(family=work.family, person=mother, kind=kind, text=text, by=BY)
    starts = moment_at(day, time(9))

    def said(invited: list[object], interpreter: Interpreter = NOBODY) -> list[str]:
        ends = starts + timedelta(hours=1)
        return against(
            work.family, user=work.lead, starts=starts, ends=ends, invited=invited, interpreter=interpreter  # type: ignore[arg-type]
        )  # fmt: skip

    not_working = f"{work.lead.name} does not work on {day:%A}s."
    needs = "Aisha Khan needs an interpreter (Urdu), and none is named."
    run = ["Aisha Khan asked us to avoid this: School run."] if day.weekday() < 5 else []
    assert said([mother]) == [not_working, needs, *run]
    assert said([mother], Interpreter("Urdu", name="Mrs Shah")) == [not_working, *run]
    assert said([work.made.baby]) == [not_working]
