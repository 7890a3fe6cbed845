"""One piece of work, and two lists of what waited, as they stood at the end of a past day."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone

from caseload import actions
from caseload.enums import AppointmentKind, AppointmentState, AttemptOutcome, EndReason, EpisodeState, FollowUpState
from caseload.models import Appointment, Episode, FollowUp
from caseload.selectors.episode import work as whole
from caseload.selectors.past import first_contacts_stood, follow_ups_stood
from caseload.selectors.past_work import Stood, stood, stood_at
from families import actions as families
from families.enums import Channel, LossKind
from families.models import Loss
from pitservice.accounts.enums import Permission, RoleName
from tests.make.accounts import BY, make_team, make_user, viewer_of
from tests.make.caseload import MadeWork, in_days, make_appointment, make_ending, make_session, make_work
from tests.make.past import moved, opened, was, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(db: None) -> MadeWork:
    """A piece of work opened thirty days ago."""
    work = make_work()
    opened(work, 30)
    return work


def ago(days: int) -> date:
    """The day so many days ago."""
    return timezone.localdate() - timedelta(days=days)


def held(work: MadeWork, days_ago: int, *, booked: int, recorded: int | None = None) -> Appointment:
    """A session so many days ago, booked on an earlier day, recorded on the day `recorded` or only now."""
    appointment = make_session(work, in_days(-days_ago)).appointment
    written(appointment, in_days(-booked))
    moved(appointment, AppointmentState.BOOKED, in_days(-booked))
    if recorded is not None:
        moved(appointment, AppointmentState.ATTENDED, in_days(-recorded, time(18)))
    return appointment


def test_sessions_held_and_what_was_written_down_of_them_only_later(work: MadeWork) -> None:
    in_time = held(work, 20, booked=25, recorded=20)
    late = held(work, 6, booked=10)
    wrong = held(work, 12, booked=15, recorded=12)
    actions.correct_outcome(appointment=wrong, outcome=AppointmentState.NOT_ATTENDED, reason="Another family.", by=BY)
    entered = make_appointment(work, in_days(-8))
    ahead = make_appointment(work, in_days(2))

    then = stood(work.episode, ago(5))

    states = {one.appointment.pk: (one.state, one.known) for one in then.occurrences}
    assert states == {
        in_time.pk: ("attended", True),
        late.pk: ("booked", True),
        wrong.pk: ("attended", True),
        entered.pk: ("booked", False),
    }
    assert ahead.pk not in states
    assert (then.progress.sessions, then.held_later, then.not_held_after_all) == (2, 1, 1)
    assert stood(work.episode, ago(13)).progress.sessions == 1


def test_what_was_agreed_who_had_it_and_how_far_it_was(work: MadeWork) -> None:
    moved(work.episode, EpisodeState.ASSESSMENT, in_days(-20))
    moved(work.episode, EpisodeState.ENDING, in_days(-9))
    was(work.episode, in_days(-9), ending_on=ago(1))
    other = make_user(RoleName.PRACTITIONER, work.team)
    actions.agree_sessions(episode=work.episode, number=10, reason="They asked.", by=BY)
    actions.hand_over(episode=work.episode, lead=other, reason="She leaves.", by=BY)

    early, later, now = (stood(work.episode, ago(days)) for days in (15, 8, 0))

    assert (early.state, early.agreed, early.row.ending_on) == ("assessment", 6, None)  # type: ignore[union-attr]  # kept
    assert (later.state, later.row.ending_on) == ("ending", ago(1))  # type: ignore[union-attr]  # kept
    assert [one.user for one in early.parts] == [work.lead]
    assert now.agreed == 10
    assert [one.user for one in now.parts] == [other]
    assert not stood(work.episode, ago(31)).opened


def test_a_review_was_due_half_way_until_it_was_held(work: MadeWork) -> None:
    moved(work.episode, EpisodeState.ASSESSMENT, in_days(-25))
    for days in (25, 18, 11):
        held(work, days, booked=28, recorded=days)
    review = actions.record_review(episode=work.episode, held_on=ago(4), parents_words="Better.", by=BY)

    assert not stood(work.episode, ago(12)).progress.review_due
    assert stood(work.episode, ago(5)).progress.review_due
    then = stood(work.episode, ago(4))
    assert (then.progress.review_due, then.last_review, then.known(review)) == (False, ago(4), False)


def test_an_ending_recorded_late_says_that_it_still_stood(work: MadeWork) -> None:
    ended = actions.Ended(EndReason.MOVED, ago(7))
    actions.end(episode=work.episode, ended=ended, by=BY)
    work.episode.refresh_from_db()

    assert (stood(work.episode, ago(8)).over, stood(work.episode, ago(8)).state) == (False, "engaging")
    assert (stood(work.episode, ago(7)).over, stood(work.episode, ago(7)).state) == (True, "engaging")
    assert stood(work.episode, ago(0)).state == "closed"


def test_attempts_and_decisions_to_go_on(work: MadeWork) -> None:
    attempt = actions.log_attempt(
        episode=work.episode,
        person=work.made.mother,
        channel=Channel.CALL,
        outcome=AttemptOutcome.NO_ANSWER,
        made=in_days(-6),
        by=BY,
    )

    assert stood(work.episode, ago(7)).attempts == []
    then = stood(work.episode, ago(6))
    assert (then.attempts, then.known(attempt)) == ([attempt], False)


def test_a_history_that_does_not_reach_so_far_is_not_made_up(work: MadeWork) -> None:
    other = make_work(work.team)
    Episode.objects.filter(pk=other.episode.pk).update(opened_on=ago(10))
    other.episode.refresh_from_db()

    then = stood(other.episode, ago(5))

    assert then.row is None
    assert then.agreed == other.episode.agreed_sessions
    assert not then.known(other.episode)


@pytest.mark.parametrize(
    ("day", "moment", "known"),
    [
        (date(2025, 3, 30), datetime(2025, 3, 30, 22, 59, 59, tzinfo=UTC), True),  # the clocks go forward
        (date(2025, 3, 30), datetime(2025, 3, 30, 23, 0, tzinfo=UTC), False),
        (date(2025, 3, 29), datetime(2025, 3, 29, 23, 59, 59, tzinfo=UTC), True),
        (date(2025, 3, 29), datetime(2025, 3, 30, 0, 0, tzinfo=UTC), False),
        (date(2025, 10, 26), datetime(2025, 10, 26, 23, 59, 59, tzinfo=UTC), True),  # and back
        (date(2025, 10, 26), datetime(2025, 10, 27, 0, 0, tzinfo=UTC), False),
        (date(2025, 10, 25), datetime(2025, 10, 25, 22, 59, 59, tzinfo=UTC), True),
        (date(2025, 10, 25), datetime(2025, 10, 25, 23, 0, tzinfo=UTC), False),
    ],
)
def test_a_day_ends_at_midnight_in_london_also_when_the_clocks_change(day: date, moment: datetime, known: bool) -> None:
    work, begun = make_work(), datetime(2025, 1, 6, 9, tzinfo=UTC)
    Episode.objects.filter(pk=work.episode.pk).update(opened_on=date(2025, 1, 6), created_at=begun)
    moved(work.episode, EpisodeState.ASSESSMENT, moment)
    appointment = make_appointment(work, in_days(3))
    written(appointment, moment)
    work.episode.refresh_from_db()

    then = stood(work.episode, day)

    assert (then.state == "assessment") is known
    assert bool(then.occurrences) is known


def said_of(then: Stood) -> tuple[object, ...]:
    """What is compared of a piece of work: what was known."""
    states = {one.appointment.pk: one.state for one in then.occurrences if one.known}
    counted = sum(one.counted_then for one in then.occurrences)
    return then.state, then.agreed, len(then.attempts), states, counted, then.row and then.row.ending_on


@pytest.mark.django_db(transaction=True)
def test_whatever_happened_each_moment_is_rebuilt_as_it_was() -> None:
    """A random history: what the work said at a moment is what days, moves and row history tell of it afterwards."""
    dice, work = random.Random(39), make_work()
    said: list[tuple[datetime, tuple[object, ...]]] = []
    for number in range(24):
        happens(work, number, dice)
        moment = timezone.now()
        said.append((moment, as_it_is(work)))

    for moment, then in said:
        assert said_of(stood_at(work.episode, moment)) == then
    assert len({str(then) for _, then in said}) > 12


def as_it_is(work: MadeWork) -> tuple[object, ...]:
    """The same of the work as it is."""
    work.episode.refresh_from_db()
    now = whole(work.episode)
    states = {one.pk: one.state for one in now.appointments}
    counted = now.progress.sessions
    return work.episode.state, work.episode.agreed_sessions, len(now.attempts), states, counted, work.episode.ending_on


def happens(work: MadeWork, number: int, dice: random.Random) -> None:
    """Something in a piece of work."""
    what = dice.choice(["book", "session", "agree", "attempt", "correct", "phase", "cancel"])
    made = Appointment.objects.filter(episode=work.episode)
    if what == "book":
        make_appointment(work, in_days(number + 1))
    elif what == "session":
        make_session(work, in_days(-number - 1), kind=dice.choice([AppointmentKind.REVIEW, AppointmentKind.FOLLOW_UP]))
    elif what == "agree":
        actions.agree_sessions(episode=work.episode, number=number + 3, reason="They asked.", by=BY)
    elif what == "attempt":
        call, none = Channel.CALL, AttemptOutcome.NO_ANSWER
        actions.log_attempt(episode=work.episode, person=work.made.mother, channel=call, outcome=none, by=BY)
    elif what == "correct" and (seen := made.filter(state="attended").first()):
        actions.correct_outcome(appointment=seen, outcome=AppointmentState.NO_ACCESS, reason="Nobody in.", by=BY)
    elif what == "cancel" and (booked := made.filter(state="booked").first()):
        actions.cancel(appointment=booked, outcome=AppointmentState.CANCELLED_BY_US, by=BY)
    elif what == "phase":
        _next_phase(work)


def _next_phase(work: MadeWork) -> None:
    state = Episode.objects.get(pk=work.episode.pk).state
    phase = {"assessment": "ending", "ending": "intervention", "intervention": "ending"}.get(state)
    if phase:
        actions.begin_phase(episode=work.episode, phase=phase, ending_on=timezone.localdate(), by=BY)


def test_families_without_a_first_contact_as_it_was_written_down_then(work: MadeWork) -> None:
    boss = make_user(RoleName.CLINICAL_LEAD, work.team)
    stranger, again = make_work(make_team()), make_work(work.team)
    opened(stranger, 30)
    opened(again, 3)
    actions.log_attempt(
        episode=work.episode,
        person=work.made.mother,
        channel=Channel.CALL,
        outcome=AttemptOutcome.NO_ANSWER,
        made=in_days(-6),
        by=BY,
    )
    viewer, lead = viewer_of(boss, Permission.BOOK), viewer_of(work.lead, Permission.BOOK)

    def listed(days: int, by: object = viewer) -> list[Episode]:
        return [*first_contacts_stood(by, ago(days))]  # type: ignore[arg-type]  # a viewer

    assert listed(31) == []
    assert listed(5) == [work.episode]  # tried the day before, and logged only today
    assert listed(3) == [work.episode, again.episode]
    assert listed(3, lead) == [work.episode]
    assert listed(0) == [again.episode]
    found = first_contacts_stood(viewer, ago(5)).get()
    assert (found.lead_then, found.tried_at) == (work.lead.name, in_days(-6))


def test_something_booked_or_a_loss_took_a_family_off_the_list_that_day_and_not_before(work: MadeWork) -> None:
    viewer = viewer_of(work.lead, Permission.BOOK)
    appointment = make_appointment(work, in_days(4))
    written(appointment, in_days(-6))
    other = make_work(work.team, lead=work.lead)
    opened(other, 30)
    families.record_loss(family=other.family, person=other.made.baby, kind=LossKind.BABY_DIED, by=BY)
    Loss.objects.update(created_at=in_days(-6))

    assert {*first_contacts_stood(viewer, ago(7))} == {work.episode, other.episode}
    assert [*first_contacts_stood(viewer, ago(6))] == []


@pytest.mark.rule("FUP-1")
def test_follow_ups_that_were_due_as_they_stood(work: MadeWork) -> None:
    make_ending(work)
    follow_up = FollowUp.objects.get(episode=work.episode)
    FollowUp.objects.update(created_at=in_days(-20), due_on=ago(10))
    was(follow_up, in_days(-20), due_on=ago(10))
    actions.record_follow_up(
        follow_up=follow_up, outcome=FollowUpState.NOT_REACHED, done_on=timezone.localdate(), by=BY
    )
    viewer = viewer_of(work.lead, Permission.RECORD_SESSIONS)

    assert not follow_ups_stood(viewer, ago(11)).exists()
    assert follow_ups_stood(viewer, ago(10)).get().state_then == "due"
    assert not follow_ups_stood(viewer, ago(0)).exists()
    elsewhere = viewer_of(make_user(RoleName.CLINICAL_LEAD), Permission.RECORD_SESSIONS)
    assert not follow_ups_stood(elsewhere, ago(10)).exists()


def test_a_follow_up_that_was_put_off_since_was_due_on_its_day_of_then(work: MadeWork) -> None:
    make_ending(work)
    follow_up = FollowUp.objects.get(episode=work.episode)
    FollowUp.objects.update(created_at=in_days(-20), due_on=in_days(15).date())
    was(follow_up, in_days(-20), due_on=ago(10))
    viewer = viewer_of(work.lead, Permission.RECORD_SESSIONS)

    assert follow_ups_stood(viewer, ago(3)).get().due_then == ago(10)
    assert not follow_ups_stood(viewer, ago(0)).exists()
