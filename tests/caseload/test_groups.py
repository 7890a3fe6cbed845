"""Groups: time that nobody takes twice, membership at the date, registers, closed families, words (P72, CAP-1)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from caseload import actions
from caseload.enums import AppointmentState as State
from caseload.enums import EpisodeState, Place, Scope
from caseload.grouping import Came, GroupSessionState
from caseload.models import Appointment, Attendance, GroupSession, Note, Session
from caseload.selectors.capacity import loads
from caseload.selectors.diary import Whose, diary
from caseload.selectors.feed import group_feed_of
from caseload.selectors.groups import group_sessions, register_of, registers_to_fill
from caseload.selectors.work import outcomes_missing
from families.actions import restrict
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.viewer import Viewer
from pitservice.db.errors import Refused
from pitservice.messaging.models import Message
from tests.make.accounts import BY, make_user
from tests.make.caseload import in_days, make_appointment, make_ending, make_room, make_work, open_in
from tests.make.groups import came, join, make_group, meeting, place_of, plan

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P72")]


def test_a_group_takes_the_time_of_each_facilitator_and_of_the_room() -> None:
    work = make_work()
    helper = make_user(RoleName.PRACTITIONER, work.team)
    room = make_room(work.team)
    group = make_group(work, helpers=[helper])
    plan(group, room=room)

    for taken in (work.lead, helper):
        with pytest.raises(IntegrityError, match="slot_practitioner_once"), transaction.atomic():
            make_appointment(work, in_days(7), practitioner=taken)
    other = make_user(RoleName.PRACTITIONER, work.team)
    with pytest.raises(IntegrityError, match="slot_room_once"), transaction.atomic():
        make_appointment(work, in_days(7), practitioner=other, room=room)


def test_a_session_is_refused_with_its_day_where_a_facilitator_is_taken() -> None:
    work = make_work()
    make_appointment(work, in_days(7))

    with pytest.raises(Refused, match="another appointment at that time"):
        plan(make_group(work))
    assert not GroupSession.objects.exists()


def test_each_family_has_a_place_and_only_the_session_takes_time() -> None:
    work = make_work()
    other = make_work(work.team)
    group = make_group(work)
    join(group, work)
    session = plan(group)
    join(group, other)

    assert {place.episode for place in session.places.all()} == {work.episode, other.episode}
    assert not Appointment.objects.filter(group_session=session, slots__isnull=False).exists()


def test_who_is_in_the_group_on_the_day_stands_in_the_register() -> None:
    work = make_work()
    late = make_work(work.team)
    group = make_group(work)
    join(group, work)
    first, second = plan(group, in_days(7)), plan(group, in_days(14))
    join(group, late, days=10)
    actions.leave_group(
        member=group.families.get(family=work.family),
        ends_on=timezone.localdate() + timedelta(days=8),
        by=BY,
    )
    viewer = Viewer.of(work.lead, Permission.RECORD_SESSIONS)

    assert [member.family for member, _ in register_of(first, viewer).rows] == [work.family]
    assert [member.family for member, _ in register_of(second, viewer).rows] == [late.family]
    assert place_of(second, work).state == State.CANCELLED_BY_FAMILY


def test_the_register_is_the_outcome_of_each_place_and_begins_a_note_for_each_family_that_came() -> None:
    work = make_work()
    absent, ill = make_work(work.team), make_work(work.team)
    group = make_group(work)
    for one in (work, absent, ill):
        join(group, one, days=-2)
    session = plan(group, in_days(-1))
    marks = [
        actions.Mark(place_of(session, work), Came.CAME, [work.made.mother], late=10),
        actions.Mark(place_of(session, absent), Came.DID_NOT),
        actions.Mark(place_of(session, ill), Came.SAID_SO),
    ]

    actions.record_register(session=session, marks=marks, minutes=110, by=work.lead.actor)

    session.refresh_from_db()
    assert session.state == GroupSessionState.HELD
    assert place_of(session, work).state == State.LATE_SEEN
    assert place_of(session, absent).state == State.NOT_ATTENDED
    assert place_of(session, ill).state == State.CANCELLED_BY_FAMILY
    assert Session.objects.get().minutes == 110
    assert Note.objects.get().episode == work.episode
    there = dict(Attendance.objects.values_list("person", "status"))
    assert there == {work.made.mother.pk: "late", work.made.baby.pk: "absent"}


def test_a_register_is_put_right_and_what_was_written_stays() -> None:
    work = make_work()
    group = make_group(work)
    join(group, work, days=-2)
    session = came(plan(group, in_days(-1)), work)
    note = Note.objects.get()
    actions.write_note(session=Session.objects.get(), text="She sang.", by=work.lead.actor)

    came(session, work)
    note.refresh_from_db()
    assert note.paragraphs
    mark = actions.Mark(place_of(session, work), Came.DID_NOT)
    actions.record_register(session=session, marks=[mark], minutes=110, by=work.lead.actor)
    assert place_of(session, work).state == State.NOT_ATTENDED


def test_another_facilitator_may_write_the_note_until_the_first_has_typed_a_word() -> None:
    work = make_work()
    helper = make_user(RoleName.PRACTITIONER, work.team)
    group = make_group(work, helpers=[helper])
    join(group, work, days=-2)
    came(plan(group, in_days(-1)), work)
    session = Session.objects.get()

    note = actions.write_note(session=session, text="He slept.", by=helper.actor)
    assert note.author == helper
    with pytest.raises(Refused, match="is writing the note"):
        actions.write_note(session=session, text="Mine.", by=work.lead.actor)


def test_a_group_that_keeps_in_touch_takes_closed_families_and_reopens_nothing() -> None:
    work = make_work()
    make_ending(work)
    with pytest.raises(Refused, match="work with this family is closed"):
        join(make_group(work), work)
    group = make_group(work, keeps_touch=True)
    join(group, work, days=-2)

    session = came(plan(group, in_days(-1)), work)

    work.episode.refresh_from_db()
    assert work.episode.state == EpisodeState.CLOSED
    assert place_of(session, work).state == State.ATTENDED
    assert actions.sign(
        note=actions.write_note(session=Session.objects.get(), text="Well.", by=work.lead.actor), by=work.lead.actor
    ).signed_at


def test_work_ends_while_its_family_goes_on_in_a_group_that_keeps_in_touch_and_in_no_other() -> None:
    work = make_work()
    stays = make_work(work.team)
    plain, touch = make_group(work), make_group(work, keeps_touch=True)
    join(plain, work)
    join(touch, stays)
    plan(plain, in_days(7))
    plan(touch, in_days(8))

    with pytest.raises(Refused, match="places ahead in"):
        make_ending(work)
    make_ending(stays)


def test_a_full_group_takes_nobody() -> None:
    work = make_work()
    group = make_group(work, size=1)
    join(group, work)

    with pytest.raises(Refused, match="full"):
        join(group, make_work(work.team))


def test_a_place_of_a_family_that_one_may_not_see_is_left_to_who_may() -> None:
    work = make_work()
    hidden = make_work(work.team)
    group = make_group(work)
    for one in (work, hidden):
        join(group, one, days=-2)
    session = plan(group, in_days(-1))
    named = make_user(RoleName.PRACTITIONER, work.team)
    restrict(family=hidden.family, reason="A colleague's family", named=[named], by=BY)
    viewer = Viewer.of(work.lead, Permission.RECORD_SESSIONS)

    register = register_of(session, viewer)
    assert [member.family for member, _ in register.rows] == [work.family]
    came(session, work)
    assert place_of(session, hidden).state == State.BOOKED
    assert not registers_to_fill(viewer).exists()


@pytest.mark.rule("REM-1", "CON-1")
def test_reminders_go_to_each_familys_own_adults_and_name_nobody_else() -> None:
    work = make_work()
    other = make_work(work.team)
    group = make_group(work, name="Circle for worried parents")
    for one in (work, other):
        join(group, one)
    session = plan(group)

    rows = Message.objects.filter(wanted=f"appointment:{place_of(session, work).pk}")
    assert {row.recipient for row in rows} == {f"person:{work.made.mother.pk}"}
    for row in Message.objects.all():
        assert "Circle" not in str(row.words)
        assert str(other.made.mother) not in str(row.words)


def test_a_moved_session_moves_each_place_and_the_register_goes_by_the_new_day() -> None:
    work = make_work()
    group = make_group(work)
    join(group, work)
    session = plan(group)
    old = place_of(session, work)

    actions.move_session(session=session, scope=Scope.THIS, meets=meeting(in_days(open_in(9))), by=BY)

    old.refresh_from_db()
    assert old.state == State.MOVED
    new = place_of(session, work)
    assert (new.moved_from, new.state) == (old, State.BOOKED)
    make_appointment(make_work(lead=work.lead), in_days(7))  # the earlier time is free


def test_a_series_is_planned_and_later_sessions_are_called_off_together() -> None:
    work = make_work()
    group = make_group(work)
    join(group, work)
    done = actions.plan_sessions(group=group, meets=meeting(), repeat=actions.Repeat(1, times=4), by=BY)
    first, second, *_ = done.sessions

    off = actions.call_off_session(session=second, scope=Scope.LATER, reason="Flood", by=BY)

    assert len(off.sessions) == 3
    first.refresh_from_db()
    assert first.state == GroupSessionState.PLANNED
    assert place_of(second, work).state == State.CANCELLED_BY_US
    make_appointment(work, second.starts)


def test_a_place_does_not_move_without_its_group() -> None:
    work = make_work()
    group = make_group(work)
    join(group, work)
    place = place_of(plan(group), work)

    with pytest.raises(Refused, match="moves for every family"):
        actions.move(appointment=place, visit=actions.Visit(work.lead, in_days(8), 60, Place.COMMUNITY), by=BY)


def test_the_diary_and_the_feed_show_the_session_once_and_no_place() -> None:
    work = make_work()
    group = make_group(work)
    for one in (work, make_work(work.team)):
        join(group, one)
    session = plan(group)
    viewer = Viewer.of(work.lead, Permission.SEE_CASELOAD)
    today = timezone.localdate()

    assert not diary(viewer, Whose(work.lead), today, 30).exists()
    assert list(group_sessions(viewer, Whose(work.lead), today, 30)) == [session]
    assert list(group_feed_of(work.lead, today)) == [session]
    actions.call_off_session(session=session, by=BY)
    assert not group_feed_of(work.lead, today).exists()


def test_a_register_waits_for_who_facilitates_and_for_who_leads_the_team() -> None:
    work = make_work()
    group = make_group(work)
    join(group, work, days=-2)
    session = plan(group, in_days(-1))
    viewers = {
        role: Viewer.of(make_user(role, work.team), Permission.RECORD_SESSIONS)
        for role in (RoleName.PRACTITIONER, RoleName.CLINICAL_LEAD)
    }

    mine = Viewer.of(work.lead, Permission.RECORD_SESSIONS)
    assert list(registers_to_fill(mine)) == [session]
    assert list(registers_to_fill(viewers[RoleName.CLINICAL_LEAD])) == [session]
    assert not registers_to_fill(viewers[RoleName.PRACTITIONER]).exists()
    assert not outcomes_missing(mine).exists()
    came(session, work)
    assert not registers_to_fill(mine).exists()


@pytest.mark.rule("CAP-1")
def test_a_weekly_group_of_two_hours_takes_four_hours_of_each_facilitators_week() -> None:
    work = make_work()
    helper = make_user(RoleName.PRACTITIONER, work.team)
    group = make_group(work, helpers=[helper])
    actions.plan_sessions(group=group, meets=meeting(in_days(1)), repeat=actions.Repeat(1, times=10), by=BY)
    viewer = Viewer.of(work.lead, Permission.SEE_CASELOAD)

    for user in (work.lead, helper):
        carried = loads([user], work.team, viewer)[user.pk]
        assert Decimal(3) <= carried.groups <= Decimal(4), "a bank holiday may fall out"
        assert "hours a week for groups" in str(carried)


def test_a_group_ends_once_nothing_is_planned_and_every_familys_time_in_it_with_it() -> None:
    work = make_work()
    group = make_group(work)
    member = join(group, work)
    session = plan(group)

    with pytest.raises(Refused, match="still planned"):
        actions.end_group(group=group, ended_on=timezone.localdate(), by=BY)
    actions.call_off_session(session=session, by=BY)
    actions.end_group(group=group, ended_on=timezone.localdate(), by=BY)
    member.refresh_from_db()
    assert member.ends_on == timezone.localdate()
    with pytest.raises(Refused, match="has ended"):
        plan(group)


def test_a_new_facilitator_takes_over_the_sessions_ahead() -> None:
    work = make_work()
    new = make_user(RoleName.PRACTITIONER, work.team)
    group = make_group(work)
    join(group, work)
    session = plan(group)
    programme = actions.Programme(name=group.name, size=8, lead=new, place=Place.COMMUNITY)

    actions.change_group(group=group, programme=programme, by=BY)

    assert place_of(session, work).practitioner == new
    make_appointment(work, in_days(7))  # the former lead is free
