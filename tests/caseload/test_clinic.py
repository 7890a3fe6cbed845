"""Assessment clinics: slots published, held, given, free again, withdrawn (toolkit ch. 6)."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from caseload import actions
from caseload.enums import AllocationRole, AppointmentState, EpisodeState, Place
from caseload.models import Allocation, Appointment, Clearing, ClinicSlot, Episode, Slot
from caseload.selectors.clinic import clashes, free_slots, speaks_against
from caseload.selectors.groups import who_can_come
from caseload.selectors.meeting import waiting_rows
from caseload.times import local_day, moment_at
from families.actions import add_need, record_loss
from families.enums import AlertKind, LossKind, NeedKind, Purpose
from families.models import Alert
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import Team, User
from pitservice.accounts.viewer import Viewer
from pitservice.db.errors import Refused, Stale
from pitservice.messaging.models import Message
from referrals.actions import set_unavailable
from referrals.enums import WaitingState
from tests.make.accounts import BY, make_team, make_user
from tests.make.caseload import in_days, let_it_have_begun, make_appointment, make_room, make_work, open_in
from tests.make.clinic import make_clinic, make_family_waiting, make_practitioner, take

pytestmark = pytest.mark.django_db


def live(slot: ClinicSlot) -> int:
    """How many of the slot's own holds stand."""
    return slot.slots.filter(live=True).count()


def is_free(slot: ClinicSlot, boss: User) -> bool:
    """Whether it is offered."""
    return free_slots(Viewer.of(boss, Permission.ALLOCATE)).filter(pk=slot.pk).exists()


def again(slot: ClinicSlot) -> ClinicSlot:
    """As it is now."""
    return ClinicSlot.objects.get(pk=slot.pk)


class TestPublishing:
    """What a team sets aside."""

    def test_slots_in_a_row_on_several_weeks(self, team: Team, priya: User) -> None:
        room = make_room(team)
        starts = in_days(open_in(7), time(9, 30))

        made = make_clinic(priya, slots=3, starts=starts, weeks=2, room=room, where="Eastfield Clinic")

        hours = [timezone.localtime(one.starts).time() for one in made]
        assert hours[:3] == [time(9, 30), time(10, 30), time(11, 30)]
        assert {one.room for one in made} == {room}
        assert all(live(one) == 2 for one in made)

    def test_what_is_closed_or_away_is_passed_over_and_said(self, team: Team, priya: User) -> None:
        starts = in_days(open_in(7))
        away = local_day(starts) + timedelta(weeks=1)
        actions.record_absence(team=team, user=priya, first=away, last=away, cover=None, by=BY)

        done = actions.publish_slots(team=team, clinic=actions.Clinic(priya, starts, 60, 2, weeks=3), by=BY)

        assert away not in {local_day(one.starts) for one in done.slots}
        assert f"({priya.name} is away)" in done.left_in_words
        clinic = actions.Clinic(priya, starts + timedelta(weeks=1), 60, 2)
        with pytest.raises(Refused, match=r"There is no time for a slot: .* is away"):
            actions.publish_slots(team=team, clinic=clinic, by=BY)

    def test_what_is_taken_is_refused_with_its_time_or_passed_over(self, team: Team) -> None:
        work = make_work(team)
        starts = in_days(open_in(7))
        make_appointment(work, starts + timedelta(hours=1))
        clinic = actions.Clinic(work.lead, starts, 60, 3)

        with pytest.raises(Refused, match=r", 11am: this practitioner has another appointment at that time.*pass over"):
            actions.publish_slots(team=team, clinic=clinic, by=BY)
        assert ClinicSlot.objects.count() == 0

        over = actions.Clinic(work.lead, starts, 60, 3, pass_over_taken=True)
        done = actions.publish_slots(team=team, clinic=over, by=BY)
        assert len(done.slots) == 2
        assert ", 11am (this practitioner has another appointment at that time)" in done.left_in_words

    def test_what_cannot_be_published(self, team: Team, priya: User) -> None:
        trainee = make_user(RoleName.TRAINEE, team)
        room = make_room(make_team())
        day = open_in(7)
        for clinic, sentence in (
            (actions.Clinic(trainee, in_days(day), 60, 1), "cannot lead work"),
            (actions.Clinic(priya, in_days(day), 60, 1, room=room), "another team"),
            (actions.Clinic(priya, in_days(day), 0, 1), "between 1 minute"),
            (actions.Clinic(priya, in_days(day), 60, 0), "slots in a row"),
            (actions.Clinic(priya, in_days(day), 60, 1, weeks=27), "slots in a row"),
            (actions.Clinic(priya, in_days(-7), 60, 1), "still to come"),
            (actions.Clinic(priya, in_days(day, time(20)), 60, 5), "do not fit into the day"),
        ):
            with pytest.raises(Refused, match=sentence):
                actions.publish_slots(team=team, clinic=clinic, by=BY)

    @pytest.mark.parametrize("change", [date(2027, 3, 28), date(2027, 10, 31)])
    def test_the_same_time_by_the_wall_clock(self, team: Team, priya: User, change: date) -> None:
        starts = moment_at(change - timedelta(days=4), time(10))
        done = actions.publish_slots(team=team, clinic=actions.Clinic(priya, starts, 45, 2, weeks=3), by=BY)
        assert {timezone.localtime(one.starts).time() for one in done.slots} == {time(10), time(10, 45)}


class TestHolding:
    """A free slot keeps practitioner and room."""

    def test_nobody_books_over_a_free_slot_and_anybody_after_it_was_withdrawn(self, team: Team) -> None:
        work, other = make_work(team), make_work(team)
        room = make_room(team)
        (slot,) = make_clinic(work.lead, room=room)

        with pytest.raises(IntegrityError, match="slot_practitioner_once"), transaction.atomic():
            make_appointment(work, slot.starts)
        with pytest.raises(IntegrityError, match="slot_room_once"), transaction.atomic():
            make_appointment(other, slot.starts, room=room, place=Place.CLINIC)

        actions.withdraw_slot(slot=slot, why="She teaches that day", by=BY)
        make_appointment(work, slot.starts, room=room, place=Place.CLINIC)
        assert again(slot).why == "She teaches that day"
        with pytest.raises(Refused, match="withdrawn already"):
            actions.withdraw_slot(slot=slot, by=BY)

    def test_all_free_slots_of_a_day_are_withdrawn_at_once_and_a_taken_one_is_not(
        self, team: Team, priya: User
    ) -> None:
        first, second, third, next_week, *_ = make_clinic(priya, slots=3, weeks=2)
        entry = make_family_waiting(team)
        take(second, entry)

        gone = actions.withdraw_slot(slot=first, whole=True, by=BY)

        assert gone == [first, third]
        assert again(next_week).withdrawn_at is None
        with pytest.raises(Refused, match="A family has this slot"):
            actions.withdraw_slot(slot=second, by=BY)


class TestTaking:
    """One press: allocated and booked, or neither."""

    def test_the_family_is_allocated_and_booked(self, team: Team, priya: User) -> None:
        room = make_room(team)
        (slot,) = make_clinic(priya, room=room, where="Eastfield Clinic")
        entry = make_family_waiting(team)

        made = take(slot, entry)

        entry.refresh_from_db()
        assert entry.state == WaitingState.ALLOCATED
        assert made.episode.state == EpisodeState.ENGAGING
        assert Allocation.objects.get(episode=made.episode, role=AllocationRole.LEAD).user == priya
        assert (made.starts, made.ends, made.room, made.where) == (slot.starts, slot.ends, room, "Eastfield Clinic")
        assert (made.kind, made.place, made.clinic_slot) == ("first", "clinic", slot)
        assert made.invitations.count() == 2
        assert live(slot) == 0
        assert made.slots.filter(live=True).count() == 2
        assert Message.objects.filter(family=entry.family, purpose=Purpose.REMINDER).count() == 1

    def test_a_keyworker_comes_along(self, team: Team, priya: User) -> None:
        (slot,) = make_clinic(priya)
        entry = make_family_waiting(team)
        keyworker = make_user(RoleName.KEYWORKER, team)
        offer = actions.Offer(who_can_come(entry.family))

        made = actions.take_slot(slot=slot, entry=entry, offer=offer, keyworker=keyworker, by=BY)

        assert set(made.episode.allocations.values_list("role", flat=True)) == {"lead", "keyworker"}

    def test_a_slot_goes_to_one_family_only_and_nothing_is_half_done(self, team: Team, priya: User) -> None:
        (slot,) = make_clinic(priya)
        take(slot, make_family_waiting(team))
        second = make_family_waiting(team)

        with pytest.raises(Refused, match=r"A family has this assessment clinic slot already\. Choose another slot"):
            take(slot, second)

        second.refresh_from_db()
        assert second.state == WaitingState.WAITING
        assert Episode.objects.count() == 1

    def test_a_family_allocated_meanwhile_leaves_the_slot_free(self, boss: User, team: Team, priya: User) -> None:
        (slot,) = make_clinic(priya)
        entry = make_family_waiting(team)
        seen = entry.version
        actions.allocate(entry=entry, lead=priya, by=BY)

        with pytest.raises(Refused, match="no longer on the waiting list"):
            take(slot, entry)
        with pytest.raises(Stale):
            actions.take_slot(slot=slot, entry=entry, offer=actions.Offer(()), seen=seen, by=BY)
        assert is_free(slot, boss)
        assert live(slot) == 1

    def test_nobody_invited_leaves_the_family_waiting(self, boss: User, team: Team, priya: User) -> None:
        (slot,) = make_clinic(priya)
        entry = make_family_waiting(team)

        with pytest.raises(Refused, match="Choose who is invited"):
            actions.take_slot(slot=slot, entry=entry, offer=actions.Offer(()), by=BY)

        entry.refresh_from_db()
        assert entry.state == WaitingState.WAITING
        assert Episode.objects.count() == 0
        assert is_free(slot, boss)
        assert live(slot) == 1

    def test_of_a_colleague_who_is_away_since(self, team: Team, priya: User) -> None:
        (slot,) = make_clinic(priya)
        day = local_day(slot.starts)
        absence = actions.record_absence(team=team, user=priya, first=day, last=day, cover=None, by=BY)
        entry = make_family_waiting(team)

        with pytest.raises(Refused, match=f"{priya.name} is away"):
            take(slot, entry)
        assert clashes([slot]) == {slot.pk: f"{priya.name} is away"}

        actions.take_back_absence(absence=absence, by=BY)
        take(slot, entry)

    def test_of_a_colleague_who_has_left_of_another_team_withdrawn_or_over(self, team: Team, priya: User) -> None:
        gone, withdrawn, over = make_clinic(priya, slots=3)
        entry = make_family_waiting(team)
        actions.withdraw_slot(slot=withdrawn, by=BY)
        ClinicSlot.objects.filter(pk=over.pk).update(starts=in_days(-1), ends=in_days(-1) + timedelta(hours=1))
        for slot, sentence in ((withdrawn, "was withdrawn"), (over, "is over")):
            with pytest.raises(Refused, match=sentence):
                take(slot, entry)
        with pytest.raises(Refused, match="another team"):
            take(gone, make_family_waiting(make_team()))
        priya.memberships.update(ends_on=timezone.localdate() - timedelta(days=1), starts_on=in_days(-9).date())
        with pytest.raises(Refused, match="cannot lead work"):
            take(gone, entry)


class TestFreeAgain:
    """What becomes of a slot when its appointment does not stay."""

    def test_a_cancelled_appointment_makes_it_free_for_another_family(
        self, boss: User, team: Team, priya: User
    ) -> None:
        (slot,) = make_clinic(priya, room=make_room(team))
        made = take(slot, make_family_waiting(team))
        assert not is_free(slot, boss)

        actions.cancel(appointment=made, outcome=AppointmentState.CANCELLED_BY_FAMILY, by=BY)

        assert is_free(slot, boss)
        assert live(slot) == 2
        take(slot, make_family_waiting(team))

    def test_a_moved_one_too(self, boss: User, team: Team, priya: User) -> None:
        (slot,) = make_clinic(priya)
        made = take(slot, make_family_waiting(team))

        new = actions.move(appointment=made, visit=_at(priya, slot, hours=3), by=BY)

        assert new.clinic_slot is None
        assert is_free(slot, boss)

    def test_one_that_moves_over_the_slot_takes_it_away(self, boss: User, team: Team, priya: User) -> None:
        (slot,) = make_clinic(priya)
        made = take(slot, make_family_waiting(team))

        actions.move(appointment=made, visit=_at(priya, slot, minutes=15), by=BY)

        assert not is_free(slot, boss)
        assert again(slot).why.startswith("Its time was taken")
        assert live(slot) == 0

    def test_once_its_time_has_come_nothing_is_free_and_a_wrong_outcome_is_put_right(
        self, boss: User, team: Team, priya: User
    ) -> None:
        (slot,) = make_clinic(priya)
        made = take(slot, make_family_waiting(team))
        actions.cancel(appointment=made, outcome=AppointmentState.CANCELLED_BY_FAMILY, by=BY)
        let_it_have_begun(made)
        ClinicSlot.objects.filter(pk=slot.pk).update(starts=in_days(-1), ends=in_days(-1) + timedelta(hours=1))

        actions.correct_outcome(appointment=made, outcome=AppointmentState.NOT_ATTENDED, reason="They rang", by=BY)

        assert not is_free(slot, boss)
        assert Slot.objects.filter(live=True).count() == 1


def _at(user: User, slot: ClinicSlot, **later: int) -> actions.Visit:
    return actions.Visit(user, slot.starts + timedelta(**later), 60, Place.CLINIC)


@pytest.mark.rule("P69")
class TestClearedDays:
    """A colleague is ill."""

    def test_clearing_a_day_withdraws_free_slots_and_those_that_become_free_and_one_undo_puts_them_back(
        self, boss: User, team: Team, priya: User
    ) -> None:
        given, free, *_ = make_clinic(priya, slots=2, weeks=2)
        made = take(given, make_family_waiting(team))

        clearing = _clear(priya, made, None)

        assert not is_free(given, boss)
        assert not is_free(free, boss)
        assert Slot.objects.filter(live=True).count() == 2  # next week's
        assert actions.undo_clearing(clearing=clearing, by=BY) == []
        made.refresh_from_db()
        assert made.state == AppointmentState.BOOKED
        assert (live(given), live(free)) == (0, 1)
        assert is_free(free, boss)
        assert again(given).withdrawn_at is None

    def test_a_colleague_who_takes_over_leaves_no_slot_behind(self, boss: User, team: Team, priya: User) -> None:
        (slot,) = make_clinic(priya)
        made = take(slot, make_family_waiting(team))
        sam = make_practitioner(team, "Sam Ford")

        clearing = _clear(priya, made, sam)
        assert not is_free(slot, boss)
        assert live(slot) == 0
        assert actions.undo_clearing(clearing=clearing, by=BY) == []

        assert not is_free(slot, boss)
        assert Appointment.objects.get(state=AppointmentState.BOOKED).practitioner == priya

    def test_a_slot_whose_time_is_taken_meanwhile_stays_away(self, boss: User, team: Team) -> None:
        work = make_work(team)
        given, free = make_clinic(work.lead, slots=2)
        clearing = _clear(work.lead, take(given, make_family_waiting(team)), None)
        make_appointment(work, free.starts)

        actions.undo_clearing(clearing=clearing, by=BY)

        assert again(free).withdrawn_at is not None


def _clear(user: User, made: Appointment, colleague: User | None) -> Clearing:
    day = local_day(made.starts)
    return actions.clear_day(team=made.team, user=user, day=day, appointments={made: colleague}, by=BY)


@pytest.mark.rule("P22", "P29", "P68")
def test_what_speaks_against_a_slot_is_said_of_each_family(boss: User, team: Team, priya: User) -> None:
    (slot,) = make_clinic(priya)
    one, two, three, four = (make_family_waiting(team) for _ in range(4))
    mother = who_can_come(one.family)[0]
    avoid = f"{timezone.localtime(slot.starts):%A} mornings"
    for kind, text in ((NeedKind.INTERPRETER, "Urdu"), (NeedKind.TIMES_TO_AVOID, avoid)):
        add_need(family=one.family, person=mother, kind=kind, text=text, by=BY)
    for alert, words in ((AlertKind.OTHER, "He waits at the clinic"), (AlertKind.HOME_VISIT_RISK, "A dog")):
        Alert.objects.create(team=team, family=two.family, kind=alert, text=words, created_by=BY)
    set_unavailable(entry=two, starts_on=local_day(slot.starts), ends_on=None, why="In hospital", by=BY)
    record_loss(family=four.family, person=who_can_come(four.family)[1], kind=LossKind.BABY_DIED, by=BY)

    found = speaks_against(slot, list(waiting_rows(team, Viewer.of(boss, Permission.ALLOCATE))))

    assert found[one.family_id] == [
        "Aisha Khan needs an interpreter (Urdu), and none is named.",
        f"Aisha Khan asked us to avoid this: {avoid}.",
    ]
    assert found[two.family_id][0].startswith("They cannot come from")
    assert found[two.family_id][1:] == ["Alert: He waits at the clinic"]
    assert found[three.family_id] == []
    assert found[four.family_id][0].startswith("A loss is recorded")
