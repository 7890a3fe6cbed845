"""A group on a day that is cleared: called off, facilitated by somebody else, and the undo of either (P69, P72)."""

from __future__ import annotations

import pytest
from django.utils import timezone

from caseload import actions
from caseload.enums import AppointmentState as State
from caseload.grouping import GroupSessionState
from caseload.models import Appointment, Group, GroupSession, Slot
from caseload.selectors.clearing import places_seen, sessions_to_clear, to_book_again
from caseload.selectors.groups import team_of_session
from families.actions import record_loss, restrict
from families.enums import LossKind
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import User
from pitservice.db.errors import Refused
from pitservice.messaging.enums import MessageState
from pitservice.messaging.models import Message
from tests.make.accounts import BY, make_user, viewer_of
from tests.make.caseload import MadeWork, clear_session, in_days, make_appointment, make_room, make_work
from tests.make.groups import join, make_group, place_of, plan

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P69"), pytest.mark.rule("P72")]


@pytest.fixture
def work() -> MadeWork:
    return make_work()


@pytest.fixture
def helper(work: MadeWork) -> User:
    return make_user(RoleName.PRACTITIONER, work.team, "Hana Novak")


@pytest.fixture
def group(work: MadeWork, helper: User) -> Group:
    """Led by the work's lead with a helper; one family is in it."""
    made = make_group(work, helpers=[helper])
    join(made, work)
    return made


@pytest.fixture
def session(work: MadeWork, group: Group) -> GroupSession:
    """Tomorrow, in a room."""
    return plan(group, in_days(1), room=make_room(work.team))


def queued() -> list[tuple[str, str]]:
    found = Message.objects.filter(state=MessageState.QUEUED).order_by("pk")
    return [(message.recipient_name, message.dedupe_key.split(":")[2]) for message in found]


def test_a_group_that_is_called_off_frees_everybodys_time_and_tells_each_family(
    work: MadeWork, group: Group, session: GroupSession
) -> None:
    second = make_work(work.team)
    join(group, second)

    clearing = clear_session(session, work.lead)

    session.refresh_from_db()
    assert session.state == GroupSessionState.CALLED_OFF
    assert not Slot.objects.filter(group_session=session, live=True).exists()
    assert {place.state for place in session.places.all()} == {State.CANCELLED_BY_US}
    assert queued() == [("Aisha Khan", "cancelled")] * 2
    assert [row.appointment for row in clearing.rows.order_by("pk")] == [
        place_of(session, work),
        place_of(session, second),
    ]


def test_whoever_comes_to_a_group_is_not_to_be_booked_again_by_hand(work: MadeWork, session: GroupSession) -> None:
    clear_session(session, work.lead)

    assert list(to_book_again(viewer_of(work.lead, Permission.BOOK))) == []


def test_a_stand_in_takes_the_time_and_the_families_hear_whom_they_meet(work: MadeWork, session: GroupSession) -> None:
    sam = make_user(RoleName.PRACTITIONER, work.team, "Sam Okoro")

    clear_session(session, work.lead, giving=sam)

    session.refresh_from_db()
    place = place_of(session, work)
    assert session.state == GroupSessionState.PLANNED
    assert [user.name for user in team_of_session(session)] == ["Hana Novak", "Sam Okoro"]
    assert (place.state, place.practitioner, place.moved_from.state) == (State.BOOKED, sam, State.MOVED)  # type: ignore[union-attr]  # it was moved
    assert queued() == [("Aisha Khan", "taken_over")]


def test_who_helps_is_stood_in_for_without_a_word_to_families(
    helper: User, work: MadeWork, session: GroupSession
) -> None:
    place = place_of(session, work)

    clear_session(session, helper, giving=work.lead)

    assert team_of_session(session) == [work.lead]
    assert place_of(session, work) == place
    assert queued() == []


def test_a_stand_in_who_is_busy_is_refused_and_nothing_is_done(work: MadeWork, session: GroupSession) -> None:
    busy = make_work(work.team)
    make_appointment(busy, in_days(1))

    with pytest.raises(Exception, match="slot_practitioner_once"):
        clear_session(session, work.lead, giving=busy.lead)


def test_the_undo_plans_the_group_as_it_was(work: MadeWork, helper: User, session: GroupSession) -> None:
    place = place_of(session, work)
    clearing = clear_session(session, work.lead)

    left = actions.undo_clearing(clearing=clearing, by=BY)

    session.refresh_from_db()
    place.refresh_from_db()
    assert (left, session.state, place.state) == ([], GroupSessionState.PLANNED, State.BOOKED)
    assert set(team_of_session(session)) == {work.lead, helper}
    assert Slot.objects.filter(group_session=session, live=True).exclude(room=None).count() == 1
    assert queued() == []


def test_whoever_was_told_hears_that_the_group_meets(work: MadeWork, session: GroupSession) -> None:
    clearing = clear_session(session, work.lead)
    Message.objects.filter(dedupe_key__contains=":cancelled").update(state=MessageState.SENT)

    actions.undo_clearing(clearing=clearing, by=BY)

    assert queued() == [("Aisha Khan", "booked")]


def test_the_undo_gives_a_group_back_to_who_facilitates_it(work: MadeWork, helper: User, session: GroupSession) -> None:
    sam = make_user(RoleName.PRACTITIONER, work.team, "Sam Okoro")
    clearing = clear_session(session, work.lead, giving=sam)

    assert actions.undo_clearing(clearing=clearing, by=BY) == []

    assert set(team_of_session(session)) == {work.lead, helper}
    assert place_of(session, work).practitioner == work.lead
    assert Appointment.objects.filter(group_session=session, state=State.BOOKED).count() == 1


def test_the_undo_keeps_a_stand_in_who_facilitates_the_group_anyway(
    work: MadeWork, helper: User, session: GroupSession
) -> None:
    clearing = clear_session(session, work.lead, giving=helper)

    actions.undo_clearing(clearing=clearing, by=BY)

    assert set(team_of_session(session)) == {work.lead, helper}
    assert place_of(session, work).practitioner == work.lead


def test_the_undo_leaves_a_group_whose_time_is_taken_meanwhile(work: MadeWork, session: GroupSession) -> None:
    clearing = clear_session(session, work.lead)
    make_appointment(work, in_days(1))

    left = actions.undo_clearing(clearing=clearing, by=BY)

    session.refresh_from_db()
    assert left == [session]
    assert session.state == GroupSessionState.CALLED_OFF
    assert place_of(session, work).state == State.CANCELLED_BY_US


@pytest.mark.rule("P22")
def test_the_undo_books_nobody_who_left_the_group_or_lost_a_baby(
    work: MadeWork, group: Group, session: GroupSession
) -> None:
    left, lost = make_work(work.team), make_work(work.team)
    member = join(group, left)
    join(group, lost)
    clearing = clear_session(session, work.lead)
    actions.leave_group(member=member, ends_on=timezone.localdate(), by=BY)
    record_loss(family=lost.family, person=lost.made.baby, kind=LossKind.BABY_DIED, by=BY)

    actions.undo_clearing(clearing=clearing, by=BY)

    assert place_of(session, work).state == State.BOOKED
    assert {place_of(session, one).state for one in (left, lost)} == {State.CANCELLED_BY_US}


def test_a_group_that_was_changed_meanwhile_is_not_cleared(work: MadeWork, session: GroupSession) -> None:
    actions.call_off_session(session=session, by=BY)

    with pytest.raises(Refused, match="just changed"):
        clear_session(session, work.lead)


def test_a_day_shows_its_groups_with_the_families_one_may_see(work: MadeWork, session: GroupSession) -> None:
    hidden = make_work(work.team)
    join(session.group, hidden)
    restrict(family=hidden.family, reason="A relative works here.", named=[make_user(team=work.team)], by=BY)
    viewer, day = viewer_of(work.lead, Permission.BOOK), timezone.localdate(in_days(1))

    found = sessions_to_clear(viewer, work.team, work.lead, day)

    assert found == [session]
    assert places_seen(viewer, found) == {session.pk: [place_of(session, work)]}
