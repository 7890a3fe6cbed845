"""A leaver's caseload handed over: all or nothing, nobody gets what they may not see, appointments go along."""

from __future__ import annotations

import uuid
from datetime import time, timedelta

import pytest
from django.utils import timezone

from caseload import actions
from caseload.enums import AllocationRole, AppointmentState, Passed, TellOfChange
from caseload.models import Allocation, Appointment, Episode, Handover, HandoverLine
from caseload.selectors.leaving import carried_by, leaving, staying, to_move, who_may_take
from families.actions import involve, restrict
from families.enums import InvolvementKind
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import Membership, User
from pitservice.audit.models import Event
from pitservice.db.drafts import Typed
from pitservice.db.errors import Refused
from pitservice.messaging.models import Message
from tests.make.accounts import BY, make_user, viewer_of
from tests.make.caseload import MadeWork, in_days, make_appointment, make_ending, make_session, make_work, open_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def work() -> MadeWork:
    return make_work()


@pytest.fixture
def sam(work: MadeWork) -> User:
    return make_user(RoleName.PRACTITIONER, work.team, "Sam Okoro")


@pytest.fixture
def boss(work: MadeWork) -> User:
    return make_user(RoleName.CLINICAL_LEAD, work.team, "Cleo")


def hand_over(work: MadeWork, *, tell: TellOfChange = TellOfChange.IN_PERSON, **passing: object) -> actions.HandedOver:
    """The lead's work, to whoever is named, or kept until a day, or neither."""
    works = {work.episode: actions.Passing(**passing)}  # type: ignore[arg-type]  # as the dataclass says
    return actions.hand_over_caseload(
        team=work.team, user=work.lead, works=works, reason="Priya leaves.", tell=tell, by=BY
    )


def parts(episode: Episode) -> list[tuple[str, str]]:
    now = Allocation.objects.filter(episode=episode, ends_on=None).select_related("user").order_by("pk")
    return [(part.user.name, part.role) for part in now]


def test_whoever_takes_it_on_leads_from_today_and_meets_the_family(work: MadeWork, sam: User) -> None:
    appointment = make_appointment(work, in_days(open_in(3)))

    done = hand_over(work, to=sam)

    assert parts(work.episode) == [("Sam Okoro", "lead")]
    assert (done.moved, done.left) == (1, 0)
    new = Appointment.objects.get(state=AppointmentState.BOOKED)
    assert (new.practitioner, new.starts, new.moved_from) == (sam, appointment.starts, appointment)
    assert not Message.objects.filter(dedupe_key__contains="taken_over").exists()


def test_every_change_is_kept_with_who_and_why(work: MadeWork, sam: User) -> None:
    hand_over(work, to=sam)

    event = Event.objects.get(verb="caseload.pass_on")
    assert (event.reason.text if event.reason else "", event.by) == ("Priya leaves.", BY)
    line = HandoverLine.objects.get()
    assert (line.role, line.became, line.colleague) == (AllocationRole.LEAD, Passed.GIVEN, sam)


def test_invited_adults_are_texted_whom_they_will_meet_where_that_is_chosen(work: MadeWork, sam: User) -> None:
    make_appointment(work, in_days(open_in(3)))

    done = hand_over(work, to=sam, tell=TellOfChange.TEXT)

    text = Message.objects.get(dedupe_key__contains="taken_over")
    assert (done.told.queued, text.recipient_name) == (1, "Aisha Khan")
    assert "Sam Okoro" in text.words


def test_an_appointment_whose_time_is_taken_stays_and_is_put_on_a_list(work: MadeWork, sam: User, boss: User) -> None:
    day = open_in(3)
    make_appointment(make_work(work.team, lead=sam), in_days(day))
    appointment = make_appointment(work, in_days(day))

    done = hand_over(work, to=sam)

    appointment.refresh_from_db()
    assert (done.moved, done.left, appointment.state) == (0, 1, AppointmentState.BOOKED)
    for user, permission in ((sam, Permission.BOOK), (boss, Permission.BOOK)):
        assert list(to_move(viewer_of(user, permission))) == [appointment]


def test_nothing_is_moved_to_a_day_on_which_they_are_away(work: MadeWork, sam: User) -> None:
    day = open_in(3)
    make_appointment(work, in_days(day))
    away = timezone.localdate(in_days(day))
    actions.record_absence(team=work.team, user=sam, first=away, last=away, cover=None, by=BY)

    assert hand_over(work, to=sam).left == 1


def test_work_stays_until_a_day_and_comes_back_to_the_lead_in_time(work: MadeWork, boss: User) -> None:
    until = timezone.localdate() + timedelta(days=30)

    hand_over(work, until=until)

    viewer = viewer_of(boss, Permission.RECORD_SESSIONS)
    assert parts(work.episode) == [(work.lead.name, "lead")]
    assert list(staying(viewer, until - timedelta(days=1))) == []
    assert [line.episode for line in staying(viewer, until)] == [work.episode]


def test_work_that_stayed_and_was_given_on_later_is_no_longer_waited_for(work: MadeWork, sam: User, boss: User) -> None:
    today = timezone.localdate()
    hand_over(work, until=today)

    hand_over(work, to=sam)

    assert list(staying(viewer_of(boss, Permission.RECORD_SESSIONS), today)) == []


def test_the_part_of_a_co_worker_may_end_but_not_that_of_the_lead(work: MadeWork, sam: User) -> None:
    actions.join_work(episode=work.episode, user=sam, role=AllocationRole.CO_WORKER, by=BY)

    actions.hand_over_caseload(
        team=work.team,
        user=sam,
        works={work.episode: actions.Passing()},
        reason="Sam leaves.",
        tell=TellOfChange.IN_PERSON,
        by=BY,
    )

    assert parts(work.episode) == [(work.lead.name, "lead")]
    with pytest.raises(Refused, match="always has a lead"):
        hand_over(work)


def test_a_co_worker_who_takes_the_lead_has_one_part(work: MadeWork, sam: User) -> None:
    actions.join_work(episode=work.episode, user=sam, role=AllocationRole.CO_WORKER, by=BY)

    hand_over(work, to=sam)

    assert parts(work.episode) == [("Sam Okoro", "lead")]


def test_all_or_nothing(work: MadeWork, sam: User) -> None:
    other = make_work(work.team, lead=work.lead)
    make_ending(other)
    works = {work.episode: actions.Passing(to=sam), other.episode: actions.Passing(to=sam)}

    with pytest.raises(Refused, match="just changed"):
        actions.hand_over_caseload(
            team=work.team, user=work.lead, works=works, reason="She leaves.", tell=TellOfChange.IN_PERSON, by=BY
        )

    assert (parts(work.episode), Handover.objects.count()) == ([(work.lead.name, "lead")], 0)


def test_nobody_gets_a_family_that_is_closed_to_them_or_that_they_are_not_named_for(work: MadeWork, sam: User) -> None:
    involve(family=work.family, user=sam, kind=InvolvementKind.CLOSED_TO, why="Her cousin", by=BY)
    with pytest.raises(Refused, match="may not see"):
        hand_over(work, to=sam)

    other = make_work(work.team, lead=work.lead)
    restrict(family=other.family, reason="A colleague's family", named=[work.lead], by=BY)
    with pytest.raises(Refused, match="may not see"):
        hand_over(other, to=sam)

    carried = carried_by(viewer_of(work.lead, Permission.RECORD_SESSIONS), work.team, work.lead)
    assert {one.episode for one in carried} == {work.episode, other.episode}
    assert who_may_take(work.team, work.lead, carried) == {work.episode.pk: [], other.episode.pk: []}


def test_a_restricted_family_is_on_the_page_of_those_named_alone(work: MadeWork, boss: User) -> None:
    restrict(family=work.family, reason="A colleague's family", named=[work.lead], by=BY)

    assert carried_by(viewer_of(boss, Permission.RECORD_SESSIONS), work.team, work.lead) == []
    assert len(carried_by(viewer_of(work.lead, Permission.RECORD_SESSIONS), work.team, work.lead)) == 1


def test_what_only_they_can_finish_is_said(work: MadeWork, boss: User) -> None:
    make_session(work, in_days(-2))
    make_appointment(work, in_days(-1, time(9)))
    typed = make_appointment(work, in_days(-3, time(9)))
    words = Typed("She was", {}, 0, str(uuid.uuid4()), 1)
    actions.save_draft(appointment=typed, typed=words, by=work.lead.actor)

    one = carried_by(viewer_of(boss, Permission.RECORD_SESSIONS), work.team, work.lead)[0].episode

    assert (one.unsigned, one.typed, one.outcomes) == (1, 1, 2)


def test_a_colleague_who_left_or_leaves_with_work_in_hand_is_on_the_lead_s_list(work: MadeWork, boss: User) -> None:
    today, viewer = timezone.localdate(), viewer_of(boss, Permission.ALLOCATE)
    assert list(leaving(viewer, today)) == []

    Membership.objects.filter(user=work.lead).update(ends_on=today + timedelta(days=28))
    assert [(row.user, row.in_hand) for row in leaving(viewer, today)] == [(work.lead, 1)]
    Membership.objects.filter(user=work.lead).update(ends_on=today + timedelta(days=29))
    assert list(leaving(viewer, today)) == []
    User.objects.filter(pk=work.lead.pk).update(is_active=False)
    assert [row.user for row in leaving(viewer, today)] == [work.lead]


def test_a_second_role_that_goes_on_keeps_somebody_off_the_list(work: MadeWork, boss: User) -> None:
    today = timezone.localdate()
    Membership.objects.filter(user=work.lead).update(ends_on=today)
    Membership.objects.create(user=work.lead, team=work.team, role=RoleName.CLINICAL_LEAD, created_by=BY)

    assert list(leaving(viewer_of(boss, Permission.ALLOCATE), today)) == []
